//! Where an error is, and what is said of it.

use aiolint_bicep::syntax::Dialect;

use crate::{problems, read};

/// Each text has these errors alone.
#[track_caller]
fn check(dialect: Dialect, rows: &[(&str, &[&str])]) {
    let found = rows.iter().map(|(text, expected)| (*text, problems(text, &read(text, dialect)), *expected));
    let wrong: Vec<_> = found.filter(|(_, found, expected)| found != expected).collect();
    assert!(wrong.is_empty(), "text, found, expected: {wrong:#?}");
}

#[test]
fn what_is_missing_at_the_end_of_a_line() {
    check(
        Dialect::Template,
        &[
            ("var a =\n", &["1:8 expected a value, but the line ends here"]),
            ("var a = // b\n\n\nvar c = 1\n", &["1:8 expected a value, but the line ends here"]),
            ("var a\n", &["1:6 expected a type or `=`, but the line ends here"]),
            ("var\n", &["1:4 expected a name, but the line ends here"]),
            ("param a\n", &["1:8 expected a type or `=`, but the line ends here"]),
            ("param a string =\n", &["1:17 expected a value, but the line ends here"]),
            ("var a = 1 +\n", &["1:12 expected a value, but the line ends here"]),
            ("var a = b ? 1\nvar b = true\n", &["1:14 expected `:`, but the line ends here"]),
            ("resource a\n", &["1:11 expected a string, but the line ends here"]),
            ("resource a 'b@1'\n", &["1:17 expected `=`, but the line ends here"]),
            ("resource a 'b@1' =\n", &["1:19 expected `{`, `if (…)` or `[for …]`, but the line ends here"]),
            ("resource a 'b@1' = if (true)\n", &["1:29 expected `{`, but the line ends here"]),
            ("module a 'b.bicep' =\n", &["1:21 expected `{`, `if (…)` or `[for …]`, but the line ends here"]),
            ("output a string\n", &["1:16 expected `=`, but the line ends here"]),
            ("import { a } from\n", &["1:18 expected a string, but the line ends here"]),
            ("import { a }\n", &["1:13 expected `from`, but the line ends here"]),
            ("type a =\n", &["1:9 expected a type, but the line ends here"]),
            ("func a() string =>\n", &["1:19 expected a value, but the line ends here"]),
            ("targetScope =\n", &["1:14 expected a value, but the line ends here"]),
            ("@a()\n", &["1:5 expected a declaration such as `param`, `var` or `resource`, but the line ends here"]),
            ("@\nvar a = 1\n", &["1:2 expected a name, but the line ends here"]),
        ],
    );
}

#[test]
fn what_cannot_stand_where_it_stands() {
    check(
        Dialect::Template,
        &[
            ("var a = 1 var b = 2\n", &["1:11 expected the end of the line, but found `var`"]),
            ("var a = \"b\"\n", &["1:9 expected a value, but found `\"`"]),
            ("var a = 1;\n", &["1:10 expected the end of the line, but found `;`"]),
            ("var a: 1\n", &["1:6 expected a type or `=`, but found `:`"]),
            ("a = 1\n", &["1:1 expected a declaration such as `param`, `var` or `resource`, but found `a`"]),
            ("var a = {\n  b 1\n}\n", &["2:5 expected `:`, but found `1`"]),
            ("var a = {\n  b = 1\n}\n", &["2:5 expected `:`, but found `=`"]),
            (
                "var a = {\n  b: 1,\n  c: 2,\n}\n",
                &[
                    "2:8 expected a name, a string or `}`, but the line ends here",
                    "3:8 expected a name, a string or `}`, but the line ends here",
                ],
            ),
            ("var a = {\n  - b: 1\n}\n", &["2:3 expected a name, a string, `}` or the end of the line, but found `-`"]),
            ("var a = [\n  1 2\n]\n", &["2:5 expected `,`, `]` or the end of the line, but found `2`"]),
            ("var a = (1 2)\n", &["1:12 expected `)`, but found `2`"]),
            (
                "var a = true\n  && false\n",
                &["2:3 expected a declaration such as `param`, `var` or `resource`, but found `&&`"],
            ),
            (
                "var a = b\n  .c\nvar b = {}\n",
                &["2:3 expected a declaration such as `param`, `var` or `resource`, but found `.`"],
            ),
            ("var a = [for b of []: b]\n", &["1:16 expected `in`, but found `of`"]),
            ("var a = [for b in [] b]\n", &["1:22 expected `:`, but found `b`"]),
            ("resource a 'b@1' = if true {\n}\n", &["1:23 unexpected `true`"]),
            ("resource a 'b@1' = if (true) {\n} else {\n}\n", &["2:3 expected the end of the line, but found `else`"]),
            ("resource a 'b@1' {\n}\n", &["1:18 expected `=`, but found `{`"]),
            ("param a = 1\n", &["1:7 a parameter needs a type"]),
            ("type a = |\n", &["1:11 expected a value, but the line ends here"]),
            ("var 1a = 1\n", &["1:5 expected a name, but found `1a`"]),
        ],
    );
}

#[test]
fn brackets_strings_and_comments_that_do_not_end() {
    check(
        Dialect::Template,
        &[
            ("var a = {\n  b: 1\n", &["2:7 expected `}`: the `{` before it is never closed"]),
            ("var a = [\n  1\n\nvar b = 1\n", &["3:1 expected `]`: the `[` before it is never closed"]),
            ("var a = (1\n", &["1:11 expected `)`: the `(` before it is never closed"]),
            ("var a = {\n  b: {\n    c: 1\n  d: 2\n}\n", &["4:1 expected `}`: the `{` before it is never closed"]),
            ("var a = 1)\n", &["1:10 expected the end of the line, but found `)`"]),
            ("var a = {\n  b: 1\n}}\n", &["3:2 expected the end of the line, but found `}`"]),
            (
                "var a = {\n  b: {\n    c: 1\n    }\n  }\n  d: 1\n}\n",
                &["4:5 this `}` closes a bracket of a line that is indented less"],
            ),
            ("var a = 'b\n", &["1:9 this string never ends"]),
            ("var a = '''b\nvar c = 1\n", &["1:9 this string never ends"]),
            ("var a = '${'\n", &["1:9 this string never ends"]),
            ("/* a\nvar b = 1\n", &["1:1 this comment never ends"]),
            ("var a = 1 /* b\nvar c = 1\n", &["1:11 this comment never ends"]),
        ],
    );
}

#[test]
fn what_the_grammar_cannot_say() {
    check(
        Dialect::Template,
        &[
            ("var a = 99999999999999999999\n", &["1:9 this number is larger than 64 bits can hold"]),
            ("var a = '\\u{110000}'\n", &["1:10 this is no character of Unicode"]),
            ("var a = '${{}}'\n", &["1:12 an array or object can't be written in `${…}`"]),
            ("var a = '${[1]}'\n", &["1:12 an array or object can't be written in `${…}`"]),
            (
                "import { 'a-b' } from 'c.bicep'\n",
                &["1:10 a name in quotes needs another one to be used by: `as name`"],
            ),
            ("using 'a.bicep'\n", &["1:1 only a parameter file can name the file that it is for"]),
            (
                "param a\n= 1\n",
                &[
                    "1:8 expected a type or `=`, but the line ends here",
                    "2:1 expected a declaration such as `param`, `var` or `resource`, but found `=`",
                ],
            ),
        ],
    );
}

#[test]
fn habits_of_yaml() {
    check(
        Dialect::Template,
        &[
            ("var a = {\n  b: Mqtt\n}\n", &["2:6 `Mqtt` is not declared; a text needs quotes"]),
            ("var a = {\n  b:\n    c: 1\n}\n", &["2:3 `b` has no braces around its members"]),
            (
                "var a = {\n  b:\n    c:\n      d: 1\n    e: 1\n  f: 1\n}\n",
                &["2:3 `b` has no braces around its members", "3:5 `c` has no braces around its members"],
            ),
            ("var a = {\n  b: // c\n    d: 1 // e\n}\n", &["2:3 `b` has no braces around its members"]),
            ("var a = {\r\n  'b':\r\n    'c': 1\r\n}\r\n", &["2:3 `'b'` has no braces around its members"]),
            (
                "var a = {\n  b:\n    c: 1 2\n    d: =\n  e: 3 4\n}\n",
                &[
                    "2:3 `b` has no braces around its members",
                    "3:10 expected `,`, `}` or the end of the line, but found `2`",
                    "4:8 expected a value, but found `=`",
                    "5:8 expected `,`, `}` or the end of the line, but found `4`",
                ],
            ),
        ],
    );
}

#[test]
fn parameter_files() {
    check(
        Dialect::Parameters,
        &[
            ("using 'a.bicep'\nparam b = 1\nvar c = 2\nparam d = c\n", &[]),
            ("using\n", &["1:6 expected a string, but the line ends here"]),
            ("param a\n", &["1:8 expected a type or `=`, but the line ends here"]),
            ("param a =\n", &["1:10 expected a value, but the line ends here"]),
            ("param a string\n", &["1:9 a parameter file gives values: its parameters have no types"]),
            ("param a string = 'b'\n", &["1:9 a parameter file gives values: its parameters have no types"]),
            ("resource a 'b@1' = {\n}\n", &["1:1 this can't be declared in a parameter file"]),
            ("module a 'b.bicep' = {\n}\n", &["1:1 this can't be declared in a parameter file"]),
            ("output a string = 'b'\n", &["1:1 this can't be declared in a parameter file"]),
            ("targetScope = 'subscription'\n", &["1:1 this can't be declared in a parameter file"]),
            ("param a = {\n  b:\n    c: 1\n}\n", &["2:3 `b` has no braces around its members"]),
            ("param a = Mqtt\n", &["1:11 `Mqtt` is not declared; a text needs quotes"]),
        ],
    );
}

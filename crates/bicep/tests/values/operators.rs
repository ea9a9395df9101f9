//! Literals and operators.

use crate::check;

#[test]
fn literals() {
    check(
        "",
        &[
            ("null", "null"),
            ("true", "true"),
            ("-7", "-7"),
            ("9223372036854775807", "9223372036854775807"),
            ("'a'", "'a'"),
            ("[]", "[]"),
            ("{}", "{}"),
            ("[1, 'a', null]", "[1, 'a', null]"),
            ("{ a: 1, 'b-c': [true] }", "{a: 1, b-c: [true]}"),
            ("x => x", "?(a function is no value)"),
            ("nobody", "?(`nobody` is not declared)"),
            ("p", "?(parameter `p` has no value)"),
            ("password", "?(parameter `password` is secret)"),
        ],
    );
}

#[test]
fn arithmetic_is_of_whole_numbers_and_truncates() {
    check(
        "var sum = 1 + 3\nvar product = sum * 5\n",
        &[
            ("sum", "4"),
            ("product % 7", "6"),
            ("product % 7 / 11", "0"),
            ("0 - 13", "-13"),
            ("-7 / 2", "-3"),
            ("-7 % 2", "-1"),
            ("7 / 0", "?(the operation does not fit the values)"),
            ("9223372036854775807 + 1", "?(the operation does not fit the values)"),
            ("n + 1", "?(parameter `n` has no value)"),
            ("-n", "?(parameter `n` has no value)"),
            ("(flag ? 1 : 2) * 10", "<10 | 20>"),
            ("(flag ? 1 : 2) + (flag ? 10 : 20)", "<11 | 12 | 21 | 22>"),
        ],
    );
}

#[test]
fn what_is_known_in_parts_is_compared_as_far_as_that_goes() {
    let not_known = "?(parameter `p` has no value)";
    check(
        "",
        &[
            ("'a-${p}' == 'b'", "false"),
            ("'a-${p}' == 'a-x'", not_known),
            ("'a-${p}' == 'a-'", not_known),
            ("'${p}-a-${q}-z' == 'x-a-y-z'", not_known),
            ("'${p}-a-${q}-z' == 'x-b-y-z'", "false"),
            ("'${p}-a-${q}-z' == 'x-a-y'", "false"),
            ("'a${p}a' == 'a'", "false"),
            ("'a${p}' == 'b${q}'", "false"),
            ("'a${p}' == 'ab${q}'", not_known),
            ("'${p}a' == '${q}b'", "false"),
            ("'a${p}' != 'b'", "true"),
            ("'A${p}' =~ 'b'", "false"),
            ("'A${p}' =~ 'ab'", not_known),
            ("p == p", "true"),
            ("'a${p}' == 'a${p}'", "true"),
            ("p == q", not_known),
            ("list == list", "true"),
            ("contains(['a-${p}', 'b'], 'b')", "true"),
            ("contains(['a-${p}'], 'b')", "false"),
            ("'a-${p}' == 'b' ? 1 : 2", "2"),
        ],
    );
}

#[test]
fn comparisons() {
    check(
        "",
        &[
            ("123 < 456", "true"),
            ("123 >= 456", "false"),
            ("2 <= 2", "true"),
            ("2 > 2", "false"),
            ("n < 3", "?(parameter `n` has no value)"),
            ("'abc' < 'abd'", "true"),
            // Here the ways to sort letters differ.
            ("'a-c' < 'Abd'", "?(the operation does not fit the values)"),
            ("'a' == 'a'", "true"),
            ("'a' == 'A'", "false"),
            ("'a' =~ 'A'", "true"),
            ("'a' !~ 'A'", "false"),
            ("'1' == 1", "false"),
            ("null == ''", "false"),
            ("null == null", "true"),
            ("p == 'a'", "?(parameter `p` has no value)"),
            ("p == p", "true"),
            ("'x-${p}' == 'y'", "false"),
            ("'x-${p}' == 1", "false"),
            ("[1, 2] == [1, 2]", "true"),
            ("[1, p] == [2, p]", "false"),
            ("[1, p] == [1, p]", "true"),
            ("{ a: 1, b: 2 } == { b: 2, a: 1 }", "true"),
            ("{ a: 1 } == { a: 1, b: 2 }", "false"),
            ("{ a: 1 } == { A: 1 }", "?(the operation does not fit the values)"),
            ("(flag ? 'a' : 'b') == 'c'", "false"),
            ("(flag ? 'a' : 'b') == 'a'", "<true | false>"),
        ],
    );
}

#[test]
fn one_side_of_and_and_or_may_decide_alone() {
    let unknown = "<true | false>";
    for (left, right, and, or) in [
        ("true", "true", "true", "true"),
        ("true", "false", "false", "true"),
        ("false", "true", "false", "true"),
        ("false", "false", "false", "false"),
        ("true", "flag", unknown, "true"),
        ("false", "flag", "false", unknown),
        ("flag", "true", unknown, "true"),
        ("flag", "false", "false", unknown),
        ("flag", "flag", unknown, unknown),
    ] {
        check("", &[(&format!("{left} && {right}"), and), (&format!("{left} || {right}"), or)]);
    }
    check("", &[("!true", "false"), ("!flag", "<false | true>"), ("!(flag ? true : false)", "<false | true>")]);
    check("", &[("true && 1", "?(the operation does not fit the values)")]);
}

#[test]
fn a_ternary_is_one_of_its_arms() {
    check(
        "var yes = true\n",
        &[
            ("yes ? 'a' : 'b'", "'a'"),
            ("!yes ? 'a' : 'b'", "'b'"),
            ("flag ? 'a' : 'b'", "<'a' | 'b'>"),
            ("flag ? 'a' : 'a'", "'a'"),
            ("flag ? 'a' : p", "<'a' | ?(parameter `p` has no value)>"),
            ("flag ? 'a' : n > 1 ? 'b' : 'c'", "<'a' | 'b' | 'c'>"),
            ("flag ? { a: 1 } : {}", "<{a: 1} | {}>"),
            ("flag ? { a: [1] } : { a: [1] }", "{a: [1]}"),
            ("(flag ? true : false) ? 1 : 2", "<1 | 2>"),
            ("(flag ? null : { a: 1 }) == null", "<true | false>"),
        ],
    );
    let many: Vec<String> = (0..17).map(|number| format!("n == {number} ? 'v{number}'")).collect();
    check("", &[(&format!("{} : 'rest'", many.join(" : ")), "<'v0' | ?(it can be too many things)>")]);
}

#[test]
fn what_takes_the_place_of_null() {
    check(
        "param none string? = null\nparam given string = 'x'\n",
        &[
            ("null ?? 123", "123"),
            ("none ?? 'd'", "'d'"),
            ("given ?? 'd'", "'x'"),
            ("none ?? none ?? 'd'", "'d'"),
            ("p ?? 'd'", "?(parameter `p` has no value)"),
            ("(flag ? null : 'a') ?? 'd'", "<'d' | 'a'>"),
            ("(flag ? null : p) ?? 'd'", "<'d' | ?(parameter `p` has no value)>"),
            ("'x-${p}' ?? 'd'", "'x-${p}'"),
            ("null ?? p", "?(parameter `p` has no value)"),
        ],
    );
}

#[test]
fn names_are_those_of_the_innermost_scope() {
    check(
        "var x = 'outer'\nvar y = x\nfunc own(x string) string => '${x}!'\nfunc two(x string, y string) string => own('${x}${y}')\n
var loop = [for x in ['a', 'b']: '${x}-${y}']\n",
        &[
            ("loop", "['a-outer', 'b-outer']"),
            ("map(['a'], x => map(['b'], x => x))", "[['b']]"),
            ("map(['a'], z => '${z}${x}')", "['aouter']"),
            ("own('a')", "'a!'"),
            ("two('a', p)", "'a${y}!'"),
            ("own(p)", "'${x}!'"),
            // The names around a call mean nothing in the function.
            ("map(['inner'], y => own(y))", "['inner!']"),
            ("own", "?(`own` is no value)"),
            ("two('a')", "'a${y}!'"),
        ],
    );
}

#[test]
fn what_comes_from_elsewhere_is_not_known() {
    check(
        "import { host, make as build } from 'shared.bicep'\nimport * as all from 'shared.bicep'\n
module mod 'mod.bicep' = {\n  name: 'mod'\n}\ntype kind = 'a'\n",
        &[
            ("host", "?(`shared.bicep` is not among the Bicep files)"),
            ("build('a')", "?(`shared.bicep` is not among the Bicep files)"),
            ("all.host", "?(`shared.bicep` is not among the Bicep files)"),
            ("all.make('a')", "?(`shared.bicep` is not among the Bicep files)"),
            ("mod.outputs.host", "?(`mod.bicep` is not among the Bicep files)"),
            ("mod", "?(`mod` is a module)"),
            ("kind", "?(`kind` is no value)"),
            ("resourceGroup().location", "?(`resourceGroup().location` is known when it is deployed)"),
        ],
    );
}

#[test]
fn what_refers_to_itself_is_not_known() {
    check(
        "var a = b\nvar b = '${a}x'\nfunc f(x int) int => f(x)\nparam c string = c\n",
        &[
            ("a", "'${a}x'"),
            ("b", "'${a}x'"),
            ("f(1)", "?(it takes too many steps to find out)"),
            ("c", "?(`c` refers to itself)"),
        ],
    );
}

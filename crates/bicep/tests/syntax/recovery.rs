//! An error hides none of its neighbours.

use aiolint_bicep::syntax::Dialect;

use crate::{keys, names, problems, read};

fn resource(name: &str) -> String {
    format!("resource {name} 'Contoso.Mill/kilns@2024-01-01' = {{\n  name: '{name}'\n}}\n")
}

/// Statements, each with an error that may reach far.
const BROKEN: [&str; 24] = [
    "var x =",
    "var x = {",
    "var x = [",
    "var x = (",
    "var x = }",
    "var x = ])}",
    "var x = '",
    "var x = '''",
    "var x = $$'''a",
    "var x = '${",
    "var x = '${{",
    "var x = f('a",
    "/*",
    "}",
    "]]]",
    "@x 1",
    "@x(",
    "@x({",
    "x: 1",
    "var x = {\n  a: {\n    b: 1\n",
    "resource x 'a/b@1' = {\n  properties: {\n    a: [\n  }\n",
    "resource x 'a/b@1' = if (",
    "module x 'a.bicep' = [for a in b: {",
    "func x(a string =>",
];

#[test]
fn what_is_before_and_after_an_error_is_read() {
    for broken in BROKEN {
        let text = format!("{}{broken}\n{}var z = 1\n{}", resource("a"), resource("b"), resource("c"));
        let reading = read(&text, Dialect::Template);
        let found: Vec<_> = names(&reading).into_iter().filter(|name| "abc".contains(name)).collect();
        assert_eq!(found, ["a", "b", "c"], "{broken}");
        let first = problems(&text, &reading).into_iter().next().unwrap_or_default();
        assert!(first.starts_with(['4', '5', '6', '7', '8']), "{broken}: {first}");
    }
}

/// The keys of the properties of a resource that has these lines in its properties.
fn members(lines: &str) -> String {
    let text = format!(
        "resource it 'Contoso.Mill/kilns@2024-01-01' = {{\n  name: 'it'\n  properties: {{\n{lines}\n  }}\n}}\n{}",
        resource("next")
    );
    let reading = read(&text, Dialect::Template);
    assert_eq!(names(&reading), ["it", "next"], "{text}");
    keys(&reading.resources[0].spec)
}

#[test]
fn neighbours_of_a_broken_member_are_read() {
    for (broken, expected) in [
        ("b: 1", "{a, b, c{d}}"),
        ("b 1", "{a, c{d}, …}"),
        ("b:", "{a, c{d}, …}"),
        ("b: 1 2", "{a, b?, c{d}, …}"),
        ("b: = 1", "{a, b?, c{d}, …}"),
        ("b = 1", "{a, c{d}, …}"),
        ("b: 'x", "{a, b?, c{d}, …}"),
        ("b: '''x", "{a, b?, c{d}, …}"),
        // What follows could be the next argument.
        ("b: f(", "{a, b?, …}"),
        ("b: [1 2]", "{a, b, c{d}}"),
        ("b: { x 1 }", "{a, b?, c{d}}"),
        ("b: {\n      x 1\n      y: 2\n    }", "{a, b{y, …}, c{d}}"),
        ("b: [\n      { x: 1, y 2 }\n    ]", "{a, b, c{d}}"),
        ("- b", "{a, c{d}, …}"),
        ("\"b\": 1", "{a, c{d}, …}"),
        ("b: 1;", "{a, b?, c{d}, …}"),
        ("b: /* x", "{a, c{d}, …}"),
        ("b: '${'", "{a, b?, c{d}, …}"),
    ] {
        let found = members(&format!("    a: 1\n    {broken}\n    c: {{\n      d: 1\n    }}"));
        assert_eq!(found, expected, "{broken}");
    }
}

#[test]
fn parameters_beside_an_error_are_still_known() {
    for broken in ["param x =", "param x = {", "param x = 'a", "param x string", "resource x 'a@1' = {", "var x = ("] {
        let text = format!("using 'main.bicep'\nparam a = Mqtt\n{broken}\nparam b = Kafka\n");
        let found = problems(&text, &read(&text, Dialect::Parameters));
        for bare in
            ["2:11 `Mqtt` is not declared; a text needs quotes", "4:11 `Kafka` is not declared; a text needs quotes"]
        {
            assert!(found.iter().any(|line| line == bare), "{broken}: {found:#?}");
        }
    }
}

#[test]
fn what_stands_for_a_text_that_could_not_be_read_is_not_reported_again() {
    let text = "using 'main.bicep'\nparam host é= 'a'\nparam port string = 1\n";
    let found = [
        "2:12 expected a type or `=`, but found `é`",
        "3:12 a parameter file gives values: its parameters have no types",
    ];
    said(text, Dialect::Parameters, &found);
    let found =
        ["1:12 a parameter file gives values: its parameters have no types", "1:13 expected a value, but found `é`"];
    said("param name |é\n", Dialect::Parameters, &found);
    let text = "resource e 'x@1' existing = {\n  na|\n\u{feff}e: 'plan'\n}\n";
    said(text, Dialect::Template, &["2:5 expected `:`, but found `|`"]);
}

/// What is wrong with a text; each place is one of its characters.
fn said(text: &str, dialect: Dialect, expected: &[&str]) {
    let reading = read(text, dialect);
    assert_eq!(problems(text, &reading), expected);
    for problem in &reading.problems {
        let span = problem.primary.location.span;
        assert!(text.get(span.start as usize..span.end as usize).is_some(), "{problem:?}");
    }
}

//! Members that are indented below a key without braces belong to that key.

use aiolint_bicep::MISSING_BRACES;
use aiolint_bicep::syntax::Dialect;

use crate::{keys, names, read};

/// The keys of the properties that have these lines, and how many keys are said to have no braces.
fn block(lines: &str) -> (String, usize) {
    let text = format!(
        "resource it 'Contoso.Mill/kilns@2024-01-01' = {{\n  name: 'it'\n  properties: {{\n{lines}\n  }}\n}}\n"
    );
    let reading = read(&text, Dialect::Template);
    assert_eq!(names(&reading), ["it"], "{text}");
    let missing = reading.problems.iter().filter(|problem| problem.detector == MISSING_BRACES).count();
    (keys(&reading.resources[0].spec), missing)
}

#[test]
fn what_is_indented_below_a_key_belongs_to_it() {
    for (lines, expected, missing) in [
        ("    a:\n      b: 1\n    c: 1", "{c, a{b}}", 1),
        ("    a:\n      b: 1\n      c: { d: 1 }\n    e: 1", "{e, a{b, c{d}}}", 1),
        ("    a: // x\n\n      // y\n      b: 1 // z\n // w\n      c: 1\n    d: 1", "{d, a{b, c}}", 1),
        ("    'a':\n      'b': 1", "{a{b}}", 1),
        ("    a:\n      b:\n        c:\n          d: 1\n      e: 1\n    f: 1", "{f, a{e, b{c{d}}}}", 3),
        ("    a:\n      b: 1\n    c:\n      d: 1", "{a{b}, c{d}}", 2),
        ("    a:\n      b: [\n        1\n      ]\n      c: '''\nx: 1\n'''\n    d: 1", "{d, a{b, c}}", 1),
        ("    a:\n      b: 1 2\n      c: 1\n    d: 1", "{d, a{b?, c, …}}", 1),
        ("    a: {\n      b:\n        c: 1\n    }\n    d: 1", "{a{b{c}}, d}", 1),
        ("    a:\n      b: {\n        c:\n          d: 1\n      }\n    e: 1", "{e, a{b{c{d}}}}", 2),
        ("    a:\r\n      b: 1\r\n    c: 1\r", "{c, a{b}}", 1),
    ] {
        assert_eq!(block(lines), (expected.to_owned(), missing), "{lines}");
    }
}

#[test]
fn a_key_without_members_below_it_has_a_value_that_is_not_known() {
    for (lines, expected) in [
        ("    a:\n    b: 1", "{b, …}"),
        ("    a:\n    b:\n    c: 1", "{c, …}"),
        ("    a:\n      'x'\n    b: 1", "{b, …}"),
    ] {
        assert_eq!(block(lines), (expected.to_owned(), 0), "{lines}");
    }
}

/// As many keys without braces in one another, and a member in the last.
fn nested(levels: usize) -> String {
    let keys: String = (0..levels).map(|level| format!("{}k{level}:\n", " ".repeat(4 + level))).collect();
    format!("{keys}{}end: 1", " ".repeat(4 + levels))
}

#[test]
fn blocks_in_blocks_end_at_a_limit() {
    let (found, missing) = block(&nested(30));
    assert_eq!((found.matches(['…', '?']).count(), found.matches("end").count(), missing), (0, 1, 30), "{found}");
    let text = format!("var a = {{\n{}\n}}\n", nested(1_000));
    let missing = read(&text, Dialect::Template).problems.len();
    assert!((1..=100).contains(&missing), "{missing}");
}

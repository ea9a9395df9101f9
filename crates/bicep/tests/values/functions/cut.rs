//! Functions that give a part of a text, or add to it.

use crate::check;

fn not(name: &str) -> String {
    format!("?(what `{name}` gives for it is not known)")
}

const P: &str = "?(parameter `p` has no value)";

#[test]
fn parts_of_known_texts() {
    check(
        "",
        &[
            ("take('kiln', 0)", "''"),
            ("take('kiln', -2)", "''"),
            ("take('kiln', 4)", "'kiln'"),
            ("take('kiln', 99)", "'kiln'"),
            ("take('ä🏭b', 3)", "'ä🏭'"),
            ("take('ä🏭b', 2)", &not("take")),
            ("take('kiln', 'x')", &not("take")),
            ("skip('kiln', 2)", "'ln'"),
            ("skip('kiln', -2)", "'kiln'"),
            ("skip('kiln', 99)", "''"),
            ("skip('🏭b', 2)", "'b'"),
            ("skip('🏭b', 1)", &not("skip")),
            ("substring('kiln', 1)", "'iln'"),
            ("substring('kiln', 4)", "''"),
            ("substring('kiln', 5)", &not("substring")),
            ("substring('kiln', -1)", &not("substring")),
            ("substring('kiln', 1, 2)", "'il'"),
            ("substring('kiln', 1, 0)", "''"),
            ("substring('kiln', 1, 4)", &not("substring")),
            ("substring('kiln', 1, -1)", &not("substring")),
            ("substring('kiln', 1, 9223372036854775807)", &not("substring")),
            ("first('kiln')", "'k'"),
            ("first('')", "''"),
            ("last('ä')", "'ä'"),
            ("last('a🏭')", &not("last")),
            ("length('')", "0"),
            ("length('ä🏭')", "3"),
            ("trim('\\n kiln\\t')", "'kiln'"),
            ("trim(' ')", "''"),
            ("padLeft('kiln', 6)", "'  kiln'"),
            ("padLeft(7, 3, '0')", "'007'"),
            ("padLeft('kiln', 2, '0')", "'kiln'"),
            ("padLeft('kiln', -2)", &not("padLeft")),
            ("padLeft('kiln', 6, 'ab')", &not("padLeft")),
            ("padLeft('kiln', 6, '')", &not("padLeft")),
            ("padLeft(true, 6)", &not("padLeft")),
        ],
    );
}

#[test]
fn parts_of_texts_that_are_known_in_parts() {
    check(
        "",
        &[
            ("take('kiln-${p}', 4)", "'kiln'"),
            ("take('kiln-${p}', 5)", "'kiln-'"),
            ("take('kiln-${p}', 24)", "'kiln-${p}'"),
            ("take('kiln-${p}-${q}', 24)", "'kiln-…'"),
            ("take('${p}-kiln', 0)", "''"),
            ("take('${p}-kiln', 3)", P),
            ("skip('kiln-${p}', 2)", "'ln-${p}'"),
            ("skip('kiln-${p}', 5)", "'${p}'"),
            ("skip('kiln-${p}', 6)", P),
            ("skip('${p}-kiln', 1)", P),
            ("substring('kiln-${p}', 1, 2)", "'il'"),
            ("substring('kiln-${p}', 2)", "'ln-${p}'"),
            ("substring('kiln-${p}', 2, 9)", "'ln-${p}'"),
            ("substring('kiln-${p}', 9)", P),
            ("first('kiln-${p}')", "'k'"),
            ("first('${p}-kiln')", P),
            ("last('${p}-kiln')", "'n'"),
            ("last('kiln-${p}')", P),
            ("length('kiln-${p}')", P),
            ("trim(' kiln-${p} ')", "'kiln-${p}'"),
            // The parameter may be empty.
            ("trim('${p} kiln')", "'${p}kiln'"),
            ("trim(' ${p} ')", "'${p}'"),
            ("padLeft('kiln-${p}', 5)", "'kiln-${p}'"),
            ("padLeft('kiln-${p}', 6)", P),
        ],
    );
}

/// What is cut off from a value that is not known is the same for the same value.
#[test]
fn the_same_call_gives_the_same_text() {
    let source = "var a = take('kiln-${p}', 9)\nvar b = '${take('kiln-${p}', 9)}-x'\n";
    check(source, &[("a", "'kiln-${p}'"), ("b", "'kiln-${p}-x'")]);
}

//! What hostile calls cost: each ends at once, unknown with a reason.

use std::time::{Duration, Instant};

use crate::{check, value};

/// Each line doubles the text before: 2^20 characters. Lists and objects share what is in them.
fn doubled(start: &str, join: impl Fn(&str) -> String, times: usize) -> String {
    let mut text = format!("var x0 = {start}\n");
    for number in 1..=times {
        let before = format!("x{}", number - 1);
        text += &format!("var x{number} = {}\n", join(&before));
    }
    text
}

#[test]
fn numbers_that_are_too_large() {
    let not = |name: &str| format!("?(what `{name}` gives for it is not known)");
    let started = Instant::now();
    check(
        "",
        &[
            ("padLeft('x', 2000000000)", "?(it is too long)"),
            ("length(padLeft('x', 257))", "257"),
            ("padLeft('x', 258)", &not("padLeft")),
            ("range(0, 1000000)", "?(the list has too many items)"),
            ("range(9223372036854775807, 5)", &not("range")),
            ("take('x', 9223372036854775807)", "'x'"),
            ("skip('x', 9223372036854775807)", "''"),
            ("cidrHost('fd00::/8', 9223372036854775807)", "'fd00::8000:0:0:0'"),
            ("dateTimeAdd('2026-01-31T08:00:00Z', 'P999999Y')", &not("dateTimeAdd")),
        ],
    );
    assert!(started.elapsed() < Duration::from_secs(2));
}

/// Every function of a text, with texts of a million characters in every place.
#[test]
fn texts_that_are_too_long() {
    let long = doubled("'a,'", |before| format!("'${{{before}}}${{{before}}}'"), 19);
    let parts = format!("param p string\n{long}var x = '${{x19}}${{p}}'\n");
    for call in [
        "split(x19, ',')",
        "split(x19, [',', ';', 'b', 'c', 'd', 'e', 'f', 'g', 'h'])",
        "replace(x19, ',', x19)",
        "replace(x19, x19, x19)",
        "replace(x, x19, '')",
        "replace(x, 'a', 'b')",
        "format(x19, x19)",
        "format(replace(x10, 'a', '{0}'), x19)",
        "join([x19, x19], x19)",
        "json(x19)",
        "json('[${replace(x19, 'a', '1')}1]')",
        "base64(x19)",
        "base64ToString(x19)",
        "uriComponent(x19)",
        "uri(x19, x19)",
        "like(x19, replace(x10, ',', '*'))",
        "indexOf(x19, 'b')",
        "lastIndexOf(x19, x18)",
        "startsWith(x, x19)",
        "uniqueString(x19, x19)",
        "take(x, 2000000)",
        "trim(x)",
        "string([x19, x19])",
        "parseCidr(x19)",
        "dateTimeAdd(x19, x19)",
        "resourceId(replace(x10, ',', '/'), x19)",
    ] {
        let started = Instant::now();
        value(&parts, call);
        assert!(started.elapsed() < Duration::from_secs(5), "{call}: {:?}", started.elapsed());
    }
}

/// Lists and objects of which each level holds the one before twice.
#[test]
fn values_that_are_too_large() {
    let lists = doubled("[1]", |before| format!("[{before}, {before}]"), 60);
    let objects = doubled("{ a: 1 }", |before| format!("{{ a: {before}, b: {before} }}"), 60);
    let too_much = |call: &str| format!("?(what `{call}` gives for it is not known)");
    for (declared, call, found) in [
        (&lists, "string(x60)", too_much("string")),
        (&objects, "string(x60)", too_much("string")),
        (&objects, "intersection({ a: x60 }, { a: x60 })", too_much("intersection")),
        (&lists, "lastIndexOf([x60], x60)", too_much("lastIndexOf")),
        (&objects, "length(mapValues(x60, v => string(v)))", "2".into()),
        (&lists, "length(groupBy(x60, v => 'a'))", "1".into()),
    ] {
        let started = Instant::now();
        let result = value(declared, call);
        assert_eq!(result, found, "{call}");
        assert!(started.elapsed() < Duration::from_secs(5), "{call}: {:?}", started.elapsed());
    }
}

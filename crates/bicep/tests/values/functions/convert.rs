//! Functions that turn values of one type into another, and texts and dates into other forms.

use crate::check;

fn not(name: &str) -> String {
    format!("?(what `{name}` gives for it is not known)")
}

const P: &str = "?(parameter `p` has no value)";

#[test]
fn plain_values() {
    check(
        "",
        &[
            ("int('-42')", "-42"),
            ("int('007')", "7"),
            ("int(3)", "3"),
            ("int('')", &not("int")),
            ("int('+4')", &not("int")),
            ("int('4.0')", &not("int")),
            ("int('9223372036854775808')", &not("int")),
            ("int(true)", &not("int")),
            ("int(p)", P),
            ("bool('TRUE')", "true"),
            ("bool('False')", "false"),
            ("bool('yes')", &not("bool")),
            ("bool(0)", "false"),
            ("bool(1)", "true"),
            ("bool(2)", &not("bool")),
            ("bool(true)", "true"),
            ("bool(flag)", "<true | false>"),
            ("string('a')", "'a'"),
            ("string('a${p}')", "'a${p}'"),
            ("string(-7)", "'-7'"),
            ("string(false)", "'False'"),
            ("string(null)", &not("string")),
            ("string(p)", P),
            ("any(p)", P),
            ("any([1])", "[1]"),
            ("array({ a: 1 })", "[{a: 1}]"),
        ],
    );
}

#[test]
fn names() {
    check(
        "var kiln = { door: { 'open-at': 1 } }\nvar open = object\n",
        &[
            ("nameof(kiln)", "'kiln'"),
            ("nameof(kiln.door)", "'door'"),
            ("nameof(kiln.?door)", "'door'"),
            ("nameof(kiln['door'])", "'door'"),
            ("nameof(open.notThere)", "'notThere'"),
            ("nameof(it)", "'it'"),
            ("nameof(it.properties)", "'properties'"),
            ("nameof(kiln[p])", "?(what is named there has no name)"),
            ("nameof(1)", "?(what is named there has no name)"),
        ],
    );
}

#[test]
fn values_as_json() {
    check(
        "",
        &[
            ("string([1, 'a', true])", r#"'[1,"a",true]'"#),
            ("string([])", "'[]'"),
            ("string({})", "'{}'"),
            ("string({ a: [{ b: 1 }], c: 'x y' })", r#"'{"a":[{"b":1}],"c":"x y"}'"#),
            ("string({ a: p, b: 'x-${p}' })", r#"'{"a":…,"b":"x-${p}"}'"#),
            // In which order, or with which escapes, is not documented.
            ("string({ c: 1, a: 2 })", &not("string")),
            ("string({ a: null })", &not("string")),
            ("string(['it\\'s'])", &not("string")),
            ("string(['\"'])", &not("string")),
            ("string(['ä'])", &not("string")),
            ("string([1, ...list])", "?(parameter `list` has no value)"),
            ("string(list)", "?(parameter `list` has no value)"),
        ],
    );
}

#[test]
fn json_as_values() {
    let unreadable = "?(the text is not JSON that is read alike by all)";
    check(
        "var members = json('{\"b\": [1, -2.5, null], \"a\": {\"c\": true}}')\n",
        &[
            ("members", "{b: [1, -2.5, null], a: {c: true}}"),
            ("members.a.c", "true"),
            ("json('7')", "7"),
            ("json(' \"ä\\\\u00e4\" ')", "'ää'"),
            ("json('null')", "null"),
            ("empty(json('null'))", "true"),
            ("json('{\\'a\\': \\'b\\'}')", "{a: 'b'}"),
            ("json('[{\"at\": \"2026-01-31T08:00:00Z\"}]')", "[{at: ?(a date in JSON may be written anew)}]"),
            ("json('[[1]]')", "?(what two brackets at the start become is documented in two ways)"),
            ("json('[ [1]]')", "[[1]]"),
            ("json('')", unreadable),
            ("json('{a: 1}')", unreadable),
            ("json('[1,]')", unreadable),
            ("json('[1] // one')", unreadable),
            ("json('{\"a\": 1, \"a\": 2}')", unreadable),
            ("json('{\\'a\\': \"b\"}')", unreadable),
            ("json('[99999999999999999999]')", "[100000000000000000000]"),
            ("json('[18446744073709551615]')", unreadable),
            ("json('1 2')", unreadable),
            ("json('{\"a\": \"${p}\"}')", P),
            ("json(p)", P),
            ("json(1)", &not("json")),
        ],
    );
}

#[test]
fn encoded_texts() {
    check(
        "",
        &[
            ("base64('kiln 7')", "'a2lsbiA3'"),
            ("base64('kiln')", "'a2lsbg=='"),
            ("base64('')", "''"),
            ("base64('ä')", &not("base64")),
            ("base64('kiln-${p}')", "'a2ls…'"),
            ("base64('ki${p}')", P),
            ("base64(p)", P),
            ("base64ToString('a2lsbiA3')", "'kiln 7'"),
            ("base64ToString('a2lsbg')", &not("base64ToString")),
            ("base64ToString('!')", &not("base64ToString")),
            ("base64ToString('w6Q=')", &not("base64ToString")),
            ("base64ToString('/w==')", &not("base64ToString")),
            ("base64ToString(p)", P),
            ("base64ToString(base64('a\\nb'))", "'a\nb'"),
            ("base64ToJson('eyJhIjoxfQ==')", "{a: 1}"),
            ("base64ToJson('a2lsbg==')", "?(the text is not JSON that is read alike by all)"),
            ("base64ToJson(p)", P),
            ("dataUri('kiln')", "'data:text/plain;charset=utf…8;base64,a2lsbg=='"),
            ("dataUri(5)", &not("dataUri")),
            ("dataUri(p)", P),
            ("dataUriToString('data:;base64,a2lsbg==')", "'kiln'"),
            ("dataUriToString('data:text/plain;charset=utf-8;base64,a2lsbg==')", "'kiln'"),
            ("dataUriToString('data:,kiln')", &not("dataUriToString")),
            ("dataUriToString('kiln')", &not("dataUriToString")),
            ("dataUriToString(p)", P),
        ],
    );
}

#[test]
fn dates() {
    check(
        "",
        &[
            ("dateTimeToEpoch('2024-02-29T23:59:59Z')", "1709251199"),
            ("dateTimeToEpoch('2026-03-01 07:08:09Z')", "1772348889"),
            ("dateTimeToEpoch('1970-01-01T00:00:00Z')", "0"),
            ("dateTimeToEpoch('2023-02-29T00:00:00Z')", &not("dateTimeToEpoch")),
            ("dateTimeToEpoch('2026-13-01T00:00:00Z')", &not("dateTimeToEpoch")),
            ("dateTimeToEpoch('2026-01-01T24:00:00Z')", &not("dateTimeToEpoch")),
            ("dateTimeToEpoch('2026-01-01T00:00:00')", &not("dateTimeToEpoch")),
            ("dateTimeToEpoch('1969-12-31T23:59:59Z')", &not("dateTimeToEpoch")),
            ("dateTimeToEpoch('ä26-01-01T00:00:00Z')", &not("dateTimeToEpoch")),
            ("dateTimeToEpoch(p)", P),
            ("dateTimeFromEpoch(1709251199)", "'2024-02-29T23:59:59Z'"),
            ("dateTimeFromEpoch(4107542400)", "'2100-03-01T00:00:00Z'"),
            ("dateTimeFromEpoch(-1)", &not("dateTimeFromEpoch")),
            ("dateTimeFromEpoch(253402300800)", &not("dateTimeFromEpoch")),
            ("dateTimeFromEpoch(n)", "?(parameter `n` has no value)"),
        ],
    );
}

#[test]
fn dates_and_durations() {
    check(
        "var at = '2026-01-31T08:00:00Z'\nvar blank = '2026-01-31 08:00:00Z'\n",
        &[
            ("dateTimeAdd(at, 'P1DT2H3M4S')", "'2026-02-01T10:03:04Z'"),
            ("dateTimeAdd(at, '-P31D')", "'2025-12-31T08:00:00Z'"),
            ("dateTimeAdd(at, '-PT8H1S')", "'2026-01-30T23:59:59Z'"),
            ("dateTimeAdd(at, 'P1Y')", "'2027-01-31T08:00:00Z'"),
            ("dateTimeAdd(at, 'PT36H', 'yyyy-MM-dd')", "'2026-02-01'"),
            ("dateTimeAdd(at, 'PT1M', 'u')", "'2026-01-31 08:01:00Z'"),
            ("dateTimeAdd(at, 'PT1M', 'yyyyMMddTHHmmssZ')", "'20260131T080100Z'"),
            ("dateTimeAdd(blank, 'PT1M', 'HH:mm')", "'08:01'"),
            // Over a leap day two things are said of a year, and of months always.
            ("dateTimeAdd(at, 'P3Y')", &not("dateTimeAdd")),
            ("dateTimeAdd(at, 'P1M')", &not("dateTimeAdd")),
            ("dateTimeAdd(at, 'P1W')", &not("dateTimeAdd")),
            ("dateTimeAdd(at, 'P')", &not("dateTimeAdd")),
            ("dateTimeAdd(at, 'PT')", &not("dateTimeAdd")),
            ("dateTimeAdd(at, '1D')", &not("dateTimeAdd")),
            ("dateTimeAdd(at, 'P1000000D')", &not("dateTimeAdd")),
            ("dateTimeAdd(at, '-P999999D')", &not("dateTimeAdd")),
            ("dateTimeAdd(at, 'P1D', 'd')", &not("dateTimeAdd")),
            ("dateTimeAdd(at, 'P1D', 'MMM')", &not("dateTimeAdd")),
            ("dateTimeAdd(at, 'P1D', 'yy')", &not("dateTimeAdd")),
            ("dateTimeAdd(blank, 'P1D')", &not("dateTimeAdd")),
            ("dateTimeAdd(p, 'P1D')", P),
            ("dateTimeAdd(at, p)", P),
        ],
    );
}

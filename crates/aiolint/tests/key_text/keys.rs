//! Private keys in Secrets, in every way that YAML can write them.

use crate::assert::{BODY, HEAD, assert_hidden, base64, indented, legacy, pkcs8};

const FOUND: &str = "the private key in `client_key.pem` is protected by a password";

fn both() -> [(&'static str, String); 2] {
    [("PKCS#8", pkcs8()), ("legacy", legacy())]
}

/// A Secret with this after the key's name.
fn secret(member: &str, value: &str) -> String {
    format!("{HEAD}{member}:\n  client_cert.pem: none\n  client_key.pem: {value}\n")
}

/// In double quotes, on one line.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\n', "\\n"))
}

#[test]
fn in_string_data() {
    for (name, key) in both() {
        for (style, value) in [
            ("literal", format!("|\n{}", indented(&key, 4))),
            ("literal, deeper", format!("|2-\n{}", indented(&key, 6))),
            ("folded, an empty line for each break", format!(">\n{}", indented(&key.replace('\n', "\n\n"), 4))),
            ("quoted", quoted(&key)),
            ("quoted over lines", format!("\"{}\"", key.replace('\n', "\\n\\\n    "))),
            ("single-quoted over lines", format!("'{}'", key.trim().replace('\n', "\n\n    "))),
            ("tagged", format!("!!str {}", quoted(&key))),
            ("anchored", format!("&key {}", quoted(&key))),
        ] {
            assert_hidden(&format!("{name}, {style}"), &secret("stringData", &value), &BODY, FOUND);
        }
    }
}

#[test]
fn in_data() {
    for (name, key) in both() {
        let encoded = base64(&key);
        let lines: Vec<_> = encoded.as_bytes().chunks(76).map(|line| String::from_utf8_lossy(line)).collect();
        for (style, value) in [
            ("plain", encoded.clone()),
            ("plain over lines", lines.join("\n    ")),
            ("quoted", format!("\"{encoded}\"")),
            ("quoted over lines", format!("\"{}\"", lines.join("\\\n    "))),
            ("literal", format!("|\n    {}", lines.join("\n    "))),
            ("folded", format!(">-\n    {}", lines.join("\n    "))),
            ("with escapes", format!("\"{}\"", lines.join("\\n"))),
            ("binary", format!("!!binary |\n    {}", lines.join("\n    "))),
        ] {
            let text = secret("data", &value);
            assert_hidden(&format!("{name}, {style}"), &text, &[&BODY[..], &[&encoded]].concat(), FOUND);
        }
    }
}

#[test]
fn in_flow_style() {
    let key = quoted(&pkcs8());
    let members = format!("{{client_cert.pem: none, client_key.pem: {key}}}");
    let json = format!("{{\"client_cert.pem\":\"none\",\"client_key.pem\":{key}}}");
    for text in [
        format!("{HEAD}stringData: {members}\n"),
        format!("{{apiVersion: v1, kind: Secret, metadata: {{name: client}}, stringData: {members}}}\n"),
        format!(
            "{{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{{\"name\":\"client\"}},\"stringData\":{json}}}\n"
        ),
        format!(
            "{{\n  \"apiVersion\": \"v1\",\n  \"kind\": \"Secret\",\n  \"metadata\": {{\"name\": \"client\"}},\n  \
             \"stringData\": {{\n    \"client_cert.pem\": \"none\",\n    \"client_key.pem\": {key}\n  }}\n}}\n"
        ),
    ] {
        assert_hidden("flow", &text, &BODY, FOUND);
    }
}

#[test]
fn through_anchors_and_aliases() {
    let key = indented(&pkcs8(), 4);
    for text in [
        format!("{HEAD}  annotations:\n    copy: &key {}\nstringData:\n  client_key.pem: *key\n", quoted(&pkcs8())),
        format!("x-key: &key |\n{key}{HEAD}stringData:\n  client_key.pem: *key\n"),
        format!("x-data: &data\n  client_key.pem: |\n{key}{HEAD}stringData: *data\n"),
        format!("x-data: &data\n  client_key.pem: |\n{key}{HEAD}stringData:\n  <<: *data\n  a: b\n"),
        format!("x-data: &data\n  stringData:\n    client_key.pem: |\n{}{HEAD}<<: *data\n", indented(&pkcs8(), 6)),
        format!("{HEAD}stringData:\n  client_key.pem: &key |\n{key}  copy: *key\nx-copy: *key\n"),
    ] {
        assert_hidden("aliases", &text, &BODY, FOUND);
    }
}

#[test]
fn in_documents_that_cannot_be_parsed() {
    let key = pkcs8();
    let (here, deeper) = (key.trim_end().to_owned(), indented(&key, 4));
    for (name, text) in [
        ("an open bracket after it", format!("{HEAD}stringData:\n  client_key.pem: |\n{deeper}more: [\n")),
        ("a tab before it", format!("{HEAD}stringData:\n\tclient_key.pem: |\n{deeper}")),
        ("not indented", format!("{HEAD}stringData:\n  client_key.pem: |\n{here}\n")),
        ("without the block sign", format!("{HEAD}stringData:\n  client_key.pem:\n{deeper}    a: b\n")),
        (
            "an open quotation mark",
            format!("{HEAD}stringData:\n  client_key.pem: {}", quoted(&key).trim_end_matches('"')),
        ),
        (
            "broken JSON",
            format!(
                "{{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"stringData\":{{\"client_key.pem\":{} \"a\":1}}}}\n",
                quoted(&key)
            ),
        ),
        ("encoded", format!("{HEAD}data:\n  client_key.pem: {}\n  more: [\n", base64(&key))),
        ("encoded, not indented", format!("{HEAD}data:\n  a: >-\n{}\nmore: ]\n", base64(&key))),
    ] {
        assert_hidden(name, &text, &[&BODY[..], &[&base64(&key)]].concat(), "AIO001");
    }
    let alias = format!("{HEAD}stringData:\n  client_key.pem: |\n{deeper}  more: *nothing\n");
    assert_hidden("an alias to nothing", &alias, &[&BODY[..], &[&base64(&key)]].concat(), "AIO017");
}

#[test]
fn of_keys_that_are_written_twice() {
    let key = indented(&pkcs8(), 4);
    let member = format!("  client_key.pem: |\n{key}");
    let flow = format!("{{client_key.pem: {}}}", quoted(&pkcs8()));
    for (name, text) in [
        ("the key", format!("{HEAD}stringData:\n{member}{member}")),
        ("on one line", format!("{HEAD}stringData: {{a: {0}, a: {0}}}\n", quoted(&pkcs8()))),
        ("its mapping", format!("{HEAD}stringData:\n{member}stringData:\n{member}")),
        ("its mapping, in flow style", format!("{HEAD}stringData: {flow}\nstringData: {flow}\n")),
    ] {
        assert_hidden(name, &text, &BODY, "AIO003");
    }
}

#[test]
fn of_a_secret_that_says_twice_what_it_is() {
    let data = format!("stringData: {{client_key.pem: {}}}\n", quoted(&pkcs8()));
    for line in ["kind: Secret\n", "apiVersion: v1\n", "kind: ConfigMap\n"] {
        assert_hidden(line, &format!("{line}{HEAD}{data}"), &BODY, "");
    }
    let unversioned = HEAD.replace("apiVersion: v1\n", "");
    assert_hidden("no version", &format!("{unversioned}{data}{data}# apiVersion\n"), &BODY, "");
}

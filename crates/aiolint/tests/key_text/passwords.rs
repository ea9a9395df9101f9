//! Passwords: what is secret because of where it stands, not of how it looks.

use crate::assert::{HEAD, PASSWORD, USER, assert_hidden, base64};

/// The rule of the tests that tells secrets; it is no part of the plain check.
const COUNTED: &str = "resources of 2 files";

#[test]
fn as_values_of_a_secret() {
    let encoded = base64(PASSWORD);
    for (name, text) in [
        ("stringData", format!("{HEAD}type: Opaque\nstringData:\n  password: {PASSWORD}\n")),
        ("data", format!("{HEAD}type: Opaque\ndata:\n  password: {encoded}\n")),
        ("with a comment", format!("{HEAD}stringData:\n  password: {PASSWORD} # before: {PASSWORD}\n  # {PASSWORD}\n")),
        ("quoted", format!("{HEAD}stringData:\n  password: '{PASSWORD}'\n  other: \"{PASSWORD}\"\n")),
        ("a block", format!("{HEAD}stringData:\n  password: |\n    {PASSWORD}\n")),
        ("in a file", format!("{HEAD}stringData:\n  config.yaml: |\n    name: {PASSWORD}\n    kind: {PASSWORD}\n")),
        ("flow", format!("{HEAD}stringData: {{password: {PASSWORD}, \"other\":\"{PASSWORD}\"}}\n")),
        (
            "with a placeholder",
            format!("{HEAD}stringData:\n  password: {PASSWORD}${{MORE}}\n  data: ${{{PASSWORD}}}\n"),
        ),
        ("in a mapping", format!("{HEAD}stringData:\n  nested:\n    password: {PASSWORD}\n  list: [{PASSWORD}]\n")),
        ("not in a mapping", format!("{HEAD}data: {encoded}\nstringData: {PASSWORD}\n")),
        ("of another version", HEAD.replace("v1", "v2") + &format!("stringData:\n  password: {PASSWORD}\n")),
        ("under a long name", format!("{HEAD}stringData:\n  {}: {PASSWORD}\n", "a".repeat(253))),
        ("with CRLF", format!("{HEAD}stringData:\n  password: {PASSWORD}\n").replace('\n', "\r\n")),
        ("with CR", format!("{HEAD}stringData:\n  password: {PASSWORD}\n").replace('\n', "\r")),
        ("after a byte order mark", format!("\u{feff}{HEAD}stringData:\n  password: {PASSWORD}\n")),
    ] {
        assert_hidden(name, &text, &[PASSWORD, &encoded], COUNTED);
    }
}

#[test]
fn that_mean_something_in_yaml() {
    for sign in ["*", "!", "!!", "&", "<", "${", "#{", "%", "@", "`", "|", ">", "- ", "? ", "{{ ", "[", "{"] {
        let end = match sign {
            "<" => ">",
            "${" => "}",
            "#{" => "}#",
            "{{ " => " }}",
            _ => "",
        };
        let text = format!("{HEAD}stringData:\n  password: {sign}{PASSWORD}{end}\n  other: {sign}{PASSWORD}{end}\n");
        assert_hidden(sign, &text, &[PASSWORD], "2 files");
    }
}

#[test]
fn that_are_numbers() {
    let number = "8901234567890123";
    let text = format!("{HEAD}stringData:\n  password: {number}\n  other: {number}.5\n");
    assert_hidden("number", &text, &[number], COUNTED);
}

#[test]
fn of_keys_that_are_written_twice() {
    let line = format!("  password: {PASSWORD}\n");
    for (name, text) in [
        ("the key", format!("{HEAD}stringData:\n{line}{line}")),
        ("on one line", format!("{HEAD}stringData: {{password: {PASSWORD}, password: {PASSWORD}}}\n")),
        ("the mapping", format!("{HEAD}stringData: {{password: {PASSWORD}}}\nstringData: {{password: {PASSWORD}}}\n")),
        ("the password", format!("{HEAD}stringData:\n  {PASSWORD}-a: &a {PASSWORD}\n  b: 1\n  b: {PASSWORD}\n")),
    ] {
        let text = text.replace(&format!("{PASSWORD}-a:"), "a:");
        assert_hidden(name, &text, &[PASSWORD], "AIO003");
    }
}

#[test]
fn in_documents_that_cannot_be_parsed() {
    let encoded = base64(PASSWORD);
    for (name, rest) in [
        ("a bracket", format!("stringData:\n  password: [{PASSWORD}\n")),
        ("a tab", format!("stringData:\n\tpassword: {PASSWORD}\n")),
        ("a colon", format!("stringData:\n  password: a: {PASSWORD}\n")),
        ("an end of a key", format!("stringData:\n  password: |\n    a\n{PASSWORD}:\n  - [\n")),
        ("words of Kubernetes", format!("stringData:\n  password: \"\nkind: {PASSWORD}\napiVersion{PASSWORD}\n")),
        (
            "JSON",
            format!("stringData: {{\"a\":\"{PASSWORD}\", \"b\": \"{PASSWORD}\",\n\"c\":\"{PASSWORD}\", \"d\": [}}\n"),
        ),
        ("data", format!("data:\n  password: {encoded}\n  {encoded}\n other: ]\n")),
        ("a quotation mark", format!("stringData:\n  password: \"{PASSWORD}\" {PASSWORD}\n")),
    ] {
        assert_hidden(name, &format!("{HEAD}{rest}"), &[PASSWORD, &encoded], "AIO001");
    }
}

#[test]
fn in_templates() {
    let secret = format!("{HEAD}stringData:\n  {{{{- if .Values.a }}}}\n  password: {PASSWORD}\n  {{{{- end }}}}\n");
    assert_hidden("readable", &secret, &[PASSWORD], COUNTED);
    let unreadable = format!("{secret}  {{{{ .b }}}}: {{{{ .c }}}}: {PASSWORD}\n---\n{USER}");
    assert_hidden("unreadable", &unreadable, &[PASSWORD], "1 note");
}

//! What is told of documents while they change.

use serde_json::{Value, json};

use crate::client::Client;
use crate::document::{Document, Units};
use crate::texts::{BICEP, ENDPOINTS, FLOW};

fn text(client: &mut Client, path: &str) -> Value {
    let uri = client.uri(path);
    client.request("aiolint/viewFileText", json!({ "textDocument": { "uri": uri } })).unwrap()
}

#[test]
fn diagnostics_say_what_is_wrong_where_and_why() {
    let mut client = Client::start(&[("endpoints.yaml", ENDPOINTS)], Units::Utf16);
    client.open("endpoints.yaml");
    client.settle();
    assert_eq!(client.found("endpoints.yaml"), ["AIO201 'mqtt.example.com'"]);
    let told = client.diagnostics["endpoints.yaml"]["diagnostics"][0].clone();
    assert_eq!(told["severity"], 1);
    assert!(told["message"].as_str().unwrap().contains("\nhelp: "), "{told}");
    assert!(told["codeDescription"]["href"].as_str().unwrap().starts_with("https://"), "{told}");
    client.end();
}

#[test]
fn an_edit_of_an_endpoint_is_felt_in_other_files_of_both_languages() {
    let files = [("endpoints.yaml", ENDPOINTS), ("flow.yaml", FLOW), ("cloud/main.bicep", BICEP)];
    let mut client = Client::start(&files, Units::Utf16);
    assert_eq!(client.found("flow.yaml"), [""; 0]);
    client.open("endpoints.yaml");
    client.replace("endpoints.yaml", "name: line-broker", "name: other-broker");
    client.settle();
    assert_eq!(client.found("flow.yaml"), ["AIO031 line-broker"]);
    assert_eq!(client.found("cloud/main.bicep"), ["AIO031 'line-broker'"]);
    client.replace("endpoints.yaml", "name: other-broker", "name: line-broker");
    client.settle();
    assert_eq!(client.found("flow.yaml"), [""; 0]);
    assert_eq!(client.found("cloud/main.bicep"), [""; 0]);
    client.end();
}

#[test]
fn positions_are_right_in_every_encoding_with_emoji_and_every_line_break() {
    for units in [Units::Utf8, Units::Utf16, Units::Utf32] {
        for line_break in ["\n", "\r\n"] {
            let emoji = ENDPOINTS.replace("host: 'mqtt", "\"😀é\": 1, host: 'mqtt").replace('\n', line_break);
            let mut client = Client::start(&[("a.yaml", &emoji)], units);
            client.open("a.yaml");
            client.settle();
            let found = client.found("a.yaml");
            assert!(found.contains(&"AIO201 'mqtt.example.com'".to_owned()), "{units:?} {found:?}");
            client.replace("a.yaml", "# 😀", "# 😀😀 é");
            client.replace("a.yaml", "example.com", "example.com:8883");
            client.settle();
            let found = client.found("a.yaml");
            assert!(!found.iter().any(|it| it.starts_with("AIO201")), "{units:?} {found:?}");
            let expected = client.documents["a.yaml"].text.clone();
            assert_eq!(text(&mut client, "a.yaml")["text"], expected);
            client.end();
        }
    }
}

#[test]
fn a_byte_order_mark_moves_nothing() {
    for units in [Units::Utf8, Units::Utf16] {
        let text = format!("\u{feff}{}", "kind: DataflowEndpoint\n  apiVersion: x\nmetadata: {name: a}\n");
        let mut client = Client::start(&[], units);
        client.open_with("a.yaml", &text);
        client.settle();
        // The file is broken in its first two lines.
        let found = client.found("a.yaml");
        let mut plain = Client::start(&[], units);
        plain.open_with("a.yaml", &text[3..]);
        plain.settle();
        assert_eq!(found, plain.found("a.yaml"));
        plain.end();
        client.end();
    }
}

#[test]
fn a_document_counts_as_long_as_it_is_open_and_then_the_disk() {
    let mut client = Client::start(&[("a.yaml", ENDPOINTS)], Units::Utf16);
    client.open("a.yaml");
    client.replace("a.yaml", "mqtt.example.com", "mqtt.example.com:8883");
    client.settle();
    assert_eq!(client.found("a.yaml"), [""; 0]);
    // What is written while the document is open does not count.
    let disk = ENDPOINTS.replace("aio-broker:18883", "aio-broker");
    client.write("a.yaml", &disk);
    client.settle();
    assert_eq!(client.found("a.yaml"), [""; 0]);
    client.close("a.yaml");
    client.settle();
    assert_eq!(client.found("a.yaml"), ["AIO201 aio-broker", "AIO201 'mqtt.example.com'"]);
    client.end();
}

#[test]
fn ranges_outside_of_the_document_are_clamped() {
    let mut client = Client::start(&[], Units::Utf16);
    client.open_with("a.yaml", "a: 1\nb: é\n");
    let uri = client.uri("a.yaml");
    let change = |(line, character): (u64, u64), (end_line, end_character): (u64, u64), text: &str| {
        let range = json!({ "start": { "line": line, "character": character }, "end": { "line": end_line, "character": end_character } });
        json!({ "range": range, "text": text })
    };
    let changes = json!([
        change((0, 4), (0, 99), "2"),
        change((9, 9), (1000, 0), "c: 3"),
        change((1, 4), (0, 0), "!"),
        change((u64::from(u32::MAX), 0), (u64::from(u32::MAX), u64::from(u32::MAX)), "\n"),
    ]);
    client.documents.get_mut("a.yaml").unwrap().version = 2;
    client.documents.get_mut("a.yaml").unwrap().text = "a: 12\nb: é!\nc: 3\n".into();
    let document = json!({ "uri": uri, "version": 2 });
    client.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    assert_eq!(text(&mut client, "a.yaml"), json!({ "text": "a: 12\nb: é!\nc: 3\n", "version": 2 }));
    client.end();
}

#[test]
fn documents_of_any_text_and_size_are_taken() {
    let mut client = Client::start(&[("b.yaml", FLOW)], Units::Utf16);
    let large = format!(
        "apiVersion: connectivity.iotoperations.azure.com/v1\nkind: Dataflow\nspec: '{}'\n",
        "x".repeat(17 << 20)
    );
    for (path, text) in [
        ("nul.yaml", "apiVersion: v1\nkind: Secret\0\n"),
        ("odd.bicep", "\u{202e}\u{0}resource '${'"),
        ("empty.bicep", ""),
        ("large.yaml", &large),
    ] {
        client.open_with(path, text);
        client.settle();
        if path != "large.yaml" {
            client.edit(path, (0, 0), (0, 0), "# 😀\n");
            client.settle();
        }
    }
    assert!(client.found("large.yaml").iter().any(|it| it.starts_with("AIO002")), "{:?}", client.found("large.yaml"));
    for path in ["nul.yaml", "odd.bicep", "empty.bicep", "large.yaml"] {
        client.close(path);
    }
    client.settle();
    assert_eq!(client.found("large.yaml"), [""; 0]);
    client.end();
}

#[test]
fn what_is_no_file_is_not_checked() {
    let mut client = Client::start(&[], Units::Utf16);
    for uri in ["untitled:Untitled-1", "git:/a/b.yaml?ref", "file://server/share/a.yaml", "file:///%FF.yaml"] {
        let item = json!({ "uri": uri, "languageId": "yaml", "version": 1, "text": ENDPOINTS });
        client.notify("textDocument/didOpen", json!({ "textDocument": item }));
        let change = json!({ "textDocument": { "uri": uri, "version": 2 }, "contentChanges": [{ "text": "" }] });
        client.notify("textDocument/didChange", change);
        client.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
        client.settle();
        assert!(client.take("window/logMessage")["params"]["message"].as_str().unwrap().contains("is no file"));
    }
    // A path of Windows is only odd here.
    let item = json!({ "uri": "file:///c%3A/Users/a.yaml", "languageId": "yaml", "version": 1, "text": "a: 1" });
    client.notify("textDocument/didOpen", json!({ "textDocument": item }));
    client.documents.insert("/c:/Users/a.yaml".into(), Document { version: 1, text: "a: 1".into() });
    client.settle();
    assert_eq!(client.diagnostics["/c:/Users/a.yaml"]["diagnostics"], json!([]));
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": "file:///c%3A/Users/a.yaml" } }));
    client.documents.clear();
    client.end();
}

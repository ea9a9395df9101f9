//! How a session begins and ends, and what becomes of messages that are none.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::client::{Client, capabilities};
use crate::document::Units;
use crate::texts::{ENDPOINTS, FLOW};
use crate::wire::framed;

fn code(answer: Result<Value, Value>) -> i64 {
    answer.unwrap_err()["code"].as_i64().unwrap()
}

#[test]
fn requests_before_initialize_are_refused_and_exit_is_no_clean_end_then() {
    let mut client = Client::spawn(&[], Units::Utf16);
    let about = json!({ "textDocument": { "uri": "file:///a.yaml" }, "position": { "line": 0, "character": 0 } });
    assert_eq!(code(client.request("textDocument/hover", about)), -32002);
    assert_eq!(code(client.request("shutdown", Value::Null)), -32002);
    client.notify("textDocument/didOpen", json!({}));
    client.notify("exit", Value::Null);
    assert_eq!(client.wait(), (Some(1), String::new()));
}

#[test]
fn after_shutdown_nothing_is_answered_but_with_an_error() {
    let mut client = Client::start(&[], Units::Utf16);
    assert_eq!(client.request("shutdown", Value::Null), Ok(Value::Null));
    assert_eq!(code(client.request("shutdown", Value::Null)), -32600);
    assert_eq!(code(client.request("aiolint/status", json!({}))), -32600);
    client.notify("exit", Value::Null);
    assert_eq!(client.wait(), (Some(0), String::new()));
}

#[test]
fn the_session_ends_when_the_client_hangs_up() {
    let mut client = Client::start(&[("a.yaml", ENDPOINTS)], Units::Utf16);
    client.hang_up();
    assert_eq!(client.wait(), (Some(1), String::new()));
}

#[test]
#[cfg(target_os = "linux")]
fn the_session_ends_when_the_process_of_the_client_is_gone() {
    let mut other = std::process::Command::new("sleep").arg("60").spawn().unwrap();
    let mut client = Client::spawn(&[], Units::Utf16);
    let params = json!({ "processId": other.id(), "rootUri": null, "capabilities": {} });
    client.request("initialize", params).unwrap();
    client.notify("initialized", json!({}));
    other.kill().unwrap();
    other.wait().unwrap();
    let begin = Instant::now();
    assert_eq!(client.wait(), (Some(1), String::new()));
    assert!(begin.elapsed() < Duration::from_secs(30));
}

#[test]
fn what_is_no_message_is_answered_and_passed_over() {
    let mut client = Client::start(&[], Units::Utf8);
    client.send_bytes(b"Content-Length: 2\r\n\r\n{]");
    client.send_bytes(b"Content-Length: 2\r\n\r\n[]");
    let id = client.new_id();
    client.send_bytes(&framed(&json!({ "id": id, "method": 5 })));
    assert_eq!(code(client.answer(id)), -32600);
    let codes = [client.unread.pop_front().unwrap(), client.unread.pop_front().unwrap()];
    assert_eq!(
        codes.map(|it| (it["id"].clone(), it["error"]["code"].clone())),
        [(Value::Null, json!(-32700)), (Value::Null, json!(-32600)),]
    );
    client.end();
}

#[test]
fn methods_that_are_not_known_and_wrong_parameters_have_their_errors() {
    let mut client = Client::start(&[("a.yaml", ENDPOINTS)], Units::Utf8);
    assert_eq!(code(client.request("textDocument/formatting", json!({}))), -32601);
    assert_eq!(code(client.request("initialize", json!({ "capabilities": {} }))), -32600);
    assert_eq!(code(client.request("aiolint/viewFileText", json!({ "uri": 5 }))), -32602);
    client.notify("$/something", json!({}));
    client.notify("textDocument/didChange", json!({ "textDocument": 5 }));
    client.settle();
    assert!(client.take("window/logMessage")["params"]["message"].as_str().unwrap().contains("didChange is ignored"));
    client.end();
}

#[test]
fn a_cancelled_request_has_one_answer() {
    let mut client = Client::start(&[("a.yaml", ENDPOINTS), ("b.yaml", FLOW)], Units::Utf16);
    client.open("a.yaml");
    let mut cancelled = 0;
    for turn in 0..100 {
        // An analysis keeps the server busy until the cancellation is there.
        client.replace("a.yaml", "name: partner", "name: other");
        client.replace("a.yaml", "name: other", "name: partner");
        let (id, uri) = (client.new_id(), client.uri("b.yaml"));
        let mut both = framed(
            &json!({ "id": id, "method": "aiolint/viewFileText", "params": { "textDocument": { "uri": uri } } }),
        );
        both.extend(framed(&json!({ "method": "$/cancelRequest", "params": { "id": id } })));
        client.send_bytes(&both);
        match client.answer(id) {
            Err(error) => {
                assert_eq!(error["code"], -32800, "{error}");
                cancelled += 1;
            }
            Ok(text) => assert_eq!(text, Value::Null, "turn {turn}"),
        }
    }
    assert!(cancelled > 0, "no cancellation came in time");
    client.notify("$/cancelRequest", json!({ "id": 1_000_000 }));
    client.end();
}

#[test]
fn a_request_about_a_text_that_has_changed_is_outdated() {
    let mut client = Client::start(&[("a.yaml", ENDPOINTS)], Units::Utf16);
    client.open("a.yaml");
    let mut outdated = 0;
    for _ in 0..100 {
        client.replace("a.yaml", "name: partner", "name: other");
        let uri = client.uri("a.yaml");
        let id = client.ask("aiolint/viewFileText", json!({ "textDocument": { "uri": uri } }));
        client.replace("a.yaml", "name: other", "name: partner");
        match client.answer(id) {
            Err(error) => {
                assert_eq!(error["code"], -32801, "{error}");
                outdated += 1;
            }
            Ok(text) => assert!(text["text"].is_string()),
        }
    }
    assert!(outdated > 0, "no change came in time");
    client.end();
}

#[test]
fn clients_choose_what_columns_count() {
    for (wanted, chosen) in
        [(json!(["utf-7", "utf-8", "utf-16"]), "utf-8"), (json!([]), "utf-16"), (Value::Null, "utf-16")]
    {
        let mut client = Client::spawn(&[], Units::Utf16);
        let mut capabilities = capabilities(Units::Utf16);
        capabilities["general"]["positionEncodings"] = wanted;
        let params = json!({ "processId": null, "rootUri": null, "capabilities": capabilities });
        let result = client.request("initialize", params).unwrap();
        assert_eq!(result["capabilities"]["positionEncoding"], chosen);
        client.end();
    }
}

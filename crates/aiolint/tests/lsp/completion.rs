//! What can be written at a place.

use serde_json::{Value, json};

use crate::client::Client;
use crate::document::Units;
use crate::texts::{BICEP, ENDPOINTS, FLOW};

/// The items at `|` of a document that gets this text, with the document as each of them makes it.
pub fn items(client: &mut Client, path: &str, text: &str) -> Vec<(Value, String)> {
    let at = text.find('|').unwrap();
    client.rewrite(path, &text.replacen('|', "", 1));
    let (line, character) = client.documents[path].place(at, client.units);
    let document = json!({ "uri": client.uri(path) });
    let params = json!({ "textDocument": document, "position": { "line": line, "character": character } });
    let answer = client.request("textDocument/completion", params).unwrap();
    let made = |item: &Value| {
        let (start, end) = client.check_range(path, &item["textEdit"]["range"]);
        let mut text = client.documents[path].text.clone();
        text.replace_range(start..end, item["textEdit"]["newText"].as_str().unwrap());
        (item.clone(), text)
    };
    answer.as_array().into_iter().flatten().map(made).collect()
}

pub fn labels(items: &[(Value, String)]) -> Vec<&str> {
    items.iter().map(|(item, _)| item["label"].as_str().unwrap()).collect()
}

pub fn item<'i>(items: &'i [(Value, String)], label: &str) -> &'i (Value, String) {
    items
        .iter()
        .find(|(item, _)| item["label"] == label)
        .unwrap_or_else(|| panic!("no {label} among {:?}", labels(items)))
}

fn start() -> Client {
    let mut client =
        Client::start(&[("endpoints.yaml", ENDPOINTS), ("flow.yaml", FLOW), ("main.bicep", BICEP)], Units::Utf16);
    client.open("flow.yaml");
    client.open("main.bicep");
    client
}

#[test]
fn references_are_completed_with_the_resources_that_they_may_lead_to() {
    let mut client = start();
    for text in [
        FLOW.replace("endpointRef: partner", "endpointRef: |"),
        FLOW.replace("endpointRef: partner", "endpointRef: par|tner"),
        FLOW.replace("endpointRef: partner", "endpointRef: 'x|'"),
    ] {
        let found = items(&mut client, "flow.yaml", &text);
        assert_eq!(labels(&found), ["line-broker", "partner", "cloud-westeurope", "default"], "{text}");
        let (partner, made) = item(&found, "partner");
        assert_eq!(partner["detail"], "data flow endpoint, endpoints.yaml:15");
        assert_eq!(made.replace('\'', ""), FLOW);
    }
    let text = FLOW.replace("profileRef: default", "profileRef: d|");
    assert_eq!(labels(&items(&mut client, "flow.yaml", &text)), ["default"]);
    for (written, expected) in [
        ("endpointRef: |", BICEP),
        ("endpointRef: '|'", BICEP),
        ("endpointRef: 'lin|e'", BICEP),
        ("endpointRef: 'lin|", BICEP),
    ] {
        let text = BICEP.replace("endpointRef: 'line-broker'", written);
        let found = items(&mut client, "main.bicep", &text);
        assert_eq!(item(&found, "line-broker").1, expected, "{written}");
    }
    client.end();
}

#[test]
fn a_name_has_the_quotes_that_it_needs() {
    let mut client = start();
    client.write("number.yaml", &ENDPOINTS.replace("name: partner", "name: '123'"));
    for (written, expected) in [
        ("endpointRef: |", "endpointRef: '123'"),
        ("endpointRef: \"|", "endpointRef: \"123\""),
        ("endpointRef: '|", "endpointRef: '123'"),
        ("endpointRef: \"1|\"", "endpointRef: \"123\""),
    ] {
        let found = items(&mut client, "flow.yaml", &FLOW.replace("endpointRef: partner", written));
        assert_eq!(item(&found, "123").1, FLOW.replace("endpointRef: partner", expected), "{written}");
    }
    client.end();
}

#[test]
fn values_of_enumerations_are_completed() {
    let mut client = start();
    let text = FLOW.replace("operationType: Source", "operationType: |");
    let found = items(&mut client, "flow.yaml", &text);
    assert!(labels(&found).contains(&"BuiltInTransformation"), "{:?}", labels(&found));
    assert_eq!(item(&found, "Source").1, FLOW);
    let text = BICEP.replace("endpointType: 'Mqtt'", "endpointType: Mq|");
    assert_eq!(item(&items(&mut client, "main.bicep", &text), "Mqtt").1, BICEP);
    client.end();
}

#[test]
fn properties_are_completed_where_they_are_not_yet_and_documented_on_demand() {
    let mut client = start();
    for text in [
        FLOW.replace("        dataSources: [telemetry]\n", "        |\n"),
        FLOW.replace("        dataSources: [telemetry]\n", "        dataS|\n"),
        FLOW.replace("        dataSources: [telemetry]\n", "        dataS|: [telemetry]\n"),
    ] {
        let found = items(&mut client, "flow.yaml", &text);
        let (sources, made) = item(&found, "dataSources");
        assert!(!labels(&found).contains(&"endpointRef"), "{:?}", labels(&found));
        assert!(made.contains("        dataSources: "), "{made}");
        let resolved = client.request("completionItem/resolve", sources.clone()).unwrap();
        assert_eq!(resolved["label"], "dataSources");
        assert!(
            resolved["documentation"]["value"].as_str().unwrap().starts_with("**dataSources**: a list"),
            "{resolved}"
        );
    }
    let text = BICEP.replace("      host: host\n", "      |\n");
    let found = items(&mut client, "main.bicep", &text);
    assert!(labels(&found).contains(&"host") && !labels(&found).contains(&"authentication"), "{:?}", labels(&found));
    client.end();
}

#[test]
fn nothing_is_completed_where_nothing_is_known_or_nobody_asked() {
    let mut client = start();
    for text in ["# |\n", "|", "a: |\n", "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: | }\n"] {
        assert_eq!(items(&mut client, "flow.yaml", text), [], "{text}");
    }
    // A space that was typed opens no list of properties.
    client.rewrite("flow.yaml", &FLOW.replace("        dataSources: [telemetry]\n", "        \n"));
    let uri = client.uri("flow.yaml");
    let params = json!({
        "textDocument": { "uri": uri },
        "position": { "line": 10, "character": 8 },
        "context": { "triggerKind": 2, "triggerCharacter": " " },
    });
    assert_eq!(client.request("textDocument/completion", params), Ok(Value::Null));
    client.end();
}

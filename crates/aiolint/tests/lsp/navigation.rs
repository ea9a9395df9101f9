//! Hovering, and the ways between the names of resources, across files and languages.

use serde_json::{Value, json};

use crate::client::{Client, capabilities};
use crate::document::Units;
use crate::texts::{BICEP, ENDPOINTS, FLOW};

fn start(units: Units) -> Client {
    let crlf = ENDPOINTS.replace('\n', "\r\n");
    Client::start(&[("endpoints.yaml", &crlf), ("flows/flow.yaml", FLOW), ("cloud/main.bicep", BICEP)], units)
}

/// The places of an answer, as `path: characters that are meant`.
fn places(client: &Client, answer: &Value) -> Vec<String> {
    let place = |it: &Value| {
        let path = client.path(it["uri"].as_str().unwrap());
        format!("{path}: {}", client.slice(&path, &it["range"]))
    };
    answer.as_array().unwrap().iter().map(place).collect()
}

/// What is shown of a text that stands in a document once, behind its first `skip` bytes.
pub fn hover(client: &mut Client, path: &str, text: &str, skip: usize) -> String {
    let params = client.at(path, text, skip);
    let answer = client.request("textDocument/hover", params).unwrap();
    if answer.is_null() {
        return String::new();
    }
    assert_eq!(answer["contents"]["kind"], "markdown");
    let range = client.slice(path, &answer["range"]);
    format!("[{range}] {}", answer["contents"]["value"].as_str().unwrap())
}

#[test]
fn a_definition_is_found_from_bicep_into_yaml_and_back() {
    for units in [Units::Utf8, Units::Utf16] {
        let mut client = start(units);
        for (path, text, skip, expected) in [
            ("cloud/main.bicep", "endpointRef: 'line-broker'", 15, vec!["endpoints.yaml: line-broker"]),
            ("cloud/main.bicep", "cloud.name", 1, vec!["cloud/main.bicep: 'cloud-${location}'"]),
            ("flows/flow.yaml", "endpointRef: partner", 13, vec!["endpoints.yaml: partner"]),
            ("endpoints.yaml", "name: partner", 8, vec!["endpoints.yaml: partner"]),
            // Every installation has it: it is written nowhere.
            ("flows/flow.yaml", "profileRef: default", 13, vec![]),
        ] {
            let params = client.at(path, text, skip);
            let answer = client.request("textDocument/definition", params).unwrap();
            assert_eq!(places(&client, &answer), expected, "{path} {text}");
        }
        let params = client.at("flows/flow.yaml", "dataSources", 3);
        assert_eq!(client.request("textDocument/definition", params), Ok(Value::Null));
        client.end();
    }
}

#[test]
fn references_are_found_in_all_files_and_marked_in_one() {
    let mut client = start(Units::Utf16);
    client.open("endpoints.yaml");
    client.replace("endpoints.yaml", "# 😀", "# 😀😀");
    let mut params = client.at("endpoints.yaml", "name: line-broker", 8);
    params["context"] = json!({ "includeDeclaration": true });
    let answer = client.request("textDocument/references", params.clone()).unwrap();
    let all = ["endpoints.yaml: line-broker", "cloud/main.bicep: 'line-broker'", "flows/flow.yaml: line-broker"];
    assert_eq!(places(&client, &answer), all);
    params["context"] = json!({ "includeDeclaration": false });
    let answer = client.request("textDocument/references", params).unwrap();
    assert_eq!(places(&client, &answer), all[1..]);
    let params = client.at("cloud/main.bicep", "cloud.name", 1);
    let answer = client.request("textDocument/documentHighlight", params).unwrap();
    let marks: Vec<_> = answer
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (client.slice("cloud/main.bicep", &it["range"]), it["kind"].clone()))
        .collect();
    assert_eq!(marks, [("'cloud-${location}'".to_owned(), json!(3)), ("cloud.name".to_owned(), json!(2))]);
    client.end();
}

#[test]
fn hovering_tells_of_properties_values_references_and_findings() {
    let mut client = start(Units::Utf16);
    let bicep = "cloud/main.bicep";
    // A property.
    let shown = hover(&mut client, bicep, "endpointType: 'Mqtt'", 3);
    assert!(
        shown.starts_with("[endpointType] **endpointType**: a text, required\n\nOne of `DataExplorer`, "),
        "{shown}"
    );
    let shown = hover(&mut client, "endpoints.yaml", "trustedCaCertificateConfigMapRef", 3);
    assert!(shown.contains("**trustedCaCertificateConfigMapRef**: a text"), "{shown}");
    // A value that is computed.
    let shown = hover(&mut client, bicep, "host: host", 7);
    assert!(shown.ends_with("= `\"broker.contoso.com:8883\"`"), "{shown}");
    let shown = hover(&mut client, bicep, "name: 'cloud-${location}'", 8);
    assert!(shown.ends_with("= `\"cloud-westeurope\"`"), "{shown}");
    // A reference.
    let shown = hover(&mut client, bicep, "endpointRef: 'line-broker'", 15);
    assert!(
        shown.starts_with("['line-broker'] It leads to the data flow endpoint `line-broker` (endpoints.yaml:4)."),
        "{shown}"
    );
    let shown = hover(&mut client, bicep, "secretRef: 'cloud-client'", 13);
    assert!(shown.contains("The Secret or ") && shown.contains("is not in these files, because"), "{shown}");
    // A finding.
    let shown = hover(&mut client, "endpoints.yaml", "'mqtt.example.com'", 3);
    assert!(shown.contains("**AIO201** host-port-invalid: ") && shown.contains("](https://"), "{shown}");
    // Nothing.
    assert_eq!(hover(&mut client, bicep, "param location", 2), "");
    client.end();
}

#[test]
fn what_is_not_known_has_its_reason_and_secrets_are_not_shown() {
    let bicep = BICEP.replace("string = 'westeurope'", "string");
    let secret = "apiVersion: v1\nkind: Secret\nmetadata: { name: a }\nstringData:\n  password: &p hunter2hunter2\n  again: *p\n";
    let mut client = Client::start(&[("main.bicep", &bicep), ("secret.yaml", secret)], Units::Utf16);
    let shown = hover(&mut client, "main.bicep", "name: 'cloud-${location}'", 8);
    assert!(shown.contains("= `cloud-${location}`\n\n`${location}` is not known, because "), "{shown}");
    for (text, skip) in [("hunter2", 0), ("*p", 1), ("again", 1)] {
        let skipped = if text == "hunter2" { "&p hunter2hunter2" } else { text };
        let shown = hover(&mut client, "secret.yaml", skipped, skip + 1);
        assert!(!shown.contains("hunter2"), "{shown}");
    }
    client.end();
}

#[test]
fn what_stands_in_files_is_no_markdown_when_it_is_shown() {
    let host = "![x](https://example.com/a.png)`![y](https://example.com/b.png)";
    let endpoints = ENDPOINTS.replace("'mqtt.example.com'", &format!("'{host}'"));
    let mut client = Client::start(&[("endpoints.yaml", &endpoints)], Units::Utf16);
    let shown = hover(&mut client, "endpoints.yaml", &format!("'{host}'"), 3);
    let (_, shown) = shown.split_once(&format!("['{host}'] ")).unwrap();
    let pictures = shown.match_indices("![").filter(|(at, _)| !is_code(shown, *at)).count();
    assert!(pictures == 0 && shown.contains("`<hostname>:<port>`"), "{shown}");
    client.end();
}

/// Whether an offset lies in code of Markdown.
fn is_code(markdown: &str, at: usize) -> bool {
    let mut inside = pulldown_cmark::Parser::new(markdown).into_offset_iter();
    inside.any(|(event, range)| matches!(event, pulldown_cmark::Event::Code(_)) && range.contains(&at))
}

#[test]
fn symbols_are_the_resources_of_a_document_or_of_all() {
    let mut client = start(Units::Utf16);
    let uri = client.uri("cloud/main.bicep");
    let answer = client.request("textDocument/documentSymbol", json!({ "textDocument": { "uri": uri } })).unwrap();
    let symbols: Vec<_> = answer
        .as_array()
        .unwrap()
        .iter()
        .map(|it| {
            let (start, end) = client.check_range("cloud/main.bicep", &it["range"]);
            let (inner_start, inner_end) = client.check_range("cloud/main.bicep", &it["selectionRange"]);
            assert!(start <= inner_start && inner_end <= end, "{it}");
            format!("{} {}", it["detail"].as_str().unwrap(), it["name"].as_str().unwrap())
        })
        .collect();
    assert_eq!(
        symbols,
        ["instance plant", "data flow profile default", "data flow endpoint cloud-westeurope", "data flow to-cloud"]
    );
    let answer = client.request("workspace/symbol", json!({ "query": "TOPRT" })).unwrap();
    let [only] = &answer.as_array().unwrap()[..] else { panic!("{answer}") };
    assert_eq!((only["name"].as_str(), only["containerName"].as_str()), (Some("to-partner"), Some("data flow")));
    assert_eq!(places(&client, &json!([only["location"]])), ["flows/flow.yaml: to-partner"]);
    client.end();
}

#[test]
fn a_client_without_nested_symbols_or_markdown_gets_plain_ones() {
    let mut client = Client::spawn(&[("a.yaml", ENDPOINTS)], Units::Utf16);
    let mut capabilities = capabilities(Units::Utf16);
    capabilities["textDocument"] = json!({});
    let folder = client.uri("");
    client
        .request("initialize", json!({ "processId": null, "rootUri": folder, "capabilities": capabilities }))
        .unwrap();
    let uri = client.uri("a.yaml");
    let answer = client.request("textDocument/documentSymbol", json!({ "textDocument": { "uri": uri } })).unwrap();
    assert_eq!(answer[0]["name"], "line-broker");
    assert_eq!(answer[0]["location"]["uri"], json!(uri));
    let params = client.at("a.yaml", "endpointType: Mqtt\n  mqttSettings: #", 3);
    let shown = &client.request("textDocument/hover", params).unwrap()["contents"];
    assert_eq!(shown["kind"], "plaintext");
    let words = shown["value"].as_str().unwrap();
    assert!(words.starts_with("endpointType: a text, required\n\nOne of DataExplorer, "), "{words}");
    // It shows no other places, and is told of none.
    assert!(client.diagnostics["a.yaml"]["diagnostics"][0].get("relatedInformation").is_none());
    client.diagnostics.clear();
    client.end();
}

#[test]
fn requests_about_what_is_not_analysed_have_empty_answers() {
    let mut client = Client::start(&[("values.yaml", "a: 1\n")], Units::Utf16);
    let place = json!({ "line": 0, "character": 0 });
    for uri in
        [client.uri("values.yaml"), client.uri("missing.yaml"), "untitled:x".into(), "file:///elsewhere/a.yaml".into()]
    {
        for method in ["hover", "definition", "documentHighlight", "documentSymbol"] {
            let params = json!({ "textDocument": { "uri": uri }, "position": place });
            assert_eq!(client.request(&format!("textDocument/{method}"), params), Ok(Value::Null), "{method} {uri}");
        }
    }
    client.end();
}

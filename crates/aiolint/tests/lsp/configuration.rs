//! What is known of the keys of a configuration.

use serde_json::Value;

use crate::client::Client;
use crate::completion::{item, items, labels};
use crate::document::Units;
use crate::texts::ENDPOINTS;

const CONFIGURATION: &str = "# é😀\nrules:\n  host-port-invalid: off\n  AIO203: { severity: note }\nfail-on: note\n";

fn start() -> Client {
    let mut client = Client::start(&[("a.yaml", ENDPOINTS), (".aiolint.yaml", CONFIGURATION)], Units::Utf16);
    client.open(".aiolint.yaml");
    client
}

#[test]
fn hovering_tells_what_a_key_is_for() {
    let mut client = start();
    for (text, expected) in [
        ("fail-on: note", "**fail-on**: The least severity that makes the exit code 1.\n\nOne of `"),
        ("rules:", "**rules**: What rules are worth, by id or name."),
        ("host-port-invalid", "**host-port-invalid**: The host of an MQTT endpoint"),
        ("AIO203", "**AIO203 sat-audience-missing**: "),
        ("severity", "**severity**: "),
    ] {
        let params = client.at(".aiolint.yaml", text, 2);
        let answer = client.request("textDocument/hover", params).unwrap();
        client.check_range(".aiolint.yaml", &answer["range"]);
        let shown = answer["contents"]["value"].as_str().unwrap_or_default().to_owned();
        assert!(shown.starts_with(expected), "{text}: {answer}");
    }
    let params = client.at(".aiolint.yaml", "😀", 0);
    assert_eq!(client.request("textDocument/hover", params), Ok(Value::Null));
    client.end();
}

#[test]
fn keys_values_and_names_of_rules_are_completed() {
    let mut client = start();
    let found = items(&mut client, ".aiolint.yaml", "# é😀\n|");
    assert!(labels(&found).contains(&"waivers"), "{:?}", labels(&found));
    let found = items(&mut client, ".aiolint.yaml", "exclude: []\nfail-|\n");
    assert!(!labels(&found).contains(&"exclude"));
    assert_eq!(item(&found, "fail-on").1, "exclude: []\nfail-on: \n");
    let found = items(&mut client, ".aiolint.yaml", "fail-on: |\n");
    assert_eq!(item(&found, "warning").1, "fail-on: warning\n");
    let found = items(&mut client, ".aiolint.yaml", "rules:\n  host|\n");
    assert_eq!(item(&found, "host-port-invalid").1, "rules:\n  host-port-invalid: \n");
    let found = items(&mut client, ".aiolint.yaml", "rules:\n  host-port-invalid: |\n");
    assert_eq!(item(&found, "off").1, "rules:\n  host-port-invalid: off\n");
    let found = items(&mut client, ".aiolint.yaml", "packs: [|]\n");
    assert_eq!(item(&found, "strict").1, "packs: [strict]\n");
    client.rewrite(".aiolint.yaml", CONFIGURATION);
    client.end();
}

//! Rules of a project's own, while they are written.

use serde_json::{Value, json};

use crate::client::Client;
use crate::completion::{item, items, labels};
use crate::document::Units;
use crate::projects::OWN_RULE;
use crate::texts::ENDPOINTS;

const RULE: &str = "own/partner.md";
const CONFIGURATION: &str = "rule-folders: [own]\n";

fn start(units: Units) -> Client {
    // Behind a comment with characters of several lengths, and with the line breaks of Windows.
    let rule = OWN_RULE.replace("source: ours", "source: 'é😀 ours' # 😀").replace('\n', "\r\n");
    let files = [("a.yaml", ENDPOINTS), (".aiolint.yaml", CONFIGURATION), (RULE, &rule), ("own/README.md", "# Ours\n")];
    let mut client = Client::start(&files, units);
    client.open(RULE);
    client.settle();
    client
}

/// What is wrong with a rule, as the characters that are underlined, and what is said of them.
fn wrong(client: &Client, path: &str) -> Vec<(String, String)> {
    let told = client.diagnostics[path]["diagnostics"].as_array().unwrap();
    let said = |it: &Value| it["message"].as_str().unwrap().lines().next().unwrap().to_owned();
    told.iter().map(|it| (client.slice(path, &it["range"]), said(it))).collect()
}

#[test]
fn a_rule_judges_as_it_is_typed_and_what_is_wrong_in_it_is_underlined() {
    for units in [Units::Utf8, Units::Utf16] {
        let mut client = start(units);
        assert_eq!(wrong(&client, RULE), []);
        client.replace(RULE, "!= 'mqtt.example.com'\r\n    at: spec", "!= 'mqtt.example.org'\r\n    at: spec");
        client.settle();
        // The host of the endpoint is no longer the one that the rule is about.
        let codes = |client: &Client| -> Vec<String> {
            let told = client.diagnostics["a.yaml"]["diagnostics"].as_array().unwrap().clone();
            told.iter().map(|it| it["code"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(codes(&client), ["AIO201"]);
        client.replace(RULE, "!= 'mqtt.example.org'\r\n    at: spec", "!= 'mqtt.example.com'\r\n    at: spec");
        client.settle();
        assert_eq!(codes(&client), ["OWN001", "AIO201"]);
        client.replace(RULE, "at: spec.endpointType", "at: spek.endpointType");
        client.settle();
        let [(underlined, said)] = &wrong(&client, RULE)[..] else { panic!("{:?}", client.diagnostics[RULE]) };
        assert_eq!(underlined, "spek", "{said}");
        // In the line behind characters of several lengths.
        client.replace(RULE, "spek.", "spec.");
        client.replace(RULE, "ours' # 😀", "ours', more: 1 # 😀");
        client.settle();
        let [(underlined, said)] = &wrong(&client, RULE)[..] else { panic!("{:?}", client.diagnostics[RULE]) };
        assert!(!said.is_empty() && !underlined.contains('\n'), "{underlined:?} {said}");
        // What was never saved is gone with the document.
        client.close(RULE);
        client.settle();
        assert_eq!(codes(&client), ["OWN001", "AIO201"]);
        client.end();
    }
}

#[test]
fn a_rule_that_is_not_saved_yet_counts_too() {
    let mut client = start(Units::Utf16);
    let (path, text) = ("own/other-partner.md", OWN_RULE.replace("OWN001", "OWN002"));
    client.open_with(path, &text);
    client.settle();
    let told = client.diagnostics["a.yaml"]["diagnostics"].to_string();
    assert!(told.contains("OWN001") && told.contains("OWN002"), "{told}");
    let explained = client.request("aiolint/explain", json!({ "rule": "OWN002" })).unwrap();
    assert!(explained["markdown"].as_str().unwrap().contains("Not this host."), "{explained}");
    client.close(path);
    client.settle();
    assert!(!client.diagnostics["a.yaml"]["diagnostics"].to_string().contains("OWN002"));
    client.end();
}

#[test]
fn hovering_tells_what_a_key_of_front_matter_is_for() {
    for units in [Units::Utf8, Units::Utf16] {
        let mut client = start(units);
        for (text, skip, marked, expected) in [
            ("id: OWN001", 1, "id", "**id**: Capital letters and at least three digits; never used again."),
            ("severity: warning", 2, "severity", "**severity**: How much it matters.\n\nOne of `"),
            ("severity: warning", 12, "warning", "**severity**: How much it matters.\n\n`warning`: A documented"),
            ("select: Dataf", 9, "DataflowEndpoint", "**select**: What is judged: a kind of `rules/kinds`, "),
            ("at: spec.end", 1, "at", "**at**: What is underlined."),
            ("'é😀 ours'", 4, "'é😀 ours'", "**source**: The document that states the constraint."),
        ] {
            let params = client.at(RULE, text, if skip == 4 { "'é".len() } else { skip });
            let answer = client.request("textDocument/hover", params).unwrap();
            assert_eq!(client.slice(RULE, &answer["range"]), marked, "{answer}");
            let shown = answer["contents"]["value"].as_str().unwrap_or_default();
            assert!(shown.starts_with(expected), "{text}: {answer}");
        }
        for (path, text) in [(RULE, "\nNot this host"), ("own/README.md", "Ours")] {
            let params = client.at(path, text, 3);
            assert_eq!(client.request("textDocument/hover", params), Ok(Value::Null), "{path} {text}");
        }
        client.end();
    }
}

#[test]
fn hovering_tells_what_a_kind_defines() {
    for units in [Units::Utf8, Units::Utf16] {
        let mut client = start(units);
        let rule = "---\r\nid: X\r\nselect: DataflowEndpoint\r\nchecks:\r\n  - require: |\r\n      'é😀 host' != '' && isMqtt && spec.settings && xs.exists(x, writers)\r\n---\r\n";
        client.rewrite(RULE, rule);
        for (text, marked, expected) in [
            ("isMqtt", "isMqtt", "**isMqtt** of a data flow endpoint:\n\n```yaml\n# "),
            ("writers", "writers", "**writers** of a data flow endpoint:\n\n```yaml\n# The data flows that write to"),
        ] {
            let params = client.at(RULE, text, 3);
            let answer = client.request("textDocument/hover", params).unwrap();
            assert_eq!(client.slice(RULE, &answer["range"]), marked, "{answer}");
            assert!(answer["contents"]["value"].as_str().unwrap().starts_with(expected), "{answer}");
        }
        // A property, and a word in a text: only the key is known.
        for text in ["settings", "host'"] {
            let params = client.at(RULE, text, 2);
            let answer = client.request("textDocument/hover", params).unwrap();
            assert!(answer["contents"]["value"].as_str().unwrap().starts_with("**require**: "), "{answer}");
        }
        client.end();
    }
}

#[test]
fn keys_and_values_of_front_matter_are_completed() {
    for units in [Units::Utf8, Units::Utf16] {
        let mut client = start(units);
        let mut at = |text: &str| items(&mut client, RULE, text);
        let found = at("---\n# é😀\nid: X\n|\n---\nWords.\n");
        assert!(labels(&found).contains(&"suppressible") && !labels(&found).contains(&"id"), "{:?}", labels(&found));
        let (since, made) = item(&found, "since");
        assert!(since["documentation"]["value"].as_str().unwrap().starts_with("The version, "), "{since}");
        assert_eq!(made, "---\n# é😀\nid: X\nsince: \n---\nWords.\n");
        // Before it has an end.
        assert_eq!(item(&at("---\n# é😀\npack: |"), "pedantic").1, "---\n# é😀\npack: pedantic");
        let found = at("---\nchecks:\n  - severity: note # 😀\n    |\n---\n");
        assert!(labels(&found).contains(&"require") && !labels(&found).contains(&"severity"), "{:?}", labels(&found));
        let found = at("---\nchecks:\n  - {severity: w|}\n---\n");
        assert_eq!(item(&found, "warning").1, "---\nchecks:\n  - {severity: warning}\n---\n");
        let found = at("---\nselect: ['é😀', D|]\n---\n");
        let (kind, made) = item(&found, "Dataflow");
        assert_eq!(made, "---\nselect: ['é😀', Dataflow]\n---\n");
        assert_eq!(kind["documentation"]["value"], "data flow");
        assert!(labels(&at("---\ncheck: |\n---\n")).contains(&"schema.unknown-property"));
        assert!(labels(&at("---\nchecks:\n  - fix:\n    - safe: |\n---\n")).contains(&"true"));
        // In the text and in conditions nothing is known.
        assert_eq!(at("---\nid: X\n---\nid|\n"), []);
        assert_eq!(at("---\nchecks:\n  - require: >\n      sp|\n---\n"), []);
        client.end();
    }
}

#[test]
fn rules_that_are_not_trusted_are_only_text() {
    let files = [("a.yaml", ENDPOINTS), (".aiolint.yaml", CONFIGURATION), (RULE, OWN_RULE)];
    let mut client = Client::spawn(&files, Units::Utf16);
    let params = json!({
        "processId": null,
        "rootUri": client.uri(""),
        "capabilities": crate::client::capabilities(Units::Utf16),
        "initializationOptions": { "userRules": false },
    });
    client.request("initialize", params).unwrap();
    client.open(RULE);
    client.replace(RULE, "select:", "selects:");
    client.settle();
    assert_eq!(wrong(&client, RULE), []);
    let params = client.at(RULE, "id: OWN001", 1);
    assert_eq!(client.request("textDocument/hover", params), Ok(Value::Null));
    client.end();
}

//! What can be done about a finding.

use std::fs;

use serde_json::{Value, json};

use crate::client::{Client, capabilities};
use crate::document::Units;
use crate::texts::{BICEP, ENDPOINTS, FLOW};

/// The actions for a text that stands in a document once.
fn actions(client: &mut Client, path: &str, text: &str, only: Option<&str>) -> Vec<Value> {
    let mut params = client.at(path, text, 0);
    let place = params["position"].take();
    params["range"] = json!({ "start": place, "end": place });
    params["context"] = json!({ "diagnostics": [{ "message": { "of": "others" } }] });
    if let Some(only) = only {
        params["context"]["only"] = json!([only]);
    }
    let found = client.request("textDocument/codeAction", params).unwrap();
    let found = found.as_array().unwrap().clone();
    for action in &found {
        for diagnostic in action["diagnostics"].as_array().into_iter().flatten() {
            client.check_range(path, &diagnostic["range"]);
        }
    }
    found
}

/// The actions for the first finding of a rule.
fn actions_on(client: &mut Client, path: &str, rule: &str) -> Vec<Value> {
    let told = client.diagnostics[path]["diagnostics"].as_array().unwrap().clone();
    let it = told.iter().find(|it| it["code"] == rule).unwrap_or_else(|| panic!("no {rule} among {told:#?}"));
    let document = json!({ "uri": client.uri(path) });
    let params = json!({ "textDocument": document, "range": it["range"], "context": { "diagnostics": [it] } });
    client.request("textDocument/codeAction", params).unwrap().as_array().unwrap().clone()
}

fn titled<'a>(actions: &'a [Value], title: &str) -> &'a Value {
    let found = actions.iter().find(|action| action["title"] == title);
    found.unwrap_or_else(|| panic!("no {title:?} among {actions:#?}"))
}

/// Applies the edit of an action as an editor does: to its documents, which it opens.
fn apply(client: &mut Client, action: &Value) {
    for change in action["edit"]["documentChanges"].as_array().unwrap() {
        if change["kind"] == "create" {
            let path = client.path(change["uri"].as_str().unwrap());
            assert!(!client.folder.join(&path).exists());
            client.write(&path, "");
            continue;
        }
        let path = client.path(change["textDocument"]["uri"].as_str().unwrap());
        match client.documents.get(&path) {
            Some(document) => assert_eq!(change["textDocument"]["version"], document.version),
            None => {
                assert_eq!(change["textDocument"]["version"], Value::Null);
                client.open(&path);
            }
        }
        let mut edits: Vec<_> = change["edits"].as_array().unwrap().iter().collect();
        edits.sort_by_key(|edit| client.check_range(&path, &edit["range"]));
        let mut text = client.documents[&path].text.clone();
        for edit in edits.iter().rev() {
            let (start, end) = client.check_range(&path, &edit["range"]);
            text.replace_range(start..end, edit["newText"].as_str().unwrap());
        }
        client.rewrite(&path, &text);
    }
    client.settle();
}

const NO_AUDIENCE: &str = "serviceAccountTokenSettings: { audience: aio-internal }";

#[test]
fn a_fix_is_an_edit_that_removes_its_finding() {
    for units in [Units::Utf8, Units::Utf16] {
        let text = ENDPOINTS
            .replace(&format!(", {NO_AUDIENCE}"), "")
            .replace('\n', "\r\n")
            .replace("authentication: { m", "authentication: { \"😀\": 1, m");
        let mut client = Client::start(&[("a.yaml", &text)], units);
        client.open("a.yaml");
        client.settle();
        let found = actions_on(&mut client, "a.yaml", "AIO203");
        let fix = titled(&found, "Add `audience: aio-internal`");
        assert_eq!(
            (&fix["kind"], &fix["isPreferred"], &fix["diagnostics"][0]["code"]),
            (&json!("quickfix"), &json!(false), &json!("AIO203"))
        );
        apply(&mut client, fix);
        let found = client.found("a.yaml");
        assert!(!found.iter().any(|it| it.starts_with("AIO203")), "{found:?}");
        client.end();
    }
}

#[test]
fn all_that_is_safe_is_fixed_at_once_and_only_if_it_is_asked_for() {
    let text = ENDPOINTS.replace(
        "kind: DataflowEndpoint\nmetadata:\n  name: line-broker",
        "kind: DataflowEndpoint\nmetadata:\n  name: line-broker\n  labels: { a: 1 }",
    );
    let text = format!(
        "{text}---\napiVersion: connectivity.iotoperations.azure.com/v1\nkind: DataflowEndpoint\nmetadata:\n  name: x\nspec:\n  endpointType: Mqtt\n  mqttSettings:\n    host: 'a.example.com:8883'\n    maxInflightMessages: '5'\n    keepAliveSeconds: '6' # é\n    authentication: {{ method: Anonymous, anonymousSettings: {{}} }}\n"
    );
    let mut client = Client::start(&[("a.yaml", &text)], Units::Utf16);
    client.open("a.yaml");
    client.settle();
    let is_fix_all = |action: &Value| action["kind"] == "source.fixAll.aiolint";
    assert!(!actions(&mut client, "a.yaml", "name: x", None).iter().any(is_fix_all));
    let before = client.found("a.yaml");
    let found = actions(&mut client, "a.yaml", "name: x", Some("source.fixAll"));
    let [all] = &found[..] else { panic!("{found:#?}") };
    assert!(is_fix_all(all));
    // Nothing has happened yet.
    client.settle();
    assert_eq!(client.found("a.yaml"), before);
    apply(&mut client, all);
    let text = client.documents["a.yaml"].text.clone();
    assert!(text.contains("maxInflightMessages: 5\n") && text.contains("keepAliveSeconds: 6 # é\n"), "{text}");
    assert_eq!(actions(&mut client, "a.yaml", "name: x", Some("source")), [Value::Null; 0]);
    // As the command line does.
    fs::write(client.folder.join("b.yaml"), &text).unwrap();
    client.end();
}

#[test]
fn a_finding_is_ignored_where_it_stands_in_both_languages() {
    let bicep = BICEP.replace(":8883", "");
    for (path, text, expected) in [
        ("a.yaml", ENDPOINTS, "  # aiolint: ignore[host-port-invalid] say why\n  mqttSettings: { host"),
        (
            "b.yaml",
            &ENDPOINTS.replace('\n', "\r\n"),
            "  # aiolint: ignore[host-port-invalid] say why\r\n  mqttSettings: { host",
        ),
        ("c.bicep", &bicep, "      // aiolint: ignore[host-port-invalid] say why\n      host: host"),
    ] {
        let mut client = Client::start(&[(path, text)], Units::Utf16);
        client.open(path);
        client.settle();
        let found = actions_on(&mut client, path, "AIO201");
        apply(&mut client, titled(&found, "Ignore AIO201 host-port-invalid here"));
        let after = client.found(path);
        assert!(!after.iter().any(|it| it.starts_with("AIO201") || it.starts_with("AIO005")), "{after:?}");
        let text = &client.documents[path].text;
        assert!(text.contains(expected), "{text}");
        client.end();
    }
}

#[test]
fn the_reason_is_selected_where_the_client_can_do_that() {
    let text = ENDPOINTS.replace('\n', "\r\n");
    for units in [Units::Utf8, Units::Utf16] {
        let mut client = Client::spawn(&[("a.yaml", &text)], units);
        let mut capabilities = capabilities(units);
        capabilities["workspace"]["workspaceEdit"]["snippetEditSupport"] = json!(true);
        capabilities["workspace"]["didChangeWatchedFiles"] = json!({});
        let params = json!({ "processId": null, "rootUri": client.uri(""), "capabilities": capabilities });
        client.request("initialize", params).unwrap();
        client.open("a.yaml");
        client.settle();
        let found = actions_on(&mut client, "a.yaml", "AIO201");
        let change = &titled(&found, "Ignore AIO201 host-port-invalid here")["edit"]["documentChanges"][0];
        assert_eq!(change["textDocument"]["version"], client.documents["a.yaml"].version);
        let [edit] = &change["edits"].as_array().unwrap()[..] else { panic!("{change}") };
        let snippet = json!({
            "kind": "snippet",
            "value": "  # aiolint: ignore[host-port-invalid] ${0:say why}\r\n",
        });
        assert_eq!((&edit["snippet"], edit.get("newText")), (&snippet, None));
        let (start, end) = client.check_range("a.yaml", &edit["range"]);
        assert!(start == end && text[start..].starts_with("  mqttSettings: { host"), "{edit}");
        client.end();
    }
}

#[test]
fn the_configuration_is_made_or_edited() {
    let mut client = Client::start(&[("a.yaml", ENDPOINTS)], Units::Utf16);
    client.open("a.yaml");
    client.settle();
    let found = actions(&mut client, "a.yaml", "'mqtt.example.com'", None);
    apply(&mut client, titled(&found, "Switch AIO201 host-port-invalid off in .aiolint.yaml"));
    assert_eq!(client.documents[".aiolint.yaml"].text, "rules:\n  host-port-invalid: off\n");
    client.settle();
    assert_eq!(client.found("a.yaml"), [""; 0]);
    client.end();
}

#[test]
fn a_client_without_versions_gets_plain_changes_and_one_without_actions_none() {
    for (is_able, expected) in [(true, true), (false, false)] {
        let mut client = Client::spawn(&[("a.yaml", ENDPOINTS)], Units::Utf16);
        let mut capabilities = capabilities(Units::Utf16);
        capabilities["workspace"] = json!({});
        capabilities["experimental"] = json!({});
        if !is_able {
            capabilities["textDocument"]["codeAction"] = json!({});
        }
        let folder = client.uri("");
        let params = json!({ "processId": null, "rootUri": folder, "capabilities": capabilities });
        let result = client.request("initialize", params).unwrap();
        assert_eq!(result["capabilities"].get("codeActionProvider").is_some(), expected);
        client.open("a.yaml");
        client.settle();
        let found = actions(&mut client, "a.yaml", "'mqtt.example.com'", None);
        let titles: Vec<&str> = found.iter().map(|it| it["title"].as_str().unwrap()).collect();
        let changes = found.first().map(|it| it["edit"]["changes"].is_object());
        // It can't make the configuration, and has nowhere to show a rule.
        let all = ["Ignore AIO201 host-port-invalid here"];
        assert_eq!((titles, changes), if is_able { (all.to_vec(), Some(true)) } else { (Vec::new(), None) });
        client.end();
    }
}

#[test]
fn a_rule_is_explained_and_a_project_drawn() {
    let mut client = Client::start(&[("a.yaml", ENDPOINTS), ("b.bicep", BICEP)], Units::Utf16);
    client.open("a.yaml");
    client.settle();
    let found = actions(&mut client, "a.yaml", "'mqtt.example.com'", None);
    let command = &titled(&found, "Explain AIO201 host-port-invalid")["command"];
    assert_eq!(command["command"], "aiolint.openRuleDocumentation");
    let page = client.request("aiolint/explain", json!({ "rule": command["arguments"][0] })).unwrap();
    assert_eq!(page["title"], "AIO201 host-port-invalid");
    assert!(page["markdown"].as_str().unwrap().starts_with("# AIO201 host-port-invalid\n"));
    assert_eq!(client.request("aiolint/explain", json!({ "rule": "no-such-rule" })), Ok(Value::Null));
    let uri = client.uri("");
    let picture = client.request("aiolint/graph", json!({ "uri": uri })).unwrap();
    let svg = picture["svg"].as_str().unwrap();
    assert!(svg.starts_with("<svg") && svg.contains("line-broker") && !svg.contains("<script"), "{svg}");
    assert_eq!(client.request("aiolint/graph", json!({ "uri": "untitled:x" })), Ok(Value::Null));
    let status = client.request("aiolint/status", json!({})).unwrap();
    assert_eq!((&status["errors"], &status["files"]), (&json!(1), &json!(2)));
    client.end();
}

/// The actions for all of a document, without those that only show something.
fn actions_on_all(client: &mut Client, path: &str) -> Vec<String> {
    let whole = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 99_999, "character": 0 } });
    let document = json!({ "uri": client.uri(path) });
    let params = json!({ "textDocument": document, "range": whole, "context": { "diagnostics": [] } });
    let found = client.request("textDocument/codeAction", params).unwrap();
    let edits = found.as_array().unwrap().iter().filter(|action| action.get("edit").is_some());
    edits.map(|action| action["title"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_large_selection_has_a_list_that_somebody_may_read() {
    let of = |number: usize| {
        format!(
            "apiVersion: connectivity.iotoperations.azure.com/v1\nkind: DataflowEndpoint\nmetadata:\n  name: e{number}\nspec:\n  endpointType: Mqtt\n  mqttSettings:\n    host: mqtt.example.com\n    maxInflightMessages: '{number}'\n    authentication: {{ method: Anonymous, anonymousSettings: {{}} }}\n---\n"
        )
    };
    let text: String = (1..=60).map(of).collect();
    let mut client = Client::start(&[("a.yaml", &text)], Units::Utf16);
    client.open("a.yaml");
    client.settle();
    assert_eq!(client.found("a.yaml").len(), 120);
    let titles = actions_on_all(&mut client, "a.yaml");
    assert_eq!(titles[..50], ["Remove the quotes"; 50]);
    let off = ["AIO201 host-port-invalid", "AIO023 wrong-type"].map(|it| format!("Switch {it} off in .aiolint.yaml"));
    assert_eq!(titles[50..], off);
    // With fewer there is room to ignore each of them.
    let text: String = (1..=2).map(of).collect();
    client.rewrite("a.yaml", &text);
    client.settle();
    let titles = actions_on_all(&mut client, "a.yaml");
    let ignored: Vec<_> = titles.iter().filter(|it| it.starts_with("Ignore ")).collect();
    assert_eq!(ignored.len(), 4, "{titles:?}");
    client.end();
}

#[test]
fn what_the_configuration_locks_can_not_be_ignored() {
    let base = "rules: { host-port-invalid: { severity: warning, locked: true } }\n";
    let files = [("a.yaml", ENDPOINTS), ("base.yaml", base), (".aiolint.yaml", "extends: [base.yaml]\n")];
    let mut client = Client::start(&files, Units::Utf16);
    client.open("a.yaml");
    client.settle();
    let found = actions_on(&mut client, "a.yaml", "AIO201");
    let titles: Vec<_> = found.iter().map(|action| &action["title"]).collect();
    assert_eq!(titles, ["Explain AIO201 host-port-invalid"]);
    client.end();
}

#[test]
fn a_rule_is_switched_off_only_where_that_helps() {
    let base = "rules: { host-port-invalid: { severity: warning, locked: true } }\n";
    let line = "  host-port-invalid: off\n";
    for (configuration, expected) in [
        ("fail-on: note\n", Some(format!("fail-on: note\nrules:\n{line}"))),
        ("rules:\n  AIO201: note\n", Some("rules:\n  AIO201: off\n".to_owned())),
        (
            "rules:\n  AIO201: { severity: error, locked: true } # ours\n",
            Some("rules:\n  AIO201: { severity: off, locked: true } # ours\n".to_owned()),
        ),
        (
            "rules:\n  AIO201:\n    severity: error\n    locked: true\n",
            Some("rules:\n  AIO201:\n    severity: off\n    locked: true\n".to_owned()),
        ),
        // What is wrong already is no obstacle.
        ("rules:\n  no-such-rule: off\n", Some(format!("rules:\n  no-such-rule: off\n{line}"))),
        ("extends: [nowhere.yaml]\n", Some(format!("extends: [nowhere.yaml]\nrules:\n{line}"))),
        // What is said of other files does not matter, of this one it does.
        (
            "overrides:\n  - { paths: [b.yaml], rules: { AIO201: error } }\n",
            Some(format!("overrides:\n  - {{ paths: [b.yaml], rules: {{ AIO201: error }} }}\nrules:\n{line}")),
        ),
        ("overrides:\n  - { paths: ['*.yaml'], rules: { AIO201: error } }\n", None),
        ("extends: [base.yaml]\n", None),
        ("rules:\n  AIO201: error\n  host-port-invalid: warning\n", None),
        ("rules: [\n", None),
    ] {
        let files = [("a.yaml", ENDPOINTS), ("base.yaml", base), (".aiolint.yaml", configuration)];
        let mut client = Client::start(&files, Units::Utf16);
        client.open("a.yaml");
        client.settle();
        let wrong = client.found(".aiolint.yaml").len();
        let found = actions_on(&mut client, "a.yaml", "AIO201");
        let title = "Switch AIO201 host-port-invalid off in .aiolint.yaml";
        let offered = found.iter().find(|action| action["title"] == title);
        if let Some(action) = offered {
            apply(&mut client, action);
            assert_eq!(client.found("a.yaml"), [""; 0], "{configuration}");
            assert_eq!(client.found(".aiolint.yaml").len(), wrong, "{configuration}");
        }
        let text = offered.map(|_| client.documents[".aiolint.yaml"].text.clone());
        assert_eq!(text, expected, "{configuration}");
        client.end();
    }
}

#[test]
fn a_configuration_that_is_not_saved_yet_is_edited() {
    let mut client = Client::start(&[("a.yaml", ENDPOINTS)], Units::Utf16);
    client.open("a.yaml");
    client.open_with(".aiolint.yaml", "rules:\n  sat-audience-missing: off\n");
    client.settle();
    let found = actions_on(&mut client, "a.yaml", "AIO201");
    let off = titled(&found, "Switch AIO201 host-port-invalid off in .aiolint.yaml");
    assert_eq!(off["edit"]["documentChanges"].as_array().unwrap().len(), 1);
    apply(&mut client, off);
    let text = "rules:\n  sat-audience-missing: off\n  host-port-invalid: off\n";
    assert_eq!(client.documents[".aiolint.yaml"].text, text);
    // What is typed counts at once.
    assert_eq!(client.found("a.yaml"), [""; 0]);
    client.end();
}

#[test]
fn nothing_is_offered_or_told_of_notes_that_are_not_shown() {
    for is_shown in [true, false] {
        let mut client = Client::spawn(&[("a.yaml", FLOW)], Units::Utf16);
        let params = json!({
            "processId": null,
            "rootUri": client.uri(""),
            "capabilities": capabilities(Units::Utf16),
            "initializationOptions": { "notes": is_shown },
        });
        client.request("initialize", params).unwrap();
        client.open("a.yaml");
        client.settle();
        assert_eq!(client.found("a.yaml").is_empty(), !is_shown, "{:?}", client.found("a.yaml"));
        assert_eq!(actions_on_all(&mut client, "a.yaml").is_empty(), !is_shown);
        let place = client.at("a.yaml", "endpointRef: partner", "endpointRef: p".len());
        let shown = client.request("textDocument/hover", place).unwrap();
        assert_eq!(shown["contents"]["value"].as_str().unwrap_or_default().contains("AIO"), is_shown, "{shown}");
        client.end();
    }
}

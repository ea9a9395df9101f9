//! Folders of a workspace, files that come and go, and files that belong to no folder.

use std::fs;

use serde_json::json;

use crate::client::Client;
use crate::document::Units;
use crate::texts::{ENDPOINTS, FLOW};

#[test]
fn files_that_come_change_and_go_are_felt() {
    let mut client = Client::start(&[("flow.yaml", FLOW)], Units::Utf16);
    assert_eq!(client.found("flow.yaml"), ["AIO031 line-broker", "AIO031 partner"]);
    client.write("sub/endpoints.yaml", ENDPOINTS);
    client.settle();
    assert_eq!(client.found("flow.yaml"), [""; 0]);
    assert_eq!(client.found("sub/endpoints.yaml"), ["AIO201 'mqtt.example.com'"]);
    client.write("sub/endpoints.yaml", &ENDPOINTS.replace("name: partner", "name: other"));
    client.settle();
    assert_eq!(client.found("flow.yaml"), ["AIO031 partner"]);
    client.remove("sub");
    client.settle();
    assert_eq!(client.found("flow.yaml"), ["AIO031 line-broker", "AIO031 partner"]);
    assert_eq!(client.found("sub/endpoints.yaml"), [""; 0]);
    client.end();
}

#[test]
fn a_file_that_is_no_manifest_can_become_one() {
    let mut client = Client::start(&[("values.yaml", "a: 1\n")], Units::Utf16);
    client.open("values.yaml");
    client.edit("values.yaml", (0, 0), (1, 0), ENDPOINTS);
    client.settle();
    assert_eq!(client.found("values.yaml"), ["AIO201 'mqtt.example.com'"]);
    client.edit("values.yaml", (0, 0), (0, 10), "version");
    client.settle();
    client.end();
}

#[test]
fn what_git_ignores_is_ignored_until_it_is_not() {
    let mut client = Client::start(&[(".gitignore", "out\n"), ("out/a.yaml", ENDPOINTS)], Units::Utf16);
    client.open("out/a.yaml");
    client.settle();
    assert_eq!(client.found("out/a.yaml"), [""; 0]);
    client.write(".gitignore", "other\n");
    client.settle();
    assert_eq!(client.found("out/a.yaml"), ["AIO201 'mqtt.example.com'"]);
    client.end();
}

#[test]
fn whether_an_open_file_is_ignored_is_asked_again_when_it_changes_on_the_disk() {
    let mut client = Client::start(&[(".gitignore", "a.yaml\n"), ("a.yaml", ENDPOINTS)], Units::Utf16);
    client.open("a.yaml");
    client.settle();
    assert_eq!(client.found("a.yaml"), [""; 0]);
    // Whoever watches may tell of the one before the other.
    fs::write(client.folder.join(".gitignore"), "").unwrap();
    client.save("a.yaml");
    client.settle();
    assert_eq!(client.found("a.yaml"), ["AIO201 'mqtt.example.com'"]);
    client.end();
}

#[test]
fn what_is_to_be_ignored_is_known_once_it_is_saved() {
    let mut client = Client::start(&[(".gitignore", "out\n"), ("a.yaml", ENDPOINTS)], Units::Utf16);
    client.open_with("out/new.yaml", ENDPOINTS);
    client.settle();
    assert_ne!(client.found("out/new.yaml"), [""; 0]);
    client.save("out/new.yaml");
    client.settle();
    assert_eq!(client.found("out/new.yaml"), [""; 0]);
    client.remove("out");
    client.settle();
    assert_ne!(client.found("out/new.yaml"), [""; 0]);
    client.end();
}

#[test]
fn what_a_template_loads_and_calls_is_followed() {
    let main = "module part 'out/part.bicep' = {\n  name: 'part'\n  params: { host: loadTextContent('host.txt') }\n}\n";
    let part = "param host string\nresource e 'Microsoft.IoTOperations/instances/dataflowEndpoints@2025-10-01' = {\n  \
        name: 'plant/e'\n  properties: {\n    endpointType: 'Mqtt'\n    mqttSettings: {\n      host: host\n      \
        authentication: { method: 'Anonymous', anonymousSettings: {} }\n    }\n  }\n}\n";
    let files =
        [(".gitignore", "out\n"), ("main.bicep", main), ("host.txt", "broker.example.com"), ("out/part.bicep", part)];
    let mut client = Client::start(&files, Units::Utf16);
    let check = |client: &mut Client| {
        client.settle();
        assert_eq!(client.all_found(), client.new_run());
        client.all_found().len()
    };
    let with_port = |client: &mut Client| client.write("host.txt", "broker.example.com:8883");
    let before = check(&mut client);
    with_port(&mut client);
    assert!(check(&mut client) < before);
    // What is typed in a file that is loaded counts too.
    client.open("host.txt");
    client.replace("host.txt", ":8883", "");
    client.settle();
    assert_eq!(client.all_found().len(), before);
    client.close("host.txt");
    client.remove("out/part.bicep");
    check(&mut client);
    client.write("out/part.bicep", part);
    check(&mut client);
    client.write("main.bicep", "// nothing is called any more\n");
    check(&mut client);
    client.end();
}

#[test]
fn a_file_without_a_folder_is_checked_with_its_project_or_alone() {
    let mut client = Client::spawn(&[("endpoints.yaml", ENDPOINTS), ("flow.yaml", FLOW)], Units::Utf16);
    let capabilities = crate::client::capabilities(Units::Utf16);
    client.request("initialize", json!({ "processId": null, "rootUri": null, "capabilities": capabilities })).unwrap();
    client.notify("initialized", json!({}));
    client.settle();
    client.take("client/registerCapability");
    client.open("endpoints.yaml");
    client.replace("endpoints.yaml", "name: partner", "name: other");
    client.settle();
    assert_eq!(client.found("flow.yaml"), ["AIO031 partner"]);
    client.close("endpoints.yaml");
    client.settle();
    assert_eq!(client.all_found(), [""; 0]);
    // Without a project, only what is open is there.
    fs::remove_dir(client.folder.join(".git")).unwrap();
    client.open("flow.yaml");
    client.settle();
    let alone = ["AIO031 line-broker", "AIO031 partner"];
    assert_eq!(client.found("flow.yaml"), alone);
    client.open("endpoints.yaml");
    client.settle();
    assert_eq!(client.found("flow.yaml"), [""; 0]);
    client.close("endpoints.yaml");
    client.settle();
    assert_eq!(client.found("flow.yaml"), alone);
    client.end();
}

#[test]
fn folders_come_and_go() {
    let mut client = Client::start(&[("a.yaml", FLOW)], Units::Utf16);
    let other = client.folder.parent().unwrap().join("other");
    fs::create_dir_all(&other).unwrap();
    fs::write(other.join("b.yaml"), ENDPOINTS).unwrap();
    let folder = json!({ "uri": format!("file://{}", other.display()), "name": "other" });
    client.notify("workspace/didChangeWorkspaceFolders", json!({ "event": { "added": [folder], "removed": [] } }));
    client.settle();
    let path = other.join("b.yaml").display().to_string();
    assert_eq!(client.found(&path), ["AIO201 'mqtt.example.com'"]);
    // The two are no project together.
    assert_eq!(client.found("a.yaml"), ["AIO031 line-broker", "AIO031 partner"]);
    client.notify("workspace/didChangeWorkspaceFolders", json!({ "event": { "added": [], "removed": [folder] } }));
    client.settle();
    assert_eq!(client.found(&path), [""; 0]);
    client.end();
}

#[test]
fn unsaved_documents_are_found_again_after_the_configuration_was_edited() {
    let mut client = Client::start(&[("flow.yaml", FLOW), (".aiolint.yaml", "fail-on: error\n")], Units::Utf16);
    client.open(".aiolint.yaml");
    client.open_with("new.yaml", ENDPOINTS);
    client.settle();
    assert_eq!(client.found("flow.yaml"), [""; 0]);
    client.replace(".aiolint.yaml", "error", "warning");
    client.settle();
    assert_eq!(client.found("flow.yaml"), [""; 0]);
    assert_eq!(client.found("new.yaml"), ["AIO201 'mqtt.example.com'"]);
    client.end();
}

#[test]
fn a_wrong_configuration_is_told_where_nothing_is_to_be_checked() {
    let mut client = Client::start(&[("a.yaml", ENDPOINTS), (".gitignore", "*\n")], Units::Utf16);
    client.write(".aiolint.yaml", "rules: [\n");
    client.settle();
    assert_eq!(client.found(".aiolint.yaml"), ["AIO006 ["]);
    assert_eq!(client.all_found(), client.new_run());
    client.end();
}

/// A rule of a project's own, about endpoints called `partner`.
pub const OWN_RULE: &str = "\
---
id: OWN001
select: DataflowEndpoint
checks:
  - severity: warning
    require: |
      spec.endpointType != 'Mqtt' || !has(spec.mqttSettings.host) || spec.mqttSettings.host != 'mqtt.example.com'
    at: spec.endpointType
    message: not this host
source: ours
since: '1'
---
Not this host.

```yaml bad
apiVersion: connectivity.iotoperations.azure.com/v1
kind: DataflowEndpoint
metadata: { name: a }
spec:
  endpointType: Mqtt
#               ^^^^ not this host
  mqttSettings: { host: mqtt.example.com }
```

```yaml good
apiVersion: connectivity.iotoperations.azure.com/v1
kind: DataflowEndpoint
metadata: { name: a }
spec:
  endpointType: Mqtt
  mqttSettings: { host: mqtt.example.org }
```
";

#[test]
fn the_configuration_counts_as_it_is_typed_and_what_is_wrong_in_it_is_told() {
    let files = [("a.yaml", ENDPOINTS), (".aiolint.yaml", "fail-on: error\n"), ("sub/b.yaml", FLOW)];
    let mut client = Client::start(&files, Units::Utf16);
    client.open(".aiolint.yaml");
    client.settle();
    assert_eq!(client.found("a.yaml"), ["AIO201 'mqtt.example.com'"]);
    client.edit(".aiolint.yaml", (0, 0), (0, 0), "rules:\n  host-port-invalid: off\n");
    client.settle();
    assert_eq!(client.found("a.yaml"), [""; 0]);
    client.replace(".aiolint.yaml", "host-port-invalid", "no-such-rule");
    client.settle();
    assert_eq!(client.found(".aiolint.yaml"), ["AIO006 no-such-rule"]);
    assert_eq!(client.found("a.yaml"), ["AIO201 'mqtt.example.com'"]);
    client.rewrite(".aiolint.yaml", "exclude: ['a.*']\n");
    client.settle();
    assert_eq!(client.found("a.yaml"), [""; 0]);
    client.rewrite(".aiolint.yaml", "rules: [\n");
    client.settle();
    assert!(!client.found(".aiolint.yaml").is_empty());
    client.close(".aiolint.yaml");
    client.remove(".aiolint.yaml");
    client.settle();
    assert_eq!(client.all_found(), client.new_run());
    client.end();
}

#[test]
fn known_findings_of_a_baseline_are_not_shown() {
    let mut client = Client::start(&[("a.yaml", ENDPOINTS)], Units::Utf16);
    let status = std::process::Command::new(env!("CARGO_BIN_EXE_aiolint"))
        .args(["baseline", "write"])
        .current_dir(&client.folder)
        .output()
        .unwrap();
    assert!(status.status.success());
    client.tell_file(".aiolint-baseline.json", 1);
    client.settle();
    assert_eq!(client.found("a.yaml"), [""; 0]);
    client.remove(".aiolint-baseline.json");
    client.settle();
    assert_eq!(client.found("a.yaml"), ["AIO201 'mqtt.example.com'"]);
    client.end();
}

#[test]
fn rules_of_a_project_judge_unless_they_are_wrong_or_not_trusted() {
    let files = [("a.yaml", ENDPOINTS), (".aiolint.yaml", "rule-folders: [own]\n"), ("own/partner.md", OWN_RULE)];
    let mut client = Client::start(&files, Units::Utf16);
    let own = ["OWN001 Mqtt", "AIO201 'mqtt.example.com'"];
    let found = |client: &Client| {
        let told = client.diagnostics["a.yaml"]["diagnostics"].as_array().unwrap().clone();
        told.iter()
            .map(|it| format!("{} {}", it["code"].as_str().unwrap(), client.slice("a.yaml", &it["range"])))
            .collect::<Vec<_>>()
    };
    assert_eq!(found(&client), own);
    client.write("own/partner.md", &OWN_RULE.replace("select:", "selects:"));
    client.settle();
    assert_eq!(found(&client), own[1..]);
    assert_eq!(client.diagnostics["own/partner.md"]["diagnostics"].as_array().unwrap().len(), 1);
    let status = client.request("aiolint/status", json!({})).unwrap();
    assert!(status["problem"].as_str().unwrap().contains("own/partner.md"), "{status}");
    client.write("own/partner.md", OWN_RULE);
    client.settle();
    assert_eq!(found(&client), own);
    assert_eq!(client.diagnostics["own/partner.md"]["diagnostics"], json!([]));
    client.end();

    let mut client = Client::spawn(&files, Units::Utf16);
    let folder = client.uri("");
    let params = json!({
        "processId": null,
        "rootUri": folder,
        "capabilities": crate::client::capabilities(Units::Utf16),
        "initializationOptions": { "userRules": false },
    });
    client.request("initialize", params).unwrap();
    client.settle();
    assert_eq!(found(&client), own[1..]);
    client.end();
}

/// Moves a folder on the disk.
fn rename(client: &Client, old: &str, new: &str) {
    fs::rename(client.folder.join(old), client.folder.join(new)).unwrap();
}

#[test]
fn folders_that_take_each_others_place_are_felt() {
    let files =
        [("a/same.yaml", ENDPOINTS), ("b/same.yaml", FLOW), ("b/values.yaml", ENDPOINTS), ("a/values.yaml", "a: 1\n")];
    let mut client = Client::start(&files, Units::Utf16);
    rename(&client, "a", "c");
    rename(&client, "b", "a");
    rename(&client, "c", "b");
    client.tell_files(&[("a".into(), 2), ("b".into(), 2)]);
    client.settle();
    assert_eq!(client.found("b/same.yaml"), ["AIO201 'mqtt.example.com'"]);
    assert_eq!(client.found("a/values.yaml"), ["AIO201 'mqtt.example.com'"]);
    assert_eq!(client.all_found(), client.new_run());
    client.end();
}

#[test]
fn a_folder_of_what_templates_load_is_felt_when_it_comes_and_goes() {
    let main = "param host string = loadTextContent('texts/host.txt')\nmodule part 'out/part.bicep' = {\n  name: 'part'\n}\n\
        resource e 'Microsoft.IoTOperations/instances/dataflowEndpoints@2025-10-01' = {\n  name: 'plant/e'\n  properties: {\n    \
        endpointType: 'Mqtt'\n    mqttSettings: { host: host, authentication: { method: 'Anonymous', anonymousSettings: {} } }\n  }\n}\n";
    let files = [
        (".gitignore", "out\n"),
        ("main.bicep", main),
        ("texts/host.txt", "broker.example.com"),
        ("out/part.bicep", "param name string = 'x'\n"),
    ];
    let mut client = Client::start(&files, Units::Utf16);
    let with = client.new_run();
    assert_eq!(client.all_found(), with);
    for (folder, kind, away) in [("texts", 3, true), ("texts", 1, false), ("out", 3, true), ("out", 1, false)] {
        let (old, new) = if away { (folder, "away.d") } else { ("away.d", folder) };
        // Nobody looks into the other folder, and nobody is told of it.
        rename(&client, old, new);
        client.tell_file(folder, kind);
        client.settle();
        assert_eq!(client.all_found(), client.new_run(), "{folder} {kind}");
        assert_eq!(client.all_found() != with, away, "{folder} {kind}");
    }
    client.end();
}

#[test]
fn folders_around_what_the_configuration_names_are_felt() {
    for configuration in ["extends: [ours/base.yaml]\n", "rule-folders: [ours/rules/own]\n"] {
        let files = [
            ("a.yaml", ENDPOINTS),
            (".aiolint.yaml", configuration),
            ("ours/base.yaml", "rules:\n  host-port-invalid: off\n"),
            ("ours/rules/own/partner.md", OWN_RULE),
        ];
        let mut client = Client::start(&files, Units::Utf16);
        let with = client.found("a.yaml");
        assert_ne!(with, ["AIO201 'mqtt.example.com'"]);
        rename(&client, "ours", "theirs");
        client.tell_file("ours", 3);
        client.settle();
        assert_eq!(client.found("a.yaml"), ["AIO201 'mqtt.example.com'"]);
        rename(&client, "theirs", "ours");
        client.tell_file("ours", 1);
        client.settle();
        assert_eq!(client.found("a.yaml"), with);
        client.end();
    }
}

#[test]
fn a_module_that_can_not_be_read_and_then_is_gone_is_missed() {
    let main = "module part 'part.bicep' = {\n  name: 'part'\n}\n";
    let mut client = Client::start(&[("main.bicep", main), ("part.bicep", "")], Units::Utf16);
    for bytes in [&b"\xff\xfea\0"[..], b"\xc3\x28"] {
        fs::write(client.folder.join("part.bicep"), bytes).unwrap();
        client.tell_file("part.bicep", 2);
        client.settle();
        assert_eq!(client.all_found(), client.new_run());
    }
    client.remove("part.bicep");
    client.settle();
    assert_eq!(client.found("main.bicep"), ["AIO014 'part.bicep'"]);
    client.end();
}

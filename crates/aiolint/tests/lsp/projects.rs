//! Folders of a workspace, files that come and go, and files that belong to no folder.

use std::fs;

use serde_json::json;

use crate::client::Client;
use crate::compare::command_line;
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
        assert_eq!(client.all_found(), command_line(&client.folder, client.units));
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

//! What is told when documents, projects and folders come and go.

use std::fs;

use serde_json::{Value, json};

use crate::client::{Client, capabilities};
use crate::document::Units;
use crate::texts::{ENDPOINTS, FLOW};

/// A session with these folders of the workspace, by their paths from that of the client.
fn start(files: &[(&str, &str)], folders: &[&str]) -> Client {
    let mut client = Client::spawn(files, Units::Utf16);
    let folders: Vec<_> = folders.iter().map(|path| json!({ "uri": client.uri(path), "name": path })).collect();
    let mut capabilities = capabilities(Units::Utf16);
    capabilities["experimental"]["aiolintStatus"] = true.into();
    let params = json!({ "processId": null, "capabilities": capabilities, "workspaceFolders": folders });
    client.request("initialize", params).unwrap();
    client.notify("initialized", json!({}));
    client.settle();
    client.take("client/registerCapability");
    client
}

/// The last status of those that were told.
fn status(client: &mut Client) -> Value {
    client.settle();
    let mut last = Value::Null;
    while client.unread.iter().any(|message| message["method"] == "aiolint/status") {
        last = client.take("aiolint/status")["params"].clone();
    }
    last
}

/// The numbers of findings and of files in a status.
fn counts(status: &Value) -> [u64; 2] {
    let [errors, warnings, notes, files] =
        ["errors", "warnings", "notes", "files"].map(|of| status[of].as_u64().unwrap());
    [errors + warnings + notes, files]
}

#[test]
fn the_status_counts_everything_once_and_follows_the_folders() {
    let mut client = start(&[("a.yaml", FLOW), ("sub/b.yaml", ENDPOINTS)], &["", "sub"]);
    assert_eq!(counts(&status(&mut client)), [1, 2]);
    let folder = |client: &Client, path: &str| json!({ "uri": client.uri(path), "name": path });
    let event = json!({ "event": { "added": [], "removed": [folder(&client, "")] } });
    client.notify("workspace/didChangeWorkspaceFolders", event);
    assert_eq!(counts(&status(&mut client)), [1, 1]);
    let event = json!({ "event": { "added": [], "removed": [folder(&client, "sub")] } });
    client.notify("workspace/didChangeWorkspaceFolders", event);
    assert_eq!(counts(&status(&mut client)), [0, 0]);
    // The project of a document outside of all folders has the same files.
    let event = json!({ "event": { "added": [folder(&client, "sub")], "removed": [] } });
    client.notify("workspace/didChangeWorkspaceFolders", event);
    client.open("a.yaml");
    assert_eq!(counts(&status(&mut client)), [1, 2]);
    client.end();
}

#[test]
fn there_is_a_status_where_nothing_is_open_and_where_a_folder_is_not_there() {
    let mut client = start(&[], &[]);
    assert_eq!(counts(&status(&mut client)), [0, 0]);
    client.end();
    let mut client = start(&[], &["missing"]);
    let folder = client.folder.join("missing");
    let problem = format!("the folder {} does not exist", folder.display());
    assert_eq!(status(&mut client)["problem"], json!(problem));
    client.write("missing/a.yaml", ENDPOINTS);
    client.tell_file("missing", 1);
    let told = status(&mut client);
    assert_eq!((counts(&told), &told["problem"]), ([1, 1], &Value::Null));
    client.end();
}

#[test]
fn a_folder_that_is_on_no_disk_is_not_passed_over_in_silence() {
    let mut client = start(&[], &[]);
    let folder = json!({ "uri": "vscode-vfs://github/a/b", "name": "b" });
    client.notify("workspace/didChangeWorkspaceFolders", json!({ "event": { "added": [folder], "removed": [] } }));
    assert_eq!(counts(&status(&mut client)), [0, 0]);
    let said = &client.take("window/logMessage")["params"]["message"];
    assert_eq!(said, "vscode-vfs://github/a/b is no folder of a disk, and is not checked");
    client.end();
}

#[test]
fn a_folder_of_the_workspace_that_goes_and_comes_is_felt() {
    let mut client = start(&[("sub/b.yaml", ENDPOINTS)], &["sub"]);
    assert_eq!(client.found("sub/b.yaml"), ["AIO201 'mqtt.example.com'"]);
    fs::rename(client.folder.join("sub"), client.folder.join("away")).unwrap();
    client.tell_file("sub", 3);
    assert!(status(&mut client)["problem"].is_string());
    assert_eq!(client.found("sub/b.yaml"), [""; 0]);
    fs::rename(client.folder.join("away"), client.folder.join("sub")).unwrap();
    client.tell_file("sub", 1);
    assert_eq!(counts(&status(&mut client)), [1, 1]);
    client.end();
}

#[test]
fn how_far_the_project_of_a_document_reaches_is_asked_again() {
    let mut client = start(&[("a.yaml", FLOW), ("b.yaml", ENDPOINTS)], &[]);
    fs::remove_dir(client.folder.join(".git")).unwrap();
    client.open("a.yaml");
    let alone = ["AIO031 line-broker", "AIO031 partner"];
    assert_eq!((counts(&status(&mut client)), client.found("a.yaml")), ([2, 1], alone.map(String::from).to_vec()));
    // A configuration makes the folder a project, which has the other file too.
    client.write(".aiolint.yaml", "fail-on: error\n");
    assert_eq!((counts(&status(&mut client)), client.found("a.yaml")), ([1, 2], Vec::new()));
    client.write(".aiolint.yaml", "rules:\n  host-port-invalid: off\n");
    assert_eq!(counts(&status(&mut client)), [0, 2]);
    client.remove(".aiolint.yaml");
    assert_eq!((counts(&status(&mut client)), client.found("a.yaml")), ([2, 1], alone.map(String::from).to_vec()));
    client.end();
}

#[test]
fn a_document_that_is_opened_again_is_told_again() {
    let mut client = start(&[("b.yaml", ENDPOINTS)], &[""]);
    client.open("b.yaml");
    status(&mut client);
    // An editor may forget what was told when it closes a document.
    let document = client.documents["b.yaml"].clone();
    client.diagnostics.clear();
    let uri = client.uri("b.yaml");
    let item = json!({ "uri": uri, "languageId": "yaml", "version": document.version, "text": document.text });
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    client.notify("textDocument/didOpen", json!({ "textDocument": item }));
    status(&mut client);
    assert_eq!(client.found("b.yaml"), ["AIO201 'mqtt.example.com'"]);
    client.end();
}

#[test]
fn the_spelling_of_a_uri_is_the_one_of_the_editor() {
    let mut client = start(&[("b(1).yaml", ENDPOINTS)], &[""]);
    let usual = client.diagnostics["b(1).yaml"]["uri"].clone();
    let own = usual.as_str().unwrap().replace("%281%29", "(1)");
    assert_ne!(json!(own), usual);
    let item = json!({ "uri": own, "languageId": "yaml", "version": 1, "text": ENDPOINTS });
    client.documents.insert("b(1).yaml".into(), crate::document::Document { version: 1, text: ENDPOINTS.into() });
    client.notify("textDocument/didOpen", json!({ "textDocument": item }));
    status(&mut client);
    assert_eq!(client.diagnostics["b(1).yaml"]["uri"], json!(own));
    assert_eq!(client.found("b(1).yaml"), ["AIO201 'mqtt.example.com'"]);
    client.documents.remove("b(1).yaml");
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": own } }));
    status(&mut client);
    assert_eq!(client.diagnostics["b(1).yaml"]["uri"], usual);
    client.end();
}

#[test]
fn a_built_in_rule_is_explained_where_nothing_is_open() {
    let mut client = start(&[], &[]);
    status(&mut client);
    for rule in ["AIO201", "host-port-invalid"] {
        let page = client.request("aiolint/explain", json!({ "rule": rule })).unwrap();
        assert_eq!(page["title"], "AIO201 host-port-invalid");
        assert!(page["markdown"].as_str().unwrap().starts_with("# AIO201 host-port-invalid\n"), "{page}");
    }
    assert_eq!(client.request("aiolint/explain", json!({ "rule": "no-such-rule" })), Ok(Value::Null));
    client.end();
}

//! What fails within the server is a line in the log and an empty answer; the session goes on.

#![allow(clippy::unwrap_used, reason = "a test that can't go on fails")]
#![expect(clippy::disallowed_methods, reason = "makes a folder with files")]

use std::io::{BufRead, BufReader, PipeReader, PipeWriter, Read, Write, pipe};
use std::path::Path;
use std::sync::Arc;
use std::thread::JoinHandle;

use aiolint_engine::judge::Filter;
use aiolint_engine::world::Settings;
use aiolint_lsp::{Host, Opened, Page};
use aiolint_project::{Configuration, Live, Request, Workspace};
use serde_json::{Value, json};

/// An endpoint whose host lacks a port.
const ENDPOINT: &str = "\
apiVersion: connectivity.iotoperations.azure.com/v1
kind: DataflowEndpoint
metadata: { name: a }
spec:
  endpointType: Mqtt
  mqttSettings: { host: mqtt.example.com, authentication: { method: Anonymous, anonymousSettings: {} } }
";

/// While it lies in a folder, opening that fails.
const STONE: &str = "stone.txt";

/// Fails where it can.
struct Failing;

impl Host for Failing {
    fn open(&self, request: Request, _user_rules: bool) -> Result<Opened, String> {
        assert!(!request.folder.join(STONE).exists(), "there is a stone");
        let pack = Arc::new(aiolint_rules::pack());
        let workspace = Workspace::new(Arc::clone(&pack), Filter::new(&pack, |_| true), Settings::default());
        let configuration = Configuration::of(&request).map_err(|error| error.to_string())?;
        let live = Live::open(request, configuration, workspace).map_err(|error| error.to_string())?;
        Ok(Opened { live, pack, rule_folders: Vec::new(), wrong: Vec::new() })
    }

    fn page(&self, _opened: Option<&Opened>, rule: &str) -> Option<Page> {
        panic!("there is no page of {rule}")
    }

    fn kinds(&self) -> Vec<(String, String)> {
        Vec::new()
    }

    fn version(&self) -> &'static str {
        "1"
    }
}

/// A session with a server in a thread.
struct Session {
    server: JoinHandle<u8>,
    input: PipeWriter,
    output: BufReader<PipeReader>,
    /// What the server has told beside its answers.
    told: Vec<Value>,
}

impl Session {
    fn start(folder: &Path) -> Self {
        let ((reader, input), (output, mut writer)) = (pipe().unwrap(), pipe().unwrap());
        let server = std::thread::spawn(move || aiolint_lsp::run(&Failing, BufReader::new(reader), &mut writer));
        let mut session = Self { server, input, output: BufReader::new(output), told: Vec::new() };
        let folder = json!({ "uri": format!("file://{}", folder.display()), "name": "test" });
        session.request("initialize", &json!({ "capabilities": {}, "workspaceFolders": [folder] }));
        session.notify("initialized", &json!({}));
        session
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{text}", text.len()).unwrap();
    }

    fn notify(&mut self, method: &str, params: &Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Gives the result of a request.
    fn request(&mut self, method: &str, params: &Value) -> Value {
        self.send(&json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params }));
        loop {
            let message = self.read();
            if message["id"] == 1 {
                return message.get("result").unwrap_or_else(|| panic!("{message}")).clone();
            }
            self.told.push(message);
        }
    }

    fn read(&mut self) -> Value {
        let (mut header, mut empty) = (String::new(), String::new());
        self.output.read_line(&mut header).unwrap();
        self.output.read_line(&mut empty).unwrap();
        let mut body = vec![0; header.trim().strip_prefix("Content-Length: ").unwrap().parse().unwrap()];
        self.output.read_exact(&mut body).unwrap();
        serde_json::from_slice(&body).unwrap()
    }

    /// Takes the only message that was told, which has to be an error in the log.
    fn error(&mut self) -> String {
        let [only] = &std::mem::take(&mut self.told)[..] else { panic!("{:?}", self.told) };
        assert_eq!((&only["method"], &only["params"]["type"]), (&json!("window/logMessage"), &json!(1)), "{only}");
        only["params"]["message"].as_str().unwrap().to_owned()
    }

    fn end(mut self) {
        self.request("shutdown", &Value::Null);
        self.notify("exit", &Value::Null);
        assert_eq!(self.server.join().unwrap(), 0);
    }
}

#[test]
fn an_analysis_that_fails_is_told_and_tried_again_when_something_changes() {
    let folder = tempfile::tempdir().unwrap();
    let (file, stone) = (folder.path().join("a.yaml"), folder.path().join(STONE));
    std::fs::write(&file, ENDPOINT).unwrap();
    std::fs::write(&stone, "").unwrap();
    let uri = format!("file://{}", file.display());
    let mut session = Session::start(folder.path());
    let status = session.request("aiolint/status", &json!({}));
    assert_eq!((&status["errors"], &status["problem"]), (&json!(0), &json!("aiolint failed to analyse this folder")));
    assert!(session.error().starts_with("aiolint failed to analyse "));
    // Nothing is known of its files, and nothing fails again.
    let hover = json!({ "textDocument": { "uri": uri }, "position": { "line": 5, "character": 26 } });
    assert_eq!(session.request("textDocument/hover", &hover), Value::Null);
    assert_eq!(session.told, [Value::Null; 0]);

    std::fs::remove_file(&stone).unwrap();
    session.notify("workspace/didChangeWatchedFiles", &json!({ "changes": [{ "uri": uri, "type": 2 }] }));
    let status = session.request("aiolint/status", &json!({}));
    assert_eq!((&status["errors"], status.get("problem")), (&json!(1), None));
    let told = session.told.remove(0);
    assert_eq!((&told["params"]["uri"], &told["params"]["diagnostics"][0]["code"]), (&json!(uri), &json!("AIO201")));
    assert_ne!(session.request("textDocument/hover", &hover), Value::Null);

    // What fails once there were findings takes them away.
    std::fs::write(&stone, "").unwrap();
    let configuration = format!("file://{}", folder.path().join(".aiolint.yaml").display());
    session.notify("workspace/didChangeWatchedFiles", &json!({ "changes": [{ "uri": configuration, "type": 1 }] }));
    session.request("aiolint/status", &json!({}));
    assert_eq!(session.told.pop().unwrap()["params"], json!({ "uri": uri, "diagnostics": [] }));
    assert!(session.error().starts_with("aiolint failed to analyse "));
    session.end();
}

#[test]
fn a_request_that_fails_is_told_and_has_an_empty_answer() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.yaml"), ENDPOINT).unwrap();
    let mut session = Session::start(folder.path());
    assert_eq!(session.request("aiolint/status", &json!({}))["errors"], 1);
    session.told.clear();
    for _ in 0..2 {
        assert_eq!(session.request("aiolint/explain", &json!({ "rule": "AIO201" })), Value::Null);
        assert!(session.error().starts_with("aiolint failed to answer aiolint/explain"));
    }
    assert_eq!(session.request("aiolint/status", &json!({}))["errors"], 1);
    session.end();
}

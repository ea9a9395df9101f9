//! A strict client: it takes nothing that the protocol does not allow, and leaves no message unread.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use serde_json::{Value, json};

use crate::document::{Document, Units};
use crate::wire::{framed, read};

/// No answer takes so long, also where many tests share the processor.
const PATIENCE: Duration = Duration::from_secs(60);

/// A session with a server that works in a folder of its own.
pub struct Client {
    pub folder: PathBuf,
    pub units: Units,
    /// The result of `initialize`.
    pub initialized: Value,
    /// What was told of each file last.
    pub diagnostics: BTreeMap<String, Value>,
    pub documents: BTreeMap<String, Document>,
    /// Notifications and requests of the server that nobody has looked at yet.
    pub unread: VecDeque<Value>,
    process: Child,
    /// What the server has written to standard error until now.
    errors: Arc<Mutex<String>>,
    /// Reads it, to its end.
    errors_read: Option<JoinHandle<()>>,
    input: Option<ChildStdin>,
    inbox: Receiver<Value>,
    /// The numbers of the requests that were not answered yet.
    open: BTreeSet<i64>,
    last_id: i64,
    pub last_version: i64,
    ended: bool,
    _folder: tempfile::TempDir,
}

/// What the client says that it can do, with a member of it replaced.
pub fn capabilities(units: Units) -> Value {
    json!({
        "general": { "positionEncodings": [units.word()] },
        "textDocument": {
            "publishDiagnostics": { "relatedInformation": true, "versionSupport": true, "tagSupport": { "valueSet": [1, 2] } },
            "codeAction": { "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["quickfix"] } } },
            "hover": { "contentFormat": ["markdown"] },
            "completion": { "completionItem": { "documentationFormat": ["markdown"] } },
            "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
        },
        "workspace": {
            "workspaceFolders": true,
            "didChangeWatchedFiles": { "dynamicRegistration": true },
            "workspaceEdit": { "documentChanges": true, "resourceOperations": ["create"] },
        },
        "experimental": { "aiolintOpenRuleDocumentation": true },
    })
}

impl Client {
    /// A session in a folder with these files.
    pub fn start(files: &[(&str, &str)], units: Units) -> Self {
        let mut client = Self::spawn(files, units);
        let folder = client.uri("");
        let params = json!({
            "processId": std::process::id(),
            "rootUri": folder,
            "capabilities": capabilities(units),
            "workspaceFolders": [{ "uri": folder, "name": "test" }],
        });
        client.initialized = client.request("initialize", params).unwrap();
        assert_eq!(client.initialized["capabilities"]["positionEncoding"], units.word());
        client.notify("initialized", json!({}));
        client.settle();
        let registered = client.take("client/registerCapability");
        assert_eq!(registered["params"]["registrations"][0]["method"], "workspace/didChangeWatchedFiles");
        client.send(&json!({ "id": registered["id"], "result": null }));
        client
    }

    /// A server to which nothing was said.
    pub fn spawn(files: &[(&str, &str)], units: Units) -> Self {
        let temporary = tempfile::tempdir().unwrap();
        let folder = fs::canonicalize(temporary.path()).unwrap().join("a project 100% é");
        fs::create_dir_all(folder.join(".git")).unwrap();
        for (path, text) in files {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let mut process = Command::new(env!("CARGO_BIN_EXE_aiolint"))
            .arg("lsp")
            .current_dir(temporary.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut output = BufReader::new(process.stdout.take().unwrap());
        let errors = Arc::new(Mutex::new(String::new()));
        let errors_read = read_all(process.stderr.take().unwrap(), Arc::clone(&errors));
        let (sender, inbox) = channel();
        std::thread::spawn(move || {
            while let Some(message) = read(&mut output) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        Self {
            folder,
            units,
            initialized: Value::Null,
            diagnostics: BTreeMap::new(),
            documents: BTreeMap::new(),
            unread: VecDeque::new(),
            input: process.stdin.take(),
            process,
            errors,
            errors_read: Some(errors_read),
            inbox,
            open: BTreeSet::new(),
            last_id: 0,
            last_version: 0,
            ended: false,
            _folder: temporary,
        }
    }

    /// The URI of a file of the folder.
    pub fn uri(&self, path: &str) -> String {
        let full = if path.is_empty() { self.folder.clone() } else { self.folder.join(path) };
        let escape = |c: char| match c {
            '/' | '-' | '.' | '_' | '~' => c.to_string(),
            c if c.is_ascii_alphanumeric() => c.to_string(),
            c => c.to_string().bytes().map(|byte| format!("%{byte:02X}")).collect(),
        };
        format!("file://{}", full.to_str().unwrap().chars().map(escape).collect::<String>())
    }

    /// The path from the folder of what a URI names.
    pub fn path(&self, uri: &str) -> String {
        let bytes = uri.strip_prefix("file://").unwrap_or_else(|| panic!("{uri} is no file")).as_bytes();
        let mut path = Vec::new();
        let mut at = 0;
        while at < bytes.len() {
            if bytes[at] == b'%' {
                path.push(u8::from_str_radix(&String::from_utf8_lossy(&bytes[at + 1..at + 3]), 16).unwrap());
                at += 3;
            } else {
                path.push(bytes[at]);
                at += 1;
            }
        }
        let path = PathBuf::from(String::from_utf8(path).unwrap());
        path.strip_prefix(&self.folder).unwrap_or(&path).to_str().unwrap().to_owned()
    }

    pub fn send(&mut self, message: &Value) {
        let bytes = framed(message);
        self.send_bytes(&bytes);
    }

    pub fn send_bytes(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().unwrap();
        input.write_all(bytes).and_then(|()| input.flush()).unwrap();
    }

    pub fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "method": method, "params": params }));
    }

    /// Sends a request, and gives its number.
    pub fn ask(&mut self, method: &str, params: Value) -> i64 {
        self.last_id += 1;
        self.open.insert(self.last_id);
        self.send(&json!({ "id": self.last_id, "method": method, "params": params }));
        self.last_id
    }

    /// A number for a request that is sent otherwise.
    pub fn new_id(&mut self) -> i64 {
        self.last_id += 1;
        self.open.insert(self.last_id);
        self.last_id
    }

    /// The answer to a request: its result, or its error.
    pub fn answer(&mut self, id: i64) -> Result<Value, Value> {
        loop {
            let message = self.inbox.recv_timeout(PATIENCE).expect("the server does not answer");
            let is_it = message.get("method").is_none() && message["id"] == id;
            let answer = message.clone();
            self.receive(message);
            if is_it {
                return match answer.get("error") {
                    Some(error) => Err(error.clone()),
                    None => Ok(answer.get("result").expect("a response has a result or an error").clone()),
                };
            }
        }
    }

    pub fn request(&mut self, method: &str, params: Value) -> Result<Value, Value> {
        let id = self.ask(method, params);
        self.answer(id)
    }

    /// Waits until the server has done all that it was told, and checks what it has said of it.
    pub fn settle(&mut self) {
        self.request("aiolint/status", json!({})).unwrap();
        for (path, told) in self.diagnostics.clone() {
            self.check_diagnostics(&path, &told);
        }
    }

    /// Takes the oldest message with this method that nobody has looked at.
    pub fn take(&mut self, method: &str) -> Value {
        let at = self.unread.iter().position(|message| message["method"] == method);
        let at = at.unwrap_or_else(|| panic!("no {method} among {:?}", self.unread));
        self.unread.remove(at).unwrap()
    }

    fn receive(&mut self, message: Value) {
        assert_eq!(message["jsonrpc"], "2.0", "{message}");
        match (message.get("method"), message.get("id")) {
            (None, Some(Value::Null)) => self.unread.push_back(message),
            (None, Some(id)) => {
                let id = id.as_i64().unwrap_or_else(|| panic!("an id that nobody gave: {message}"));
                assert!(self.open.remove(&id), "answered twice, or never asked: {message}");
                assert!(message.get("result").is_some() != message.get("error").is_some(), "{message}");
            }
            (Some(method), _) if method == "textDocument/publishDiagnostics" => {
                let path = self.path(message["params"]["uri"].as_str().unwrap());
                if let (Some(document), Some(version)) =
                    (self.documents.get(&path), message["params"]["version"].as_i64())
                {
                    assert!(version <= document.version, "a version that nobody had: {message}");
                }
                let told = message["params"].clone();
                // Two spellings of a file are two files for some clients.
                if let Some(old) = self.diagnostics.get(&path) {
                    assert!(old["uri"] == told["uri"] || old["diagnostics"] == json!([]), "{path} is left: {old}");
                }
                self.diagnostics.insert(path, told);
            }
            _ => self.unread.push_back(message),
        }
    }

    /// The document with this path: the open one, or what is on the disk.
    pub fn document(&self, path: &str) -> Document {
        self.documents.get(path).cloned().unwrap_or_else(|| {
            let bytes = fs::read(self.folder.join(path)).unwrap_or_else(|_| panic!("{path} is no file"));
            // What is no text has nothing but a beginning; a byte order mark is not shown.
            let text = String::from_utf8(bytes).unwrap_or_default();
            Document { version: 0, text: text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned() }
        })
    }

    fn check_diagnostics(&self, path: &str, told: &Value) {
        match self.documents.get(path) {
            Some(document) => assert_eq!(told["version"], document.version, "{path} has another version: {told}"),
            None => assert_eq!(told.get("version"), None, "{path} is not open: {told}"),
        }
        for diagnostic in told["diagnostics"].as_array().unwrap() {
            self.check_range(path, &diagnostic["range"]);
            assert!(matches!(diagnostic["severity"].as_i64(), Some(1..=4)), "{diagnostic}");
            assert_eq!(diagnostic["source"], "aiolint");
            // What is wrong with users' rules is no finding of a rule.
            let code = diagnostic["code"].as_str().unwrap_or(if path.ends_with(".md") { "AIO000" } else { "" });
            let is_id = code.len() == 6 && code.ends_with(|c: char| c.is_ascii_digit());
            assert!(is_id && code.starts_with(|c: char| c.is_ascii_uppercase()), "{diagnostic}");
            assert!(!diagnostic["message"].as_str().unwrap().is_empty(), "{diagnostic}");
            for related in diagnostic["relatedInformation"].as_array().unwrap() {
                let path = self.path(related["location"]["uri"].as_str().unwrap());
                self.check_range(&path, &related["location"]["range"]);
                assert!(!related["message"].as_str().unwrap().is_empty(), "{diagnostic}");
            }
        }
    }

    /// Checks that a range lies in its document; gives its offsets.
    pub fn check_range(&self, path: &str, range: &Value) -> (usize, usize) {
        let document = self.document(path);
        let offset = |end: &str| {
            let number = |of: &str| usize::try_from(range[end][of].as_u64().unwrap()).unwrap();
            let place = (number("line"), number("character"));
            document.offset(place, self.units).unwrap_or_else(|why| panic!("{path}: no such place: {why}"))
        };
        let (start, end) = (offset("start"), offset("end"));
        assert!(start <= end, "{path}: {range} ends before it starts");
        (start, end)
    }

    /// The characters of a range.
    pub fn slice(&self, path: &str, range: &Value) -> String {
        let (start, end) = self.check_range(path, range);
        self.document(path).text[start..end].to_owned()
    }

    /// The findings of a file, as `AIO203 characters that are underlined`, in order.
    pub fn found(&self, path: &str) -> Vec<String> {
        let Some(told) = self.diagnostics.get(path) else { return Vec::new() };
        let all = told["diagnostics"].as_array().unwrap();
        all.iter().map(|it| format!("{} {}", it["code"].as_str().unwrap(), self.slice(path, &it["range"]))).collect()
    }

    /// The document and the position of a place, for requests.
    pub fn at(&self, path: &str, text: &str, skip: usize) -> Value {
        let (line, character) = self.document(path).find(text, skip, self.units);
        json!({ "textDocument": { "uri": self.uri(path) }, "position": { "line": line, "character": character } })
    }

    /// Ends the session as the protocol says.
    pub fn end(mut self) {
        self.settle();
        assert_eq!(self.request("shutdown", Value::Null), Ok(Value::Null));
        self.notify("exit", Value::Null);
        assert_eq!(self.wait(), (Some(0), String::new()));
    }

    /// Waits for the end of the process; gives its exit code and what it has written to standard error.
    pub fn wait(&mut self) -> (Option<i32>, String) {
        let status = self.process.wait().unwrap();
        self.errors_read.take().unwrap().join().unwrap();
        while let Ok(message) = self.inbox.recv_timeout(PATIENCE) {
            self.receive(message);
        }
        assert_eq!(self.open, BTreeSet::new(), "requests without an answer");
        assert_eq!(self.unread, VecDeque::<Value>::new(), "messages that nobody has read");
        self.ended = true;
        (status.code(), self.errors())
    }

    /// What the server has written to standard error until now.
    pub fn errors(&self) -> String {
        self.errors.lock().unwrap().clone()
    }

    /// The number of the server's process.
    pub fn process(&self) -> u32 {
        self.process.id()
    }

    /// Ends what the server reads.
    pub fn hang_up(&mut self) {
        self.input.take();
    }
}

/// Reads a stream line by line to its end, in a thread of its own.
fn read_all(stream: impl Read + Send + 'static, into: Arc<Mutex<String>>) -> JoinHandle<()> {
    std::thread::spawn(move || {
        for line in BufReader::new(stream).lines() {
            into.lock().unwrap().push_str(&(line.unwrap() + "\n"));
        }
    })
}

impl Drop for Client {
    fn drop(&mut self) {
        if !self.ended {
            // It may have ended itself.
            let _ = self.process.kill();
            assert!(std::thread::panicking(), "a session has to be ended");
            println!("the server's standard error: {:?}", self.errors());
        }
    }
}

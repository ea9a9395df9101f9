//! `cargo xtask bench lsp [FOLDER]`: how long the language server takes until it has something to say, measured as an
//! editor meets it.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::bench::{DEMO, build, millis, temporary};
use crate::{Outcome, repository, synthetic, table};

/// So many manifests are added to a folder.
const MANIFESTS: usize = 1_000;
/// So many sessions are started; the median counts.
const SESSIONS: usize = 11;
/// So many edits are made.
const EDITS: usize = 400;

/// What has to be reached.
struct Targets {
    start: Duration,
    /// 95 of 100 edits.
    edit: Duration,
    /// Resident memory, in bytes.
    memory: u64,
}

/// What was measured.
struct Measured {
    name: String,
    files: u64,
    start: Duration,
    /// By what was edited.
    edits: Vec<(&'static str, Vec<Duration>)>,
    memory: Option<u64>,
}

/// The files that are edited, by their paths: a manifest with an endpoint, and the largest Bicep file.
struct Edited {
    manifest: String,
    template: String,
}

pub(crate) fn run(folder: Option<&Path>) -> Outcome {
    let binary = build()?;
    let demo_folder = repository::root().join(DEMO);
    let alone = temporary()?;
    repository::copy(&demo_folder, alone.path())?;
    let demo = measure(&binary, alone.path(), DEMO, &edited_files(alone.path())?)?;
    let ms = Duration::from_millis;
    let mut all = vec![(demo, Targets { start: ms(100), edit: ms(10), memory: 60 << 20 })];
    if let Some(folder) = folder {
        let large = temporary()?;
        repository::copy(folder, large.path())?;
        synthetic::write_manifests(&demo_folder, &large.path().join("plants"), MANIFESTS)?;
        let name = folder.file_name().unwrap_or(folder.as_os_str()).to_string_lossy();
        let edited = edited_files(large.path())?;
        let measured = measure(&binary, large.path(), &format!("{name} and {MANIFESTS} manifests"), &edited)?;
        all.push((measured, Targets { start: Duration::from_secs(3), edit: ms(50), memory: 400 << 20 }));
    }
    print(&all);
    let missed: usize = all.iter().map(|(measured, targets)| judge(measured, targets)).sum();
    if missed == 0 { Ok(()) } else { Err(format!("{missed} targets are missed")) }
}

/// What to edit in a folder.
fn edited_files(folder: &Path) -> Result<Edited, String> {
    let (mut manifest, mut template) = (None, None);
    for path in repository::files(folder) {
        let below = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().into_owned();
        let size = fs::metadata(&path).map_or(0, |metadata| metadata.len());
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("bicep") => template = template.max(Some((size, below))),
            Some("yaml") if manifest.is_none() => {
                manifest = repository::read(&path)?.contains("kind: DataflowEndpoint\n").then_some(below);
            }
            _ => {}
        }
    }
    let manifest = manifest.ok_or("there is no endpoint among the manifests")?;
    let (_, template) = template.ok_or("there is no Bicep file")?;
    Ok(Edited { manifest, template })
}

fn measure(binary: &Path, folder: &Path, name: &str, edited: &Edited) -> Result<Measured, String> {
    let mut starts = Vec::new();
    for _ in 1..SESSIONS {
        let begin = Instant::now();
        let session = Session::start(binary, folder)?;
        starts.push(begin.elapsed());
        session.end()?;
    }
    let begin = Instant::now();
    let mut session = Session::start(binary, folder)?;
    starts.push(begin.elapsed());
    starts.sort();
    let files = session.request("aiolint/status", &json!({}))?["files"].as_u64().unwrap_or(0);
    let edits = vec![("YAML", session.edit(&edited.manifest)?), ("Bicep", session.edit(&edited.template)?)];
    let memory = session.memory();
    session.end()?;
    Ok(Measured { name: name.to_owned(), files, start: starts[starts.len() / 2], edits, memory })
}

/// The time that so many of 100 edits do not exceed.
fn percentile(times: &[Duration], percent: usize) -> Duration {
    let mut times = times.to_vec();
    times.sort();
    times.get((times.len() * percent / 100).min(times.len().saturating_sub(1))).copied().unwrap_or_default()
}

fn print(all: &[(Measured, Targets)]) {
    let row = |measured: &Measured, (what, times): &(&str, Vec<Duration>)| {
        let Measured { name, files, start, memory, .. } = measured;
        let edit = |percent| millis(percentile(times, percent));
        let memory = memory.map_or("-".to_owned(), |bytes| (bytes >> 20).to_string());
        let edit = [edit(50), edit(95), edit(100)];
        [vec![name.clone(), files.to_string(), millis(*start), memory, (*what).to_owned()], edit.into()].concat()
    };
    let rows = all.iter().flat_map(|(measured, _)| measured.edits.iter().map(|edits| row(measured, edits)));
    let rows: Vec<Vec<String>> = rows.collect();
    let heads = ["workspace", "files", "start ms", "memory MiB", "edit of", "median ms", "95 %", "worst"];
    table::print(&heads, &rows);
    println!();
}

/// Says what is reached; gives how much is not.
fn judge(measured: &Measured, targets: &Targets) -> usize {
    let memory = measured.memory.unwrap_or(0);
    let mib = |bytes: u64| format!("{} MiB", bytes >> 20);
    let ms = |duration: Duration| format!("{} ms", millis(duration));
    let mut lines = vec![
        ("start".to_owned(), measured.start < targets.start, ms(measured.start), ms(targets.start)),
        ("memory".to_owned(), memory < targets.memory, mib(memory), mib(targets.memory)),
    ];
    for (what, times) in &measured.edits {
        let edit = percentile(times, 95);
        lines.push((format!("95 % of edits of {what}"), edit < targets.edit, ms(edit), ms(targets.edit)));
    }
    for (what, is_met, is, must) in &lines {
        let met = if *is_met { "met" } else { "MISSED" };
        println!("{}: {what}: {is}, must be under {must}: {met}", measured.name);
    }
    lines.iter().filter(|(_, is_met, ..)| !is_met).count()
}

/// A session with a server.
struct Session {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    folder: PathBuf,
    last_id: u64,
}

impl Session {
    /// Starts a server, and waits until it has told what is found in a folder.
    fn start(binary: &Path, folder: &Path) -> Result<Self, String> {
        let folder = fs::canonicalize(folder).map_err(|error| format!("can't open the folder: {error}"))?;
        let mut process = Command::new(binary)
            .arg("lsp")
            .current_dir(&folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("can't run aiolint: {error}"))?;
        let input = process.stdin.take().ok_or("the server has no input")?;
        let output = BufReader::new(process.stdout.take().ok_or("the server has no output")?);
        let mut session = Self { process, input, output, folder, last_id: 0 };
        let uri = session.uri("");
        let params = json!({ "processId": std::process::id(), "rootUri": uri, "capabilities": {} });
        session.request("initialize", &params)?;
        session.notify("initialized", &json!({}))?;
        // It is answered once all is analysed and told.
        session.request("aiolint/status", &json!({}))?;
        Ok(session)
    }

    fn uri(&self, path: &str) -> String {
        let path = if path.is_empty() { self.folder.clone() } else { self.folder.join(path) };
        format!("file://{}", path.display())
    }

    /// Types at the end of the first name, one letter after the other, and takes them back. Others may refer to what
    /// has the name.
    fn edit(&mut self, path: &str) -> Result<Vec<Duration>, String> {
        let text = repository::read(&self.folder.join(path))?;
        let is_name = |line: &str| line.trim_start().starts_with("name: ");
        let (line, name) =
            text.lines().enumerate().find(|(_, line)| is_name(line)).ok_or("there is no name to edit")?;
        let name = name.trim_end_matches('\'');
        let uri = self.uri(path);
        let item = json!({ "uri": uri, "languageId": "any", "version": 0, "text": text });
        self.notify("textDocument/didOpen", &json!({ "textDocument": item }))?;
        self.told(&uri, 0)?;
        let mut times = Vec::new();
        for number in 1..=EDITS {
            let at = |character: usize| json!({ "line": line, "character": character });
            // Four letters come, then four go.
            let typed = (number - 1) % 8;
            let end = name.chars().count() + if typed < 4 { typed } else { 8 - typed };
            let change = match typed {
                0..4 => json!({ "range": { "start": at(end), "end": at(end) }, "text": "x" }),
                _ => json!({ "range": { "start": at(end - 1), "end": at(end) }, "text": "" }),
            };
            let document = json!({ "uri": uri, "version": number });
            let begin = Instant::now();
            self.notify("textDocument/didChange", &json!({ "textDocument": document, "contentChanges": [change] }))?;
            self.told(&uri, number)?;
            times.push(begin.elapsed());
        }
        Ok(times)
    }

    /// Waits until the server has told what is found in a version of a document.
    fn told(&mut self, uri: &str, version: usize) -> Outcome {
        loop {
            let message = self.read()?;
            let params = &message["params"];
            if message["method"] == "textDocument/publishDiagnostics"
                && params["uri"] == uri
                && params["version"] == version
            {
                return Ok(());
            }
        }
    }

    /// The resident memory of the server, in bytes, where the system tells it.
    fn memory(&self) -> Option<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok().map(|kib| kib << 10)
    }

    fn end(mut self) -> Outcome {
        self.request("shutdown", &Value::Null)?;
        self.notify("exit", &Value::Null)?;
        self.process.wait().map(drop).map_err(|error| format!("the server does not end: {error}"))
    }

    fn notify(&mut self, method: &str, params: &Value) -> Outcome {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }))
    }

    fn request(&mut self, method: &str, params: &Value) -> Result<Value, String> {
        self.last_id += 1;
        self.send(&json!({ "jsonrpc": "2.0", "id": self.last_id, "method": method, "params": params }))?;
        loop {
            let mut message = self.read()?;
            if message.get("method").is_none() && message["id"] == self.last_id {
                return Ok(message["result"].take());
            }
        }
    }

    fn send(&mut self, message: &Value) -> Outcome {
        let text = message.to_string();
        let written = write!(self.input, "Content-Length: {}\r\n\r\n{text}", text.len());
        written.and_then(|()| self.input.flush()).map_err(|error| format!("the server does not read: {error}"))
    }

    fn read(&mut self) -> Result<Value, String> {
        let failed = |error: std::io::Error| format!("the server can't be read: {error}");
        let (mut header, mut empty) = (String::new(), String::new());
        self.output.read_line(&mut header).map_err(failed)?;
        self.output.read_line(&mut empty).map_err(failed)?;
        let length = header.strip_prefix("Content-Length: ").and_then(|length| length.trim().parse().ok());
        let mut body = vec![0; length.ok_or("the server has ended")?];
        self.output.read_exact(&mut body).map_err(failed)?;
        serde_json::from_slice(&body).map_err(|error| format!("the server sends no JSON: {error}"))
    }
}

//! What the server says, and what a new run of the command line says.

use std::fs;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

use crate::client::Client;
use crate::document::Document;

impl Client {
    /// The findings of a new run of the command line in the folder, as `path: AIO203 1 (3, 5) (3, 9) message`.
    pub fn new_run(&self) -> Vec<String> {
        let mut output = self.check(&["."]);
        // What may be checked can all be deleted or ignored: the command line calls that a mistake, an editor still tells
        // what is wrong with the configuration. So the same is asked about an empty document of the project.
        let said = String::from_utf8_lossy(&output.stderr);
        if output.status.code() == Some(2) && said.contains("there is no Bicep or YAML file in `.`") {
            output = self.check(&["-", "--stdin-filename", "empty.yaml"]);
        }
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(matches!(output.status.code(), Some(0 | 1)), "{said}");
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        let mut found = Vec::new();
        for finding in report["findings"].as_array().unwrap() {
            let file = finding["file"].as_str().unwrap();
            let text = fs::read_to_string(self.folder.join(file)).unwrap_or_default();
            // Offsets are those of the text behind a byte order mark, which is part of the document only if the editor says so.
            let open = self.documents.get(file).and_then(|document| document.text.chars().next());
            let mark = open.filter(|first| *first == '\u{feff}');
            let document = Document { version: 0, text: text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned() };
            let place = |end: &str| {
                let offset = usize::try_from(finding["range"][end]["offset"].as_u64().unwrap()).unwrap();
                let (line, column) = document.place(offset, self.units);
                (line, column + mark.filter(|_| line == 0).map_or(0, |mark| self.units.width(mark)))
            };
            let (start, end) = (place("start"), place("end"));
            let (rule, message) = (finding["rule"]["id"].as_str().unwrap(), finding["message"].as_str().unwrap());
            let parameters: Vec<_> =
                finding["parameters"].as_array().into_iter().flatten().flat_map(Value::as_str).collect();
            let with = if parameters.is_empty() { String::new() } else { format!(" (with {})", parameters.join(", ")) };
            let severity = match finding["severity"].as_str().unwrap() {
                "error" => 1,
                "warning" => 2,
                _ => 4,
            };
            found.push(format!("{file}: {rule} {severity} {start:?} {end:?} {message}{with}"));
        }
        found.sort();
        found
    }

    /// Runs `aiolint check` with nothing on its standard input.
    fn check(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_aiolint"));
        command.args(["check", "--format", "json", "--notes"]).args(arguments);
        command.current_dir(&self.folder).stdin(Stdio::null()).output().unwrap()
    }

    /// What was told of all files, in the form of [`Client::new_run`].
    pub fn all_found(&self) -> Vec<String> {
        let mut found = Vec::new();
        for (path, told) in &self.diagnostics {
            for it in told["diagnostics"].as_array().unwrap() {
                let place = |end: &str| {
                    let number = |of: &str| usize::try_from(it["range"][end][of].as_u64().unwrap()).unwrap();
                    (number("line"), number("character"))
                };
                let (start, end) = (place("start"), place("end"));
                let message = it["message"].as_str().unwrap();
                let message = message.split("\nhelp: ").next().unwrap();
                let (rule, severity) = (it["code"].as_str().unwrap(), &it["severity"]);
                found.push(format!("{path}: {rule} {severity} {start:?} {end:?} {message}"));
            }
        }
        found.sort();
        found
    }

    /// Checks that the server has the texts of all documents, and that what it has told is what a new run finds once they
    /// are saved.
    pub fn compare(&mut self, when: &str) {
        for (path, document) in self.documents.clone() {
            let uri = self.uri(&path);
            let text = self.request("aiolint/viewFileText", json!({ "textDocument": { "uri": uri } })).unwrap();
            assert_eq!(text, json!({ "text": document.text, "version": document.version }), "{path} {when}");
            self.save(&path);
        }
        self.settle();
        let (told, new) = (self.all_found(), self.new_run());
        let only = |these: &[String], others: &[String]| -> Vec<String> {
            these.iter().filter(|it| !others.contains(it)).cloned().collect()
        };
        let (only_told, only_new) = (only(&told, &new), only(&new, &told));
        assert_eq!(only_told, only_new, "{when}, what only the server says, and what only the command line says");
        assert_eq!(told, new, "{when}, the server's and then the command line's");
    }
}

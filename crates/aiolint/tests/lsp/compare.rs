//! What the server says, and what a new run of the command line says.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::client::Client;
use crate::document::{Document, Units};

/// The findings of a new run of the command line in a folder, as `path: AIO203 error 3:5-3:9`.
pub fn command_line(folder: &Path, units: Units) -> Vec<String> {
    let output = Command::new(env!("CARGO_BIN_EXE_aiolint"))
        .args(["check", "--format", "json", "--notes"])
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(matches!(output.status.code(), Some(0 | 1)), "{}", String::from_utf8_lossy(&output.stderr));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut found = Vec::new();
    for finding in report["findings"].as_array().unwrap() {
        let file = finding["file"].as_str().unwrap();
        let text = fs::read_to_string(folder.join(file)).unwrap_or_default();
        // Offsets are those of the text behind a byte order mark.
        let mark = text.chars().next().filter(|first| *first == '\u{feff}');
        let document = Document { version: 0, text: text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned() };
        let place = |end: &str| {
            let offset = usize::try_from(finding["range"][end]["offset"].as_u64().unwrap()).unwrap();
            let (line, column) = document.place(offset, units);
            (line, column + mark.filter(|_| line == 0).map_or(0, |mark| units.width(mark)))
        };
        let (start, end) = (place("start"), place("end"));
        let (rule, message) = (finding["rule"]["id"].as_str().unwrap(), finding["message"].as_str().unwrap());
        let severity = match finding["severity"].as_str().unwrap() {
            "error" => 1,
            "warning" => 2,
            _ => 4,
        };
        found.push(format!("{file}: {rule} {severity} {start:?} {end:?} {message}"));
    }
    found.sort();
    found
}

impl Client {
    /// What was told of all files, in the form of [`command_line`].
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
}

//! Edits at random: after many of them, text and diagnostics are those of a new run.

use std::fs;

use serde_json::json;

use crate::client::Client;
use crate::compare::command_line;
use crate::document::{Document, Place, Units};
use crate::texts::{BICEP, ENDPOINTS, FLOW};
use crate::wire::range;

/// So many edits are sent before the server is asked what it has.
const BATCH: usize = 100;
/// Every so many edits all is compared with a new run.
const CHECKED: usize = 500;

/// What is typed.
const TYPED: &[&str] = &[
    "",
    "",
    "",
    " ",
    "\n",
    "\r\n",
    "  ",
    "x",
    "😀",
    "é",
    "'",
    "\"",
    ":",
    "- ",
    "{",
    "}",
    "${",
    "name: ",
    "partner",
    "line-broker",
    "cloud",
    "default",
    "endpointRef: partner\n",
    "host: a:1\n",
    "# aiolint: ignore[AIO201] why\n",
    "---\n",
    "\t",
    "//",
    "#",
    "&a ",
    "*a",
    "'partner'",
    ":8883",
    "kind: Dataflow\n",
    "\r",
    "\u{feff}",
    "param p string\n",
    "|\n",
];

const MODULE: &str = "param name string\n\nresource e 'Microsoft.IoTOperations/instances/dataflowEndpoints@2025-10-01' existing = {\n  name: 'plant/${name}'\n}\n\noutput name string = e.name\n";

/// The xorshift generator: the same numbers for the same seed, everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap() % most.max(1)
    }

    /// A place that an editor can be at.
    fn place(&mut self, document: &Document, units: Units) -> Place {
        let mut at = self.below(document.text.len() + 1);
        while !document.text.is_char_boundary(at) {
            at -= 1;
        }
        document.place(at, units)
    }
}

fn edit(client: &mut Client, random: &mut Random, path: &str) {
    let units = client.units;
    let mut edits = Vec::new();
    let mut document = client.documents[path].clone();
    for _ in 0..=random.below(3) {
        let start = random.place(&document, units);
        let (line, column) = start;
        let near = (line + random.below(2), column + random.below(4));
        let end = if document.offset(near, units).is_ok() { near } else { start };
        let text = TYPED[random.below(TYPED.len())];
        let offsets = document.offset(start, units).unwrap()..document.offset(end, units).unwrap();
        if offsets.start <= offsets.end {
            document.text.replace_range(offsets, text);
            edits.push((start, end, text));
        }
    }
    let changes: Vec<_> =
        edits.iter().map(|(start, end, text)| json!({ "range": range(*start, *end), "text": text })).collect();
    client.edits(path, &edits, json!(changes));
}

fn check(client: &mut Client, at: usize) {
    client.settle();
    for (path, document) in client.documents.clone() {
        let uri = client.uri(&path);
        let text = client.request("aiolint/viewFileText", json!({ "textDocument": { "uri": uri } })).unwrap();
        assert_eq!(text, json!({ "text": document.text, "version": document.version }), "{path} after {at} edits");
        fs::write(client.folder.join(&path), &document.text).unwrap();
    }
    let (told, new) = (client.all_found(), command_line(&client.folder, client.units));
    assert_eq!(told, new, "after {at} edits, the server's and then the command line's");
}

fn run(units: Units, seed: u64, edits: usize) {
    let files = [
        ("endpoints.yaml", ENDPOINTS),
        ("flows/flow.yaml", FLOW),
        ("cloud/main.bicep", BICEP),
        ("cloud/module.bicep", MODULE),
        ("crlf.yaml", &FLOW.replace("to-partner", "of-windows").replace('\n', "\r\n")),
    ];
    let mut client = Client::start(&files, units);
    for (path, _) in files {
        client.open(path);
    }
    let mut random = Random(seed);
    for number in 1..=edits {
        let (path, text) = files[random.below(files.len())];
        match random.below(40) {
            // What is edited has to stay something to be found in.
            0..2 => client.rewrite(path, text),
            2 => {
                let text = client.documents[path].text.clone();
                client.close(path);
                client.open_with(path, &text);
            }
            _ => edit(&mut client, &mut random, path),
        }
        if number % CHECKED == 0 {
            check(&mut client, number);
        } else if number % BATCH == 0 {
            client.settle();
        }
    }
    client.end();
}

#[test]
fn ten_thousand_edits_in_utf_16() {
    run(Units::Utf16, 7, 10_000);
}

#[test]
fn two_thousand_edits_in_utf_8() {
    run(Units::Utf8, 11, 2_000);
}

//! Numbers and edits at random.

use serde_json::json;

use crate::client::Client;
use crate::document::{Document, Place, Units};
use crate::wire::range;

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

/// The xorshift generator: the same numbers for the same seed, everywhere.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        // Nothing comes of zero.
        Self(seed.max(1))
    }

    /// A number below `most`, or zero.
    pub fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap() % most.max(1)
    }

    /// Whether one of so many times has come.
    pub fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }

    /// A place that an editor can be at.
    pub fn place(&mut self, document: &Document, units: Units) -> Place {
        let mut at = self.below(document.text.len() + 1);
        while !document.text.is_char_boundary(at) {
            at -= 1;
        }
        document.place(at, units)
    }
}

/// Edits an open document, at up to three places.
pub fn edit(client: &mut Client, random: &mut Random, path: &str) {
    let units = client.units;
    let mut edits = Vec::new();
    let mut document = client.documents[path].clone();
    for _ in 0..=random.below(3) {
        let start = random.place(&document, units);
        let (line, column) = start;
        let near = (line + random.below(2), column + random.below(4));
        let end = if document.offset(near, units).is_ok() { near } else { start };
        let text = *random.pick(TYPED);
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

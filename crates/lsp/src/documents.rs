//! The open documents, with the text that the client has.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use aiolint_core::{Encoding, LineIndex, Source};
use gen_lsp_types::{Position, Range, Uri};
use serde::Deserialize;

use crate::{positions, uris};

/// An open document.
#[derive(Debug)]
pub(crate) struct Document {
    /// Its URI as the client writes it.
    pub uri: Uri,
    /// Its version.
    pub version: i32,
    /// Its text, all of it.
    pub text: String,
    lines: LineIndex,
}

/// A change of a document: of this range, or of all of it.
#[derive(Debug, Deserialize)]
pub(crate) struct Change {
    #[serde(default)]
    pub range: Option<Range>,
    pub text: String,
}

impl Document {
    fn new(uri: Uri, version: i32, text: String) -> Self {
        let lines = LineIndex::new(&text);
        Self { uri, version, text, lines }
    }

    /// Whether it begins with a byte order mark, which the analysis does not see.
    pub(crate) fn is_marked(&self) -> bool {
        self.text.starts_with('\u{feff}')
    }

    /// The offset of a position in the text that is analysed.
    fn offset(&self, position: Position, encoding: Encoding) -> usize {
        let mark = if self.is_marked() { '\u{feff}'.len_utf8() } else { 0 };
        positions::offset(&self.text, &self.lines, position, encoding).saturating_sub(mark)
    }

    /// Applies a change. A range that ends before it starts is taken to be empty.
    fn apply(&mut self, change: Change, encoding: Encoding) {
        match change.range {
            Some(range) => {
                let start = positions::offset(&self.text, &self.lines, range.start, encoding);
                let end = positions::offset(&self.text, &self.lines, range.end, encoding);
                self.text.replace_range(start..end.max(start), &change.text);
            }
            None => self.text = change.text,
        }
        self.lines = LineIndex::new(&self.text);
    }
}

/// The open documents that are files, by their paths.
#[derive(Debug, Default)]
pub(crate) struct Documents(BTreeMap<PathBuf, Document>);

impl Documents {
    /// Opens a document; gives its path, or nothing if it is no file.
    pub(crate) fn open(&mut self, uri: Uri, version: i32, text: String) -> Option<PathBuf> {
        let path = uris::to_path(&uri.0)?;
        self.0.insert(path.clone(), Document::new(uri, version, text));
        Some(path)
    }

    /// Applies changes, one after the other; gives the path of the document if it is open.
    pub(crate) fn change(
        &mut self,
        uri: &Uri,
        version: i32,
        changes: Vec<Change>,
        encoding: Encoding,
    ) -> Option<PathBuf> {
        let path = uris::to_path(&uri.0)?;
        let document = self.0.get_mut(&path)?;
        changes.into_iter().for_each(|change| document.apply(change, encoding));
        document.version = version;
        Some(path)
    }

    /// Closes a document; gives its path if it was open.
    pub(crate) fn close(&mut self, uri: &Uri) -> Option<PathBuf> {
        let path = uris::to_path(&uri.0)?;
        self.0.remove(&path).map(|_| path)
    }

    pub(crate) fn get(&self, path: &Path) -> Option<&Document> {
        self.0.get(path)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&PathBuf, &Document)> {
        self.0.iter()
    }

    /// The offset of a position in the text of a file that is analysed; what the client means is the text that it has.
    pub(crate) fn offset(&self, path: &Path, source: &Source, position: Position, encoding: Encoding) -> usize {
        match self.get(path) {
            Some(document) => document.offset(position, encoding),
            None => positions::offset(&source.text, source.lines(), position, encoding),
        }
    }

    /// The URI of a file: as the client writes it, if it is open.
    pub(crate) fn uri(&self, path: &Path) -> Uri {
        self.get(path).map_or_else(|| uris::of_path(path).into(), |document| document.uri.clone())
    }

    /// The text of a document for the analysis.
    pub(crate) fn text(&self, path: &Path) -> Option<Arc<str>> {
        self.get(path).map(|document| document.text.as_str().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A line and a column.
    type At = (u32, u32);

    fn edited(text: &str, edits: &[(At, At, &str)], encoding: Encoding) -> String {
        let mut document = Document::new("file:///a".into(), 1, text.into());
        for ((line, character), (end_line, end_character), text) in edits {
            let start = Position { line: *line, character: *character };
            let range = Range { start, end: Position { line: *end_line, character: *end_character } };
            document.apply(Change { range: Some(range), text: (*text).into() }, encoding);
        }
        document.text
    }

    #[test]
    fn changes_are_applied_one_after_the_other() {
        assert_eq!(edited("a\r\n😀b\n", &[((1, 2), (1, 3), "c"), ((0, 1), (1, 0), "")], Encoding::Utf16), "a😀c\n");
        assert_eq!(edited("é", &[((0, 2), (0, 2), "x")], Encoding::Utf8), "éx");
    }

    #[test]
    fn ranges_outside_of_the_text_are_clamped() {
        assert_eq!(edited("ab", &[((7, 0), (9, 9), "c")], Encoding::Utf16), "abc");
        assert_eq!(edited("ab", &[((0, 2), (0, 1), "c")], Encoding::Utf16), "abc");
    }
}

//! What a client does to documents and files, and says of it.

use std::fs;

use serde_json::{Value, json};

use crate::client::Client;
use crate::document::{Document, Place};
use crate::wire::range;

impl Client {
    pub fn open(&mut self, path: &str) {
        let text = fs::read_to_string(self.folder.join(path)).unwrap();
        self.open_with(path, &text);
    }

    pub fn open_with(&mut self, path: &str, text: &str) {
        let language = if path.contains(".bicep") { "bicep" } else { "yaml" };
        // Versions only grow, so that what was told before is known to be old.
        self.last_version += 1;
        let version = self.last_version;
        let item = json!({ "uri": self.uri(path), "languageId": language, "version": version, "text": text });
        self.documents.insert(path.into(), Document { version, text: text.into() });
        self.notify("textDocument/didOpen", json!({ "textDocument": item }));
    }

    pub fn close(&mut self, path: &str) {
        self.documents.remove(path).unwrap();
        self.notify("textDocument/didClose", json!({ "textDocument": { "uri": self.uri(path) } }));
    }

    /// Replaces what stands between two places.
    pub fn edit(&mut self, path: &str, start: Place, end: Place, text: &str) {
        let change = json!({ "range": range(start, end), "text": text });
        self.edits(path, &[(start, end, text)], json!([change]));
    }

    /// Says that these edits, one after the other, were made, with these words.
    pub fn edits(&mut self, path: &str, edits: &[(Place, Place, &str)], changes: Value) {
        let units = self.units;
        let document = self.documents.get_mut(path).unwrap();
        for (start, end, text) in edits {
            let range = document.offset(*start, units).unwrap()..document.offset(*end, units).unwrap();
            document.text.replace_range(range, text);
        }
        self.last_version += 1;
        document.version = self.last_version;
        let document = json!({ "uri": self.uri(path), "version": self.documents[path].version });
        self.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }

    /// Replaces a text that stands there once.
    pub fn replace(&mut self, path: &str, old: &str, new: &str) {
        let document = self.document(path);
        let (start, end) = (document.find(old, 0, self.units), document.find(old, old.len(), self.units));
        self.edit(path, start, end, new);
    }

    /// Writes a file, and says so as one that watches files.
    pub fn write(&mut self, path: &str, text: &str) {
        let full = self.folder.join(path);
        let kind = if full.exists() { 2 } else { 1 };
        fs::create_dir_all(full.parent().unwrap()).unwrap();
        fs::write(&full, text).unwrap();
        self.tell_file(path, kind);
    }

    /// Removes a file or folder, and says so.
    pub fn remove(&mut self, path: &str) {
        let full = self.folder.join(path);
        if full.is_dir() { fs::remove_dir_all(full) } else { fs::remove_file(full) }.unwrap();
        self.tell_file(path, 3);
    }

    pub fn tell_file(&mut self, path: &str, kind: i64) {
        self.tell_files(&[(path.to_owned(), kind)]);
    }

    /// Says what became of files, all at once: 1 for a new one, 2 for one that has changed, 3 for one that is gone.
    pub fn tell_files(&mut self, files: &[(String, i64)]) {
        let changes: Vec<_> = files.iter().map(|(path, kind)| json!({ "uri": self.uri(path), "type": kind })).collect();
        self.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
    }

    /// Writes a document to the disk.
    pub fn save(&mut self, path: &str) {
        let text = self.documents[path].text.clone();
        self.write(path, &text);
        self.notify("textDocument/didSave", json!({ "textDocument": { "uri": self.uri(path) } }));
    }

    /// Gives a document another text.
    pub fn rewrite(&mut self, path: &str, text: &str) {
        self.last_version += 1;
        let version = self.last_version;
        self.documents.insert(path.into(), Document { version, text: text.into() });
        let document = json!({ "uri": self.uri(path), "version": version });
        self.notify(
            "textDocument/didChange",
            json!({ "textDocument": document, "contentChanges": [{ "text": text }] }),
        );
    }
}

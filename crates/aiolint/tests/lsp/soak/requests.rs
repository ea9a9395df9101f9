//! Requests about places in open documents.

use serde_json::{Value, json};

use super::Soak;

impl Soak {
    /// A request about a place in an open document.
    fn request(&mut self) -> Option<(String, &'static str, Value)> {
        let path = self.any_document()?;
        let (line, character) = self.random.place(&self.client.documents[&path], self.client.units);
        let place = json!({ "line": line, "character": character });
        let method = *self.random.pick(&[
            "textDocument/hover",
            "textDocument/completion",
            "textDocument/definition",
            "textDocument/references",
            "textDocument/documentHighlight",
            "textDocument/documentSymbol",
            "textDocument/codeAction",
            "workspace/symbol",
            "aiolint/graph",
        ]);
        let only = if self.random.one_in(3) { json!(["source.fixAll"]) } else { Value::Null };
        let params = json!({
            "textDocument": { "uri": self.client.uri(&path) },
            "position": place,
            "range": { "start": place, "end": place },
            "context": { "diagnostics": [], "includeDeclaration": true, "only": only },
            "query": "to",
            "uri": self.client.uri(""),
        });
        Some((path, method, params))
    }

    pub(super) fn ask(&mut self) -> Option<String> {
        let (path, method, params) = self.request()?;
        let answer = self.client.request(method, params).unwrap_or_else(|error| panic!("{method} in {path}: {error}"));
        if method == "textDocument/hover" && answer["range"].is_object() {
            self.client.check_range(&path, &answer["range"]);
        }
        Some(format!("{method} in {path}"))
    }

    pub(super) fn cancel(&mut self) -> Option<String> {
        let (path, method, params) = self.request()?;
        let id = self.client.ask(method, params);
        self.client.notify("$/cancelRequest", json!({ "id": id }));
        if let Err(error) = self.client.answer(id) {
            assert_eq!(error["code"], -32800, "{method} in {path}: {error}");
        }
        Some(format!("{method} in {path}"))
    }
}

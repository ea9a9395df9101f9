//! Requests that are not of the protocol; `docs/editors.md` describes them.

use serde::Deserialize;
use serde_json::{Value, json};

use gen_lsp_types::TextDocumentIdentifier;

use crate::server::Server;
use crate::uris;

/// Which document is meant.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct About {
    text_document: TextDocumentIdentifier,
}

/// `aiolint/status`: how much was found.
pub(crate) fn status(server: &mut Server<'_>, _params: &Value) -> Value {
    server.status()
}

/// `aiolint/viewFileText`: the text of an open document as the server has it.
pub(crate) fn view_file_text(server: &mut Server<'_>, about: &About) -> Value {
    let path = uris::to_path(&about.text_document.uri.0);
    match path.and_then(|path| server.documents.get(&path)) {
        Some(document) => json!({ "text": document.text, "version": document.version }),
        None => Value::Null,
    }
}

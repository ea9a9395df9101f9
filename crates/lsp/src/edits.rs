//! Edits of several files in the protocol's words.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use gen_lsp_types::{
    CreateFile, CreateFileOptions, DocumentChange, Edit, OptionalVersionedTextDocumentIdentifier, SnippetTextEdit,
    StringValue, TextDocumentEdit, TextDocumentIdentifier, TextEdit, WorkspaceEdit,
};

use crate::client::Client;
use crate::documents::Documents;
use crate::uris;

/// An edit of files; each file's edits do not overlap.
pub(crate) fn edit(client: Client, documents: &Documents, edits: BTreeMap<PathBuf, Vec<TextEdit>>) -> WorkspaceEdit {
    if client.versioned_edits {
        let changes = edits
            .into_iter()
            .map(|(path, edits)| of_document(documents, &path, edits.into_iter().map(Edit::TextEdit).collect()));
        return WorkspaceEdit { document_changes: Some(changes.collect()), ..WorkspaceEdit::default() };
    }
    let changes: HashMap<_, _> = edits.into_iter().map(|(path, edits)| (documents.uri(&path), edits)).collect();
    WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() }
}

/// An edit that inserts text and selects what the user is to write over; without the selection if the client can't do
/// that.
pub(crate) fn with_selection(
    client: Client,
    documents: &Documents,
    path: &Path,
    edit: TextEdit,
    selected: &str,
) -> WorkspaceEdit {
    if !client.snippets || !client.versioned_edits {
        return self::edit(client, documents, BTreeMap::from([(path.to_owned(), vec![edit])]));
    }
    let escaped = |text: &str| text.replace('\\', "\\\\").replace('$', "\\$").replace('}', "\\}");
    let value = escaped(&edit.new_text).replacen(&escaped(selected), &format!("${{0:{}}}", escaped(selected)), 1);
    let edit = SnippetTextEdit { range: edit.range, snippet: StringValue { value }, annotation_id: None };
    let change = of_document(documents, path, vec![Edit::SnippetTextEdit(edit)]);
    WorkspaceEdit { document_changes: Some(vec![change]), ..WorkspaceEdit::default() }
}

/// An edit that makes a new file, if the client can do that.
pub(crate) fn new_file(client: Client, documents: &Documents, path: &Path, text: String) -> Option<WorkspaceEdit> {
    if !client.versioned_edits || !client.creates_files {
        return None;
    }
    let options = CreateFileOptions { overwrite: None, ignore_if_exists: Some(true) };
    let uri = uris::of_path(path).into();
    let create = CreateFile { uri, options: Some(options), annotation_id: None };
    let start = gen_lsp_types::Position { line: 0, character: 0 };
    let range = gen_lsp_types::Range { start, end: start };
    let write = of_document(documents, path, vec![Edit::TextEdit(TextEdit { range, new_text: text })]);
    let changes = vec![DocumentChange::CreateFile(create), write];
    Some(WorkspaceEdit { document_changes: Some(changes), ..WorkspaceEdit::default() })
}

fn of_document(documents: &Documents, path: &Path, edits: Vec<Edit>) -> DocumentChange {
    let text_document = OptionalVersionedTextDocumentIdentifier {
        version: documents.get(path).map(|document| document.version),
        text_document_identifier: TextDocumentIdentifier { uri: documents.uri(path) },
    };
    DocumentChange::TextDocumentEdit(TextDocumentEdit { text_document, edits })
}

//! What the client tells: what becomes of documents, files and folders. Nothing is analysed here.

use gen_lsp_types::{
    DidChangeWatchedFilesParams, DidChangeWorkspaceFoldersParams, DidCloseTextDocumentParams,
    DidOpenTextDocumentParams, DidSaveTextDocumentParams, FileChangeType, MessageType, VersionedTextDocumentIdentifier,
};
use lsp_server::{Notification, RequestId};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::documents::Change;
use crate::server::Server;
use crate::uris;

/// The parameters of `textDocument/didChange`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct DidChange {
    text_document: VersionedTextDocumentIdentifier,
    content_changes: Vec<Change>,
}

/// The parameters of `$/cancelRequest`.
#[derive(Deserialize)]
struct Cancel {
    id: RequestId,
}

/// Takes a notification.
pub(crate) fn take(server: &mut Server<'_>, notification: Notification) {
    let Notification { method, params } = notification;
    let outcome = match method.as_str() {
        "initialized" => {
            server.start();
            Ok(())
        }
        "textDocument/didOpen" => parse(params).map(|params| did_open(server, params)),
        "textDocument/didChange" => parse(params).map(|params| did_change(server, params)),
        "textDocument/didClose" => parse(params).map(|params| did_close(server, &params)),
        "textDocument/didSave" => parse(params).map(|params| did_save(server, &params)),
        "workspace/didChangeWatchedFiles" => parse(params).map(|params| did_change_files(server, &params)),
        "workspace/didChangeWorkspaceFolders" => parse(params).map(|params| did_change_folders(server, &params)),
        "$/cancelRequest" => parse(params).map(|cancel: Cancel| server.cancel(&cancel.id)),
        "$/setTrace" | "workspace/didChangeConfiguration" => Ok(()),
        other if other.starts_with("$/") => Ok(()),
        _ => Err("it is not known".to_owned()),
    };
    if let Err(why) = outcome {
        server.out.log(MessageType::Warning, format!("the notification {method} is ignored: {why}"));
    }
}

fn parse<T: DeserializeOwned>(params: serde_json::Value) -> Result<T, String> {
    serde_json::from_value(params).map_err(|error| error.to_string())
}

fn did_open(server: &mut Server<'_>, params: DidOpenTextDocumentParams) {
    let document = params.text_document;
    let uri = document.uri.0.clone();
    match server.documents.open(document.uri, document.version, document.text) {
        Some(path) => {
            server.published.reopened(&path);
            cover(server);
            server.document_changed(&path);
        }
        None => server.out.log(MessageType::Log, format!("{uri} is no file, and is not checked")),
    }
}

fn did_change(server: &mut Server<'_>, params: DidChange) {
    let VersionedTextDocumentIdentifier { version, text_document_identifier } = params.text_document;
    let uri = text_document_identifier.uri;
    let encoding = server.client.encoding;
    match server.documents.change(&uri, version, params.content_changes, encoding) {
        Some(path) => {
            server.outdate(&path);
            server.document_changed(&path);
        }
        None if uris::to_path(&uri.0).is_none() => {}
        None => server.out.log(MessageType::Warning, format!("{} was changed and is not open", uri.0)),
    }
}

fn did_close(server: &mut Server<'_>, params: &DidCloseTextDocumentParams) {
    if let Some(path) = server.documents.close(&params.text_document.uri) {
        server.outdate(&path);
        cover(server);
        server.document_changed(&path);
    }
}

fn did_save(server: &mut Server<'_>, params: &DidSaveTextDocumentParams) {
    // Not every client watches files.
    if let Some(path) = uris::to_path(&params.text_document.uri.0) {
        server.projects.changed_on_disk(&path);
        cover(server);
    }
}

fn did_change_files(server: &mut Server<'_>, params: &DidChangeWatchedFilesParams) {
    for event in &params.changes {
        let Some(path) = uris::to_path(&event.uri.0) else { continue };
        match event.kind {
            // Some who watch say of a folder that it has changed when something in it has.
            FileChangeType::Changed => server.projects.changed_on_disk(&path),
            _ => server.projects.moved(&path),
        }
    }
    cover(server);
}

/// Sees to it that all documents are in projects.
fn cover(server: &mut Server<'_>) {
    server.is_untold |= server.projects.cover(&server.documents);
}

fn did_change_folders(server: &mut Server<'_>, params: &DidChangeWorkspaceFoldersParams) {
    for folder in params.event.removed.iter().filter_map(|folder| uris::to_path(&folder.uri.0)) {
        server.projects.remove_folder(&folder);
    }
    params.event.added.iter().for_each(|folder| server.add_folder(&folder.uri.0));
    cover(server);
    server.is_untold = true;
}

//! What the server can do, as it announces it: nothing that is not built.

use gen_lsp_types::{
    ChangeNotifications, CodeActionKind, CodeActionOptions, CompletionOptions,
    DidChangeWatchedFilesRegistrationOptions, FileSystemWatcher, InitializeResult, Registration, RegistrationParams,
    ServerCapabilities, ServerInfo, TextDocumentSyncKind, TextDocumentSyncOptions, WorkspaceFoldersServerCapabilities,
    WorkspaceOptions,
};

use crate::client::Client;
use crate::outbox::value;
use crate::requests::code_action;

/// The answer to `initialize`.
pub(crate) fn answer(client: Client, version: &str) -> InitializeResult {
    let sync = TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(TextDocumentSyncKind::Incremental),
        save: Some(true.into()),
        ..TextDocumentSyncOptions::default()
    };
    let folders = WorkspaceFoldersServerCapabilities {
        supported: Some(true),
        change_notifications: Some(ChangeNotifications::Bool(true)),
    };
    let capabilities = ServerCapabilities {
        position_encoding: Some(client.encoding_kind()),
        text_document_sync: Some(sync.into()),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some(vec![" ".into(), "'".into()]),
            resolve_provider: Some(true),
            ..CompletionOptions::default()
        }),
        hover_provider: Some(true.into()),
        definition_provider: Some(true.into()),
        references_provider: Some(true.into()),
        document_highlight_provider: Some(true.into()),
        document_symbol_provider: Some(true.into()),
        workspace_symbol_provider: Some(true.into()),
        code_action_provider: client.code_actions.then(|| {
            let kinds = vec![CodeActionKind::QuickFix, CodeActionKind::new(code_action::FIX_ALL)];
            CodeActionOptions { code_action_kinds: Some(kinds), ..CodeActionOptions::default() }.into()
        }),
        workspace: Some(WorkspaceOptions { workspace_folders: Some(folders), ..WorkspaceOptions::default() }),
        ..ServerCapabilities::default()
    };
    let server_info = ServerInfo { name: "aiolint".into(), version: Some(version.to_owned()) };
    InitializeResult { capabilities, server_info: Some(server_info) }
}

/// Asks the client to say when files change on the disk. Templates load files of any name.
pub(crate) fn watch_files() -> RegistrationParams {
    let watcher = FileSystemWatcher { glob_pattern: "**/*".to_owned().into(), kind: None };
    let options = DidChangeWatchedFilesRegistrationOptions { watchers: vec![watcher] };
    RegistrationParams {
        registrations: vec![Registration {
            id: "aiolint-files".into(),
            method: "workspace/didChangeWatchedFiles".into(),
            register_options: Some(value(options)),
        }],
    }
}

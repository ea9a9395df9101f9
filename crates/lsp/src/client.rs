//! What the client says that it can do.

use aiolint_core::Encoding;
use gen_lsp_types::PositionEncodingKind;
use serde_json::Value;

use crate::Settings;

/// What the client can do. It is read leniently: what a client says wrongly, it can't do.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Client {
    /// What columns count.
    pub encoding: Encoding,
    /// Shows other places with a diagnostic.
    pub related_information: bool,
    /// Shows what is not needed faded.
    pub tags: bool,
    /// Watches files if it is asked to.
    pub watches_files: bool,
    /// Takes edits with the versions of documents.
    pub versioned_edits: bool,
    /// Selects what an edit leaves to be written.
    pub snippets: bool,
    /// Can create files in an edit.
    pub creates_files: bool,
    /// Takes code actions that are more than commands.
    pub code_actions: bool,
    /// Shows Markdown when hovering.
    pub markdown: bool,
    /// Shows it beside what can be completed.
    pub markdown_in_completion: bool,
    /// Shows symbols in symbols.
    pub nested_symbols: bool,
    /// What it sets.
    pub settings: Settings,
    /// Understands the notification `aiolint/status`.
    pub status: bool,
    /// Has the command `aiolint.openRuleDocumentation`.
    pub opens_rules: bool,
}

impl Client {
    /// What the parameters of `initialize` say.
    pub(crate) fn of(params: &Value) -> Self {
        let at = |path: &str| params.pointer(&format!("/capabilities/{path}"));
        let is = |path: &str| at(path).and_then(Value::as_bool).unwrap_or(false);
        let prefers = |path: &str| at(path).and_then(Value::as_array).and_then(|all| all.first()?.as_str());
        let has = |path: &str, word: &str| {
            at(path).and_then(Value::as_array).is_some_and(|all| all.iter().any(|it| it.as_str() == Some(word)))
        };
        let encodings = at("general/positionEncodings").and_then(Value::as_array);
        let known = encodings.into_iter().flatten().find_map(|word| match word.as_str()? {
            "utf-8" => Some(Encoding::Utf8),
            "utf-16" => Some(Encoding::Utf16),
            "utf-32" => Some(Encoding::Utf32),
            _ => None,
        });
        Self {
            encoding: known.unwrap_or(Encoding::Utf16),
            related_information: is("textDocument/publishDiagnostics/relatedInformation"),
            tags: at("textDocument/publishDiagnostics/tagSupport").is_some_and(|tags| !tags.is_null()),
            watches_files: is("workspace/didChangeWatchedFiles/dynamicRegistration"),
            versioned_edits: is("workspace/workspaceEdit/documentChanges"),
            snippets: is("workspace/workspaceEdit/snippetEditSupport"),
            creates_files: has("workspace/workspaceEdit/resourceOperations", "create"),
            code_actions: at("textDocument/codeAction/codeActionLiteralSupport").is_some_and(Value::is_object),
            markdown: prefers("textDocument/hover/contentFormat") == Some("markdown"),
            markdown_in_completion: prefers("textDocument/completion/completionItem/documentationFormat")
                == Some("markdown"),
            nested_symbols: is("textDocument/documentSymbol/hierarchicalDocumentSymbolSupport"),
            settings: Settings::of(params),
            status: is("experimental/aiolintStatus"),
            opens_rules: is("experimental/aiolintOpenRuleDocumentation"),
        }
    }

    /// The encoding in the protocol's words.
    pub(crate) fn encoding_kind(self) -> PositionEncodingKind {
        match self.encoding {
            Encoding::Utf8 => PositionEncodingKind::UTF8,
            Encoding::Utf16 => PositionEncodingKind::UTF16,
            Encoding::Utf32 => PositionEncodingKind::UTF32,
        }
    }
}

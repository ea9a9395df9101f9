//! `textDocument/documentSymbol` and `workspace/symbol`: the resources of a file, and those of all projects.

use std::collections::BTreeSet;

use aiolint_core::{Location, mask_key_text, printable};
use aiolint_engine::world::{ResourceId, World, header};
use gen_lsp_types::{
    BaseSymbolInformation, DocumentSymbol, DocumentSymbolResponse, SymbolInformation, SymbolKind, WorkspaceSymbol,
};
use serde::Deserialize;

use super::asked::{Asked, OfDocument};
use crate::diagnostics::Places;
use crate::server::Server;

/// So many symbols are enough for any list.
const MOST_SYMBOLS: usize = 1_000;

/// The parameters of `workspace/symbol`.
#[derive(Deserialize)]
pub(crate) struct Query {
    query: String,
}

/// The resources of a document that are of our kinds, in their order.
pub(crate) fn of_document(server: &mut Server<'_>, params: &OfDocument) -> Option<DocumentSymbolResponse> {
    let asked = Asked::of(server, &params.text_document)?;
    let world = asked.world();
    let mut seen = BTreeSet::new();
    let mut nested = Vec::new();
    for id in world.written() {
        let resource = world.resource(id);
        // A template is evaluated as often as it is called.
        if resource.extent.file != asked.source.id || !seen.insert(resource.extent.span) {
            continue;
        }
        let Some(kind) = world.kind_of(id) else { continue };
        let header = header(resource);
        let is_inside = header.file == asked.source.id && resource.extent.span.contains(header.span);
        let start = aiolint_core::Span { start: resource.extent.span.start, end: resource.extent.span.start };
        nested.push(symbol(
            name_of(&world, id),
            kind.title.clone(),
            asked.range(resource.extent.span),
            asked.range(if is_inside { header.span } else { start }),
        ));
    }
    if server.client.nested_symbols {
        return Some(nested.into());
    }
    let uri = asked.places.documents.uri(&asked.path);
    let flat = |it: DocumentSymbol| SymbolInformation {
        location: gen_lsp_types::Location { uri: uri.clone(), range: it.range },
        base_symbol_information: BaseSymbolInformation {
            name: it.name,
            kind: it.kind,
            tags: None,
            container_name: it.detail,
        },
        ..flat_default()
    };
    Some(nested.into_iter().map(flat).collect::<Vec<_>>().into())
}

#[expect(deprecated, reason = "a member that the protocol no longer wants has to be given a value")]
fn symbol(
    name: String,
    detail: String,
    range: gen_lsp_types::Range,
    selection_range: gen_lsp_types::Range,
) -> DocumentSymbol {
    let (kind, detail) = (SymbolKind::Object, Some(detail));
    DocumentSymbol { name, detail, kind, tags: None, deprecated: None, range, selection_range, children: None }
}

#[expect(deprecated, reason = "a member that the protocol no longer wants has to be given a value")]
fn flat_default() -> SymbolInformation {
    let start = gen_lsp_types::Position { line: 0, character: 0 };
    let range = gen_lsp_types::Range { start, end: start };
    let location = gen_lsp_types::Location { uri: "".into(), range };
    let (name, kind) = (String::new(), SymbolKind::Object);
    let base_symbol_information = BaseSymbolInformation { name, kind, tags: None, container_name: None };
    SymbolInformation { deprecated: None, location, base_symbol_information }
}

/// The resources of all projects whose names have the letters of the query, in their order.
pub(crate) fn of_workspace(server: &mut Server<'_>, params: &Query) -> Vec<WorkspaceSymbol> {
    let mut symbols = Vec::new();
    let mut seen = BTreeSet::new();
    for project in server.projects.iter() {
        let Some(opened) = project.opened() else { continue };
        let workspace = opened.live.workspace();
        let world = World::new(&opened.pack, workspace.settings().clone(), workspace.all_facts());
        let places = Places { client: server.client, documents: &server.documents, project };
        let located = |at: Location| {
            let source = workspace.source(at.file)?;
            let path = places.path(&source)?;
            let range = places.range(&source, &path, at);
            Some((path.clone(), gen_lsp_types::Location { uri: places.documents.uri(&path), range }))
        };
        for id in world.written() {
            let name = name_of(&world, id);
            let Some(kind) = world.kind_of(id).filter(|_| has_letters(&name, &params.query)) else { continue };
            let at = header(world.resource(id));
            let Some((path, location)) = located(at) else { continue };
            if seen.insert((path, at.span, name.clone())) && symbols.len() < MOST_SYMBOLS {
                let container_name = Some(kind.title.clone());
                let base_symbol_information =
                    BaseSymbolInformation { name, kind: SymbolKind::Object, tags: None, container_name };
                symbols.push(WorkspaceSymbol { location: location.into(), data: None, base_symbol_information });
            }
        }
    }
    symbols
}

/// A resource's name as it is written; never empty.
pub(crate) fn name_of(world: &World<'_>, id: ResourceId) -> String {
    let resource = world.resource(id);
    let written = match &resource.name.data {
        aiolint_core::Data::Text(text) => text.written().into_owned(),
        _ => String::new(),
    };
    let name = printable(&mask_key_text(&written)).into_owned();
    if name.trim().is_empty() { resource.identity.name().to_owned() } else { name }
}

/// Whether a name has these letters, in their order, whatever the case.
fn has_letters(name: &str, query: &str) -> bool {
    let mut letters = name.chars().flat_map(char::to_lowercase);
    query.chars().flat_map(char::to_lowercase).filter(|c| !c.is_whitespace()).all(|wanted| letters.any(|c| c == wanted))
}

//! `textDocument/definition`, `references` and `documentHighlight`: the names of resources, and what refers to them.

use aiolint_engine::world::header;
use gen_lsp_types::{DocumentHighlight, DocumentHighlightKind, Location, Position, TextDocumentIdentifier};
use serde::Deserialize;

use super::asked::{Asked, OfPlace};
use crate::navigate::{mentions, named};
use crate::server::Server;

/// The parameters of `textDocument/references`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Params {
    text_document: TextDocumentIdentifier,
    position: Position,
    context: Context,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Context {
    include_declaration: bool,
}

/// Where the resources are declared that are meant.
pub(crate) fn definition(server: &mut Server<'_>, params: &OfPlace) -> Option<Vec<Location>> {
    let asked = Asked::of(server, &params.text_document)?;
    let world = asked.world();
    let named = named(&world, asked.at(params.position))?;
    let declared = named.resources.iter().filter(|id| !world.is_implicit(**id));
    let mut found: Vec<_> = declared.map(|id| header(world.resource(*id))).filter(|at| at.is_written()).collect();
    found.sort_unstable();
    found.dedup();
    Some(found.into_iter().filter_map(|at| asked.location(at)).collect())
}

/// What refers to the resources that are meant.
pub(crate) fn references(server: &mut Server<'_>, params: &Params) -> Option<Vec<Location>> {
    let asked = Asked::of(server, &params.text_document)?;
    let world = asked.world();
    let named = named(&world, asked.at(params.position))?;
    let (names, found) = mentions(&world, &named.resources, None);
    let names = names.into_iter().filter(|_| params.context.include_declaration);
    Some(names.chain(found).filter_map(|at| asked.location(at)).collect())
}

/// What in this document means the same resources.
pub(crate) fn highlight(server: &mut Server<'_>, params: &OfPlace) -> Option<Vec<DocumentHighlight>> {
    let asked = Asked::of(server, &params.text_document)?;
    let world = asked.world();
    let named = named(&world, asked.at(params.position))?;
    let (names, mut found) = mentions(&world, &named.resources, Some(asked.source.id));
    if !names.contains(&named.at) && !found.contains(&named.at) {
        found.push(named.at);
    }
    let of = |kind| move |at: &aiolint_core::Location| (at.span, kind);
    let names = names.iter().map(of(DocumentHighlightKind::Write));
    let all = names.chain(found.iter().map(of(DocumentHighlightKind::Read)));
    Some(all.map(|(span, kind)| DocumentHighlight { range: asked.range(span), kind: Some(kind) }).collect())
}

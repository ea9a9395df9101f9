//! What a request is about: a document, in its project.

use std::path::PathBuf;
use std::sync::Arc;

use aiolint_core::{Cover, Finding, KeyText, Location, Source, Span};
use aiolint_engine::pack::Pack;
use aiolint_engine::world::World;
use aiolint_project::Workspace;
use gen_lsp_types::{Position, Range, TextDocumentIdentifier};
use serde::Deserialize;

use crate::diagnostics::Places;
use crate::projects::Project;
use crate::server::Server;
use crate::{Opened, uris};

/// The parameters of requests about a document.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OfDocument {
    pub text_document: TextDocumentIdentifier,
}

/// The parameters of requests about a place in a document.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OfPlace {
    pub text_document: TextDocumentIdentifier,
    pub position: Position,
}

/// A document in its project.
pub(crate) struct Asked<'s> {
    pub path: PathBuf,
    pub opened: &'s Opened,
    pub project: &'s Project,
    pub source: Arc<Source>,
    pub places: Places<'s>,
}

impl<'s> Asked<'s> {
    /// The document, if it is a file that is analysed.
    pub(crate) fn of(server: &'s Server<'_>, about: &TextDocumentIdentifier) -> Option<Self> {
        let path = uris::to_path(&about.uri.0)?;
        let project = server.projects.of(&path)?;
        let opened = project.opened()?;
        let source = Arc::clone(opened.live.workspace().source_at(&opened.live.path(&path)?)?);
        let places = Places { client: server.client, documents: &server.documents, project };
        Some(Self { path, opened, project, source, places })
    }

    pub(crate) fn pack(&self) -> &'s Arc<Pack> {
        &self.opened.pack
    }

    pub(crate) fn workspace(&self) -> &'s Workspace {
        self.opened.live.workspace()
    }

    /// All resources of the project.
    pub(crate) fn world(&self) -> World<'s> {
        let workspace = self.workspace();
        World::new(&self.opened.pack, workspace.settings().clone(), workspace.all_facts())
    }

    /// The offset of a position in the text that is analysed.
    pub(crate) fn offset(&self, position: Position) -> usize {
        let Places { client, documents, .. } = self.places;
        documents.offset(&self.path, &self.source, position, client.encoding)
    }

    /// The place of a position, without a length.
    pub(crate) fn at(&self, position: Position) -> Location {
        let offset = self.offset(position);
        self.source.at(Span::new(offset, offset))
    }

    /// The range of bytes in this document.
    pub(crate) fn range(&self, span: Span) -> Range {
        self.places.range(&self.source, &self.path, self.source.at(span))
    }

    /// A location as the protocol has it, if it is in a file.
    pub(crate) fn location(&self, location: Location) -> Option<gen_lsp_types::Location> {
        let source = self.workspace().source(location.file)?;
        let path = self.places.path(&source)?;
        let range = self.places.range(&source, &path, location);
        Some(gen_lsp_types::Location { uri: self.places.documents.uri(&path), range })
    }

    /// The findings that are shown and touch these bytes of the document.
    pub(crate) fn findings(&self, span: Span) -> impl Iterator<Item = &'s Finding> {
        let (at, settings) = (self.source.at(span), self.places.client.settings);
        let shown = self.project.report.counted().filter(move |finding| settings.shows(finding.severity));
        shown.filter(move |finding| finding.primary.location.touches(at))
    }

    /// What of a file nobody may be shown.
    pub(crate) fn cover<'t>(&self, source: &'t Source) -> Cover<'t> {
        let facts = self.workspace().all_facts().find(|facts| facts.source.id == source.id);
        let nothing = KeyText::default();
        Cover::new(facts.map_or(&nothing, |facts| &facts.key_text), source)
    }
}

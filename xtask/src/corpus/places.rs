//! Places in files, for the reader.

use std::collections::HashMap;
use std::sync::Arc;

use aiolint_core::{FileId, Location, Source};
use aiolint_project::Deployments;

/// The files of a folder by their numbers.
pub(super) struct Places(HashMap<FileId, Arc<Source>>);

impl Places {
    pub(super) fn of(deployments: &Deployments) -> Self {
        let sources = deployments.templates.values().map(|template| (template.source.id, Arc::clone(&template.source)));
        Self(sources.collect())
    }

    /// `file:line`.
    pub(super) fn show(&self, at: Location) -> String {
        match self.0.get(&at.file) {
            Some(source) => format!("{}:{}", source.path, source.lines().line(at.span.start) + 1),
            None => "?".to_owned(),
        }
    }
}

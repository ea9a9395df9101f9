//! How the manifests of a kind differ from the schema of its Azure resource type.

use serde::{Deserialize, Serialize};

use super::Kind;
use crate::schema::{Object, Schema, Versions};

/// How the manifests of a kind differ from the schema of its Azure resource type.
#[derive(Debug, Serialize, Deserialize)]
pub struct Manifests {
    /// The versions of manifests, each with the API versions that it may stand for: `since 2024-11-01`.
    pub versions: Vec<(String, String)>,
    /// What `spec` has beside the properties of the Azure type.
    pub(super) more: Object,
}

impl Manifests {
    /// The API versions that a version of manifests may stand for; none if the version is not known.
    #[must_use]
    pub fn versions(&self, schema: &Schema, version: &str) -> Option<Versions> {
        let (_, words) = self.versions.iter().find(|(known, _)| known == version)?;
        schema.parse_versions(words).ok()
    }
}

impl Kind {
    /// The schema of its manifests, made of that of the Azure resource type.
    pub(crate) fn manifest_schema(&self, azure: impl FnOnce() -> Option<Schema>) -> Option<(&Schema, &Manifests)> {
        let manifests = self.manifests.as_ref()?;
        if let Some(known) = self.manifest_schema.get() {
            return Some((known, manifests));
        }
        let schema = azure()?.with_settings(&manifests.more);
        Some((self.manifest_schema.get_or_init(|| schema), manifests))
    }
}

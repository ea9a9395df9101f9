//! The schemas of a run, by resource type. One that nobody asks for is never read.

use std::sync::{Arc, OnceLock};

use super::Schema;
use super::import::Imported;

/// The schemas of a run.
#[derive(Clone, Debug, Default)]
pub struct Library {
    embedded: &'static [(&'static str, &'static [u8])],
    read: Arc<[OnceLock<Schema>]>,
    /// Those that the user brought, of manifests.
    own: Arc<[Imported]>,
}

impl Library {
    /// The schemas that [`Schema::to_bytes`] gave these bytes, with their resource types, in the order of these.
    #[must_use]
    pub fn embedded(embedded: &'static [(&'static str, &'static [u8])]) -> Self {
        Self { embedded, read: embedded.iter().map(|_| OnceLock::new()).collect(), own: Arc::default() }
    }

    /// The schema of a resource type; letter case does not count.
    ///
    /// # Panics
    /// Never, unless the embedded bytes are not what the build script wrote.
    #[must_use]
    pub fn get(&self, resource_type: &str) -> Option<&Schema> {
        let at = self.embedded.iter().position(|(known, _)| known.eq_ignore_ascii_case(resource_type))?;
        let (_, bytes) = self.embedded.get(at)?;
        let read = || Schema::from_bytes(bytes).expect("internal error: an embedded schema can't be read");
        self.read.get(at).map(|schema| schema.get_or_init(read))
    }

    /// Whether the resource type has a schema, which is not read for this.
    #[must_use]
    pub fn has(&self, resource_type: &str) -> bool {
        self.embedded.iter().any(|(known, _)| known.eq_ignore_ascii_case(resource_type))
    }

    /// The same, with schemas of manifests that a user brought in the place of those that it had.
    #[must_use]
    pub fn with_own(self, own: Vec<Imported>) -> Self {
        Self { own: own.into(), ..self }
    }

    /// The user's schemas of a kind of manifests, one for each version.
    pub fn own(&self, group: &str, kind: &str) -> impl Iterator<Item = &Imported> {
        self.own.iter().filter(move |schema| schema.is_of(group, kind))
    }

    /// How many were asked for until now.
    #[must_use]
    pub fn count_read(&self) -> usize {
        self.read.iter().filter(|schema| schema.get().is_some()).count()
    }

    /// The resource types that have a schema.
    pub fn types(&self) -> impl Iterator<Item = &'static str> {
        self.embedded.iter().map(|(known, _)| *known)
    }
}

impl Schema {
    /// The compiled form, for embedding.
    ///
    /// # Errors
    /// The encoder's words; a bug of ours.
    pub fn to_bytes(&self) -> Result<Vec<u8>, String> {
        postcard::to_stdvec(self).map_err(|error| error.to_string())
    }

    /// The schema of an embedded form.
    ///
    /// # Errors
    /// The decoder's words: the bytes are no schema of this version.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, String> {
        postcard::from_bytes(bytes).map_err(|error| error.to_string())
    }
}

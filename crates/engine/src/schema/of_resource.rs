//! What is known of the properties of one resource, whatever language it is written in: for editors.

use aiolint_core::Identity;

use super::{Known, Schema, Version};
use crate::pack::Pack;

/// The schema of a resource, in its version.
#[derive(Clone, Copy, Debug)]
pub struct OfResource<'p> {
    schema: &'p Schema,
    version: Version,
    /// The settings of a manifest stand under `spec`, those that the schema means under `properties`.
    is_manifest_of_azure: bool,
}

/// The schema of a resource, if there is one: of a manifest with that of an Azure type, in the newest version that it may
/// stand for; of a version that is not known, in the newest one.
#[must_use]
pub fn of_resource<'p>(pack: &'p Pack, identity: &Identity) -> Option<OfResource<'p>> {
    match identity {
        Identity::Arm { resource_type, api_version } => {
            let schema = pack.schemas.get(resource_type)?;
            let version = schema.version(api_version).or_else(|| newest(schema))?;
            Some(OfResource { schema, version, is_manifest_of_azure: false })
        }
        Identity::Kubernetes { group, version, kind: name } => {
            if let Some(own) = pack.schemas.own(group, name).find(|own| own.version == **version) {
                let version = own.schema.version(version)?;
                return Some(OfResource { schema: &own.schema, version, is_manifest_of_azure: false });
            }
            let (schema, manifests) = pack.manifest_schema(pack.kind(pack.kind_of(identity)?))?;
            let version = manifests.versions(schema, version).and_then(|versions| versions.iter().last());
            let version = version.or_else(|| newest(schema))?;
            Some(OfResource { schema, version, is_manifest_of_azure: true })
        }
    }
}

fn newest(schema: &Schema) -> Option<Version> {
    schema.versions().last().and_then(|name| schema.version(name))
}

impl<'p> OfResource<'p> {
    /// The properties that may stand in the object at a path from the top of the resource, as it writes it; `[]` is any
    /// item of a list.
    #[must_use]
    pub fn properties(&self, path: &[&str]) -> Vec<Known<'p>> {
        if !self.is_manifest_of_azure {
            return self.schema.properties(self.version, path);
        }
        match path.split_first() {
            Some((&"spec", rest)) => {
                let path: Vec<&str> = std::iter::once("properties").chain(rest.iter().copied()).collect();
                self.schema.properties(self.version, &path)
            }
            _ => Vec::new(),
        }
    }

    /// What is known of the property at a path.
    #[must_use]
    pub fn property(&self, path: &[&str]) -> Option<Known<'p>> {
        let (name, parent) = path.split_last()?;
        self.properties(parent).into_iter().find(|known| known.name == *name)
    }

    /// The first of the API versions that have a property, if not all have it.
    #[must_use]
    pub fn since(&self, known: &Known<'_>) -> Option<&'p str> {
        let first = self.schema.names(known.versions).next()?;
        (self.schema.versions().first().is_some_and(|oldest| oldest != first)).then_some(first)
    }
}

//! One resource, as a frontend read it.

use std::sync::Arc;

use crate::{Location, Value};

/// The language that a resource is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// A Kubernetes manifest.
    Yaml,
    /// A Bicep file.
    Bicep,
}

impl Language {
    /// The name in messages, conditions and fences of examples.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Yaml => "yaml",
            Self::Bicep => "bicep",
        }
    }
}

/// What a resource says that it is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Identity {
    /// `apiVersion` and `kind` of a manifest.
    Kubernetes {
        /// The API group; empty for the core group.
        group: Arc<str>,
        /// The version in the group.
        version: Arc<str>,
        /// The kind.
        kind: Arc<str>,
    },
    /// The type of a Bicep resource.
    Arm {
        /// For example `Microsoft.IoTOperations/instances/dataflowEndpoints`.
        resource_type: Arc<str>,
        /// For example `2024-11-01`.
        api_version: Arc<str>,
    },
}

impl Identity {
    /// The name that a person would use: a manifest's kind, a Bicep resource's type.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Kubernetes { kind, .. } => kind,
            Self::Arm { resource_type, .. } => resource_type,
        }
    }
}

/// A resource with its values.
#[derive(Clone, Debug, PartialEq)]
pub struct Resource {
    /// The language it is written in.
    pub language: Language,
    /// What it is.
    pub identity: Identity,
    /// The API version as written.
    pub api_version: Value,
    /// Its name: text, perhaps unknown.
    pub name: Value,
    /// Its namespace: text, unknown, or absent where the file does not say.
    pub namespace: Value,
    /// The name of the resource that it belongs to; absent where it says none. Its terms are those of that
    /// resource's name.
    pub parent: Value,
    /// All of it.
    pub body: Value,
    /// A manifest's `spec`, a Bicep resource's `properties`; absent where there is none.
    pub spec: Value,
    /// The bytes from its first to its last.
    pub extent: Location,
    /// Whether the file only refers to it, and something else makes it. Then nothing is known of its `spec`.
    pub existing: bool,
    /// The condition that decides whether it is deployed, where that is not known.
    pub condition: Option<Location>,
    /// The module calls that lead to it, outermost first.
    pub calls: Arc<[Location]>,
    /// The turn of the loop that makes it, from zero.
    pub turn: Option<usize>,
}

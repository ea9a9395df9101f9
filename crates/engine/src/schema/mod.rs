//! Schemas: what is known of the properties of a resource type, in each of its API versions. All of it is data,
//! in `rules/schemas/*.yaml`; what the keys there mean is said in `docs/writing-rules.md`.

mod check;
mod compile;
mod deviation;
pub(crate) mod file;
pub mod import;
mod library;
mod of_resource;
mod overlay;
mod query;
#[cfg(test)]
mod tests;
mod text;
mod versions;

use serde::{Deserialize, Serialize};

pub use compile::compile;
pub(crate) use compile::overlay;
pub use deviation::{Bounds, Deviation, Expected, What};
pub use library::Library;
pub use of_resource::{OfResource, of_resource};
pub use query::Known;
pub use versions::{Version, Versions};

use crate::condition::Pattern;

/// What is known of a resource type.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Schema {
    /// For example `Microsoft.IoTOperations/instances/dataflowEndpoints`.
    pub resource_type: String,
    /// Its API versions, the oldest first.
    versions: Vec<String>,
    /// All of a resource, as Bicep writes it.
    body: Object,
    /// What several places refer to.
    shapes: Vec<Node>,
}

/// What may stand in a place: one form for each API version.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Node(Vec<(Versions, Form)>);

/// What may stand in a place, in some API versions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum Form {
    Any,
    Bool,
    Int(Bounds),
    /// Any number.
    Number,
    Text(TextForm),
    List {
        items: Box<Node>,
        length: Bounds,
    },
    Object(Object),
    /// The shape with this number.
    Shape(u16),
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct TextForm {
    /// The values that are known, if it is an enumeration.
    values: Vec<(String, Versions)>,
    /// Whether there are no other values than those.
    closed: bool,
    length: Bounds,
    pattern: Option<Pattern>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Object {
    /// By name.
    properties: Vec<Property>,
    /// What members with other names are, if there may be any.
    others: Option<Box<Node>>,
    variants: Option<Variants>,
}

/// Further properties, which depend on the value of one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Variants {
    /// The name of that one, which is required.
    discriminator: String,
    /// By value.
    each: Vec<(String, Versions, Object)>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Property {
    name: String,
    /// The API versions that have it.
    versions: Versions,
    required: Versions,
    read_only: Versions,
    write_only: Versions,
    node: Node,
}

impl Schema {
    /// Its API versions, the oldest first.
    #[must_use]
    pub fn versions(&self) -> &[String] {
        &self.versions
    }

    /// The API version with this name; letter case does not count, as it does not for Azure.
    #[must_use]
    pub fn version(&self, name: &str) -> Option<Version> {
        self.versions.iter().position(|known| known.eq_ignore_ascii_case(name)).and_then(Version::new)
    }

    /// The set of its API versions that these words mean: `since 2024-11-01`.
    ///
    /// # Errors
    /// What can't be understood.
    pub fn parse_versions(&self, words: &str) -> Result<Versions, String> {
        Versions::parse(words, &self.versions)
    }

    /// The names of these API versions, the oldest first.
    pub fn names(&self, versions: Versions) -> impl Iterator<Item = &str> {
        let known = self.versions.iter().enumerate();
        let is_in = move |number: usize| Version::new(number).is_some_and(|version| versions.contains(version));
        known.filter(move |(number, _)| is_in(*number)).map(|(_, name)| name.as_str())
    }

    /// The form that a node has in this version.
    fn form<'s>(&'s self, node: &'s Node, version: Version) -> Option<&'s Form> {
        let form = node.0.iter().find(|(versions, _)| versions.contains(version)).map(|(_, form)| form)?;
        match form {
            // A shape is never only another one: the compiler refuses that.
            Form::Shape(number) => self.form(self.shapes.get(usize::from(*number))?, version),
            form => Some(form),
        }
    }
}

impl Object {
    fn property(&self, name: &str, version: Version) -> Option<&Property> {
        self.properties.iter().find(|property| property.name == name && property.versions.contains(version))
    }

    /// The properties of this version.
    fn properties(&self, version: Version) -> impl Iterator<Item = &Property> {
        self.properties.iter().filter(move |property| property.versions.contains(version))
    }
}

//! A kind's file, as written.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_saphyr::Spanned;

use super::drawing::DrawingFile;
use crate::schema::file::NodeFile;

/// `rules/kinds/<name>.yaml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KindFile {
    /// The name that rules select.
    pub kind: Spanned<String>,
    /// What people call it.
    pub title: String,
    /// `group/Kind` of its manifests; the core group is empty: `/Secret`.
    pub kubernetes: Option<Spanned<String>>,
    /// Its Azure resource type.
    pub arm: Option<String>,
    /// Where this holds, findings are only notes.
    pub demote: Option<Spanned<String>>,
    /// Canonical spellings, by path.
    #[serde(default)]
    pub enums: BTreeMap<String, Vec<String>>,
    /// Paths whose text no output may show.
    #[serde(default)]
    pub secret: Vec<String>,
    /// References to other resources, by name.
    #[serde(default)]
    pub links: BTreeMap<String, LinkFile>,
    /// Named expressions.
    #[serde(default)]
    pub define: BTreeMap<String, Spanned<String>>,
    /// How manifests differ from the schema of the Azure type; those of kinds without it are not checked by one.
    pub(crate) manifests: Option<ManifestFile>,
    /// Members that the types of Azure require and practice leaves out, by path from the settings on.
    #[serde(default)]
    pub lenient: Vec<String>,
    /// Members of older schemas that have no effect any more, by path from the settings on.
    #[serde(default)]
    pub obsolete: Vec<String>,
    /// Lists that are required and may be empty, by path from the settings on.
    #[serde(default)]
    pub empty: Vec<String>,
    /// Manifests of the resources that every installation has.
    pub implicit: Option<String>,
    /// How its resources are drawn; they are not if it is left out.
    pub graph: Option<DrawingFile>,
}

/// How manifests differ from the schema of the Azure type.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ManifestFile {
    /// The versions of manifests, each with the API versions that it may stand for.
    pub versions: BTreeMap<String, String>,
    /// What `spec` has beside the properties of the Azure type.
    #[serde(default)]
    pub properties: BTreeMap<String, NodeFile>,
}

/// A link. Exactly one of `argument`, `name` and `all` says how it finds its resources.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkFile {
    /// The kind or kinds that it leads to.
    pub to: Spanned<OneOrMany>,
    /// Takes a name as argument; what the argument is, for readers.
    pub argument: Option<String>,
    /// The expression that gives the name.
    pub name: Option<Spanned<String>>,
    /// All of the kind.
    #[serde(default)]
    pub all: bool,
    /// With `all`: which of them, `it` being the candidate.
    #[serde(rename = "where")]
    pub condition: Option<Spanned<String>>,
    /// Where in the resource the names stand, by path.
    #[serde(default)]
    pub at: Vec<String>,
    /// What stands there if it is more than the name: a regular expression whose first group is the name. What does
    /// not match it is no reference.
    pub pattern: Option<Spanned<String>>,
    /// Names of what always exists and nobody declares.
    #[serde(default, rename = "built-in")]
    pub built_in: Vec<String>,
    /// Who usually makes what it leads to, where that is not done by files of a project.
    #[serde(rename = "made-by")]
    pub made_by: Option<String>,
}

/// A name or several.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum OneOrMany {
    /// One.
    One(String),
    /// Several.
    Many(Vec<String>),
}

impl OneOrMany {
    /// The names.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        match self {
            Self::One(name) => vec![name],
            Self::Many(names) => names.iter().map(String::as_str).collect(),
        }
    }
}

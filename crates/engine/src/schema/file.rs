//! A schema's file, as written.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_saphyr::Spanned;

/// `rules/schemas/<name>.yaml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SchemaFile {
    /// The resource type.
    pub r#type: String,
    /// Its API versions, the oldest first.
    pub versions: Spanned<Vec<String>>,
    /// The members of a resource.
    pub properties: BTreeMap<String, NodeFile>,
    /// What several places refer to.
    #[serde(default)]
    pub shapes: BTreeMap<String, NodeFile>,
}

/// What may stand in a place. Sets of versions are those of `in`, if nothing else is said.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct NodeFile {
    /// The versions that have it.
    pub r#in: Option<Spanned<String>>,
    /// The versions that require it; of properties only, as the next two.
    pub required: Option<Spanned<String>>,
    /// The versions in which only Azure sets it.
    pub read_only: Option<Spanned<String>>,
    /// The versions in which nobody can read it.
    pub write_only: Option<Spanned<String>>,
    /// `any`, `bool`, `int` or `string`.
    pub r#type: Option<Spanned<String>>,
    /// The values of an enumeration that are known in all versions; there may be others.
    #[serde(default)]
    pub values: Vec<String>,
    /// Those that are known in some.
    #[serde(default)]
    pub values_in: BTreeMap<String, Spanned<String>>,
    /// Whether there are no other values.
    #[serde(default)]
    pub closed: bool,
    /// The least and the greatest number, `0..100`; either may be left out.
    pub range: Option<Spanned<String>>,
    /// How many characters or items, likewise.
    pub length: Option<Spanned<String>>,
    /// A regular expression that matches somewhere in the text.
    pub pattern: Option<Spanned<String>>,
    /// The items of a list.
    pub items: Option<Box<NodeFile>>,
    /// The members of an object.
    pub properties: Option<BTreeMap<String, NodeFile>>,
    /// The members of an object that have other names.
    pub others: Option<Box<NodeFile>>,
    /// The property whose value says which of the variants an object is.
    pub discriminator: Option<String>,
    /// By value; of these, only `in` and `properties` count.
    #[serde(default)]
    pub variants: BTreeMap<String, NodeFile>,
    /// The name of one of the file's shapes.
    pub shape: Option<Spanned<String>>,
    /// Where the form depends on the version: one for each.
    #[serde(default)]
    pub forms: Vec<NodeFile>,
}

//! Schemas that users bring for other kinds: custom resource definitions as they are, and JSON Schemas. What they say
//! in ways that are not understood here is not judged.

mod convert;
mod crd;
mod json_schema;
mod raw;

use std::ops::Range;

use serde::Deserialize;
use serde_saphyr::Spanned;

use super::Schema;
use crate::front::{Front, PackError};
use raw::Scalar;

/// The schema of one version of a kind.
#[derive(Debug)]
pub struct Imported {
    /// The API group; the core group has no name.
    pub group: String,
    /// The version, such as `v1`.
    pub version: String,
    /// The kind; if only the file's name says it, letter case does not count.
    pub kind: String,
    /// What is known of its manifests.
    pub schema: Schema,
    /// The file, as it was given.
    pub path: String,
}

impl Imported {
    /// Whether this is the schema of a kind, in whatever version.
    #[must_use]
    pub fn is_of(&self, group: &str, kind: &str) -> bool {
        self.group == group && self.kind.eq_ignore_ascii_case(kind)
    }
}

/// What tells the files apart.
#[derive(Deserialize)]
struct Head {
    kind: Option<Spanned<Scalar>>,
    #[serde(rename = "apiVersion")]
    api_version: Option<Spanned<Scalar>>,
}

/// The schemas of a file, which is YAML or JSON: of definitions of custom resources, or a JSON Schema.
///
/// # Errors
/// What is wrong with it, and where.
pub fn import(path: &str, text: &str) -> Result<Vec<Imported>, PackError> {
    let mut all = Vec::new();
    for yaml in documents(text) {
        let front = Front { path: path.to_owned(), text: text.into(), yaml };
        let head: Head = front.parse()?;
        match &head.kind {
            Some(kind) if kind.value.text() == Some("CustomResourceDefinition") => {
                let version = head.api_version.as_ref();
                if version.and_then(|version| version.value.text()) != Some("apiextensions.k8s.io/v1") {
                    let at = front.range(version.unwrap_or(kind));
                    return Err(front.error(at, "only definitions of `apiextensions.k8s.io/v1` are understood"));
                }
                all.extend(crd::import(&front)?);
            }
            Some(kind) => {
                let mut error =
                    front.error(front.range(kind), "this is no CustomResourceDefinition and no JSON Schema");
                error.help = Some("of YAML and JSON files, a folder of rules has only those".into());
                return Err(error);
            }
            None => all.extend(json_schema::import(&front)?),
        }
    }
    Ok(all)
}

/// The documents of a file that have more than comments.
fn documents(text: &str) -> Vec<Range<usize>> {
    let (mut documents, mut start, mut at) = (Vec::new(), 0, 0);
    for line in text.split_inclusive('\n') {
        let rest = line.strip_prefix("---").map(str::trim);
        if rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('#')) {
            documents.push(start..at);
            start = at + line.len();
        }
        at += line.len();
    }
    documents.push(start..at);
    let is_comment = |line: &str| line.trim_start().starts_with('#') || line.trim().is_empty();
    documents.retain(|range| !text[range.clone()].lines().all(is_comment));
    documents
}

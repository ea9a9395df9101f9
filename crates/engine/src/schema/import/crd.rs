//! Definitions of custom resources: `apiextensions.k8s.io/v1`.

use serde::Deserialize;
use serde_saphyr::Spanned;

use super::Imported;
use super::convert::convert;
use super::raw::Whether;
use crate::front::{Front, PackError};

#[derive(Deserialize)]
struct Definition {
    spec: Spec,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Spec {
    group: String,
    names: Names,
    versions: Vec<Version>,
    /// Whether members that the schema does not name are kept: of definitions that were made before `v1`.
    #[serde(default)]
    preserve_unknown_fields: bool,
}

#[derive(Deserialize)]
struct Names {
    kind: String,
}

#[derive(Deserialize)]
struct Version {
    name: Spanned<String>,
    schema: Option<VersionSchema>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct VersionSchema {
    #[serde(rename = "openAPIV3Schema")]
    open_api: Whether,
}

pub(super) fn import(front: &Front) -> Result<Vec<Imported>, PackError> {
    let Definition { spec } = front.parse()?;
    let mut all = Vec::new();
    for version in &spec.versions {
        let raw = version.schema.as_ref().and_then(|schema| schema.open_api.schema());
        let Some(raw) = raw else {
            return Err(front.error(front.range(&version.name), "this version has no `openAPIV3Schema`"));
        };
        // The schemas of `v1` are structural: what they don't name is dropped.
        let is_closed = !spec.preserve_unknown_fields;
        let names = (spec.names.kind.as_str(), version.name.value.as_str());
        let schema = convert(front, raw, names, is_closed, front.range(&version.name))?;
        all.push(Imported {
            group: spec.group.clone(),
            version: version.name.value.clone(),
            kind: spec.names.kind.clone(),
            schema,
            path: front.path.clone(),
        });
    }
    Ok(all)
}

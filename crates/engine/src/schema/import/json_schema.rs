//! JSON Schemas of kinds. Which kind one is for it says itself, or its path: `GROUP/KIND_VERSION.json`.

use super::Imported;
use super::convert::convert;
use super::raw::{GroupVersionKind, Raw};
use crate::front::{Front, PackError};

pub(super) fn import(front: &Front) -> Result<Vec<Imported>, PackError> {
    let raw: Raw = front.parse()?;
    let start = front.yaml.start;
    let (kinds, at) = match &raw.group_version_kind {
        Some(said) => (said.value.iter().map(parts).collect(), front.range(said)),
        None => (of_path(&front.path).into_iter().collect::<Vec<_>>(), start..start),
    };
    if kinds.is_empty() {
        let mut error = front.error(at, "it is not said which kind this schema is for");
        error.help = Some(
            "write `x-kubernetes-group-version-kind`, a list of `group`, `version` and `kind`, or call the file \
             `GROUP/KIND_VERSION.json`"
                .into(),
        );
        return Err(error);
    }
    let import = |(group, version, kind): (String, String, String)| {
        let schema = convert(front, &raw, (&kind, &version), false, at.clone())?;
        Ok(Imported { group, version, kind, schema, path: front.path.clone() })
    };
    kinds.into_iter().map(import).collect()
}

fn parts(said: &GroupVersionKind) -> (String, String, String) {
    (said.group.clone(), said.version.clone(), said.kind.clone())
}

/// Group, version and kind of `GROUP/KIND_VERSION.json`, as the catalogs of schemas have it; a group has a dot.
fn of_path(path: &str) -> Option<(String, String, String)> {
    let mut steps = path.rsplit(['/', '\\']);
    let (file, group) = (steps.next()?, steps.next()?);
    let (kind, version) = file.rsplit_once('.')?.0.rsplit_once('_')?;
    let is_version = version.strip_prefix('v').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    (group.contains('.') && is_version && !kind.is_empty()).then(|| (group.into(), version.into(), kind.into()))
}

//! In what a resource deviates from the schema of its kind.

use aiolint_core::{Identity, Language, Location, Severity, Value};

use super::words::{Subject, quoted};
use super::{Found, Native, mend};
use crate::kinds::Kind;
use crate::schema::{Deviation, Schema, Versions, What};
use crate::world::{ResourceId, World, header};

/// What the schema checks find in a resource.
pub(super) fn check(world: &World<'_>, id: ResourceId) -> Vec<(Native, Found)> {
    let resource = world.resource(id);
    let kind = world.kind_of(id);
    let deviations = |schema: &Schema, versions: Versions, path: &[&str], value: &Value| {
        let is_own = path.is_empty() && resource.language == Language::Yaml;
        let subject = Subject { schema, kind, versions, language: resource.language, is_own };
        let found = schema.check_in_all(versions, path, value);
        let renamed = renamed(&found);
        let found = found.into_iter().filter(|it| !is_renamed(it, &renamed));
        found
            .filter_map(|deviation| {
                let fix = mend::fix(world, kind, &deviation);
                let (check, found) = judged(&subject, &renamed, deviation, header(resource))?;
                Some((check, Found { fix, ..found }))
            })
            .collect()
    };
    match &resource.identity {
        Identity::Arm { resource_type, api_version } => {
            let Some(schema) = world.pack().schemas.get(resource_type) else { return Vec::new() };
            let Some(version) = schema.version(api_version) else { return Vec::new() };
            deviations(schema, Versions::only(version), &[], &resource.body)
        }
        Identity::Kubernetes { group, version, kind: name } => {
            let mut own = world.pack().schemas.own(group, name).peekable();
            if own.peek().is_some() {
                let schema = own.find(|own| own.version == **version).map(|own| &own.schema);
                let all = |schema: &Schema| schema.version(version).map(Versions::only);
                let Some((schema, versions)) = schema.and_then(|schema| Some((schema, all(schema)?))) else {
                    return Vec::new();
                };
                return deviations(schema, versions, &[], &resource.body);
            }
            let Some((schema, manifests)) = kind.and_then(|kind| world.pack().manifest_schema(kind)) else {
                return Vec::new();
            };
            let Some(versions) = manifests.versions(schema, version) else { return Vec::new() };
            deviations(schema, versions, &["properties"], &resource.spec)
        }
    }
}

/// The required properties that are there under a misspelt name: the path of what they are missing from, and the name.
fn renamed(all: &[Deviation]) -> Vec<(String, String)> {
    let missing: Vec<(&str, &str)> = all
        .iter()
        .filter_map(|it| match &it.what {
            What::MissingProperty { name } => Some((it.path.as_str(), name.as_str())),
            _ => None,
        })
        .collect();
    let near = all.iter().filter_map(|it| match &it.what {
        What::UnknownProperty { near: Some(near), .. } => Some((parent(&it.path), near.as_str())),
        _ => None,
    });
    let both = near.filter(|near| missing.contains(near));
    both.map(|(path, name)| (path.to_owned(), name.to_owned())).collect()
}

/// Whether a property is only missing because its name is misspelt, which is told instead.
fn is_renamed(deviation: &Deviation, renamed: &[(String, String)]) -> bool {
    let What::MissingProperty { name } = &deviation.what else { return false };
    renamed.iter().any(|(path, known)| *path == deviation.path && known == name)
}

/// The path of what a member is in.
pub(super) fn parent(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(parent, _)| parent)
}

/// What is found in a deviation, and by which check; nothing where practice leaves open what the types say.
fn judged(
    subject: &Subject<'_>,
    renamed: &[(String, String)],
    deviation: Deviation,
    header: Location,
) -> Option<(Native, Found)> {
    let is_manifest = subject.is_manifest();
    let (check, severity) = match &deviation.what {
        What::UnknownProperty { known_in, .. } if subject.is_newer(*known_in) => {
            (Native::NewerProperty, Severity::Warning)
        }
        What::UnknownProperty { name, near, .. } => {
            let is_needed = |near: &String| {
                near.eq_ignore_ascii_case(name)
                    || renamed.iter().any(|(path, known)| path == parent(&deviation.path) && known == near)
            };
            let severity = if near.as_ref().is_some_and(is_needed) { Severity::Error } else { Severity::Warning };
            (Native::UnknownProperty, severity)
        }
        What::MissingProperty { name } => {
            let is_lenient = |kind: &Kind| kind.lenient.iter().any(|known| is_path(known, &deviation.path, name));
            let is_lenient = subject.kind.is_some_and(is_lenient);
            match (is_lenient, is_manifest) {
                (true, true) => return None,
                (true, false) => (Native::MissingProperty, Severity::Warning),
                (false, _) => (Native::MissingProperty, Severity::Error),
            }
        }
        What::WrongType { .. } => (Native::WrongType, Severity::Error),
        // Kubernetes manifests with Pascal and camel case are both deployed today. The schemas that users bring are those
        // that the cluster goes by.
        What::UnknownValue { only_case: true, .. } if is_manifest && !subject.is_own => return None,
        What::UnknownValue { .. } if subject.is_own => (Native::UnknownValue, Severity::Error),
        What::UnknownValue { only_case: true, .. } => (Native::UnknownValue, Severity::Warning),
        What::UnknownValue { near, open, .. } => {
            let severity = if near.is_some() || !open { Severity::Error } else { Severity::Warning };
            (Native::UnknownValue, severity)
        }
        What::OutOfRange { .. } | What::WrongLength { .. } | What::WrongPattern { .. } => {
            (Native::OutOfRange, Severity::Error)
        }
        What::ReadOnly { .. } => (Native::ReadOnly, Severity::Warning),
    };
    let words = subject.words(&deviation);
    let is_whole = deviation.path.is_empty() && (subject.is_own || !is_manifest);
    let at = if is_whole { header } else { deviation.at };
    let (path, told_at) = match &deviation.what {
        What::MissingProperty { name } => (format!("{}.{}", deviation.path, quoted(name)), deviation.within),
        _ => (deviation.path, vec![at]),
    };
    let found = Found {
        origin: deviation.origin,
        label: words.label,
        help: words.help,
        told_at,
        ..Found::new(severity, words.message, at, path)
    };
    Some((check, found))
}

/// Whether a member of what stands at a path is at the path that a kind's file names, from the settings on.
pub(super) fn is_path(known: &str, path: &str, name: &str) -> bool {
    let path = path.strip_prefix("properties").unwrap_or(path).trim_start_matches('.');
    let steps = path.split('.').chain([name]).filter(|step| !step.is_empty());
    let steps: Vec<String> = steps.map(without_number).collect();
    known.split('.').eq(steps.iter().map(String::as_str))
}

/// `ports[3]` as kinds write it: `ports[]`.
fn without_number(step: &str) -> String {
    match step.split_once('[') {
        Some((name, _)) => format!("{name}[]"),
        None => step.to_owned(),
    }
}

//! The same for the manifests of a kind: what is under `properties` of an Azure resource is their `spec`. A version of
//! manifests may stand for several API versions, so that only what is wrong in all of these is told.

use std::collections::{BTreeMap, BTreeSet};

use aiolint_engine::kinds::Kind;
use rayon::prelude::*;

use super::analyse::{Analysis, Form};
use super::mutate::{History, Mutator};
use super::mutation::{Change, Mutation, Place, What};
use super::resource::{Data, make};
use super::types::{Property, Type};
use super::{Totals, UNKNOWN_VERSION, resources, unknown_version};

/// What a manifest's `spec` has beside the properties of the Azure resource: the kind, the path and what it is.
const MORE: &[(&str, &str, Type)] = &[
    ("BrokerAuthentication", "brokerRef", TEXT),
    ("BrokerAuthorization", "brokerRef", TEXT),
    ("BrokerListener", "brokerRef", TEXT),
    ("Dataflow", "profileRef", TEXT),
    ("DataflowEndpoint", "datalakeStorageSettings", Type::Any),
    ("DataflowEndpoint", "kafkaSettings/authentication/anonymousSettings", Type::Any),
    ("DataflowEndpoint", "mqttSettings/authentication/anonymousSettings", Type::Any),
    ("DataflowGraph", "profileRef", TEXT),
    ("DataflowProfile", "diagnostics/logs/openTelemetryExportConfig", Type::Any),
    ("DataflowProfile", "diagnostics/metrics/openTelemetryExportConfig", Type::Any),
];

const TEXT: Type = Type::Text { least: None, most: None, pattern: None };

/// Names that Kubernetes does not take.
const BAD_NAMES: [&str; 3] = ["Capital", "under_score", "-hyphen"];

/// The longest name of Kubernetes has so many characters.
const LONGEST_NAME: usize = 253;

/// Verifies the manifests of the kind that is this resource type, if there is one, in all versions of manifests.
pub(super) fn all(analysis: &Analysis, name: &str, azure: &BTreeMap<String, Type>) -> Result<Totals, String> {
    let kinds = analysis.pack().kinds.iter().filter(|kind| kind.arm.as_deref() == Some(name));
    let kinds = kinds.filter_map(|kind| Some((kind, kind.kubernetes.as_ref()?, kind.manifests.as_ref()?)));
    let forms = kinds.flat_map(|(kind, (group, of), manifests)| {
        let form = |version: &String| Form::Yaml { group: group.clone(), version: version.clone(), kind: of.clone() };
        manifests.versions.iter().map(move |(version, words)| (kind, form(version), words.as_str()))
    });
    let forms: Vec<_> = forms.collect();
    let each = forms.into_par_iter().map(|(kind, form, words)| of_version(analysis, kind, &form, words, azure));
    each.try_reduce(Totals::default, |a, b| Ok(a.and(b)))
}

fn of_version(
    analysis: &Analysis,
    kind: &Kind,
    form: &Form,
    words: &str,
    azure: &BTreeMap<String, Type>,
) -> Result<Totals, String> {
    let first = match words.split_once(' ') {
        None if words == "always" => "",
        Some(("since", first)) => first,
        _ => return Err(format!("{form}: it is not understood which versions are `{words}`")),
    };
    let with_more = |(version, body): (&String, &Type)| (version.clone(), with_more(body.clone(), &kind.name));
    let bodies: BTreeMap<String, Type> = azure.iter().map(with_more).collect();
    let meant: Vec<_> = bodies.iter().filter(|(version, _)| version.as_str() >= first).map(|(_, body)| body).collect();
    let Some((newest, others)) = meant.split_last() else { return Err(format!("{form} stands for no version")) };
    let history = History::new(bodies.values());
    let mut mutator =
        Mutator { history: &history, version: bodies.len() - 1, done: BTreeSet::new(), found: Vec::new() };
    let mut totals = Totals { pairs: [0, 1], ..Totals::default() };
    mutator.found.push(unknown_version(UNKNOWN_VERSION[1]));
    mutator.found.extend(bad_names());
    for (size, round) in resources(newest) {
        let data = make(newest, size, round)?;
        if !totals.is_valid(analysis, form, &data) {
            continue;
        }
        mutator.value(newest, &data, "", "")?;
        for mutation in std::mem::take(&mut mutator.found).iter().filter(|mutation| is_written(mutation)) {
            let holds = is_told(mutation)
                && !kind.lenient.iter().any(|path| *path == dropped(mutation))
                && others.iter().all(|body| mutation.holds_in(body, &data));
            totals.mutate(analysis, form, &data, mutation, holds);
        }
    }
    Ok(totals)
}

/// The body with what manifests have beside it.
fn with_more(mut body: Type, kind: &str) -> Type {
    for (_, path, of) in MORE.iter().filter(|(of, ..)| *of == kind) {
        let (within, name) = path.rsplit_once('/').unwrap_or(("", path));
        let steps = std::iter::once("properties").chain(within.split('/').filter(|step| !step.is_empty()));
        let object = steps.into_iter().try_fold(&mut body, |of, step| match of {
            Type::Object { properties, .. } => {
                properties.iter_mut().find(|property| property.name == step).map(|property| &mut property.of)
            }
            _ => None,
        });
        if let Some(Type::Object { properties, .. }) = object {
            properties.retain(|property| property.name != name);
            properties.push(Property { name: name.to_owned(), required: false, read_only: false, of: of.clone() });
        }
    }
    body
}

/// Whether the change is one of what a manifest has: its `spec`, and its version and name, for which it has rules of
/// its own.
fn is_written(mutation: &Mutation) -> bool {
    let is_whole = mutation.at == "/properties" && matches!(mutation.change, Change::Set(_));
    match mutation.what {
        What::UnknownVersion => true,
        What::BadName => BAD_NAMES.iter().any(|name| mutation.change.is_text(name)) || mutation.change.is_long(),
        _ => (mutation.at == "/properties" || mutation.at.starts_with("/properties/")) && !is_whole,
    }
}

/// Whether manifests are told of it: the letter case of values does not count in them.
fn is_told(mutation: &Mutation) -> bool {
    mutation.what != What::ValueInOtherCase
}

/// The path of a member that is left out, as the kinds' files write it: `ports[].tls.mode`.
fn dropped(mutation: &Mutation) -> String {
    let Change::Remove(name) = &mutation.change else { return String::new() };
    let mut path = String::new();
    for step in mutation.at.split('/').skip(2).chain([name.as_str()]) {
        if step.chars().all(|c| c.is_ascii_digit()) {
            path.push_str("[]");
        } else {
            path.push_str(if path.is_empty() { "" } else { "." });
            path.push_str(step);
        }
    }
    path
}

fn bad_names() -> impl Iterator<Item = Mutation> {
    let long = "a".repeat(LONGEST_NAME + 1);
    BAD_NAMES.map(str::to_owned).into_iter().chain([long]).map(|name| Mutation {
        what: What::BadName,
        at: "/name".into(),
        change: Change::Set(Data::Text(name)),
        place: Place::Value("/name".into()),
    })
}

impl Change {
    fn is_text(&self, wanted: &str) -> bool {
        matches!(self, Self::Set(Data::Text(text)) if text == wanted)
    }

    fn is_long(&self) -> bool {
        matches!(self, Self::Set(Data::Text(text)) if text.len() > LONGEST_NAME)
    }
}

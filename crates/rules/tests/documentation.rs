//! The built-in rules against the shapes that the documentation of MQTT data flow endpoints shows: what is
//! wrong in them is found, what only looks wrong is not, and each of the latter has a twin that is found.
//!
//! How clients of an Event Grid namespace show certificates of a chain is set up in Azure; no manifest has it.

#[path = "documentation/authentication.rs"]
mod authentication;
#[path = "documentation/bicep.rs"]
mod bicep;
#[path = "documentation/bicep_endpoints.rs"]
mod bicep_endpoints;
#[path = "documentation/bicep_flows.rs"]
mod bicep_flows;
#[path = "documentation/bicep_habits.rs"]
mod bicep_habits;
#[path = "documentation/bicep_values.rs"]
mod bicep_values;
#[path = "documentation/flows.rs"]
mod flows;
#[path = "documentation/hosts.rs"]
mod hosts;
#[path = "documentation/layout.rs"]
mod layout;
#[path = "documentation/secrets.rs"]
mod secrets;
#[path = "documentation/settings.rs"]
mod settings;

use std::sync::{Arc, LazyLock};

use aiolint_core::{FileId, Finding, Location, Severity, Source, Undecided};
use aiolint_engine::facts::{Facts, ReadAs, read};
use aiolint_engine::judge::{Filter, judge};
use aiolint_engine::pack::Pack;
use aiolint_engine::problems::problems;
use aiolint_engine::world::{Settings, World};

/// A rule's name and the text that is underlined.
type Expected<'e> = [(&'e str, &'e str)];

/// A broker of Event Grid, the local one, and one that is neither.
const EVENT_GRID: &str = "mill.northeurope-1.ts.eventgrid.azure.net:8883";
const LOCAL: &str = "aio-broker:18883";
const FOREIGN: &str = "mqtt.woodgrove.com:8883";

/// The question that stays open for an endpoint of Event Grid, or one that may be, while no data flow of these
/// files writes to it: others may.
const MAY_BE_WRITTEN_TO: (&str, &str) = ("perhaps event-grid-retain-keep", "mqttSettings");

/// All built-in rules give exactly these findings and undecided checks, in the order of the text. A finding
/// that is no error has its severity before the rule's name; an undecided check of which it is not even known
/// whether it applies has `perhaps` there.
#[track_caller]
fn check(manifest: &str, findings: &Expected<'_>, undecided: &Expected<'_>) {
    check_files(&[("manifest.yaml", manifest)], findings, undecided);
}

/// [`check`] for several files, named in the order of their paths.
#[track_caller]
fn check_files(files: &[(&str, &str)], findings: &Expected<'_>, undecided: &Expected<'_>) {
    let facts = facts(files);
    let (found, unsure) = judged(&facts);
    let found = found.iter().map(|it| (it.primary.location, severity(it.severity, &it.rule.name)));
    assert_eq!(listed(&facts, found), expected(findings), "findings in {files:#?}");
    let unsure = unsure.iter().map(|it| {
        let perhaps = if it.applies { "" } else { "perhaps " };
        (it.location, format!("{perhaps}{}", it.rule.name))
    });
    assert_eq!(listed(&facts, unsure), expected(undecided), "undecided in {files:#?}");
}

static PACK: LazyLock<Pack> = LazyLock::new(aiolint_rules::pack);

fn facts(files: &[(&str, &str)]) -> Vec<Facts> {
    let read = |(number, (path, text)): (usize, &(&str, &str))| {
        let source = Source::new(FileId::new(number), (*path).into(), (*path).into(), (*text).into());
        read(&PACK, Arc::new(source), ReadAs::default())
    };
    (0..).zip(files).map(read).collect()
}

/// What all built-in rules say of these files, and what they can't say.
fn judged(facts: &[Facts]) -> (Vec<Finding>, Vec<Undecided>) {
    // The shapes are parts of resources to be filled in: what they leave out and open is wrong with none of them.
    let left = ["required-property-missing", "unfilled-placeholder"];
    let filter = Filter::new(&PACK, |rule| !left.contains(&rule.name.as_str()));
    let world = World::new(&PACK, Settings::default(), facts);
    let mut findings: Vec<_> = facts.iter().flat_map(|facts| problems(&PACK, &filter, facts)).collect();
    let mut undecided = Vec::new();
    for id in world.written() {
        let outcome = judge(&world, id, &filter);
        findings.extend(outcome.findings);
        undecided.extend(outcome.undecided);
    }
    (findings, undecided)
}

fn severity(severity: Severity, rule: &str) -> String {
    if severity == Severity::Error { rule.to_owned() } else { format!("{severity} {rule}") }
}

/// The names with the texts that they stand at, in the order of the files.
fn listed(facts: &[Facts], names: impl Iterator<Item = (Location, String)>) -> Vec<(String, String)> {
    let mut all: Vec<_> = names.collect();
    all.sort();
    let text = |at: Location| facts[at.file.index()].source.slice(at.span).to_owned();
    all.into_iter().map(|(at, name)| (name, text(at))).collect()
}

fn expected(all: &Expected<'_>) -> Vec<(String, String)> {
    all.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

/// The endpoint `kiln` with this host, and settings that are indented by four.
fn mqtt(host: &str, settings: &str) -> String {
    format!(
        "apiVersion: connectivity.iotoperations.azure.com/v1
kind: DataflowEndpoint
metadata:
  name: kiln
  namespace: azure-iot-operations
spec:
  endpointType: Mqtt
  mqttSettings:
    host: {host}
{}
---
",
        settings.trim_matches('\n')
    )
}

/// An endpoint with everything after `spec:`, indented by two.
fn endpoint(name: &str, spec: &str) -> String {
    format!(
        "apiVersion: connectivity.iotoperations.azure.com/v1
kind: DataflowEndpoint
metadata:
  name: {name}
  namespace: azure-iot-operations
spec:
{}
---
",
        spec.trim_matches('\n')
    )
}

/// A data flow on the default profile from one endpoint to another.
fn flow(source: &str, destination: &str) -> String {
    format!(
        "apiVersion: connectivity.iotoperations.azure.com/v1
kind: Dataflow
metadata:
  name: shift
  namespace: azure-iot-operations
spec:
  profileRef: default
  operations:
    - operationType: Source
      sourceSettings:
        endpointRef: {source}
        dataSources: [shift/#]
    - operationType: Destination
      destinationSettings:
        endpointRef: {destination}
        dataDestination: shift
---
"
    )
}

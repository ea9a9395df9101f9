//! A workspace that lives through edits says after each of them what a new one says of the same files.

#[path = "edits/project.rs"]
mod project;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use aiolint_core::{FileId, Finding, KeyText, Location, Report, Summary, Undecided};
use aiolint_engine::judge::Filter;
use aiolint_engine::pack::Pack;
use aiolint_engine::world::Settings;
use aiolint_project::Workspace;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use project::{Edit, Project};

/// So many edits, so many of them to one project.
const EDITS: usize = 1000;
const EDITS_PER_PROJECT: usize = 50;

/// The rules that look into other resources: the edits must lead to each of them.
const CROSS_FILE: [&str; 6] = [
    "dataflow-without-local-broker",
    "event-grid-retain-keep",
    "event-grid-source-scaled",
    "private-key-encrypted",
    "reference-unresolved",
    "secret-keys-missing",
];

fn workspace() -> Workspace {
    static PACK: LazyLock<Arc<Pack>> = LazyLock::new(|| Arc::new(aiolint_rules::pack()));
    let pack = Arc::clone(&PACK);
    let filter = Filter::new(&pack, |_| true);
    Workspace::new(pack, filter, Settings::default())
}

/// The same cases in every run.
fn runner(cases: usize) -> TestRunner {
    let cases = u32::try_from(cases).expect("they are few");
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 200, ..Config::default() };
    TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}

/// A report without the numbers of files, which depend on the order in which they came.
#[derive(Debug, PartialEq)]
struct Plain {
    summary: Summary,
    findings: Vec<Finding>,
    undecided: Vec<Undecided>,
    secrets: BTreeMap<Arc<str>, KeyText>,
}

fn plain(report: Report) -> Plain {
    let mut paths: Vec<_> = report.sources.values().map(|source| (Arc::clone(&source.path), source.id)).collect();
    paths.sort();
    let numbers: BTreeMap<FileId, FileId> =
        paths.iter().enumerate().map(|(number, (_, id))| (*id, FileId::new(number))).collect();
    let renumber = |at: &mut Location| at.file = if at.is_written() { numbers[&at.file] } else { at.file };
    let (mut findings, mut undecided) = (report.findings, report.undecided);
    for finding in &mut findings {
        renumber(&mut finding.primary.location);
        finding.labels.iter_mut().for_each(|label| renumber(&mut label.location));
        finding.fix.iter_mut().flat_map(|fix| &mut fix.edits).for_each(|edit| renumber(&mut edit.at));
    }
    for check in &mut undecided {
        renumber(&mut check.location);
        check.unknown.iter_mut().for_each(&renumber);
    }
    let secrets = paths.iter().map(|(path, id)| (Arc::clone(path), report.key_text[id].clone())).collect();
    Plain { summary: report.summary, findings, undecided, secrets }
}

/// What a new workspace says, whose files come in another order.
fn fresh(project: &Project) -> Plain {
    let mut workspace = workspace();
    project.files().rev().for_each(|path| project.show(path, &mut workspace));
    workspace.set_scope(project.scope());
    plain(workspace.analyse())
}

fn start() -> (Project, Workspace) {
    let (project, mut workspace) = (Project::new(), workspace());
    project.files().for_each(|path| project.show(path, &mut workspace));
    (project, workspace)
}

fn apply(edit: &Edit, project: &mut Project, workspace: &mut Workspace) {
    for path in project.apply(edit) {
        project.show(&path, workspace);
    }
    workspace.set_scope(project.scope());
}

/// The names of the rules that say something, or could not decide.
fn rules(plain: &Plain) -> impl Iterator<Item = String> {
    let findings = plain.findings.iter().map(|finding| &finding.rule);
    findings.chain(plain.undecided.iter().map(|check| &check.rule)).map(|rule| rule.name.clone())
}

#[test]
fn after_every_edit_the_report_is_that_of_a_new_workspace() {
    let edits = proptest::collection::vec(Edit::any(), EDITS_PER_PROJECT);
    let seen = RefCell::new(BTreeSet::new());
    let outcome = runner(EDITS / EDITS_PER_PROJECT).run(&edits, |edits| {
        let (mut project, mut workspace) = start();
        prop_assert_eq!(plain(workspace.analyse()), fresh(&project));
        for edit in edits {
            apply(&edit, &mut project, &mut workspace);
            let lasting = plain(workspace.analyse());
            prop_assert_eq!(&lasting, &fresh(&project), "after {:?}", edit);
            seen.borrow_mut().extend(rules(&lasting));
        }
        Ok(())
    });
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
    let unseen: Vec<_> = CROSS_FILE.iter().filter(|rule| !seen.borrow().contains(**rule)).collect();
    assert!(unseen.is_empty(), "the edits never led to {unseen:?}");
}

#[test]
fn after_many_edits_at_once_the_report_is_that_of_a_new_workspace() {
    let edits = proptest::collection::vec(Edit::any(), 60);
    let outcome = runner(5).run(&edits, |edits| {
        let (mut project, mut workspace) = start();
        for some in edits.chunks(12) {
            some.iter().for_each(|edit| apply(edit, &mut project, &mut workspace));
            prop_assert_eq!(plain(workspace.analyse()), fresh(&project));
        }
        Ok(())
    });
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
}

#[test]
fn an_analysis_without_an_edit_changes_nothing() {
    let (project, mut workspace) = start();
    assert_eq!(project.files().count(), 50);
    let first = plain(workspace.analyse());
    assert!(first.summary.errors > 0 && first.summary.undecided > 0 && first.summary.skipped > 0);
    assert_eq!(first, plain(workspace.analyse()));
}

#[test]
fn a_renamed_file_is_pointed_to_where_it_is_now() {
    let flow = "apiVersion: connectivity.iotoperations.azure.com/v1
kind: Dataflow
metadata: {name: shift}
spec:
  profileRef: default
  operations:
    - {operationType: Source, sourceSettings: {endpointRef: press, dataSources: [a]}}
    - {operationType: Destination, destinationSettings: {endpointRef: press, dataDestination: b}}
";
    let endpoint = |host: &str| {
        format!(
            "apiVersion: connectivity.iotoperations.azure.com/v1
kind: DataflowEndpoint
metadata: {{name: press}}
spec: {{endpointType: Mqtt, mqttSettings: {{host: '{host}', authentication: {{method: Anonymous}}}}}}
"
        )
    };
    // The first name is nearer to the data flow than the other endpoint, the second one is not.
    for (from, to) in [("lines/a.yaml", "lines/b.yaml"), ("lines/a.yaml", "lines/above/b.yaml")] {
        let files = |name| {
            let (mqtt, local) = (endpoint("mqtt.contoso.com:8883"), endpoint("aio-broker:18883"));
            [(name, mqtt), ("lines/flow.yaml", flow.to_owned()), ("other/c.yaml", local)]
        };
        let mut lasting = workspace();
        files(from).iter().for_each(|(path, text)| lasting.set_file(path, path, text.as_str().into()));
        let before = plain(lasting.analyse());
        assert_eq!(before.summary.errors, 1);
        lasting.remove_file(from);
        let mut fresh = workspace();
        files(to).iter().rev().for_each(|(path, text)| fresh.set_file(path, path, text.as_str().into()));
        files(to).iter().for_each(|(path, text)| lasting.set_file(path, path, text.as_str().into()));
        assert_eq!(plain(lasting.analyse()), plain(fresh.analyse()));
    }
}

#[test]
fn a_file_that_need_not_be_a_manifest_any_more_is_no_problem() {
    let mut workspace = workspace();
    workspace.set_file("jobs.yaml", "jobs.yaml", "jobs: {}\n".into());
    for (manifest, errors) in [(false, 0), (true, 1), (false, 0)] {
        workspace.set_named("jobs.yaml", manifest);
        assert_eq!(workspace.analyse().summary.errors, errors);
    }
}

#[test]
fn a_file_is_shown_under_the_name_that_was_given_last() {
    let mut workspace = workspace();
    for shown in ["lines/a.yaml", "../lines/a.yaml"] {
        workspace.set_file("lines/a.yaml", shown, "kind: [\napiVersion: v1\n".into());
        let report = workspace.analyse();
        assert_eq!(&*report.source(report.findings[0].primary.location).expect("it has a file").shown, shown);
    }
}

#[test]
fn a_message_hides_what_has_become_a_secret_in_another_file() {
    const ENDPOINT: &str = "apiVersion: connectivity.iotoperations.azure.com/v1\nkind: DataflowEndpoint\n\
        metadata: {name: hub}\nspec:\n  endpointType: Mqtt\n  mqttSettings:\n    \
        host: a.westeurope-1.ts.eventgrid.azure.net:8883\n    authentication: {method: Sasl, saslSettings: {}}\n";
    const SECRET: &str = "apiVersion: v1\nkind: Secret\nmetadata: {name: word}\nstringData: {word: saslSettings}\n";
    let message = |report: Report| {
        let findings = report.findings.into_iter().filter(|finding| finding.rule.id == "AIO204");
        findings.map(|finding| finding.message).collect::<String>()
    };
    let mut workspace = workspace();
    workspace.set_file("endpoint.yaml", "endpoint.yaml", ENDPOINT.into());
    assert!(message(workspace.analyse()).contains("`saslSettings`"));
    workspace.set_file("secret.yaml", "secret.yaml", SECRET.into());
    assert!(message(workspace.analyse()).contains("`***`"));
}

#[test]
fn what_every_turn_of_a_loop_says_is_said_once_of_the_first() {
    const LOOP: &str = "resource kilns 'Microsoft.IoTOperations/instances/dataflowEndpoints@2024-11-01' = [\n  \
        for n in range(0, 3): {\n    name: 'aio/kiln-${n}'\n    properties: {\n      endpointType: 'Mqtt'\n      \
        mqttSettings: { host: 'press' }\n    }\n  }\n]\n";
    let mut workspace = workspace();
    workspace.set_file("kilns.bicep", "kilns.bicep", LOOP.into());
    let report = workspace.analyse();
    let host = report.findings.iter().filter(|finding| finding.rule.name == "host-port-invalid");
    let names: Vec<_> = host.map(|finding| finding.resource.as_ref().map(|resource| resource.name.as_str())).collect();
    assert_eq!(names, [Some("kiln-0")]);
    assert_eq!(report.summary.resources, 3);
}

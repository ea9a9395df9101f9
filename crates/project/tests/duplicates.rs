//! Which declarations are two of the same resource, and which only look so.

#![allow(clippy::unwrap_used, reason = "a test that can't go on fails")]
#![expect(clippy::disallowed_methods, reason = "the test makes the files that it reads")]

use std::fs;
use std::path::Path;
use std::sync::Arc;

use aiolint_engine::judge::Filter;
use aiolint_engine::world::Settings;
use aiolint_project::{Request, Workspace, open};

/// How many resources of these files are declared again.
fn duplicates(files: &[(&str, &str)]) -> usize {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap_or(Path::new("."))).unwrap();
        fs::write(path, text).unwrap();
    }
    let pack = Arc::new(aiolint_rules::pack());
    let filter = Filter::new(&pack, |rule| rule.id == "AIO032");
    let mut workspace = Workspace::new(pack, filter, Settings::default());
    let request =
        Request { folder: folder.path().to_owned(), paths: vec![folder.path().to_owned()], ..Request::default() };
    open(&request, &mut workspace).unwrap_or_else(|error| panic!("{error}"));
    let report = workspace.analyse();
    assert!(report.summary.resources > 0, "nothing was read");
    report.findings.iter().filter(|finding| finding.rule.id == "AIO032").count()
}

fn manifest(metadata: &str) -> String {
    format!(
        "apiVersion: connectivity.iotoperations.azure.com/v1\nkind: DataflowProfile\nmetadata: {metadata}\nspec: {{}}\n"
    )
}

fn documents(all: &[&str]) -> String {
    all.iter().map(|metadata| manifest(metadata)).collect::<Vec<_>>().join("---\n")
}

#[test]
fn manifests_of_one_file() {
    let count = |all: &[&str]| duplicates(&[("a.yaml", &documents(all))]);
    assert_eq!(count(&["{ name: a }", "{ name: b }"]), 0);
    assert_eq!(count(&["{ name: a }", "{ name: b }", "{ name: a }", "{ name: a }"]), 2);
    assert_eq!(count(&["{ name: a, namespace: x }", "{ name: a, namespace: x }"]), 1);
    assert_eq!(count(&["{ name: a, namespace: x }", "{ name: a, namespace: y }"]), 0);
    assert_eq!(count(&["{ name: a, namespace: x }", "{ name: a }"]), 0, "it may be another namespace");
    assert_eq!(count(&["{ name: '${A}' }", "{ name: '${A}' }"]), 0, "the two may be filled in separately");
}

#[test]
fn manifests_that_may_be_alternatives() {
    let one = documents(&["{ name: a }"]);
    assert_eq!(duplicates(&[("a.yaml", &one), ("b.yaml", &one), ("c/a.yaml", &one)]), 0, "of several files");
    let chart = format!("{{{{- if .Values.large }}}}\n{one}---\n{{{{- else }}}}\n{one}{{{{- end }}}}\n");
    assert_eq!(duplicates(&[("a.yaml", &chart)]), 0, "of a template");
    let patched = [
        ("kustomization.yaml", "resources: [a.yaml]\npatches: [{ path: patch.yaml }]\n"),
        ("a.yaml", &one),
        ("patch.yaml", &documents(&["{ name: a }", "{ name: a }"])),
    ];
    assert_eq!(duplicates(&patched), 0, "of patches");
}

/// A template with an instance and two profiles, of which something is said.
fn template(first: &str, second: &str) -> String {
    let profile = |symbol: &str, said: &str| {
        format!("resource {symbol} 'Microsoft.IoTOperations/instances/dataflowProfiles@2025-10-01' = {said}\n")
    };
    let instance = |symbol: &str, name: &str| {
        format!("resource {symbol} 'Microsoft.IoTOperations/instances@2025-10-01' existing = {{ name: {name} }}\n")
    };
    let instances = [instance("plant", "'plant'"), instance("same", "'plant'"), instance("other", "'other'")].concat();
    format!("param p string\nparam is bool\n{instances}{}{}", profile("a", first), profile("b", second))
}

#[test]
fn resources_of_one_template() {
    let count = |first: &str, second: &str| duplicates(&[("main.bicep", &template(first, second))]);
    let a = "{\n  parent: plant\n  name: 'a'\n}";
    assert_eq!(count(a, "{\n  parent: plant\n  name: 'b'\n}"), 0);
    assert_eq!(count(a, a), 1);
    assert_eq!(count(a, "{\n  parent: same\n  name: 'a'\n}"), 1, "the instance is the same");
    assert_eq!(count(a, "{\n  parent: other\n  name: 'a'\n}"), 0, "the instance is another one");
    assert_eq!(count("{ name: 'x/a' }", "{ name: 'x/a' }"), 1);
    assert_eq!(count("{ name: 'x/a' }", "{ name: 'y/a' }"), 0);
    assert_eq!(count("{\n  parent: plant\n  name: 'a-${p}'\n}", "{\n  parent: plant\n  name: 'a-${p}'\n}"), 1);
    assert_eq!(count("{\n  parent: plant\n  name: p\n}", "{\n  parent: plant\n  name: 'a'\n}"), 0);
    assert_eq!(count(a, "if (is) {\n  parent: plant\n  name: 'a'\n}"), 0, "it may be an alternative");
    let turns = "[for name in ['b', 'b']: {\n  parent: plant\n  name: name\n}]";
    assert_eq!(count(a, turns), 1, "two turns of a loop");
    assert_eq!(count(a, "[for name in p: {\n  parent: plant\n  name: 'b'\n}]"), 0, "nobody knows how many turns");
}

#[test]
fn resources_of_several_deployments() {
    let a = "{\n  parent: plant\n  name: 'a'\n}";
    let once = template(a, "{\n  parent: plant\n  name: 'b'\n}");
    let call = |symbol: &str| {
        format!("module {symbol} 'plant.bicep' = {{\n  name: '{symbol}'\n  params: {{ p: 'p', is: true }}\n}}\n")
    };
    assert_eq!(duplicates(&[("main.bicep", &(call("x") + &call("y"))), ("plant.bicep", &once)]), 0, "each in its own");
    let looped = "module x 'plant.bicep' = [for n in ['a', 'b']: {\n  name: n\n  params: { p: 'p', is: true }\n}]\n";
    assert_eq!(duplicates(&[("main.bicep", looped), ("plant.bicep", &once)]), 0, "of the turns of a loop");
    let twice = template(a, a);
    assert_eq!(duplicates(&[("main.bicep", &call("x")), ("plant.bicep", &twice)]), 1, "within a module");
    let given = "using 'main.bicep'\nparam p = 'x'\nparam is = true\n";
    assert_eq!(duplicates(&[("main.bicep", &once), ("a.bicepparam", given), ("b.bicepparam", given)]), 0);
    assert_eq!(duplicates(&[("main.bicep", &once), ("other.bicep", &once)]), 0, "of two templates");
}

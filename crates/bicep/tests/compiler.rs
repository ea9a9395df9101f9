//! What the Bicep compiler's own tests of its evaluator say, as far as it is known before a deployment: one of these
//! tests for each of theirs. `EvaluationTests` has 24 (12 in `basics`, 7 in `lambdas`, 5 in `files`, 1 of them in
//! `scope`), the command `snapshot` 5 (in `snapshots` and `scope`).

#![allow(clippy::unwrap_used, reason = "a test that can't go on fails")]

#[path = "compiler/basics.rs"]
mod basics;
#[path = "compiler/files.rs"]
mod files;
#[path = "compiler/lambdas.rs"]
mod lambdas;
#[path = "compiler/scope.rs"]
mod scope;
#[path = "compiler/snapshots.rs"]
mod snapshots;
mod support;

use std::sync::Arc;

use aiolint_bicep::syntax::Dialect;
use aiolint_bicep::{Given, Library, ParameterFile, Template, deploy};
use aiolint_core::{FileId, Resource, SYNTAX, Source};

use support::{scope_values, shown};

const SUBSCRIPTION: &str = "00000000-0000-0000-0000-000000000000";
const TENANT: &str = "00000000-0000-0000-0000-000000000001";

/// What `main.bicep` deploys with the values of `main.bicepparam`, if that is among the files. Their syntax must be
/// right.
#[track_caller]
fn deployed(files: &[(&str, &str)]) -> Vec<Resource> {
    let mut library = Library::default();
    // That of the compiler's own tests.
    library.scope = Arc::new(scope_values(&[
        ("subscription", &[("subscriptionId", SUBSCRIPTION), ("tenantId", TENANT)]),
        ("resourceGroup", &[("name", "myRg"), ("location", "westeurope")]),
    ]));
    for (number, (path, text)) in files.iter().enumerate() {
        let source = Source::new(FileId::new(number), (*path).into(), (*path).into(), (*text).into());
        let template = Template::read(Arc::new(source), Dialect::of_path(path).unwrap());
        let syntax = template.problems.iter().find(|problem| problem.detector == SYNTAX);
        assert!(syntax.is_none(), "{path}: {text}\n{syntax:#?}");
        library.insert(Arc::new(template));
    }
    let given = library.get("main.bicepparam").cloned();
    let given = given.map_or_else(Given::default, |file| ParameterFile::Bicep(file).given(&library));
    deploy(library.get("main.bicep").unwrap(), given, &library).resources
}

/// Each expression is what stands beside it, at the end of `main.bicep`, the first of the files.
#[track_caller]
fn check(files: &[(&str, &str)], rows: &[(&str, &str)]) {
    let members: Vec<_> =
        rows.iter().enumerate().map(|(number, (expression, _))| format!("    v{number}: {expression}\n")).collect();
    let probe = format!(
        "\nresource probe 'Contoso.Mill/probes@2024-01-01' = {{\n  name: 'probe'\n  properties: {{\n{}  }}\n}}\n",
        members.concat()
    );
    let main = format!("{}{probe}", files[0].1);
    let mut files = files.to_vec();
    files[0] = ("main.bicep", &main);
    let resources = deployed(&files);
    let probe = resources.iter().find(|resource| resource.name.known_text() == Some("probe")).unwrap();
    let found = rows.iter().enumerate().map(|(number, (expression, _))| {
        let value = probe.spec.get(&format!("v{number}")).unwrap();
        (*expression, shown(value))
    });
    let wrong: Vec<_> = found.zip(rows).filter(|(found, row)| found.1 != row.1).collect();
    assert!(wrong.is_empty(), "found, expected: {wrong:#?}");
}

/// A file without parameters.
#[track_caller]
fn check_main(main: &str, rows: &[(&str, &str)]) {
    check(&[("main.bicep", main)], rows);
}

/// A file, and what a parameter file gives to it.
#[track_caller]
fn check_with(main: &str, given: &str, rows: &[(&str, &str)]) {
    check(&[("main.bicep", main), ("main.bicepparam", &format!("using 'main.bicep'\n{given}"))], rows);
}

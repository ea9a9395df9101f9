//! What expressions are when they are deployed, and what a file deploys, as far as it is known.

#![allow(clippy::unwrap_used, reason = "a test that can't go on fails")]

#[path = "values/access.rs"]
mod access;
#[path = "values/collections.rs"]
mod collections;
#[path = "values/declared.rs"]
mod declared;
#[path = "values/functions.rs"]
mod functions;
#[path = "values/hostile.rs"]
mod hostile;
#[path = "values/operators.rs"]
mod operators;
#[path = "values/places.rs"]
mod places;
#[path = "values/resources.rs"]
mod resources;
#[path = "values/strings.rs"]
mod strings;
mod support;
#[path = "values/types.rs"]
mod types;

use std::sync::Arc;

use aiolint_bicep::syntax::Dialect;
use aiolint_bicep::{Given, Library, Template, deploy};
use aiolint_core::{FileId, Resource, SYNTAX, Source};

use support::shown;

/// Of nothing that is declared here more is known than its type.
const UNKNOWN: &str = "param p string
param q string
param flag bool
param n int
param list array
param object object
@secure()
param password string = 'x'
";

fn source(text: &str) -> Arc<Source> {
    Arc::new(Source::new(FileId::new(0), "main.bicep".into(), "main.bicep".into(), text.into()))
}

/// What a file deploys. Its syntax must be right.
#[track_caller]
fn resources_of(source: &Arc<Source>) -> Vec<Resource> {
    let template = Template::read(Arc::clone(source), Dialect::Template);
    let syntax = template.problems.iter().find(|problem| problem.detector == SYNTAX);
    assert!(syntax.is_none(), "{}\n{syntax:#?}", source.text);
    deploy(&template, Given::default(), &Library::default()).resources
}

/// What an expression is after these declarations.
#[track_caller]
fn value(declarations: &str, expression: &str) -> String {
    let text = format!(
        "{declarations}\nresource it 'Contoso.Mill/kilns@2024-01-01' = {{\n  name: 'it'\n  properties: {{\n    v: {expression}\n  }}\n}}\n"
    );
    let resources = resources_of(&source(&text));
    let it = resources.iter().find(|resource| resource.name.known_text() == Some("it")).unwrap();
    shown(it.spec.get("v").unwrap())
}

/// Each expression is what stands beside it. [`UNKNOWN`] is declared, and this.
#[track_caller]
fn check(declarations: &str, rows: &[(&str, &str)]) {
    let declarations = format!("{UNKNOWN}{declarations}");
    let found: Vec<_> = rows.iter().map(|(expression, _)| (*expression, value(&declarations, expression))).collect();
    let wrong: Vec<_> = found.iter().zip(rows).filter(|(found, row)| found.1 != row.1).collect();
    assert!(wrong.is_empty(), "found, expected: {wrong:#?}");
}

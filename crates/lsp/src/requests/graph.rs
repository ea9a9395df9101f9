//! `aiolint/graph`: the picture of a project.

use std::collections::HashSet;

use aiolint_core::{Report, Severity};
use aiolint_engine::world::World;
use aiolint_graph::Drawn;
use gen_lsp_types::Uri;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::server::Server;
use crate::uris;

/// A file or folder of the project that is to be drawn.
#[derive(Deserialize)]
pub(crate) struct Params {
    uri: Uri,
}

/// The picture, as SVG without scripts.
pub(crate) fn graph(server: &mut Server<'_>, params: &Params) -> Value {
    let project = uris::to_path(&params.uri.0).and_then(|path| server.projects.of(&path));
    let Some((project, opened)) = project.and_then(|project| Some((project, project.opened()?))) else {
        return Value::Null;
    };
    let workspace = opened.live.workspace();
    let is_drawn = |finding: &&aiolint_core::Finding| finding.counts() && finding.severity > Severity::Note;
    let findings = project.report.findings.iter().filter(is_drawn).cloned().collect();
    let report = Report { findings, ..project.report.clone() };
    let world = World::new(&opened.pack, workspace.settings().clone(), workspace.all_facts());
    let scope: HashSet<_> = workspace.facts().map(|facts| facts.source.id).collect();
    let files = workspace.all_facts().collect();
    let picture = aiolint_graph::build(&Drawn { world: &world, files, scope, report: &report });
    json!({ "svg": aiolint_graph::svg(&picture) })
}

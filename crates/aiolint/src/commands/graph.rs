//! `aiolint graph [PATH…]`: the resources as a picture, with what was found on them.

use std::collections::HashSet;
use std::sync::Arc;

use aiolint_core::Severity;
use aiolint_engine::world::{Settings, World};
use aiolint_graph::Drawn;
use aiolint_project::{Request, Workspace, open};

use crate::arguments::{Graph, GraphFormat};
use crate::failure::Failure;
use crate::{CLEAN, Io, rules};

pub(crate) fn run(graph: &Graph, io: &mut Io<'_>) -> Result<u8, Failure> {
    let pack = rules::load(&io.folder, graph.rules.as_deref())?;
    let filter = rules::filter(&pack, &[], &[])?;
    let settings = Settings::default();
    let mut workspace = Workspace::new(Arc::clone(&pack), filter, settings);
    let request = Request {
        folder: io.folder.clone(),
        paths: graph.paths.clone(),
        isolated: graph.isolated,
        parameters: graph.parameters.clone(),
        ..Request::default()
    };
    open(&request, &mut workspace)?;
    let mut report = workspace.analyse();
    report.findings.retain(|it| it.suppression.is_none() && (graph.notes || it.severity > Severity::Note));
    let report = aiolint_report::concealed(&report);
    let world = World::new(&pack, settings, workspace.all_facts());
    let scope: HashSet<_> = workspace.facts().map(|facts| facts.source.id).collect();
    let files = workspace.all_facts().collect();
    let picture = aiolint_graph::build(&Drawn { world: &world, files, scope, report: &report });
    let text = match graph.format {
        GraphFormat::Mermaid => aiolint_graph::mermaid(&picture),
        GraphFormat::Svg => aiolint_graph::svg(&picture),
        GraphFormat::Json => aiolint_report::json_text(&aiolint_graph::json(&picture))?,
    };
    write!(io.stdout, "{text}")?;
    Ok(CLEAN)
}

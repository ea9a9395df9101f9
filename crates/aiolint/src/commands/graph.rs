//! `aiolint graph [PATH…]`: the resources as a picture, with what was found on them.

use std::collections::HashSet;

use aiolint_core::Severity;
use aiolint_engine::world::Settings;
use aiolint_engine::world::World;
use aiolint_graph::Drawn;
use aiolint_project::{BaselineFile, Choice, Request};

use crate::arguments::{Graph, GraphFormat};
use crate::failure::Failure;
use crate::project::{Project, tell};
use crate::{CLEAN, Io, date};

pub(crate) fn run(graph: &Graph, io: &mut Io<'_>) -> Result<u8, Failure> {
    let request = Request {
        folder: io.folder.clone(),
        paths: graph.paths.clone(),
        isolated: graph.isolated,
        parameters: graph.parameters.clone(),
        baseline: BaselineFile::Usual,
        ..Request::default()
    };
    let today = date::today(None);
    let project = Project::of(&request, graph.rules.as_deref(), Choice { today: &today, ..Choice::default() })?;
    tell(project.problems.len(), io)?;
    let (mut workspace, _) = project.open(&request, Settings::default())?;
    let mut report = workspace.analyse();
    report.findings.retain(|finding| finding.counts() && (graph.notes || finding.severity > Severity::Note));
    let report = aiolint_report::concealed(&report);
    let world = World::new(&project.pack, workspace.settings().clone(), workspace.all_facts());
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

//! `aiolint baseline write|check|prune`: the findings that are known, and do not count.

use aiolint_engine::facts::{INTERNAL, UNREADABLE};
use aiolint_engine::pack::Pack;
use aiolint_engine::rules::Select;
use aiolint_engine::world::Settings;
use aiolint_project::{BASELINE_FILE, BaselineEntry, Choice, Request, read_baseline, relative, root, write_output};

use crate::arguments::{Baseline, BaselineAction};
use crate::failure::Failure;
use crate::project::Project;
use crate::{CLEAN, FINDINGS, Io, date};

/// The detectors of what makes aiolint lose sight of other findings.
const BLINDING: [&str; 3] = [UNREADABLE, INTERNAL, aiolint_core::SYNTAX];

pub(crate) fn run(arguments: &Baseline, io: &mut Io<'_>) -> Result<u8, Failure> {
    let mut request = Request { folder: io.folder.clone(), ..Request::default() };
    let root = root(&request)?.folder;
    // Always the whole project: which of several findings with one fingerprint is new is known only then.
    request.paths = vec![root.clone()];
    let file = arguments.baseline.as_ref().map_or_else(|| root.join(BASELINE_FILE), |file| io.folder.join(file));
    let shown = relative(&file, &io.folder);
    let today = date::today(None);
    let project = Project::of(&request, arguments.rules.as_deref(), Choice { today: &today, ..Choice::default() })?;
    let pack = &project.pack;
    let (mut workspace, _) = project.open(&request, Settings::default())?;
    let report = workspace.analyse();
    let now = aiolint_project::Baseline::of(&report.findings);
    if arguments.action == BaselineAction::Write {
        let before = read_baseline(&file, &io.folder).ok();
        write_output(&file, now.to_text()?.as_bytes())?;
        let differ =
            before.map(|before| format!(": {} new, {} gone", total(&now.beyond(&before)), total(&before.beyond(&now))));
        writeln!(io.stdout, "wrote {} to {shown}{}", count(now.len(), "finding"), differ.unwrap_or_default())?;
        return Ok(CLEAN);
    }
    let known = read_baseline(&file, &io.folder)?;
    let gone = known.beyond(&now);
    let new = total(&now.beyond(&known));
    for entry in &gone {
        writeln!(io.stdout, "gone: {}", line(pack, entry))?;
    }
    let number = total(&gone);
    if arguments.action == BaselineAction::Check {
        let still = count(known.len() - number, "finding");
        writeln!(io.stdout, "{still} of {} still there, {number} gone, {new} new", known.len())?;
        return Ok(if gone.is_empty() { CLEAN } else { FINDINGS });
    }
    let unread = now.beyond(&known).iter().filter(|entry| is_blinding(pack, &entry.rule)).count();
    if unread > 0 {
        return Err(Failure::Unread(unread));
    }
    let shared = known.shared(&now);
    if !gone.is_empty() {
        write_output(&file, shared.to_text()?.as_bytes())?;
    }
    writeln!(io.stdout, "removed {} from {shown}, {} left", count(number, "finding"), shared.len())?;
    Ok(CLEAN)
}

/// `AIO203 sat-audience-missing · DataflowEndpoint cloud`, with how many of them if they are several.
fn line(pack: &Pack, entry: &BaselineEntry) -> String {
    let name = pack.rule(&entry.rule).map_or("", |rule| rule.name.as_str());
    let resource = entry.resource.as_ref().map(|it| format!(" · {it}")).unwrap_or_default();
    let times = if entry.count > 1 { format!(", {} times", entry.count) } else { String::new() };
    aiolint_core::printable(&format!("{} {name}{resource}{times}", entry.rule)).replace('\n', " ")
}

/// Whether the rule's findings say that something could not be judged.
fn is_blinding(pack: &Pack, rule: &str) -> bool {
    let select = pack.rule(rule).map(|rule| &rule.select);
    matches!(select, Some(Select::Detector(name, _)) if BLINDING.contains(&name.as_str()))
}

/// How many findings these are.
fn total(entries: &[BaselineEntry]) -> usize {
    entries.iter().map(|entry| entry.count).sum()
}

fn count(number: usize, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}

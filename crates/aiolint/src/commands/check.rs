//! `aiolint check [PATH…]`

use std::io::Read as _;
use std::path::{Path, PathBuf};

use aiolint_core::{Report, Severity};
use aiolint_engine::detectors::CONFIGURATION_INVALID;
use aiolint_engine::facts::{INTERNAL, UNREADABLE};
use aiolint_engine::pack::Pack;
use aiolint_engine::rules::{Rule, Select};
use aiolint_engine::world::Settings;
use aiolint_project::{BaselineFile, ChangedLines, Choice, MOST_BYTES, MOST_DIFF, Request, Stdin};
use aiolint_report::{Format, Options, RuleText, Tool};

use crate::arguments::{self, Check, Color, FailOn};
use crate::failure::Failure;
use crate::project::Project;
use crate::rules::Texts;
use crate::{CLEAN, FINDINGS, Io, date};

pub(crate) fn run(check: &Check, io: &mut Io<'_>) -> Result<u8, Failure> {
    let changed = check.changed_lines.as_deref().map(|diff| changed_lines(diff, check, io)).transpose()?;
    let request = request(check, io)?;
    let today = date::today(check.now.as_deref());
    let choice = Choice { select: &check.select, ignore: &check.ignore, today: &today };
    let project = Project::of(&request, check.rules.as_deref(), choice)?;
    let (workspace, report, applied) = with_threads(check.jobs, || {
        let (mut workspace, passed_over) =
            project.open(&request, Settings { deploy: check.deploy, ..Settings::default() })?;
        let (mut report, applied) = match check.fix {
            true => super::fix::mend(&mut workspace, check.unsafe_fixes, &request.folder)?,
            false => (workspace.analyse(), String::new()),
        };
        if let Some(changed) = &changed {
            changed.limit(&mut report, project.configuration.root(), &request.folder);
        }
        report.summary.skipped += passed_over;
        Ok::<_, Failure>((workspace, report, applied))
    })?;
    write!(io.stderr, "{applied}")?;
    let options = Options {
        notes: check.notes,
        undecided: check.show_undecided,
        color: match check.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => io.terminal,
        },
        quiet: check.quiet,
    };
    let explains = std::iter::once(check.format).chain(check.output.iter().map(|(format, _)| *format));
    let rules = match explains.into_iter().any(|format| format == arguments::Format::Sarif) {
        true => rule_texts(&project, io),
        false => Vec::new(),
    };
    let failures = ids(&project.pack, &[UNREADABLE, INTERNAL]);
    let misconfigured = ids(&project.pack, &[CONFIGURATION_INVALID]);
    let version = env!("CARGO_PKG_VERSION");
    let category = project.configuration.sarif_category();
    let tool =
        Tool { name: "aiolint", version, rules: &rules, failures: &failures, misconfigured: &misconfigured, category };
    for (format, file) in &check.output {
        let mut text = Vec::new();
        let plain = Options { color: false, ..options };
        aiolint_report::write(&report, of(*format), plain, tool, &mut text)?;
        aiolint_project::write_output(&io.folder.join(file), &text)?;
    }
    aiolint_report::write(&report, of(check.format), options, tool, io.stdout)?;
    let code = exit_code(&report, fail_on(check, &project));
    // The process ends, and all of it is given back at once: to free it piece by piece costs a large project a tenth.
    std::mem::forget((workspace, report));
    Ok(code)
}

fn of(format: arguments::Format) -> Format {
    match format {
        arguments::Format::Full => Format::Full,
        arguments::Format::Concise => Format::Concise,
        arguments::Format::Json => Format::Json,
        arguments::Format::Sarif => Format::Sarif,
        arguments::Format::Github => Format::Github,
        arguments::Format::Gitlab => Format::Gitlab,
        arguments::Format::Azure => Format::Azure,
        arguments::Format::Junit => Format::Junit,
        arguments::Format::Markdown => Format::Markdown,
    }
}

/// The rules with their texts.
fn rule_texts<'p>(project: &'p Project, io: &Io<'_>) -> Vec<RuleText<'p>> {
    let texts = Texts::read(&io.folder, &project.folders);
    let text = |rule: &'p Rule| RuleText {
        id: &rule.id,
        name: &rule.name,
        summary: &rule.summary,
        markdown: super::explain::page(rule, texts.of(rule).unwrap_or_default()),
        url: rule.url.as_deref(),
        severity: rule.severity(),
    };
    project.pack.rules.iter().map(text).collect()
}

/// The ids of the rules that have one of these detectors.
fn ids<'p>(pack: &'p Pack, detectors: &[&str]) -> Vec<&'p str> {
    let has = |rule: &&Rule| matches!(&rule.select, Select::Detector(name, _) if detectors.contains(&name.as_str()));
    pack.rules.iter().filter(has).map(|rule| rule.id.as_str()).collect()
}

/// What the command line says, or else the configuration.
fn fail_on(check: &Check, project: &Project) -> FailOn {
    let said = project.configuration.fail_on().map(|said| match said {
        aiolint_project::FailOn::Error => FailOn::Error,
        aiolint_project::FailOn::Warning => FailOn::Warning,
        aiolint_project::FailOn::Note => FailOn::Note,
        aiolint_project::FailOn::Never => FailOn::Never,
    });
    check.fail_on.or(said).unwrap_or(FailOn::Error)
}

/// The lines that a diff changes.
fn changed_lines(diff: &Path, check: &Check, io: &mut Io<'_>) -> Result<ChangedLines, Failure> {
    let mut bytes = Vec::new();
    if diff != Path::new("-") {
        bytes = aiolint_project::read_diff(&io.folder.join(diff))?;
    } else if check.paths.iter().any(|path| path == Path::new("-")) {
        return Err(Failure::Usage("standard input can be the diff or the file to check, not both"));
    } else {
        io.stdin.take(MOST_DIFF).read_to_end(&mut bytes)?;
    }
    ChangedLines::parse(&bytes).map_err(Failure::Diff)
}

fn exit_code(report: &Report, fail_on: FailOn) -> u8 {
    let least = match fail_on {
        FailOn::Error => Severity::Error,
        FailOn::Warning => Severity::Warning,
        FailOn::Note => Severity::Note,
        FailOn::Never => return CLEAN,
    };
    if report.at_least(least) == 0 { CLEAN } else { FINDINGS }
}

fn request(check: &Check, io: &mut Io<'_>) -> Result<Request, Failure> {
    let (paths, stdin) = inputs(&check.paths, check.stdin_filename.as_deref(), io)?;
    if check.fix && stdin.is_some() {
        return Err(Failure::Usage("`--fix` changes files: for standard input there is `aiolint fix -`"));
    }
    Ok(Request {
        folder: io.folder.clone(),
        paths,
        stdin,
        isolated: check.isolated,
        as_manifest: check.as_manifest,
        parameters: check.parameters.clone(),
        baseline: match &check.baseline {
            _ if check.no_baseline => BaselineFile::None,
            Some(file) => BaselineFile::Named(file.clone()),
            None => BaselineFile::Usual,
        },
        ..Request::default()
    })
}

/// The paths without `-`, and what standard input has if that is one of them.
pub(super) fn inputs(
    paths: &[PathBuf],
    name: Option<&Path>,
    io: &mut Io<'_>,
) -> Result<(Vec<PathBuf>, Option<Stdin>), Failure> {
    let (dashes, paths): (Vec<PathBuf>, Vec<PathBuf>) = paths.iter().cloned().partition(|path| path == Path::new("-"));
    if dashes.is_empty() {
        return match name {
            Some(_) => Err(Failure::Usage("`--stdin-filename` goes with the path `-`")),
            None => Ok((paths, None)),
        };
    }
    let mut bytes = Vec::new();
    io.stdin.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    Ok((paths, Some(Stdin { name: name.map(Path::to_owned), bytes })))
}

/// Runs with as many threads as asked for. The result does not depend on their number.
fn with_threads<T: Send>(jobs: Option<u16>, work: impl FnOnce() -> Result<T, Failure> + Send) -> Result<T, Failure> {
    match jobs {
        None => work(),
        Some(jobs) => {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs.into()).build();
            pool.map_err(|error| Failure::Io(std::io::Error::other(error)))?.install(work)
        }
    }
}

//! `cargo xtask corpus FOLDER…`: real repositories, analysed with one thread and with two. The reports must be
//! the same to the byte, and nothing may panic.

mod compiled;
mod evaluate;
mod languages;
mod places;
mod scope;

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use aiolint_core::{Finding, Report, Severity};
use aiolint_engine::facts::INTERNAL;
use aiolint_engine::pack::Pack;
use aiolint_engine::rules::{Rule, Select};
use aiolint_report::Format;

use crate::analysis::{Candidates, Setup, rendered, with_threads};
use crate::{Outcome, table};
use languages::{Counts, LANGUAGES, Text};

const HEADS: [&str; 14] = [
    "folder",
    "commit",
    "candidates",
    "bytes",
    "judged",
    "resources",
    "errors",
    "warnings",
    "notes",
    "undecided",
    "panics",
    "identical",
    "ms, 1 thread",
    "ms, 2 threads",
];

/// What came of a folder.
struct Analysed {
    folder: PathBuf,
    report: Report,
    panics: usize,
    identical: bool,
    times: [Duration; 2],
    languages: [Counts; LANGUAGES.len()],
}

/// What is asked for.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The folders.
    #[arg(required = true)]
    folders: Vec<PathBuf>,
    /// List the findings.
    #[arg(long)]
    list: bool,
    /// Count instead how much of what the templates deploy is known, and why the rest is not.
    #[arg(long, conflicts_with = "list")]
    evaluate: bool,
    /// Compare instead with the templates that the compiler made: each `main.json` beside a `main.bicep`.
    #[arg(long, conflicts_with_all = ["list", "evaluate"])]
    compiled: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Outcome {
    match arguments {
        Arguments { folders, evaluate: true, .. } => evaluate::run(folders),
        Arguments { folders, compiled: true, .. } => compiled::run(folders),
        Arguments { folders, list, .. } => analyse_all(folders, *list),
    }
}

fn analyse_all(folders: &[PathBuf], list: bool) -> Outcome {
    let setup = Setup::new();
    let all = folders.iter().map(|folder| analyse(&setup, folder)).collect::<Result<Vec<_>, _>>()?;
    table::print(&HEADS, &all.iter().map(Analysed::row).collect::<Vec<_>>());
    for (number, language) in LANGUAGES.iter().enumerate() {
        language.print(all.iter().map(|analysed| (analysed.name(), &analysed.languages[number])));
    }
    if cfg!(debug_assertions) {
        println!("(an unoptimized build: what overflows panics, and the times say little)");
    }
    println!();
    by_rule(&setup.pack, &all);
    if list {
        for analysed in &all {
            println!("\n{}", analysed.folder.display());
            let lines = rendered(&analysed.report, Format::Concise)?;
            std::io::stdout().write_all(&lines).map_err(|error| format!("can't print: {error}"))?;
        }
    }
    let wrong = all.iter().filter(|analysed| analysed.panics > 0 || !analysed.identical);
    let wrong: Vec<_> = wrong.map(|analysed| analysed.folder.display().to_string()).collect();
    if wrong.is_empty() { Ok(()) } else { Err(format!("reports differ or something panicked in {}", wrong.join(", "))) }
}

fn analyse(setup: &Setup, folder: &Path) -> Result<Analysed, String> {
    let once = |threads| {
        let start = Instant::now();
        let (workspace, report, json) = with_threads(threads, || {
            let mut workspace = setup.open(folder)?;
            let report = workspace.analyse();
            let json = rendered(&report, Format::Json)?;
            Ok((workspace, report, json))
        })?;
        Ok::<_, String>((workspace, report, json, start.elapsed()))
    };
    let (workspace, report, alone, time_alone) = once(1)?;
    let texts: Vec<Text> = workspace.facts().map(Text::of).collect();
    let languages = LANGUAGES.map(|language| language.count(&setup.pack, folder, &report, &texts));
    drop((workspace, texts));
    let (_, _, together, time_together) = once(2)?;
    Ok(Analysed {
        folder: folder.to_owned(),
        panics: with_detector(&setup.pack, &report, INTERNAL).count(),
        report,
        identical: alone == together,
        times: [time_alone, time_together],
        languages,
    })
}

/// The findings of the rule that reports what this detector finds.
fn with_detector<'r>(pack: &Pack, report: &'r Report, detector: &str) -> impl Iterator<Item = &'r Finding> {
    let reports = |rule: &&Rule| matches!(&rule.select, Select::Detector(name, _) if name == detector);
    let id = pack.rules.iter().find(reports).map(|rule| rule.id.clone());
    report.findings.iter().filter(move |finding| Some(&finding.rule.id) == id.as_ref())
}

impl Analysed {
    fn name(&self) -> String {
        self.folder.file_name().unwrap_or(self.folder.as_os_str()).to_string_lossy().into_owned()
    }

    fn row(&self) -> Vec<String> {
        let Candidates { files, bytes } = Candidates::of(&self.folder);
        let counts = self.report.summary;
        let mut row = vec![self.name(), commit(&self.folder)];
        let numbers = [files, usize::try_from(bytes).unwrap_or(usize::MAX), counts.files, counts.resources];
        let more = [counts.errors, counts.warnings, counts.notes, counts.undecided, self.panics];
        row.extend(numbers.iter().chain(&more).map(usize::to_string));
        row.push(if self.identical { "yes" } else { "NO" }.to_owned());
        row.extend(self.times.iter().map(|time| time.as_millis().to_string()));
        row
    }
}

/// The commit of a folder's repository; `-` if it has none.
fn commit(folder: &Path) -> String {
    let output = Command::new("git").arg("-C").arg(folder).args(["rev-parse", "--short", "HEAD"]).output();
    let text =
        output.ok().filter(|output| output.status.success()).and_then(|output| String::from_utf8(output.stdout).ok());
    text.map_or_else(|| "-".to_owned(), |text| text.trim().to_owned())
}

fn by_rule(pack: &Pack, all: &[Analysed]) {
    let mut counts: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for finding in all.iter().flat_map(|analysed| &analysed.report.findings) {
        let column = match finding.severity {
            Severity::Error => 0,
            Severity::Warning => 1,
            Severity::Note => 2,
        };
        counts.entry(&finding.rule.id).or_default()[column] += 1;
    }
    let rows = counts.iter().map(|(id, counts)| {
        let name = pack.rule(id).map_or("", |rule| rule.name.as_str());
        [*id, name].into_iter().map(str::to_owned).chain(counts.iter().map(usize::to_string)).collect()
    });
    table::print(&["rule", "name", "errors", "warnings", "notes"], &rows.collect::<Vec<Vec<_>>>());
}

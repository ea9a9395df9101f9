//! One file for each output format, all over the same `Report`. Nothing is filtered or
//! computed anew here. No format shows key text: what is secret is masked before it is written.

mod azure;
mod conceal;
mod concise;
mod excerpt;
mod full;
mod github;
mod gitlab;
mod json;
mod junit;
mod markdown;
mod positions;
mod sarif;
mod summary;

use std::borrow::Cow;
use std::io::{self, Write};

use aiolint_core::{Finding, Position, Report, Severity, Source, at_line_start, brief, printable};

use positions::{Positions, Unit};

pub use conceal::concealed;
pub use json::{FINDINGS_VERSION, json_text};
pub use markdown::cell as markdown_cell;

/// The output formats.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// Findings with the lines that they are about.
    #[default]
    Full,
    /// A line for each finding.
    Concise,
    /// One JSON object.
    Json,
    /// Workflow commands of GitHub Actions.
    Github,
    /// A code quality report of GitLab.
    Gitlab,
    /// Logging commands of Azure Pipelines.
    Azure,
    /// JUnit's XML.
    Junit,
    /// A summary in Markdown.
    Markdown,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
}

/// What the human formats show.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Notes too.
    pub notes: bool,
    /// The checks that could not be decided.
    pub undecided: bool,
    /// With colours.
    pub color: bool,
    /// Without the summary.
    pub quiet: bool,
}

/// What the formats for programs say of the program.
#[derive(Clone, Copy, Debug)]
pub struct Tool<'t> {
    /// Its name.
    pub name: &'t str,
    /// Its version.
    pub version: &'t str,
    /// Its rules, for formats that explain them; others need none.
    pub rules: &'t [RuleText<'t>],
    /// The ids of the rules whose findings say that something could not be read or judged.
    pub failures: &'t [&'t str],
    /// The ids of the rules whose findings say that the configuration is wrong.
    pub misconfigured: &'t [&'t str],
    /// What tells this run from others of the same repository, for SARIF.
    pub category: Option<&'t str>,
}

/// A rule, as a format explains it.
#[derive(Clone, Debug)]
pub struct RuleText<'t> {
    /// Its id.
    pub id: &'t str,
    /// Its readable name.
    pub name: &'t str,
    /// Its first sentence.
    pub summary: &'t str,
    /// All of its text.
    pub markdown: String,
    /// The address of the document that states its constraint.
    pub url: Option<&'t str>,
    /// How much its findings matter at most.
    pub severity: Severity,
}

/// Writes the report.
///
/// # Errors
/// The output can't be written.
pub fn write(report: &Report, format: Format, options: Options, tool: Tool<'_>, out: &mut dyn Write) -> io::Result<()> {
    let report = &*counting(conceal::concealed(report), format);
    match format {
        Format::Full => full::write(report, options, out),
        Format::Concise => concise::write(report, options, out),
        Format::Json => json::write(report, tool, out),
        Format::Github => github::write(report, options, out),
        Format::Gitlab => gitlab::write(report, out),
        Format::Azure => azure::write(report, options, out),
        Format::Junit => junit::write(report, options, tool, out),
        Format::Sarif => sarif::write(report, tool, out),
        Format::Markdown => markdown::write(report, options, out),
    }
}

/// The report without the findings that do not count, but for SARIF, which shows why they do not.
fn counting(mut report: Cow<'_, Report>, format: Format) -> Cow<'_, Report> {
    if format != Format::Sarif && report.findings.iter().any(|finding| finding.suppression.is_some()) {
        report.to_mut().findings.retain(|finding| finding.suppression.is_none());
    }
    report
}

/// The findings that a human format shows.
fn shown(report: &Report, options: Options) -> impl Iterator<Item = &Finding> {
    report.findings.iter().filter(move |finding| options.notes || finding.severity > Severity::Note)
}

/// The findings that a human format shows, each with its file and where it starts there, in characters.
fn placed<'p, 'r>(
    report: &'r Report,
    options: Options,
    positions: &'p Positions<'r>,
) -> impl Iterator<Item = (&'r Finding, &'r Source, Position)> + use<'p, 'r> {
    shown(report, options).filter_map(|finding| {
        let location = finding.primary.location;
        Some((finding, positions.source(location)?, positions.start(location, Unit::Characters)))
    })
}

/// So many characters of a text are shown.
const LONGEST_TEXT: usize = 2_000;

/// A text in one line, without what a terminal or a log would obey, of a length that can be read.
fn words(text: &str) -> String {
    printable(&brief(text, LONGEST_TEXT)).replace('\n', " ")
}

/// The path of a file, where it begins a line.
fn leading_path(source: &Source) -> String {
    at_line_start(&words(&source.shown)).into_owned()
}

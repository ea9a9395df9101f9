//! One file for each output format, all over the same `Report`. Nothing is filtered or
//! computed anew here. No format shows key text: what is secret is masked before it is written.

mod conceal;
mod concise;
mod excerpt;
mod full;
mod json;
mod positions;
mod summary;

use std::io::{self, Write};

use aiolint_core::{Finding, Report, Severity, brief, printable};

pub use json::{FINDINGS_VERSION, json_text};

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

/// What the JSON format says of the program.
#[derive(Clone, Copy, Debug)]
pub struct Tool<'t> {
    /// Its name.
    pub name: &'t str,
    /// Its version.
    pub version: &'t str,
}

/// Writes the report.
///
/// # Errors
/// The output can't be written.
pub fn write(report: &Report, format: Format, options: Options, tool: Tool<'_>, out: &mut dyn Write) -> io::Result<()> {
    let report = &*conceal::concealed(report);
    match format {
        Format::Full => full::write(report, options, out),
        Format::Concise => concise::write(report, options, out),
        Format::Json => json::write(report, tool, out),
    }
}

/// The findings that a human format shows.
fn shown(report: &Report, options: Options) -> impl Iterator<Item = &Finding> {
    report.findings.iter().filter(move |finding| options.notes || finding.severity > Severity::Note)
}

/// So many characters of a text are shown.
const LONGEST_TEXT: usize = 2_000;

/// A text in one line, without what a terminal would obey, of a length that can be read.
fn words(text: &str) -> String {
    printable(&brief(text, LONGEST_TEXT)).replace('\n', " ")
}

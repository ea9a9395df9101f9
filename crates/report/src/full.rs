//! Findings with the lines that they are about, for people.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::ops::Range;

use aiolint_core::{FileId, Finding, Label, Report, Severity, printable};
use codespan_reporting::diagnostic::{Diagnostic, Label as SpanLabel, Severity as SpanSeverity};
use codespan_reporting::files::{Error, Files, line_starts};
use codespan_reporting::term::{self, Config, termcolor};

use crate::{Options, shown, summary};

pub(crate) fn write(report: &Report, options: Options, out: &mut dyn Write) -> io::Result<()> {
    let files = Shown::new(report, options);
    let config = Config::default();
    for finding in shown(report, options) {
        let diagnostic = diagnostic(finding, &files);
        let mut text = Vec::new();
        let rendered = if options.color {
            term::emit_to_write_style(&mut termcolor::Ansi::new(&mut text), &config, &files, &diagnostic)
        } else {
            term::emit_to_write_style(&mut termcolor::NoColor::new(&mut text), &config, &files, &diagnostic)
        };
        rendered.map_err(|error| io::Error::other(error.to_string()))?;
        out.write_all(trimmed(&text))?;
        writeln!(out, "{}", footer(finding))?;
        writeln!(out)?;
    }
    summary::write(report, options, out)
}

/// Without the empty lines that the renderer ends with.
fn trimmed(text: &[u8]) -> &[u8] {
    let end = text.iter().rposition(|byte| !byte.is_ascii_whitespace()).map_or(0, |at| at + 1);
    text.get(..=end).unwrap_or(text)
}

/// `sat-audience-missing · DataflowEndpoint azure-iot-operations/second-listener`
fn footer(finding: &Finding) -> String {
    match &finding.resource {
        Some(resource) => format!("{} · {}", finding.rule.name, printable(&resource.to_string())),
        None => finding.rule.name.clone(),
    }
}

fn diagnostic(finding: &Finding, files: &Shown<'_>) -> Diagnostic<FileId> {
    let severity = match finding.severity {
        Severity::Error => SpanSeverity::Error,
        Severity::Warning => SpanSeverity::Warning,
        Severity::Note => SpanSeverity::Note,
    };
    let label = |label: &Label, primary: bool| {
        let (file, range) = (label.location.file, files.range(label));
        let made = if primary { SpanLabel::primary(file, range) } else { SpanLabel::secondary(file, range) };
        made.with_message(printable(&label.message))
    };
    let mut labels = vec![label(&finding.primary, true)];
    labels.extend(finding.labels.iter().map(|other| label(other, false)));
    let mut notes: Vec<String> = Vec::new();
    notes.extend(finding.why.as_ref().map(|why| printable(why).into_owned()));
    notes.extend(finding.help.as_ref().map(|help| format!("help: {}", printable(help))));
    notes.push(match &finding.rule.url {
        Some(url) => format!("source: {}\n{url}", finding.rule.source),
        None => format!("source: {}", finding.rule.source),
    });
    Diagnostic::new(severity)
        .with_code(&finding.rule.id)
        .with_message(printable(&finding.message))
        .with_labels(labels)
        .with_notes(notes)
}

/// The files as they may be shown: secrets masked, nothing in them that a terminal would obey.
struct Shown<'r> {
    files: BTreeMap<FileId, File<'r>>,
}

struct File<'r> {
    name: String,
    /// As long as the file's own text, byte for byte, so that spans fit.
    text: std::borrow::Cow<'r, str>,
    starts: Vec<usize>,
}

impl<'r> Shown<'r> {
    fn new(report: &'r Report, options: Options) -> Self {
        let findings = shown(report, options);
        let places = findings.flat_map(|finding| finding.labels.iter().chain([&finding.primary]));
        let mut files = BTreeMap::new();
        for file in places.map(|label| label.location.file) {
            let Some(source) = report.sources.get(&file) else { continue };
            files.entry(file).or_insert_with(|| {
                let masked = match report.key_text.get(&file) {
                    Some(key_text) => key_text.mask(&source.text),
                    None => aiolint_core::mask_key_text(&source.text),
                };
                let text = harmless(masked);
                let starts = line_starts(&text).collect();
                File { name: printable(&source.shown).into_owned(), text, starts }
            });
        }
        Self { files }
    }

    /// The bytes of a label, moved to the bounds of characters.
    fn range(&self, label: &Label) -> Range<usize> {
        let range = label.location.span.range();
        let Some(file) = self.files.get(&label.location.file) else { return range };
        let bound = |mut at: usize| {
            at = at.min(file.text.len());
            while !file.text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        bound(range.start)..bound(range.end)
    }
}

/// The text with every byte of a character that a terminal would obey replaced by a space or `?`.
fn harmless(text: std::borrow::Cow<'_, str>) -> std::borrow::Cow<'_, str> {
    if matches!(printable(&text.replace('\r', "")), std::borrow::Cow::Borrowed(_)) {
        return text;
    }
    let replaced = text.chars().map(|c| {
        let mut buffer = [0; 4];
        let shown = printable(c.encode_utf8(&mut buffer)).into_owned();
        if c == '\r' || shown.starts_with(c) { c.to_string() } else { "?".repeat(c.len_utf8()) }
    });
    std::borrow::Cow::Owned(replaced.collect())
}

impl<'f> Files<'f> for Shown<'_> {
    type FileId = FileId;
    type Name = &'f str;
    type Source = &'f str;

    fn name(&'f self, id: FileId) -> Result<&'f str, Error> {
        self.files.get(&id).map(|file| file.name.as_str()).ok_or(Error::FileMissing)
    }

    fn source(&'f self, id: FileId) -> Result<&'f str, Error> {
        self.files.get(&id).map(|file| &*file.text).ok_or(Error::FileMissing)
    }

    fn line_index(&'f self, id: FileId, byte_index: usize) -> Result<usize, Error> {
        let file = self.files.get(&id).ok_or(Error::FileMissing)?;
        Ok(file.starts.partition_point(|start| *start <= byte_index).saturating_sub(1))
    }

    fn line_range(&'f self, id: FileId, line: usize) -> Result<Range<usize>, Error> {
        let file = self.files.get(&id).ok_or(Error::FileMissing)?;
        let start = *file.starts.get(line).ok_or(Error::LineTooLarge { given: line, max: file.starts.len() })?;
        let end = file.starts.get(line + 1).copied().unwrap_or(file.text.len());
        Ok(start..end)
    }
}

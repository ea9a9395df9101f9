//! Findings with the lines that they are about, for people.

use std::io::{self, Write};

use aiolint_core::{FileId, Finding, Label, Report, Severity};
use codespan_reporting::diagnostic::{Diagnostic, Label as SpanLabel, Severity as SpanSeverity};
use codespan_reporting::term::{self, Config, termcolor};

use crate::excerpt::{Excerpts, Masked};
use crate::{Options, shown, summary, words};

pub(crate) fn write(report: &Report, options: Options, out: &mut dyn Write) -> io::Result<()> {
    let files = Masked::new(report, shown(report, options));
    let config = Config::default();
    for finding in shown(report, options) {
        let files = files.excerpts(finding);
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
        Some(resource) => format!("{} · {}", finding.rule.name, words(&resource.to_string())),
        None => finding.rule.name.clone(),
    }
}

fn diagnostic(finding: &Finding, files: &Excerpts<'_>) -> Diagnostic<FileId> {
    let severity = match finding.severity {
        Severity::Error => SpanSeverity::Error,
        Severity::Warning => SpanSeverity::Warning,
        Severity::Note => SpanSeverity::Note,
    };
    let label = |label: &Label, primary: bool| {
        let (file, range) = (label.location.file, files.range(label)?);
        let made = if primary { SpanLabel::primary(file, range) } else { SpanLabel::secondary(file, range) };
        Some(made.with_message(words(&label.message)))
    };
    let mut labels: Vec<_> = label(&finding.primary, true).into_iter().collect();
    labels.extend(finding.labels.iter().filter_map(|other| label(other, false)));
    let mut notes: Vec<String> = Vec::new();
    notes.extend(finding.why.as_ref().map(|why| words(why)));
    if !finding.parameters.is_empty() {
        let files: Vec<String> = finding.parameters.iter().map(|file| format!("`{}`", words(file))).collect();
        notes.push(format!("with the parameters of {}", files.join(", ")));
    }
    notes.extend(help(finding));
    notes.push(match &finding.rule.url {
        Some(url) => format!("source: {}\n{}", words(&finding.rule.source), words(url)),
        None => format!("source: {}", words(&finding.rule.source)),
    });
    Diagnostic::new(severity)
        .with_code(&finding.rule.id)
        .with_message(words(&finding.message))
        .with_labels(labels)
        .with_notes(notes)
}

/// What to do, and whether aiolint can do it.
fn help(finding: &Finding) -> Option<String> {
    let fix = finding.fix.as_ref();
    let text = finding.help.as_ref().or(fix.map(|fix| &fix.title))?;
    let how = match fix {
        None => "",
        Some(fix) if fix.safe => " (a fix is available)",
        Some(_) => " (a fix is available with --unsafe-fixes)",
    };
    Some(format!("help: {}{how}", words(text)))
}

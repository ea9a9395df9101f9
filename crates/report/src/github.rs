//! Workflow commands of GitHub Actions: annotations on the lines of a pull request.
//!
//! The form is that of GitHub's documentation, "Workflow commands": a line for each, with what would end a value
//! written as `%` and two digits.

use std::io::{self, Write};

use aiolint_core::{Finding, Report, Severity, printable};

use crate::positions::{Positions, Unit};
use crate::{Options, placed, words};

pub(crate) fn write(report: &Report, options: Options, out: &mut dyn Write) -> io::Result<()> {
    let positions = Positions::new(report);
    for (finding, source, start) in placed(report, options, &positions) {
        let end = positions.of(source, finding.primary.location.span.end as usize, Unit::Characters);
        let level = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let file = property(&source.shown);
        write!(out, "::{level} file={file},line={},endLine={}", start.line, end.line)?;
        // Columns are for what is in one line.
        if start.line == end.line {
            write!(out, ",col={},endColumn={}", start.column, end.column.max(start.column))?;
        }
        let title = property(&format!("{} {}", finding.rule.id, words(&finding.rule.name)));
        writeln!(out, ",title={title}::{}", data(&message(finding)))?;
    }
    Ok(())
}

/// The message with what it needs to be understood and mended, in lines.
fn message(finding: &Finding) -> String {
    let mut lines = vec![words(&finding.message)];
    lines.extend(finding.why.iter().map(|why| words(why)));
    lines.extend(finding.help.iter().map(|help| format!("help: {}", words(help))));
    lines.extend(finding.rule.url.as_deref().map(words));
    lines.join("\n")
}

fn data(text: &str) -> String {
    printable(&text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")).into_owned()
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

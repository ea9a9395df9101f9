//! A summary in Markdown, for the description of a job or a comment on a pull request.

use std::io::{self, Write};

use aiolint_core::Report;

use crate::positions::Positions;
use crate::{Options, placed, summary, words};

/// So many findings are listed; a comment has an end.
const MOST_ROWS: usize = 200;

pub(crate) fn write(report: &Report, options: Options, out: &mut dyn Write) -> io::Result<()> {
    let positions = Positions::new(report);
    let findings: Vec<_> = placed(report, options, &positions).collect();
    writeln!(out, "## aiolint\n\n{}", summary::line(report, options))?;
    if findings.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n| | Rule | Place | Finding |\n|---|---|---|---|")?;
    for (finding, source, at) in findings.iter().take(MOST_ROWS) {
        let (id, name) = (&finding.rule.id, cell(&words(&finding.rule.name)));
        let rule = match &finding.rule.url {
            Some(url) => format!("[{id}]({url}) {name}"),
            None => format!("{id} {name}"),
        };
        let help = finding.help.as_ref().map(|help| format!(": {}", cell(&words(help)))).unwrap_or_default();
        let (place, message) = (cell(&words(&source.shown)), cell(&words(&finding.message)));
        writeln!(out, "| {} | {rule} | {place}:{} | {message}{help} |", finding.severity, at.line)?;
    }
    if findings.len() > MOST_ROWS {
        writeln!(out, "\nand {} more", findings.len() - MOST_ROWS)?;
    }
    Ok(())
}

/// A text in a cell: nothing in it ends the cell or means more than its letters.
fn cell(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '|' | '\\' | '*' | '_' | '[' | ']' | '#' | '~' | '`' | '@' => escaped.extend(['\\', c]),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            c => escaped.push(c),
        }
    }
    escaped
}

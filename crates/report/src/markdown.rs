//! A summary in Markdown, for the description of a job or a comment on a pull request.

use std::io::{self, Write};

use aiolint_core::{Report, code_spans};

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
        let (id, name) = (&finding.rule.id, plain(&words(&finding.rule.name)));
        let rule = match &finding.rule.url {
            Some(url) => format!("[{id}]({}) {name}", address(url)),
            None => format!("{id} {name}"),
        };
        let help = finding.help.as_ref().map(|help| format!(": {}", cell(&words(help)))).unwrap_or_default();
        let (place, message) = (format!("{}:{}", words(&source.shown), at.line), cell(&words(&finding.message)));
        let place = code(&place).unwrap_or_else(|| plain(&place));
        writeln!(out, "| {} | {rule} | {place} | {message}{help} |", finding.severity)?;
    }
    if findings.len() > MOST_ROWS {
        writeln!(out, "\nand {} more", findings.len() - MOST_ROWS)?;
    }
    Ok(())
}

/// A text of one line in a cell of a table of Markdown, with what it has between backticks as code.
#[must_use]
pub fn cell(text: &str) -> String {
    let mut cell = String::with_capacity(text.len());
    for (is_code, part) in code_spans(text) {
        match code(part).filter(|_| is_code) {
            Some(code) => cell += &code,
            None if is_code => cell += &plain(&format!("`{part}`")),
            None => cell += &plain(part),
        }
    }
    cell
}

/// A text as code in a cell; none if code can't have it.
fn code(text: &str) -> Option<String> {
    let is_fit = !text.contains(['`', '\\', '\t']) && text.trim() == text && !text.is_empty();
    is_fit.then(|| format!("`{}`", text.replace('|', "\\|")))
}

/// A text in a cell: nothing in it ends the cell or means more than its letters. What would call somebody or lead to
/// an issue has a space without width behind its sign, for no escape keeps GitHub from reading it so.
fn plain(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '|' | '\\' | '*' | '_' | '[' | ']' | '~' | '`' | '$' => escaped.extend(['\\', c]),
            '@' => escaped.push_str("@&#8203;"),
            '#' => escaped.push_str("\\#&#8203;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// The target of a link in a cell.
fn address(url: &str) -> String {
    url.chars().fold(String::with_capacity(url.len()), |mut address, c| {
        match c {
            '(' | ')' | '<' | '>' | '|' | '\\' | '`' | ' ' => address += &format!("%{:02X}", u32::from(c)),
            c if c.is_control() => {}
            c => address.push(c),
        }
        address
    })
}

//! JUnit's XML: a test suite for each file with findings, a test case that failed for each finding.

use std::collections::BTreeMap;
use std::io::{self, Write};

use aiolint_core::{Finding, Position, Report, printable};

use crate::positions::Positions;
use crate::{Options, Tool, placed, words};

pub(crate) fn write(report: &Report, options: Options, tool: Tool<'_>, out: &mut dyn Write) -> io::Result<()> {
    let positions = Positions::new(report);
    let mut files: BTreeMap<&str, Vec<(&Finding, Position)>> = BTreeMap::new();
    for (finding, source, at) in placed(report, options, &positions) {
        files.entry(&source.shown).or_default().push((finding, at));
    }
    let failures: usize = files.values().map(Vec::len).sum();
    let tests = failures.max(1);
    let name = attribute(tool.name);
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<testsuites name=\"{name}\" tests=\"{tests}\" failures=\"{failures}\">")?;
    if files.is_empty() {
        writeln!(out, "  <testsuite name=\"{name}\" tests=\"1\" failures=\"0\">")?;
        writeln!(out, "    <testcase name=\"no findings\" classname=\"{name}\"/>\n  </testsuite>")?;
    }
    for (file, findings) in &files {
        let (path, file, count) = (attribute(&printable(file)), attribute(&words(file)), findings.len());
        writeln!(out, "  <testsuite name=\"{file}\" tests=\"{count}\" failures=\"{count}\">")?;
        for (finding, at) in findings {
            let rule = attribute(&format!("{} {}", finding.rule.id, words(&finding.rule.name)));
            let place = format!("{}:{}", at.line, at.column);
            writeln!(
                out,
                "    <testcase name=\"{rule} {place}\" classname=\"{file}\" file=\"{path}\" line=\"{}\">",
                at.line
            )?;
            let message = attribute(&words(&finding.message));
            writeln!(
                out,
                "      <failure message=\"{message}\" type=\"{}\">{}</failure>",
                finding.severity,
                text(&more(finding))
            )?;
            writeln!(out, "    </testcase>")?;
        }
        writeln!(out, "  </testsuite>")?;
    }
    writeln!(out, "</testsuites>")
}

/// What is said of a finding besides its message.
fn more(finding: &Finding) -> String {
    let mut lines = Vec::new();
    lines.extend(finding.why.iter().map(|why| words(why)));
    lines.extend(finding.help.iter().map(|help| format!("help: {}", words(help))));
    lines.push(format!("source: {}", words(&finding.rule.source)));
    lines.extend(finding.rule.url.as_deref().map(words));
    lines.join("\n")
}

/// The text as an attribute has it.
fn attribute(value: &str) -> String {
    text(value).replace('"', "&quot;").replace('\t', "&#9;").replace('\n', "&#10;")
}

/// The text as XML has it. What XML can't have at all is gone already: control characters are written out.
fn text(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}

//! One JSON object with structs of its own: what other programs read does not change with our own types.
//! Members may be added; anything else changes [`FINDINGS_VERSION`].

use std::borrow::Cow;
use std::io::{self, Write};

use aiolint_core::{Label, Language, Location, Report, ResourceName, log_commands, printable};
use serde::Serialize;

use crate::Tool;
use crate::positions::{Positions, Unit};

/// The version of the object.
pub const FINDINGS_VERSION: u32 = 1;

#[derive(Serialize)]
struct Output<'r> {
    version: u32,
    tool: ToolInfo<'r>,
    findings: Vec<Finding<'r>>,
    undecided: Vec<Undecided<'r>>,
    summary: Summary,
}

#[derive(Serialize)]
struct ToolInfo<'r> {
    name: &'r str,
    version: &'r str,
}

#[derive(Serialize)]
struct Rule<'r> {
    id: &'r str,
    name: &'r str,
}

#[derive(Serialize)]
struct Finding<'r> {
    rule: Rule<'r>,
    severity: &'static str,
    message: &'r str,
    file: &'r str,
    range: Range,
    labels: Vec<LabelInfo<'r>>,
    resource: Option<Resource<'r>>,
    why: Option<&'r str>,
    help: Option<&'r str>,
    /// The parameter files with which it holds; empty where it does not depend on them.
    parameters: Vec<&'r str>,
    url: Option<&'r str>,
    fingerprint: String,
    /// What mends it.
    fix: Option<Fix<'r>>,
}

#[derive(Serialize)]
struct Fix<'r> {
    title: &'r str,
    /// Whether it never changes what is meant.
    safe: bool,
    edits: Vec<Edit<'r>>,
}

#[derive(Serialize)]
struct Edit<'r> {
    file: &'r str,
    range: Range,
    /// What to put there.
    text: &'r str,
}

#[derive(Serialize)]
struct Written<'r> {
    file: &'r str,
    range: Range,
}

#[derive(Serialize)]
struct LabelInfo<'r> {
    file: &'r str,
    range: Range,
    message: &'r str,
    primary: bool,
}

#[derive(Serialize)]
struct Resource<'r> {
    kind: &'r str,
    name: &'r str,
    namespace: Option<&'r str>,
    language: &'static str,
}

#[derive(Serialize)]
struct Undecided<'r> {
    rule: Rule<'r>,
    file: &'r str,
    range: Range,
    resource: Resource<'r>,
    reason: &'r str,
    /// Where what is not known is written.
    unknown: Option<Written<'r>>,
    applies: bool,
}

/// Lines and columns count from 1, columns in UTF-16 units; offsets in bytes of the text after a byte order mark.
#[derive(Serialize)]
struct Range {
    start: Place,
    end: Place,
}

#[derive(Serialize)]
struct Place {
    line: u32,
    column: u32,
    offset: u32,
}

#[derive(Serialize)]
struct Summary {
    files: usize,
    resources: usize,
    skipped: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
    undecided: usize,
    suppressed: usize,
}

pub(crate) fn write(report: &Report, tool: Tool<'_>, out: &mut dyn Write) -> io::Result<()> {
    let summary = report.summary;
    let positions = &Positions::new(report);
    let output = Output {
        version: FINDINGS_VERSION,
        tool: ToolInfo { name: tool.name, version: tool.version },
        findings: report.findings.iter().map(|finding| self::finding(positions, finding)).collect(),
        undecided: report.undecided.iter().map(|check| undecided(positions, check)).collect(),
        summary: Summary {
            files: summary.files,
            resources: summary.resources,
            skipped: summary.skipped,
            errors: summary.errors,
            warnings: summary.warnings,
            notes: summary.notes,
            undecided: summary.undecided,
            suppressed: summary.suppressed,
        },
    };
    write!(out, "{}", json_text(&output)?)
}

/// A value as JSON, for people and programs: what a terminal or a log would obey is escaped, also where JSON does not
/// ask for it. Ends with a line break.
///
/// # Errors
/// The value can't be written as JSON.
pub fn json_text(value: &impl Serialize) -> io::Result<String> {
    let text = serde_json::to_string_pretty(value).map_err(io::Error::other)? + "\n";
    if matches!(printable(&text), Cow::Borrowed(_)) {
        return Ok(text);
    }
    let commands: Vec<usize> = log_commands(&text).collect();
    // Outside of strings JSON has nothing but ASCII, and no `#`.
    Ok(text.char_indices().fold(String::with_capacity(text.len()), |mut all, (at, c)| {
        match printable(c.encode_utf8(&mut [0; 4])) {
            Cow::Borrowed(c) if commands.binary_search(&at).is_err() => all.push_str(c),
            _ => all.push_str(&format!("\\u{:04x}", u32::from(c))),
        }
        all
    }))
}

fn finding<'r>(positions: &Positions<'r>, finding: &'r aiolint_core::Finding) -> Finding<'r> {
    let label = |label: &'r Label, primary| LabelInfo {
        file: file(positions, label.location),
        range: range(positions, label.location),
        message: &label.message,
        primary,
    };
    let mut labels = vec![label(&finding.primary, true)];
    labels.extend(finding.labels.iter().map(|other| label(other, false)));
    Finding {
        rule: Rule { id: &finding.rule.id, name: &finding.rule.name },
        severity: finding.severity.name(),
        message: &finding.message,
        file: file(positions, finding.primary.location),
        range: range(positions, finding.primary.location),
        labels,
        resource: finding.resource.as_ref().map(resource),
        why: finding.why.as_deref(),
        help: finding.help.as_deref(),
        parameters: finding.parameters.iter().map(|file| &**file).collect(),
        url: finding.rule.url.as_deref(),
        fingerprint: finding.fingerprint.to_string(),
        fix: finding.fix.as_ref().map(|fix| self::fix(positions, fix)),
    }
}

fn fix<'r>(positions: &Positions<'r>, fix: &'r aiolint_core::Fix) -> Fix<'r> {
    let edits = fix.edits.iter().map(|edit| Edit {
        file: file(positions, edit.at),
        range: range(positions, edit.at),
        text: &edit.text,
    });
    Fix { title: &fix.title, safe: fix.safe, edits: edits.collect() }
}

fn undecided<'r>(positions: &Positions<'r>, check: &'r aiolint_core::Undecided) -> Undecided<'r> {
    Undecided {
        rule: Rule { id: &check.rule.id, name: &check.rule.name },
        file: file(positions, check.location),
        range: range(positions, check.location),
        resource: resource(&check.resource),
        reason: &check.reason,
        unknown: check
            .unknown
            .filter(|at| positions.source(*at).is_some())
            .map(|at| Written { file: file(positions, at), range: range(positions, at) }),
        applies: check.applies,
    }
}

fn resource(name: &ResourceName) -> Resource<'_> {
    let ResourceName { kind, name, namespace, language } = name;
    Resource { kind, name, namespace: namespace.as_deref(), language: Language::name(*language) }
}

fn file<'r>(positions: &Positions<'r>, location: Location) -> &'r str {
    positions.source(location).map_or("", |source| &source.shown)
}

fn range(positions: &Positions<'_>, location: Location) -> Range {
    let place = |offset: u32| {
        let position = positions.source(location).map(|source| positions.of(source, offset as usize, Unit::Utf16));
        Place { line: position.map_or(1, |at| at.line), column: position.map_or(1, |at| at.column), offset }
    };
    Range { start: place(location.span.start), end: place(location.span.end) }
}

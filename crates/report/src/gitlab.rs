//! Code quality reports of GitLab: one JSON array, as GitLab's documentation, "Code Quality", has it.

use std::collections::HashMap;
use std::io::{self, Write};

use aiolint_core::{Fingerprint, Report, Severity};
use serde::Serialize;

use crate::json::json_text;
use crate::positions::{Positions, Unit};
use crate::words;

#[derive(Serialize)]
struct Issue<'r> {
    description: String,
    check_name: &'r str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'r>,
}

#[derive(Serialize)]
struct Location<'r> {
    path: &'r str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

pub(crate) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let positions = Positions::new(report);
    let mut times: HashMap<Fingerprint, usize> = HashMap::new();
    let mut issues = Vec::new();
    for finding in &report.findings {
        let location = finding.primary.location;
        let Some(source) = positions.source(location) else { continue };
        // GitLab drops issues whose fingerprint it has seen.
        let time = times.entry(finding.fingerprint).or_default();
        *time += 1;
        let fingerprint = match *time {
            1 => finding.fingerprint,
            again => Fingerprint::of(&[&finding.fingerprint.to_string(), &again.to_string()]),
        };
        let help = finding.help.as_ref().map(|help| format!(" ({})", words(help))).unwrap_or_default();
        issues.push(Issue {
            description: format!("{}{help}", words(&finding.message)),
            check_name: &finding.rule.name,
            fingerprint: fingerprint.to_string(),
            severity: match finding.severity {
                Severity::Error => "major",
                Severity::Warning => "minor",
                Severity::Note => "info",
            },
            location: Location {
                path: &source.shown,
                lines: Lines {
                    begin: positions.start(location, Unit::Characters).line,
                    end: positions.of(source, location.span.end as usize, Unit::Characters).line,
                },
            },
        });
    }
    write!(out, "{}", json_text(&issues)?)
}

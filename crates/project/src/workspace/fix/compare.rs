//! Whether what is found after fixes is less than before, and nothing else.

use std::collections::HashMap;

use aiolint_core::{Finding, Report, ResourceName};

/// What came of fixes.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Their findings are gone, and no other came.
    Good,
    /// The findings with these numbers are still there.
    Stays(Vec<usize>),
    /// There is a finding that was not there.
    New,
}

/// Compares the findings before and after the fixes of the chosen ones. `reveals`: whether the fix of a finding mends
/// how something is written, so that it can be read what it says.
///
/// What a fix brings to light is not new: what was not decided before; what a rule says next of a resource, of which
/// it tells one thing at a time; and what a resource says that could not be read before.
pub(super) fn compare(
    before: &Report,
    after: &Report,
    chosen: &[usize],
    reveals: &dyn Fn(&Finding) -> bool,
) -> Outcome {
    let count = |report: &Report| {
        let mut counts: HashMap<String, isize> = HashMap::new();
        report.findings.iter().for_each(|finding| *counts.entry(whole(report, finding)).or_default() += 1);
        counts
    };
    let (was, mut left) = (count(before), count(before));
    let now = count(after);
    chosen.iter().for_each(|number| *left.entry(whole(before, &before.findings[*number])).or_default() -= 1);
    let stays = |number: &&usize| {
        let whole = whole(before, &before.findings[**number]);
        now.get(&whole).copied().unwrap_or_default() > left.get(&whole).copied().unwrap_or_default()
    };
    let staying: Vec<usize> = chosen.iter().filter(stays).copied().collect();
    if !staying.is_empty() {
        return Outcome::Stays(staying);
    }
    let mut places: HashMap<String, isize> = HashMap::new();
    before.findings.iter().for_each(|finding| *places.entry(place(before, finding)).or_default() += 1);
    for finding in &after.findings {
        let is_known = was.contains_key(&whole(after, finding)) || {
            let left = places.entry(place(after, finding)).or_default();
            *left -= 1;
            *left >= 0
        };
        if !is_known && !is_revealed(before, after, finding, chosen, reveals) {
            return Outcome::New;
        }
    }
    Outcome::Good
}

/// Whether a finding was only hidden.
fn is_revealed(
    before: &Report,
    after: &Report,
    finding: &Finding,
    chosen: &[usize],
    reveals: &dyn Fn(&Finding) -> bool,
) -> bool {
    let Some(resource) = &finding.resource else { return false };
    let same = |other: &ResourceName| other == resource;
    if before.undecided.iter().any(|check| check.rule.id == finding.rule.id && same(&check.resource)) {
        return true;
    }
    chosen.iter().map(|number| &before.findings[*number]).any(|fixed| {
        let next = fixed.rule.id == finding.rule.id && finding.severity <= fixed.severity;
        match &fixed.resource {
            Some(of) if same(of) => next || (fixed.rule.id != finding.rule.id && reveals(fixed)),
            Some(_) => false,
            None => path(before, fixed) == path(after, finding),
        }
    })
}

fn path<'r>(report: &'r Report, finding: &Finding) -> &'r str {
    report.sources.get(&finding.primary.location.file).map_or("", |source| &source.path)
}

/// What tells a finding from all others, wherever its lines have gone.
fn whole(report: &Report, finding: &Finding) -> String {
    format!("{}\u{1f}{}", place(report, finding), finding.message)
}

/// The place of a finding, whatever it says there: its words may quote what a fix has changed. What is found in a file
/// alone has no place that stays.
fn place(report: &Report, finding: &Finding) -> String {
    match &finding.resource {
        Some(_) => format!("{}\u{1f}{}\u{1f}{}", finding.rule.id, path(report, finding), finding.fingerprint),
        None => format!("{}\u{1f}{}\u{1f}{}", finding.rule.id, path(report, finding), finding.message),
    }
}

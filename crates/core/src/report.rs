//! The result of a run: everything that an output format may show.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::{FileId, Finding, KeyText, Location, Severity, Source, Undecided};

/// How much was looked at, and what came of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Files that were judged.
    pub files: usize,
    /// Resources in them.
    pub resources: usize,
    /// Files that are no manifests, and were passed over.
    pub skipped: usize,
    /// Findings that are errors.
    pub errors: usize,
    /// Findings that are warnings.
    pub warnings: usize,
    /// Findings that are notes, shown or not.
    pub notes: usize,
    /// Checks that apply but could not be decided.
    pub undecided: usize,
    /// Findings that do not count, because a comment, a waiver or the baseline says so.
    pub suppressed: usize,
}

/// The result of a run.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The findings, by file, place and rule; also those that do not count.
    pub findings: Vec<Finding>,
    /// What could not be decided, in the same order.
    pub undecided: Vec<Undecided>,
    /// The counts.
    pub summary: Summary,
    /// The files that findings and undecided checks point into.
    pub sources: BTreeMap<FileId, Arc<Source>>,
    /// The bytes that no output may show, by file.
    pub key_text: BTreeMap<FileId, KeyText>,
}

impl Report {
    /// The file of a location. Every location of a report has one.
    #[must_use]
    pub fn source(&self, location: Location) -> Option<&Arc<Source>> {
        self.sources.get(&location.file)
    }

    /// The findings that count.
    pub fn counted(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.counts())
    }

    /// How many findings that count have at least this severity.
    #[must_use]
    pub fn at_least(&self, severity: Severity) -> usize {
        self.counted().filter(|finding| finding.severity >= severity).count()
    }

    /// Counts the findings and the undecided checks again, after some were added or removed.
    pub fn recount(&mut self) {
        let count = |severity| self.counted().filter(|f| f.severity == severity).count();
        let [errors, warnings, notes] = [Severity::Error, Severity::Warning, Severity::Note].map(count);
        let suppressed = self.findings.len() - self.counted().count();
        self.summary = Summary { errors, warnings, notes, suppressed, ..self.summary };
        self.summary.undecided = self.undecided.iter().filter(|check| check.applies).count();
    }

    /// Puts findings and undecided checks in their order: file, place, rule, and then whatever else
    /// could differ, so that the same input always gives the same output.
    pub fn sort(&mut self) {
        let sources = std::mem::take(&mut self.sources);
        let path = |location: Location| sources.get(&location.file).map(|source| &source.path);
        self.findings.sort_by(|a, b| {
            let key = |f: &Finding| (f.primary.location.span, f.rule.id.clone(), f.fingerprint);
            (path(a.primary.location), key(a), &a.message).cmp(&(path(b.primary.location), key(b), &b.message))
        });
        self.undecided.sort_by(|a, b| {
            let key = |u: &Undecided| (u.location.span, u.rule.id.clone(), u.resource.name.clone());
            (path(a.location), key(a), &a.reason).cmp(&(path(b.location), key(b), &b.reason))
        });
        self.sources = sources;
    }
}

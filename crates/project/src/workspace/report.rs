//! What is reported of what was found.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use aiolint_core::{Finding, Label, Location, Problem, Report, Source, Undecided, is_archived};
use aiolint_engine::facts::Facts;
use aiolint_engine::problems::problems;
use aiolint_engine::suppression::Suppressions;

use super::Workspace;

/// What one file's outcomes say.
struct Found {
    findings: Vec<Finding>,
    /// With how many parameter files it was judged.
    readings: usize,
}

/// A finding, and whether it is reported.
struct Told {
    finding: Finding,
    inside: bool,
}

impl Workspace {
    pub(super) fn report(&self) -> Report {
        let mut report = Report::default();
        let mut findings: Vec<Finding> = Vec::new();
        let mut resources: Vec<Found> = Vec::new();
        // With each, whether the file is reported on that deploys it: what an archive leaves open is told there.
        let mut undecided = Vec::new();
        report.sources.extend(self.loads.sources().into_iter().map(|source| (source.id, source)));
        for (path, file) in &self.files {
            let Some(facts) = &file.facts else { continue };
            report.sources.insert(file.source.id, Arc::clone(&file.source));
            report.key_text.insert(file.source.id, facts.key_text.clone());
            let judged = file.is_judged();
            if self.in_scope(path) {
                report.summary.files += usize::from(judged);
                report.summary.skipped += usize::from(!judged);
                report.summary.resources += facts.resources.len();
            }
            if judged {
                findings.extend(problems(&self.pack, &self.filter, facts));
            }
            findings.extend(file.failed_judging.iter().flat_map(|failed| problems(&self.pack, &self.filter, failed)));
            let mut own: Vec<Finding> = Vec::new();
            for (kept, known) in file.outcomes.iter().zip(&facts.resources) {
                let parameters = facts.readings.get(known.reading as usize);
                own.extend(kept.outcome.findings.iter().map(|finding| Finding {
                    parameters: parameters.into_iter().cloned().collect(),
                    ..finding.clone()
                }));
                undecided.extend(kept.outcome.undecided.iter().map(|check| (self.in_scope(path), check.clone())));
            }
            resources.push(Found { findings: own, readings: facts.readings.len() });
        }
        self.suppress(&mut findings, &mut resources, undecided.iter().map(|(_, check)| check));
        findings.extend(resources.into_iter().flat_map(|found| one_each(found.findings, found.readings)));
        let inside =
            |location: Location| report.sources.get(&location.file).is_some_and(|source| self.in_scope(&source.path));
        let path = |location: Location| {
            report.sources.get(&location.file).map_or_else(|| "".into(), |source| Arc::clone(&source.path))
        };
        let told = self.told(findings, inside, path);
        let in_archive =
            |location: Location| report.sources.get(&location.file).is_some_and(|source| is_archived(&source.path));
        undecided.retain(|(called, check)| inside(check.location) || (*called && in_archive(check.location)));
        undecided.retain(|(_, check)| self.policy.is_on(&check.rule.id, &path(check.location)));
        report.findings = told;
        self.report_configuration(&mut report);
        report.undecided = undecided.into_iter().map(|(_, check)| check).collect();
        report.sort();
        report.recount();
        report
    }

    /// Reports what is wrong with the configuration, whichever files the run is about: it holds for all of them.
    fn report_configuration(&self, report: &mut Report) {
        for wrong in &self.wrong {
            let id = self.loads.id(&wrong.path);
            let new = || {
                let (path, shown, text) = (&wrong.path, &wrong.shown, &wrong.text);
                Arc::new(Source::new(id, Arc::clone(path), Arc::clone(shown), Arc::clone(text)))
            };
            let source = Arc::clone(report.sources.entry(id).or_insert_with(new));
            let primary = Label { location: source.at(wrong.at), message: wrong.label.clone() };
            let mut facts = Facts::empty(source);
            let (detector, message, help) = (wrong.detector, wrong.message.clone(), wrong.help.clone());
            facts.problems.push(Problem { detector, message, primary, labels: Vec::new(), help });
            report.findings.extend(problems(&self.pack, &self.filter, &facts));
        }
    }

    /// Finds out which findings comments suppress, and adds what is wrong with those comments.
    fn suppress<'f>(
        &self,
        findings: &mut Vec<Finding>,
        resources: &mut [Found],
        undecided: impl Iterator<Item = &'f Undecided>,
    ) {
        let judged = self.files.values().filter(|file| file.is_judged());
        let facts = || self.files.values().filter_map(|file| file.facts.as_deref());
        let of_judged = judged.filter_map(|file| file.facts.as_deref());
        let mut suppressions = Suppressions::new(&self.pack, &self.filter, &self.locked, of_judged);
        if suppressions.is_empty() {
            return;
        }
        let of_resources = resources.iter_mut().flat_map(|found| &mut found.findings);
        findings.iter_mut().chain(of_resources).for_each(|finding| suppressions.apply(finding));
        undecided.for_each(|check| suppressions.note_undecided(check));
        let failed = self.files.values().any(|file| file.failed_judging.is_some());
        let whole = !self.partial && !failed && self.forced.is_empty();
        findings.extend(suppressions.findings(facts(), whole));
    }

    /// What is reported: what touches a file in the scope, each thing once. A module that two templates call says the
    /// same in both; what one of them suppresses and the other does not counts.
    fn told(
        &self,
        findings: Vec<Finding>,
        inside: impl Fn(Location) -> bool,
        path: impl Fn(Location) -> Arc<str>,
    ) -> Vec<Finding> {
        let mut places = HashMap::new();
        let mut told: Vec<Told> = Vec::new();
        for finding in findings {
            let inside = finding.touches(&inside);
            let same = places.entry((key(&finding), finding.counts())).or_insert(told.len());
            match told.get_mut(*same) {
                Some(told) => {
                    let fingerprint = told.finding.fingerprint.min(finding.fingerprint);
                    if inside && !told.inside {
                        *told = Told { finding, inside };
                    }
                    told.finding.fingerprint = fingerprint;
                }
                None => told.push(Told { finding, inside }),
            }
        }
        told.retain_mut(|told| {
            let path = path(told.finding.primary.location);
            self.policy.apply(&mut told.finding, &path)
        });
        if let Some(baseline) = &self.baseline {
            // Which of several findings is the new one must not depend on the scope.
            told.sort_by_cached_key(|told| (path(told.finding.primary.location), told.finding.primary.location.span));
            baseline.apply(told.iter_mut().map(|told| &mut told.finding));
        }
        told.retain(|told| told.inside);
        let counted: HashSet<_> = told.iter().filter(|it| it.finding.counts()).map(|it| key(&it.finding)).collect();
        told.retain(|told| told.finding.counts() || !counted.contains(&key(&told.finding)));
        told.into_iter().map(|told| told.finding).collect()
    }
}

/// What makes two findings the same thing to say.
fn key(finding: &Finding) -> (String, Location, String) {
    (finding.rule.id.clone(), finding.primary.location, finding.message.clone())
}

/// What a template's resources say of the same characters, once: the turns of a loop, the readings with several
/// parameter files. What holds with all of them does not depend on them. The fingerprint is the least of theirs, so
/// that it does not depend on the order of the files.
fn one_each(all: Vec<Finding>, readings: usize) -> Vec<Finding> {
    let mut places = HashMap::new();
    let mut findings: Vec<Finding> = Vec::new();
    for finding in all {
        let key = (key(&finding), finding.counts());
        match places.get(&key) {
            Some(place) => {
                let same: &mut Finding = &mut findings[*place];
                same.fingerprint = same.fingerprint.min(finding.fingerprint);
                for file in finding.parameters {
                    if !same.parameters.contains(&file) {
                        same.parameters.push(file);
                    }
                }
            }
            None => {
                places.insert(key, findings.len());
                findings.push(finding);
            }
        }
    }
    for finding in findings.iter_mut().filter(|finding| finding.parameters.len() == readings) {
        finding.parameters.clear();
    }
    // What is wrong with some parameters only may be right with the others.
    let of_some = findings.iter_mut().filter(|finding| !finding.parameters.is_empty());
    of_some.filter_map(|finding| finding.fix.as_mut()).for_each(|fix| fix.safe = false);
    findings
}

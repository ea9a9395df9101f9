//! What is reported of what was found.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use aiolint_core::{Finding, Label, Location, Problem, Report, Source, is_archived};
use aiolint_engine::facts::Facts;
use aiolint_engine::judge::problems;

use super::Workspace;

impl Workspace {
    pub(super) fn report(&self) -> Report {
        let mut report = Report::default();
        let mut findings: Vec<Finding> = Vec::new();
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
            findings.extend(one_each(own, facts.readings.len()));
        }
        let inside =
            |location: Location| report.sources.get(&location.file).is_some_and(|source| self.in_scope(&source.path));
        findings.retain(|finding| finding.touches(inside));
        // A module that two templates call says the same in both.
        let mut said = HashSet::new();
        findings.retain(|it| said.insert((it.rule.id.clone(), it.primary.location, it.message.clone())));
        let in_archive =
            |location: Location| report.sources.get(&location.file).is_some_and(|source| is_archived(&source.path));
        undecided.retain(|(called, check)| inside(check.location) || (*called && in_archive(check.location)));
        let path = |location: Location| report.sources.get(&location.file).map_or("", |source| &*source.path);
        let findings = findings.into_iter().filter_map(|finding| {
            let path = path(finding.primary.location);
            self.policy.apply(finding, path)
        });
        let findings: Vec<Finding> = findings.collect();
        undecided.retain(|(_, check)| self.policy.is_on(&check.rule.id, path(check.location)));
        report.findings = findings;
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
}

/// What a template's resources say of the same characters, once: the turns of a loop, the readings with several
/// parameter files. What holds with all of them does not depend on them.
fn one_each(all: Vec<Finding>, readings: usize) -> Vec<Finding> {
    let mut places = HashMap::new();
    let mut findings: Vec<Finding> = Vec::new();
    for finding in all {
        let key = (finding.rule.id.clone(), finding.primary.location, finding.message.clone());
        match places.get(&key) {
            Some(place) => {
                let same: &mut Finding = &mut findings[*place];
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
    findings
}

//! Running rules on what a file alone tells.

use std::sync::Arc;

use aiolint_core::{Finding, Fingerprint, Location};

use crate::facts::Facts;
use crate::fix;
use crate::judge::Filter;
use crate::pack::Pack;
use crate::rules::Select;

/// What a file alone tells, as findings of the rules for its detectors.
#[must_use]
pub fn problems(pack: &Pack, filter: &Filter, facts: &Facts) -> Vec<Finding> {
    let mut findings = Vec::new();
    for problem in &facts.problems {
        for (rule, info) in filter.rules(pack) {
            let Select::Detector(name, severity) = &rule.select else { continue };
            if name != problem.detector {
                continue;
            }
            findings.push(Finding {
                rule: Arc::clone(info),
                severity: *severity,
                message: problem.message.clone(),
                primary: problem.primary.clone(),
                labels: problem.labels.clone(),
                why: None,
                help: problem.help.clone(),
                resource: None,
                parameters: Vec::new(),
                fix: fix::of_problem(pack, &facts.source, problem),
                fingerprint: Fingerprint::of(&[&rule.id, &problem.message, &written(facts, problem.primary.location)]),
            });
        }
    }
    findings
}

/// The line of a problem, which tells two alike apart and moves with it.
fn written(facts: &Facts, at: Location) -> String {
    let source = &facts.source;
    if at.file != source.id {
        // It stands in a file that this one calls.
        return String::new();
    }
    let line = source.lines().line(at.span.start);
    source.text[source.lines().line_range(line, &source.text)].trim().to_owned()
}

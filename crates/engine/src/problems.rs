//! What a file alone tells, as findings.

use std::sync::Arc;

use aiolint_core::{Finding, Fingerprint, Location, Problem, RuleInfo, Source};

use crate::facts::Facts;
use crate::fix;
use crate::judge::Filter;
use crate::pack::Pack;
use crate::rules::{Rule, Select};

/// What a file alone tells, as findings of the rules for its detectors.
#[must_use]
pub fn problems(pack: &Pack, filter: &Filter, facts: &Facts) -> Vec<Finding> {
    facts.problems.iter().flat_map(|problem| problem_findings(pack, filter, &facts.source, problem)).collect()
}

/// A problem, as findings of the rules for its detector.
pub(crate) fn problem_findings(pack: &Pack, filter: &Filter, source: &Source, problem: &Problem) -> Vec<Finding> {
    // Sizes and offsets in a message change with the rest of the file.
    let lasting: String = problem.message.chars().filter(|c| !c.is_ascii_digit()).collect();
    let finding = |(rule, info): (&Rule, &Arc<RuleInfo>)| {
        let Select::Detector(name, severity) = &rule.select else { return None };
        (name == problem.detector).then(|| Finding {
            rule: Arc::clone(info),
            severity: *severity,
            message: problem.message.clone(),
            primary: problem.primary.clone(),
            labels: problem.labels.clone(),
            why: None,
            help: problem.help.clone(),
            resource: None,
            parameters: Vec::new(),
            fix: fix::of_problem(pack, source, problem),
            fingerprint: Fingerprint::of(&[&rule.id, &lasting, &written(source, problem.primary.location)]),
            suppression: None,
        })
    };
    filter.rules(pack).filter_map(finding).collect()
}

/// The line of a problem, which tells two alike apart and moves with it.
fn written(source: &Source, at: Location) -> String {
    if at.file != source.id {
        // It stands in a file that this one calls.
        return String::new();
    }
    let line = source.lines().line(at.span.start);
    source.text[source.lines().line_range(line, &source.text)].trim().to_owned()
}

//! Running rules on one resource.

use std::sync::Arc;

use aiolint_core::{
    Data, Finding, Fingerprint, Label, Location, Reason, Resource, ResourceName, RuleInfo, Severity, Undecided, Value,
};

use crate::condition::{Eval, MOST_COMBINATIONS, Truth, Val};
use crate::fix;
use crate::kinds::KindSet;
use crate::native::{Checks, Found};
use crate::place::{Place, path_text, place, written_place};
use crate::rules::{Check, Rule, Select};
use crate::world::{ResourceId, World, header};

pub use crate::filter::Filter;

/// What judging a resource gives.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// The violations.
    pub findings: Vec<Finding>,
    /// What could not be decided.
    pub undecided: Vec<Undecided>,
    /// The kinds whose resources were looked up: while they and this resource stay, so does the outcome.
    pub touched: KindSet,
}

/// Judges one resource.
#[must_use]
pub fn judge<'w>(world: &'w World<'w>, id: ResourceId, filter: &'w Filter) -> Outcome {
    let mut outcome = Outcome::default();
    let resource = world.resource(id);
    let kind = world.kind_id(id);
    if resource.existing && kind.is_none() {
        return outcome;
    }
    let mut native = Vec::new();
    for (rule, info) in filter.rules(world.pack()) {
        if !world.pack().applies(rule, kind, &resource.identity) {
            continue;
        }
        if let Select::Native(check, most) = rule.select {
            if !resource.existing || check.judges_existing() {
                native.push((rule, info, check, most));
            }
            continue;
        }
        if resource.existing {
            continue;
        }
        let mut judging = Judging { world, id, rule, info, eval: Eval::new(world, Some(id)), outcome: &mut outcome };
        judging.run();
        let touched = judging.eval.touched();
        outcome.touched.extend(touched);
    }
    let mut checks = Checks::new(world, id);
    let mut found: Vec<Finding> = Vec::new();
    for (rule, info, check, most) in native {
        let new = checks.run(check).into_iter().filter(|found| !is_told(&outcome.findings, found));
        found.extend(new.map(|new| native_finding(world, id, (rule, info, most), new)));
    }
    outcome.touched.extend(checks.touched);
    outcome.findings.extend(found);
    outcome
}

/// Whether a rule that knows more of the matter has said it already.
fn is_told(findings: &[Finding], found: &Found) -> bool {
    let mut findings = findings.iter().filter(|finding| finding.severity >= found.severity);
    findings.any(|finding| found.told_at.contains(&finding.primary.location))
}

/// Why a check of what may be one of too many combinations is not decided.
const TOO_MANY: &str = "it depends on more choices than are tried";

/// Why a check of what may be one of several is not decided.
const WHICH: &str = "it depends on which of several values is meant";

struct Judging<'w, 'o> {
    world: &'w World<'w>,
    id: ResourceId,
    rule: &'w Rule,
    info: &'w Arc<RuleInfo>,
    eval: Eval<'w>,
    outcome: &'o mut Outcome,
}

/// What one check says in all combinations of the choices that it reads.
enum Verdict {
    Pass,
    Violated,
    Undecided { reason: Reason, applies: bool },
}

impl<'w> Judging<'w, '_> {
    fn run(&mut self) {
        let Some(each) = &self.rule.each else {
            self.checks(None, &[]);
            return;
        };
        let (lists, open) = self.lists(each);
        let most = lists.iter().map(Vec::len).max().unwrap_or_default();
        for index in 0..most {
            let items: Vec<Option<Val<'w>>> = lists.iter().map(|list| list.get(index).cloned()).collect();
            self.checks(Some(index), &items);
        }
        // What is not known to be in the list may be wrong too.
        if let Some(reason) = open {
            self.undecided(&reason, false, each);
        }
    }

    /// The items that the checks are repeated for, in all combinations of the choices that they depend on; and why
    /// there may be more.
    fn lists(&mut self, each: &'w crate::condition::Expr) -> (Vec<Vec<Val<'w>>>, Option<Reason>) {
        let (mut lists, mut open) = (Vec::new(), None);
        self.eval.reset_choices();
        loop {
            let (items, more) = match self.eval.value(each).plain() {
                Val::Absent => (Vec::new(), None),
                Val::Unknown(reason) => (Vec::new(), Some(reason)),
                list => self.eval.items_of(&list),
            };
            lists.push(items);
            open = open.or(more);
            if !self.eval.next_combination() {
                break;
            }
            if lists.len() == MOST_COMBINATIONS {
                (lists, open) = (Vec::new(), Some(Reason::new(TOO_MANY)));
                break;
            }
        }
        self.eval.reset_choices();
        (lists, open)
    }

    /// The first violated check is the finding; without one, the first undecided check is counted. They are checked
    /// for the item, which may be one of several.
    fn checks(&mut self, index: Option<usize>, items: &[Option<Val<'w>>]) {
        let first = items.iter().flatten().next();
        let mut first_undecided: Option<(&'w Check, Reason, bool)> = None;
        for check in &self.rule.checks {
            match self.verdict(check, items) {
                Verdict::Pass => {}
                Verdict::Violated => {
                    let is_sure = items.len() <= 1;
                    self.with(first, |judging| judging.finding(check, index, is_sure));
                    return;
                }
                Verdict::Undecided { reason, applies } => {
                    if first_undecided.as_ref().is_none_or(|(.., before)| applies && !before) {
                        first_undecided = Some((check, reason, applies));
                    }
                }
            }
        }
        if let Some((check, reason, applies)) = first_undecided {
            self.with(first, |judging| judging.undecided(&reason, applies, &check.at));
        }
    }

    /// Does something with the item as the rule's variable, if there is one.
    fn with<T>(&mut self, item: Option<&Val<'w>>, run: impl FnOnce(&mut Self) -> T) -> T {
        let Some(item) = item else { return run(self) };
        self.eval.push(item.clone());
        let result = run(self);
        self.eval.pop();
        result
    }

    /// What a check says of an item, whichever of several it is; in some cases there may be none.
    fn verdict(&mut self, check: &'w Check, items: &[Option<Val<'w>>]) -> Verdict {
        let Some((first, others)) = items.split_first() else { return self.verdict_of(check) };
        let mut of = |item: &Option<Val<'w>>| match item {
            Some(item) => self.with(Some(item), |judging| judging.verdict_of(check)),
            None => Verdict::Pass,
        };
        let first = of(first);
        others.iter().fold(first, |so_far, item| match (so_far, of(item)) {
            (Verdict::Pass, Verdict::Pass) => Verdict::Pass,
            (Verdict::Violated, Verdict::Violated) => Verdict::Violated,
            (unsure @ Verdict::Undecided { .. }, _) | (_, unsure @ Verdict::Undecided { .. }) => unsure,
            _ => Verdict::Undecided { reason: Reason::new(WHICH), applies: true },
        })
    }

    /// What a check says in all combinations of the choices that it reads.
    fn verdict_of(&mut self, check: &'w Check) -> Verdict {
        self.eval.reset_choices();
        let (mut violated, mut passed) = (0, 0);
        loop {
            match self.once(check) {
                Verdict::Pass => passed += 1,
                Verdict::Violated => violated += 1,
                unsure @ Verdict::Undecided { .. } => {
                    self.eval.reset_choices();
                    return unsure;
                }
            }
            if !self.eval.next_combination() {
                break;
            }
            if violated + passed + 1 > MOST_COMBINATIONS {
                return Verdict::Undecided { reason: Reason::new(TOO_MANY), applies: true };
            }
        }
        self.eval.reset_choices();
        match (violated, passed) {
            (0, _) => Verdict::Pass,
            (_, 0) => Verdict::Violated,
            _ => Verdict::Undecided { reason: Reason::new(WHICH), applies: true },
        }
    }

    fn once(&mut self, check: &'w Check) -> Verdict {
        let when = check.when.as_ref().map_or(Truth::True, |when| self.eval.truth(when));
        if when == Truth::False {
            return Verdict::Pass;
        }
        match (when, self.eval.truth(&check.require)) {
            (_, Truth::True) => Verdict::Pass,
            (Truth::Unknown(reason), _) => Verdict::Undecided { reason, applies: false },
            (_, Truth::Unknown(reason)) => Verdict::Undecided { reason, applies: true },
            (_, Truth::False) => Verdict::Violated,
        }
    }

    /// `is_sure`: the item is not one of several.
    fn finding(&mut self, check: &'w Check, index: Option<usize>, is_sure: bool) {
        let own = Place { at: header(self.world.resource(self.id)), origin: None };
        let place = place(&mut self.eval, &check.at).unwrap_or(own);
        let label = check.label.as_ref().map(|label| label.text(&mut self.eval)).unwrap_or_default();
        let mut labels = ways(self.world.resource(self.id), place.origin);
        for other in &check.labels {
            if let Some(at) = written_place(&mut self.eval, &other.at)
                && at.at != place.at
            {
                labels.push(Label { location: at.at, message: other.message.text(&mut self.eval) });
            }
        }
        let text = |template: &'w Option<crate::rules::Template>, eval: &mut Eval<'w>| {
            template.as_ref().map(|it| it.text(eval))
        };
        let finding = Finding {
            rule: Arc::clone(self.info),
            severity: self.severity(check),
            message: check.message.text(&mut self.eval),
            primary: Label { location: place.at, message: label },
            labels,
            why: text(&check.why, &mut self.eval),
            help: text(&check.help, &mut self.eval),
            resource: Some(resource_name(self.world, self.id)),
            parameters: Vec::new(),
            fix: if is_sure { fix::of_steps(&mut self.eval, self.id, &check.fix) } else { None },
            fingerprint: fingerprint(self.world, self.id, self.rule, index, &path_text(&check.at)),
            suppression: None,
        };
        self.outcome.findings.push(finding);
    }

    /// The check's severity; a note where the kind's file says that findings do not matter much.
    fn severity(&mut self, check: &Check) -> Severity {
        let demote = self.world.kind_of(self.id).and_then(|kind| kind.demote.as_ref());
        match demote.map(|demote| self.eval.truth(demote)) {
            Some(Truth::True) => Severity::Note,
            _ => check.severity,
        }
    }

    fn undecided(&mut self, reason: &Reason, applies: bool, at: &'w crate::condition::Expr) {
        let location = place(&mut self.eval, at).map_or_else(|| header(self.world.resource(self.id)), |place| place.at);
        self.outcome.undecided.push(Undecided {
            rule: Arc::clone(self.info),
            resource: resource_name(self.world, self.id),
            location,
            reason: reason.to_string(),
            unknown: reason.at(),
            applies,
        });
    }
}

/// The ways to what is written elsewhere: where a value is written, which calls lead to the resource, what it depends on.
fn ways(resource: &Resource, origin: Option<Location>) -> Vec<Label> {
    let label = |location: Location, message: &str| Label { location, message: message.to_owned() };
    let written = origin.into_iter().map(|at| label(at, "written here"));
    let called = resource.calls.iter().map(|at| label(*at, "called here"));
    let deployed = resource.condition.into_iter().map(|at| label(at, "only deployed if this holds"));
    written.chain(called).chain(deployed).collect()
}

/// The identity of what a rule finds at a path of a resource, in the item with this number.
fn fingerprint(world: &World<'_>, id: ResourceId, rule: &Rule, index: Option<usize>, path: &str) -> Fingerprint {
    let name = resource_name(world, id);
    let number = |index: Option<usize>| index.map(|index| index.to_string()).unwrap_or_default();
    let (turn, index) = (number(world.resource(id).turn), number(index));
    let namespace = name.namespace.as_deref().unwrap_or_default();
    Fingerprint::of(&[&rule.id, &name.kind, namespace, &name.name, &turn, &index, path])
}

/// What a native check found, as a finding of the rule that names it.
fn native_finding(
    world: &World<'_>,
    id: ResourceId,
    (rule, info, most): (&Rule, &Arc<RuleInfo>, Severity),
    found: Found,
) -> Finding {
    let mut labels = ways(world.resource(id), found.origin);
    labels.extend(found.labels);
    Finding {
        rule: Arc::clone(info),
        severity: found.severity.min(most),
        message: found.message,
        primary: Label { location: found.at, message: found.label },
        labels,
        why: None,
        help: found.help,
        resource: Some(resource_name(world, id)),
        parameters: Vec::new(),
        fix: found.fix,
        fingerprint: fingerprint(world, id, rule, None, &found.path),
        suppression: None,
    }
}

/// How outputs name a resource.
#[must_use]
pub fn resource_name(world: &World<'_>, id: ResourceId) -> ResourceName {
    let resource = world.resource(id);
    let text = |value: &Value| match &value.data {
        Data::Text(text) => Some(text.written().into_owned()),
        Data::Unknown(_) => Some("?".to_owned()),
        Data::Int(it) => Some(it.to_string()),
        _ => None,
    };
    ResourceName {
        kind: world.kind_of(id).map_or_else(|| resource.identity.name().to_owned(), |kind| kind.name.clone()),
        name: text(&resource.name).unwrap_or_else(|| "?".to_owned()),
        namespace: text(&resource.namespace),
        language: resource.language,
    }
}

//! What a configuration makes of findings: which rules run, what they are worth in which file, what is accepted.

use std::collections::{BTreeMap, BTreeSet};

use aiolint_core::{Finding, ResourceName, Severity, Suppression, SuppressionKind};
use aiolint_engine::judge::Filter;
use aiolint_engine::pack::Pack;
use aiolint_engine::rules::{Rule, Select};
use globset::GlobSet;

use super::keys::{Level, Waiver};
use super::layers::Layer;
use super::{CONFIGURATION, globs};

/// What the command line says of a run's rules.
#[derive(Clone, Copy, Debug, Default)]
pub struct Choice<'c> {
    /// Only these rules, by id or name; those that are on if it is empty.
    pub select: &'c [String],
    /// Not these rules.
    pub ignore: &'c [String],
    /// The day to judge by: `2026-11-01`.
    pub today: &'c str,
}

/// What a configuration makes of findings.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    /// By the ids of rules. What is not here is as the rule has it.
    rules: BTreeMap<String, RulePolicy>,
    waivers: Vec<Waived>,
}

/// What one rule is worth.
#[derive(Clone, Debug)]
struct RulePolicy {
    /// The severity of its worst findings, without a configuration.
    highest: Severity,
    /// Where its level is set, the most important last.
    levels: Vec<Set>,
    locked: bool,
    /// Whether the command line asks for it: then it is off nowhere.
    selected: bool,
}

/// A level, and the place that sets it.
#[derive(Clone, Debug)]
pub(super) struct Set {
    pub level: Level,
    /// The files that it is for; all without.
    pub paths: Option<GlobSet>,
    /// The number of the configuration's file, and the path of the value in it.
    pub from: (usize, String),
    pub locked: bool,
}

impl Set {
    pub(super) fn holds_for(&self, path: &str) -> bool {
        self.paths.as_ref().is_none_or(|paths| paths.is_match(path))
    }
}

/// A waiver that holds.
#[derive(Clone, Debug)]
struct Waived {
    rule: String,
    paths: Option<GlobSet>,
    resource: Option<String>,
    reason: String,
}

/// A rule's levels as the configuration sets them.
#[derive(Clone, Debug, Default)]
pub(super) struct RuleLevels {
    pub sets: Vec<Set>,
    /// The number of the file that locks it.
    pub locked_by: Option<usize>,
    /// What would weaken a locked rule: it does not hold.
    pub refused: Vec<Set>,
}

/// What the files set for each rule, by its id. Rules that no configuration can change are left out.
pub(super) fn rule_levels(files: &[Layer], pack: &Pack) -> BTreeMap<String, RuleLevels> {
    levels_of(files, pack, |_| true)
}

/// Whether the files switch a rule, by its id, off for the file at this path.
pub(super) fn is_switched_off(files: &[Layer], pack: &Pack, rule: &str, path: &str) -> bool {
    let levels = levels_of(files, pack, |it| it.id == rule).remove(rule).unwrap_or_default();
    levels.sets.iter().rfind(|set| set.holds_for(path)).is_some_and(|set| set.level == Level::Off)
}

/// What the files set for these rules. The patterns of others are not read: there may be very many.
fn levels_of(files: &[Layer], pack: &Pack, wanted: impl Fn(&Rule) -> bool) -> BTreeMap<String, RuleLevels> {
    let mut all: BTreeMap<String, RuleLevels> = BTreeMap::new();
    let rule = |name: &str| pack.rule(name).filter(|rule| !is_about_configuration(rule) && wanted(rule));
    for (number, layer) in files.iter().enumerate() {
        for (name, setting) in &layer.keys.rules {
            let Some(rule) = rule(name) else { continue };
            let (level, locked) = (setting.level(), setting.is_locked());
            let set = Set { level, paths: None, from: (number, format!("rules/{name}")), locked };
            all.entry(rule.id.clone()).or_default().add(set, rule, number);
        }
    }
    for (number, layer) in files.iter().enumerate() {
        for (index, one) in layer.keys.overrides.iter().enumerate() {
            let mut paths = None;
            for (name, level) in &one.rules {
                let Some(rule) = rule(name) else { continue };
                let from = (number, format!("overrides/{index}/rules/{name}"));
                let paths = paths.get_or_insert_with(|| globs::globs(&one.paths)).clone();
                let set = Set { level: *level, paths: Some(paths), from, locked: false };
                all.entry(rule.id.clone()).or_default().add(set, rule, number);
            }
        }
    }
    all
}

impl RuleLevels {
    /// Adds a level, unless it is weaker than one that another file has locked.
    fn add(&mut self, set: Set, rule: &Rule, file: usize) {
        if let Some(locker) = self.locked_by.filter(|locker| *locker != file) {
            let locked = self.sets.iter().rfind(|set| set.from.0 == locker && set.locked);
            let weight = |set: &Set| set.level.severity(rule.severity());
            if locked.is_some_and(|locked| weight(&set) < weight(locked)) {
                self.refused.push(set);
                return;
            }
        }
        if set.locked && self.locked_by.is_none() {
            self.locked_by = Some(file);
        }
        self.sets.push(set);
    }
}

/// Whether a rule is about the configuration itself, which can't turn it off.
pub(super) fn is_about_configuration(rule: &Rule) -> bool {
    matches!(&rule.select, Select::Detector(name, _) if CONFIGURATION.contains(&name.as_str()))
}

/// Which rules run, and what becomes of their findings.
pub(super) fn decide(files: &[Layer], pack: &Pack, choice: Choice<'_>) -> (Filter, Policy) {
    let packs = files.iter().rev().find_map(|file| file.keys.packs.as_ref());
    let added = packs.into_iter().flatten().map(|pack| pack.name());
    // The others add to it: a stricter project that nothing is checked in would look clean.
    let packs: Vec<&str> = added.chain(["recommended"]).collect();
    let named = |rule: &Rule, words: &[String]| words.iter().any(|word| rule.is_called(word));
    let mut rules = BTreeMap::new();
    let mut levels = rule_levels(files, pack);
    let waivers = waivers(files, pack, &levels, choice.today);
    let mut wanted = BTreeSet::new();
    for rule in &pack.rules {
        let RuleLevels { sets, locked_by, .. } = levels.remove(&rule.id).unwrap_or_default();
        let by_default = rule.enabled && packs.contains(&rule.pack.name());
        let base = sets.iter().rfind(|set| set.paths.is_none()).map_or(by_default, |set| set.level != Level::Off);
        let is_on = base || sets.iter().any(|set| set.paths.is_some() && set.level != Level::Off);
        // What can't be read is never passed over in silence only because something else was asked for.
        let always = is_on && matches!(rule.select, Select::Detector(..));
        let selected = named(rule, choice.select);
        let runs = if choice.select.is_empty() { is_on } else { selected || always };
        if is_about_configuration(rule) || (runs && !named(rule, choice.ignore)) {
            wanted.insert(rule.id.as_str());
        }
        if !sets.is_empty() {
            let mut levels = sets;
            if !base && levels.iter().all(|set| set.paths.is_some()) {
                // Without a level of its own, a rule of another pack is on only where an override says so.
                levels.insert(0, Set { level: Level::Off, paths: None, from: (0, String::new()), locked: false });
            }
            let locked = locked_by.is_some();
            rules.insert(rule.id.clone(), RulePolicy { highest: rule.severity(), levels, locked, selected });
        }
    }
    let filter = Filter::new(pack, |rule| wanted.contains(rule.id.as_str()));
    (filter, Policy { rules, waivers })
}

/// The waivers that hold on this day.
fn waivers(files: &[Layer], pack: &Pack, levels: &BTreeMap<String, RuleLevels>, today: &str) -> Vec<Waived> {
    let mut waivers = Vec::new();
    for (number, file) in files.iter().enumerate() {
        for waiver in &file.keys.waivers {
            let Some(rule) = pack.rule(&waiver.rule).filter(|rule| !is_about_configuration(rule)) else { continue };
            let refused = levels.get(&rule.id).and_then(|of| of.locked_by).is_some_and(|locker| locker < number);
            if refused || !waiver.is_complete() || waiver.is_over(today) {
                continue;
            }
            waivers.push(Waived {
                rule: rule.id.clone(),
                paths: waiver.path.as_ref().map(|path| globs::globs([path])),
                resource: waiver.resource.clone(),
                reason: format!("{} ({}, until {})", waiver.reason, waiver.owner, waiver.until),
            });
        }
    }
    waivers
}

impl Waiver {
    /// Whether it says what it is for, why, whose it is, and until when.
    pub(super) fn is_complete(&self) -> bool {
        let is_for = self.path.is_some() || self.resource.is_some();
        is_for && is_date(&self.until) && [&self.reason, &self.owner].iter().all(|text| !text.trim().is_empty())
    }

    /// Whether its last day is over.
    pub(super) fn is_over(&self, today: &str) -> bool {
        !today.is_empty() && self.until.as_str() < today
    }
}

/// Whether this is a day that there is, as `2027-03-01`.
pub(super) fn is_date(text: &str) -> bool {
    let parts: Vec<Option<u32>> = text.split('-').map(|part| part.parse().ok()).collect();
    let [Some(year @ 1970..=9999), Some(month @ 1..=12), Some(day @ 1..)] = parts[..] else { return false };
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') && day <= days
}

impl Policy {
    /// The ids of the rules whose findings no comment, and nothing else in a file, may suppress.
    #[must_use]
    pub fn locked(&self) -> BTreeSet<String> {
        self.rules.iter().filter(|(_, rule)| rule.locked).map(|(id, _)| id.clone()).collect()
    }

    /// Whether a rule runs for the file at this path from the root.
    #[must_use]
    pub fn is_on(&self, rule: &str, path: &str) -> bool {
        self.rules.get(rule).is_none_or(|rule| rule.selected || rule.level(path) != Level::Off)
    }

    /// Makes of a finding in the file at this path what the configuration has it; false if its rule is off there.
    #[must_use]
    pub fn apply(&self, finding: &mut Finding, path: &str) -> bool {
        if let Some(rule) = self.rules.get(&finding.rule.id) {
            match rule.level(path).severity(rule.highest) {
                // The worst findings of a rule become as bad as it says; milder ones no worse than that.
                Some(severity) if finding.severity == rule.highest => finding.severity = severity,
                Some(severity) => finding.severity = finding.severity.min(severity),
                None if rule.selected => {}
                None => return false,
            }
        }
        if finding.suppression.is_none()
            && let Some(waiver) = self.waivers.iter().find(|waiver| waiver.holds(finding, path))
        {
            let reason = Some(waiver.reason.clone());
            finding.suppression = Some(Suppression { kind: SuppressionKind::Waiver, reason, at: None });
        }
        true
    }
}

impl RulePolicy {
    fn level(&self, path: &str) -> Level {
        self.levels.iter().rfind(|set| set.holds_for(path)).map_or(Level::On, |set| set.level)
    }
}

impl Waived {
    fn holds(&self, finding: &Finding, path: &str) -> bool {
        let is_it = |named: &String| finding.resource.as_ref().is_some_and(|resource| names(named, resource));
        self.rule == finding.rule.id
            && self.paths.as_ref().is_none_or(|paths| paths.is_match(path))
            && self.resource.as_ref().is_none_or(is_it)
    }
}

/// Whether `Kind/name` or `Kind/namespace/name` is this resource.
fn names(named: &str, resource: &ResourceName) -> bool {
    let Some((kind, rest)) = named.split_once('/') else { return false };
    let whole = resource.namespace.as_ref().map(|namespace| format!("{namespace}/{}", resource.name));
    kind == resource.kind && (rest == resource.name || whole.is_some_and(|whole| rest == whole))
}

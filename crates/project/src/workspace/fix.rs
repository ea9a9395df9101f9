//! Applying fixes: over several rounds, each of which is analysed again. A fix stays only if the files can still be
//! read, its finding is gone, and no other one has come.

mod compare;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use aiolint_core::{FileId, Finding, Fingerprint, Fix, Report, RuleInfo, Span, is_archived};
use aiolint_engine::rules::Select;

use super::Workspace;
use compare::{Outcome, compare};

/// So many times is tried what comes of fixes. Each brings some of them, or refuses some.
const MOST_ATTEMPTS: usize = 200;

/// What applying fixes has done.
#[derive(Debug)]
pub struct Fixed {
    /// The files that have changed, in the order of their paths.
    pub files: Vec<FixedFile>,
    /// The fixes, in the order of their application.
    pub applied: Vec<Applied>,
    /// What is found now.
    pub report: Report,
}

/// A file that has changed.
#[derive(Debug)]
pub struct FixedFile {
    /// Its path as the user reads it.
    pub shown: Arc<str>,
    /// Its text before, without a byte order mark.
    pub before: Arc<str>,
    /// Its text now.
    pub after: Arc<str>,
}

/// A fix that was applied.
#[derive(Clone, Debug)]
pub struct Applied {
    /// The rule whose finding it has mended.
    pub rule: Arc<RuleInfo>,
    /// The path of the file that the finding was in, as the user reads it.
    pub shown: Arc<str>,
    /// What it has done, as an order.
    pub title: String,
}

/// Which finding a fix is of, also after lines have moved.
type Key = (String, Fingerprint, String);

/// What goes on in [`Workspace::fix`].
struct Fixing {
    unsafe_too: bool,
    scope: Option<BTreeSet<Arc<str>>>,
    refused: HashSet<Key>,
    before: BTreeMap<Arc<str>, Arc<str>>,
    applied: Vec<Applied>,
    attempts: usize,
}

impl Workspace {
    /// Applies fixes to the files in the scope, here and not on the disk, until there is none left. With `unsafe_too`,
    /// also those that may change what is meant.
    pub fn fix(&mut self, unsafe_too: bool) -> Fixed {
        // What a fix does to other files counts too.
        let scope = self.scope.take();
        let mut fixing = Fixing {
            unsafe_too,
            scope,
            refused: HashSet::new(),
            before: BTreeMap::new(),
            applied: Vec::new(),
            attempts: 0,
        };
        let mut report = self.analyse();
        while fixing.attempts < MOST_ATTEMPTS {
            let chosen = self.chosen(&fixing, &report);
            if chosen.is_empty() {
                break;
            }
            report = self.attempt(&mut fixing, &report, &chosen);
        }
        self.scope = fixing.scope.take();
        let changed = fixing.before.into_iter().filter_map(|(path, before)| {
            let source = &self.files.get(&path)?.source;
            let (shown, after) = (Arc::clone(&source.shown), Arc::clone(&source.text));
            (before != after).then_some(FixedFile { shown, before, after })
        });
        let (files, applied) = (changed.collect(), fixing.applied);
        Fixed { files, applied, report: self.analyse() }
    }

    /// The numbers of findings whose fixes can be applied together: none touches another.
    fn chosen(&self, fixing: &Fixing, report: &Report) -> Vec<usize> {
        let mut taken: BTreeMap<FileId, Vec<Span>> = BTreeMap::new();
        let mut chosen = Vec::new();
        for (number, finding) in report.findings.iter().enumerate() {
            let Some(fix) = &finding.fix else { continue };
            if !(fix.safe || fixing.unsafe_too) || fixing.refused.contains(&key(finding)) {
                continue;
            }
            let mut edits = fix.edits.iter();
            if edits.clone().any(|edit| !self.may_change(fixing, report, edit.at.file)) {
                continue;
            }
            let touches = |a: Span, b: Span| a.start <= b.end && b.start <= a.end;
            let is_free = edits.all(|edit| {
                taken.get(&edit.at.file).is_none_or(|taken| !taken.iter().any(|it| touches(*it, edit.at.span)))
            });
            if is_free {
                fix.edits.iter().for_each(|edit| taken.entry(edit.at.file).or_default().push(edit.at.span));
                chosen.push(number);
            }
        }
        chosen
    }

    /// Whether a file is one of those that are to be changed: in the scope and in the root.
    fn may_change(&self, fixing: &Fixing, report: &Report, file: FileId) -> bool {
        let Some(source) = report.sources.get(&file) else { return false };
        let inside = fixing.scope.as_ref().is_none_or(|scope| scope.contains(&source.path));
        let is_ours = self.files.get(&source.path).is_some_and(|file| file.failure.is_none());
        let is_below = !source.path.starts_with("../") && !source.path.starts_with('/');
        inside && is_ours && is_below && !is_archived(&source.path)
    }

    /// Applies these fixes, and keeps them if they are good. If not, refuses those that are known to be bad, or tries
    /// the first half of them.
    fn attempt(&mut self, fixing: &mut Fixing, report: &Report, chosen: &[usize]) -> Report {
        fixing.attempts += 1;
        let fixes: Vec<&Fix> = chosen.iter().filter_map(|number| report.findings[*number].fix.as_ref()).collect();
        let problems = self.problem_count();
        let old = self.apply(report, &fixes);
        let after = self.analyse();
        let reveals = |finding: &Finding| self.is_of_writing(&finding.rule);
        let outcome = compare(report, &after, chosen, &reveals);
        if outcome == Outcome::Good && self.problem_count() <= problems {
            for (path, text) in old {
                fixing.before.entry(path).or_insert(text);
            }
            fixing.applied.extend(chosen.iter().filter_map(|number| applied(report, &report.findings[*number])));
            return after;
        }
        for (path, text) in &old {
            self.set_text(path, Arc::clone(text));
        }
        match (outcome, chosen) {
            (Outcome::Stays(numbers), _) if numbers.len() < chosen.len() => {
                fixing.refused.extend(numbers.iter().map(|number| key(&report.findings[*number])));
            }
            (_, [only]) => {
                fixing.refused.insert(key(&report.findings[*only]));
            }
            _ if fixing.attempts < MOST_ATTEMPTS => {
                return self.attempt(fixing, report, &chosen[..chosen.len() / 2]);
            }
            _ => {}
        }
        self.analyse()
    }

    /// Whether a rule is about how something is written. What mends it may show what is wrong with what it says.
    fn is_of_writing(&self, rule: &RuleInfo) -> bool {
        let found = self.pack.rules.iter().find(|known| known.id == rule.id);
        found.is_some_and(|rule| matches!(rule.select, Select::Detector(..) | Select::Native(..)))
    }

    /// How many places can't be read, also those that nobody is told of.
    fn problem_count(&self) -> usize {
        self.all_facts().map(|facts| facts.problems.len()).sum()
    }

    /// Applies edits to the texts; gives the old ones.
    fn apply(&mut self, report: &Report, fixes: &[&Fix]) -> BTreeMap<Arc<str>, Arc<str>> {
        let mut edits: BTreeMap<FileId, Vec<_>> = BTreeMap::new();
        for edit in fixes.iter().flat_map(|fix| &fix.edits) {
            edits.entry(edit.at.file).or_default().push(edit);
        }
        let mut old = BTreeMap::new();
        for (file, mut edits) in edits {
            let Some(source) = report.sources.get(&file) else { continue };
            edits.sort_by_key(|edit| edit.at.span);
            let mut text = source.text.to_string();
            for edit in edits.iter().rev() {
                text.replace_range(edit.at.span.range(), &edit.text);
            }
            old.insert(Arc::clone(&source.path), Arc::clone(&source.text));
            self.set_text(&source.path, text.into());
        }
        old
    }

    fn set_text(&mut self, path: &Arc<str>, text: Arc<str>) {
        if let Some(shown) = self.files.get(path).map(|file| Arc::clone(&file.source.shown)) {
            self.set_file(path, &shown, text);
        }
    }
}

fn key(finding: &Finding) -> Key {
    (finding.rule.id.clone(), finding.fingerprint, finding.message.clone())
}

fn applied(report: &Report, finding: &Finding) -> Option<Applied> {
    let shown = Arc::clone(&report.sources.get(&finding.primary.location.file)?.shown);
    Some(Applied { rule: Arc::clone(&finding.rule), shown, title: finding.fix.as_ref()?.title.clone() })
}

impl Fixed {
    /// How many of the findings have a fix that was not applied, since it may change what is meant.
    #[must_use]
    pub fn withheld(&self) -> usize {
        let is_unsafe = |finding: &&Finding| finding.fix.as_ref().is_some_and(|fix| !fix.safe);
        self.report.findings.iter().filter(is_unsafe).count()
    }
}

//! Suppressions: comments and pragmas because of which findings do not count, and what is wrong with those.

mod ranges;
mod read;

use std::collections::{BTreeSet, HashMap, HashSet};

use aiolint_core::{FileId, Finding, Label, Location, Problem, Source, Span, Suppression, SuppressionKind, Undecided};

use crate::detectors::{DUPLICATE_KEY, SUPPRESSION_INVALID, SUPPRESSION_NO_REASON, SUPPRESSION_UNUSED};
use crate::facts::{Facts, Part, is_bicep};
use crate::judge::Filter;
use crate::pack::Pack;
use crate::problems::problem_findings;
use crate::suggest::did_you_mean;
use ranges::{Claim, Ranges};

use read::is_code;
pub use read::{Directive, Named};
pub(crate) use read::{of_bicep, of_yaml};

/// The suppressions of a run.
pub struct Suppressions<'r> {
    pack: &'r Pack,
    filter: &'r Filter,
    /// The ids of the rules that the configuration lets nobody suppress.
    locked: &'r BTreeSet<String>,
    files: Vec<&'r Facts>,
    /// By file and rule, where the rule's findings do not count.
    ranges: HashMap<(FileId, usize), Ranges>,
    /// The rules by their ids and names.
    numbers: HashMap<&'r str, usize>,
}

/// A rule that a directive names: the number of the file, of the directive in it, and of the rule in that.
type Name = (usize, usize, usize);

impl<'r> Suppressions<'r> {
    /// The suppressions of these files. Rules whose ids are `locked` can't be suppressed.
    pub fn new(
        pack: &'r Pack,
        filter: &'r Filter,
        locked: &'r BTreeSet<String>,
        files: impl IntoIterator<Item = &'r Facts>,
    ) -> Self {
        let files: Vec<&Facts> = files.into_iter().filter(|facts| !facts.directives.is_empty()).collect();
        let mut numbers = HashMap::new();
        for (number, rule) in pack.rules.iter().enumerate() {
            [&rule.id, &rule.name].into_iter().for_each(|word| _ = numbers.entry(word.as_str()).or_insert(number));
        }
        let mut new = Self { pack, filter, locked, files, ranges: HashMap::new(), numbers };
        let mut ranges: HashMap<(FileId, usize), Vec<Claim>> = HashMap::new();
        for (file, facts) in new.files.iter().enumerate() {
            for (directive, it) in facts.directives.iter().enumerate() {
                for (name, named) in it.rules.iter().enumerate() {
                    let free = |rule: &usize| new.forbidden(*rule).is_none();
                    let Some(rule) = new.rule(it, named).filter(free) else {
                        continue;
                    };
                    let Some(within) = named.within else { continue };
                    let all = ranges.entry((facts.source.id, rule)).or_default();
                    all.push((within, it.is_pragma, (file, directive, name)));
                }
            }
        }
        new.ranges = ranges.into_iter().map(|(key, all)| (key, Ranges::new(all))).collect();
        new
    }

    /// Whether there are any: without them there is nothing to do.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The number of the rule that a directive names.
    fn rule(&self, directive: &Directive, named: &Named) -> Option<usize> {
        let known = self.numbers.get(named.word.as_str()).copied();
        // The compiler takes the codes of pragmas letter by letter.
        let called = || self.pack.rules.iter().position(|rule| rule.is_called(&named.word));
        known.or_else(|| if directive.is_pragma { None } else { called() })
    }

    /// Why a rule can't be suppressed, if it can't.
    fn forbidden(&self, rule: usize) -> Option<&'static str> {
        let rule = &self.pack.rules[rule];
        if !rule.suppressible {
            return Some("can't be suppressed in a file");
        }
        self.locked.contains(&rule.id).then_some("is locked: the configuration lets no file suppress it")
    }

    /// Says of a finding that it does not count, if that is so.
    pub fn apply(&mut self, finding: &mut Finding) {
        let Some(rule) = self.numbers.get(finding.rule.id.as_str()).copied() else { return };
        let own = std::iter::once((finding.primary.location, true));
        let others = finding.labels.iter().map(|label| (label.location, false));
        for (location, is_primary) in own.chain(others) {
            let Some(ranges) = self.ranges.get_mut(&(location.file, rule)) else { continue };
            let Some((file, directive, _)) = ranges.mark(location.span, is_primary) else { continue };
            if finding.suppression.is_none() {
                let facts = self.files[file];
                let directive = &facts.directives[directive];
                finding.suppression = Some(Suppression {
                    kind: SuppressionKind::Comment,
                    reason: directive.reason.clone(),
                    at: Some(facts.source.at(directive.span)),
                });
            }
        }
    }

    /// A check that could not be decided may be what a suppression is for.
    pub fn note_undecided(&mut self, check: &Undecided) {
        let Some(rule) = self.numbers.get(check.rule.id.as_str()).copied() else { return };
        for location in std::iter::once(check.location).chain(check.unknown) {
            if let Some(ranges) = self.ranges.get_mut(&(location.file, rule)) {
                ranges.mark(location.span, true);
            }
        }
    }

    /// What is wrong with the suppressions, after all findings were told. `judged` are all files: what stands in
    /// resources that nobody judged is not known to be unused.
    ///
    /// `whole`: whether all that belongs to the files was read; if not, none is known to be unused.
    #[must_use]
    pub fn findings<'f>(&self, judged: impl IntoIterator<Item = &'f Facts>, whole: bool) -> Vec<Finding> {
        let used: HashSet<Name> = self.ranges.values().flat_map(Ranges::used).collect();
        let asked: HashSet<FileId> = self.files.iter().map(|facts| facts.source.id).collect();
        let judged = if whole { judged_places(judged, &asked) } else { HashMap::new() };
        let mut findings = Vec::new();
        for (file, facts) in self.files.iter().enumerate() {
            let is_judged = |within: Span| {
                !is_bicep(&facts.source.path) || judged.get(&facts.source.id).is_some_and(|it| it.overlaps(within))
            };
            let known = whole && is_readable(facts);
            let is_unused = |directive: &Directive, named: &Named, name: Name| {
                known && !directive.is_pragma && named.within.is_none_or(is_judged) && !used.contains(&name)
            };
            for (number, directive) in facts.directives.iter().enumerate() {
                let mut problems: Vec<Problem> = Vec::new();
                for (name, named) in directive.rules.iter().enumerate() {
                    let unused = is_unused(directive, named, (file, number, name));
                    problems.extend(self.problem_of(&facts.source, directive, named, unused));
                }
                problems.extend(self.problem_of_all(&facts.source, directive));
                let told = |problem| problem_findings(self.pack, self.filter, &facts.source, problem);
                findings.extend(problems.iter().flat_map(told));
            }
        }
        findings
    }

    /// What is wrong with a rule that a directive names.
    fn problem_of(&self, source: &Source, directive: &Directive, named: &Named, unused: bool) -> Option<Problem> {
        let Some(rule) = self.rule(directive, named) else {
            let (message, help) = self.unknown(directive, named)?;
            return Some(problem(source, SUPPRESSION_INVALID, named.span, message, help));
        };
        let name = &self.pack.rules[rule].name;
        if let Some(why) = self.forbidden(rule) {
            let message = format!("`{name}` {why}");
            let help = "correct what it finds, and remove this".into();
            return Some(problem(source, SUPPRESSION_INVALID, named.span, message, help));
        }
        let message = format!("`{name}` finds nothing here: the suppression is not needed");
        let unused = unused && self.filter.runs(rule);
        unused.then(|| problem(source, SUPPRESSION_UNUSED, named.span, message, "remove it".into()))
    }

    /// What is wrong with a directive, whatever it names.
    fn problem_of_all(&self, source: &Source, directive: &Directive) -> Option<Problem> {
        if let Some((message, help)) = directive.fault {
            return Some(problem(source, SUPPRESSION_INVALID, directive.span, message.into(), help.into()));
        }
        let known = directive.rules.iter().any(|named| self.rule(directive, named).is_some());
        let message = "this suppression gives no reason".into();
        let help = "say behind it why the finding is no mistake here".into();
        let bare = known && directive.reason.is_none();
        bare.then(|| problem(source, SUPPRESSION_NO_REASON, directive.span, message, help))
    }

    /// What to say of a name that no rule has. Codes of pragmas are mostly the compiler's.
    fn unknown(&self, directive: &Directive, named: &Named) -> Option<(String, String)> {
        let word = &named.word;
        if directive.is_pragma && !is_code(word) {
            return None;
        }
        if directive.is_pragma && self.pack.rule(word).is_some() {
            let help = format!("write `{}`", word.to_ascii_uppercase());
            return Some((format!("pragmas distinguish capital letters: `{word}` is no rule"), help));
        }
        let known: Vec<&str> = self.pack.rules.iter().flat_map(|rule| [rule.id.as_str(), rule.name.as_str()]).collect();
        let message = format!("there is no rule `{word}`{}", did_you_mean(word, &known));
        Some((message, "`aiolint rules list` shows all rules".into()))
    }
}

/// Where something was judged in the files that are asked for: the bytes of resources and of the calls that lead to
/// them.
fn judged_places<'f>(files: impl IntoIterator<Item = &'f Facts>, asked: &HashSet<FileId>) -> HashMap<FileId, Ranges> {
    let mut places: HashMap<FileId, Vec<Claim>> = HashMap::new();
    let resources = files.into_iter().flat_map(|facts| &facts.resources).map(|known| &known.resource);
    for resource in resources.filter(|resource| !resource.existing) {
        let places_of = std::iter::once(&resource.extent).chain(&*resource.calls);
        for at in places_of.filter(|at| asked.contains(&at.file)) {
            places.entry(at.file).or_default().push((at.span, false, (0, 0, 0)));
        }
    }
    places.into_iter().map(|(file, all)| (file, Ranges::new(all))).collect()
}

/// Whether all of a file could be read, and says all of its resources.
fn is_readable(facts: &Facts) -> bool {
    facts.part == Part::Whole && facts.problems.iter().all(|problem| problem.detector == DUPLICATE_KEY)
}

fn problem(source: &Source, detector: &'static str, at: Span, message: String, help: String) -> Problem {
    let primary = Label { location: Location::new(source.id, at), message: String::new() };
    Problem { detector, message, primary, labels: Vec::new(), help: Some(help) }
}

//! What a report says of each resource, and what may become of that.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;

use aiolint_core::{FileId, Location};
use aiolint_engine::pack::Pack;
use aiolint_engine::rules::{Rule, Select};
use aiolint_project::Workspace;

/// What the first rule says of a host, the second one says once it is known whose host that is.
const TAKEN_OVER: [(&str, &str); 1] = [("host-port-invalid", "event-grid-host-port")];

/// A resource, by where it is declared.
type Place = (FileId, u32, u32);

/// What was said of each resource, by the rules.
pub(crate) struct View {
    /// With the words.
    findings: BTreeMap<(String, Place), String>,
    undecided: BTreeMap<(String, Place), String>,
    /// The resources, with how many of them are declared there and the rules that judge them.
    resources: BTreeMap<Place, (usize, BTreeSet<String>)>,
    problems: usize,
    /// The rules that ask no condition but a schema: of what is not known they say nothing, not even that.
    native: BTreeSet<String>,
}

impl View {
    pub(crate) fn of(pack: &Pack, workspace: &mut Workspace) -> Self {
        let report = workspace.analyse();
        let mut resources: BTreeMap<Place, (usize, BTreeSet<String>)> = BTreeMap::new();
        for known in workspace.all_facts().flat_map(|facts| &facts.resources) {
            let rules = pack.rules.iter().filter(|rule| match &rule.select {
                Select::Resources(kinds, _) => {
                    !known.resource.existing && known.kind.is_some_and(|kind| kinds.contains(kind))
                }
                _ => false,
            });
            let own = resources.entry(place(known.resource.extent)).or_default();
            own.0 += 1;
            own.1.extend(rules.map(|rule| rule.name.clone()));
        }
        // The innermost: resources are nested.
        let owner = |at: Location| {
            let around = resources
                .keys()
                .filter(|(file, start, end)| *file == at.file && *start <= at.span.start && at.span.end <= *end);
            around.copied().min_by_key(|(_, start, end)| end - start)
        };
        let (mut findings, mut undecided, mut problems) = (BTreeMap::new(), BTreeMap::new(), 0);
        for finding in &report.findings {
            if finding.resource.is_none() {
                problems += 1;
                continue;
            }
            let at = owner(finding.primary.location);
            let at = at.unwrap_or_else(|| panic!("the finding points out of its resource: {finding:?}"));
            findings.insert((finding.rule.name.clone(), at), finding.message.clone());
        }
        for check in &report.undecided {
            let at = owner(check.location).expect("a check points into its resource");
            undecided.insert((check.rule.name.clone(), at), check.reason.clone());
        }
        let is_native = |rule: &&Rule| matches!(rule.select, Select::Native(..));
        let native = pack.rules.iter().filter(is_native).map(|rule| rule.name.clone()).collect();
        Self { findings, undecided, resources, problems, native }
    }

    /// Whether a rule that knows more of the matter than a schema says something of this resource that the other view
    /// does not: what the schema said there may be the same.
    fn takes_over(&self, before: &Self, (rule, at): &(String, Place)) -> bool {
        let own = self.findings.keys().filter(|(other, place)| place == at && !self.native.contains(other));
        let mut new = own.filter(|key| !before.findings.contains_key(*key));
        self.native.contains(rule) && new.next().is_some()
    }

    fn passes(&self) -> usize {
        let said = |rule: &str, at: Place| {
            let key = (rule.to_owned(), at);
            self.findings.contains_key(&key) || self.undecided.contains_key(&key)
        };
        let of = |(at, (_, rules)): (&Place, &(usize, BTreeSet<String>))| {
            rules.iter().filter(|rule| !said(rule, *at)).count()
        };
        self.resources.iter().map(of).sum()
    }
}

fn place(at: Location) -> Place {
    (at.file, at.span.start, at.span.end)
}

/// How much was said, and what of it was wrong.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    findings: usize,
    passes: usize,
    undecided: usize,
    pub(crate) wrong: Vec<String>,
}

impl Seen {
    /// What was said while not all was known, and turned out to be wrong.
    pub(crate) fn compare(&mut self, open: &View, filled: &View) -> Vec<String> {
        assert!(open.problems == 0 || filled.problems > 0, "a value mends no file");
        self.findings += open.findings.len();
        self.undecided += open.undecided.len();
        self.passes += open.passes();
        let mut wrong = Vec::new();
        // What is not deployed any more can't be referred to.
        let same = open.resources == filled.resources;
        for (key, words) in &open.findings {
            let taken_over = TAKEN_OVER
                .iter()
                .any(|(rule, by)| *rule == key.0 && filled.findings.contains_key(&((*by).to_owned(), key.1)));
            let taken_over = taken_over || filled.takes_over(open, key);
            if same && !taken_over && !filled.findings.contains_key(key) {
                let now = filled.undecided.get(key).map_or("it passes", |reason| reason.as_str());
                wrong.push(format!("{} at {:?} is gone: {words}; now: {now}", key.0, key.1));
            }
        }
        for (key, words) in &filled.findings {
            let known = open.findings.contains_key(key) || open.undecided.contains_key(key);
            if !known && !open.native.contains(&key.0) {
                wrong.push(format!("{} at {:?} is new: {words}", key.0, key.1));
            }
        }
        for key in filled.undecided.keys() {
            let known = open.findings.contains_key(key) || open.undecided.contains_key(key);
            if same && !known {
                wrong.push(format!("{} at {:?} was decided, and is not any more", key.0, key.1));
            }
        }
        wrong
    }

    /// Nothing was wrong, and there were as many findings, passes and undecided checks as these.
    #[track_caller]
    pub(crate) fn check(&self, [findings, passes, undecided]: [usize; 3]) {
        // Also where the output of tests that pass is not shown.
        let (wrong, said) = (self.wrong.len(), [self.findings, self.passes, self.undecided]);
        let [found, passed, open] = said;
        let words = format!("{found} findings, {passed} passes, {open} undecided checks: {wrong} wrong later\n");
        std::io::stderr().write_all(words.as_bytes()).expect("the error output is open");
        assert!(self.wrong.is_empty(), "{} are wrong, such as:\n{}", self.wrong.len(), self.wrong[0]);
        assert!(self.findings > findings && self.passes > passes && self.undecided > undecided, "{self:?}");
    }
}

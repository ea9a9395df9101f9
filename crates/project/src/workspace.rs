//! The files of a project and what is known of them. The command line analyses once, the editor after every
//! edit; either way the result is that of a fresh run.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use aiolint_core::{FileId, Finding, Label, LoadError, Location, Problem, Report, Source, Span};
use aiolint_engine::facts::{Facts, INTERNAL, Part, ReadAs, UNREADABLE, is_bicep, read};
use aiolint_engine::judge::{Filter, Outcome, judge, problems};
use aiolint_engine::kinds::{KindId, KindSet};
use aiolint_engine::pack::Pack;
use aiolint_engine::world::{ResourceId, Settings, World};
use rayon::prelude::*;

/// So many files are worth starting threads for.
const WORTH_THREADS: usize = 16;

/// A project's files, with what was found out about them.
pub struct Workspace {
    pack: Arc<Pack>,
    filter: Filter,
    settings: Settings,
    files: BTreeMap<Arc<str>, File>,
    ids: HashMap<Arc<str>, FileId>,
    /// The files that are reported on; all if it is not said.
    scope: Option<BTreeSet<Arc<str>>>,
}

struct File {
    source: Arc<Source>,
    failure: Option<LoadError>,
    named: bool,
    read_as: ReadAs,
    facts: Option<Arc<Facts>>,
    outcomes: Vec<Kept>,
    /// What to report instead of outcomes, if judging failed in the last analysis.
    failed_judging: Option<Facts>,
}

/// An outcome, and the state of the kinds that it depends on.
#[derive(Clone)]
struct Kept {
    outcome: Arc<Outcome>,
    stamps: Vec<(KindId, u64)>,
}

/// The state of each kind's resources: it changes with every file that has one.
type Stamps = Vec<u64>;

impl Workspace {
    /// An empty workspace.
    #[must_use]
    pub fn new(pack: Arc<Pack>, filter: Filter, settings: Settings) -> Self {
        Self { pack, filter, settings, files: BTreeMap::new(), ids: HashMap::new(), scope: None }
    }

    /// Adds or changes a file. `path` is relative to the root, with forward slashes; `shown` is what the user
    /// reads.
    pub fn set_file(&mut self, path: &str, shown: &str, text: Arc<str>) {
        self.put(path, shown, text, None);
    }

    /// Adds or changes a file that can't be read.
    pub fn set_unreadable(&mut self, path: &str, shown: &str, failure: LoadError) {
        self.put(path, shown, "".into(), Some(failure));
    }

    /// Says that the user named this file: that it can't be parsed is then reported, whatever it is. With
    /// `manifest`, also that it is no manifest.
    pub fn set_named(&mut self, path: &str, manifest: bool) {
        if let Some(file) = self.files.get_mut(path) {
            file.named = true;
            if file.read_as.manifest != manifest {
                file.read_as.manifest = manifest;
                file.facts = None;
            }
        }
    }

    /// Removes a file.
    pub fn remove_file(&mut self, path: &str) {
        self.files.remove(path);
    }

    /// Limits the report to these files; the others are still context.
    pub fn set_scope(&mut self, scope: Option<BTreeSet<Arc<str>>>) {
        self.scope = scope;
    }

    /// What is known of the files in the scope, in their order, after [`Workspace::analyse`].
    pub fn facts(&self) -> impl Iterator<Item = &Facts> {
        let inside = self.files.iter().filter(|(path, _)| self.in_scope(path));
        inside.filter_map(|(_, file)| file.facts.as_deref())
    }

    fn put(&mut self, path: &str, shown: &str, text: Arc<str>, failure: Option<LoadError>) {
        let path: Arc<str> = path.into();
        let next = FileId::new(self.ids.len());
        let id = *self.ids.entry(Arc::clone(&path)).or_insert(next);
        let old = self.files.get(&path);
        let same = |old: &File| old.source.text == text && *old.source.shown == *shown && old.failure == failure;
        if old.is_some_and(same) {
            return;
        }
        let (named, read_as) = old.map_or((false, ReadAs::default()), |old| (old.named, old.read_as));
        let source = Arc::new(Source::new(id, Arc::clone(&path), shown.into(), text));
        let file = File { source, failure, named, read_as, facts: None, outcomes: Vec::new(), failed_judging: None };
        self.files.insert(path, file);
    }

    fn in_scope(&self, path: &str) -> bool {
        self.scope.as_ref().is_none_or(|scope| scope.contains(path))
    }

    /// Analyses what has changed, and reports on everything in the scope.
    pub fn analyse(&mut self) -> Report {
        self.read_files();
        if self.mark_patches() {
            self.read_files();
        }
        self.judge_files();
        self.report()
    }

    fn read_files(&mut self) {
        let pack = &self.pack;
        let mut unread: Vec<_> = self.files.values_mut().filter(|file| file.facts.is_none()).collect();
        let each = |file: &mut &mut File| {
            file.facts = Some(Arc::new(file.read(pack)));
            file.outcomes.clear();
        };
        match unread.len() {
            0..WORTH_THREADS => unread.iter_mut().for_each(each),
            _ => unread.par_iter_mut().for_each(each),
        }
    }

    /// Marks the files that a kustomization names as patches, and those that have a resource that such a patch
    /// changes; true if that changes how some are read.
    fn mark_patches(&mut self) -> bool {
        let mut patches = BTreeSet::new();
        for (path, file) in &self.files {
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            let named = file.facts.iter().flat_map(|facts| &facts.patches);
            patches.extend(named.filter_map(|patch| join(folder, patch)));
        }
        let is_patch = |path: &str| patches.contains(path);
        let patched: BTreeSet<(String, String)> =
            self.files.iter().filter(|(path, _)| is_patch(path)).flat_map(|(_, file)| file.names()).collect();
        let mut changed = false;
        for (path, file) in &mut self.files {
            let part = if is_patch(path) {
                Part::Patch
            } else if !patched.is_empty() && file.names().any(|name| patched.contains(&name)) {
                Part::Patched
            } else {
                Part::Whole
            };
            if file.read_as.part != part {
                file.read_as.part = part;
                file.facts = None;
                changed = true;
            }
        }
        changed
    }

    fn judge_files(&mut self) {
        let facts: Vec<Arc<Facts>> = self.files.values().filter_map(|file| file.facts.clone()).collect();
        let world = World::new(&self.pack, self.settings, facts.iter().map(|facts| &**facts));
        let stamps = stamps(self.pack.kinds.len(), &facts);
        let mut ids = world.written();
        let mut todo: Vec<(&mut File, Vec<ResourceId>)> = Vec::with_capacity(facts.len());
        for file in self.files.values_mut() {
            let count = file.facts.as_ref().map_or(0, |facts| facts.resources.len());
            todo.push((file, ids.by_ref().take(count).collect()));
        }
        let filter = &self.filter;
        let each = |(file, ids): &mut (&mut File, Vec<ResourceId>)| {
            file.judge(ids, &stamps, |id| judge(&world, id, filter));
        };
        match todo.len() {
            0..WORTH_THREADS => todo.iter_mut().for_each(each),
            _ => todo.par_iter_mut().for_each(each),
        }
    }

    fn report(&self) -> Report {
        let mut report = Report::default();
        let mut findings: Vec<Finding> = Vec::new();
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
            for kept in &file.outcomes {
                findings.extend(kept.outcome.findings.iter().cloned());
                report.undecided.extend(kept.outcome.undecided.iter().cloned());
            }
        }
        let inside =
            |location: Location| report.sources.get(&location.file).is_some_and(|source| self.in_scope(&source.path));
        findings.retain(|finding| finding.touches(inside));
        // The turns of a loop that say the same of the same characters are one finding: that of the first turn.
        let mut said = HashSet::new();
        findings.retain(|it| said.insert((it.rule.id.clone(), it.primary.location, it.message.clone())));
        let undecided: Vec<_> = report.undecided.iter().filter(|check| inside(check.location)).cloned().collect();
        report.findings = findings;
        report.undecided = undecided;
        report.sort();
        report.recount();
        report
    }
}

impl File {
    /// Kind and name of the resources whose name is known.
    fn names(&self) -> impl Iterator<Item = (String, String)> {
        let resources = self.facts.iter().flat_map(|facts| &facts.resources);
        resources.filter_map(|known| {
            let name = known.resource.name.known_text()?;
            Some((known.resource.identity.name().to_owned(), name.to_owned()))
        })
    }

    fn read(&self, pack: &Pack) -> Facts {
        if let Some(failure) = &self.failure {
            return failed(&self.source, UNREADABLE, format!("this file can't be read: {failure}"));
        }
        let reading = catch_unwind(AssertUnwindSafe(|| read(pack, Arc::clone(&self.source), self.read_as)));
        // What the panic says may quote the file, and with it a secret.
        reading.unwrap_or_else(|_| failed(&self.source, INTERNAL, "aiolint failed to read this file".into()))
    }

    /// Judges the file's resources, except for what was judged in the same state. The facts stay also if that
    /// fails: the next analysis is to be that of a new workspace.
    fn judge(&mut self, ids: &[ResourceId], stamps: &Stamps, judge: impl Fn(ResourceId) -> Outcome) {
        let kept = std::mem::take(&mut self.outcomes);
        let fresh = |kept: &Kept| kept.stamps.iter().all(|(kind, stamp)| stamps[usize::from(kind.0)] == *stamp);
        let judged = catch_unwind(AssertUnwindSafe(|| {
            let each = ids.iter().enumerate().map(|(number, id)| match kept.get(number).filter(|kept| fresh(kept)) {
                Some(kept) => kept.clone(),
                None => Kept::new(judge(*id), stamps),
            });
            each.collect()
        }));
        self.failed_judging =
            judged.is_err().then(|| failed(&self.source, INTERNAL, "aiolint failed to judge this file".into()));
        self.outcomes = judged.unwrap_or_default();
    }

    /// Whether the file counts: it has resources, or it can't be read and should have some.
    fn is_judged(&self) -> bool {
        let Some(facts) = &self.facts else { return false };
        if is_bicep(&self.source.path) {
            return true;
        }
        let broken = facts.problems.iter().any(|problem| problem.detector != aiolint_engine::detectors::DUPLICATE_KEY);
        !facts.resources.is_empty() || (broken && (self.named || self.failure.is_some() || self.looks_like_manifest()))
    }

    fn looks_like_manifest(&self) -> bool {
        aiolint_engine::facts::looks_like_manifest(self.source.text.as_bytes())
    }
}

impl Kept {
    fn new(outcome: Outcome, stamps: &Stamps) -> Self {
        let touched: KindSet = outcome.touched;
        let stamps = touched.iter().map(|kind| (kind, stamps[usize::from(kind.0)])).collect();
        Self { outcome: Arc::new(outcome), stamps }
    }
}

fn stamps(kinds: usize, facts: &[Arc<Facts>]) -> Stamps {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hashers = vec![DefaultHasher::new(); kinds];
    for facts in facts {
        let kinds: KindSet = facts.resources.iter().filter_map(|known| known.kind).collect();
        for kind in kinds.iter() {
            let hasher = &mut hashers[usize::from(kind.0)];
            (&facts.source.path, facts.source.hash().0, facts.part).hash(hasher);
        }
    }
    hashers.into_iter().map(|hasher| hasher.finish()).collect()
}

fn failed(source: &Arc<Source>, detector: &'static str, message: String) -> Facts {
    let first_line = source.text.lines().next().map_or(0, str::len);
    let primary = Label { location: source.at(Span::new(0, first_line)), message: String::new() };
    let mut facts = Facts::empty(Arc::clone(source));
    facts.problems.push(Problem { detector, message, primary, labels: Vec::new(), help: None });
    facts
}

/// A path in a folder, `.` and `..` resolved; `None` if it leads out of the root.
fn join(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use aiolint_engine::pack::Sources;

    use super::*;

    const KIND: &str = "kind: Flow\ntitle: flow\nkubernetes: example.com/Flow\n";
    const INTERNAL_RULE: &str = "---\nid: AIO009\ncheck: source.internal\nseverity: error\nsource: a test\n\
        since: \"1\"\n---\naiolint fails on no file.\n\n```yaml good\nkind: x\n```\n";
    const TEXT: &str = "apiVersion: example.com/v1\nkind: Flow\nmetadata: {name: press}\n";

    fn workspace() -> Workspace {
        let file = |path: &str, text: &str| (path.to_owned(), text.to_owned());
        let sources =
            Sources { kinds: vec![file("f.yaml", KIND)], rules: vec![file("internal-error.md", INTERNAL_RULE)] };
        let pack = sources.compile().unwrap_or_else(|errors| panic!("{errors:?}")).pack;
        let filter = Filter::new(&pack, |_| true);
        let mut workspace = Workspace::new(Arc::new(pack), filter, Settings::default());
        workspace.set_file("a.yaml", "a.yaml", TEXT.into());
        workspace
    }

    #[test]
    fn a_panic_while_judging_is_a_finding_without_its_words_and_gone_with_the_next_analysis() {
        let mut workspace = workspace();
        let first = workspace.analyse();
        assert_eq!((first.summary.resources, first.findings.len()), (1, 0));

        let mut ids = World::new(&workspace.pack, Settings::default(), workspace.facts()).written().collect::<Vec<_>>();
        // What was judged would be taken for still true.
        workspace.files.values_mut().for_each(|file| file.outcomes.clear());
        let file = workspace.files.values_mut().next().unwrap();
        file.judge(&std::mem::take(&mut ids), &vec![0], |_| panic!("press"));
        let failed = workspace.report();
        assert_eq!(failed.findings.len(), 1);
        assert!(!failed.findings[0].message.contains("press"), "{}", failed.findings[0].message);

        let next = workspace.analyse();
        assert_eq!((next.summary, next.findings), (first.summary, first.findings));
    }
}

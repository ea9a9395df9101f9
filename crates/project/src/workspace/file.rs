//! One file of a workspace, with what was found out about it.

use std::fmt::Display;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use aiolint_bicep::syntax::Dialect;
use aiolint_bicep::{Given, Library, Remotes, Template, Use, json_parameters, parameter_problems};
use aiolint_core::{Label, LoadError, Problem, Source, Span};
use aiolint_engine::facts::{
    Facts, INTERNAL, ReadAs, UNREADABLE, add_deployment, is_bicep, read_bicep, read_template, read_yaml,
};
use aiolint_engine::judge::Outcome;
use aiolint_engine::kinds::{KindId, KindSet};
use aiolint_engine::pack::Pack;
use aiolint_engine::world::ResourceId;

use crate::discover::is_json;
use crate::templates::Deployment;

pub(super) struct File {
    pub source: Arc<Source>,
    pub failure: Option<LoadError>,
    pub named: bool,
    pub read_as: ReadAs,
    /// A Bicep file, once it was read.
    pub template: Option<Arc<Template>>,
    /// The files that the template names, as far as it is known where they are.
    pub uses: Vec<(Use, String)>,
    /// Whether all of them are here, or known to be absent.
    pub is_complete: bool,
    /// What a parameters file of JSON gives.
    pub given: Option<Given>,
    pub facts: Option<Arc<Facts>>,
    pub outcomes: Vec<Kept>,
    /// What to report instead of outcomes, if judging failed in the last analysis.
    pub failed_judging: Option<Facts>,
}

/// An outcome, and the state of the kinds that it depends on.
#[derive(Clone)]
pub(super) struct Kept {
    pub outcome: Arc<Outcome>,
    pub stamps: Vec<(KindId, u64)>,
}

/// The state of each kind's resources: it changes with every file that has one.
pub(super) type Stamps = Vec<u64>;

impl File {
    /// Kind and name of the resources whose name is known.
    pub(super) fn names(&self) -> impl Iterator<Item = (String, String)> {
        let resources = self.facts.iter().flat_map(|facts| &facts.resources);
        resources.filter_map(|known| {
            let name = known.resource.name.known_text()?;
            Some((known.resource.identity.name().to_owned(), name.to_owned()))
        })
    }

    /// The facts of a file that is no template, and what it gives if it is a parameters file.
    pub(super) fn read(&self, pack: &Pack) -> (Facts, Option<Given>) {
        let unreadable =
            |why: &dyn Display| failed(&self.source, UNREADABLE, format!("this file can't be read: {why}"));
        if let Some(failure) = &self.failure {
            return (unreadable(failure), None);
        }
        if is_json(&self.source.path) {
            return match json_parameters(&self.source) {
                Ok(given) => (Facts::empty(Arc::clone(&self.source)), Some(given)),
                Err(why) => (unreadable(&why), None),
            };
        }
        (self.read_manifest(pack), None)
    }

    fn read_manifest(&self, pack: &Pack) -> Facts {
        let failed = |_| failed(&self.source, INTERNAL, "aiolint failed to read this file".into());
        if is_bicep(&self.source.path) {
            return failed(());
        }
        let reading = catch_unwind(AssertUnwindSafe(|| read_yaml(pack, Arc::clone(&self.source), self.read_as)));
        // What the panic says may quote the file, and with it a secret.
        reading.map_err(drop).unwrap_or_else(failed)
    }

    /// Whether neither its facts nor its template are known.
    pub(super) fn is_unread(&self) -> bool {
        self.facts.is_none() && self.template.is_none()
    }

    /// The template that a Bicep file is; `None` also if reading it failed.
    pub(super) fn read_template(&self) -> Option<Arc<Template>> {
        if self.failure.is_some() || Dialect::of_path(&self.source.path).is_none() {
            return None;
        }
        catch_unwind(AssertUnwindSafe(|| read_template(&self.source))).ok().flatten().map(Arc::new)
    }

    /// Finds out which files the template names.
    pub(super) fn find_uses(&mut self, remotes: &Remotes) {
        self.uses = self.template.iter().flat_map(|template| template.uses(remotes)).collect();
        self.is_complete = self.template.is_none();
    }

    /// Finds out what the template tells and deploys, unless that is known. If others deploy it, it deploys nothing.
    pub(super) fn deploy(&mut self, pack: &Pack, deployment: Option<&Deployment>, library: &Library) {
        let Some(template) = &self.template else { return };
        let state = deployment.map_or(template.source.hash().0, |deployment| deployment.state);
        // What is wrong with a parameter file depends on others, and is found out fast.
        let lasts = template.dialect == Dialect::Template;
        if lasts && self.facts.as_ref().is_some_and(|facts| facts.state == state) {
            return;
        }
        let made = catch_unwind(AssertUnwindSafe(|| {
            let mut facts = read_bicep(pack, template);
            facts.state = state;
            if template.dialect == Dialect::Parameters {
                facts.problems.extend(parameter_problems(template, library));
            }
            if let Some(deployment) = deployment {
                add_deployment(pack, &mut facts, template, &deployment.files, library);
            }
            facts
        }));
        let failed = |_| failed(&self.source, INTERNAL, "aiolint failed to evaluate this file".into());
        self.facts = Some(Arc::new(made.unwrap_or_else(failed)));
        self.outcomes.clear();
    }

    /// Judges the file's resources, except for what was judged in the same state. The facts stay also if that
    /// fails: the next analysis is to be that of a new workspace.
    pub(super) fn judge(&mut self, ids: &[ResourceId], stamps: &Stamps, judge: impl Fn(ResourceId) -> Outcome) {
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
    pub(super) fn is_judged(&self) -> bool {
        let Some(facts) = &self.facts else { return false };
        if is_bicep(&self.source.path) || is_json(&self.source.path) {
            return true;
        }
        let broken = facts.problems.iter().any(|problem| problem.detector != aiolint_engine::detectors::DUPLICATE_KEY);
        !facts.resources.is_empty() || (broken && (self.named || self.failure.is_some() || self.looks_like_manifest()))
    }

    pub(super) fn looks_like_manifest(&self) -> bool {
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

/// The state of each kind.
pub(super) fn stamps(kinds: usize, facts: &[Arc<Facts>]) -> Stamps {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hashers = vec![DefaultHasher::new(); kinds];
    for facts in facts {
        let kinds: KindSet = facts.resources.iter().filter_map(|known| known.kind).collect();
        for kind in kinds.iter() {
            let hasher = &mut hashers[usize::from(kind.0)];
            (&facts.source.path, facts.state, facts.part).hash(hasher);
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

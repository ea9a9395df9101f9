//! The files of a project and what is known of them. The command line analyses once, the editor after every
//! edit; either way the result is that of a fresh run.

mod deploy;
mod file;
mod fix;
mod follow;
mod report;
mod values;
mod wanted;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use aiolint_bicep::{Remotes, ScopeValues, Use};
use aiolint_core::{FileId, LoadError, Report, Source, is_archived, join};
use aiolint_engine::facts::{Facts, Part, ReadAs, is_bicep};
use aiolint_engine::judge::{Filter, judge};
use aiolint_engine::pack::Pack;
use aiolint_engine::world::{ResourceId, Settings, World};
use rayon::prelude::*;

use crate::Disk;
use crate::baseline::Baseline;
use crate::configuration::{ConfigurationProblem, Policy};
use crate::discover::is_json;
use crate::loads::Loads;
use crate::templates::Forced;
pub use deploy::Deployments;
use file::{File, stamps};
pub use fix::{Applied, Fixed, FixedFile};

/// So many files are worth starting threads for.
const WORTH_THREADS: usize = 16;

/// A project's files, with what was found out about them.
pub struct Workspace {
    pack: Arc<Pack>,
    filter: Filter,
    settings: Settings,
    files: BTreeMap<Arc<str>, File>,
    loads: Arc<Loads>,
    /// The parameter files that the user names.
    forced: Forced,
    /// What is known of where templates are deployed to.
    scope_values: Arc<ScopeValues>,
    /// Where modules of registries are.
    remotes: Arc<Remotes>,
    /// The files that templates name and that can't be read.
    absent: BTreeMap<String, LoadError>,
    /// Changes with everything that what is deployed depends on, but for what templates load.
    revision: u64,
    /// The revision that was deployed, and the generation of what templates load.
    deployed: Option<(u64, u64)>,
    /// The files that are reported on; all if it is not said.
    scope: Option<BTreeSet<Arc<str>>>,
    /// Whether files that belong to these were not read.
    partial: bool,
    /// The ids of the rules that no comment suppresses.
    locked: BTreeSet<String>,
    /// The findings that are known, and do not count.
    baseline: Option<Baseline>,
    /// What the configuration makes of findings.
    policy: Policy,
    /// What is wrong with the configuration.
    wrong: Vec<ConfigurationProblem>,
}

impl Workspace {
    /// An empty workspace.
    #[must_use]
    pub fn new(pack: Arc<Pack>, filter: Filter, settings: Settings) -> Self {
        Self {
            pack,
            filter,
            settings,
            files: BTreeMap::new(),
            loads: Arc::default(),
            forced: Forced::new(),
            scope_values: Arc::default(),
            remotes: Arc::default(),
            absent: BTreeMap::new(),
            revision: 0,
            deployed: None,
            scope: None,
            partial: false,
            locked: BTreeSet::new(),
            baseline: None,
            policy: Policy::default(),
            wrong: Vec::new(),
        }
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
                self.revision += 1;
            }
        }
    }

    /// Removes a file.
    pub fn remove_file(&mut self, path: &str) {
        self.files.remove(path);
        if is_of_templates(path) {
            self.set_incomplete();
        }
        self.loads.forget(path);
    }

    /// Says where the files are that templates load, and the folder that their paths are shown from.
    pub fn set_disk(&mut self, disk: Disk, working: PathBuf) {
        self.loads.set_disk(disk, working);
        self.revision += 1;
    }

    /// The path of the template that a file of Bicep parameters names, after it was read.
    pub fn template_of(&mut self, path: &str) -> Option<String> {
        self.read_files();
        let uses = &self.files.get(path)?.uses;
        uses.iter().find(|(of, _)| *of == Use::Using).map(|(_, used)| used.clone())
    }

    /// Says that a template is deployed with this parameter file, and others that were said.
    pub fn force_parameters(&mut self, template: &str, file: &str) {
        self.forced.entry(template.to_owned()).or_default().insert(file.to_owned());
        self.revision += 1;
    }

    /// Says what the run knows beside the files.
    pub fn set_settings(&mut self, settings: Settings) {
        self.settings = settings;
        self.files.values_mut().for_each(|file| file.outcomes.clear());
    }

    /// What the run knows beside the files.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Says what is known of where templates are deployed to.
    pub fn set_scope_values(&mut self, values: ScopeValues) {
        self.scope_values = Arc::new(values);
        self.revision += 1;
    }

    /// Limits the report to these files; the others are still context.
    pub fn set_scope(&mut self, scope: Option<BTreeSet<Arc<str>>>) {
        self.scope = scope;
    }

    /// Says whether files that belong to these are not read: then nobody knows which suppressions are unused.
    pub fn set_partial(&mut self, partial: bool) {
        self.partial = partial;
    }

    /// Says which findings are known: they do not count.
    pub fn set_baseline(&mut self, baseline: Option<Baseline>) {
        self.baseline = baseline;
    }

    /// Says what the configuration makes of findings, and what is wrong with it.
    pub fn set_policy(&mut self, policy: Policy, wrong: Vec<ConfigurationProblem>) {
        self.locked = policy.locked();
        (self.policy, self.wrong) = (policy, wrong);
    }

    /// Whether the configuration lets no comment suppress a rule, by its id.
    #[must_use]
    pub fn is_locked(&self, rule: &str) -> bool {
        self.locked.contains(rule)
    }

    /// What is known of the files in the scope, in their order, after [`Workspace::analyse`].
    pub fn facts(&self) -> impl Iterator<Item = &Facts> {
        let inside = self.files.iter().filter(|(path, _)| self.in_scope(path));
        inside.filter_map(|(_, file)| file.facts.as_deref())
    }

    /// What is known of all files, in their order, after [`Workspace::analyse`].
    pub fn all_facts(&self) -> impl Iterator<Item = &Facts> {
        self.files.values().filter_map(|file| file.facts.as_deref())
    }

    /// The file at this path from the root, as it was read.
    #[must_use]
    pub fn source_at(&self, path: &str) -> Option<&Arc<Source>> {
        self.files.get(path).map(|file| &file.source)
    }

    /// The file with this number.
    #[must_use]
    pub fn source(&self, id: FileId) -> Option<Arc<Source>> {
        let own = self.files.values().map(|file| &file.source).find(|source| source.id == id).cloned();
        own.or_else(|| self.loads.sources().into_iter().find(|source| source.id == id))
    }

    fn put(&mut self, path: &str, shown: &str, text: Arc<str>, failure: Option<LoadError>) {
        let path: Arc<str> = path.into();
        let id = self.loads.id(&path);
        let old = self.files.get(&path);
        let same = |old: &File| old.source.text == text && *old.source.shown == *shown && old.failure == failure;
        if old.is_some_and(same) {
            return;
        }
        let (named, read_as) = old.map_or((false, ReadAs::default()), |old| (old.named, old.read_as));
        let source = Arc::new(Source::new(id, Arc::clone(&path), shown.into(), text));
        let (outcomes, failed_judging) = (Vec::new(), None);
        let file = File {
            source,
            failure,
            named,
            read_as,
            template: None,
            uses: Vec::new(),
            is_complete: false,
            given: None,
            facts: None,
            outcomes,
            failed_judging,
        };
        self.loads.forget(&path);
        self.absent.remove(&*path);
        self.revision += u64::from(is_of_templates(&path));
        self.files.insert(path, file);
    }

    fn in_scope(&self, path: &str) -> bool {
        // What is in an archive is nobody's file: it is reported on through the file that calls it.
        !is_archived(path) && self.scope.as_ref().is_none_or(|scope| scope.contains(path))
    }

    /// Analyses what has changed, and reports on everything in the scope.
    pub fn analyse(&mut self) -> Report {
        self.read_files();
        if self.mark_patches() {
            self.read_files();
        }
        self.deploy_templates();
        self.judge_files();
        self.report()
    }

    fn read_files(&mut self) {
        let (pack, remotes) = (&self.pack, &self.remotes);
        let mut unread: Vec<_> = self.files.values_mut().filter(|file| file.is_unread()).collect();
        let each = |file: &mut &mut File| {
            file.template = file.read_template();
            file.find_uses(remotes);
            // What a template tells waits until it is known whether it is deployed.
            if file.template.is_none() {
                let (facts, given) = file.read(pack);
                file.facts = Some(Arc::new(facts));
                file.given = given;
            }
            file.outcomes.clear();
        };
        with_threads(&mut unread, each);
    }

    /// Marks the files that a kustomization names as patches, and those that have a resource that such a patch
    /// changes; true if that changes how some are read.
    fn mark_patches(&mut self) -> bool {
        let mut patches = BTreeSet::new();
        for (path, file) in &self.files {
            let named = file.facts.iter().flat_map(|facts| &facts.patches);
            patches.extend(named.filter_map(|patch| join(path, patch)));
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
        self.revision += u64::from(changed);
        changed
    }

    fn judge_files(&mut self) {
        let facts: Vec<Arc<Facts>> = self.files.values().filter_map(|file| file.facts.clone()).collect();
        let world = World::new(&self.pack, self.settings.clone(), facts.iter().map(|facts| &**facts));
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
        with_threads(&mut todo, each);
    }
}

/// Does the same with all, with threads where that is worth it.
fn with_threads<T: Send>(all: &mut [T], each: impl Fn(&mut T) + Sync + Send) {
    match all.len() {
        0..WORTH_THREADS => all.iter_mut().for_each(each),
        _ => all.par_iter_mut().for_each(each),
    }
}

/// Whether a file may be a template, or give one its parameters.
fn is_of_templates(path: &str) -> bool {
    is_bicep(path) || is_json(path)
}

#[cfg(test)]
mod tests;

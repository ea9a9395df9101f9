//! A project whose files change while somebody looks at it: on the disk, and in an editor's buffers. What is analysed
//! is what a new run would find.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use aiolint_core::{LoadError, Report};
use aiolint_engine::pack::Pack;

use crate::baseline::BASELINE_FILE;
use crate::candidate::{Candidate, load};
use crate::configuration::{Configuration, NAMES};
use crate::discover::is_candidate;
use crate::module_cache::{ALIASES, ModuleCache};
use crate::open::{BaselineFile, Filled, add_wanted, collect, fill};
use crate::{Buffers, Disk, Fixed, OpenError, Request, Root, Workspace, decode, find_root, relative};

/// What a change of files changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Changed {
    /// Nothing that is analysed.
    Nothing,
    /// Files that are analysed.
    Files,
    /// What files are analysed for, such as the configuration: the project has to be opened again.
    Project,
}

/// A project that follows its files.
pub struct Live {
    request: Request,
    configuration: Configuration,
    root: Root,
    disk: Disk,
    modules: Option<ModuleCache>,
    workspace: Workspace,
    /// The files that discovery finds, and those that are only open.
    found: BTreeMap<Arc<str>, Candidate>,
    /// Those that are open and were not found: they are not looked for with every letter that is typed.
    passed_over: BTreeSet<PathBuf>,
    /// The revision of the workspace that has all that its templates name, and no more.
    completed: Option<u64>,
}

impl Live {
    /// Opens a project: the files of the request are read into the workspace.
    ///
    /// # Errors
    /// There is nothing to analyse.
    pub fn open(request: Request, configuration: Configuration, mut workspace: Workspace) -> Result<Self, OpenError> {
        let Filled { root, disk, modules, found, .. } = fill(&request, &configuration, &mut workspace)?;
        let found = found.into_iter().map(|candidate| (Arc::from(&*candidate.path), candidate)).collect();
        let passed_over = BTreeSet::new();
        let completed = None;
        let mut live = Self { request, configuration, root, disk, modules, workspace, found, passed_over, completed };
        let open = live.paths(&live.request.buffers.paths());
        live.follow(open);
        Ok(live)
    }

    /// The folder of the project, absolute.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root.folder
    }

    /// What is known of the files.
    #[must_use]
    pub fn workspace(&self) -> &Workspace {
        &self.workspace
    }

    /// The path from the root of a file, if it lies in the root.
    #[must_use]
    pub fn path(&self, file: &Path) -> Option<String> {
        let below = file.strip_prefix(&self.root.folder).ok()?;
        let parts: Option<Vec<&str>> = below.components().map(|part| part.as_os_str().to_str()).collect();
        parts.map(|parts| parts.join("/"))
    }

    /// Says that a file is not what it was on the disk: if it was to be ignored, that may no longer hold. [`Live::update`]
    /// has to be told too.
    pub fn look_again(&mut self, file: &Path) {
        self.passed_over.remove(file);
    }

    /// Says that these files, by their absolute paths, are not what they were: they have another text, are new or gone,
    /// on the disk or in a buffer.
    pub fn update(&mut self, files: &[PathBuf]) -> Changed {
        let paths = self.paths(files);
        if paths.iter().any(|path| self.is_about_project(path)) {
            return Changed::Project;
        }
        if self.follow(paths) { Changed::Files } else { Changed::Nothing }
    }

    /// The paths from the root of files that may matter.
    fn paths(&self, files: &[PathBuf]) -> BTreeSet<String> {
        let all = files.iter().filter_map(|file| self.path(file));
        all.filter(|path| !path.is_empty() && !path.starts_with(".git/")).collect()
    }

    /// Takes in what became of files, by their paths from the root; gives whether that matters to anybody.
    fn follow(&mut self, mut paths: BTreeSet<String>) -> bool {
        let new = |path: &str| match self.found.get(path) {
            Some(candidate) => candidate.unsaved && self.is_on_disk(path),
            None => self.may_be_found(path),
        };
        let is_folder = |path: &String| self.root.folder.join(path).is_dir();
        let mut below: BTreeSet<String> = paths.iter().flat_map(|path| self.below(path)).collect();
        let is_rule = |path: &String| matches!(path.rsplit('/').next(), Some(".gitignore" | ".ignore"));
        let mut differ = BTreeSet::new();
        let count = self.found.len();
        if !below.is_empty() || paths.iter().any(|path| is_folder(path) || new(path) || is_rule(path)) {
            differ = self.find_again();
        }
        let are_others = !differ.is_empty();
        let mut changed = are_others;
        // Another folder may have taken the place of one that was here.
        paths.append(&mut below);
        paths.extend(differ);
        for path in paths {
            changed |= self.refresh(&path);
        }
        if changed {
            self.complete();
        }
        if are_others || self.found.len() != count {
            self.set_scope();
        }
        changed
    }

    /// Analyses what has changed.
    pub fn analyse(&mut self) -> Report {
        self.workspace.analyse()
    }

    /// The file of the project's configuration, and whether it is there: on the disk, or open and not saved yet.
    #[must_use]
    pub fn configuration_file(&self) -> (PathBuf, bool) {
        let found = NAMES.iter().find(|name| self.disk.has(name));
        (self.root.folder.join(found.unwrap_or(&NAMES[0])), found.is_some())
    }

    /// Whether a rule, by its id, would be off for a file, by its path from the root, if the file of the configuration
    /// had this text; false if it could be read less well than now.
    #[must_use]
    pub fn would_be_off(&self, pack: &Pack, rule: &str, path: &str, text: Arc<str>) -> bool {
        let (file, _) = self.configuration_file();
        // A file alone that gets a configuration beside it is no longer alone.
        let buffers = self.request.buffers.with(file, text);
        let request = Request { buffers, isolated: false, ..self.request.clone() };
        let Ok(new) = Configuration::of(&request) else { return false };
        new.faults() <= self.configuration.faults() && new.switches_off(pack, rule, path)
    }

    /// Whether a file, by its path from the root, is one of those of the configuration.
    #[must_use]
    pub fn is_configuration(&self, path: &str) -> bool {
        NAMES.contains(&path) || self.configuration.paths().any(|known| known == path)
    }

    /// The text of a file, in its buffer or on the disk.
    ///
    /// # Errors
    /// Why there is none.
    pub fn text(&self, path: &str) -> Result<Arc<str>, LoadError> {
        self.disk.named_bytes(path).and_then(decode)
    }

    /// The texts of the open documents.
    #[must_use]
    pub fn buffers(&self) -> &Buffers {
        &self.request.buffers
    }

    /// What fixing all that is safe to fix in one file would make of it; nothing is changed by this.
    pub fn fixed(&mut self, path: &str, unsafe_too: bool) -> Option<Arc<str>> {
        self.workspace.set_scope(Some(BTreeSet::from([path.into()])));
        let Fixed { files, .. } = self.workspace.fix(unsafe_too);
        let own = files.into_iter().next();
        if let Some(file) = &own {
            self.workspace.set_file(path, &file.shown, Arc::clone(&file.before));
        }
        self.set_scope();
        self.workspace.analyse();
        own.map(|file| file.after)
    }

    /// Whether a file says what the others are analysed for.
    fn is_about_project(&self, path: &str) -> bool {
        let name = path.rsplit('/').next().unwrap_or(path);
        // What was moved or deleted may also be a folder around what is named.
        let is_about = |named: String| Path::new(path).starts_with(&named) || Path::new(&named).starts_with(path);
        let says_aliases = self.modules.is_some() && name == ALIASES;
        NAMES.contains(&name) || path == BASELINE_FILE || says_aliases || self.configuration.named().any(is_about)
    }

    /// What is known or open below a path, if it is or was that of a folder.
    fn below(&self, path: &str) -> BTreeSet<String> {
        let below = format!("{path}/");
        let found = self.found.range(Arc::from(&*below)..).map(|(path, _)| path.to_string());
        let mut all: BTreeSet<String> = found.take_while(|path| path.starts_with(&below)).collect();
        all.extend(self.workspace.known_below(&below));
        let open = self.passed_over.iter().filter_map(|file| self.path(file));
        all.extend(open.filter(|path| path.starts_with(&below)));
        all
    }

    /// Whether a file counts that is on the disk, and it is.
    fn is_on_disk(&self, path: &str) -> bool {
        !self.request.isolated && self.root.folder.join(path).is_file()
    }

    /// Whether discovery may find a file that it did not.
    fn may_be_found(&self, path: &str) -> bool {
        let full = self.root.folder.join(path);
        let (is_there, is_open) = (full.is_file(), self.request.buffers.text(&full).is_some());
        is_candidate(&full) && (is_there || is_open) && !(is_there && is_open && self.passed_over.contains(&full))
    }

    /// Looks for files again; gives the paths of those that are new or gone.
    fn find_again(&mut self) -> BTreeSet<String> {
        let open = self.request.buffers.paths();
        // Asked before the others are found: what is saved meanwhile was not passed over.
        let unsaved: BTreeSet<&PathBuf> = open.iter().filter(|file| self.request.isolated || !file.is_file()).collect();
        let found = collect(&self.request, &self.root).unwrap_or_default().into_iter();
        let taken = found.filter(|candidate| self.configuration.takes(&candidate.path));
        let mut found: BTreeMap<Arc<str>, Candidate> =
            taken.map(|candidate| (Arc::from(&*candidate.path), candidate)).collect();
        for file in &open {
            let Some(path) = self.path(file).filter(|_| is_candidate(file)) else { continue };
            if !self.configuration.takes(&path) {
                continue;
            }
            // What is on the disk and was not found is to be ignored. What is not there yet, nobody could say that of.
            if !found.contains_key(&*path) && unsaved.contains(file) {
                let shown = relative(file, &self.request.folder);
                let inside = file.starts_with(&self.request.folder);
                found.insert(path.as_str().into(), Candidate::of_buffer(path, shown, inside));
            }
        }
        let is_passed_over = |file: &PathBuf| self.path(file).is_some_and(|path| !found.contains_key(&*path));
        self.passed_over = open.into_iter().filter(is_passed_over).collect();
        let differ = |a: &BTreeMap<Arc<str>, _>, b: &BTreeMap<Arc<str>, _>| -> Vec<String> {
            a.keys().filter(|path| !b.contains_key(*path)).map(ToString::to_string).collect()
        };
        let all = differ(&found, &self.found).into_iter().chain(differ(&self.found, &found)).collect();
        self.found = found;
        all
    }

    /// Reads a file again; gives whether that matters to anybody.
    fn refresh(&mut self, path: &str) -> bool {
        let was_known = self.workspace.knows(path);
        self.workspace.forget(path);
        let full = self.root.folder.join(path);
        if !self.is_on_disk(path) && self.request.buffers.text(&full).is_none() {
            self.found.remove(path);
        }
        let content = self.found.get(path).and_then(|candidate| Some((load(&self.disk, candidate)?, &candidate.shown)));
        match content {
            Some((Ok(text), shown)) => self.workspace.set_file(path, shown, text),
            Some((Err(failure), shown)) => self.workspace.set_unreadable(path, shown, failure),
            None if was_known => self.workspace.remove_file(path),
            None => return false,
        }
        true
    }

    /// Adds what the files name, and drops what they no longer do.
    fn complete(&mut self) {
        if !self.request.isolated && self.completed != Some(self.workspace.revision()) {
            add_wanted(&self.request, &self.disk, self.modules.as_mut(), &mut self.workspace);
            self.workspace.keep_needed(self.found.keys());
            self.completed = Some(self.workspace.revision());
        }
    }

    fn set_scope(&mut self) {
        let inside = self.found.values().filter(|candidate| candidate.inside);
        self.workspace.set_scope(Some(inside.map(|candidate| candidate.path.as_str().into()).collect()));
    }
}

/// The request for a file that lies in no folder that is open: all of its project, or if there is none, the file with
/// those beside it that are open too.
#[must_use]
pub fn request_for(file: &Path, buffers: Buffers) -> Request {
    // Nothing lies in the file itself, so that this folder is never the root.
    let Root { folder, is_project } = find_root(file, &file.join("nowhere"));
    Request {
        folder,
        paths: if is_project { vec![".".into()] } else { Vec::new() },
        isolated: !is_project,
        baseline: BaselineFile::Usual,
        buffers,
        may_be_empty: true,
        ..Request::default()
    }
}

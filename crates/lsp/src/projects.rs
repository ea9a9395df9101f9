//! The projects that are open: one for each folder of the workspace, and those of files that lie in none of them.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use aiolint_core::Report;
use aiolint_project::{BaselineFile, Buffers, Changed, Request, request_for};

use crate::documents::Documents;
use crate::{Host, Opened};

/// A project.
pub(crate) struct Project {
    request: Request,
    /// Whether it is only open for documents that lie in no folder of the workspace.
    for_documents: bool,
    /// The project, once it was opened and as long as that works.
    open: Option<Opened>,
    /// The files that are not what they were when it was analysed.
    changed: BTreeSet<PathBuf>,
    /// Whether it has to be opened, again or for the first time.
    stale: bool,
    /// What was found, without secrets. Of the undecided checks it has the number alone.
    pub report: Report,
    /// Why nothing is found.
    pub problem: Option<String>,
}

impl Project {
    fn new(request: Request, for_documents: bool) -> Self {
        let (open, changed, report) = (None, BTreeSet::new(), Report::default());
        Self { request, for_documents, open, changed, stale: true, report, problem: None }
    }

    /// The folder that it was opened for.
    pub(crate) fn folder(&self) -> &Path {
        &self.request.folder
    }

    /// What was opened, if it could be.
    pub(crate) fn opened(&self) -> Option<&Opened> {
        self.open.as_ref()
    }

    fn is_stale(&self) -> bool {
        self.stale || !self.changed.is_empty()
    }

    /// Whether it was opened for such a request: those of the same folder differ in whether the folder is a project.
    fn is_for(&self, request: &Request) -> bool {
        self.for_documents && self.folder() == request.folder && self.request.isolated == request.isolated
    }

    /// The folder that all its files lie in.
    fn root(&self) -> &Path {
        self.open.as_ref().map_or(self.folder(), |open| open.live.root())
    }

    /// Analyses it, if something has changed. Gives whether something had.
    fn refresh(&mut self, host: &dyn Host, user_rules: bool) -> bool {
        let changed: Vec<_> = std::mem::take(&mut self.changed).into_iter().collect();
        if !self.stale {
            match self.open.as_mut().map(|open| open.live.update(&changed)) {
                Some(Changed::Nothing) => return false,
                Some(Changed::Files) => {}
                Some(Changed::Project) | None => self.stale = true,
            }
        }
        if self.stale {
            self.stale = false;
            self.open = None;
            (self.report, self.problem) = (Report::default(), None);
            let opened = match self.request.isolated || self.folder().is_dir() {
                true => host.open(self.request.clone(), user_rules),
                false => Err(format!("the folder {} does not exist", self.folder().display())),
            };
            match opened {
                Ok(open) => {
                    let wrong = open.wrong.first().map(|error| format!("{}: {}", error.path, error.message));
                    self.problem = wrong.map(|why| format!("only the built-in rules are used: {why}"));
                    self.open = Some(open);
                }
                Err(problem) => self.problem = Some(problem),
            }
        }
        if let Some(open) = &mut self.open {
            let mut report = open.live.analyse();
            // Nobody is told of them; the summary says how many there are.
            report.undecided.clear();
            self.report = match aiolint_report::concealed(&report) {
                std::borrow::Cow::Owned(concealed) => concealed,
                std::borrow::Cow::Borrowed(_) => report,
            };
        }
        true
    }
}

/// All projects.
#[derive(Default)]
pub(crate) struct Projects {
    all: Vec<Project>,
    /// The texts of the open documents, for all of them.
    pub buffers: Buffers,
}

impl Projects {
    /// Opens the project of a folder of the workspace.
    pub(crate) fn add_folder(&mut self, folder: PathBuf) {
        if self.all.iter().any(|project| !project.for_documents && project.folder() == folder) {
            return;
        }
        let request = Request {
            folder,
            paths: vec![".".into()],
            baseline: BaselineFile::Usual,
            buffers: self.buffers.clone(),
            may_be_empty: true,
            ..Request::default()
        };
        self.all.push(Project::new(request, false));
    }

    /// Closes the project of a folder of the workspace.
    pub(crate) fn remove_folder(&mut self, folder: &Path) {
        self.all.retain(|project| project.for_documents || project.folder() != folder);
    }

    /// Opens projects for the documents that lie in none, and closes those that are no longer needed for any. How far a
    /// project reaches, files say that come and go: those of a configuration. Gives whether other projects are open now.
    pub(crate) fn cover(&mut self, documents: &Documents) -> bool {
        let folders: Vec<PathBuf> = self
            .all
            .iter()
            .filter(|project| !project.for_documents)
            .map(|project| project.folder().to_owned())
            .collect();
        // Markdown may be a rule of a project that is open, and opens none.
        let is_markdown = |path: &Path| path.extension().is_some_and(|ending| ending == "md");
        let outside = documents.iter().map(|(path, _)| path).filter(|path| !is_markdown(path));
        let outside = outside.filter(|path| !folders.iter().any(|folder| path.starts_with(folder)));
        let mut needed: Vec<Request> = Vec::new();
        let mut changed = false;
        for path in outside {
            let request = request_for(path, self.buffers.clone());
            if !self.all.iter().any(|project| project.is_for(&request)) {
                self.all.push(Project::new(request.clone(), true));
                changed = true;
            }
            needed.push(request);
        }
        let count = self.all.len();
        self.all.retain(|project| !project.for_documents || needed.iter().any(|request| project.is_for(request)));
        changed || self.all.len() != count
    }

    /// Says that a document is not what it was.
    pub(crate) fn changed(&mut self, path: &Path) {
        for project in self.all.iter_mut().filter(|project| path.starts_with(project.root())) {
            project.changed.insert(path.to_owned());
        }
    }

    /// Says that a file is not what it was on the disk.
    pub(crate) fn changed_on_disk(&mut self, path: &Path) {
        self.all.iter_mut().flat_map(|project| &mut project.open).for_each(|open| open.live.look_again(path));
        self.changed(path);
    }

    /// Says that a file or a folder is new or gone: a project whose folder that is, or lies in it, has to be opened
    /// again.
    pub(crate) fn moved(&mut self, path: &Path) {
        let within = self.all.iter_mut().filter(|project| project.folder().starts_with(path));
        within.for_each(|project| project.stale = true);
        self.changed_on_disk(path);
    }

    /// Whether something has changed since the last analysis.
    pub(crate) fn is_stale(&self) -> bool {
        self.all.iter().any(Project::is_stale)
    }

    /// Analyses what has changed; gives whether something had, and the folders whose analysis failed. A project whose
    /// analysis fails is opened again when something in it changes.
    pub(crate) fn refresh(&mut self, host: &dyn Host, user_rules: bool) -> (bool, Vec<PathBuf>) {
        let (mut changed, mut failed) = (false, Vec::new());
        for project in self.all.iter_mut().filter(|project| project.is_stale()) {
            match catch_unwind(AssertUnwindSafe(|| project.refresh(host, user_rules))) {
                Ok(did) => changed |= did,
                Err(_) => {
                    project.fail();
                    failed.push(project.folder().to_owned());
                    changed = true;
                }
            }
        }
        (changed, failed)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Project> {
        self.all.iter()
    }

    /// Those that lie in no other one: together they have all files, and none of them twice.
    pub(crate) fn outermost(&self) -> impl Iterator<Item = &Project> {
        let is_around = |outer: &Project, inner: &Project| {
            !outer.request.isolated && inner.folder() != outer.folder() && inner.folder().starts_with(outer.folder())
        };
        self.all.iter().filter(move |inner| !self.all.iter().any(|outer| is_around(outer, inner)))
    }

    /// The project that a file belongs to: that of the nearest folder.
    pub(crate) fn of(&self, path: &Path) -> Option<&Project> {
        self.all.get(self.index_of(path)?)
    }

    /// [`Projects::of`], to change it.
    pub(crate) fn of_mut(&mut self, path: &Path) -> Option<&mut Project> {
        let index = self.index_of(path)?;
        self.all.get_mut(index)
    }

    fn index_of(&self, path: &Path) -> Option<usize> {
        let around = self.all.iter().enumerate().filter(|(_, project)| path.starts_with(project.folder()));
        around.max_by_key(|(_, project)| project.folder().components().count()).map(|(index, _)| index)
    }
}

impl Project {
    /// Forgets what an analysis that failed may have left half done.
    pub(crate) fn fail(&mut self) {
        (self.open, self.report) = (None, Report::default());
        self.problem = Some("aiolint failed to analyse this folder".into());
        self.stale = false;
    }

    /// What was opened, to change it.
    pub(crate) fn opened_mut(&mut self) -> Option<&mut Opened> {
        self.open.as_mut()
    }
}

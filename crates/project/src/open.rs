//! From the paths that a user names to a workspace.

use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use aiolint_core::LoadError;
use aiolint_engine::facts::is_bicep;
use aiolint_engine::world::Settings;
use rayon::prelude::*;

use crate::baseline::{BASELINE_FILE, Baseline};
use crate::candidate::{Candidate, load};
use crate::configuration::Configuration;
use crate::discover::candidates;
use crate::module_cache::ModuleCache;
use crate::{Buffers, Disk, MOST_BYTES, Root, Workspace, decode, find_root, relative};

/// What is to be checked.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The working directory, absolute.
    pub folder: PathBuf,
    /// Files and folders, as the user named them.
    pub paths: Vec<PathBuf>,
    /// What stands for a file.
    pub stdin: Option<Stdin>,
    /// Reads nothing but the paths.
    pub isolated: bool,
    /// The named files must be manifests.
    pub as_manifest: bool,
    /// Parameter files: their templates are deployed with these alone.
    pub parameters: Vec<PathBuf>,
    /// Which findings are known.
    pub baseline: BaselineFile,
    /// Files that are open in an editor.
    pub buffers: Buffers,
    /// A folder may have no file that can say what is deployed.
    pub may_be_empty: bool,
}

impl Request {
    /// The files in a root, as the request sees them.
    pub(crate) fn disk(&self, root: PathBuf) -> Disk {
        Disk::new(root).with_buffers(self.buffers.clone())
    }
}

/// Where the known findings are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum BaselineFile {
    /// Nowhere: all findings count.
    #[default]
    None,
    /// In the usual file of the root, if it is there.
    Usual,
    /// In this file.
    Named(PathBuf),
}

/// The content of standard input.
#[derive(Clone, Debug, Default)]
pub struct Stdin {
    /// The file that it stands for.
    pub name: Option<PathBuf>,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Why there is nothing to analyse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OpenError {
    /// A path does not exist.
    Missing(PathBuf),
    /// A folder has no file that can say what is deployed.
    NothingToCheck(PathBuf),
    /// Paths of two projects, neither of which contains the other.
    TwoProjects(PathBuf, PathBuf),
    /// The baseline can't be read, with the reason.
    Baseline(PathBuf, String),
    /// A parameters file of JSON does not say which template it is for, and none is named, or several are.
    NoTemplate(PathBuf),
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(path) => write!(f, "`{}` does not exist", path.display()),
            Self::NothingToCheck(path) => write!(f, "there is no Bicep or YAML file in `{}`", path.display()),
            Self::Baseline(path, why) => write!(f, "`{}` is no baseline that can be read: {why}", path.display()),
            Self::NoTemplate(path) => write!(f, "`{}` does not say which template it is for", path.display()),
            Self::TwoProjects(a, b) => write!(f, "`{}` and `{}` belong to two projects", a.display(), b.display()),
        }
    }
}

impl std::error::Error for OpenError {}

impl OpenError {
    /// What to do about it.
    #[must_use]
    pub fn help(&self) -> &'static str {
        match self {
            Self::Missing(_) => "check the path; it is taken from the working directory",
            Self::NothingToCheck(_) => {
                "name a folder with `.bicep`, `.bicepparam`, `.yaml` or `.yml` files that `.gitignore` does not exclude, or a file itself"
            }
            Self::Baseline(..) => "correct the file, or write it anew: `aiolint baseline write`",
            Self::NoTemplate(_) => "name the Bicep file that it is for, and no other",
            Self::TwoProjects(..) => "run aiolint once for each project",
        }
    }
}

/// Puts what is asked for, and its context, into the workspace, with what the project's configuration says of values and
/// files. Gives how many of the files asked for are none of ours, and were passed over.
///
/// # Errors
/// There is nothing to analyse.
pub fn open(request: &Request, workspace: &mut Workspace) -> Result<usize, OpenError> {
    open_with(request, &Configuration::of(request)?, workspace)
}

/// [`open`] with a configuration that was read before.
///
/// # Errors
/// There is nothing to analyse.
pub fn open_with(
    request: &Request,
    configuration: &Configuration,
    workspace: &mut Workspace,
) -> Result<usize, OpenError> {
    fill(request, configuration, workspace).map(|filled| filled.passed_over)
}

/// What was put into a workspace.
pub(crate) struct Filled {
    pub root: Root,
    pub disk: Disk,
    /// Where modules of registries are read from.
    pub modules: Option<ModuleCache>,
    /// The candidates, in order.
    pub found: Vec<Candidate>,
    /// How many of the files asked for are none of ours.
    pub passed_over: usize,
}

/// [`open_with`], for those who go on.
pub(crate) fn fill(
    request: &Request,
    configuration: &Configuration,
    workspace: &mut Workspace,
) -> Result<Filled, OpenError> {
    let root = root(request)?;
    let mut found = collect(request, &root)?;
    let choice = configuration.choice_of_files();
    found.retain(|candidate| choice.takes(&candidate.path));
    workspace.set_partial(is_partial(request, &root));
    workspace.set_baseline(baseline(request, &root)?);
    let disk = request.disk(root.folder.clone());
    if !request.isolated {
        workspace.set_disk(disk.clone(), request.folder.clone());
        let deploy = workspace.settings().deploy;
        workspace.set_settings(Settings { deploy, ..configuration.settings() });
        workspace.set_scope_values(configuration.scope_values());
    }
    let mut modules = configuration.module_cache();
    let load = |candidate: &Candidate| (load(&disk, candidate), candidate.named);
    let loaded: Vec<_> = match found.len() {
        0..16 => found.iter().map(load).collect(),
        _ => found.par_iter().map(load).collect(),
    };
    let mut scope: BTreeSet<Arc<str>> = BTreeSet::new();
    let mut passed_over = 0;
    for (candidate, (content, named)) in found.iter().zip(loaded) {
        if candidate.inside {
            scope.insert(candidate.path.as_str().into());
        }
        let Some(content) = content else {
            passed_over += usize::from(candidate.inside);
            continue;
        };
        match content {
            Ok(text) => workspace.set_file(&candidate.path, &candidate.shown, text),
            Err(failure) => workspace.set_unreadable(&candidate.path, &candidate.shown, failure),
        }
        if named {
            workspace.set_named(&candidate.path, request.as_manifest);
        }
    }
    if let Some(stdin) = &request.stdin {
        let path = |name: &PathBuf| relative(&request.folder.join(name), &root.folder);
        if stdin.name.as_ref().is_none_or(|name| choice.takes(&path(name))) {
            scope.insert(set_stdin(request, stdin, &root.folder, workspace));
        }
    }
    force_parameters(request, &root, workspace)?;
    if !request.isolated {
        add_wanted(request, &disk, modules.as_mut(), workspace);
    }
    workspace.set_scope(Some(scope));
    Ok(Filled { root, disk, modules, found, passed_over })
}

/// Whether files that belong to those asked for are not read.
fn is_partial(request: &Request, root: &Root) -> bool {
    let nameless = request.stdin.as_ref().is_some_and(|stdin| stdin.name.is_none());
    let single = || request.paths.iter().any(|path| !request.folder.join(path).is_dir());
    request.isolated || nameless || (!root.is_project && single())
}

/// The findings that are known.
fn baseline(request: &Request, root: &Root) -> Result<Option<Baseline>, OpenError> {
    let file = match &request.baseline {
        BaselineFile::None => return Ok(None),
        BaselineFile::Usual if request.isolated => return Ok(None),
        BaselineFile::Usual => root.folder.join(BASELINE_FILE),
        BaselineFile::Named(file) => request.folder.join(file),
    };
    if request.baseline == BaselineFile::Usual && !file.is_file() {
        return Ok(None);
    }
    read_baseline(&file, &request.folder).map(Some)
}

/// The baseline in a file; `working` is what its path is shown from.
///
/// # Errors
/// It is none.
pub fn read_baseline(file: &Path, working: &Path) -> Result<Baseline, OpenError> {
    let text = std::fs::read_to_string(file).map_err(|error| error.to_string());
    let baseline = text.and_then(|text| Baseline::parse(text.strip_prefix('\u{feff}').unwrap_or(&text)));
    baseline.map_err(|why| OpenError::Baseline(relative(file, working).into(), why))
}

/// Adds the files that templates name and that were not found: those that `.gitignore` excludes, or that lie beside a
/// single file; and those of modules in registries, if they may be read.
pub(crate) fn add_wanted(
    request: &Request,
    disk: &Disk,
    mut modules: Option<&mut ModuleCache>,
    workspace: &mut Workspace,
) {
    loop {
        let wanted = workspace.wanted();
        let remotes = modules.as_ref().map(|_| workspace.wanted_remotes()).unwrap_or_default();
        if wanted.is_empty() && remotes.is_empty() {
            workspace.set_complete();
            break;
        }
        for path in wanted {
            let shown = relative(&disk.root().join(&path), &request.folder);
            match disk.named_bytes(&path).and_then(decode) {
                Ok(text) => workspace.set_file(&path, &shown, text),
                Err(failure) => workspace.set_absent(&path, failure),
            }
        }
        let Some(modules) = &mut modules else { continue };
        for (folder, written) in remotes {
            let (begins, module) = modules.find(disk, &folder, &written);
            module.templates.into_iter().for_each(|it| workspace.set_file(&it.path, &it.shown, it.text));
            module.links.into_iter().for_each(|(folder, written, to)| workspace.set_remote(&folder, &written, Ok(to)));
            workspace.set_remote(&folder, &written, begins);
        }
    }
}

/// Tells the workspace which parameter files a user names.
fn force_parameters(request: &Request, root: &Root, workspace: &mut Workspace) -> Result<(), OpenError> {
    let path = |named: &PathBuf| relative(&request.folder.join(named), &root.folder);
    for file in &request.parameters {
        let used = workspace.template_of(&path(file));
        let named: Vec<String> = request.paths.iter().map(path).filter(|path| is_bicep(path)).collect();
        let template = match (used, &named[..]) {
            (Some(used), _) => used,
            (None, [only]) => only.clone(),
            _ => return Err(OpenError::NoTemplate(file.clone())),
        };
        workspace.force_parameters(&template, &path(file));
    }
    Ok(())
}

fn set_stdin(request: &Request, stdin: &Stdin, root: &Path, workspace: &mut Workspace) -> Arc<str> {
    let (path, shown) = match &stdin.name {
        Some(name) => {
            let full = request.folder.join(name);
            (relative(&full, root), relative(&full, &request.folder))
        }
        None => ("<stdin>".to_owned(), "<stdin>".to_owned()),
    };
    let content = match u64::try_from(stdin.bytes.len()) {
        Ok(size) if size > MOST_BYTES => Err(LoadError::TooLarge(size)),
        _ => decode(stdin.bytes.clone()),
    };
    match content {
        Ok(text) => workspace.set_file(&path, &shown, text),
        Err(failure) => workspace.set_unreadable(&path, &shown, failure),
    }
    workspace.set_named(&path, request.as_manifest);
    path.into()
}

/// The root that contains all paths: that of the outermost project among theirs.
///
/// # Errors
/// A path does not exist, or two are of two projects.
pub fn root(request: &Request) -> Result<Root, OpenError> {
    let folder = &request.folder;
    let mut root: Option<Root> = None;
    let stdin = request.stdin.as_ref().and_then(|stdin| stdin.name.clone());
    for path in request.paths.iter().chain(&request.parameters).chain(&stdin) {
        let full = folder.join(path);
        if !full.exists() && stdin.as_ref() != Some(path) {
            return Err(OpenError::Missing(path.clone()));
        }
        let own = find_root(&full, folder);
        root = Some(match root {
            None => own,
            Some(root) if own.folder.starts_with(&root.folder) => root,
            Some(root) if root.folder.starts_with(&own.folder) => own,
            Some(root) => return Err(OpenError::TwoProjects(root.folder, own.folder)),
        });
    }
    Ok(root.unwrap_or_else(|| find_root(folder, folder)))
}

/// The files of a request, in order.
pub(crate) fn collect(request: &Request, root: &Root) -> Result<Vec<Candidate>, OpenError> {
    let mut found: Vec<Candidate> = Vec::new();
    let mut add = |full: &Path, named: bool, inside: bool| {
        let path = relative(full, &root.folder);
        let shown = relative(full, &request.folder);
        let parameters = named && request.parameters.iter().any(|named| request.folder.join(named) == full);
        found.push(Candidate { path, shown, named, inside, parameters, unsaved: false });
    };
    for path in request.paths.iter().chain(&request.parameters) {
        let full = request.folder.join(path);
        if !full.is_dir() {
            add(&full, true, true);
            continue;
        }
        let files = candidates(&full);
        if files.is_empty() && !request.may_be_empty {
            return Err(OpenError::NothingToCheck(path.clone()));
        }
        files.iter().for_each(|file| add(file, false, true));
    }
    let alone =
        request.isolated || !root.is_project || request.stdin.as_ref().is_some_and(|stdin| stdin.name.is_none());
    // A path that is the root itself has brought everything already.
    if !alone && !request.paths.iter().any(|path| relative(&request.folder.join(path), &root.folder) == ".") {
        candidates(&root.folder).iter().for_each(|file| add(file, false, false));
    }
    // What is named twice counts once, with the strongest claim.
    found.sort_by(|a, b| (&a.path, !a.named, !a.inside).cmp(&(&b.path, !b.named, !b.inside)));
    found.dedup_by(|later, first| later.path == first.path);
    Ok(found)
}

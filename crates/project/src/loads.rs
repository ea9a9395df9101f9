//! What templates load while they are evaluated, and the numbers of all files.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aiolint_core::{FileId, Files, LoadError, Source, is_archived, join};

use crate::{Disk, decode, relative};

/// The files that templates load: each is read once.
#[derive(Debug, Default)]
pub(crate) struct Loads(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    /// Where the files are, and the folder that their paths are shown from; nothing is loaded without it.
    disk: Option<(Disk, PathBuf)>,
    ids: HashMap<Arc<str>, FileId>,
    texts: HashMap<String, Result<Arc<Source>, LoadError>>,
    /// The files whose bytes were loaded, and the folders whose files were listed: neither is kept.
    asked: HashSet<String>,
    /// Changes with every text that is no longer what was loaded.
    generation: u64,
}

impl Loads {
    /// Says where the files are, and the folder that their paths are shown from.
    pub(crate) fn set_disk(&self, disk: Disk, working: PathBuf) {
        self.state().disk = Some((disk, working));
    }

    /// Whether anything is loaded at all.
    pub(crate) fn is_open(&self) -> bool {
        self.state().disk.is_some()
    }

    /// Says that a file is not what it was.
    pub(crate) fn forget(&self, path: &str) {
        let mut state = self.state();
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let asked = state.asked.contains(path) || state.asked.contains(folder);
        if state.texts.remove(path).is_some() || asked {
            state.generation += 1;
        }
    }

    /// Whether a template has asked for a file.
    pub(crate) fn knows(&self, path: &str) -> bool {
        let state = self.state();
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        state.texts.contains_key(path) || state.asked.contains(path) || state.asked.contains(folder)
    }

    /// The paths that templates have asked for and that begin with these characters.
    pub(crate) fn known_below(&self, folder: &str) -> Vec<String> {
        let state = self.state();
        let all = state.texts.keys().chain(&state.asked);
        all.filter(|path| path.starts_with(folder)).cloned().collect()
    }

    /// A number that changes with every file that was loaded and has changed.
    pub(crate) fn generation(&self) -> u64 {
        self.state().generation
    }

    /// The number of the file at a path: the same whenever it is asked for.
    pub(crate) fn id(&self, path: &Arc<str>) -> FileId {
        let mut state = self.state();
        let next = FileId::new(state.ids.len());
        *state.ids.entry(Arc::clone(path)).or_insert(next)
    }

    /// The files that were loaded.
    pub(crate) fn sources(&self) -> Vec<Arc<Source>> {
        self.state().texts.values().filter_map(|text| text.as_ref().ok()).cloned().collect()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // What a panic left behind is whole: each change is one insertion.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn disk(&self) -> Result<(Disk, PathBuf), LoadError> {
        self.state().disk.clone().ok_or(LoadError::Missing)
    }

    /// The path from the root of what is about to be read, and is not kept.
    fn ask(&self, from: &str, relative: &str) -> Result<String, LoadError> {
        let path = full(from, relative)?;
        self.state().asked.insert(path.clone());
        Ok(path)
    }

    fn read(&self, path: &str) -> Result<Arc<Source>, LoadError> {
        let (disk, working) = self.disk()?;
        let text = decode(disk.named_bytes(path)?)?;
        let shown = relative(&disk.root().join(path), &working);
        let path: Arc<str> = path.into();
        Ok(Arc::new(Source::new(self.id(&path), path, shown.into(), text)))
    }
}

/// The path from the root of a file that a template loads. An archive has templates alone.
fn full(from: &str, relative: &str) -> Result<String, LoadError> {
    if is_archived(from) {
        return Err(LoadError::NotArchived);
    }
    join(from, relative).ok_or(LoadError::OutsideRoot)
}

impl Files for Loads {
    fn text(&self, from: &str, relative: &str) -> Result<Arc<Source>, LoadError> {
        let path = full(from, relative)?;
        if let Some(known) = self.state().texts.get(&path) {
            return known.clone();
        }
        let read = self.read(&path);
        self.state().texts.entry(path).or_insert(read).clone()
    }

    fn bytes(&self, from: &str, relative: &str) -> Result<Vec<u8>, LoadError> {
        self.disk()?.0.named_bytes(&self.ask(from, relative)?)
    }

    fn names(&self, from: &str, relative: &str) -> Result<Vec<String>, LoadError> {
        self.disk()?.0.names(&self.ask(from, relative)?)
    }
}

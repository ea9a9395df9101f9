//! What the files of a workspace name and it does not have.

use std::collections::BTreeSet;
use std::sync::Arc;

use aiolint_bicep::folder_of;
use aiolint_core::{LoadError, Reason, is_archived};
use aiolint_engine::facts::is_bicep;

use super::Workspace;

impl Workspace {
    /// The Bicep files that others name and that are not here, after those that are were read.
    pub fn wanted(&mut self) -> Vec<String> {
        self.read_files();
        let uses = self.files.values().filter(|file| !file.is_complete).flat_map(|file| &file.uses);
        let is_known = |path: &str| self.files.contains_key(path) || self.absent.contains_key(path);
        let is_new = |path: &&String| !is_known(path) && is_bicep(path) && !is_archived(path);
        uses.map(|(_, path)| path).filter(is_new).cloned().collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// The modules in registries that nobody has looked for, after the files that are here were read: the folder of the
    /// file that names each, and its address as it is written there.
    pub fn wanted_remotes(&mut self) -> Vec<(String, String)> {
        self.read_files();
        let mut wanted = BTreeSet::new();
        for (path, file) in self.files.iter().filter(|(_, file)| !file.is_complete) {
            let named = file.template.iter().flat_map(|template| template.remotes());
            let new = named.filter(|written| self.remotes.get(path, written).is_none());
            wanted.extend(new.map(|written| (folder_of(path).to_owned(), written.to_owned())));
        }
        wanted.into_iter().collect()
    }

    /// A file is not what it was for those who may name it.
    pub(super) fn set_incomplete(&mut self) {
        self.revision += 1;
        self.files.values_mut().for_each(|file| file.is_complete = false);
    }

    /// Says that all that is wanted was looked for, and is here or known to be absent.
    pub(crate) fn set_complete(&mut self) {
        self.files.values_mut().for_each(|file| file.is_complete = true);
    }

    /// Says which file a module in a registry begins with, or why it is not known.
    pub fn set_remote(&mut self, folder: &str, written: &str, begins: Result<Arc<str>, Reason>) {
        Arc::make_mut(&mut self.remotes).insert(folder, written, begins);
        self.revision += 1;
        let in_folder = self.files.iter_mut().filter(|(path, _)| folder_of(path) == folder).map(|(_, file)| file);
        in_folder.for_each(|file| file.find_uses(&self.remotes));
    }

    /// Says that a file that others name can't be read.
    pub fn set_absent(&mut self, path: &str, failure: LoadError) {
        self.absent.insert(path.to_owned(), failure);
        self.revision += 1;
    }
}

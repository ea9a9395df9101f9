//! What a workspace is told by those who follow its files as they change.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Workspace;

impl Workspace {
    /// A number that changes with every change of a template, of what gives one its parameters, and of what is known of
    /// the files that templates name.
    pub(crate) fn revision(&self) -> u64 {
        self.revision
    }

    /// Says that a file on the disk is not what it was, or was not there: what is kept of it by others, such as templates
    /// that load it, does not hold.
    pub fn forget(&mut self, path: &str) {
        self.loads.forget(path);
        if self.absent.remove(path).is_some() {
            self.set_incomplete();
        }
    }

    /// Whether a file is here, or one that is named and can't be read.
    #[must_use]
    pub fn knows(&self, path: &str) -> bool {
        self.files.contains_key(path) || self.absent.contains_key(path) || self.loads.knows(path)
    }

    /// The paths of what [`Workspace::knows`] that begin with these characters: those of a folder, with a slash.
    pub(crate) fn known_below(&self, folder: &str) -> BTreeSet<String> {
        let files = self.files.range(Arc::from(folder)..).map(|(path, _)| path.to_string());
        let absent = self.absent.range(folder.to_owned()..).map(|(path, _)| path.clone());
        let is_below = |path: &String| path.starts_with(folder);
        let mut all: BTreeSet<String> = files.take_while(is_below).chain(absent.take_while(is_below)).collect();
        all.extend(self.loads.known_below(folder));
        all
    }

    /// Removes the Bicep files that are not the project's own and that none of its own needs. `own` are the paths of its
    /// own files, in order.
    pub(crate) fn keep_needed<'o>(&mut self, own: impl Iterator<Item = &'o Arc<str>>) {
        let mut own = own.peekable();
        let mut is_own = |path: &Arc<str>| {
            while own.next_if(|next| *next < path).is_some() {}
            own.peek().is_some_and(|next| *next == path)
        };
        let others: BTreeSet<Arc<str>> = self.files.keys().filter(|path| !is_own(path)).cloned().collect();
        if others.is_empty() {
            return;
        }
        self.read_files();
        let mut todo: Vec<Arc<str>> = self.files.keys().filter(|path| !others.contains(*path)).cloned().collect();
        let mut needed: BTreeSet<Arc<str>> = todo.iter().cloned().collect();
        while let Some(path) = todo.pop() {
            let used = self.files.get(&path).into_iter().flat_map(|file| &file.uses);
            for used in used.filter_map(|(_, used)| self.files.get_key_value(used.as_str())) {
                if needed.insert(Arc::clone(used.0)) {
                    todo.push(Arc::clone(used.0));
                }
            }
        }
        let left: Vec<_> = self.files.keys().filter(|path| !needed.contains(*path)).cloned().collect();
        left.iter().for_each(|path| self.remove_file(path));
    }
}

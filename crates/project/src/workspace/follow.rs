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
        self.revision += u64::from(self.absent.remove(path).is_some());
    }

    /// Whether a file is here, or one that is named and can't be read.
    #[must_use]
    pub fn knows(&self, path: &str) -> bool {
        self.files.contains_key(path) || self.absent.contains_key(path) || self.loads.knows(path)
    }

    /// Removes the Bicep files that are not the project's own and that none of its own needs.
    pub fn keep_needed(&mut self, is_own: &dyn Fn(&str) -> bool) {
        if self.files.keys().all(|path| is_own(path)) {
            return;
        }
        self.read_files();
        let mut todo: Vec<Arc<str>> = self.files.keys().filter(|path| is_own(path)).cloned().collect();
        let mut needed: BTreeSet<Arc<str>> = todo.iter().cloned().collect();
        while let Some(path) = todo.pop() {
            let template = self.files.get(&path).and_then(|file| file.template.as_ref());
            let used = template.into_iter().flat_map(|template| template.uses(&self.remotes));
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

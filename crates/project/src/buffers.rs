//! Files that are open in an editor: what is typed there counts, not what is on the disk.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aiolint_core::LoadError;

use crate::MOST_BYTES;

/// The texts of open files, by their absolute paths. All clones are the same.
#[derive(Clone, Debug, Default)]
pub struct Buffers(Arc<Mutex<BTreeMap<PathBuf, Arc<str>>>>);

impl Buffers {
    /// Says that a file is open, and its text.
    pub fn set(&self, path: PathBuf, text: Arc<str>) {
        self.texts().insert(path, text);
    }

    /// Says that a file is no longer open.
    pub fn remove(&self, path: &Path) {
        self.texts().remove(path);
    }

    /// The text of a file that is open.
    #[must_use]
    pub fn text(&self, path: &Path) -> Option<Arc<str>> {
        self.texts().get(path).cloned()
    }

    /// Others, in which one more file is open: what becomes of these later does not change them.
    #[must_use]
    pub(crate) fn with(&self, path: PathBuf, text: Arc<str>) -> Self {
        let texts = self.texts().clone();
        let other = Self(Arc::new(Mutex::new(texts)));
        other.set(path, text);
        other
    }

    /// The paths of the files that are open, in order.
    #[must_use]
    pub fn paths(&self) -> Vec<PathBuf> {
        self.texts().keys().cloned().collect()
    }

    /// The bytes that a file would have if it were saved, if it is open.
    pub(crate) fn bytes(&self, path: &Path) -> Option<Result<Vec<u8>, LoadError>> {
        let text = self.text(path)?;
        Some(match u64::try_from(text.len()) {
            Ok(size) if size > MOST_BYTES => Err(LoadError::TooLarge(size)),
            _ => Ok(text.as_bytes().to_vec()),
        })
    }

    fn texts(&self) -> MutexGuard<'_, BTreeMap<PathBuf, Arc<str>>> {
        // What a panic left behind is whole: each change is one insertion.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

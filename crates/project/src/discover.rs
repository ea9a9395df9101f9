//! The files under a folder that can say what is deployed, as `.gitignore` and its kin leave them.

use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

/// The endings of files that can say what is deployed.
const ENDINGS: [&str; 4] = ["bicep", "bicepparam", "yaml", "yml"];

/// Whether a file's name says that it can say what is deployed.
pub(crate) fn is_candidate(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(ending)))
}

/// The files under a folder, in order, as `.gitignore` and its kin leave them. Symbolic links are not followed:
/// what they lead to is found where it is, and a loop of them can't hold us.
#[must_use]
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let walk = WalkBuilder::new(folder)
        .hidden(false)
        .follow_links(false)
        .require_git(false)
        .filter_entry(|entry| entry.file_name() != ".git")
        .build();
    let files = walk.filter_map(Result::ok).filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()));
    let mut found: Vec<_> = files.map(ignore::DirEntry::into_path).collect();
    found.sort();
    found
}

/// The candidates under a folder, in order.
pub(crate) fn candidates(folder: &Path) -> Vec<PathBuf> {
    files(folder).into_iter().filter(|path| is_candidate(path)).collect()
}

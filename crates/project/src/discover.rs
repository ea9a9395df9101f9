//! The files under a folder that can say what is deployed, as `.gitignore` and its kin leave them.

use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

/// The endings of files that can say what is deployed.
const ENDINGS: [&str; 4] = ["bicep", "bicepparam", "yaml", "yml"];

/// Whether a file's name says that it can say what is deployed.
pub(crate) fn is_candidate(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(ending)))
        || path.file_name().and_then(|name| name.to_str()).is_some_and(is_parameters)
}

/// Whether a file's name says that it is JSON.
pub(crate) fn is_json(path: &str) -> bool {
    path.len() > 5 && path.as_bytes()[path.len() - 5..].eq_ignore_ascii_case(b".json")
}

/// Whether a file's name is that of a parameters file of JSON: `main.parameters.json`, `main.parameters.dev.json`.
fn is_parameters(name: &str) -> bool {
    is_json(name) && name.to_ascii_lowercase().split('.').any(|part| part == "parameters" || part == "param")
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

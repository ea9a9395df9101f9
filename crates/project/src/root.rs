//! The project's root: the nearest folder upwards that has a configuration file or `.git`.

use std::path::{Component, Path, PathBuf};

use crate::configuration;

/// The folder that a run stays in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Root {
    /// The folder, absolute.
    pub folder: PathBuf,
    /// Whether all that is in it belongs together: it is marked, or it is the working directory.
    pub is_project: bool,
}

/// The root for a path: the nearest marked folder upwards, else the working directory.
#[must_use]
pub fn find_root(path: &Path, working: &Path) -> Root {
    // Its folder has no `.` as a part, so that the paths of its files can be compared as strings.
    let path: &Path = &path.components().collect::<PathBuf>();
    let marked = |folder: &&Path| configuration::is_in(folder) || folder.join(".git").exists();
    if let Some(root) = path.ancestors().skip_while(|folder| folder.is_file()).find(marked) {
        return Root { folder: root.to_owned(), is_project: true };
    }
    if path.starts_with(working) {
        return Root { folder: working.to_owned(), is_project: true };
    }
    // Outside the working directory, and nothing says how far a project reaches.
    let folder = if path.is_dir() { path } else { path.parent().unwrap_or(path) };
    Root { folder: folder.to_owned(), is_project: false }
}

/// `path` as seen from `from`, with forward slashes; both absolute.
#[must_use]
pub fn relative(path: &Path, from: &Path) -> String {
    let (path, from) = (normal(path), normal(from));
    let shared = path.iter().zip(&from).take_while(|(a, b)| a == b).count();
    let up = from[shared..].iter().map(|_| "..".to_owned());
    let all: Vec<_> = up.chain(path[shared..].iter().cloned()).collect();
    if all.is_empty() { ".".to_owned() } else { all.join("/") }
}

fn normal(path: &Path) -> Vec<String> {
    let mut parts = Vec::new();
    for component in path.components() {
        match component {
            Component::ParentDir => drop(parts.pop()),
            Component::CurDir => {}
            Component::RootDir => parts.push(String::new()),
            Component::Normal(part) => parts.push(part.to_string_lossy().into_owned()),
            Component::Prefix(prefix) => parts.push(prefix.as_os_str().to_string_lossy().into_owned()),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_of_a_root_is_written_in_one_way() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join(".git")).unwrap();
        for path in [".", "./a/./b.yaml"] {
            let root = find_root(&folder.path().join(path), folder.path());
            assert_eq!(root.folder.as_os_str(), folder.path().as_os_str());
        }
    }

    #[test]
    fn paths_are_shown_from_where_the_user_stands() {
        let shown = |path: &str, from: &str| relative(Path::new(path), Path::new(from));
        assert_eq!(shown("/a/b/c.yaml", "/a/b"), "c.yaml");
        assert_eq!(shown("/a/b/c.yaml", "/a/d/e"), "../../b/c.yaml");
        assert_eq!(shown("/a/./x/../b", "/a"), "b");
        assert_eq!(shown("/a", "/a"), ".");
    }
}

//! Patterns of paths from the project's root. One that names a folder takes all that is in it.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

/// The patterns that are right; those that are wrong are reported elsewhere, and match nothing.
pub(super) fn globs<'p>(patterns: impl IntoIterator<Item = &'p String>) -> GlobSet {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        if let Ok((file, folder)) = parse(pattern) {
            set.add(file).add(folder);
        }
    }
    set.build().unwrap_or_default()
}

/// What is wrong with a pattern, if something is.
pub(super) fn problem(pattern: &str) -> Option<String> {
    if pattern.starts_with('/') || pattern.split('/').any(|part| part == "..") {
        return Some(format!("`{pattern}` leads out of the project: patterns start at its root"));
    }
    parse(pattern).err().map(|error| format!("`{pattern}` is no pattern of paths: {}", error.kind()))
}

fn parse(pattern: &str) -> Result<(globset::Glob, globset::Glob), globset::Error> {
    let pattern = pattern.trim_start_matches("./").trim_end_matches('/');
    let glob = |pattern: &str| GlobBuilder::new(pattern).literal_separator(true).build();
    Ok((glob(pattern)?, glob(&format!("{pattern}/**"))?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_starts_at_the_root_and_takes_whole_folders() {
        let matches = |pattern: &str, path: &str| globs([&pattern.to_owned()]).is_match(path);
        for (pattern, path) in [
            ("samples", "samples/a/b.yaml"),
            ("./samples/", "samples/b.yaml"),
            ("**/samples", "a/samples/b.yaml"),
            ("*.yaml", "a.yaml"),
            ("k8s/{a,b}.yaml", "k8s/b.yaml"),
        ] {
            assert!(matches(pattern, path), "{pattern} {path}");
        }
        for (pattern, path) in [("samples", "a/samples/b.yaml"), ("*.yaml", "a/b.yaml"), ("a[", "a["), ("a", "ab")] {
            assert!(!matches(pattern, path), "{pattern} {path}");
        }
        assert!(problem("a[").is_some_and(|words| words.contains("unclosed character class")));
        assert!(problem("../a").is_some() && problem("/a").is_some() && problem("**/a").is_none());
    }
}

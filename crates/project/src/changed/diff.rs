//! Reading unified diffs, as `git diff`, `diff -u` and others write them.

use std::fmt;
use std::ops::RangeInclusive;

/// Why a text is no diff that can be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DiffError {
    /// Nothing in it looks like a unified diff.
    NoDiff,
    /// It compares with several versions at once.
    Combined,
    /// It breaks off, or the line with this number is not what a diff has there.
    Broken(usize),
}

impl fmt::Display for DiffError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoDiff => f.write_str("this is no unified diff"),
            Self::Combined => f.write_str("this is a combined diff, of a merge with several parents"),
            Self::Broken(line) => write!(f, "line {line} of the diff is not what a unified diff has there"),
        }
    }
}

impl std::error::Error for DiffError {}

impl DiffError {
    /// What to do about it.
    #[must_use]
    pub fn help(&self) -> &'static str {
        match self {
            Self::NoDiff | Self::Broken(_) => "write it with `git diff -U0 --no-color main`, in UTF-8",
            Self::Combined => "compare with one commit: `git diff -U0 main`",
        }
    }
}

/// A file that a diff changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct ChangedFile {
    /// What may be its path, the likeliest first.
    pub paths: Vec<String>,
    /// The lines that are new or changed, from 1; where lines were only removed, the two around them.
    pub lines: Vec<RangeInclusive<usize>>,
}

/// The header of a file, as far as it was read.
#[derive(Default)]
struct Header {
    /// What follows `diff --git`.
    git: Option<String>,
    /// The path after a renaming or copying, which has no prefix.
    to: Option<String>,
    old: Option<String>,
    new: Option<String>,
}

/// The files that a diff changes, but for those that it removes.
pub(super) fn files(diff: &[u8]) -> Result<Vec<ChangedFile>, DiffError> {
    let text = String::from_utf8_lossy(diff);
    let mut lines = (1..).zip(text.split_terminator('\n'));
    let (mut files, mut header, mut is_diff) = (Vec::new(), Header::default(), false);
    while let Some((number, line)) = lines.next() {
        let line = line.trim_end_matches('\r');
        if line.starts_with("diff --cc ") || line.starts_with("diff --combined ") || line.starts_with("@@@ ") {
            return Err(DiffError::Combined);
        }
        let named = |path: &str| path_of(path).ok_or(DiffError::Broken(number));
        if let Some(rest) = line.strip_prefix("diff --git ") {
            is_diff = true;
            header = Header { git: Some(rest.to_owned()), ..Header::default() };
        } else if let Some(path) = line.strip_prefix("rename to ").or_else(|| line.strip_prefix("copy to ")) {
            header.to = Some(named(path)?);
        } else if let Some(path) = line.strip_prefix("--- ") {
            header.old = Some(named(path)?);
            header.new = None;
        } else if let Some(path) = line.strip_prefix("+++ ").filter(|_| header.old.is_some()) {
            is_diff = true;
            header.new = Some(named(path)?);
            files.push(ChangedFile { paths: header.paths(), lines: Vec::new() });
        } else if line.starts_with("@@ ") && header.new.is_some() {
            let counts = counts(line).ok_or(DiffError::Broken(number))?;
            let changed = hunk(&mut lines, counts, number)?;
            files.last_mut().into_iter().for_each(|file| file.lines.extend(changed.clone()));
        }
    }
    if !is_diff && !text.trim().is_empty() {
        return Err(DiffError::NoDiff);
    }
    files.retain(|file| !file.paths.is_empty());
    Ok(files)
}

impl Header {
    /// What may be the path of the new file; nothing if it is removed.
    fn paths(&self) -> Vec<String> {
        let (Some(old), Some(new)) = (&self.old, &self.new) else { return Vec::new() };
        if new == NOWHERE {
            return Vec::new();
        }
        if let Some(to) = &self.to {
            return vec![to.clone()];
        }
        let inner = |path: &str| path.split_once('/').map(|(_, inner)| inner.to_owned());
        let Some(without) = inner(new) else { return vec![new.clone()] };
        // The prefixes of the two sides differ, whatever they are: `a/` and `b/`, `i/` and `w/`.
        let is_prefixed = match &self.git {
            _ if old == new => Some(false),
            _ if inner(old).as_ref() == Some(&without) => Some(true),
            Some(git) if old == NOWHERE => Some(!is_twice(git)),
            _ => None,
        };
        match is_prefixed {
            Some(true) => vec![without],
            Some(false) => vec![new.clone()],
            None => vec![new.clone(), without],
        }
    }
}

/// The path of a side that is not there.
const NOWHERE: &str = "/dev/null";

/// Whether a text is the same words twice, with a blank between them.
fn is_twice(text: &str) -> bool {
    let half = text.len() / 2;
    text.get(..half).is_some_and(|first| text.get(half..).and_then(|rest| rest.strip_prefix(' ')) == Some(first))
}

/// A path as it is written: in quotes with escapes, or as it is, up to a tab, behind which a time may stand.
fn path_of(written: &str) -> Option<String> {
    let Some(quoted) = written.strip_prefix('"') else {
        return Some(written.split('\t').next().unwrap_or_default().to_owned());
    };
    let mut bytes = quoted.bytes();
    let mut path = Vec::new();
    loop {
        path.push(match bytes.next()? {
            b'"' => return Some(String::from_utf8_lossy(&path).into_owned()),
            b'\\' => match bytes.next()? {
                first @ b'0'..=b'3' => {
                    let digit = |byte: u8| (b'0'..=b'7').contains(&byte).then(|| byte - b'0');
                    (first - b'0') * 64 + digit(bytes.next()?)? * 8 + digit(bytes.next()?)?
                }
                b'a' => 7,
                b'b' => 8,
                b't' => b'\t',
                b'n' => b'\n',
                b'v' => 11,
                b'f' => 12,
                b'r' => b'\r',
                same @ (b'"' | b'\\') => same,
                _ => return None,
            },
            byte => byte,
        });
    }
}

/// Of a hunk: how many old lines, the first new one, how many new ones.
#[derive(Clone, Copy)]
struct Counts {
    old: usize,
    first: usize,
    new: usize,
}

/// `@@ -1,2 +3,4 @@`: a count that is not written is one.
fn counts(line: &str) -> Option<Counts> {
    let (old, rest) = line.strip_prefix("@@ -")?.split_once(" +")?;
    let (new, _) = rest.split_once(" @@")?;
    let pair = |text: &str| -> Option<(usize, usize)> {
        let (first, count) = text.split_once(',').unwrap_or((text, "1"));
        Some((first.parse().ok()?, count.parse().ok()?))
    };
    let ((_, old), (first, new)) = (pair(old)?, pair(new)?);
    first.checked_add(new)?;
    // Without new lines, the number is that of the line before.
    Some(Counts { old, first: first + usize::from(new == 0), new })
}

/// The new lines of a hunk, which goes as far as its counts.
fn hunk<'d>(
    lines: &mut impl Iterator<Item = (usize, &'d str)>,
    counts: Counts,
    header: usize,
) -> Result<Vec<RangeInclusive<usize>>, DiffError> {
    let Counts { mut old, first: mut next, mut new } = counts;
    let mut changed = Vec::new();
    // How many lines were removed and added since the last line that stays.
    let (mut removed, mut added) = (0, 0);
    let mut last = header;
    while old > 0 || new > 0 {
        let (number, line) = lines.next().ok_or(DiffError::Broken(last))?;
        last = number;
        let sign = line.bytes().next().unwrap_or(b' ');
        let (of_old, of_new) = match sign {
            b'\\' => continue,
            b'-' => (1, 0),
            b'+' => (0, 1),
            b' ' | b'\r' => (1, 1),
            _ => return Err(DiffError::Broken(number)),
        };
        old = old.checked_sub(of_old).ok_or(DiffError::Broken(number))?;
        new = new.checked_sub(of_new).ok_or(DiffError::Broken(number))?;
        if sign == b'+' {
            added += 1;
        } else if sign == b'-' {
            removed += 1;
        } else {
            changed.extend(run(next, removed, added));
            (removed, added) = (0, 0);
        }
        next += of_new;
    }
    changed.extend(run(next, removed, added));
    Ok(changed)
}

/// The lines that changed before the line `next`.
fn run(next: usize, removed: usize, added: usize) -> Option<RangeInclusive<usize>> {
    match (removed, added) {
        (0, 0) => None,
        (_, 0) => Some(next.saturating_sub(1)..=next),
        _ => Some(next.saturating_sub(added)..=next.saturating_sub(1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(diff: &str) -> Vec<(String, Vec<RangeInclusive<usize>>)> {
        let files = files(diff.as_bytes()).unwrap_or_else(|error| panic!("{error}"));
        files.into_iter().map(|file| (file.paths.join(" or "), file.lines)).collect()
    }

    fn one(diff: &str) -> (String, Vec<RangeInclusive<usize>>) {
        let mut files = changed(diff);
        assert_eq!(files.len(), 1, "{files:?}");
        files.remove(0)
    }

    #[test]
    fn added_and_changed_lines_count_and_context_does_not() {
        let diff = "diff --git a/x.yaml b/x.yaml\nindex 1..2 100644\n--- a/x.yaml\n+++ b/x.yaml\n\
            @@ -1,4 +1,5 @@ kind: x\n a\n-b\n+c\n+d\n e\n f\n@@ -9 +10 @@\n-g\n+h\n";
        assert_eq!(one(diff), ("x.yaml".into(), vec![2..=3, 10..=10]));
    }

    #[test]
    fn where_lines_are_only_removed_their_neighbours_count() {
        let head = "--- a/x.yaml\n+++ b/x.yaml\n";
        assert_eq!(one(&format!("{head}@@ -5,2 +4,0 @@\n-a\n-b\n")).1, [4..=5]);
        assert_eq!(one(&format!("{head}@@ -3,4 +3,3 @@\n a\n-b\n c\n d\n")).1, [3..=4]);
        assert_eq!(one(&format!("{head}@@ -1,2 +0,0 @@\n-a\n-b\n")).1, [0..=1]);
    }

    #[test]
    fn prefixes_are_known_by_the_other_side() {
        let path = |old: &str, new: &str| one(&format!("--- {old}\n+++ {new}\n@@ -1 +1 @@\n-a\n+b\n")).0;
        assert_eq!(path("a/b/x.yaml", "b/b/x.yaml"), "b/x.yaml");
        assert_eq!(path("i/x.yaml", "w/x.yaml"), "x.yaml");
        assert_eq!(path("b/x.yaml", "b/x.yaml"), "b/x.yaml");
        assert_eq!(path("x.yaml.orig", "x.yaml"), "x.yaml");
        assert_eq!(path("x.yaml\t2026-01-01", "x.yaml\t2026-01-02 10:00"), "x.yaml");
        assert_eq!(path("/dev/null", "b/x.yaml"), "b/x.yaml or x.yaml");
        let new = |git: &str, new: &str| {
            one(&format!("diff --git {git}\nnew file mode 100644\n--- /dev/null\n+++ {new}\n@@ -0,0 +1 @@\n+a\n"))
        };
        assert_eq!(new("a/x y.yaml b/x y.yaml", "b/x y.yaml\t"), ("x y.yaml".into(), vec![1..=1]));
        assert_eq!(new("b/x y.yaml b/x y.yaml", "b/x y.yaml\t").0, "b/x y.yaml");
    }

    #[test]
    fn renamed_files_have_the_new_path_and_removed_ones_none() {
        let renamed = "diff --git a/p/x.yaml b/q/y.yaml\nsimilarity index 90%\nrename from p/x.yaml\n\
            rename to q/y.yaml\n--- a/p/x.yaml\n+++ b/q/y.yaml\n@@ -2 +2 @@\n-a\n+b\n";
        assert_eq!(one(renamed), ("q/y.yaml".into(), vec![2..=2]));
        let moved = "diff --git a/x b/y\nsimilarity index 100%\nrename from x\nrename to y\n";
        assert_eq!(changed(moved), []);
        assert_eq!(changed("diff --git a/x b/x\ndeleted file mode 1\n--- a/x\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n"), []);
        assert_eq!(changed("diff --git a/x b/x\nBinary files a/x and b/x differ\n"), []);
    }

    #[test]
    fn quoted_paths_are_read() {
        let diff = "diff --git \"a/\\303\\244 \\\"\\\\.yaml\" \"b/\\303\\244 \\\"\\\\.yaml\"\n\
            --- \"a/\\303\\244 \\\"\\\\.yaml\"\n+++ \"b/\\303\\244 \\\"\\\\.yaml\"\n@@ -1 +1 @@\n-a\n+b\n";
        assert_eq!(one(diff).0, "ä \"\\.yaml");
        assert_eq!(files(b"--- \"a/x\n+++ \"b/x\n"), Err(DiffError::Broken(1)));
        assert_eq!(files(b"--- \"a/\\9x\"\n"), Err(DiffError::Broken(1)));
    }

    #[test]
    fn the_lines_of_a_hunk_may_look_like_headers() {
        let diff = "--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n--- a/y\n-- z\n+++ b/y\n+@@ -1 +1 @@\n\\ No newline at end of file\n\
            --- a/v\n+++ b/v\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file\n";
        assert_eq!(changed(diff), [("x".into(), vec![1..=2]), ("v".into(), vec![1..=1])]);
    }

    #[test]
    fn what_is_no_diff_is_refused() {
        assert_eq!(files(b""), Ok(Vec::new()));
        assert_eq!(files(b"hello\n"), Err(DiffError::NoDiff));
        assert_eq!(files(b"diff --cc x.yaml\n"), Err(DiffError::Combined));
        assert_eq!(files(b"--- a/x\n+++ b/x\n@@@ -1 -1 +1 @@@\n"), Err(DiffError::Combined));
        assert_eq!(files(b"--- a/x\n+++ b/x\n@@ -1 +1,2 @@\n-a\n+b\n"), Err(DiffError::Broken(5)));
        assert_eq!(files(b"--- a/x\n+++ b/x\n@@ -1 +1 @@\nx\n"), Err(DiffError::Broken(4)));
        assert_eq!(files(b"--- a/x\n+++ b/x\n@@ -1 + @@\n"), Err(DiffError::Broken(3)));
        let huge = format!("--- a/x\n+++ b/x\n@@ -1 +{},1 @@\n-a\n+b\n", usize::MAX);
        assert_eq!(files(huge.as_bytes()), Err(DiffError::Broken(3)));
    }

    #[test]
    fn line_breaks_of_windows_are_read() {
        let diff = "diff --git a/x b/x\r\n--- a/x\r\n+++ b/x\r\n@@ -1,2 +1,2 @@\r\n-a\r\n+b\r\n\r\n";
        assert_eq!(one(diff), ("x".into(), vec![1..=1]));
    }
}

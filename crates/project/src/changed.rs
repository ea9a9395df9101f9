//! The lines that a unified diff changes, and the findings that touch them.

mod diff;

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use aiolint_core::{FileId, Location, Report, Source, Span};

pub use diff::DiffError;

use crate::relative;
use diff::{ChangedFile, files};

/// The largest diff that is read, in bytes.
pub const MOST_DIFF: u64 = 1 << 30;

/// The bytes of the diff in a file.
///
/// # Errors
/// It can't be read.
pub fn read_diff(path: &Path) -> std::io::Result<Vec<u8>> {
    std::fs::read(path)
        .map_err(|error| std::io::Error::new(error.kind(), format!("can't read `{}`: {error}", path.display())))
}

/// The lines that a diff changes.
#[derive(Clone, Debug)]
pub struct ChangedLines {
    files: Vec<ChangedFile>,
}

impl ChangedLines {
    /// Reads a unified diff, such as `git diff` writes.
    ///
    /// # Errors
    /// It is none, or a combined one, of a merge.
    pub fn parse(diff: &[u8]) -> Result<Self, DiffError> {
        files(diff).map(|files| Self { files })
    }

    /// Leaves those findings and undecided checks in a report that touch a changed line. `root` is the folder that the
    /// report's paths start from, `working` the working directory; both are absolute.
    ///
    /// Paths in a diff start from the top of the repository, or from the working directory (`git diff --relative`).
    pub fn limit(&self, report: &mut Report, root: &Path, working: &Path) {
        let repository = working.ancestors().find(|folder| folder.join(".git").exists());
        let bases: Vec<&Path> = repository.into_iter().chain([working, root]).collect();
        let known: HashMap<&str, &Source> = report.sources.values().map(|source| (&*source.path, &**source)).collect();
        let mut changed: BTreeMap<FileId, Vec<Span>> = BTreeMap::new();
        for file in &self.files {
            let paths =
                file.paths.iter().flat_map(|path| bases.iter().map(move |base| relative(&base.join(path), root)));
            if let Some(source) = paths.into_iter().find_map(|path| known.get(path.as_str()).copied()) {
                changed.entry(source.id).or_default().extend(spans(&source.text, &file.lines));
            }
        }
        changed.values_mut().for_each(join);
        let touched = |location: Location| {
            let Some(spans) = changed.get(&location.file) else { return false };
            // An empty place is where it stands.
            let end = location.span.end.max(location.span.start + 1);
            let before = spans.partition_point(|span| span.start < end);
            spans[..before].last().is_some_and(|span| span.end > location.span.start)
        };
        report.findings.retain(|finding| finding.touches(touched));
        report.undecided.retain(|check| touched(check.location));
        report.recount();
    }
}

/// Makes of spans that overlap one.
fn join(spans: &mut Vec<Span>) {
    spans.sort();
    spans.dedup_by(|next, before| {
        let joined = next.start <= before.end;
        if joined {
            before.end = before.end.max(next.end);
        }
        joined
    });
}

/// The bytes of lines, by their numbers from 1 in ascending ranges, as the tools that write diffs count them: a line
/// ends with a line feed. The end of the text belongs to its last line.
fn spans(text: &str, ranges: &[std::ops::RangeInclusive<usize>]) -> Vec<Span> {
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1);
    let starts: Vec<usize> = std::iter::once(0).chain(ends).collect();
    let start = |line: usize| starts.get(line - 1).copied().unwrap_or(text.len() + 1);
    let span = |range: &std::ops::RangeInclusive<usize>| {
        Span::new(start((*range.start()).max(1)).min(text.len()), start(range.end().saturating_add(1).max(1)))
    };
    ranges.iter().map(span).collect()
}

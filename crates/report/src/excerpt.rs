//! The lines that a finding is shown with: without secrets, without what a terminal would obey, and cut to
//! what a reader takes in. A file may have one line of megabytes; the renderer would print all of it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use aiolint_core::{Cover, FileId, Finding, Label, Report, Source, brief, log_commands, printable};
use codespan_reporting::files::{Error, Files};

use crate::positions::{Positions, Unit};

/// Longer lines are cut, in bytes.
const LONGEST_LINE: usize = 400;
/// So much of a cut line is shown before a label.
const BEFORE: usize = 60;
/// So much of a cut line is shown from the start of a label on, and after its end.
const AFTER: usize = 100;
/// So many lines next to the first and last line of a label are shown, at most.
const NEAR: usize = 4;
/// What stands where a line is cut.
const CUT: &str = "…";
/// So many characters of a path are shown.
const LONGEST_PATH: usize = 300;

/// The files of a report as they may be shown.
pub(crate) struct Masked<'r> {
    positions: Positions<'r>,
    files: BTreeMap<FileId, File<'r>>,
}

struct File<'r> {
    source: &'r Source,
    name: String,
    /// As long as the file's own text, byte for byte, so that spans fit.
    text: Cow<'r, str>,
}

impl<'r> Masked<'r> {
    /// The files that these findings point into.
    pub(crate) fn new<'f>(report: &'r Report, findings: impl Iterator<Item = &'f Finding>) -> Self {
        let mut files = BTreeMap::new();
        for file in findings.flat_map(labels).map(|label| label.location.file) {
            let Some(source) = report.sources.get(&file) else { continue };
            files.entry(file).or_insert_with(|| {
                let key_text = report.key_text.get(&file).cloned().unwrap_or_default();
                let name = printable(&brief(&source.shown, LONGEST_PATH)).replace('\n', " ");
                File { source, name, text: Cover::new(&key_text, source).mask() }
            });
        }
        Self { positions: Positions::new(report), files }
    }

    /// What of the files is shown with this finding.
    pub(crate) fn excerpts(&self, finding: &Finding) -> Excerpts<'_> {
        let mut all: BTreeMap<FileId, Vec<Range<usize>>> = BTreeMap::new();
        for label in labels(finding) {
            all.entry(label.location.file).or_default().push(label.location.span.range());
        }
        let excerpt = |(id, labels): (FileId, Vec<_>)| Some((id, Excerpt::new(self.files.get(&id)?, &labels)));
        Excerpts { positions: &self.positions, files: all.into_iter().filter_map(excerpt).collect() }
    }
}

/// The labels of a finding, its primary one first.
pub(crate) fn labels(finding: &Finding) -> impl Iterator<Item = &Label> {
    std::iter::once(&finding.primary).chain(&finding.labels)
}

/// The excerpts of one finding, in the form that the renderer asks for.
pub(crate) struct Excerpts<'m> {
    positions: &'m Positions<'m>,
    files: BTreeMap<FileId, Excerpt<'m>>,
}

/// Some lines of a file.
struct Excerpt<'m> {
    file: &'m File<'m>,
    text: String,
    lines: Vec<Line>,
}

struct Line {
    /// Its 0-based number in the file.
    number: usize,
    /// Its bytes in the excerpt, with a line break.
    range: Range<usize>,
    /// Its parts: the bytes in the file, and where they start in the excerpt.
    pieces: Vec<(Range<usize>, usize)>,
}

impl<'m> Excerpt<'m> {
    fn new(file: &'m File<'m>, labels: &[Range<usize>]) -> Self {
        let mut excerpt = Self { file, text: String::new(), lines: Vec::new() };
        let (mut wanted, mut shown) = (BTreeSet::new(), BTreeSet::new());
        for label in labels {
            let (first, last) = excerpt.lines_of(label);
            // The renderer asks for every line of a label, but prints only those near its ends.
            wanted.extend(first..=last);
            shown.extend((first..=last).take(NEAR + 1));
            shown.extend(last.saturating_sub(NEAR).max(first)..=last);
        }
        // It prints a single line between two others too.
        let between: Vec<_> = shown.iter().zip(shown.iter().skip(1)).filter(|(a, b)| **b == **a + 2).collect();
        let between: Vec<_> = between.into_iter().map(|(a, _)| a + 1).collect();
        wanted.extend(between.iter().copied());
        shown.extend(between);
        for number in wanted {
            excerpt.push(number, shown.contains(&number), labels);
        }
        excerpt
    }

    /// The first and the last line of a label.
    fn lines_of(&self, label: &Range<usize>) -> (usize, usize) {
        let line = |offset: usize| self.file.source.lines().line(u32::try_from(offset).unwrap_or(u32::MAX));
        (line(label.start), line(label.end.saturating_sub(1).max(label.start)))
    }

    /// The bytes of a line in the file, without its line break.
    fn line_in_file(&self, number: usize) -> Range<usize> {
        let range = self.file.source.lines().line_range(number, &self.file.text);
        let text = &self.file.text[range.clone()];
        range.start..range.start + text.trim_end_matches(['\n', '\r']).len()
    }

    fn push(&mut self, number: usize, shown: bool, labels: &[Range<usize>]) {
        let start = self.text.len();
        let mut pieces = Vec::new();
        if shown {
            let line = self.line_in_file(number);
            let mut end = line.start;
            for piece in self.pieces(&line, labels) {
                if piece.start > end {
                    self.text.push_str(CUT);
                }
                end = piece.end;
                pieces.push((piece.clone(), self.text.len()));
                harmless(&self.file.text[piece], &mut self.text);
            }
            if end < line.end {
                self.text.push_str(CUT);
            }
        }
        self.text.push('\n');
        self.lines.push(Line { number, range: start..self.text.len(), pieces });
    }

    /// The parts of a line that are shown: all of it, or what is near its labels.
    fn pieces(&self, line: &Range<usize>, labels: &[Range<usize>]) -> Vec<Range<usize>> {
        if line.len() <= LONGEST_LINE {
            return vec![line.clone()];
        }
        let text = &self.file.text;
        let piece = |from: usize, to: usize| {
            let from = text.floor_char_boundary(from.max(line.start));
            from..text.ceil_char_boundary(to.min(line.end)).max(from)
        };
        let mut found = Vec::new();
        for label in labels.iter().filter(|label| label.start <= line.end && label.end >= line.start) {
            let (start, end) = (label.start.clamp(line.start, line.end), label.end.clamp(line.start, line.end));
            found.push(piece(start.saturating_sub(BEFORE), (start + AFTER).min(end + AFTER)));
            found.push(piece(end.saturating_sub(BEFORE).max(start), end + AFTER));
        }
        if found.is_empty() {
            found.push(piece(line.start, line.start + AFTER));
        }
        found.sort_by_key(|piece| piece.start);
        let mut joined: Vec<Range<usize>> = Vec::new();
        for piece in found {
            match joined.last_mut() {
                Some(last) if piece.start <= last.end => last.end = last.end.max(piece.end),
                _ => joined.push(piece),
            }
        }
        joined
    }

    /// Where a byte of the file stands in the excerpt.
    fn place(&self, offset: usize, end: bool) -> usize {
        let number = self.lines_of(&(if end { offset.saturating_sub(1)..offset } else { offset..offset })).0;
        let Some(line) = self.line(number) else { return self.text.len() };
        let (mut place, mut near) = (line.range.end - 1, usize::MAX);
        for (piece, at) in &line.pieces {
            let inside = offset.clamp(piece.start, piece.end);
            if inside.abs_diff(offset) < near {
                near = inside.abs_diff(offset);
                place = at + inside - piece.start;
            }
        }
        while !self.text.is_char_boundary(place) {
            place -= 1;
        }
        place
    }

    fn line(&self, number: usize) -> Option<&Line> {
        let at = self.lines.binary_search_by_key(&number, |line| line.number).ok()?;
        self.lines.get(at)
    }

    /// The line of the excerpt that holds this byte of it.
    fn line_at(&self, place: usize) -> Option<&Line> {
        let next = self.lines.partition_point(|line| line.range.start <= place);
        self.lines.get(next.checked_sub(1)?)
    }
}

impl Excerpts<'_> {
    /// The bytes of a label in its excerpt.
    pub(crate) fn range(&self, label: &Label) -> Option<Range<usize>> {
        let excerpt = self.files.get(&label.location.file)?;
        let Range { start, end } = label.location.span.range();
        let from = excerpt.place(start, false);
        Some(from..if end > start { excerpt.place(end, true).max(from) } else { from })
    }

    fn file(&self, id: FileId) -> Result<&Excerpt<'_>, Error> {
        self.files.get(&id).ok_or(Error::FileMissing)
    }
}

/// Adds the text, every byte of a character that a terminal or a log would obey replaced by `?`.
fn harmless(text: &str, to: &mut String) {
    let start = to.len();
    match printable(text) {
        Cow::Borrowed(text) => to.push_str(text),
        Cow::Owned(_) => text.chars().for_each(|c| match printable(c.encode_utf8(&mut [0; 4])) {
            Cow::Borrowed(shown) => to.push_str(shown),
            Cow::Owned(_) => to.extend(std::iter::repeat_n('?', c.len_utf8())),
        }),
    }
    let commands: Vec<usize> = log_commands(&to[start..]).map(|at| start + at).collect();
    commands.into_iter().for_each(|at| to.replace_range(at..=at, "?"));
}

impl<'f> Files<'f> for Excerpts<'_> {
    type FileId = FileId;
    type Name = &'f str;
    type Source = &'f str;

    fn name(&'f self, id: FileId) -> Result<&'f str, Error> {
        Ok(&self.file(id)?.file.name)
    }

    fn source(&'f self, id: FileId) -> Result<&'f str, Error> {
        Ok(&self.file(id)?.text)
    }

    fn line_index(&'f self, id: FileId, byte_index: usize) -> Result<usize, Error> {
        let excerpt = self.file(id)?;
        Ok(excerpt.line_at(byte_index).map_or(0, |line| line.number))
    }

    /// The column in the file, not in the excerpt.
    fn column_number(&'f self, id: FileId, _: usize, byte_index: usize) -> Result<usize, Error> {
        let excerpt = self.file(id)?;
        let pieces = excerpt.line_at(byte_index).map_or(&[][..], |line| &line.pieces);
        let piece = pieces.iter().rev().find(|(_, at)| *at <= byte_index).or(pieces.first());
        let offset = piece.map_or(0, |(piece, at)| (piece.start + byte_index.saturating_sub(*at)).min(piece.end));
        Ok(self.positions.of(excerpt.file.source, offset, Unit::Characters).column as usize)
    }

    fn line_range(&'f self, id: FileId, line_index: usize) -> Result<Range<usize>, Error> {
        let excerpt = self.file(id)?;
        let line =
            excerpt.line(line_index).ok_or(Error::LineTooLarge { given: line_index, max: excerpt.lines.len() })?;
        Ok(line.range.clone())
    }
}

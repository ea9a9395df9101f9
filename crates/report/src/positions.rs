//! Lines and columns of many places. A column is counted from the start of its line, and a file may be one line
//! of megabytes with thousands of findings.

use std::cell::RefCell;
use std::collections::BTreeMap;

use aiolint_core::{FileId, Location, Position, Report, Source};

/// After so many bytes the count is noted down.
const STEP: usize = 1 << 12;

/// What columns count here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    /// Units of UTF-16, for programs.
    Utf16,
    /// Characters, for people.
    Characters,
}

/// The positions of a report.
pub(crate) struct Positions<'r> {
    report: &'r Report,
    counts: RefCell<BTreeMap<FileId, Vec<Count>>>,
}

/// How much there is of a text.
#[derive(Clone, Copy, Default)]
struct Count {
    characters: usize,
    utf16: usize,
}

impl Count {
    fn plus(self, bytes: &[u8]) -> Self {
        let characters = bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count();
        let pairs = bytes.iter().filter(|byte| **byte >= 0xf0).count();
        Self { characters: self.characters + characters, utf16: self.utf16 + characters + pairs }
    }
}

impl<'r> Positions<'r> {
    pub(crate) fn new(report: &'r Report) -> Self {
        Self { report, counts: RefCell::default() }
    }

    /// The file of a location.
    pub(crate) fn source(&self, location: Location) -> Option<&'r Source> {
        self.report.sources.get(&location.file).map(|source| &**source)
    }

    /// The line and column of the start of a location.
    pub(crate) fn start(&self, location: Location, unit: Unit) -> Position {
        self.source(location)
            .map_or(Position { line: 1, column: 1 }, |source| self.of(source, location.span.start as usize, unit))
    }

    /// The line and column of an offset.
    pub(crate) fn of(&self, source: &Source, offset: usize, unit: Unit) -> Position {
        let offset = source.text.floor_char_boundary(offset);
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let line = source.lines().line(number(offset));
        let start = source.lines().line_range(line, &source.text).start.min(offset);
        let (before, after) = (self.count(source, start), self.count(source, offset));
        let column = match unit {
            Unit::Utf16 => after.utf16 - before.utf16,
            Unit::Characters => after.characters - before.characters,
        };
        Position { line: number(line + 1), column: number(column + 1) }
    }

    /// How much there is before an offset.
    fn count(&self, source: &Source, offset: usize) -> Count {
        let bytes = source.text.as_bytes();
        let mut counts = self.counts.borrow_mut();
        let noted = counts.entry(source.id).or_insert_with(|| {
            let mut all = vec![Count::default()];
            all.extend(bytes.chunks(STEP).scan(Count::default(), |count, chunk| {
                *count = count.plus(chunk);
                Some(*count)
            }));
            all
        });
        noted[offset / STEP].plus(&bytes[offset / STEP * STEP..offset])
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use aiolint_core::Encoding;

    use super::*;

    #[test]
    fn positions_are_those_that_the_source_gives() {
        let text = format!("a😀é\r\n\n{}\rb\n", "é😀x".repeat(STEP));
        let source = Arc::new(Source::new(FileId::new(0), "a".into(), "a".into(), text.as_str().into()));
        let mut report = Report::default();
        report.sources.insert(source.id, Arc::clone(&source));
        let positions = Positions::new(&report);
        for offset in (0..20).chain(STEP - 10..STEP + 10).chain(text.len() - 9..text.len() + 3) {
            for (unit, encoding) in [(Unit::Utf16, Encoding::Utf16), (Unit::Characters, Encoding::Utf32)] {
                let expected = source.position(u32::try_from(offset).unwrap_or(u32::MAX), encoding);
                assert_eq!(positions.of(&source, offset, unit), expected, "{offset} {unit:?}");
            }
        }
    }
}

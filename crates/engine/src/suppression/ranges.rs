//! Ranges of one file in which something holds, found fast whatever their number.

use std::collections::BTreeMap;

use aiolint_core::Span;

use super::Name;

/// A range, whether it is a pragma's, and the name that says so.
pub(super) type Claim = (Span, bool, Name);

/// Ranges, by where they start.
pub(super) struct Ranges {
    all: Vec<Range>,
    /// The furthest end of each range and all before it.
    ends: Vec<u32>,
}

struct Range {
    span: Span,
    /// Whether only what starts in it counts, and only primary places.
    strict: bool,
    /// Those that say so.
    names: Vec<Name>,
    used: bool,
}

impl Ranges {
    /// The ranges of these.
    pub(super) fn new(all: Vec<Claim>) -> Self {
        let mut merged: BTreeMap<(Span, bool), Vec<Name>> = BTreeMap::new();
        for (span, strict, name) in all {
            merged.entry((span, strict)).or_default().push(name);
        }
        let range = |((span, strict), names)| Range { span, strict, names, used: false };
        let all: Vec<Range> = merged.into_iter().map(range).collect();
        let mut furthest = 0;
        let ends = all.iter().map(|range| {
            furthest = furthest.max(range.span.end);
            furthest
        });
        Self { ends: ends.collect(), all }
    }

    /// Marks the ranges that a place is in as used; the first name of one of them.
    pub(super) fn mark(&mut self, place: Span, is_primary: bool) -> Option<Name> {
        let last = place.end.saturating_sub(1).max(place.start);
        let mut found = None;
        for at in [place.start, last] {
            for number in self.around(at) {
                let range = &mut self.all[number];
                if !range.strict || (is_primary && at == place.start) {
                    range.used = true;
                    found = found.or(range.names.first().copied());
                }
            }
        }
        found
    }

    /// Whether one of the ranges shares a byte with this one.
    pub(super) fn overlaps(&self, other: Span) -> bool {
        let before = self.all.partition_point(|range| range.span.start < other.end.max(other.start + 1));
        before.checked_sub(1).is_some_and(|last| self.ends[last] > other.start)
    }

    /// The names whose ranges were used.
    pub(super) fn used(&self) -> impl Iterator<Item = Name> {
        self.all.iter().filter(|range| range.used).flat_map(|range| range.names.iter().copied())
    }

    /// The numbers of the ranges that this byte is in, the innermost first.
    fn around(&self, at: u32) -> Vec<usize> {
        let from = self.all.partition_point(|range| range.span.start <= at);
        let reached = (0..from).rev().take_while(|number| self.ends[*number] > at);
        reached.filter(|number| self.all[*number].span.end > at).collect()
    }
}

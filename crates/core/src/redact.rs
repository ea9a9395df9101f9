//! Private keys and secrets never reach an output.
//!
//! Outputs show source lines, and a finding about a key stands on the line of the key. Three nets hold: the
//! places that are known to be secret ([`KeyText`], made where a Secret was read), the look of key text
//! ([`mask_key_text`]), and the look of a document that is a Secret, which also holds where it can't be parsed.

mod look;
mod secret;

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::HashSet;
use std::ops::Range;

use crate::{Source, Span};

/// What is shown in place of a text that no output may show.
const HIDDEN: &str = "***";
/// A text in a message is concealed if it shares so many bytes with what is covered.
const ENOUGH: usize = 8;

/// The bytes of one file that no output may show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyText {
    /// The spans, in any order.
    pub spans: Vec<Span>,
}

impl KeyText {
    /// `text`, with the secret bytes replaced by as many `*`, so that columns stay as they are.
    /// All nets are applied.
    #[must_use]
    pub fn mask<'t>(&self, text: &'t str) -> Cow<'t, str> {
        Cover::with(self, text, &ranges(text)).mask()
    }
}

/// What of a text looks as if no output may show it, in any order.
pub(crate) fn ranges(text: &str) -> Vec<Range<usize>> {
    let mut ranges = look::ranges(text);
    ranges.extend(secret::ranges(text));
    ranges
}

/// `text`, with everything in it that looks like key text replaced by as many `*`.
#[must_use]
pub fn mask_key_text(text: &str) -> Cow<'_, str> {
    cover(text, &look::ranges(text))
}

/// What of a file's text no output may show.
#[derive(Clone, Debug)]
pub struct Cover<'t> {
    text: &'t str,
    /// In order, without overlaps.
    ranges: Vec<Range<usize>>,
    /// The text in them.
    covered: Covered,
}

impl<'t> Cover<'t> {
    /// Finds it, with all nets.
    #[must_use]
    pub fn new(key_text: &KeyText, source: &'t Source) -> Self {
        Self::with(key_text, &source.text, source.secret_ranges())
    }

    fn with(key_text: &KeyText, text: &'t str, looks: &[Range<usize>]) -> Self {
        let known = key_text.spans.iter().map(|span| span.range());
        let ranges = merged(looks.iter().cloned().chain(known).collect(), text);
        let mut covered = Covered::default();
        ranges.iter().for_each(|range| covered.add(&text[range.clone()]));
        Self { text, ranges, covered }
    }

    /// The text, with the secret bytes replaced by as many `*`.
    #[must_use]
    pub fn mask(&self) -> Cow<'t, str> {
        cover(self.text, &self.ranges)
    }

    /// Whether a byte of the span is covered.
    #[must_use]
    pub fn hides(&self, span: Span) -> bool {
        let next = self.ranges.partition_point(|range| range.end <= span.start as usize);
        self.ranges.get(next).is_some_and(|range| range.start < span.end as usize)
    }

    /// A message about this text without what is covered: what it puts between backquotes is replaced if that
    /// stands there.
    #[must_use]
    pub fn conceal<'m>(&self, message: &'m str) -> Cow<'m, str> {
        conceal_quoted(message, |part| self.covered.has(part))
    }

    /// The text that is covered.
    #[must_use]
    pub fn covered(&self) -> &Covered {
        &self.covered
    }
}

/// Texts that no output may show, to look for in messages.
#[derive(Clone, Debug, Default)]
pub struct Covered {
    text: String,
    /// Every [`ENOUGH`] bytes of it; made when first asked for.
    windows: OnceCell<HashSet<[u8; ENOUGH]>>,
}

impl Covered {
    fn add(&mut self, text: &str) {
        self.text.push('\n');
        self.text.push_str(text);
        self.windows.take();
    }

    /// Adds those of another file.
    pub fn extend(&mut self, other: &Self) {
        if !other.text.is_empty() {
            self.add(&other.text);
        }
    }

    /// Whether what a message quotes is one of them, as a whole or in part.
    #[must_use]
    pub fn has(&self, part: &str) -> bool {
        let part = part.trim_start_matches(['*', '&', '!']);
        match part.len() {
            0..3 => false,
            3..ENOUGH => self.text.contains(part),
            _ => {
                let known = self.windows.get_or_init(|| windows(self.text.as_bytes()).collect());
                windows(part.as_bytes()).any(|window| known.contains(&window))
            }
        }
    }
}

/// A message without key text, and without what it puts between backquotes where that is `secret`.
#[must_use]
pub fn conceal_quoted(message: &str, mut secret: impl FnMut(&str) -> bool) -> Cow<'_, str> {
    let masked = mask_key_text(message);
    if !masked.contains('`') {
        return masked;
    }
    let quoted = masked.split('`').enumerate();
    let parts: Vec<_> =
        quoted.map(|(number, part)| if number % 2 == 1 && secret(part) { HIDDEN } else { part }).collect();
    Cow::Owned(parts.join("`"))
}

/// Every [`ENOUGH`] bytes that stand together.
fn windows(bytes: &[u8]) -> impl Iterator<Item = [u8; ENOUGH]> {
    bytes.windows(ENOUGH).filter_map(|window| window.try_into().ok())
}

/// The ranges in order, those that touch joined, within the text and at the bounds of characters.
fn merged(mut ranges: Vec<Range<usize>>, text: &str) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| range.start);
    let mut all: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        let range = text.floor_char_boundary(range.start)..text.ceil_char_boundary(range.end.min(text.len()));
        match all.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ if range.is_empty() => {}
            _ => all.push(range),
        }
    }
    all
}

fn cover<'t>(text: &'t str, ranges: &[Range<usize>]) -> Cow<'t, str> {
    if ranges.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut bytes = text.as_bytes().to_vec();
    for range in ranges {
        for byte in &mut bytes[range.start.min(text.len())..range.end.min(text.len())] {
            // White space stays, so that lines and block scalars keep their shape.
            if !byte.is_ascii_whitespace() {
                *byte = b'*';
            }
        }
    }
    // Every byte of a character is replaced or none: the ranges end at ASCII or at scalar ends.
    String::from_utf8(bytes).map_or(Cow::Owned("*".repeat(text.len())), Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_places_are_covered_whatever_they_look_like() {
        let key_text = KeyText { spans: vec![Span::new(10, 17)] };
        assert_eq!(key_text.mask("password: hunter2 # x"), "password: ******* # x");
    }

    #[test]
    fn a_span_is_hidden_if_any_of_it_is_covered() {
        let key_text = KeyText { spans: vec![Span::new(4, 6), Span::new(10, 12), Span::new(5, 7)] };
        let cover = Cover::with(&key_text, "0123456789abcdef", &[]);
        for (start, end, hidden) in [(0, 4, false), (3, 5, true), (6, 8, true), (7, 10, false), (11, 16, true)] {
            assert_eq!(cover.hides(Span::new(start, end)), hidden, "{start}..{end}");
        }
    }

    #[test]
    fn a_message_does_not_quote_what_is_covered() {
        let text = "kind: Secret\nstringData:\n  password: *hunter2-hunter2\n";
        let cover = Cover::with(&KeyText::default(), text, &ranges(text));
        let message = "`*hunter2-hunter2` is an alias, but there is no anchor `&hunter2-hunter2`";
        assert_eq!(cover.conceal(message), "`***` is an alias, but there is no anchor `***`");
        assert_eq!(cover.conceal("the tag `tag:x:hunter2-hunter2`"), "the tag `***`");
        assert_eq!(cover.conceal("the key `password` is written twice"), "the key `password` is written twice");
    }
}

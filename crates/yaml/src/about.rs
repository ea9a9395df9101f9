//! What a comment is about: the line it stands on, the line under it, or the document under it.

use aiolint_core::{Source, Span};

use crate::Reading;

/// Finds out what comments of one file are about.
pub struct Abouts<'r> {
    source: &'r Source,
    reading: &'r Reading,
    /// Where the lines start that begin documents.
    markers: Vec<u32>,
    /// For each line, the first one from it on that is no comment.
    solid: Vec<usize>,
}

impl<'r> Abouts<'r> {
    /// For the comments of this file, which was read.
    #[must_use]
    pub fn new(source: &'r Source, reading: &'r Reading) -> Self {
        let lines = source.lines();
        let range = |line| lines.line_range(line, &source.text);
        let is_begin = |line: &usize| is_marker(&source.text[range(*line)]);
        let markers = (0..lines.len()).filter(is_begin).map(|line| Span::new(range(line).start, 0).start).collect();
        let mut solid: Vec<usize> = (0..lines.len()).collect();
        for line in (0..lines.len().saturating_sub(1)).rev() {
            if source.text[range(line)].trim_start().starts_with('#') {
                solid[line] = solid[line + 1];
            }
        }
        Self { source, reading, markers, solid }
    }

    /// What a comment is about; nothing if that could not be read, or is not there.
    ///
    /// A comment beside something is about its line. One on a line of its own is about the next line, other comments
    /// apart; above a document, about all of the document. A scalar over several lines belongs to the line that it
    /// starts in.
    #[must_use]
    pub fn of(&self, comment: Span) -> Option<Span> {
        if self.reading.broken.iter().any(|broken| broken.contains(comment)) {
            return None;
        }
        let (text, lines) = (&*self.source.text, self.source.lines());
        let own = lines.line(comment.start);
        let before = &text[lines.line_range(own, text).start..comment.start as usize];
        let alone = before.trim().is_empty();
        if (alone || is_marker(before))
            && let Some(document) = self.document_under(comment, !before.is_empty())
        {
            return Some(document);
        }
        let line = if alone { *self.solid.get(own + 1)? } else { own };
        let line = Span::new(lines.line_range(line, text).start, lines.line_range(line, text).end);
        let scalars = &self.reading.long_scalars;
        let from = scalars.partition_point(|scalar| scalar.start < line.start);
        let starting = scalars.get(from).filter(|scalar| scalar.start < line.end);
        Some(Span { start: line.start, end: starting.map_or(line.end, |scalar| scalar.end.max(line.end)) })
    }

    /// The document that begins under a comment, if nothing of it stands above.
    ///
    /// `behind`: whether something stands before the comment in its line, be it blanks.
    fn document_under(&self, comment: Span, behind: bool) -> Option<Span> {
        let documents = &self.reading.documents;
        let next = documents.partition_point(|document| document.extent.start < comment.start);
        let before = next.checked_sub(1).map_or(0, |last| documents[last].extent.end);
        let extent = documents.get(next)?.extent;
        let broken = |it: &Span| comment.start < it.start && it.start < extent.start;
        if before > comment.start || self.reading.broken.iter().any(broken) {
            return None;
        }
        let marker = self.markers.partition_point(|marker| *marker < before);
        let begun = next == 0 || self.markers.get(marker).is_some_and(|marker| *marker < comment.start);
        // At the end of the document above it may be indented as that is: then it says nothing of the next one.
        (begun || !behind).then_some(extent)
    }
}

/// Whether a line begins a document.
fn is_marker(line: &str) -> bool {
    line.strip_prefix("---").is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))
}

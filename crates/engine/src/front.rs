//! YAML that people write for aiolint: front matter and kinds. Errors carry their place in the file.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde_saphyr::Spanned;

use crate::condition::ConditionError;

/// What is wrong with a rule or kind file, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackError {
    /// The file, as it was given.
    pub path: String,
    /// Its text.
    pub text: Arc<str>,
    /// The bytes in it that are wrong.
    pub range: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

impl PackError {
    /// The 1-based line of the error.
    #[must_use]
    pub fn line(&self) -> usize {
        self.text[..self.range.start.min(self.text.len())].matches('\n').count() + 1
    }
}

impl fmt::Display for PackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line(), self.message)
    }
}

impl std::error::Error for PackError {}

/// A file that is being loaded, with the part of it that is YAML.
#[derive(Clone, Debug)]
pub(crate) struct Front {
    pub path: String,
    pub text: Arc<str>,
    /// The bytes of the YAML.
    pub yaml: Range<usize>,
}

impl Front {
    pub(crate) fn error(&self, range: Range<usize>, message: impl Into<String>) -> PackError {
        let end = self.text.len();
        let range = range.start.min(end)..range.end.min(end).max(range.start.min(end));
        PackError { path: self.path.clone(), text: Arc::clone(&self.text), range, message: message.into(), help: None }
    }

    pub(crate) fn parse<T: DeserializeOwned>(&self) -> Result<T, PackError> {
        serde_saphyr::from_str(&self.text[self.yaml.clone()]).map_err(|error| {
            let span = error.location().map(|location| location.span());
            let start = span.and_then(|span| span.byte_offset()).and_then(|at| usize::try_from(at).ok());
            let start =
                start.or_else(|| error.location().map(|at| self.offset_of(at.line(), at.column()))).unwrap_or(0);
            let len = span.and_then(|span| span.byte_len()).and_then(|len| usize::try_from(len).ok()).unwrap_or(1);
            let at = self.yaml.start + start;
            self.error(at..at + len.max(1), message(&error.to_string()))
        })
    }

    /// The offset in the YAML of a 1-based line and column.
    fn offset_of(&self, line: u64, column: u64) -> usize {
        let before = usize::try_from(line).unwrap_or(1).saturating_sub(1);
        let lines = self.text[self.yaml.clone()].split_inclusive('\n').take(before);
        lines.map(str::len).sum::<usize>() + usize::try_from(column).unwrap_or(1).saturating_sub(1)
    }

    /// The bytes of a value in the file.
    pub(crate) fn range<T>(&self, value: &Spanned<T>) -> Range<usize> {
        let span = value.referenced.span();
        let number = |n: Option<u64>| n.and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
        let start = self.yaml.start + number(span.byte_offset());
        start..start + number(span.byte_len())
    }

    /// An error in a condition, at its place in the file.
    pub(crate) fn condition_error(&self, value: &Spanned<String>, error: &ConditionError) -> PackError {
        let start = self.place_in(value, error.range.start);
        let end = self.place_in(value, error.range.end).max(start + 1);
        self.error(start..end, error.message.clone())
    }

    /// Where in the file the byte at `offset` of a scalar stands: block scalars lose their indentation,
    /// quoted ones their quotes.
    fn place_in(&self, value: &Spanned<String>, offset: usize) -> usize {
        let range = self.range(value);
        let written = &self.text[range.clone()];
        let before = &value.value[..offset.min(value.value.len())];
        let line = before.matches('\n').count();
        if line == 0 {
            return range.start + offset + usize::from(written.starts_with(['\'', '"']));
        }
        let column = before.len() - before.rfind('\n').map_or(0, |at| at + 1);
        let written_line: usize = written.split_inclusive('\n').take(line).map(str::len).sum();
        let indent = |text: &str| text.len() - text.trim_start_matches(' ').len();
        let removed = indent(&written[written_line..])
            - indent(value.value.split('\n').nth(line).unwrap_or_default()).min(indent(&written[written_line..]));
        range.start + written_line + removed + column
    }

    /// Conditions are block scalars: as plain ones they break on `!`, `: ` and `{`.
    pub(crate) fn check_block(&self, value: &Spanned<String>) -> Result<(), PackError> {
        let range = self.range(value);
        let before = self.text[..range.start].trim_end_matches(' ');
        let header = before.strip_suffix('\n').and_then(|before| before.lines().last()).unwrap_or_default();
        if header.trim_end().ends_with(['|', '-']) {
            return Ok(());
        }
        let mut error = self.error(range, "a condition must be a block scalar");
        error.help = Some("write `|` after the key, and the condition indented on the next line".into());
        Err(error)
    }
}

/// The parser's words without their place, which we give ourselves.
fn message(words: &str) -> String {
    let first = words.lines().next().unwrap_or_default();
    let first = first.strip_prefix("error: ").unwrap_or(first);
    let place = first.strip_prefix("line ").and_then(|rest| rest.split_once(": "));
    place.map_or(first, |(_, message)| message).to_owned()
}

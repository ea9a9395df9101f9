//! The text of one file.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use crate::redact;
use crate::{Encoding, FileId, LineIndex, Location, Position, Span};

/// A hash of a file's text, for caches: equal texts have equal hashes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceHash(pub u128);

/// One file of a run.
#[derive(Debug)]
pub struct Source {
    /// Its number.
    pub id: FileId,
    /// Its path relative to the project's root, with forward slashes. Tiers of references and the
    /// order of findings go by it.
    pub path: Arc<str>,
    /// Its path as the user should read it: relative to the working directory.
    pub shown: Arc<str>,
    /// Its text, without a byte order mark.
    pub text: Arc<str>,
    lines: OnceLock<LineIndex>,
    hash: OnceLock<SourceHash>,
    secret_ranges: OnceLock<Box<[Range<usize>]>>,
}

impl Source {
    /// A file with this text.
    #[must_use]
    pub fn new(id: FileId, path: Arc<str>, shown: Arc<str>, text: Arc<str>) -> Self {
        let (lines, hash, secret_ranges) = (OnceLock::new(), OnceLock::new(), OnceLock::new());
        Self { id, path, shown, text, lines, hash, secret_ranges }
    }

    /// Its lines, found when first asked for.
    pub fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }

    /// The hash of its text.
    pub fn hash(&self) -> SourceHash {
        *self.hash.get_or_init(|| SourceHash(xxhash_rust::xxh3::xxh3_128(self.text.as_bytes())))
    }

    /// What of it looks as if no output may show it, found when first asked for.
    pub(crate) fn secret_ranges(&self) -> &[Range<usize>] {
        self.secret_ranges.get_or_init(|| redact::ranges(&self.text).into())
    }

    /// The line and column of an offset.
    #[must_use]
    pub fn position(&self, offset: u32, encoding: Encoding) -> Position {
        self.lines().position(&self.text, offset, encoding)
    }

    /// The characters of a span; empty where the span does not fit this text.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// A location in this file.
    #[must_use]
    pub fn at(&self, span: Span) -> Location {
        Location::new(self.id, span)
    }

    /// The last path segment.
    #[must_use]
    pub fn file_name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }
}

//! Why something is not known.

use std::fmt;
use std::sync::Arc;

use crate::Location;

/// Why something is not known, in words that read well after "because ", and where that is written. Two of the same
/// words are equal.
#[derive(Clone, Debug)]
pub struct Reason {
    words: Arc<str>,
    at: Location,
}

impl Reason {
    /// A reason. Its place is that of the first value that is not known for it.
    #[must_use]
    pub fn new(words: impl Into<Arc<str>>) -> Self {
        Self { words: words.into(), at: Location::NONE }
    }

    /// Its words.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.words
    }

    /// What is not known for this reason alone: a parameter without a value, a call. `None` if it is nowhere written.
    #[must_use]
    pub fn at(&self) -> Option<Location> {
        Some(self.at).filter(|at| at.is_written())
    }

    /// The reason, at this place if it has none yet.
    #[must_use]
    pub fn or_at(self, at: Location) -> Self {
        if self.at.is_written() { self } else { Self { at, ..self } }
    }
}

impl PartialEq for Reason {
    fn eq(&self, other: &Self) -> bool {
        self.words == other.words
    }
}

impl Eq for Reason {}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words)
    }
}

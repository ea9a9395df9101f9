//! In what a value deviates from its schema.

use std::fmt;

use aiolint_core::Location;
use serde::{Deserialize, Serialize};

use super::Versions;

/// A deviation of a value from its schema.
#[derive(Clone, Debug, PartialEq)]
pub struct Deviation {
    /// In what.
    pub what: What,
    /// The path of what deviates, from the value that was checked: `mqttSettings.tls.mode`, `ports[0].port`.
    pub path: String,
    /// Its place: the key of a member that should not be there, of a mapping that lacks one, and of a list or mapping;
    /// the value in all other cases.
    pub at: Location,
    /// Where the value is written, if that is not `at`.
    pub origin: Option<Location>,
    /// The keys that lead to it, the outermost first.
    pub within: Vec<Location>,
}

/// In what a value deviates.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// A member that the version does not have.
    UnknownProperty {
        /// Its name.
        name: String,
        /// The nearest name that the version has, if one is near and no other version has this one.
        near: Option<String>,
        /// The versions that have it.
        known_in: Versions,
    },
    /// A member that is required is not there.
    MissingProperty {
        /// Its name.
        name: String,
    },
    /// Another type of value.
    WrongType {
        /// What should be there.
        expected: Expected,
        /// What is.
        found: Expected,
        /// Whether it is a text that spells a value of the expected type: `"1"`.
        quoted: bool,
    },
    /// A text that is none of the values that are known.
    UnknownValue {
        /// The text as written.
        written: String,
        /// The nearest known value, if one is near.
        near: Option<String>,
        /// Whether it differs from that in letter case only.
        only_case: bool,
        /// Whether there may be values that are not known.
        open: bool,
        /// The versions that know it.
        known_in: Versions,
        /// The values that are known.
        known: Vec<String>,
    },
    /// A number that is too small or too great.
    OutOfRange {
        /// The number.
        number: i64,
        /// What it may be.
        range: Bounds,
    },
    /// A text or a list that is too short or too long.
    WrongLength {
        /// Its length; of a text that is known in parts, the least that it can have.
        length: i64,
        /// What it may be.
        range: Bounds,
        /// What is counted: of a text, characters; of a list, items.
        of: Expected,
    },
    /// A text that its pattern does not match.
    WrongPattern {
        /// The regular expression.
        pattern: String,
    },
    /// A member that only Azure sets.
    ReadOnly {
        /// Its name.
        name: String,
    },
}

/// A type of values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// `true` or `false`.
    Bool,
    /// A whole number.
    Int,
    /// Another number.
    Float,
    /// Text.
    Text,
    /// A sequence.
    List,
    /// A mapping.
    Object,
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Bool => "a truth value",
            Self::Int => "a whole number",
            Self::Float => "a number",
            Self::Text => "a text",
            Self::List => "a list",
            Self::Object => "an object",
        })
    }
}

/// The least and the greatest that a number may be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bounds {
    /// The least, if there is one.
    pub least: Option<i64>,
    /// The greatest.
    pub most: Option<i64>,
}

impl Bounds {
    /// Whether a number is within.
    #[must_use]
    pub fn contain(self, number: i64) -> bool {
        self.least.is_none_or(|least| least <= number) && self.most.is_none_or(|most| number <= most)
    }
}

impl Deviation {
    /// Whether two values deviate in the same way, whatever they are.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        self.path == other.path
            && match (&self.what, &other.what) {
                (What::UnknownValue { only_case: a, .. }, What::UnknownValue { only_case: b, .. }) => a == b,
                (What::WrongType { quoted: a, .. }, What::WrongType { quoted: b, .. }) => a == b,
                (a, b) => std::mem::discriminant(a) == std::mem::discriminant(b),
            }
    }
}

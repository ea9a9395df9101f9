//! A rule's front matter, as written.

use serde::{Deserialize, Serialize};
use serde_saphyr::Spanned;

use super::fix::FixFile;
use crate::kinds::OneOrMany;

/// What stands between the `---` lines of a rule's file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleFile {
    /// The stable id.
    pub id: Spanned<String>,
    /// Rows of the table of constraints.
    #[serde(default)]
    pub constraint: Vec<String>,
    /// Kinds, or a pattern of types.
    pub select: Option<Spanned<OneOrMany>>,
    /// A native detector, instead of `select` and `checks`.
    pub check: Option<Spanned<String>>,
    /// With `check`: how much its findings matter.
    pub severity: Option<Level>,
    /// The pack.
    #[serde(default)]
    pub pack: Pack,
    /// `off`: runs only when it is asked for.
    #[serde(default)]
    pub default: Default,
    /// Whether a comment in a file can suppress its findings.
    #[serde(default = "yes")]
    pub suppressible: bool,
    /// `item in list`: the checks are repeated for each item.
    #[serde(rename = "for")]
    pub each: Option<Spanned<String>>,
    /// The checks.
    #[serde(default)]
    pub checks: Vec<CheckFile>,
    /// The document that states the constraint.
    pub source: String,
    /// Its address.
    pub url: Option<String>,
    /// The version that the rule came with.
    pub since: String,
}

fn yes() -> bool {
    true
}

/// A check, as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CheckFile {
    /// How much its findings matter.
    pub severity: Level,
    /// Where it applies.
    pub when: Option<Spanned<String>>,
    /// What must hold.
    pub require: Spanned<String>,
    /// What is underlined.
    pub at: Spanned<String>,
    /// What is wrong.
    pub message: Spanned<String>,
    /// A few words at the place.
    pub label: Option<Spanned<String>>,
    /// Why it matters.
    pub why: Option<Spanned<String>>,
    /// What to do.
    pub help: Option<Spanned<String>>,
    /// Other places.
    #[serde(default)]
    pub labels: Vec<LabelFile>,
    /// How to mend it.
    #[serde(default)]
    pub fix: Vec<FixFile>,
}

/// Another place, as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LabelFile {
    /// The place.
    pub at: Spanned<String>,
    /// The words.
    pub message: Spanned<String>,
}

/// A severity, as written.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Level {
    /// An error.
    Error,
    /// A warning.
    Warning,
    /// A note.
    Note,
}

impl From<Level> for aiolint_core::Severity {
    fn from(level: Level) -> Self {
        match level {
            Level::Error => Self::Error,
            Level::Warning => Self::Warning,
            Level::Note => Self::Note,
        }
    }
}

/// How much noise a rule's user must want.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Pack {
    /// For everybody.
    #[default]
    Recommended,
    /// For those who want policies too.
    Strict,
    /// For those who want every hint.
    Pedantic,
}

impl Pack {
    /// The word in rule files and lists.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Recommended => "recommended",
            Self::Strict => "strict",
            Self::Pedantic => "pedantic",
        }
    }
}

/// Whether a rule runs unless it is asked for.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(super) enum Default {
    /// It does.
    #[default]
    On,
    /// Nobody documents a failure: only when asked for.
    Off,
}

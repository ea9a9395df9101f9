//! A rule's front matter, as written.

use schemars::{JsonSchema, Schema};
use serde::{Deserialize, Serialize};
use serde_saphyr::Spanned;

use super::fix::FixFile;
use crate::detectors;
use crate::kinds::OneOrMany;
use crate::native::Native;

/// What stands between the `---` lines of a rule's file. What is said here of a key is what its readers are told, in the
/// editor and in `docs/writing-rules.md`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleFile {
    /// Capital letters and at least three digits; never used again.
    #[schemars(with = "String")]
    pub id: Spanned<String>,
    /// Rows of `rules/constraints.tsv` (built-in rules).
    #[serde(default)]
    pub constraint: Vec<String>,
    /// What is judged: a kind of `rules/kinds`, a pattern of types such as `apps/*/Deployment`, or a list of these.
    #[schemars(with = "Option<OneOrMany>")]
    pub select: Option<Spanned<OneOrMany>>,
    /// Instead of `select` and `checks`: a native check of files or resources.
    #[schemars(with = "Option<String>", extend("enum" = native_checks()))]
    pub check: Option<Spanned<String>>,
    /// With `check`: the highest severity that it may give.
    pub severity: Option<Level>,
    /// The pack; `recommended` if left out. The rules of the other two run only when selected.
    #[serde(default)]
    pub pack: Pack,
    /// Whether it runs without being selected.
    #[serde(default)]
    pub default: Default,
    /// `false`: no comment or pragma in a file suppresses its findings.
    #[serde(default = "yes")]
    pub suppressible: bool,
    /// `item in list`: the checks are repeated for each item, and `item` is a variable.
    #[serde(rename = "for")]
    #[schemars(with = "Option<String>")]
    pub each: Option<Spanned<String>>,
    /// The checks; the first violated one is the finding.
    #[serde(default)]
    pub checks: Vec<CheckFile>,
    /// The document that states the constraint.
    pub source: String,
    /// The address of that document, if it has one.
    pub url: Option<String>,
    /// The version, or for rules of your own the date, that the rule came with.
    pub since: String,
}

fn yes() -> bool {
    true
}

/// The names that `check:` may have.
fn native_checks() -> Vec<&'static str> {
    detectors::ALL.iter().copied().chain(Native::ALL.iter().map(|(name, _)| *name)).collect()
}

/// The JSON Schema of front matter.
#[must_use]
pub fn schema() -> Schema {
    schemars::schema_for!(RuleFile)
}

/// A check, as written.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CheckFile {
    /// How much it matters.
    pub severity: Level,
    /// Where it applies; everywhere if left out. A block scalar.
    #[schemars(with = "Option<String>")]
    pub when: Option<Spanned<String>>,
    /// What must hold there: the check is violated where `when` is true and `require` is false. A block scalar.
    #[schemars(with = "String")]
    pub require: Spanned<String>,
    /// What is underlined.
    #[schemars(with = "String")]
    pub at: Spanned<String>,
    /// What is wrong; makes sense alone. `{expression}` puts in a value as it is written; `{{` is a brace.
    #[schemars(with = "String")]
    pub message: Spanned<String>,
    /// A few words at the place.
    #[schemars(with = "Option<String>")]
    pub label: Option<Spanned<String>>,
    /// Why it matters.
    #[schemars(with = "Option<String>")]
    pub why: Option<Spanned<String>>,
    /// What to do.
    #[schemars(with = "Option<String>")]
    pub help: Option<Spanned<String>>,
    /// Other places: a list of `at` and `message`; one that is not written anywhere is left out.
    #[serde(default)]
    pub labels: Vec<LabelFile>,
    /// How `aiolint fix` mends it: a list of steps.
    #[serde(default)]
    pub fix: Vec<FixFile>,
}

/// Another place, as written.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct LabelFile {
    /// The place.
    #[schemars(with = "String")]
    pub at: Spanned<String>,
    /// The words at it.
    #[schemars(with = "String")]
    pub message: Spanned<String>,
}

/// A severity, as written.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum Level {
    /// Fails, loses messages or is insecure.
    Error,
    /// A documented recommendation.
    Warning,
    /// A hint.
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(super) enum Default {
    /// It does: what a rule does that says nothing.
    #[default]
    On,
    /// Only when selected: nobody documents a failure.
    Off,
}

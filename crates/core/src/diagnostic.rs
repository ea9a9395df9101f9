//! What aiolint has to say about a place.

use std::fmt;
use std::sync::Arc;

use crate::{Language, Location};

/// How much a finding matters. The order is that of importance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// A hint; counted, and shown on demand.
    Note,
    /// A documented recommendation.
    Warning,
    /// A deployment or a data flow fails, messages are lost, or something is open.
    Error,
}

impl Severity {
    /// The word in outputs and rule files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What findings say of the rule that they come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleInfo {
    /// The stable id, such as `AIO203`.
    pub id: String,
    /// The readable name, such as `sat-audience-missing`.
    pub name: String,
    /// The document that states the constraint.
    pub source: String,
    /// The address of that document, where one is known to exist.
    pub url: Option<String>,
}

/// A place with a few words about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub location: Location,
    /// The words; empty where the place speaks for itself.
    pub message: String,
}

/// The resource that a finding is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResourceName {
    /// The kind as in `rules/kinds`, or the Kubernetes kind or Azure type where it is none of ours.
    pub kind: String,
    /// The name as written.
    pub name: String,
    /// The namespace as written, if there is one.
    pub namespace: Option<String>,
    /// The language.
    pub language: Language,
}

impl fmt::Display for ResourceName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.namespace {
            Some(namespace) => write!(f, "{} {namespace}/{}", self.kind, self.name),
            None => write!(f, "{} {}", self.kind, self.name),
        }
    }
}

/// The identity of a finding over time: it survives moved lines and renamed files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(pub u128);

impl Fingerprint {
    /// The fingerprint of these parts, in this order.
    #[must_use]
    pub fn of(parts: &[&str]) -> Self {
        // The separator can't stand in a name, so that different parts never join to the same text.
        Self(xxhash_rust::xxh3::xxh3_128(parts.join("\u{1f}").as_bytes()))
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

/// One replacement of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The bytes to replace; empty for an insertion.
    pub at: Location,
    /// What to put there.
    pub text: String,
}

/// A change that removes the cause of a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as an order: "set `audience` to `aio-internal`".
    pub title: String,
    /// The replacements, in the order of the file, without overlaps.
    pub edits: Vec<Edit>,
    /// Whether it can be applied unseen: it never changes what is meant.
    pub safe: bool,
}

/// What keeps a finding from counting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SuppressionKind {
    /// A comment or pragma in a file.
    Comment,
    /// A waiver in the configuration.
    Waiver,
    /// The baseline has it.
    Baseline,
}

/// Why a finding does not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppression {
    /// What keeps it from counting.
    pub kind: SuppressionKind,
    /// The reason that is given, in the words of who gave it.
    pub reason: Option<String>,
    /// Where that is written, if it is in a file that was read.
    pub at: Option<Location>,
}

/// A violation of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: Arc<RuleInfo>,
    /// How much it matters here.
    pub severity: Severity,
    /// What is wrong; makes sense alone.
    pub message: String,
    /// The characters that are wrong, with a few words.
    pub primary: Label,
    /// Other places that matter.
    pub labels: Vec<Label>,
    /// Why it matters.
    pub why: Option<String>,
    /// What to do.
    pub help: Option<String>,
    /// The resource, where the finding is about one.
    pub resource: Option<ResourceName>,
    /// The parameter files with which it holds, as the user reads their paths; none where it does not depend on them.
    pub parameters: Vec<Arc<str>>,
    /// A change that mends it, where one is known.
    pub fix: Option<Fix>,
    /// Its identity over time.
    pub fingerprint: Fingerprint,
    /// Why it does not count; it counts if there is nothing here.
    pub suppression: Option<Suppression>,
}

impl Finding {
    /// Whether it counts: nothing suppresses it.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.suppression.is_none()
    }

    /// Whether the finding points into this place, with its primary or another label.
    pub fn touches(&self, inside: impl Fn(Location) -> bool) -> bool {
        inside(self.primary.location) || self.labels.iter().any(|label| inside(label.location))
    }
}

/// A check that could not be decided, with the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undecided {
    /// The rule.
    pub rule: Arc<RuleInfo>,
    /// The resource.
    pub resource: ResourceName,
    /// The place that the finding would have had.
    pub location: Location,
    /// Why it could not be decided.
    pub reason: String,
    /// Where what is not known is written, if it is in a file.
    pub unknown: Option<Location>,
    /// Whether the check is known to apply; if not, even that is unknown, and it is not counted.
    pub applies: bool,
}

/// The detector of what is none of the file's language.
pub const SYNTAX: &str = "source.syntax";

/// Something wrong with a file itself, which a native detector saw. The rule whose front matter names the
/// detector (`check: source.syntax`) gives it severity, explanation and documentation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The detector's name.
    pub detector: &'static str,
    /// What is wrong.
    pub message: String,
    /// The characters that are wrong, with a few words.
    pub primary: Label,
    /// Other places that matter.
    pub labels: Vec<Label>,
    /// What to do, where more can be said than the rule says.
    pub help: Option<String>,
}

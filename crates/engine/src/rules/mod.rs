//! Rules: one Markdown file each, whose front matter is the check, whose text is the explanation, and whose
//! examples are the tests.

mod compile;
mod example;
mod file;
mod fix;
mod markdown;
mod message;
mod run;
pub(crate) mod shown;

use std::sync::Arc;

use aiolint_core::{RuleInfo, Severity};
use serde::{Deserialize, Serialize};

pub(crate) use compile::compile;
pub use example::{Example, Expectation, Mark};
pub use file::{Pack as PackName, schema};
pub use fix::{FixStep, Operation};
pub use markdown::front_matter;
pub use message::Template;
pub use run::{Failure, run as run_examples};

use crate::condition::Expr;
use crate::kinds::KindSet;
use crate::native::Native;

/// A rule, ready to run.
#[derive(Debug, Serialize, Deserialize)]
pub struct Rule {
    /// The stable id.
    pub id: String,
    /// The readable name: that of the file.
    pub name: String,
    /// The rows of the table of constraints that it checks.
    pub constraints: Vec<String>,
    /// What it judges.
    pub select: Select,
    /// The pack that it belongs to.
    pub pack: PackName,
    /// Whether it runs unless it is asked for.
    pub enabled: bool,
    /// Whether a comment in a file can suppress its findings.
    pub suppressible: bool,
    /// The list that its checks are repeated for, if there is one.
    pub each: Option<Expr>,
    /// Its checks; the first violated one is the finding.
    pub checks: Vec<Check>,
    /// The document that states the constraint.
    pub source: String,
    /// That document's address.
    pub url: Option<String>,
    /// The version that it came with.
    pub since: String,
    /// Its first sentence, for lists, with its code between backticks.
    pub summary: String,
}

/// What a rule judges.
#[derive(Debug, Serialize, Deserialize)]
pub enum Select {
    /// Resources of these kinds, and those whose type matches one of these patterns: `apps/*/Deployment`,
    /// `Microsoft.Storage/*`.
    Resources(KindSet, Vec<String>),
    /// What the native detector with this name sees, with this severity.
    Detector(String, #[serde(with = "severity")] Severity),
    /// What this native check of resources finds, with this severity at most.
    Native(Native, #[serde(with = "severity")] Severity),
}

/// One check of a rule.
#[derive(Debug, Serialize, Deserialize)]
pub struct Check {
    /// How much its findings matter.
    #[serde(with = "severity")]
    pub severity: Severity,
    /// Where it applies; everywhere if it does not say.
    pub when: Option<Expr>,
    /// What must hold there.
    pub require: Expr,
    /// What is underlined where it does not.
    pub at: Expr,
    /// What is wrong.
    pub message: Template,
    /// A few words at the place.
    pub label: Option<Template>,
    /// Why it matters.
    pub why: Option<Template>,
    /// What to do.
    pub help: Option<Template>,
    /// Other places that matter.
    pub labels: Vec<CheckLabel>,
    /// How to mend it.
    pub fix: Vec<FixStep>,
}

/// Another place of a check's findings.
#[derive(Debug, Serialize, Deserialize)]
pub struct CheckLabel {
    /// The place; left out where it is not written in a file.
    pub at: Expr,
    /// The words.
    pub message: Template,
}

impl Rule {
    /// What findings say of it.
    #[must_use]
    pub fn info(&self) -> Arc<RuleInfo> {
        Arc::new(RuleInfo {
            id: self.id.clone(),
            name: self.name.clone(),
            source: self.source.clone(),
            url: self.url.clone(),
        })
    }

    /// The highest severity that it can have.
    #[must_use]
    pub fn severity(&self) -> Severity {
        match &self.select {
            Select::Detector(_, severity) | Select::Native(_, severity) => *severity,
            _ => self.checks.iter().map(|check| check.severity).max().unwrap_or(Severity::Note),
        }
    }

    /// Whether this is its id or name.
    #[must_use]
    pub fn is_called(&self, word: &str) -> bool {
        self.id.eq_ignore_ascii_case(word) || self.name == word
    }
}

/// Severities in compiled rules, by their words.
mod severity {
    use aiolint_core::Severity;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<S: Serializer>(severity: &Severity, serializer: S) -> Result<S::Ok, S::Error> {
        (*severity as u8).serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Severity, D::Error> {
        let known = [Severity::Note, Severity::Warning, Severity::Error];
        let number = u8::deserialize(deserializer)?;
        let found = known.into_iter().find(|severity| *severity as u8 == number);
        found.ok_or_else(|| serde::de::Error::custom("no severity"))
    }
}

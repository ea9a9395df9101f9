//! Known findings, which do not count: those that an old project has and nobody can correct in a day.
//!
//! They are known by their fingerprints, with how often each occurs. Nothing of a file's text is kept, and no path.

use std::collections::{BTreeMap, HashMap};

use aiolint_core::{Finding, Fingerprint, Suppression, SuppressionKind};
use serde::{Deserialize, Serialize};

/// The file in the project's root that is the baseline where nobody names another one.
pub const BASELINE_FILE: &str = ".aiolint-baseline.json";

/// The version of the file's form.
const VERSION: u32 = 1;

/// The findings that are known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    entries: BTreeMap<Fingerprint, BaselineEntry>,
}

/// A finding that is known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BaselineEntry {
    /// The rule's id.
    pub rule: String,
    /// The resource, for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource: Option<String>,
    /// The fingerprint, 32 hexadecimal digits.
    pub fingerprint: String,
    /// How often it occurs.
    pub count: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    findings: Vec<BaselineEntry>,
}

impl Baseline {
    /// The baseline in a file.
    ///
    /// # Errors
    /// Why it is none.
    pub fn parse(text: &str) -> Result<Self, String> {
        let file: File = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if file.version != VERSION {
            return Err(format!("its version is {}, and this aiolint reads version {VERSION}", file.version));
        }
        let mut entries: BTreeMap<Fingerprint, BaselineEntry> = BTreeMap::new();
        for entry in file.findings {
            let digits = entry.fingerprint.len() == 32 && entry.fingerprint.bytes().all(|it| it.is_ascii_hexdigit());
            let number = u128::from_str_radix(&entry.fingerprint, 16).ok().filter(|_| digits);
            let number = number.ok_or_else(|| format!("`{}` is no fingerprint", entry.fingerprint))?;
            // Two that were merged from two branches.
            let count = entries.get(&Fingerprint(number)).map_or(0, |before| before.count);
            entries.insert(Fingerprint(number), BaselineEntry { count: entry.count.saturating_add(count), ..entry });
        }
        Ok(Self { entries })
    }

    /// The baseline that has all of these findings, but for those that do not count.
    pub fn of<'f>(findings: impl IntoIterator<Item = &'f Finding>) -> Self {
        let mut entries: BTreeMap<Fingerprint, BaselineEntry> = BTreeMap::new();
        for finding in findings.into_iter().filter(|finding| finding.counts()) {
            let new = || BaselineEntry {
                rule: finding.rule.id.clone(),
                resource: finding.resource.as_ref().map(ToString::to_string),
                fingerprint: finding.fingerprint.to_string(),
                count: 0,
            };
            entries.entry(finding.fingerprint).or_insert_with(new).count += 1;
        }
        Self { entries }
    }

    /// The file: a line for each finding, by rule and resource, so that differences and merges are small.
    ///
    /// # Errors
    /// It can't be written as JSON; a bug of ours.
    pub fn to_text(&self) -> std::io::Result<String> {
        let mut entries: Vec<&BaselineEntry> = self.entries.values().collect();
        entries.sort();
        let lines: Result<Vec<String>, _> = entries.into_iter().map(serde_json::to_string).collect();
        let lines: Vec<String> = lines?.into_iter().map(|line| format!("\n    {line}")).collect();
        let end = if lines.is_empty() { "" } else { "\n  " };
        Ok(format!("{{\n  \"version\": {VERSION},\n  \"findings\": [{}{end}]\n}}\n", lines.join(",")))
    }

    /// Says of as many of these findings as are known that they do not count; the first ones of each.
    pub(crate) fn apply<'f>(&self, findings: impl Iterator<Item = &'f mut Finding>) {
        let mut left: HashMap<Fingerprint, usize> =
            self.entries.iter().map(|(fingerprint, entry)| (*fingerprint, entry.count)).collect();
        for finding in findings.filter(|finding| finding.counts()) {
            let Some(left) = left.get_mut(&finding.fingerprint).filter(|left| **left > 0) else { continue };
            *left -= 1;
            finding.suppression = Some(Suppression { kind: SuppressionKind::Baseline, reason: None, at: None });
        }
    }

    /// What of this one occurs more often than in the other, with how much more; by rule and resource.
    #[must_use]
    pub fn beyond(&self, other: &Self) -> Vec<BaselineEntry> {
        let more = |(fingerprint, entry): (&Fingerprint, &BaselineEntry)| {
            let there = other.entries.get(fingerprint).map_or(0, |entry| entry.count);
            (entry.count > there).then(|| BaselineEntry { count: entry.count - there, ..entry.clone() })
        };
        let mut beyond: Vec<BaselineEntry> = self.entries.iter().filter_map(more).collect();
        beyond.sort();
        beyond
    }

    /// What both have.
    #[must_use]
    pub fn shared(&self, other: &Self) -> Self {
        let least = |(fingerprint, entry): (&Fingerprint, &BaselineEntry)| {
            let count = other.entries.get(fingerprint)?.count.min(entry.count);
            (count > 0).then(|| (*fingerprint, BaselineEntry { count, ..entry.clone() }))
        };
        Self { entries: self.entries.iter().filter_map(least).collect() }
    }

    /// How many findings it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.values().map(|entry| entry.count).fold(0, usize::saturating_add)
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

//! What the built-in rules find in a resource, and whether it is what they should.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use aiolint_core::Severity;
use aiolint_engine::judge::Filter;
use aiolint_engine::pack::Pack;
use aiolint_engine::rules::Select;
use aiolint_engine::world::Settings;
use aiolint_project::Workspace;

use super::mutation::{Change, Mutation, Place};
use super::resource::Data;
use super::write::{Written, bicep, yaml};

/// The rules that the schemas drive.
pub(super) const RULES: [&str; 9] = [
    "api-version-unknown",
    "enum-value-unknown",
    "name-invalid",
    "property-needs-newer-api-version",
    "read-only-property-set",
    "required-property-missing",
    "unknown-property",
    "value-out-of-range",
    "wrong-type",
];

/// How a resource is written.
#[derive(Clone, Debug)]
pub(super) enum Form {
    Bicep { resource_type: String, version: String },
    Yaml { group: String, version: String, kind: String },
}

impl Form {
    pub(super) fn is_yaml(&self) -> bool {
        matches!(self, Self::Yaml { .. })
    }

    pub(super) fn write(&self, body: &Data) -> Written {
        match self {
            Self::Bicep { resource_type, version } => bicep(resource_type, version, body),
            Self::Yaml { group, version, kind } => yaml(group, version, kind, body),
        }
    }

    /// Writes the resource with a change.
    fn write_changed(&self, body: &Data, mutation: &Mutation) -> Option<Written> {
        let body = mutation.of(body)?;
        let mut form = self.clone();
        if let Change::Version(new) = &mutation.change {
            let (Self::Bicep { version, .. } | Self::Yaml { version, .. }) = &mut form;
            version.clone_from(new);
        }
        Some(form.write(&body))
    }
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bicep { resource_type, version } => write!(f, "{resource_type}@{version}"),
            Self::Yaml { group, version, kind } => write!(f, "{group}/{version} {kind}"),
        }
    }
}

/// The analysis, with the rules that are verified and those that tell what can't be read.
pub(super) struct Analysis {
    pack: Arc<Pack>,
    filter: Filter,
}

/// What was found: a rule, how much it matters, what it underlines, and all of its words.
#[derive(Debug)]
struct Found {
    rule: String,
    severity: Severity,
    at: Range<usize>,
    words: String,
}

/// What should be found.
struct Expected<'e> {
    rule: &'static str,
    /// How much it matters, where that is clear.
    severity: Option<Severity>,
    at: Range<usize>,
    /// A word that must be said.
    meant: Option<&'e str>,
}

impl Found {
    /// Whether the label names a word. Manifests have one property in two spellings, either of which will do.
    fn says(&self, word: &str) -> bool {
        let label = self.words.rsplit('(').next().unwrap_or_default().to_lowercase();
        label.contains(&format!("`{}`", word.to_lowercase()))
    }
}

impl Expected<'_> {
    fn is(&self, found: &Found) -> bool {
        self.rule == found.rule
            && self.at == found.at
            && self.severity.is_none_or(|severity| severity == found.severity)
            && self.meant.is_none_or(|meant| found.says(meant))
    }
}

impl Analysis {
    /// # Errors
    /// The pack lacks one of the rules.
    pub(super) fn new(pack: Arc<Pack>) -> Result<Self, String> {
        if let Some(missing) = RULES.iter().find(|name| pack.rule(name).is_none()) {
            return Err(format!("there is no rule {missing}"));
        }
        let filter = Filter::new(&pack, |rule| {
            RULES.contains(&rule.name.as_str()) || matches!(rule.select, Select::Detector(..))
        });
        Ok(Self { pack, filter })
    }

    pub(super) fn pack(&self) -> &Pack {
        &self.pack
    }

    /// What is wrong with the findings in a valid resource.
    pub(super) fn valid(&self, form: &Form, body: &Data) -> Option<String> {
        self.compare(&form.write(body), form, None)
    }

    /// What is wrong with the findings in a resource with a mutation, which must be found unless `holds` is false.
    pub(super) fn mutated(&self, form: &Form, body: &Data, mutation: &Mutation, holds: bool) -> Option<String> {
        let Some(written) = form.write_changed(body, mutation) else {
            return Some(format!("{mutation:?} can't be made"));
        };
        if !holds {
            return self.compare(&written, form, None);
        }
        let Some(at) = mutation.place.in_text(&written) else {
            return Some(format!("{:?} has no place", mutation.place));
        };
        let (rule, severity, meant) = (mutation.what.rule(), mutation.severity(body), mutation.meant(body));
        self.compare(&written, form, Some(Expected { rule, severity, at, meant }))
    }

    fn compare(&self, written: &Written, form: &Form, expected: Option<Expected<'_>>) -> Option<String> {
        let found = match self.found(written, form) {
            Ok(found) => found,
            Err(undecided) => return Some(excerpt(&undecided, written, &[])),
        };
        let is_right = match (&expected, &found[..]) {
            (None, []) => true,
            (Some(expected), [only]) => expected.is(only),
            _ => false,
        };
        if is_right {
            return None;
        }
        let wanted = match &expected {
            Some(Expected { rule, severity, at, meant }) => {
                let severity = severity.map(|severity| format!("{severity} ")).unwrap_or_default();
                let meant = meant.map(|meant| format!(" that says `{meant}`")).unwrap_or_default();
                format!("expected {severity}{rule} at `{}`{meant}", &written.text[at.clone()])
            }
            None => "expected nothing".into(),
        };
        let place = expected.map(|expected| expected.at);
        let places: Vec<_> = place.into_iter().chain(found.iter().map(|found| found.at.clone())).collect();
        let line = |found: &Found| {
            let text = written.text.get(found.at.clone()).unwrap_or_default();
            let text = text.lines().next().unwrap_or_default();
            format!("\n  found {} {} at `{text}`: {}", found.severity, found.rule, found.words)
        };
        Some(excerpt(&format!("{wanted}{}", found.iter().map(line).collect::<String>()), written, &places))
    }

    /// The findings; an error if something is not decided, though all is known.
    fn found(&self, written: &Written, form: &Form) -> Result<Vec<Found>, String> {
        let mut workspace = Workspace::new(Arc::clone(&self.pack), self.filter.clone(), Settings::default());
        let path = if form.is_yaml() { "resource.yaml" } else { "resource.bicep" };
        workspace.set_file(path, path, written.text.as_str().into());
        let report = workspace.analyse();
        if let Some(undecided) = report.undecided.first() {
            return Err(format!("{} is not decided: {}", undecided.rule.name, undecided.reason));
        }
        let found = report.findings.iter().map(|finding| Found {
            rule: finding.rule.name.clone(),
            severity: finding.severity,
            at: finding.primary.location.span.range(),
            words: format!("{} ({})", finding.message, finding.primary.message),
        });
        Ok(found.collect())
    }
}

impl Place {
    fn in_text(&self, written: &Written) -> Option<Range<usize>> {
        match self {
            Self::Version => Some(written.version.clone()),
            Self::Key(path) => written.keys.get(path).cloned(),
            Self::Value(path) => written.values.get(path).cloned(),
            // What a resource lacks is told at its name.
            Self::Object(path) if path.is_empty() => written.values.get("/name").cloned(),
            Self::Object(path) => {
                let own = written.keys.get(path);
                let within = format!("{path}/");
                let members = written.keys.iter().filter(|(key, _)| key.starts_with(&within));
                let first = members.map(|(_, at)| at).min_by_key(|at| at.start);
                own.or(first).or_else(|| written.values.get(path)).cloned()
            }
        }
    }
}

/// The lines around the places, with the words before them.
fn excerpt(words: &str, written: &Written, places: &[Range<usize>]) -> String {
    let line_of = |at: usize| written.text[..at.min(written.text.len())].matches('\n').count();
    let near = |number: usize| places.iter().any(|place| line_of(place.start).abs_diff(number) <= 2);
    let lines = written.text.lines().enumerate().filter(|(number, _)| near(*number));
    let lines = lines.map(|(number, line)| format!("\n    {:>4} | {line}", number + 1));
    format!("{words}{}", lines.collect::<String>())
}

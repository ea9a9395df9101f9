//! What findings of the schema checks say.

use aiolint_core::{Language, brief, mask_key_text};

use crate::kinds::Kind;
use crate::schema::{Bounds, Deviation, Expected, Schema, Versions, What};

/// So many characters of a name or value stand in a message.
const LONGEST: usize = 80;

/// So many known values are listed.
const MOST_VALUES: usize = 12;

/// What deviates: a resource of this kind, in these versions of its schema.
pub(super) struct Subject<'s> {
    pub schema: &'s Schema,
    pub kind: Option<&'s Kind>,
    /// One version; of a manifest, those that its version may stand for.
    pub versions: Versions,
    pub language: Language,
    /// Whether the schema is one that the user brought: of a whole manifest.
    pub is_own: bool,
}

/// The words of a finding.
pub(super) struct Words {
    pub message: String,
    pub label: String,
    pub help: Option<String>,
}

impl Subject<'_> {
    pub(super) fn is_manifest(&self) -> bool {
        self.language == Language::Yaml
    }

    /// Whether what these versions have came after those of the resource.
    pub(super) fn is_newer(&self, known_in: Versions) -> bool {
        let newest = self.versions.iter().last();
        newest.is_some_and(|newest| known_in.iter().any(|version| version > newest))
    }

    /// What the resource is: "a data flow endpoint".
    fn title(&self) -> String {
        match self.kind {
            Some(kind) => with_article(&kind.title),
            None => format!("a resource of type `{}`", self.schema.resource_type),
        }
    }

    /// Where it holds: " in API version 2025-10-01"; manifests have versions of their own.
    fn version(&self) -> String {
        let names: Vec<_> = self.schema.names(self.versions).collect();
        match names[..] {
            [only] if !self.is_manifest() => format!(" in API version {only}"),
            _ => String::new(),
        }
    }

    /// The versions, as "since 2025-04-01" or "until 2024-07-01-preview".
    fn when(&self, versions: Versions) -> String {
        let all = self.schema.versions();
        let names: Vec<_> = self.schema.names(versions).collect();
        match names[..] {
            [first, .., last] if all.last().is_some_and(|newest| newest == last) => format!("since {first}"),
            [first, .., last] if all.first().is_some_and(|oldest| oldest == first) => format!("until {last}"),
            _ => format!("in {}", names.join(", ")),
        }
    }

    /// What a member is in, from the settings on: "`mqttSettings.tls`", or else the resource.
    fn whole(&self, path: &str) -> String {
        let path = path.strip_prefix("properties").unwrap_or(path).trim_start_matches('.');
        if path.is_empty() { self.title() } else { format!("`{}`", quoted(path)) }
    }

    pub(super) fn words(&self, deviation: &Deviation) -> Words {
        let version = self.version();
        let path = deviation.path.as_str();
        let last = path.rsplit('.').next().filter(|last| !last.is_empty());
        let member = format!("`{}`", quoted(last.unwrap_or("spec")));
        let plain = |message: String, label: String| Words { message, label, help: None };
        match &deviation.what {
            What::UnknownProperty { name, near, known_in } => {
                self.unknown_property(path, name, near.as_deref(), *known_in)
            }
            What::MissingProperty { name } => Words {
                message: format!("the property `{name}` of {} is missing", self.whole(path)),
                label: format!("`{name}` is required here"),
                help: self.known_values(path, name).map(|values| format!("it is one of {values}")),
            },
            What::WrongType { expected, found, quoted } => {
                let help = quoted.then(|| "remove the quotes".to_owned());
                Words { help, ..plain(format!("{member} is {expected}, not {found}"), format!("this is {found}")) }
            }
            What::UnknownValue { .. } => self.unknown_value(&member, &deviation.what),
            What::OutOfRange { number, range } => {
                plain(format!("{member} is {}, not {number}", number_within(*range)), String::new())
            }
            What::WrongLength { length, range, of } => {
                let things = if *of == Expected::List { "items" } else { "characters" };
                plain(format!("{member} has {} {things}, not {length}", within(*range)), String::new())
            }
            What::WrongPattern { pattern } => plain(
                format!("{member} has another form than `{pattern}`{version}"),
                format!("does not match `{pattern}`"),
            ),
            What::ReadOnly { name } => Words {
                message: format!("only Azure sets `{name}`{version}"),
                label: "read-only".into(),
                help: Some("remove it: what is written here has no effect, or fails the deployment".into()),
            },
        }
    }

    fn unknown_property(&self, path: &str, name: &str, near: Option<&str>, known_in: Versions) -> Words {
        let name = quoted(name);
        let whole = self.whole(super::schema::parent(path));
        let version = self.version();
        if !known_in.is_empty() {
            let when = self.when(known_in);
            let help = if self.is_newer(known_in) {
                "choose an API version that has it, or remove it"
            } else {
                "see in the reference of the newer API version what has taken its place"
            };
            return Words {
                message: format!("{whole} has no property `{name}`{version}: there is one {when}"),
                label: format!("exists {when}"),
                help: Some(help.into()),
            };
        }
        Words {
            message: format!("{whole} has no property `{name}`{version}"),
            label: near.map(|near| format!("did you mean `{near}`?")).unwrap_or_default(),
            help: match near {
                Some(near) => Some(format!("write `{near}`")),
                None => {
                    Some("remove it, or see in the reference where it belongs: what is not known has no effect".into())
                }
            },
        }
    }

    fn unknown_value(&self, member: &str, what: &What) -> Words {
        let What::UnknownValue { written, near, only_case, open, known_in, known } = what else {
            return Words { message: String::new(), label: String::new(), help: None };
        };
        let (value, version) = (quoted(written), self.version());
        let message = match (only_case, known_in.is_empty(), open) {
            (true, ..) => {
                let types = if self.is_own { "its schema" } else { "the types of Azure" };
                format!("the value `{value}` of {member} is spelt otherwise than in {types}")
            }
            (_, false, _) => {
                format!("{member} has no value `{value}`{version}: there is one {}", self.when(*known_in))
            }
            (_, _, false) => format!("{member} has no value `{value}`{version}"),
            _ => format!("no value `{value}` of {member} is known{version}"),
        };
        let label = near
            .as_ref()
            .map(|near| if *only_case { format!("write `{near}`") } else { format!("did you mean `{near}`?") });
        let help = (!only_case).then(|| format!("it is one of {}", listed(known.iter().map(String::as_str))));
        Words { message, label: label.unwrap_or_default(), help }
    }

    /// The values of a member that is missing, if it is an enumeration.
    fn known_values(&self, path: &str, name: &str) -> Option<String> {
        let newest = self.versions.iter().last()?;
        let steps = path.split('.').filter(|step| !step.is_empty()).flat_map(|step| match step.split_once('[') {
            Some((name, _)) => vec![name, "[]"],
            None => vec![step],
        });
        let prefix = (self.is_manifest() && !self.is_own).then_some("properties");
        let steps: Vec<&str> = prefix.into_iter().chain(steps).collect();
        let known = self.schema.properties(newest, &steps).into_iter().find(|known| known.name == name)?;
        (!known.values.is_empty()).then(|| listed(known.values.iter().copied()))
    }
}

/// "an Event Grid namespace".
pub(super) fn with_article(title: &str) -> String {
    let article = if title.starts_with(['a', 'e', 'i', 'o', 'A', 'E', 'I', 'O']) { "an" } else { "a" };
    format!("{article} {title}")
}

/// "`A`, `B` or `C`".
fn listed<'v>(values: impl Iterator<Item = &'v str>) -> String {
    let mut values: Vec<_> = values.map(|value| format!("`{value}`")).collect();
    if values.len() > MOST_VALUES {
        let more = values.len() - MOST_VALUES;
        values.truncate(MOST_VALUES);
        return format!("{} and {more} more", values.join(", "));
    }
    match values.pop() {
        Some(last) if !values.is_empty() => format!("{} or {last}", values.join(", ")),
        Some(last) => last,
        None => String::new(),
    }
}

fn number_within(range: Bounds) -> String {
    match (range.least, range.most) {
        (Some(least), Some(most)) => format!("a number from {least} to {most}"),
        (Some(least), None) => format!("a number from {least} on"),
        (None, Some(most)) => format!("a number up to {most}"),
        (None, None) => "a number".into(),
    }
}

pub(super) fn within(range: Bounds) -> String {
    match (range.least, range.most) {
        (Some(least), Some(most)) => format!("{least} to {most}"),
        (Some(least), None) => format!("at least {least}"),
        (None, Some(most)) => format!("at most {most}"),
        (None, None) => "any number of".into(),
    }
}

/// A name or value of a file, as a message shows it: short, in one line, without what looks like a key.
pub(super) fn quoted(text: &str) -> String {
    brief(&mask_key_text(text), LONGEST).into_owned()
}

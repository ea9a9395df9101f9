//! The rules, kinds and schemas of a run: compiled once, while building or when users' rules are loaded.

use aiolint_core::Identity;
use serde::{Deserialize, Serialize};

use crate::front::PackError;
use crate::kinds::{Kind, KindId, Manifests, Table};
use crate::rules::{Example, Rule, Select, compile};
use crate::schema::{Library, Schema};

/// A file of a pack: where it is, and its text.
pub type File = (String, String);

/// Rules and kinds, ready to run.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Pack {
    /// The kinds, by number.
    pub kinds: Vec<Kind>,
    /// The rules, by id.
    pub rules: Vec<Rule>,
    /// What is known of the properties of resources; each schema is read when it is asked for.
    #[serde(skip)]
    pub schemas: Library,
}

/// What compiling gives beside the pack.
#[derive(Debug, Default)]
pub struct Compiled {
    /// The pack.
    pub pack: Pack,
    /// The examples of its rules.
    pub examples: Vec<Example>,
}

/// The files of one pack. Users' rules are compiled together with the built-in kinds.
#[derive(Debug, Default)]
pub struct Sources {
    /// Kinds, as YAML.
    pub kinds: Vec<File>,
    /// Rules, as Markdown.
    pub rules: Vec<File>,
    /// The schemas that the rules use.
    pub schemas: Library,
}

impl Sources {
    /// Checks and compiles everything.
    ///
    /// # Errors
    /// Every file's first error.
    pub fn compile(&self) -> Result<Compiled, Vec<PackError>> {
        let table = Table::new(&self.kinds).map_err(|error| vec![error])?;
        let mut compiled = Compiled::default();
        compiled.pack.kinds = table.compile().map_err(|error| vec![error])?;
        let mut errors = Vec::new();
        let mut places: Vec<(String, String)> = Vec::new();
        for (path, text) in &self.rules {
            match compile(&table, path, text) {
                Ok((rule, examples)) => {
                    let taken = compiled
                        .pack
                        .rules
                        .iter()
                        .position(|other: &Rule| other.id == rule.id || other.name == rule.name);
                    if let Some(other) = taken.and_then(|at| places.get(at)) {
                        errors.push(clash(path, text, &rule, other));
                        continue;
                    }
                    places.push((path.clone(), text.clone()));
                    compiled.pack.rules.push(rule);
                    compiled.examples.extend(examples);
                }
                Err(error) => errors.push(error),
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        compiled.pack.rules.sort_by(|a, b| a.id.cmp(&b.id));
        compiled.pack.schemas = self.schemas.clone();
        Ok(compiled)
    }
}

fn clash(path: &str, text: &str, rule: &Rule, other: &File) -> PackError {
    let at = text.find(&rule.id).unwrap_or(0);
    PackError {
        path: path.to_owned(),
        text: text.into(),
        range: at..at + rule.id.len(),
        message: format!("{} has the same id or name", other.0),
        help: Some("ids and names are never used twice, also not for a changed copy".into()),
    }
}

impl Pack {
    /// The compiled form, for embedding.
    ///
    /// # Errors
    /// The encoder's words; a bug of ours.
    pub fn to_bytes(&self) -> Result<Vec<u8>, String> {
        postcard::to_stdvec(self).map_err(|error| error.to_string())
    }

    /// The pack of an embedded form.
    ///
    /// # Errors
    /// The decoder's words: the bytes are no pack of this version.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, String> {
        postcard::from_bytes(bytes).map_err(|error| error.to_string())
    }

    /// The number of the kind that a resource is of, if it is one of ours.
    #[must_use]
    pub fn kind_of(&self, identity: &Identity) -> Option<KindId> {
        let at = self.kinds.iter().position(|kind| kind.is(identity))?;
        u8::try_from(at).ok().map(KindId)
    }

    /// The schema of a kind: that of its Azure resource type, whose `properties` are a manifest's `spec`.
    #[must_use]
    pub fn schema(&self, kind: KindId) -> Option<&Schema> {
        self.schemas.get(self.kind(kind).arm.as_deref()?)
    }

    /// The kind with this number.
    ///
    /// # Panics
    /// If the number is none that this pack gave.
    #[must_use]
    pub fn kind(&self, kind: KindId) -> &Kind {
        &self.kinds[usize::from(kind.0)]
    }

    /// The schema of the manifests of a kind, in which `properties` are the `spec`, and how they differ from Azure's.
    pub(crate) fn manifest_schema<'p>(&'p self, kind: &'p Kind) -> Option<(&'p Schema, &'p Manifests)> {
        kind.manifest_schema(|| self.schemas.get(kind.arm.as_deref()?).cloned())
    }

    /// Whether a text names the API group of one of our kinds; the core group has no name. Groups that many use have
    /// kinds without an Azure type, and are not ours.
    pub(crate) fn mentions_kind(&self, text: &str) -> bool {
        let ours = self.kinds.iter().filter(|kind| kind.arm.is_some());
        let groups = ours.filter_map(|kind| kind.kubernetes.as_ref()).map(|(group, _)| group);
        groups.filter(|group| !group.is_empty()).any(|group| text.contains(group.as_str()))
    }

    /// Whether a text names the resource type of one of our kinds, or one above it.
    pub(crate) fn mentions_type(&self, text: &str) -> bool {
        let types = self.kinds.iter().filter_map(|kind| kind.arm.as_deref());
        let top = |of: &'_ str| of.match_indices('/').nth(1).map_or(of.len(), |(at, _)| at);
        types.map(|of| &of[..top(of)]).any(|of| text.contains(of))
    }

    /// The rule with this id or name.
    #[must_use]
    pub fn rule(&self, word: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.is_called(word))
    }

    /// Whether the rule judges this resource.
    pub(crate) fn applies(&self, rule: &Rule, kind: Option<KindId>, identity: &Identity) -> bool {
        match &rule.select {
            Select::Resources(kinds, patterns) => {
                kind.is_some_and(|kind| kinds.contains(kind))
                    || patterns.iter().any(|pattern| matches_type(pattern, identity))
            }
            Select::Native(check, _) => check.applies(self, kind, identity),
            Select::Detector(..) => false,
        }
    }
}

/// `apps/*/Deployment` and `apps/Deployment` for manifests, `Microsoft.Storage/*` for Bicep; `*` is anything
/// but `/`, at the end anything.
fn matches_type(pattern: &str, identity: &Identity) -> bool {
    let (full, short) = match identity {
        Identity::Kubernetes { group, version, kind } => {
            (format!("{group}/{version}/{kind}"), format!("{group}/{kind}"))
        }
        Identity::Arm { resource_type, .. } => (resource_type.to_string(), resource_type.to_string()),
    };
    let glob = |text: &str| {
        if let Some(start) = pattern.strip_suffix("/*") {
            return text.len() > start.len() && text.starts_with(start) && text.as_bytes()[start.len()] == b'/';
        }
        let (mut wanted, mut found) = (pattern.split('/'), text.split('/'));
        loop {
            match (wanted.next(), found.next()) {
                (None, None) => return true,
                (Some(wanted), Some(found)) if wanted == "*" || wanted.eq_ignore_ascii_case(found) => {}
                _ => return false,
            }
        }
    };
    glob(&full) || glob(&short)
}

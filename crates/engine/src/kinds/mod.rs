//! Kinds: what resources are, what they refer to, and what rules may ask of them. All of it is data, in
//! `rules/kinds/*.yaml`.

mod canonical;
mod drawing;
mod file;
mod manifests;
mod name_pattern;
mod shown;
mod table;

use std::sync::{Arc, OnceLock};

use aiolint_core::{FileId, Identity, Resource, Source};
use serde::{Deserialize, Serialize};

pub(crate) use canonical::{canonical, secret_spans};
pub use drawing::{Drawing, DrawingFile, Edge, EdgeFile, Leads, Line, LineFile, Shape, Way};
pub use file::{KindFile, OneOrMany};
pub use manifests::Manifests;
pub use name_pattern::NamePattern;
pub use shown::member_text;
pub(crate) use table::Table;

use crate::condition::Expr;
use crate::schema::Schema;

/// The number of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct KindId(pub u8);

/// A set of kinds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct KindSet(u64);

/// So many kinds there can be.
pub const MOST_KINDS: usize = 64;

impl KindSet {
    /// Adds a kind.
    pub fn insert(&mut self, kind: KindId) {
        self.0 |= 1 << kind.0;
    }

    /// Whether the kind is in the set.
    #[must_use]
    pub fn contains(self, kind: KindId) -> bool {
        self.0 & (1 << kind.0) != 0
    }

    /// Adds those of another set.
    pub fn extend(&mut self, other: Self) {
        self.0 |= other.0;
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The kinds, by number.
    pub fn iter(self) -> impl Iterator<Item = KindId> {
        let mut left = self.0;
        std::iter::from_fn(move || {
            let first = u8::try_from(left.trailing_zeros()).ok().filter(|_| left != 0)?;
            left &= left - 1;
            Some(KindId(first))
        })
    }
}

impl FromIterator<KindId> for KindSet {
    fn from_iter<I: IntoIterator<Item = KindId>>(kinds: I) -> Self {
        let mut set = Self::default();
        kinds.into_iter().for_each(|kind| set.insert(kind));
        set
    }
}

/// A kind.
#[derive(Debug, Serialize, Deserialize)]
pub struct Kind {
    /// Its name, as rules select it: `DataflowEndpoint`.
    pub name: String,
    /// What people call it: "data flow endpoint".
    pub title: String,
    /// API group and kind of its manifests, where it has some.
    pub kubernetes: Option<(String, String)>,
    /// Its Azure resource type, where it has one.
    pub arm: Option<String>,
    /// Where this holds, findings are only notes.
    pub demote: Option<Expr>,
    /// The paths whose values are members of an enumeration, with the canonical spellings.
    pub enums: Vec<(Vec<Step>, Vec<Arc<str>>)>,
    /// The paths whose text no output may show.
    pub secret: Vec<Vec<Step>>,
    /// How its resources are drawn, if they are.
    pub drawing: Option<Drawing>,
    /// How its manifests differ from the schema of the Azure type; without it they are not checked by one.
    pub manifests: Option<Manifests>,
    /// Members that the types of Azure require and practice leaves out, by path from the settings on.
    pub lenient: Vec<String>,
    /// Members of older schemas that have no effect any more, by path from the settings on: a fix removes them.
    pub obsolete: Vec<String>,
    /// Lists that are required and may be empty, by path from the settings on: a fix adds them.
    pub empty: Vec<String>,
    members: Vec<(String, Member)>,
    implicit: Option<String>,
    /// The schema of its manifests, once it was asked for.
    #[serde(skip)]
    manifest_schema: OnceLock<Schema>,
    #[serde(skip)]
    implicit_read: OnceLock<Vec<Resource>>,
}

/// A step of a path in a kind's file: `spec.operations[].operationType`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Step {
    /// The member with this name.
    Member(String),
    /// Every item of a list, or every member of a mapping.
    Each,
}

/// What rules may ask of a kind, beside what every resource has.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub enum Member {
    /// A named expression.
    Definition(Expr),
    /// A reference to other resources.
    Link(Link),
}

/// A reference to other resources.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct Link {
    /// The kinds that it may lead to.
    pub to: Vec<KindId>,
    /// How they are found.
    pub target: LinkTarget,
    /// Where in the resource the names stand, if there is a path to it.
    pub at: Vec<Vec<Step>>,
    /// How the name stands in what is written there, if that is more than the name.
    pub pattern: Option<NamePattern>,
    /// Names of what always exists and nobody declares.
    pub built_in: Vec<String>,
    /// Who usually makes what it leads to, where that is not done by files of a project: "secret sync".
    pub made_by: Option<String>,
}

/// How a link finds its resources.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub enum LinkTarget {
    /// By a name that the condition gives: `endpoint(ref)`.
    Argument,
    /// By a name that stands in the resource.
    Named(Expr),
    /// All of the kind that fulfil this condition, in which variable 0 is the candidate; an open list.
    All(Option<Expr>),
}

impl Kind {
    /// The definition or link with this name, and its number.
    #[must_use]
    pub fn member(&self, name: &str) -> Option<(usize, &Member)> {
        let at = self.members.binary_search_by(|(known, _)| known.as_str().cmp(name)).ok()?;
        self.members.get(at).map(|(_, member)| (at, member))
    }

    /// How many definitions and links it has.
    pub(crate) fn member_count(&self) -> usize {
        self.members.len()
    }

    /// Its links, with their names, in the order of these.
    pub fn links(&self) -> impl Iterator<Item = (&str, &Link)> {
        self.members.iter().filter_map(|(name, member)| match member {
            Member::Link(link) => Some((name.as_str(), link)),
            Member::Definition(_) => None,
        })
    }

    /// Whether a resource that says that it is `identity` is of this kind.
    #[must_use]
    pub fn is(&self, identity: &Identity) -> bool {
        match identity {
            Identity::Kubernetes { group, kind, .. } => {
                self.kubernetes.as_ref().is_some_and(|(own_group, own)| **group == **own_group && **kind == **own)
            }
            Identity::Arm { resource_type, .. } => {
                self.arm.as_ref().is_some_and(|own| own.eq_ignore_ascii_case(resource_type))
            }
        }
    }

    /// The resources of this kind that every installation has, whether they are written or not.
    pub fn implicit(&self) -> &[Resource] {
        self.implicit_read.get_or_init(|| {
            let Some(text) = &self.implicit else { return Vec::new() };
            let nowhere = Source::new(FileId::NONE, "".into(), "".into(), text.as_str().into());
            let reading = aiolint_yaml::read(&nowhere);
            reading.documents.iter().flat_map(aiolint_yaml::resources).collect()
        })
    }
}

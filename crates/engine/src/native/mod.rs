//! Native checks of a resource: those that ask data what may be there, which no condition of a rule can say. A rule
//! names one with `check:`, and gives its findings their explanation.

mod duplicate;
mod mend;
mod name;
mod parent;
mod placeholder;
mod reference;
mod schema;
mod version;
mod words;

use aiolint_core::{Fix, Identity, Label, Location, Severity};
use serde::{Deserialize, Serialize};

use crate::kinds::{KindId, KindSet};
use crate::pack::Pack;
use crate::references;
use crate::world::{ResourceId, World};

/// A native check of resources.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Native {
    /// No placeholder of documentation is left.
    Placeholder,
    /// The API version is one that was published.
    ApiVersion,
    /// The name is one that Azure or Kubernetes takes.
    Name,
    /// No other declaration of the resource is deployed together with this one.
    Duplicate,
    /// What belongs to another resource says to which one.
    Parent,
    /// What it refers to is there.
    Reference,
    /// Every property is known.
    UnknownProperty,
    /// No property needs a newer API version.
    NewerProperty,
    /// Every required property is there.
    MissingProperty,
    /// Every value is of the right type.
    WrongType,
    /// Every value of an enumeration is known.
    UnknownValue,
    /// Every value is within its bounds and matches its pattern.
    OutOfRange,
    /// No property is set that only Azure sets.
    ReadOnly,
}

impl Native {
    /// All, with their names as `check:` in a rule's front matter has them.
    pub const ALL: &[(&str, Self)] = &[
        ("resource.api-version", Self::ApiVersion),
        ("resource.name", Self::Name),
        ("resource.placeholder", Self::Placeholder),
        ("resource.duplicate", Self::Duplicate),
        ("resource.parent", Self::Parent),
        ("resource.reference", Self::Reference),
        ("schema.unknown-property", Self::UnknownProperty),
        ("schema.newer-property", Self::NewerProperty),
        ("schema.missing-property", Self::MissingProperty),
        ("schema.wrong-type", Self::WrongType),
        ("schema.unknown-value", Self::UnknownValue),
        ("schema.out-of-range", Self::OutOfRange),
        ("schema.read-only", Self::ReadOnly),
    ];

    /// The check with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, native)| *native)
    }

    /// Whether the check judges resources of this kind.
    pub(crate) fn applies(self, pack: &Pack, kind: Option<KindId>, identity: &Identity) -> bool {
        match (self, identity) {
            (Self::Duplicate | Self::Reference, _) => kind.is_some(),
            (Self::Parent, _) => kind.is_some() && matches!(identity, Identity::Arm { .. }),
            (_, Identity::Arm { resource_type, .. }) => pack.schemas.has(resource_type),
            (_, Identity::Kubernetes { group, kind: name, .. }) => {
                let has_own = pack.schemas.own(group, name).next().is_some();
                has_own || kind.is_some_and(|kind| pack.kind(kind).manifests.is_some())
            }
        }
    }
}

impl Native {
    /// Whether the check also judges what a file only refers to.
    pub(crate) fn judges_existing(self) -> bool {
        self == Self::Parent
    }
}

/// What a native check found.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// How much it matters; never more than the rule says.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// The place, which is underlined.
    pub at: Location,
    /// Where what stands there is written, if that is elsewhere.
    pub origin: Option<Location>,
    /// A few words at the place.
    pub label: String,
    /// Other places.
    pub labels: Vec<Label>,
    /// What to do.
    pub help: Option<String>,
    /// The places at which another finding, that matters as much, says the same with more knowledge.
    pub told_at: Vec<Location>,
    /// The path, as text that does not change when lines move.
    pub path: String,
    /// A change that mends it.
    pub fix: Option<Fix>,
}

impl Found {
    /// Something at a path of a resource, which nothing more is said of.
    fn new(severity: Severity, message: String, at: Location, path: impl Into<String>) -> Self {
        Self {
            severity,
            message,
            at,
            origin: None,
            label: String::new(),
            labels: Vec::new(),
            help: None,
            told_at: Vec::new(),
            path: path.into(),
            fix: None,
        }
    }
}

/// The native checks of one resource; what several of them ask is found out once.
pub(crate) struct Checks<'w> {
    world: &'w World<'w>,
    id: ResourceId,
    /// What deviates from the schema, once it was asked for.
    deviations: Option<Vec<(Native, Found)>>,
    /// The kinds whose resources were looked up.
    pub(crate) touched: KindSet,
}

impl<'w> Checks<'w> {
    pub(crate) fn new(world: &'w World<'w>, id: ResourceId) -> Self {
        Self { world, id, deviations: None, touched: KindSet::default() }
    }

    /// What a check finds.
    pub(crate) fn run(&mut self, check: Native) -> Vec<Found> {
        match check {
            Native::ApiVersion => version::check(self.world, self.id).into_iter().collect(),
            Native::Placeholder => placeholder::check(self.world, self.id),
            Native::Name => name::check(self.world, self.id).into_iter().collect(),
            Native::Duplicate => duplicate::check(self.world, self.id).into_iter().collect(),
            Native::Parent => parent::check(self.world, self.id).into_iter().collect(),
            Native::Reference => {
                self.touched.extend(references::touched(self.world, self.id));
                reference::check(self.world, self.id)
            }
            _ => {
                let all = self.deviations.get_or_insert_with(|| schema::check(self.world, self.id));
                all.iter().filter(|(of, _)| *of == check).map(|(_, found)| found.clone()).collect()
            }
        }
    }
}

//! All resources of a run, and how they find each other.

mod near;
mod secrets;
mod twins;

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, OnceLock};

use aiolint_core::{Location, Reason, Resource, Term, Value};

use crate::condition::{Defined, Inverse, only_compares};
use crate::facts::Facts;
use crate::fix::Sources;
use crate::kinds::{Kind, KindId, Link, LinkTarget};
use crate::pack::Pack;
use secrets::SecretTexts;

/// The number of a resource in a [`World`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ResourceId(u32);

/// What the run knows beside the files.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Whether the files hold all resources that there are: then what is not among them is absent.
    pub complete: bool,
    /// The namespace of manifests that name none.
    pub namespace: Option<Arc<str>>,
    /// The name of the instance that manifests belong to.
    pub instance: Option<Arc<str>>,
    /// The names of data flow endpoints that are deployed from elsewhere.
    pub external_endpoints: Arc<BTreeSet<String>>,
    /// Whether the files are about to be deployed as they are: then what is left to fill in is more than a note.
    pub deploy: bool,
}

/// All resources of a run.
pub struct World<'w> {
    pack: &'w Pack,
    settings: Settings,
    entries: Vec<Entry<'w>>,
    /// The texts of the files, and whether they are templates, once that was asked for.
    files: Vec<(&'w str, OnceLock<bool>)>,
    written: usize,
    by_kind: Vec<Vec<ResourceId>>,
    by_name: HashMap<(KindId, &'w str), Vec<ResourceId>>,
    /// By what the name is made of, and the file that it is read from: a Bicep symbol leads to its own resource,
    /// whatever its name is.
    by_terms: HashMap<Named, Vec<ResourceId>>,
    /// Resources that are only referred to.
    existing: HashMap<(KindId, &'w str), Vec<ResourceId>>,
    implicit: HashMap<(KindId, &'w str), ResourceId>,
    /// What is declared, by its folder, once that was asked for.
    by_folder: OnceLock<HashMap<Box<str>, Vec<ResourceId>>>,
    inverses: HashMap<usize, OnceLock<Inverse>>,
    /// What no message may show, once that was asked for.
    secret_texts: OnceLock<SecretTexts>,
    /// The files, for fixes.
    sources: Sources<'w>,
}

/// A kind, the number of a reading, and what a name in it is made of.
type Named = (KindId, u32, Box<[Term]>);

struct Entry<'w> {
    resource: &'w Resource,
    kind: Option<KindId>,
    /// The number of the reading of a file that it is from.
    reading: u32,
    path: &'w str,
    /// Its number among the files, if it stands in one.
    file: usize,
    /// The name of the resource at the top of what it belongs to, once that was asked for.
    top: OnceLock<Option<Box<str>>>,
    /// The values of its kind's definitions, once the first one was asked for.
    defined: OnceLock<Box<[OnceLock<Defined>]>>,
}

/// What a name leads to.
pub(crate) enum Candidates {
    /// To nothing, and that is known.
    None,
    /// To nothing that is here; it may be elsewhere.
    NotHere(Reason),
    /// To what is deployed from elsewhere, as the configuration says.
    External,
    /// To one of these.
    Some(Vec<ResourceId>),
}

/// Why nothing is known of an endpoint that is deployed from elsewhere.
pub(crate) const EXTERNAL: &str = "the configuration says that it is deployed from elsewhere";

impl<'w> World<'w> {
    /// The world of these files, which must come in the order of their paths.
    #[must_use]
    pub fn new(pack: &'w Pack, settings: Settings, files: impl IntoIterator<Item = &'w Facts>) -> Self {
        let kinds = pack.kinds.len();
        let mut world = Self {
            pack,
            settings,
            entries: Vec::new(),
            files: Vec::new(),
            written: 0,
            by_kind: vec![Vec::new(); kinds],
            by_name: HashMap::new(),
            by_terms: HashMap::new(),
            existing: HashMap::new(),
            implicit: HashMap::new(),
            by_folder: OnceLock::new(),
            inverses: inverses(pack),
            secret_texts: OnceLock::new(),
            sources: Sources::default(),
        };
        let mut first = 0;
        for file in files {
            for known in &file.resources {
                let id = world.push(&known.resource, known.kind, (first + known.reading, &file.source.path));
                if let Some(kind) = known.kind {
                    world.index(&known.resource, kind, id);
                }
            }
            world.sources.insert(&file.source);
            world.files.push((&file.source.text, OnceLock::new()));
            first += file.resources.last().map_or(0, |known| known.reading + 1);
        }
        world.written = world.entries.len();
        for (number, kind) in (0u8..).zip(&pack.kinds) {
            for resource in kind.implicit() {
                let id = world.push(resource, Some(KindId(number)), (u32::MAX, ""));
                world.implicit.extend(resource.name.known_text().map(|name| ((KindId(number), name), id)));
            }
        }
        world
    }

    fn index(&mut self, resource: &'w Resource, kind: KindId, id: ResourceId) {
        let name = &resource.name;
        if let Some(terms) = name.terms() {
            let reading = self.entries[id.0 as usize].reading;
            self.by_terms.entry((kind, reading, terms)).or_default().push(id);
        }
        // What is only referred to is no candidate where a name is all that is known.
        if !resource.existing {
            self.by_kind[usize::from(kind.0)].push(id);
        }
        if let Some(name) = name.known_text() {
            let names = if resource.existing { &mut self.existing } else { &mut self.by_name };
            names.entry((kind, name)).or_default().push(id);
        }
    }

    fn push(&mut self, resource: &'w Resource, kind: Option<KindId>, (reading, path): (u32, &'w str)) -> ResourceId {
        let id = ResourceId(u32::try_from(self.entries.len()).unwrap_or(u32::MAX));
        let (top, defined) = (OnceLock::new(), OnceLock::new());
        let file = self.files.len();
        self.entries.push(Entry { resource, kind, reading, path, file, top, defined });
        id
    }

    /// The resources that stand in files, in their order.
    pub fn written(&self) -> impl Iterator<Item = ResourceId> + use<> {
        (0..u32::try_from(self.written).unwrap_or(u32::MAX)).map(ResourceId)
    }

    /// The resource.
    #[must_use]
    pub fn resource(&self, id: ResourceId) -> &'w Resource {
        self.entries[id.0 as usize].resource
    }

    /// Its kind, if it is one of ours.
    #[must_use]
    pub fn kind_of(&self, id: ResourceId) -> Option<&'w Kind> {
        self.kind_id(id).and_then(|kind| self.pack.kinds.get(usize::from(kind.0)))
    }

    /// The number of its kind.
    #[must_use]
    pub fn kind_id(&self, id: ResourceId) -> Option<KindId> {
        self.entries[id.0 as usize].kind
    }

    /// The files, for those who make fixes.
    pub(crate) fn sources(&self) -> &Sources<'w> {
        &self.sources
    }

    /// What the run knows beside the files.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The rules and kinds.
    #[must_use]
    pub fn pack(&self) -> &'w Pack {
        self.pack
    }

    /// The resources of these kinds in the file of `from` whose name is made of the same as this one. One that is
    /// only referred to leads on to what is declared with its name, if that is here.
    pub(crate) fn resolve_terms(&self, from: ResourceId, kinds: &[KindId], name: &Value) -> Vec<ResourceId> {
        let Some(terms) = name.terms() else { return Vec::new() };
        let reading = self.entries[from.0 as usize].reading;
        let of_kind = |kind: &KindId| self.by_terms.get(&(*kind, reading, terms.clone()));
        let mut found: Vec<ResourceId> = kinds.iter().filter_map(of_kind).flatten().copied().collect();
        if found.iter().any(|id| !self.resource(*id).existing) {
            found.retain(|id| !self.resource(*id).existing);
        }
        match (&found[..], name.known_text()) {
            ([only], Some(name)) if self.resource(*only).existing => match self.resolve(from, kinds, name) {
                Candidates::Some(declared) => declared,
                _ => found,
            },
            _ => found,
        }
    }

    /// The resources of these kinds with this name, as seen from `from`: those of the nearest tier that has
    /// one (same file, same folder, its ancestors, elsewhere), in a namespace that can be the same.
    pub(crate) fn resolve(&self, from: ResourceId, kinds: &[KindId], name: &str) -> Candidates {
        let start = &self.entries[from.0 as usize];
        let mut nearest: Option<(Tier, Vec<ResourceId>)> = None;
        for id in kinds.iter().filter_map(|kind| self.by_name.get(&(*kind, name))).flatten().copied() {
            let found = &self.entries[id.0 as usize];
            let other_reading = start.path == found.path && start.reading != found.reading;
            if other_reading || !self.may_share_installation(from, id) {
                continue;
            }
            let tier = tier(start, found);
            match &mut nearest {
                Some((best, ids)) if *best == tier => ids.push(id),
                Some((best, _)) if *best < tier => {}
                _ => nearest = Some((tier, vec![id])),
            }
        }
        let implicit = kinds.iter().find_map(|kind| self.implicit.get(&(*kind, name)));
        match nearest {
            Some((tier, mut ids)) => {
                // A redeclaration far away may be of another installation than this one.
                ids.extend(implicit.filter(|_| tier == Tier::Elsewhere));
                Candidates::Some(ids)
            }
            None => match implicit {
                Some(id) => Candidates::Some(vec![*id]),
                None if self.is_external(kinds, name) => Candidates::External,
                None if self.settings.complete && !self.has_unnamed(kinds) => Candidates::None,
                None => {
                    let title =
                        kinds.first().map_or("resource", |kind| self.pack.kinds[usize::from(kind.0)].title.as_str());
                    Candidates::NotHere(Reason::new(format!("no {title} named `{name}` is in these files")))
                }
            },
        }
    }

    fn has_unnamed(&self, kinds: &[KindId]) -> bool {
        let ids = kinds.iter().flat_map(|kind| &self.by_kind[usize::from(kind.0)]);
        ids.into_iter().any(|id| self.resource(*id).name.known_text().is_none())
    }

    /// All written resources of these kinds.
    pub(crate) fn of_kinds(&self, kinds: &[KindId]) -> impl Iterator<Item = ResourceId> {
        kinds.iter().flat_map(|kind| &self.by_kind[usize::from(kind.0)]).copied()
    }

    /// Why there may be more resources than are written here, if there may.
    pub(crate) fn may_be_more(&self) -> Option<Reason> {
        (!self.settings.complete).then(|| Reason::new("other files may hold more resources"))
    }

    /// The place for the value of a definition, by its number.
    pub(crate) fn defined(&self, of: ResourceId, number: usize) -> Option<&OnceLock<Defined>> {
        let count = || self.kind_of(of).map_or(0, Kind::member_count);
        let values =
            self.entries[of.0 as usize].defined.get_or_init(|| (0..count()).map(|_| OnceLock::new()).collect());
        values.get(number)
    }

    /// A link with a condition, asked of all resources at once, if it can be.
    pub(crate) fn inverse<'s: 'w>(&'s self, link: &'s Link) -> Option<&'s Inverse> {
        let LinkTarget::All(Some(condition)) = &link.target else { return None };
        let inverse = self.inverses.get(&std::ptr::from_ref(link).addr())?;
        Some(inverse.get_or_init(|| Inverse::new(self, link, condition)))
    }
}

/// The links that can be asked of all resources at once, by their address in the pack.
fn inverses(pack: &Pack) -> HashMap<usize, OnceLock<Inverse>> {
    let links = pack.kinds.iter().flat_map(Kind::links).map(|(_, link)| link);
    let inverse = |link: &&Link| matches!(&link.target, LinkTarget::All(Some(condition)) if only_compares(condition));
    links.filter(inverse).map(|link| (std::ptr::from_ref(link).addr(), OnceLock::new())).collect()
}

/// How near one resource is to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Tier {
    SameFile,
    SameFolder,
    /// So many folders up.
    Ancestor(usize),
    Elsewhere,
}

fn tier(from: &Entry<'_>, to: &Entry<'_>) -> Tier {
    let (here, there) = (near::folder(from.path), near::folder(to.path));
    if from.path == to.path {
        return Tier::SameFile;
    }
    if here == there {
        return Tier::SameFolder;
    }
    match here.strip_prefix(there) {
        Some(below) if there.is_empty() => Tier::Ancestor(below.split('/').count()),
        Some(below) if below.starts_with('/') => Tier::Ancestor(below.matches('/').count()),
        _ => Tier::Elsewhere,
    }
}

/// The key of the choice between these resources: the same choice from wherever it is made.
pub(crate) fn choice_key(ids: &[ResourceId]) -> u64 {
    // FNV-1a: the keys of one evaluation are few, and never leave it.
    ids.iter().fold(0xcbf2_9ce4_8422_2325, |hash, id| (hash ^ u64::from(id.0)).wrapping_mul(0x0100_0000_01b3))
}

/// The place of a resource that stands for it as a whole: its name, or else where it begins.
#[must_use]
pub fn header(resource: &Resource) -> Location {
    let kind = resource.body.get("kind").map(|kind: &Value| kind.at);
    let name = Some(resource.name.at).filter(|at| at.is_written() && at.span.end > at.span.start);
    name.or(kind).unwrap_or(resource.extent)
}

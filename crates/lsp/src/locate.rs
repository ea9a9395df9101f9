//! What stands at a place of a file.

use aiolint_core::{Data, FileId, Language, Location, Span, Value};
use aiolint_engine::world::{ResourceId, World};

/// So many values are looked at: aliases can make a small file endless.
const MOST_VALUES: usize = 400_000;

/// A step from a value to one in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step<'w> {
    /// The member with this name.
    Member(&'w str),
    /// The item with this number.
    Item(usize),
}

/// A value of a resource, at the place that was asked for.
#[derive(Clone, Debug)]
pub(crate) struct Spot<'w> {
    pub resource: ResourceId,
    /// The way to it from the top of the resource.
    pub path: Vec<Step<'w>>,
    pub value: &'w Value,
    /// Whether the place is in its key.
    pub is_key: bool,
    /// The bytes that are meant.
    pub span: Span,
}

/// The values that the smallest span around an offset belongs to: one of each resource that has it.
pub(crate) fn spots<'w>(world: &World<'w>, file: FileId, offset: u32) -> Vec<Spot<'w>> {
    let mut search = Search { file, offset, resource: None, path: Vec::new(), found: Vec::new(), left: MOST_VALUES };
    for id in near(world, file, offset) {
        search.resource = Some(id);
        search.look(&world.resource(id).body);
        search.path.clear();
    }
    let least = search.found.iter().map(|spot| spot.span.end - spot.span.start).min();
    let mut found = search.found;
    found.retain(|spot| Some(spot.span.end - spot.span.start) == least);
    found
}

/// The resources that may have something at a place: a manifest's values stand in it, those of a template anywhere.
fn near<'w>(world: &World<'w>, file: FileId, offset: u32) -> impl Iterator<Item = ResourceId> {
    let has = move |at: Location| at.file == file && at.span.start <= offset && offset <= at.span.end;
    let all: Vec<ResourceId> = world.written().collect();
    let is_near = |id: &ResourceId| {
        let resource = world.resource(*id);
        resource.language == Language::Bicep || has(resource.extent)
    };
    all.into_iter().filter(is_near).collect::<Vec<_>>().into_iter()
}

struct Search<'w> {
    file: FileId,
    offset: u32,
    resource: Option<ResourceId>,
    path: Vec<Step<'w>>,
    found: Vec<Spot<'w>>,
    left: usize,
}

impl<'w> Search<'w> {
    fn look(&mut self, value: &'w Value) {
        if self.left == 0 {
            return;
        }
        self.left -= 1;
        if let Some(key) = value.key.filter(|key| self.has(*key)) {
            self.add(value, key.span, true);
        }
        match &value.data {
            Data::Map(map) => {
                for entry in map.entries() {
                    self.within(Step::Member(&entry.name), &entry.value);
                }
            }
            Data::List(list) => {
                for (number, item) in list.items.iter().enumerate() {
                    self.within(Step::Item(number), item);
                }
            }
            _ => {
                let places = std::iter::once(value.at).chain(value.origin);
                let at = places.into_iter().find(|at| self.has(*at));
                at.into_iter().for_each(|at| self.add(value, at.span, false));
            }
        }
    }

    fn within(&mut self, step: Step<'w>, value: &'w Value) {
        self.path.push(step);
        self.look(value);
        self.path.pop();
    }

    fn has(&self, at: Location) -> bool {
        at.file == self.file && at.span.start <= self.offset && self.offset <= at.span.end
    }

    fn add(&mut self, value: &'w Value, span: Span, is_key: bool) {
        if let Some(resource) = self.resource {
            self.found.push(Spot { resource, path: self.path.clone(), value, is_key, span });
        }
    }
}

/// A path as schemas have it: `[]` for any item.
pub(crate) fn schema_path<'w>(path: &[Step<'w>]) -> Vec<&'w str> {
    let step = |step: &Step<'w>| match step {
        Step::Member(name) => *name,
        Step::Item(_) => "[]",
    };
    path.iter().map(step).collect()
}

//! What stands at a place of a file.

use aiolint_core::{Data, Language, Location, Span, Value};
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

/// The values that the smallest span around a place belongs to: one of each resource that has it.
pub(crate) fn spots<'w>(world: &World<'w>, place: Location) -> Vec<Spot<'w>> {
    let mut search = Search { place, resource: None, path: Vec::new(), found: Vec::new(), left: MOST_VALUES };
    for id in near(world, place) {
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
fn near(world: &World<'_>, place: Location) -> impl Iterator<Item = ResourceId> {
    world.written().filter(move |id| {
        let resource = world.resource(*id);
        resource.language == Language::Bicep || resource.extent.touches(place)
    })
}

struct Search<'w> {
    place: Location,
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
        if let Some(key) = value.key.filter(|key| key.touches(self.place)) {
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
                let at = places.into_iter().find(|at| at.touches(self.place));
                at.into_iter().for_each(|at| self.add(value, at.span, false));
            }
        }
    }

    fn within(&mut self, step: Step<'w>, value: &'w Value) {
        self.path.push(step);
        self.look(value);
        self.path.pop();
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

//! Names of resources, and what refers to them, across files and languages.

use aiolint_core::{FileId, Language, Location, Value};
use aiolint_engine::references::{Leads, Reference, references};
use aiolint_engine::world::{ResourceId, World};

/// What stands at a place: the name of resources, or a reference to some.
pub(crate) struct Named {
    /// The place, for the editor to mark.
    pub at: Location,
    /// The resources that are meant.
    pub resources: Vec<ResourceId>,
}

/// What the name or the reference at a place means.
pub(crate) fn named(world: &World<'_>, place: Location) -> Option<Named> {
    let mut found: Option<Named> = None;
    let mut add = |at: Location, resources: Vec<ResourceId>| match &mut found {
        Some(known) if known.at == at => known.resources.extend(resources),
        Some(_) => {}
        None => found = Some(Named { at, resources }),
    };
    for id in in_file(world, place.file) {
        for (at, reference) in places(&references(world, id)) {
            if at.touches(place) {
                add(at, targets(reference).to_vec());
            }
        }
        if let Some(at) = name_places(&world.resource(id).name).find(|at| at.touches(place)) {
            add(at, vec![id]);
        }
    }
    if let Some(found) = &mut found {
        found.resources.sort_unstable();
        found.resources.dedup();
    }
    found
}

/// The places of the names of these resources, and those of what refers to them.
pub(crate) fn mentions(world: &World<'_>, of: &[ResourceId], within: Option<FileId>) -> (Vec<Location>, Vec<Location>) {
    let inside = |at: &Location| at.is_written() && within.is_none_or(|file| at.file == file);
    let names = of.iter().flat_map(|id| name_places(&world.resource(*id).name).next());
    let mut names: Vec<Location> = names.filter(inside).collect();
    let mut found = Vec::new();
    for id in world.written() {
        if within.is_some_and(|file| !may_be_in(world, id, file)) {
            continue;
        }
        let all = references(world, id);
        let leading = all.iter().filter(|reference| targets(reference).iter().any(|id| of.contains(id)));
        found.extend(leading.map(|reference| reference.at).filter(inside));
    }
    for all in [&mut names, &mut found] {
        all.sort_unstable();
        all.dedup();
    }
    found.retain(|at| !names.contains(at));
    (names, found)
}

/// The references at a place.
pub(crate) fn references_at<'w>(world: &'w World<'w>, place: Location) -> Vec<Reference<'w>> {
    let has = |at: Location| at.touches(place);
    let all = in_file(world, place.file).flat_map(|id| references(world, id));
    all.filter(|it| has(it.at) || it.origin.is_some_and(has)).collect()
}

/// The resources that a reference leads to, or perhaps does.
pub(crate) fn targets<'r>(reference: &'r Reference<'_>) -> &'r [ResourceId] {
    match &reference.leads {
        Leads::To(ids) | Leads::Perhaps(ids, _) => ids,
        Leads::BuiltIn | Leads::NotHere(_) | Leads::Nothing | Leads::Unknown(_) => &[],
    }
}

fn places<'r, 'w>(all: &'r [Reference<'w>]) -> impl Iterator<Item = (Location, &'r Reference<'w>)> {
    all.iter().flat_map(|it| std::iter::once(it.at).chain(it.origin).map(move |at| (at, it)))
}

/// Where a resource's name is written.
fn name_places(name: &Value) -> impl Iterator<Item = Location> {
    std::iter::once(name.at).chain(name.origin).filter(|at| at.is_written())
}

/// The resources whose names and references may stand in a file.
fn in_file<'w>(world: &'w World<'w>, file: FileId) -> impl Iterator<Item = ResourceId> + 'w {
    world.written().filter(move |id| may_be_in(world, *id, file))
}

/// Whether something of a resource may stand in a file: a template's values come from anywhere.
fn may_be_in(world: &World<'_>, id: ResourceId, file: FileId) -> bool {
    let resource = world.resource(id);
    resource.language == Language::Bicep || resource.extent.file == file
}

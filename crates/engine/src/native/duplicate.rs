//! Whether a resource was declared before, by what is surely deployed together with it.

use aiolint_core::{Label, Severity};

use super::Found;
use super::words::quoted;
use crate::judge::resource_name;
use crate::world::{ResourceId, World, header};

/// What is wrong with a second declaration.
pub(super) fn check(world: &World<'_>, id: ResourceId) -> Option<Found> {
    let first = world.declared_before(id)?;
    let title = world.kind_of(id)?.title.as_str();
    let name = resource_name(world, id).name;
    let here = |id| {
        let name = &world.resource(id).name;
        if name.at.is_written() { name.at } else { header(world.resource(id)) }
    };
    let labels = vec![Label { location: here(first), message: "declared here first".into() }];
    Some(Found {
        severity: Severity::Error,
        message: format!("the {title} `{}` is declared twice", quoted(&name)),
        at: here(id),
        origin: None,
        label: "declared again".into(),
        labels,
        why: None,
        help: Some("remove one of them, or give it a name of its own".into()),
        told_at: Vec::new(),
        path: "name".into(),
        fix: None,
    })
}

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
    let labels = vec![Label { location: header(world.resource(first)), message: "declared here first".into() }];
    let message = format!("the {title} `{}` is declared twice", quoted(&name));
    Some(Found {
        label: "declared again".into(),
        labels,
        help: Some("remove one of them, or give it a name of its own".into()),
        ..Found::new(Severity::Error, message, header(world.resource(id)), "name")
    })
}

//! Whether a Bicep resource says which resource it belongs to, where its type needs one.

use aiolint_core::{Data, Identity, Severity};

use super::Found;
use super::words::quoted;
use crate::world::{ResourceId, World, header};

/// What is wrong with a child that belongs to nobody.
pub(super) fn check(world: &World<'_>, id: ResourceId) -> Option<Found> {
    let resource = world.resource(id);
    let Identity::Arm { resource_type, .. } = &resource.identity else { return None };
    let segments: Vec<&str> = resource_type.split('/').collect();
    let [_, .., above, _] = segments[..] else { return None };
    let own = resource.name.known_text()?;
    if !matches!(resource.parent.data, Data::Absent) || own.contains('/') {
        return None;
    }
    let title = world.kind_of(id)?.title.as_str();
    let severity = if resource.existing { Severity::Warning } else { Severity::Error };
    let message = format!("the {title} `{}` belongs to no resource of the type `…/{above}`", quoted(own));
    Some(Found {
        origin: resource.name.origin,
        label: "no `parent`, and a name of one segment".into(),
        help: Some("add `parent:` with the symbol of the resource that it belongs to".into()),
        ..Found::new(severity, message, header(resource), "parent")
    })
}

//! Whether what a resource refers to is there.

use aiolint_core::{Label, Severity};

use super::Found;
use super::words::quoted;
use crate::condition::{Eval, Truth};
use crate::kinds::KindId;
use crate::references::{Leads, Reference, references};
use crate::suggest::{is_misspelt, nearest};
use crate::world::{ResourceId, World, header};

/// The references that lead nowhere in these files.
pub(super) fn check<'w>(world: &'w World<'w>, id: ResourceId) -> Vec<Found> {
    let all = references(world, id);
    let mut found: Vec<_> = all.iter().filter_map(|reference| unresolved(world, id, reference)).collect();
    let demote = world.kind_of(id).and_then(|kind| kind.demote.as_ref()).filter(|_| !found.is_empty());
    if demote.is_some_and(|demote| Eval::new(world, Some(id)).truth(demote) == Truth::True) {
        found.iter_mut().for_each(|found| found.severity = Severity::Note);
    }
    found
}

fn unresolved(world: &World<'_>, id: ResourceId, reference: &Reference<'_>) -> Option<Found> {
    let severity = match (&reference.leads, reference.made_by) {
        (Leads::Nothing, None) => Severity::Error,
        (Leads::Nothing, Some(_)) | (Leads::NotHere(_), None) => Severity::Note,
        // What others make need not be in files: only a misspelt name is worth a word.
        (Leads::NotHere(_), Some(_)) => Severity::Warning,
        _ => return None,
    };
    let name = reference.name.as_deref()?;
    let title = titles(world, reference.to);
    let message = format!("no {title} named `{}` is in these files", quoted(name));
    let at = if reference.at.is_written() { reference.at } else { header(world.resource(id)) };
    let found = Found {
        origin: reference.origin,
        told_at: vec![reference.at],
        ..Found::new(severity, message, at, reference.path.as_str())
    };
    if let Some((meant, known)) = meant(world, id, reference.to, name) {
        let at = world.resource(meant).name.at;
        let here = Label { location: at, message: format!("`{}` is declared here", quoted(known)) };
        return Some(Found {
            severity: severity.max(Severity::Warning),
            label: format!("did you mean `{}`?", quoted(known)),
            labels: Some(here).filter(|here| here.location.is_written()).into_iter().collect(),
            help: Some(format!("write `{}`, or declare `{}`", quoted(known), quoted(name))),
            ..found
        });
    }
    match (&reference.leads, reference.made_by) {
        (Leads::NotHere(_), Some(_)) => None,
        (Leads::NotHere(_), None) => Some(Found {
            label: "declared elsewhere?".into(),
            help: Some(format!("check the name, or check together with the files that declare the {title}")),
            ..found
        }),
        (_, Some(made_by)) => Some(Found { help: Some(format!("{made_by} may make it")), ..found }),
        _ => Some(Found {
            label: format!("no {title} has this name"),
            help: Some("declare it, or correct the name: the configuration says that the files are complete".into()),
            ..found
        }),
    }
}

/// The resource that a misspelt name means, and its name.
fn meant<'w>(world: &World<'w>, from: ResourceId, kinds: &[KindId], name: &str) -> Option<(ResourceId, &'w str)> {
    let named = |id: ResourceId| Some((id, world.resource(id).name.known_text()?));
    let known: Vec<_> = world.neighbours(from, kinds).into_iter().filter_map(named).collect();
    let names: Vec<&str> = known.iter().map(|(_, known)| *known).collect();
    let near = nearest(name, &names).filter(|near| is_misspelt(name, near))?;
    known.into_iter().find(|(_, known)| *known == near)
}

/// "Secret or secret sync".
fn titles(world: &World<'_>, kinds: &[KindId]) -> String {
    let titles: Vec<&str> = kinds.iter().map(|kind| world.pack().kind(*kind).title.as_str()).collect();
    titles.join(" or ")
}

//! `textDocument/completion` and `completionItem/resolve`: properties and values that the schema knows, and the names of
//! resources that a reference may lead to.

mod keys;
mod slot;

use std::collections::BTreeSet;
use std::sync::Arc;

use aiolint_core::Identity;
use aiolint_engine::facts::Facts;
use aiolint_engine::references::{candidates, references};
use aiolint_engine::schema::{Known, of_resource};
use aiolint_engine::world::{ResourceId, World, header};
use gen_lsp_types::{CompletionItem, CompletionItemKind, Position, Range, TextDocumentIdentifier, TextEdit};
use serde::{Deserialize, Serialize};

use super::asked::Asked;
use super::keys::Keyed;
use super::symbols::name_of;
use crate::describe::{self, Context as _};
use crate::markdown::markup;
use crate::outbox::value;
use crate::server::Server;
use slot::{Slot, WORD, in_resource};

/// The parameters of `textDocument/completion`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Params {
    text_document: TextDocumentIdentifier,
    position: Position,
    #[serde(default)]
    context: Option<Context>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Context {
    #[serde(default)]
    trigger_character: Option<String>,
}

/// What an item is about, to tell more of it when it is asked for.
#[derive(Serialize, Deserialize)]
struct About {
    /// A resource type and its API version, or an API group, its version and a kind.
    of: Vec<String>,
    /// The way to the property.
    path: Vec<String>,
}

/// What can be written at a place.
pub(crate) fn completion(server: &mut Server<'_>, params: &Params) -> Option<Vec<CompletionItem>> {
    // Nobody wants a list of properties for having typed a space.
    let is_triggered = params.context.as_ref().is_some_and(|context| context.trigger_character.is_some());
    if let Some(asked) = Keyed::of(server, &params.text_document) {
        return keys::completion(&asked, params.position, is_triggered);
    }
    let asked = Asked::of(server, &params.text_document)?;
    let offset = asked.offset(params.position);
    let (slot, (facts, number)) = in_resource(asked.pack(), &asked.source, offset, is_triggered)?;
    let range = asked.range(slot.span);
    let place = Place { slot, facts, number };
    let items = if place.slot.is_key { properties(&asked, &place, range) } else { values(&asked, &place, range) };
    Some(items)
}

/// A place in a resource where something can be written.
struct Place {
    slot: Slot,
    /// The file as it was read with the word.
    facts: Facts,
    /// The number of the resource in it.
    number: usize,
}

impl Place {
    fn identity(&self) -> &Identity {
        &self.facts.resources[self.number].resource.identity
    }
}

/// The properties that are not there yet; what only Azure sets is left out.
fn properties(asked: &Asked<'_>, place: &Place, range: Range) -> Vec<CompletionItem> {
    let (slot, identity) = (&place.slot, place.identity());
    let Some(schema) = of_resource(asked.pack(), identity) else { return Vec::new() };
    let path = slot.found.schema_path();
    let parent = &path[..path.len().saturating_sub(1)];
    let is_new = |known: &Known<'_>| !known.read_only && !slot.found.siblings.iter().any(|name| **name == *known.name);
    let known = schema.properties(parent).into_iter().filter(is_new);
    let item = |known: Known<'_>| {
        let path = parent.iter().map(|step| (*step).to_owned()).chain([known.name.to_owned()]).collect();
        let text = if slot.has_colon { known.name.to_owned() } else { format!("{}: ", known.name) };
        CompletionItem {
            kind: Some(CompletionItemKind::Property),
            detail: known.of.map(|of| of.to_string()),
            // What is required comes first.
            sort_text: Some(format!("{} {}", u8::from(!known.required), known.name)),
            data: Some(value(About { of: words_of(identity), path })),
            ..item(known.name, text, range)
        }
    };
    known.map(item).collect()
}

/// The values that the schema knows, and the names of the resources that can be meant.
fn values(asked: &Asked<'_>, place: &Place, range: Range) -> Vec<CompletionItem> {
    let (slot, identity) = (&place.slot, place.identity());
    let mut items = Vec::new();
    let path = slot.found.schema_path();
    let of = words_of(identity);
    for known in of_resource(asked.pack(), identity).and_then(|schema| schema.property(&path)).into_iter() {
        let path: Vec<String> = path.iter().map(|step| (*step).to_owned()).collect();
        items.extend(known.values.iter().map(|name| CompletionItem {
            kind: Some(CompletionItemKind::EnumMember),
            data: Some(value(About { of: of.clone(), path: path.clone() })),
            ..item(name, slot.written(name), range)
        }));
    }
    items.extend(named(asked, place).into_iter().map(|(name, detail)| CompletionItem {
        kind: Some(CompletionItemKind::Reference),
        detail: Some(detail),
        ..item(&name, slot.written(&name), range)
    }));
    items
}

/// The names of the resources that a reference in the slot may lead to, with what they are.
fn named(asked: &Asked<'_>, place: &Place) -> Vec<(String, String)> {
    let workspace = asked.workspace();
    // The file as it was read with the word, in the place of the one that is there.
    let replaced = |facts: &'_ Facts| facts.source.id == place.facts.source.id;
    let facts = workspace.all_facts().map(|facts| if replaced(facts) { &place.facts } else { facts });
    let facts: Vec<&Facts> = facts.collect();
    let before = facts.iter().take_while(|facts| facts.source.id != place.facts.source.id);
    let number = before.map(|facts| facts.resources.len()).sum::<usize>() + place.number;
    let world = World::new(asked.pack(), workspace.settings().clone(), facts);
    let Some(from) = world.written().nth(number) else { return Vec::new() };
    let all = references(&world, from);
    let meant = all.iter().filter(|it| it.name.as_deref() == Some(WORD) || it.value.known_text() == Some(WORD));
    let kinds: BTreeSet<_> = meant.flat_map(|reference| reference.to.iter().copied()).collect();
    let kinds: Vec<_> = kinds.into_iter().collect();
    let mut seen = BTreeSet::new();
    let candidates = candidates(&world, from, &kinds).into_iter().filter_map(|id| {
        let name = world.resource(id).name.known_text()?.to_owned();
        seen.insert(name.clone()).then(|| (name, detail(asked, &world, id)))
    });
    candidates.collect()
}

fn detail(asked: &Asked<'_>, world: &World<'_>, id: ResourceId) -> String {
    let title = world.kind_of(id).map_or_else(|| name_of(world, id), |kind| kind.title.clone());
    match asked.place(header(world.resource(id))).filter(|_| !world.is_implicit(id)) {
        Some(place) => format!("{title}, {place}"),
        None => format!("{title} of every installation"),
    }
}

fn item(label: &str, new_text: String, range: Range) -> CompletionItem {
    let edit = TextEdit { range, new_text };
    CompletionItem { label: label.to_owned(), text_edit: Some(edit.into()), ..CompletionItem::default() }
}

/// Adds the documentation of an item.
pub(crate) fn resolve(server: &mut Server<'_>, item: &CompletionItem) -> CompletionItem {
    let mut item = item.clone();
    let about = item.data.clone().and_then(|data| serde_json::from_value::<About>(data).ok());
    let words = about.and_then(|about| {
        let identity = identity(&about.of)?;
        let path: Vec<&str> = about.path.iter().map(String::as_str).collect();
        server.projects.iter().filter_map(crate::projects::Project::opened).find_map(|opened| {
            let schema = of_resource(&opened.pack, &identity)?;
            schema.property(&path).map(|known| describe::property(schema, &known))
        })
    });
    if let Some(value) = words {
        item.documentation = Some(markup(value, server.client.markdown_in_completion).into());
    }
    item
}

fn words_of(identity: &Identity) -> Vec<String> {
    let words: Vec<&Arc<str>> = match identity {
        Identity::Arm { resource_type, api_version } => vec![resource_type, api_version],
        Identity::Kubernetes { group, version, kind } => vec![group, version, kind],
    };
    words.into_iter().map(ToString::to_string).collect()
}

fn identity(words: &[String]) -> Option<Identity> {
    let word = |number: usize| words.get(number).map(|word| Arc::from(word.as_str()));
    match words.len() {
        2 => Some(Identity::Arm { resource_type: word(0)?, api_version: word(1)? }),
        3 => Some(Identity::Kubernetes { group: word(0)?, version: word(1)?, kind: word(2)? }),
        _ => None,
    }
}

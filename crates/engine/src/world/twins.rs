//! Resources that are declared twice.

use aiolint_core::{Data, Language, Resource, Value};

use super::{ResourceId, World};

/// So many levels of what a resource belongs to are compared.
const MOST_LEVELS: usize = 8;

/// With so many of its name a resource is compared.
const MOST_COMPARED: usize = 300;

impl World<'_> {
    /// The first declaration of the same resource before this one, by what is surely deployed together with it: in
    /// the same manifest file, or in the same deployment of the same template. What depends on a condition, is made
    /// by a template or patched may be one or the other.
    pub(crate) fn declared_before(&self, id: ResourceId) -> Option<ResourceId> {
        let kind = self.kind_id(id)?;
        let resource = self.resource(id);
        if resource.existing {
            return None;
        }
        let reading = self.entries[id.0 as usize].reading;
        let found = match (resource.name.known_text(), resource.name.terms()) {
            (Some(name), _) => self.by_name.get(&(kind, name)).map_or(&[][..], |ids| self.of_reading(ids, reading)),
            (None, Some(terms)) => self.by_terms.get(&(kind, reading, terms)).map_or(&[][..], Vec::as_slice),
            (None, None) => return None,
        };
        found.iter().copied().take_while(|other| *other < id).take(MOST_COMPARED).find(|other| self.is_twin(*other, id))
    }

    /// The resources of a reading, of some that are in order.
    pub(super) fn of_reading<'i>(&self, ids: &'i [ResourceId], reading: u32) -> &'i [ResourceId] {
        let of = |id: &ResourceId| self.entries[id.0 as usize].reading;
        let start = ids.partition_point(|id| of(id) < reading);
        let end = ids.partition_point(|id| of(id) <= reading);
        &ids[start..end]
    }

    fn is_twin(&self, a: ResourceId, b: ResourceId) -> bool {
        let (of, other) = (self.resource(a), self.resource(b));
        match (of.language, other.language) {
            (Language::Yaml, Language::Yaml) => {
                !is_open(of) && !is_open(other) && is_same_namespace(of, other) && !self.is_in_template(a)
            }
            (Language::Bicep, Language::Bicep) => {
                let is_conditional =
                    of.condition.is_some() || other.condition.is_some() || other.existing || of.existing;
                // Each turn of a loop around the calls is a deployment of its own.
                let is_same_turn = of.extent != other.extent || of.calls.is_empty();
                !is_conditional
                    && of.calls == other.calls
                    && is_same_turn
                    && !has_scope(of)
                    && !has_scope(other)
                    && self.is_same_name(a, b, MOST_LEVELS)
            }
            _ => false,
        }
    }

    /// Whether the file of a resource is a template: which of its documents stand side by side, only its parameters tell.
    fn is_in_template(&self, id: ResourceId) -> bool {
        let file = self.files.get(self.entries[id.0 as usize].file);
        file.is_none_or(|(text, is_template)| *is_template.get_or_init(|| text.contains("{{")))
    }

    /// Whether two resources of one deployment have the same name, and so has what they belong to.
    fn is_same_name(&self, a: ResourceId, b: ResourceId, levels: usize) -> bool {
        let (of, other) = (self.resource(a), self.resource(b));
        let whole = |resource: &Resource| resource.body.get("name").cloned();
        let (Some(name), Some(other_name)) = (whole(of), whole(other)) else { return false };
        if levels == 0 || !is_equal(&name, &other_name) {
            return false;
        }
        match (self.parent(a), self.parent(b)) {
            (Some(a), Some(b)) => a == b || self.is_same_name(a, b, levels - 1),
            // Without one, either the whole name says it or there is nothing that it belongs to.
            (None, None) => !has_parent_symbol(of) && !has_parent_symbol(other),
            _ => false,
        }
    }
}

/// Whether two names are known to be equal.
fn is_equal(a: &Value, b: &Value) -> bool {
    match (a.known_text(), b.known_text()) {
        (Some(a), Some(b)) => a == b,
        _ => a.terms().is_some() && a.terms() == b.terms(),
    }
}

fn is_open(resource: &Resource) -> bool {
    matches!(&resource.body.data, Data::Map(map) if map.open().is_some())
}

fn is_same_namespace(a: &Resource, b: &Resource) -> bool {
    match (&a.namespace.data, &b.namespace.data) {
        (Data::Absent, Data::Absent) => true,
        _ => a.namespace.known_text().is_some() && a.namespace.known_text() == b.namespace.known_text(),
    }
}

fn has_scope(resource: &Resource) -> bool {
    resource.body.get("scope").is_some()
}

fn has_parent_symbol(resource: &Resource) -> bool {
    resource.body.get("parent").is_some() || matches!(resource.parent.data, Data::Unknown(_))
}

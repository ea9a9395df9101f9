//! What a resource belongs to, and what stands near it.

use std::collections::HashMap;

use aiolint_core::{Data, Identity, Resource, Value};

use super::{ResourceId, World};
use crate::kinds::KindId;

/// So many levels a resource type has: an instance, a profile, a data flow.
const MOST_LEVELS: usize = 8;

/// Of so many neighbours the names are compared: of a folder with more, only some.
const MOST_NEIGHBOURS: usize = 300;

impl<'w> World<'w> {
    /// Whether two resources can be of the same installation: not if both namespaces are known and differ, or both
    /// names of the instances (or Event Grid namespaces) that they belong to.
    pub(crate) fn may_share_installation(&self, a: ResourceId, b: ResourceId) -> bool {
        may_be_equal(self.namespace(a), self.namespace(b))
            && (!self.has_same_top(a, b) || may_be_equal(self.top(a), self.top(b)))
    }

    /// The namespace of a resource, if it is known; that of the configuration for a manifest that names none.
    fn namespace(&self, id: ResourceId) -> Option<&str> {
        let resource = self.resource(id);
        match (&resource.identity, &resource.namespace.data) {
            (Identity::Kubernetes { .. }, Data::Absent) if !self.is_implicit(id) => self.settings.namespace.as_deref(),
            _ => resource.namespace.known_text(),
        }
    }

    /// Whether the configuration says that what a name means is deployed from elsewhere.
    pub(super) fn is_external(&self, kinds: &[KindId], name: &str) -> bool {
        let is_endpoint = |kind: &KindId| self.pack.kind(*kind).name == "DataflowEndpoint";
        self.settings.external_endpoints.contains(name) && kinds.iter().any(is_endpoint)
    }

    /// Whether what two resources belong to is of the same type: a manifest belongs to what its kind does in Azure.
    fn has_same_top(&self, a: ResourceId, b: ResourceId) -> bool {
        let top = |id| Some(self.azure_type(id)?.split('/').take(2));
        let (Some(a), Some(b)) = (top(a), top(b)) else { return false };
        a.zip(b).all(|(a, b)| a.eq_ignore_ascii_case(b))
    }

    fn azure_type(&self, id: ResourceId) -> Option<&'w str> {
        match &self.resource(id).identity {
            Identity::Arm { resource_type, .. } => Some(resource_type),
            Identity::Kubernetes { .. } => self.kind_of(id)?.arm.as_deref(),
        }
    }

    /// The instance that manifests belong to, for one of a kind that does.
    fn instance_of_manifest(&self, id: ResourceId) -> Option<&str> {
        let is_below = |of: &str| of.to_ascii_lowercase().starts_with("microsoft.iotoperations/instances/");
        let belongs = !self.is_implicit(id) && self.azure_type(id).is_some_and(is_below);
        self.settings.instance.as_deref().filter(|_| belongs)
    }

    /// The name of the resource at the top of what this one belongs to, if it is known: that of its instance.
    pub(crate) fn top(&self, id: ResourceId) -> Option<&str> {
        let top = self.entries[id.0 as usize].top.get_or_init(|| {
            if matches!(self.resource(id).identity, Identity::Kubernetes { .. }) {
                return self.instance_of_manifest(id).map(Box::from);
            }
            let mut at = id;
            for _ in 0..MOST_LEVELS {
                let resource = self.resource(at);
                match levels(resource)? {
                    0 | 1 => return None,
                    2 => return resource.parent.known_text().map(Box::from),
                    levels => match self.parent(at) {
                        Some(parent) => at = parent,
                        None => return first_segment(resource, levels).map(Box::from),
                    },
                }
            }
            None
        });
        top.as_deref()
    }

    /// The resource that this one belongs to, if the same deployment declares or names it.
    pub(crate) fn parent(&self, id: ResourceId) -> Option<ResourceId> {
        let resource = self.resource(id);
        let Identity::Arm { resource_type, .. } = &resource.identity else { return None };
        let kind = self.kind_of_type(resource_type.rsplit_once('/')?.0)?;
        let reading = self.entries[id.0 as usize].reading;
        if let Some(terms) = resource.parent.terms()
            && let Some(found) = self.by_terms.get(&(kind, reading, terms))
        {
            return found.first().copied();
        }
        let named = |name: &'w str| {
            let both = [self.by_name.get(&(kind, name)), self.existing.get(&(kind, name))];
            both.into_iter().flatten().find_map(|ids| self.of_reading(ids, reading).first()).copied()
        };
        resource.parent.known_text().and_then(named)
    }

    fn kind_of_type(&self, resource_type: &str) -> Option<KindId> {
        let is = |of: &Option<String>| of.as_ref().is_some_and(|of| of.eq_ignore_ascii_case(resource_type));
        let at = self.pack.kinds.iter().position(|kind| is(&kind.arm))?;
        u8::try_from(at).ok().map(KindId)
    }

    /// Whether every installation has it, whether it is written or not.
    #[must_use]
    pub fn is_implicit(&self, id: ResourceId) -> bool {
        id.0 as usize >= self.written
    }

    /// The resources of these kinds that every installation has.
    pub(crate) fn implicit_of(&self, kinds: &[KindId]) -> impl Iterator<Item = ResourceId> {
        let all = (self.written..self.entries.len()).map(|at| ResourceId(u32::try_from(at).unwrap_or(u32::MAX)));
        all.filter(|id| self.kind_id(*id).is_some_and(|kind| kinds.contains(&kind)))
    }

    /// The resources of these kinds with this name that the same deployment only refers to.
    pub(crate) fn referred_to(&self, from: ResourceId, kinds: &[KindId], name: &str) -> Vec<ResourceId> {
        let reading = self.entries[from.0 as usize].reading;
        let named = kinds.iter().filter_map(|kind| self.existing.get(&(*kind, name)));
        let here = named.flat_map(|ids| self.of_reading(ids, reading)).copied();
        here.filter(|id| self.may_share_installation(from, *id)).collect()
    }

    /// Declared resources of these kinds in the same folder, in a namespace and an instance that can be the same.
    pub(crate) fn neighbours(&self, of: ResourceId, kinds: &[KindId]) -> Vec<ResourceId> {
        let by_folder = self.by_folder.get_or_init(|| {
            let mut by_folder: HashMap<Box<str>, Vec<ResourceId>> = HashMap::new();
            for id in self.by_kind.iter().flatten() {
                by_folder.entry(folder(self.entries[id.0 as usize].path).into()).or_default().push(*id);
            }
            by_folder
        });
        let start = &self.entries[of.0 as usize];
        let is_of_kinds = |id: &ResourceId| self.kind_id(*id).is_some_and(|kind| kinds.contains(&kind));
        let all = by_folder.get(folder(start.path)).into_iter().flatten().copied().filter(is_of_kinds);
        let reachable = |id: &ResourceId| {
            let found = &self.entries[id.0 as usize];
            (start.path != found.path || start.reading == found.reading) && self.may_share_installation(of, *id)
        };
        all.filter(reachable).take(MOST_NEIGHBOURS).collect()
    }
}

/// The folder of a file, by its path.
pub(super) fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn may_be_equal(a: Option<&str>, b: Option<&str>) -> bool {
    a.is_none() || b.is_none() || a == b
}

/// How many names a resource of this type has.
fn levels(resource: &Resource) -> Option<usize> {
    match &resource.identity {
        Identity::Arm { resource_type, .. } => Some(resource_type.matches('/').count()),
        Identity::Kubernetes { .. } => None,
    }
}

/// The first of the names that a resource of so many levels is declared with, if it is declared with all of them.
fn first_segment(resource: &Resource, levels: usize) -> Option<&str> {
    let name = resource.body.get("name").and_then(Value::known_text)?;
    let (first, _) = name.split_once('/').filter(|_| name.matches('/').count() + 1 == levels)?;
    Some(first)
}

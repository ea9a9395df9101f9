//! The ids of declared resources.

use aiolint_core::{Data, Span, Value};

use super::Evaluator;
use super::access::{Turn, chosen};
use super::deployment_scope::{DeploymentScope, Within};
use super::resources::member;
use super::segments::all_segments;
use super::text::Builder;

/// Resources belong to each other, and extend each other, no deeper than this.
const MOST_DEEP: usize = 24;

impl<'s> Evaluator<'s> {
    /// The id of a resource, as far as it is known before it is deployed; `None` where its form is not.
    pub(super) fn id_of(&self, place: usize, turn: Turn, span: Span) -> Option<Value> {
        let mut id = Builder::default();
        self.add_id(&mut id, place, turn, span, 0)?;
        Some(Value::new(Data::Text(id.finish()), self.at(span)))
    }

    fn add_id(&self, id: &mut Builder, place: usize, turn: Turn, span: Span, depth: usize) -> Option<()> {
        let of = self.type_name(place)?;
        let names = self.names_of(place, turn, 0).filter(|names| names.len() == of.matches('/').count())?;
        match (self.instance_scope(place, turn)?, &names[..]) {
            _ if depth > MOST_DEEP => return None,
            (_, [name]) if of.eq_ignore_ascii_case("Microsoft.Management/managementGroups") => {
                id.literal("/providers/Microsoft.Management/managementGroups/");
                id.value(name, "…");
                return Some(());
            }
            (Within::Scope(scope), [name]) if is_group(&of) => return add_group(id, &scope, name),
            (Within::File, [name]) if is_group(&of) => return add_group(id, self.deployed_to(), name),
            (Within::File, _) => self.beginning(id, self.deployed_to(), span),
            (Within::Scope(scope), _) => self.beginning(id, &scope, span),
            (Within::Resource(other, turn), _) => self.add_id(id, other, turn, span, depth + 1)?,
            (Within::Unknown, _) => return None,
        }
        add_path(id, &of, &names)
    }

    /// The names of what a resource belongs to, and its own.
    fn names_of(&self, place: usize, turn: Turn, depth: usize) -> Option<Vec<Value>> {
        let instances = self.instances(place).filter(|_| depth <= MOST_DEEP)?;
        // Each turn has a name of its own, and what is not known of one is not that of another.
        let instance = chosen(&instances, turn).filter(|instance| !instance.is_any_turn())?;
        match instance.belongs {
            Some((parent, turn)) => {
                let mut names = self.names_of(parent, turn, depth + 1)?;
                names.push(instance.whole_name.clone());
                Some(names)
            }
            None => all_segments(&instance.whole_name, instance.resource_type.matches('/').count()),
        }
    }

    /// The name of a resource, as it is declared.
    pub(super) fn name_of(&self, place: usize, turn: Turn) -> Option<Value> {
        let instances = self.instances(place)?;
        chosen(&instances, turn).map(|instance| instance.whole_name.clone())
    }

    /// What the `scope` of a resource says, or of what it belongs to.
    pub(super) fn instance_scope(&self, place: usize, turn: Turn) -> Option<Within> {
        let (mut place, mut turn) = (place, turn);
        for _ in 0..MOST_DEEP {
            let instances = self.instances(place)?;
            let instance = chosen(&instances, turn)?;
            match instance.belongs {
                Some(parent) => (place, turn) = parent,
                None => return Some(instance.within.clone()),
            }
        }
        None
    }
}

fn is_group(of: &str) -> bool {
    of.eq_ignore_ascii_case("Microsoft.Resources/resourceGroups")
}

/// Adds the id of a resource group, all of it.
fn add_group(id: &mut Builder, scope: &DeploymentScope, name: &Value) -> Option<()> {
    id.value(&member(&scope.subscription, "id"), "/subscriptions/{subscriptionId}");
    id.literal("/resourceGroups/");
    id.value(name, "…");
    Some(())
}

/// Adds what follows the scope: `/providers/Provider/type/name/…`.
pub(super) fn add_path(id: &mut Builder, of: &str, names: &[Value]) -> Option<()> {
    let mut segments = of.split('/');
    id.literal("/providers/");
    id.literal(segments.next()?);
    for (segment, name) in segments.zip(names) {
        id.literal("/");
        id.literal(segment);
        id.literal("/");
        id.value(name, "…");
    }
    Some(())
}

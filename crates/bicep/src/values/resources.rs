//! What a file deploys.

use std::rc::Rc;
use std::sync::Arc;

use aiolint_core::{Data, Identity, Language, Part, Reason, Resource, Text, Value};

use super::collection::MOST_TURNS;
use super::operators::first_reason;
use super::{Evaluator, Scope, used_at};
use crate::syntax::ast::{self, Expr, Member, Object, Piece};

/// One of the resources that a declaration makes: the only one, or that of one turn of a loop.
pub(super) struct Instance<'s> {
    /// The turn of the loop; [`UNKNOWN_TURN`] where it is not known what the loop goes through.
    pub turn: Option<usize>,
    pub resource_type: Arc<str>,
    pub api_version: Value,
    /// The last segment of its name.
    pub name: Value,
    pub body: Value,
    /// The condition that decides whether it is deployed, where that is not known.
    condition: Option<&'s Expr>,
    /// The name of the resource that it belongs to.
    parent: Value,
}

/// The one turn of a loop that goes through something unknown.
pub(super) const UNKNOWN_TURN: usize = usize::MAX;

/// The type of a resource and its version.
#[derive(Clone)]
struct Type {
    name: Arc<str>,
    version: Value,
}

impl<'s> Evaluator<'s> {
    /// The resources that the file declares, as far as their types are known and they are not known to be left out.
    pub(crate) fn resources(&self) -> Vec<Resource> {
        let mut found = Vec::new();
        for (place, declared) in self.symbols.resources.iter().enumerate() {
            let Some(instances) = self.instances(place) else { continue };
            found.extend(instances.iter().map(|instance| self.resource(declared.resource, instance)));
        }
        found
    }

    fn resource(&self, declared: &ast::Resource, instance: &Instance<'s>) -> Resource {
        let spec = match declared.existing {
            true => self.unknown("the file refers to it, but does not declare it", declared.body.object.span),
            false => member(&instance.body, "properties"),
        };
        Resource {
            language: Language::Bicep,
            identity: Identity::Arm {
                resource_type: Arc::clone(&instance.resource_type),
                api_version: Arc::from(instance.api_version.known_text().unwrap_or_default()),
            },
            api_version: instance.api_version.clone(),
            name: instance.name.clone(),
            namespace: Value::absent(),
            parent: instance.parent.clone(),
            body: instance.body.clone(),
            spec,
            extent: self.at(declared.span),
            existing: declared.existing,
            condition: instance.condition.map(|condition| self.at(condition.span)),
            turn: instance.turn.filter(|turn| *turn != UNKNOWN_TURN),
        }
    }

    /// The instances of a resource, found out once; `None` while they are being found out.
    pub(super) fn instances(&self, place: usize) -> Option<Rc<Vec<Instance<'s>>>> {
        if let Some(known) = self.instances.borrow().get(&place) {
            return known.clone();
        }
        self.instances.borrow_mut().insert(place, None);
        let inside = self.inside.replace(Some(place));
        let made = Rc::new(self.make(place));
        self.inside.set(inside);
        self.instances.borrow_mut().insert(place, Some(Rc::clone(&made)));
        Some(made)
    }

    fn make(&self, place: usize) -> Vec<Instance<'s>> {
        let declared = &self.symbols.resources[place];
        let Some(of) = self.type_of(place) else { return Vec::new() };
        // A nested resource is deployed with the one around it.
        let outer = match declared.outer.map(|outer| self.instances(outer)) {
            Some(Some(outer)) if outer.is_empty() => return Vec::new(),
            Some(Some(outer)) => outer.first().and_then(|outer| outer.condition),
            _ => None,
        };
        let body = &declared.resource.body;
        let Some(each) = &body.each else {
            return self.instance(place, &of, None, outer, &Scope::FILE).into_iter().collect();
        };
        let items = self.value(&each.items, &Scope::FILE);
        match &items.data {
            Data::List(list) if list.items.len() <= MOST_TURNS => {
                let turns = list.items.iter().enumerate().filter_map(|(number, item)| {
                    self.turn(each, item, number, &Scope::FILE, |scope| {
                        self.instance(place, &of, Some(number), outer, scope)
                    })
                });
                turns.collect()
            }
            _ => {
                let reason = match &items.data {
                    Data::Unknown(reason) => reason.clone(),
                    _ => Reason::new("what the loop goes through is not known"),
                };
                let item = Value::unknown(reason.clone(), self.at(each.item.span));
                let scope = Scope::FILE;
                let scope = scope.with(&each.item.text, &item);
                let index = Value::unknown(reason, self.at(each.item.span));
                let both = each.index.as_ref().map(|name| scope.with(&name.text, &index));
                let made = self.instance(place, &of, Some(UNKNOWN_TURN), outer, both.as_ref().unwrap_or(&scope));
                made.into_iter().collect()
            }
        }
    }

    fn instance(
        &self,
        place: usize,
        of: &Type,
        turn: Option<usize>,
        outer: Option<&'s Expr>,
        scope: &Scope<'_>,
    ) -> Option<Instance<'s>> {
        let declared = &self.symbols.resources[place];
        let body = &declared.resource.body;
        let condition = match &body.condition {
            None => outer,
            Some(condition) => match self.value(condition, scope).data {
                Data::Bool(true) => outer,
                Data::Bool(false) => return None,
                _ => Some(condition),
            },
        };
        let content = self.object(&body.object, scope);
        let whole_name = member(&content, "name");
        let belongs = declared.outer.or_else(|| self.parent_place(&body.object, scope));
        let (name, parent) = match belongs {
            Some(parent) => (whole_name, self.parent_name(parent, &body.object)),
            None if has_property(&body.object, "parent") => {
                (whole_name, self.unknown("it is not known what it belongs to", body.object.span))
            }
            // The name of a child that names no parent holds the names of all that it belongs to.
            None if of.name.matches('/').count() > 1 => split_name(&whole_name),
            None => (whole_name, Value::absent()),
        };
        Some(Instance {
            turn,
            resource_type: Arc::clone(&of.name),
            api_version: of.version.clone(),
            name,
            body: content,
            condition,
            parent,
        })
    }

    /// The type of a resource; `None` if it is not known.
    fn type_of(&self, place: usize) -> Option<Type> {
        let declared = &self.symbols.resources[place];
        let outer = match declared.outer {
            Some(outer) => Some(self.type_of(outer)?),
            None => None,
        };
        let written = self.value(&declared.resource.of, &Scope::FILE);
        let text = written.known_text()?;
        let (name, version) = match text.split_once('@') {
            Some((name, version)) => (name, Some(version)),
            None => (text, None),
        };
        let own = version.map(|version| Value::new(Data::Text(Text::Known(version.into())), written.at));
        let version = own.or_else(|| outer.as_ref().map(|outer| outer.version.clone()));
        let name = match &outer {
            Some(outer) => format!("{}/{name}", outer.name),
            None => name.to_owned(),
        };
        Some(Type { name: name.into(), version: version.unwrap_or_else(Value::absent) })
    }

    /// The resource that `parent: symbol` names.
    fn parent_place(&self, object: &'s Object, scope: &Scope<'_>) -> Option<usize> {
        self.resource_of(property(object, "parent")?, scope)
    }

    /// The name of a parent, as used where a resource says that it belongs to it.
    fn parent_name(&self, parent: usize, object: &'s Object) -> Value {
        let at = property(object, "parent").map_or(object.span, |expr| expr.span);
        let instances = self.instances(parent);
        let only = instances.as_ref().and_then(|instances| match &instances[..] {
            [only] => Some(&only.name),
            _ => None,
        });
        match only {
            Some(name) => used_at(name, self.at(at)),
            None => self.unknown("it is not known which resource it belongs to", at),
        }
    }
}

fn member(object: &Value, name: &str) -> Value {
    match &object.data {
        Data::Map(map) => map.get(name).cloned().unwrap_or_else(|| match map.open() {
            Some(reason) => Value::unknown(reason.clone(), object.at),
            None => Value::absent(),
        }),
        Data::Absent => Value::absent(),
        _ => Value::unknown(first_reason(std::slice::from_ref(object)), object.at),
    }
}

fn property<'s>(object: &'s Object, wanted: &str) -> Option<&'s Expr> {
    object.members.iter().find_map(|member| match member {
        Member::Property { key, value, .. } => match &key[..] {
            [Piece::Text(name)] if name == wanted => Some(value),
            _ => None,
        },
        Member::Spread(_) => None,
    })
}

fn has_property(object: &Object, wanted: &str) -> bool {
    property(object, wanted).is_some()
}

/// The last segment of a name, and the one before it.
fn split_name(name: &Value) -> (Value, Value) {
    let unknown = |reason: Reason| Value::unknown(reason, name.at);
    match &name.data {
        Data::Text(Text::Parts(parts)) => {
            let slash = parts.iter().rposition(|part| matches!(part, Part::Literal(text) if text.contains('/')));
            let reason = Reason::new("it is not known what it belongs to");
            let Some(slash) = slash else {
                return (unknown(first_reason(std::slice::from_ref(name))), unknown(reason));
            };
            let mut rest: Vec<Part> = Vec::new();
            if let Part::Literal(text) = &parts[slash] {
                let tail = &text[text.rfind('/').map_or(0, |at| at + 1)..];
                if !tail.is_empty() {
                    rest.push(Part::Literal(tail.into()));
                }
            }
            rest.extend(parts[slash + 1..].iter().cloned());
            let text = match &rest[..] {
                [Part::Literal(text)] => Text::Known(Arc::clone(text)),
                _ => Text::Parts(rest.into()),
            };
            (Value { data: Data::Text(text), ..name.clone() }, unknown(reason))
        }
        Data::Text(text) => {
            let mut segments = text.known().unwrap_or_default().rsplit('/');
            let mut next = || segments.next().map(|segment| Data::Text(Text::Known(segment.into())));
            let (own, parent) = (next(), next());
            let value = |data: Option<Data>| data.map_or_else(Value::absent, |data| Value { data, ..name.clone() });
            (value(own), value(parent))
        }
        _ => (name.clone(), unknown(first_reason(std::slice::from_ref(name)))),
    }
}

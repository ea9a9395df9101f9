//! Members and items: of values, and of the resources that symbols stand for.

use aiolint_core::{Data, Reason, Span, Value};

use super::collection::brought;
use super::symbols::Symbol;
use super::{Evaluator, Scope, each_choice, used_at};
use crate::syntax::ast::{Expr, Node};

/// What an expression leads to before a member of it is asked for.
enum Target<'s> {
    /// A value.
    Value(Value),
    /// A declared resource; of a loop, the number of the turn if it is known.
    Resource { place: usize, turn: Turn },
    /// A module, or what it gives.
    Module(&'s str),
}

/// Which of a loop's resources is meant.
#[derive(Clone, Copy)]
enum Turn {
    /// There is no loop, or none was chosen yet.
    None,
    /// This one.
    Known(usize),
    /// One, but it is not known which.
    Unknown,
}

impl<'s> Evaluator<'s> {
    /// The value of `a.b`, `a[b]`, `a::b`.
    pub(super) fn access(&self, expr: &'s Expr, scope: &Scope<'_>) -> Value {
        match self.target(expr, scope) {
            Target::Value(value) => value,
            Target::Resource { .. } => self.unknown("a resource's content is known when it is deployed", expr.span),
            Target::Module(name) => self.unknown(format!("`{name}` is a module"), expr.span),
        }
    }

    /// The resource that an expression stands for, if it stands for one.
    pub(super) fn resource_of(&self, expr: &'s Expr, scope: &Scope<'_>) -> Option<usize> {
        match self.target(expr, scope) {
            Target::Resource { place, .. } => Some(place),
            _ => None,
        }
    }

    fn target(&self, expr: &'s Expr, scope: &Scope<'_>) -> Target<'s> {
        match &expr.node {
            Node::Name(name) if scope.get(name).is_none() => match self.symbols.get_within(self.inside.get(), name) {
                Some(Symbol::Resource(place)) => Target::Resource { place, turn: Turn::None },
                Some(Symbol::Module) => Target::Module(name),
                _ => Target::Value(self.value(expr, scope)),
            },
            Node::Nested(of, name) => match self.target(of, scope) {
                Target::Resource { place, .. } => match self.symbols.nested(place, &name.text) {
                    Some(place) => Target::Resource { place, turn: Turn::None },
                    None => Target::Value(self.unknown(format!("`{}` is not nested there", name.text), expr.span)),
                },
                _ => Target::Value(self.unknown("only resources have nested ones", expr.span)),
            },
            Node::Member { of, name, safe } => match self.target(of, scope) {
                Target::Resource { place, turn } => {
                    Target::Value(self.resource_member(place, turn, &name.text, expr.span))
                }
                Target::Module(module) => {
                    Target::Value(self.unknown(format!("what the module `{module}` gives is not known"), expr.span))
                }
                Target::Value(value) => {
                    Target::Value(self.step(expr, || self.member_of(&value, &name.text, *safe, expr.span)))
                }
            },
            Node::Index { of, index, safe, from_end } => {
                let index = self.value(index, scope);
                match self.target(of, scope) {
                    Target::Resource { place, .. } => Target::Resource { place, turn: turn(&index, *from_end) },
                    Target::Module(module) => Target::Module(module),
                    Target::Value(value) => {
                        Target::Value(self.step(expr, || self.item_of(&value, &index, (*safe, *from_end), expr.span)))
                    }
                }
            }
            _ => Target::Value(self.value(expr, scope)),
        }
    }

    /// A member of a resource: what it declares. Anything else is known when it is deployed.
    fn resource_member(&self, place: usize, turn: Turn, name: &str, span: Span) -> Value {
        let symbol = &self.symbols.resources[place].resource.name.text;
        let deployed = || self.unknown(format!("`{symbol}.{name}` is known when `{symbol}` is deployed"), span);
        let Some(instances) = self.instances(place) else {
            return self.unknown(format!("`{symbol}` refers to itself"), span);
        };
        let instance = match turn {
            Turn::None => instances.first().filter(|instance| instance.turn.is_none()),
            Turn::Known(number) => instances.iter().find(|instance| instance.turn == Some(number)),
            Turn::Unknown => None,
        };
        let Some(instance) = instance else { return deployed() };
        match name {
            "name" => used_at(&instance.name, self.at(span)),
            "properties" | "location" | "tags" | "sku" | "kind" | "identity" => match instance.body.get(name) {
                // What is not declared is set by the service.
                Some(value) => used_at(
                    &value.opened(&Reason::new("the service may add to it"), aiolint_core::Openness::Patch),
                    self.at(span),
                ),
                None => deployed(),
            },
            "type" => self.known(Data::Text(aiolint_core::Text::Known(instance.resource_type.clone())), span),
            "apiVersion" => used_at(&instance.api_version, self.at(span)),
            _ => deployed(),
        }
    }

    /// A member of a value.
    fn member_of(&self, value: &Value, name: &str, safe: bool, span: Span) -> Value {
        let at = self.at(span);
        each_choice(value, at, |value| match &value.data {
            Data::Map(map) => match (map.get(name), map.open()) {
                (Some(member), _) => used_at(&brought(member, value), at),
                (None, Some(reason)) => Value::unknown(reason.clone(), at),
                (None, None) if safe => Value::new(Data::Absent, at),
                (None, None) => self.unknown(format!("there is no member `{name}`"), span),
            },
            Data::Absent if safe => Value::new(Data::Absent, at),
            Data::Unknown(reason) => Value::unknown(reason.clone(), at),
            _ => self.unknown(format!("there is no member `{name}`"), span),
        })
    }

    /// An item of a value, or a member by its name.
    fn item_of(&self, value: &Value, index: &Value, (safe, from_end): (bool, bool), span: Span) -> Value {
        let at = self.at(span);
        each_choice(value, at, |value| match (&value.data, &index.data) {
            (Data::Map(_), Data::Text(name)) => match name.known() {
                Some(name) => self.member_of(value, name, safe, span),
                None => Value::unknown(super::operators::first_reason(std::slice::from_ref(index)), at),
            },
            (Data::List(list), Data::Int(number)) => {
                let number = usize::try_from(*number).ok();
                let place = match (from_end, &list.open) {
                    // What is counted from an end that is not known.
                    (true, Some(reason)) => return Value::unknown(reason.clone(), at),
                    (true, None) => number.and_then(|number| list.items.len().checked_sub(number)),
                    (false, _) => number,
                };
                match (place.and_then(|place| list.items.get(place)), &list.open) {
                    (Some(item), _) => used_at(&brought(item, value), at),
                    (None, Some(reason)) => Value::unknown(reason.clone(), at),
                    (None, None) if safe => Value::new(Data::Absent, at),
                    (None, None) => self.unknown("there is no such item", span),
                }
            }
            (Data::Absent, _) if safe => Value::new(Data::Absent, at),
            (Data::Unknown(reason), _) | (_, Data::Unknown(reason)) => Value::unknown(reason.clone(), at),
            _ => self.unknown("there is no such item", span),
        })
    }
}

fn turn(index: &Value, from_end: bool) -> Turn {
    match index.data {
        Data::Int(number) if !from_end => usize::try_from(number).map_or(Turn::Unknown, Turn::Known),
        _ => Turn::Unknown,
    }
}

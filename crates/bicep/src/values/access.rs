//! Members and items: of values, and of the resources that symbols stand for.

use aiolint_core::{Data, Mark, Reason, Span, Value};

use super::choices::{each_choice, perhaps_null};
use super::collection::brought;
use super::operators::first_reason;
use super::resources::Instance;
use super::same::other_case;
use super::symbols::Symbol;
use super::{Evaluator, Scope, used_at};
use crate::syntax::ast::{Expr, Node};

/// What an expression leads to before a member of it is asked for.
enum Target<'s> {
    /// A value.
    Value(Value),
    /// A declared resource; of a loop, the number of the turn if it is known.
    Resource { place: usize, turn: Turn },
    /// A module, or with `outputs` what it gives.
    Module { place: usize, turn: Turn, outputs: bool },
    /// Another file, whose names follow.
    File(&'s Expr),
}

/// Which of a loop's resources is meant.
#[derive(Clone, Copy)]
pub(super) enum Turn {
    /// There is no loop, or none was chosen yet.
    None,
    /// This one.
    Known(usize),
    /// One, but it is not known which.
    Unknown,
}

impl Turn {
    /// Its number, if it is known which one it is: 0 without a loop.
    pub(super) fn number(self) -> Option<usize> {
        match self {
            Self::None => Some(0),
            Self::Known(number) => Some(number),
            Self::Unknown => None,
        }
    }
}

/// So many names and choices are followed to find out which resource or module is meant.
const MOST_HOPS: u32 = 32;

impl<'s> Evaluator<'s> {
    /// The value of `a.b`, `a[b]`, `a::b`.
    pub(super) fn access(&self, expr: &'s Expr, scope: &Scope<'_>) -> Value {
        match self.target(expr, scope) {
            Target::Value(value) => value,
            Target::Resource { .. } => self.unknown("a resource's content is known when it is deployed", expr.span),
            Target::Module { place, .. } => {
                let name = &self.symbols.modules[place].name.text;
                self.unknown(format!("`{name}` is a module"), expr.span)
            }
            Target::File(_) => self.unknown("it is a file, and no value", expr.span),
        }
    }

    /// The resource that an expression stands for, if it stands for one, and which of a loop's it is.
    pub(super) fn resource_of(&self, expr: &'s Expr, scope: &Scope<'_>) -> Option<(usize, Turn)> {
        match self.target(expr, scope) {
            Target::Resource { place, turn } => Some((place, turn)),
            _ => None,
        }
    }

    fn target(&self, expr: &'s Expr, scope: &Scope<'_>) -> Target<'s> {
        match &expr.node {
            Node::Name(name) if scope.get(name).is_none() => match self.symbols.get_within(self.inside.get(), name) {
                Some(Symbol::Resource(place)) => Target::Resource { place, turn: Turn::None },
                Some(Symbol::Module(place)) => Target::Module { place, turn: Turn::None, outputs: false },
                Some(Symbol::Imported(Some(path), None)) => Target::File(path),
                Some(Symbol::Variable(value)) if self.may_lead_on(value, &mut { MOST_HOPS }) => {
                    let led = self.deeper(|| self.within(None, || self.target(value, &Scope::FILE)));
                    led.unwrap_or_else(|| Target::Value(self.value(expr, scope)))
                }
                _ => Target::Value(self.value(expr, scope)),
            },
            Node::Ternary(condition, yes, no) if self.may_lead_on(expr, &mut { MOST_HOPS }) => {
                match self.value(condition, scope).data {
                    Data::Bool(true) => self.target(yes, scope),
                    Data::Bool(false) => self.target(no, scope),
                    _ => Target::Value(self.value(expr, scope)),
                }
            }
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
                Target::Module { place, turn, outputs: false } if &*name.text == "outputs" => {
                    Target::Module { place, turn, outputs: true }
                }
                Target::Module { place, turn, outputs } => {
                    Target::Value(self.module_member(place, turn, (outputs, &name.text), expr.span))
                }
                Target::File(path) => Target::Value(self.imported(Some(path), Some(&name.text), expr.span)),
                // What follows a safe access is skipped if that gave nothing.
                Target::Value(value) => Target::Value(self.step(expr, || {
                    let way = Way { safe: *safe, skipped: is_safe(of), from_end: false };
                    self.member_of(&value, &name.text, way, expr.span)
                })),
            },
            Node::Index { of, index, safe, from_end } => {
                let skipped = is_safe(of);
                let index = self.value(index, scope);
                match self.target(of, scope) {
                    Target::Resource { place, .. } => Target::Resource { place, turn: turn(&index, *from_end) },
                    Target::Module { place, outputs: false, .. } => {
                        Target::Module { place, turn: turn(&index, *from_end), outputs: false }
                    }
                    Target::Module { place, turn, outputs: true } => match index.known_text() {
                        Some(name) => Target::Value(self.module_member(place, turn, (true, name), expr.span)),
                        None => Target::Value(self.unknown("it is not known which output is meant", expr.span)),
                    },
                    Target::File(_) => Target::Value(self.unknown("a file has no items", expr.span)),
                    Target::Value(value) => {
                        let way = Way { safe: *safe, skipped, from_end: *from_end };
                        Target::Value(self.step(expr, || self.item_of(&value, &index, way, expr.span)))
                    }
                }
            }
            _ => Target::Value(self.value(expr, scope)),
        }
    }

    /// Whether an expression chooses a resource or module, which is no value, as far as that can be told by its look.
    fn may_lead_on(&self, expr: &'s Expr, hops: &mut u32) -> bool {
        let Some(left) = hops.checked_sub(1) else { return false };
        *hops = left;
        match &expr.node {
            Node::Name(name) => match self.symbols.get(name) {
                Some(Symbol::Resource(_) | Symbol::Module(_)) => true,
                Some(Symbol::Variable(value)) => self.may_lead_on(value, hops),
                _ => false,
            },
            Node::Ternary(_, yes, no) => self.may_lead_on(yes, hops) || self.may_lead_on(no, hops),
            Node::Index { of, .. } | Node::Nested(of, _) => self.may_lead_on(of, hops),
            _ => false,
        }
    }

    /// A member of a resource: what it declares. Anything else is known when it is deployed.
    fn resource_member(&self, place: usize, turn: Turn, name: &str, span: Span) -> Value {
        let symbol = &self.symbols.resources[place].resource.name.text;
        let deployed = || Value {
            mark: turn.number().map(|turn| self.marks.of(&format!("resource {place} {turn} {name}"))),
            ..self.unknown(format!("`{symbol}.{name}` is known when `{symbol}` is deployed"), span)
        };
        let Some(instances) = self.instances(place) else {
            return self.unknown(format!("`{symbol}` refers to itself"), span);
        };
        let Some(instance) = chosen(&instances, turn) else { return deployed() };
        match name {
            // A reference leads to the resource, not to how its name is made.
            "name" => Value { origin: None, ..used_at(&instance.whole_name, self.at(span)) },
            // What is not declared is set by the service.
            "properties" | "location" | "tags" | "sku" | "kind" | "identity" => match instance.deployed().get(name) {
                Some(value) if !value.is_absent() => used_at(value, self.at(span)),
                _ => deployed(),
            },
            "type" => self.known(Data::Text(aiolint_core::Text::Known(instance.resource_type.clone())), span),
            "id" => self.id_of(place, turn, span).map_or_else(deployed, |id| Value { mark: None, ..id }),
            "apiVersion" => used_at(&instance.api_version, self.at(span)),
            _ => deployed(),
        }
    }

    /// A member of a value.
    fn member_of(&self, value: &Value, name: &str, way: Way, span: Span) -> Value {
        let at = self.at(span);
        each_choice(value, at, |value| match &value.data {
            Data::Map(map) => match (map.get(name), map.open()) {
                (Some(member), _) => used_at(&brought(member, value), at),
                (None, Some(reason)) => {
                    let member = Value { mark: self.member_mark(value, name), ..Value::unknown(reason.clone(), at) };
                    if way.safe { perhaps_null(member) } else { member }
                }
                (None, None) if other_case(map, name) => self.unknown(format!("`{name}` is spelled otherwise"), span),
                (None, None) if way.safe => Value::new(Data::Absent, at),
                (None, None) => self.unknown(format!("there is no member `{name}`"), span),
            },
            Data::Absent if way.safe || way.skipped => Value::new(Data::Absent, at),
            Data::Unknown(reason) => {
                let member = Value { mark: self.member_mark(value, name), ..Value::unknown(reason.clone(), at) };
                if way.safe { perhaps_null(member) } else { member }
            }
            _ => self.unknown(format!("there is no member `{name}`"), span),
        })
    }

    /// The mark of a member of a value that is not known, if it is known which value that is.
    fn member_mark(&self, value: &Value, name: &str) -> Option<Mark> {
        self.marks.of_call(&format!(".{name}"), &[value])
    }

    /// An item of a value, or a member by its name.
    fn item_of(&self, value: &Value, index: &Value, way: Way, span: Span) -> Value {
        let at = self.at(span);
        each_choice(value, at, |value| match (&value.data, &index.data) {
            (Data::Map(_), Data::Text(name)) => match name.known() {
                Some(name) => self.member_of(value, name, way, span),
                None => Value::unknown(first_reason(std::slice::from_ref(index)), at),
            },
            // What is not known may stand before it.
            (Data::List(list), Data::Int(_)) if list.open.is_some() => {
                let reason = list.open.clone().unwrap_or_else(|| Reason::new("there may be more"));
                let item = Value::unknown(reason, at);
                if way.safe { perhaps_null(item) } else { item }
            }
            (Data::List(list), Data::Int(number)) if *number >= i64::from(way.from_end) => {
                let number = usize::try_from(*number).ok();
                let place = match way.from_end {
                    true => number.and_then(|number| list.items.len().checked_sub(number)),
                    false => number,
                };
                match place.and_then(|place| list.items.get(place)) {
                    Some(item) => used_at(&brought(item, value), at),
                    None if way.safe => Value::new(Data::Absent, at),
                    None => self.unknown("there is no such item", span),
                }
            }
            (Data::Absent, _) if way.safe || way.skipped => Value::new(Data::Absent, at),
            (Data::Unknown(reason), _) | (_, Data::Unknown(reason)) => {
                let mark = self.marks.of_call("[]", &[value, index]).filter(|_| !way.from_end);
                let item = Value { mark, ..Value::unknown(reason.clone(), at) };
                if way.safe { perhaps_null(item) } else { item }
            }
            _ => self.unknown("there is no such item", span),
        })
    }
}

/// How a member or an item is asked for.
#[derive(Clone, Copy)]
struct Way {
    /// `.?`, `[?…]`: what is not there is null.
    safe: bool,
    /// There is a safe access before this one: of null the rest is null too.
    skipped: bool,
    /// `[^…]`: counted from the end.
    from_end: bool,
}

/// The instance of a resource that is meant, if that is known.
pub(super) fn chosen<'i, 's>(instances: &'i [Instance<'s>], turn: Turn) -> Option<&'i Instance<'s>> {
    match (turn, instances) {
        (Turn::None, [only]) => Some(only).filter(|only| only.turn.is_none()),
        // All that is known of the turns of such a loop holds for each of them.
        (Turn::Known(_) | Turn::Unknown, [only]) if only.is_any_turn() => Some(only),
        (Turn::Known(number), _) => instances.iter().find(|instance| instance.turn == Some(number)),
        _ => None,
    }
}

/// Whether an expression holds a safe access that what follows belongs to.
fn is_safe(expr: &Expr) -> bool {
    let mut expr = expr;
    while let Node::Member { of, safe, .. } | Node::Index { of, safe, .. } = &expr.node {
        if *safe {
            return true;
        }
        expr = of;
    }
    false
}

fn turn(index: &Value, from_end: bool) -> Turn {
    match index.data {
        Data::Int(number) if !from_end => usize::try_from(number).map_or(Turn::Unknown, Turn::Known),
        _ => Turn::Unknown,
    }
}

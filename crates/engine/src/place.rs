//! From an expression to the characters that a finding underlines.
//!
//! A mapping or list is underlined at its key, a scalar at its value; a member that is missing, at the key
//! of what it is missing from. What was reached through an alias or merge key is underlined there, with a
//! label at the place where it is written.

use aiolint_core::{Data, Location, Value};

use crate::condition::{Eval, Expr, Function, Node, Root, Val};
use crate::world::{ResourceId, header};

/// A place, and where what stands there was written, if that is elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub at: Location,
    pub origin: Option<Location>,
}

impl Place {
    fn new(at: Location) -> Self {
        Self { at, origin: None }
    }
}

/// The place of an expression's value, or of the nearest thing above it that is written.
pub(crate) fn place<'w>(eval: &mut Eval<'w>, expr: &'w Expr) -> Option<Place> {
    written_place(eval, expr).or_else(|| parent_place(eval, expr))
}

/// The place of an expression's value, if it is written in a file.
pub(crate) fn written_place<'w>(eval: &mut Eval<'w>, expr: &'w Expr) -> Option<Place> {
    let (of, of_key) = match expr {
        Expr::Call(Function::Key, arguments) => (arguments.first()?, true),
        _ => (expr, false),
    };
    let value = eval.value(of);
    value_place(eval, &value, of_key).filter(|place| place.at.is_written())
}

fn value_place(eval: &Eval<'_>, value: &Val<'_>, of_key: bool) -> Option<Place> {
    match value {
        // The key of what was reached from elsewhere stands there too.
        Val::Node(node) if of_key && node.via.is_some() => Some(node_place(*node)),
        Val::Node(node) if of_key => node.value.key.map(Place::new).or_else(|| Some(node_place(*node))),
        Val::Node(node) if !node.value.is_absent() || node.value.key.is_some() => Some(node_place(*node)),
        Val::Resource(id) => resource_place(eval, *id),
        Val::List(list) => list.items.iter().find_map(|item| value_place(eval, item, of_key)),
        _ => None,
    }
}

/// Where a missing or computed value belongs: the nearest thing above it that is written.
fn parent_place<'w>(eval: &mut Eval<'w>, expr: &'w Expr) -> Option<Place> {
    match expr {
        Expr::Select(of, _) | Expr::Index(of, _) | Expr::Has(of, _) => place(eval, of),
        Expr::Member { on: Some(on), .. } => place(eval, on),
        Expr::Cond(_, yes, _) => place(eval, yes),
        Expr::Call(Function::Key, arguments) => place(eval, arguments.first()?),
        Expr::Root(_) | Expr::Member { .. } | Expr::Local(_) => eval.this().and_then(|this| resource_place(eval, this)),
        _ => None,
    }
}

fn resource_place(eval: &Eval<'_>, id: ResourceId) -> Option<Place> {
    Some(Place::new(header(eval.world.resource(id))))
}

/// The place of a value in its resource, and where it is written, if that is elsewhere.
pub(crate) fn node_place(node: Node<'_>) -> Place {
    match node.via {
        Some(via) => Place { at: via.key.unwrap_or(via.at), origin: Some(underlined(node.value)) },
        None => Place { at: underlined(node.value), origin: node.value.origin },
    }
}

/// What is underlined of a value: a scalar, or the key of a mapping or list.
pub(crate) fn underlined(value: &Value) -> Location {
    value.key.filter(|_| !is_scalar(value)).unwrap_or_else(|| first_key(value).unwrap_or(value.at))
}

fn is_scalar(value: &Value) -> bool {
    matches!(
        value.data,
        Data::Bool(_) | Data::Int(_) | Data::Float(_) | Data::Text(_) | Data::Unknown(_) | Data::OneOf(_)
    )
}

/// An item that is a mapping has no key of its own: its first member's stands for it.
fn first_key(value: &Value) -> Option<Location> {
    match &value.data {
        Data::Map(map) => map.entries().first().and_then(|entry| entry.value.key),
        _ => None,
    }
}

/// The path of an expression, as text that does not change when lines move: for fingerprints.
pub(crate) fn path_text(expr: &Expr) -> String {
    match expr {
        Expr::Select(of, name) | Expr::Has(of, name) => format!("{}.{name}", path_text(of)),
        Expr::Index(of, _) => format!("{}[]", path_text(of)),
        Expr::Member { on: Some(on), name, .. } => format!("{}.{name}", path_text(on)),
        Expr::Member { name, .. } => name.to_string(),
        Expr::Local(slot) => format!("${slot}"),
        Expr::Root(root) => Root::ALL.iter().find(|(_, known)| known == root).map_or("", |(name, _)| name).to_owned(),
        _ => String::new(),
    }
}

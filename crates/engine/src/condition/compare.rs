//! Equality and order, where either side may be unknown.

use std::borrow::Cow;
use std::cmp::Ordering;

use aiolint_core::{Data, Reason};

use super::eval::Eval;
use super::parts::{self, Question};
use super::val::{Node, Truth, Val};

/// Deeper than any value of a file can be; a guard against what is not foreseen.
const DEPTH: usize = 600;

pub(super) fn equal<'w>(eval: &mut Eval<'w>, a: &Val<'w>, b: &Val<'w>) -> Truth {
    equal_within(eval, a, b, DEPTH)
}

fn equal_within<'w>(eval: &mut Eval<'w>, a: &Val<'w>, b: &Val<'w>, depth: usize) -> Truth {
    if depth == 0 || !eval.spend(1) {
        return Truth::Unknown(Reason::new("the values are too deep to compare"));
    }
    match (eval.loaded(a.clone()).plain(), eval.loaded(b.clone()).plain()) {
        (Val::Absent, _) | (_, Val::Absent) => Truth::False,
        (Val::Unknown(reason), _) | (_, Val::Unknown(reason)) => Truth::Unknown(reason),
        (Val::Null, Val::Null) => Truth::True,
        (Val::Bool(a), Val::Bool(b)) => (a == b).into(),
        (Val::Type(a), Val::Type(b)) => (a == b).into(),
        (Val::Bytes(a), Val::Bytes(b)) => (a == b).into(),
        (Val::Time(a), Val::Time(b)) | (Val::Duration(a), Val::Duration(b)) => (a == b).into(),
        (Val::Resource(a), Val::Resource(b)) => (a == b).into(),
        (a, b) if is_number(&a) && is_number(&b) => (order_numbers(&a, &b) == Some(Ordering::Equal)).into(),
        (a, b) => parts::answer(Question::Equal, &a, &b).unwrap_or_else(|| match (eval.items(&a), eval.items(&b)) {
            (Some(a), Some(b)) if a.is_list && b.is_list => equal_lists(eval, &a, &b, depth),
            (Some(a), Some(b)) if !a.is_list && !b.is_list => equal_maps(eval, &a, &b, depth),
            _ => Truth::False,
        }),
    }
}

/// A list's items, or a map's entries as pairs.
pub(super) struct Items<'w> {
    pub is_list: bool,
    /// Items, or keys. Like `values`, they need [`Eval::loaded`] before they are looked at.
    pub items: Vec<Val<'w>>,
    /// For a map, the values of the keys.
    pub values: Vec<Val<'w>>,
    pub open: Option<Reason>,
}

/// Whether one that is closed has fewer members than are known of the other.
fn differ_in_size(a: &Items<'_>, b: &Items<'_>) -> bool {
    (a.open.is_none() && a.items.len() < b.items.len()) || (b.open.is_none() && b.items.len() < a.items.len())
}

fn equal_lists<'w>(eval: &mut Eval<'w>, a: &Items<'w>, b: &Items<'w>, depth: usize) -> Truth {
    if differ_in_size(a, b) {
        return Truth::False;
    }
    let (open, reason, closed) = match (&a.open, &b.open) {
        (None, None) => {
            let pairs = a.items.iter().zip(&b.items);
            return all_equal(eval, pairs, Truth::True, depth);
        }
        (Some(reason), None) => (a, reason, b),
        (None, Some(reason)) => (b, reason, a),
        (Some(reason), Some(_)) => return Truth::Unknown(reason.clone()),
    };
    // What more there is may stand anywhere, but every item that is known must be in the other list.
    let mut found = |item| closed.items.iter().any(|other| equal_within(eval, item, other, depth - 1) != Truth::False);
    if open.items.iter().all(&mut found) { Truth::Unknown(reason.clone()) } else { Truth::False }
}

fn equal_maps<'w>(eval: &mut Eval<'w>, a: &Items<'w>, b: &Items<'w>, depth: usize) -> Truth {
    if differ_in_size(a, b) {
        return Truth::False;
    }
    // If one is closed, every member that is known of the other must be in it.
    let (open, other) = if a.open.is_none() { (b, a) } else { (a, b) };
    let mut outcome = open.open.clone().map_or(Truth::True, Truth::Unknown);
    let mut pairs = Vec::with_capacity(open.items.len());
    for (key, value) in open.items.iter().zip(&open.values) {
        let same = other.items.iter().position(|other| equal_within(eval, key, other, depth - 1) == Truth::True);
        match (same, &other.open) {
            (Some(at), _) => pairs.push((value, &other.values[at])),
            (None, Some(reason)) => outcome = Truth::Unknown(reason.clone()),
            (None, None) => return Truth::False,
        }
    }
    all_equal(eval, pairs, outcome, depth)
}

/// False if a pair differs, unknown if that is not known of one, `otherwise` if all are equal.
fn all_equal<'v, 'w: 'v>(
    eval: &mut Eval<'w>,
    pairs: impl IntoIterator<Item = (&'v Val<'w>, &'v Val<'w>)>,
    otherwise: Truth,
    depth: usize,
) -> Truth {
    let mut outcome = otherwise;
    for (left, right) in pairs {
        match equal_within(eval, left, right, depth - 1) {
            Truth::True => {}
            Truth::False => return Truth::False,
            unknown => outcome = unknown,
        }
    }
    outcome
}

/// The order of two values, or why there is none.
pub(super) fn order(a: &Val<'_>, b: &Val<'_>) -> Result<Option<Ordering>, Reason> {
    match (a.clone().plain(), b.clone().plain()) {
        (Val::Unknown(reason), _) | (_, Val::Unknown(reason)) => Err(reason),
        (Val::Bool(a), Val::Bool(b)) => Ok(Some(a.cmp(&b))),
        (Val::Text(a), Val::Text(b)) => Ok(Some(a.cmp(&b))),
        (Val::Bytes(a), Val::Bytes(b)) => Ok(Some(a.cmp(&b))),
        (Val::Time(a), Val::Time(b)) | (Val::Duration(a), Val::Duration(b)) => Ok(Some(a.cmp(&b))),
        (a, b) if is_number(&a) && is_number(&b) => Ok(order_numbers(&a, &b)),
        (Val::Parts(text), _) | (_, Val::Parts(text)) => Err(parts::hole(&text)),
        (a, b) => Err(Reason::new(format!("{} and {} have no order", a.article(), b.article()))),
    }
}

fn is_number(val: &Val<'_>) -> bool {
    matches!(val, Val::Int(_) | Val::Uint(_) | Val::Float(_))
}

/// The order as CEL has it: whole numbers by their values, a whole number and another by the nearest `f64`.
fn order_numbers(a: &Val<'_>, b: &Val<'_>) -> Option<Ordering> {
    match (whole(a), whole(b)) {
        (Some(a), Some(b)) => Some(a.cmp(&b)),
        _ => float(a)?.partial_cmp(&float(b)?),
    }
}

fn whole(val: &Val<'_>) -> Option<i128> {
    match val {
        Val::Int(it) => Some((*it).into()),
        Val::Uint(it) => Some((*it).into()),
        _ => None,
    }
}

#[expect(clippy::cast_precision_loss, reason = "CEL compares so")]
fn float(val: &Val<'_>) -> Option<f64> {
    match val {
        Val::Float(it) => Some(*it),
        val => whole(val).map(|it| it as f64),
    }
}

impl<'w> Eval<'w> {
    /// The items of a list or a map; `None` if it is neither.
    pub(super) fn items(&self, val: &Val<'w>) -> Option<Items<'w>> {
        match val {
            Val::List(list) => {
                Some(Items { is_list: true, items: list.items.clone(), values: Vec::new(), open: list.open.clone() })
            }
            Val::Map(map) => {
                let (items, values) = map.entries.iter().cloned().unzip();
                Some(Items { is_list: false, items, values, open: map.open.clone() })
            }
            Val::Node(node) => match &node.value.data {
                Data::List(list) => {
                    let items = list.items.iter().map(|item| Val::Node(node.member(item))).collect();
                    Some(Items { is_list: true, items, values: Vec::new(), open: list.open.clone() })
                }
                Data::Map(map) => {
                    let key = |name: &'w std::sync::Arc<str>| Val::Text(Cow::Borrowed(name));
                    let items = map.entries().iter().map(|entry| key(&entry.name)).collect();
                    let values = map.entries().iter().map(|entry| Val::Node(node.member(&entry.value))).collect();
                    Some(Items { is_list: false, items, values, open: map.open().cloned() })
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// A value within another, of which an alternative is picked.
    pub(super) fn child(&mut self, node: Node<'w>, value: &'w aiolint_core::Value) -> Val<'w> {
        self.load(node.member(value))
    }

    /// The value, of which an alternative is picked if there are several.
    pub(super) fn loaded(&mut self, val: Val<'w>) -> Val<'w> {
        match val {
            Val::Node(node) => self.load(node),
            other => other,
        }
    }
}

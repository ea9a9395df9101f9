//! Equality and order, where either side may be unknown.

use std::borrow::Cow;
use std::cmp::Ordering;

use aiolint_core::{Data, Part, Reason};

use super::eval::Eval;
use super::val::{Node, Truth, Val};

/// Deeper than any value of a file can be; a guard against what is not foreseen.
const DEPTH: usize = 600;

pub(super) fn equal<'w>(eval: &mut Eval<'w>, a: &Val<'w>, b: &Val<'w>) -> Truth {
    equal_within(eval, a.clone().plain(), b.clone().plain(), DEPTH)
}

fn equal_within<'w>(eval: &mut Eval<'w>, a: Val<'w>, b: Val<'w>, depth: usize) -> Truth {
    if depth == 0 || !eval.spend(1) {
        return Truth::Unknown(Reason::new("the values are too deep to compare"));
    }
    match (a, b) {
        (Val::Absent, _) | (_, Val::Absent) => Truth::False,
        (Val::Unknown(reason), _) | (_, Val::Unknown(reason)) => Truth::Unknown(reason),
        (Val::Null, Val::Null) => Truth::True,
        (Val::Bool(a), Val::Bool(b)) => (a == b).into(),
        (Val::Text(a), Val::Text(b)) => (a == b).into(),
        (Val::Type(a), Val::Type(b)) => (a == b).into(),
        (Val::Bytes(a), Val::Bytes(b)) => (a == b).into(),
        (Val::Resource(a), Val::Resource(b)) => (a == b).into(),
        (a @ (Val::Text(_) | Val::Parts(_)), b @ (Val::Text(_) | Val::Parts(_))) => equal_parts(&parts(&a), &parts(&b)),
        (a, b) if is_number(&a) && is_number(&b) => (order_numbers(&a, &b) == Some(Ordering::Equal)).into(),
        (a, b) => match (eval.items(&a), eval.items(&b)) {
            (Some(a), Some(b)) if a.is_list == b.is_list => equal_collections(eval, a, b, depth),
            _ => Truth::False,
        },
    }
}

/// A list's items, or a map's entries as pairs.
pub(super) struct Items<'w> {
    pub is_list: bool,
    /// Items, or keys.
    pub items: Vec<Val<'w>>,
    /// For a map, the values of the keys.
    pub values: Vec<Val<'w>>,
    pub open: Option<Reason>,
}

fn equal_collections<'w>(eval: &mut Eval<'w>, a: Items<'w>, b: Items<'w>, depth: usize) -> Truth {
    let open = a.open.clone().or_else(|| b.open.clone());
    if open.is_none() && a.items.len() != b.items.len() {
        return Truth::False;
    }
    let mut outcome = open.map_or(Truth::True, Truth::Unknown);
    for (number, left) in a.items.iter().enumerate() {
        let pair = match a.is_list {
            true => b.items.get(number).map(|right| (left.clone(), right.clone())),
            false => {
                let same = b
                    .items
                    .iter()
                    .position(|right| equal_within(eval, left.clone(), right.clone(), depth - 1) == Truth::True);
                same.map(|at| (a.values[number].clone(), b.values[at].clone()))
            }
        };
        let equal = match pair {
            Some((left, right)) => equal_within(eval, left.plain(), right.plain(), depth - 1),
            None => match &b.open {
                Some(reason) => Truth::Unknown(reason.clone()),
                None => Truth::False,
            },
        };
        match equal {
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
        (a, b) if is_number(&a) && is_number(&b) => Ok(order_numbers(&a, &b)),
        (Val::Parts(parts), _) | (_, Val::Parts(parts)) => Err(hole(&parts)),
        (a, b) => Err(Reason::new(format!("{} and {} have no order", a.article(), b.article()))),
    }
}

fn is_number(val: &Val<'_>) -> bool {
    matches!(val, Val::Int(_) | Val::Uint(_) | Val::Float(_))
}

/// The mathematical order, without rounding one side to the type of the other.
fn order_numbers(a: &Val<'_>, b: &Val<'_>) -> Option<Ordering> {
    match (a, b) {
        (Val::Float(a), Val::Float(b)) => a.partial_cmp(b),
        (Val::Float(a), b) => order_numbers(b, &Val::Float(*a)).map(Ordering::reverse),
        (a, Val::Float(b)) => order_with_float(whole(a)?, *b),
        (a, b) => Some(whole(a)?.cmp(&whole(b)?)),
    }
}

fn whole(val: &Val<'_>) -> Option<i128> {
    match val {
        Val::Int(it) => Some((*it).into()),
        Val::Uint(it) => Some((*it).into()),
        _ => None,
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "the bounds are checked first")]
fn order_with_float(a: i128, b: f64) -> Option<Ordering> {
    const BOUND: f64 = 1e30; // beyond any 64-bit number, within i128
    if b.is_nan() {
        return None;
    }
    if b.abs() > BOUND {
        return Some(if b > 0.0 { Ordering::Less } else { Ordering::Greater });
    }
    let floor = b.floor();
    Some(a.cmp(&(floor as i128)).then(if b > floor { Ordering::Less } else { Ordering::Equal }))
}

/// A text as parts.
pub(super) fn parts<'v>(val: &'v Val<'_>) -> Cow<'v, [Part]> {
    match val {
        Val::Parts(parts) => Cow::Borrowed(parts),
        Val::Text(text) => Cow::Owned(vec![Part::Literal(text.as_ref().into())]),
        _ => Cow::Owned(Vec::new()),
    }
}

/// Why a text is not known whole.
pub(super) fn hole(parts: &[Part]) -> Reason {
    let reason = parts.iter().find_map(|part| match part {
        Part::Hole { reason, .. } => Some(reason.clone()),
        Part::Literal(_) => None,
    });
    reason.unwrap_or_else(|| Reason::new("it is known in parts only"))
}

/// Two texts of which one has holes: unequal if their known starts, ends or lengths can't agree.
fn equal_parts(a: &[Part], b: &[Part]) -> Truth {
    let disagree = |a: &str, b: &str| !a.starts_with(b) && !b.starts_with(a);
    let disagree_at_end = |a: &str, b: &str| !a.ends_with(b) && !b.ends_with(a);
    let too_short = |whole: &[Part], other: &[Part]| match whole {
        [Part::Literal(text)] => known_length(other) > text.len(),
        _ => false,
    };
    if disagree(prefix(a), prefix(b)) || disagree_at_end(suffix(a), suffix(b)) || too_short(a, b) || too_short(b, a) {
        return Truth::False;
    }
    Truth::Unknown(if a.iter().any(|part| matches!(part, Part::Hole { .. })) { hole(a) } else { hole(b) })
}

/// The known start of a text.
pub(super) fn prefix(parts: &[Part]) -> &str {
    literal(parts.first())
}

/// The known end of a text.
pub(super) fn suffix(parts: &[Part]) -> &str {
    literal(parts.last())
}

fn literal(part: Option<&Part>) -> &str {
    match part {
        Some(Part::Literal(text)) => text,
        _ => "",
    }
}

fn known_length(parts: &[Part]) -> usize {
    parts.iter().map(|part| literal(Some(part)).len()).sum()
}

impl<'w> Eval<'w> {
    /// The items of a list or a map; `None` if it is neither.
    pub(super) fn items(&mut self, val: &Val<'w>) -> Option<Items<'w>> {
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
                    let items = list.items.iter().map(|item| self.child(*node, item)).collect();
                    Some(Items { is_list: true, items, values: Vec::new(), open: list.open.clone() })
                }
                Data::Map(map) => {
                    let key = |name: &'w std::sync::Arc<str>| Val::Text(Cow::Borrowed(name));
                    let items = map.entries().iter().map(|entry| key(&entry.name)).collect();
                    let values = map.entries().iter().map(|entry| self.child(*node, &entry.value)).collect();
                    Some(Items { is_list: false, items, values, open: map.open().cloned() })
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// A value within another: it keeps the alias through which the outer one was reached.
    pub(super) fn child(&mut self, node: Node<'w>, value: &'w aiolint_core::Value) -> Val<'w> {
        let via = node.via.or_else(|| node.value.origin.is_some().then_some(node.value));
        self.load(Node { value, via })
    }
}

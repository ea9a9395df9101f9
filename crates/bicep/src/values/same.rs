//! Whether values are the same.
//!
//! Lists and mappings can share what is in them, so that one of a few lines compares like one of 2^60: every
//! comparison has a limit.

use std::cell::Cell;
use std::sync::Arc;

use aiolint_core::{Data, List, Map, Part, Text, Value};

/// So many pairs a comparison of an operator or function looks at.
const MOST_PAIRS: u32 = 20_000;

/// So many pairs are looked at to find out that two choices are one.
const MOST_ALIKE: u32 = 200;

/// How many pairs of values may still be compared.
pub(super) struct Comparing(Cell<u32>);

impl Default for Comparing {
    fn default() -> Self {
        Self(Cell::new(MOST_PAIRS))
    }
}

impl Comparing {
    /// How many pairs were compared.
    pub(super) fn spent(&self) -> usize {
        usize::try_from(MOST_PAIRS - self.0.get()).unwrap_or(usize::MAX)
    }

    /// Pays for looking at one pair; `None` if that is too much.
    pub(super) fn spend(&self) -> Option<()> {
        self.0.set(self.0.get().checked_sub(1)?);
        Some(())
    }

    /// Whether two values are the same, if that is known.
    pub(super) fn equal(&self, left: &Value, right: &Value) -> Option<bool> {
        self.spend()?;
        if left.terms().is_some_and(|terms| right.terms() == Some(terms)) {
            return Some(true);
        }
        match (&left.data, &right.data) {
            (Data::Unknown(_) | Data::OneOf(_), _) | (_, Data::Unknown(_) | Data::OneOf(_)) => None,
            (Data::Text(left), Data::Text(right)) => equal_texts(left, right, false),
            (Data::List(left), Data::List(right)) => self.equal_lists(left, right),
            (Data::Map(left), Data::Map(right)) => self.equal_maps(left, right),
            (left, right) => Some(left == right),
        }
    }

    fn equal_lists(&self, left: &List, right: &List) -> Option<bool> {
        if left.open.is_some() || right.open.is_some() {
            return None;
        }
        if left.items.len() != right.items.len() {
            return Some(false);
        }
        all(left.items.iter().zip(&right.items).map(|(left, right)| self.equal(left, right)))
    }

    fn equal_maps(&self, left: &Map, right: &Map) -> Option<bool> {
        if left.open().is_some() || right.open().is_some() {
            return None;
        }
        if left.entries().len() != right.entries().len() {
            return Some(false);
        }
        all(left.entries().iter().map(|entry| match right.get(&entry.name) {
            Some(other) => self.equal(&entry.value, other),
            None if other_case(right, &entry.name) => None,
            None => Some(false),
        }))
    }

    /// Whether an array holds an item. One that is equal decides, whatever the others are.
    pub(super) fn contains(&self, list: &List, wanted: &Value) -> Option<bool> {
        let mut known = list.open.is_none();
        for item in &list.items {
            match self.equal(item, wanted) {
                Some(true) => return Some(true),
                Some(false) => {}
                None => known = false,
            }
        }
        known.then_some(false)
    }
}

/// Whether a mapping has a member whose name differs in case only. It is not known what that means to a deployment.
pub(super) fn other_case(map: &Map, name: &str) -> bool {
    map.entries().iter().any(|entry| &*entry.name != name && entry.name.eq_ignore_ascii_case(name))
}

/// Whether all are true: one that is false decides, whatever is not known.
fn all(results: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut known = Some(true);
    for result in results {
        match result {
            Some(false) => return Some(false),
            Some(true) => {}
            None => known = None,
        }
    }
    known
}

/// Whether two texts are the same, if what is known of them says so; perhaps whatever their case.
pub(super) fn equal_texts(left: &Text, right: &Text, any_case: bool) -> Option<bool> {
    let fold = |text: &str| if any_case { text.to_lowercase() } else { text.to_owned() };
    match (left, right) {
        (Text::Parts(left), Text::Parts(right)) => {
            let starts = literal(left.first()).zip(literal(right.first()));
            let ends = literal(left.last()).zip(literal(right.last()));
            let start = |(one, other): (&str, &str)| {
                let (one, other) = (fold(one), fold(other));
                one.starts_with(&other) || other.starts_with(&one)
            };
            let end = |(one, other): (&str, &str)| {
                let (one, other) = (fold(one), fold(other));
                one.ends_with(&other) || other.ends_with(&one)
            };
            (!starts.is_none_or(start) || !ends.is_none_or(end)).then_some(false)
        }
        (Text::Parts(parts), known) | (known, Text::Parts(parts)) => {
            let literals: Vec<String> =
                parts.iter().map(|part| fold(literal(Some(part)).unwrap_or_default())).collect();
            (!may_be(&literals, &fold(known.known()?))).then_some(false)
        }
        (left, right) => Some(fold(left.known()?) == fold(right.known()?)),
    }
}

fn literal(part: Option<&Part>) -> Option<&str> {
    match part? {
        Part::Literal(text) => Some(text),
        Part::Hole { .. } => None,
    }
}

/// Whether a text can be these literals with something between them; an empty one is a hole.
fn may_be(literals: &[String], text: &str) -> bool {
    let (Some(first), Some(last)) = (literals.first(), literals.last()) else { return true };
    let Some(mut rest) = text.strip_prefix(first.as_str()) else { return false };
    for literal in &literals[1..literals.len().max(2) - 1] {
        match rest.split_once(literal.as_str()) {
            Some((_, after)) if !literal.is_empty() => rest = after,
            None => return false,
            _ => {}
        }
    }
    literals.len() < 2 || rest.ends_with(last.as_str())
}

/// Whether as much is known of two values, so that nobody needs to tell them apart.
pub(super) fn alike(left: &Data, right: &Data) -> bool {
    alike_within(left, right, &Comparing(Cell::new(MOST_ALIKE)))
}

fn alike_within(left: &Data, right: &Data, comparing: &Comparing) -> bool {
    if comparing.spend().is_none() {
        return false;
    }
    let same =
        |left: &Value, right: &Value| left.mark == right.mark && alike_within(&left.data, &right.data, comparing);
    match (left, right) {
        (Data::List(left), Data::List(right)) => {
            Arc::ptr_eq(left, right)
                || (left.open == right.open
                    && left.items.len() == right.items.len()
                    && left.items.iter().zip(&right.items).all(|(left, right)| same(left, right)))
        }
        (Data::Map(left), Data::Map(right)) => {
            Arc::ptr_eq(left, right)
                || (left.open() == right.open()
                    && left.entries().len() == right.entries().len()
                    && left
                        .entries()
                        .iter()
                        .zip(right.entries())
                        .all(|(left, right)| left.name == right.name && same(&left.value, &right.value)))
        }
        (Data::OneOf(left), Data::OneOf(right)) => {
            left.len() == right.len() && left.iter().zip(right.iter()).all(|(left, right)| same(left, right))
        }
        (Data::Text(Text::Parts(left)), Data::Text(Text::Parts(right))) => Arc::ptr_eq(left, right) || left == right,
        (Data::List(_) | Data::Map(_) | Data::OneOf(_), _) | (_, Data::List(_) | Data::Map(_) | Data::OneOf(_)) => {
            false
        }
        (left, right) => left == right,
    }
}

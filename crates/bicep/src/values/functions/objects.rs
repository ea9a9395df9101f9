//! Functions of objects.

use std::sync::Arc;

use aiolint_core::{Data, Entry, List, Map, Value};

use super::known_text;
use crate::values::collection::brought;
use crate::values::same::{Comparing, other_case};

/// What the function gives, if it is one of objects and that is known.
pub(super) fn call(name: &str, arguments: &[Value], comparing: &Comparing) -> Option<Data> {
    let Data::Map(first) = &arguments.first()?.data else { return None };
    match name {
        "contains" => return contains(first, arguments.get(1)?.known_text()?).map(Data::Bool),
        "empty" if !first.entries().is_empty() => return Some(Data::Bool(false)),
        _ => {}
    }
    // What follows is known only of an object that is known whole.
    if first.open().is_some() {
        return None;
    }
    Some(match name {
        "empty" => Data::Bool(true),
        "intersection" => intersection(arguments, comparing)?,
        "items" => list(&in_order(first)?, item),
        "length" => Data::Int(i64::try_from(first.entries().len()).ok()?),
        "objectKeys" => list(&in_order(first)?, |entry| Value::new(known_text(&*entry.name), entry.value.at)),
        _ => return None,
    })
}

/// Whether an object has a member of this name, ignoring case.
fn contains(map: &Map, name: &str) -> Option<bool> {
    let own = map.entries().iter().find(|entry| entry.name.eq_ignore_ascii_case(name));
    match own.map(|own| &own.value.data) {
        // Null, or perhaps null: it is not known whether that counts.
        Some(Data::Absent | Data::Unknown(_) | Data::OneOf(_)) => None,
        Some(_) => Some(true),
        None if name.is_ascii() => map.open().is_none().then_some(false),
        None => None,
    }
}

fn list(entries: &[&Entry], item: impl Fn(&Entry) -> Value) -> Data {
    Data::List(Arc::new(List { items: entries.iter().map(|entry| item(entry)).collect(), open: None }))
}

/// An item of `items(object)`.
fn item(entry: &Entry) -> Value {
    let at = entry.value.at;
    let key = Entry { name: "key".into(), value: Value::new(known_text(&*entry.name), at) };
    let value = Entry { name: "value".into(), value: entry.value.clone() };
    Value::new(Data::Map(Arc::new(Map::new(vec![key, value], None))), at)
}

/// The members in the order of their names, ignoring case. `None` where that depends on how other characters than
/// letters and digits are ordered, which is not documented.
pub(super) fn in_order(map: &Map) -> Option<Vec<&Entry>> {
    let mut entries: Vec<&Entry> = map.entries().iter().collect();
    entries.sort_by_cached_key(|entry| entry.name.to_ascii_uppercase());
    let certain = entries.windows(2).all(|pair| order_is_certain(&pair[0].name, &pair[1].name));
    certain.then_some(entries)
}

/// Whether every way to order names without case puts this one first: where they begin to differ, both have a letter or
/// a digit, or this one ends there. Two that differ in case only stay as they are, the lower case first.
fn order_is_certain(first: &str, second: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric();
    let mut pairs = first.chars().zip(second.chars());
    match pairs.find(|(one, other)| !one.eq_ignore_ascii_case(other)) {
        Some((one, other)) => plain(one) && plain(other),
        None if first.len() < second.len() => true,
        None => {
            let differs = first.chars().zip(second.chars()).find(|(one, other)| one != other);
            differs.is_some_and(|(one, _)| one.is_ascii_lowercase())
        }
    }
}

/// The members that all of these objects have with the same value.
fn intersection(arguments: &[Value], comparing: &Comparing) -> Option<Data> {
    let closed = |value: &'_ Value| match &value.data {
        Data::Map(map) if map.open().is_none() => Some(Arc::clone(map)),
        _ => None,
    };
    let (whole, rest) = arguments.split_first()?;
    let first = closed(whole)?;
    let rest: Vec<Arc<Map>> = rest.iter().map(closed).collect::<Option<_>>()?;
    let mut entries = Vec::new();
    for entry in first.entries() {
        let mut everywhere = true;
        for map in &rest {
            comparing.spend()?;
            everywhere &= match map.get(&entry.name) {
                // Whether null counts as a value, and a name in another case as the same, is not known.
                _ if other_case(map, &entry.name) || entry.value.is_absent() => return None,
                Some(other) => comparing.equal(&entry.value, other)?,
                None => false,
            };
        }
        if everywhere {
            entries.push(Entry { name: Arc::clone(&entry.name), value: brought(&entry.value, whole) });
        }
    }
    Some(Data::Map(Arc::new(Map::new(entries, None))))
}

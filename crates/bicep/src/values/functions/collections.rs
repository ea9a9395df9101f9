//! Functions of arrays and numbers.

use std::sync::Arc;

use aiolint_core::{Data, List, Location, Reason, Value};

use super::super::limits::TOO_MANY_ITEMS;
use super::{because, count, int};
use crate::values::collection::brought;
use crate::values::same::Comparing;

/// A longer range is an error.
const MOST_NUMBERS: i64 = 10_000;

/// What the function gives, if it is one of collections or numbers and that is known.
pub(super) fn call(name: &str, arguments: &[Value], comparing: &Comparing) -> Option<Data> {
    match name {
        "array" => return array(arguments.first()?),
        "coalesce" => return coalesce(arguments),
        // One array is enough to tell that it is not texts that are joined.
        "concat" if arguments.iter().any(|argument| matches!(argument.data, Data::List(_))) => {
            return joined(arguments, None);
        }
        "createArray" => return Some(list(arguments.to_vec(), None)),
        "max" => return numbers(arguments)?.into_iter().max().map(Data::Int),
        "min" => return numbers(arguments)?.into_iter().min().map(Data::Int),
        "range" => return range(int(arguments.first())?, int(arguments.get(1))?),
        _ => {}
    }
    match &arguments.first()?.data {
        Data::List(first) => of_lists(name, first, arguments, comparing),
        Data::Absent if name == "empty" => Some(Data::Bool(true)),
        _ => None,
    }
}

fn list(items: Vec<Value>, open: Option<Reason>) -> Data {
    Data::List(Arc::new(List { items, open }))
}

fn array(value: &Value) -> Option<Data> {
    match &value.data {
        Data::List(_) => Some(value.data.clone()),
        Data::Unknown(_) | Data::Absent => None,
        _ => Some(list(vec![value.clone()], None)),
    }
}

fn coalesce(arguments: &[Value]) -> Option<Data> {
    let first = arguments.iter().find(|argument| !argument.is_absent());
    Some(first.map_or(Data::Absent, |first| first.data.clone()))
}

fn numbers(arguments: &[Value]) -> Option<Vec<i64>> {
    let number = |value: &Value| int(Some(value));
    match &arguments.first()?.data {
        Data::List(only) if only.open.is_none() => only.items.iter().map(number).collect(),
        _ => arguments.iter().map(number).collect(),
    }
}

fn range(start: i64, length: i64) -> Option<Data> {
    // The last of these is the largest end that is documented.
    if length > MOST_NUMBERS {
        return Some(because(TOO_MANY_ITEMS));
    }
    if !(0..=MOST_NUMBERS).contains(&length) || start.checked_add(length)? > i64::from(i32::MAX) {
        return None;
    }
    let items = (start..start.checked_add(length)?).map(|number| Value::new(Data::Int(number), Location::NONE));
    Some(list(items.collect(), None))
}

fn of_lists(name: &str, first: &Arc<List>, arguments: &[Value], comparing: &Comparing) -> Option<Data> {
    let whole = arguments.first()?;
    let items = &first.items;
    let bring = |item: &Value| brought(item, whole);
    if name == "contains" {
        return comparing.contains(first, arguments.get(1)?).map(Data::Bool);
    }
    if name == "empty" && !items.is_empty() {
        return Some(Data::Bool(false));
    }
    if name == "flatten" {
        return joined(items, first.open.clone());
    }
    // What follows is known only of an array that is known whole.
    if first.open.is_some() {
        return None;
    }
    Some(match name {
        "empty" => Data::Bool(items.is_empty()),
        // Of an empty array the compiler's own evaluation gives null.
        "first" => items.first().map_or(Data::Absent, |item| bring(item).data),
        "intersection" => intersection(arguments, comparing)?,
        "distinct" | "union" => union(arguments, comparing)?,
        "last" => items.last().map_or(Data::Absent, |item| bring(item).data),
        "length" => Data::Int(i64::try_from(items.len()).ok()?),
        "skip" => list(items.iter().skip(count(arguments.get(1))?).map(bring).collect(), None),
        "take" => list(items.iter().take(count(arguments.get(1))?).map(bring).collect(), None),
        "indexOf" => place(items.iter().enumerate(), arguments.get(1)?, comparing)?,
        "lastIndexOf" => place(items.iter().enumerate().rev(), arguments.get(1)?, comparing)?,
        _ => return None,
    })
}

/// The place of the first of these that is the wanted one; -1 if none is.
fn place<'v>(items: impl Iterator<Item = (usize, &'v Value)>, wanted: &Value, comparing: &Comparing) -> Option<Data> {
    for (place, item) in items {
        if comparing.equal(item, wanted)? {
            return i64::try_from(place).ok().map(Data::Int);
        }
    }
    Some(Data::Int(-1))
}

/// The items of all these arrays.
fn joined(arrays: &[Value], mut open: Option<Reason>) -> Option<Data> {
    let mut items = Vec::new();
    for value in arrays {
        match &value.data {
            Data::List(list) => {
                items.extend(list.items.iter().map(|item| brought(item, value)));
                open = open.or_else(|| list.open.clone());
            }
            Data::Unknown(reason) => open = open.or_else(|| Some(reason.clone())),
            _ => return None,
        }
    }
    Some(list(items, open))
}

fn lists<'v>(arguments: &'v [Value]) -> Option<Vec<(&'v Value, &'v List)>> {
    let closed = |value: &'v Value| match &value.data {
        Data::List(list) if list.open.is_none() => Some((value, &**list)),
        _ => None,
    };
    arguments.iter().map(closed).collect()
}

fn union(arguments: &[Value], comparing: &Comparing) -> Option<Data> {
    let mut items: Vec<Value> = Vec::new();
    for (whole, list) in lists(arguments)? {
        for item in &list.items {
            let same: Option<Vec<bool>> = items.iter().map(|known| comparing.equal(known, item)).collect();
            if !same?.contains(&true) {
                items.push(brought(item, whole));
            }
        }
    }
    Some(list(items, None))
}

fn intersection(arguments: &[Value], comparing: &Comparing) -> Option<Data> {
    let lists = lists(arguments)?;
    let ((whole, first), rest) = lists.split_first()?;
    let mut items = Vec::new();
    for item in &first.items {
        let everywhere: Option<Vec<bool>> = rest.iter().map(|(_, list)| comparing.contains(list, item)).collect();
        if !everywhere?.contains(&false) {
            items.push(brought(item, whole));
        }
    }
    Some(list(items, None))
}

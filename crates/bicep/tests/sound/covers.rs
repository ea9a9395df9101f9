//! Whether what is known of a value holds for the value that it turns out to be.

use aiolint_core::{Data, List, Map, Part, Text, Value};

/// Whether nothing of it is left open.
pub(crate) fn is_decided(data: &Data) -> bool {
    match data {
        Data::Unknown(_) | Data::OneOf(_) => false,
        Data::Text(text) => text.known().is_some(),
        Data::List(list) => list.open.is_none() && list.items.iter().all(|item| is_decided(&item.data)),
        Data::Map(map) => map.open().is_none() && map.entries().iter().all(|entry| is_decided(&entry.value.data)),
        _ => true,
    }
}

/// Whether what is known in `open` holds for `filled`. What is not known of `filled` may be anything.
pub(crate) fn covers(open: &Value, filled: &Value) -> bool {
    match (&open.data, &filled.data) {
        (Data::Unknown(_), _) | (_, Data::Unknown(_)) => true,
        (Data::OneOf(choices), _) => choices.iter().any(|choice| covers(choice, filled)),
        (_, Data::OneOf(choices)) => choices.iter().any(|choice| covers(open, choice)),
        (Data::Text(open), Data::Text(filled)) => match filled.known() {
            Some(filled) => fits(open, filled),
            None => true,
        },
        (Data::List(open), Data::List(filled)) => lists(open, filled),
        (Data::Map(open), Data::Map(filled)) => maps(open, filled),
        (open, filled) => open == filled,
    }
}

fn fits(text: &Text, filled: &str) -> bool {
    let Text::Parts(parts) = text else { return text.known() == Some(filled) };
    let mut ends = vec![0];
    for part in parts.iter() {
        ends = match part {
            Part::Literal(literal) => {
                let after = |at: &usize| filled[*at..].starts_with(&**literal).then(|| at + literal.len());
                ends.iter().filter_map(after).collect()
            }
            Part::Hole { .. } => match ends.first() {
                Some(first) => (*first..=filled.len()).filter(|at| filled.is_char_boundary(*at)).collect(),
                None => Vec::new(),
            },
        };
    }
    ends.contains(&filled.len())
}

/// In an open list more items may stand between those that are known.
fn lists(open: &List, filled: &List) -> bool {
    if filled.open.is_some() {
        return true;
    }
    if open.open.is_none() {
        let pairs = open.items.iter().zip(&filled.items);
        return open.items.len() == filled.items.len() && pairs.into_iter().all(|(open, filled)| covers(open, filled));
    }
    let mut rest = filled.items.iter();
    open.items.iter().all(|item| rest.any(|filled| covers(item, filled)))
}

fn maps(open: &Map, filled: &Map) -> bool {
    if filled.open().is_some() {
        return true;
    }
    // A deployment finds a member whatever the case of its name.
    let other_case = |name: &str| filled.entries().iter().find(|entry| entry.name.eq_ignore_ascii_case(name));
    let named = |name: &str| filled.get(name).or_else(|| Some(&other_case(name)?.value));
    let all = open.entries().iter().all(|entry| match named(&entry.name) {
        Some(member) => covers(&entry.value, member),
        None => false,
    });
    all && (open.open().is_some() || open.entries().len() == filled.entries().len())
}

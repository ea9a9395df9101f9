//! What several of the tests need.

#![allow(dead_code, reason = "each of the tests uses a part of it")]

use std::sync::Arc;

use aiolint_bicep::ScopeValues;
use aiolint_core::{Data, Entry, Location, Map, Text, Value};

/// What a configuration says of the scope functions: of each some members, which are texts.
pub(crate) fn scope_values(functions: &[(&str, &[(&str, &str)])]) -> ScopeValues {
    let text = |text: &str| Value::new(Data::Text(Text::Known(text.into())), Location::NONE);
    let object = |members: &[(&str, &str)]| {
        let entries = members.iter().map(|(name, value)| Entry { name: (*name).into(), value: text(value) });
        Value::new(Data::Map(Arc::new(Map::new(entries.collect(), None))), Location::NONE)
    };
    functions.iter().map(|(name, members)| ((*name).to_owned(), object(members))).collect()
}

/// A value in the words of these tests: `<a | b>` is one of a few, `?(reason)` is not known, and `…` at the end of
/// a list or mapping says that there may be more. Holes of a text are shown as they are written.
pub(crate) fn shown(value: &Value) -> String {
    let all = |values: &[Value], by: &str| values.iter().map(shown).collect::<Vec<_>>().join(by);
    let more = |open: bool, empty: bool| match (open, empty) {
        (true, true) => "…",
        (true, false) => ", …",
        (false, _) => "",
    };
    match &value.data {
        Data::Absent => "null".into(),
        Data::Bool(flag) => flag.to_string(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number.to_string(),
        Data::Text(text) => format!("'{}'", text.written()),
        Data::List(list) => format!("[{}{}]", all(&list.items, ", "), more(list.open.is_some(), list.items.is_empty())),
        Data::Map(map) => {
            let members: Vec<_> =
                map.entries().iter().map(|entry| format!("{}: {}", entry.name, shown(&entry.value))).collect();
            format!("{{{}{}}}", members.join(", "), more(map.open().is_some(), members.is_empty()))
        }
        Data::Unknown(reason) => format!("?({reason})"),
        Data::OneOf(choices) => format!("<{}>", all(choices, " | ")),
    }
}

//! Names of resources that hold the names of what they belong to.

use std::sync::Arc;

use aiolint_core::{Data, Part, Reason, Text, Value};

use super::operators::first_reason;

/// The last segment of a name of so many segments, and the one before it.
pub(super) fn split_name(name: &Value, segments: usize) -> (Value, Value) {
    let unknown = |reason: Reason| Value::unknown(reason, name.at);
    let which = || unknown(Reason::new("it is not known what it belongs to"));
    let Data::Text(text) = &name.data else {
        let reason = first_reason(std::slice::from_ref(name));
        return (unknown(reason), which());
    };
    let found = split(text);
    let value = |parts: &[Part]| Value { data: Data::Text(text_of(parts)), mark: None, ..name.clone() };
    match &found[..] {
        // What fills the holes has no slash: there are as many segments as there must be.
        [.., parent, own] if found.len() >= segments => (value(own), value(parent)),
        [own] if text.known().is_some() => (value(own), Value::absent()),
        [.., own] if own.iter().all(|part| matches!(part, Part::Literal(_))) => (value(own), which()),
        _ => (unknown(text.hole().cloned().unwrap_or_else(|| Reason::new("its name is too short"))), which()),
    }
}

/// The names that a name of this many segments holds, if it holds so many.
pub(super) fn all_segments(name: &Value, segments: usize) -> Option<Vec<Value>> {
    if segments <= 1 {
        return Some(vec![name.clone()]);
    }
    let Data::Text(text) = &name.data else { return None };
    let found = split(text);
    let value = |parts: &Vec<Part>| Value { data: Data::Text(text_of(parts)), mark: None, ..name.clone() };
    (found.len() == segments).then(|| found.iter().map(value).collect())
}

/// The segments of a text, each in its parts.
fn split(text: &Text) -> Vec<Vec<Part>> {
    let whole;
    let parts = match text {
        Text::Parts(parts) => &parts[..],
        known => {
            whole = [Part::Literal(known.written().into())];
            &whole
        }
    };
    let mut segments: Vec<Vec<Part>> = vec![Vec::new()];
    for part in parts {
        let Part::Literal(literal) = part else {
            segments.last_mut().into_iter().for_each(|last| last.push(part.clone()));
            continue;
        };
        for (number, piece) in literal.split('/').enumerate() {
            if number > 0 {
                segments.push(Vec::new());
            }
            if !piece.is_empty() {
                segments.last_mut().into_iter().for_each(|last| last.push(Part::Literal(piece.into())));
            }
        }
    }
    segments
}

fn text_of(parts: &[Part]) -> Text {
    match parts {
        [] => Text::Known("".into()),
        [Part::Literal(text)] => Text::Known(Arc::clone(text)),
        parts => Text::Parts(parts.into()),
    }
}

//! How a name stands in a text that is more than the name: a host, an address, a resource id.

use std::sync::{Arc, OnceLock};

use aiolint_core::{Data, Part, Text, Value};
use regex::Regex;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A regular expression whose first group is the name. It is compiled when it is first used.
#[derive(Debug)]
pub struct NamePattern {
    written: String,
    compiled: OnceLock<Option<Regex>>,
}

/// The holes of a text stand for themselves as characters of the private use areas, from this one on.
const FIRST_HOLE: u32 = 0xF_0000;

impl NamePattern {
    /// The pattern.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn new(written: &str) -> Result<Self, String> {
        let compiled = Regex::new(written).map_err(|error| error.to_string())?;
        if compiled.captures_len() < 2 {
            return Err("the pattern needs a group that is the name: `^([^.]+)`".to_owned());
        }
        Ok(Self { written: written.to_owned(), compiled: OnceLock::from(Some(compiled)) })
    }

    fn compiled(&self) -> Option<&Regex> {
        self.compiled.get_or_init(|| Regex::new(&self.written).ok()).as_ref()
    }

    /// The name in this text, at the place of the text; `None` if the text is another one. What fills a hole is taken
    /// for a part of what it stands in.
    #[must_use]
    pub fn name_in(&self, value: &Value) -> Option<Value> {
        let Data::Text(text) = &value.data else { return None };
        let (flat, holes) = flat(text);
        let name = self.compiled()?.captures(&flat)?.get(1)?.as_str();
        Some(Value { data: Data::Text(restored(name, &holes)), mark: None, ..value.clone() })
    }
}

/// The text with a character for each hole, and the holes.
fn flat(text: &Text) -> (String, Vec<Part>) {
    let Text::Parts(parts) = text else { return (text.written().into_owned(), Vec::new()) };
    let (mut flat, mut holes) = (String::new(), Vec::new());
    for (part, number) in parts.iter().zip(FIRST_HOLE..) {
        match part {
            Part::Literal(text) => flat.push_str(text),
            Part::Hole { .. } => flat.extend(char::from_u32(number)),
        }
        holes.push(part.clone());
    }
    (flat, holes)
}

/// A piece of a flat text, with its holes.
fn restored(piece: &str, holes: &[Part]) -> Text {
    let hole = |c: char| u32::from(c).checked_sub(FIRST_HOLE).and_then(|number| holes.get(number as usize));
    if !piece.contains(|c| hole(c).is_some()) {
        return Text::Known(piece.into());
    }
    let (mut parts, mut literal) = (Vec::new(), String::new());
    for c in piece.chars() {
        let Some(hole) = hole(c) else {
            literal.push(c);
            continue;
        };
        if !literal.is_empty() {
            parts.push(Part::Literal(Arc::from(std::mem::take(&mut literal))));
        }
        parts.push(hole.clone());
    }
    if !literal.is_empty() {
        parts.push(Part::Literal(literal.into()));
    }
    Text::Parts(parts.into())
}

impl PartialEq for NamePattern {
    fn eq(&self, other: &Self) -> bool {
        self.written == other.written
    }
}

impl Serialize for NamePattern {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.written.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for NamePattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self { written: String::deserialize(deserializer)?, compiled: OnceLock::new() })
    }
}

#[cfg(test)]
mod tests {
    use aiolint_core::{Location, Reason};

    use super::*;

    fn name(pattern: &str, text: Text) -> Option<String> {
        let value = Value::new(Data::Text(text), Location::NONE);
        let found = NamePattern::new(pattern).unwrap().name_in(&value)?;
        match found.data {
            Data::Text(text) => Some(text.written().into_owned()),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_group_is_the_name_with_the_holes_that_stand_in_it() {
        let hole = |written: &str| Part::Hole { written: written.into(), reason: Reason::new("why"), mark: None };
        let literal = |text: &str| Part::Literal(text.into());
        let host = r"^([^.:]+)\.[^.:]+-1\.ts\.eventgrid\.azure\.net";
        let parts = |parts: &[Part]| Text::Parts(parts.into());
        let in_parts = parts(&[
            literal("ns-"),
            hole("${A}"),
            literal("."),
            hole("${B}"),
            literal("-1.ts.eventgrid.azure.net:8883"),
        ]);
        assert_eq!(
            name(host, Text::Known("plant.westeurope-1.ts.eventgrid.azure.net:8883".into())),
            Some("plant".into())
        );
        assert_eq!(name(host, in_parts), Some("ns-${A}".into()));
        assert_eq!(name(host, parts(&[hole("${HOST}"), literal(":8883")])), None);
        assert_eq!(name(host, Text::Known("broker.example:8883".into())), None);
        assert!(NamePattern::new("^a$").is_err(), "it has no group");
    }
}

//! JSON text to values, and values to JSON text.

use std::cell::Cell;
use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;

use aiolint_core::{Data, Entry, List, Location, Map, Part, Text, Value};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::{because, known_text, objects};
use crate::values::same::Comparing;
use crate::values::text::Builder;

/// So many values one JSON text may hold.
const MOST_VALUES: u32 = 20_000;

/// The value that a JSON text is; its parts stand where it is called.
pub(super) fn read(text: &str, at: Location) -> Data {
    // The documentation shows one bracket less in the result.
    if text.starts_with("[[") {
        return because("what two brackets at the start become is documented in two ways");
    }
    let left = Cell::new(MOST_VALUES);
    let parse = |text: &str| {
        let mut json = serde_json::Deserializer::from_str(text);
        let value = Reader { at, left: &left }.deserialize(&mut json).ok()?;
        json.end().ok().map(|()| value.data)
    };
    // Single quotes are documented to do too. Without other quotes and escapes it is certain what they stand for.
    let quoted = || (!text.contains(['"', '\\'])).then(|| text.replace('\'', "\"")).and_then(|text| parse(&text));
    parse(text).or_else(quoted).unwrap_or_else(|| because("the text is not JSON that is read alike by all"))
}

/// Reads one value.
#[derive(Clone, Copy)]
struct Reader<'l> {
    at: Location,
    left: &'l Cell<u32>,
}

impl Reader<'_> {
    fn value<E: Error>(self, data: Data) -> Result<Value, E> {
        self.left.set(self.left.get().checked_sub(1).ok_or_else(|| E::custom("too many values"))?);
        Ok(Value::new(data, self.at))
    }
}

impl<'de> DeserializeSeed<'de> for Reader<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reader<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        self.value(Data::Absent)
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Value, E> {
        self.value(Data::Bool(flag))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Value, E> {
        self.value(Data::Int(number))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Value, E> {
        self.value(Data::Int(i64::try_from(number).map_err(E::custom)?))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Value, E> {
        match number == 0.0 && number.is_sign_negative() {
            true => Err(E::custom("less than no zero")),
            false => self.value(Data::Float(number)),
        }
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        self.value(match is_date(text) {
            true => because("a date in JSON may be written anew"),
            false => known_text(text),
        })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = sequence.next_element_seed(self)? {
            items.push(item);
        }
        self.value(Data::List(Arc::new(List { items, open: None })))
    }

    /// Of two members of one name readers take the one or the other, so that such an object is not read.
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let (mut entries, mut names) = (Vec::new(), HashSet::new());
        while let Some(name) = map.next_key::<String>()? {
            let name: Arc<str> = name.into();
            if !names.insert(Arc::clone(&name)) {
                return Err(A::Error::custom("a name stands there twice"));
            }
            let value = map.next_value_seed(self)?;
            entries.push(Entry { name, value: Value { key: Some(self.at), ..value } });
        }
        self.value(Data::Map(Arc::new(Map::new(entries, None))))
    }
}

/// Whether readers that know dates could take a text for one.
fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 19 && bytes[0].is_ascii_digit() && bytes[10] == b'T' || text.starts_with("/Date(")
}

/// The JSON text of a value, as short as can be. `None` where it depends on the order of members, which is not
/// documented unless they are in order already, or on how other characters are escaped.
pub(super) fn write(value: &Data, comparing: &Comparing) -> Option<Text> {
    written(value, "\"", comparing)
}

/// What an array or object becomes where it is put into a text: JSON with single quotes, whose members are in the
/// order in which they are written.
pub(in crate::values) fn in_text(value: &Data, comparing: &Comparing) -> Option<Text> {
    matches!(value, Data::List(_) | Data::Map(_)).then(|| written(value, "'", comparing))?
}

fn written(value: &Data, quote: &str, comparing: &Comparing) -> Option<Text> {
    let mut builder = Builder::default();
    append(&mut builder, value, quote, comparing)?;
    Some(builder.finish())
}

/// What is shared in a value is written again and again, so there is a limit.
fn append(builder: &mut Builder, value: &Data, quote: &str, comparing: &Comparing) -> Option<()> {
    comparing.spend()?;
    match value {
        Data::Bool(flag) => builder.literal(if *flag { "true" } else { "false" }),
        Data::Int(number) => builder.literal(&number.to_string()),
        Data::Text(text) => quoted(builder, text, quote)?,
        Data::Unknown(reason) => builder.hole("…".into(), reason.clone(), None),
        Data::List(list) if list.open.is_none() => {
            builder.literal("[");
            for (number, item) in list.items.iter().enumerate() {
                builder.literal(if number > 0 { "," } else { "" });
                append(builder, &item.data, quote, comparing)?;
            }
            builder.literal("]");
        }
        Data::Map(map) if map.open().is_none() => {
            let as_written = || quote == "'" && is_as_written(map);
            if !is_in_order(map) && !as_written() {
                return None;
            }
            builder.literal("{");
            for (number, entry) in map.entries().iter().enumerate() {
                builder.literal(if number > 0 { "," } else { "" });
                quoted(builder, &Text::Known(Arc::clone(&entry.name)), quote)?;
                builder.literal(":");
                append(builder, &entry.value.data, quote, comparing)?;
            }
            builder.literal("}");
        }
        _ => return None,
    }
    Some(())
}

/// Whether the members of an object are in the order of their names.
fn is_in_order(map: &Map) -> bool {
    let ordered = objects::in_order(map);
    ordered.is_some_and(|ordered| ordered.iter().zip(map.entries()).all(|(one, other)| one.name == other.name))
}

/// Whether each member of an object is written after the one before it.
fn is_as_written(map: &Map) -> bool {
    map.entries().windows(2).all(|pair| match (pair[0].value.key, pair[1].value.key) {
        (Some(one), Some(other)) => one.is_written() && one.file == other.file && one.span.end <= other.span.start,
        _ => false,
    })
}

/// A text in quotes. What fills a hole may be escaped, so it is another text then.
fn quoted(builder: &mut Builder, text: &Text, quote: &str) -> Option<()> {
    let plain = |known: &str| known.bytes().all(|byte| matches!(byte, b' '..=b'~') && !b"\"\\<>&'+`".contains(&byte));
    builder.literal(quote);
    match text {
        Text::Parts(parts) => {
            for part in parts.iter() {
                match part {
                    Part::Literal(known) if plain(known) => builder.literal(known),
                    Part::Literal(_) => return None,
                    Part::Hole { written, reason, .. } => {
                        builder.hole(Arc::clone(written), reason.clone(), None);
                    }
                }
            }
        }
        known => builder.literal(known.known().filter(|known| plain(known))?),
    }
    builder.literal(quote);
    Some(())
}

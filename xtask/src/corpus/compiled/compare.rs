//! What two say of one value: the compiler, where it says something plain, and we.

use std::collections::BTreeMap;

use aiolint_core::{Data, Part, Text, Value};
use serde_json::Value as Json;

use super::arm::{Object, Says, has_unknown_names, loops, members, plain_values, unescaped};

/// A place where the two say different things.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Difference {
    pub path: String,
    pub theirs: String,
    pub ours: String,
}

/// What came of a comparison.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// Plain values for which we have the same.
    pub agreed: usize,
    /// Those for which we have nothing that is known, by the reason.
    pub unknown: BTreeMap<String, usize>,
    pub differences: Vec<Difference>,
}

/// So much of a value is shown.
const MOST_SHOWN: usize = 60;

impl Tally {
    pub(super) fn add(&mut self, other: Self) {
        self.agreed += other.agreed;
        for (reason, count) in other.unknown {
            *self.unknown.entry(reason).or_default() += count;
        }
        self.differences.extend(other.differences);
    }

    fn of(theirs: &Json, ours: &Value, path: &str) -> Self {
        let mut tally = Self::default();
        tally.compare(theirs, ours, path);
        tally
    }

    fn is_unknown(&mut self, theirs: &Json, reason: &str) {
        let count = plain_values(theirs);
        if count > 0 {
            *self.unknown.entry(reason.to_owned()).or_default() += count;
        }
    }

    fn differs(&mut self, theirs: &Json, ours: String, path: &str) {
        self.differences.push(Difference {
            path: path.to_owned(),
            theirs: short(theirs.to_string()),
            ours: short(ours),
        });
    }

    /// Compares a value. Where theirs is an expression there is nothing to compare.
    pub(super) fn compare(&mut self, theirs: &Json, ours: &Value, path: &str) {
        match (&ours.data, Says::of(theirs)) {
            (_, Says::Expression) => {}
            (Data::Unknown(reason), _) => self.is_unknown(theirs, reason.as_str()),
            (Data::OneOf(choices), _) => {
                let all: Vec<Self> = choices.iter().map(|choice| Self::of(theirs, choice, path)).collect();
                match all.into_iter().reduce(
                    |best, next| {
                        if next.differences.len() < best.differences.len() { next } else { best }
                    },
                ) {
                    Some(best) if !best.differences.is_empty() => self.differences.extend(best.differences),
                    _ => self.is_unknown(theirs, "it is one of a few"),
                }
            }
            (Data::Map(map), Says::Object(object)) => {
                self.object(object, ours, path);
                let may_match = |name: &str| object.contains_key(name) || has_unknown_names(object);
                let named = |name: &str| {
                    loops(object).any(|(own, _)| own == name) || members(object).any(|(own, _)| own == name)
                };
                for entry in map.entries().iter().filter(|entry| !may_match(&entry.name) && !named(&entry.name)) {
                    if let Some(ours) = known(&entry.value) {
                        self.differs(&Json::Null, ours, &format!("{path}/{}", entry.name));
                    }
                }
            }
            (Data::List(list), Says::List(items)) => match &list.open {
                Some(reason) => self.is_unknown(theirs, reason.as_str()),
                None if list.items.len() != items.len() => {
                    self.differs(theirs, format!("{} items", list.items.len()), path);
                }
                None => {
                    for (number, (theirs, ours)) in items.iter().zip(&list.items).enumerate() {
                        self.compare(theirs, ours, &format!("{path}/{number}"));
                    }
                }
            },
            (_, Says::Plain) => self.plain(theirs, ours, path),
            // An object of loops and expressions alone says nothing plain.
            _ if plain_values(theirs) == 0 => {}
            _ => self.differs(theirs, known(ours).unwrap_or_default(), path),
        }
    }

    /// Compares the members that they have.
    pub(super) fn object(&mut self, theirs: &Object, ours: &Value, path: &str) {
        for (name, theirs) in members(theirs) {
            self.member(theirs, ours, name, path);
        }
        for (name, input) in loops(theirs) {
            self.in_loop(input, ours, name, &format!("{path}/{name}"));
        }
    }

    /// Compares one member of an object.
    pub(super) fn member(&mut self, theirs: &Json, ours: &Value, name: &str, path: &str) {
        let path = format!("{path}/{name}");
        match &ours.data {
            Data::Map(map) => match (map.get(name), map.open()) {
                (Some(ours), _) => self.compare(theirs, ours, &path),
                (None, Some(reason)) => self.is_unknown(theirs, reason.as_str()),
                // Null and nothing are the same.
                (None, None) => self.compare(theirs, &Value::absent(), &path),
            },
            _ => self.compare(theirs, &Value::absent(), &path),
        }
    }

    /// Compares what each turn of a loop gives.
    pub(super) fn in_loop(&mut self, input: &Json, object: &Value, name: &str, path: &str) {
        match object.get(name).map(|ours| &ours.data) {
            Some(Data::List(list)) => match &list.items[..] {
                [] => self.is_unknown(input, list.open.as_ref().map_or("the loop has no turns", |why| why.as_str())),
                [first, rest @ ..] => {
                    self.compare(input, first, path);
                    for item in rest {
                        self.differences.extend(Self::of(input, item, path).differences);
                    }
                }
            },
            Some(Data::Unknown(reason)) => self.is_unknown(input, reason.as_str()),
            Some(Data::OneOf(_)) => self.is_unknown(input, "it is one of a few"),
            Some(_) => self.differs(input, "no list".into(), path),
            None => match &object.data {
                Data::Map(map) if map.open().is_none() => self.differs(input, "nothing".into(), path),
                Data::Map(map) => self.is_unknown(input, map.open().map_or("", |why| why.as_str())),
                Data::Unknown(reason) => self.is_unknown(input, reason.as_str()),
                _ => self.differs(input, "no object".into(), path),
            },
        }
    }

    fn plain(&mut self, theirs: &Json, ours: &Value, path: &str) {
        let agrees = match (theirs, &ours.data) {
            (Json::Null, Data::Absent) => true,
            (Json::Bool(theirs), Data::Bool(ours)) => theirs == ours,
            (Json::Number(theirs), Data::Int(ours)) => {
                theirs.as_i64() == Some(*ours) || theirs.as_f64() == Some(*ours as f64)
            }
            (Json::Number(theirs), Data::Float(ours)) => theirs.as_f64() == Some(*ours),
            (Json::String(theirs), Data::Text(ours @ Text::Parts(parts))) => {
                let theirs = unescaped(theirs).unwrap_or_default();
                match may_be(theirs, parts) {
                    true => {
                        let reason = ours.hole().map_or("", |reason| reason.as_str());
                        *self.unknown.entry(reason.to_owned()).or_default() += 1;
                        return;
                    }
                    false => false,
                }
            }
            (Json::String(theirs), Data::Text(ours)) => unescaped(theirs) == Some(&*ours.written()),
            (Json::Array(_), Data::List(list)) => match &list.open {
                Some(reason) => return self.is_unknown(theirs, reason.as_str()),
                None => list.items.is_empty(),
            },
            (Json::Object(_), Data::Map(map)) => match map.open() {
                Some(reason) => return self.is_unknown(theirs, reason.as_str()),
                None => map.entries().iter().all(|entry| entry.value.is_absent()),
            },
            _ => false,
        };
        match agrees {
            true => self.agreed += 1,
            false => self.differs(theirs, known(ours).unwrap_or_else(|| "something unknown".into()), path),
        }
    }
}

/// Whether a text may be this one, in which some parts are not known.
fn may_be(text: &str, parts: &[Part]) -> bool {
    let mut rest = text;
    let mut after_hole = false;
    for part in parts {
        match part {
            Part::Hole { .. } => after_hole = true,
            Part::Literal(literal) => {
                let at = if after_hole { rest.find(&**literal) } else { rest.starts_with(&**literal).then_some(0) };
                let Some(at) = at else { return false };
                rest = &rest[at + literal.len()..];
                after_hole = false;
            }
        }
    }
    match parts.last() {
        Some(Part::Literal(last)) => text.ends_with(&**last),
        _ => true,
    }
}

/// A value in words, if there is one that is known, at least in parts.
fn known(value: &Value) -> Option<String> {
    Some(match &value.data {
        Data::Absent | Data::Unknown(_) | Data::OneOf(_) => return None,
        Data::Bool(flag) => flag.to_string(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number.to_string(),
        Data::Text(text) => format!("{:?}", text.written()),
        Data::List(list) => format!("{} items", list.items.len()),
        Data::Map(map) => format!("{} members", map.entries().len()),
    })
}

fn short(text: String) -> String {
    match text.char_indices().nth(MOST_SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

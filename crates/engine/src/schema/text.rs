//! Whether a text fits its schema, and whether a value is one at all. Of a text that is known in parts only that is told
//! which holds whatever fills its holes.

use aiolint_core::{Data, Part, Text, Value};

use super::check::Check;
use super::{Expected, Form, TextForm, Versions, What};
use crate::condition::could_be;
use crate::suggest::nearest;

impl Form {
    /// The type of its values.
    pub(super) fn expected(&self) -> Expected {
        match self {
            Self::Bool => Expected::Bool,
            Self::Int(_) => Expected::Int,
            Self::Number => Expected::Float,
            Self::Text(_) | Self::Any => Expected::Text,
            Self::List { .. } => Expected::List,
            Self::Object(_) | Self::Shape(_) => Expected::Object,
        }
    }
}

impl Check<'_> {
    pub(super) fn text(&mut self, form: &TextForm, text: &Text, value: &Value) {
        let known = form.values.iter().map(|(value, versions)| (value.as_str(), *versions));
        if !form.values.is_empty() {
            self.enumeration(known, !form.closed, text, value);
        }
        let length = length(text);
        let is_whole = text.known().is_some();
        let too_short = is_whole && form.length.least.is_some_and(|least| length < least);
        if too_short || form.length.most.is_some_and(|most| most < length) {
            self.tell(What::WrongLength { length, range: form.length, of: Expected::Text }, value);
            return;
        }
        let Some(pattern) = &form.pattern else { return };
        let matches = match text {
            Text::Parts(parts) => pattern.matches_parts(parts),
            Text::Known(text) | Text::Spelled { canonical: text, .. } => pattern.matches(text),
        };
        if matches == Some(false) {
            self.tell(What::WrongPattern { pattern: pattern.source().to_owned() }, value);
        }
    }

    /// Checks a text that is one of these values, each known in some versions, or another one if it is `open`.
    pub(super) fn enumeration<'k>(
        &mut self,
        known: impl Iterator<Item = (&'k str, Versions)> + Clone,
        open: bool,
        text: &Text,
        value: &Value,
    ) {
        let version = self.version;
        let here: Vec<_> = known.clone().filter(|(_, in_)| in_.contains(version)).map(|(value, _)| value).collect();
        let what = match text {
            Text::Parts(_) if open => return,
            Text::Parts(parts) => {
                if here.iter().any(|value| could_be(parts, value)) {
                    return;
                }
                let written = text.written().into_owned();
                let known = owned(&here);
                What::UnknownValue { written, near: None, only_case: false, open, known_in: Versions::NONE, known }
            }
            Text::Known(said) | Text::Spelled { canonical: said, .. } => {
                if here.iter().any(|value| is_same(value, said)) {
                    return;
                }
                let known_in = known.filter(|(value, _)| *value == &**said);
                let known_in = known_in.map(|(_, versions)| versions).fold(Versions::NONE, Versions::or);
                let near = nearest(said, &here).filter(|_| known_in.is_empty());
                let only_case = near.is_some_and(|near| near.eq_ignore_ascii_case(said));
                // Short words are near to each other by chance: `None` is no misspelt `One`.
                let near = near.filter(|_| only_case || said.chars().count() >= SHORTEST_MISSPELT);
                let (written, near) = (text.written().into_owned(), near.map(str::to_owned));
                What::UnknownValue { written, near, only_case, open, known_in, known: owned(&here) }
            }
        };
        self.tell(what, value);
    }

    /// Tells of a value that is not of the expected type, if that is certain.
    pub(super) fn wrong_type(&mut self, expected: Expected, value: &Value) {
        let (found, quoted) = match &value.data {
            Data::Absent | Data::Unknown(_) | Data::OneOf(_) => return,
            Data::Bool(_) => (Expected::Bool, false),
            Data::Int(_) => (Expected::Int, false),
            Data::Float(_) => (Expected::Float, false),
            Data::List(_) => (Expected::List, false),
            Data::Map(_) => (Expected::Object, false),
            Data::Text(Text::Parts(parts)) if could_be_typed(expected, parts) => return,
            Data::Text(text) => {
                let spells = |text: &str| match expected {
                    Expected::Int => text.parse::<i64>().is_ok(),
                    Expected::Float => text.parse::<f64>().is_ok(),
                    Expected::Bool => matches!(text, "true" | "false"),
                    _ => false,
                };
                (Expected::Text, text.known().is_some_and(spells))
            }
        };
        if found != expected {
            self.tell(What::WrongType { expected, found, quoted }, value);
        }
    }
}

/// Whether a text is a value, which may be a list: spaces after its commas do not count.
fn is_same(value: &str, said: &str) -> bool {
    value == said || value.contains(',') && value.replace(' ', "") == said.replace(' ', "")
}

/// Shorter values are never taken for misspelt ones.
const SHORTEST_MISSPELT: usize = 5;

fn owned(values: &[&str]) -> Vec<String> {
    values.iter().map(|value| (*value).to_owned()).collect()
}

/// How long a text is, as Azure counts: in units of UTF-16. Holes count nothing.
fn length(text: &Text) -> i64 {
    let count = |text: &str| text.encode_utf16().count();
    let length = match text {
        Text::Known(text) | Text::Spelled { written: text, .. } => count(text),
        Text::Parts(parts) => literals(parts).map(count).sum(),
    };
    i64::try_from(length).unwrap_or(i64::MAX)
}

fn literals(parts: &[Part]) -> impl Iterator<Item = &str> {
    parts.iter().filter_map(|part| match part {
        Part::Literal(text) => Some(&**text),
        Part::Hole { .. } => None,
    })
}

/// Whether what fills the holes of a plain scalar may make a number or a truth value of it.
fn could_be_typed(expected: Expected, parts: &[Part]) -> bool {
    match expected {
        Expected::Int => literals(parts).all(|text| text.chars().all(|c| c.is_ascii_digit() || c == '-')),
        Expected::Bool => could_be(parts, "true") || could_be(parts, "false"),
        _ => false,
    }
}

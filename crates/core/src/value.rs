//! Values as a linter knows them: known, absent, unknown, or one of a few.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::Arc;

use crate::{Location, Reason};

/// A value together with the places that it comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    /// What is known of it.
    pub data: Data,
    /// Where it is written. For an alias this is the alias, not what it stands for.
    pub at: Location,
    /// The key that names it, if it is a member of a mapping.
    pub key: Option<Location>,
    /// Where its content is written, if that is not `at`: the anchored node of an alias.
    pub origin: Option<Location>,
    /// Which value it is, where that says more than its data does.
    pub mark: Option<Mark>,
}

/// Tells values apart that are not known, and resources whose names are alike: two values of one file's reading that
/// have the same mark are the same value, whatever it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mark(NonZeroU32);

impl Mark {
    /// The mark with this number, from zero.
    #[must_use]
    pub fn new(number: usize) -> Self {
        let number = u32::try_from(number).ok().and_then(|number| number.checked_add(1));
        Self(number.and_then(NonZeroU32::new).unwrap_or(NonZeroU32::MAX))
    }
}

/// What is known of a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Data {
    /// Written without a value, or as null, which Kubernetes and Azure Resource Manager drop.
    Absent,
    /// A truth value.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Another number.
    Float(f64),
    /// Text, perhaps known in parts only.
    Text(Text),
    /// A sequence.
    List(Arc<List>),
    /// A mapping.
    Map(Arc<Map>),
    /// Nothing is known but why.
    Unknown(Reason),
    /// One of these; which of them is not known.
    OneOf(Arc<[Value]>),
}

/// Text, known whole or in parts.
#[derive(Clone, Debug, PartialEq)]
pub enum Text {
    /// The whole text.
    Known(Arc<str>),
    /// An enumeration's member: conditions see the canonical spelling, messages the written one.
    Spelled {
        /// The spelling of the documentation.
        canonical: Arc<str>,
        /// The spelling in the file.
        written: Arc<str>,
    },
    /// Known literals with holes between them; at least one part is a hole.
    Parts(Arc<[Part]>),
}

/// A part of a text that is not known whole.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// Characters that stand there whatever fills the holes.
    Literal(Arc<str>),
    /// A hole: any text, also an empty one.
    Hole {
        /// The placeholder as it is written.
        written: Arc<str>,
        /// Why it is not known.
        reason: Reason,
        /// Which unknown value it is.
        mark: Option<Mark>,
    },
}

/// A part of what a value that is not known is made of.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Term {
    /// Characters that stand there.
    Literal(Arc<str>),
    /// The text of the value with this mark.
    Mark(Mark),
}

/// A sequence.
#[derive(Clone, Debug, PartialEq)]
pub struct List {
    /// The items that are written.
    pub items: Vec<Value>,
    /// Why there may be more, if there may.
    pub open: Option<Reason>,
}

/// A member of a mapping.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its name.
    pub name: Arc<str>,
    /// Its value, which knows the place of the key.
    pub value: Value,
}

/// A mapping, in the order of the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Map {
    entries: Vec<Entry>,
    open: Option<Reason>,
    /// Only for mappings that are large enough to be worth it.
    index: Option<HashMap<Arc<str>, u32>>,
}

/// From this size on a mapping is indexed; below, a scan is faster.
const INDEXED_FROM: usize = 16;

impl Map {
    /// A mapping of these entries, whose names must differ: the first of two equal ones wins.
    /// `open` says why there may be more members, if there may.
    #[must_use]
    pub fn new(entries: Vec<Entry>, open: Option<Reason>) -> Self {
        let index = (entries.len() >= INDEXED_FROM).then(|| {
            let mut index = HashMap::with_capacity(entries.len());
            for (number, entry) in (0u32..).zip(&entries) {
                index.entry(Arc::clone(&entry.name)).or_insert(number);
            }
            index
        });
        Self { entries, open, index }
    }

    /// The members that are written.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Why there may be more members than are written, if there may.
    #[must_use]
    pub fn open(&self) -> Option<&Reason> {
        self.open.as_ref()
    }

    /// The value of the member with this name, if it is written.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        match &self.index {
            Some(index) => index.get(name).map(|&at| &self.entries[at as usize].value),
            None => self.entries.iter().find(|entry| &*entry.name == name).map(|entry| &entry.value),
        }
    }
}

impl Text {
    /// The text that conditions see, if it is known whole.
    #[must_use]
    pub fn known(&self) -> Option<&str> {
        match self {
            Self::Known(text) | Self::Spelled { canonical: text, .. } => Some(text),
            Self::Parts(_) => None,
        }
    }

    /// The text as it is written, with its placeholders.
    #[must_use]
    pub fn written(&self) -> std::borrow::Cow<'_, str> {
        match self {
            Self::Known(text) | Self::Spelled { written: text, .. } => (&**text).into(),
            Self::Parts(parts) => parts
                .iter()
                .map(|part| match part {
                    Part::Literal(text) | Part::Hole { written: text, .. } => &**text,
                })
                .collect::<String>()
                .into(),
        }
    }

    /// Why the text is not known whole, if it is not: the reason of its first hole.
    #[must_use]
    pub fn hole(&self) -> Option<&Reason> {
        let Self::Parts(parts) = self else { return None };
        parts.iter().find_map(|part| match part {
            Part::Hole { reason, .. } => Some(reason),
            Part::Literal(_) => None,
        })
    }
}

impl Value {
    /// A value that is written at `at`.
    #[must_use]
    pub fn new(data: Data, at: Location) -> Self {
        let data = match data {
            Data::Unknown(reason) => Data::Unknown(reason.or_at(at)),
            data => data,
        };
        Self { data, at, key: None, origin: None, mark: None }
    }

    /// A value of which only the reason is known.
    #[must_use]
    pub fn unknown(reason: Reason, at: Location) -> Self {
        Self::new(Data::Unknown(reason), at)
    }

    /// An absent value: what a mapping that does not have the member gives.
    #[must_use]
    pub fn absent() -> Self {
        Self::new(Data::Absent, Location::NONE)
    }

    /// The member of this mapping with this name, if this is a mapping and has it.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Self> {
        match &self.data {
            Data::Map(map) => map.get(name),
            _ => None,
        }
    }

    /// The text, if this is a text that is known whole.
    #[must_use]
    pub fn known_text(&self) -> Option<&str> {
        match &self.data {
            Data::Text(text) => text.known(),
            _ => None,
        }
    }

    /// What this value is made of, if that tells which value it is though it is not known: two values of one file's
    /// reading with the same terms are the same.
    #[must_use]
    pub fn terms(&self) -> Option<Box<[Term]>> {
        match (self.mark, &self.data) {
            (Some(mark), _) => Some([Term::Mark(mark)].into()),
            (None, Data::Text(Text::Parts(parts))) => parts
                .iter()
                .map(|part| match part {
                    Part::Literal(text) => Some(Term::Literal(Arc::clone(text))),
                    Part::Hole { mark, .. } => mark.map(Term::Mark),
                })
                .collect(),
            _ => None,
        }
    }

    /// The same value, open for this reason. What is shared in the original is shared in the result.
    #[must_use]
    pub fn opened(&self, reason: &Reason, openness: Openness) -> Self {
        Opening { reason, openness, lists_done: HashMap::new(), maps_done: HashMap::new() }.value(self)
    }

    /// Whether this value is not written or has no content.
    #[must_use]
    pub fn is_absent(&self) -> bool {
        matches!(self.data, Data::Absent)
    }
}

/// How much of a value may be more than is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Openness {
    /// A patch: mappings are merged into others, lists replace others.
    Patch,
    /// A template: mappings and lists may get more members, and what has no value may get one.
    Template,
}

/// The state of [`Value::opened`]. What was done is kept by address, since aliases share their content and
/// a tree of aliases can be exponentially larger than its nodes.
struct Opening<'r> {
    reason: &'r Reason,
    openness: Openness,
    lists_done: HashMap<*const List, Arc<List>>,
    maps_done: HashMap<*const Map, Arc<Map>>,
}

impl Opening<'_> {
    fn value(&mut self, value: &Value) -> Value {
        let data = match &value.data {
            Data::List(list) => Data::List(self.list(list)),
            Data::Map(map) => Data::Map(self.map(map)),
            Data::Absent if self.openness == Openness::Template => Data::Unknown(self.reason.clone()),
            other => other.clone(),
        };
        Value { data, ..value.clone() }
    }

    fn list(&mut self, list: &Arc<List>) -> Arc<List> {
        if let Some(done) = self.lists_done.get(&Arc::as_ptr(list)) {
            return Arc::clone(done);
        }
        let items = list.items.iter().map(|item| self.value(item)).collect();
        let open = list.open.clone().or_else(|| (self.openness == Openness::Template).then(|| self.reason.clone()));
        let done = Arc::new(List { items, open });
        self.lists_done.insert(Arc::as_ptr(list), Arc::clone(&done));
        done
    }

    fn map(&mut self, map: &Arc<Map>) -> Arc<Map> {
        if let Some(done) = self.maps_done.get(&Arc::as_ptr(map)) {
            return Arc::clone(done);
        }
        let entry = |entry: &Entry| Entry { name: Arc::clone(&entry.name), value: self.value(&entry.value) };
        let entries = map.entries.iter().map(entry).collect();
        let done = Arc::new(Map::new(entries, map.open.clone().or_else(|| Some(self.reason.clone()))));
        self.maps_done.insert(Arc::as_ptr(map), Arc::clone(&done));
        done
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(name: &str, number: i64) -> Entry {
        Entry { name: name.into(), value: Value::new(Data::Int(number), Location::NONE) }
    }

    #[test]
    fn small_and_large_mappings_answer_alike() {
        for size in [1usize, 15, 16, 200] {
            let entries = (0..size).map(|n| entry(&format!("k{n}"), n as i64)).collect();
            let map = Map::new(entries, None);
            let last = map.get(&format!("k{}", size - 1)).map(|value| &value.data);
            assert_eq!(last, Some(&Data::Int(size as i64 - 1)), "{size} members");
            assert_eq!(map.get("missing"), None);
        }
    }

    #[test]
    fn a_text_with_a_hole_keeps_what_was_written() {
        let hole = Part::Hole { written: "${NS}".into(), reason: Reason::new("it is a placeholder"), mark: None };
        let text = Text::Parts([hole, Part::Literal(".example:8883".into())].into());
        assert_eq!(text.known(), None);
        assert_eq!(text.written(), "${NS}.example:8883");
        assert_eq!(text.hole().map(Reason::as_str), Some("it is a placeholder"));
    }
}

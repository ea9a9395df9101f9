//! Objects and arrays, with what is spread into them.

use std::collections::HashMap;
use std::sync::Arc;

use aiolint_core::{Data, Entry, List, Location, Map, Reason, Span, Text, Value};

use super::choices::{each_choice, each_combination, too_many};
use super::limits::{TOO_MANY_TURNS, TOO_MUCH};
use super::{Evaluator, Scope, used_at};
use crate::syntax::ast::{Array, Expr, Item, Loop, Member, Name, Object, Piece};

/// Larger loops than this are read as one with an unknown item.
pub(super) const MOST_TURNS: usize = 256;

/// A part of an object.
enum Layer {
    /// One member.
    Member(Entry),
    /// All members of this value.
    Spread(Value),
    /// Members that are not known.
    Open(Reason),
}

impl<'s> Evaluator<'s> {
    pub(super) fn object(&self, object: &'s Object, scope: &Scope<'_>) -> Value {
        let mut layers: Vec<Layer> = object.members.iter().map(|member| self.member(member, scope)).collect();
        if object.broken && layers.is_empty() {
            // `{{ .value }}` of a template stands in no object.
            return Value::unknown(Reason::new("it could not be read"), self.at(object.span));
        }
        if object.broken {
            layers.push(Layer::Open(Reason::new("a part of the object could not be read")));
        }
        self.merge(&layers, object.span)
    }

    fn member(&self, member: &'s Member, scope: &Scope<'_>) -> Layer {
        match member {
            Member::Spread(expr) => Layer::Spread(self.value(expr, scope)),
            Member::Property { key, at, value } => {
                let value = self.value(value, scope);
                let name = match &key[..] {
                    [Piece::Text(text)] => Arc::from(text.as_str()),
                    pieces => match self.string(pieces, *at, scope).data {
                        Data::Text(Text::Known(text)) => text,
                        _ => return Layer::Open(Reason::new("the name of a member is not known")),
                    },
                };
                Layer::Member(Entry { name, value: keyed(value, self.at(*at)) })
            }
        }
    }

    /// The object of these layers; later ones win.
    fn merge(&self, layers: &[Layer], span: Span) -> Value {
        let at = self.at(span);
        let spreads: Vec<Value> = layers
            .iter()
            .filter_map(|layer| match layer {
                Layer::Spread(value) => Some(value.clone()),
                _ => None,
            })
            .collect();
        let only_written = spreads.is_empty();
        let build = |spreads: &[Value]| {
            let mut spreads = spreads.iter();
            let mut members = Members::default();
            for layer in layers {
                match layer {
                    Layer::Member(entry) => members.set(entry.clone()),
                    Layer::Open(reason) => members.open = Some(reason.clone()),
                    Layer::Spread(_) => {
                        if let Some(value) = spreads.next() {
                            members.spread(value);
                        }
                    }
                }
            }
            // What stands in the file is known however many steps were taken: the name of a resource.
            match self.pay(members.entries.len()) || only_written {
                true => Value::new(members.finish(), at),
                false => Value::unknown(Reason::new(TOO_MUCH), at),
            }
        };
        each_combination(&spreads, at, &build).unwrap_or_else(|| Value::unknown(too_many(), at))
    }

    pub(super) fn array(&self, array: &'s Array, span: Span, scope: &Scope<'_>) -> Value {
        let at = self.at(span);
        let items: Vec<(bool, Value)> = array
            .items
            .iter()
            .map(|item| match item {
                Item::One(expr) => (false, self.value(expr, scope)),
                Item::Spread(expr) => (true, self.value(expr, scope)),
            })
            .collect();
        let spreads: Vec<Value> = items.iter().filter(|(spread, _)| *spread).map(|(_, value)| value.clone()).collect();
        let broken = array.broken.then(|| Reason::new("a part of the array could not be read"));
        let build = |spreads: &[Value]| {
            let mut spreads = spreads.iter();
            let mut list = List { items: Vec::with_capacity(items.len()), open: broken.clone() };
            for (spread, value) in &items {
                match spread {
                    false => list.items.push(value.clone()),
                    true => extend(&mut list, spreads.next().unwrap_or(value)),
                }
            }
            match self.pay(list.items.len()) {
                true => Value::new(Data::List(Arc::new(list)), at),
                false => Value::unknown(Reason::new(TOO_MUCH), at),
            }
        };
        each_combination(&spreads, at, &build).unwrap_or_else(|| Value::unknown(too_many(), at))
    }

    /// `[for item in items: body]`.
    pub(super) fn for_loop(&self, each: &'s Loop, body: &'s Expr, span: Span, scope: &Scope<'_>) -> Value {
        let at = self.at(span);
        let items = self.value(&each.items, scope);
        each_choice(&items, at, |items| match &items.data {
            Data::List(list) if list.items.len() <= MOST_TURNS => {
                let turns = list.items.iter().enumerate().map(|(number, item)| {
                    let variables = self.turn(each, item, number, list.open.as_ref());
                    self.value(body, &scope.with(&variables))
                });
                Value::new(Data::List(Arc::new(List { items: turns.collect(), open: list.open.clone() })), at)
            }
            _ => Value::unknown(why_not_unrolled(items), at),
        })
    }

    /// The variables of one turn of a loop. If what it goes through is open, the number of the turn is not known.
    pub(super) fn turn<'e>(
        &self,
        each: &'e Loop,
        item: &Value,
        number: usize,
        open: Option<&Reason>,
    ) -> Vec<(&'e str, Value)> {
        let mut variables = vec![(&*each.item.text, item.clone())];
        if let Some(index) = &each.index {
            let at = self.at(index.span);
            let number = match open {
                Some(reason) => Value::unknown(reason.clone(), at),
                None => Value::new(Data::Int(i64::try_from(number).unwrap_or(i64::MAX)), at),
            };
            variables.push((&*index.text, number));
        }
        variables
    }

    /// The variables of a loop of which no turn is known.
    pub(super) fn any_turn<'e>(&self, each: &'e Loop, reason: &Reason) -> Vec<(&'e str, Value)> {
        self.report_limit(reason, self.at(each.items.span));
        let names = std::iter::once(&each.item).chain(&each.index);
        let value = |name: &Name| Value {
            mark: Some(self.marks.of(&format!("turn {}", name.span.start))),
            ..Value::unknown(reason.clone(), self.at(name.span))
        };
        names.map(|name| (&*name.text, value(name))).collect()
    }
}

/// The value with the key that names it, whichever of a few it is.
fn keyed(value: Value, key: Location) -> Value {
    let data = match value.data {
        Data::OneOf(choices) => Data::OneOf(
            choices.iter().map(|choice| Value { key: choice.key.or(Some(key)), ..choice.clone() }).collect(),
        ),
        data => data,
    };
    Value { data, key: Some(key), ..value }
}

/// Why a loop over this is not gone through.
pub(super) fn why_not_unrolled(items: &Value) -> Reason {
    match &items.data {
        Data::Unknown(reason) => reason.clone(),
        Data::List(_) => Reason::new(TOO_MANY_TURNS),
        _ => Reason::new("what the loop goes through is not known"),
    }
}

/// Adds the items of a spread.
fn extend(list: &mut List, spread: &Value) {
    match &spread.data {
        Data::List(inner) => {
            list.items.extend(inner.items.iter().map(|item| brought(item, spread)));
            if list.open.is_none() {
                list.open.clone_from(&inner.open);
            }
        }
        Data::Absent => {}
        Data::Unknown(reason) => list.open = Some(reason.clone()),
        _ => list.open = Some(Reason::new("it is not known what is spread into the array")),
    }
}

/// A member or item as the value that contains it brings it to another place.
pub(super) fn brought(inner: &Value, by: &Value) -> Value {
    match by.origin {
        // What is written elsewhere is underlined where it is brought in.
        Some(_) => Value { key: Some(by.at), ..used_at(inner, by.at) },
        None => inner.clone(),
    }
}

/// The members of an object that is being made.
#[derive(Default)]
struct Members {
    entries: Vec<Entry>,
    /// Where each is, in an object of more than a few.
    places: HashMap<Arc<str>, usize>,
    open: Option<Reason>,
}

/// So many members are looked through faster than they are looked up.
const FEW_MEMBERS: usize = 16;

impl Members {
    fn set(&mut self, entry: Entry) {
        let known = match self.entries.len() {
            0..FEW_MEMBERS => self.entries.iter().position(|known| known.name == entry.name),
            _ => self.places.get(&entry.name).copied(),
        };
        match known {
            Some(place) => self.entries[place] = entry,
            None => {
                self.entries.push(entry);
                self.index();
            }
        }
    }

    /// Indexes what was added, once there are more than a few.
    fn index(&mut self) {
        let from = match self.entries.len() {
            0..FEW_MEMBERS => return,
            FEW_MEMBERS => 0,
            more => more - 1,
        };
        let added = self.entries.iter().enumerate().skip(from);
        self.places.extend(added.map(|(place, entry)| (Arc::clone(&entry.name), place)));
    }

    fn spread(&mut self, value: &Value) {
        match &value.data {
            Data::Map(map) => {
                if let Some(reason) = map.open() {
                    self.unsettle(reason);
                }
                for entry in map.entries() {
                    self.set(Entry { name: Arc::clone(&entry.name), value: brought(&entry.value, value) });
                }
            }
            Data::Absent => {}
            Data::Unknown(reason) => self.unsettle(reason),
            _ => self.unsettle(&Reason::new("it is not known what is spread into the object")),
        }
    }

    /// Members that are not known may replace all that came before them.
    fn unsettle(&mut self, reason: &Reason) {
        for entry in &mut self.entries {
            entry.value.data = Data::Unknown(reason.clone());
            entry.value.mark = None;
        }
        self.open = Some(reason.clone());
    }

    fn finish(self) -> Data {
        Data::Map(Arc::new(Map::new(self.entries, self.open)))
    }
}

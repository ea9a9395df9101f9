//! Objects and arrays, with what is spread into them.

use std::collections::HashMap;
use std::sync::Arc;

use aiolint_core::{Data, Entry, List, Map, Reason, Span, Text, Value};

use super::{Evaluator, Scope, each_combination, used_at};
use crate::syntax::ast::{Array, Expr, Item, Loop, Member, Object, Piece};

/// Larger loops than this are read as one with an unknown item.
pub(super) const MOST_TURNS: usize = 256;

/// A part of an object.
pub(super) enum Layer {
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
        if object.broken {
            layers.push(Layer::Open(Reason::new("a part of the object could not be read")));
        }
        self.merge(layers, object.span)
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
                Layer::Member(Entry { name, value: Value { key: Some(self.at(*at)), ..value } })
            }
        }
    }

    /// The object of these layers; later ones win.
    pub(super) fn merge(&self, layers: Vec<Layer>, span: Span) -> Value {
        let at = self.at(span);
        let spreads: Vec<Value> = layers
            .iter()
            .filter_map(|layer| match layer {
                Layer::Spread(value) => Some(value.clone()),
                _ => None,
            })
            .collect();
        let build = |spreads: &[Value]| {
            let mut spreads = spreads.iter();
            let mut members = Members::default();
            for layer in &layers {
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
            Value::new(members.finish(), at)
        };
        each_combination(&spreads, at, &build)
            .unwrap_or_else(|| Value::unknown(Reason::new("it can be too many things"), at))
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
                false => Value::unknown(Reason::new("it takes too many steps to find out"), at),
            }
        };
        each_combination(&spreads, at, &build)
            .unwrap_or_else(|| Value::unknown(Reason::new("it can be too many things"), at))
    }

    /// `[for item in items: body]`.
    pub(super) fn for_loop(&self, each: &'s Loop, body: &'s Expr, span: Span, scope: &Scope<'_>) -> Value {
        let at = self.at(span);
        let items = self.value(&each.items, scope);
        super::each_choice(&items, at, |items| match &items.data {
            Data::List(list) if list.items.len() <= MOST_TURNS => {
                let made = list
                    .items
                    .iter()
                    .enumerate()
                    .map(|(number, item)| self.turn(each, item, number, scope, |scope| self.value(body, scope)));
                Value::new(Data::List(Arc::new(List { items: made.collect(), open: list.open.clone() })), at)
            }
            Data::Unknown(reason) => Value::unknown(reason.clone(), at),
            _ => Value::unknown(Reason::new("what the loop goes through is not known"), at),
        })
    }

    /// Runs one turn of a loop.
    pub(super) fn turn<T>(
        &self,
        each: &Loop,
        item: &Value,
        number: usize,
        scope: &Scope<'_>,
        run: impl FnOnce(&Scope<'_>) -> T,
    ) -> T {
        let with_item = scope.with(&each.item.text, item);
        let Some(index) = &each.index else { return run(&with_item) };
        let count = Value::new(Data::Int(i64::try_from(number).unwrap_or(i64::MAX)), self.at(index.span));
        let with_index = with_item.with(&index.text, &count);
        run(&with_index)
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
    places: HashMap<Arc<str>, usize>,
    open: Option<Reason>,
}

impl Members {
    fn set(&mut self, entry: Entry) {
        match self.places.get(&entry.name) {
            Some(place) => self.entries[*place] = entry,
            None => {
                self.places.insert(Arc::clone(&entry.name), self.entries.len());
                self.entries.push(entry);
            }
        }
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
        }
        self.open = Some(reason.clone());
    }

    fn finish(self) -> Data {
        Data::Map(Arc::new(Map::new(self.entries, self.open)))
    }
}

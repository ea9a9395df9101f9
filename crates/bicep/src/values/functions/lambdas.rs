//! Functions that take a function.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use aiolint_core::{Data, Entry, List, Location, Map, Reason, Span, Value};

use super::super::choices::each_choice;
use super::super::collection::brought;
use super::super::limits::{LOOKS_A_STEP, TOO_MUCH};
use super::super::same::Comparing;
use super::super::{Evaluator, Scope};
use crate::syntax::ast::{Expr, Lambda, Node};

impl<'s> Evaluator<'s> {
    pub(super) fn call_with_lambda(&self, name: &str, arguments: &'s [Expr], span: Span, scope: &Scope<'_>) -> Value {
        let at = self.at(span);
        let lambdas: Vec<&'s Lambda> = arguments
            .iter()
            .filter_map(|argument| match &argument.node {
                Node::Lambda(lambda) => Some(&**lambda),
                _ => None,
            })
            .collect();
        let Some(first) = arguments.first() else { return self.unknown("it has no argument", span) };
        let over = self.value(first, scope);
        each_choice(&over, at, |over| {
            let unknown = || self.unknown(format!("what `{name}` gives is not known"), span);
            let (values, open) = match &over.data {
                Data::List(list) if name != "mapValues" => (list.items.iter().collect::<Vec<_>>(), list.open.as_ref()),
                Data::Map(map) if name == "mapValues" => {
                    (map.entries().iter().map(|entry| &entry.value).collect(), map.open())
                }
                Data::Unknown(reason) => return Value::unknown(reason.clone(), at),
                _ => return unknown(),
            };
            if !self.pay(values.len() / LOOKS_A_STEP) {
                return self.unknown(TOO_MUCH, span);
            }
            let items: Vec<Value> = values.into_iter().map(|item| brought(item, over)).collect();
            let made = match (name, &lambdas[..]) {
                ("map", [lambda]) => Some(self.map(&items, open, lambda, scope)),
                ("mapValues", [lambda]) => self.map_values(&over.data, &items, lambda, scope),
                ("filter", [lambda]) => self.filter(&items, open, lambda, scope),
                ("reduce", [lambda]) if open.is_none() => {
                    arguments.get(1).map(|start| self.reduce(&items, self.value(start, scope), lambda, scope).data)
                }
                ("sort", [lambda]) if open.is_none() => self.sort(items, lambda, scope),
                ("toObject", [key]) => self.to_object(&items, open, key, None, scope),
                ("toObject", [key, value]) => self.to_object(&items, open, key, Some(value), scope),
                ("groupBy", [key]) => self.group_by(&items, open, key, None, scope),
                ("groupBy", [key, value]) => self.group_by(&items, open, key, Some(value), scope),
                _ => None,
            };
            made.map_or_else(unknown, |data| Value::new(data, at))
        })
    }

    fn apply(&self, lambda: &'s Lambda, arguments: &[Value], scope: &Scope<'_>) -> Value {
        self.with_parameters(&lambda.parameters, arguments, scope, &|scope| self.value(&lambda.body, scope))
    }

    /// What a lambda gives for an item; it also gets its number, which is not known if there may be more items.
    fn item(
        &self,
        lambda: &'s Lambda,
        item: &Value,
        (number, open): (usize, Option<&Reason>),
        scope: &Scope<'_>,
    ) -> Value {
        let number = match open {
            Some(reason) => Data::Unknown(reason.clone()),
            None => count(number),
        };
        self.apply(lambda, &[item.clone(), Value::new(number, item.at)], scope)
    }

    fn map(&self, items: &[Value], open: Option<&Reason>, lambda: &'s Lambda, scope: &Scope<'_>) -> Data {
        let made = items.iter().enumerate().map(|(number, item)| self.item(lambda, item, (number, open), scope));
        Data::List(Arc::new(List { items: made.collect(), open: open.cloned() }))
    }

    /// Which items are kept must be known of all.
    fn filter(&self, items: &[Value], open: Option<&Reason>, lambda: &'s Lambda, scope: &Scope<'_>) -> Option<Data> {
        let mut kept = Vec::new();
        for (number, item) in items.iter().enumerate() {
            match self.item(lambda, item, (number, open), scope).data {
                Data::Bool(true) => kept.push(item.clone()),
                Data::Bool(false) => {}
                _ => return None,
            }
        }
        Some(Data::List(Arc::new(List { items: kept, open: open.cloned() })))
    }

    fn reduce(&self, items: &[Value], start: Value, lambda: &'s Lambda, scope: &Scope<'_>) -> Value {
        items.iter().enumerate().fold(start, |so_far, (number, item)| {
            self.apply(lambda, &[so_far, item.clone(), Value::new(count(number), item.at)], scope)
        })
    }

    fn sort(&self, mut items: Vec<Value>, lambda: &'s Lambda, scope: &Scope<'_>) -> Option<Data> {
        let before = |one: &Value, other: &Value| match self.apply(lambda, &[one.clone(), other.clone()], scope).data {
            Data::Bool(before) => Some(before),
            _ => None,
        };
        // An insertion sort: it asks only what it needs, and any answer that is not known ends it.
        for place in 1..items.len() {
            let mut at = place;
            while at > 0 && before(&items[at], &items[at - 1])? {
                items.swap(at, at - 1);
                at -= 1;
            }
        }
        // In which order items come of which neither is before the other is not documented, unless they are the same.
        let comparing = Comparing::default();
        for pair in items.windows(2) {
            let ordered = before(&pair[0], &pair[1])? && !before(&pair[1], &pair[0])?;
            if !ordered && comparing.equal(&pair[0], &pair[1]) != Some(true) {
                return None;
            }
        }
        self.pay(comparing.spent() / LOOKS_A_STEP);
        Some(Data::List(Arc::new(List { items, open: None })))
    }

    /// The members of an object with other values.
    fn map_values(&self, over: &Data, items: &[Value], lambda: &'s Lambda, scope: &Scope<'_>) -> Option<Data> {
        let Data::Map(map) = over else { return None };
        let made = map.entries().iter().zip(items).map(|(entry, item)| {
            let value = self.apply(lambda, std::slice::from_ref(item), scope);
            Entry { name: Arc::clone(&entry.name), value: Value { key: entry.value.key, ..value } }
        });
        Some(Data::Map(Arc::new(Map::new(made.collect(), map.open().cloned()))))
    }

    /// The items by what the first function gives for them, each perhaps made into something else by the second.
    fn group_by(
        &self,
        items: &[Value],
        open: Option<&Reason>,
        key: &'s Lambda,
        value: Option<&'s Lambda>,
        scope: &Scope<'_>,
    ) -> Option<Data> {
        let mut groups: Vec<(Arc<str>, Vec<Value>)> = Vec::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        for item in items {
            let (name, made) = self.named_item(item, key, value, scope)?;
            let place = *places.entry(name.to_lowercase()).or_insert(groups.len());
            match groups.get_mut(place) {
                // Whether names that differ in case are one is not documented.
                Some((known, _)) if *known != name => return None,
                Some((_, group)) => group.push(made),
                None => groups.push((name, vec![made])),
            }
        }
        let entry = |(name, items): (Arc<str>, Vec<Value>)| {
            let at = items.first().map_or(Location::NONE, |first| first.at);
            let list = List { items, open: open.cloned() };
            Entry { name, value: Value::new(Data::List(Arc::new(list)), at) }
        };
        Some(Data::Map(Arc::new(Map::new(groups.into_iter().map(entry).collect(), open.cloned()))))
    }

    /// What the first function gives for an item, if that is a known text; and the item, perhaps made into something
    /// else by the second.
    fn named_item(
        &self,
        item: &Value,
        key: &'s Lambda,
        value: Option<&'s Lambda>,
        scope: &Scope<'_>,
    ) -> Option<(Arc<str>, Value)> {
        let name = self.apply(key, std::slice::from_ref(item), scope).known_text()?.into();
        let made = match value {
            Some(value) => self.apply(value, std::slice::from_ref(item), scope),
            None => item.clone(),
        };
        Some((name, made))
    }

    fn to_object(
        &self,
        items: &[Value],
        open: Option<&Reason>,
        key: &'s Lambda,
        value: Option<&'s Lambda>,
        scope: &Scope<'_>,
    ) -> Option<Data> {
        let mut entries: Vec<Entry> = Vec::new();
        let mut names = HashSet::new();
        for item in items {
            let (name, made) = self.named_item(item, key, value, scope)?;
            // What becomes of two members of one name is not documented.
            if !names.insert(name.to_lowercase()) {
                return None;
            }
            entries.push(Entry { name, value: made });
        }
        Some(Data::Map(Arc::new(Map::new(entries, open.cloned()))))
    }
}

fn count(number: usize) -> Data {
    Data::Int(i64::try_from(number).unwrap_or(i64::MAX))
}

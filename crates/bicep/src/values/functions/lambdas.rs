//! Functions that take a function.

use std::collections::HashSet;
use std::sync::Arc;

use aiolint_core::{Data, Entry, List, Map, Reason, Span, Value};

use super::super::choices::each_choice;
use super::super::collection::brought;
use super::super::limits::LOOKS_A_STEP;
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
            let Data::List(list) = &over.data else {
                return match &over.data {
                    Data::Unknown(reason) => Value::unknown(reason.clone(), at),
                    _ => self.unknown(format!("what `{name}` gives is not known"), span),
                };
            };
            if !self.pay(list.items.len() / LOOKS_A_STEP) {
                return self.unknown("it takes too many steps to find out", span);
            }
            let items: Vec<Value> = list.items.iter().map(|item| brought(item, over)).collect();
            let made = match (name, &lambdas[..]) {
                ("map", [lambda]) => Some(self.map(&items, list.open.as_ref(), lambda, scope)),
                ("filter", [lambda]) => self.filter(&items, list.open.as_ref(), lambda, scope),
                ("reduce", [lambda]) if list.open.is_none() => {
                    arguments.get(1).map(|start| self.reduce(&items, self.value(start, scope), lambda, scope).data)
                }
                ("sort", [lambda]) if list.open.is_none() => self.sort(items, lambda, scope),
                ("toObject", [key]) => self.to_object(&items, list.open.as_ref(), key, None, scope),
                ("toObject", [key, value]) => self.to_object(&items, list.open.as_ref(), key, Some(value), scope),
                _ => None,
            };
            match made {
                Some(data) => Value::new(data, at),
                None => self.unknown(format!("what `{name}` gives is not known"), span),
            }
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
        // An insertion sort: it asks only what it needs, and any answer that is not known ends it.
        for place in 1..items.len() {
            let mut at = place;
            while at > 0 {
                match self.apply(lambda, &[items[at].clone(), items[at - 1].clone()], scope).data {
                    Data::Bool(true) => items.swap(at, at - 1),
                    Data::Bool(false) => break,
                    _ => return None,
                }
                at -= 1;
            }
        }
        Some(Data::List(Arc::new(List { items, open: None })))
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
            let name = self.apply(key, std::slice::from_ref(item), scope);
            let name: Arc<str> = name.known_text()?.into();
            let made = match value {
                Some(value) => self.apply(value, std::slice::from_ref(item), scope),
                None => item.clone(),
            };
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

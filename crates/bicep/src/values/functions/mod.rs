//! The language's own functions.
//!
//! `table` says of each what it depends on. Those that depend on their arguments alone are found by subject: `text`
//! and `cut`, `collections`, `objects` and `merge`, `convert` and `json`, `addresses`, `cidr`, `dates`, `hash`.
//! `lambdas` holds those that take a function, `load` those that bring another file, `ids` those that make the id of a
//! resource. What is neither
//! documented nor seen in what the compiler does is not guessed. Functions that ask the deployment are unknown.

mod addresses;
mod cidr;
mod collections;
mod convert;
mod cut;
mod dates;
mod hash;
mod ids;
pub(super) mod json;
mod lambdas;
mod load;
mod merge;
mod objects;
mod table;
mod text;

use std::sync::Arc;

use aiolint_core::{Data, Location, Mark, Part, Reason, Span, Text, Value};

use super::choices::{each_combination, too_many};
use super::collection::brought;
use super::limits::{LOOKS_A_STEP, TOO_MUCH, size};
use super::operators::first_reason;
use super::same::Comparing;
use super::symbols::Symbol;
use super::{Evaluator, Scope, is_known, used_at};
use crate::syntax::ast::{Expr, Name, Node, Piece};
pub use table::{Purity, purity};

/// What may give something else the next time.
const MANY_RESULTS: [&str; 2] = ["newGuid", "utcNow"];

impl<'s> Evaluator<'s> {
    /// What a call gives.
    pub(super) fn call(
        &self,
        of: Option<&'s Expr>,
        name: &'s Name,
        arguments: &'s [Expr],
        span: Span,
        scope: &Scope<'_>,
    ) -> Value {
        let word = &*name.text;
        match of {
            Some(of) if !self.is_namespace(of, scope) => {
                if let Some(path) = self.import_of(of, scope) {
                    let arguments = self.arguments(arguments, scope);
                    return self.call_imported(Some(path), Some(word), &arguments, span);
                }
                return self.unknown(format!("`{word}` is known when it is deployed"), span);
            }
            None => match self.symbols().get(word) {
                Some(Symbol::Function(function)) => {
                    let arguments = self.arguments(arguments, scope);
                    return self.call_own(function, &arguments, span);
                }
                Some(Symbol::Imported(path, original)) => {
                    let arguments = self.arguments(arguments, scope);
                    return self.call_imported(path, original, &arguments, span);
                }
                _ => {}
            },
            Some(_) => {}
        }
        self.call_built_in(word, arguments, span, scope)
    }

    pub(in crate::values) fn arguments(&self, arguments: &'s [Expr], scope: &Scope<'_>) -> Vec<Value> {
        arguments.iter().map(|argument| self.value(argument, scope)).collect()
    }

    fn call_built_in(&self, word: &str, arguments: &'s [Expr], span: Span, scope: &Scope<'_>) -> Value {
        if let ("nameof", [named]) = (word, arguments) {
            return match name_of(named) {
                Some(name) => self.known(known_text(name), span),
                None => self.unknown("what is named there has no name", span),
            };
        }
        if arguments.iter().any(|argument| matches!(argument.node, Node::Lambda(_))) {
            return self.call_with_lambda(word, arguments, span, scope);
        }
        let values = self.arguments(arguments, scope);
        if let ("any", [only]) = (word, &values[..]) {
            return only.clone();
        }
        let at = self.at(span);
        if purity(word) == Some(Purity::File) {
            let load = |values: &[Value]| self.load(word, arguments, values, span);
            let unknown = || Value::unknown(reason(word, &[]), at);
            let apply = |values: &[Value]| load(values).unwrap_or_else(unknown);
            return each_combination(&values, at, &apply).unwrap_or_else(|| Value::unknown(too_many(), at));
        }
        let arguments = values;
        let apply = |arguments: &[Value]| {
            let too_much = || self.unknown(TOO_MUCH, span);
            if !self.pay(cost(word, arguments)) {
                return too_much();
            }
            let comparing = Comparing::default();
            let made = pure(word, arguments, at, &comparing)
                .or_else(|| self.resource_id(word, arguments))
                .or_else(|| self.scope_function(word, arguments));
            self.pay(comparing.spent() / LOOKS_A_STEP);
            let Some(data) = made else { return Value::unknown(reason(word, arguments), at) };
            match (self.pay(size(&data)), picked(word, arguments)) {
                (false, _) => too_much(),
                (true, Some(item)) => used_at(&item, at),
                (true, None) => Value::new(placed(data, at), at),
            }
        };
        let value = each_combination(&arguments, at, &apply).unwrap_or_else(|| Value::unknown(too_many(), at));
        match is_known(&value.data) || value.terms().is_some() || MANY_RESULTS.contains(&word) {
            true => value,
            false => {
                // What depends on where it is deployed may be something else in a module.
                let function = match purity(word) {
                    Some(Purity::Pure) => word.to_owned(),
                    _ => self.marks.here(word),
                };
                self.with_mark(value, self.marks.of_call(&function, &arguments.iter().collect::<Vec<_>>()))
            }
        }
    }

    /// What a call gives, with the mark of the call. In a text it is the holes that get one, so that the text can
    /// become a part of another.
    fn with_mark(&self, value: Value, mark: Option<Mark>) -> Value {
        let (Data::Text(Text::Parts(parts)), Some(call)) = (&value.data, mark) else { return Value { mark, ..value } };
        let part = |(number, part): (usize, &Part)| match part {
            Part::Hole { written, reason, mark: None } => Part::Hole {
                written: Arc::clone(written),
                reason: reason.clone(),
                mark: self.marks.of_call(&format!("part {number} of {call:?}"), &[]),
            },
            other => other.clone(),
        };
        let parts = parts.iter().enumerate().map(part).collect();
        Value { data: Data::Text(Text::Parts(parts)), ..value }
    }

    /// Whether an expression is `sys` or `az`, which hold the language's own functions.
    pub(in crate::values) fn is_namespace(&self, of: &Expr, scope: &Scope<'_>) -> bool {
        match &of.node {
            Node::Name(name) => {
                matches!(&**name, "sys" | "az") && scope.get(name).is_none() && self.symbols().get(name).is_none()
            }
            _ => false,
        }
    }
}

/// What a function gives that depends on its arguments alone, if that is known.
fn pure(name: &str, arguments: &[Value], at: Location, comparing: &Comparing) -> Option<Data> {
    text::call(name, arguments, comparing)
        .or_else(|| cut::call(name, arguments))
        .or_else(|| merge::call(name, arguments, comparing))
        .or_else(|| collections::call(name, arguments, comparing))
        .or_else(|| objects::call(name, arguments, comparing))
        .or_else(|| convert::call(name, arguments, at, comparing))
        .or_else(|| addresses::call(name, arguments))
        .or_else(|| cidr::call(name, arguments, at))
        .or_else(|| dates::call(name, arguments))
}

/// What it costs to look at the arguments. JSON text becomes a value for every few bytes.
fn cost(name: &str, arguments: &[Value]) -> usize {
    let looks = arguments.iter().map(|argument| size(&argument.data)).sum::<usize>() / LOOKS_A_STEP;
    match (name, arguments) {
        ("json" | "base64ToJson", [text]) => looks + text.known_text().map_or(0, str::len) / LOOKS_A_STEP,
        _ => looks,
    }
}

/// The item that `first` or `last` gives, with the place where it is written.
fn picked(name: &str, arguments: &[Value]) -> Option<Value> {
    let [value] = arguments else { return None };
    let Data::List(list) = &value.data else { return None };
    let item = match name {
        "first" => list.items.first(),
        "last" => list.items.last(),
        _ => None,
    };
    item.filter(|_| list.open.is_none()).map(|item| brought(item, value))
}

/// Items that a function made stand where it is called.
fn placed(data: Data, at: Location) -> Data {
    let Data::List(mut list) = data else { return data };
    if let Some(list) = Arc::get_mut(&mut list) {
        for item in list.items.iter_mut().filter(|item| !item.at.is_written()) {
            item.at = at;
        }
    }
    Data::List(list)
}

/// The name that `nameof` gives: that of a symbol, of a member, or a key in brackets.
fn name_of(expr: &Expr) -> Option<&str> {
    match &expr.node {
        Node::Name(name) => Some(name),
        Node::Member { name, .. } | Node::Nested(_, name) => Some(&name.text),
        Node::Index { index, .. } => match &index.node {
            Node::Text(pieces) => match &pieces[..] {
                [Piece::Text(text)] => Some(text),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    }
}

/// Why a function's result is not known.
fn reason(name: &str, arguments: &[Value]) -> Reason {
    match purity(name) {
        Some(Purity::Runtime | Purity::Scope) => {
            return Reason::new(format!("`{name}` is known when it is deployed"));
        }
        Some(Purity::File) => return Reason::new(format!("`{name}` brings what is in another file")),
        Some(Purity::Pure) | None => {}
    }
    if name == "fail" {
        return Reason::new("`fail` ends the deployment");
    }
    let open = arguments.iter().any(|argument| match &argument.data {
        Data::Unknown(_) => true,
        Data::Text(text) => text.known().is_none(),
        Data::List(list) => list.open.is_some(),
        Data::Map(map) => map.open().is_some(),
        _ => false,
    });
    match open {
        true => first_reason(arguments),
        false => Reason::new(format!("what `{name}` gives for it is not known")),
    }
}

/// A whole number among the arguments.
fn int(value: Option<&Value>) -> Option<i64> {
    match value?.data {
        Data::Int(number) => Some(number),
        _ => None,
    }
}

/// A count among the arguments: what is less than zero counts as zero.
fn count(value: Option<&Value>) -> Option<usize> {
    Some(usize::try_from(int(value)?.max(0)).unwrap_or(usize::MAX))
}

/// The data that a known text is.
fn known_text(text: impl Into<Arc<str>>) -> Data {
    Data::Text(Text::Known(text.into()))
}

/// Nothing but why it is not known.
fn because(reason: &str) -> Data {
    Data::Unknown(Reason::new(reason))
}

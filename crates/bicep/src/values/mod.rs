//! Syntax to values: what each expression is when it is deployed, as far as that is known now.
//!
//! `symbols` knows the names of a file, `expression` and its neighbours evaluate, `text` and `collection` build
//! what is known in parts, `functions` are the language's own, `resources` makes what is deployed. Everything
//! that is not known is [`Data::Unknown`] with its reason: never a guess.

mod access;
mod collection;
mod expression;
mod functions;
mod operators;
mod resources;
mod symbols;
mod text;

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use aiolint_core::{Data, Location, Reason, Source, Span, Value};

use crate::syntax::ast::{Expr, Statement};
use resources::Instance;
pub(crate) use symbols::Symbols;

/// So many expressions are evaluated for one file; what comes after is unknown. A hostile file of loops in loops
/// costs no more.
const MOST_STEPS: u32 = 400_000;

/// Deeper than this nobody's values refer to each other.
const MOST_DEPTH: u32 = 200;

/// So many values one expression may be one of; beyond, it is unknown.
const MOST_CHOICES: usize = 16;

/// Evaluates the expressions of one file.
pub(crate) struct Evaluator<'s> {
    source: &'s Source,
    symbols: Symbols<'s>,
    /// The values of parameters and variables; `None` while one is being found out.
    named: RefCell<HashMap<&'s str, Option<Value>>>,
    /// The instances of resources, by their place among the file's; `None` while they are being found out.
    instances: RefCell<HashMap<usize, Option<Rc<Vec<Instance<'s>>>>>>,
    /// The resource whose content is being found out: what is nested in it is known by name there.
    inside: Cell<Option<usize>>,
    steps: Cell<u32>,
    depth: Cell<u32>,
}

/// The variables of loops, lambdas and functions around an expression, innermost first.
#[derive(Clone, Copy)]
pub(crate) struct Scope<'e> {
    variable: Option<(&'e str, &'e Value)>,
    outer: Option<&'e Scope<'e>>,
}

impl<'e> Scope<'e> {
    /// The scope outside of loops and functions.
    pub(crate) const FILE: Scope<'static> = Scope { variable: None, outer: None };

    /// This scope with one more variable.
    fn with(&'e self, name: &'e str, value: &'e Value) -> Scope<'e> {
        Scope { variable: Some((name, value)), outer: Some(self) }
    }

    fn get(&self, name: &str) -> Option<&'e Value> {
        match self.variable {
            Some((own, value)) if own == name => Some(value),
            _ => self.outer.and_then(|outer| outer.get(name)),
        }
    }
}

impl<'s> Evaluator<'s> {
    /// An evaluator for the statements of a file.
    pub(crate) fn new(source: &'s Source, statements: &'s [Statement]) -> Self {
        Self {
            source,
            symbols: Symbols::of(statements),
            named: RefCell::default(),
            instances: RefCell::default(),
            inside: Cell::new(None),
            steps: Cell::new(MOST_STEPS),
            depth: Cell::new(0),
        }
    }

    /// The names of the file.
    pub(crate) fn symbols(&self) -> &Symbols<'s> {
        &self.symbols
    }

    fn at(&self, span: Span) -> Location {
        self.source.at(span)
    }

    fn slice(&self, span: Span) -> &str {
        self.source.slice(span)
    }

    fn known(&self, data: Data, span: Span) -> Value {
        Value::new(data, self.at(span))
    }

    fn unknown(&self, reason: impl Into<std::sync::Arc<str>>, span: Span) -> Value {
        Value::unknown(Reason::new(reason), self.at(span))
    }

    /// Runs one step of the evaluation, within the limits of depth and number.
    fn step(&self, expr: &Expr, run: impl FnOnce() -> Value) -> Value {
        if self.depth.get() >= MOST_DEPTH || self.steps.get() == 0 {
            return self.unknown("it takes too many steps to find out", expr.span);
        }
        self.steps.set(self.steps.get() - 1);
        self.depth.set(self.depth.get() + 1);
        let value = run();
        self.depth.set(self.depth.get() - 1);
        value
    }

    /// Pays for a collection of so many items; false if that is too much.
    fn pay(&self, items: usize) -> bool {
        let items = u32::try_from(items).unwrap_or(u32::MAX);
        let left = self.steps.get().checked_sub(items);
        self.steps.set(left.unwrap_or(0));
        left.is_some()
    }
}

/// The value as it is used at another place than where it is written.
fn used_at(value: &Value, at: Location) -> Value {
    let written = value.origin.or_else(|| Some(value.at).filter(|own| own.is_written() && *own != at));
    Value { data: value.data.clone(), at, key: None, origin: written }
}

/// One of these values; what is the same in all of them is that.
fn one_of(mut choices: Vec<Value>, at: Location) -> Value {
    if choices.iter().any(|choice| matches!(choice.data, Data::OneOf(_))) {
        let flat = choices.into_iter().flat_map(|choice| match choice.data {
            Data::OneOf(inner) => inner.to_vec(),
            _ => vec![choice],
        });
        choices = flat.collect();
    }
    let mut distinct: Vec<Value> = Vec::with_capacity(choices.len());
    for choice in choices {
        if !distinct.iter().any(|known| known.data == choice.data) {
            distinct.push(choice);
        }
    }
    match distinct.len() {
        0 => Value::unknown(Reason::new("there is nothing to choose from"), at),
        1 => distinct.remove(0),
        2..=MOST_CHOICES => Value::new(Data::OneOf(distinct.into()), at),
        _ => Value::unknown(Reason::new("it can be too many things"), at),
    }
}

/// Applies `f` to each of the values that `value` can be.
fn each_choice(value: &Value, at: Location, f: impl Fn(&Value) -> Value) -> Value {
    match &value.data {
        Data::OneOf(choices) => one_of(choices.iter().map(f).collect(), at),
        _ => f(value),
    }
}

/// Applies `f` to each combination of what the values can be. `None` if there are too many.
fn each_combination(values: &[Value], at: Location, f: &dyn Fn(&[Value]) -> Value) -> Option<Value> {
    let combinations = values.iter().try_fold(1usize, |count, value| match &value.data {
        Data::OneOf(choices) => count.checked_mul(choices.len()).filter(|count| *count <= MOST_CHOICES),
        _ => Some(count),
    })?;
    if combinations == 1 {
        return Some(f(values));
    }
    let mut results = Vec::with_capacity(combinations);
    for number in 0..combinations {
        let mut rest = number;
        let chosen: Vec<Value> = values
            .iter()
            .map(|value| match &value.data {
                Data::OneOf(choices) => {
                    let choice = choices[rest % choices.len()].clone();
                    rest /= choices.len();
                    choice
                }
                _ => value.clone(),
            })
            .collect();
        results.push(f(&chosen));
    }
    Some(one_of(results, at))
}

/// Why a value is not known, if it is not known at all.
fn why_unknown(value: &Value) -> Option<&Reason> {
    match &value.data {
        Data::Unknown(reason) => Some(reason),
        _ => None,
    }
}

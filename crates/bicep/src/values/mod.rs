//! Syntax to values: what each expression is when it is deployed, as far as that is known now.
//!
//! `symbols` knows the names of a file, `expression` and its neighbours evaluate, `text` and `collection` build
//! what is known in parts, `functions` are the language's own, `resources` makes what is deployed. Everything
//! that is not known is [`Data::Unknown`] with its reason: never a guess. `limits` keeps hostile files cheap.

mod access;
mod choices;
mod collection;
mod expression;
mod functions;
mod limits;
mod marks;
mod names;
mod operators;
mod resources;
mod same;
mod scope;
mod segments;
mod symbols;
mod text;

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use aiolint_core::{Data, Location, Reason, Source, Span, Value};

use crate::syntax::ast::Statement;
use limits::Limits;
use marks::Marks;
use resources::Instance;
use scope::Scope;
pub(crate) use symbols::Symbols;

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
    marks: Marks,
    limits: Limits,
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
            marks: Marks::default(),
            limits: Limits::default(),
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
}

/// The value as it is used at another place than where it is written.
fn used_at(value: &Value, at: Location) -> Value {
    let written = value.origin.or_else(|| Some(value.at).filter(|own| own.is_written() && *own != at));
    Value { data: value.data.clone(), at, key: None, origin: written, mark: value.mark }
}

/// Whether a value is known, if perhaps not all that is in it.
fn is_known(data: &Data) -> bool {
    match data {
        Data::Unknown(_) | Data::OneOf(_) => false,
        Data::Text(text) => text.known().is_some(),
        _ => true,
    }
}

/// Why a value is not known, if it is not known at all.
fn why_unknown(value: &Value) -> Option<&Reason> {
    match &value.data {
        Data::Unknown(reason) => Some(reason),
        _ => None,
    }
}

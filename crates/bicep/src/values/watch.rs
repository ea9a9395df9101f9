//! The values that something has in a deployment: of each turn of a loop, each call of a module or a function.

use std::cell::RefCell;

use aiolint_core::{FileId, Span, Value};

use super::{Evaluator, Given, Reading, Scope, with_evaluator};
use crate::syntax::ast::Declaration;
use crate::syntax::find::{Found, find};
use crate::template::{Library, Template};

/// So many values are kept.
const MOST_SEEN: usize = 100;

/// Keeps the values of an expression, or of a parameter, as they are found out.
pub(super) struct Watch {
    file: FileId,
    of: Span,
    seen: RefCell<Vec<Value>>,
}

impl Watch {
    /// Takes a value of what stands at these bytes.
    pub(super) fn see(&self, file: FileId, span: Span, value: &Value) {
        if span == self.of && file == self.file {
            let mut seen = self.seen.borrow_mut();
            if seen.len() < MOST_SEEN && !seen.contains(value) {
                seen.push(value.clone());
            }
        }
    }
}

impl Template {
    /// What has a value at an offset: the smallest expression whose value is not just what is written, or the name of a
    /// parameter, a variable, an output or a property.
    #[must_use]
    pub fn find(&self, offset: usize) -> Option<Found> {
        find(&self.statements, offset)
    }
}

/// The different values of what was found in a file, when a template is deployed that has, calls or imports it.
#[must_use]
pub fn values(template: &Template, given: Given, library: &Library, file: FileId, found: Found) -> Vec<Value> {
    let watch = Watch { file, of: found.of, seen: RefCell::default() };
    with_evaluator(template, given, library, Reading::Deployed, Some(watch), |evaluator| {
        evaluator.resources();
        let watch = evaluator.shared.watch.as_ref();
        watch.map(|watch| watch.seen.take()).unwrap_or_default()
    })
}

impl Evaluator<'_> {
    /// Whether the values of something in this file are asked for.
    pub(super) fn is_watched(&self) -> bool {
        self.shared.watch.as_ref().is_some_and(|watch| watch.file == self.template.source.id)
    }

    /// Finds out the values of all parameters, variables and outputs, also of those that nothing deployed asks for.
    pub(super) fn declared_values(&self) {
        for statement in &self.template.statements {
            match &statement.declaration {
                Declaration::Parameter(it) => {
                    self.name(&it.name.text, it.name.span, &Scope::FILE);
                }
                Declaration::Variable(name, _) => {
                    self.name(&name.text, name.span, &Scope::FILE);
                }
                Declaration::Output(_, value) => {
                    self.value(value, &Scope::FILE);
                }
                _ => {}
            }
        }
    }
}

//! Names of other files.

use std::rc::Rc;

use aiolint_core::{Reason, Span, Value};

use super::symbols::Symbol;
use super::{Evaluator, Given, Scope, used_at};
use crate::syntax::ast::{Expr, Node};

impl<'s> Evaluator<'s> {
    /// The value of a name that is called `original` in the file at `path`.
    pub(super) fn imported(&self, path: Option<&'s Expr>, original: Option<&'s str>, span: Span) -> Value {
        let file = match self.import(path) {
            Ok(file) => file,
            Err(reason) => return Value::unknown(reason, self.at(span)),
        };
        match original.and_then(|name| Some((name, file.symbols.get(name)?))) {
            Some((name, Symbol::Variable(value))) => {
                used_at(&file.named(name, || file.value(value, &Scope::FILE)), self.at(span))
            }
            _ => self.unknown("it is no value of the other file", span),
        }
    }

    /// What a function that is called `original` in the file at `path` gives.
    pub(super) fn call_imported(
        &self,
        path: Option<&'s Expr>,
        original: Option<&'s str>,
        arguments: &[Value],
        span: Span,
    ) -> Value {
        let file = match self.import(path) {
            Ok(file) => file,
            Err(reason) => return Value::unknown(reason, self.at(span)),
        };
        match original.and_then(|name| file.symbols.get(name)) {
            Some(Symbol::Function(function)) => used_at(&file.run(function, arguments), self.at(span)),
            _ => self.unknown("it is no function of the other file", span),
        }
    }

    /// The path of the file that a name stands for as a whole: `import * as name from 'path'`.
    pub(super) fn import_of(&self, expr: &Expr, scope: &Scope<'_>) -> Option<&'s Expr> {
        match &expr.node {
            Node::Name(name) if scope.get(name).is_none() => match self.symbols.get(name)? {
                Symbol::Imported(path, None) => path,
                _ => None,
            },
            _ => None,
        }
    }

    /// The file that names are imported from.
    pub(super) fn import(&self, path: Option<&'s Expr>) -> Result<Rc<Evaluator<'s>>, Reason> {
        let path = path.ok_or_else(|| Reason::new("it comes from an extension"))?;
        let template = self.resolve(path)?;
        let key = &*template.source.path;
        if let Some(known) = self.shared.imports.borrow().get(key) {
            return Ok(Rc::clone(known));
        }
        let made = Rc::new(self.another(template, Given::default(), path.span));
        self.shared.imports.borrow_mut().insert(key, Rc::clone(&made));
        Ok(made)
    }
}

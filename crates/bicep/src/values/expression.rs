//! Expressions.

use aiolint_core::{Data, Reason, Span, Value};

use super::symbols::Symbol;
use super::{Evaluator, Scope, used_at};
use crate::syntax::ast::{Expr, Function, Node, Parameter};

impl<'s> Evaluator<'s> {
    /// The value of an expression.
    pub(super) fn value(&self, expr: &'s Expr, scope: &Scope<'_>) -> Value {
        self.step(expr, || self.evaluate(expr, scope))
    }

    fn evaluate(&self, expr: &'s Expr, scope: &Scope<'_>) -> Value {
        let span = expr.span;
        match &expr.node {
            Node::Null => self.known(Data::Absent, span),
            Node::Bool(flag) => self.known(Data::Bool(*flag), span),
            Node::Int(number) => self.known(Data::Int(*number), span),
            Node::Text(pieces) => self.string(pieces, span, scope),
            Node::Name(name) => self.name(name, span, scope),
            Node::Array(array) => self.array(array, span, scope),
            Node::Object(object) => self.object(object, scope),
            Node::For(each, body) => self.for_loop(each, body, span, scope),
            Node::Not(operand) => {
                let operand = self.value(operand, scope);
                self.not(&operand, span)
            }
            Node::Minus(operand) => {
                let operand = self.value(operand, scope);
                self.minus(&operand, span)
            }
            Node::Binary(operator, left, right) => self.binary(*operator, left, right, span, scope),
            Node::Ternary(condition, yes, no) => self.ternary(condition, yes, no, span, scope),
            Node::Call { of, name, arguments } => self.call(of.as_deref(), name, arguments, span, scope),
            Node::Member { .. } | Node::Index { .. } | Node::Nested(..) => self.access(expr, scope),
            Node::Lambda(_) => self.unknown("a function is no value", span),
            Node::Broken => self.unknown("it could not be read", span),
        }
    }

    fn name(&self, name: &'s str, span: Span, scope: &Scope<'_>) -> Value {
        let at = self.at(span);
        if let Some(value) = scope.get(name) {
            return used_at(value, at);
        }
        match self.symbols.get_within(self.inside.get(), name) {
            Some(Symbol::Parameter(parameter, secure)) => {
                used_at(&self.named(name, || self.parameter(parameter, secure)), at)
            }
            Some(Symbol::Variable(value)) => used_at(&self.named(name, || self.value(value, &Scope::FILE)), at),
            Some(Symbol::Resource(_)) => {
                self.unknown(format!("`{name}` is a resource, whose content is known when it is deployed"), span)
            }
            Some(Symbol::Module) => self.unknown(format!("`{name}` is a module"), span),
            Some(Symbol::Imported) => self.unknown(format!("`{name}` comes from another file"), span),
            Some(Symbol::Function(_) | Symbol::NoValue) => self.unknown(format!("`{name}` is no value"), span),
            None => self.unknown(format!("`{name}` is not declared"), span),
        }
    }

    /// The value of a parameter or variable, found out once.
    fn named(&self, name: &'s str, find: impl FnOnce() -> Value) -> Value {
        match self.named.borrow().get(name) {
            Some(Some(value)) => return value.clone(),
            Some(None) => {
                return Value::unknown(Reason::new(format!("`{name}` refers to itself")), aiolint_core::Location::NONE);
            }
            None => {}
        }
        self.named.borrow_mut().insert(name, None);
        let inside = self.inside.replace(None);
        let value = find();
        self.inside.set(inside);
        self.named.borrow_mut().insert(name, Some(value.clone()));
        value
    }

    /// A parameter's default counts as its value.
    fn parameter(&self, parameter: &'s Parameter, secure: bool) -> Value {
        let name = &parameter.name.text;
        match &parameter.value {
            _ if secure => self.unknown(format!("parameter `{name}` is secret"), parameter.name.span),
            None => self.unknown(format!("parameter `{name}` has no value"), parameter.name.span),
            Some(value) => self.value(value, &Scope::FILE),
        }
    }

    /// What a function of the file gives for these arguments.
    pub(super) fn call_own(&self, function: &'s Function, arguments: &[Value], span: Span) -> Value {
        let result = self
            .with_parameters(&function.parameters, arguments, &Scope::FILE, &|scope| self.value(&function.body, scope));
        // What it gives is made here, of what is written there.
        used_at(&result, self.at(span))
    }

    /// Runs `run` in a scope with these parameters; those without an argument are unknown.
    pub(super) fn with_parameters(
        &self,
        names: &[crate::syntax::ast::Name],
        arguments: &[Value],
        scope: &Scope<'_>,
        run: &dyn Fn(&Scope<'_>) -> Value,
    ) -> Value {
        let Some((first, names)) = names.split_first() else { return run(scope) };
        let missing;
        let (value, rest) = match arguments.split_first() {
            Some((value, rest)) => (value, rest),
            None => {
                missing = self.unknown(format!("`{}` is not given", first.text), first.span);
                (&missing, &[][..])
            }
        };
        self.with_parameters(names, rest, &scope.with(&first.text, value), run)
    }
}

//! Names: what a parameter, a variable, a function's own name is.

use aiolint_core::{Data, Location, Reason, Span, Value};

use super::choices::{each_choice, one_of};
use super::symbols::{Symbol, is_secure};
use super::{Evaluator, Scope, is_known, once, used_at};
use crate::syntax::Dialect;
use crate::syntax::ast::{Expr, Function, Name, Parameter, Type};

impl<'s> Evaluator<'s> {
    /// What a name stands for, as a value.
    pub(super) fn name(&self, name: &'s str, span: Span, scope: &Scope<'_>) -> Value {
        let at = self.at(span);
        if let Some(value) = scope.get(name) {
            return used_at(value, at);
        }
        match self.symbols.get_within(self.inside.get(), name) {
            Some(Symbol::Parameter(parameter, decorators)) => {
                let value = used_at(&self.named(name, || self.parameter(parameter, decorators)), at);
                match self.template.dialect {
                    Dialect::Template => value,
                    // To give null is to leave it to the template, which this file does not know.
                    Dialect::Parameters => each_choice(&value, at, |value| match value.is_absent() {
                        true => self.unknown(format!("`{name}` is left to its default"), span),
                        false => value.clone(),
                    }),
                }
            }
            Some(Symbol::Variable(value)) => used_at(&self.named(name, || self.value(value, &Scope::FILE)), at),
            Some(Symbol::Resource(_)) => {
                self.unknown(format!("`{name}` is a resource, whose content is known when it is deployed"), span)
            }
            Some(Symbol::Module(_)) => self.unknown(format!("`{name}` is a module"), span),
            Some(Symbol::Imported(path, original)) => self.imported(path, original, span),
            Some(Symbol::Function(_) | Symbol::Type(_) | Symbol::NoValue) => {
                self.unknown(format!("`{name}` is no value"), span)
            }
            None => self.unknown(format!("`{name}` is not declared"), span),
        }
    }

    /// The value of a parameter or variable, found out once.
    pub(super) fn named(&self, name: &'s str, find: impl FnOnce() -> Value) -> Value {
        let value = once(&self.named, name, || {
            let mut value = self.within(None, find);
            // Whatever it is, it is the same wherever it is used.
            if value.mark.is_none() && !is_known(&value.data) && value.terms().is_none() {
                value.mark = Some(self.marks.of(&format!("name {name}")));
            }
            value
        });
        value.unwrap_or_else(|| Value::unknown(Reason::new(format!("`{name}` refers to itself")), Location::NONE))
    }

    /// What is given to a parameter. Where nothing is, its default counts as its value.
    pub(super) fn parameter(&self, parameter: &'s Parameter, decorators: &'s [Expr]) -> Value {
        let name = &parameter.name.text;
        let default = || match (&parameter.value, &parameter.of, &self.given.open) {
            (_, _, Some(reason)) => Value::unknown(reason.clone(), self.at(parameter.name.span)),
            (Some(value), _, _) => self.value(value, &Scope::FILE),
            (None, Some(Type::Nullable(_)), _) => Value::new(Data::Absent, self.at(parameter.name.span)),
            (None, ..) => self.of_type(parameter, decorators, Reason::new(format!("parameter `{name}` has no value"))),
        };
        let value = match self.given.values.get(&**name) {
            // To give null is to give nothing.
            Some(given) => {
                each_choice(given, given.at, |given| match &given.data {
                    Data::Absent => default(),
                    // What is not known may be null where null may be given.
                    Data::Unknown(_) if matches!(parameter.of, Some(Type::Nullable(_))) => {
                        one_of(vec![default(), given.clone()], given.at)
                    }
                    _ => given.clone(),
                })
            }
            None => default(),
        };
        let value = match value.data {
            Data::Unknown(_) => value,
            _ if is_secure(decorators) => self.unknown(format!("parameter `{name}` is secret"), parameter.name.span),
            _ => value,
        };
        self.see(parameter.name.span, &value);
        value
    }

    /// What a function of the file gives for these arguments.
    pub(super) fn call_own(&self, function: &'s Function, arguments: &[Value], span: Span) -> Value {
        // What it gives is made here, of what is written there.
        used_at(&self.run(function, arguments), self.at(span))
    }

    /// What a function of this file gives, as it is written there.
    pub(super) fn run(&self, function: &'s Function, arguments: &[Value]) -> Value {
        let run = |scope: &Scope<'_>| self.value(&function.body, scope);
        self.with_parameters(&function.parameters, arguments, &Scope::FILE, &run)
    }

    /// Runs `run` in the scope of a function's body with these parameters; those without an argument are unknown.
    pub(super) fn with_parameters(
        &self,
        names: &[Name],
        arguments: &[Value],
        scope: &Scope<'_>,
        run: &dyn Fn(&Scope<'_>) -> Value,
    ) -> Value {
        let value = |number: usize, name: &Name| match arguments.get(number) {
            Some(value) => value.clone(),
            None => self.unknown(format!("`{}` is not given", name.text), name.span),
        };
        let variables: Vec<(&str, Value)> =
            names.iter().enumerate().map(|(number, name)| (&*name.text, value(number, name))).collect();
        run(&scope.with(&variables))
    }
}

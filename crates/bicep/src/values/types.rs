//! Types: what they tell of a value that is not known.

use aiolint_core::{Data, Reason, Span, Value};

use super::choices::one_of;
use super::symbols::Symbol;
use super::{Evaluator, Scope};
use crate::syntax::ast::{Expr, Node, Parameter, Type};

/// Types lead to each other no further than this.
const MOST_TYPES: usize = 32;

impl<'s> Evaluator<'s> {
    /// A parameter's value as its type has it, where nothing else is known of it: one of those that are allowed.
    pub(super) fn of_type(&self, parameter: &'s Parameter, decorators: &'s [Expr], reason: Reason) -> Value {
        let at = self.at(parameter.name.span);
        let allowed = decorators.iter().find_map(allowed).map(|list| match self.value(list, &Scope::FILE).data {
            Data::List(list) if list.open.is_none() => list.items.clone(),
            _ => Vec::new(),
        });
        let of = parameter.of.as_ref();
        let choices = allowed.or_else(|| self.members(of?, parameter.name.span, 0)).unwrap_or_default();
        match choices.len() {
            0 => Value::unknown(reason, at),
            _ => match one_of(choices, at) {
                value if matches!(value.data, Data::OneOf(_)) => value,
                // What has one value only has that; too many are any.
                value if value.is_absent() || matches!(value.data, Data::Unknown(_)) => Value::unknown(reason, at),
                value => value,
            },
        }
    }

    /// The values that a type has, if they are few.
    fn members(&self, of: &'s Type, span: Span, depth: usize) -> Option<Vec<Value>> {
        if depth > MOST_TYPES {
            return None;
        }
        match of {
            Type::Literal(literal) => Some(vec![self.value(literal, &Scope::FILE)]),
            Type::Union(types) => {
                let members = types.iter().map(|of| self.members(of, span, depth + 1));
                Some(members.collect::<Option<Vec<_>>>()?.into_iter().flatten().collect())
            }
            Type::Nullable(of) => {
                let mut members = self.members(of, span, depth + 1)?;
                members.push(self.known(Data::Absent, span));
                Some(members)
            }
            Type::Name(name) => match self.symbols.get(name) {
                Some(Symbol::Type(of)) => self.members(of, span, depth + 1),
                None if &**name == "bool" => Some([true, false].map(|flag| self.known(Data::Bool(flag), span)).into()),
                _ => None,
            },
            Type::Other => None,
        }
    }
}

/// The values of `@allowed(values)`.
fn allowed(decorator: &Expr) -> Option<&Expr> {
    match &decorator.node {
        Node::Call { name, arguments, .. } if &*name.text == "allowed" => arguments.first(),
        _ => None,
    }
}

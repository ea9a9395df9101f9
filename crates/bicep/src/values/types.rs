//! Types: what they tell of a value that is not known.

use std::sync::Arc;

use aiolint_core::{Data, Entry, Location, Map, Mark, Reason, Value};

use super::choices::one_of;
use super::symbols::Symbol;
use super::{Evaluator, Scope};
use crate::syntax::ast::{Expr, Name, Node, Parameter, Type};

/// Types lead to each other no further than this.
const MOST_TYPES: usize = 32;

/// A value of a type, of which nothing else is known than why, and which value it is.
struct Asked {
    reason: Reason,
    mark: Mark,
}

impl Asked {
    /// Where the value is asked for.
    fn at(&self) -> Location {
        self.reason.at().unwrap_or(Location::NONE)
    }

    /// The value, if its type says nothing of it.
    fn unknown(&self) -> Value {
        Value { mark: Some(self.mark), ..Value::unknown(self.reason.clone(), self.at()) }
    }
}

impl<'s> Evaluator<'s> {
    /// A parameter's value as its type has it, where nothing else is known of it: one of those that are allowed, or an
    /// object with the members that it must have.
    pub(super) fn of_type(&self, parameter: &'s Parameter, decorators: &'s [Expr], reason: Reason) -> Value {
        let at = self.at(parameter.name.span);
        let allowed = decorators.iter().find_map(allowed).map(|list| match self.value(list, &Scope::FILE).data {
            Data::List(list) if list.open.is_none() => list.items.clone(),
            _ => Vec::new(),
        });
        let asked = Asked { reason: reason.or_at(at), mark: self.marks.of(&format!("name {}", parameter.name.text)) };
        let value = match (allowed, &parameter.of) {
            (Some(allowed), _) => chosen(allowed, &asked),
            (None, Some(of)) => self.one_of_type(of, &asked, 0),
            (None, None) => None,
        };
        value.map_or_else(|| Value::unknown(asked.reason.clone(), at), |value| Value { at, ..value })
    }

    /// What is known of a value by its type, if anything is.
    fn one_of_type(&self, of: &'s Type, asked: &Asked, depth: usize) -> Option<Value> {
        if let Some(members) = self.members(of, asked, depth) {
            return chosen(members, asked);
        }
        match of {
            _ if depth > MOST_TYPES || !self.pay(1) => None,
            Type::Object(properties) => Some(self.object_of_type(properties, asked, depth)),
            _ => self.named_type(of, &|file, of| file.one_of_type(of, asked, depth + 1)),
        }
    }

    /// An object with the members that it must have; it may have more.
    fn object_of_type(&self, properties: &'s [(Name, Type)], asked: &Asked, depth: usize) -> Value {
        let whole = asked.unknown();
        let must = properties.iter().filter(|(_, of)| !self.may_be_null(of, 0));
        let entry = |(name, of): &'s (Name, Type)| {
            let mark = self.marks.of_call(&format!(".{}", name.text), &[&whole]).unwrap_or(asked.mark);
            let member = Asked { reason: asked.reason.clone(), mark };
            let value = self.one_of_type(of, &member, depth + 1).unwrap_or_else(|| member.unknown());
            Entry { name: Arc::clone(&name.text), value }
        };
        let map = Map::new(must.map(entry).collect(), Some(asked.reason.clone()));
        Value { data: Data::Map(Arc::new(map)), ..whole }
    }

    /// Whether a value of a type can be null, or left out: also where that is not known.
    fn may_be_null(&self, of: &'s Type, depth: usize) -> bool {
        match of {
            _ if depth > MOST_TYPES => true,
            Type::Nullable(_) => true,
            Type::Literal(literal) => matches!(literal.node, Node::Null),
            Type::Union(types) => types.iter().any(|of| self.may_be_null(of, depth + 1)),
            Type::Object(_) | Type::Array => false,
            Type::Name(name) if matches!(&**name, "string" | "int" | "bool" | "object" | "array") => {
                self.symbols.get(name).is_some()
            }
            Type::Name(_) | Type::Member(..) => {
                self.named_type(of, &|file, of| Some(file.may_be_null(of, depth + 1))).unwrap_or(true)
            }
            Type::Other => true,
        }
    }

    /// The values that a type has, if they are few.
    fn members(&self, of: &'s Type, asked: &Asked, depth: usize) -> Option<Vec<Value>> {
        let at = asked.at();
        match of {
            _ if depth > MOST_TYPES => None,
            Type::Literal(literal) => Some(vec![self.value(literal, &Scope::FILE)]),
            Type::Union(types) => {
                let members = types.iter().map(|of| self.members(of, asked, depth + 1));
                Some(members.collect::<Option<Vec<_>>>()?.into_iter().flatten().collect())
            }
            Type::Nullable(of) => {
                let mut members = self.members(of, asked, depth + 1)?;
                members.push(Value::new(Data::Absent, at));
                Some(members)
            }
            Type::Name(name) if &**name == "bool" && self.symbols.get(name).is_none() => {
                Some([true, false].map(|flag| Value::new(Data::Bool(flag), at)).into())
            }
            Type::Name(_) | Type::Member(..) => self.named_type(of, &|file, of| file.members(of, asked, depth + 1)),
            Type::Object(_) | Type::Array | Type::Other => None,
        }
    }

    /// Follows the name of a type to what it stands for, here or in another file.
    fn named_type<T>(&self, of: &'s Type, follow: &dyn Fn(&Self, &'s Type) -> Option<T>) -> Option<T> {
        let (path, original) = match of {
            Type::Name(name) => match self.symbols.get(name)? {
                Symbol::Type(of) => return follow(self, of),
                Symbol::Imported(path, Some(original)) => (path, original),
                _ => return None,
            },
            Type::Member(of, name) => match self.symbols.get(&of.text)? {
                Symbol::Imported(path, None) => (path, &*name.text),
                _ => return None,
            },
            _ => return None,
        };
        let file = self.import(path).ok()?;
        match file.symbols.get(original)? {
            Symbol::Type(of) => follow(&file, of),
            _ => None,
        }
    }
}

/// One of these values; `None` if that says nothing: what has one value only has that, and too many are any.
fn chosen(choices: Vec<Value>, asked: &Asked) -> Option<Value> {
    if choices.is_empty() {
        return None;
    }
    let value = one_of(choices, asked.at());
    let says = matches!(value.data, Data::OneOf(_)) || !(value.is_absent() || matches!(value.data, Data::Unknown(_)));
    says.then_some(Value { mark: value.mark.or(Some(asked.mark)), ..value })
}

/// The values of `@allowed(values)`.
fn allowed(decorator: &Expr) -> Option<&Expr> {
    match &decorator.node {
        Node::Call { name, arguments, .. } if &*name.text == "allowed" => arguments.first(),
        _ => None,
    }
}

//! The language's own functions.
//!
//! `text`, `collections` and `merge` hold those that depend on their arguments alone, `lambdas` those that take a
//! function. Functions that ask the deployment are unknown.

mod collections;
mod lambdas;
mod merge;
mod text;

use aiolint_core::{Data, Reason, Span, Value};

use super::choices::{each_combination, too_many};
use super::limits::{LOOKS_A_STEP, size};
use super::operators::first_reason;
use super::same::Comparing;
use super::symbols::Symbol;
use super::{Evaluator, Scope, is_known};
use crate::syntax::ast::{Expr, Name, Node};

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
                    let arguments: Vec<Value> = arguments.iter().map(|argument| self.value(argument, scope)).collect();
                    return self.call_imported(Some(path), Some(word), &arguments, span);
                }
                return self.unknown(format!("`{word}` is known when it is deployed"), span);
            }
            None => match self.symbols().get(word) {
                Some(Symbol::Function(function)) => {
                    let arguments: Vec<Value> = arguments.iter().map(|argument| self.value(argument, scope)).collect();
                    return self.call_own(function, &arguments, span);
                }
                Some(Symbol::Imported(path, original)) => {
                    let arguments: Vec<Value> = arguments.iter().map(|argument| self.value(argument, scope)).collect();
                    return self.call_imported(path, original, &arguments, span);
                }
                _ => {}
            },
            Some(_) => {}
        }
        if arguments.iter().any(|argument| matches!(argument.node, Node::Lambda(_))) {
            return self.call_with_lambda(word, arguments, span, scope);
        }
        let arguments: Vec<Value> = arguments.iter().map(|argument| self.value(argument, scope)).collect();
        if let ("any", [only]) = (word, &arguments[..]) {
            return only.clone();
        }
        let at = self.at(span);
        let apply = |arguments: &[Value]| {
            let too_much = || self.unknown("it takes too many steps to find out", span);
            if !self.pay(arguments.iter().map(|argument| size(&argument.data)).sum::<usize>() / LOOKS_A_STEP) {
                return too_much();
            }
            let comparing = Comparing::default();
            let made = text::call(word, arguments)
                .or_else(|| merge::call(word, arguments, &comparing))
                .or_else(|| collections::call(word, arguments, &comparing));
            self.pay(comparing.spent() / LOOKS_A_STEP);
            let Some(data) = made else { return Value::unknown(reason(word, arguments), at) };
            match self.pay(size(&data)) {
                true => Value::new(data, at),
                false => too_much(),
            }
        };
        let value = each_combination(&arguments, at, &apply).unwrap_or_else(|| Value::unknown(too_many(), at));
        match is_known(&value.data) || value.terms().is_some() || MANY_RESULTS.contains(&word) {
            true => value,
            false => Value { mark: self.marks.of_call(word, &arguments.iter().collect::<Vec<_>>()), ..value },
        }
    }

    /// Whether an expression is `sys` or `az`, which hold the language's own functions.
    fn is_namespace(&self, of: &Expr, scope: &Scope<'_>) -> bool {
        match &of.node {
            Node::Name(name) => {
                matches!(&**name, "sys" | "az") && scope.get(name).is_none() && self.symbols().get(name).is_none()
            }
            _ => false,
        }
    }
}

/// Why a function's result is not known.
fn reason(name: &str, arguments: &[Value]) -> Reason {
    match name {
        "resourceGroup"
        | "subscription"
        | "tenant"
        | "managementGroup"
        | "deployment"
        | "environment"
        | "deployer"
        | "resourceId"
        | "subscriptionResourceId"
        | "tenantResourceId"
        | "managementGroupResourceId"
        | "extensionResourceId"
        | "reference"
        | "listKeys"
        | "list"
        | "utcNow"
        | "newGuid"
        | "getSecret" => Reason::new(format!("`{name}` is known when it is deployed")),
        _ => {
            let open = arguments.iter().any(|argument| match &argument.data {
                Data::Unknown(_) => true,
                Data::Text(text) => text.known().is_none(),
                _ => false,
            });
            match open {
                true => first_reason(arguments),
                false => Reason::new(format!("what `{name}` gives for it is not known")),
            }
        }
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
fn known_text(text: impl Into<std::sync::Arc<str>>) -> Data {
    Data::Text(aiolint_core::Text::Known(text.into()))
}

//! The variables around an expression.

use aiolint_core::Value;

/// The variables of loops, lambdas and functions around an expression, innermost first.
#[derive(Clone, Copy)]
pub(crate) struct Scope<'e> {
    variables: &'e [(&'e str, Value)],
    outer: Option<&'e Scope<'e>>,
}

impl<'e> Scope<'e> {
    /// The scope outside of loops and functions.
    pub(crate) const FILE: Scope<'static> = Scope { variables: &[], outer: None };

    /// This scope with the variables of a loop or function.
    pub(super) fn with(&'e self, variables: &'e [(&'e str, Value)]) -> Scope<'e> {
        Scope { variables, outer: Some(self) }
    }

    /// The value of a variable.
    pub(super) fn get(&self, name: &str) -> Option<&'e Value> {
        let mut scope = Some(self);
        while let Some(Scope { variables, outer, .. }) = scope {
            if let Some((_, value)) = variables.iter().rev().find(|(own, _)| *own == name) {
                return Some(value);
            }
            scope = *outer;
        }
        None
    }
}

//! The condition language: CEL, parsed by the `cel` crate, evaluated by us over values that may be absent,
//! unknown, known in parts, or one of a few.
//!
//! `lower` turns the crate's syntax tree into `Expr` and resolves every name, so that a wrong rule is an
//! error when it is loaded; `eval` runs it. Absence and unknowns behave as `docs/architecture.md` says.

mod arithmetic;
mod choices;
mod compare;
mod defined;
mod eval;
mod expr;
mod functions;
mod inverse;
mod links;
mod lower;
mod macros;
mod operator;
mod parts;
mod pattern;
mod scope;
mod time;
mod val;

pub use choices::{Choices, MOST_COMBINATIONS};
pub(crate) use defined::Defined;
pub use eval::Eval;
pub use expr::{Comparison, Const, Expr, Function, Macro, MacroKind, Operator, Root};
pub(crate) use inverse::{Inverse, only_compares};
pub use lower::{ConditionError, lower, parse};
pub(crate) use parts::could_be;
pub use pattern::Pattern;
pub use scope::{MemberType, Names, NoNames, Scope, Type};
pub use val::{ListVal, MapVal, Node, Truth, Val};

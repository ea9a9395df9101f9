//! The operators between two expressions, by the names that the parser's tree has for them.

use cel::common::ast::operators;

use super::expr::{Comparison, Operator};

/// An operator between two expressions.
pub(super) enum Binary {
    And,
    Or,
    In,
    Compare(Comparison),
    Arithmetic(Operator),
}

/// The operator that the parser's tree calls by this name.
pub(super) fn binary(name: &str) -> Option<Binary> {
    Some(match name {
        operators::LOGICAL_AND => Binary::And,
        operators::LOGICAL_OR => Binary::Or,
        operators::IN => Binary::In,
        operators::EQUALS => Binary::Compare(Comparison::Equal),
        operators::NOT_EQUALS => Binary::Compare(Comparison::Unequal),
        operators::LESS => Binary::Compare(Comparison::Less),
        operators::LESS_EQUALS => Binary::Compare(Comparison::LessEqual),
        operators::GREATER => Binary::Compare(Comparison::Greater),
        operators::GREATER_EQUALS => Binary::Compare(Comparison::GreaterEqual),
        operators::ADD => Binary::Arithmetic(Operator::Add),
        operators::SUBSTRACT => Binary::Arithmetic(Operator::Subtract),
        operators::MULTIPLY => Binary::Arithmetic(Operator::Multiply),
        operators::DIVIDE => Binary::Arithmetic(Operator::Divide),
        operators::MODULO => Binary::Arithmetic(Operator::Remainder),
        _ => return None,
    })
}

//! Expressions.

use aiolint_core::{Data, Text, Value, placeholder};

use super::{Evaluator, Scope};
use crate::syntax::ast::{Expr, Node, Piece};

impl<'s> Evaluator<'s> {
    /// The value of an expression.
    pub(super) fn value(&self, expr: &'s Expr, scope: &Scope<'_>) -> Value {
        let value = self.literal(expr).unwrap_or_else(|| self.step(expr, || self.evaluate(expr, scope)));
        self.see(expr.span, &value);
        value
    }

    /// What is written as it is: this is known however many steps were taken.
    pub(super) fn literal(&self, expr: &Expr) -> Option<Value> {
        let data = match &expr.node {
            Node::Null => Data::Absent,
            Node::Bool(flag) => Data::Bool(*flag),
            Node::Int(number) => Data::Int(*number),
            Node::Text(pieces) => match &pieces[..] {
                [] => Data::Text(Text::Known("".into())),
                [Piece::Text(text)] => placeholder::text(text, std::iter::empty(), false),
                _ => return None,
            },
            _ => return None,
        };
        Some(self.known(data, expr.span))
    }

    fn evaluate(&self, expr: &'s Expr, scope: &Scope<'_>) -> Value {
        let span = expr.span;
        match &expr.node {
            Node::Null | Node::Bool(_) | Node::Int(_) => self.literal(expr).unwrap_or_else(Value::absent),
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
}

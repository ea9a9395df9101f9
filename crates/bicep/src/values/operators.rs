//! Operators.

use aiolint_core::{Data, Reason, Span, Value};

use super::choices::{each_choice, each_combination, one_of, too_many};
use super::limits::LOOKS_A_STEP;
use super::same::{Comparing, equal_texts};
use super::{Evaluator, Scope, why_unknown};
use crate::syntax::ast::{Expr, Operator};

impl<'s> Evaluator<'s> {
    pub(super) fn binary(
        &self,
        operator: Operator,
        left: &'s Expr,
        right: &'s Expr,
        span: Span,
        scope: &Scope<'_>,
    ) -> Value {
        let left = self.value(left, scope);
        match operator {
            Operator::Coalesce => self.coalesce(&left, right, span, scope),
            Operator::And | Operator::Or => self.logic(operator, &left, right, span, scope),
            _ => {
                let right = self.value(right, scope);
                let at = self.at(span);
                let apply = |operands: &[Value]| {
                    let comparing = Comparing::default();
                    let data = apply(operator, &operands[0], &operands[1], &comparing);
                    self.pay(comparing.spent() / LOOKS_A_STEP);
                    Value::new(data, at)
                };
                each_combination(&[left, right], at, &apply)
                    .unwrap_or_else(|| Value::unknown(too_many(), self.at(span)))
            }
        }
    }

    fn coalesce(&self, left: &Value, right: &'s Expr, span: Span, scope: &Scope<'_>) -> Value {
        each_choice(left, self.at(span), |left| match &left.data {
            Data::Absent => self.value(right, scope),
            Data::Unknown(reason) => Value::unknown(reason.clone(), self.at(span)),
            _ => left.clone(),
        })
    }

    /// `&&` and `||`: one side may decide alone.
    fn logic(&self, operator: Operator, left: &Value, right: &'s Expr, span: Span, scope: &Scope<'_>) -> Value {
        let decides = operator == Operator::Or;
        if left.data == Data::Bool(decides) {
            return self.known(Data::Bool(decides), span);
        }
        let right = self.value(right, scope);
        let at = self.at(span);
        let apply = |operands: &[Value]| {
            let data = match (&operands[0].data, &operands[1].data) {
                (Data::Bool(one), _) | (_, Data::Bool(one)) if *one == decides => Data::Bool(decides),
                (Data::Bool(_), Data::Bool(_)) => Data::Bool(!decides),
                _ => Data::Unknown(first_reason(operands)),
            };
            Value::new(data, at)
        };
        each_combination(&[left.clone(), right], at, &apply)
            .unwrap_or_else(|| Value::unknown(too_many(), self.at(span)))
    }

    pub(super) fn ternary(
        &self,
        condition: &'s Expr,
        yes: &'s Expr,
        no: &'s Expr,
        span: Span,
        scope: &Scope<'_>,
    ) -> Value {
        let condition = self.value(condition, scope);
        let at = self.at(span);
        each_choice(&condition, at, |condition| match condition.data {
            Data::Bool(true) => self.value(yes, scope),
            Data::Bool(false) => self.value(no, scope),
            _ => one_of(vec![self.value(yes, scope), self.value(no, scope)], at),
        })
    }

    pub(super) fn not(&self, operand: &Value, span: Span) -> Value {
        each_choice(operand, self.at(span), |operand| match &operand.data {
            Data::Bool(flag) => self.known(Data::Bool(!flag), span),
            _ => Value::unknown(first_reason(std::slice::from_ref(operand)), self.at(span)),
        })
    }

    pub(super) fn minus(&self, operand: &Value, span: Span) -> Value {
        each_choice(operand, self.at(span), |operand| match &operand.data {
            Data::Int(number) => match number.checked_neg() {
                Some(number) => self.known(Data::Int(number), span),
                None => self.unknown("the number is too large", span),
            },
            _ => Value::unknown(first_reason(std::slice::from_ref(operand)), self.at(span)),
        })
    }
}

/// Why an operation on these has no known result.
pub(super) fn first_reason(operands: &[Value]) -> Reason {
    let unknown = operands.iter().find_map(why_unknown).cloned();
    let hole = || {
        operands.iter().find_map(|operand| match &operand.data {
            Data::Text(text) => text.hole().cloned(),
            _ => None,
        })
    };
    let open = || {
        operands.iter().find_map(|operand| match &operand.data {
            Data::List(list) => list.open.clone(),
            Data::Map(map) => map.open().cloned(),
            _ => None,
        })
    };
    unknown.or_else(hole).or_else(open).unwrap_or_else(|| Reason::new("the operation does not fit the values"))
}

fn apply(operator: Operator, left: &Value, right: &Value, comparing: &Comparing) -> Data {
    let decided = match operator {
        Operator::Equal => comparing.equal(left, right).map(Data::Bool),
        Operator::NotEqual => comparing.equal(left, right).map(|same| Data::Bool(!same)),
        Operator::EqualAnyCase => equal_any_case(left, right).map(Data::Bool),
        Operator::NotEqualAnyCase => equal_any_case(left, right).map(|same| Data::Bool(!same)),
        _ => match (&left.data, &right.data) {
            (Data::Int(left), Data::Int(right)) => arithmetic(operator, *left, *right),
            (Data::Text(left), Data::Text(right)) => order(operator, left.known(), right.known()),
            _ => None,
        },
    };
    decided.unwrap_or_else(|| Data::Unknown(first_reason(&[left.clone(), right.clone()])))
}

fn arithmetic(operator: Operator, left: i64, right: i64) -> Option<Data> {
    Some(match operator {
        Operator::Less => Data::Bool(left < right),
        Operator::LessOrEqual => Data::Bool(left <= right),
        Operator::Greater => Data::Bool(left > right),
        Operator::GreaterOrEqual => Data::Bool(left >= right),
        Operator::Add => Data::Int(left.checked_add(right)?),
        Operator::Subtract => Data::Int(left.checked_sub(right)?),
        Operator::Multiply => Data::Int(left.checked_mul(right)?),
        Operator::Divide => Data::Int(left.checked_div(right)?),
        Operator::Remainder => Data::Int(left.checked_rem(right)?),
        _ => return None,
    })
}

/// Texts are compared as known only where all ways to sort letters agree.
fn order(operator: Operator, left: Option<&str>, right: Option<&str>) -> Option<Data> {
    let plain = |text: &&str| text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    let (left, right) = (left.filter(plain)?, right.filter(plain)?);
    Some(Data::Bool(match operator {
        Operator::Less => left < right,
        Operator::LessOrEqual => left <= right,
        Operator::Greater => left > right,
        Operator::GreaterOrEqual => left >= right,
        _ => return None,
    }))
}

fn equal_any_case(left: &Value, right: &Value) -> Option<bool> {
    match (&left.data, &right.data) {
        (Data::Text(left), Data::Text(right)) => equal_texts(left, right, true),
        _ => None,
    }
}

//! Numbers, and the joining of texts and lists. What CEL calls an error is unknown here.

use std::borrow::Cow;
use std::rc::Rc;

use super::Eval;
use super::expr::Operator;
use super::val::{ListVal, Val};
use super::{parts, time};

pub(super) fn apply<'w>(eval: &Eval<'w>, operator: Operator, a: Val<'w>, b: Val<'w>) -> Val<'w> {
    match (a.plain(), b.plain()) {
        (Val::Unknown(reason), _) | (_, Val::Unknown(reason)) => Val::Unknown(reason),
        (Val::Int(a), Val::Int(b)) => int(operator, a, b),
        (Val::Uint(a), Val::Uint(b)) => uint(operator, a, b),
        (Val::Float(a), Val::Float(b)) => float(operator, a, b),
        (a @ (Val::Time(_) | Val::Duration(_)), b @ (Val::Time(_) | Val::Duration(_))) => times(operator, &a, &b),
        (a, b) if operator == Operator::Add => join(eval, &a, &b),
        (a, b) => Val::unknown(format!("{} and {} can't be calculated with", a.article(), b.article())),
    }
}

pub(super) fn negate<'w>(val: Val<'w>) -> Val<'w> {
    match val.plain() {
        Val::Int(it) => it.checked_neg().map_or_else(overflow, Val::Int),
        Val::Float(it) => Val::Float(-it),
        Val::Unknown(reason) => Val::Unknown(reason),
        other => Val::unknown(format!("{} has no negative", other.article())),
    }
}

fn overflow<'w>() -> Val<'w> {
    Val::unknown("the number is too large")
}

fn int<'w>(operator: Operator, a: i64, b: i64) -> Val<'w> {
    let result = match operator {
        Operator::Add => a.checked_add(b),
        Operator::Subtract => a.checked_sub(b),
        Operator::Multiply => a.checked_mul(b),
        Operator::Divide => a.checked_div(b),
        Operator::Remainder => a.checked_rem(b),
    };
    result.map_or_else(|| impossible(b == 0), Val::Int)
}

fn uint<'w>(operator: Operator, a: u64, b: u64) -> Val<'w> {
    let result = match operator {
        Operator::Add => a.checked_add(b),
        Operator::Subtract => a.checked_sub(b),
        Operator::Multiply => a.checked_mul(b),
        Operator::Divide => a.checked_div(b),
        Operator::Remainder => a.checked_rem(b),
    };
    result.map_or_else(|| impossible(b == 0), Val::Uint)
}

fn impossible<'w>(zero: bool) -> Val<'w> {
    if zero { Val::unknown("a number is divided by zero") } else { overflow() }
}

fn float<'w>(operator: Operator, a: f64, b: f64) -> Val<'w> {
    match operator {
        Operator::Add => Val::Float(a + b),
        Operator::Subtract => Val::Float(a - b),
        Operator::Multiply => Val::Float(a * b),
        Operator::Divide => Val::Float(a / b),
        Operator::Remainder => Val::unknown("only whole numbers have a remainder"),
    }
}

fn times<'w>(operator: Operator, a: &Val<'w>, b: &Val<'w>) -> Val<'w> {
    let result = match (operator, a, b) {
        (Operator::Add, Val::Duration(a), Val::Duration(b)) => time::not_too_long(a + b).map(Val::Duration),
        (Operator::Subtract, Val::Duration(a), Val::Duration(b)) => time::not_too_long(a - b).map(Val::Duration),
        (Operator::Subtract, Val::Time(a), Val::Time(b)) => time::not_too_long(a - b).map(Val::Duration),
        (Operator::Subtract, Val::Time(a), Val::Duration(b)) => time::in_range(a - b).map(Val::Time),
        (Operator::Add, Val::Time(a), Val::Duration(b)) | (Operator::Add, Val::Duration(a), Val::Time(b)) => {
            time::in_range(a + b).map(Val::Time)
        }
        _ => return Val::unknown(format!("{} and {} can't be calculated with", a.article(), b.article())),
    };
    result.unwrap_or_else(|| Val::unknown("the time is out of range"))
}

fn join<'w>(eval: &Eval<'w>, a: &Val<'w>, b: &Val<'w>) -> Val<'w> {
    match (a, b) {
        (Val::Text(left), Val::Text(right)) => Val::Text(Cow::Owned(format!("{left}{right}"))),
        (Val::Text(_) | Val::Parts(_), Val::Text(_) | Val::Parts(_)) => parts::joined(a, b),
        (Val::Bytes(left), Val::Bytes(right)) => Val::Bytes([&left[..], &right[..]].concat().into()),
        _ => match (eval.items(a), eval.items(b)) {
            (Some(left), Some(right)) if left.is_list && right.is_list => {
                let items = left.items.into_iter().chain(right.items).collect();
                Val::List(Rc::new(ListVal { items, open: left.open.or(right.open) }))
            }
            _ => Val::unknown(format!("{} and {} can't be joined", a.article(), b.article())),
        },
    }
}

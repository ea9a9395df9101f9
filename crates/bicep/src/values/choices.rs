//! Values that are one of a few.

use aiolint_core::{Data, Location, Reason, Value};

use super::same::alike;

/// So many values one expression may be one of; beyond, it is unknown.
const MOST_CHOICES: usize = 16;

/// One of these values; what is the same in all of them is that.
pub(super) fn one_of(mut choices: Vec<Value>, at: Location) -> Value {
    if choices.iter().any(|choice| matches!(choice.data, Data::OneOf(_))) {
        let flat = choices.into_iter().flat_map(|choice| match choice.data {
            Data::OneOf(inner) => inner.to_vec(),
            _ => vec![choice],
        });
        choices = flat.collect();
    }
    let mut distinct: Vec<Value> = Vec::with_capacity(choices.len());
    for choice in choices {
        match distinct.iter_mut().find(|known| alike(&known.data, &choice.data)) {
            // Where it is written, or which one it is, depends on what is not known.
            Some(known) if (known.origin, known.mark) != (choice.origin, choice.mark) => {
                *known = Value::new(choice.data, at);
            }
            Some(_) => {}
            None => distinct.push(choice),
        }
    }
    match distinct.len() {
        0 => Value::unknown(Reason::new("there is nothing to choose from"), at),
        1 => distinct.remove(0),
        2..=MOST_CHOICES => Value::new(Data::OneOf(distinct.into()), at),
        _ => Value::unknown(too_many(), at),
    }
}

/// A value that is not known, and that may also be null.
pub(super) fn perhaps_null(value: Value) -> Value {
    let (at, mark) = (value.at, value.mark);
    let null = Value::new(Data::Absent, at);
    Value { mark, ..Value::new(Data::OneOf([null, value].into()), at) }
}

/// Why a value that is one of too many is unknown.
pub(super) fn too_many() -> Reason {
    Reason::new("it can be too many things")
}

/// Applies `f` to each of the values that `value` can be.
pub(super) fn each_choice(value: &Value, at: Location, f: impl Fn(&Value) -> Value) -> Value {
    match &value.data {
        Data::OneOf(choices) => one_of(choices.iter().map(f).collect(), at),
        _ => f(value),
    }
}

/// Applies `f` to each combination of what the values can be. `None` if there are too many.
pub(super) fn each_combination(values: &[Value], at: Location, f: &dyn Fn(&[Value]) -> Value) -> Option<Value> {
    let combinations = values.iter().try_fold(1usize, |count, value| match &value.data {
        Data::OneOf(choices) => count.checked_mul(choices.len()).filter(|count| *count <= MOST_CHOICES),
        _ => Some(count),
    })?;
    if combinations == 1 {
        return Some(f(values));
    }
    let mut results = Vec::with_capacity(combinations);
    for number in 0..combinations {
        let mut rest = number;
        let chosen: Vec<Value> = values
            .iter()
            .map(|value| match &value.data {
                Data::OneOf(choices) => {
                    let choice = choices[rest % choices.len()].clone();
                    rest /= choices.len();
                    choice
                }
                _ => value.clone(),
            })
            .collect();
        results.push(f(&chosen));
    }
    Some(one_of(results, at))
}

//! What a file may cost: steps, depth, and how deep values may nest.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::sync::Arc;

use aiolint_core::{Data, Location, Reason, Text, Value};

use super::Evaluator;
use crate::syntax::ast::Expr;

/// What is not known because it would cost too much; each is reported where it is met.
pub(super) const TOO_MUCH: &str = "it takes too many steps to find out";
pub(super) const TOO_LONG: &str = "it is too long";
pub(super) const TOO_MANY_ITEMS: &str = "the list has too many items";
pub(super) const TOO_MANY_TURNS: &str = "the loop has too many turns";
const TOO_DEEP: &str = "it is nested too deep";
const REPORTED: [&str; 5] = [TOO_MUCH, TOO_LONG, TOO_MANY_ITEMS, TOO_MANY_TURNS, TOO_DEEP];

/// So many expressions are evaluated for one file; what comes after is unknown. A hostile file of loops in loops
/// costs no more.
const MOST_STEPS: u32 = 400_000;

/// Deeper than this nobody's values refer to each other.
const MOST_DEPTH: u32 = 200;

/// Deeper than this nobody's values are nested; those who walk through them do so by recursion.
const MOST_NESTED: u32 = 100;

/// So many bytes of a text cost as much as an expression.
pub(super) const BYTES_A_STEP: usize = 64;

/// So many looks at items that are there already cost as much as an expression.
pub(super) const LOOKS_A_STEP: usize = 8;

/// What is left, and how deep the evaluation is.
pub(super) struct Limits {
    steps: Cell<u32>,
    depth: Cell<u32>,
    /// How deep each list and mapping is nested, by its address. Each is kept, so that no other gets its address.
    nested: RefCell<HashMap<*const (), (Data, u32)>>,
}

impl Default for Limits {
    fn default() -> Self {
        Self { steps: Cell::new(MOST_STEPS), depth: Cell::new(0), nested: RefCell::default() }
    }
}

impl Limits {
    /// Pays for a collection of so many items; false if that is too much.
    pub(super) fn pay(&self, items: usize) -> bool {
        let items = u32::try_from(items).unwrap_or(u32::MAX);
        let left = self.steps.get().checked_sub(items);
        self.steps.set(left.unwrap_or(0));
        left.is_some()
    }

    /// How many levels of lists and mappings a value has.
    fn nesting(&self, data: &Data) -> u32 {
        let deepest = |values: &mut dyn Iterator<Item = &Value>| {
            values.map(|value| self.nesting(&value.data)).max().unwrap_or_default()
        };
        let address: *const () = match data {
            Data::List(list) => Arc::as_ptr(list).cast(),
            Data::Map(map) => Arc::as_ptr(map).cast(),
            Data::OneOf(choices) => return deepest(&mut choices.iter()),
            _ => return 0,
        };
        if let Some((_, known)) = self.nested.borrow().get(&address) {
            return *known;
        }
        let inner = match data {
            Data::List(list) => deepest(&mut list.items.iter()),
            Data::Map(map) => deepest(&mut map.entries().iter().map(|entry| &entry.value)),
            _ => 0,
        };
        self.nested.borrow_mut().insert(address, (data.clone(), inner + 1));
        inner + 1
    }
}

impl Evaluator<'_> {
    /// Runs one step of the evaluation, within the limits of depth, number and nesting.
    pub(super) fn step(&self, expr: &Expr, run: impl FnOnce() -> Value) -> Value {
        match self.deeper(run) {
            None => self.at_limit(self.unknown(TOO_MUCH, expr.span)),
            Some(value) if self.shared.limits.nesting(&value.data) > MOST_NESTED => {
                self.at_limit(self.unknown(TOO_DEEP, expr.span))
            }
            Some(value) => self.at_limit(value),
        }
    }

    /// Runs one step within the limits of depth and number; `None` beyond them.
    pub(super) fn deeper<T>(&self, run: impl FnOnce() -> T) -> Option<T> {
        let limits = &self.shared.limits;
        if limits.depth.get() >= MOST_DEPTH || !limits.pay(1) {
            return None;
        }
        limits.depth.set(limits.depth.get() + 1);
        let found = run();
        limits.depth.set(limits.depth.get() - 1);
        Some(found)
    }

    /// Reports that a value is not known because it would cost too much, if that is so.
    fn at_limit(&self, value: Value) -> Value {
        let reason = match &value.data {
            Data::Unknown(reason) => Some(reason),
            Data::Text(text) => text.hole(),
            Data::List(list) => list.open.as_ref(),
            Data::Map(map) => map.open(),
            _ => None,
        };
        reason.into_iter().for_each(|reason| self.report_limit(reason, value.at));
        value
    }

    /// Reports that something is not known because it would cost too much, if that is the reason.
    pub(super) fn report_limit(&self, reason: &Reason, at: Location) {
        if REPORTED.contains(&reason.as_str()) {
            let message = format!("this can't be followed: {reason}");
            self.report(crate::EVALUATION_LIMIT, &message, reason.at().unwrap_or(at));
        }
    }

    /// Pays for a collection of so many items; false if that is too much.
    pub(super) fn pay(&self, items: usize) -> bool {
        self.shared.limits.pay(items)
    }
}

/// What it costs to make a value: as many steps as it has items, or bytes by the dozen.
pub(super) fn size(data: &Data) -> usize {
    match data {
        Data::List(list) => list.items.len(),
        Data::Map(map) => map.entries().len(),
        Data::Text(Text::Known(text) | Text::Spelled { written: text, .. }) => text.len() / BYTES_A_STEP,
        Data::Text(Text::Parts(parts)) => parts.len() / 2,
        _ => 0,
    }
}

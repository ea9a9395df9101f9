//! The macros: `all`, `exists`, `exists_one`, `map` and `filter`.

use std::rc::Rc;

use aiolint_core::{Data, Reason, Value};

use super::Eval;
use super::compare::Items;
use super::expr::{Macro, MacroKind};
use super::val::{ListVal, Truth, Val};

impl<'w> Eval<'w> {
    pub(super) fn run_macro(&mut self, it: &'w Macro) -> Val<'w> {
        let over = self.value(&it.over).plain();
        let items = match &over {
            Val::Absent => Some((Vec::new(), None)),
            Val::Unknown(reason) => return Val::Unknown(reason.clone()),
            other => self.items(other).map(present),
        };
        let Some((items, open)) = items else {
            return Val::unknown(format!("{} has no items", over.article()));
        };
        match it.kind {
            MacroKind::Map => self.map_items(it, items, open),
            MacroKind::ExistsOne => self.count_items(it, items, open).into(),
            MacroKind::All => self.any_item(it, items, open, &Truth::False).into(),
            MacroKind::Exists => self.any_item(it, items, open, &Truth::True).into(),
        }
    }

    fn with_item<T>(&mut self, it: &'w Macro, item: Val<'w>, run: impl FnOnce(&mut Self) -> T) -> T {
        let at = self.frame + usize::from(it.slot);
        self.locals.truncate(at);
        self.locals.push(item);
        let result = run(self);
        self.locals.truncate(at);
        result
    }

    fn filter(&mut self, it: &'w Macro, item: Val<'w>) -> Truth {
        self.with_item(it, item, |eval| it.filter.as_ref().map_or(Truth::True, |filter| eval.truth(filter)))
    }

    /// `all` and `exists`: one item with the decisive outcome decides.
    fn any_item(&mut self, it: &'w Macro, items: Vec<Val<'w>>, open: Option<Reason>, decisive: &Truth) -> Truth {
        let mut outcome = open.map_or_else(|| decisive.clone().negated(), Truth::Unknown);
        for item in items {
            match self.filter(it, item) {
                found if found == *decisive => return found,
                Truth::Unknown(reason) => outcome = Truth::Unknown(reason),
                _ => {}
            }
        }
        outcome
    }

    fn count_items(&mut self, it: &'w Macro, items: Vec<Val<'w>>, open: Option<Reason>) -> Truth {
        let (mut count, mut unknown) = (0, open);
        for item in items {
            match self.filter(it, item) {
                Truth::True => count += 1,
                Truth::False => {}
                Truth::Unknown(reason) => unknown = Some(reason),
            }
        }
        unknown.map_or_else(|| (count == 1).into(), Truth::Unknown)
    }

    fn map_items(&mut self, it: &'w Macro, items: Vec<Val<'w>>, mut open: Option<Reason>) -> Val<'w> {
        let mut mapped = Vec::with_capacity(items.len());
        for item in items {
            match self.filter(it, item.clone()) {
                Truth::True => {
                    let body = |eval: &mut Self| it.body.as_ref().map(|body| eval.value(body));
                    mapped.extend(self.with_item(it, item, body));
                }
                Truth::False => {}
                Truth::Unknown(reason) => open = Some(reason),
            }
        }
        Val::List(Rc::new(ListVal { items: mapped, open }))
    }
}

/// The items of a list, or the keys of a mapping whose members are there: what is null is not. And why there may be
/// more.
fn present(found: Items<'_>) -> (Vec<Val<'_>>, Option<Reason>) {
    if found.is_list {
        return (found.items, found.open);
    }
    let (mut keys, mut open) = (Vec::with_capacity(found.items.len()), found.open);
    for (key, value) in found.items.into_iter().zip(&found.values) {
        match value {
            Val::Absent => {}
            Val::Node(node) => match &node.value.data {
                Data::Absent => {}
                Data::OneOf(choices) if choices.iter().any(Value::is_absent) => {
                    open = open.or_else(|| Some(Reason::new("a member may be null")));
                }
                _ => keys.push(key),
            },
            _ => keys.push(key),
        }
    }
    (keys, open)
}

//! Definitions, evaluated once for a resource where the value is the same whoever asks.

use aiolint_core::Reason;

use super::Eval;
use super::eval::DEPTH;
use super::expr::Expr;
use super::val::Val;
use crate::kinds::KindSet;
use crate::world::ResourceId;

/// The value of a definition, and what evaluating it has cost and looked at: whoever takes the value pays as
/// much, so that an outcome does not depend on who asked first.
#[derive(Debug)]
pub(crate) struct Defined {
    value: Plain,
    steps: u32,
    /// So deep did definitions call each other below it.
    height: u32,
    touched: KindSet,
}

/// The values that are worth it: those that do not lead back into a file.
#[derive(Debug)]
enum Plain {
    Absent,
    Bool(bool),
    Resource(ResourceId),
    Unknown(Reason),
}

impl Plain {
    fn of(value: &Val<'_>) -> Option<Self> {
        match value {
            Val::Absent => Some(Self::Absent),
            Val::Bool(it) => Some(Self::Bool(*it)),
            Val::Resource(id) => Some(Self::Resource(*id)),
            Val::Unknown(reason) => Some(Self::Unknown(reason.clone())),
            _ => None,
        }
    }

    fn val<'w>(&self) -> Val<'w> {
        match self {
            Self::Absent => Val::Absent,
            Self::Bool(it) => Val::Bool(*it),
            Self::Resource(id) => Val::Resource(*id),
            Self::Unknown(reason) => Val::Unknown(reason.clone()),
        }
    }
}

impl<'w> Eval<'w> {
    /// The definition with this number of the resource that is `this` by now.
    pub(super) fn defined(&mut self, of: ResourceId, number: usize, definition: &'w Expr) -> Val<'w> {
        let world = self.world;
        // Links that are followed while one is asked for nobody cost other steps.
        let Some(kept) = world.defined(of, number).filter(|_| self.compared.is_none()) else {
            return self.value(definition);
        };
        if let Some(known) = kept.get()
            && known.steps < self.steps_left()
            && self.depth + known.height < DEPTH
        {
            self.spend(known.steps);
            self.deepest = self.deepest.max(self.depth + known.height);
            self.touched.extend(known.touched);
            return known.value.val();
        }
        let (steps, picks) = (self.steps_left(), self.choices.picks());
        let (deepest, touched) = (std::mem::replace(&mut self.deepest, self.depth), std::mem::take(&mut self.touched));
        let value = self.value(definition);
        let is_same_for_all = picks == self.choices.picks() && self.steps_left() > 0 && self.deepest < DEPTH;
        if let Some(value) = Plain::of(&value).filter(|_| is_same_for_all) {
            let (steps, height) = (steps - self.steps_left(), self.deepest - self.depth);
            // Another thread may have been faster; its value is the same.
            let _ = kept.set(Defined { value, steps, height, touched: self.touched });
        }
        self.deepest = self.deepest.max(deepest);
        self.touched.extend(touched);
        value
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use aiolint_core::{FileId, Source};

    use super::*;
    use crate::facts::{ReadAs, read};
    use crate::pack::Sources;
    use crate::world::{Settings, World};

    const KIND: &str = "kind: Flow\ntitle: flow\nkubernetes: example.com/Flow
links:
  flow: { to: Flow, argument: name }
  all: { to: Flow, all: true }
define:
  isLate: |
    all.exists(other, other.name == 'g') && inner
  inner: |
    spec.late == true
  text: |
    spec.to
  next: |
    flow(spec.to).inner
  round: |
    !round
";

    #[test]
    fn a_value_is_kept_where_no_choice_changes_it_and_costs_the_same_again() {
        let sources = Sources { kinds: vec![("flow.yaml".into(), KIND.into())], ..Sources::default() };
        let pack = sources.compile().unwrap_or_else(|errors| panic!("{errors:?}")).pack;
        let flow = |name: &str, spec: &str| {
            format!("---\napiVersion: example.com/v1\nkind: Flow\nmetadata: {{name: {name}}}\nspec: {{{spec}}}\n")
        };
        let text = flow("f", "late: true, to: g") + &flow("g", "late: true") + &flow("g", "late: true");
        let source = Source::new(FileId::new(0), "a.yaml".into(), "a.yaml".into(), text.as_str().into());
        let facts = read(&pack, Arc::new(source), ReadAs::default());
        let world = World::new(&pack, Settings::default(), [&facts]);
        let first = world.written().next().unwrap();
        // Of two flows called `g` one is picked; a text leads into its file; the last has no end.
        for (name, is_kept) in [("isLate", true), ("inner", true), ("text", false), ("next", false), ("round", false)] {
            let evaluated = || {
                let mut eval = Eval::new(&world, Some(first));
                let value = eval.member(first, name, None);
                (format!("{value:?}"), eval.steps_left(), eval.touched(), eval.deepest)
            };
            assert_eq!(evaluated(), evaluated(), "{name}");
            let number = world.kind_of(first).and_then(|kind| kind.member(name)).unwrap().0;
            assert_eq!(world.defined(first, number).is_some_and(|kept| kept.get().is_some()), is_kept, "{name}");
        }
    }
}

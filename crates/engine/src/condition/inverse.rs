//! Links with a condition, asked the other way round.
//!
//! `it.endpoint == this`, asked of every data flow for every endpoint, grows with the square of the project.
//! But the answer of a candidate is the same for all resources that it compares nothing with: it is found once
//! for "somebody else", together with what `this` was compared with. Only for these is it asked again.

use std::collections::HashMap;

use super::Eval;
use super::expr::{Comparison, Expr, Root};
use super::val::{Truth, Val};
use crate::kinds::{KindSet, Link};
use crate::world::{ResourceId, World};

/// The answers of all candidates of a link.
#[derive(Debug, Default)]
pub(crate) struct Inverse {
    /// In the order of the link; `None` must be asked for each `this`.
    candidates: Vec<(ResourceId, Option<Truth>)>,
    /// The places of those whose answer is not simply false for somebody else.
    always: Vec<usize>,
    by_resource: HashMap<ResourceId, Vec<usize>>,
    by_name: HashMap<String, Vec<usize>>,
    /// The kinds that the answers depend on.
    pub(crate) touched: KindSet,
}

/// What a candidate compared `this` with.
#[derive(Debug, Default)]
pub(super) struct Compared {
    resources: Vec<ResourceId>,
    names: Vec<String>,
    /// Whether the answer may differ for others too.
    unsure: bool,
}

/// Whether a condition looks at `this` by comparing it, or its name, and in no other way.
pub(crate) fn only_compares(condition: &Expr) -> bool {
    match condition {
        Expr::Root(_) | Expr::Member { on: None, .. } => false,
        Expr::Compare(comparison, a, b) => match compared_root(*comparison, a, b) {
            Some((other, _)) => only_compares(other),
            None => only_compares(a) && only_compares(b),
        },
        other => other.children().into_iter().all(only_compares),
    }
}

/// The other side of an equation with `this` or `name`.
pub(super) fn compared_root<'e>(comparison: Comparison, a: &'e Expr, b: &'e Expr) -> Option<(&'e Expr, Root)> {
    match (comparison, a, b) {
        (Comparison::Equal | Comparison::Unequal, Expr::Root(root @ (Root::This | Root::Name)), other)
        | (Comparison::Equal | Comparison::Unequal, other, Expr::Root(root @ (Root::This | Root::Name))) => {
            Some((other, *root))
        }
        _ => None,
    }
}

impl Inverse {
    /// Asks all resources that the link may lead to, for somebody that none of them names.
    pub(crate) fn new<'w>(world: &'w World<'w>, link: &'w Link, condition: &'w Expr) -> Self {
        let mut inverse = Self::default();
        for (place, id) in world.of_kinds(&link.to).enumerate() {
            let mut eval = Eval::new(world, None);
            eval.compared = Some(Compared::default());
            eval.push(Val::Resource(id));
            let answer = eval.truth(condition);
            inverse.touched.extend(eval.touched());
            let compared = eval.compared.take().unwrap_or_default();
            let known = !compared.unsure && eval.choices.picks() == 0 && eval.spend(1);
            if !known || answer != Truth::False {
                inverse.always.push(place);
            }
            for resource in compared.resources {
                inverse.by_resource.entry(resource).or_default().push(place);
            }
            for name in compared.names {
                inverse.by_name.entry(name).or_default().push(place);
            }
            inverse.candidates.push((id, known.then_some(answer)));
        }
        inverse
    }

    /// The candidates whose answer for `this` need not be false, in their order; `None`: it must be asked.
    pub(crate) fn candidates(&self, this: ResourceId, name: &str) -> Vec<(ResourceId, Option<&Truth>)> {
        let named = [self.by_resource.get(&this), self.by_name.get(name)];
        let asked: Vec<usize> = named.into_iter().flatten().flatten().copied().collect();
        let mut places: Vec<usize> = self.always.iter().chain(&asked).copied().collect();
        places.sort_unstable();
        places.dedup();
        let candidates = places.into_iter().map(|place| {
            let (id, answer) = &self.candidates[place];
            (*id, answer.as_ref().filter(|_| !asked.contains(&place)))
        });
        candidates.collect()
    }
}

impl<'w> Eval<'w> {
    /// `other == this`, or its name, where `this` is somebody else: what it would have to be is remembered.
    pub(super) fn compare_with_nobody(&mut self, other: &'w Expr, root: Root) -> Truth {
        let value = self.value(other);
        let value = self.loaded(value).plain();
        let Some(compared) = &mut self.compared else { return Truth::False };
        match (value, root) {
            (Val::Unknown(reason), _) => return Truth::Unknown(reason),
            (Val::Resource(id), Root::This) => compared.resources.push(id),
            (Val::Text(name), Root::Name) => compared.names.push(name.into_owned()),
            (Val::Parts(_), Root::Name) => compared.unsure = true,
            _ => {}
        }
        Truth::False
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use aiolint_core::{FileId, Source};

    use super::*;
    use crate::facts::{Facts, ReadAs, read};
    use crate::pack::{Pack, Sources};
    use crate::world::Settings;

    const LINKS: [&str; 6] = ["aimed", "others", "called", "odd", "away", "looked"];

    fn pack() -> Pack {
        let flow = "kind: Flow\ntitle: flow\nkubernetes: example.com/Flow\n\
                    links: { target: { to: Target, argument: name } }\n";
        let target = "kind: Target\ntitle: target\nkubernetes: example.com/Target\nlinks:
  aimed: { to: Flow, all: true, where: 'it.spec.to.exists(to, it.target(to) == this)' }
  others: { to: Flow, all: true, where: 'it.spec.to.all(to, this != it.target(to))' }
  called: { to: [Flow, Target], all: true, where: 'it.spec.call == name' }
  odd: { to: Flow, all: true, where: 'has(it.spec.call) && (it.target(it.spec.call) == this || name == it.spec.call)' }
  away: { to: Flow, all: true, where: 'it.spec.call in [name]' }
  looked: { to: Flow, all: true, where: 'it.spec.to.exists(to, to == spec.call)' }\n";
        let file = |path: &str, text: &str| (path.to_owned(), text.to_owned());
        let sources = Sources { kinds: vec![file("f.yaml", flow), file("t.yaml", target)], ..Sources::default() };
        sources.compile().unwrap_or_else(|errors| panic!("{errors:?}")).pack
    }

    fn resource(kind: &str, metadata: &str, spec: &str) -> String {
        format!("---\napiVersion: example.com/v1\nkind: {kind}\nmetadata: {{{metadata}}}\nspec: {{{spec}}}\n")
    }

    fn facts(pack: &Pack, files: &[(&str, String)]) -> Vec<Facts> {
        let read = |(number, (path, text)): (usize, &(&str, String))| {
            let source = Source::new(FileId::new(number), (*path).into(), (*path).into(), text.as_str().into());
            read(pack, Arc::new(source), ReadAs::default())
        };
        files.iter().enumerate().map(read).collect()
    }

    /// Whether a link is followed for nobody first, and the value, choices and kinds that it gives.
    fn followed<'w>(world: &'w World<'w>, id: ResourceId, link: &str, is_inverse: bool) -> Vec<String> {
        let mut eval = Eval::new(world, Some(id));
        // What is asked for nobody does not itself use what was asked for nobody.
        eval.compared = (!is_inverse).then(Compared::default);
        let mut values = Vec::new();
        loop {
            let value = eval.member(id, link, None);
            values.push(format!("{value:?} {:?}", eval.touched()));
            if !eval.next_combination() {
                return values;
            }
        }
    }

    #[test]
    fn asked_for_nobody_first_a_link_leads_to_the_same() {
        let pack = pack();
        let flows = [
            ("name: f", "to: [a, b], call: a"),
            ("name: f, namespace: one", "to: [a], call: '${X}'"),
            ("name: '${F}'", "to: ['${X}', b]"),
            ("name: f, namespace: two", "to: [nowhere, a], call: 'a${X}'"),
            ("name: f", "to: a, call: 7"),
            ("name: f", "to: [], call: [a]"),
        ];
        let targets = ["name: a", "name: b", "name: a, namespace: one", "name: '${T}'", "name: c, namespace: two"];
        let flows: String = flows.iter().map(|(metadata, spec)| resource("Flow", metadata, spec)).collect();
        let targets: String = targets.iter().map(|metadata| resource("Target", metadata, "call: a")).collect();
        let twin = resource("Target", "name: b", "call: b");
        let files =
            [("one/flows.yaml", flows.clone()), ("two/flows.yaml", flows), ("x/t.yaml", targets), ("y/t.yaml", twin)];
        let facts = facts(&pack, &files);
        for complete in [false, true] {
            let world = World::new(&pack, Settings { complete, ..Settings::default() }, &facts);
            let targets: Vec<_> =
                world.written().filter(|id| world.kind_of(*id).is_some_and(|kind| kind.name == "Target")).collect();
            assert_eq!(targets.len(), 6);
            for id in targets {
                for link in LINKS {
                    let (direct, inverse) = (followed(&world, id, link, false), followed(&world, id, link, true));
                    assert_eq!(inverse, direct, "{link} of {:?}", world.resource(id).name);
                }
            }
        }
    }

    #[test]
    fn what_only_compares_this_is_asked_once() {
        let pack = pack();
        let flows: String = (0..100).map(|n| resource("Flow", "name: f", &format!("to: [t{n}], call: t{n}"))).collect();
        let targets: String = (0..100).map(|n| resource("Target", &format!("name: t{n}"), "")).collect();
        let facts = facts(&pack, &[("a.yaml", flows + &targets)]);
        let world = World::new(&pack, Settings::default(), &facts);
        let last = world.written().last().unwrap();
        for (link, is_once) in LINKS.into_iter().zip([true, true, true, true, false, false]) {
            let mut eval = Eval::new(&world, Some(last));
            let before = eval.steps_left();
            eval.member(last, link, None);
            assert_eq!(before - eval.steps_left() < 100, is_once, "{link}");
        }
    }
}

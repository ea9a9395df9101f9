//! Why values are not known: ranked, with the names in them taken together.

use std::collections::BTreeMap;

use aiolint_bicep::{Purity, purity};
use aiolint_core::Location;

use super::leaves::{Known, Leaf};

/// So many of the most frequent reasons are shown.
const MOST_SHOWN: usize = 25;
/// So many of the names in a reason are shown.
const MOST_NAMES: usize = 3;

/// Who could say what is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// Only the deployment: what is there then, what time it is.
    Deployment,
    /// The files of a registry.
    Registry,
    /// Who deploys: where to, and with that the ids of resources.
    Scope,
    /// Nobody who should: it is a secret.
    Secret,
    /// The files, or a better evaluator.
    Other,
}

pub(super) const CLASSES: [(Class, &str); 5] = [
    (Class::Deployment, "the deployment alone could say it"),
    (Class::Registry, "a registry could say it"),
    (Class::Scope, "who deploys could say it"),
    (Class::Secret, "it is a secret"),
    (Class::Other, "the files could say it"),
];

impl Class {
    pub(super) fn of(reason: &str) -> Self {
        let word = names(reason).next();
        let function = |word: &str| word.split('(').next().is_some_and(|name| purity(name) == Some(Purity::Scope));
        let of_scope = word.is_none_or(|word| function(word) || word.ends_with(".id"));
        match reason {
            _ if reason.contains("is in a registry") => Self::Registry,
            _ if reason.ends_with("is secret") => Self::Secret,
            "the service may add to it" | "a resource's content is known when it is deployed" => Self::Deployment,
            _ if reason.contains("is known when") && of_scope => Self::Scope,
            _ if reason.contains("is known when") => Self::Deployment,
            _ => Self::Other,
        }
    }

    /// Whether the files and who deploys them could say it.
    pub(super) fn could_be_known(self) -> bool {
        !matches!(self, Self::Deployment | Self::Registry)
    }
}

/// The names in a reason: what stands between backticks.
pub(super) fn names(reason: &str) -> impl Iterator<Item = &str> {
    reason.split('`').skip(1).step_by(2)
}

/// The reason with `…` for each name.
fn without_names(reason: &str) -> String {
    let parts = reason.split('`').enumerate().map(|(number, part)| if number % 2 == 0 { part } else { "`…`" });
    parts.collect()
}

/// How often a reason was given.
struct Count {
    nothing: usize,
    in_parts: usize,
    /// How often each name stands first in it, and where for example.
    names: BTreeMap<String, (usize, Location)>,
    example: Location,
}

/// The reasons of many leaves.
#[derive(Default)]
pub(super) struct Reasons {
    by_words: BTreeMap<String, Count>,
    /// The leaves that are not known for a reason of each class.
    classes: [usize; CLASSES.len()],
}

impl Reasons {
    pub(super) fn add(&mut self, leaf: &Leaf<'_>, resource: Location) {
        let Some(reason) = leaf.reason.map(|reason| reason.as_str()) else { return };
        let example = if leaf.at.is_written() { leaf.at } else { resource };
        let new = || Count { nothing: 0, in_parts: 0, names: BTreeMap::new(), example };
        let count = self.by_words.entry(without_names(reason)).or_insert_with(new);
        if leaf.known == Known::Nothing {
            count.nothing += 1;
            self.classes[Class::of(reason) as usize] += 1;
        } else {
            count.in_parts += 1;
        }
        if let Some(name) = names(reason).next() {
            count.names.entry(name.to_owned()).or_insert((0, example)).0 += 1;
        }
    }

    /// The leaves that are not known for a reason of this class.
    pub(super) fn of_class(&self, class: Class) -> usize {
        self.classes[class as usize]
    }

    /// The most frequent reasons as rows: how many leaves are not known, how many in parts, names, words, place, names.
    pub(super) fn rows(&self, show: impl Fn(Location) -> String) -> Vec<Vec<String>> {
        let mut sorted: Vec<_> = self.by_words.iter().collect();
        sorted.sort_by_key(|(_, count)| std::cmp::Reverse(count.nothing + count.in_parts));
        let row = |(words, count): &(&String, &Count)| {
            let mut names: Vec<_> = count.names.iter().collect();
            names.sort_by_key(|(_, (times, _))| std::cmp::Reverse(*times));
            let shown = |(name, (times, _)): &(&String, &(usize, Location))| format!("{name:.40} {times}");
            let shown: Vec<_> = names.iter().take(MOST_NAMES).map(shown).collect();
            let numbers = [count.nothing, count.in_parts, names.len()].map(|number| number.to_string());
            numbers.into_iter().chain([(*words).clone(), show(count.example), shown.join(", ")]).collect()
        };
        sorted.iter().take(MOST_SHOWN).map(row).collect()
    }

    /// How often each function gave nothing that is known, though all that it depends on is.
    pub(super) fn undone_functions(&self) -> impl Iterator<Item = (&str, usize, Location)> {
        let undone = self.by_words.iter().filter(|(words, _)| words.starts_with("what `…` gives for it"));
        undone
            .flat_map(|(_, count)| count.names.iter().map(|(name, (times, example))| (name.as_str(), *times, *example)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_have_classes_and_lose_their_names() {
        for (reason, class, words) in [
            ("parameter `p` has no value", Class::Other, "parameter `…` has no value"),
            ("`listKeys` is known when it is deployed", Class::Deployment, "`…` is known when it is deployed"),
            ("`utcNow` is known when it is deployed", Class::Deployment, "`…` is known when it is deployed"),
            ("`subscription` is known when it is deployed", Class::Scope, "`…` is known when it is deployed"),
            ("`subscription().id` is known when it is deployed", Class::Scope, "`…` is known when it is deployed"),
            ("`a.kind` is known when `a` is deployed", Class::Deployment, "`…` is known when `…` is deployed"),
            ("`a.id` is known when `a` is deployed", Class::Scope, "`…` is known when `…` is deployed"),
            ("where to is known when it is deployed", Class::Scope, "where to is known when it is deployed"),
            ("parameter `p` is secret", Class::Secret, "parameter `…` is secret"),
            ("`br:x` is in a registry", Class::Registry, "`…` is in a registry"),
        ] {
            assert_eq!((Class::of(reason), without_names(reason).as_str()), (class, words), "{reason}");
        }
    }
}

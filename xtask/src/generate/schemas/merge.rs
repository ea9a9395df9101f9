//! What all API versions say of a place, together.

use std::collections::{BTreeMap, BTreeSet};

use super::read::{Bounds, Form, Property};

/// A set of API versions, by number.
pub(super) type Versions = BTreeSet<usize>;

/// What may stand in a place: one form for each API version.
pub(super) struct Node(pub Vec<(Versions, Merged)>);

/// What may stand in a place, in some API versions.
pub(super) enum Merged {
    Any,
    Bool,
    Int { range: Bounds },
    Text { values: BTreeMap<String, Versions>, closed: bool, length: Bounds, pattern: Option<String> },
    List { items: Node, length: Bounds },
    Object { properties: Members, others: Option<Node> },
    Variants { discriminator: String, base: Members, each: BTreeMap<String, (Versions, Members)> },
    Shape(String),
}

pub(super) type Members = BTreeMap<String, Member>;

/// A property.
pub(super) struct Member {
    pub versions: Versions,
    pub required: Versions,
    pub read_only: Versions,
    pub write_only: Versions,
    pub node: Node,
}

/// What one version each says of a place.
type Said<'r, T> = Vec<(usize, &'r T)>;

/// The forms of a place. Those of versions that differ in their parts only are one.
pub(super) fn forms(said: Said<'_, Form>) -> Node {
    let mut groups: Vec<Said<'_, Form>> = Vec::new();
    for (version, form) in said {
        match groups.iter_mut().find(|group| group.iter().all(|(_, other)| are_alike(form, other))) {
            Some(group) => group.push((version, form)),
            None => groups.push(vec![(version, form)]),
        }
    }
    Node(groups.into_iter().map(|group| (versions(&group), merged(&group))).collect())
}

fn versions<T>(said: &Said<'_, T>) -> Versions {
    said.iter().map(|(version, _)| *version).collect()
}

/// Whether one form can say both.
fn are_alike(a: &Form, b: &Form) -> bool {
    match (a, b) {
        (
            Form::Text { values: a, closed: a_closed, length: a_length, pattern: a_pattern },
            Form::Text { values: b, closed: b_closed, length: b_length, pattern: b_pattern },
        ) => a.is_empty() == b.is_empty() && (a_closed, a_length, a_pattern) == (b_closed, b_length, b_pattern),
        (Form::List { length: a, .. }, Form::List { length: b, .. }) => a == b,
        (Form::Object { others: a, .. }, Form::Object { others: b, .. }) => a.is_some() == b.is_some(),
        (Form::Variants { discriminator: a, .. }, Form::Variants { discriminator: b, .. }) => a == b,
        (a, b) => a == b,
    }
}

fn merged(group: &Said<'_, Form>) -> Merged {
    let Some((_, first)) = group.first() else { return Merged::Any };
    match first {
        Form::Any => Merged::Any,
        Form::Bool => Merged::Bool,
        Form::Int { range } => Merged::Int { range: *range },
        Form::Shape(name) => Merged::Shape(name.clone()),
        Form::Text { closed, length, pattern, .. } => {
            let mut values = BTreeMap::<String, Versions>::new();
            for (version, form) in group {
                let Form::Text { values: own, .. } = form else { continue };
                for value in own {
                    values.entry(value.clone()).or_default().insert(*version);
                }
            }
            Merged::Text { values, closed: *closed, length: *length, pattern: pattern.clone() }
        }
        Form::List { length, .. } => {
            let items = of(group, |form| if let Form::List { items, .. } = form { Some(&**items) } else { None });
            Merged::List { items: forms(items), length: *length }
        }
        Form::Object { others, .. } => {
            let own =
                of(group, |form| if let Form::Object { properties, .. } = form { Some(properties) } else { None });
            let further =
                of(group, |form| if let Form::Object { others, .. } = form { others.as_deref() } else { None });
            Merged::Object { properties: members(own), others: others.as_ref().map(|_| forms(further)) }
        }
        Form::Variants { discriminator, .. } => {
            let own = of(group, |form| if let Form::Variants { base, .. } = form { Some(base) } else { None });
            let mut each = BTreeMap::<String, Said<'_, BTreeMap<String, Property>>>::new();
            for (version, form) in group {
                let Form::Variants { each: variants, .. } = form else { continue };
                for (value, variant) in variants {
                    each.entry(value.clone()).or_default().push((*version, variant));
                }
            }
            let each = each.into_iter().map(|(value, said)| (value, (versions(&said), members(said)))).collect();
            Merged::Variants { discriminator: discriminator.clone(), base: members(own), each }
        }
    }
}

fn of<'r, T>(group: &Said<'r, Form>, part: impl Fn(&'r Form) -> Option<&'r T>) -> Said<'r, T> {
    group.iter().filter_map(|(version, form)| Some((*version, part(form)?))).collect()
}

/// The properties of an object.
pub(super) fn members(said: Said<'_, BTreeMap<String, Property>>) -> Members {
    let mut all = BTreeMap::<&str, Said<'_, Property>>::new();
    for (version, properties) in said {
        for (name, property) in properties {
            all.entry(name).or_default().push((version, property));
        }
    }
    let member = |said: Said<'_, Property>| {
        let marked = |mark: fn(&Property) -> bool| -> Versions {
            said.iter().filter(|(_, property)| mark(property)).map(|(version, _)| *version).collect()
        };
        Member {
            versions: versions(&said),
            required: marked(|property| property.required),
            read_only: marked(|property| property.read_only),
            write_only: marked(|property| property.write_only),
            node: forms(said.iter().map(|(version, property)| (*version, &property.form)).collect()),
        }
    };
    all.into_iter().map(|(name, said)| (name.to_owned(), member(said))).collect()
}

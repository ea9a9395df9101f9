//! Valid resources of a type: with nothing but what is required, and with everything.

use super::texts;
use super::types::{Property, Type};

/// What stands in a place.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Data {
    Text(String),
    Int(i64),
    /// A number with a fraction, as it is written.
    Fraction(&'static str),
    Bool(bool),
    List(Vec<Data>),
    Map(Vec<(String, Data)>),
}

/// How much a resource has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Size {
    /// What is required, each as small as it may be.
    Minimal,
    /// Everything, each as great as it may be.
    Maximal,
}

/// The name of a member whose name is free.
const ANY_NAME: &str = "anyName";

/// A number without an upper bound is at most so great.
const GREAT: i64 = 1_000_000;

/// How many resources it takes until each variant and each value of an enumeration was there.
pub(super) fn rounds(of: &Type) -> usize {
    let most = |properties: &[Property]| properties.iter().map(|p| rounds(&p.of)).max().unwrap_or(1);
    match of {
        Type::Any | Type::Bool | Type::Int { .. } | Type::Text { .. } => 1,
        Type::Values { known, .. } => known.len().max(1),
        Type::List { item, most: limit, .. } => match &**item {
            Type::Choice { each, .. } if limit.is_none_or(|limit| each.len() <= limit) => rounds(item) / each.len(),
            item => rounds(item),
        },
        Type::Object { properties, others } => most(properties).max(others.as_ref().map_or(1, |others| rounds(others))),
        Type::Choice { base, each, .. } => {
            let inner = each.iter().map(|(_, own)| most(own)).max().unwrap_or(1).max(most(base));
            each.len() * inner
        }
    }
}

/// A valid value. The rounds have different variants and values of enumerations.
///
/// # Errors
/// A pattern for which no text is known.
pub(super) fn make(of: &Type, size: Size, round: usize) -> Result<Data, String> {
    Ok(match of {
        Type::Any => Data::Text("anything".into()),
        Type::Bool => Data::Bool(true),
        Type::Int { least, most } => Data::Int(match size {
            Size::Minimal => least.unwrap_or(-1),
            Size::Maximal => most.unwrap_or(GREAT),
        }),
        Type::Text { least, most, pattern } => Data::Text(text(*least, *most, pattern.as_deref(), size)?),
        Type::Values { known, .. } => {
            let value = (!known.is_empty()).then(|| &known[round % known.len()]);
            Data::Text(value.cloned().unwrap_or_else(|| "anything".into()))
        }
        Type::List { item, least, most } => {
            let wanted = match (size, &**item) {
                (Size::Minimal, _) => *least,
                (_, Type::Choice { each, .. }) if most.is_none_or(|most| each.len() <= most) => each.len(),
                _ => (*least).max(1),
            };
            let is_each = wanted > 1;
            let inner = |number: usize| if is_each { number + round * wanted } else { round };
            let items = (0..wanted).map(|number| make(item, size, inner(number)));
            Data::List(items.collect::<Result<_, _>>()?)
        }
        Type::Object { properties, others } => {
            let mut members = make_members(properties.iter(), size, round)?;
            if let (Some(others), Size::Maximal) = (others, size) {
                members.push((ANY_NAME.to_owned(), make(others, size, round)?));
            }
            Data::Map(members)
        }
        Type::Choice { by, base, each } => {
            let (value, own) = &each[round % each.len()];
            let mut members = vec![(by.clone(), Data::Text(value.clone()))];
            members.extend(make_members(base.iter().chain(own), size, round / each.len())?);
            Data::Map(members)
        }
    })
}

fn make_members<'t>(
    properties: impl Iterator<Item = &'t Property>,
    size: Size,
    round: usize,
) -> Result<Vec<(String, Data)>, String> {
    let written = properties.filter(|p| !p.read_only && (p.required || size == Size::Maximal));
    written.map(|p| Ok((p.name.clone(), make(&p.of, size, round)?))).collect()
}

fn text(least: Option<usize>, most: Option<usize>, pattern: Option<&str>, size: Size) -> Result<String, String> {
    let longest = most.filter(|_| size == Size::Maximal);
    match longest.map(|most| texts::exactly(pattern, most)).transpose()?.flatten() {
        Some(text) => Ok(text),
        // What may be empty is not, or it would be a strange resource.
        None => texts::at_least(pattern, least.unwrap_or(1).max(1)),
    }
}

/// The path of a member or an item: `/properties/ports/0`. The whole has the path ``.
pub(super) fn join(path: &str, step: &str) -> String {
    format!("{path}/{step}")
}

impl Data {
    /// What stands at a path.
    pub(super) fn at(&self, path: &str) -> Option<&Self> {
        path.split('/').skip(1).try_fold(self, |data, step| match data {
            Self::List(items) => items.get(step.parse::<usize>().ok()?),
            Self::Map(members) => members.iter().find(|(name, _)| name == step).map(|(_, value)| value),
            _ => None,
        })
    }

    /// What stands at a path, to change it.
    pub(super) fn at_mut(&mut self, path: &str) -> Option<&mut Self> {
        path.split('/').skip(1).try_fold(self, |data, step| match data {
            Self::List(items) => items.get_mut(step.parse::<usize>().ok()?),
            Self::Map(members) => members.iter_mut().find(|(name, _)| name == step).map(|(_, value)| value),
            _ => None,
        })
    }

    /// The text of a member.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        match self.at(&join("", name))? {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

//! The single mutations of a valid resource.

use std::collections::{BTreeMap, BTreeSet};

use super::mutation::{Change, Mutation, Place, What};
use super::resource::{Data, Size, join, make};
use super::texts;
use super::types::{Property, Type};

/// What all API versions of a resource type say of a place, by its path in the types.
#[derive(Default)]
pub(super) struct History<'t> {
    /// The properties of an object.
    members: BTreeMap<String, Vec<(usize, Vec<&'t Property>)>>,
    /// The values of an enumeration.
    values: BTreeMap<String, Vec<(usize, Vec<&'t str>)>>,
}

impl<'t> History<'t> {
    /// That of the bodies of all versions, the oldest first.
    pub(super) fn new(versions: impl Iterator<Item = &'t Type>) -> Self {
        let mut history = Self::default();
        for (version, body) in versions.enumerate() {
            history.read(version, body, "");
        }
        history
    }

    fn read(&mut self, version: usize, of: &'t Type, path: &str) {
        match of {
            Type::Any | Type::Bool | Type::Int { .. } | Type::Text { .. } => {}
            Type::Values { known, .. } => {
                let known = known.iter().map(String::as_str).collect();
                self.values.entry(path.to_owned()).or_default().push((version, known));
            }
            Type::List { item, .. } => self.read(version, item, &join(path, "[]")),
            Type::Object { properties, others } => {
                self.object(version, properties.iter().collect(), path);
                if let Some(others) = others {
                    self.read(version, others, &join(path, "*"));
                }
            }
            Type::Choice { base, each, .. } => {
                let values = each.iter().map(|(value, _)| value.as_str()).collect();
                self.values.entry(path.to_owned()).or_default().push((version, values));
                for (value, own) in each {
                    self.object(version, base.iter().chain(own).collect(), &join(path, &format!("<{value}>")));
                }
            }
        }
    }

    fn object(&mut self, version: usize, properties: Vec<&'t Property>, path: &str) {
        for property in &properties {
            self.read(version, &property.of, &join(path, &property.name));
        }
        self.members.entry(path.to_owned()).or_default().push((version, properties));
    }

    /// The properties that other versions have in a place, each with the newest version that has it.
    fn others(&self, path: &str, own: &[&Property]) -> BTreeMap<&'t str, (usize, &'t Property)> {
        let all = self.members.get(path).into_iter().flatten();
        let all = all.flat_map(|(version, properties)| properties.iter().map(move |property| (*version, *property)));
        let others = all.filter(|(_, property)| own.iter().all(|known| known.name != property.name));
        others.map(|(version, property)| (property.name.as_str(), (version, property))).collect()
    }

    /// Whether any version has a property of this name in a place.
    fn has(&self, path: &str, name: &str) -> bool {
        let mut all = self.members.get(path).into_iter().flatten().flat_map(|(_, properties)| properties);
        all.any(|property| property.name == name)
    }

    /// The values that any version knows in a place.
    fn values(&self, path: &str) -> BTreeSet<&'t str> {
        self.values.get(path).into_iter().flatten().flat_map(|(_, values)| values.iter().copied()).collect()
    }
}

/// Collects the mutations of a resource.
pub(super) struct Mutator<'t, 'h> {
    pub history: &'h History<'t>,
    /// The number of the resource's version.
    pub version: usize,
    /// What was mutated before, in another resource of the type and version: the way, the path in the types and what
    /// becomes of it.
    pub done: BTreeSet<(What, String)>,
    pub found: Vec<Mutation>,
}

impl Mutator<'_, '_> {
    /// All mutations of what stands at a path, and in it. `of_types` is the path in the types.
    pub(super) fn value(&mut self, of: &Type, data: &Data, path: &str, of_types: &str) -> Result<(), String> {
        if path == "/name" {
            return self.name(of);
        }
        if !path.is_empty() {
            self.other_types(of, path, of_types);
        }
        match (of, data) {
            (Type::Bool, _) => self.set(What::Quoted, Data::Text("true".into()), path, of_types),
            (Type::Int { least, most }, _) => {
                self.set(What::Quoted, Data::Text("7".into()), path, of_types);
                self.set(What::Fraction, Data::Fraction("1.5"), path, of_types);
                for (what, number) in
                    [(What::TooSmall, least.map(|it| it - 1)), (What::TooGreat, most.map(|it| it + 1))]
                {
                    number.into_iter().for_each(|number| self.set(what, Data::Int(number), path, of_types));
                }
            }
            (Type::Text { least, most, pattern }, _) => self.text(*least, *most, pattern.as_deref(), path, of_types)?,
            (Type::Values { known, .. }, Data::Text(text)) => {
                let known: Vec<_> = known.iter().map(String::as_str).collect();
                self.enumeration(text, &known, path, of_types);
            }
            (Type::List { item, least, most }, Data::List(items)) => {
                for (number, data) in items.iter().enumerate() {
                    self.value(item, data, &join(path, &number.to_string()), &join(of_types, "[]"))?;
                }
                let many = |count: usize| Ok::<_, String>(Data::List(vec![make(item, Size::Minimal, 0)?; count]));
                let wrong = [(What::TooFew, least.checked_sub(1)), (What::TooMany, most.map(|most| most + 1))];
                for (what, count) in wrong {
                    let Some(count) = count else { continue };
                    self.push(what, path, Change::Set(many(count)?), Place::Object(path.into()), of_types);
                }
            }
            (Type::Object { properties, others }, Data::Map(members)) => {
                self.object(&properties.iter().collect::<Vec<_>>(), others.is_none(), members, path, of_types)?;
                for (name, data) in members.iter().filter(|(name, _)| properties.iter().all(|p| p.name != *name)) {
                    if let Some(others) = others {
                        self.value(others, data, &join(path, name), &join(of_types, "*"))?;
                    }
                }
            }
            (Type::Choice { by, each, .. }, Data::Map(members)) => {
                let value = data.text(by).unwrap_or_default();
                let known: Vec<_> = each.iter().map(|(value, _)| value.as_str()).collect();
                let at = join(path, by);
                self.set(What::OtherType, Data::Int(7), &at, &join(of_types, by));
                self.enumeration(value, &known, &at, of_types);
                let types = join(of_types, by);
                self.push(What::Dropped, path, Change::Remove(by.clone()), Place::Object(path.into()), &types);
                let of_types = join(of_types, &format!("<{value}>"));
                let own = of.members(Some(value)).unwrap_or_default();
                self.rename(&own, by, path, &of_types);
                self.object(&own, true, members, path, &of_types)?;
            }
            _ => {}
        }
        Ok(())
    }

    /// Values of other types: a scalar, and a mapping or a list.
    fn other_types(&mut self, of: &Type, path: &str, of_types: &str) {
        let other = |text: &str| Data::Text(text.into());
        let (scalar, whole) = match of {
            Type::Any => return,
            Type::Text { .. } | Type::Values { .. } => (Data::Int(7), Data::List(vec![other("something")])),
            Type::Object { .. } | Type::Choice { .. } => (other("something"), Data::List(Vec::new())),
            _ => (other("something"), Data::Map(vec![("some".into(), other("thing"))])),
        };
        self.set(What::OtherType, scalar, path, of_types);
        let of_types = format!("{of_types}=");
        self.push(What::OtherType, path, Change::Set(whole), Place::Object(path.into()), &of_types);
    }

    fn object(
        &mut self,
        properties: &[&Property],
        closed: bool,
        members: &[(String, Data)],
        path: &str,
        of_types: &str,
    ) -> Result<(), String> {
        for property in properties {
            let (name, key) = (&property.name, join(path, &property.name));
            let types = join(of_types, name);
            if property.read_only {
                let added = Change::Add(name.clone(), Data::Text("anything".into()));
                self.push(What::ReadOnly, path, added, Place::Key(key.clone()), &types);
            }
            let Some((_, data)) = members.iter().find(|(known, _)| known == name) else { continue };
            if key != "/name" {
                if property.required {
                    self.push(What::Dropped, path, Change::Remove(name.clone()), Place::Object(path.into()), &types);
                }
                if closed {
                    self.rename(properties, name, path, of_types);
                }
            }
            self.value(&property.of, data, &key, &types)?;
        }
        if closed {
            for (name, (version, property)) in self.history.others(of_types, properties) {
                let what = if version > self.version { What::OfNewerVersion } else { What::OfOlderVersion };
                let data = make(&property.of, Size::Maximal, 0)?;
                let change = Change::Add(name.to_owned(), data);
                self.push(what, path, change, Place::Key(join(path, name)), &join(of_types, name));
            }
        }
        Ok(())
    }

    /// Names that are nearly this one, and no name of any version.
    fn rename(&mut self, properties: &[&Property], name: &str, path: &str, of_types: &str) {
        let is_free = |new: &String| !self.history.has(of_types, new) && properties.iter().all(|p| p.name != *new);
        let case = Some(in_other_case(name)).filter(is_free);
        let misspelt = misspelt(name).into_iter().find(is_free);
        for (what, new) in [(What::Misspelt, misspelt), (What::OtherCase, case)] {
            if let Some(new) = new {
                let place = Place::Key(join(path, &new));
                self.push(what, path, Change::Rename(name.to_owned(), new), place, &join(of_types, name));
            }
        }
    }

    fn text(
        &mut self,
        least: Option<usize>,
        most: Option<usize>,
        pattern: Option<&str>,
        path: &str,
        of_types: &str,
    ) -> Result<(), String> {
        for (what, length) in
            [(What::TooShort, least.and_then(|it| it.checked_sub(1))), (What::TooLong, most.map(|it| it + 1))]
        {
            let Some(length) = length else { continue };
            let text = texts::exactly(pattern, length)?.unwrap_or_else(|| texts::breaking(length));
            self.set(what, Data::Text(text), path, of_types);
        }
        if pattern.is_some() {
            self.set(What::OtherForm, Data::Text(texts::breaking(least.unwrap_or(1).max(1))), path, of_types);
        }
        Ok(())
    }

    fn enumeration(&mut self, value: &str, known: &[&str], path: &str, of_types: &str) {
        let all = self.history.values(of_types);
        let is_free = |new: &String| all.iter().all(|known| !known.eq_ignore_ascii_case(new));
        let case = Some(in_other_case(value)).filter(|new| !all.contains(new.as_str()));
        let misspelt = misspelt(value).into_iter().find(is_free);
        let far = Some("SomethingElse".to_owned()).filter(is_free);
        let changes = [(What::NearValue, misspelt), (What::ValueInOtherCase, case), (What::FarValue, far)];
        for (what, new) in changes {
            new.into_iter().for_each(|new| self.set(what, Data::Text(new), path, of_types));
        }
        for other in all.iter().filter(|other| !known.contains(other)) {
            // Those that differ in letter case alone are told as such.
            if known.iter().all(|known| !known.eq_ignore_ascii_case(other)) {
                let types = format!("{of_types}={other}");
                self.set(What::ValueOfOtherVersion, Data::Text((*other).to_owned()), path, &types);
            }
        }
    }

    /// Bad names.
    fn name(&mut self, of: &Type) -> Result<(), String> {
        let Type::Text { least, most, pattern } = of else { return Ok(()) };
        let lengths = [least.and_then(|least| least.checked_sub(1)), most.map(|most| most + 1)];
        let mut bad = Vec::new();
        for length in lengths.into_iter().flatten() {
            bad.push(texts::exactly(pattern.as_deref(), length)?.unwrap_or_else(|| texts::breaking(length)));
        }
        bad.extend(pattern.as_ref().map(|_| texts::breaking(least.unwrap_or(1).max(1))));
        for name in bad.into_iter().filter(|name| !name.is_empty()) {
            let types = format!("/name={name}");
            self.set(What::BadName, Data::Text(name), "/name", &types);
        }
        Ok(())
    }

    fn set(&mut self, what: What, data: Data, path: &str, of_types: &str) {
        self.push(what, path, Change::Set(data), Place::Value(path.to_owned()), of_types);
    }

    fn push(&mut self, what: What, at: &str, change: Change, place: Place, of_types: &str) {
        if self.done.insert((what, of_types.to_owned())) {
            self.found.push(Mutation { what, at: at.to_owned(), change, place });
        }
    }
}

/// The text with its first letter in the other case.
fn in_other_case(text: &str) -> String {
    let mut letters = text.chars();
    let first =
        letters.next().map(|c| if c.is_ascii_uppercase() { c.to_ascii_lowercase() } else { c.to_ascii_uppercase() });
    first.into_iter().chain(letters).collect()
}

/// Slips of the finger: a letter that is left out, one that is there twice, two that changed places.
fn misspelt(text: &str) -> Vec<String> {
    let letters: Vec<char> = text.chars().collect();
    let middle = letters.len() / 2;
    let mut slips = Vec::new();
    if letters.len() > 3 {
        slips.push(letters[..middle].iter().chain(&letters[middle + 1..]).collect());
        let mut swapped = letters.clone();
        swapped.swap(middle, middle - 1);
        slips.push(swapped.into_iter().collect());
    }
    slips.push(letters[..=middle].iter().chain(&letters[middle..]).collect());
    slips.retain(|slip: &String| !slip.eq_ignore_ascii_case(text));
    slips
}

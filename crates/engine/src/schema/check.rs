//! Whether a value fits its schema. What is not known deviates from nothing: only what deviates whatever fills the holes
//! is told, and of a value that is one of a few, only what holds for all of them.

use aiolint_core::{Data, Entry, List, Location, Map, Value};

use super::query::Place;
use super::{Bounds, Deviation, Expected, Form, Node, Object, Property, Schema, Variants, Version, Versions, What};
use crate::place::underlined;
use crate::suggest::nearest;

impl Schema {
    /// In what a resource deviates from this version of its schema; `body` is all of it, as Bicep writes it. Its name is
    /// not judged: a child's may hold those of its parents, which only who knows the parents can tell.
    #[must_use]
    pub fn check(&self, version: Version, body: &Value) -> Vec<Deviation> {
        self.check_at(version, &[], body)
    }

    /// In what the value at a path deviates: `["properties"]` for the `spec` of a manifest. Nothing, if the version has
    /// no such path.
    #[must_use]
    pub fn check_at(&self, version: Version, path: &[&str], value: &Value) -> Vec<Deviation> {
        let mut check = Check {
            schema: self,
            version,
            path: String::new(),
            keys: Vec::new(),
            via: None,
            found: Vec::new(),
            steps: MOST_STEPS,
        };
        match self.at(version, path) {
            Some(Place::Body) => check.body(value),
            Some(Place::Node(node)) => check.node(node, value),
            None => {}
        }
        check.found
    }

    /// In what the value at a path deviates from all of these versions alike, as the newest of them says it: for a
    /// manifest, whose version says less than one of Azure's.
    #[must_use]
    pub fn check_in_all(&self, versions: Versions, path: &[&str], value: &Value) -> Vec<Deviation> {
        let mut numbers: Vec<_> = versions.iter().collect();
        let Some(newest) = numbers.pop() else { return Vec::new() };
        let mut common = self.check_at(newest, path, value);
        for version in numbers.into_iter().rev() {
            if common.is_empty() {
                break;
            }
            let found = self.check_at(version, path, value);
            common.retain(|known| found.iter().any(|other| known.is_like(other)));
        }
        common
    }
}

/// What Bicep itself gives a meaning to in every resource.
const OF_BICEP: [&str; 3] = ["dependsOn", "parent", "scope"];

/// So many values of a resource are looked at: aliases can make a small file a large one. What comes after them
/// deviates from nothing.
const MOST_STEPS: u32 = 200_000;

/// So many deviations are enough.
pub(super) const MOST_DEVIATIONS: usize = 1_000;

/// A check under way.
pub(super) struct Check<'s> {
    schema: &'s Schema,
    pub(super) version: Version,
    /// The path of the value that is being checked.
    path: String,
    /// The keys that lead to it.
    keys: Vec<Location>,
    /// Through which value of the resource it was reached, if it is written elsewhere.
    via: Option<Location>,
    found: Vec<Deviation>,
    /// How many values may still be looked at.
    steps: u32,
}

impl<'s> Check<'s> {
    fn is_enough(&self) -> bool {
        self.found.len() >= MOST_DEVIATIONS
    }

    /// Tells of the value itself.
    pub(super) fn tell(&mut self, what: What, value: &Value) {
        self.tell_at(what, underlined(value), value);
    }

    fn tell_at(&mut self, what: What, at: Location, value: &Value) {
        if self.is_enough() {
            return;
        }
        let (at, origin) = match self.via {
            Some(via) => (via, Some(at)),
            None => (at, value.origin),
        };
        self.found.push(Deviation { what, path: self.path.clone(), at, origin, within: self.keys.clone() });
    }

    /// Checks this member or item of a value, whose path is that of the value and this step.
    fn within<T>(&mut self, step: &str, of: &Value, member: &Value, check: impl FnOnce(&mut Self) -> T) -> T {
        let (via, keys) = (self.via, self.keys.len());
        self.via = via.or_else(|| of.origin.map(|_| of.key.unwrap_or(of.at)));
        self.keys.extend(member.key);
        let done = self.with_step(step, check);
        self.keys.truncate(keys);
        self.via = via;
        done
    }

    fn with_step<T>(&mut self, step: &str, check: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.path.len();
        if !self.path.is_empty() && !step.starts_with('[') {
            self.path.push('.');
        }
        self.path.push_str(step);
        let done = check(self);
        self.path.truncate(length);
        done
    }

    fn body(&mut self, value: &Value) {
        let schema = self.schema;
        match &value.data {
            Data::Map(map) => {
                let is_judged = |entry: &&Entry| *entry.name != *"name" && !OF_BICEP.contains(&&*entry.name);
                self.object(&schema.body, map, value, &is_judged);
            }
            Data::OneOf(arms) => self.one_of(arms, |check, arm| check.body(arm)),
            _ => {}
        }
    }

    fn node(&mut self, node: &'s Node, value: &Value) {
        if self.steps == 0 || self.is_enough() {
            return;
        }
        self.steps -= 1;
        let Some(form) = self.schema.form(node, self.version) else { return };
        match (form, &value.data) {
            (Form::Any, _) | (_, Data::Absent | Data::Unknown(_)) | (Form::Bool, Data::Bool(_)) => {}
            (Form::Number, Data::Int(_) | Data::Float(_)) => {}
            (_, Data::OneOf(arms)) => self.one_of(arms, |check, arm| check.node(node, arm)),
            (Form::Int(range), Data::Int(number)) => {
                if !range.contain(*number) {
                    self.tell(What::OutOfRange { number: *number, range: *range }, value);
                }
            }
            // Written with a point, it is the same number.
            (Form::Int(_), Data::Float(number)) if number.fract() == 0.0 => {}
            (Form::Text(form), Data::Text(text)) => self.text(form, text, value),
            (Form::List { items, length }, Data::List(list)) => self.list(items, *length, list, value),
            (Form::Object(object), Data::Map(map)) => self.object(object, map, value, &|_| true),
            (form, _) => self.wrong_type(form.expected(), value),
        }
    }

    /// What all arms deviate in alike, told of the first one.
    fn one_of(&mut self, arms: &[Value], each: impl Fn(&mut Self, &Value)) {
        let mut common: Option<Vec<Deviation>> = None;
        for arm in arms {
            let before = std::mem::take(&mut self.found);
            each(self, arm);
            let found = std::mem::replace(&mut self.found, before);
            let common = common.get_or_insert_with(|| found.clone());
            common.retain(|known| found.iter().any(|other| known.is_like(other)));
        }
        self.found.extend(common.unwrap_or_default());
    }

    fn list(&mut self, items: &'s Node, length: Bounds, list: &List, value: &Value) {
        let count = i64::try_from(list.items.len()).unwrap_or(i64::MAX);
        let too_long = length.most.is_some_and(|most| most < count);
        let too_short = length.least.is_some_and(|least| count < least) && list.open.is_none();
        if too_long || too_short {
            self.tell(What::WrongLength { length: count, range: length, of: Expected::List }, value);
        }
        for (number, item) in list.items.iter().enumerate() {
            self.within(&format!("[{number}]"), value, item, |check| check.node(items, item));
        }
    }

    fn object(&mut self, object: &'s Object, map: &Map, value: &Value, is_judged: &dyn Fn(&&Entry) -> bool) {
        let variant = object.variants.as_ref().map(|variants| self.variant(variants, map, value));
        // Of an object whose variant is not known, only what all variants have in common is judged.
        let is_clear = variant.is_none_or(|chosen| chosen.is_some());
        let chosen = variant.flatten();
        for entry in map.entries().iter().filter(is_judged) {
            if self.is_enough() {
                return;
            }
            let own = |object: &'s Object| object.property(&entry.name, self.version);
            match own(object).or_else(|| chosen.and_then(own)) {
                Some(property) => self.member(property, entry, value),
                None if object.variants.as_ref().is_some_and(|variants| *variants.discriminator == *entry.name) => {}
                None => match &object.others {
                    Some(others) => {
                        self.within(&entry.name, value, &entry.value, |check| check.node(others, &entry.value));
                    }
                    None if is_clear || is_discriminator(object, entry, map) => {
                        self.unknown_property(object, chosen, entry, value);
                    }
                    None => {}
                },
            }
        }
        let version = self.version;
        for property in [Some(object), chosen].into_iter().flatten().flat_map(|object| object.properties(version)) {
            // What only Azure sets, nobody has to.
            if property.required.contains(version) && !property.read_only.contains(version) {
                self.required(&property.name, map, value);
            }
        }
    }

    fn member(&mut self, property: &'s Property, entry: &Entry, of: &Value) {
        let value = &entry.value;
        self.within(&entry.name, of, value, |check| {
            if property.read_only.contains(check.version) {
                if may_be_dropped(value) {
                    return;
                }
                check.tell_at(What::ReadOnly { name: property.name.clone() }, value.key.unwrap_or(value.at), value);
            } else {
                check.node(&property.node, value);
            }
        });
    }

    fn required(&mut self, name: &str, map: &Map, value: &Value) {
        let is_missing = map.get(name).map_or(map.open().is_none(), Value::is_absent);
        if is_missing {
            let at = map.get(name).and_then(|member| member.key).unwrap_or_else(|| underlined(value));
            self.tell_at(What::MissingProperty { name: name.to_owned() }, at, value);
        }
    }

    fn unknown_property(&mut self, object: &Object, chosen: Option<&Object>, entry: &Entry, of: &Value) {
        if may_be_dropped(&entry.value) {
            return;
        }
        let known_in = object.known_in(&entry.name);
        let objects = std::iter::once(object).chain(chosen);
        let mut names: Vec<_> = objects.flat_map(|o| o.properties(self.version)).map(|p| p.name.as_str()).collect();
        names.extend(object.variants.as_ref().map(|variants| variants.discriminator.as_str()));
        let near = nearest(&entry.name, &names).filter(|_| known_in.is_empty()).map(str::to_owned);
        let what = What::UnknownProperty { name: entry.name.to_string(), near, known_in };
        let at = entry.value.key.unwrap_or(entry.value.at);
        self.within(&entry.name, of, &entry.value, |check| check.tell_at(what, at, &entry.value));
    }

    /// Which variant an object is; what is wrong with the value that says so is told.
    fn variant(&mut self, variants: &'s Variants, map: &Map, value: &Value) -> Option<&'s Object> {
        let name = &variants.discriminator;
        self.required(name, map, value);
        let said = map.get(name)?;
        self.within(name, value, said, |check| match &said.data {
            Data::Text(text) => {
                let known = variants.each.iter().map(|(value, versions, _)| (value.as_str(), *versions));
                // The types list only those values that bring properties of their own, so that there may be others.
                check.enumeration(known, true, text, said);
                // Manifests write values in any letter case.
                let is_it = |(value, versions, _): &&(String, Versions, Object)| {
                    versions.contains(check.version)
                        && text.known().is_some_and(|text| value.eq_ignore_ascii_case(text))
                };
                variants.each.iter().find(is_it).map(|(_, _, object)| object)
            }
            Data::OneOf(arms) => {
                check.one_of(arms, |check, arm| check.wrong_type(Expected::Text, arm));
                None
            }
            _ => {
                check.wrong_type(Expected::Text, said);
                None
            }
        })
    }
}

/// Whether a member is meant to say which variant an object is, which nothing else says.
fn is_discriminator(object: &Object, entry: &Entry, map: &Map) -> bool {
    object.variants.as_ref().is_some_and(|variants| {
        let name = variants.discriminator.as_str();
        let is_missing = map.get(name).is_none_or(Value::is_absent);
        is_missing && nearest(&entry.name, &[name]).is_some() && object.known_in(&entry.name).is_empty()
    })
}

/// Whether a member may be null, which is as good as not written.
fn may_be_dropped(value: &Value) -> bool {
    match &value.data {
        Data::Absent => true,
        Data::OneOf(arms) => arms.iter().any(Value::is_absent),
        _ => false,
    }
}

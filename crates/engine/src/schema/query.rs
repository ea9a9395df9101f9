//! What a schema says of a path.

use super::{Bounds, Expected, Form, Node, Object, Property, Schema, Version, Versions};

/// What is known of a property.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known<'s> {
    /// Its name.
    pub name: &'s str,
    /// The versions that have it.
    pub versions: Versions,
    /// Whether the version that was asked about requires it.
    pub required: bool,
    /// Whether only Azure sets it.
    pub read_only: bool,
    /// Whether nobody can read it.
    pub write_only: bool,
    /// The values that are known, if it is an enumeration.
    pub values: Vec<&'s str>,
    /// The type of its value, if there is one.
    pub of: Option<Expected>,
    /// What a number may be, and the length of a text or a list.
    pub bounds: Bounds,
    /// The regular expression that a text has to match.
    pub pattern: Option<&'s str>,
}

impl Schema {
    /// The properties of the object at a path, by name; those of all variants, if it has several. A step `[]` leads to
    /// the items of a list, or to those members of an object that have any name.
    #[must_use]
    pub fn properties(&self, version: Version, path: &[&str]) -> Vec<Known<'_>> {
        let mut known: Vec<_> = match self.at(version, path) {
            Some(Place::Body) => self.known(&self.body, version).collect(),
            Some(Place::Node(node)) => match self.form(node, version) {
                Some(Form::Object(object)) => self.known(object, version).collect(),
                _ => Vec::new(),
            },
            None => Vec::new(),
        };
        known.sort_by_key(|known| known.name);
        known.dedup_by_key(|known| known.name);
        known
    }

    fn known<'s>(&'s self, object: &'s Object, version: Version) -> impl Iterator<Item = Known<'s>> {
        let known = move |property: &'s Property| {
            let (of, bounds, pattern) = self.type_of(&property.node, version);
            Known {
                of,
                bounds,
                pattern,
                name: &property.name,
                versions: object.known_in(&property.name),
                required: property.required.contains(version),
                read_only: property.read_only.contains(version),
                write_only: property.write_only.contains(version),
                values: self.values(&property.node, version),
            }
        };
        let discriminator = object.variants.iter().map(move |variants| Known {
            name: &variants.discriminator,
            versions: object.known_in(&variants.discriminator),
            required: true,
            read_only: false,
            write_only: false,
            values: variants.values(version).collect(),
            of: Some(Expected::Text),
            bounds: Bounds::default(),
            pattern: None,
        });
        object.all(version).map(known).chain(discriminator)
    }

    /// The type of what stands at a node, its bounds and its pattern.
    fn type_of<'s>(&'s self, node: &'s Node, version: Version) -> (Option<Expected>, Bounds, Option<&'s str>) {
        let of = |expected| (Some(expected), Bounds::default(), None);
        match self.form(node, version) {
            Some(Form::Bool) => of(Expected::Bool),
            Some(Form::Int(bounds)) => (Some(Expected::Int), *bounds, None),
            Some(Form::Number) => of(Expected::Float),
            Some(Form::Text(text)) => {
                (Some(Expected::Text), text.length, text.pattern.as_ref().map(crate::condition::Pattern::as_str))
            }
            Some(Form::List { length, .. }) => (Some(Expected::List), *length, None),
            Some(Form::Object(_)) => of(Expected::Object),
            Some(Form::Any | Form::Shape(_)) | None => (None, Bounds::default(), None),
        }
    }

    fn values<'s>(&'s self, node: &'s Node, version: Version) -> Vec<&'s str> {
        let Some(Form::Text(text)) = self.form(node, version) else { return Vec::new() };
        text.values.iter().filter(|(_, versions)| versions.contains(version)).map(|(value, _)| value.as_str()).collect()
    }

    /// What stands at a path.
    pub(super) fn at<'s>(&'s self, version: Version, path: &[&str]) -> Option<Place<'s>> {
        path.iter().try_fold(Place::Body, |place, step| {
            let object = match place {
                Place::Body => &self.body,
                Place::Node(node) => match self.form(node, version)? {
                    Form::List { items, .. } if *step == "[]" => return Some(Place::Node(items)),
                    Form::Object(object) => object,
                    _ => return None,
                },
            };
            let property = object.all(version).find(|property| property.name == *step);
            let others = || object.others.as_deref().filter(|_| *step == "[]");
            property.map(|property| &property.node).or_else(others).map(Place::Node)
        })
    }
}

/// A place in a schema.
#[derive(Clone, Copy)]
pub(super) enum Place<'s> {
    /// The whole of a resource.
    Body,
    /// A place in it.
    Node(&'s Node),
}

impl Object {
    /// The properties of this version, also those of its variants.
    pub(super) fn all(&self, version: Version) -> impl Iterator<Item = &Property> {
        let variants = self.variants.iter().flat_map(|variants| &variants.each);
        let variants = variants.filter(move |(_, versions, _)| versions.contains(version));
        self.properties(version).chain(variants.flat_map(move |(_, _, object)| object.properties(version)))
    }

    /// The versions that have a property of this name, in any variant.
    pub(super) fn known_in(&self, name: &str) -> Versions {
        let variants = self.variants.iter().flat_map(|variants| &variants.each);
        let objects = std::iter::once(self).chain(variants.clone().map(|(_, _, object)| object));
        let own = objects.flat_map(|object| &object.properties).filter(|property| property.name == name);
        let is_discriminator = self.variants.iter().any(|variants| variants.discriminator == name);
        let discriminated = variants.filter(|_| is_discriminator).map(|(_, versions, _)| *versions);
        own.map(|property| property.versions).chain(discriminated).fold(Versions::NONE, Versions::or)
    }
}

impl super::Variants {
    /// The values of this version that say which variant it is.
    pub(super) fn values(&self, version: Version) -> impl Iterator<Item = &str> {
        let each = self.each.iter().filter(move |(_, versions, _)| versions.contains(version));
        each.map(|(value, _, _)| value.as_str())
    }
}

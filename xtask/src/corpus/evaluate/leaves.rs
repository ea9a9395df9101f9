//! The leaves of values: what is known of each.

use aiolint_core::{Data, Location, Reason, Resource, Value};

/// What is known of a leaf.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Known {
    Whole,
    InParts,
    /// It is one of a few values.
    OneOfFew,
    Nothing,
}

pub(super) const KINDS: [Known; 4] = [Known::Whole, Known::InParts, Known::OneOfFew, Known::Nothing];

/// A value that holds no others.
pub(super) struct Leaf<'v> {
    /// The members that lead to it.
    pub path: &'v str,
    pub at: Location,
    pub known: Known,
    /// Why it is not known whole.
    pub reason: Option<&'v Reason>,
}

/// What a resource says of others rather than of itself.
const OF_OTHERS: [&str; 3] = ["parent", "scope", "dependsOn"];

/// Visits the leaves of what a resource is deployed with.
pub(super) fn of_resource(resource: &Resource, visit: &mut dyn FnMut(&Leaf<'_>)) {
    let mut path = String::new();
    match &resource.body.data {
        Data::Map(map) => {
            for entry in map.entries().iter().filter(|entry| !OF_OTHERS.contains(&&*entry.name)) {
                below(&entry.value, &entry.name, &mut path, visit);
            }
            open(&resource.body, map.open(), &mut path, visit);
        }
        _ => leaves(&resource.body, &mut path, visit),
    }
}

fn leaves(value: &Value, path: &mut String, visit: &mut dyn FnMut(&Leaf<'_>)) {
    let (known, reason) = match &value.data {
        Data::Map(map) => {
            map.entries().iter().for_each(|entry| below(&entry.value, &entry.name, path, visit));
            open(value, map.open(), path, visit);
            if !map.entries().is_empty() || map.open().is_some() {
                return;
            }
            (Known::Whole, None)
        }
        Data::List(list) => {
            for (number, item) in list.items.iter().enumerate() {
                below(item, &number.to_string(), path, visit);
            }
            open(value, list.open.as_ref(), path, visit);
            if !list.items.is_empty() || list.open.is_some() {
                return;
            }
            (Known::Whole, None)
        }
        Data::Unknown(reason) => (Known::Nothing, Some(reason)),
        // One of a few of which one can be anything is not known at all.
        Data::OneOf(choices) => {
            let unknown = choices.iter().find_map(|choice| match &choice.data {
                Data::Unknown(reason) => Some(reason),
                _ => None,
            });
            (unknown.map_or(Known::OneOfFew, |_| Known::Nothing), unknown)
        }
        Data::Text(text) => (if text.known().is_some() { Known::Whole } else { Known::InParts }, text.hole()),
        Data::Absent | Data::Bool(_) | Data::Int(_) | Data::Float(_) => (Known::Whole, None),
    };
    visit(&Leaf { path, at: value.at, known, reason });
}

fn below(value: &Value, name: &str, path: &mut String, visit: &mut dyn FnMut(&Leaf<'_>)) {
    let length = path.len();
    path.push('/');
    path.push_str(name);
    leaves(value, path, visit);
    path.truncate(length);
}

/// What may have more members than are known has one leaf more.
fn open(value: &Value, reason: Option<&Reason>, path: &mut String, visit: &mut dyn FnMut(&Leaf<'_>)) {
    if reason.is_some() {
        let length = path.len();
        path.push_str("/…");
        visit(&Leaf { path, at: value.at, known: Known::Nothing, reason });
        path.truncate(length);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use aiolint_bicep::syntax::Dialect;
    use aiolint_bicep::{Given, Library, Template, deploy};
    use aiolint_core::{FileId, Source};

    use super::*;

    #[test]
    fn an_open_map_has_one_leaf_more() {
        let text = "param p string\nparam flag bool\nparam more object\n\
            resource it 'A.B/c@2024-01-01' = {\n  name: 'it'\n  dependsOn: [p]\n  properties: {\n    list: [1, p]\n    \
            part: '${p}-x'\n    either: flag\n    none: {}\n    open: { a: 1, ...more }\n  }\n}\n";
        let source = Source::new(FileId::new(0), "main.bicep".into(), "main.bicep".into(), text.into());
        let template = Template::read(Arc::new(source), Dialect::Template);
        let mut found = Vec::new();
        for resource in deploy(&template, Given::default(), &Library::default()).resources {
            of_resource(&resource, &mut |leaf| found.push((leaf.path.to_owned(), leaf.known, leaf.reason.is_some())));
        }
        let expected = [
            ("/name", Known::Whole, false),
            ("/properties/list/0", Known::Whole, false),
            ("/properties/list/1", Known::Nothing, true),
            ("/properties/part", Known::InParts, true),
            ("/properties/either", Known::OneOfFew, false),
            ("/properties/none", Known::Whole, false),
            ("/properties/open/a", Known::Nothing, true),
            ("/properties/open/…", Known::Nothing, true),
        ];
        let expected = expected.map(|(path, known, reason)| (path.to_owned(), known, reason));
        assert_eq!(found, expected);
    }
}

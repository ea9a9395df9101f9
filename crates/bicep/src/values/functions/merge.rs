//! `union` and `shallowMerge` of objects.

use std::collections::HashMap;
use std::sync::Arc;

use aiolint_core::{Data, Entry, Map, Reason, Value};

use crate::values::collection::brought;
use crate::values::same::Comparing;
use crate::values::{is_known, why_unknown};

/// What the function gives, if it is one of these, for objects.
pub(super) fn call(name: &str, arguments: &[Value], comparing: &Comparing) -> Option<Data> {
    match (name, arguments) {
        ("union", _) if arguments.iter().any(|argument| matches!(argument.data, Data::Map(_))) => {
            merge(arguments, true, comparing)
        }
        ("shallowMerge", [only]) => match &only.data {
            Data::List(list) if list.open.is_none() => {
                let objects: Vec<Value> = list.items.iter().map(|item| brought(item, only)).collect();
                merge(&objects, false, comparing)
            }
            _ => None,
        },
        _ => None,
    }
}

/// The members of all these objects, later ones winning; with `deep`, objects in them are merged too. What they
/// share is looked at again and again, so there is a limit.
fn merge(objects: &[Value], deep: bool, comparing: &Comparing) -> Option<Data> {
    let mut merged = Merged::default();
    for whole in objects {
        let map = match &whole.data {
            Data::Map(map) => Some(map),
            Data::Unknown(_) => None,
            _ => return None,
        };
        let reason = match map {
            Some(map) => map.open(),
            None => why_unknown(whole),
        };
        if let Some(reason) = reason {
            merged.unsettle(reason);
        }
        for entry in map.map(|map| map.entries()).unwrap_or_default() {
            comparing.spend()?;
            let value = brought(&entry.value, whole);
            merged.set(&entry.name, value, |own, later| joined(own, later, deep, comparing));
        }
    }
    Some(Data::Map(Arc::new(Map::new(merged.entries, merged.open))))
}

#[derive(Default)]
struct Merged {
    entries: Vec<Entry>,
    /// The places of the entries, by their names without case.
    places: HashMap<String, usize>,
    open: Option<Reason>,
}

impl Merged {
    /// Members that are not known may replace all that came before them.
    fn unsettle(&mut self, reason: &Reason) {
        for entry in &mut self.entries {
            entry.value.data = Data::Unknown(reason.clone());
            entry.value.mark = None;
        }
        self.open = Some(reason.clone());
    }

    fn set(&mut self, name: &Arc<str>, mut value: Value, joined: impl FnOnce(&Value, &Value) -> Option<Data>) {
        let place = self.places.get(&name.to_lowercase()).copied();
        // Whether two names that differ in case are one, is not known.
        let data = match (place.map(|place| &self.entries[place]), &self.open) {
            (Some(own), _) if own.name == *name => joined(&own.value, &value),
            (Some(_), _) => None,
            // It may be there, among what is not known.
            (None, Some(reason)) => joined(&Value::unknown(reason.clone(), value.at), &value),
            (None, None) => Some(value.data.clone()),
        };
        let unknown = || Data::Unknown(Reason::new("it is not known what is merged"));
        value.mark = value.mark.filter(|_| data.is_some());
        value.data = data.unwrap_or_else(unknown);
        match place {
            Some(place) => self.entries[place].value = value,
            None => {
                self.places.insert(name.to_lowercase(), self.entries.len());
                self.entries.push(Entry { name: Arc::clone(name), value });
            }
        }
    }
}

/// What two members of one name are together; `None` if that is not known.
fn joined(own: &Value, later: &Value, deep: bool, comparing: &Comparing) -> Option<Data> {
    match (&own.data, &later.data) {
        // Whether null replaces what is there, is not known.
        (_, Data::Absent) => None,
        (_, Data::OneOf(choices)) if choices.iter().any(Value::is_absent) => None,
        (Data::Map(_) | Data::Unknown(_), Data::Map(_)) if deep => {
            merge(&[own.clone(), later.clone()], true, comparing)
        }
        (Data::OneOf(_), Data::Map(_)) if deep => None,
        (Data::Map(_) | Data::Unknown(_) | Data::OneOf(_), later) if deep && !is_known(later) => match later {
            // A text replaces whatever was there, and so does one of a few that are no objects.
            Data::Text(_) => Some(later.clone()),
            Data::OneOf(choices) if choices.iter().all(|choice| replaces(&choice.data)) => Some(later.clone()),
            _ => None,
        },
        (_, later) => Some(later.clone()),
    }
}

/// Whether it replaces whatever was there, instead of being merged with it.
fn replaces(data: &Data) -> bool {
    matches!(data, Data::Bool(_) | Data::Int(_) | Data::Float(_) | Data::Text(_) | Data::List(_))
}

//! What a kind's file says of the paths in its resources: spellings and secrets.

use std::sync::Arc;

use aiolint_core::{Data, Entry, List, Map, Span, Text, Value};

use super::{Kind, Step};

/// The resource's body with enumeration members in their canonical spelling; the written one is kept.
/// Kubernetes manifests with Pascal and camel case are both deployed today, so case does not count.
pub(crate) fn canonical(kind: &Kind, body: &Value) -> Value {
    kind.enums.iter().fold(body.clone(), |body, (path, known)| respelled(&body, path, known).unwrap_or(body))
}

/// The value with the respelled text at `path`; `None` where nothing changes.
fn respelled(value: &Value, path: &[Step], known: &[Arc<str>]) -> Option<Value> {
    let data = match (path, &value.data) {
        ([], Data::Text(Text::Known(written))) => {
            let canonical = known.iter().find(|known| known.eq_ignore_ascii_case(written))?;
            if canonical == written {
                return None;
            }
            Data::Text(Text::Spelled { canonical: Arc::clone(canonical), written: Arc::clone(written) })
        }
        ([Step::Member(name), rest @ ..], Data::Map(map)) => {
            let changed = respelled(map.get(name)?, rest, known)?;
            let replace = |entry: &Entry| if *entry.name == **name { changed.clone() } else { entry.value.clone() };
            let entries =
                map.entries().iter().map(|entry| Entry { name: Arc::clone(&entry.name), value: replace(entry) });
            Data::Map(Arc::new(Map::new(entries.collect(), map.open().cloned())))
        }
        ([Step::Each, rest @ ..], Data::List(list)) => {
            let changed: Vec<_> = list.items.iter().map(|item| respelled(item, rest, known)).collect();
            if changed.iter().all(Option::is_none) {
                return None;
            }
            let items = list.items.iter().zip(changed).map(|(item, changed)| changed.unwrap_or_else(|| item.clone()));
            Data::List(Arc::new(List { items: items.collect(), open: list.open.clone() }))
        }
        _ => return None,
    };
    Some(Value { data, ..value.clone() })
}

/// The bytes of the texts that no output may show.
pub(crate) fn secret_spans(kind: &Kind, body: &Value, spans: &mut Vec<Span>) {
    for path in &kind.secret {
        collect(body, path, spans);
    }
}

fn collect(value: &Value, path: &[Step], spans: &mut Vec<Span>) {
    match (path, &value.data) {
        ([], Data::Map(_) | Data::List(_) | Data::Absent) => {}
        ([], _) => spans.extend([Some(value.at), value.origin].into_iter().flatten().map(|at| at.span)),
        ([Step::Member(name), rest @ ..], _) => {
            if let Some(member) = value.get(name) {
                collect(member, rest, spans);
            }
        }
        ([Step::Each, rest @ ..], Data::List(list)) => list.items.iter().for_each(|item| collect(item, rest, spans)),
        ([Step::Each, rest @ ..], Data::Map(map)) => {
            map.entries().iter().for_each(|entry| collect(&entry.value, rest, spans));
        }
        _ => {}
    }
}

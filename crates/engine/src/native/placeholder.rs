//! Whether a placeholder of documentation, which no tool fills in, is left in a resource.

use aiolint_core::{Data, Part, Severity, Text, placeholder};

use super::Found;
use super::words::quoted;
use crate::condition::Node;
use crate::place::{Place, node_place};
use crate::world::{ResourceId, World, header};

/// So many values of a resource are looked at: aliases can make a small file endless.
const MOST_VALUES: usize = 20_000;

/// So many placeholders of a resource are told.
const MOST_FOUND: usize = 100;

/// The placeholders that are left.
pub(super) fn check(world: &World<'_>, id: ResourceId) -> Vec<Found> {
    let resource = world.resource(id);
    let mut search = Search { found: Vec::new(), left: MOST_VALUES };
    search.value(Node::new(&resource.body), "");
    let severity = if world.settings().deploy { Severity::Warning } else { Severity::Note };
    let found = |(path, Place { at, origin }, written): (String, Place, String)| Found {
        severity,
        message: format!("`{}` is not filled in", quoted(&written)),
        at: if at.is_written() { at } else { header(resource) },
        origin,
        label: "a placeholder".into(),
        labels: Vec::new(),
        why: None,
        help: Some("write the value that is meant before the file is deployed".into()),
        told_at: Vec::new(),
        path,
        fix: None,
    };
    search.found.into_iter().map(found).collect()
}

struct Search {
    found: Vec<(String, Place, String)>,
    left: usize,
}

impl Search {
    fn value(&mut self, node: Node<'_>, path: &str) {
        if self.left == 0 || self.found.len() == MOST_FOUND {
            return;
        }
        self.left -= 1;
        match &node.value.data {
            Data::Unknown(reason) => {
                if let Some(written) = placeholder::of_reason(reason) {
                    self.told(node, path, written);
                }
            }
            Data::Text(Text::Parts(parts)) => {
                let written = parts.iter().filter_map(|part| match part {
                    Part::Hole { written, .. } => Some(&**written),
                    Part::Literal(_) => None,
                });
                if let Some(written) = written.into_iter().find(|written| placeholder::is_of_documentation(written)) {
                    self.told(node, path, written);
                }
            }
            Data::List(list) => list.items.iter().for_each(|item| self.value(node.member(item), path)),
            Data::Map(map) => {
                map.entries().iter().for_each(|it| self.value(node.member(&it.value), &format!("{path}.{}", it.name)));
            }
            // Which of several is meant is not known.
            _ => {}
        }
    }

    fn told(&mut self, node: Node<'_>, path: &str, written: &str) {
        if placeholder::is_of_documentation(written) {
            self.found.push((path.to_owned(), node_place(node), written.to_owned()));
        }
    }
}

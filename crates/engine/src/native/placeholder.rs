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
    let mut search = Search { path: Vec::new(), found: Vec::new(), left: MOST_VALUES };
    search.value(Node::new(&resource.body));
    let severity = if world.settings().deploy { Severity::Warning } else { Severity::Note };
    let found = |(path, Place { at, origin }, written): (String, Place, &str)| {
        let at = if at.is_written() { at } else { header(resource) };
        Found {
            origin,
            label: "a placeholder".into(),
            help: Some("write the value that is meant before the file is deployed".into()),
            ..Found::new(severity, format!("`{}` is not filled in", quoted(written)), at, path)
        }
    };
    search.found.into_iter().map(found).collect()
}

struct Search<'w> {
    /// The names that lead to the value that is looked at.
    path: Vec<&'w str>,
    found: Vec<(String, Place, &'w str)>,
    left: usize,
}

impl<'w> Search<'w> {
    fn value(&mut self, node: Node<'w>) {
        if self.left == 0 || self.found.len() == MOST_FOUND {
            return;
        }
        self.left -= 1;
        match &node.value.data {
            Data::Unknown(reason) => self.told(node, placeholder::of_reason(reason)),
            Data::Text(Text::Parts(parts)) => self.told(node, parts.iter().filter_map(written)),
            Data::List(list) => list.items.iter().for_each(|item| self.value(node.member(item))),
            Data::Map(map) => {
                for entry in map.entries() {
                    self.path.push(&entry.name);
                    self.value(node.member(&entry.value));
                    self.path.pop();
                }
            }
            // Which of several is meant is not known.
            _ => {}
        }
    }

    /// Tells of the first of these placeholders that is one of documentation.
    fn told(&mut self, node: Node<'w>, written: impl IntoIterator<Item = &'w str>) {
        let written = written.into_iter().find(|written| placeholder::is_of_documentation(written));
        let path = || self.path.iter().map(|name| format!(".{name}")).collect();
        self.found.extend(written.map(|written| (path(), node_place(node), written)));
    }
}

fn written(part: &Part) -> Option<&str> {
    match part {
        Part::Hole { written, .. } => Some(written),
        Part::Literal(_) => None,
    }
}

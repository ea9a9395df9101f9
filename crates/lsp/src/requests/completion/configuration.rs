//! Keys and values of a configuration.

use aiolint_engine::rules::Rule;
use gen_lsp_types::{CompletionItem, CompletionItemKind, MarkupContent, MarkupKind, Position};

use super::item;
use super::slot::{find_word, slot};
use crate::requests::configuration::OfConfiguration;

/// What can be written at a place of a configuration.
pub(super) fn completion(
    asked: &OfConfiguration<'_>,
    position: Position,
    only_values: bool,
) -> Option<Vec<CompletionItem>> {
    let (slot, ()) = slot(&asked.source, asked.offset(position), only_values, &|source, is_key| {
        let reading = aiolint_yaml::read(&source);
        let top = &reading.documents.first()?.value;
        find_word(top, is_key).map(|found| ((), found))
    })?;
    let range = asked.range(slot.span);
    let path = slot.found.schema_path();
    if slot.is_key {
        let parent = &path[..path.len().saturating_sub(1)];
        let is_new = |name: &str| !slot.found.siblings.iter().any(|known| **known == *name);
        let keys = asked.keys(parent).into_iter().filter(|key| is_new(&key.name));
        let documented = |value: String| MarkupContent { kind: MarkupKind::Markdown, value };
        return Some(
            keys.map(|key| {
                let text = if slot.has_colon { key.name.clone() } else { format!("{}: ", key.name) };
                CompletionItem {
                    kind: Some(CompletionItemKind::Property),
                    documentation: Some(documented(key.about).into()),
                    ..item(&key.name, text, range)
                }
            })
            .collect(),
        );
    }
    let mut values = asked.values(&path);
    if path == ["waivers", "[]", "rule"] {
        values.extend(asked.pack.rules.iter().map(|rule: &Rule| rule.name.clone()));
    }
    let of_value = |value: String| CompletionItem {
        kind: Some(CompletionItemKind::EnumMember),
        ..item(&value, value.clone(), range)
    };
    Some(values.into_iter().map(of_value).collect())
}

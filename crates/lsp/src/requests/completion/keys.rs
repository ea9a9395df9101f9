//! Keys and values of a configuration, and of a rule's front matter.

use gen_lsp_types::{CompletionItem, CompletionItemKind, Position};

use super::item;
use super::slot::{find_word, slot};
use crate::markdown::markup;
use crate::requests::keys::{Keyed, Word};

/// What can be written at a place of such a file.
pub(super) fn completion(asked: &Keyed<'_>, position: Position, only_values: bool) -> Option<Vec<CompletionItem>> {
    let (slot, ()) = slot(&asked.source, asked.offset(position), only_values, &|source, is_key| {
        let reading = aiolint_yaml::read(&source);
        let top = &reading.documents.first()?.value;
        let found = find_word(top, is_key)?;
        // What would be the only key of an item may be the item itself.
        let is_one = !is_key || !asked.keys(&found.parent()).is_empty();
        is_one.then_some(((), found))
    })?;
    let is_markdown = asked.client().markdown_in_completion;
    let range = asked.range(slot.span);
    let path = slot.found.schema_path();
    let item = |kind: CompletionItemKind, word: Word, text: String| {
        let documentation = markup(word.about, is_markdown);
        CompletionItem {
            kind: Some(kind),
            documentation: Some(documentation).filter(|about| !about.value.is_empty()).map(Into::into),
            ..item(&word.name, text, range)
        }
    };
    if slot.is_key {
        let is_new = |name: &str| !slot.found.siblings.iter().any(|known| **known == *name);
        let keys = asked.keys(&slot.found.parent()).into_iter().filter(|key| is_new(&key.name));
        let of_key = |key: Word| {
            let text = if slot.has_colon { key.name.clone() } else { format!("{}: ", key.name) };
            item(CompletionItemKind::Property, key, text)
        };
        return Some(keys.map(of_key).collect());
    }
    let of_value = |value: Word| {
        let text = slot.ended(&value.name);
        item(CompletionItemKind::EnumMember, value, text)
    };
    Some(asked.values(&path).into_iter().map(of_value).collect())
}

//! What the names in the conditions of a rule mean.

use aiolint_core::change::line_start;
use aiolint_core::{Data, Source, Span, Value};
use aiolint_engine::kinds::member_text;
use aiolint_engine::pack::{File, Pack};

/// The keys whose values are conditions, or expressions of the same language.
const CONDITIONS: [&str; 14] = [
    "when", "require", "at", "for", "on", "expr", "safe", "set", "insert", "remove", "rename", "append", "replace",
    "sort",
];

/// The definition or link at an offset of a rule's condition, where it is one of a kind that the rule selects: its bytes,
/// and what the kind's file says of it. `key` is that of the condition.
pub(super) fn member(
    pack: &Pack,
    source: &Source,
    front: &Value,
    (key, offset): (&str, usize),
    kinds: &dyn Fn() -> Vec<File>,
) -> Option<(Span, String)> {
    let (text, is_in) = (&*source.text, |c: &char| c.is_ascii_alphanumeric() || *c == '_');
    if !CONDITIONS.contains(&key) || !text.is_char_boundary(offset) {
        return None;
    }
    let start = offset - text[..offset].chars().rev().take_while(is_in).count();
    let end = offset + text[offset..].chars().take_while(is_in).count();
    let before = &text[line_start(text, start)..start];
    // A member of something else, or a word in a text.
    if before.ends_with('.') || before.matches('\'').count() % 2 == 1 {
        return None;
    }
    let word = &text[start..end];
    let select = front.get("select")?;
    let items: Vec<&Value> = match &select.data {
        Data::List(list) => list.items.iter().collect(),
        _ => vec![select],
    };
    let selected = items.into_iter().filter_map(Value::known_text);
    let kinds_of = selected.filter_map(|name| pack.kinds.iter().find(|kind| kind.name == name));
    let kind = kinds_of.into_iter().find(|kind| kind.member(word).is_some())?;
    let said = member_text(&kinds(), &kind.name, word)?;
    Some((Span::new(start, end), format!("**{word}** of a {}:\n\n```yaml\n{said}\n```", kind.title)))
}

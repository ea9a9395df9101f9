//! What is about to be written at a place. The text is read again with a word put there that nobody would write: where
//! that comes out is what the place is.

use std::sync::Arc;

use aiolint_core::change::{line_end, line_start};
use aiolint_core::{Data, Source, Span, Value};
use aiolint_engine::facts::{Facts, ReadAs, is_bicep, read};
use aiolint_engine::pack::Pack;

/// Stands for what is about to be written.
pub(super) const WORD: &str = "aiolintWasHere";
/// A larger file is not read again for this, in bytes.
const MOST_BYTES: usize = 1 << 20;
/// So many values are looked at.
const MOST_VALUES: usize = 100_000;

/// A place where something can be written.
pub(super) struct Slot {
    /// The bytes that what is chosen replaces.
    pub span: Span,
    /// Whether it is the name of a property.
    pub is_key: bool,
    /// What becomes of a text that is put there.
    quotes: Quotes,
    /// Whether a colon follows already.
    pub has_colon: bool,
    /// Where it is in what was read.
    pub found: Found,
}

/// The quotes around a place.
#[derive(Clone, Copy)]
enum Quotes {
    /// There are none, and Bicep needs them.
    Bicep,
    /// There are none, and YAML needs them for some texts.
    Yaml,
    /// There is the first one.
    Open(char),
    /// There are both.
    Both,
}

impl Slot {
    /// A text as it has to be written there.
    pub(super) fn written(&self, text: &str) -> String {
        match self.quotes {
            Quotes::Bicep => format!("'{text}'"),
            Quotes::Yaml => aiolint_yaml::written(text),
            Quotes::Open(_) | Quotes::Both => self.ended(text),
        }
    }

    /// A text as it has to be written there, with the second quote if there is only the first one.
    pub(super) fn ended(&self, text: &str) -> String {
        match self.quotes {
            Quotes::Open(quote) => format!("{text}{quote}"),
            _ => text.to_owned(),
        }
    }
}

/// Where the word stands.
pub(super) struct Found {
    /// The way to the place from the top, as schemas have it: names of members, and `[]` for any item.
    path: Vec<Arc<str>>,
    /// The names of the properties that are there already.
    pub siblings: Vec<Arc<str>>,
}

impl Found {
    /// Its path as schemas have it.
    pub(super) fn schema_path(&self) -> Vec<&str> {
        self.path.iter().map(|step| &**step).collect()
    }

    /// The path of what it is in.
    pub(super) fn parent(&self) -> Vec<&str> {
        let mut path = self.schema_path();
        path.pop();
        path
    }
}

/// How the word is tried.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Try {
    Key,
    Value,
}

/// The place at an offset, if something can be written there that `find` finds in the text with the word, as a key or a
/// value. With `only_values`, no key.
pub(super) fn slot<T>(
    source: &Source,
    offset: usize,
    only_values: bool,
    find: &dyn Fn(Arc<Source>, bool) -> Option<(T, Found)>,
) -> Option<(Slot, T)> {
    let text = &source.text;
    if text.len() > MOST_BYTES || !text.is_char_boundary(offset) {
        return None;
    }
    let (start, end) = word(text, offset);
    let before = &text[line_start(text, start)..start];
    let after = &text[end..line_end(text, end)];
    let quote = before.chars().last().filter(|c| *c == '\'' || (*c == '"' && !is_bicep(&source.path)));
    let quotes = match quote {
        // Where there is an even number of them, those belong to each other.
        Some(quote) if after.starts_with(quote) || after.matches(quote).count() % 2 == 1 => Quotes::Both,
        Some(quote) => Quotes::Open(quote),
        None if is_bicep(&source.path) => Quotes::Bicep,
        None => Quotes::Yaml,
    };
    let trimmed = before.trim_end_matches(['\'', '"']).trim_end();
    let is_value = trimmed.ends_with(':') || quote.is_some() || trimmed.ends_with(['[', '=']);
    let tries = match (is_value, only_values) {
        (true, _) => [Some(Try::Value), None],
        (false, true) => [None, None],
        (false, false) => [Some(Try::Key), Some(Try::Value)],
    };
    let has_colon = after.trim_start().starts_with(':');
    tries.into_iter().flatten().find_map(|it| {
        let put = match it {
            Try::Key if has_colon => WORD.to_owned(),
            Try::Key => format!("{WORD}: 0"),
            Try::Value => match quotes {
                Quotes::Bicep => format!("'{WORD}'"),
                Quotes::Open(quote) => format!("{WORD}{quote}"),
                // Nothing may stick to what follows.
                Quotes::Yaml | Quotes::Both => WORD.to_owned(),
            },
        };
        let mut changed = text.to_string();
        changed.replace_range(start..end, &put);
        let source = Source::new(source.id, Arc::clone(&source.path), Arc::clone(&source.shown), changed.into());
        let (read, found) = find(Arc::new(source), it == Try::Key)?;
        let (span, is_key) = (Span::new(start, end), it == Try::Key);
        Some((Slot { span, is_key, quotes, has_colon, found }, read))
    })
}

/// Where the word stands in a value that was read.
pub(super) fn find_word(value: &Value, is_key: bool) -> Option<Found> {
    let mut search = Search { it: if is_key { Try::Key } else { Try::Value }, path: Vec::new(), left: MOST_VALUES };
    search.look(value).map(|siblings| Found { path: search.path, siblings })
}

/// [`slot`] in a resource: with what the file is read as, and the number of the resource in it.
pub(super) fn in_resource(
    pack: &Pack,
    source: &Source,
    offset: usize,
    only_values: bool,
) -> Option<(Slot, (Facts, usize))> {
    slot(source, offset, only_values, &|source, is_key| {
        let facts = read(pack, source, ReadAs::default());
        let all = facts.resources.iter().enumerate();
        let found =
            all.into_iter().find_map(|(number, known)| Some((number, find_word(&known.resource.body, is_key)?)));
        let (number, found) = found?;
        Some(((facts, number), found))
    })
}

/// The bytes of the word around an offset.
fn word(text: &str, offset: usize) -> (usize, usize) {
    let is_in = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | '$');
    let before = text[..offset].chars().rev().take_while(|c| is_in(*c)).map(char::len_utf8).sum::<usize>();
    let after = text[offset..].chars().take_while(|c| is_in(*c)).map(char::len_utf8).sum::<usize>();
    (offset - before, offset + after)
}

/// Looks for the word; leaves the way to it in `path`.
struct Search {
    it: Try,
    path: Vec<Arc<str>>,
    left: usize,
}

impl Search {
    /// The names beside the word, if it is in this value.
    fn look(&mut self, value: &Value) -> Option<Vec<Arc<str>>> {
        self.left = self.left.checked_sub(1)?;
        match &value.data {
            Data::Map(map) => map.entries().iter().find_map(|entry| {
                self.path.push(Arc::clone(&entry.name));
                if self.it == Try::Key && *entry.name == *WORD {
                    let names = map.entries().iter().map(|entry| Arc::clone(&entry.name));
                    return Some(names.filter(|name| **name != *WORD).collect());
                }
                self.within(&entry.value)
            }),
            Data::List(list) => list.items.iter().find_map(|item| {
                self.path.push("[]".into());
                self.within(item)
            }),
            Data::Text(text) => (self.it == Try::Value && text.written() == WORD).then(Vec::new),
            Data::OneOf(values) => values.iter().find_map(|value| self.look(value)),
            _ => None,
        }
    }

    fn within(&mut self, value: &Value) -> Option<Vec<Arc<str>>> {
        let found = self.look(value);
        if found.is_none() {
            self.path.pop();
        }
        found
    }
}

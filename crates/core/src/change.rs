//! Changes of a file, before it is known how its language writes them. Each language has an editor that turns one into
//! the text to replace.

use std::sync::Arc;

use crate::Span;

/// What a change writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    /// A truth value.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A text.
    Text(Arc<str>),
    /// A mapping without members.
    EmptyMap,
    /// A list without items.
    EmptyList,
}

/// Where a member is inserted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Into {
    /// Into the mapping with these bytes.
    Map(Span),
    /// Into what becomes the value of the key with these bytes, which has none.
    Key(Span),
}

/// A change of one place. Places are those of values and keys, as [`Value`](crate::Value) has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Gives a scalar another value.
    Set(Span, Written),
    /// Adds a member as the last one, with the mappings that lead to it.
    Insert(Into, Vec<Arc<str>>, Written),
    /// Adds an item to a list.
    Add(Span, Written),
    /// Removes the member with this key.
    Remove(Span),
    /// Gives a key another name.
    Rename(Span, Arc<str>),
    /// Adds to the end of a text.
    Append(Span, Arc<str>),
    /// Puts another text in the place of a part of a text, also of one in several lines.
    Replace(Span, Arc<str>, Arc<str>),
    /// Puts the items of a list in another order: the numbers of those that become the first, the second, …
    Reorder(Span, Vec<usize>),
    /// Makes a text of a word that is none.
    Quote(Span),
    /// Makes a number or a truth value of the text that spells it.
    Unquote(Span),
    /// Makes a `${…}` of a text stand for itself.
    Escape(Span),
}

impl Change {
    /// The place that it is about.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Self::Insert(Into::Map(span) | Into::Key(span), ..)
            | Self::Set(span, _)
            | Self::Add(span, _)
            | Self::Remove(span)
            | Self::Rename(span, _)
            | Self::Append(span, _)
            | Self::Replace(span, ..)
            | Self::Reorder(span, _)
            | Self::Quote(span)
            | Self::Unquote(span)
            | Self::Escape(span) => *span,
        }
    }
}

/// The bytes to replace, and what to put there.
pub type Replacement = (Span, String);

/// The whole number or truth value that a text spells just as it would be written without quotes.
#[must_use]
pub fn spelled(text: &str) -> Option<Written> {
    match text {
        "true" => Some(Written::Bool(true)),
        "false" => Some(Written::Bool(false)),
        _ => text.parse().ok().filter(|number: &i64| number.to_string() == text).map(Written::Int),
    }
}

/// The text of items in another order, from the first one to the last one; what stands between them stays where it is.
/// None if `order` does not name each item once, or if there is more between them than `is_between` allows.
#[must_use]
pub fn reordered(
    text: &str,
    items: &[Span],
    order: &[usize],
    is_between: impl Fn(&str) -> bool,
) -> Option<Replacement> {
    let mut all = order.to_vec();
    all.sort_unstable();
    if items.len() < 2 || !all.into_iter().eq(0..items.len()) {
        return None;
    }
    let mut new = String::new();
    for (place, number) in order.iter().enumerate() {
        if place > 0 {
            let between = text.get(items[place - 1].end as usize..items[place].start as usize)?;
            new += is_between(between).then_some(between)?;
        }
        new += text.get(items[*number].range())?;
    }
    let whole = Span::new(items[0].start as usize, items[items.len() - 1].end as usize);
    Some((whole, new))
}

/// Whether a comment stands above the first of these items or beside the last one: in another order it would stand at
/// another item.
#[must_use]
pub fn has_comment_around(text: &str, items: &[Span], mark: &str) -> bool {
    let (Some(first), Some(last)) = (items.first(), items.last()) else { return false };
    let above = &text[..line_start(text, first.start as usize)];
    let beside = &text[last.end as usize..line_end(text, last.end as usize)];
    let above = above.lines().next_back().unwrap_or_default();
    above.trim_start().starts_with(mark) || beside.trim_start().starts_with(mark)
}

/// The one place of a part in the text of a scalar that begins at `start`.
#[must_use]
pub fn only_place(scalar: &str, start: u32, part: &str) -> Option<Span> {
    let mut places = scalar.match_indices(part);
    let (Some((at, _)), None) = (places.next(), places.next()) else { return None };
    let at = start as usize + at;
    (!part.is_empty()).then(|| Span::new(at, at + part.len()))
}

/// The line break of a text: that of its first line.
#[must_use]
pub fn line_break(text: &str) -> &'static str {
    match text.find('\n') {
        Some(at) if text[..at].ends_with('\r') => "\r\n",
        _ => "\n",
    }
}

/// Where the line of an offset begins.
#[must_use]
pub fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |end| end + 1)
}

/// Where the line of an offset ends, without its line break.
#[must_use]
pub fn line_end(text: &str, at: usize) -> usize {
    let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    if end > at && text[at..end].ends_with('\r') { end - 1 } else { end }
}

/// Where the next line begins, or the text ends.
#[must_use]
pub fn next_line(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |end| at + end + 1)
}

/// Where a separator and the white space around it end that may stand between two members of a line.
#[must_use]
pub fn after_comma(text: &str, at: usize) -> Option<usize> {
    let rest = text[at..].trim_start();
    let rest = rest.strip_prefix(',')?.trim_start();
    Some(text.len() - rest.len())
}

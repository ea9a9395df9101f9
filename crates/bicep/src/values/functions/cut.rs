//! Functions that give a part of a text, or add to it. A deployment counts UTF-16 units, and so is counted here; a
//! character that would be cut in two makes the result unknown.

use std::sync::Arc;

use aiolint_core::{Data, Part, Text, Value};

use super::super::limits::TOO_LONG;
use super::super::text::MOST_BYTES;
use super::{because, count, int, known_text};
use crate::values::text::Builder;

/// A wider text nobody pads.
const WIDEST: usize = 256;

/// What the function gives, if it is one of these and that is known.
pub(super) fn call(name: &str, arguments: &[Value]) -> Option<Data> {
    if name == "padLeft" {
        return pad(arguments);
    }
    let Data::Text(text) = &arguments.first()?.data else { return None };
    let second = arguments.get(1);
    match name {
        "first" => end(text, true),
        "last" => end(text, false),
        "length" => Some(Data::Int(i64::try_from(units(text.known()?)).ok()?)),
        "skip" => skip(text, count(second)?),
        "substring" => substring(text, arguments),
        "take" => take(text, count(second)?),
        "trim" => Some(trim(text)),
        _ => None,
    }
}

fn units(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// The text before and after so many units; `None` if there are less, or if that cuts a character in two.
fn cut(text: &str, units: usize) -> Option<(&str, &str)> {
    let mut left = units;
    for (at, c) in text.char_indices() {
        if left == 0 {
            return Some(text.split_at(at));
        }
        left = left.checked_sub(c.len_utf16())?;
    }
    (left == 0).then_some((text, ""))
}

/// The first or last character, if it is one unit; of an empty text an empty one.
fn end(text: &Text, first: bool) -> Option<Data> {
    let literal = match text {
        Text::Parts(parts) => match if first { parts.first()? } else { parts.last()? } {
            Part::Literal(literal) => literal,
            Part::Hole { .. } => return None,
        },
        text => text.known()?,
    };
    let found = if first { literal.chars().next() } else { literal.chars().next_back() };
    match found {
        Some(c) => (c.len_utf16() == 1).then(|| known_text(c.to_string())),
        None => Some(known_text("")),
    }
}

/// What remains after so many units, which must all be known.
fn skip(text: &Text, units_skipped: usize) -> Option<Data> {
    if units_skipped == 0 {
        return Some(Data::Text(text.clone()));
    }
    let Text::Parts(parts) = text else {
        let known = text.known()?;
        return match units(known) <= units_skipped {
            true => Some(known_text("")),
            false => Some(known_text(cut(known, units_skipped)?.1)),
        };
    };
    let (Part::Literal(first), rest) = parts.split_first()? else { return None };
    let mut builder = Builder::default();
    builder.literal(cut(first, units_skipped)?.1);
    builder.text(&Text::Parts(rest.into()));
    Some(Data::Text(builder.finish()))
}

/// The first so many units. What is known before the first hole stays, and what follows may be cut.
fn take(text: &Text, units_taken: usize) -> Option<Data> {
    let Text::Parts(parts) = text else {
        let known = text.known()?;
        return match units(known) <= units_taken {
            true => Some(Data::Text(text.clone())),
            false => Some(known_text(cut(known, units_taken)?.0)),
        };
    };
    if units_taken == 0 {
        return Some(known_text(""));
    }
    let (Part::Literal(first), rest) = parts.split_first()? else { return None };
    if units_taken <= units(first) {
        return Some(known_text(cut(first, units_taken)?.0));
    }
    let mut builder = Builder::default();
    builder.literal(first);
    let written = match rest {
        [Part::Hole { written, .. }] => Arc::clone(written),
        _ => "…".into(),
    };
    builder.hole(written, text.hole()?.clone(), None);
    Some(Data::Text(builder.finish()))
}

/// A deployment fails if the end is beyond the end of the text.
fn substring(text: &Text, arguments: &[Value]) -> Option<Data> {
    let start = usize::try_from(int(arguments.get(1))?).ok()?;
    let length = match arguments.get(2) {
        Some(length) => Some(usize::try_from(int(Some(length))?).ok()?),
        None => None,
    };
    if let Some(known) = text.known() {
        let end = start.checked_add(length.unwrap_or_default())?;
        if end > units(known) {
            return None;
        }
    }
    let Data::Text(rest) = skip(text, start)? else { return None };
    match length {
        Some(length) => take(&rest, length),
        None => Some(Data::Text(rest)),
    }
}

/// The text without the blanks at its ends. A hole at an end may lose some too, or be empty and show those behind it.
fn trim(text: &Text) -> Data {
    let Text::Parts(parts) = text else {
        return known_text(text.known().unwrap_or_default().trim());
    };
    let stays = |part: &Part| matches!(part, Part::Literal(literal) if !literal.trim().is_empty());
    let first = parts.iter().position(stays).unwrap_or(parts.len());
    let last = parts.iter().rposition(stays).unwrap_or_default();
    let mut builder = Builder::default();
    for (number, part) in parts.iter().enumerate() {
        match part {
            Part::Literal(literal) if (first..=last).contains(&number) => {
                let literal = if number == first { literal.trim_start() } else { literal };
                builder.literal(if number == last { literal.trim_end() } else { literal });
            }
            Part::Literal(_) => {}
            Part::Hole { written, reason, mark } => {
                let inner = (first..=last).contains(&number);
                builder.hole(Arc::clone(written), reason.clone(), mark.filter(|_| inner));
            }
        }
    }
    Data::Text(builder.finish())
}

/// `padLeft` of a text or number. What is wide enough already stays as it is, whatever fills its holes.
fn pad(arguments: &[Value]) -> Option<Data> {
    let (first, width) = (arguments.first()?, usize::try_from(int(arguments.get(1))?).ok()?);
    let number;
    let text = match &first.data {
        Data::Text(text) => text,
        Data::Int(value) => {
            number = Text::Known(value.to_string().into());
            &number
        }
        _ => return None,
    };
    let fill = match arguments.get(2) {
        Some(fill) => fill.known_text()?,
        None => " ",
    };
    let mut fills = fill.chars();
    let (Some(fill), None) = (fills.next(), fills.next()) else { return None };
    let has: usize = match text {
        Text::Parts(parts) => {
            parts.iter().map(|part| if let Part::Literal(known) = part { units(known) } else { 0 }).sum()
        }
        known => units(known.known()?),
    };
    let missing = width.saturating_sub(has);
    if missing == 0 {
        return Some(Data::Text(text.clone()));
    }
    let known = text.known()?;
    if missing > MOST_BYTES {
        return Some(because(TOO_LONG));
    }
    (missing <= WIDEST && fill.len_utf16() == 1).then(|| known_text(fill.to_string().repeat(missing) + known))
}

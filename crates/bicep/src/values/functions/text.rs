//! Functions of texts: comparing, joining, replacing and splitting them.
//!
//! A text that is known in parts is answered for where its known parts decide, whatever fills its holes.

use std::sync::Arc;

use aiolint_core::{Data, List, Location, Part, Text, Value};

use super::{hash, known_text};
use crate::values::same::Comparing;
use crate::values::text::Builder;

/// More pieces than this no text is split into.
const MOST_PIECES: usize = 10_000;

/// More braces no format has.
const MOST_BRACES: usize = 1_000;

/// Nobody splits by more separators.
const MOST_SEPARATORS: usize = 16;

/// A longer text nobody replaces.
const LONGEST_REPLACED: usize = 256;

/// What the function gives, if it is one of texts and that is known.
pub(super) fn call(name: &str, arguments: &[Value], comparing: &Comparing) -> Option<Data> {
    let second = arguments.get(1);
    match name {
        "concat" => return concat(arguments),
        "join" => return join(arguments),
        "guid" => return hashed(arguments, hash::guid),
        "uniqueString" => return hashed(arguments, hash::unique_string),
        _ => {}
    }
    let Data::Text(text) = &arguments.first()?.data else { return None };
    match name {
        "contains" => contains(text, second?.known_text()?).map(Data::Bool),
        "empty" => empty(text).map(Data::Bool),
        "endsWith" => edge(text, second?, End::Last).map(Data::Bool),
        "startsWith" => edge(text, second?, End::First).map(Data::Bool),
        "format" => format(text.known()?, &arguments[1..], comparing),
        "indexOf" => index(text, second?.known_text()?).map(Data::Int),
        "lastIndexOf" => last_index(text.known()?, second?.known_text()?).map(Data::Int),
        "like" => like(text.known()?, second?.known_text()?).map(Data::Bool),
        "replace" => replace(text, second?.known_text()?, &arguments.get(2)?.data),
        "split" => split(text.known()?, second?),
        "toLower" => letters(text, str::to_ascii_lowercase),
        "toUpper" => letters(text, str::to_ascii_uppercase),
        _ => None,
    }
}

/// Texts, numbers and truth values that are joined. One of them is enough to tell that it is not arrays.
fn concat(arguments: &[Value]) -> Option<Data> {
    let joins = |data: &Data| matches!(data, Data::Text(_) | Data::Int(_) | Data::Bool(_));
    let arrays = |data: &Data| matches!(data, Data::List(_));
    if !arguments.iter().any(|argument| joins(&argument.data)) {
        return None;
    }
    if arguments.iter().any(|argument| arrays(&argument.data)) {
        return None;
    }
    let mut builder = Builder::default();
    for argument in arguments {
        builder.value(argument, "…");
    }
    Some(Data::Text(builder.finish()))
}

/// The items of an array, with a separator between them.
fn join(arguments: &[Value]) -> Option<Data> {
    let [items, separator] = arguments else { return None };
    let (Data::List(list), Data::Text(separator)) = (&items.data, &separator.data) else { return None };
    if list.open.is_some() {
        return None;
    }
    let mut builder = Builder::default();
    for (number, item) in list.items.iter().enumerate() {
        if number > 0 {
            builder.text(separator);
        }
        builder.value(item, "…");
    }
    Some(Data::Text(builder.finish()))
}

/// Only plain characters: of others it is not known in which bytes they count.
fn hashed(arguments: &[Value], hash: impl Fn(&str) -> String) -> Option<Data> {
    let texts: Vec<&str> = arguments.iter().map(Value::known_text).collect::<Option<_>>()?;
    if texts.is_empty() || !texts.iter().all(|text| text.is_ascii()) {
        return None;
    }
    Some(known_text(hash(&texts.join("-"))))
}

/// Whether a text contains another, which does not ignore case. A known part that does decides.
fn contains(text: &Text, part: &str) -> Option<bool> {
    if part.is_empty() {
        return None;
    }
    match text {
        Text::Parts(parts) => {
            let found = parts.iter().any(|known| matches!(known, Part::Literal(literal) if literal.contains(part)));
            found.then_some(true)
        }
        known => Some(known.known()?.contains(part)),
    }
}

fn empty(text: &Text) -> Option<bool> {
    match text {
        // A part that is known is never empty.
        Text::Parts(parts) => parts.iter().any(|part| matches!(part, Part::Literal(_))).then_some(false),
        known => Some(known.known()?.is_empty()),
    }
}

#[derive(Clone, Copy)]
enum End {
    First,
    Last,
}

/// `startsWith` and `endsWith`, which ignore case.
fn edge(text: &Text, part: &Value, end: End) -> Option<bool> {
    let part = part.known_text().filter(|part| part.is_ascii() && !part.is_empty())?.to_ascii_lowercase();
    let fits = |known: &str| match end {
        End::First => known.starts_with(&part),
        End::Last => known.ends_with(&part),
    };
    let lower = |known: &str| known.is_ascii().then(|| known.to_ascii_lowercase());
    match text {
        Text::Parts(parts) => {
            let outer = match end {
                End::First => parts.first()?,
                End::Last => parts.last()?,
            };
            let Part::Literal(literal) = outer else { return None };
            let literal = lower(literal)?;
            let enough = literal.len() >= part.len();
            (enough || !overlaps(&literal, &part, end)).then(|| fits(&literal))
        }
        known => Some(fits(&lower(known.known()?)?)),
    }
}

/// Whether a shorter known end of a text may still turn out to be the one that is asked for.
fn overlaps(literal: &str, part: &str, end: End) -> bool {
    match end {
        End::First => part.starts_with(literal),
        End::Last => part.ends_with(literal),
    }
}

/// Where a text first stands in another, ignoring case; -1 if it does not. Nothing that fills a hole changes where it
/// stands in what is known before.
fn index(text: &Text, part: &str) -> Option<i64> {
    let (known, whole) = match text {
        Text::Parts(parts) => match parts.first()? {
            Part::Literal(literal) => (&**literal, false),
            Part::Hole { .. } => return None,
        },
        text => (text.known()?, true),
    };
    let (known, part) = lower_both(known, part)?;
    match known.find(&part) {
        Some(at) => i64::try_from(at).ok(),
        None => whole.then_some(-1),
    }
}

fn last_index(text: &str, part: &str) -> Option<i64> {
    let (text, part) = lower_both(text, part)?;
    text.rfind(&part).map_or(Some(-1), |at| i64::try_from(at).ok())
}

/// Both without case. Where an empty text stands is not documented, nor which other letters are alike.
fn lower_both(text: &str, part: &str) -> Option<(String, String)> {
    let plain = !part.is_empty() && text.is_ascii() && part.is_ascii();
    plain.then(|| (text.to_ascii_lowercase(), part.to_ascii_lowercase()))
}

/// `like`, which knows `*` and ignores case. Whether the pattern must fit the whole text is not documented: where
/// that makes a difference, the answer is not known.
fn like(text: &str, pattern: &str) -> Option<bool> {
    if pattern.contains(['?', '\\', '[']) {
        return None;
    }
    let (text, pattern) = lower_both(text, pattern).or_else(|| {
        let only_stars = text.is_empty() && !pattern.is_empty() && pattern.bytes().all(|byte| byte == b'*');
        only_stars.then(|| (String::new(), pattern.into()))
    })?;
    match (fits(&text, &pattern), fits(&text, &format!("*{pattern}*"))) {
        (whole, inside) if whole == inside => Some(whole),
        _ => None,
    }
}

/// Whether a text fits a pattern in which `*` stands for any characters.
pub(super) fn fits(text: &str, pattern: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else { return text == pattern };
    let Some(mut left) = text.strip_prefix(start) else { return false };
    let mut pieces: Vec<&str> = rest.split('*').collect();
    let last = pieces.pop().unwrap_or_default();
    for piece in pieces {
        match left.split_once(piece) {
            Some((_, after)) => left = after,
            None => return false,
        }
    }
    left.ends_with(last)
}

/// Changes the case; of other letters than these, deployments have their own idea.
fn letters(text: &Text, change: impl Fn(&str) -> String) -> Option<Data> {
    let certain = |text: &str| text.chars().all(|c| c.is_ascii() || !(c.is_alphabetic() || c.is_numeric()));
    let part = |part: &Part| match part {
        Part::Literal(literal) => certain(literal).then(|| Part::Literal(change(literal).into())),
        Part::Hole { written, reason, .. } => {
            Some(Part::Hole { written: Arc::clone(written), reason: reason.clone(), mark: None })
        }
    };
    Some(Data::Text(match text {
        Text::Parts(parts) => Text::Parts(parts.iter().map(part).collect::<Option<_>>()?),
        known => {
            let known = known.known().filter(|text| certain(text))?;
            Text::Known(change(known).into())
        }
    }))
}

/// `format('{0} …', a)`. A format with more than numbers in its braces is not known.
fn format(pattern: &str, arguments: &[Value], comparing: &Comparing) -> Option<Data> {
    if pattern.bytes().filter(|byte| *byte == b'{').count() > MOST_BRACES {
        return None;
    }
    let mut builder = Builder::default();
    let mut rest = pattern;
    while let Some(at) = rest.find(['{', '}']) {
        builder.literal(&rest[..at]);
        rest = &rest[at..];
        if rest.starts_with("{{") || rest.starts_with("}}") {
            builder.literal(&rest[..1]);
            rest = &rest[2..];
            continue;
        }
        let (number, after) = rest.strip_prefix('{')?.split_once('}')?;
        let plain = number.bytes().all(|byte| byte.is_ascii_digit());
        let argument = arguments.get(number.parse::<usize>().ok().filter(|_| plain)?)?;
        builder.interpolated(argument, &rest[..number.len() + 2], comparing);
        rest = after;
    }
    builder.literal(rest);
    Some(Data::Text(builder.finish()))
}

/// `replace`. In a text with holes only what can't reach into a hole is replaced there; what fills the hole is
/// another text then.
fn replace(text: &Text, part: &str, by: &Data) -> Option<Data> {
    let Data::Text(by) = by else { return None };
    if part.is_empty() {
        return None;
    }
    let mut builder = Builder::default();
    let literal = |builder: &mut Builder, known: &str| -> Option<()> {
        // Whether case counts is not documented.
        let any_case = known.to_lowercase().matches(&part.to_lowercase()).count();
        let found = known.matches(part).count();
        if any_case != found || found > MOST_PIECES {
            return None;
        }
        for (number, piece) in known.split(part).enumerate() {
            if number > 0 {
                builder.text(by);
            }
            builder.literal(piece);
        }
        Some(())
    };
    let Text::Parts(parts) = text else {
        literal(&mut builder, text.known()?)?;
        return Some(Data::Text(builder.finish()));
    };
    for known in parts.iter() {
        match known {
            Part::Literal(known) if reaches_out(known, part) => return None,
            Part::Literal(known) => literal(&mut builder, known)?,
            Part::Hole { written, reason, .. } => builder.hole(Arc::clone(written), reason.clone(), None),
        }
    }
    Some(Data::Text(builder.finish()))
}

/// Whether a text could stand partly in a literal and partly in a hole beside it.
fn reaches_out(literal: &str, part: &str) -> bool {
    if part.len() > LONGEST_REPLACED {
        return true;
    }
    let (literal, part) = (literal.to_lowercase(), part.to_lowercase());
    let mut cuts = part.char_indices().skip(1);
    part.len() > literal.len() && part.contains(&literal)
        || cuts.any(|(at, _)| literal.ends_with(&part[..at]) || literal.starts_with(&part[at..]))
}

fn split(text: &str, by: &Value) -> Option<Data> {
    let separators: Vec<&str> = match &by.data {
        Data::Text(one) => vec![one.known()?],
        Data::List(list) if list.open.is_none() && list.items.len() <= MOST_SEPARATORS => {
            list.items.iter().map(Value::known_text).collect::<Option<_>>()?
        }
        _ => return None,
    };
    // Of two separators that begin alike, either may come first.
    let starts = |one: &str| separators.iter().filter(|other| other.starts_with(one)).count();
    if separators.is_empty() || separators.iter().any(|separator| separator.is_empty() || starts(separator) > 1) {
        return None;
    }
    let mut items: Vec<Value> = Vec::new();
    let mut push = |part: &str| {
        items.push(Value::new(known_text(part), Location::NONE));
        (items.len() <= MOST_PIECES).then_some(())
    };
    let (mut start, mut at) = (0, 0);
    while at < text.len() {
        // A separator begins with a whole character, so it can't be found within one.
        match separators.iter().find(|separator| text.as_bytes()[at..].starts_with(separator.as_bytes())) {
            Some(separator) => {
                push(&text[start..at])?;
                at += separator.len();
                start = at;
            }
            None => at += 1,
        }
    }
    push(&text[start..])?;
    Some(Data::List(Arc::new(List { items, open: None })))
}

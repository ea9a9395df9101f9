//! Functions of texts.

use std::sync::Arc;

use aiolint_core::{Data, List, Location, Part, Text, Value};

use super::{count, int, known_text};
use crate::values::text::Builder;

/// What the function gives, if it is one of texts and that is known.
pub(super) fn call(name: &str, arguments: &[Value]) -> Option<Data> {
    // One text is enough to tell that it is not arrays that are joined.
    let joins = |data: &Data| matches!(data, Data::Text(_));
    if name == "concat" && arguments.iter().any(|argument| joins(&argument.data)) {
        return (!arguments.iter().any(|argument| matches!(argument.data, Data::List(_)))).then(|| concat(arguments));
    }
    let text = match &arguments.first()?.data {
        Data::Text(text) => text,
        Data::Int(number) if name == "string" => return Some(known_text(number.to_string())),
        Data::Bool(flag) if name == "string" => return Some(known_text(if *flag { "True" } else { "False" })),
        Data::List(_) if name == "join" => return join(arguments),
        _ => return None,
    };
    match name {
        "contains" => contains(text, arguments.get(1)?.known_text()?).map(Data::Bool),
        "empty" => empty(text).map(Data::Bool),
        "endsWith" => edge(text, arguments.get(1)?, End::Last).map(Data::Bool),
        "startsWith" => edge(text, arguments.get(1)?, End::First).map(Data::Bool),
        "format" => format(text.known()?, &arguments[1..]),
        "string" => Some(Data::Text(text.clone())),
        "toLower" => letters(text, str::to_ascii_lowercase),
        "toUpper" => letters(text, str::to_ascii_uppercase),
        _ => of_known(name, text.known()?, arguments),
    }
}

fn of_known(name: &str, text: &str, arguments: &[Value]) -> Option<Data> {
    let second = arguments.get(1);
    // A deployment counts UTF-16 units, and can cut these in two.
    if text.chars().any(|c| c.len_utf16() > 1) && !matches!(name, "length" | "replace" | "split" | "trim") {
        return None;
    }
    Some(match name {
        "bool" => match text.to_ascii_lowercase().as_str() {
            "true" => Data::Bool(true),
            "false" => Data::Bool(false),
            _ => return None,
        },
        "first" => known_text(text.chars().next().map(String::from).unwrap_or_default()),
        "indexOf" => index(text, second?.known_text()?, |text, part| text.find(part))?,
        "int" if !text.starts_with('+') => Data::Int(text.parse().ok()?),
        "last" => known_text(text.chars().next_back().map(String::from).unwrap_or_default()),
        "lastIndexOf" => index(text, second?.known_text()?, |text, part| text.rfind(part))?,
        "length" => Data::Int(i64::try_from(text.encode_utf16().count()).ok()?),
        "padLeft" => pad(text, arguments)?,
        "replace" => known_text(replace(text, second?.known_text()?, arguments.get(2)?.known_text()?)?),
        "skip" => known_text(text.chars().skip(count(second)?).collect::<String>()),
        "split" => split(text, second?)?,
        "substring" => substring(text, arguments)?,
        "take" => known_text(text.chars().take(count(second)?).collect::<String>()),
        "trim" => known_text(text.trim()),
        _ => return None,
    })
}

fn concat(arguments: &[Value]) -> Data {
    let mut builder = Builder::default();
    for argument in arguments {
        builder.value(argument, "…");
    }
    Data::Text(builder.finish())
}

/// Whether a text contains another. A known part that does decides.
fn contains(text: &Text, part: &str) -> Option<bool> {
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
    let part = part.known_text().filter(|part| part.is_ascii())?.to_ascii_lowercase();
    let fits = |known: &str| match end {
        End::First => known.starts_with(&part),
        End::Last => known.ends_with(&part),
    };
    match text {
        Text::Parts(parts) => {
            let outer = match end {
                End::First => parts.first()?,
                End::Last => parts.last()?,
            };
            let Part::Literal(literal) = outer else { return None };
            let literal = literal.to_ascii_lowercase();
            let enough = literal.len() >= part.len();
            (enough || !overlaps(&literal, &part, end)).then(|| fits(&literal))
        }
        known => Some(fits(&known.known()?.to_ascii_lowercase())),
    }
}

/// Whether a shorter known end of a text may still turn out to be the one that is asked for.
fn overlaps(literal: &str, part: &str, end: End) -> bool {
    match end {
        End::First => part.starts_with(literal),
        End::Last => part.ends_with(literal),
    }
}

/// Changes the case; of other letters than these, deployments have their own idea.
fn letters(text: &Text, change: impl Fn(&str) -> String) -> Option<Data> {
    let part = |part: &Part| match part {
        Part::Literal(literal) => literal.is_ascii().then(|| Part::Literal(change(literal).into())),
        Part::Hole { written, reason, .. } => {
            Some(Part::Hole { written: Arc::clone(written), reason: reason.clone(), mark: None })
        }
    };
    Some(Data::Text(match text {
        Text::Parts(parts) => Text::Parts(parts.iter().map(part).collect::<Option<_>>()?),
        known => {
            let known = known.known().filter(|text| text.is_ascii())?;
            Text::Known(change(known).into())
        }
    }))
}

/// `format('{0} …', a)`. A format with more than numbers in its braces is not known.
fn format(pattern: &str, arguments: &[Value]) -> Option<Data> {
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
        builder.value(arguments.get(number.parse::<usize>().ok()?)?, &rest[..number.len() + 2]);
        rest = after;
    }
    builder.literal(rest);
    Some(Data::Text(builder.finish()))
}

fn join(arguments: &[Value]) -> Option<Data> {
    let (Data::List(list), separator) = (&arguments.first()?.data, arguments.get(1)?.known_text()?) else {
        return None;
    };
    if list.open.is_some() {
        return None;
    }
    let mut builder = Builder::default();
    for (number, item) in list.items.iter().enumerate() {
        if number > 0 {
            builder.literal(separator);
        }
        builder.value(item, "…");
    }
    Some(Data::Text(builder.finish()))
}

/// Where a text stands in another, ignoring case; -1 if it does not.
fn index(text: &str, part: &str, find: impl Fn(&str, &str) -> Option<usize>) -> Option<Data> {
    if part.is_empty() || !text.is_ascii() || !part.is_ascii() {
        return None;
    }
    let (text, part) = (text.to_ascii_lowercase(), part.to_ascii_lowercase());
    let at = find(&text, &part).map_or(-1, |at| i64::try_from(at).unwrap_or(i64::MAX));
    Some(Data::Int(at))
}

fn pad(text: &str, arguments: &[Value]) -> Option<Data> {
    const WIDEST: usize = 16;
    let width = count(arguments.get(1))?;
    let fill = match arguments.get(2) {
        Some(fill) => fill.known_text()?.chars().next()?,
        None => ' ',
    };
    let missing = width.saturating_sub(text.chars().count());
    (missing <= WIDEST * WIDEST).then(|| known_text(format!("{}{text}", fill.to_string().repeat(missing))))
}

fn replace(text: &str, part: &str, by: &str) -> Option<String> {
    let growth = text.len().checked_mul(by.len().max(1))?;
    if part.is_empty() || growth > 1 << 20 {
        return None;
    }
    // Whether case counts is not documented.
    let any_case = text.to_lowercase().matches(&part.to_lowercase()).count();
    (any_case == text.matches(part).count()).then(|| text.replace(part, by))
}

fn split(text: &str, by: &Value) -> Option<Data> {
    let separators: Vec<&str> = match &by.data {
        Data::Text(one) => vec![one.known()?],
        Data::List(list) if list.open.is_none() => list.items.iter().map(Value::known_text).collect::<Option<_>>()?,
        _ => return None,
    };
    // Of two separators that begin alike, either may come first.
    let starts = |one: &str| separators.iter().filter(|other| other.starts_with(one)).count();
    if separators.iter().any(|separator| separator.is_empty() || starts(separator) > 1) {
        return None;
    }
    let mut items: Vec<Value> = Vec::new();
    let mut rest = text;
    let mut push = |part: &str| items.push(Value::new(known_text(part), Location::NONE));
    loop {
        let found = separators.iter().filter_map(|separator| rest.find(separator).map(|at| (at, separator.len())));
        let next = found.min();
        let Some((at, length)) = next else { break };
        push(&rest[..at]);
        rest = &rest[at + length..];
    }
    push(rest);
    Some(Data::List(Arc::new(List { items, open: None })))
}

fn substring(text: &str, arguments: &[Value]) -> Option<Data> {
    let start = usize::try_from(int(arguments.get(1))?).ok()?;
    let length = match arguments.get(2) {
        Some(length) => usize::try_from(int(Some(length))?).ok()?,
        None => usize::MAX,
    };
    let total = text.chars().count();
    // Beyond the end the deployment fails.
    (start <= total && (length == usize::MAX || start + length <= total))
        .then(|| known_text(text.chars().skip(start).take(length).collect::<String>()))
}

//! The functions that conditions can call.

use std::borrow::Cow;
use std::rc::Rc;

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::Eval;
use super::expr::Function;
use super::parts::{self, Question, hole};
use super::pattern::Pattern;
use super::time;
use super::val::{MapVal, Val};
use crate::pem;

pub(super) fn call<'w>(eval: &Eval<'w>, function: Function, arguments: Vec<Val<'w>>) -> Val<'w> {
    let mut arguments = arguments.into_iter().map(Val::plain);
    let (Some(first), second) = (arguments.next(), arguments.next()) else {
        return Val::unknown("the function needs an argument");
    };
    if let Some(Val::Unknown(reason)) = &second {
        return Val::Unknown(reason.clone());
    }
    match (function, first, second) {
        (Function::Unknown, Val::Text(reason), _) => Val::unknown(&*reason),
        (Function::Certain, value, _) => Val::Bool(matches!(value, Val::Bool(true))),
        (Function::Dyn | Function::Key, value, _) => value,
        (Function::Type, value, _) => type_of(eval, &value),
        (_, Val::Unknown(reason), _) => Val::Unknown(reason),
        (Function::Size, value, _) => size(eval, &value),
        (Function::Matches, text, Some(Val::Text(pattern))) => matches(&text, &Pattern::new(&pattern)),
        (Function::Contains, text, Some(other)) => search(Question::Contains, &text, &other),
        (Function::StartsWith, text, Some(other)) => search(Question::StartsWith, &text, &other),
        (Function::EndsWith, text, Some(other)) => search(Question::EndsWith, &text, &other),
        (Function::Text, text @ Val::Parts(_), _) => text,
        (Function::LowerAscii, Val::Text(text), _) => Val::Text(Cow::Owned(text.to_ascii_lowercase())),
        (Function::Base64Decode, Val::Text(text), _) => base64_text(&text),
        (Function::Pem, Val::Text(text), _) => pem_blocks(&text),
        (_, Val::Parts(parts), _) => Val::Unknown(hole(&parts)),
        (_, _, Some(Val::Parts(parts))) => Val::Unknown(hole(&parts)),
        (function, value, None) => convert(function, &value),
        (_, value, Some(other)) => {
            Val::unknown(format!("the function does not take {} and {}", value.article(), other.article()))
        }
    }
}

/// Whether the pattern matches somewhere in the text.
pub(super) fn matches<'w>(text: &Val<'w>, pattern: &Pattern) -> Val<'w> {
    match text {
        Val::Unknown(reason) => Val::Unknown(reason.clone()),
        Val::Text(text) => {
            pattern.matches(text).map_or_else(|| Val::unknown("the regular expression is wrong"), Val::Bool)
        }
        Val::Parts(parts) => pattern.matches_parts(parts).map_or_else(|| Val::Unknown(hole(parts)), Val::Bool),
        other => Val::unknown(format!("{} can't be matched", other.article())),
    }
}

fn search<'w>(question: Question, text: &Val<'w>, other: &Val<'w>) -> Val<'w> {
    let wrong = if matches!(text, Val::Text(_) | Val::Parts(_)) { other } else { text };
    parts::answer(question, text, other)
        .map_or_else(|| Val::unknown(format!("{} can't be searched or searched for", wrong.article())), Val::from)
}

fn size<'w>(eval: &Eval<'w>, value: &Val<'w>) -> Val<'w> {
    let count = |n: usize| Val::Int(i64::try_from(n).unwrap_or(i64::MAX));
    match value {
        Val::Absent => Val::Int(0),
        Val::Text(text) => count(text.chars().count()),
        Val::Bytes(bytes) => count(bytes.len()),
        Val::Parts(parts) => Val::Unknown(hole(parts)),
        other => match eval.items(other) {
            Some(items) => items.open.map_or_else(|| count(items.items.len()), Val::Unknown),
            None => Val::unknown(format!("{} has no size", other.article())),
        },
    }
}

fn type_of<'w>(eval: &Eval<'w>, value: &Val<'w>) -> Val<'w> {
    let name = match value {
        Val::Unknown(reason) => return Val::Unknown(reason.clone()),
        Val::Absent => return Val::unknown("an absent value has no type"),
        Val::Null => "null_type",
        Val::Bool(_) => "bool",
        Val::Int(_) => "int",
        Val::Uint(_) => "uint",
        Val::Float(_) => "double",
        Val::Text(_) | Val::Parts(_) => "string",
        Val::Bytes(_) => "bytes",
        Val::Time(_) => "google.protobuf.Timestamp",
        Val::Duration(_) => "google.protobuf.Duration",
        Val::Type(_) => "type",
        other => match eval.items(other) {
            Some(items) if items.is_list => "list",
            _ => "map",
        },
    };
    Val::Type(Cow::Borrowed(name))
}

/// The first number that is too large for an `i64`.
const INT_END: f64 = 9_223_372_036_854_775_808.0;

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "the bounds are checked"
)]
fn convert<'w>(function: Function, value: &Val<'w>) -> Val<'w> {
    let converted = match (function, value) {
        (Function::Int, Val::Int(it)) => Some(Val::Int(*it)),
        (Function::Int, Val::Uint(it)) => i64::try_from(*it).ok().map(Val::Int),
        (Function::Int, Val::Float(it)) => (it.abs() < INT_END).then_some(Val::Int(*it as i64)),
        (Function::Int, Val::Text(text)) => text.parse().ok().map(Val::Int),
        (Function::Uint, Val::Uint(it)) => Some(Val::Uint(*it)),
        (Function::Uint, Val::Int(it)) => u64::try_from(*it).ok().map(Val::Uint),
        (Function::Uint, Val::Float(it)) => (*it >= 0.0 && *it < 2.0 * INT_END).then_some(Val::Uint(*it as u64)),
        (Function::Uint, Val::Text(text)) => text.parse().ok().map(Val::Uint),
        (Function::Double, Val::Int(it)) => Some(Val::Float(*it as f64)),
        (Function::Double, Val::Uint(it)) => Some(Val::Float(*it as f64)),
        (Function::Double, Val::Float(it)) => Some(Val::Float(*it)),
        (Function::Double, Val::Text(text)) => text.parse().ok().map(Val::Float),
        (Function::Text, Val::Bytes(bytes)) => {
            std::str::from_utf8(bytes).ok().map(|text| Val::Text(Cow::Owned(text.to_owned())))
        }
        (
            Function::Text,
            Val::Text(_) | Val::Int(_) | Val::Uint(_) | Val::Float(_) | Val::Bool(_) | Val::Duration(_),
        ) => Some(Val::Text(Cow::Owned(value.written()))),
        (Function::Int, Val::Time(it)) => time::seconds(*it).map(Val::Int),
        (Function::Timestamp, Val::Time(it)) => Some(Val::Time(*it)),
        (Function::Timestamp, Val::Int(it)) => time::from_seconds(*it).map(Val::Time),
        (Function::Timestamp, Val::Text(text)) => time::parse_time(text).map(Val::Time),
        (Function::Duration, Val::Duration(it)) => Some(Val::Duration(*it)),
        (Function::Duration, Val::Text(text)) => time::parse_duration(text).map(Val::Duration),
        (Function::Bytes, Val::Text(text)) => Some(Val::Bytes(text.as_bytes().into())),
        (Function::Bytes, Val::Bytes(bytes)) => Some(Val::Bytes(Rc::clone(bytes))),
        (Function::Bool, Val::Bool(it)) => Some(Val::Bool(*it)),
        (Function::Bool, Val::Text(text)) => match &**text {
            "1" | "t" | "true" | "True" | "TRUE" => Some(Val::Bool(true)),
            "0" | "f" | "false" | "False" | "FALSE" => Some(Val::Bool(false)),
            _ => None,
        },
        _ => None,
    };
    converted.unwrap_or_else(|| Val::unknown(format!("{} can't be converted", value.article())))
}

/// Kubernetes takes base64 with or without line breaks, always padded; we take it unpadded too.
fn base64_text<'w>(text: &str) -> Val<'w> {
    const DECODER: GeneralPurpose = GeneralPurpose::new(
        &alphabet::STANDARD,
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
    );
    let compact: String = text.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    let decoded = DECODER.decode(compact).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    decoded.map_or_else(|| Val::unknown("it is not text in base64"), |text| Val::Text(Cow::Owned(text)))
}

fn pem_blocks<'w>(text: &str) -> Val<'w> {
    let block = |block: pem::Block<'_>| {
        let member = |name: &'static str, value| (Val::Text(Cow::Borrowed(name)), value);
        let entries = vec![
            member("label", Val::Text(Cow::Owned(block.label.to_owned()))),
            member("isPrivateKey", Val::Bool(block.is_private_key())),
            member("isEncrypted", Val::Bool(block.is_encrypted())),
        ];
        Val::Map(Rc::new(MapVal { entries, open: None }))
    };
    Val::list(pem::blocks(text).into_iter().map(block).collect())
}

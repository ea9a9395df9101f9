//! Functions of URIs.

use std::sync::Arc;

use aiolint_core::{Data, Part, Text, Value};

use super::known_text;
use crate::values::text::Builder;

/// What the function gives, if it is one of these and that is known.
pub(super) fn call(name: &str, arguments: &[Value]) -> Option<Data> {
    let Data::Text(text) = &arguments.first()?.data else { return None };
    Some(match name {
        "uri" => known_text(resolved(text.known()?, arguments.get(1)?.known_text()?)?),
        "uriComponent" => Data::Text(encoded_parts(text)?),
        "uriComponentToString" => known_text(decoded(text.known()?)?),
        _ => return None,
    })
}

/// A reference seen from a base, where all ways to read the two agree: nothing in them is there to be normalized, and
/// the base has a path.
fn resolved(base: &str, reference: &str) -> Option<String> {
    let (scheme, rest) = base.split_once("://").filter(|(scheme, _)| matches!(*scheme, "http" | "https"))?;
    let (host, path) = match rest.split_once('/') {
        Some((host, path)) => (host, Some(path)),
        None => (rest, None),
    };
    let plain_host = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'-');
    if host.is_empty() || !host.bytes().all(plain_host) || !path.is_none_or(is_plain_path) {
        return None;
    }
    if let Some(from_root) = reference.strip_prefix('/') {
        return is_plain_path(from_root).then(|| format!("{scheme}://{host}/{from_root}"));
    }
    if reference.is_empty() || !is_plain_path(reference) {
        return None;
    }
    // What stands before the last slash remains.
    let folder = path?.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    Some(format!("{scheme}://{host}/{folder}{reference}"))
}

/// Whether a path has no segment that means something else, and no character that could be escaped.
fn is_plain_path(path: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let mut segments: Vec<&str> = path.split('/').collect();
    // A slash at the end is no segment.
    if segments.last().is_some_and(|last| last.is_empty()) {
        segments.pop();
    }
    segments.iter().all(|segment| !segment.is_empty() && !segment.ends_with('.') && segment.bytes().all(plain))
}

fn encoded_parts(text: &Text) -> Option<Text> {
    let Text::Parts(parts) = text else { return Some(Text::Known(encoded(text.known()?)?.into())) };
    let mut builder = Builder::default();
    for part in parts.iter() {
        match part {
            Part::Literal(known) => builder.literal(&encoded(known)?),
            Part::Hole { written, reason, .. } => builder.hole(Arc::clone(written), reason.clone(), None),
        }
    }
    Some(builder.finish())
}

/// All but letters, digits and `-_.~` is escaped. Whether `!*'()` are depends on who encodes, and of other characters
/// it is not documented in which bytes they are.
fn encoded(text: &str) -> Option<String> {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'-' | b'_' | b'.' | b'~' => encoded.push(char::from(byte)),
            b'!' | b'*' | b'\'' | b'(' | b')' => return None,
            _ if byte.is_ascii_alphanumeric() => encoded.push(char::from(byte)),
            _ if byte.is_ascii() => encoded.push_str(&format!("%{byte:02X}")),
            _ => return None,
        }
    }
    Some(encoded)
}

/// Whether a plus is a blank depends on who decodes.
fn decoded(text: &str) -> Option<String> {
    let mut decoded = String::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        decoded.push(char::from(match byte {
            b'%' => {
                let mut digit = || char::from(bytes.next()?).to_digit(16);
                let value = u8::try_from(digit()? * 16 + digit()?).ok()?;
                Some(value).filter(u8::is_ascii)?
            }
            b'+' => return None,
            _ => Some(byte).filter(u8::is_ascii)?,
        }));
    }
    Some(decoded)
}

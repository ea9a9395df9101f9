//! Functions that turn values of one type into another, and texts into other forms of the same text.

use aiolint_core::{Data, Location, Part, Reason, Text, Value};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{json, known_text};
use crate::values::same::Comparing;
use crate::values::text::Builder;

/// What the function gives, if it is one of these and that is known.
pub(super) fn call(name: &str, arguments: &[Value], at: Location, comparing: &Comparing) -> Option<Data> {
    let only = &arguments.first()?.data;
    match (name, only) {
        ("string", _) => return string(only, comparing),
        ("int", Data::Int(_)) | ("bool", Data::Bool(_)) => return Some(only.clone()),
        ("bool", Data::Int(number @ (0 | 1))) => return Some(Data::Bool(*number == 1)),
        _ => {}
    }
    let Data::Text(text) = only else { return None };
    match name {
        "base64" => return base64(text).map(Data::Text),
        "dataUri" => return data_uri(text),
        _ => {}
    }
    let text = text.known()?;
    Some(match name {
        "base64ToJson" => json::read(&decoded(text)?, at),
        "base64ToString" => known_text(decoded(text)?),
        "bool" => match text.to_ascii_lowercase().as_str() {
            "true" => Data::Bool(true),
            "false" => Data::Bool(false),
            _ => return None,
        },
        "dataUriToString" => {
            let (kind, content) = text.strip_prefix("data:")?.split_once(',')?;
            // Without this the content is written in another way.
            kind.ends_with(";base64").then_some(())?;
            known_text(decoded(content)?)
        }
        "int" if !text.starts_with('+') => Data::Int(text.parse().ok()?),
        "json" => json::read(text, at),
        _ => return None,
    })
}

fn string(value: &Data, comparing: &Comparing) -> Option<Data> {
    Some(match value {
        Data::Text(_) => value.clone(),
        Data::Int(number) => known_text(number.to_string()),
        Data::Bool(flag) => known_text(if *flag { "True" } else { "False" }),
        Data::List(_) | Data::Map(_) => Data::Text(json::write(value, comparing)?),
        _ => return None,
    })
}

/// Plain characters only: of others it is not documented in which bytes they are encoded. Every three bytes before a
/// hole are four characters, whatever fills it.
fn base64(text: &Text) -> Option<Text> {
    let Text::Parts(parts) = text else {
        let known = text.known().filter(|known| known.is_ascii())?;
        return Some(Text::Known(STANDARD.encode(known).into()));
    };
    let Part::Literal(start) = parts.first()? else { return None };
    let whole = start.len() / 3 * 3;
    let start = start.get(..whole).filter(|start| !start.is_empty() && start.is_ascii())?;
    let mut builder = Builder::default();
    builder.literal(&STANDARD.encode(start));
    builder.hole("…".into(), text.hole()?.clone(), None);
    Some(builder.finish())
}

fn decoded(text: &str) -> Option<String> {
    let bytes = STANDARD.decode(text).ok()?;
    String::from_utf8(bytes).ok().filter(|text| text.is_ascii())
}

/// The documentation shows `charset=utf8` and the compiler's tests `charset=utf-8`; so that part is left open.
fn data_uri(text: &Text) -> Option<Data> {
    let reason = Reason::new("the documentation and the compiler write the character set differently");
    let mut builder = Builder::default();
    builder.literal("data:text/plain;charset=utf");
    builder.hole("…".into(), reason, None);
    builder.literal("8;base64,");
    builder.text(&base64(text)?);
    Some(Data::Text(builder.finish()))
}

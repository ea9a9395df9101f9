//! Templates in which literals become parameters.

use std::ops::Range;

use crate::Gaps;

/// A literal: where it is, and its type.
pub(crate) struct Literal {
    at: Range<usize>,
    of: &'static str,
}

const TEXTS: [&str; 22] = [
    "''",
    "'x'",
    "'default'",
    "'Enabled'",
    "'Disabled'",
    "'enabled'",
    "'aio-broker:18883'",
    "'aio-broker'",
    "'mill.westeurope-1.ts.eventgrid.azure.net:8883'",
    "'mill.westeurope-1.ts.eventgrid.azure.net:443'",
    "'mill.westeurope-1.ts.eventgrid.azure.net'",
    "'mqtt.contoso.com:8883'",
    "'https://mqtt.contoso.com'",
    "'Mqtt'",
    "'Kafka'",
    "'DataLakeStorage'",
    "'WebSockets'",
    "'Anonymous'",
    "'X509Certificate'",
    "'ServiceAccountToken'",
    "'Source'",
    "'<LATER>'",
];
const NUMBERS: [&str; 6] = ["0", "1", "3", "21", "-1", "8883"];
const OBJECTS: [&str; 5] =
    ["{}", "{ mode: 'Enabled' }", "{ mode: 'Disabled' }", "{ method: 'Anonymous' }", "{ host: 'aio-broker:18883' }"];
const LISTS: [&str; 3] = ["[]", "['a']", "['a/#', 'b']"];

/// What a line begins with whose texts are no values.
const NO_VALUES: [&str; 8] = ["resource ", "module ", "import ", "using ", "@", "type ", "param ", "targetScope"];

/// The literals of a template that could be parameters.
pub(crate) fn literals(text: &str) -> Vec<Literal> {
    let mut found = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
        let words = text[line..].trim_start();
        let skipped = NO_VALUES.iter().any(|start| words.starts_with(start)) || words.starts_with("//");
        let len = match first {
            '/' if text[at..].starts_with("//") => text[at..].find('\n').unwrap_or(text.len() - at),
            '\'' => string(&text[at..]),
            _ if first.is_ascii_alphanumeric() || first == '_' => {
                text[at..].find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(text.len() - at)
            }
            _ => first.len_utf8(),
        };
        let word = &text[at..at + len];
        let is_key = text[at + len..].starts_with(':');
        let of = match word {
            _ if is_key || skipped => None,
            "true" | "false" => Some("bool"),
            _ if first == '\'' && !word.contains("${") && !word.starts_with("'''") => Some("string"),
            _ if word.bytes().all(|byte| byte.is_ascii_digit()) => Some("int"),
            _ => None,
        };
        let names = text[..at].trim_end().ends_with("name:");
        let of = of.map(|of| if names && of == "string" { "name" } else { of });
        found.extend(of.map(|of| Literal { at: at..at + len, of }));
        match first {
            '{' | '[' => open.push(at),
            '}' | ']' => {
                let start = open.pop().unwrap_or(at);
                let before = text[..start].trim_end();
                let is_value = before.ends_with(':') && is_plain(&text[start..=at]);
                let of = if first == '}' { "object" } else { "array" };
                found.extend(is_value.then(|| Literal { at: start..at + 1, of }));
            }
            _ => {}
        }
        at += len;
    }
    found
}

/// The length of the string that a text begins with.
fn string(text: &str) -> usize {
    if let Some(rest) = text.strip_prefix("'''") {
        return rest.find("'''").map_or(text.len(), |end| end + 6);
    }
    let (mut depth, mut escaped) = (0, false);
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '{' if text[..at].ends_with('$') => depth += 1,
            '}' if depth > 0 => depth -= 1,
            '\'' if depth == 0 => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// Whether an object or array holds nothing but literals.
fn is_plain(text: &str) -> bool {
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let len = match first {
            '\'' => string(rest),
            c if c.is_ascii_alphabetic() => {
                let len = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
                if !rest[len..].starts_with(':') && !matches!(&rest[..len], "true" | "false" | "null") {
                    return false;
                }
                len
            }
            c if "{}[]:, \n-".contains(c) || c.is_ascii_digit() => 1,
            _ => return false,
        };
        if rest[..len].contains("${") {
            return false;
        }
        rest = &rest[len..];
    }
    true
}

/// What a name may be. It is nobody else's: what has a name that is not known is never taken for `default`.
fn names(written: &str) -> Vec<String> {
    let start = written.trim_end_matches('\'');
    vec![format!("{start}-x'"), format!("{start}-y'")]
}

fn values(of: &str) -> &'static [&'static str] {
    match of {
        "string" => &TEXTS,
        "int" => &NUMBERS,
        "bool" => &["true", "false"],
        "object" => &OBJECTS,
        _ => &LISTS,
    }
}

/// The template with these literals as parameters, and what these may be: the literal that was there, those beside it,
/// and others. `None` if one of them is in another.
pub(crate) fn open(text: &str, found: &[Literal], chosen: &[usize]) -> Option<(String, Gaps)> {
    let mut ranges: Vec<&Literal> = chosen.iter().map(|number| &found[*number]).collect();
    ranges.sort_by_key(|literal| literal.at.start);
    if ranges.windows(2).any(|pair| pair[0].at.end > pair[1].at.start) {
        return None;
    }
    let (mut opened, mut declared, mut gaps, mut end) = (String::new(), String::new(), Vec::new(), 0);
    for (number, Literal { at, of }) in ranges.into_iter().enumerate() {
        let name = format!("gap{number}");
        opened = opened + &text[end..at.start] + &name;
        end = at.end;
        let written = &text[at.clone()];
        let mut own = vec![written.to_owned(); 6];
        let of = match *of {
            "name" => {
                own.retain(|own| !own.contains("default"));
                own.extend(names(written));
                "string"
            }
            of => {
                let beside = found.iter().filter(|other| other.of == of).map(|other| &text[other.at.clone()]);
                own.extend(beside.chain(values(of).iter().copied()).map(str::to_owned));
                of
            }
        };
        declared += &format!("param {name} {of}\n");
        gaps.push((name, own));
    }
    Some((format!("{opened}{}\n{declared}", &text[end..]), gaps))
}

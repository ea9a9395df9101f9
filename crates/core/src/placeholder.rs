//! Placeholders: parts of a text that something fills in before the file is used.
//!
//! `<NAME>` of documentation, `${VAR}` of envsubst and Terraform, `$(VAR)` and `#{VAR}#` of pipelines,
//! `__VAR__` and `#_VAR_#` of token replacers, and the template actions that were hidden from the parser. Not
//! placeholders are the variables that Azure IoT Operations itself fills in at run time.

use std::ops::Range;
use std::sync::Arc;

use crate::{Data, Part, Reason, Text};

/// First character of an action of a template that is hidden from the parser. Unassigned in Unicode, two bytes
/// long like its partner, so that even `{{}}` can be hidden.
pub const HIDDEN_START: char = '\u{378}';
/// Last character of a hidden action.
pub const HIDDEN_END: char = '\u{379}';

/// What `${…}` means to data flows and topic templates; these stay text.
const RUN_TIME: [&str; 5] = ["inputTopic", "outputTopic", "client.", "principal.", "topic"];

/// The text, with its placeholders as holes. `actions` gives, in order, what the hidden actions of this
/// scalar were. `typed`: whether a scalar that is one placeholder may turn out to be of any type.
#[must_use]
pub fn text<'a>(value: &str, mut actions: impl Iterator<Item = &'a str>, typed: bool) -> Data {
    let found = if value.bytes().any(|byte| matches!(byte, b'<' | b'$' | b'#' | b'_' | b'{' | 0xcd)) {
        holes(value)
    } else {
        Vec::new()
    };
    if found.is_empty() {
        return Data::Text(Text::Known(value.into()));
    }
    let mut parts = Vec::with_capacity(2 * found.len() + 1);
    let mut end = 0;
    for hole in found {
        if end < hole.start {
            parts.push(Part::Literal(value[end..hole.start].into()));
        }
        end = hole.end;
        let written = match value[hole.clone()].contains(HIDDEN_START) {
            true => actions.next().unwrap_or("{{ … }}"),
            false => &value[hole],
        };
        let written: Arc<str> = written.into();
        let reason = Reason::new(format!("`{written}`{LATER}"));
        parts.push(Part::Hole { written, reason, mark: None });
    }
    if end < value.len() {
        parts.push(Part::Literal(value[end..].into()));
    }
    match &parts[..] {
        [Part::Hole { reason, .. }] if typed => Data::Unknown(reason.clone()),
        _ => Data::Text(Text::Parts(parts.into())),
    }
}

/// The words behind a placeholder in the reason for not knowing it.
const LATER: &str = " is filled in later";

/// The placeholder that a value is not known for, if it is one.
#[must_use]
pub fn of_reason(reason: &Reason) -> Option<&str> {
    reason.as_str().strip_suffix(LATER)?.strip_prefix('`')?.strip_suffix('`')
}

/// Whether a placeholder is one of documentation, `<NAME>`, which no tool fills in.
#[must_use]
pub fn is_of_documentation(written: &str) -> bool {
    written.starts_with('<')
}

fn holes(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = text[at..].find(['<', '$', '#', '_', '{', HIDDEN_START]).map(|next| at + next) {
        match hole(&text[next..]) {
            Some(len) => {
                found.push(next..next + len);
                at = next + len;
            }
            None => at = next + text[next..].chars().next().map_or(1, char::len_utf8),
        }
    }
    found
}

/// The length of the placeholder that `text` starts with, if it does.
fn hole(text: &str) -> Option<usize> {
    let between = |open: &str, close: &str, inner: fn(&str) -> bool| {
        let rest = text.strip_prefix(open)?;
        let end = rest.find(close)?;
        inner(&rest[..end]).then_some(open.len() + end + close.len())
    };
    match text.chars().next()? {
        HIDDEN_START => text.find(HIDDEN_END).map(|end| end + HIDDEN_END.len_utf8()),
        '<' => between("<", ">", is_words),
        '$' => {
            between("${", "}", |inner| !inner.contains('{') && !RUN_TIME.iter().any(|name| is_run_time(inner, name)))
                .or_else(|| between("$(", ")", is_name))
        }
        '#' if text[1..].starts_with(HIDDEN_START) => hole(&text[1..]).map(|len| len + 1),
        '#' => between("#{", "}#", |inner| !inner.is_empty() && !inner.contains('\n'))
            .or_else(|| between("#_", "_#", is_name)),
        // In YAML these are hidden before they get here.
        '{' => between("{{", "}}", |inner| !inner.is_empty() && !inner.contains(['{', '}', '\n'])),
        '_' => between("__", "__", |inner| is_name(inner) && inner.starts_with(|c: char| c.is_ascii_uppercase())),
        _ => None,
    }
}

fn is_run_time(inner: &str, name: &str) -> bool {
    inner.strip_prefix(name).is_some_and(|rest| name.ends_with('.') || rest.is_empty() || rest.starts_with(['.', '|']))
}

/// A name as variables have it.
fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-' | ':'))
}

/// What documentation puts between `<` and `>`.
fn is_words(text: &str) -> bool {
    text.len() <= 80
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-' | ' ' | ':' | '/' | '\''))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(value: &str) -> Vec<String> {
        match text(value, std::iter::empty(), false) {
            Data::Text(Text::Parts(parts)) => parts
                .iter()
                .map(|part| match part {
                    Part::Literal(text) => format!("={text}"),
                    Part::Hole { written, .. } => format!("?{written}"),
                })
                .collect(),
            _ => vec![format!("={value}")],
        }
    }

    #[test]
    fn every_form_of_placeholder_is_a_hole() {
        for hole in [
            "<NAME>",
            "<hub host>",
            "${VAR}",
            "${VAR:-x}",
            "$(VAR)",
            "#{Var.Name}#",
            "#_var_#",
            "__VAR__",
            "{{ .Values.x }}",
        ] {
            assert_eq!(written(hole), [format!("?{hole}")], "{hole}");
        }
        assert_eq!(
            written("${NS}.${LOC}-1.ts.eventgrid.azure.net:8883"),
            ["?${NS}", "=.", "?${LOC}", "=-1.ts.eventgrid.azure.net:8883"]
        );
    }

    #[test]
    fn run_time_variables_and_look_alikes_are_text() {
        for value in [
            "a/${inputTopic}/b",
            "${inputTopic.2}",
            "${outputTopic}",
            "${client.authenticationName}",
            "${client.authenticationName|.x}",
            "${principal.deviceId}",
            "$1 < 5 && $2 > 3",
            "a <- b -> c",
            "__init__",
            "{ a: {} }",
            "$shared/g/#",
            "$",
            "${",
            "<>",
            "#",
            "é$(",
        ] {
            assert_eq!(written(value), [format!("={value}")], "{value}");
        }
    }

    #[test]
    fn a_whole_placeholder_may_have_any_type_unless_quoted() {
        let Data::Unknown(reason) = text("<N>", std::iter::empty(), true) else { panic!("it is not known") };
        assert_eq!(of_reason(&reason), Some("<N>"));
        assert_eq!(of_reason(&Reason::new("it is a parameter")), None);
        assert!(matches!(text("<N>", std::iter::empty(), false), Data::Text(Text::Parts(_))));
    }
}

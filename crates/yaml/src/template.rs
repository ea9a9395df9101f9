//! `{{ … }}` actions of Helm and its like, hidden from the parser byte for byte.
//!
//! An action inside a line becomes a run of characters that the parser takes for text, and that
//! [`placeholder`](aiolint_core::placeholder) recognises in the values. A line of actions only (`{{- if … }}`,
//! `{{ toYaml … }}`) becomes a comment, or a part of the text where it stands in one: what it adds or removes
//! is not known, so the document around it is open. A placeholder alone at the start of a line, as Terraform
//! fills in several lines with, is taken in the same way.

use std::borrow::Cow;

use aiolint_core::Span;
use aiolint_core::placeholder::{HIDDEN_END, HIDDEN_START};
use memchr::memmem;

/// A text whose actions are hidden.
pub(crate) struct Masked<'t> {
    /// As long as the original, with line breaks in the same places.
    pub text: Cow<'t, str>,
    /// All actions, in order.
    pub actions: Vec<Span>,
    /// Those that may add or remove something.
    pub control: Vec<Span>,
}

/// Hides the actions of `text`.
pub(crate) fn mask(text: &str) -> Masked<'_> {
    let mut found = actions(text);
    found.extend(lone_placeholders(text));
    if found.is_empty() {
        return Masked { text: Cow::Borrowed(text), actions: Vec::new(), control: Vec::new() };
    }
    found.sort();
    let mut bytes = text.as_bytes().to_vec();
    let mut control = Vec::new();
    let mut rest = &found[..];
    while let Some(first) = rest.first() {
        let group = alone_on_lines(text, rest);
        let (these, others) = rest.split_at(group.max(1));
        let members = group > 0 || adds_members(text, *first);
        for action in these {
            hide(&mut bytes, *action, members && action == first);
        }
        if members {
            control.extend(these.iter().filter(|action| !is_comment(&text[action.range()])));
        }
        rest = others;
    }
    // Whole characters are replaced by whole characters, so that this can't fail; if it did, the parser
    // would see the original.
    let masked = String::from_utf8(bytes).map_or(Cow::Borrowed(text), Cow::Owned);
    Masked { text: masked, actions: found, control }
}

/// `${name}` alone on a line, from its first column on.
fn lone_placeholders(text: &str) -> impl Iterator<Item = Span> {
    let starts = memmem::find_iter(text.as_bytes(), "${").filter(|at| *at == 0 || text.as_bytes()[at - 1] == b'\n');
    let spans = starts.filter_map(|start| {
        let line = text[start..].lines().next()?.trim_end();
        let name = line.strip_prefix("${")?.strip_suffix('}')?;
        (!name.contains(['{', '}'])).then(|| Span::new(start, start + line.len()))
    });
    spans.collect::<Vec<_>>().into_iter()
}

fn actions(text: &str) -> Vec<Span> {
    let closing = memmem::Finder::new("}}");
    let mut found: Vec<Span> = Vec::new();
    for start in memmem::find_iter(text.as_bytes(), "{{") {
        if found.last().is_some_and(|last| start < last.end as usize) {
            continue;
        }
        let Some(end) = closing.find(&text.as_bytes()[start + 2..]) else { break };
        found.push(Span::new(start, start + 2 + end + 2));
    }
    found
}

/// How many of the first `actions` share their lines with nothing but white space.
fn alone_on_lines(text: &str, actions: &[Span]) -> usize {
    let line_start = text[..actions[0].start as usize].rfind('\n').map_or(0, |at| at + 1);
    if !text[line_start..actions[0].start as usize].trim().is_empty() {
        return 0;
    }
    for (number, action) in actions.iter().enumerate() {
        let next = actions.get(number + 1).map_or(text.len(), |next| next.start as usize);
        let between = &text[action.end as usize..next];
        let line = between.split('\n').next().unwrap_or_default();
        if !line.trim().is_empty() {
            return 0;
        }
        if line.len() < between.len() || next == text.len() {
            return number + 1;
        }
    }
    0
}

/// Whether an action at the end of a line writes the lines below it: `labels: {{ include "x" . | nindent 4 }}`.
fn adds_members(text: &str, action: Span) -> bool {
    let (before, after) = (&text[..action.start as usize], &text[action.end as usize..]);
    let ends_line = after.lines().next().is_none_or(|rest| rest.trim().is_empty());
    ends_line && before.ends_with([' ', '\t']) && text[action.range()].contains("nindent")
}

fn is_comment(action: &str) -> bool {
    action.trim_start_matches("{{").trim_start_matches('-').trim_start().starts_with("/*")
}

/// Replaces an action, line by line: its first line becomes text, further ones comments; so does the first
/// one `as_comment`. In a text, a comment is text too.
fn hide(bytes: &mut [u8], action: Span, as_comment: bool) {
    let mut comment = as_comment;
    for line in bytes[action.range()].split_mut(|byte| matches!(byte, b'\n' | b'\r')) {
        let indent = line.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let sign = usize::from(comment && indent < line.len());
        line[indent..].fill(b'_');
        line[indent..indent + sign].fill(b'#');
        let hidden = &mut line[indent + sign..];
        if hidden.len() >= 4 {
            let end = hidden.len() - 2;
            HIDDEN_START.encode_utf8(hidden);
            HIDDEN_END.encode_utf8(&mut hidden[end..]);
        }
        comment = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_action_in_a_line_becomes_text_of_the_same_length() {
        let text = "host: {{ .Values.é }}:8883\nport: {{p}}\n";
        let masked = mask(text);
        assert_eq!(masked.text.len(), text.len());
        assert_eq!(masked.actions.len(), 2);
        assert!(masked.control.is_empty());
        assert!(masked.text.contains(":8883\n"), "{}", masked.text);
    }

    #[test]
    fn lines_of_actions_only_become_comments() {
        let text = "a:\n  {{- if .x }}\n  b: 1\n  {{- end }}{{ end }}\n{{/* note */}}\n${more}\n";
        let masked = mask(text);
        assert_eq!(masked.text.len(), text.len());
        assert!(masked.text.starts_with("a:\n  #"), "{}", masked.text);
        assert_eq!(masked.text.matches('#').count(), 4, "{}", masked.text);
        assert_eq!(masked.control.len(), 4, "the comment adds nothing");
    }

    #[test]
    fn an_action_over_lines_keeps_the_lines() {
        let text = "a: {{ include\n  \"x\" . }}\nb: {{- /* c\n */}}\n";
        let masked = mask(text);
        assert_eq!(masked.text.matches('\n').count(), text.matches('\n').count());
        assert_eq!(masked.text.len(), text.len());
        assert!(masked.text.contains("\n  #") && masked.text.contains("\n #"), "{}", masked.text);
    }

    #[test]
    fn an_action_without_an_end_stays() {
        assert_eq!(mask("a: {{ b").text, "a: {{ b");
    }
}

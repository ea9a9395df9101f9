//! `{{ … }}` actions of Helm and its like, hidden from the parser byte for byte.
//!
//! An action inside a line becomes a run of characters that the parser takes for text, and that
//! [`placeholder`](crate::placeholder) recognises in the values. A line of actions only (`{{- if … }}`,
//! `{{ toYaml … }}`) becomes blank: what it adds or removes is not known, so the document around it is open.

use std::borrow::Cow;

use aiolint_core::Span;
use memchr::memmem;

/// First character of a hidden action. Unassigned in Unicode, two bytes long like its partner, so that
/// even `{{}}` can be hidden.
pub(crate) const HIDDEN_START: char = '\u{378}';
/// Last character of a hidden action.
pub(crate) const HIDDEN_END: char = '\u{379}';

/// A text whose actions are hidden.
pub(crate) struct Masked<'t> {
    /// As long as the original, with line breaks in the same places.
    pub text: Cow<'t, str>,
    /// The actions that became text, in order.
    pub actions: Vec<Span>,
    /// The lines that may add or remove something.
    pub control: Vec<Span>,
}

/// Hides the actions of `text`.
pub(crate) fn mask(text: &str) -> Masked<'_> {
    let found = actions(text);
    if found.is_empty() {
        return Masked { text: Cow::Borrowed(text), actions: Vec::new(), control: Vec::new() };
    }
    let mut bytes = text.as_bytes().to_vec();
    let mut masked = Masked { text: Cow::Borrowed(""), actions: Vec::new(), control: Vec::new() };
    let mut rest = &found[..];
    while let Some(first) = rest.first() {
        let group = alone_on_lines(text, rest);
        if group > 0 {
            for action in &rest[..group] {
                blank(&mut bytes, action.range());
                if !is_comment(&text[action.range()]) {
                    masked.control.push(*action);
                }
            }
            rest = &rest[group..];
        } else {
            hide(&mut bytes, *first);
            masked.actions.push(*first);
            rest = &rest[1..];
        }
    }
    // Whole characters are replaced by whole characters, so that this can't fail; if it did, the parser
    // would see the original.
    masked.text = String::from_utf8(bytes).map_or(Cow::Borrowed(text), Cow::Owned);
    masked
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

fn is_comment(action: &str) -> bool {
    action.trim_start_matches("{{").trim_start_matches('-').trim_start().starts_with("/*")
}

fn blank(bytes: &mut [u8], range: std::ops::Range<usize>) {
    for byte in &mut bytes[range] {
        if !matches!(*byte, b'\n' | b'\r') {
            *byte = b' ';
        }
    }
}

/// The part up to the end of the first line becomes text, further lines become blank.
fn hide(bytes: &mut [u8], action: Span) {
    let range = action.range();
    let line = bytes[range.clone()].iter().position(|byte| matches!(byte, b'\n' | b'\r'));
    let end = line.map_or(range.end, |at| range.start + at);
    if end - range.start < 4 {
        // `{{` alone before a line break: there is no room for the marks.
        blank(bytes, range);
        return;
    }
    bytes[range.start..end].fill(b'_');
    HIDDEN_START.encode_utf8(&mut bytes[range.start..]);
    HIDDEN_END.encode_utf8(&mut bytes[end - 2..]);
    blank(bytes, end..range.end);
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
    fn lines_of_actions_only_become_blank() {
        let text = "a:\n  {{- if .x }}\n  b: 1\n  {{- end }}{{ end }}\n{{/* note */}}\n";
        let masked = mask(text);
        assert_eq!(masked.text.trim_end(), "a:\n              \n  b: 1");
        assert_eq!(masked.control.len(), 3, "the comment adds nothing");
    }

    #[test]
    fn an_action_over_lines_keeps_the_lines() {
        let text = "a: {{ include\n  \"x\" . }}\nb: {{- /* c\n */}}\n";
        let masked = mask(text);
        assert_eq!(masked.text.matches('\n').count(), text.matches('\n').count());
        assert_eq!(masked.text.len(), text.len());
    }

    #[test]
    fn an_action_without_an_end_stays() {
        assert_eq!(mask("a: {{ b").text, "a: {{ b");
    }
}

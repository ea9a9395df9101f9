//! Text from inputs, made fit for a terminal and for the log of a pipeline.

use std::borrow::Cow;

/// `text` without what a terminal or the log of a pipeline would obey: control characters become `�`, and so do the
/// marks that reorder text (a file must not be able to show another content than it has) and a `#` of `##vso[`, with
/// which a file could set variables of the pipeline that checks it. Tabs and line feeds stay.
#[must_use]
pub fn printable(text: &str) -> Cow<'_, str> {
    let obeyed = |c: char| {
        (c.is_control() && c != '\t' && c != '\n')
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let commands: Vec<usize> = log_commands(text).collect();
    if commands.is_empty() && !text.contains(obeyed) {
        return Cow::Borrowed(text);
    }
    let is_obeyed = |(at, c): (usize, char)| obeyed(c) || commands.binary_search(&at).is_ok();
    Cow::Owned(text.char_indices().map(|it| if is_obeyed(it) { '\u{fffd}' } else { it.1 }).collect())
}

/// Where the logs of Azure Pipelines (`##vso[…]`) and GitHub Actions (`##[…]`) would find a command, which they do
/// anywhere in a line: the offsets of the second `#`. A command is none without it.
pub fn log_commands(text: &str) -> impl Iterator<Item = usize> {
    let begins = |rest: &[u8], with: &[u8]| rest.get(..with.len()).is_some_and(|it| it.eq_ignore_ascii_case(with));
    let bytes = text.as_bytes();
    text.match_indices('#').map(|(at, _)| at).filter(move |at| {
        let is_second = at.checked_sub(1).is_some_and(|before| bytes[before] == b'#');
        is_second && (begins(&bytes[*at..], b"#[") || begins(&bytes[*at..], b"#vso["))
    })
}

/// The parts of a message, in order: what it has between two backticks is code (`true`), all else is words. A backtick
/// without a partner is part of the words.
pub fn code_spans(text: &str) -> impl Iterator<Item = (bool, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let code = rest.strip_prefix('`').and_then(|body| body.split_once('`'));
        let words = match code {
            Some((code, after)) => {
                rest = after;
                return Some((true, code));
            }
            // No backtick behind the first one has a partner then.
            None if rest.starts_with('`') => rest.len(),
            None => rest.find('`').unwrap_or(rest.len()),
        };
        let (words, after) = rest.split_at(words);
        rest = after;
        (!words.is_empty()).then_some((false, words))
    })
}

/// A path as it may begin a line: GitHub Actions obeys what begins with `::`.
#[must_use]
pub fn at_line_start(path: &str) -> Cow<'_, str> {
    if path.trim_start().starts_with("::") { Cow::Owned(format!("./{path}")) } else { Cow::Borrowed(path) }
}

/// The first `most` characters of a text; what is cut is marked.
#[must_use]
pub fn brief(text: &str, most: usize) -> Cow<'_, str> {
    match text.char_indices().nth(most) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::{at_line_start, brief, code_spans, printable};

    #[test]
    fn code_stands_between_two_backticks() {
        let parts = |text| code_spans(text).collect::<Vec<_>>();
        assert_eq!(parts("a `b` c"), [(false, "a "), (true, "b"), (false, " c")]);
        assert_eq!(parts("`a``b` `c"), [(true, "a"), (true, "b"), (false, " "), (false, "`c")]);
        assert_eq!(parts("``"), [(true, "")]);
        assert_eq!(parts(""), []);
    }

    #[test]
    fn a_long_text_is_cut_and_marked() {
        assert_eq!(brief("ééé", 2), "éé…");
        assert_eq!(brief("éé", 2), "éé");
    }

    #[test]
    fn escape_sequences_and_reordering_marks_are_shown_not_obeyed() {
        assert_eq!(printable("a\u{1b}[31mb\u{202e}c\r"), "a\u{fffd}[31mb\u{fffd}c\u{fffd}");
        assert_eq!(printable("tab\tline\n😀"), "tab\tline\n😀");
    }

    #[test]
    fn commands_of_pipelines_are_shown_not_obeyed() {
        assert_eq!(printable("a ##vso[task.x]é ###[x] ##VSO["), "a #\u{fffd}vso[task.x]é ##\u{fffd}[x] #\u{fffd}VSO[");
        for text in ["# [a]", "#[a]", "## a [b]", "##vso", "##"] {
            assert_eq!(printable(text), text);
        }
        assert_eq!([at_line_start("::a"), at_line_start(" ::a"), at_line_start("a::b")], ["./::a", "./ ::a", "a::b"]);
    }
}

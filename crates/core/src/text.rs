//! Text from inputs, made fit for a terminal.

use std::borrow::Cow;

/// `text` without characters that a terminal would obey: control characters become `�`, and so do the
/// marks that reorder text (a file must not be able to show another content than it has).
/// Tabs and line feeds stay.
#[must_use]
pub fn printable(text: &str) -> Cow<'_, str> {
    let obeyed = |c: char| {
        (c.is_control() && c != '\t' && c != '\n')
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if !text.contains(obeyed) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| if obeyed(c) { '\u{fffd}' } else { c }).collect())
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
    use super::{brief, printable};

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
}

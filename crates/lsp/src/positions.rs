//! Positions of the protocol: 0-based lines and columns, in the encoding that was agreed on.

use aiolint_core::{Encoding, LineIndex, Source, Span};
use gen_lsp_types::{Position, Range};

/// The offset of a position in a text; one behind the end of its line is the end of the line, one behind the last line
/// the end of the text, and one within a character its start.
pub(crate) fn offset(text: &str, lines: &LineIndex, position: Position, encoding: Encoding) -> usize {
    let number = usize::try_from(position.line).unwrap_or(usize::MAX);
    if number >= lines.len() {
        return text.len();
    }
    let range = lines.line_range(number, text);
    let line = text[range.clone()].trim_end_matches(['\r', '\n']);
    let wanted = usize::try_from(position.character).unwrap_or(usize::MAX);
    let mut column = 0;
    for (at, c) in line.char_indices() {
        let width = width(c, encoding);
        if column + width > wanted {
            return range.start + at;
        }
        column += width;
    }
    range.start + line.len()
}

fn width(c: char, encoding: Encoding) -> usize {
    match encoding {
        Encoding::Utf8 => c.len_utf8(),
        Encoding::Utf16 => c.len_utf16(),
        Encoding::Utf32 => 1,
    }
}

/// The position of an offset. Behind a byte order mark that the analysis does not see, the first line is longer.
pub(crate) fn position(source: &Source, offset: u32, encoding: Encoding, marked: bool) -> Position {
    let at = source.position(offset, encoding);
    let (line, character) = (at.line - 1, at.column - 1);
    let mark = if marked && line == 0 { u32::try_from(width('\u{feff}', encoding)).unwrap_or(0) } else { 0 };
    Position { line, character: character + mark }
}

/// The range of a span.
pub(crate) fn range(source: &Source, span: Span, encoding: Encoding, marked: bool) -> Range {
    let position = |offset| position(source, offset, encoding, marked);
    Range { start: position(span.start), end: position(span.end.max(span.start)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_clamp_and_count_in_their_encoding() {
        let text = "a😀é\r\nb\rc";
        let lines = LineIndex::new(text);
        let at = |line, character, encoding| offset(text, &lines, Position { line, character }, encoding);
        assert_eq!(at(0, 3, Encoding::Utf16), 5);
        assert_eq!(at(0, 2, Encoding::Utf16), 1, "within a pair of surrogates");
        assert_eq!(at(0, 2, Encoding::Utf32), 5);
        assert_eq!(at(0, 5, Encoding::Utf8), 5);
        assert_eq!(at(0, 99, Encoding::Utf16), 7, "not behind the line break");
        assert_eq!(at(1, 1, Encoding::Utf16), 10);
        assert_eq!(at(2, 1, Encoding::Utf16), 12);
        assert_eq!(at(9, 0, Encoding::Utf16), text.len());
        assert_eq!(at(u32::MAX, u32::MAX, Encoding::Utf32), text.len());
    }
}

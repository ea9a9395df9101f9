//! The tokens of a file, as far as a slip of the finger knows them.

use std::ops::Range;

const MARKS: [&str; 16] =
    ["...", "&&", "||", "??", "==", "!=", "=~", "!~", "<=", ">=", "=>", "::", ".?", "[?", "${", "'''"];

enum Frame {
    /// In a string; whether it goes over several lines.
    String(bool),
    /// In a hole of a string, with so many braces open.
    Hole(usize),
}

/// Words, numbers, marks and quotes. The text of strings and comments is none of them.
pub(super) fn tokens(text: &str) -> Vec<Range<usize>> {
    let mut tokens = Vec::new();
    let mut frames: Vec<Frame> = Vec::new();
    let mut at = 0;
    while let Some(next) = text[at..].chars().next() {
        let rest = &text[at..];
        if let Some(Frame::String(lines)) = frames.last() {
            let lines = *lines;
            let length = in_string(rest, lines, &mut frames);
            if matches!(next, '\'' | '$') && (length > 1 || next == '\'') && !(lines && length < 3) {
                tokens.push(at..at + length);
            }
            at += length;
            continue;
        }
        let length = length(rest);
        let token = &rest[..length];
        match token {
            "'" | "'''" => frames.push(Frame::String(token.len() == 3)),
            "{" => {
                if let Some(Frame::Hole(open)) = frames.last_mut() {
                    *open += 1;
                }
            }
            "}" => match frames.last_mut() {
                Some(Frame::Hole(0)) => _ = frames.pop(),
                Some(Frame::Hole(open)) => *open -= 1,
                _ => {}
            },
            _ => {}
        }
        let trivia = next.is_whitespace() || next == '#' || token.starts_with("//") || token.starts_with("/*");
        if !trivia {
            tokens.push(at..at + length);
        }
        at += length;
    }
    tokens
}

/// The length of what stands next in a string; a quote or a hole changes the frames.
fn in_string(rest: &str, lines: bool, frames: &mut Vec<Frame>) -> usize {
    if lines {
        let quotes = rest.bytes().take_while(|byte| *byte == b'\'').count();
        if quotes >= 3 {
            frames.pop();
        }
        return quotes.max(rest.chars().next().map_or(1, char::len_utf8));
    }
    if rest.starts_with("${") {
        frames.push(Frame::Hole(0));
        return 2;
    }
    let mut characters = rest.chars();
    match characters.next() {
        Some('\'') => {
            frames.pop();
            1
        }
        Some('\\') => 1 + characters.next().map_or(0, char::len_utf8),
        other => other.map_or(1, char::len_utf8),
    }
}

/// The length of the token, the comment or the blanks that a text starts with.
fn length(rest: &str) -> usize {
    let run = |of: fn(char) -> bool| rest.find(|c| !of(c)).unwrap_or(rest.len());
    let line = || rest.find(['\r', '\n']).unwrap_or(rest.len());
    match rest.chars().next() {
        Some('#') => line(),
        _ if rest.starts_with("//") => line(),
        _ if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
        Some(c) if c.is_whitespace() => run(char::is_whitespace),
        Some(c) if c.is_ascii_alphanumeric() || c == '_' => run(|c| c.is_ascii_alphanumeric() || c == '_'),
        other => {
            let mark = MARKS.iter().find(|mark| rest.starts_with(**mark));
            mark.map_or(other.map_or(1, char::len_utf8), |mark| mark.len())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        tokens(text).into_iter().map(|token| &text[token]).collect()
    }

    #[test]
    fn strings_are_quotes_and_holes() {
        assert_eq!(texts("var a = 'x \\' ${b.c} y' // d"), ["var", "a", "=", "'", "${", "b", ".", "c", "}", "'"]);
        assert_eq!(texts("'''x ''\n${y}''' /* z */ 1"), ["'''", "'''", "1"]);
        assert_eq!(texts("a=='${f({b:1})}'"), ["a", "==", "'", "${", "f", "(", "{", "b", ":", "1", "}", ")", "}", "'"]);
    }
}

//! Where statements start in a text that may be broken anywhere.

use std::ops::Range;

use super::scan::{Line, Scan};

/// Lines that belong together when brackets are where they should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Group {
    /// Its bytes.
    pub range: Range<usize>,
    /// Where statements seem to start although a bracket is open: the pieces of the group if it is broken.
    pub cuts: Vec<usize>,
}

impl Group {
    /// The group, cut where statements seem to start.
    pub(super) fn pieces(&self) -> Vec<Range<usize>> {
        let starts = std::iter::once(self.range.start).chain(self.cuts.iter().copied());
        let ends = self.cuts.iter().copied().chain(std::iter::once(self.range.end));
        starts.zip(ends).map(|(start, end)| start..end).collect()
    }
}

/// What the lines of a statement have been so far.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Progress {
    /// Comments and pragmas only.
    Nothing,
    /// Decorators, whose declaration must follow.
    Decorators {
        /// How far the last one is indented.
        indent: usize,
    },
    /// The declaration.
    Declaration {
        /// How far its first line is indented.
        indent: usize,
    },
}

/// Splits a text into groups. Together they are the whole text.
pub(super) fn groups(text: &str, scan: &Scan) -> Vec<Group> {
    let mut groups = vec![Group { range: 0..text.len(), cuts: Vec::new() }];
    let mut progress = Progress::Nothing;
    // How many brackets were open where the statement started: those that an earlier one left open.
    let mut base = 0;
    for line in &scan.lines {
        let kind = kind_of(text, *line);
        let outside = line.depth <= base;
        let fresh = match (progress, kind) {
            (_, Kind::Trivia) => continue,
            // What is indented more, or only closes, belongs to what is before it, whatever it is.
            (Progress::Declaration { indent }, Kind::Other) if line.indent() > indent || closes(text, *line) => false,
            (Progress::Declaration { .. }, _) if outside => !continues(text, *line, kind),
            // In a decorator that is left open: what it decorates is another piece, so that it is not lost.
            (
                Progress::Declaration { indent } | Progress::Decorators { indent },
                Kind::Decorator | Kind::Declaration,
            ) if !outside => line.indent() <= indent,
            _ => false,
        };
        if fresh {
            base = line.depth;
            if let Some(last) = groups.last_mut() {
                if base == 0 {
                    last.range.end = line.start;
                    groups.push(Group { range: line.start..text.len(), cuts: Vec::new() });
                } else {
                    last.cuts.push(line.start);
                }
            }
        }
        // Inside of brackets stand the arguments of a decorator.
        if fresh || (outside && !matches!(progress, Progress::Declaration { .. })) {
            progress = match kind {
                Kind::Decorator => Progress::Decorators { indent: line.indent() },
                _ => Progress::Declaration { indent: line.indent() },
            };
        }
    }
    groups
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A comment or a pragma.
    Trivia,
    /// `@…`
    Decorator,
    /// A keyword and what may follow it in a declaration.
    Declaration,
    /// Anything else.
    Other,
}

fn kind_of(text: &str, line: Line) -> Kind {
    let rest = &text[line.first..];
    match rest.as_bytes().first() {
        Some(b'#') => Kind::Trivia,
        Some(b'/') if rest.starts_with("//") || rest.starts_with("/*") => Kind::Trivia,
        Some(b'@') => Kind::Decorator,
        _ if starts_declaration(rest) => Kind::Declaration,
        _ => Kind::Other,
    }
}

/// Whether a line closes something before anything else; a declaration behind that is a mistake, and is not lost.
fn closes(text: &str, line: Line) -> bool {
    let line = &text[line.first..];
    let rest = line.trim_start_matches([')', ']', '}', ' ', '\t']);
    rest.len() < line.len() && !rest.starts_with('@') && !starts_declaration(rest)
}

/// A line outside of brackets goes on with the statement before it: a ternary's arm, a union's member, a body
/// after `=>`, the `if` of a resource.
fn continues(text: &str, line: Line, kind: Kind) -> bool {
    let before = text[..line.start].trim_end();
    let rest = &text[line.first..];
    let behind = rest.trim_start_matches(['?', ':', '|', ' ', '\t']);
    let arm = behind.len() < rest.len() && !behind.starts_with('@') && !starts_declaration(behind);
    match kind {
        Kind::Declaration | Kind::Decorator => false,
        _ => arm || before.ends_with("=>") || (before.ends_with('=') && word(rest) == "if"),
    }
}

fn word(text: &str) -> &str {
    let end = text.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
    &text[..end]
}

/// Whether a text starts with a keyword and what may follow it. All keywords are names elsewhere, so that a
/// keyword alone says nothing.
pub(super) fn starts_declaration(text: &str) -> bool {
    let keyword = word(text);
    let rest = text[keyword.len()..].trim_start_matches([' ', '\t']);
    let next = rest.as_bytes().first().copied().unwrap_or(b'\n');
    let name = next.is_ascii_alphabetic() || next == b'_';
    match keyword {
        "targetScope" => next == b'=',
        "metadata" | "param" | "var" | "type" | "func" | "resource" | "module" | "output" | "assert" | "test"
        | "extensionConfig" => name && rest.len() < text.len() - keyword.len(),
        "import" => name || matches!(next, b'{' | b'*' | b'\''),
        "extension" | "using" | "extends" => name || matches!(next, b'\'' | b'$'),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::scan::scan;
    use super::*;

    fn split(text: &str) -> Vec<Vec<&str>> {
        let pieces = |group: &Group| group.pieces().into_iter().map(|piece| text[piece].trim_end()).collect();
        groups(text, &scan(text)).iter().map(pieces).collect()
    }

    #[test]
    fn every_statement_is_a_group() {
        assert_eq!(split("var a = 1\nvar b = {\n  type: 1\n}\n"), [["var a = 1"], ["var b = {\n  type: 1\n}"]]);
        assert_eq!(
            split("@a()\n// c\n@b([\n 1\n])\nparam p string\nvar b = 1"),
            [["@a()\n// c\n@b([\n 1\n])\nparam p string"], ["var b = 1"]]
        );
    }

    #[test]
    fn a_statement_may_go_on_in_the_next_line() {
        for text in [
            "var a = b\n  ? c\n  : d",
            "type a =\n  | 'a'\n  | 'b'",
            "func f() int =>\n  1",
            "module m 'x' =\n  if (c) {\n}",
        ] {
            assert_eq!(split(text), [[text]]);
        }
    }

    #[test]
    fn a_bracket_left_open_is_cut_where_statements_start() {
        assert_eq!(
            split("var a = {\n  b: [\n}\nvar c = 1\n@d()\nparam e string"),
            [["var a = {\n  b: [\n}"].as_slice(), &["var c = 1"], &["@d()\nparam e string"],]
        );
        assert_eq!(
            split("var a = (\n@d([\n 1\n])\nvar b = 1\nvar c = 1"),
            [["var a = (", "@d([\n 1\n])\nvar b = 1", "var c = 1"]]
        );
        assert_eq!(
            split("@a('b\n@c()\nvar d = 1\n@e([\n  1\nvar f = 1"),
            [["@a('b", "@c()\nvar d = 1", "@e([\n  1", "var f = 1"]]
        );
        assert_eq!(
            split("var a = {\n  b: 1\nvar c = 1\n@d()\nparam e string"),
            [["var a = {\n  b: 1", "var c = 1", "@d()\nparam e string"]]
        );
    }

    #[test]
    fn a_nested_resource_is_no_cut() {
        let text = "resource a 'b' = {\n  resource c 'd' = {\n  }\n";
        assert_eq!(split(text), [[text.trim_end()]]);
    }
}

//! Lines and brackets of a text that may be broken anywhere: what the grammar can't say of it.
//!
//! Knows strings, comments and brackets, and nothing else of the language.

mod scanner;

use aiolint_core::Span;
use scanner::Scanner;

/// A line that starts outside of strings and comments, and is not blank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Offset of its first byte.
    pub start: usize,
    /// Offset of its first byte that is no blank.
    pub first: usize,
    /// How many brackets are open where it starts.
    pub depth: usize,
}

impl Line {
    /// How far it is indented, in bytes.
    pub(super) fn indent(self) -> usize {
        self.first - self.start
    }
}

/// A bracket outside of strings and comments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bracket {
    /// Its offset.
    pub at: usize,
    /// The bracket.
    pub byte: u8,
    /// The index of its counterpart, if it has one.
    pub partner: Option<usize>,
}

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Scan {
    pub lines: Vec<Line>,
    pub brackets: Vec<Bracket>,
    /// The bytes of comments.
    pub comments: Vec<Span>,
    /// The bytes of strings over several lines, up to their last quotes.
    pub multilines: Vec<Span>,
    /// Offsets where a string starts that never ends, or a comment.
    pub unterminated: Vec<usize>,
}

impl Scan {
    /// The line that a place is in.
    pub(super) fn line_of(&self, at: usize) -> Option<Line> {
        let next = self.lines.partition_point(|line| line.start <= at);
        self.lines.get(next.checked_sub(1)?).copied()
    }

    /// The lines after a place.
    pub(super) fn lines_after(&self, at: usize) -> &[Line] {
        &self.lines[self.lines.partition_point(|line| line.start <= at)..]
    }

    /// The index of the first bracket that is not before a place.
    pub(super) fn bracket_from(&self, at: usize) -> usize {
        self.brackets.partition_point(|bracket| bracket.at < at)
    }

    /// The bracket at a place.
    pub(super) fn bracket_at(&self, at: usize) -> Option<Bracket> {
        self.brackets.get(self.bracket_from(at)).copied().filter(|bracket| bracket.at == at)
    }

    /// The bracket that belongs to another one.
    pub(super) fn partner(&self, bracket: Bracket) -> Option<Bracket> {
        bracket.partner.map(|partner| self.brackets[partner])
    }
}

impl Bracket {
    /// Whether it opens something.
    pub(super) fn opens(self) -> bool {
        matches!(self.byte, b'(' | b'[' | b'{')
    }

    /// The bracket that would close it.
    pub(super) fn closing(self) -> char {
        match self.byte {
            b'(' => ')',
            b'[' => ']',
            _ => '}',
        }
    }
}

/// So many strings over several lines are taken not to end.
const MOST_ENDLESS: usize = 3;

/// Scans a text. A string over several lines swallows what follows if its end is missing, up to the next such
/// string, so that the last one has no end. Then the first that seems to have declarations in it ends with its line.
pub(super) fn scan(text: &str) -> Scan {
    let mut endless = Vec::new();
    loop {
        let mut scanner = Scanner::new(text, &endless);
        scanner.all();
        let Scanner { mut scan, multilines, .. } = scanner;
        scan.multilines.extend(multilines.iter().map(|(start, end)| Span::new(*start, *end)));
        let odd = |start: &usize| !endless.contains(start) && text[*start..].trim_start_matches('$').starts_with("'''");
        let swallows = |(start, end): &&(usize, usize)| {
            let lines = text[*start..*end].split('\n').skip(1);
            lines.into_iter().any(super::split::starts_declaration)
        };
        let first = || multilines.iter().find(swallows).map(|(start, _)| *start);
        match scan.unterminated.iter().any(odd).then(first).flatten() {
            Some(start) if endless.len() < MOST_ENDLESS => endless.push(start),
            _ => return scan,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn firsts(text: &str) -> Vec<(usize, usize)> {
        scan(text).lines.iter().map(|line| (line.first, line.depth)).collect()
    }

    #[test]
    fn lines_start_outside_of_strings_and_comments() {
        assert_eq!(firsts("a\n\n  b"), [(0, 0), (5, 0)]);
        assert_eq!(firsts("a {\n b\n}\nc"), [(0, 0), (5, 1), (7, 1), (9, 0)]);
        assert_eq!(firsts("a '''\nb\n''' c\nd"), [(0, 0), (14, 0)]);
        assert_eq!(firsts("a /*\n{ */ c\nd"), [(0, 0), (12, 0)]);
        assert_eq!(firsts("a $$'''\n$${f({\n})}'''\nd"), [(0, 0), (15, 2), (22, 0)]);
    }

    #[test]
    fn comments_are_none_in_strings() {
        let text = "a '// b' // c\n/* d\n// e */ '''\n// f\n''' '${ /* g */ h}' '\\'// i'\n";
        let comments: Vec<&str> = scan(text).comments.iter().map(|comment| &text[comment.range()]).collect();
        assert_eq!(comments, ["// c", "/* d\n// e */", "/* g */"]);
    }

    #[test]
    fn what_never_ends_ends_with_its_line() {
        assert_eq!(firsts("a 'x${f(\nb"), [(0, 0), (9, 0)]);
        assert_eq!(firsts("a '''x\nb"), [(0, 0), (7, 0)]);
        assert_eq!(firsts("a /* x\nb"), [(0, 0), (7, 0)]);
        assert_eq!(scan("a 'x\nb = '''").unterminated, [2, 9]);
        assert_eq!(firsts("a '''x\nvar b = '''\nc'''\nd"), [(0, 0), (7, 0), (24, 0)]);
        assert_eq!(firsts("a '''x\nvar b = 1'''\nd"), [(0, 0), (20, 0)]);
    }

    #[test]
    fn brackets_find_their_partners() {
        let partners = |text| scan(text).brackets.iter().map(|bracket| bracket.partner).collect::<Vec<_>>();
        assert_eq!(partners("{[]}"), [Some(3), Some(2), Some(1), Some(0)]);
        assert_eq!(partners("{[}"), [Some(2), None, Some(0)]);
        assert_eq!(partners("}{"), [None, None]);
        assert_eq!(partners("'}{'"), []);
        assert_eq!(partners("('${[)]}')"), [Some(4), Some(3), None, Some(1), Some(0)]);
        assert_eq!(partners("['${{(\n)]"), [Some(4), None, None, None, Some(0)]);
    }
}

//! Comments and pragmas of a text, whatever is wrong with it, and what they are about.

use std::collections::HashMap;

use aiolint_core::{LineIndex, Span};

use super::scan::{Line, Scan, scan};
use super::split::{groups, starts_declaration};

/// A comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comment {
    /// Its bytes, with the signs that begin and end it.
    pub span: Span,
    /// What it is about: the line that it stands beside; if it stands alone, the line under it, other comments and
    /// pragmas apart; above a declaration, all of the declaration.
    pub about: Option<Span>,
}

/// A code that a pragma disables, in a part of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Disabled {
    /// The bytes of the pragma.
    pub pragma: Span,
    /// The bytes of the code in it.
    pub code: Span,
    /// Diagnostics of this code that start in here do not count. May end one byte behind the text.
    pub within: Span,
    /// What a comment behind the pragma says.
    pub comment: Option<Span>,
}

/// What a text has of both.
#[derive(Clone, Debug, Default)]
pub struct Remarks {
    /// The comments, in order.
    pub comments: Vec<Comment>,
    /// What the pragmas disable, in the order in which they begin.
    pub disabled: Vec<Disabled>,
}

/// The comments of a text that hold `marker`, and its pragmas.
#[must_use]
pub fn remarks(text: &str, marker: &str) -> Remarks {
    let scan = scan(text);
    let comments = scan.comments.iter().copied();
    let marked: Vec<Span> = comments.filter(|comment| text[comment.range()].contains(marker)).collect();
    Remarks { comments: with_abouts(text, &scan, &marked), disabled: disabled(text, &scan) }
}

fn with_abouts(text: &str, scan: &Scan, comments: &[Span]) -> Vec<Comment> {
    if comments.is_empty() {
        return Vec::new();
    }
    let lines = LineIndex::new(text);
    let statements: Vec<_> = groups(text, scan).iter().flat_map(super::split::Group::pieces).collect();
    let about = |comment: Span| {
        let own = lines.line_range(lines.line(comment.start), text);
        let last = lines.line_range(lines.line(comment.end.saturating_sub(1)), text);
        let beside = !is_blank(&text[own.start..comment.start as usize])
            || !is_blank(text[comment.end as usize..last.end].split("//").next().unwrap_or_default());
        if beside {
            // What stands beside a comment over several lines may stand beside its end.
            let line = if is_blank(&text[own.start..comment.start as usize]) { last } else { own };
            return Some(with_string(scan, Span::new(line.start, line.end)));
        }
        let under = line_under(text, &lines, scan, last.end)?;
        let end = match declaration_end(text, scan, under) {
            Some(end) => end,
            None if under.depth == 0 && starts_statement(text, under) => {
                let piece = statements.partition_point(|piece| piece.end <= under.start);
                statements.get(piece)?.end
            }
            None => lines.line_range(lines.line(Span::new(under.start, 0).start), text).end,
        };
        Some(with_string(scan, Span::new(under.start, end)))
    };
    comments.iter().map(|comment| Comment { span: *comment, about: about(*comment) }).collect()
}

fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

/// The first line from `from` on that is more than a comment or a pragma, unless a blank line comes first.
fn line_under(text: &str, lines: &LineIndex, scan: &Scan, from: usize) -> Option<Line> {
    let trivia = |line: &Line| ["//", "/*", "#"].iter().any(|sign| text[line.first..].starts_with(sign));
    let next = scan.lines.partition_point(|line| line.start < from);
    let under = scan.lines[next..].iter().take(MOST_REMARKS).find(|line| !trivia(line))?;
    let skipped = lines.line_range(lines.line(Span::new(from, 0).start), text).start..under.start;
    (!text[skipped].lines().any(is_blank)).then_some(*under)
}

/// So many lines of comments and pragmas may stand between a comment and what it is about.
const MOST_REMARKS: usize = 100;

fn starts_statement(text: &str, line: Line) -> bool {
    text[line.first..].starts_with('@') || starts_declaration(&text[line.first..])
}

/// Where a nested resource ends that starts in this line.
fn declaration_end(text: &str, scan: &Scan, line: Line) -> Option<usize> {
    let rest = &text[line.first..];
    if line.depth == 0 || !rest.starts_with("resource") || !starts_declaration(rest) {
        return None;
    }
    // `if (…)` may stand before the body.
    let mut brackets = scan.brackets[scan.bracket_from(line.first)..].iter().copied();
    let open = brackets.next()?;
    let open = match (open.byte, scan.partner(open)) {
        (b'(', Some(close)) => scan.brackets.get(scan.bracket_from(close.at + 1)).copied()?,
        _ => open,
    };
    scan.partner(open).map(|close| close.at + 1)
}

/// With the string over several lines that starts in the last line of this.
fn with_string(scan: &Scan, span: Span) -> Span {
    let strings = &scan.multilines;
    let next = strings.partition_point(|string| string.start < span.end);
    let end = next.checked_sub(1).map_or(span.end, |last| strings[last].end);
    Span { start: span.start, end: span.end.max(end) }
}

/// What a pragma does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    NextLine,
    Disable,
    Restore,
}

/// The keywords, as the compiler looks for them: what follows one without a blank is a code.
const KEYWORDS: [(&str, Kind); 3] = [
    ("#disable-next-line", Kind::NextLine),
    ("#disable-diagnostics", Kind::Disable),
    ("#restore-diagnostics", Kind::Restore),
];

struct Pragma {
    kind: Kind,
    span: Span,
    codes: Vec<Span>,
    comment: Option<Span>,
}

/// A pragma at this offset; it is none without a code.
fn pragma(text: &str, scan: &Scan, at: usize) -> Option<Pragma> {
    let (keyword, kind) = KEYWORDS.iter().find(|(keyword, _)| text[at..].starts_with(keyword))?;
    let (mut end, mut codes) = (at + keyword.len(), Vec::new());
    loop {
        let blanks = text[end..].bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let rest = text[end + blanks..].bytes();
        let length = rest.take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')).count();
        if length == 0 {
            let next = Span::new(end + blanks, 0).start;
            let found = scan.comments.binary_search_by_key(&next, |comment| comment.start);
            let comment = found.ok().map(|found| scan.comments[found]);
            return (!codes.is_empty()).then(|| Pragma { kind: *kind, span: Span::new(at, end), codes, comment });
        }
        codes.push(Span::new(end + blanks, end + blanks + length));
        end += blanks + length;
    }
}

/// What the pragmas disable, as the compiler has it (`DisabledDiagnosticsCache` of Azure/bicep): its ends are part of
/// a range.
fn disabled(text: &str, scan: &Scan) -> Vec<Disabled> {
    let at_hash = scan.lines.iter().filter(|line| text[line.first..].starts_with('#'));
    let pragmas: Vec<Pragma> = at_hash.filter_map(|line| pragma(text, scan, line.first)).collect();
    if pragmas.is_empty() {
        return Vec::new();
    }
    let lines = LineIndex::new(text);
    let mut found: Vec<Disabled> = Vec::new();
    // What is disabled and not yet restored, by its code.
    let mut open: HashMap<&str, usize> = HashMap::new();
    for pragma in &pragmas {
        for code in &pragma.codes {
            let name = &text[code.range()];
            let mut add = |end: usize| {
                let within = Span { start: pragma.span.start, end: Span::new(end, 0).start };
                found.push(Disabled { pragma: pragma.span, code: *code, within, comment: pragma.comment });
            };
            match pragma.kind {
                Kind::NextLine => {
                    let after = lines.line(pragma.span.start) + 2;
                    add(if after < lines.len() { lines.line_range(after, text).start } else { text.len() + 1 });
                }
                Kind::Disable if !open.contains_key(name) => {
                    add(text.len() + 1);
                    open.insert(name, found.len() - 1);
                }
                Kind::Disable => {}
                Kind::Restore => {
                    if let Some(disabled) = open.remove(name) {
                        found[disabled].within.end = pragma.span.end + 1;
                    }
                }
            }
        }
    }
    found
}

//! Where an error is reported: the parser notices a bracket that is missing far from where it is missing, and the
//! indentation tells more.

use aiolint_core::Span;

use super::scan::{Bracket, Scan};
use super::trace::Failure;
use super::{SyntaxError, message};

/// What is known where a parse failed.
#[derive(Clone, Copy)]
pub(super) struct Place<'t> {
    /// The text of the statement, with what was added to it.
    pub text: &'t str,
    /// Its length in the file.
    pub length: usize,
    /// Where it starts in the file.
    pub base: usize,
    /// Its lines and brackets.
    pub scan: &'t Scan,
    /// The brackets that are open where it failed, outermost first.
    pub open: &'t [usize],
}

impl Place<'_> {
    /// The error for a failure.
    pub(super) fn error(self, failure: &Failure) -> SyntaxError {
        let at = failure.at.min(self.length);
        let line = self.line_start(at);
        if let Some(start) = self.never_ends(failure) {
            return self.unterminated(start);
        }
        let innermost = self.open.last().map(|index| self.scan.brackets[*index]);
        if let Some(bracket) = innermost.filter(|_| failure.at >= self.text.trim_end().len()) {
            return self.unclosed(misindented(self.text, self.scan).unwrap_or(bracket));
        }
        if let Some(early) = self.closes_too_much(failure) {
            return self.too_much(early);
        }
        let mut error = message::describe(self.text, self.base, failure);
        let round = innermost.is_some_and(|bracket| bracket.byte == b'(');
        if failure.after < line && self.starts_line(failure.at) && self.ends_early(failure, round) {
            let end = self.base + failure.after;
            error.span = Span::new(end, end);
        }
        error
    }

    fn line_start(self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |end| end + 1)
    }

    /// Where the string or comment starts that the failure is about because it never ends: in the same line, or
    /// before if it could go on in the next.
    pub(super) fn never_ends(self, failure: &Failure) -> Option<usize> {
        let at = failure.at.min(self.length);
        let line = self.line_start(at);
        let goes_on = |start: usize| {
            let rest = &self.text[start..];
            rest.starts_with("'''") || !rest.starts_with('\'')
        };
        let about = |start: &&usize| **start <= at && (**start >= line || goes_on(**start));
        self.scan.unterminated.iter().rfind(about).copied()
    }

    /// Of a failure where a line starts: whether what is missing is missing at the end of the line before. Lines in
    /// round brackets go on until the bracket is closed or a comma is missing; the body of a resource can start in
    /// a new line only if it is an `if`.
    fn ends_early(self, failure: &Failure, round: bool) -> bool {
        let expects = |token: &str| failure.expected.iter().any(|name| name == token);
        let could_be_item = |byte: &u8| byte.is_ascii_alphanumeric() || b"_'{[(!-@".contains(byte);
        let item = self.text.as_bytes().get(failure.at).is_some_and(could_be_item);
        let body = expects("if") && !expects("param");
        !expects("integer") && (body || (round && expects(")") && item))
    }

    fn starts_line(self, at: usize) -> bool {
        self.scan.line_of(at).is_some_and(|line| line.first == at)
    }

    /// A string or a comment that goes on to the end of its line.
    fn unterminated(self, start: usize) -> SyntaxError {
        let line = self.text[start..].lines().next().map_or(0, |line| line.trim_end().len());
        let what = if self.text[start..].starts_with('/') { "comment" } else { "string" };
        SyntaxError {
            span: Span::new(self.base + start, self.base + start + line),
            message: format!("this {what} never ends"),
            label: String::new(),
            help: None,
        }
    }

    /// The error of a bracket that is never closed. It is wherever the indentation says that the bracket should
    /// have been closed.
    fn unclosed(self, open: Bracket) -> SyntaxError {
        let indent = self.scan.line_of(open.at).map_or(0, |line| line.indent());
        let after = self.scan.lines_after(open.at).iter().find(|line| line.indent() <= indent);
        let end = after.map_or(self.length, |line| line.start);
        let before = self.text[..end].trim_end().len();
        // The next line, where the bracket would stand, if there is an empty one and something in between.
        let rest = &self.text[before..self.length];
        let at = match rest.matches('\n').count() {
            2.. if self.text[open.at..before].contains('\n') => before + rest.find('\n').map_or(0, |end| end + 1),
            _ => before,
        };
        let (closing, opening) = (open.closing(), open.byte as char);
        SyntaxError {
            span: Span::new(self.base + at, self.base + at),
            message: format!("expected `{closing}`: the `{opening}` before it is never closed"),
            label: format!("expected `{closing}`"),
            help: None,
        }
    }

    /// Of a failure at a closing bracket, or where lines go on that are indented as if a bracket were open: the
    /// first bracket before that starts its line and closes one in a line that is indented less.
    pub(super) fn closes_too_much(self, failure: &Failure) -> Option<Bracket> {
        let at = failure.at;
        let line = self.scan.line_of(at).filter(|line| line.first == at)?;
        let closer = self.scan.bracket_at(at).is_some_and(|bracket| !bracket.opens());
        let outside =
            self.open.is_empty() && self.scan.lines.first().is_some_and(|first| first.indent() < line.indent());
        if !closer && !outside {
            return None;
        }
        let indent_of = |at: usize| self.scan.line_of(at).map(|line| (line.first, line.indent()));
        let brackets = &self.scan.brackets[..self.scan.bracket_from(at)];
        let early = |bracket: &&Bracket| {
            let Some(open) = self.scan.partner(**bracket).filter(|_| !bracket.opens()) else { return false };
            let (Some((first, indent)), Some((_, outer))) = (indent_of(bracket.at), indent_of(open.at)) else {
                return false;
            };
            outer < indent && self.text[first..bracket.at].bytes().all(|byte| b")]} ".contains(&byte))
        };
        brackets.iter().find(early).copied()
    }

    fn too_much(self, early: Bracket) -> SyntaxError {
        let byte = early.byte as char;
        SyntaxError {
            span: Span::new(self.base + early.at, self.base + early.at + 1),
            message: format!("this `{byte}` closes a bracket of a line that is indented less"),
            label: format!("one `{byte}` too much?"),
            help: None,
        }
    }
}

/// The bracket that the indentation says is not closed: the first one whose contents go on after a line that is
/// indented no further than the line that opened it.
fn misindented(text: &str, scan: &Scan) -> Option<Bracket> {
    let mut open: Vec<(Bracket, usize)> = Vec::new();
    for bracket in &scan.brackets {
        let line = scan.line_of(bracket.at)?;
        if bracket.opens() {
            open.push((*bracket, line.indent()));
            continue;
        }
        let first = text[line.first..bracket.at].bytes().all(|byte| matches!(byte, b')' | b']' | b'}'));
        let (top, indent) = open.pop()?;
        if first && line.indent() < indent {
            return Some(top);
        }
    }
    None
}

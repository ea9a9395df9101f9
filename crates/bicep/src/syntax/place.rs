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
        let line = self.text[..at].rfind('\n').map_or(0, |end| end + 1);
        if let Some(start) = self.scan.unterminated.iter().rfind(|start| (line..=at).contains(*start)) {
            return self.unterminated(*start);
        }
        let innermost = self.open.last().map(|index| self.scan.brackets[*index]);
        if let Some(bracket) = innermost.filter(|_| failure.at >= self.text.trim_end().len()) {
            return self.unclosed(misindented(self.text, self.scan).unwrap_or(bracket));
        }
        let closer = self.scan.bracket_at(failure.at).filter(|bracket| !bracket.opens());
        if let Some(early) = closer.filter(|closer| closer.partner.is_none()).and_then(|_| self.closes_too_much(at)) {
            return early;
        }
        let mut error = message::describe(self.text, self.base, failure);
        // Lines in round brackets go on until the bracket is closed or a comma is missing: what is missing is
        // missing at the end of a line, not where the next one starts.
        let starts_line = self.scan.line_of(at).is_some_and(|line| line.first == failure.at);
        let round = innermost.is_some_and(|bracket| bracket.byte == b'(') && closer.is_none();
        if starts_line && round && failure.expected.iter().any(|name| name == ")") && failure.after < line {
            let end = self.base + failure.after;
            error.span = Span::new(end, end);
        }
        error
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
        // The next line, where the bracket would stand, if there is an empty one.
        let rest = &self.text[before..self.length];
        let at = match rest.matches('\n').count() {
            0 | 1 => before,
            _ => before + rest.find('\n').map_or(0, |end| end + 1),
        };
        let (closing, opening) = (open.closing(), open.byte as char);
        SyntaxError {
            span: Span::new(self.base + at, self.base + at),
            message: format!("expected `{closing}`: the `{opening}` before it is never closed"),
            label: format!("expected `{closing}`"),
            help: None,
        }
    }

    /// There is a closing bracket too much, and it is noticed at `at`: the first line before that starts with a
    /// bracket which closes one in a line that is indented less.
    fn closes_too_much(self, at: usize) -> Option<SyntaxError> {
        let indent_of = |at: usize| self.scan.line_of(at).map(|line| (line.first, line.indent()));
        let brackets = &self.scan.brackets[..self.scan.bracket_from(at)];
        let early = brackets.iter().find(|bracket| {
            let Some(open) = self.scan.partner(**bracket).filter(|_| !bracket.opens()) else { return false };
            let (Some((first, indent)), Some((_, outer))) = (indent_of(bracket.at), indent_of(open.at)) else {
                return false;
            };
            outer < indent && self.text[first..bracket.at].bytes().all(|byte| b")]} ".contains(&byte))
        })?;
        let byte = early.byte as char;
        Some(SyntaxError {
            span: Span::new(self.base + early.at, self.base + early.at + 1),
            message: format!("this `{byte}` closes a bracket of a line that is indented less"),
            label: format!("one `{byte}` too much?"),
            help: None,
        })
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

//! Reading a text with errors: each error is reported where the parser noticed it, what could not be read is
//! blanked, byte for byte, and the rest is read again. So an error never hides its neighbours, and what is read
//! in the end has no errors in it.

use std::ops::Range;

use aiolint_core::Span;

use super::ast::Statement;
use super::lower::Lower;
use super::scan::{Scan, scan};
use super::trace::{Failure, Parser};
use super::{Dialect, SyntaxError, message, split};

/// So many errors of one statement are reported; then the rest of it is left.
const MOST_ERRORS: usize = 50;

/// So many bytes are read again for one file, at most: what a hostile file can cost.
const BUDGET: usize = 64 << 20;

/// What was read.
#[derive(Default)]
pub(super) struct Recovered {
    pub statements: Vec<Statement>,
    pub errors: Vec<SyntaxError>,
}

/// Reads a text that is known to have an error.
pub(super) fn recover(parser: &mut Parser, text: &str, dialect: Dialect) -> Recovered {
    let mut recovered = Recovered::default();
    let mut budget = BUDGET;
    for group in split::groups(text, &scan(text)) {
        if read(parser, text, group.range.clone(), dialect, &mut recovered) {
            continue;
        }
        for piece in group.pieces() {
            if !read(parser, text, piece.clone(), dialect, &mut recovered) {
                Repair::new(text, piece, dialect).run(parser, &mut recovered, &mut budget);
            }
        }
    }
    recovered
}

/// Reads a part of the text, if it has no error.
fn read(parser: &mut Parser, text: &str, part: Range<usize>, dialect: Dialect, into: &mut Recovered) -> bool {
    let Some(tree) = parser.clean(&text[part.clone()]) else { return false };
    let mut lower = Lower::new(&tree, &text[part.clone()], part.start, dialect, &[]);
    into.statements.extend(lower.statements());
    into.errors.append(&mut lower.errors);
    true
}

/// A statement that has errors, and what is left of it.
struct Repair {
    /// Its text. What could not be read is blank; brackets that are missing at its end stand there.
    text: String,
    /// Its length in the file.
    length: usize,
    base: usize,
    dialect: Dialect,
    masks: Vec<Span>,
    errors: Vec<SyntaxError>,
    /// The starts of the lines that have an error.
    lines: Vec<usize>,
}

impl Repair {
    fn new(text: &str, part: Range<usize>, dialect: Dialect) -> Self {
        let (base, length) = (part.start, part.len());
        let text = text[part].to_owned();
        Self { text, length, base, dialect, masks: Vec::new(), errors: Vec::new(), lines: Vec::new() }
    }

    fn run(mut self, parser: &mut Parser, into: &mut Recovered, budget: &mut usize) {
        loop {
            let spent = self.text.len().max(1);
            if *budget < spent || self.errors.len() >= MOST_ERRORS {
                break;
            }
            *budget -= spent;
            let Some(failure) = parser.failure(&self.text) else {
                self.finish(parser, into);
                break;
            };
            let scan = scan(&self.text);
            let open = open_brackets(&scan, failure.at);
            if failure.at >= self.text.trim_end().len() && open.is_empty() && !self.masks.is_empty() {
                // Decorators or half a declaration, whose rest was blanked.
                break;
            }
            if failure.at > self.length {
                // Not even the brackets that were missing make it whole; that they are was said.
                break;
            }
            self.report(&scan, &open, &failure);
            if !self.mask(&scan, &open, &failure) {
                break;
            }
        }
        into.errors.append(&mut self.errors);
    }

    fn finish(&mut self, parser: &mut Parser, into: &mut Recovered) {
        let Some(tree) = parser.clean(&self.text) else { return };
        let mut lower = Lower::new(&tree, &self.text, self.base, self.dialect, &self.masks);
        into.statements.extend(lower.statements());
        self.errors.append(&mut lower.errors);
    }

    /// Reports the failure, unless its line has an error already.
    fn report(&mut self, scan: &Scan, open: &[usize], failure: &Failure) {
        let at = failure.at.min(self.length);
        let line = self.text[..at].rfind('\n').map_or(0, |end| end + 1);
        let mut error = message::describe(&self.text, self.base, failure);
        if let Some(start) = scan.unterminated.iter().rfind(|start| (line..=at).contains(*start)) {
            let end = *start + self.text[*start..].lines().next().map_or(0, |line| line.trim_end().len());
            let what = if self.text[*start..].starts_with('/') { "comment" } else { "string" };
            error = SyntaxError {
                span: Span::new(self.base + start, self.base + end),
                message: format!("this {what} never ends"),
                label: String::new(),
                help: None,
            };
        } else if let Some(bracket) = open.last().filter(|_| failure.at >= self.text.trim_end().len()) {
            error = self.unclosed(scan, *bracket);
        }
        let line_of = |at: usize| self.text[..at.min(self.length)].rfind('\n').map_or(0, |end| end + 1);
        let line = line_of(error.span.start as usize - self.base);
        // What is said of a bracket adds nothing where its line is wrong already.
        let known = open.last().is_some_and(|bracket| {
            failure.at >= self.text.trim_end().len() && self.lines.contains(&line_of(scan.brackets[*bracket].at))
        });
        if !known && !self.lines.contains(&line) {
            self.lines.push(line);
            self.errors.push(error);
        }
    }

    /// The error of a bracket that is never closed. It is wherever the indentation says that the bracket should
    /// have been closed.
    fn unclosed(&self, scan: &Scan, bracket: usize) -> SyntaxError {
        let bracket = misindented(&self.text, scan).unwrap_or(bracket);
        let open = scan.brackets[bracket];
        let line = scan.lines.iter().rfind(|line| line.start <= open.at);
        let indent = line.map_or(0, |line| line.indent());
        let after = scan.lines.iter().find(|line| line.start > open.at && line.indent() <= indent);
        let before =
            after.map_or(self.text[..self.length].trim_end().len(), |line| self.text[..line.start].trim_end().len());
        // The next line, where the bracket would stand, if there is an empty one.
        let rest = &self.text[before..self.length];
        let at = match rest.matches('\n').count() {
            0 | 1 => before,
            _ => before + rest.find('\n').map_or(0, |end| end + 1),
        };
        let (closing, opening) = (closing(open.byte), open.byte as char);
        SyntaxError {
            span: Span::new(self.base + at, self.base + at),
            message: format!("expected `{closing}`: the `{opening}` before it is never closed"),
            label: format!("expected `{closing}`"),
            help: None,
        }
    }

    /// Blanks what the failure is about. False if nothing can be done: then the statement is given up.
    fn mask(&mut self, scan: &Scan, open: &[usize], failure: &Failure) -> bool {
        let at = failure.at;
        if at >= self.text.trim_end().len() && !open.is_empty() {
            let closing: String = open.iter().rev().map(|index| closing(scan.brackets[*index].byte)).collect();
            if self.text.len() > self.length + 1 {
                return false;
            }
            self.text.push('\n');
            for bracket in closing.chars() {
                self.text.push(bracket);
                self.text.push('\n');
            }
            return true;
        }
        let enclosing = open.last().map(|index| scan.brackets[*index]);
        let byte = self.text.as_bytes().get(at).copied().unwrap_or(b'\n');
        let closes =
            scan.brackets.iter().find(|bracket| bracket.at == at && matches!(bracket.byte, b')' | b']' | b'}'));
        let range = match (byte, closes) {
            (_, Some(bracket)) if bracket.partner.is_none() => at..at + 1,
            (b'\r' | b'\n', _) | (_, Some(_)) => item_start(&self.text, scan, open, at)..at,
            _ => at..tail_end(&self.text, scan, enclosing.and_then(|bracket| bracket.partner), at),
        };
        let empty = self.text.get(range.clone()).is_none_or(|old| old.trim().is_empty());
        let range = match empty {
            // Nothing is left to blank before a line's end: the whole line is what is wrong.
            true => {
                let first = scan.lines.iter().rfind(|line| line.start <= at).map_or(0, |line| line.first);
                first..tail_end(&self.text, scan, None, first)
            }
            false => range,
        };
        self.blank(range)
    }

    fn blank(&mut self, range: Range<usize>) -> bool {
        let old = &self.text[range.clone()];
        if old.trim().is_empty() || range.end > self.length {
            return false;
        }
        let blank: String =
            old.bytes().map(|byte| if matches!(byte, b'\r' | b'\n') { byte as char } else { ' ' }).collect();
        self.masks.push(Span::new(self.base + range.start, self.base + range.end));
        self.text.replace_range(range, &blank);
        true
    }
}

fn closing(open: u8) -> char {
    match open {
        b'(' => ')',
        b'[' => ']',
        _ => '}',
    }
}

/// The brackets that are open at a place, outermost first.
fn open_brackets(scan: &Scan, at: usize) -> Vec<usize> {
    let opening = |byte: u8| matches!(byte, b'(' | b'[' | b'{');
    let before = scan.brackets.iter().enumerate().filter(|(_, bracket)| bracket.at < at && opening(bracket.byte));
    before
        .filter(|(_, bracket)| bracket.partner.is_none_or(|partner| scan.brackets[partner].at >= at))
        .map(|(index, _)| index)
        .collect()
}

/// Where the item begins that stands before `at` in its line, in the innermost bracket.
fn item_start(text: &str, scan: &Scan, open: &[usize], at: usize) -> usize {
    let line = scan.lines.iter().rfind(|line| line.start <= at).map_or(0, |line| line.first);
    let bracket = open.last().map_or(0, |index| scan.brackets[*index].at + 1);
    let start = line.max(bracket);
    // A bracket that closes what an earlier line opened is no part of the item, and neither is an item before it.
    let closers = scan.brackets.iter().filter(|bracket| (start..at).contains(&bracket.at));
    let foreign = closers.filter(|bracket| bracket.partner.is_some_and(|partner| scan.brackets[partner].at < start));
    let start = foreign.map(|bracket| bracket.at + 1).max().unwrap_or(start);
    let inside = |offset: usize| {
        scan.brackets.iter().any(|bracket| {
            bracket.at >= start
                && bracket.at < offset
                && bracket.partner.is_some_and(|partner| scan.brackets[partner].at > offset)
        })
    };
    let comma = text[start..at].rmatch_indices(',').map(|(offset, _)| start + offset).find(|offset| !inside(*offset));
    match comma {
        // A comma that ends the text before the failure is what is wrong, not what came before it.
        Some(comma) if !text[comma + 1..at].trim().is_empty() => comma + 1,
        Some(comma) => comma,
        None => start,
    }
}

/// Where that ends which begins at `at` and can't be read: with its line, or with the bracket around it. What it
/// opens, it closes.
fn tail_end(text: &str, scan: &Scan, around: Option<usize>, at: usize) -> usize {
    let line = scan.lines.iter().find(|line| line.start > at).map_or(text.len(), |line| line.start);
    let mut end = at + text[at..line].trim_end().len();
    if let Some(around) = around.map(|index| scan.brackets[index].at).filter(|closing| *closing > at) {
        end = end.min(around);
    }
    loop {
        let opened = scan.brackets.iter().filter(|bracket| (at..end).contains(&bracket.at));
        let partners = opened.filter_map(|bracket| bracket.partner).map(|partner| scan.brackets[partner].at + 1);
        match partners.max().filter(|further| *further > end) {
            Some(further) => end = further,
            None => return end,
        }
    }
}

/// The bracket that the indentation says is not closed: the first one whose contents go on after a line that is
/// indented no further than the line that opened it.
fn misindented(text: &str, scan: &Scan) -> Option<usize> {
    let line_of = |at: usize| scan.lines.iter().rfind(|line| line.start <= at);
    let mut open: Vec<(usize, usize)> = Vec::new();
    for (index, bracket) in scan.brackets.iter().enumerate() {
        let line = line_of(bracket.at)?;
        if matches!(bracket.byte, b'(' | b'[' | b'{') {
            open.push((index, line.indent()));
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

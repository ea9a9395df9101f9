//! Reading a text with errors: each error is reported where the parser noticed it, what could not be read is
//! blanked, byte for byte, and the rest is read again. So an error never hides its neighbours, and what is read
//! in the end has no errors in it.

use std::ops::Range;

use aiolint_core::Span;
use tree_sitter::Tree;

use super::ast::{Declaration, Expr, Member, Node, Object, Piece, Statement};
use super::indented::Block;
use super::lower::Lower;
use super::place::Place;
use super::scan::{Scan, scan};
use super::trace::{Failure, Parser};
use super::{Dialect, SyntaxError, split};

/// So many errors of one statement are reported; then the rest of it is left.
const MOST_ERRORS: usize = 50;

/// So many errors of one file are reported, but for what its last broken statement has more; then broken
/// statements are left: it is a file of something else.
const MOST_OF_FILE: usize = 200;

/// So many bytes are read again for one file, at most: what a hostile file can cost. To find a failure takes some
/// microseconds for each byte. Every statement is read once for its first failure, whatever that costs.
const BUDGET: usize = 1 << 20;

/// Members without braces are read by themselves up to this depth of members without braces.
const MOST_BLOCKS: usize = 32;

/// Stands before members without braces, to read them by themselves.
const HEAD: &str = "var _={";

/// Stands for a value or a type that could not be read.
const NAME: &str = "_";

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
    let mut more = None;
    for group in split::groups(text, &scan(text)) {
        if read(parser, text, group.range.clone(), dialect, &mut recovered) {
            continue;
        }
        let pieces = group.pieces();
        for piece in &pieces {
            let whole = pieces.len() == 1;
            let broken = whole || !read(parser, text, piece.clone(), dialect, &mut recovered);
            match recovered.errors.len() {
                _ if !broken => {}
                0..MOST_OF_FILE => {
                    Repair::new(text, piece.clone(), dialect).run(parser, &mut recovered, &mut budget);
                }
                _ => more = more.or(Some(piece.start)),
            }
        }
    }
    if let Some(start) = more {
        let line = text[start..].trim_start().lines().next().map_or(0, str::len);
        let start = text.len() - text[start..].trim_start().len();
        recovered.errors.push(SyntaxError {
            span: Span::new(start, start + line),
            message: "from here on there are more errors than are listed".into(),
            label: String::new(),
            help: None,
        });
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
    /// The members that were read by themselves, each with the bytes of its key.
    aside: Vec<(Span, Member)>,
    /// How often it was read.
    reads: usize,
    /// How many keys without braces are around it.
    blocks: usize,
}

impl Repair {
    fn new(text: &str, part: Range<usize>, dialect: Dialect) -> Self {
        let (base, length) = (part.start, part.len());
        let text = text[part].to_owned();
        let (masks, errors, lines, aside) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { text, length, base, dialect, masks, errors, lines, aside, reads: 0, blocks: 0 }
    }

    fn run(mut self, parser: &mut Parser, into: &mut Recovered, budget: &mut usize) {
        loop {
            if self.errors.len() >= MOST_ERRORS || !self.pay(budget) {
                break;
            }
            // To find a failure costs ten times as much as to see that there is none.
            if let Some(tree) = parser.clean(&self.text) {
                self.finish(&tree, into);
                break;
            }
            let Some(failure) = parser.failure(&self.text) else { break };
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
            let place = Place { text: &self.text, length: self.length, base: self.base, scan: &scan, open: &open };
            if let Some(block) = Block::find(place, &failure).filter(|_| self.blocks < MOST_BLOCKS) {
                self.set_aside(parser, &block, into, budget);
                continue;
            }
            let masked = match (place.never_ends(&failure), place.closes_too_much(&failure)) {
                (Some(start), _) => self.blank_line_from(start),
                (_, Some(early)) => self.blank(early.at..early.at + 1, false),
                _ => self.mask(&scan, &open, &failure),
            };
            if !masked {
                break;
            }
        }
        into.errors.append(&mut self.errors);
    }

    /// Takes the cost of reading the text once more from the budget; false if that is spent.
    fn pay(&mut self, budget: &mut usize) -> bool {
        let first = self.reads == 0 && self.blocks == 0;
        self.reads += 1;
        let rest = if first { Some(*budget) } else { budget.checked_sub(self.text.len().max(1)) };
        *budget = rest.unwrap_or(*budget);
        rest.is_some()
    }

    fn finish(&mut self, tree: &Tree, into: &mut Recovered) {
        let mut lower = Lower::new(tree, &self.text, self.base, self.dialect, &self.masks);
        lower.aside = std::mem::take(&mut self.aside);
        lower.limit = Span::new(0, self.base + self.length).end;
        into.statements.extend(lower.statements());
        self.errors.append(&mut lower.errors);
    }

    /// Reads members without braces by themselves, as the object that they are meant to be, and blanks them.
    fn set_aside(&mut self, parser: &mut Parser, block: &Block, into: &mut Recovered, budget: &mut usize) {
        let in_file = |range: &Range<usize>| Span::new(self.base + range.start, self.base + range.end);
        let (at, span) = (in_file(&block.key), in_file(&block.members));
        let key = self.text[block.key.clone()].trim_matches('\'').to_owned();
        let mut value = Expr { span, node: Node::Broken };
        // A statement with a key in an object has more before the key's line ends than the head has.
        if let Some(base) = (span.start as usize).checked_sub(HEAD.len()) {
            let text = format!("{HEAD}{}\n}}\n", &self.text[block.members.clone()]);
            let length = HEAD.len() + block.members.len();
            let mut inner = Self { length, blocks: self.blocks + 1, ..Self::new(&text, 0..text.len(), self.dialect) };
            inner.base = base;
            let mut read = Recovered::default();
            inner.run(parser, &mut read, budget);
            into.errors.append(&mut read.errors);
            let object = read.statements.into_iter().find_map(|statement| match statement.declaration {
                Declaration::Variable(_, Expr { node: Node::Object(object), .. }) => Some(object),
                _ => None,
            });
            value.node = object.map_or(Node::Broken, |object| Node::Object(Object { span, ..object }));
        }
        self.aside.push((at, Member::Property { key: vec![Piece::Text(key)], at, value }));
        let range = block.key.start..block.members.end;
        let blank = blanked(&self.text[range.clone()]);
        self.text.replace_range(range, &blank);
    }

    /// Reports the failure, unless its line has an error already.
    fn report(&mut self, scan: &Scan, open: &[usize], failure: &Failure) {
        let error = Place { text: &self.text, length: self.length, base: self.base, scan, open }.error(failure);
        let line_of = |at: usize| self.text[..at.min(self.length)].rfind('\n').map_or(0, |end| end + 1);
        let line = line_of(error.span.start as usize - self.base);
        // What is said of a bracket adds nothing where its line is wrong already.
        let known = open.last().is_some_and(|bracket| {
            failure.at >= self.text.trim_end().len() && self.lines.contains(&line_of(scan.brackets[*bracket].at))
        });
        if !known && !self.follows(failure) && !self.lines.contains(&line) {
            self.lines.push(line);
            self.errors.push(error);
        }
    }

    /// Whether something was blanked right where it failed: then that was the error.
    fn follows(&self, failure: &Failure) -> bool {
        let rest = &self.text[failure.after..];
        let gap =
            Span::new(self.base + failure.after, self.base + failure.after + rest.len() - rest.trim_start().len());
        // What stands for it may be shorter than it was, and then the place is none of the file's.
        let is_within = |mask: &Span| mask.start < gap.start && gap.start < mask.end;
        self.masks.iter().any(|mask| gap.contains(*mask) || is_within(mask))
    }

    /// Blanks what the failure is about. False if nothing can be done: then the statement is given up.
    fn mask(&mut self, scan: &Scan, open: &[usize], failure: &Failure) -> bool {
        let at = failure.at;
        if at >= self.text.trim_end().len() && !open.is_empty() {
            let closing: String = open.iter().rev().map(|index| scan.brackets[*index].closing()).collect();
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
        let closes = scan.bracket_at(at).filter(|bracket| !bracket.opens());
        let range = match (byte, closes) {
            (_, Some(bracket)) if bracket.partner.is_none() => at..at + 1,
            (b'\r' | b'\n', _) | (_, Some(_)) => item_start(&self.text, scan, open, at)..at,
            _ => at..tail_end(&self.text, scan, enclosing.and_then(|bracket| bracket.partner), at),
        };
        let expects = |token: &str| failure.expected.iter().any(|name| name == token);
        let value = range.start == at && expects("identifier") && (expects("integer") || expects("null"));
        let empty = self.text.get(range.clone()).is_none_or(|old| old.trim().is_empty());
        let range = match empty {
            // Nothing is left to blank before a line's end: the whole line is what is wrong.
            true => {
                let first = scan.line_of(at).map_or(0, |line| line.first);
                first..tail_end(&self.text, scan, None, first)
            }
            false => range,
        };
        self.blank(range, value)
    }

    /// Blanks a string or comment that never ends, as far as its line goes.
    fn blank_line_from(&mut self, start: usize) -> bool {
        let rest = self.text[start..self.length].split(['\r', '\n']).next().unwrap_or_default();
        let string = !rest.starts_with('/');
        self.blank(start..start + rest.trim_end().len(), string)
    }

    /// Notes that a text is blank, together with what was before and shares a byte with it: what stands for a character
    /// has more than one place where the next may begin.
    fn note_mask(&mut self, new: Span) {
        let mut all = new;
        self.masks.retain(|mask| {
            let is_apart = !mask.overlaps(new);
            if !is_apart {
                all = Span { start: all.start.min(mask.start), end: all.end.max(mask.end) };
            }
            is_apart
        });
        self.masks.push(all);
    }

    /// Blanks a range. Where a value or a type must stand, a name stands then.
    fn blank(&mut self, range: Range<usize>, name: bool) -> bool {
        let old = &self.text[range.clone()];
        if old.trim().is_empty() || range.end > self.length {
            return false;
        }
        let mut blank = blanked(old);
        if name && old.trim() != NAME {
            blank.replace_range(..NAME.len(), NAME);
        }
        self.note_mask(Span::new(self.base + range.start, self.base + range.end));
        self.text.replace_range(range, &blank);
        true
    }
}

/// As many blanks as a text has bytes, in as many lines.
fn blanked(text: &str) -> String {
    text.bytes().map(|byte| if matches!(byte, b'\r' | b'\n') { byte as char } else { ' ' }).collect()
}

/// The brackets that are open at a place, outermost first.
fn open_brackets(scan: &Scan, at: usize) -> Vec<usize> {
    let before = scan.brackets[..scan.bracket_from(at)].iter().enumerate().filter(|(_, bracket)| bracket.opens());
    before
        .filter(|(_, bracket)| bracket.partner.is_none_or(|partner| scan.brackets[partner].at >= at))
        .map(|(index, _)| index)
        .collect()
}

/// Where the item begins that stands before `at` in its line, in the innermost bracket.
fn item_start(text: &str, scan: &Scan, open: &[usize], at: usize) -> usize {
    let line = scan.line_of(at).map_or(0, |line| line.first);
    let bracket = open.last().map_or(0, |index| scan.brackets[*index].at + 1);
    let start = line.max(bracket);
    let mut end = at;
    // From the last bracket to the first, past what pairs of them enclose.
    let mut rest = &scan.brackets[scan.bracket_from(start)..scan.bracket_from(at)];
    while let Some((last, before)) = rest.split_last() {
        if let Some(comma) = last_comma(text, last.at + 1..end) {
            return comma;
        }
        match scan.partner(*last).filter(|_| !last.opens()) {
            Some(partner) if partner.at >= start => {
                end = partner.at;
                rest = &rest[..rest.partition_point(|bracket| bracket.at < partner.at)];
            }
            // It closes what an earlier line opened, which is no part of the item.
            Some(_) => return last.at + 1,
            None => {
                end = last.at;
                rest = before;
            }
        }
    }
    last_comma(text, start..end).unwrap_or(start)
}

/// Where an item begins after the last comma in a range.
fn last_comma(text: &str, range: Range<usize>) -> Option<usize> {
    let comma = range.start + text[range.clone()].rfind(',')?;
    // A comma that ends the text before the failure is what is wrong, not what came before it.
    Some(if text[comma + 1..range.end].trim().is_empty() { comma } else { comma + 1 })
}

/// Where that ends which begins at `at` and can't be read: with its line, or with the bracket around it. What it
/// opens, it closes.
pub(super) fn tail_end(text: &str, scan: &Scan, around: Option<usize>, at: usize) -> usize {
    let line = scan.lines_after(at).first().map_or(text.len(), |line| line.start);
    let mut end = at + text[at..line].trim_end().len();
    if let Some(around) = around.map(|index| scan.brackets[index].at).filter(|closing| *closing > at) {
        end = end.min(around);
    }
    for bracket in &scan.brackets[scan.bracket_from(at)..] {
        if bracket.at >= end {
            break;
        }
        end = scan.partner(*bracket).map_or(end, |partner| end.max(partner.at + 1));
    }
    end
}

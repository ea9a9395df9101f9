//! One parse, and where it fails.
//!
//! The library recovers from errors in its own way, which may move an error far from its cause. A parser of this
//! kind notices an error at the first token that can't stand where it stands; the library tells that place and
//! the state of the parser there to its log alone.

use std::cell::Cell;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, PoisonError};

use tree_sitter::{Language, ParseOptions, ParseState, Point, Tree};

/// So many bytes of one file are parsed to find out what could stand where it fails: every mark that may is tried.
const MOST_TRIED: usize = 1 << 20;

/// A parser of Bicep.
pub(super) struct Parser {
    parser: tree_sitter::Parser,
    language: Language,
    /// How many bytes may still be parsed to try marks.
    to_try: usize,
}

/// Where a parse failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Failure {
    /// Offset of the first token that can't stand where it stands; the text's length if the text ends too early.
    pub at: usize,
    /// Where the last token before it ends, line breaks and comments apart.
    pub after: usize,
    /// The grammar's names of the tokens that could.
    pub expected: Vec<String>,
}

/// What the log told.
#[derive(Debug, Default)]
struct Trace {
    /// State and place where the parser goes on.
    state: u16,
    place: Point,
    /// Where the last token ends that is no line break and no comment.
    solid: Point,
    /// The next place is the end of such a token.
    shifted: bool,
    /// The last token that the lexer found is a line break.
    line_break: bool,
    /// The places with errors. Where a text can be read in two ways there are two, and the further one counts.
    errors: Vec<(Point, u16)>,
    /// The library has begun to recover: what follows is its guess.
    recovering: bool,
}

impl Trace {
    fn note(&mut self, message: &str) {
        if self.recovering {
        } else if let Some(rest) = message.strip_prefix("process version:") {
            for (name, value) in rest.split(", ").filter_map(|part| part.split_once(':')) {
                let value = value.parse::<usize>().unwrap_or_default();
                match name {
                    "state" => self.state = u16::try_from(value).unwrap_or_default(),
                    "row" => self.place.row = value,
                    "col" => self.place.column = value,
                    _ => {}
                }
            }
            if std::mem::take(&mut self.shifted) {
                self.solid = self.place;
            }
        } else if let Some(token) = message.strip_prefix("lexed_lookahead sym:") {
            self.line_break = token.starts_with("_newline");
        } else if message.starts_with("shift state:") {
            self.shifted = !self.line_break;
        } else if message.starts_with("detect_error") {
            self.errors.push((self.place, self.state));
        } else if message.starts_with("resume version:") {
            self.recovering = true;
        }
    }
}

/// Works with this thread's parser: a new one for every file would take a tenth of the time.
pub(super) fn with_parser<T>(work: impl FnOnce(&mut Parser) -> T) -> T {
    thread_local!(static PARSER: Cell<Option<Parser>> = const { Cell::new(None) });
    let mut parser = PARSER.take().unwrap_or_else(Parser::new);
    parser.to_try = MOST_TRIED;
    let result = work(&mut parser);
    PARSER.set(Some(parser));
    result
}

impl Parser {
    fn new() -> Self {
        let mut parser = tree_sitter::Parser::new();
        let language = Language::new(tree_sitter_bicep::LANGUAGE);
        parser.set_language(&language).expect("a bug of ours: the grammar was generated for another library");
        Self { parser, language, to_try: MOST_TRIED }
    }

    /// The tree of a text without an error in it.
    pub(super) fn clean(&mut self, text: &str) -> Option<Tree> {
        let bytes = text.as_bytes();
        // What a hostile text would cost to recover from is never paid.
        let mut stop = |state: &ParseState| match state.has_error() {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        };
        let options = ParseOptions::new().progress_callback(&mut stop);
        let tree =
            self.parser.parse_with_options(&mut |at, _| bytes.get(at..).unwrap_or_default(), None, Some(options));
        if tree.is_none() {
            self.parser.reset();
        }
        tree.filter(|tree| !tree.root_node().has_error())
    }

    /// Where a text that is not clean fails, and what could stand there.
    pub(super) fn failure(&mut self, text: &str) -> Option<Failure> {
        let mut failure = self.find_failure(text)?;
        // States of the parser are merged, so that one allows tokens which only another way to it does. Whether a
        // mark can stand there is seen when it does.
        let mut trial = String::with_capacity(failure.at + 4);
        trial.push_str(&text[..failure.at]);
        let mut expected = std::mem::take(&mut failure.expected);
        let is_mark = |name: &str| !name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
        let marks = expected.iter().filter(|name| is_mark(name)).count();
        let cost = failure.at.saturating_mul(marks);
        if marks > 1 && cost <= self.to_try {
            self.to_try -= cost;
            expected.retain(|name| {
                trial.truncate(failure.at);
                trial.push_str(name);
                !is_mark(name) || self.find_failure(&trial).is_none_or(|trial| trial.at > failure.at)
            });
        }
        failure.expected = expected;
        Some(failure)
    }

    fn find_failure(&mut self, text: &str) -> Option<Failure> {
        let trace = Arc::new(Mutex::new(Trace::default()));
        let log = Arc::clone(&trace);
        self.parser.set_logger(Some(Box::new(move |_, message| {
            log.lock().unwrap_or_else(PoisonError::into_inner).note(message);
        })));
        let clean = self.clean(text).is_some();
        self.parser.set_logger(None);
        let trace = trace.lock().unwrap_or_else(PoisonError::into_inner);
        let furthest = trace.errors.iter().map(|(place, _)| *place).max()?;
        if clean {
            return None;
        }
        let states = trace.errors.iter().filter(|(place, _)| *place == furthest);
        let mut expected: Vec<String> = Vec::new();
        for (_, state) in states {
            let Some(symbols) = self.language.lookahead_iterator(*state) else { continue };
            expected.extend(symbols.filter_map(|symbol| self.language.node_kind_for_id(symbol)).map(str::to_owned));
        }
        expected.sort_unstable();
        expected.dedup();
        let at = after_blanks(text, offset(text, furthest));
        Some(Failure { at, after: offset(text, trace.solid).min(at), expected })
    }
}

fn offset(text: &str, place: Point) -> usize {
    let line = text.split_inclusive('\n').take(place.row).map(str::len).sum::<usize>();
    (line + place.column).min(text.len())
}

fn after_blanks(text: &str, at: usize) -> usize {
    at + text.as_bytes()[at..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failure(text: &str) -> (usize, Vec<String>) {
        let failure = Parser::new().failure(text).expect("the text is broken");
        (failure.at, failure.expected)
    }

    #[test]
    fn a_text_without_errors_has_no_failure() {
        assert_eq!(Parser::new().failure("var a = (b)\nvar c = (d) => e\n"), None);
    }

    #[test]
    fn the_first_token_that_cannot_stand_there() {
        assert_eq!(failure("var a = 1 var b = 2\n").0, 10);
        assert_eq!(failure("var a =\n").0, 7);
        assert_eq!(failure("var a = {\n  b: 1\n").0, 17);
        assert_eq!(failure("var a = {\n  b 1\n}\n").0, 14);
        assert_eq!(failure("var a = (b c)\n").0, 11);
    }

    #[test]
    fn what_could_stand_there() {
        assert_eq!(failure("var a = {\n  b 1\n}\n").1, [":", "comment", "pragma"]);
        let marks: Vec<String> = failure("var a = b ? c\n").1;
        assert!(marks.contains(&":".to_owned()) && !marks.contains(&")".to_owned()), "{marks:?}");
        assert!(failure("var a =\n").1.contains(&"identifier".to_owned()));
    }
}

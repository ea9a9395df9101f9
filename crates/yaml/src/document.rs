//! A whole file: its documents, comments and problems. An error ends one document, not the file.

use std::collections::HashMap;
use std::sync::Arc;

use aiolint_core::{Label, Openness, Problem, Reason, SYNTAX, Source, Span, Value, placeholder};

use crate::ALIAS_BY_ACCIDENT;
use crate::event::{self, Event, Kind, Style};
use crate::template::{self, Masked};
use crate::tree::Builder;

/// A document that could be read.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its content.
    pub value: Value,
    /// Its bytes, from the first node's start to the last one's end.
    pub extent: Span,
    /// The first `apiVersion` and `kind` of mappings that have two, by the offset of the value. What they are is
    /// not known, but that the document is a manifest is.
    pub(crate) first: HashMap<u32, Arc<str>>,
}

/// A comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// Its bytes, with the `#` and without the line break.
    pub span: Span,
    /// Its text after the `#`.
    pub text: String,
}

/// What a file holds.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The documents without an error in them.
    pub documents: Vec<Document>,
    /// The comments of all documents.
    pub comments: Vec<Comment>,
    /// The bytes of the scalars that are written over several lines.
    pub long_scalars: Vec<Span>,
    /// What is wrong with the file itself.
    pub problems: Vec<Problem>,
    /// The bytes of the documents that could not be read.
    pub broken: Vec<Span>,
    /// Whether the file has template actions: then an error may be the template's, not the author's.
    pub templated: bool,
}

/// So many broken documents are reported; a file of nothing else says no more with further ones.
const MOST_ERRORS: usize = 20;

/// Reads a file. Reading never fails: what can't be understood is a problem in the result.
#[must_use]
pub fn read(source: &Source) -> Reading {
    let masked = template::mask(&source.text);
    let mut reading =
        Reading { templated: !masked.actions.is_empty() || !masked.control.is_empty(), ..Reading::default() };
    let mut from = 0;
    while let Some(next) = read_from(source, &masked, from, &mut reading) {
        from = next;
        if reading.broken.len() >= MOST_ERRORS {
            break;
        }
    }
    reading
}

/// Reads from the document marker at `from` up to the end or the first error; gives where to go on.
fn read_from(source: &Source, masked: &Masked<'_>, from: usize, reading: &mut Reading) -> Option<usize> {
    let text = &masked.text[from..];
    let mut builder = Builder::new(source, masked);
    let mut document_start = from;
    for event in event::events(text) {
        match event {
            Ok(mut event) => {
                event.span = Span::new(event.span.start as usize + from, event.span.end as usize + from);
                match event.kind {
                    Kind::Comment(text) if text.starts_with(placeholder::HIDDEN_START) => {}
                    Kind::Comment(text) => {
                        reading.comments.push(Comment { span: event.span, text: text.into_owned() });
                    }
                    Kind::DocumentEnd(_) => {
                        document_start = event.span.end as usize;
                        let first = builder.first();
                        let (value, problems) = builder.finish();
                        let finished = value.map(|value| document(value, first, masked));
                        let branches = finished.as_ref().is_some_and(|(_, branches)| *branches);
                        // In a template the two keys of `{{ if }} … {{ else }} …` never meet.
                        let meant = |problem: &Problem| !(branches && problem.detector == crate::DUPLICATE_KEY);
                        reading.problems.extend(problems.into_iter().filter(meant));
                        reading.documents.extend(finished.map(|(document, _)| document));
                    }
                    _ => {
                        reading.long_scalars.extend(long_scalar(&source.text, &event));
                        builder.event(event);
                    }
                }
            }
            Err(error) => {
                let template = !masked.actions.is_empty();
                let meant = |problem: &Problem| !(template && problem.detector == crate::DUPLICATE_KEY);
                reading.problems.extend(builder.finish().1.into_iter().filter(meant));
                let at = from + error.at;
                reading.problems.push(syntax_problem(source, at, &error));
                let next = next_document(&source.text, at.max(document_start));
                reading.broken.push(Span::new(document_start, next.unwrap_or(source.text.len())));
                return next;
            }
        }
    }
    reading.problems.extend(builder.finish().1);
    None
}

/// The bytes of a scalar that goes over several lines; those of a block begin where the line above its text ends.
fn long_scalar(text: &str, event: &Event<'_>) -> Option<Span> {
    let Kind::Scalar(_, style, _) = &event.kind else { return None };
    let Span { start, end } = event.span;
    if matches!(style, Style::Literal | Style::Folded) {
        let header = text.get(..start as usize)?.trim_end();
        return Some(Span { start: Span::new(header.len().saturating_sub(1), 0).start, end });
    }
    text.get(event.span.range())?.trim_end().contains('\n').then_some(event.span)
}

/// The document, and whether template lines may add or remove something in it: then it is open.
fn document(value: Value, first: HashMap<u32, Arc<str>>, masked: &Masked<'_>) -> (Document, bool) {
    let extent = value.at.span;
    let control = masked.control.iter().any(|line| extent.overlaps(*line));
    let value = match control {
        true => value.opened(&Reason::new("template lines may add or remove members"), Openness::Template),
        false => value,
    };
    // In a template the two may stand in two branches: neither is the first.
    let first = if control { HashMap::new() } else { first };
    (Document { value, extent, first }, control)
}

fn syntax_problem(source: &Source, at: usize, error: &event::Error) -> Problem {
    if let Some(star) = nameless_alias(&source.text, at) {
        return Problem {
            detector: ALIAS_BY_ACCIDENT,
            message: "a plain `*` starts an alias, and this one has no name".into(),
            primary: Label { location: source.at(star), message: "put `*` in quotes".into() },
            labels: Vec::new(),
            help: Some("put the text in quotes if a literal `*` is meant".into()),
        };
    }
    let end = source.text[at..].chars().next().filter(|c| !c.is_control()).map_or(at, |c| at + c.len_utf8());
    Problem {
        detector: SYNTAX,
        message: format!("this document can't be read as YAML: {}", error.message),
        primary: Label { location: source.at(Span::new(at, end)), message: "the parser stopped here".into() },
        labels: Vec::new(),
        help: error.help.map(str::to_owned),
    }
}

/// The `*` at which the parser stopped, or right behind which it did, if no name of an anchor follows.
fn nameless_alias(text: &str, at: usize) -> Option<Span> {
    let bytes = text.as_bytes();
    let is_star = |at: usize| bytes.get(at) == Some(&b'*');
    let star = if is_star(at) { at } else { at.checked_sub(1).filter(|before| is_star(*before))? };
    let begins_value =
        text[..star].chars().next_back().is_none_or(|c| c.is_whitespace() || matches!(c, '[' | '{' | ','));
    let is_bare = text[star + 1..].chars().next().is_none_or(|c| c.is_whitespace() || matches!(c, ',' | ']' | '}'));
    (begins_value && is_bare).then(|| Span::new(star, star + 1))
}

/// The offset of the next line that starts a document, after the line of `at`.
fn next_document(text: &str, at: usize) -> Option<usize> {
    let mut from = at;
    while let Some(line) = text[from..].find('\n').map(|end| from + end + 1) {
        let rest = &text[line..];
        if rest.strip_prefix("---").is_some_and(|after| after.is_empty() || after.starts_with([' ', '\t', '\r', '\n']))
        {
            return Some(line);
        }
        from = line;
    }
    None
}

//! Changes of a Bicep file that keep everything else as it is: indentation, comments, line breaks.
//!
//! What can't be changed with certainty is not: files with errors, and what is not written as a literal.

mod braces;
mod layout;

use std::sync::Arc;

use aiolint_core::Span;
use aiolint_core::change::{
    Change, Into, Replacement, Written, after_comma, has_comment_around, line_break, line_end, line_start, next_line,
    only_place, reordered, spelled,
};

pub use braces::braces;
use layout::{Layout, Literal, Member, Object};

use crate::syntax::{self, Dialect};

/// So far the members of an object are indented where the file has no example.
const STEP: &str = "  ";

/// Makes changes of one file.
#[derive(Debug)]
pub struct Editor {
    text: Arc<str>,
    layout: Layout,
}

impl Editor {
    /// An editor of this text; none if it has errors.
    #[must_use]
    pub fn new(text: &Arc<str>, dialect: Dialect) -> Option<Self> {
        let syntax = syntax::parse(text, dialect);
        syntax.errors.is_empty().then(|| Self { text: Arc::clone(text), layout: Layout::of(text, &syntax.statements) })
    }

    /// Whether what stands at a place stands for several things: in a loop, a function, a lambda.
    #[must_use]
    pub fn is_repeated(&self, span: Span) -> bool {
        self.layout.repeated.iter().any(|repeated| repeated.contains(span))
    }

    /// The text that makes the change; none if it can't be made, or not without changing something else.
    #[must_use]
    pub fn edit(&self, change: &Change) -> Option<Replacement> {
        match change {
            Change::Set(span, to) => self.layout.literals.contains_key(span).then(|| (*span, literal(to))),
            Change::Insert(Into::Map(span), path, value) => self.insert(self.layout.objects.get(span)?, path, value),
            // Bicep has no key without a value.
            Change::Insert(Into::Key(key), path, value) => {
                let (object, number) = self.layout.keys.get(key)?;
                let held = self.layout.objects[object].members[*number].value;
                self.insert(self.layout.objects.get(&held)?, path, value)
            }
            Change::Add(span, value) => self.add(*span, value),
            Change::Remove(key) => self.remove(*key),
            Change::Rename(key, to) => {
                let (object, _) = self.layout.keys.get(key)?;
                let taken = self.layout.objects[object].members.iter().any(|member| member.name.as_deref() == Some(to));
                (!taken).then(|| (*key, self::key(to)))
            }
            Change::Append(span, text) => {
                let closing = match self.layout.literals.get(span)? {
                    Literal::Text => 1,
                    Literal::Other => return None,
                };
                let end = span.end as usize - closing;
                Some((Span::new(end, end), escaped(text)))
            }
            Change::Replace(span, part, with) => {
                let Literal::Text = self.layout.literals.get(span)? else { return None };
                let place = only_place(self.slice(*span), span.start, part)?;
                let is_simple = |text: &str| !text.contains(['\'', '$', '\\', '\n', '\r', '\t']);
                (is_simple(part) && is_simple(with)).then(|| (place, with.to_string()))
            }
            Change::Reorder(span, order) => {
                let is_between = |between: &str| matches!(between.trim(), "" | ",");
                let items = self.layout.arrays.get(span)?;
                let has_comment = ["//", "/*"].iter().any(|mark| has_comment_around(&self.text, items, mark));
                if has_comment { None } else { reordered(&self.text, items, order, is_between) }
            }
            Change::Quote(span) => self.layout.names.contains(span).then(|| (*span, quoted(self.slice(*span)))),
            Change::Unquote(span) => {
                let inner = self.slice(*span).strip_prefix('\'')?.strip_suffix('\'')?;
                self.layout.literals.contains_key(span).then(|| spelled(inner))?.map(|_| (*span, inner.to_owned()))
            }
            Change::Escape(span) => {
                let start = span.start as usize;
                self.layout.holes.contains(span).then(|| (Span::new(start, start), "\\".to_owned()))
            }
        }
    }

    fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// The white space that the line of an offset begins with.
    fn indent(&self, at: usize) -> &str {
        let line = &self.text[line_start(&self.text, at)..];
        &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
    }

    /// Whether nothing but white space stands before an offset in its line.
    fn is_first_in_line(&self, at: usize) -> bool {
        self.text[line_start(&self.text, at)..at].trim().is_empty()
    }

    /// Whether nothing but a comment follows in the line.
    fn is_last_in_line(&self, end: usize) -> bool {
        let rest = self.text[end..line_end(&self.text, end)].trim_start();
        rest.is_empty() || rest.starts_with("//")
    }

    fn insert(&self, object: &Object, path: &[Arc<str>], value: &Written) -> Option<Replacement> {
        if object.members.iter().any(|member| member.name.as_deref() == path.first().map(|it| &**it)) {
            return None;
        }
        let close = object.span.end as usize - 1;
        let line_break = line_break(&self.text);
        let outer = self.indent(close);
        let in_lines = object.members.iter().rev().find(|member| self.is_first_in_line(member.at.start as usize));
        if self.is_first_in_line(close) {
            let inner = match in_lines {
                Some(member) => self.indent(member.at.start as usize).to_owned(),
                None => format!("{outer}{}", self.step(outer)),
            };
            let step = inner.strip_prefix(outer).filter(|step| !step.is_empty()).unwrap_or(STEP).to_owned();
            let at = line_start(&self.text, close);
            return Some((Span::new(at, at), self.lines(path, value, &inner, &step)));
        }
        let Some(last) = object.members.last() else {
            let is_empty = self.slice(object.span)[1..].trim_start().starts_with('}') && !object.holds_more;
            if !is_empty || !self.is_last_in_line(close + 1) {
                return is_empty.then(|| (object.span, format!("{{ {} }}", in_line(path, value))));
            }
            let step = self.step(outer);
            let lines = self.lines(path, value, &format!("{outer}{step}"), &step);
            return Some((object.span, format!("{{{line_break}{lines}{outer}}}")));
        };
        // `}` behind the last of several lines is nobody's style.
        let is_one_line = !self.slice(object.span).contains('\n') && !object.holds_more;
        let end = last.at.end as usize;
        (is_one_line && self.is_end(end)).then(|| (Span::new(end, end), format!(", {}", in_line(path, value))))
    }

    /// How far the file indents, where a line has this indentation.
    fn step(&self, outer: &str) -> String {
        if outer.starts_with('\t') {
            return "\t".into();
        }
        let first = self.text.lines().find(|line| line.starts_with([' ', '\t']) && !line.trim().is_empty());
        let indent = first.map(|line| &line[..line.len() - line.trim_start().len()]);
        indent.filter(|indent| indent.len() <= 8).unwrap_or(STEP).to_owned()
    }

    /// The members that lead to a value, and the value, in lines of their own.
    fn lines(&self, path: &[Arc<str>], value: &Written, indent: &str, step: &str) -> String {
        let line_break = line_break(&self.text);
        let (last, parents) = path.split_last().map_or(("", path), |(last, parents)| (&**last, parents));
        let (mut before, mut after, mut indent) = (String::new(), String::new(), indent.to_owned());
        for name in parents {
            before += &format!("{indent}{}: {{{line_break}", key(name));
            after.insert_str(0, &format!("{indent}}}{line_break}"));
            indent += step;
        }
        format!("{before}{indent}{}: {}{line_break}{after}", key(last), literal(value))
    }

    fn add(&self, span: Span, value: &Written) -> Option<Replacement> {
        let items = self.layout.arrays.get(&span)?;
        let close = span.end as usize - 1;
        let item = literal(value);
        let Some(last) = items.last() else {
            return (self.slice(span)[1..].trim_start() == "]").then(|| (span, format!("[{item}]")));
        };
        if self.is_first_in_line(close) && self.is_first_in_line(last.start as usize) {
            let at = line_start(&self.text, close);
            let indent = self.indent(last.start as usize);
            return Some((Span::new(at, at), format!("{indent}{item}{}", line_break(&self.text))));
        }
        let end = last.end as usize;
        (!self.slice(span).contains('\n')).then(|| (Span::new(end, end), format!(", {item}")))
    }

    fn remove(&self, key: Span) -> Option<Replacement> {
        let (object, at) = self.layout.keys.get(&key)?;
        let members = &self.layout.objects[object].members;
        let place = members[*at].at;
        let (start, end) = (place.start as usize, place.end as usize);
        if self.is_first_in_line(start) && self.is_last_in_line(end) {
            return Some((Span::new(line_start(&self.text, start), next_line(&self.text, end)), String::new()));
        }
        let before: Option<&Member> = at.checked_sub(1).map(|before| &members[before]);
        let span = match before {
            Some(before) => {
                let from = before.at.end as usize;
                (after_comma(&self.text, from)? == start).then(|| Span::new(from, end))?
            }
            None if members.len() == 1 => Span::new(start, end),
            None => Span::new(start, after_comma(&self.text, end)?),
        };
        (!self.slice(span).contains('\n') && self.is_end(end)).then(|| (span, String::new()))
    }

    /// Whether a value ends there: no parenthesis around it does later.
    fn is_end(&self, at: usize) -> bool {
        self.text[at..].trim_start().starts_with([',', '}', ']'])
    }
}

/// A member with what leads to it, in one line.
fn in_line(path: &[Arc<str>], value: &Written) -> String {
    let mut names = path.iter().rev();
    let last = names.next().map_or("", |name| &**name);
    let member = format!("{}: {}", key(last), literal(value));
    names.fold(member, |member, name| format!("{}: {{ {member} }}", key(name)))
}

/// A key as it is written.
fn key(name: &str) -> String {
    let starts = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let is_name = starts && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if is_name { name.to_owned() } else { quoted(name) }
}

/// A value as it is written.
fn literal(value: &Written) -> String {
    match value {
        Written::Bool(it) => it.to_string(),
        Written::Int(it) => it.to_string(),
        Written::Text(text) => quoted(text),
        Written::EmptyMap => "{}".into(),
        Written::EmptyList => "[]".into(),
    }
}

pub(crate) fn quoted(text: &str) -> String {
    format!("'{}'", escaped(text))
}

/// What stands for a text between quotes.
fn escaped(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('\'', "\\'").replace("${", "\\${");
    escaped.replace('\n', "\\n").replace('\r', "\\r").replace('\t', "\\t")
}

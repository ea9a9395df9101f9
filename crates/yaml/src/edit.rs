//! Changes of a YAML file that keep everything else as it is: indentation, quotes, comments, line breaks.
//!
//! What can't be changed with certainty is not: files with errors or template actions, and what an alias shares.

use std::collections::HashMap;
use std::sync::Arc;

use aiolint_core::Span;
use aiolint_core::change::{
    Change, Into, Replacement, Written, after_comma, has_comment_around, line_break, line_end, line_start, next_line,
    only_place, reordered, spelled,
};

use crate::event::Style;
use crate::layout::{Layout, List, Mapping};
use crate::quote::{quoted, scalar};
use crate::template;

/// So far the members of a mapping are indented where the file has no example.
const STEP: usize = 2;

/// Makes changes of one file.
#[derive(Debug)]
pub struct Editor {
    text: Arc<str>,
    layout: Layout,
    mappings: HashMap<Span, usize>,
    keys: HashMap<Span, (usize, usize)>,
    lists: HashMap<Span, usize>,
    step: usize,
}

impl Editor {
    /// An editor of this text; none if it has errors, or actions that a template fills in.
    #[must_use]
    pub fn new(text: &Arc<str>) -> Option<Self> {
        if !template::mask(text).actions.is_empty() {
            return None;
        }
        let layout = Layout::read(text)?;
        let (mut mappings, mut keys) = (HashMap::new(), HashMap::new());
        for (number, mapping) in layout.mappings.iter().enumerate() {
            mappings.insert(mapping.span, number);
            keys.extend(mapping.members.iter().enumerate().map(|(at, member)| (member.key, (number, at))));
        }
        let lists = layout.lists.iter().enumerate().map(|(number, list)| (list.span, number)).collect();
        let mut editor = Self { text: Arc::clone(text), layout, mappings, keys, lists, step: STEP };
        editor.step = editor.usual_step().unwrap_or(STEP);
        Some(editor)
    }

    /// The text that makes the change; none if it can't be made, or not without changing something else.
    #[must_use]
    pub fn edit(&self, change: &Change) -> Option<Replacement> {
        let place = change.span();
        if self.layout.shared.iter().any(|shared| shared.contains(place)) {
            return None;
        }
        match change {
            Change::Set(span, to) => self.set(*span, to),
            Change::Insert(Into::Map(span), path, value) => {
                let mapping = self.mapping(*span)?;
                let is_there =
                    mapping.members.iter().any(|member| self.name(member.key) == path.first().map(|it| &**it));
                let insert = if mapping.flow { Self::insert_flow } else { Self::insert_block };
                if is_there { None } else { insert(self, mapping, path, value) }
            }
            Change::Insert(Into::Key(key), path, value) => self.insert_below(*key, path, value),
            Change::Add(span, value) => self.add(self.layout.lists.get(*self.lists.get(span)?)?, value),
            Change::Remove(key) => self.remove(*key),
            Change::Rename(key, to) => self.rename(*key, to),
            Change::Append(span, text) => self.append(*span, text),
            Change::Replace(span, part, with) => self.replace(*span, part, with),
            Change::Reorder(span, order) => self.reorder(self.layout.lists.get(*self.lists.get(span)?)?, order),
            Change::Quote(span) => Some((*span, quoted(self.slice(*span), Style::Single)?)),
            Change::Unquote(span) => {
                let inner = self.slice(*span).strip_prefix(['\'', '"'])?.strip_suffix(['\'', '"'])?;
                spelled(inner).map(|_| (*span, inner.to_owned()))
            }
            Change::Escape(_) => None,
        }
    }

    fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    fn mapping(&self, span: Span) -> Option<&Mapping> {
        self.mappings.get(&span).map(|number| &self.layout.mappings[*number])
    }

    /// The name that a key is, if it is written without escapes.
    fn name(&self, key: Span) -> Option<&str> {
        let written = self.slice(key);
        let inner = written.strip_prefix(['\'', '"']).and_then(|rest| rest.strip_suffix(['\'', '"']));
        Some(inner.unwrap_or(written))
    }

    /// How far the file indents the members of a mapping in a mapping: its first example.
    fn usual_step(&self) -> Option<usize> {
        let blocks = || self.layout.mappings.iter().filter(|mapping| !mapping.flow);
        blocks().find_map(|outer| {
            let inner = outer.members.iter().find_map(|member| blocks().find(|it| member.value == Some(it.span)))?;
            let (outer, inner) = (self.column(outer)?, self.column(inner)?);
            inner.checked_sub(outer).filter(|step| (1..=8).contains(step))
        })
    }

    /// The column of the members of a block, if nothing but spaces and dashes stands before the first one.
    fn column(&self, mapping: &Mapping) -> Option<usize> {
        let start = mapping.span.start as usize;
        let before = &self.text[line_start(&self.text, start)..start];
        before.bytes().all(|byte| matches!(byte, b' ' | b'-')).then_some(before.len())
    }

    /// Whether nothing but a comment follows in the line; a colon may, after a key without a value.
    fn is_last_in_line(&self, end: usize) -> bool {
        let rest = &self.text[end..line_end(&self.text, end)];
        let rest = rest.strip_prefix(':').unwrap_or(rest);
        rest.trim().is_empty() || (rest.starts_with([' ', '\t']) && rest.trim_start().starts_with('#'))
    }

    /// The header of a block scalar, whose bytes begin below it: `|-`, perhaps with a comment.
    fn header(&self, block: Span) -> &str {
        let line = self.text[..block.start as usize].trim_end().lines().last().unwrap_or_default();
        line.rfind(['|', '>']).map_or("", |at| &line[at..])
    }

    fn set(&self, span: Span, to: &Written) -> Option<Replacement> {
        let style = *self.layout.scalars.get(&span)?;
        // Of a block scalar, the bytes are those below its header.
        if matches!(style, Style::Literal | Style::Folded) { None } else { Some((span, scalar(to, style)?)) }
    }

    fn rename(&self, key: Span, to: &str) -> Option<Replacement> {
        let (number, _) = *self.keys.get(&key)?;
        let taken = self.layout.mappings[number].members.iter().any(|member| self.name(member.key) == Some(to));
        let style = *self.layout.scalars.get(&key)?;
        if taken { None } else { Some((key, scalar(&Written::Text(to.into()), style)?)) }
    }

    fn append(&self, span: Span, text: &str) -> Option<Replacement> {
        let end = span.end as usize;
        let style = *self.layout.scalars.get(&span)?;
        match style {
            Style::Single | Style::Double => {
                let quoted = quoted(text, style)?;
                Some((Span::new(end - 1, end - 1), quoted[1..quoted.len() - 1].to_owned()))
            }
            Style::Plain => {
                let whole = format!("{}{text}", self.slice(span));
                (scalar(&Written::Text(whole.as_str().into()), style)? == whole)
                    .then(|| (Span::new(end, end), text.to_owned()))
            }
            Style::Literal | Style::Folded => None,
        }
    }

    fn replace(&self, span: Span, part: &str, with: &str) -> Option<Replacement> {
        let place = only_place(self.slice(span), span.start, part)?;
        // What would be read as something else in quotes or in a line of a block.
        let is_simple = |text: &str| !text.contains(['\'', '"', '\\', '\n', '\r', '\t']);
        let fits = match *self.layout.scalars.get(&span)? {
            Style::Plain => {
                let whole = self.slice(span).replacen(part, with, 1);
                scalar(&Written::Text(whole.as_str().into()), Style::Plain)? == whole
            }
            _ => is_simple(part) && is_simple(with),
        };
        fits.then(|| (place, with.to_owned()))
    }

    fn reorder(&self, list: &List, order: &[usize]) -> Option<Replacement> {
        let is_between = |between: &str| match list.flow {
            true => between.trim() == ",",
            false => between.trim() == "-",
        };
        let anchors = &self.layout.anchors;
        let has_anchor = anchors.iter().any(|anchor| list.span.contains(*anchor));
        let has_comment = !list.flow && has_comment_around(&self.text, &list.items, "#");
        if has_anchor || has_comment { None } else { reordered(&self.text, &list.items, order, is_between) }
    }

    /// The style of the quotes that texts beside an inserted one have.
    fn style_in(&self, mapping: &Mapping) -> Style {
        let values = mapping.members.iter().rev().filter_map(|member| member.value);
        let styles = values.filter_map(|value| self.layout.scalars.get(&value).copied());
        styles.take(1).find(|style| matches!(style, Style::Single | Style::Double)).unwrap_or(Style::Plain)
    }

    fn insert_block(&self, mapping: &Mapping, path: &[Arc<str>], value: &Written) -> Option<Replacement> {
        let column = self.column(mapping)?;
        let end = mapping.end as usize;
        // What a block scalar keeps of the blank lines after it would be other lines.
        let keeps = mapping.last_block.is_some_and(|span| self.header(span).contains('+'));
        if keeps || !self.is_last_in_line(end) {
            return None;
        }
        let at = line_end(&self.text, end);
        Some((Span::new(at, at), self.lines(path, value, column, self.style_in(mapping))?))
    }

    /// The members that lead to a value, and the value, each in a line of its own.
    fn lines(&self, path: &[Arc<str>], value: &Written, column: usize, style: Style) -> Option<String> {
        let (mut all, line_break) = (String::new(), line_break(&self.text));
        for (depth, name) in path.iter().enumerate() {
            let name = scalar(&Written::Text(Arc::clone(name)), Style::Plain)?;
            all += &format!("{line_break}{}{name}:", " ".repeat(column + depth * self.step));
        }
        Some(format!("{all} {}", scalar(value, style)?))
    }

    fn insert_below(&self, key: Span, path: &[Arc<str>], written: &Written) -> Option<Replacement> {
        let (number, at) = *self.keys.get(&key)?;
        let outer = &self.layout.mappings[number];
        if let Some(value) = outer.members[at].value.filter(|value| self.mappings.contains_key(value)) {
            return self.edit(&Change::Insert(Into::Map(value), path.to_vec(), written.clone()));
        }
        let end = key.end as usize;
        if outer.flow || outer.members[at].value.is_some() || !self.is_last_in_line(end) {
            return None;
        }
        let column = self.column(outer)? + self.step;
        let at = line_end(&self.text, end);
        Some((Span::new(at, at), self.lines(path, written, column, self.style_in(outer))?))
    }

    fn insert_flow(&self, mapping: &Mapping, path: &[Arc<str>], value: &Written) -> Option<Replacement> {
        let mut member = scalar(value, self.style_in(mapping))?;
        for (depth, name) in path.iter().rev().enumerate() {
            let name = scalar(&Written::Text(Arc::clone(name)), Style::Plain)?;
            member = if depth == 0 { format!("{name}: {member}") } else { format!("{name}: {{{member}}}") };
        }
        let Some(last) = mapping.members.last() else {
            return self.slice(mapping.span)[1..]
                .trim_start()
                .starts_with('}')
                .then(|| (mapping.span, format!("{{{member}}}")));
        };
        // A key without a value would take the comma for one in `{a:, b}`.
        let end = last.value?.end as usize;
        let start = last.key.start as usize;
        let indent = &self.text[line_start(&self.text, start)..start];
        let alone = indent.trim().is_empty() && self.text[..mapping.span.end as usize][end..].contains('\n');
        let comment = self.text[end..line_end(&self.text, end)].contains('#');
        let before = if alone && !comment { format!(",{}{indent}", line_break(&self.text)) } else { ", ".into() };
        Some((Span::new(end, end), before + &member))
    }

    fn add(&self, list: &List, value: &Written) -> Option<Replacement> {
        let style = list.items.last().and_then(|item| self.layout.scalars.get(item)).copied().unwrap_or(Style::Plain);
        let style = if matches!(style, Style::Literal | Style::Folded) { Style::Plain } else { style };
        let item = scalar(value, style)?;
        let Some(last) = list.items.last() else {
            return list.flow.then(|| (list.span, format!("[{item}]")));
        };
        if list.flow {
            return Some((Span::new(last.end as usize, last.end as usize), format!(", {item}")));
        }
        let start = list.items[0].start as usize;
        let before = &self.text[line_start(&self.text, start)..start];
        let indent = before.strip_suffix("- ").filter(|indent| indent.trim().is_empty())?;
        let is_scalar = self.layout.scalars.get(last).is_some_and(|it| !matches!(it, Style::Literal | Style::Folded));
        if !is_scalar || !self.is_last_in_line(last.end as usize) {
            return None;
        }
        let at = line_end(&self.text, last.end as usize);
        Some((Span::new(at, at), format!("{}{indent}- {item}", line_break(&self.text))))
    }

    fn remove(&self, key: Span) -> Option<Replacement> {
        let (number, at) = *self.keys.get(&key)?;
        let mapping = &self.layout.mappings[number];
        let member = &mapping.members[at];
        let next = mapping.members.get(at + 1).map(|next| next.key.start as usize);
        let (start, end) = (key.start as usize, member.end as usize);
        if self.layout.anchors.iter().any(|anchor| start <= anchor.start as usize && anchor.end as usize <= end) {
            return None;
        }
        if mapping.flow {
            return Some((self.in_flow(mapping, at)?, String::new()));
        }
        if mapping.members.len() == 1 || !self.is_last_in_line(end) {
            return None;
        }
        let first = line_start(&self.text, start);
        if self.text[first..start].trim().is_empty() {
            let after = next_line(&self.text, end);
            let is_last = after == self.text.len() && !self.text.ends_with('\n');
            // Where the text ends without a line break, the one before goes.
            let first = if is_last { line_end(&self.text, first.checked_sub(1)?.saturating_sub(1)) } else { first };
            return Some((Span::new(first, after), String::new()));
        }
        // The first member of an item: the next one takes its place after the dash.
        let next = next.filter(|next| self.text[end..*next].trim().is_empty())?;
        Some((Span::new(start, next), String::new()))
    }

    /// A member between braces, with the comma that goes with it.
    fn in_flow(&self, mapping: &Mapping, at: usize) -> Option<Span> {
        let member = &mapping.members[at];
        let (start, end) = (member.key.start as usize, member.value?.end as usize);
        match at.checked_sub(1).map(|before| &mapping.members[before]) {
            Some(before) => {
                let from = before.value?.end as usize;
                (after_comma(&self.text, from)? == start).then(|| Span::new(from, end))
            }
            None if mapping.members.len() == 1 => Some(Span::new(start, end)),
            None => Some(Span::new(start, after_comma(&self.text, end)?)),
        }
    }
}

//! How a file is written: where its mappings, lists and scalars stand, and in which style.

use std::collections::{HashMap, HashSet};

use aiolint_core::Span;

use crate::event::{Kind, Style, events};

/// A member of a mapping.
#[derive(Debug)]
pub(crate) struct Member {
    pub key: Span,
    /// None if nothing is written.
    pub value: Option<Span>,
    /// The end of what is written of it.
    pub end: u32,
}

/// A mapping.
#[derive(Debug)]
pub(crate) struct Mapping {
    /// Its bytes, as values have them: from the first child to the last, or with the braces.
    pub span: Span,
    /// Whether in braces.
    pub flow: bool,
    pub members: Vec<Member>,
    /// The end of what is written in it.
    pub end: u32,
    /// The block scalar that it ends with.
    pub last_block: Option<Span>,
}

/// A list.
#[derive(Debug)]
pub(crate) struct List {
    pub span: Span,
    /// Whether in brackets.
    pub flow: bool,
    pub items: Vec<Span>,
}

/// A file without errors.
#[derive(Debug, Default)]
pub(crate) struct Layout {
    pub mappings: Vec<Mapping>,
    pub lists: Vec<List>,
    pub scalars: HashMap<Span, Style>,
    /// What has an anchor.
    pub anchors: Vec<Span>,
    /// Of these, what an alias stands for, too.
    pub shared: Vec<Span>,
}

struct Frame {
    mapping: bool,
    flow: bool,
    start: Span,
    anchor: Option<usize>,
    first: Option<u32>,
    /// The end of the last child, as values have it.
    last: u32,
    /// The end of what is written.
    end: u32,
    block: Option<Span>,
    key: Option<Span>,
    members: Vec<Member>,
    items: Vec<Span>,
}

/// A finished node.
#[derive(Clone, Copy)]
struct Node {
    span: Span,
    written: bool,
    end: u32,
    block: Option<Span>,
}

impl Layout {
    /// Reads a text; none if it has an error.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let mut reader = Reader { text, ..Reader::default() };
        for event in events(text) {
            let event = event.ok()?;
            reader.event(event.kind, event.span);
        }
        let mut layout = reader.layout;
        layout.shared = reader.anchors.iter().filter(|(id, _)| reader.aliased.contains(id)).map(|it| *it.1).collect();
        layout.anchors = reader.anchors.into_values().collect();
        Some(layout)
    }
}

#[derive(Default)]
struct Reader<'t> {
    text: &'t str,
    layout: Layout,
    frames: Vec<Frame>,
    anchors: HashMap<usize, Span>,
    aliased: HashSet<usize>,
    /// The last scalar.
    last: Span,
}

impl Reader<'_> {
    fn event(&mut self, kind: Kind<'_>, span: Span) {
        match kind {
            Kind::Scalar(value, style, _) => self.scalar(&value, style, span),
            Kind::SequenceStart(flow, _) => self.open(false, flow, span),
            Kind::MappingStart(flow, _) => self.open(true, flow, span),
            Kind::SequenceEnd | Kind::MappingEnd => self.close(span),
            Kind::Anchor(id, _) => self.anchor(id),
            Kind::Alias(id) => {
                self.aliased.insert(id);
                self.add(Node { span, written: true, end: span.end, block: None });
            }
            Kind::UnknownAlias(_) => self.add(Node { span, written: true, end: span.end, block: None }),
            _ => {}
        }
    }

    fn open(&mut self, mapping: bool, flow: bool, start: Span) {
        let (last, end) = (start.end, start.end);
        let (anchor, first, block, key) = (None, None, None, None);
        let (members, items) = (Vec::new(), Vec::new());
        self.frames.push(Frame { mapping, flow, start, anchor, first, last, end, block, key, members, items });
    }

    fn scalar(&mut self, value: &str, style: Style, mut span: Span) {
        let is_block = matches!(style, Style::Literal | Style::Folded);
        if is_block {
            let written = self.text.get(span.range()).unwrap_or_default();
            span.end -= u32::try_from(written.len() - written.trim_end().len()).unwrap_or(0);
        }
        let written = !(value.is_empty() && style == Style::Plain);
        self.last = span;
        if written {
            self.layout.scalars.insert(span, style);
        }
        self.add(Node { span, written, end: span.end, block: is_block.then_some(span) });
    }

    fn anchor(&mut self, id: usize) {
        let fresh = |frame: &&mut Frame| frame.first.is_none() && frame.anchor.is_none();
        match self.frames.last_mut().filter(fresh) {
            Some(frame) => frame.anchor = Some(id),
            None => {
                self.anchors.insert(id, self.last);
            }
        }
    }

    fn close(&mut self, span: Span) {
        let Some(frame) = self.frames.pop() else { return };
        let extent = match (frame.flow, frame.first) {
            (true, _) => Span { start: frame.start.start, end: span.end },
            (false, Some(first)) => Span { start: first, end: frame.last },
            (false, None) => frame.start,
        };
        let end = if frame.flow { span.end } else { frame.end };
        if let Some(id) = frame.anchor {
            self.anchors.insert(id, extent);
        }
        let block = frame.block.filter(|_| !frame.flow);
        if frame.mapping {
            let (flow, members) = (frame.flow, frame.members);
            self.layout.mappings.push(Mapping { span: extent, flow, members, end, last_block: block });
        } else {
            self.layout.lists.push(List { span: extent, flow: frame.flow, items: frame.items });
        }
        self.add(Node { span: extent, written: true, end, block });
    }

    fn add(&mut self, node: Node) {
        let Some(frame) = self.frames.last_mut() else { return };
        frame.first.get_or_insert(node.span.start);
        frame.last = frame.last.max(node.span.end);
        if node.written {
            (frame.end, frame.block) = (frame.end.max(node.end), node.block);
        }
        match frame.key.take() {
            _ if !frame.mapping => frame.items.push(node.span),
            None => frame.key = Some(node.span),
            Some(key) => {
                let value = node.written.then_some(node.span);
                let end = if node.written { node.end } else { key.end };
                frame.members.push(Member { key, value, end });
            }
        }
    }
}

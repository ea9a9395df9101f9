//! Events to values, without recursion: any depth that the parser lets through is built on a stack.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use aiolint_core::{Data, Entry, Label, List, Location, Map, Problem, Reason, Source, Span, Text, Value, placeholder};

use crate::event::{Event, Kind, Style, Tag};
use crate::template::Masked;
use crate::{ALIAS_BY_ACCIDENT, DUPLICATE_KEY, scalar};

/// So many members may merge keys (`<<`) add to one file. Each merge copies, so that a chain of them could
/// grow with the square of the file.
const MOST_MERGED: usize = 100_000;

/// So deep may values nest when aliases are followed: what walks them calls itself.
const DEPTH: usize = 512;

/// Builds the values of one run of documents.
pub(crate) struct Builder<'s> {
    source: &'s Source,
    masked: &'s Masked<'s>,
    frames: Vec<Frame>,
    root: Option<Value>,
    /// What the anchors stand on, with how deep it nests; `None` while that is still open.
    anchors: HashMap<usize, Option<(Value, usize)>>,
    /// How many members merge keys have added.
    merged: usize,
    /// What was wrong so far.
    problems: Vec<Problem>,
    /// See `Document::first`.
    first: HashMap<u32, Arc<str>>,
}

struct Frame {
    kind: FrameKind,
    flow: bool,
    start: Span,
    anchor: Option<usize>,
    tag: Option<Tag>,
    /// How deep the children nest, themselves counted.
    depth: usize,
    /// End of the last child.
    end: u32,
    /// Start of the first child.
    first: Option<u32>,
}

enum FrameKind {
    Sequence(Vec<Value>),
    Mapping {
        entries: Vec<Entry>,
        names: HashSet<Arc<str>>,
        merges: Vec<Value>,
        key: Option<Key>,
        open: Option<Reason>,
    },
}

/// A key that waits for its value.
enum Key {
    Named(Arc<str>, Span),
    Merge(Span),
    /// A key whose name is not known or not a name.
    Other(Reason),
}

impl<'s> Builder<'s> {
    pub(crate) fn new(source: &'s Source, masked: &'s Masked<'s>) -> Self {
        Self {
            source,
            masked,
            frames: Vec::new(),
            root: None,
            anchors: HashMap::new(),
            merged: 0,
            problems: Vec::new(),
            first: HashMap::new(),
        }
    }

    /// The first values of `apiVersion` and `kind` where they stand twice.
    pub(crate) fn first(&mut self) -> HashMap<u32, Arc<str>> {
        std::mem::take(&mut self.first)
    }

    /// The document's content, if it has any, and what was wrong in it; the builder is ready for the next.
    pub(crate) fn finish(&mut self) -> (Option<Value>, Vec<Problem>) {
        self.frames.clear();
        self.anchors.clear();
        (self.root.take(), std::mem::take(&mut self.problems))
    }

    pub(crate) fn event(&mut self, event: Event<'_>) {
        let Event { kind, span } = event;
        match kind {
            Kind::Scalar(value, style, tag) => self.scalar(&value, style, tag.as_deref(), span),
            Kind::SequenceStart(flow, tag) => self.open(FrameKind::Sequence(Vec::new()), flow, tag, span),
            Kind::MappingStart(flow, tag) => {
                let kind = FrameKind::Mapping {
                    entries: Vec::new(),
                    names: HashSet::new(),
                    merges: Vec::new(),
                    key: None,
                    open: None,
                };
                self.open(kind, flow, tag, span);
            }
            Kind::SequenceEnd | Kind::MappingEnd => self.close(span),
            Kind::Anchor(id, _) => self.anchor(id),
            Kind::Alias(id) => self.alias(id, span),
            Kind::UnknownAlias(name) => {
                self.problems.push(unknown_alias(&name, self.source.at(span)));
                let reason = Reason::new(format!("there is no anchor `{name}`"));
                self.node(Value::unknown(reason, self.source.at(span)));
            }
            Kind::StreamStart | Kind::StreamEnd | Kind::DocumentStart(_) | Kind::DocumentEnd(_) | Kind::Comment(_) => {}
        }
    }

    fn open(&mut self, kind: FrameKind, flow: bool, tag: Option<Tag>, start: Span) {
        self.frames.push(Frame { kind, flow, start, anchor: None, tag, depth: 0, end: start.end, first: None });
    }

    fn scalar(&mut self, text: &str, style: Style, tag: Option<&str>, span: Span) {
        let mut span = span;
        if matches!(style, Style::Literal | Style::Folded) {
            // A block scalar ends with its last character, not with the blank lines after it.
            let written = self.source.slice(span);
            span.end -= u32::try_from(written.len() - written.trim_end().len()).unwrap_or(0);
            if self.may_go_on(span) {
                let reason = Reason::new("a template line may add to it");
                self.node(Value::unknown(reason, self.source.at(span)));
                return;
            }
        }
        if style == Style::Plain && text == "<<" && self.expects_key() {
            self.set_key(Key::Merge(span));
            return;
        }
        let data = self.scalar_data(text, style, tag, span);
        self.node(Value::new(data, self.source.at(span)));
    }

    /// Whether nothing but white space stands between a text and a line that may add to it.
    fn may_go_on(&self, span: Span) -> bool {
        let next = self.masked.control.iter().find(|line| line.start >= span.end);
        next.is_some_and(|line| self.source.slice(Span { start: span.end, end: line.start }).trim().is_empty())
    }

    fn scalar_data(&self, text: &str, style: Style, tag: Option<&str>, span: Span) -> Data {
        let plain = style == Style::Plain;
        match tag {
            None
            | Some(
                "tag:yaml.org,2002:int"
                | "tag:yaml.org,2002:float"
                | "tag:yaml.org,2002:bool"
                | "tag:yaml.org,2002:null",
            ) => {
                if (plain || tag.is_some())
                    && let Some(data) = scalar::plain(text)
                {
                    return data;
                }
            }
            Some("tag:yaml.org,2002:str" | "tag:yaml.org,2002:binary" | "tag:yaml.org,2002:timestamp" | "!") => {}
            Some(tag) => return Data::Unknown(Reason::new(format!("the tag `{tag}` has no meaning in a manifest"))),
        }
        let hidden = self.masked.actions.iter();
        let within = hidden.filter(|action| span.start <= action.start && action.start < span.end);
        placeholder::text(text, within.map(|action| self.source.slice(*action)), plain)
    }

    /// Remembers the node before this event: the collection that just opened, or the last one that was added.
    fn anchor(&mut self, id: usize) {
        let opened =
            self.frames.last_mut().filter(|frame| frame.first.is_none() && frame.anchor.is_none() && frame.is_fresh());
        if let Some(frame) = opened {
            frame.anchor = Some(id);
            self.anchors.insert(id, None);
            return;
        }
        let value = self.last_node().map(|value| (value, 0));
        self.anchors.insert(id, value);
    }

    fn last_node(&self) -> Option<Value> {
        match self.frames.last().map(|frame| &frame.kind) {
            Some(FrameKind::Sequence(items)) => items.last().cloned(),
            Some(FrameKind::Mapping { key: Some(Key::Named(name, at)), .. }) => {
                Some(Value::new(Data::Text(Text::Known(Arc::clone(name))), self.source.at(*at)))
            }
            Some(FrameKind::Mapping { entries, key: None, .. }) => entries.last().map(|entry| entry.value.clone()),
            Some(FrameKind::Mapping { .. }) => None,
            None => self.root.clone(),
        }
    }

    fn alias(&mut self, id: usize, span: Span) {
        let at = self.source.at(span);
        let unknown = |reason| (Value::unknown(Reason::new(reason), at), 0);
        let (value, depth) = match self.anchors.get(&id) {
            Some(Some((_, depth))) if self.frames.len() + depth > DEPTH => unknown("aliases nest too deeply"),
            Some(Some((target, depth))) => {
                (Value { data: target.data.clone(), at, key: None, origin: Some(target.at), mark: None }, *depth)
            }
            Some(None) => unknown("the alias stands inside the node that it names"),
            None => unknown("what the anchor names is not known"),
        };
        self.nested(value, depth);
    }

    fn close(&mut self, span: Span) {
        let Some(frame) = self.frames.pop() else { return };
        let extent = match (frame.flow, frame.first) {
            (true, _) => Span { start: frame.start.start, end: span.end },
            (false, Some(first)) => Span { start: first, end: frame.end },
            (false, None) => frame.start,
        };
        let (anchor, tag) = (frame.anchor, frame.tag);
        let mut data = match frame.kind {
            FrameKind::Sequence(items) => Data::List(Arc::new(List { items, open: None })),
            FrameKind::Mapping { entries, names, merges, open, .. } => self.mapping(entries, &names, &merges, open),
        };
        if let Some(tag) = tag.filter(|tag| !tag.starts_with("tag:yaml.org,2002:")) {
            data = Data::Unknown(Reason::new(format!("the tag `{tag}` has no meaning in a manifest")));
        }
        let value = Value::new(data, self.source.at(extent));
        if let Some(id) = anchor {
            self.anchors.insert(id, Some((value.clone(), frame.depth)));
        }
        self.nested(value, frame.depth);
    }

    fn mapping(
        &mut self,
        mut entries: Vec<Entry>,
        names: &HashSet<Arc<str>>,
        merges: &[Value],
        mut open: Option<Reason>,
    ) -> Data {
        let mut names = names.clone();
        for merge in merges {
            let sources: Vec<&Value> = match &merge.data {
                Data::List(list) => list.items.iter().collect(),
                _ => vec![merge],
            };
            for source in sources {
                let Data::Map(map) = &source.data else {
                    open.get_or_insert_with(|| Reason::new("what `<<` merges is not a known mapping"));
                    continue;
                };
                if self.merged + map.entries().len() > MOST_MERGED {
                    open.get_or_insert_with(|| Reason::new("the file merges too many mappings"));
                    continue;
                }
                self.merged += map.entries().len();
                for entry in map.entries() {
                    if names.insert(Arc::clone(&entry.name)) {
                        let origin = entry.value.origin.unwrap_or(entry.value.at);
                        let value = Value {
                            data: entry.value.data.clone(),
                            at: merge.at,
                            key: merge.key,
                            origin: Some(origin),
                            mark: None,
                        };
                        entries.push(Entry { name: Arc::clone(&entry.name), value });
                    }
                }
            }
        }
        Data::Map(Arc::new(Map::new(entries, open)))
    }

    fn expects_key(&self) -> bool {
        matches!(self.frames.last().map(|frame| &frame.kind), Some(FrameKind::Mapping { key: None, .. }))
    }

    fn set_key(&mut self, new: Key) {
        if let Some(Frame { kind: FrameKind::Mapping { key, .. }, .. }) = self.frames.last_mut() {
            *key = Some(new);
        }
    }

    fn node(&mut self, value: Value) {
        self.nested(value, 0);
    }

    /// Adds a finished node to what is open: as an item, a key or the value of a key. `depth`: how deep it nests.
    fn nested(&mut self, value: Value, depth: usize) {
        let (file, span) = (self.source.id, value.at.span);
        let Some(frame) = self.frames.last_mut() else {
            self.root = Some(value);
            return;
        };
        frame.depth = frame.depth.max(depth + 1);
        frame.first.get_or_insert(span.start);
        frame.end = frame.end.max(span.end);
        match &mut frame.kind {
            FrameKind::Sequence(items) => items.push(value),
            FrameKind::Mapping { key: slot @ None, .. } => *slot = Some(key(&value, self.source)),
            FrameKind::Mapping { entries, names, merges, key, open } => match key.take() {
                Some(Key::Named(name, at)) => {
                    let location = Location::new(file, at);
                    let value = Value { key: Some(location), ..value };
                    if names.insert(Arc::clone(&name)) {
                        entries.push(Entry { name, value });
                    } else {
                        let entry = entries.iter().find(|entry| entry.name == name).map(|entry| &entry.value);
                        if let ("apiVersion" | "kind", Some(first)) = (&*name, entry)
                            && let Some(text) = first.known_text()
                        {
                            self.first.insert(first.at.span.start, text.into());
                        }
                        self.problems.push(duplicate(entries, &name, location));
                    }
                }
                Some(Key::Merge(at)) => {
                    frame.first = frame.first.map(|first| first.min(at.start));
                    merges.push(Value { key: Some(Location::new(file, at)), ..value });
                }
                Some(Key::Other(reason)) => *open = Some(reason),
                None => {}
            },
        }
    }
}

impl Frame {
    /// Whether nothing was added since it opened.
    fn is_fresh(&self) -> bool {
        match &self.kind {
            FrameKind::Sequence(items) => items.is_empty(),
            FrameKind::Mapping { entries, merges, key, .. } => entries.is_empty() && merges.is_empty() && key.is_none(),
        }
    }
}

fn key(value: &Value, source: &Source) -> Key {
    match &value.data {
        Data::Text(text) => match text.known() {
            Some(name) => Key::Named(name.into(), value.at.span),
            None => Key::Other(Reason::new(format!("the key `{}` is filled in later", text.written()))),
        },
        // A key is a name in a manifest, also where YAML sees a number or a truth value.
        Data::Bool(_) | Data::Int(_) | Data::Float(_) | Data::Absent if value.origin.is_none() => {
            Key::Named(source.slice(value.at.span).into(), value.at.span)
        }
        _ => Key::Other(Reason::new("a key of this mapping is not a name")),
    }
}

/// The second value of a key makes the first one doubtful too: readers differ in which one they take.
fn duplicate(entries: &mut [Entry], name: &str, second: Location) -> Problem {
    let mut labels = Vec::new();
    if let Some(entry) = entries.iter_mut().find(|entry| &*entry.name == name) {
        entry.value.data = Data::Unknown(Reason::new(format!("`{name}` is written twice")));
        let location = entry.value.key.unwrap_or(entry.value.at);
        labels.push(Label { location, message: "first written here".into() });
    }
    Problem {
        detector: DUPLICATE_KEY,
        message: format!("the key `{name}` is written twice"),
        primary: Label { location: second, message: "written again".into() },
        labels,
        help: None,
    }
}

fn unknown_alias(name: &str, at: Location) -> Problem {
    Problem {
        detector: ALIAS_BY_ACCIDENT,
        message: format!("`*{name}` is an alias, but there is no anchor `&{name}`"),
        primary: Label { location: at, message: "a plain `*` starts an alias".into() },
        labels: Vec::new(),
        help: Some("put the text in quotes if a literal `*` is meant".into()),
    }
}

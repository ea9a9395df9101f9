//! From resources and what leads from one to another to a picture.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use aiolint_core::{
    Cover, Covered, Encoding, FileId, Location, Reason, Report, Resource, ResourceName, conceal_quoted,
};
use aiolint_engine::facts::Facts;
use aiolint_engine::judge::resource_name;
use aiolint_engine::kinds::{Shape, Way};
use aiolint_engine::view::{Other, View, ViewEdge, name, place, view};
use aiolint_engine::world::{ResourceId, World};

use crate::findings::{Placing, placed};
use crate::groups::Groups;
use crate::model::{Edge, EdgeKind, Graph, Group, Line, Node, Place, State};

/// So many resources are looked at; more are counted.
const MOST_RESOURCES: usize = 5_000;
/// So many candidates of one reference are drawn; more are counted.
const MOST_CANDIDATES: usize = 4;

/// What a picture is made of.
pub struct Drawn<'w> {
    /// All resources.
    pub world: &'w World<'w>,
    /// The files, in the order in which the world has them.
    pub files: Vec<&'w Facts>,
    /// The numbers of the files that are drawn, with what their resources lead to.
    pub scope: HashSet<FileId>,
    /// What was found; the picture has all of it. Its texts must have no secrets.
    pub report: &'w Report,
}

/// Makes the picture.
#[must_use]
pub fn build(drawn: &Drawn<'_>) -> Graph {
    let mut builder = Builder::new(drawn);
    builder.look();
    builder.join();
    let ids: Vec<ResourceId> = builder.seen.keys().copied().collect();
    let settings = builder.settings();
    for id in ids.iter().filter(|id| !settings.contains(id)) {
        let folder = builder.written[id].group;
        builder.node(folder, *id);
    }
    while let Some((folder, id)) = builder.waiting.pop_front() {
        builder.lead(folder, id);
    }
    let Builder { mut graph, places, .. } = builder;
    placed(drawn.report, &places, &mut graph);
    graph
}

/// A resource that stands in a file.
struct Written {
    /// The number of its folder.
    group: usize,
    in_scope: bool,
}

/// What a node stands for, in its group.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Key {
    Resource(ResourceId),
    /// A kind and a name that is not here.
    Named(String, String),
    /// A kind, what is known of which one it is, and the file that says so: elsewhere the same words may mean another.
    Unknown(String, String, FileId),
}

struct Builder<'w> {
    world: &'w World<'w>,
    written: BTreeMap<ResourceId, Written>,
    groups: Groups,
    seen: BTreeMap<ResourceId, View>,
    secrets: Covered,
    graph: Graph,
    nodes: HashMap<(usize, Key), usize>,
    numbers: HashMap<usize, usize>,
    places: Placing,
    /// The nodes that are there, and what they lead to is not.
    waiting: VecDeque<(usize, ResourceId)>,
    sources: &'w Report,
}

impl<'w> Builder<'w> {
    fn new(drawn: &Drawn<'w>) -> Self {
        let (mut groups, mut written) = (Groups::default(), BTreeMap::new());
        let mut ids = drawn.world.written();
        let mut secrets = Covered::default();
        for &facts in &drawn.files {
            let whole = drawn.scope.contains(&facts.source.id);
            for known in &facts.resources {
                let Some(id) = ids.next() else { break };
                let in_scope = whole || drawn.scope.contains(&known.resource.extent.file);
                written.insert(id, Written { group: groups.of(facts, known), in_scope });
            }
            if facts.source.text.contains("Secret") {
                secrets.extend(Cover::new(&facts.key_text, &facts.source).covered());
            }
        }
        Self {
            world: drawn.world,
            written,
            groups,
            seen: BTreeMap::new(),
            secrets,
            graph: Graph::default(),
            nodes: HashMap::new(),
            numbers: HashMap::new(),
            places: Placing::default(),
            waiting: VecDeque::new(),
            sources: drawn.report,
        }
    }

    /// Looks at what is in scope, and at what that leads to.
    fn look(&mut self) {
        let is_drawn = |id: &ResourceId| self.world.kind_of(*id).is_some_and(|kind| kind.drawing.is_some());
        let in_scope = self.written.iter().filter(|(id, it)| it.in_scope && !self.world.resource(**id).existing);
        let mut waiting: VecDeque<ResourceId> = in_scope.map(|(id, _)| *id).filter(is_drawn).collect();
        while let Some(id) = waiting.pop_front() {
            if self.seen.contains_key(&id) {
                continue;
            }
            if self.seen.len() == MOST_RESOURCES {
                self.graph.left_out = waiting.len() + 1;
                break;
            }
            let Some(seen) = view(self.world, id) else { continue };
            let new = |id: &&ResourceId| self.is_declared(**id) && !self.seen.contains_key(id);
            waiting.extend(leads_to(&seen).filter(new));
            self.seen.insert(id, seen);
        }
    }

    /// Joins the folders between which a reference leads that can mean nothing else.
    fn join(&mut self) {
        for (id, view) in &self.seen {
            let data = view.edges.iter().filter(|edge| edge.way != Way::With).map(|edge| &edge.other.resources[..]);
            let lines = view.lines.iter().map(|line| &line.of[..]);
            let within = view.within.iter().map(|other| &other.resources[..]);
            for targets in data.chain(lines).chain(within) {
                if let ([only], Some(own)) = (targets, self.written.get(id))
                    && let Some(other) = self.written.get(only).filter(|_| self.is_declared(*only))
                {
                    self.groups.join(own.group, other.group);
                }
            }
        }
        let folders = |of: &dyn Fn(Shape) -> bool| -> Vec<usize> {
            let shape = |id: &ResourceId| self.world.kind_of(*id)?.drawing.as_ref().map(|drawing| drawing.shape);
            let found = self.seen.keys().filter(|id| shape(id).is_some_and(of));
            found.filter_map(|id| self.written.get(id)).map(|it| it.group).collect()
        };
        let is_service = |shape| matches!(shape, Shape::Service | Shape::Part);
        let (services, others) = (folders(&is_service), folders(&|shape| !is_service(shape)));
        let with_flows = folders(&|shape| shape == Shape::Flow);
        self.groups.adopt(&services, &others, &with_flows);
    }

    fn is_declared(&self, id: ResourceId) -> bool {
        self.written.contains_key(&id) && !self.world.resource(id).existing
    }

    /// The resources that stand on the lines of others.
    fn settings(&self) -> HashSet<ResourceId> {
        let lines = self.seen.values().flat_map(|view| &view.lines);
        lines.flat_map(|line| &line.of).copied().collect()
    }

    /// The number of the picture's group for a folder.
    fn group(&mut self, folder: usize) -> usize {
        let root = self.groups.root(folder);
        let next = self.graph.groups.len();
        let number = *self.numbers.entry(root).or_insert(next);
        if number == next {
            let title = self.conceal(&self.groups.title(root));
            self.graph.groups.push(Group { title, left_out: 0 });
        }
        number
    }

    /// The node of a resource in a group: each group has its own of what every installation has.
    fn node(&mut self, folder: usize, id: ResourceId) -> usize {
        let world = self.world;
        let (written, unknown) = name(world, id);
        let kind = resource_name(world, id).kind;
        let resource = world.resource(id);
        let group = self.group(folder);
        let is_named = unknown.is_none();
        let key = match (resource.existing, is_named) {
            (true, true) => Key::Named(kind, written.clone()),
            _ => Key::Resource(id),
        };
        if let Some(number) = self.nodes.get(&(group, key.clone())) {
            return *number;
        }
        let state = match (resource.existing, self.written.contains_key(&id), &unknown) {
            (true, ..) => State::NotHere("the files only refer to it".into()),
            (_, false, _) => State::Implicit,
            _ => State::Declared,
        };
        let number = self.push(group, key, id, written, state);
        if let Some(reason) = unknown {
            let words = self.reason(&reason);
            self.graph.nodes[number].name_unknown = Some(words);
        }
        if !resource.existing {
            self.seen.entry(id).or_insert_with(|| view(world, id).unwrap_or_default());
            self.graph.nodes[number].is_near = self.seen[&id].is_near;
            self.lines(number, id);
            self.within(number, folder, id);
            self.waiting.push_back((folder, id));
        }
        number
    }

    fn lines(&mut self, number: usize, id: ResourceId) {
        for line in self.seen[&id].lines.clone() {
            let unknown = line.unknown.as_ref().map(|reason| self.reason(reason));
            let lines = &mut self.graph.nodes[number].lines;
            lines.push(Line { text: line.text, unknown, marks: Vec::new() });
            let at = lines.len() - 1;
            line.of.iter().for_each(|id| self.places.line(named(self.world, *id), number, at));
        }
        if self.is_declared(id) {
            self.places.node(named(self.world, id), number);
        }
    }

    fn push(&mut self, group: usize, key: Key, id: ResourceId, name: String, state: State) -> usize {
        let kind = self.world.kind_of(id);
        let node = Node {
            group,
            within: None,
            shape: kind.and_then(|kind| kind.drawing.as_ref()).map_or(Shape::Part, |drawing| drawing.shape),
            kind: resource_name(self.world, id).kind,
            title: kind.map(|kind| kind.title.clone()).unwrap_or_default(),
            name,
            name_unknown: None,
            is_near: false,
            lines: Vec::new(),
            state,
            marks: Vec::new(),
            place: place(self.world, id).and_then(|at| self.place(at)),
        };
        self.graph.nodes.push(node);
        let number = self.graph.nodes.len() - 1;
        self.nodes.insert((group, key), number);
        number
    }

    fn within(&mut self, number: usize, folder: usize, id: ResourceId) {
        let Some(other) = self.seen[&id].within.clone() else { return };
        let found = self.targets(folder, &other, id);
        // What is one of several is in none of them.
        if let [only] = found[..] {
            self.graph.nodes[number].within = Some(only);
        }
    }

    /// The nodes that a reference leads to.
    fn targets(&mut self, folder: usize, other: &Other, from: ResourceId) -> Vec<usize> {
        let near = self.near(folder, &other.resources);
        if !near.is_empty() {
            return near.into_iter().take(MOST_CANDIDATES).map(|id| self.node(folder, id)).collect();
        }
        let reason = match (&other.missing, other.resources.len()) {
            (_, several @ 1..) => format!("it may be each of {several} resources elsewhere"),
            (Some(reason), _) => self.reason(reason),
            (None, _) => return Vec::new(),
        };
        vec![self.missing(folder, other, reason, from)]
    }

    /// Those of the resources that are of the same group, or of every installation.
    fn near(&self, folder: usize, ids: &[ResourceId]) -> Vec<ResourceId> {
        let root = self.groups.root(folder);
        let is_near = |id: &&ResourceId| self.written.get(id).is_some_and(|it| self.groups.root(it.group) == root);
        let near: Vec<_> = ids.iter().filter(is_near).copied().collect();
        match near.is_empty() {
            true => ids.iter().filter(|id| !self.written.contains_key(id)).copied().collect(),
            false => near,
        }
    }

    /// The node for what is not here, or not known.
    fn missing(&mut self, folder: usize, other: &Other, reason: String, from: ResourceId) -> usize {
        let group = self.group(folder);
        let kind = other.kind.clone();
        let file = self.world.resource(from).extent.file;
        let (key, name, state) = match &other.name {
            Some(name) if other.is_named => (Key::Named(kind, name.clone()), name.clone(), State::NotHere(reason)),
            Some(name) => (Key::Unknown(kind, name.clone(), file), name.clone(), State::Unknown(reason)),
            None => (Key::Unknown(kind, reason.clone(), file), "?".to_owned(), State::Unknown(reason)),
        };
        if let Some(number) = self.nodes.get(&(group, key.clone())) {
            return *number;
        }
        let number = self.push(group, key, from, name, state);
        let kind = self.world.pack().kinds.iter().find(|kind| kind.name == other.kind);
        let node = &mut self.graph.nodes[number];
        node.place = None;
        if let State::Unknown(reason) = &node.state {
            node.lines.push(Line { text: reason.clone(), unknown: None, marks: Vec::new() });
        }
        node.kind.clone_from(&other.kind);
        node.title = kind.map(|kind| kind.title.clone()).unwrap_or_default();
        node.shape = kind.and_then(|kind| kind.drawing.as_ref()).map_or(Shape::Endpoint, |drawing| drawing.shape);
        number
    }

    /// Adds what leads from a resource to others.
    fn lead(&mut self, folder: usize, id: ResourceId) {
        let View { edges, open, .. } = self.seen[&id].clone();
        let group = self.group(folder);
        let Some(&own) = self.nodes.get(&(group, Key::Resource(id))) else { return };
        for edge in &edges {
            self.edge(own, folder, edge, id);
        }
        if let Some(reason) = &open {
            let unknown = Some(self.reason(reason));
            let line = Line { text: "there may be more".into(), unknown, marks: Vec::new() };
            self.graph.nodes[own].lines.push(line);
        }
    }

    fn edge(&mut self, own: usize, folder: usize, edge: &ViewEdge, id: ResourceId) {
        let mut targets = match edge.way {
            Way::With => {
                self.near(folder, &edge.other.resources).first().map(|id| self.node(folder, *id)).into_iter().collect()
            }
            _ => self.targets(folder, &edge.other, id),
        };
        targets.dedup();
        let several = targets.len() > 1 || (edge.other.missing.is_some() && !edge.other.resources.is_empty());
        let unsure = (several && edge.way != Way::With).then(|| match &edge.other.missing {
            Some(reason) => self.reason(reason),
            None => format!("it is one of {}", targets.len()),
        });
        for target in targets {
            let (from, to) = if edge.way == Way::From { (target, own) } else { (own, target) };
            let kind = if edge.way == Way::With { EdgeKind::Connection } else { EdgeKind::Data };
            if kind == EdgeKind::Connection && self.is_connected(from, to) {
                continue;
            }
            let labels = edge.labels.clone();
            self.graph.edges.push(Edge { from, to, kind, labels, unsure: unsure.clone(), marks: Vec::new() });
            self.places.edge(named(self.world, id), &edge.at, self.graph.edges.len() - 1);
        }
    }

    fn is_connected(&self, from: usize, to: usize) -> bool {
        self.graph.edges.iter().any(|edge| edge.kind == EdgeKind::Connection && (edge.from, edge.to) == (from, to))
    }

    fn reason(&self, reason: &Reason) -> String {
        self.conceal(reason.as_str())
    }

    /// A text that quotes something of the files, without secrets.
    fn conceal(&self, text: &str) -> String {
        conceal_quoted(text, |part| self.secrets.has(part)).into_owned()
    }

    fn place(&self, at: Location) -> Option<Place> {
        let source = self.sources.source(at)?;
        Some(Place { file: source.shown.to_string(), line: source.position(at.span.start, Encoding::Utf32).line })
    }
}

fn named<'w>(world: &World<'w>, id: ResourceId) -> (ResourceName, &'w Resource) {
    (resource_name(world, id), world.resource(id))
}

/// The resources that a view leads to.
fn leads_to(view: &View) -> impl Iterator<Item = &ResourceId> {
    let edges = view.edges.iter().map(|edge| &edge.other.resources);
    let within = view.within.iter().map(|other| &other.resources);
    let lines = view.lines.iter().map(|line| &line.of);
    edges.chain(within).chain(lines).flatten()
}

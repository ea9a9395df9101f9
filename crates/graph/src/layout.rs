//! Where everything of a picture stands. Each connected part is laid out in layers from left to right (`dagre`);
//! parts and groups are put on shelves.

use dagre::graph::{Graph as Layers, GraphOptions};
use dagre::layout::types::LabelPos;
use dagre::{EdgeLabel, LayoutOptions, NodeLabel, RankDir, Ranker};

use crate::boxes::{Size, sizes};
use crate::model::{Edge, EdgeKind, Graph};
use crate::ports::attach;
use crate::shelves::shelved;

/// The space around a picture and within a group's frame.
const MARGIN: f64 = 16.0;
/// The space for a group's title.
pub(crate) const TITLE: f64 = 26.0;
/// So wide are groups at least before they get a second shelf, and pictures before they do.
const WIDE: (f64, f64) = (900.0, 1_500.0);

/// So many edges of a connected part are put in the best layers.
const MOST_EDGES_AT_BEST: usize = 80;

/// A point, from the top left corner.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Point {
    pub x: f64,
    pub y: f64,
}

/// A rectangle by its top left corner.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Rect {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

impl Rect {
    pub(crate) fn middle(self) -> Point {
        Point { x: self.x + self.width / 2.0, y: self.y + self.height / 2.0 }
    }
}

/// Where everything stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Layout {
    pub width: f64,
    pub height: f64,
    /// The frames of the groups.
    pub frames: Vec<Rect>,
    /// The boxes of the nodes.
    pub boxes: Vec<Rect>,
    /// The ways of the edges, from box to box.
    pub ways: Vec<Vec<Point>>,
    /// The middles of the edges' labels.
    pub labels: Vec<Point>,
}

/// Lays a picture out.
pub(crate) fn layout(graph: &Graph) -> Layout {
    let mut placing = Placing::new(graph);
    let parts = parts(graph, &placing.tops);
    let mut groups: Vec<Vec<Part>> = vec![Vec::new(); graph.groups.len()];
    for members in parts {
        let group = graph.nodes[members[0]].group;
        groups[group].push(placing.part(members));
    }
    let mut frames: Vec<Rect> = Vec::new();
    let mut inner: Vec<Vec<Point>> = Vec::new();
    for (number, parts) in groups.iter_mut().enumerate() {
        // What hangs together comes first, then what stands alone.
        parts.sort_by_key(|part| part.members.len() == 1);
        let sizes: Vec<(f64, f64)> = parts.iter().map(|part| (part.width, part.height)).collect();
        let (places, width, height) = shelved(&sizes, WIDE.0, 28.0);
        let title = crate::words::width(&graph.groups[number].title, 12.0) + 2.0 * MARGIN;
        let frame = Rect {
            width: width.max(title.min(WIDE.0)) + 2.0 * MARGIN,
            height: height + TITLE + MARGIN,
            ..Rect::default()
        };
        frames.push(frame);
        inner.push(places);
    }
    let sizes: Vec<(f64, f64)> = frames.iter().map(|frame| (frame.width, frame.height)).collect();
    let (places, width, height) = shelved(&sizes, WIDE.1, 20.0);
    for (number, parts) in groups.iter().enumerate() {
        let at = Point { x: places[number].x + MARGIN, y: places[number].y + MARGIN };
        (frames[number].x, frames[number].y) = (at.x, at.y);
        for (part, place) in parts.iter().zip(&inner[number]) {
            placing.shift(part, at.x + MARGIN + place.x, at.y + TITLE + place.y);
        }
    }
    placing.stack_members();
    let Placing { boxes, ways, labels, .. } = placing;
    let mut layout = Layout { width: width + 2.0 * MARGIN, height: height + 2.0 * MARGIN, frames, boxes, ways, labels };
    attach(graph, &mut layout);
    layout
}

/// A connected part: its outermost nodes.
#[derive(Clone, Debug)]
struct Part {
    members: Vec<usize>,
    edges: Vec<usize>,
    width: f64,
    height: f64,
}

struct Placing<'g> {
    graph: &'g Graph,
    sizes: Vec<Size>,
    /// The outermost node that each stands in.
    tops: Vec<usize>,
    /// Whether an edge is drawn from right to left.
    returns: Vec<bool>,
    boxes: Vec<Rect>,
    ways: Vec<Vec<Point>>,
    labels: Vec<Point>,
}

impl<'g> Placing<'g> {
    fn new(graph: &'g Graph) -> Self {
        let tops: Vec<usize> = (0..graph.nodes.len()).map(|node| top(graph, node)).collect();
        let edges = graph.edges.len();
        Self {
            sizes: sizes(graph),
            tops,
            returns: returns(graph),
            boxes: vec![Rect::default(); graph.nodes.len()],
            ways: vec![Vec::new(); edges],
            labels: vec![Point::default(); edges],
            graph,
        }
    }

    /// Lays out a connected part, from its own top left corner.
    fn part(&mut self, members: Vec<usize>) -> Part {
        let inside = |edge: usize| {
            let edge = &self.graph.edges[edge];
            members.contains(&self.tops[edge.from]) && self.tops[edge.from] != self.tops[edge.to]
        };
        let edges: Vec<usize> = (0..self.graph.edges.len()).filter(|edge| inside(*edge)).collect();
        if let [only] = members[..] {
            let Size { width, height, .. } = self.sizes[only];
            self.boxes[only] = Rect { width, height, ..Rect::default() };
            return Part { members, edges, width, height };
        }
        let mut layers: Layers<NodeLabel, EdgeLabel> =
            Layers::with_options(GraphOptions { directed: true, multigraph: true, compound: false });
        for node in &members {
            let Size { width, height, .. } = self.sizes[*node];
            layers.set_node(node.to_string(), Some(NodeLabel { width, height, ..NodeLabel::default() }));
        }
        for edge in &edges {
            let (from, to) = self.ends(*edge);
            let (width, height) = crate::boxes::label_size(&self.graph.edges[*edge]);
            let weight = if self.graph.edges[*edge].kind == EdgeKind::Data { 3 } else { 1 };
            let label = EdgeLabel { width, height, weight, labelpos: LabelPos::Center, ..EdgeLabel::default() };
            layers.set_edge(from.to_string(), to.to_string(), Some(label), Some(&edge.to_string()));
        }
        // The best layers take time that grows with the cube of the edges.
        let ranker = if edges.len() <= MOST_EDGES_AT_BEST { Ranker::NetworkSimplex } else { Ranker::LongestPath };
        let options = LayoutOptions {
            rankdir: RankDir::LR,
            ranker,
            nodesep: 20.0,
            edgesep: 16.0,
            ranksep: 26.0,
            ..LayoutOptions::default()
        };
        dagre::layout(&mut layers, Some(options));
        self.take(&layers, &members, &edges);
        let (width, height) = self.move_to_corner(&members, &edges);
        Part { members, edges, width, height }
    }

    /// The outermost nodes of an edge, in the order of the layers.
    fn ends(&self, number: usize) -> (usize, usize) {
        let edge = &self.graph.edges[number];
        let (from, to) = (self.tops[edge.from], self.tops[edge.to]);
        if self.returns[number] { (to, from) } else { (from, to) }
    }

    fn take(&mut self, layers: &Layers<NodeLabel, EdgeLabel>, members: &[usize], edges: &[usize]) {
        for node in members {
            let Size { width, height, .. } = self.sizes[*node];
            let Some(label) = layers.node(&node.to_string()) else { continue };
            let (x, y) = (label.x.unwrap_or_default(), label.y.unwrap_or_default());
            self.boxes[*node] = Rect { x: x - width / 2.0, y: y - height / 2.0, width, height };
        }
        for edge in edges {
            let (from, to) = self.ends(*edge);
            let Some(label) = layers.edge(&from.to_string(), &to.to_string(), Some(&edge.to_string())) else {
                continue;
            };
            let mut points: Vec<Point> = label.points.iter().map(|point| Point { x: point.x, y: point.y }).collect();
            if from != self.tops[self.graph.edges[*edge].from] {
                points.reverse();
            }
            self.ways[*edge] = points;
            self.labels[*edge] = Point { x: label.x.unwrap_or_default(), y: label.y.unwrap_or_default() };
        }
    }

    /// Moves a part so that nothing of it is left of or above its corner; gives its size.
    fn move_to_corner(&mut self, members: &[usize], edges: &[usize]) -> (f64, f64) {
        let (mut left, mut top, mut right, mut bottom) = (f64::MAX, f64::MAX, f64::MIN, f64::MIN);
        let mut cover = |rect: Rect| {
            (left, top) = (left.min(rect.x), top.min(rect.y));
            (right, bottom) = (right.max(rect.x + rect.width), bottom.max(rect.y + rect.height));
        };
        members.iter().for_each(|node| cover(self.boxes[*node]));
        for edge in edges {
            let at = |point: &Point| Rect { x: point.x, y: point.y, ..Rect::default() };
            self.ways[*edge].iter().for_each(|point| cover(at(point)));
            let (width, height) = crate::boxes::label_size(&self.graph.edges[*edge]);
            let middle = self.labels[*edge];
            if width > 0.0 {
                cover(Rect { x: middle.x - width / 2.0, y: middle.y - height / 2.0, width, height });
            }
        }
        self.move_by(members, edges, -left, -top);
        (right - left, bottom - top)
    }

    fn shift(&mut self, part: &Part, x: f64, y: f64) {
        let Part { members, edges, .. } = part;
        self.move_by(members, edges, x, y);
    }

    fn move_by(&mut self, members: &[usize], edges: &[usize], x: f64, y: f64) {
        for node in members {
            self.boxes[*node].x += x;
            self.boxes[*node].y += y;
        }
        for edge in edges {
            for point in self.ways[*edge].iter_mut().chain([&mut self.labels[*edge]]) {
                point.x += x;
                point.y += y;
            }
        }
    }

    /// Puts what stands in other nodes below their text.
    fn stack_members(&mut self) {
        for node in 0..self.graph.nodes.len() {
            let Some(within) = self.graph.nodes[node].within else { continue };
            let outer = self.boxes[within];
            let offset = self.sizes[node].offset;
            let height = self.sizes[node].height;
            let inset = crate::boxes::INSET;
            self.boxes[node] =
                Rect { x: outer.x + inset, y: outer.y + offset, width: outer.width - 2.0 * inset, height };
        }
    }
}

fn top(graph: &Graph, node: usize) -> usize {
    graph.nodes[node].within.map_or(node, |within| graph.nodes[within].within.unwrap_or(within))
}

/// Which edges are drawn from right to left, so that the installation is on the left and the cloud on the right: those
/// that lead to what is near, and of data flows that only write there, those that lead to the flow. Pictures stay
/// narrow where data goes back and forth.
fn returns(graph: &Graph) -> Vec<bool> {
    let nodes = graph.nodes.len();
    let (mut reads_near, mut writes_near) = (vec![false; nodes], vec![false; nodes]);
    for edge in graph.edges.iter().filter(|edge| edge.kind == EdgeKind::Data) {
        reads_near[edge.to] |= graph.nodes[edge.from].is_near;
        writes_near[edge.from] |= graph.nodes[edge.to].is_near;
    }
    let returns = |edge: &Edge| match edge.kind {
        EdgeKind::Data => graph.nodes[edge.to].is_near || (writes_near[edge.to] && !reads_near[edge.to]),
        EdgeKind::Connection => graph.nodes[edge.from].is_near,
    };
    graph.edges.iter().map(returns).collect()
}

/// The connected parts, each with its outermost nodes in their order.
fn parts(graph: &Graph, tops: &[usize]) -> Vec<Vec<usize>> {
    let mut neighbours: Vec<Vec<usize>> = vec![Vec::new(); graph.nodes.len()];
    for edge in &graph.edges {
        let (from, to) = (tops[edge.from], tops[edge.to]);
        neighbours[from].push(to);
        neighbours[to].push(from);
    }
    let mut done = vec![false; graph.nodes.len()];
    let mut parts = Vec::new();
    for first in (0..graph.nodes.len()).filter(|node| tops[*node] == *node) {
        let (mut part, mut waiting) = (Vec::new(), vec![first]);
        while let Some(next) = waiting.pop() {
            if !std::mem::replace(&mut done[next], true) {
                part.push(next);
                waiting.extend(&neighbours[next]);
            }
        }
        part.sort_unstable();
        if !part.is_empty() {
            parts.push(part);
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use aiolint_engine::kinds::Shape;
    use proptest::prelude::*;

    use super::*;
    use crate::model::{Group, Line, Node, State};

    /// A node with a name of so many letters, in one of two groups, perhaps in the first node of its group.
    fn node(number: usize, (letters, inside, near): (usize, bool, bool)) -> Node {
        let text = "w".repeat(letters);
        Node {
            group: number % 2,
            within: (inside && number > 1).then_some(number % 2),
            shape: if number.is_multiple_of(3) { Shape::Flow } else { Shape::Endpoint },
            kind: String::new(),
            title: "thing".into(),
            name: text.clone(),
            name_unknown: None,
            is_near: near,
            lines: vec![Line { text, unknown: None, marks: Vec::new() }; letters % 4],
            state: State::Declared,
            marks: Vec::new(),
            place: None,
        }
    }

    fn graph() -> impl Strategy<Value = Graph> {
        let nodes = proptest::collection::vec((1usize..60, proptest::bool::weighted(0.2), any::<bool>()), 2..14);
        let edges = proptest::collection::vec((any::<usize>(), any::<usize>(), any::<bool>(), 0usize..4), 0..24);
        (nodes, edges).prop_map(|(nodes, edges)| {
            let nodes: Vec<Node> = nodes.into_iter().enumerate().map(|(number, of)| node(number, of)).collect();
            let edge = |(from, to, data, labels): (usize, usize, bool, usize)| {
                let from = from % nodes.len();
                // An edge stays in its group.
                let same: Vec<usize> = (0..nodes.len()).filter(|to| to % 2 == from % 2).collect();
                let kind = if data { EdgeKind::Data } else { EdgeKind::Connection };
                let labels = vec!["a/topic/with/levels".to_owned(); labels];
                Edge { from, to: same[to % same.len()], kind, labels, unsure: None, marks: Vec::new() }
            };
            let edges = edges.into_iter().map(edge).collect();
            let groups = vec![Group { title: "a folder".into(), left_out: 0 }; 2];
            Graph { groups, nodes, edges, ..Graph::default() }
        })
    }

    fn inside(outer: Rect, inner: Rect) -> bool {
        let slack = 0.01;
        inner.x >= outer.x - slack
            && inner.y >= outer.y - slack
            && inner.x + inner.width <= outer.x + outer.width + slack
            && inner.y + inner.height <= outer.y + outer.height + slack
    }

    fn apart(a: Rect, b: Rect) -> bool {
        a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn nothing_overlaps_and_everything_is_in_its_place(graph in graph()) {
            let layout = layout(&graph);
            let page = Rect { x: 0.0, y: 0.0, width: layout.width, height: layout.height };
            for frame in &layout.frames {
                prop_assert!(inside(page, *frame), "{frame:?} in {page:?}");
            }
            for (number, node) in graph.nodes.iter().enumerate() {
                let own = layout.boxes[number];
                let outer = node.within.map_or(layout.frames[node.group], |within| layout.boxes[within]);
                prop_assert!(inside(outer, own), "{own:?} in {outer:?}");
                for (other, neighbour) in graph.nodes.iter().enumerate().skip(number + 1) {
                    if neighbour.within == node.within {
                        prop_assert!(apart(own, layout.boxes[other]), "{own:?} and {:?}", layout.boxes[other]);
                    }
                }
            }
            for (edge, way) in graph.edges.iter().zip(&layout.ways) {
                let (first, last) = (way[0], way[way.len() - 1]);
                for (node, end) in [(edge.from, first), (edge.to, last)] {
                    let own = layout.boxes[node];
                    prop_assert!((end.x - own.x).abs() < 0.01 || (end.x - own.x - own.width).abs() < 0.01);
                    prop_assert!(own.y <= end.y && end.y <= own.y + own.height);
                }
            }
        }

        #[test]
        fn the_same_picture_is_laid_out_in_the_same_way(graph in graph()) {
            prop_assert_eq!(layout(&graph), layout(&graph));
        }
    }
}

//! The picture as one JSON object, with structs of its own: what other programs read does not change with our own
//! types. Members may be added; anything else changes [`GRAPH_VERSION`].

use aiolint_engine::kinds::Shape;
use serde::Serialize;

use crate::model::{self, EdgeKind, Graph, State};

/// The version of the object.
pub const GRAPH_VERSION: u32 = 1;

#[derive(Serialize)]
struct Output<'g> {
    version: u32,
    groups: Vec<Group<'g>>,
    nodes: Vec<Node<'g>>,
    edges: Vec<Edge<'g>>,
    /// Findings on what is not in the picture.
    unplaced: Vec<Finding<'g>>,
    left_out: usize,
}

#[derive(Serialize)]
struct Group<'g> {
    id: String,
    title: &'g str,
}

#[derive(Serialize)]
struct Node<'g> {
    id: String,
    group: String,
    within: Option<String>,
    shape: Shape,
    kind: &'g str,
    name: &'g str,
    name_unknown: Option<&'g str>,
    /// `declared`, `implicit`, `not-here` or `unknown`.
    state: &'static str,
    reason: Option<&'g str>,
    lines: Vec<Line<'g>>,
    place: Option<Place<'g>>,
    findings: Vec<Finding<'g>>,
}

#[derive(Serialize)]
struct Line<'g> {
    text: &'g str,
    unknown: Option<&'g str>,
    findings: Vec<Finding<'g>>,
}

#[derive(Serialize)]
struct Edge<'g> {
    from: String,
    to: String,
    /// `data` or `connection`.
    kind: &'static str,
    labels: &'g [String],
    unsure: Option<&'g str>,
    findings: Vec<Finding<'g>>,
}

#[derive(Serialize)]
struct Place<'g> {
    file: &'g str,
    line: u32,
}

#[derive(Serialize)]
struct Finding<'g> {
    rule: &'g str,
    name: &'g str,
    severity: &'static str,
    message: &'g str,
    place: Place<'g>,
}

/// The object; nothing is left out of it for its size.
#[must_use]
pub fn json(graph: &Graph) -> impl Serialize {
    Output {
        version: GRAPH_VERSION,
        groups: graph
            .groups
            .iter()
            .enumerate()
            .map(|(id, group)| Group { id: group_id(id), title: &group.title })
            .collect(),
        nodes: graph.nodes.iter().enumerate().map(|(number, it)| node(number, it)).collect(),
        edges: graph.edges.iter().map(edge).collect(),
        unplaced: findings(&graph.unplaced),
        left_out: graph.left_out,
    }
}

fn node_id(number: usize) -> String {
    format!("n{}", number + 1)
}

fn group_id(number: usize) -> String {
    format!("g{}", number + 1)
}

fn node(number: usize, node: &model::Node) -> Node<'_> {
    Node {
        id: node_id(number),
        group: group_id(node.group),
        within: node.within.map(node_id),
        shape: node.shape,
        kind: &node.kind,
        name: &node.name,
        name_unknown: node.name_unknown.as_deref(),
        state: match node.state {
            State::Declared => "declared",
            State::Implicit => "implicit",
            State::NotHere(_) => "not-here",
            State::Unknown(_) => "unknown",
        },
        reason: node.reason(),
        lines: node.lines.iter().map(line).collect(),
        place: node.place.as_ref().map(place),
        findings: findings(&node.marks),
    }
}

fn line(line: &model::Line) -> Line<'_> {
    Line { text: &line.text, unknown: line.unknown.as_deref(), findings: findings(&line.marks) }
}

fn edge(edge: &model::Edge) -> Edge<'_> {
    Edge {
        from: node_id(edge.from),
        to: node_id(edge.to),
        kind: match edge.kind {
            EdgeKind::Data => "data",
            EdgeKind::Connection => "connection",
        },
        labels: &edge.labels,
        unsure: edge.unsure.as_deref(),
        findings: findings(&edge.marks),
    }
}

fn place(place: &model::Place) -> Place<'_> {
    Place { file: &place.file, line: place.line }
}

fn findings(marks: &[model::Mark]) -> Vec<Finding<'_>> {
    marks.iter().map(finding).collect()
}

fn finding(mark: &model::Mark) -> Finding<'_> {
    Finding {
        rule: &mark.rule,
        name: &mark.name,
        severity: mark.severity.name(),
        message: &mark.message,
        place: place(&mark.place),
    }
}

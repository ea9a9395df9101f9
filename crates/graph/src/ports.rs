//! Where edges leave and reach the boxes: spread over their sides, in the order of where they come from.

use crate::boxes::label_lines;
use crate::layout::{Layout, Point};
use crate::model::Graph;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    Left,
    Right,
}

/// An end of an edge at a side of a box.
struct End {
    node: usize,
    side: Side,
    edge: usize,
    is_first: bool,
    /// Where the edge comes from or goes to.
    towards: f64,
}

/// Lets every edge begin and end at a place of its own on the boxes' sides.
pub(crate) fn attach(graph: &Graph, layout: &mut Layout) {
    let mut ends = Vec::new();
    for (number, edge) in graph.edges.iter().enumerate() {
        let (from, to) = (layout.boxes[edge.from].middle(), layout.boxes[edge.to].middle());
        let (out, into) = if from.x <= to.x { (Side::Right, Side::Left) } else { (Side::Left, Side::Right) };
        let way = &mut layout.ways[number];
        // The first and last point are where the straight line meets the boxes. Between neighbours without a label
        // nothing is in the way.
        if way.len() > 3 || !label_lines(edge).is_empty() {
            way.drain(..1.min(way.len()));
            way.pop();
        } else {
            way.clear();
        }
        let (first, last) = (way.first().map_or(to.y, |point| point.y), way.last().map_or(from.y, |point| point.y));
        ends.push(End { node: edge.from, side: out, edge: number, is_first: true, towards: first });
        ends.push(End { node: edge.to, side: into, edge: number, is_first: false, towards: last });
    }
    ends.sort_by(|a, b| {
        (a.node, a.side).cmp(&(b.node, b.side)).then(a.towards.total_cmp(&b.towards)).then(a.edge.cmp(&b.edge))
    });
    for ends in ends.chunk_by(|a, b| (a.node, a.side) == (b.node, b.side)) {
        for (number, end) in ends.iter().enumerate() {
            let own = layout.boxes[end.node];
            let y = own.y + own.height * (number as f64 + 1.0) / (ends.len() as f64 + 1.0);
            let x = if end.side == Side::Left { own.x } else { own.x + own.width };
            let way = &mut layout.ways[end.edge];
            let at = if end.is_first { 0 } else { way.len() };
            way.insert(at, Point { x, y });
        }
    }
}

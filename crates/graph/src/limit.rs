//! A picture of a size that can be read and drawn: what is left out is counted.

use std::collections::{BTreeSet, VecDeque};

use crate::model::Graph;

/// So many nodes are drawn at most.
pub const MOST_DRAWN: usize = 400;
/// So many edges of a group are drawn at most: laying out takes time that grows with the square of them.
const MOST_EDGES_IN_GROUP: usize = 200;
/// So many edges are drawn at most; Mermaid draws 500.
const MOST_EDGES: usize = 480;
/// So many nodes of a group are drawn at most.
const MOST_IN_GROUP: usize = 150;

/// The picture with so many nodes at most. Of a group that is cut, nodes that hang together stay.
pub(crate) fn limited(graph: &Graph, most: usize) -> Graph {
    let mut neighbours: Vec<Vec<usize>> = vec![Vec::new(); graph.nodes.len()];
    let within = graph.nodes.iter().enumerate().filter_map(|(number, node)| Some((number, node.within?)));
    for (a, b) in graph.edges.iter().map(|edge| (edge.from, edge.to)).chain(within) {
        neighbours[a].push(b);
        neighbours[b].push(a);
    }
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); graph.groups.len()];
    graph.nodes.iter().enumerate().for_each(|(number, node)| members[node.group].push(number));
    let mut kept = BTreeSet::new();
    let mut result = Graph { left_out: graph.left_out, unplaced: graph.unplaced.clone(), ..Graph::default() };
    let mut groups = vec![None; graph.groups.len()];
    for (number, group) in graph.groups.iter().enumerate() {
        let room = MOST_IN_GROUP.min(most - kept.len());
        let own = near_each_other(graph, &members[number], &neighbours, room);
        let left_out = members[number].len() - own.len() + group.left_out;
        if own.is_empty() {
            result.left_out += left_out;
            continue;
        }
        groups[number] = Some(result.groups.len());
        result.groups.push(crate::model::Group { left_out, ..group.clone() });
        kept.extend(own);
    }
    let mut numbers = vec![None; graph.nodes.len()];
    for (new, old) in kept.iter().enumerate() {
        numbers[*old] = Some(new);
    }
    for old in &kept {
        let mut node = graph.nodes[*old].clone();
        node.group = groups[node.group].unwrap_or_default();
        node.within = node.within.and_then(|within| numbers[within]);
        result.nodes.push(node);
    }
    let mut edges = vec![0; result.groups.len()];
    for edge in &graph.edges {
        if let (Some(from), Some(to)) = (numbers[edge.from], numbers[edge.to]) {
            let count = &mut edges[result.nodes[from].group];
            *count += 1;
            if *count <= MOST_EDGES_IN_GROUP && result.edges.len() < MOST_EDGES {
                result.edges.push(crate::model::Edge { from, to, ..edge.clone() });
            } else {
                result.edges_left_out += 1;
            }
        }
    }
    result
}

/// The first of these nodes, each with what hangs on it.
fn near_each_other(graph: &Graph, nodes: &[usize], neighbours: &[Vec<usize>], most: usize) -> BTreeSet<usize> {
    let mut kept = BTreeSet::new();
    for first in nodes {
        let mut waiting = VecDeque::from([*first]);
        while let Some(next) = waiting.pop_front() {
            // A part stays only with what it is a part of.
            let whole = graph.nodes[next].within.filter(|whole| !kept.contains(whole));
            if kept.contains(&next) || kept.len() + 1 + usize::from(whole.is_some()) > most {
                continue;
            }
            kept.extend(whole);
            kept.insert(next);
            waiting.extend(&neighbours[next]);
        }
    }
    kept
}

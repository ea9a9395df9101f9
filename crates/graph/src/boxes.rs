//! How large nodes and labels are, and what stands in them.

use crate::model::{Edge, Graph, Node};
use crate::words::{Pill, caption, pills, short, width};

/// The sizes of texts.
pub(crate) const NAME: f64 = 13.0;
pub(crate) const TEXT: f64 = 11.0;
pub(crate) const SMALL: f64 = 10.0;
/// The height of a line of text, and of one with a name.
pub(crate) const LINE: f64 = 16.0;
pub(crate) const PAD: f64 = 10.0;
/// The space between a node and what stands in it.
pub(crate) const INSET: f64 = 8.0;
/// The height of a pill, and the space before one.
pub(crate) const PILL: f64 = 15.0;
pub(crate) const GAP: f64 = 5.0;
/// So many characters has a line at most.
pub(crate) const MOST_CHARACTERS: usize = 40;
/// So many lines has a node at most.
pub(crate) const MOST_LINES: usize = 8;
/// So many texts has an edge at most.
const MOST_LABELS: usize = 2;
const NARROWEST: f64 = 110.0;

/// How large a node is, and how far it stands below the top of the one that it is in.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Size {
    pub width: f64,
    pub height: f64,
    pub offset: f64,
}

/// The lines of a node that are drawn, with the pills at their ends; the last one says how many are not.
pub(crate) fn lines(node: &Node) -> Vec<(String, Vec<Pill>)> {
    let shown = node.lines.iter().take(MOST_LINES);
    let mut lines: Vec<_> = shown.map(|line| (short(&line.text, MOST_CHARACTERS), pills(&line.marks))).collect();
    if node.lines.len() > MOST_LINES {
        lines.push((format!("and {} more", node.lines.len() - MOST_LINES), Vec::new()));
    }
    lines
}

/// The width of pills in a row.
pub(crate) fn pills_width(pills: &[Pill]) -> f64 {
    pills.iter().map(|pill| pill_width(pill) + GAP).sum()
}

/// The width of a pill.
pub(crate) fn pill_width(pill: &Pill) -> f64 {
    width(&pill.text, SMALL) + 10.0
}

/// The size of a node's own text.
fn own_size(node: &Node) -> (f64, f64) {
    let lines = lines(node);
    let widest = lines.iter().map(|(text, pills)| width(text, TEXT) + pills_width(pills));
    let caption = width(&caption(node), SMALL);
    // Names are bold.
    let name = width(&short(&node.name, MOST_CHARACTERS), NAME) * 1.08;
    let own = pills(&node.marks);
    let inner = widest.chain([caption, name, pills_width(&own)]).fold(NARROWEST, f64::max);
    let rows = lines.len() as f64 + 2.0;
    let marks = if own.is_empty() { 0.0 } else { PILL + GAP };
    (inner + 2.0 * PAD, rows * LINE + marks + 1.4 * PAD)
}

/// The sizes of all nodes.
pub(crate) fn sizes(graph: &Graph) -> Vec<Size> {
    let mut sizes: Vec<Size> =
        graph.nodes.iter().map(own_size).map(|(width, height)| Size { width, height, offset: 0.0 }).collect();
    for (number, node) in graph.nodes.iter().enumerate() {
        let Some(within) = node.within else { continue };
        let (own, outer) = (sizes[number], sizes[within]);
        sizes[number].offset = outer.height;
        sizes[within].width = outer.width.max(own.width + 2.0 * INSET);
        sizes[within].height = outer.height + own.height + INSET;
    }
    sizes
}

/// The texts of an edge that are drawn.
pub(crate) fn label_lines(edge: &Edge) -> Vec<String> {
    let mut lines: Vec<String> =
        edge.labels.iter().take(MOST_LABELS).map(|label| short(label, MOST_CHARACTERS - 12)).collect();
    if edge.labels.len() > MOST_LABELS {
        lines.push(format!("and {} more", edge.labels.len() - MOST_LABELS));
    }
    lines.extend(edge.unsure.as_ref().map(|_| "?".to_owned()));
    lines
}

/// The width and height of an edge's label with its pills.
pub(crate) fn label_size(edge: &Edge) -> (f64, f64) {
    let (lines, pills) = (label_lines(edge), pills(&edge.marks));
    let widest = lines.iter().map(|line| width(line, TEXT)).fold(pills_width(&pills), f64::max);
    let height = lines.len() as f64 * (LINE - 2.0) + if pills.is_empty() { 0.0 } else { PILL + GAP };
    if height > 0.0 { (widest + 8.0, height + 2.0) } else { (0.0, 0.0) }
}

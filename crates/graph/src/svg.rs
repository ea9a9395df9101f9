//! The picture as SVG: one static file, without scripts and without anything from elsewhere.

use std::fmt::Write as _;

use aiolint_core::Severity;

use crate::boxes::{self, GAP, LINE, MOST_CHARACTERS, PAD, PILL};
use crate::layout::{Layout, Point, Rect, TITLE, layout};
use crate::limit::{MOST_DRAWN, limited};
use crate::model::{Edge, EdgeKind, Graph, Mark, Node, State};
use crate::words::{Pill, caption, line, pills, short, told};
use crate::{legend, style};

/// So many findings are told in a tooltip.
const MOST_TOLD: usize = 12;

/// The picture as the text of an SVG file. Of a large one, the first [`MOST_DRAWN`] nodes are drawn; it says how many
/// are not.
#[must_use]
pub fn svg(graph: &Graph) -> String {
    let graph = &limited(graph, MOST_DRAWN);
    let places = layout(graph);
    let mut svg = Svg { out: String::new() };
    svg.picture(graph, &places);
    svg.out
}

/// What has been written of a file.
pub(crate) struct Svg {
    out: String,
}

impl Svg {
    fn picture(&mut self, graph: &Graph, places: &Layout) {
        let legend = legend::Legend::new(graph, places.width);
        let (width, height) = (number(places.width.max(legend.width)), number(places.height + legend.height));
        self.add(format_args!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" role=\"img\" font-family=\"sans-serif\">\n"
        ));
        self.add(format_args!("<title>Data flows and what they connect</title>\n<style>{}</style>\n", style::SVG));
        self.add(format_args!("<rect class=\"page\" width=\"{width}\" height=\"{height}\"/>\n"));
        for (group, frame) in graph.groups.iter().zip(&places.frames) {
            self.rect("frame", *frame, 8.0);
            let mut title = short(&group.title, 100);
            if group.left_out > 0 {
                let _ = write!(title, " · and {} more that are not drawn", group.left_out);
            }
            self.text("title", Point { x: frame.x + 12.0, y: frame.y + TITLE - 9.0 }, &title);
        }
        for (edge, way) in graph.edges.iter().zip(&places.ways) {
            self.edge(edge, way);
        }
        for (number, node) in graph.nodes.iter().enumerate() {
            if node.within.is_none() {
                self.node(node, places.boxes[number]);
            }
        }
        for (number, node) in graph.nodes.iter().enumerate() {
            if node.within.is_some() {
                self.node(node, places.boxes[number]);
            }
        }
        for (edge, middle) in graph.edges.iter().zip(&places.labels) {
            self.label(edge, *middle);
        }
        legend.draw(self, places.height);
        self.out.push_str("</svg>\n");
    }

    fn node(&mut self, node: &Node, at: Rect) {
        let state = match node.state {
            State::Declared => "",
            State::Implicit => " implicit",
            State::NotHere(_) => " missing",
            State::Unknown(_) => " unknown",
        };
        self.out.push_str("<g>");
        self.tooltip(&node_words(node), node.all_marks());
        let worst = node.all_marks().map(|mark| mark.severity).max();
        let class = format!("box {}{state}{}", style::class(node.shape), style::marked(worst));
        self.rect(&class, at, if node.shape == aiolint_engine::kinds::Shape::Flow { 14.0 } else { 4.0 });
        let x = at.x + PAD;
        let mut y = at.y + LINE + 1.0;
        self.text("small", Point { x, y }, &caption(node));
        y += LINE + 1.0;
        self.text("name", Point { x, y }, &short(&node.name, MOST_CHARACTERS));
        for (text, pills) in boxes::lines(node) {
            y += LINE;
            self.text("line", Point { x, y }, &text);
            self.pills(&pills, Point { x: x + crate::words::width(&text, boxes::TEXT) + GAP, y: y - PILL + 3.5 });
        }
        self.pills(&pills(&node.marks), Point { x, y: y + GAP + 1.0 });
        self.out.push_str("</g>\n");
    }

    fn edge(&mut self, edge: &Edge, way: &[Point]) {
        let [first, .., last] = way else { return };
        let worst = edge.marks.iter().map(|mark| mark.severity).max();
        let (class, unsure) = match edge.kind {
            EdgeKind::Data => ("data", if edge.unsure.is_some() { " unsure" } else { "" }),
            EdgeKind::Connection => ("connection", ""),
        };
        self.out.push_str("<g>");
        self.tooltip(&edge_words(edge), &edge.marks);
        let marked = style::marked(worst);
        self.add(format_args!("<path class=\"{class}{unsure}{marked}\" d=\"M{} {}", number(first.x), number(first.y)));
        for pair in way.windows(2) {
            let [a, b] = pair else { continue };
            let middle = number((a.x + b.x) / 2.0);
            let (ay, by, bx) = (number(a.y), number(b.y), number(b.x));
            self.add(format_args!("C{middle} {ay} {middle} {by} {bx} {by}"));
        }
        self.out.push_str("\"/>");
        if edge.kind == EdgeKind::Data {
            let back = if way[way.len() - 2].x <= last.x { -7.0 } else { 7.0 };
            let (x, y, tail) = (number(last.x), number(last.y), number(last.x + back));
            let (above, below) = (number(last.y - 4.0), number(last.y + 4.0));
            self.add(format_args!("<path class=\"head\" d=\"M{x} {y}L{tail} {above}L{tail} {below}Z\"/>"));
        }
        self.out.push_str("</g>\n");
    }

    fn label(&mut self, edge: &Edge, middle: Point) {
        let (width, height) = boxes::label_size(edge);
        if height == 0.0 {
            return;
        }
        let (x, y) = (middle.x - width / 2.0, middle.y - height / 2.0);
        self.out.push_str("<g>");
        self.tooltip(&edge_words(edge), &edge.marks);
        self.rect("behind", Rect { x, y, width, height }, 3.0);
        let mut y = y;
        for text in boxes::label_lines(edge) {
            y += LINE - 2.0;
            self.text("line middle", Point { x: middle.x, y: y - 2.0 }, &text);
        }
        let pills = pills(&edge.marks);
        self.pills(&pills, Point { x: middle.x - (boxes::pills_width(&pills) - GAP) / 2.0, y: y + 2.0 });
        self.out.push_str("</g>\n");
    }

    /// Pills in a row, from their top left corner. Gives the place behind them.
    pub(crate) fn pills(&mut self, pills: &[Pill], at: Point) -> f64 {
        let mut x = at.x;
        for pill in pills {
            let width = boxes::pill_width(pill);
            self.rect(severity_class(pill.severity), Rect { x, y: at.y, width, height: PILL }, PILL / 2.0);
            self.text("pill", Point { x: x + 5.0, y: at.y + PILL - 4.0 }, &pill.text);
            x += width + GAP;
        }
        x
    }

    pub(crate) fn rect(&mut self, class: &str, at: Rect, round: f64) {
        let Rect { x, y, width, height } = at;
        let (x, y, width, height, round) = (number(x), number(y), number(width), number(height), number(round));
        self.add(format_args!(
            "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"{round}\"/>"
        ));
    }

    pub(crate) fn text(&mut self, class: &str, at: Point, text: &str) {
        let (x, y) = (number(at.x), number(at.y));
        self.add(format_args!("<text class=\"{class}\" x=\"{x}\" y=\"{y}\">{}</text>", escaped(text)));
    }

    /// A line between two points.
    pub(crate) fn stroke(&mut self, class: &str, from: Point, to: Point) {
        let (x1, y1, x2, y2) = (number(from.x), number(from.y), number(to.x), number(to.y));
        self.add(format_args!("<path class=\"{class}\" d=\"M{x1} {y1}L{x2} {y2}\"/>"));
    }

    fn tooltip<'m>(&mut self, words: &str, marks: impl IntoIterator<Item = &'m Mark>) {
        let mut text = escaped(words);
        let marks: Vec<&Mark> = marks.into_iter().collect();
        for mark in marks.iter().take(MOST_TOLD) {
            let _ = write!(text, "\n{}", escaped(&told(mark)));
        }
        if marks.len() > MOST_TOLD {
            let _ = write!(text, "\nand {} more", marks.len() - MOST_TOLD);
        }
        if !text.trim().is_empty() {
            self.add(format_args!("<title>{text}</title>"));
        }
    }

    fn add(&mut self, text: std::fmt::Arguments<'_>) {
        // Writing into a text can't fail.
        let _ = self.out.write_fmt(text);
    }
}

fn node_words(node: &Node) -> String {
    let mut words = line(&format!("{} {}", node.title, node.name));
    let place = node.place.iter().map(|place| format!("{}:{}", place.file, place.line));
    let reason = node.name_unknown.as_deref().or(node.reason()).map(str::to_owned);
    let lines = node.lines.iter().map(|line| match &line.unknown {
        Some(reason) => format!("{} ({reason})", line.text),
        None => line.text.clone(),
    });
    for text in place.chain(reason).chain(lines) {
        let _ = write!(words, "\n{}", line(&short(&text, 300)));
    }
    words
}

fn edge_words(edge: &Edge) -> String {
    let mut words: Vec<String> = edge.labels.iter().take(MOST_TOLD).map(|label| short(label, 300)).collect();
    words.extend(edge.unsure.as_ref().map(|reason| line(reason)));
    words.join("\n")
}

pub(crate) fn severity_class(severity: Severity) -> &'static str {
    severity.name()
}

/// A number with one decimal at most.
pub(crate) fn number(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

/// A text in XML.
fn escaped(text: &str) -> String {
    let mut all = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => all.push_str("&amp;"),
            '<' => all.push_str("&lt;"),
            '>' => all.push_str("&gt;"),
            '"' => all.push_str("&quot;"),
            c => all.push(c),
        }
    }
    all
}

//! The picture as a Mermaid flowchart, for Markdown files that draw it.

use std::fmt::Write as _;

use aiolint_core::Severity;
use aiolint_engine::kinds::Shape;

use crate::boxes::{label_lines, lines};
use crate::limit::limited;
use crate::model::{Edge, EdgeKind, Graph, Node, State};
use crate::style;
use crate::words::{Pill, caption, pills, short};

/// So many nodes are drawn at first; fewer, if the text gets too long.
const MOST_NODES: usize = 200;
/// Mermaid draws no longer texts.
const LONGEST: usize = 48_000;

/// The picture as the text of a Mermaid diagram. Mermaid draws no large ones: what is left out is counted in it.
#[must_use]
pub fn mermaid(graph: &Graph) -> String {
    let mut most = MOST_NODES;
    loop {
        let part = limited(graph, most);
        let text = flowchart(&part);
        if text.len() <= LONGEST || most <= 1 {
            return text;
        }
        most /= 2;
    }
}

fn flowchart(graph: &Graph) -> String {
    let mut out = String::from("flowchart LR\n");
    for (number, group) in graph.groups.iter().enumerate() {
        let mut title = escaped(&short(&group.title, 100));
        if group.left_out > 0 {
            let _ = write!(title, " · and {} more that are not drawn", group.left_out);
        }
        let _ = writeln!(out, "  subgraph g{}[\"{title}\"]", number + 1);
        for (number, node) in graph.nodes_of(number).filter(|(_, node)| node.within.is_none()) {
            tree(graph, number, node, &mut out);
        }
        out.push_str("  end\n");
    }
    let mut marked = String::new();
    for (number, edge) in graph.edges.iter().enumerate() {
        line(edge, &mut out);
        if let Some(colour) = colour(edge.marks.iter().map(|mark| mark.severity).max()) {
            let _ = writeln!(marked, "  linkStyle {number} stroke:{colour},stroke-width:3px");
        }
    }
    out.push_str(&marked);
    remarks(graph, &mut out);
    for (class, look) in style::MERMAID {
        let _ = writeln!(out, "  classDef {class} {look}");
    }
    out
}

/// A node with what stands in it.
fn tree(graph: &Graph, number: usize, node: &Node, out: &mut String) {
    let parts: Vec<_> = graph.nodes.iter().enumerate().filter(|(_, part)| part.within == Some(number)).collect();
    let id = number + 1;
    let label = label(node);
    if parts.is_empty() {
        let (open, close) = match node.shape {
            Shape::Flow => ("([", "])"),
            Shape::Service => ("[[", "]]"),
            _ => ("[", "]"),
        };
        let _ = writeln!(out, "    n{id}{open}\"{label}\"{close}");
    } else {
        let _ = writeln!(out, "    subgraph n{id}[\"{label}\"]");
        parts.iter().for_each(|(number, part)| tree(graph, *number, part, out));
        out.push_str("    end\n");
    }
    let state = match node.state {
        State::Declared => style::class(node.shape),
        State::Implicit => "implicit",
        State::NotHere(_) => "missing",
        State::Unknown(_) => "unknown",
    };
    let _ = writeln!(out, "    class n{id} {state}");
    match node.all_marks().map(|mark| mark.severity).max() {
        Some(severity @ (Severity::Error | Severity::Warning)) => {
            let _ = writeln!(out, "    class n{id} {}", severity.name());
        }
        Some(Severity::Note) | None => {}
    }
}

fn label(node: &Node) -> String {
    let mut rows = vec![escaped(&caption(node)), format!("<b>{}</b>", escaped(&short(&node.name, 60)))];
    rows.extend(lines(node).into_iter().map(|(text, marks)| with_marks(&text, &marks)));
    rows.push(with_marks("", &pills(&node.marks)));
    rows.retain(|row| !row.is_empty());
    rows.join("<br/>")
}

fn with_marks(text: &str, marks: &[Pill]) -> String {
    let words = [text].into_iter().filter(|text| !text.is_empty()).map(escaped);
    let words: Vec<_> = words.chain(marks.iter().map(|pill| format!("<b>{}</b>", escaped(&pill.text)))).collect();
    words.join(" ")
}

fn line(edge: &Edge, out: &mut String) {
    let arrow = match (edge.kind, &edge.unsure) {
        (EdgeKind::Connection, _) => "-.-",
        (EdgeKind::Data, Some(_)) => "-.->",
        (EdgeKind::Data, None) => "-->",
    };
    let mut rows: Vec<_> = label_lines(edge).iter().map(|text| escaped(text)).collect();
    rows.push(with_marks("", &pills(&edge.marks)));
    rows.retain(|row| !row.is_empty());
    let label = if rows.is_empty() { String::new() } else { format!("|\"{}\"|", rows.join("<br/>")) };
    let _ = writeln!(out, "  n{} {arrow}{label} n{}", edge.from + 1, edge.to + 1);
}

fn remarks(graph: &Graph, out: &mut String) {
    for (number, remark) in crate::legend::remarks(graph).iter().enumerate() {
        let _ = writeln!(out, "  r{}[\"{}\"]\n  class r{} setting", number + 1, escaped(remark), number + 1);
    }
}

fn colour(severity: Option<Severity>) -> Option<&'static str> {
    match severity? {
        Severity::Error => Some("#cf222e"),
        Severity::Warning => Some("#bf8700"),
        Severity::Note => None,
    }
}

/// A text between quotes. What could mean something to Mermaid, to its Markdown or to HTML is written as a character's
/// number: `#34;`. At the start of a text that is also what would begin a list.
fn escaped(text: &str) -> String {
    let mut all = String::new();
    let mut digits_only = true;
    for (number, c) in text.chars().enumerate() {
        let plain = c.is_alphanumeric()
            || matches!(c, ' ' | ',' | '/' | ':' | '(' | ')')
            || (c == '-' && number > 0)
            || (c == '.' && !digits_only)
            || !c.is_ascii();
        digits_only &= c.is_ascii_digit();
        match plain {
            true => all.push(c),
            // Writing into a text can't fail.
            false => write!(all, "#{};", u32::from(c)).unwrap_or_default(),
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn what_means_something_to_mermaid_is_written_as_a_number() {
        assert_eq!(escaped("a\"b<c>#d`e&f;g|h"), "a#34;b#60;c#62;#35;d#96;e#38;f#59;g#124;h");
        assert_eq!(escaped("- a-b"), "#45; a-b");
        assert_eq!(escaped("1. a.b"), "1#46; a.b");
        assert_eq!(escaped("${NS}/+/é"), "#36;#123;NS#125;/#43;/é");
    }
}

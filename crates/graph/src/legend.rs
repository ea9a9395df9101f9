//! What the picture's signs mean, and what is not in it.

use std::collections::BTreeMap;

use aiolint_core::Severity;

use crate::boxes::{PILL, SMALL, TEXT};
use crate::layout::{Point, Rect};
use crate::model::{Graph, Mark};
use crate::svg::Svg;
use crate::words::{Pill, line, pills, sign, width};

/// So many rules are listed.
const MOST_RULES: usize = 30;
const ROW: f64 = 20.0;
const START: f64 = 20.0;

/// The rows below a picture.
pub(crate) struct Legend {
    rules: Vec<(Pill, String)>,
    column: f64,
    columns: usize,
    remarks: Vec<String>,
    pub width: f64,
    pub height: f64,
}

const SAMPLES: [(&str, &str); 6] = [
    ("box flow", "data flow"),
    ("box endpoint", "endpoint"),
    ("box service", "broker, Event Grid"),
    ("box endpoint implicit", "implicit: every installation has it"),
    ("box missing", "not in these files"),
    ("box unknown", "not known"),
];
const LINES: [(&str, &str); 2] = [("data", "data"), ("connection", "talks to")];

impl Legend {
    /// The legend of a picture that is so wide.
    pub(crate) fn new(graph: &Graph, picture: f64) -> Self {
        let rules = rules(graph);
        let text = |(pill, name): &(Pill, String)| width(&pill.text, SMALL) + width(name, TEXT) + 40.0;
        let column = rules.iter().map(text).fold(0.0, f64::max);
        let samples: f64 = SAMPLES.iter().chain(&LINES).map(|(_, words)| sample(words)).sum();
        let wide = picture.max(samples + 2.0 * START);
        let columns = if column > 0.0 { (((wide - 2.0 * START) / column).floor() as usize).max(1) } else { 1 };
        let remarks = remarks(graph);
        let rows = 1 + rules.len().div_ceil(columns) + remarks.len();
        let longest =
            remarks.iter().map(|remark| width(remark, TEXT) + 2.0 * START).fold(column + 2.0 * START, f64::max);
        Self { rules, column, columns, remarks, width: wide.max(longest), height: rows as f64 * ROW + 14.0 }
    }

    /// Draws it below this height.
    pub(crate) fn draw(&self, svg: &mut Svg, top: f64) {
        let mut x = START;
        let middle = top + 6.0;
        for (class, words) in SAMPLES {
            svg.rect(class, Rect { x, y: middle - 6.0, width: 22.0, height: 12.0 }, 3.0);
            svg.text("small", Point { x: x + 28.0, y: middle + 3.5 }, words);
            x += sample(words);
        }
        for (class, words) in LINES {
            svg.stroke(class, Point { x, y: middle }, Point { x: x + 22.0, y: middle });
            svg.text("small", Point { x: x + 28.0, y: middle + 3.5 }, words);
            x += sample(words);
        }
        let mut y = top + ROW + 4.0;
        for row in self.rules.chunks(self.columns) {
            for (number, (pill, name)) in row.iter().enumerate() {
                let x = START + number as f64 * self.column;
                let behind = svg.pills(std::slice::from_ref(pill), Point { x, y });
                svg.text("line", Point { x: behind + 2.0, y: y + PILL - 4.0 }, name);
            }
            y += ROW;
        }
        for remark in &self.remarks {
            svg.text("line", Point { x: START, y: y + PILL - 4.0 }, remark);
            y += ROW;
        }
    }
}

fn sample(words: &str) -> f64 {
    28.0 + width(words, SMALL) + 16.0
}

/// The rules of the findings in the picture, the worst first, with their names.
fn rules(graph: &Graph) -> Vec<(Pill, String)> {
    let mut rules: BTreeMap<(std::cmp::Reverse<Severity>, &str), (usize, &str)> = BTreeMap::new();
    for mark in graph.marks() {
        let rule = rules.entry((std::cmp::Reverse(mark.severity), &mark.rule)).or_insert((0, &mark.name));
        rule.0 += 1;
    }
    let listed = rules.iter().take(MOST_RULES).map(|((severity, rule), (count, name))| {
        let text = format!("{} {} ({count})", sign(severity.0), line(rule));
        (Pill { severity: severity.0, text }, line(name))
    });
    listed.collect()
}

/// What is not in the picture.
pub(crate) fn remarks(graph: &Graph) -> Vec<String> {
    let mut remarks = Vec::new();
    if graph.nodes.is_empty() {
        remarks.push("These files have no data flows, endpoints, brokers or listeners.".to_owned());
    }
    if graph.left_out > 0 {
        remarks.push(format!("And {} more resources that are not drawn.", graph.left_out));
    }
    if graph.edges_left_out > 0 {
        remarks.push(format!("And {} more connections that are not drawn.", graph.edges_left_out));
    }
    if !graph.unplaced.is_empty() {
        let names: Vec<String> = pills(&graph.unplaced).into_iter().map(|pill| pill.text).collect();
        let (count, s) = (graph.unplaced.len(), if graph.unplaced.len() == 1 { "" } else { "s" });
        remarks.push(format!("{count} finding{s} on what is not drawn: {}", names.join(", ")));
    }
    let marks: std::collections::BTreeSet<&str> = graph.marks().map(|mark: &Mark| &mark.rule[..]).collect();
    if marks.len() > MOST_RULES {
        remarks.push(format!("And findings of {} more rules.", marks.len() - MOST_RULES));
    }
    remarks
}

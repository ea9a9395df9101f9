//! What a picture shows: plain texts, without secrets, and which leads to which.

use aiolint_core::Severity;
use aiolint_engine::kinds::Shape;

/// A picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Graph {
    /// The parts that have nothing to do with each other: folders, deployments.
    pub groups: Vec<Group>,
    /// The nodes.
    pub nodes: Vec<Node>,
    /// The edges.
    pub edges: Vec<Edge>,
    /// Findings on what is not in the picture.
    pub unplaced: Vec<Mark>,
    /// So many nodes are not in the picture, since there are too many.
    pub left_out: usize,
    /// So many edges between nodes of the picture are not in it, since there are too many.
    pub edges_left_out: usize,
}

/// Nodes that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The file or folder.
    pub title: String,
    /// So many of its nodes are not in the picture.
    pub left_out: usize,
}

/// A resource, or what stands for one.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The number of its group.
    pub group: usize,
    /// The number of the node that it is drawn in.
    pub within: Option<usize>,
    /// What it is: flow, endpoint and so on.
    pub shape: Shape,
    /// The kind's name: `DataflowEndpoint`.
    pub kind: String,
    /// What people call the kind: "data flow endpoint".
    pub title: String,
    /// Its name; what is not known of it as it is written, or a question mark.
    pub name: String,
    /// Why not all of its name is known.
    pub name_unknown: Option<String>,
    /// Whether it is on the side of the installation, from which data flows lead to the cloud.
    pub is_near: bool,
    /// What stands below the name.
    pub lines: Vec<Line>,
    /// How sure it is.
    pub state: State,
    /// What was found.
    pub marks: Vec<Mark>,
    /// Where it is written.
    pub place: Option<Place>,
}

/// How sure a node is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// It is declared in these files.
    Declared,
    /// Every installation has it.
    Implicit,
    /// Something refers to it, and it is not in these files, with the reason.
    NotHere(String),
    /// It is not known which resource it is, with the reason.
    Unknown(String),
}

/// A line of text in a node.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The text.
    pub text: String,
    /// Why something of it is not known.
    pub unknown: Option<String>,
    /// What was found on the resource that the line speaks of.
    pub marks: Vec<Mark>,
}

/// A line from one node to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Edge {
    /// The number of the node where it begins.
    pub from: usize,
    /// The number of the node where it ends.
    pub to: usize,
    /// What it is.
    pub kind: EdgeKind,
    /// What it carries: topics.
    pub labels: Vec<String>,
    /// Why it may not be there, where it may not.
    pub unsure: Option<String>,
    /// What was found.
    pub marks: Vec<Mark>,
}

/// What an edge is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EdgeKind {
    /// Data goes along it.
    Data,
    /// One talks to the other.
    Connection,
}

/// A finding in the picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// How much it matters.
    pub severity: Severity,
    /// The rule's id.
    pub rule: String,
    /// The rule's name.
    pub name: String,
    /// What is wrong.
    pub message: String,
    /// Where.
    pub place: Place,
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file, as the user reads its path.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
}

impl Graph {
    /// All findings in the picture: those on nodes, on lines of nodes, and on edges.
    pub fn marks(&self) -> impl Iterator<Item = &Mark> {
        let on_nodes = self.nodes.iter().flat_map(Node::all_marks);
        on_nodes.chain(self.edges.iter().flat_map(|edge| &edge.marks))
    }

    /// The nodes of a group, with their numbers.
    pub fn nodes_of(&self, group: usize) -> impl Iterator<Item = (usize, &Node)> {
        self.nodes.iter().enumerate().filter(move |(_, node)| node.group == group)
    }
}

impl Node {
    /// Its own marks and those of its lines.
    pub fn all_marks(&self) -> impl Iterator<Item = &Mark> {
        self.marks.iter().chain(self.lines.iter().flat_map(|line| &line.marks))
    }

    /// Why it is not sure, in words.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        match &self.state {
            State::Declared | State::Implicit => None,
            State::NotHere(reason) | State::Unknown(reason) => Some(reason),
        }
    }
}

//! How a kind's resources are drawn: the key `graph` of its file, as written and compiled.

use serde::{Deserialize, Serialize};
use serde_saphyr::Spanned;

use super::KindId;
use crate::condition::{ConditionError, Expr, Scope, Type, lower};

/// What a resource is in a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Shape {
    /// Moves data: a data flow.
    Flow,
    /// A place that data comes from or goes to.
    Endpoint,
    /// What endpoints talk to: a broker.
    Service,
    /// A part of a service: a listener.
    Part,
    /// Says something about others, and stands on their lines.
    Setting,
}

/// `graph` of a kind's file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DrawingFile {
    /// What it is in a picture.
    pub shape: Shape,
    /// The link to the resource that it is drawn in.
    pub within: Option<Spanned<String>>,
    /// Whether it is on the side of the installation, from which data flows lead to the cloud.
    pub near: Option<Spanned<String>>,
    /// What stands below its name.
    #[serde(default)]
    pub lines: Vec<LineFile>,
    /// The lines that lead to other resources.
    #[serde(default)]
    pub edges: Vec<EdgeFile>,
}

/// A line of text below a resource's name.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineFile {
    /// A list of words. What is absent or empty is left out; what is unknown is a question mark.
    pub words: Spanned<String>,
    /// Each word is a line of its own.
    #[serde(default)]
    pub apart: bool,
    /// The resource that the line speaks of: its findings are shown there.
    pub of: Option<Spanned<String>>,
}

/// A line to another resource. Exactly one of `from`, `to` and `with` says which.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EdgeFile {
    /// A list with an edge for each item, which is `it` in the other expressions.
    pub each: Option<Spanned<String>>,
    /// Which of the items.
    pub when: Option<Spanned<String>>,
    /// Where data comes from.
    pub from: Option<Spanned<String>>,
    /// Where data goes.
    pub to: Option<Spanned<String>>,
    /// What it talks to: a list, of which the first that is of the same deployment is drawn.
    pub with: Option<Spanned<String>>,
    /// The name in the resource that says so.
    pub name: Option<Spanned<String>>,
    /// What the edge carries: a text or a list of them.
    pub label: Option<Spanned<String>>,
}

/// How a kind's resources are drawn.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct Drawing {
    /// What it is in a picture.
    pub shape: Shape,
    /// The resource that it is drawn in.
    pub within: Option<Leads>,
    /// Whether it is on the side of the installation.
    pub near: Option<Expr>,
    /// What stands below its name.
    pub lines: Vec<Line>,
    /// The lines that lead to other resources.
    pub edges: Vec<Edge>,
}

/// A line of text below a resource's name.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// A list of words.
    pub words: Expr,
    /// Each word is a line of its own.
    pub apart: bool,
    /// The resource that the line speaks of.
    pub of: Option<Expr>,
}

/// A line to another resource. In its expressions variable 0 is the item of `each`.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct Edge {
    /// A list with an edge for each item.
    pub each: Option<Expr>,
    /// Which of the items.
    pub when: Option<Expr>,
    /// Which way the data goes.
    pub way: Way,
    /// The other resource.
    pub other: Leads,
    /// Its name, as the resource has it.
    pub name: Option<Expr>,
    /// What the edge carries.
    pub label: Option<Expr>,
}

/// An expression that gives a resource or a list of them.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct Leads {
    /// The expression.
    pub expr: Expr,
    /// The kind that it leads to, if that is one.
    pub kind: Option<KindId>,
}

/// Which way the data of an edge goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Way {
    /// From the other resource.
    From,
    /// To the other resource.
    To,
    /// Both talk to each other.
    With,
}

/// What is wrong with a drawing: the bytes of the whole file that are wrong, or an expression with its error.
pub(super) enum DrawingError<'f> {
    /// An expression is wrong.
    Condition(&'f Spanned<String>, ConditionError),
    /// An edge has not exactly one end.
    Ends(Option<&'f Spanned<String>>),
}

/// The drawing in its final form.
pub(super) fn compile<'f>(file: &'f DrawingFile, scope: &Scope<'_>) -> Result<Drawing, DrawingError<'f>> {
    let condition = |value: &'f Spanned<String>, scope: &Scope<'_>| {
        lower(&value.value, scope).map(|(expr, _)| expr).map_err(|error| DrawingError::Condition(value, error))
    };
    let leads = |value: &'f Spanned<String>, scope: &Scope<'_>| {
        let (expr, found) = lower(&value.value, scope).map_err(|error| DrawingError::Condition(value, error))?;
        let kind = match found {
            Type::Resource(kinds) | Type::Resources(kinds) => kinds.iter().next(),
            Type::Any => None,
        };
        Ok(Leads { expr, kind })
    };
    let own = |value: &'f Option<Spanned<String>>| value.as_ref().map(|value| condition(value, scope)).transpose();
    let line =
        |line: &'f LineFile| Ok(Line { words: condition(&line.words, scope)?, apart: line.apart, of: own(&line.of)? });
    let edge = |edge: &'f EdgeFile| {
        let (way, other) = match (&edge.from, &edge.to, &edge.with) {
            (Some(from), None, None) => (Way::From, from),
            (None, Some(to), None) => (Way::To, to),
            (None, None, Some(with)) => (Way::With, with),
            (first, second, third) => {
                return Err(DrawingError::Ends(first.as_ref().or(second.as_ref()).or(third.as_ref())));
            }
        };
        let item = Scope { locals: vec![("it".into(), Type::Any)], ..scope.clone() };
        let inner = if edge.each.is_some() { &item } else { scope };
        let of_item =
            |value: &'f Option<Spanned<String>>| value.as_ref().map(|value| condition(value, inner)).transpose();
        Ok(Edge {
            each: own(&edge.each)?,
            when: of_item(&edge.when)?,
            way,
            other: leads(other, inner)?,
            name: of_item(&edge.name)?,
            label: of_item(&edge.label)?,
        })
    };
    Ok(Drawing {
        shape: file.shape,
        near: own(&file.near)?,
        within: file.within.as_ref().map(|within| leads(within, scope)).transpose()?,
        lines: file.lines.iter().map(line).collect::<Result<_, _>>()?,
        edges: file.edges.iter().map(edge).collect::<Result<_, _>>()?,
    })
}

//! Where the objects, arrays and literals of a file stand.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use aiolint_core::Span;

use crate::syntax::ast::{self, Body, Declaration, Expr, Item, Node, Piece, Statement};

/// A member of an object.
#[derive(Debug)]
pub(super) struct Member {
    /// Its bytes, key and value.
    pub at: Span,
    /// Those of its value.
    pub value: Span,
    /// Its name, if it is known and no spread.
    pub name: Option<String>,
}

/// An object.
#[derive(Debug)]
pub(super) struct Object {
    pub span: Span,
    pub members: Vec<Member>,
    /// Whether resources are declared in it.
    pub holds_more: bool,
}

/// What a literal is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Literal {
    /// A text in single quotes, perhaps with holes.
    Text,
    /// Any other.
    Other,
}

/// A file without errors.
#[derive(Debug, Default)]
pub(super) struct Layout {
    text: Arc<str>,
    pub objects: HashMap<Span, Object>,
    /// The objects that keys are in, and their numbers in it.
    pub keys: HashMap<Span, (Span, usize)>,
    pub arrays: HashMap<Span, Vec<Span>>,
    /// The literals that are values of members, items, and of what is declared; not those within an expression.
    pub literals: HashMap<Span, Literal>,
    /// The names that stand where a value stands.
    pub names: HashSet<Span>,
    /// `${…}` in texts that know escapes.
    pub holes: HashSet<Span>,
    /// What stands for several things.
    pub repeated: Vec<Span>,
}

impl Layout {
    pub(super) fn of(text: &Arc<str>, statements: &[Statement]) -> Self {
        let mut layout = Self { text: Arc::clone(text), ..Self::default() };
        statements.iter().for_each(|statement| layout.statement(statement));
        layout
    }

    fn statement(&mut self, statement: &Statement) {
        match &statement.declaration {
            Declaration::Resource(resource) => self.body(&resource.body),
            Declaration::Module(module) => self.body(&module.body),
            Declaration::Function(function) => self.repeated(&function.body),
            other => other.value().into_iter().for_each(|value| self.value(value)),
        }
    }

    fn body(&mut self, body: &Body) {
        if let Some(each) = &body.each {
            self.inside(&each.items);
            self.repeated.push(body.object.span);
        }
        body.condition.iter().for_each(|condition| self.inside(condition));
        self.object(&body.object);
    }

    fn repeated(&mut self, expr: &Expr) {
        self.repeated.push(expr.span);
        self.value(expr);
    }

    fn object(&mut self, object: &ast::Object) {
        let mut members = Vec::with_capacity(object.members.len());
        for (number, member) in object.members.iter().enumerate() {
            match member {
                ast::Member::Property { key, at, value } => {
                    self.pieces(key, false);
                    self.value(value);
                    self.keys.insert(*at, (object.span, number));
                    let name = match &key[..] {
                        [Piece::Text(name)] => Some(name.clone()),
                        _ => None,
                    };
                    // Parentheses around a value are none of its bytes.
                    let whole = Span { start: at.start, end: value.span.end };
                    members.push(Member { at: whole, value: value.span, name });
                }
                ast::Member::Spread(value) => {
                    self.inside(value);
                    members.push(Member { at: value.span, value: value.span, name: None });
                }
            }
        }
        object.resources.iter().for_each(|nested| self.statement(nested));
        let holds_more = !object.resources.is_empty();
        self.objects.insert(object.span, Object { span: object.span, members, holds_more });
    }

    /// What is written as a value of its own.
    fn value(&mut self, expr: &Expr) {
        match &expr.node {
            Node::Null | Node::Bool(_) | Node::Int(_) | Node::Minus(_) => {
                self.literals.insert(expr.span, Literal::Other);
            }
            Node::Text(_) => {
                let literal = if self.in_line(expr) { Literal::Text } else { Literal::Other };
                self.literals.insert(expr.span, literal);
            }
            Node::Name(_) => {
                self.names.insert(expr.span);
            }
            Node::Ternary(condition, yes, no) => {
                self.inside(condition);
                [yes, no].into_iter().for_each(|arm| match &arm.node {
                    Node::Name(_) => self.value(arm),
                    _ => self.inside(arm),
                });
                return;
            }
            _ => {}
        }
        self.inside(expr);
    }

    /// Whether a text is in single quotes, not in three.
    fn in_line(&self, expr: &Expr) -> bool {
        let written = self.text.get(expr.span.range()).unwrap_or_default();
        written.starts_with('\'') && !written.starts_with("'''")
    }

    fn pieces(&mut self, pieces: &[Piece], escapes: bool) {
        for piece in pieces {
            if let Piece::Hole(hole, span) = piece {
                if escapes {
                    self.holes.insert(*span);
                }
                self.inside(hole);
            }
        }
    }

    /// The values in an expression.
    fn inside(&mut self, expr: &Expr) {
        match &expr.node {
            Node::Object(object) => self.object(object),
            Node::Array(array) => {
                let mut items = Vec::with_capacity(array.items.len());
                for item in &array.items {
                    let (Item::One(value) | Item::Spread(value)) = item;
                    items.push(value.span);
                    if matches!(item, Item::One(_)) { self.value(value) } else { self.inside(value) }
                }
                self.arrays.insert(expr.span, items);
            }
            Node::For(each, body) => {
                self.inside(&each.items);
                self.repeated(body);
            }
            Node::Lambda(lambda) => self.repeated(&lambda.body),
            Node::Text(pieces) => {
                let escapes = self.in_line(expr);
                self.pieces(pieces, escapes);
            }
            _ => expr.each_operand(|operand| self.inside(operand)),
        }
    }
}

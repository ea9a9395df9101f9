//! What stands at a place of a file.

use std::collections::HashSet;

use aiolint_core::Span;

use super::ast::{Body, Declaration, Expr, Item, Member, Node, Object, Piece, Statement};

/// Something with a value that stands at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// The bytes that are meant: an expression, or the name of what is declared.
    pub span: Span,
    /// The bytes of the expression that gives the value, or of the name of a parameter.
    pub(crate) of: Span,
}

/// The smallest expression at an offset whose value is not just what is written; or the name of a parameter, a variable,
/// an output or a property.
pub(crate) fn find(statements: &[Statement], offset: usize) -> Option<Found> {
    let symbols = statements.iter().filter_map(|statement| match &statement.declaration {
        Declaration::Resource(it) => Some(&*it.name.text),
        Declaration::Module(it) => Some(&*it.name.text),
        _ => None,
    });
    Find { place: Span::new(offset, offset), symbols: symbols.collect() }.in_statements(statements)
}

struct Find<'s> {
    place: Span,
    /// The names that stand for something without a value of its own.
    symbols: HashSet<&'s str>,
}

impl Find<'_> {
    fn in_statements(&self, statements: &[Statement]) -> Option<Found> {
        let near = statements.iter().filter(|statement| statement.span.touches(self.place));
        near.into_iter().find_map(|statement| match &statement.declaration {
            Declaration::Parameter(it) => {
                let name = self.named(it.name.span, it.name.span);
                name.or_else(|| self.in_expr(it.value.as_ref()?))
            }
            Declaration::Variable(name, value) | Declaration::Output(name, value) => {
                self.named(name.span, value.span).or_else(|| self.in_expr(value))
            }
            Declaration::Function(it) => self.in_expr(&it.body),
            Declaration::Resource(it) => self.in_body(&it.body),
            Declaration::Module(it) => self.in_body(&it.body),
            _ => None,
        })
    }

    fn named(&self, name: Span, of: Span) -> Option<Found> {
        name.touches(self.place).then_some(Found { span: name, of })
    }

    fn in_body(&self, body: &Body) -> Option<Found> {
        let items = body.each.iter().map(|each| &*each.items);
        let head = items.chain(&body.condition).find_map(|expr| self.in_expr(expr));
        head.or_else(|| self.in_object(&body.object))
    }

    fn in_object(&self, object: &Object) -> Option<Found> {
        let found = object.members.iter().find_map(|member| match member {
            Member::Property { at, value, .. } => self.named(*at, value.span).or_else(|| self.in_expr(value)),
            Member::Spread(value) => self.in_expr(value),
        });
        found.or_else(|| self.in_statements(&object.resources))
    }

    fn in_expr(&self, expr: &Expr) -> Option<Found> {
        if !expr.span.touches(self.place) {
            return None;
        }
        let mut inner = None;
        expr.each_operand(|operand| inner = inner.or_else(|| self.in_expr(operand)));
        let own = Found { span: expr.span, of: expr.span };
        match &expr.node {
            Node::Object(object) => self.in_object(object),
            Node::Array(array) => array.items.iter().find_map(|item| match item {
                Item::One(it) | Item::Spread(it) => self.in_expr(it),
            }),
            Node::For(each, body) => self.in_expr(&each.items).or_else(|| self.in_expr(body)),
            Node::Lambda(lambda) => self.in_expr(&lambda.body),
            Node::Text(pieces) => {
                let holes = pieces.iter().filter_map(|piece| match piece {
                    Piece::Hole(expr, _) => Some(&**expr),
                    Piece::Text(_) => None,
                });
                let is_computed = holes.clone().next().is_some();
                holes.into_iter().find_map(|hole| self.in_expr(hole)).or(Some(own).filter(|_| is_computed))
            }
            Node::Name(name) => Some(own).filter(|_| !self.symbols.contains(&**name)),
            Node::Null | Node::Bool(_) | Node::Int(_) | Node::Broken => None,
            _ => inner.or(Some(own)),
        }
    }
}

//! Expressions.

use std::sync::Arc;

use aiolint_core::Span;

use super::super::ast::{Array, Expr, Item, Lambda, Member, Name, Node, Object, Operator, Piece};
use super::super::kind::{Field, Kind};
use super::Lower;

/// A chain of one operator with more operands than this becomes a balanced tree, if the operator allows that.
const MAX_CHAIN: usize = 16;

impl Lower<'_> {
    pub(super) fn expr(&mut self) -> Expr {
        match self.deeper(Self::expression) {
            Some(expr) => expr,
            None => Expr::broken(self.span()),
        }
    }

    fn expression(&mut self) -> Expr {
        let span = self.span();
        let node = match self.kind() {
            Kind::Parenthesized => return self.only().unwrap_or_else(|| Expr::broken(span)),
            Kind::NonNull => Expr { span, ..self.only().unwrap_or_else(|| Expr::broken(span)) }.node,
            Kind::Identifier => Node::Name(self.name().text),
            Kind::Integer => self.integer(),
            Kind::Boolean => Node::Bool(self.slice() == "true"),
            Kind::Null => Node::Null,
            Kind::String | Kind::MultilineString => Node::Text(self.pieces()),
            Kind::Array => Node::Array(self.array()),
            Kind::Object => Node::Object(self.object()),
            Kind::ForExpression => {
                let mut body = None;
                let each = self.each(|lower| body = Some(lower.guarded()));
                Node::For(Box::new(each), Box::new(body.unwrap_or_else(|| Expr::broken(span))))
            }
            Kind::Unary => self.unary(),
            Kind::Binary => return self.binary(),
            Kind::Ternary => {
                let mut parts = self.operands().into_iter().map(Box::new);
                match (parts.next(), parts.next(), parts.next()) {
                    (Some(condition), Some(yes), Some(no)) => Node::Ternary(condition, yes, no),
                    _ => Node::Broken,
                }
            }
            Kind::Call => self.call(span),
            Kind::Member | Kind::Nested => self.member(span),
            Kind::Index => self.index(),
            Kind::Lambda => self.lambda(span),
            _ => Node::Broken,
        };
        Expr { span, node }
    }

    fn only(&mut self) -> Option<Expr> {
        let mut inner = None;
        self.children(|lower, _| inner = Some(lower.expr()));
        inner
    }

    fn operands(&mut self) -> Vec<Expr> {
        let mut operands = Vec::with_capacity(3);
        self.children(|lower, _| operands.push(lower.expr()));
        operands
    }

    fn unary(&mut self) -> Node {
        let (mut not, mut operand) = (false, None);
        self.all_children(|lower, kind| match kind {
            Kind::Not => not = true,
            Kind::Minus => not = false,
            _ => operand = Some(Box::new(lower.expr())),
        });
        match operand {
            Some(operand) if not => Node::Not(operand),
            Some(operand) => Node::Minus(operand),
            None => Node::Broken,
        }
    }

    fn binary(&mut self) -> Expr {
        if let Some(chain) = self.long_chain() {
            return chain;
        }
        let span = self.span();
        let (mut left, mut operator, mut right) = (None, None, None);
        self.all_children(|lower, kind| match kind.is_mark() {
            true => operator = Operator::from_text(lower.slice()),
            false if left.is_none() => left = Some(Box::new(lower.expr())),
            false => right = Some(Box::new(lower.expr())),
        });
        let node = match (operator, left, right) {
            (Some(operator), Some(left), Some(right)) => Node::Binary(operator, left, right),
            _ => Node::Broken,
        };
        Expr { span, node }
    }

    /// `a && b && c && …`, as a balanced tree: as it stands, it would be nested as deep as it is long. `None` if
    /// it is short, or if its operands can't be grouped in any way.
    fn long_chain(&mut self) -> Option<Expr> {
        let mut levels = 0;
        while levels <= MAX_CHAIN && self.go_left() {
            levels += 1;
        }
        (0..levels).for_each(|_| _ = self.cursor.goto_parent());
        let operator = if levels > MAX_CHAIN { self.operator()? } else { return None };
        if !matches!(operator, Operator::And | Operator::Or | Operator::Coalesce) {
            return None;
        }
        let mut levels = 0;
        while self.go_left() {
            levels += 1;
            if self.operator() != Some(operator) {
                self.cursor.goto_parent();
                levels -= 1;
                break;
            }
        }
        let deeper = (levels + 2usize).ilog2() as usize + 1;
        self.depth += deeper;
        let mut operands = Vec::with_capacity(levels + 2);
        self.children(|lower, _| operands.push((lower.span(), lower.expr())));
        for _ in 0..levels {
            self.cursor.goto_parent();
            let mut first = true;
            self.children(|lower, _| {
                if !std::mem::take(&mut first) {
                    operands.push((lower.span(), lower.expr()));
                }
            });
        }
        self.depth -= deeper;
        Some(balanced(operator, operands).1)
    }

    /// From a binary expression to its left operand, if that is one too.
    fn go_left(&mut self) -> bool {
        if !self.cursor.goto_first_child() {
            return false;
        }
        let found = self.kind() == Kind::Binary;
        if !found {
            self.cursor.goto_parent();
        }
        found
    }

    /// The operator of the binary expression that the cursor is at.
    fn operator(&mut self) -> Option<Operator> {
        let mut operator = None;
        self.all_children(|lower, kind| {
            if kind.is_mark() {
                operator = Operator::from_text(lower.slice());
            }
        });
        operator
    }

    fn call(&mut self, span: Span) -> Node {
        let (mut of, mut name, mut arguments) = (None, None, Vec::new());
        self.children(|lower, kind| match kind {
            Kind::Arguments => lower.children(|lower, _| arguments.push(lower.expr())),
            _ => match lower.field() {
                Field::Object => of = Some(Box::new(lower.expr())),
                _ => name = Some(lower.name()),
            },
        });
        Node::Call { of, name: name.unwrap_or_else(|| Name::missing(span)), arguments }
    }

    /// `of.name` or `of::name`.
    fn member(&mut self, span: Span) -> Node {
        let nested = self.kind() == Kind::Nested;
        let (mut of, mut name, mut safe) = (None, None, false);
        self.all_children(|lower, kind| {
            if kind.is_mark() {
                safe |= kind == Kind::Question;
            } else if of.is_none() {
                of = Some(Box::new(lower.expr()));
            } else {
                name = Some(lower.name());
            }
        });
        match (of, name) {
            (Some(of), Some(name)) if nested => Node::Nested(of, name),
            (Some(of), name) => Node::Member { of, name: name.unwrap_or_else(|| Name::missing(span)), safe },
            _ => Node::Broken,
        }
    }

    fn index(&mut self) -> Node {
        let (mut of, mut index, mut safe, mut from_end) = (None, None, false, false);
        self.all_children(|lower, kind| {
            if kind.is_mark() {
                safe |= kind == Kind::Question;
                from_end |= kind == Kind::Caret;
            } else if of.is_none() {
                of = Some(Box::new(lower.expr()));
            } else {
                index = Some(Box::new(lower.expr()));
            }
        });
        match (of, index) {
            (Some(of), Some(index)) => Node::Index { of, index, safe, from_end },
            _ => Node::Broken,
        }
    }

    fn lambda(&mut self, span: Span) -> Node {
        let (mut parameters, mut body) = (Vec::new(), None);
        self.children(|lower, kind| match (kind, lower.field()) {
            (Kind::LambdaParameters, _) => lower.children(|lower, _| parameters.push(lower.name())),
            (_, Field::Parameters) => parameters.push(lower.name()),
            _ => body = Some(lower.expr()),
        });
        Node::Lambda(Arc::new(Lambda { parameters, body: body.unwrap_or_else(|| Expr::broken(span)) }))
    }

    fn integer(&mut self) -> Node {
        match self.slice().parse::<u64>() {
            Ok(number) => i64::try_from(number).map_or(Node::Broken, Node::Int),
            Err(_) => {
                self.error(self.span(), "this number is larger than 64 bits can hold", "");
                Node::Broken
            }
        }
    }

    fn array(&mut self) -> Array {
        let mut items = Vec::new();
        self.children(|lower, kind| {
            items.push(match kind {
                Kind::Spread => Item::Spread(lower.spread()),
                _ => Item::One(lower.guarded()),
            });
        });
        Array { items, broken: self.claim(self.span()) }
    }

    fn spread(&mut self) -> Expr {
        let mut inner = None;
        self.children(|lower, _| inner = Some(lower.guarded()));
        inner.unwrap_or_else(|| Expr::broken(self.span()))
    }

    pub(super) fn object(&mut self) -> Object {
        let mut object = Object::broken(self.span());
        self.children(|lower, kind| match kind {
            Kind::Property => object.members.push(lower.property()),
            Kind::Spread => object.members.push(Member::Spread(lower.spread())),
            Kind::Resource => object.resources.extend(lower.deeper(Self::statement)),
            _ => {}
        });
        object.broken = self.claim(object.span);
        // Objects below have taken theirs already.
        let own = self.aside.extract_if(.., |(key, _)| object.span.contains(*key));
        object.members.extend(own.map(|(_, member)| member));
        object
    }

    fn property(&mut self) -> Member {
        let span = self.span();
        let (mut key, mut at, mut value) = (Vec::new(), span, None);
        self.children(|lower, kind| {
            if !key.is_empty() {
                value = Some(lower.guarded());
                return;
            }
            at = lower.span();
            key = match kind {
                Kind::Identifier => vec![Piece::Text(lower.name().text.as_ref().to_owned())],
                _ => lower.pieces(),
            };
        });
        Member::Property { key, at, value: value.unwrap_or_else(|| Expr::broken(span)) }
    }
}

fn balanced(operator: Operator, mut operands: Vec<(Span, Expr)>) -> (Span, Expr) {
    let half = operands.split_off(operands.len() / 2);
    if operands.is_empty() {
        return half.into_iter().next().expect("a bug of ours: a chain has operands");
    }
    let ((left_at, left), (right_at, right)) = (balanced(operator, operands), balanced(operator, half));
    let span = Span { start: left_at.start, end: right_at.end };
    (span, Expr { span, node: Node::Binary(operator, Box::new(left), Box::new(right)) })
}

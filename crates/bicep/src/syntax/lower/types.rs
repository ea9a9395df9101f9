//! Types.

use std::sync::Arc;

use super::super::ast::Type;
use super::super::kind::Kind;
use super::{Lower, MAX_DEPTH};

impl Lower<'_> {
    pub(super) fn type_of(&mut self) -> Type {
        let span = self.span();
        if self.depth >= MAX_DEPTH || self.masks.iter().any(|mask| span.overlaps(*mask)) {
            return Type::Other;
        }
        self.depth += 1;
        let of = match self.kind() {
            Kind::Identifier => Type::Name(Arc::from(self.slice())),
            Kind::String | Kind::MultilineString | Kind::Integer | Kind::Boolean | Kind::Null => {
                Type::Literal(self.expr())
            }
            Kind::ParenthesizedType => self.types().pop().unwrap_or(Type::Other),
            Kind::NullableType => Type::Nullable(Box::new(self.types().pop().unwrap_or(Type::Other))),
            Kind::UnionType => Type::Union(self.types()),
            _ => Type::Other,
        };
        self.depth -= 1;
        of
    }

    /// The types below.
    fn types(&mut self) -> Vec<Type> {
        let mut types = Vec::new();
        self.children(|lower, _| types.push(lower.type_of()));
        types
    }
}

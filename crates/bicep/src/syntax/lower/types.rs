//! Types.

use std::sync::Arc;

use super::super::ast::{Name, Piece, Type};
use super::super::kind::{Field, Kind};
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
            Kind::ObjectType => Type::Object(self.properties()),
            Kind::ArrayType | Kind::TupleType => Type::Array,
            Kind::MemberType => self.member_type(),
            _ => Type::Other,
        };
        self.depth -= 1;
        of
    }

    /// The members of an object's type that have a name.
    fn properties(&mut self) -> Vec<(Name, Type)> {
        let mut properties = Vec::new();
        self.children(|lower, kind| {
            if kind != Kind::PropertyType {
                return;
            }
            let (mut key, mut of) = (None, None);
            lower.children(|lower, _| match lower.field() {
                Field::Key if lower.kind() == Kind::Identifier => key = Some(lower.name()),
                Field::Key if lower.kind() == Kind::String => {
                    key = match &lower.pieces()[..] {
                        [Piece::Text(text)] => Some(Name { text: text.as_str().into(), span: lower.span() }),
                        _ => None,
                    }
                }
                Field::Type => of = Some(lower.type_of()),
                _ => {}
            });
            properties.extend(key.zip(of));
        });
        properties
    }

    fn member_type(&mut self) -> Type {
        let (mut of, mut name) = (None, None);
        self.children(|lower, _| match lower.field() {
            Field::Object if lower.kind() == Kind::Identifier => of = Some(lower.name()),
            Field::Property if lower.kind() == Kind::Identifier => name = Some(lower.name()),
            _ => {}
        });
        of.zip(name).map_or(Type::Other, |(of, name)| Type::Member(of, name))
    }

    /// The types below.
    fn types(&mut self) -> Vec<Type> {
        let mut types = Vec::new();
        self.children(|lower, _| types.push(lower.type_of()));
        types
    }
}

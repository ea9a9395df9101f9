//! Declarations.

use std::sync::Arc;

use aiolint_core::Span;

use super::super::Dialect;
use super::super::ast::{
    Body, Declaration, Expr, Function, Import, Loop, Module, Name, Object, Parameter, Piece, Resource, Statement, Type,
};
use super::super::kind::{Field, Kind};
use super::Lower;

/// What most declarations consist of.
#[derive(Default)]
struct Parts {
    name: Option<Name>,
    value: Option<Expr>,
    /// A type; of a parameter or a type alone.
    of: Option<Type>,
    of_at: Option<Span>,
}

impl Lower<'_> {
    pub(super) fn statement(&mut self) -> Statement {
        let mut decorators = Vec::new();
        let mut keyword = self.span();
        if self.cursor.goto_first_child() {
            while matches!(self.kind(), Kind::Decorator | Kind::Comment | Kind::Pragma) {
                self.children(|lower, _| decorators.push(lower.expr()));
                if !self.cursor.goto_next_sibling() {
                    break;
                }
            }
            keyword = self.span();
            self.cursor.goto_parent();
        }
        Statement { span: self.span(), decorators, declaration: self.declaration(keyword) }
    }

    fn declaration(&mut self, keyword: Span) -> Declaration {
        let (kind, span) = (self.kind(), self.span());
        let declaration = match kind {
            Kind::Function => Declaration::Function(self.function(span)),
            Kind::Resource => Declaration::Resource(Box::new(self.resource(span))),
            Kind::Module => Declaration::Module(Box::new(self.module(span))),
            Kind::Import => Declaration::Import(self.import()),
            Kind::Extension => Declaration::Extension(self.extension()),
            Kind::Using => Declaration::Using(self.path()),
            Kind::Extends => Declaration::Extends(self.path().unwrap_or_else(|| Expr::broken(span))),
            _ => {
                let parts = self.parts(kind);
                self.check_types(kind, keyword, &parts);
                return self.simple(kind, span, parts);
            }
        };
        self.check_dialect(kind, keyword);
        declaration
    }

    fn parts(&mut self, kind: Kind) -> Parts {
        let mut parts = Parts::default();
        let typed = matches!(kind, Kind::Parameter | Kind::Type);
        self.children(|lower, _| match lower.field() {
            Field::Name => parts.name = Some(lower.name()),
            Field::Value if kind == Kind::Type => parts.of = Some(lower.type_of()),
            Field::Value => parts.value = Some(lower.guarded()),
            Field::Type if typed => {
                parts.of = Some(lower.type_of());
                parts.of_at = Some(lower.span());
            }
            _ => {}
        });
        parts
    }

    fn simple(&mut self, kind: Kind, span: Span, parts: Parts) -> Declaration {
        let name = parts.name.unwrap_or_else(|| Name::missing(span));
        if kind == Kind::Parameter {
            return Declaration::Parameter(Parameter { name, of: parts.of, value: parts.value });
        }
        let value = parts.value.unwrap_or_else(|| Expr::broken(span));
        match kind {
            Kind::TargetScope => Declaration::TargetScope(value),
            Kind::Metadata => Declaration::Metadata(name, value),
            Kind::Variable => Declaration::Variable(name, value),
            Kind::Output => Declaration::Output(name, value),
            Kind::Type => Declaration::Type(name, parts.of.unwrap_or(Type::Other)),
            _ => Declaration::Other,
        }
    }

    fn check_types(&mut self, kind: Kind, keyword: Span, parts: &Parts) {
        match (self.dialect, kind, parts.of_at) {
            (Dialect::Template, Kind::Parameter, None) => {
                let at = parts.name.as_ref().map_or(keyword, |name| name.span);
                self.error(at, "a parameter needs a type", "its type stands after its name");
            }
            (Dialect::Parameters, Kind::Parameter, Some(of)) => {
                self.error(of, "a parameter file gives values: its parameters have no types", "");
            }
            _ => self.check_dialect(kind, keyword),
        }
    }

    fn check_dialect(&mut self, kind: Kind, keyword: Span) {
        let message = match (self.dialect, kind) {
            (Dialect::Template, Kind::Using | Kind::Extends) => {
                "only a parameter file can name the file that it is for"
            }
            (Dialect::Template, Kind::ExtensionConfiguration) => "only a parameter file can configure an extension",
            (
                Dialect::Parameters,
                Kind::TargetScope | Kind::Metadata | Kind::Function | Kind::Resource | Kind::Module | Kind::Output,
            ) => "this can't be declared in a parameter file",
            _ => return,
        };
        self.error(keyword, message, "");
    }

    fn function(&mut self, span: Span) -> Function {
        let (mut name, mut body, mut parameters) = (None, None, Vec::new());
        self.children(|lower, _| match lower.field() {
            Field::Name => name = Some(lower.name()),
            Field::Value => body = Some(lower.guarded()),
            Field::Parameters => lower.children(|lower, kind| {
                if kind == Kind::FunctionParameter {
                    parameters.extend(lower.named(Field::Name));
                }
            }),
            _ => {}
        });
        Function {
            name: name.unwrap_or_else(|| Name::missing(span)),
            parameters,
            body: body.unwrap_or_else(|| Expr::broken(span)),
        }
    }

    /// The name below with this part.
    fn named(&mut self, field: Field) -> Option<Name> {
        let mut name = None;
        self.children(|lower, _| {
            if lower.field() == field {
                name = Some(lower.name());
            }
        });
        name
    }

    fn resource(&mut self, span: Span) -> Resource {
        let (mut name, mut of, mut existing) = (None, None, false);
        let mut body = Body { each: None, condition: None, object: Object::broken(span) };
        self.all_children(|lower, kind| match lower.field() {
            Field::Name => name = Some(lower.name()),
            Field::Type => of = Some(lower.guarded()),
            Field::Body => lower.body(&mut body),
            _ => existing |= kind == Kind::Existing,
        });
        let name = name.unwrap_or_else(|| Name::missing(span));
        Resource { name, of: of.unwrap_or_else(|| Expr::broken(span)), existing, body, span }
    }

    fn module(&mut self, span: Span) -> Module {
        let (mut name, mut path) = (None, None);
        let mut body = Body { each: None, condition: None, object: Object::broken(span) };
        self.children(|lower, _| match lower.field() {
            Field::Name => name = Some(lower.name()),
            Field::Path => path = Some(lower.guarded()),
            Field::Body => lower.body(&mut body),
            _ => {}
        });
        let name = name.unwrap_or_else(|| Name::missing(span));
        Module { name, path: path.unwrap_or_else(|| Expr::broken(span)), body }
    }

    /// An object, perhaps in an `if`, perhaps in a `for`.
    fn body(&mut self, body: &mut Body) {
        match self.kind() {
            Kind::ForExpression => body.each = Some(self.each(|lower| lower.body_of_loop(body))),
            _ => self.body_of_loop(body),
        }
    }

    fn body_of_loop(&mut self, body: &mut Body) {
        match self.kind() {
            Kind::IfBody => self.children(|lower, _| match lower.field() {
                Field::Condition => body.condition = Some(lower.guarded()),
                Field::Body => body.object = lower.object(),
                _ => {}
            }),
            _ => body.object = self.object(),
        }
    }

    /// The head of a loop; `body` reads the rest.
    pub(super) fn each(&mut self, mut body: impl FnMut(&mut Self)) -> Loop {
        let span = self.span();
        let (mut item, mut index, mut items) = (None, None, None);
        self.children(|lower, kind| match lower.field() {
            Field::Variables if kind == Kind::ForVariables => lower.children(|lower, _| match lower.field() {
                Field::Index => index = Some(lower.name()),
                _ => item = Some(lower.name()),
            }),
            Field::Variables => item = Some(lower.name()),
            Field::Items => items = Some(lower.guarded()),
            Field::Body => body(lower),
            _ => {}
        });
        let item = item.unwrap_or_else(|| Name::missing(span));
        Loop { item, index, items: Box::new(items.unwrap_or_else(|| Expr::broken(span))) }
    }

    /// The path of `using` or `extends`.
    fn path(&mut self) -> Option<Expr> {
        let mut path = None;
        self.children(|lower, kind| {
            if lower.field() == Field::Path && kind != Kind::None {
                path = Some(lower.guarded());
            }
        });
        path
    }

    fn extension(&mut self) -> Option<Name> {
        let (mut own, mut alias) = (None, None);
        self.children(|lower, kind| match lower.field() {
            Field::Extension if kind == Kind::Identifier => own = Some(lower.name()),
            Field::Alias => alias = Some(lower.name()),
            _ => {}
        });
        alias.or(own)
    }

    fn import(&mut self) -> Import {
        let (mut names, mut path) = (Vec::new(), None);
        self.children(|lower, kind| match (kind, lower.field()) {
            (Kind::ImportList, _) => lower.children(|lower, _| names.extend(lower.import_item())),
            (Kind::ImportNamespace, _) => names.extend(lower.named(Field::Alias).map(|name| (name, None))),
            (_, Field::Alias) => names.push((lower.name(), None)),
            (_, Field::Path) => path = Some(lower.guarded()),
            _ => {}
        });
        Import { names, path }
    }

    fn import_item(&mut self) -> Option<(Name, Option<Arc<str>>)> {
        let (mut own, mut original, mut quoted, mut alias) = (None, None, None, None);
        self.children(|lower, kind| match (lower.field(), kind) {
            (Field::Alias, _) => alias = Some(lower.name()),
            (_, Kind::Identifier) => {
                let name = lower.name();
                original = Some(Arc::clone(&name.text));
                own = Some(name);
            }
            _ => {
                quoted = Some(lower.span());
                if let Some(Piece::Text(text)) = lower.pieces().into_iter().next() {
                    original = Some(Arc::from(text));
                }
            }
        });
        if let (Some(quoted), None) = (quoted, &alias) {
            self.error(quoted, "a name in quotes needs another one to be used by: `as name`", "");
        }
        Some((alias.or(own)?, Some(original?)))
    }
}

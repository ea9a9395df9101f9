//! The syntax of a file, as a tree of its own: what the evaluator reads.
//!
//! Parentheses and comments are gone; every node keeps its bytes.

use std::sync::Arc;

use aiolint_core::Span;

/// A name, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The identifier.
    pub text: Arc<str>,
    /// Its bytes.
    pub span: Span,
}

/// A declaration with what stands before it.
#[derive(Clone, Debug)]
pub struct Statement {
    /// Its bytes, decorators included.
    pub span: Span,
    /// Its decorators, without the `@`.
    pub decorators: Vec<Expr>,
    /// What it declares.
    pub declaration: Declaration,
}

/// What a statement declares.
#[derive(Clone, Debug)]
pub enum Declaration {
    /// `targetScope = value`.
    TargetScope(Expr),
    /// `metadata name = value`.
    Metadata(Name, Expr),
    /// `param name type = value`.
    Parameter(Parameter),
    /// `var name type = value`.
    Variable(Name, Expr),
    /// `type name = type`.
    Type(Name, Type),
    /// `func name(parameters) type => value`.
    Function(Function),
    /// `resource name 'type@version' = body`.
    Resource(Box<Resource>),
    /// `module name 'path' = body`.
    Module(Box<Module>),
    /// `output name type = value`.
    Output(Name, Expr),
    /// `import …`, with the names that it brings in.
    Import(Import),
    /// `extension …`, with the name that stands for it.
    Extension(Option<Name>),
    /// `using 'path'`; `None` for `using none`.
    Using(Option<Expr>),
    /// `extends 'path'`.
    Extends(Expr),
    /// What brings no value: `assert`, `test`, `extensionConfig`.
    Other,
}

impl Declaration {
    /// The value behind its `=`. Neither a body nor what a function gives, which is known only with its parameters.
    #[must_use]
    pub fn value(&self) -> Option<&Expr> {
        match self {
            Self::TargetScope(it) | Self::Metadata(_, it) | Self::Variable(_, it) | Self::Output(_, it) => Some(it),
            Self::Parameter(parameter) => parameter.value.as_ref(),
            _ => None,
        }
    }
}

/// A parameter. In a parameter file it has a value and no type.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name.
    pub name: Name,
    /// Its type; `None` in a parameter file.
    pub of: Option<Type>,
    /// Its default, or in a parameter file its value.
    pub value: Option<Expr>,
}

/// A function of the file's own.
#[derive(Clone, Debug)]
pub struct Function {
    /// Its name.
    pub name: Name,
    /// The names of its parameters.
    pub parameters: Vec<Name>,
    /// What it gives.
    pub body: Expr,
}

/// A resource, perhaps nested in another.
#[derive(Clone, Debug)]
pub struct Resource {
    /// Its symbol.
    pub name: Name,
    /// `'type@version'`; of a nested resource the type may be the last segment alone.
    pub of: Expr,
    /// Whether it is only referred to.
    pub existing: bool,
    /// Its content.
    pub body: Body,
    /// Its bytes, from the keyword on.
    pub span: Span,
}

/// A use of another file.
#[derive(Clone, Debug)]
pub struct Module {
    /// Its symbol.
    pub name: Name,
    /// The path, or the address in a registry.
    pub path: Expr,
    /// Its content.
    pub body: Body,
}

/// The body of a resource or module.
#[derive(Clone, Debug)]
pub struct Body {
    /// The loop around it.
    pub each: Option<Loop>,
    /// The condition before it.
    pub condition: Option<Expr>,
    /// The object.
    pub object: Object,
}

/// The head of a loop: `for item in items`, `for (item, index) in items`.
#[derive(Clone, Debug)]
pub struct Loop {
    /// The variable for the item.
    pub item: Name,
    /// The variable for its number, from zero.
    pub index: Option<Name>,
    /// What is gone through.
    pub items: Box<Expr>,
}

/// `import { a, b as c } from 'path'` or `import * as name from 'path'`.
#[derive(Clone, Debug)]
pub struct Import {
    /// The names that stand for what is imported, and what each is called there; `None` for all of it.
    pub names: Vec<(Name, Option<Arc<str>>)>,
    /// Where from.
    pub path: Option<Expr>,
}

/// An expression.
#[derive(Clone, Debug)]
pub struct Expr {
    /// Its bytes, without parentheses around it.
    pub span: Span,
    /// What it is.
    pub node: Node,
}

impl Expr {
    /// Visits what the expression computes with. What has members, items, pieces or variables of its own has no operands.
    pub(crate) fn each_operand<'s>(&'s self, mut visit: impl FnMut(&'s Self)) {
        match &self.node {
            Node::Ternary(one, two, three) => [one, two, three].into_iter().for_each(|operand| visit(operand)),
            Node::Binary(_, one, two) => [one, two].into_iter().for_each(|operand| visit(operand)),
            Node::Not(of) | Node::Minus(of) | Node::Member { of, .. } | Node::Nested(of, _) => visit(of),
            Node::Index { of, index, .. } => [of, index].into_iter().for_each(|operand| visit(operand)),
            Node::Call { of, arguments, .. } => {
                of.iter().for_each(|of| visit(of));
                arguments.iter().for_each(visit);
            }
            Node::Object(_) | Node::Array(_) | Node::Text(_) | Node::For(..) | Node::Lambda(_) => {}
            Node::Null | Node::Bool(_) | Node::Int(_) | Node::Name(_) | Node::Broken => {}
        }
    }
}

/// What an expression is.
#[derive(Clone, Debug)]
pub enum Node {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A string of any form.
    Text(Vec<Piece>),
    /// A name.
    Name(Arc<str>),
    /// `[a, b]`.
    Array(Array),
    /// `{ a: b }`.
    Object(Object),
    /// `[for item in items: body]`.
    For(Box<Loop>, Box<Expr>),
    /// `!a`.
    Not(Box<Expr>),
    /// `-a`.
    Minus(Box<Expr>),
    /// `a + b` and its like.
    Binary(Operator, Box<Expr>, Box<Expr>),
    /// `condition ? yes : no`.
    Ternary(Box<Expr>, Box<Expr>, Box<Expr>),
    /// `f(a)`, `of.f(a)`.
    Call {
        /// What stands before the dot.
        of: Option<Box<Expr>>,
        /// The function.
        name: Name,
        /// What it gets.
        arguments: Vec<Expr>,
    },
    /// `of.name`, `of.?name`.
    Member {
        /// What it is a member of.
        of: Box<Expr>,
        /// The member.
        name: Name,
        /// Whether a missing member is null rather than an error.
        safe: bool,
    },
    /// `of[index]` and its like.
    Index {
        /// What it is an item of.
        of: Box<Expr>,
        /// Which item.
        index: Box<Expr>,
        /// `[?index]`: a missing item is null rather than an error.
        safe: bool,
        /// `[^index]`: counted from the end.
        from_end: bool,
    },
    /// `of::name`.
    Nested(Box<Expr>, Name),
    /// `x => body`, `(x, y) => body`.
    Lambda(Arc<Lambda>),
    /// What could not be read.
    Broken,
}

/// A function without a name.
#[derive(Clone, Debug)]
pub struct Lambda {
    /// Its parameters.
    pub parameters: Vec<Name>,
    /// What it gives.
    pub body: Expr,
}

/// A piece of a string.
#[derive(Clone, Debug)]
pub enum Piece {
    /// Characters, escapes resolved.
    Text(String),
    /// `${expression}`; the bytes with the `${` and the `}`.
    Hole(Box<Expr>, Span),
}

/// An array.
#[derive(Clone, Debug)]
pub struct Array {
    /// Its items.
    pub items: Vec<Item>,
    /// Whether a part of it could not be read.
    pub broken: bool,
}

/// An item of an array.
#[derive(Clone, Debug)]
pub enum Item {
    /// One item.
    One(Expr),
    /// `...array`.
    Spread(Expr),
}

/// An object.
#[derive(Clone, Debug)]
pub struct Object {
    /// Its bytes, braces included.
    pub span: Span,
    /// Its members.
    pub members: Vec<Member>,
    /// The resources that are declared in it.
    pub resources: Vec<Statement>,
    /// Whether a part of it could not be read.
    pub broken: bool,
}

/// A member of an object.
#[derive(Clone, Debug)]
pub enum Member {
    /// `key: value`.
    Property {
        /// The key: one known piece, but for interpolated keys.
        key: Vec<Piece>,
        /// The bytes of the key.
        at: Span,
        /// The value.
        value: Expr,
    },
    /// `...object`.
    Spread(Expr),
}

/// A type, as far as values need it.
#[derive(Clone, Debug)]
pub enum Type {
    /// A literal.
    Literal(Expr),
    /// A name.
    Name(Arc<str>),
    /// `a | b`.
    Union(Vec<Type>),
    /// `a?`.
    Nullable(Box<Type>),
    /// `{ a: b }`: the members that it must have, unless their type is nullable.
    Object(Vec<(Name, Type)>),
    /// `file.a`, of a file that is imported as a whole.
    Member(Name, Name),
    /// `a[]`, `[a, b]`.
    Array,
    /// Any other.
    Other,
}

/// A binary operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `??`
    Coalesce,
    /// `||`
    Or,
    /// `&&`
    And,
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `=~`
    EqualAnyCase,
    /// `!~`
    NotEqualAnyCase,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `%`
    Remainder,
}

impl Operator {
    /// The operator that is written like this.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        Some(match text {
            "??" => Self::Coalesce,
            "||" => Self::Or,
            "&&" => Self::And,
            "==" => Self::Equal,
            "!=" => Self::NotEqual,
            "=~" => Self::EqualAnyCase,
            "!~" => Self::NotEqualAnyCase,
            "<" => Self::Less,
            "<=" => Self::LessOrEqual,
            ">" => Self::Greater,
            ">=" => Self::GreaterOrEqual,
            "+" => Self::Add,
            "-" => Self::Subtract,
            "*" => Self::Multiply,
            "/" => Self::Divide,
            "%" => Self::Remainder,
            _ => return None,
        })
    }
}

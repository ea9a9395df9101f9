//! A condition whose names are resolved: what is stored in the compiled rules and evaluated.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::pattern::Pattern;

/// A condition or a part of one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Expr {
    /// A literal.
    Const(Const),
    /// A variable of a macro or of the rule's `for`, by its place in the frame.
    Local(u16),
    /// A name that every resource has.
    Root(Root),
    /// A definition or link of the resource that `on` is; of this one if there is no `on`.
    Member {
        /// The resource.
        on: Option<Box<Expr>>,
        /// The name in the kind's file.
        name: Arc<str>,
        /// The argument, for a link that takes one.
        argument: Option<Box<Expr>>,
    },
    /// `of.name`.
    Select(Box<Expr>, Arc<str>),
    /// `has(of.name)`.
    Has(Box<Expr>, Arc<str>),
    /// `of[index]`.
    Index(Box<Expr>, Box<Expr>),
    /// `!x`.
    Not(Box<Expr>),
    /// `a && b`.
    And(Box<Expr>, Box<Expr>),
    /// `a || b`.
    Or(Box<Expr>, Box<Expr>),
    /// `condition ? a : b`.
    Cond(Box<Expr>, Box<Expr>, Box<Expr>),
    /// A comparison.
    Compare(Comparison, Box<Expr>, Box<Expr>),
    /// `a in b`.
    In(Box<Expr>, Box<Expr>),
    /// `a + b` and its like.
    Arithmetic(Operator, Box<Expr>, Box<Expr>),
    /// `-x`.
    Negate(Box<Expr>),
    /// `[a, b]`.
    List(Vec<Expr>),
    /// `{k: v}`.
    Map(Vec<(Expr, Expr)>),
    /// A macro over a list or the keys of a map.
    Macro(Box<Macro>),
    /// A function, with its receiver as first argument.
    Call(Function, Vec<Expr>),
    /// `text.matches('pattern')` with a literal pattern.
    Matches(Box<Expr>, Pattern),
}

impl Expr {
    /// The expressions that it is made of.
    pub(crate) fn children(&self) -> Vec<&Expr> {
        match self {
            Self::Const(_) | Self::Local(_) | Self::Root(_) => Vec::new(),
            Self::Member { on, argument, .. } => on.iter().chain(argument).map(|it| &**it).collect(),
            Self::Select(of, _) | Self::Has(of, _) | Self::Not(of) | Self::Negate(of) | Self::Matches(of, _) => {
                vec![of]
            }
            Self::Index(a, b)
            | Self::And(a, b)
            | Self::Or(a, b)
            | Self::Compare(_, a, b)
            | Self::In(a, b)
            | Self::Arithmetic(_, a, b) => vec![a, b],
            Self::Cond(condition, yes, no) => vec![condition, yes, no],
            Self::List(items) | Self::Call(_, items) => items.iter().collect(),
            Self::Map(entries) => entries.iter().flat_map(|(key, value)| [key, value]).collect(),
            Self::Macro(it) => [Some(&it.over), it.filter.as_ref(), it.body.as_ref()].into_iter().flatten().collect(),
        }
    }
}

/// A macro: `over.all(x, body)` and its like.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Macro {
    /// Which.
    pub kind: MacroKind,
    /// What it runs over.
    pub over: Expr,
    /// The place of its variable in the frame.
    pub slot: u16,
    /// The condition on an item; for `map` with two arguments, none.
    pub filter: Option<Expr>,
    /// For `map` and `filter`, what an item becomes.
    pub body: Option<Expr>,
}

/// The macros.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MacroKind {
    /// True if the filter is true for every item.
    All,
    /// True if it is for at least one.
    Exists,
    /// True if it is for exactly one.
    ExistsOne,
    /// The list of bodies of the items for which the filter, if any, is true.
    Map,
}

/// A literal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Const {
    /// `null`
    Null,
    /// A truth value.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A whole number that is not negative, written with `u`.
    Uint(u64),
    /// Another number.
    Float(f64),
    /// Text.
    Text(Arc<str>),
    /// Bytes.
    Bytes(Arc<[u8]>),
    /// The name of a type, as `type(x)` gives it.
    Type(Arc<str>),
}

/// The names that every resource has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Root {
    /// A manifest's `spec`, a Bicep resource's `properties`.
    Spec,
    /// Its name.
    Name,
    /// Its namespace.
    Namespace,
    /// Its API version.
    ApiVersion,
    /// The resource that it is a child of.
    Parent,
    /// `yaml` or `bicep`.
    Language,
    /// All of it.
    Body,
    /// The resource itself.
    This,
}

impl Root {
    /// The names, for look-up and for messages.
    pub const ALL: [(&'static str, Self); 8] = [
        ("spec", Self::Spec),
        ("name", Self::Name),
        ("namespace", Self::Namespace),
        ("apiVersion", Self::ApiVersion),
        ("parent", Self::Parent),
        ("language", Self::Language),
        ("body", Self::Body),
        ("this", Self::This),
    ];

    /// The root with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, root)| *root)
    }
}

/// The comparisons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Comparison {
    /// `==`
    Equal,
    /// `!=`
    Unequal,
    /// `<`
    Less,
    /// `<=`
    LessEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterEqual,
}

/// The operators of arithmetic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Operator {
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

macro_rules! functions {
    ($($(#[doc = $doc:literal])* $variant:ident $name:literal $arity:literal,)*) => {
        /// The functions that conditions can call.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        pub enum Function {
            $($(#[doc = $doc])* $variant,)*
        }

        impl Function {
            /// Name, function and number of arguments, the receiver counted.
            pub const ALL: &'static [(&'static str, Self, usize)] = &[$(($name, Self::$variant, $arity),)*];
        }
    };
}

functions! {
    /// How many characters, bytes, items or members; of what is absent, 0.
    Size "size" 1,
    /// Whether a text holds another.
    Contains "contains" 2,
    /// Whether a text starts with another.
    StartsWith "startsWith" 2,
    /// Whether a text ends with another.
    EndsWith "endsWith" 2,
    /// Whether a regular expression, given as a literal or not, matches somewhere in a text.
    Matches "matches" 2,
    /// A text with ASCII letters in lower case.
    LowerAscii "lowerAscii" 1,
    /// To a whole number.
    Int "int" 1,
    /// To a whole number that is not negative.
    Uint "uint" 1,
    /// To a number.
    Double "double" 1,
    /// To text.
    Text "string" 1,
    /// To bytes.
    Bytes "bytes" 1,
    /// To a truth value.
    Bool "bool" 1,
    /// A text such as `1h30m` to a duration.
    Duration "duration" 1,
    /// A text as in RFC 3339, or the seconds since 1970, to a point in time.
    Timestamp "timestamp" 1,
    /// The value itself.
    Dyn "dyn" 1,
    /// The type of a value.
    Type "type" 1,
    /// The text that base64 stands for; unknown if it is neither base64 nor UTF-8 within.
    Base64Decode "base64Decode" 1,
    /// The PEM blocks of a text: `[{label, isPrivateKey, isEncrypted}]`.
    Pem "pem" 1,
    /// The value itself; as the place of a finding, its key.
    Key "key" 1,
    /// Whether a condition is known to be true: what is unknown is not.
    Certain "certain" 1,
    /// Unknown, with this reason.
    Unknown "unknown" 1,
}

impl Function {
    /// The function with this name and the number of its arguments.
    #[must_use]
    pub fn named(name: &str) -> Option<(Self, usize)> {
        Self::ALL.iter().find(|(known, ..)| *known == name).map(|(_, function, arity)| (*function, *arity))
    }
}

//! What an expression evaluates to.

use std::borrow::Cow;
use std::rc::Rc;

use aiolint_core::{Data, Part, Reason, Text, Value};

use super::time;
use crate::world::ResourceId;

/// The value of an expression, borrowing from the resources and rules where it can.
#[derive(Clone, Debug)]
pub enum Val<'w> {
    /// Not there.
    Absent,
    /// The literal `null`; in resources null is absent.
    Null,
    /// A truth value.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A whole number of CEL's unsigned type.
    Uint(u64),
    /// Another number.
    Float(f64),
    /// Text that is known.
    Text(Cow<'w, str>),
    /// Text that is known in parts.
    Parts(Cow<'w, [Part]>),
    /// Bytes.
    Bytes(Rc<[u8]>),
    /// A point in time, in nanoseconds since 1970.
    Time(i128),
    /// A duration, in nanoseconds.
    Duration(i128),
    /// A list that was computed.
    List(Rc<ListVal<'w>>),
    /// A map that was computed.
    Map(Rc<MapVal<'w>>),
    /// What a file holds.
    Node(Node<'w>),
    /// A resource.
    Resource(ResourceId),
    /// The name of a type.
    Type(Cow<'w, str>),
    /// Not known.
    Unknown(Reason),
}

/// A value in a file, and how we came to it.
#[derive(Clone, Copy, Debug)]
pub struct Node<'w> {
    /// The value.
    pub value: &'w Value,
    /// The alias or merge key through which it was reached: the nearest place that is written in the resource.
    pub via: Option<&'w Value>,
}

impl<'w> Node<'w> {
    /// A value that is reached through nothing.
    pub(crate) fn new(value: &'w Value) -> Self {
        Self { value, via: None }
    }

    /// A value within this one: it keeps the alias through which this one was reached.
    pub(crate) fn member(self, value: &'w Value) -> Self {
        Self { value, via: self.via.or_else(|| self.value.origin.is_some().then_some(self.value)) }
    }
}

/// A computed list.
#[derive(Clone, Debug, Default)]
pub struct ListVal<'w> {
    /// Its items.
    pub items: Vec<Val<'w>>,
    /// Why there may be more, if there may.
    pub open: Option<Reason>,
}

/// A computed map.
#[derive(Clone, Debug, Default)]
pub struct MapVal<'w> {
    /// Keys and values, in the order of writing.
    pub entries: Vec<(Val<'w>, Val<'w>)>,
    /// Why there may be more, if there may.
    pub open: Option<Reason>,
}

/// The outcome of a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Truth {
    /// It holds.
    True,
    /// It does not.
    False,
    /// That is not known, with the reason.
    Unknown(Reason),
}

impl Truth {
    /// The negation; what is unknown stays so.
    #[must_use]
    pub fn negated(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
            unknown => unknown,
        }
    }
}

impl From<bool> for Truth {
    fn from(known: bool) -> Self {
        if known { Self::True } else { Self::False }
    }
}

impl<'w> From<Truth> for Val<'w> {
    fn from(truth: Truth) -> Self {
        match truth {
            Truth::True => Val::Bool(true),
            Truth::False => Val::Bool(false),
            Truth::Unknown(reason) => Val::Unknown(reason),
        }
    }
}

impl<'w> Val<'w> {
    /// Not known, for this reason.
    pub(crate) fn unknown(words: impl Into<std::sync::Arc<str>>) -> Self {
        Self::Unknown(Reason::new(words))
    }

    /// A closed list.
    pub(crate) fn list(items: Vec<Self>) -> Self {
        Self::List(Rc::new(ListVal { items, open: None }))
    }

    /// A value in a file as a plain one; lists and mappings stay where they are.
    pub(crate) fn plain(self) -> Self {
        let Self::Node(node) = self else { return self };
        match &node.value.data {
            Data::Absent => Self::Absent,
            Data::Bool(it) => Self::Bool(*it),
            Data::Int(it) => Self::Int(*it),
            Data::Float(it) => Self::Float(*it),
            Data::Text(Text::Parts(parts)) => Self::Parts(Cow::Borrowed(parts)),
            Data::Text(Text::Known(text) | Text::Spelled { canonical: text, .. }) => Self::Text(Cow::Borrowed(text)),
            Data::Unknown(reason) => Self::Unknown(reason.clone()),
            Data::List(_) | Data::Map(_) => self,
            // `Eval` picks an alternative before a value gets here.
            Data::OneOf(_) => Self::unknown("it is one of several values"),
        }
    }

    /// The value as the outcome of a condition.
    pub(crate) fn truth(self) -> Truth {
        match self.plain() {
            Self::Bool(known) => known.into(),
            Self::Unknown(reason) => Truth::Unknown(reason),
            other => Truth::Unknown(Reason::new(format!("{} is no truth value", other.article()))),
        }
    }

    /// What it is, for reasons: "a text", "an absent value".
    pub(crate) fn article(&self) -> &'static str {
        match self {
            Self::Absent => "an absent value",
            Self::Null => "null",
            Self::Bool(_) => "a truth value",
            Self::Int(_) | Self::Uint(_) | Self::Float(_) => "a number",
            Self::Text(_) | Self::Parts(_) => "a text",
            Self::Bytes(_) => "a sequence of bytes",
            Self::Time(_) => "a point in time",
            Self::Duration(_) => "a duration",
            Self::List(_) => "a list",
            Self::Map(_) => "a mapping",
            Self::Resource(_) => "a resource",
            Self::Type(_) => "a type",
            Self::Unknown(_) => "an unknown value",
            Self::Node(node) => match node.value.data {
                Data::List(_) => "a list",
                Data::Map(_) => "a mapping",
                _ => "a value",
            },
        }
    }

    /// The value as a message shows it: texts as they are written.
    pub(crate) fn written(&self) -> String {
        match self {
            Self::Node(Node { value, .. }) => match &value.data {
                Data::Text(text) => text.written().into_owned(),
                Data::List(list) => {
                    let items: Vec<_> =
                        list.items.iter().map(|item| Val::Node(Node { value: item, via: None }).written()).collect();
                    items.join(", ")
                }
                Data::Map(_) => "{…}".into(),
                Data::Unknown(_) | Data::OneOf(_) => "?".into(),
                _ => self.clone().plain().written(),
            },
            Self::Absent => "nothing".into(),
            Self::Null => "null".into(),
            Self::Bool(it) => it.to_string(),
            Self::Int(it) => it.to_string(),
            Self::Uint(it) => it.to_string(),
            Self::Float(it) => it.to_string(),
            Self::Text(text) => text.to_string(),
            Self::Parts(parts) => Text::Parts(parts.to_vec().into()).written().into_owned(),
            Self::List(list) => list.items.iter().map(Self::written).collect::<Vec<_>>().join(", "),
            Self::Type(name) => name.to_string(),
            Self::Duration(it) => time::duration_text(*it),
            Self::Bytes(_) | Self::Time(_) | Self::Map(_) | Self::Resource(_) | Self::Unknown(_) => "?".into(),
        }
    }
}

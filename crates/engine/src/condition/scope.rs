//! What a condition can see: definitions and links, the kinds of `this`, variables.

use super::ConditionError;
use crate::kinds::KindSet;

/// What is known of an expression's value before it is evaluated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// Nothing.
    Any,
    /// A resource of one of these kinds.
    Resource(KindSet),
    /// A list of such resources.
    Resources(KindSet),
}

/// A definition or link, as far as its users must know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MemberType {
    /// Its type.
    pub result: Type,
    /// Whether it takes an argument.
    pub argument: bool,
}

/// The definitions and links of kinds.
pub trait Names {
    /// The member of all these kinds with this name.
    ///
    /// # Errors
    /// The member's own condition is wrong; that is reported where it stands.
    fn member(&self, kinds: KindSet, name: &str) -> Result<Option<MemberType>, ConditionError>;

    /// The names of all members of these kinds, for suggestions.
    fn all(&self, kinds: KindSet) -> Vec<String>;

    /// The spellings of all enumerations whose path ends in this member.
    fn spellings(&self, member: &str) -> Vec<String>;
}

/// What a condition can see.
#[derive(Clone)]
pub struct Scope<'n> {
    /// The definitions and links.
    pub names: &'n dyn Names,
    /// The kinds of `this`; empty where there is no resource with members.
    pub this: KindSet,
    /// The variables, in the order of their numbers.
    pub locals: Vec<(String, Type)>,
}

/// No definitions and no links: conditions over variables only.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoNames;

impl Names for NoNames {
    fn member(&self, _: KindSet, _: &str) -> Result<Option<MemberType>, ConditionError> {
        Ok(None)
    }

    fn all(&self, _: KindSet) -> Vec<String> {
        Vec::new()
    }

    fn spellings(&self, _: &str) -> Vec<String> {
        Vec::new()
    }
}

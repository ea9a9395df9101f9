//! Fixes, as rules write them: steps on paths. They are checked when a rule is loaded.

use serde::{Deserialize, Serialize};
use serde_saphyr::Spanned;

use crate::condition::{ConditionError, Const, Expr, Scope, lower};
use crate::front::{Front, PackError};

/// A step of a fix, as written: exactly one of the five operations.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FixFile {
    /// Gives what stands at the path another value.
    pub set: Option<Spanned<String>>,
    /// Adds a member as the last one, with the mappings that lead to it.
    pub insert: Option<Spanned<String>>,
    /// Removes what stands at the path, with its key.
    pub remove: Option<Spanned<String>>,
    /// Gives the key at the path another name.
    pub rename: Option<Spanned<String>>,
    /// Adds to the literal's text, or an item to the list.
    pub append: Option<Spanned<String>>,
    /// The linked resource that the path is in, if not this one.
    pub on: Option<Spanned<String>>,
    /// The value, or the new name or text.
    pub value: Option<Spanned<Scalar>>,
    /// An expression that gives it.
    pub expr: Option<Spanned<String>>,
    /// Whether it can be applied unseen.
    pub safe: Spanned<Safe>,
}

/// Whether a step can be applied unseen: always, never, or where a condition holds.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Safe {
    /// Always or never.
    Known(bool),
    /// Where this holds.
    Where(String),
}

/// A value that a fix writes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum Scalar {
    /// A truth value.
    Bool(bool),
    /// A number.
    Int(i64),
    /// A text.
    Text(String),
    /// A list without items.
    List([(); 0]),
    /// A mapping without members.
    Map(Empty),
}

/// A mapping without members.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Empty {}

/// What a step does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Operation {
    /// Another value.
    Set,
    /// A new last member.
    Insert,
    /// Away with it.
    Remove,
    /// Another key.
    Rename,
    /// More text, or one more item.
    Append,
}

/// A step of a fix.
#[derive(Debug, Serialize, Deserialize)]
pub struct FixStep {
    /// What it does.
    pub operation: Operation,
    /// The place, as an expression of members only.
    pub path: Expr,
    /// The linked resource that the path is in.
    pub on: Option<Expr>,
    /// What is written: an expression; nothing for `remove`.
    pub value: Option<Expr>,
    /// Whether it can be applied unseen.
    pub safe: Expr,
}

pub(super) fn compile(front: &Front, file: &FixFile, scope: &Scope<'_>) -> Result<FixStep, PackError> {
    let lowered = |value: &Spanned<String>| -> Result<Expr, PackError> {
        lower(&value.value, scope).map(|(expr, _)| expr).map_err(|error| front.condition_error(value, &error))
    };
    let operations = [
        (Operation::Set, &file.set),
        (Operation::Insert, &file.insert),
        (Operation::Remove, &file.remove),
        (Operation::Rename, &file.rename),
        (Operation::Append, &file.append),
    ];
    let mut given = operations.iter().filter_map(|(operation, path)| path.as_ref().map(|path| (*operation, path)));
    let (Some((operation, path)), None) = (given.next(), given.next()) else {
        return Err(front.error(
            front.yaml.clone(),
            "a step of a fix has exactly one of `set`, `insert`, `remove`, `rename` and `append`",
        ));
    };
    let value = match (&file.value, &file.expr) {
        (Some(value), None) => Some(literal(&value.value)),
        (None, Some(expr)) => Some(lowered(expr)?),
        (None, None) if operation == Operation::Remove => None,
        _ => {
            return Err(
                front.error(front.range(path), "give this step either `value` or `expr`; `remove` takes neither")
            );
        }
    };
    if operation == Operation::Remove && value.is_some() {
        return Err(front.error(front.range(path), "`remove` takes no value"));
    }
    let path_expr = lowered(path)?;
    if !is_path(&path_expr) {
        let error = ConditionError { range: 0..path.value.len(), message: "this is no path".into() };
        return Err(front.condition_error(path, &error));
    }
    let on = file.on.as_ref().map(lowered).transpose()?;
    let safe = match &file.safe.value {
        Safe::Known(known) => Expr::Const(Const::Bool(*known)),
        Safe::Where(text) => lower(text, scope)
            .map(|(expr, _)| expr)
            .map_err(|error| front.error(front.range(&file.safe), error.message))?,
    };
    Ok(FixStep { operation, path: path_expr, on, value, safe })
}

fn literal(scalar: &Scalar) -> Expr {
    Expr::Const(match scalar {
        Scalar::List(_) => return Expr::List(Vec::new()),
        Scalar::Map(_) => return Expr::Map(Vec::new()),
        Scalar::Bool(it) => Const::Bool(*it),
        Scalar::Int(it) => Const::Int(*it),
        Scalar::Text(it) => Const::Text(it.as_str().into()),
    })
}

/// Whether an expression only walks down from a root, a variable or a definition.
fn is_path(expr: &Expr) -> bool {
    match expr {
        Expr::Select(of, _) | Expr::Index(of, _) => is_path(of),
        Expr::Root(_) | Expr::Local(_) | Expr::Member { .. } => true,
        // One of a list that a condition picks: `list.filter(it, …)[0]`.
        Expr::Macro(it) => is_path(&it.over),
        _ => false,
    }
}

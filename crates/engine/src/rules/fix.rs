//! Fixes, as rules write them: steps on paths. They are checked when a rule is loaded.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_saphyr::Spanned;

use crate::condition::{ConditionError, Const, Expr, Scope, lower};
use crate::front::{Front, PackError};

/// A step of a fix, as written: exactly one of the operations, which are its first seven keys.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FixFile {
    /// Gives what stands at the path another value.
    #[schemars(with = "Option<String>")]
    pub set: Option<Spanned<String>>,
    /// Adds a member as the last one, with the mappings that lead to it.
    #[schemars(with = "Option<String>")]
    pub insert: Option<Spanned<String>>,
    /// Removes what stands at the path, with its key.
    #[schemars(with = "Option<String>")]
    pub remove: Option<Spanned<String>>,
    /// Gives the key at the path another name.
    #[schemars(with = "Option<String>")]
    pub rename: Option<Spanned<String>>,
    /// Adds to the end of a text, or an item to a list.
    #[schemars(with = "Option<String>")]
    pub append: Option<Spanned<String>>,
    /// Puts `value` in the place of `part`, which stands once in the text at the path: also in a text of several lines.
    #[schemars(with = "Option<String>")]
    pub replace: Option<Spanned<String>>,
    /// Sorts the list at the path.
    #[schemars(with = "Option<String>")]
    pub sort: Option<Spanned<String>>,
    /// With `replace`: the part of the text that is replaced, as it is written.
    pub part: Option<String>,
    /// With `sort`: the member of the items that they are sorted by.
    pub by: Option<String>,
    /// With `sort`: the values of that member, in their order.
    pub order: Option<Vec<String>>,
    /// The linked resource that the path is in, if it is not this one.
    #[schemars(with = "Option<String>")]
    pub on: Option<Spanned<String>>,
    /// What is written: a truth value, a whole number, a text, `{}` or `[]`.
    #[schemars(with = "Option<Scalar>")]
    pub value: Option<Spanned<Scalar>>,
    /// Instead of `value`: an expression that gives it.
    #[schemars(with = "Option<String>")]
    pub expr: Option<Spanned<String>>,
    /// Whether it never changes what is meant: `true`, `false`, or a condition. What is not safe is only applied with
    /// `--unsafe-fixes`.
    #[schemars(with = "Safe")]
    pub safe: Spanned<Safe>,
}

/// Whether a step can be applied unseen: always, never, or where a condition holds.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(super) enum Safe {
    /// Always or never.
    Known(bool),
    /// Where this holds.
    Where(String),
}

/// A value that a fix writes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Empty {}

/// What a step does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    /// Another text in the place of this part of one.
    Replace(String),
    /// The items of a list in the order of what this member of them is.
    Sort {
        /// The member.
        by: String,
        /// What it may be, in order.
        order: Vec<String>,
    },
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
    /// What is written: an expression; nothing for `remove` and `sort`.
    pub value: Option<Expr>,
    /// Whether it can be applied unseen.
    pub safe: Expr,
}

pub(super) fn compile(front: &Front, file: &FixFile, scope: &Scope<'_>) -> Result<FixStep, PackError> {
    let lowered = |value: &Spanned<String>| -> Result<Expr, PackError> {
        lower(&value.value, scope).map(|(expr, _)| expr).map_err(|error| front.condition_error(value, &error))
    };
    let (operation, path) = operation(front, file)?;
    let takes_none = matches!(operation, Operation::Remove | Operation::Sort { .. });
    let value = match (&file.value, &file.expr) {
        (None, None) if takes_none => None,
        (Some(value), None) if !takes_none => Some(literal(&value.value)),
        (None, Some(expr)) if !takes_none => Some(lowered(expr)?),
        _ => {
            let message = "give this step either `value` or `expr`; `remove` and `sort` take neither";
            return Err(front.error(front.range(path), message));
        }
    };
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

/// What a step does, and where.
fn operation<'f>(front: &Front, file: &'f FixFile) -> Result<(Operation, &'f Spanned<String>), PackError> {
    let whole = || front.yaml.clone();
    let sort = match (&file.sort, &file.by, &file.order) {
        (Some(path), Some(by), Some(order)) => Some((Operation::Sort { by: by.clone(), order: order.clone() }, path)),
        (None, None, None) => None,
        _ => return Err(front.error(whole(), "`sort`, and nothing else, goes with `by` and `order`")),
    };
    let replace = match (&file.replace, &file.part) {
        (Some(path), Some(part)) => Some((Operation::Replace(part.clone()), path)),
        (None, None) => None,
        _ => return Err(front.error(whole(), "`replace`, and nothing else, goes with `part`")),
    };
    let others = [
        (Operation::Set, &file.set),
        (Operation::Insert, &file.insert),
        (Operation::Remove, &file.remove),
        (Operation::Rename, &file.rename),
        (Operation::Append, &file.append),
    ];
    let others = others.into_iter().filter_map(|(operation, path)| Some((operation, path.as_ref()?)));
    let mut given = others.chain(replace).chain(sort);
    let (Some(step), None) = (given.next(), given.next()) else {
        let message =
            "a step of a fix has exactly one of `set`, `insert`, `remove`, `rename`, `append`, `replace` and `sort`";
        return Err(front.error(whole(), message));
    };
    Ok(step)
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

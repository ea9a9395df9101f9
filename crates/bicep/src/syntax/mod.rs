//! Text to syntax.
//!
//! `trace` runs the parser and finds where it fails, `lower` makes our tree of its tree, `strings` reads what
//! stands between quotes. A text with an error goes through `recover`, with `scan` and `split`, which know lines
//! and brackets in any text, and `indented`, which finds members without braces; `place` says where an error is,
//! `message` puts it in words, `remarks` finds comments and pragmas.

pub mod ast;
pub(crate) mod find;
pub(crate) mod indented;
mod kind;
mod lower;
mod message;
mod place;
mod recover;
pub(crate) mod remarks;
mod scan;
mod split;
mod strings;
mod trace;

use aiolint_core::Span;

use ast::Statement;
use lower::Lower;
use trace::Parser;

/// The language of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dialect {
    /// `.bicep`: what is deployed.
    #[default]
    Template,
    /// `.bicepparam`: values for the parameters of another file.
    Parameters,
}

impl Dialect {
    /// The dialect of a file, by its name.
    #[must_use]
    pub fn of_path(path: &str) -> Option<Self> {
        match path.rsplit_once('.')?.1 {
            "bicep" => Some(Self::Template),
            "bicepparam" => Some(Self::Parameters),
            _ => None,
        }
    }
}

/// Something that is no Bicep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// The bytes that are wrong; empty where something is missing.
    pub span: Span,
    /// What was found, and what was expected.
    pub message: String,
    /// The same in a few words, for beside the bytes.
    pub label: String,
    /// What to do, where it is known.
    pub help: Option<String>,
}

/// What was read of a file.
#[derive(Clone, Debug, Default)]
pub struct Syntax {
    /// The statements, in order. Of one with an error, what could be read.
    pub statements: Vec<Statement>,
    /// The errors, in order.
    pub errors: Vec<SyntaxError>,
}

/// Whether a text has `{{` outside of strings and comments, which no Bicep has: it is a template for a file.
pub(crate) fn has_actions(text: &str) -> bool {
    let doubled = |pair: &[scan::Bracket]| pair.iter().all(|it| it.byte == b'{') && pair[0].at + 1 == pair[1].at;
    text.contains("{{") && scan::scan(text).brackets.windows(2).any(doubled)
}

/// Reads a file. Reading never fails: what can't be understood is an error in the result.
#[must_use]
pub fn parse(text: &str, dialect: Dialect) -> Syntax {
    let mut syntax = trace::with_parser(|parser| read(parser, text, dialect));
    syntax.errors.sort_by_key(|error| error.span);
    syntax
}

fn read(parser: &mut Parser, text: &str, dialect: Dialect) -> Syntax {
    match parser.clean(text) {
        Some(tree) => {
            let mut lower = Lower::new(&tree, text, 0, dialect, &[]);
            let statements = lower.statements();
            Syntax { statements, errors: lower.errors }
        }
        None => {
            let recovered = recover::recover(parser, text, dialect);
            Syntax { statements: recovered.statements, errors: recovered.errors }
        }
    }
}

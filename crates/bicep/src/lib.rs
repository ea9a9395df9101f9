//! Bicep to aiolint's values and resources.
//!
//! The way of a file: `syntax` makes a tree of the text, whatever is wrong with it, and `values` finds out what the
//! tree deploys. Nothing here judges. What is wrong with a file itself is reported as a [`Problem`].

mod habits;
pub mod syntax;
mod values;

use aiolint_core::{Label, Problem, Resource, SYNTAX, Source};

use syntax::{Dialect, SyntaxError};
use values::Evaluator;

pub use habits::{BARE_IDENTIFIER, MISSING_BRACES};

/// What a file holds.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// What it deploys, as far as that is known.
    pub resources: Vec<Resource>,
    /// What is wrong with the file itself.
    pub problems: Vec<Problem>,
    /// Whether the file has template actions: then an error may be the template's, not the author's.
    pub templated: bool,
}

/// Reads a file. Reading never fails: what can't be understood is a problem in the result.
#[must_use]
pub fn read(source: &Source, dialect: Dialect) -> Reading {
    let syntax = syntax::parse(&source.text, dialect);
    let resources = Evaluator::new(source, &syntax.statements).resources();
    let templated = !syntax.errors.is_empty() && syntax::has_actions(&source.text);
    let mut problems = habits::bare_identifiers(source, &syntax.statements, !syntax.errors.is_empty());
    problems.extend(
        syntax
            .errors
            .into_iter()
            .map(|error| habits::missing_braces(source, &error).unwrap_or_else(|| syntax_problem(source, error))),
    );
    Reading { resources, problems, templated }
}

fn syntax_problem(source: &Source, error: SyntaxError) -> Problem {
    Problem {
        detector: SYNTAX,
        message: error.message,
        primary: Label { location: source.at(error.span), message: error.label },
        labels: Vec::new(),
        help: error.help,
    }
}

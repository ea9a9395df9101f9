//! Bicep to aiolint's values and resources.
//!
//! The way of a file: `syntax` makes a tree of the text, whatever is wrong with it; `template` keeps the tree with
//! what is wrong; and `values` finds out what the tree deploys, together with the files that it calls. Nothing here
//! judges. What is wrong with a file itself is reported as a [`Problem`](aiolint_core::Problem).

mod habits;
pub mod syntax;
mod template;
mod values;

pub use habits::{BARE_IDENTIFIER, MISSING_BRACES};
pub use template::{Library, ScopeValues, Template, Use};
pub use values::{Given, deploy, parameters};

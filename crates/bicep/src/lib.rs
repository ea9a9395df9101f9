//! Bicep to aiolint's values and resources.
//!
//! The way of a file: `syntax` makes a tree of the text, whatever is wrong with it; `template` keeps the tree with
//! what is wrong; and `values` finds out what the tree deploys, together with the files that it calls. Nothing here
//! judges. What is wrong with a file itself is reported as a [`Problem`](aiolint_core::Problem).

mod edit;
mod habits;
mod json;
mod parameters;
mod remote;
pub mod syntax;
mod template;
mod values;

pub use edit::{Editor, braces};
pub use habits::{BARE_IDENTIFIER, MISSING_BRACES};
pub use parameters::{ParameterFile, is_json_parameters, json_parameters};
pub use remote::{Address, Remote, Remotes, Version, folder_of};
pub use syntax::find::Found;
pub use syntax::remarks::{Comment, Disabled, Remarks, remarks};
pub use template::{ENVIRONMENT, Library, ScopeValues, Template, Use};
pub use values::{Deployed, Given, Purity, declared, deploy, parameter_problems, purity, values, variables};

/// The detector of files that are named and lie outside of the project.
pub const FILE_OUTSIDE: &str = "bicep.file-outside";

/// The detector of files that are named and can't be read.
pub const FILE_UNREADABLE: &str = "bicep.file-unreadable";

/// The detector of modules that call each other in a circle.
pub const MODULE_CIRCLE: &str = "bicep.module-circle";

/// The detector of what would cost too much to be followed.
pub const EVALUATION_LIMIT: &str = "bicep.evaluation-limit";

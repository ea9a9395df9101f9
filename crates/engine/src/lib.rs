//! Rules and their running: rule files, kinds, the condition language, links between resources.
//!
//! The way of a run: [`facts`] reads each file, [`world`] joins them, [`judge`] runs the rules on every
//! resource. Nothing here opens a file or prints.

pub mod condition;
pub mod detectors;
pub mod facts;
mod filter;
pub(crate) mod fix;
mod front;
pub mod judge;
pub mod kinds;
pub mod native;
pub mod pack;
mod pem;
mod place;
pub mod problems;
pub mod references;
pub mod rules;
pub mod schema;
mod suggest;
pub mod suppression;
pub mod view;
pub mod world;

pub use front::PackError;
pub use suggest::{did_you_mean, nearest};

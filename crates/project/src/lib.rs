//! The outside world: the project's root, discovery, reading, and a [`Workspace`] that analyses files and
//! keeps what has not changed. The only crate that touches the file system.

#![expect(clippy::disallowed_methods, reason = "the only crate that touches the file system")]

mod archive;
mod configuration;
mod discover;
mod disk;
mod loads;
mod module_cache;
mod open;
mod root;
mod templates;
mod workspace;

pub use configuration::{
    Choice, Configuration, ConfigurationProblem, Effective, FailOn, Level, Origin, Policy,
    schema as configuration_schema,
};
pub use discover::files;
pub use disk::{Disk, MOST_BYTES, decode, write_output};
pub(crate) use open::root_of;
pub use open::{OpenError, Request, Stdin, open, open_with};
pub use root::{Root, find_root, relative};
pub use workspace::{Deployments, Workspace};

//! The outside world: the project's root, discovery, reading, and a [`Workspace`] that analyses files and
//! keeps what has not changed. The only crate that touches the file system.

#![expect(clippy::disallowed_methods, reason = "the only crate that touches the file system")]

mod archive;
mod baseline;
mod buffers;
mod candidate;
mod changed;
mod configuration;
mod discover;
mod disk;
mod live;
mod loads;
mod module_cache;
mod open;
mod replace;
mod root;
mod templates;
mod workspace;

pub use baseline::{BASELINE_FILE, Baseline, BaselineEntry};
pub use buffers::Buffers;
pub use changed::{ChangedLines, DiffError, MOST_DIFF, read_diff};
pub use configuration::{
    Choice, Configuration, ConfigurationProblem, Effective, FailOn, Level, Origin, Policy,
    schema as configuration_schema,
};
pub use discover::files;
pub use disk::{Disk, MOST_BYTES, decode, write_output};
pub use live::{Changed, Live, request_for};
pub use open::{BaselineFile, OpenError, Request, Stdin, open, open_with, read_baseline, root};
pub use replace::{ReplaceError, replace};
pub use root::{Root, find_root, relative};
pub use workspace::{Applied, Deployments, Fixed, FixedFile, Workspace};

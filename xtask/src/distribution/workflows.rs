//! The workflows and the action in the eyes of zizmor, and their scripts in those of bash.

use std::process::Command;

use super::place::Place;
use super::process::succeed;
use crate::{Outcome, repository};

pub(super) fn check(place: &Place) -> Outcome {
    let root = repository::root();
    succeed(place.tool("zizmor").args(["--offline", "--quiet", "--persona", "auditor", "."]).current_dir(root))?;
    for script in repository::files(&root.join("action")) {
        succeed(Command::new("bash").arg("-n").arg(script))?;
    }
    Ok(())
}

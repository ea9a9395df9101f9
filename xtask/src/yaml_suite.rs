//! `cargo xtask yaml-suite FOLDER`: our YAML events against those of the YAML test suite.

use std::path::Path;

use crate::Outcome;

pub(crate) fn run(_folder: &Path) -> Outcome {
    Ok(())
}

//! A repository with what is here, for others to clone.

use std::path::PathBuf;
use std::process::Command;

use super::place::Place;
use super::process::{isolate, succeed};
use crate::repository;

/// A repository and the commit in it.
pub(super) struct Snapshot {
    pub repository: PathBuf,
    pub revision: String,
}

/// Clones this repository. What is not committed is committed to the clone, and said: it is tested, but nobody else
/// gets it.
pub(super) fn take(place: &Place) -> Result<Snapshot, String> {
    let clone = place.fresh("repository.git")?;
    let root = repository::root();
    // The user's own git: it may be what allows to read this repository.
    succeed(Command::new("git").args(["clone", "--quiet", "--bare"]).arg(root).arg(&clone))?;
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command.arg("--git-dir").arg(&clone).arg("--work-tree").arg(root).args(arguments).current_dir(root);
        isolate(&mut command);
        succeed(&mut command)
    };
    git(&["read-tree", "HEAD"])?;
    git(&["add", "--all"])?;
    let changed = git(&["diff", "--cached", "--name-only", "HEAD"])?;
    if !changed.is_empty() {
        eprintln!("warning: these files are not committed; what follows is true of them, not of the last commit:");
        changed.lines().for_each(|file| eprintln!("  {file}"));
        git(&["commit", "--quiet", "--no-verify", "--message", "What is not committed"])?;
    }
    let revision = git(&["rev-parse", "HEAD"])?.trim().to_owned();
    Ok(Snapshot { repository: clone, revision })
}

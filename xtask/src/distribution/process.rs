//! Running other programs, with all that they say kept for when something is wrong.

use std::path::Path;
use std::process::Command;

/// What a program said.
#[derive(Debug)]
pub(super) struct Said {
    /// The exit code; none if it was stopped.
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Said {
    /// Standard output and standard error.
    pub(super) fn all(&self) -> String {
        format!("{}{}", self.stdout, self.stderr)
    }
}

/// Runs a command to its end, whatever its exit code.
pub(super) fn run(command: &mut Command) -> Result<Said, String> {
    let output = command.output().map_err(|error| format!("can't run {}: {error}", shown(command)))?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Ok(Said { code: output.status.code(), stdout: text(&output.stdout), stderr: text(&output.stderr) })
}

/// Runs a command that must succeed; gives its standard output.
pub(super) fn succeed(command: &mut Command) -> Result<String, String> {
    let said = run(command)?;
    if said.code == Some(0) {
        Ok(said.stdout)
    } else {
        Err(format!("{} failed ({:?}):\n{}", shown(command), said.code, said.all()))
    }
}

/// Git in a folder that is ours, as nobody has configured it.
pub(super) fn git(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    command.current_dir(folder).args(arguments);
    isolate(&mut command);
    command
}

/// Lets nothing of the user's git lead a command elsewhere.
pub(super) fn isolate(command: &mut Command) {
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
        command.env_remove(name);
    }
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    for who in ["AUTHOR", "COMMITTER"] {
        command.env(format!("GIT_{who}_NAME"), "aiolint").env(format!("GIT_{who}_EMAIL"), "aiolint@example.com");
    }
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    format!("`{}`", words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" "))
}

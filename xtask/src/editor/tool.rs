//! Other people's programs, with their output in a file that is shown if they fail.

use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::{Outcome, repository};

/// How many of the last lines of its output are shown if a program fails.
const SHOWN: usize = 40;

/// Runs a program to its end. What it writes goes to `NAME.log` in the folder of logs.
pub(super) fn run(name: &str, command: &mut Command, folder: &Path) -> Outcome {
    let path = folder.join("logs").join(format!("{name}.log"));
    let log = log(&path)?;
    let second = log.try_clone().map_err(|error| format!("can't write {}: {error}", path.display()))?;
    let status = command.stdin(Stdio::null()).stdout(log).stderr(second).status();
    let program = command.get_program().to_string_lossy().into_owned();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{name}` failed ({status}); {} ends with\n{}", path.display(), end(&path))),
        Err(error) => Err(format!("can't run `{program}`: {error}")),
    }
}

/// A new file for output.
pub(super) fn log(path: &Path) -> Result<File, String> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder)
        .and_then(|()| File::create(path))
        .map_err(|error| format!("can't write {}: {error}", path.display()))
}

fn end(path: &Path) -> String {
    let text = fs::read(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
    let lines: Vec<_> = text.lines().collect();
    lines[lines.len().saturating_sub(SHOWN)..].join("\n")
}

/// Has a folder filled, once: if that was not finished, it is done from the start.
pub(super) fn once(folder: &Path, fill: impl FnOnce() -> Outcome) -> Outcome {
    let finished = folder.join(".complete");
    if finished.exists() {
        return Ok(());
    }
    repository::fresh(folder)?;
    fill()?;
    fs::write(&finished, "").map_err(|error| format!("can't write {}: {error}", finished.display()))
}

//! The repository: its files and its cargo.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};

pub(crate) use aiolint_project::files;

use crate::Outcome;

/// The repository's folder.
pub(crate) fn root() -> &'static Path {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own)
}

/// The folder that cargo builds in, wherever that is: this program is in `debug` or `release` of it.
pub(crate) fn target() -> Result<PathBuf, String> {
    let program = std::env::current_exe().map_err(|error| format!("can't tell where this program is: {error}"))?;
    let target = program.parent().and_then(Path::parent).ok_or("this program is in no target folder")?;
    Ok(target.to_owned())
}

/// Runs cargo in the repository; its output is ours. It must succeed.
pub(crate) fn cargo(arguments: &[&str], environment: &[(&str, &str)]) -> Outcome {
    match cargo_status(arguments, environment)? {
        status if status.success() => Ok(()),
        _ => Err(format!("`cargo {}` does not succeed", arguments.join(" "))),
    }
}

/// As [`cargo`], whether it succeeds or not.
pub(crate) fn cargo_status(arguments: &[&str], environment: &[(&str, &str)]) -> Result<ExitStatus, String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(arguments).envs(environment.iter().copied()).current_dir(root());
    command.status().map_err(|error| format!("can't run cargo: {error}"))
}

/// The text of a file.
pub(crate) fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("can't read {}: {error}", shown(path)))
}

/// Writes a file, and the folders that it needs.
pub(crate) fn write(path: &Path, text: &str) -> Result<(), String> {
    let folder = path.parent().unwrap_or(path);
    let written = fs::create_dir_all(folder).and_then(|()| fs::write(path, text));
    written.map_err(|error| format!("can't write {}: {error}", shown(path)))
}

/// Makes a folder with nothing in it.
pub(crate) fn fresh(folder: &Path) -> Outcome {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(|error| format!("can't remove {}: {error}", folder.display()))?;
    }
    fs::create_dir_all(folder).map_err(|error| format!("can't make {}: {error}", folder.display()))
}

/// Copies the files of a folder, and the folders that they are in, into another one.
pub(crate) fn copy(from: &Path, to: &Path) -> Result<(), String> {
    for path in files(from) {
        let target = to.join(path.strip_prefix(from).unwrap_or(&path));
        let copied = fs::create_dir_all(target.parent().unwrap_or(to)).and_then(|()| fs::copy(&path, &target));
        copied.map_err(|error| format!("can't copy {}: {error}", shown(&path)))?;
    }
    Ok(())
}

/// A path as the developer knows it: seen from the repository if it is in there.
pub(crate) fn shown(path: &Path) -> String {
    let path = path.strip_prefix(root()).unwrap_or(path);
    path.display().to_string().replace('\\', "/")
}

/// Whether a file's ending is one of these.
pub(crate) fn ends_in(path: &Path, endings: &[&str]) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| endings.iter().any(|known| known.eq_ignore_ascii_case(ending)))
}

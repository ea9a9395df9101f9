//! The source distribution, the wheel that is built of it, and the program that pip installs from that.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::place::{Place, virtual_environment};
use super::process::{git, run, succeed};
use super::snapshot::Snapshot;
use super::{BAD, expect};
use crate::repository;

/// What the wheel says of itself.
const METADATA: [&str; 7] = [
    "Name: aiolint\n",
    concat!("Version: ", env!("CARGO_PKG_VERSION"), "\n"),
    "Summary: A linter and policy checker for Azure IoT Operations",
    "License-Expression: MIT OR Apache-2.0\n",
    "License-File: LICENSE-MIT\n",
    "License-File: LICENSE-APACHE\n",
    "License-File: THIRD-PARTY-LICENSES.txt\n",
];

/// Prints the metadata of the installed package, with its description.
const PRINT: &str = "from importlib.metadata import distribution; print(distribution('aiolint').read_text('METADATA'))";

/// Gives the installed program.
pub(super) fn check(place: &Place, snapshot: &Snapshot) -> Result<PathBuf, String> {
    let checkout = place.fresh("checkout")?;
    let repository = snapshot.repository.display().to_string();
    succeed(&mut git(&checkout, &["clone", "--quiet", &repository, "."]))?;
    let made = place.fresh("dist")?;
    succeed(place.tool("maturin").args(["sdist", "--out"]).arg(&made).current_dir(&checkout))?;
    // What is built is what is in the archive, and nothing beside it.
    let unpacked = place.fresh("unpacked")?;
    let archive = only(&made, ".tar.gz")?;
    succeed(Command::new("tar").args(["-xzf"]).arg(&archive).args(["--strip-components", "1"]).current_dir(&unpacked))?;
    succeed(place.tool("maturin").args(["build", "--release", "--out"]).arg(&made).current_dir(&unpacked))?;
    let environment = place.fresh("installed")?;
    virtual_environment(&environment)?;
    let bin = environment.join("bin");
    succeed(Command::new(bin.join("pip")).args(["install", "--quiet", "--no-index"]).arg(only(&made, ".whl")?))?;
    let metadata = succeed(Command::new(bin.join("python")).args(["-c", PRINT]))?;
    expect(&metadata, &METADATA)?;
    expect(&metadata, &["\n# aiolint\n"])?;
    let program = bin.join("aiolint");
    let version = succeed(Command::new(&program).arg("--version"))?;
    expect(&version, &[concat!("aiolint ", env!("CARGO_PKG_VERSION"), "\n")])?;
    let folder = place.fresh("checked")?;
    repository::write(&folder.join("endpoints.yaml"), BAD)?;
    let said = run(Command::new(&program).args(["check", "--format", "concise"]).current_dir(&folder))?;
    expect(&said.stdout, &["endpoints.yaml:9:11: error[AIO201]"])?;
    Ok(program)
}

/// The one file with this ending in a folder.
fn only(folder: &Path, ending: &str) -> Result<PathBuf, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("can't read {}: {error}", folder.display()))?;
    let ends = |path: &PathBuf| path.to_string_lossy().ends_with(ending);
    let found: Vec<_> = entries.filter_map(Result::ok).map(|entry| entry.path()).filter(ends).collect();
    match <[PathBuf; 1]>::try_from(found) {
        Ok([path]) => Ok(path),
        Err(found) => Err(format!("there is not one file `*{ending}`, but {found:?}")),
    }
}

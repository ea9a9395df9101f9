//! Where all of this is kept, and the Python tools in it.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::process::succeed;
use crate::steps::before_path;
use crate::{Outcome, repository};

/// The Python tools, each in the version that this was tried with.
const TOOLS: &str = "maturin==1.16.0\npre-commit==4.7.0\nzizmor==1.32.0\n";

/// What makes a release build quick: nobody keeps what is built here. What build scripts need is built in the same way,
/// so that it is built once. Without the network and with a home of its own, cargo takes what has been fetched there, the
/// versions of `Cargo.lock`: without `--locked`, as pre-commit has it, it would take newer ones, build all of them again,
/// and find other things on other days.
const QUICK: [(&str, &str); 7] = [
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0"),
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
    ("CARGO_PROFILE_RELEASE_BUILD_OVERRIDE_CODEGEN_UNITS", "16"),
    ("CARGO_PROFILE_RELEASE_DEBUG", "0"),
    ("CARGO_INCREMENTAL", "0"),
    ("CARGO_NET_OFFLINE", "true"),
];

/// A folder below `target`.
pub(super) struct Place {
    folder: PathBuf,
}

impl Place {
    pub(super) fn new() -> Result<Self, String> {
        let place = Self { folder: repository::target()?.join("distribution") };
        place.forget_our_crates()?;
        Ok(place)
    }

    /// A path in it.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// A folder in it, without anything from an earlier run.
    pub(super) fn fresh(&self, name: &str) -> Result<PathBuf, String> {
        let path = self.path(name);
        repository::fresh(&path)?;
        Ok(path)
    }

    /// One of the tools, with everything that it builds kept here.
    pub(super) fn tool(&self, name: &str) -> Command {
        let bin = self.path("tools/bin");
        let mut command = Command::new(bin.join(name));
        command.env("PATH", before_path(&bin));
        command.envs(self.quick_build()).env("PIP_DISABLE_PIP_VERSION_CHECK", "1");
        command
    }

    /// The variables with which whatever builds does it quickly, here, and with what others have built here before.
    pub(super) fn quick_build(&self) -> impl Iterator<Item = (&'static str, OsString)> {
        let here = [("CARGO_HOME", "cargo-home"), ("CARGO_TARGET_DIR", "cargo"), ("PRE_COMMIT_HOME", "pre-commit")];
        let here = here.map(|(name, folder)| (name, self.path(folder).into_os_string()));
        here.into_iter().chain(QUICK.map(|(name, value)| (name, value.into())))
    }

    /// Installs the tools, if it has not been done, and fetches what is built with them.
    pub(super) fn install_tools(&self) -> Outcome {
        let home = self.path("cargo-home");
        let home = home.to_str().ok_or("the target folder's name is not UTF-8")?;
        repository::cargo(&["fetch", "--quiet", "--locked"], &[("CARGO_HOME", home)])?;
        let list = self.path("tools/list");
        if fs::read_to_string(&list).is_ok_and(|installed| installed == TOOLS) {
            return Ok(());
        }
        virtual_environment(&self.fresh("tools")?)?;
        succeed(self.tool("pip").args(["install", "--quiet"]).args(TOOLS.lines()))?;
        repository::write(&list, TOOLS)
    }

    /// Each run builds our crates in new folders; what was built in the old ones is of no use.
    fn forget_our_crates(&self) -> Outcome {
        for folder in ["deps", "build", ".fingerprint"] {
            let Ok(entries) = fs::read_dir(self.path("cargo/release").join(folder)) else { continue };
            for entry in entries.filter_map(Result::ok) {
                let (name, path) = (entry.file_name(), entry.path());
                let name = name.to_string_lossy();
                if !name.trim_start_matches("lib").starts_with("aiolint") {
                    continue;
                }
                let removed = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
                removed.map_err(|error| format!("can't remove {}: {error}", path.display()))?;
            }
        }
        Ok(())
    }
}

/// Makes a virtual environment of Python in a folder.
pub(super) fn virtual_environment(folder: &Path) -> Outcome {
    succeed(Command::new("python3").args(["-m", "venv"]).arg(folder)).map(drop)
}

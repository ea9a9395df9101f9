//! `cargo xtask editors`: the language server in real editors. The extension is built, packaged and installed into VS
//! Code, the oldest and the newest that it supports, as code-server brings it to a browser; a browser then does what
//! `vscode-extension/test/ui` says. Neovim and Emacs use the configurations that docs/editor-setup.md shows.
//!
//! What is downloaded stays in `target/editor`, with screenshots and the output of each tool.

mod browser;
mod code_server;
mod extension;
mod node;
mod packages;
mod terminal;
mod tool;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use crate::steps::timed;
use crate::{Outcome, repository};
use clap::Args;
use code_server::Release;

/// The oldest VS Code that can be had among those that the extension supports, 1.93, and the newest, 1.139; each with a
/// Node that it runs on.
const RELEASES: [Release; 2] =
    [Release { version: "4.93.1", node: "20.18.0" }, Release { version: "4.139.1", node: "24.19.0" }];

/// The Node that builds the extension and drives the browser.
const NODE: &str = "24.19.0";

/// What is tested.
#[derive(Args, Default)]
pub(crate) struct Arguments {
    /// Test only VS Code of the code-server release, such as 4.139.1, or `neovim` or `emacs`.
    #[arg(long, value_name = "EDITOR")]
    only: Option<String>,
}

impl Arguments {
    fn wants(&self, editor: &str) -> bool {
        self.only.as_deref().is_none_or(|only| only == editor)
    }
}

/// What is packaged.
#[derive(Args)]
pub(crate) struct Package {
    /// A platform of VS Code, such as linux-x64 or win32-arm64; without it, the package is one for all.
    #[arg(long, value_name = "PLATFORM", requires = "program")]
    target: Option<String>,
    /// The program for that platform, which goes into the package.
    #[arg(long, value_name = "FILE", requires = "target")]
    program: Option<PathBuf>,
}

pub(crate) fn package(arguments: &Package) -> Outcome {
    let inside = arguments.target.as_deref().zip(arguments.program.as_deref());
    let path = extension::package(inside, &folder()?)?;
    println!("{} is written", path.display());
    Ok(())
}

/// Where everything of this is.
fn folder() -> Result<PathBuf, String> {
    Ok(repository::target()?.join("editor"))
}

pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let folder = folder()?;
    let releases: Vec<_> = RELEASES.iter().filter(|release| arguments.wants(release.version)).collect();
    timed("Debian's packages", packages::install)?;
    let program = timed("aiolint", build)?;
    if !releases.is_empty() {
        vscode(&releases, &program, &folder)?;
    }
    if arguments.wants("neovim") {
        timed("Neovim", || terminal::neovim(&program, &folder))?;
    }
    if arguments.wants("emacs") {
        timed("Emacs", || terminal::emacs(&program, &folder))?;
    }
    Ok(())
}

fn vscode(releases: &[&Release], program: &Path, folder: &Path) -> Outcome {
    timed("Node", || {
        let versions = releases.iter().map(|release| release.node).chain([NODE]);
        versions.into_iter().try_for_each(|version| node::install(version, folder))
    })?;
    let program = &stripped(program, folder)?;
    // The network is slow, and so is a compiler of C++: all at the same time.
    let vsix = thread::scope(|scope| {
        let installs: Vec<_> = releases
            .iter()
            .map(|release| {
                scope.spawn(|| timed(&format!("code-server {}", release.version), || release.install(folder)))
            })
            .collect();
        let vsix = timed("the extension", || extension::package(Some(("linux-x64", program)), folder));
        for install in installs {
            install.join().map_err(|_| "installing code-server panicked")??;
        }
        vsix
    })?;
    for release in releases {
        let name = format!("VS Code of code-server {}", release.version);
        timed(&name, || browser::test(release, &vsix, program, folder))?;
    }
    Ok(())
}

/// Builds the program as it is built for tests, which have mostly been run before.
fn build() -> Result<PathBuf, String> {
    repository::cargo(&["build", "--quiet", "--package", "aiolint"], &[])?;
    Ok(repository::target()?.join("debug").join("aiolint"))
}

/// The program without what debuggers need, which is most of it: packages stay small.
fn stripped(program: &Path, folder: &Path) -> Result<PathBuf, String> {
    let target = folder.join("bin").join("aiolint");
    repository::fresh(&folder.join("bin"))?;
    tool::run("strip", Command::new("strip").arg("-o").arg(&target).arg(program), folder)?;
    Ok(target)
}

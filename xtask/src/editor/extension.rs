//! Builds the extension for VS Code and packages it, for one platform with the program inside, or for all without.

use std::fs;
use std::path::{Path, PathBuf};

use super::{NODE, node, tool};
use crate::generate::LICENCES;
use crate::repository;

/// Gives the path of the package. The platform is one of VS Code's, such as `linux-x64`; the program is one for it.
pub(super) fn package(inside: Option<(&str, &Path)>, folder: &Path) -> Result<PathBuf, String> {
    let source = repository::root().join("vscode-extension");
    node::install(NODE, folder)?;
    let npm = |what: &str, arguments: &[&str]| {
        let mut command = node::command(NODE, "npm", folder);
        tool::run(&format!("extension-{what}"), command.args(arguments).current_dir(&source), folder)
    };
    npm("install", &["ci", "--ignore-scripts"])?;
    npm("check", &["run", "check"])?;
    npm("test", &["test"])?;
    npm("bundle", &["run", "bundle"])?;

    let server = source.join("server");
    repository::fresh(&server)?;
    let (target, platform) = match inside {
        None => (Vec::new(), "universal"),
        Some((platform, program)) => {
            let name = if platform.starts_with("win32") { "aiolint.exe" } else { "aiolint" };
            let licences = repository::root().join(LICENCES);
            for (from, to) in [(program, name), (&licences, LICENCES)] {
                fs::copy(from, server.join(to)).map_err(|error| format!("can't copy {}: {error}", from.display()))?;
            }
            (vec!["--target", platform], platform)
        }
    };
    let file = folder.join(format!("aiolint-{platform}.vsix"));
    let path = file.to_str().ok_or("the target folder's name is not UTF-8")?;
    npm("package", &[&["run", "package", "--", "--out", path][..], &target].concat())?;
    Ok(file)
}

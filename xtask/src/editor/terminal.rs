//! Editors in the terminal, with the configurations that docs/editor-setup.md shows: each shows a finding and applies a fix.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::tool;
use crate::steps::before_path;
use crate::{Outcome, repository};

const DOCUMENT: &str = "docs/editor-setup.md";

/// What the fix makes of the file.
const FIXED: &str = "host: '${eventGrid.name}.${location}-1.ts.eventgrid.azure.net:8883'";

pub(super) fn neovim(program: &Path, folder: &Path) -> Outcome {
    let mut editor = Command::new("nvim");
    editor.args(["--headless", "-u", "aiolint.lua", "-S"]).arg(script("neovim.lua"));
    test(editor, "aiolint.lua", program, folder)
}

pub(super) fn emacs(program: &Path, folder: &Path) -> Outcome {
    let mut editor = Command::new("emacs");
    // Where Debian's packages are; the rest of an installation's start is nobody's here.
    editor.args(["--batch", "--load", "/usr/share/emacs/site-lisp/debian-startup.el"]);
    editor.args(["--eval", "(package-initialize)", "--load", "aiolint.el", "--load"]).arg(script("emacs.el"));
    test(editor, "aiolint.el", program, folder)
}

/// Runs an editor in a copy of the demo project, with its configuration, and looks at what it wrote.
fn test(mut editor: Command, configuration: &str, program: &Path, folder: &Path) -> Outcome {
    let temporary = tempfile::tempdir().map_err(|error| format!("can't make a temporary folder: {error}"))?;
    let home = temporary.path();
    repository::copy(&repository::root().join("fixtures/projects/plant"), home)?;
    repository::write(&home.join(".aiolint.yaml"), "# The root of the project.\n")?;
    let text = repository::read(&repository::root().join(DOCUMENT))?;
    let block = block(&text, configuration).ok_or(format!("{DOCUMENT} has no block file={configuration}"))?;
    repository::write(&home.join(configuration), block)?;

    let path = before_path(program.parent().unwrap_or(program));
    editor.current_dir(home).env("HOME", home).env("PATH", path);
    tool::run(configuration, &mut editor, folder)?;

    let written = home.join("cloud/eventgrid.bicep");
    let text = fs::read_to_string(&written).map_err(|error| format!("can't read what was written: {error}"))?;
    if text.contains(FIXED) { Ok(()) } else { Err(format!("the fix was not written: there is no `{FIXED}`")) }
}

fn script(name: &str) -> std::path::PathBuf {
    repository::root().join("xtask/src/editor").join(name)
}

/// The text of the code block with this file name.
fn block<'a>(text: &'a str, file: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(&format!(" file={file}\n"))?;
    rest.split_once("```").map(|(block, _)| block)
}

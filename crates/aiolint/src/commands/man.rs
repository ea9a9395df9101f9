//! `aiolint man FOLDER`: a page for the program and one for each command.

use std::fs;
use std::path::Path;

use aiolint_project::write_output;
use clap::CommandFactory as _;
use clap_mangen::Man;

use crate::arguments::{self, Arguments};
use crate::failure::Failure;
use crate::{CLEAN, Io};

/// What the foot of each page names.
const SOURCE: &str = concat!("aiolint ", env!("CARGO_PKG_VERSION"));

pub(crate) fn run(arguments: &arguments::Man, io: &mut Io<'_>) -> Result<u8, Failure> {
    let folder = io.folder.join(&arguments.folder);
    fs::create_dir_all(&folder)?;
    // `aiolint help check` says what `aiolint-check(1)` says: it needs no page.
    let mut command = Arguments::command().disable_help_subcommand(true);
    command.build();
    write(&command, &folder)?;
    Ok(CLEAN)
}

/// Writes the pages of a command and of those below it.
fn write(command: &clap::Command, folder: &Path) -> Result<(), Failure> {
    // The quotes keep the empty place of the date: without them it would take the source for one.
    let page = Man::new(command.clone()).date("\"\"").source(SOURCE).manual("aiolint");
    let mut text = Vec::new();
    page.render(&mut text)?;
    write_output(&folder.join(page.get_filename()), &text)?;
    command.get_subcommands().try_for_each(|below| write(below, folder))
}

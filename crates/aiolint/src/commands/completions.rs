//! `aiolint completions SHELL`

use clap::CommandFactory as _;

use crate::arguments::{Arguments, Completions};
use crate::failure::Failure;
use crate::{CLEAN, Io};

pub(crate) fn run(completions: &Completions, io: &mut Io<'_>) -> Result<u8, Failure> {
    // The generator panics if it can't write, as when nobody reads any more: it gets a buffer.
    let mut script = Vec::new();
    clap_complete::generate(completions.shell, &mut Arguments::command(), "aiolint", &mut script);
    io.stdout.write_all(&script)?;
    Ok(CLEAN)
}

//! The command line. [`run`] is the whole program as a function: arguments and streams in, exit code out.

mod arguments;
mod commands;
mod date;
mod failure;
mod project;
mod rules;

use std::ffi::OsString;
use std::io::{Read, Write};
use std::path::PathBuf;

use clap::Parser as _;

use arguments::{Arguments, Command};
use failure::Failure;

/// Nothing at or above `--fail-on`.
pub const CLEAN: u8 = 0;
/// There are findings, or examples that do not hold.
pub const FINDINGS: u8 = 1;
/// Usage, rules, or paths are wrong: nothing was checked.
pub const USAGE: u8 = 2;

/// What a run reads and writes.
pub struct Io<'s> {
    /// Read for `-`.
    pub stdin: &'s mut dyn Read,
    /// Takes the report and nothing else.
    pub stdout: &'s mut dyn Write,
    /// Takes aiolint's own failures.
    pub stderr: &'s mut dyn Write,
    /// The working directory, absolute.
    pub folder: PathBuf,
    /// Whether `stdout` is a terminal.
    pub terminal: bool,
}

/// Runs the program; the first argument is its name. Gives the exit code.
pub fn run(arguments: impl IntoIterator<Item = OsString>, mut io: Io<'_>) -> u8 {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => return usage(&error, &mut io),
    };
    let outcome = match &arguments.command {
        Command::Check(check) => commands::check::run(check, &mut io),
        Command::Fix(fix) => commands::fix::run(fix, &mut io),
        Command::Explain(explain) => commands::explain::run(explain, &mut io),
        Command::Rules(rules) => commands::rules::run(rules, &mut io),
        Command::Baseline(baseline) => commands::baseline::run(baseline, &mut io),
        Command::Graph(graph) => commands::graph::run(graph, &mut io),
        Command::Completions(completions) => commands::completions::run(completions, &mut io),
        Command::Man(man) => commands::man::run(man, &mut io),
        Command::Inspect(inspect) => commands::inspect::run(inspect, &mut io),
        Command::Lsp(_) => Ok(commands::lsp::run(&mut io)),
        Command::Config(config) => commands::config::run(config, &mut io),
        Command::Init(init) => commands::init::run(init, &mut io),
    };
    let outcome = outcome.and_then(|code| io.stdout.flush().map(|()| code).map_err(Failure::from));
    match outcome {
        Ok(code) => code,
        // Whoever reads our output may stop reading: `aiolint check | head` is no failure.
        Err(Failure::OutputClosed) => CLEAN,
        Err(failure) => {
            // Nobody is left to tell if this can't be written either.
            let _ = write!(io.stderr, "{failure}");
            USAGE
        }
    }
}

/// Help goes to the output and is no failure; a wrong usage is one.
fn usage(error: &clap::Error, io: &mut Io<'_>) -> u8 {
    let to_stdout = !error.use_stderr();
    let out = if to_stdout { &mut *io.stdout } else { &mut *io.stderr };
    // What is quoted of the arguments may hold what a terminal would obey; clap's own styles are not in this text.
    let _ = write!(out, "{}", aiolint_core::printable(&error.render().to_string()));
    let _ = out.flush();
    if to_stdout { CLEAN } else { USAGE }
}

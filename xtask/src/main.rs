//! Developer commands: `cargo xtask --help`. One file for each.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "developer commands read, write and print"
)]

mod cel_suite;
mod textproto;
mod yaml_suite;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(about = "Developer commands of aiolint")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Compare the values of our conditions with those of CEL's conformance tests.
    CelSuite {
        /// A checkout of google/cel-spec.
        folder: PathBuf,
    },
    /// Compare our YAML events with those of the YAML test suite.
    YamlSuite {
        /// A checkout of the suite's `data` branch: a folder for each case.
        folder: PathBuf,
    },
}

/// What a command says when it did not work: a sentence for the developer.
type Outcome = Result<(), String>;

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::CelSuite { folder } => cel_suite::run(&folder),
        Command::YamlSuite { folder } => yaml_suite::run(&folder),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

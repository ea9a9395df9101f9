//! Developer commands: `cargo xtask --help`. One file for each.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "developer commands read, write and print"
)]

mod analysis;
mod bench;
mod bench_lsp;
mod bench_parser;
mod cel_suite;
mod ci;
mod corpus;
mod coverage;
mod cpu;
mod distribution;
mod editor;
mod generate;
mod new_rule;
mod repository;
mod slips;
mod soak;
mod steps;
mod synthetic;
mod table;
mod test;
mod textproto;
mod tidy;
mod verify;
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
    /// Run every test that needs nothing but Rust.
    Test,
    /// Run what must hold before a change is accepted, beside the tests.
    Ci,
    /// Install what people install, as they do: hooks, wheel, completions, man pages, the action.
    Distribution,
    /// Check what no other tool checks: how files begin, how long they are, white space.
    Tidy,
    /// Write docs/rules.md, docs/aiolint.schema.json, the settings of the extension and the Bicep parser.
    Gen {
        /// Write nothing; fail if it is not up to date.
        #[arg(long, global = true)]
        check: bool,
        #[command(subcommand)]
        what: Option<Generated>,
    },
    /// Write the skeleton of a rule, with examples that hold.
    NewRule(new_rule::Arguments),
    /// Count the constraints that have rules.
    Coverage {
        /// List those that have none.
        #[arg(long)]
        missing: bool,
    },
    /// Analyse folders with one thread and with two, and compare.
    Corpus(corpus::Arguments),
    /// Use the language server in VS Code, Neovim and Emacs.
    Editors(editor::Arguments),
    /// Package the extension for VS Code.
    Extension(editor::Package),
    /// Measure how long the program takes.
    #[command(args_conflicts_with_subcommands = true)]
    Bench {
        #[command(subcommand)]
        what: Option<Measured>,
        /// Folders to measure instead of the one that is made for this.
        folders: Vec<PathBuf>,
    },
    /// Compare the values of our conditions with those of CEL's conformance tests.
    CelSuite {
        /// A checkout of google/cel-spec.
        folder: PathBuf,
    },
    /// Make one-token slips in clean Bicep files, and look where the first error is reported.
    Slips(slips::Arguments),
    /// Change files and documents at random under the language server, for long.
    Soak(soak::Arguments),
    /// Compare our YAML events with those of the YAML test suite.
    YamlSuite {
        /// A checkout of the suite's `data` branch: a folder for each case.
        folder: PathBuf,
    },
}

/// What is generated from files that are not part of the repository.
#[derive(Subcommand)]
enum Generated {
    /// Write rules/schemas instead.
    Schemas {
        /// A folder with types in the format of Azure/bicep-types-az.
        #[arg(long, value_name = "FOLDER")]
        from: PathBuf,
        /// Write nothing; make resources from the types, and wrong ones, and look whether the rules find what they should.
        #[arg(long)]
        verify: bool,
    },
}

/// What is measured instead of the command line.
#[derive(Subcommand)]
enum Measured {
    /// The language server: how long until it has something to say, at first and after an edit.
    Lsp {
        /// A folder whose Bicep files are measured too, together with 1,000 manifests: a checkout of
        /// Azure/bicep-registry-modules.
        folder: Option<PathBuf>,
    },
    /// What the incremental parser of tree-sitter would save after an edit, and whether its trees are right.
    Parser {
        /// Folders with Bicep files.
        #[arg(required = true)]
        folders: Vec<PathBuf>,
    },
}

/// What a command says when it did not work: a sentence for the developer.
type Outcome = Result<(), String>;

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Test => return test::run(),
        Command::Ci => ci::run(),
        Command::Distribution => distribution::run(),
        Command::Tidy => tidy::run(),
        Command::Gen { check, what: None } => generate::run(check),
        Command::Gen { what: Some(Generated::Schemas { from, verify: true }), .. } => verify::run(&from),
        Command::Gen { check, what: Some(Generated::Schemas { from, .. }) } => generate::schemas::run(&from, check),
        Command::NewRule(arguments) => new_rule::run(&arguments),
        Command::Coverage { missing } => coverage::run(missing),
        Command::Corpus(arguments) => corpus::run(&arguments),
        Command::Editors(arguments) => editor::run(&arguments),
        Command::Extension(arguments) => editor::package(&arguments),
        Command::Bench { what: None, folders } => bench::run(&folders),
        Command::Bench { what: Some(Measured::Lsp { folder }), .. } => bench_lsp::run(folder.as_deref()),
        Command::Bench { what: Some(Measured::Parser { folders }), .. } => bench_parser::run(&folders),
        Command::CelSuite { folder } => cel_suite::run(&folder),
        Command::Slips(arguments) => slips::run(&arguments),
        Command::Soak(arguments) => soak::run(&arguments),
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

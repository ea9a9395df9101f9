//! The Bicep parser as its grammar gives it. `grammar.js` is a program in JavaScript, which nothing here can run: it
//! is known by a hash. From what it made, `grammar.json`, the parser is generated again and compared.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use tree_sitter_generate::{ABI_VERSION_MAX, OptLevel, generate_parser_in_directory};
use xxhash_rust::xxh3::xxh3_128;

use crate::{Outcome, repository};

const CRATE: &str = "crates/tree-sitter-bicep";

/// Holds the hash of the `grammar.js` that `grammar.json` was made from.
const HASH: &str = "src/grammar.js.xxh3";

/// What is generated from `grammar.json`.
const GENERATED: &[&str] = &[
    "src/parser.c",
    "src/node-types.json",
    "src/tree_sitter/alloc.h",
    "src/tree_sitter/array.h",
    "src/tree_sitter/parser.h",
];

/// Runs `grammar.js` if it has changed, with tree-sitter's command line, and generates the parser.
pub(super) fn write() -> Outcome {
    let folder = repository::root().join(CRATE);
    let hash = hash(&folder)?;
    if repository::read(&folder.join(HASH)).ok().as_deref() != Some(&hash) {
        run_grammar(&folder)?;
        repository::write(&folder.join(HASH), &hash)?;
    }
    generate(&folder, &folder.join("src"))?;
    println!("{CRATE}/src is written");
    Ok(())
}

pub(super) fn check() -> Outcome {
    let folder = repository::root().join(CRATE);
    if repository::read(&folder.join(HASH))? != hash(&folder)? {
        return Err(format!("{CRATE}/grammar.js has changed since the parser was generated: run `cargo xtask gen`"));
    }
    let made = tempfile::tempdir().map_err(|error| format!("can't make a temporary folder: {error}"))?;
    generate(&folder, &made.path().join("src"))?;
    for file in GENERATED {
        if text(&folder.join(file))? != text(&made.path().join(file))? {
            return Err(format!("{CRATE}/{file} is not what the grammar gives: run `cargo xtask gen`"));
        }
    }
    Ok(())
}

/// Git may have written a file with other line ends.
fn text(path: &Path) -> Result<String, String> {
    Ok(repository::read(path)?.replace("\r\n", "\n"))
}

fn hash(folder: &Path) -> Result<String, String> {
    let mut line = String::new();
    let _ = writeln!(line, "{:032x}", xxh3_128(text(&folder.join("grammar.js"))?.as_bytes()));
    Ok(line)
}

fn run_grammar(folder: &Path) -> Outcome {
    let mut command = Command::new("tree-sitter");
    let status = command.args(["generate", "--js-runtime", "native"]).current_dir(folder).status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(format!("{CRATE}/grammar.js is no grammar")),
        Err(error) => Err(format!(
            "{CRATE}/grammar.js has changed and can't be run: {error}; `cargo install tree-sitter-cli` brings what runs it"
        )),
    }
}

/// Generates the parser from `grammar.json` into a folder.
fn generate(folder: &Path, into: &Path) -> Outcome {
    let grammar: PathBuf = folder.join("src/grammar.json");
    let (version, options) = (ABI_VERSION_MAX, OptLevel::default());
    let mut told = Vec::new();
    generate_parser_in_directory(folder, Some(into), Some(grammar), version, None, None, true, options, &mut told)
        .map_err(|error| format!("no parser can be generated from {CRATE}/src/grammar.json: {error}"))
}

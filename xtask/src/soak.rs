//! `cargo xtask soak [MINUTES]`: files and documents change at random under the language server, for long.
//!
//! It is the soak of the tests (`crates/aiolint/tests/lsp/soak.rs`), which says what has to hold, with the program as it
//! is released.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::{Outcome, repository};

/// The test.
const TEST: &str = "soak::files_and_documents_change_at_random_and_nothing_breaks_or_grows";
const CARGO: [&str; 11] =
    ["test", "--release", "--package", "aiolint", "--test", "lsp", "--", "--exact", "--nocapture", "--quiet", TEST];

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// So many minutes.
    #[arg(default_value_t = 30.0)]
    minutes: f64,
    /// The seed of a run that is to be seen again; a new one without it.
    #[arg(long)]
    seed: Option<u64>,
}

pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let new = || SystemTime::now().duration_since(UNIX_EPOCH).map_or(1, |since| since.as_secs());
    let (minutes, seed) = (arguments.minutes.to_string(), arguments.seed.unwrap_or_else(new).to_string());
    let environment = [("AIOLINT_SOAK_MINUTES", &*minutes), ("AIOLINT_SOAK_SEED", &*seed)];
    let again = |why| format!("{why}; `cargo xtask soak {minutes} --seed {seed}` takes the same steps");
    repository::cargo(&CARGO, &environment).map_err(again)
}

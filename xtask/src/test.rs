//! `cargo xtask test`: every test that needs nothing but Rust, doctests included.

use std::process::ExitCode;

use crate::repository;

const ARGUMENTS: [&str; 2] = ["test", "--workspace"];

/// Gives the exit code of cargo.
pub(crate) fn run() -> ExitCode {
    match repository::cargo_status(&ARGUMENTS, &[]) {
        Ok(status) if status.success() => ExitCode::SUCCESS,
        Ok(status) => {
            eprintln!("error: `cargo {}` failed", ARGUMENTS.join(" "));
            let code = status.code().and_then(|code| u8::try_from(code).ok());
            code.map_or(ExitCode::FAILURE, ExitCode::from)
        }
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

//! The program: everything it does is in [`aiolint::run`].

use std::io::{self, IsTerminal};
use std::process::ExitCode;

#[expect(clippy::disallowed_methods, reason = "the working directory is read once, here")]
fn main() -> ExitCode {
    let folder = std::env::current_dir().unwrap_or_default();
    let io = aiolint::Io {
        stdin: &mut io::stdin().lock(),
        stdout: &mut io::BufWriter::new(io::stdout().lock()),
        stderr: &mut io::stderr().lock(),
        folder,
        terminal: io::stdout().is_terminal(),
    };
    ExitCode::from(aiolint::run(std::env::args_os(), io))
}

//! The program: everything it does is in [`aiolint::run`].

use std::io::{self, IsTerminal, Write as _};
use std::process::ExitCode;

/// A syntax tree is millions of small allocations, in C and in Rust.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[expect(clippy::disallowed_methods, reason = "the working directory is read once, here")]
fn main() -> ExitCode {
    // What a panic says may quote a file, and with it a secret: only its place is told.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map_or_else(|| "an unknown place".to_owned(), ToString::to_string);
        let _ = writeln!(io::stderr(), "aiolint: internal error at {place}");
    }));
    let folder = std::env::current_dir().unwrap_or_default();
    let io = aiolint::Io {
        // Neither is locked: another thread may read, and one that panics tells the hook.
        stdin: &mut io::stdin(),
        stdout: &mut io::BufWriter::new(io::stdout().lock()),
        stderr: &mut io::stderr(),
        folder,
        terminal: io::stdout().is_terminal(),
    };
    ExitCode::from(aiolint::run(std::env::args_os(), io))
}

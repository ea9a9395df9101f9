//! The language server, as a strict client meets it over its standard streams.

#![allow(clippy::unwrap_used, reason = "a test that can't go on fails")]
#![expect(unreachable_pub, reason = "the modules of a test are nobody else's")]
#![expect(clippy::disallowed_methods, reason = "starts the program, and writes what it reads")]
#![expect(clippy::print_stdout, reason = "the soak says what it did")]
#![expect(clippy::needless_pass_by_value, reason = "parameters are made where they are passed")]

mod actions;
mod client;
mod compare;
mod completion;
mod configuration;
mod document;
mod edits_at_random;
mod lifecycle;
mod navigation;
mod projects;
mod random;
mod rule_files;
mod soak;
mod sync;
mod texts;
mod told;
mod typing;
mod values;
mod wire;

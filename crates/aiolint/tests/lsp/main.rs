//! The language server, as a strict client meets it over its standard streams.

#![expect(unreachable_pub, reason = "the modules of a test are nobody else's")]

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
mod sync;
mod texts;
mod typing;
mod wire;

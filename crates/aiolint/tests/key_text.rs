//! No output of any kind ever contains a secret: not in any format, not of any file, not through any rule.

#![allow(clippy::unwrap_used, reason = "a test that can't go on fails")]

mod support;

#[path = "key_text/assert.rs"]
mod assert;
#[path = "key_text/elsewhere.rs"]
mod elsewhere;
#[path = "key_text/keys.rs"]
mod keys;
#[path = "key_text/passwords.rs"]
mod passwords;

//! YAML and Kubernetes manifests to aiolint's values and resources.
//!
//! The way of a file: `template` hides `{{ … }}` actions, `event` is the parser's stream in our own
//! words, `tree` makes values of it, `scalar` says what a scalar means,
//! `document` holds the whole file together across errors, `manifest` finds the resources, `about` says what a
//! comment is about. `edit` changes a file as it is written, which `layout` knows and `quote` writes.
//!
//! Nothing here judges. What is wrong with a file itself is reported as a `Problem`.

mod about;
pub mod document;
mod edit;
pub mod event;
mod layout;
mod manifest;
mod quote;
mod scalar;
mod template;
mod tree;

pub use about::Abouts;
pub use document::{Comment, Document, Reading, read};
pub use edit::Editor;
pub use manifest::{looks_like_manifest, resources};
pub use quote::written;

/// The detector of keys that stand twice in one mapping.
pub const DUPLICATE_KEY: &str = "yaml.duplicate-key";

/// The detector of a plain text that begins with `*`, which YAML takes for an alias.
pub const ALIAS_BY_ACCIDENT: &str = "yaml.alias-by-accident";

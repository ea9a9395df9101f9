//! The plain words that every other crate speaks: source text, spans, values, resources,
//! diagnostics and reports.
//!
//! This crate knows no file system, no YAML, no Bicep and no output format. Offsets are bytes here;
//! lines and columns are made at the edge, by [`LineIndex`].

pub mod change;
mod diagnostic;
mod files;
mod lines;
pub mod placeholder;
mod reason;
mod redact;
mod report;
mod resource;
mod source;
mod span;
mod text;
mod value;

pub use diagnostic::{
    Edit, Finding, Fingerprint, Fix, Label, Problem, ResourceName, RuleInfo, SYNTAX, Severity, Suppression,
    SuppressionKind, Undecided,
};
pub use files::{Files, LoadError, archived, is_archived, join};
pub use lines::{Encoding, LineIndex, Position};
pub use reason::Reason;
pub use redact::{Cover, Covered, KeyText, conceal_quoted, mask_key_text};
pub use report::{Report, Summary};
pub use resource::{Identity, Language, Resource};
pub use source::{Source, SourceHash};
pub use span::{FileId, Location, Span};
pub use text::{at_line_start, brief, code_spans, log_commands, printable};
pub use value::{Data, Entry, List, Map, Mark, Openness, Part, Term, Text, Value};

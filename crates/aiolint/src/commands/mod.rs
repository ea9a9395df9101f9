//! One file for each subcommand.

pub(crate) mod baseline;
pub(crate) mod check;
pub(crate) mod completions;
pub(crate) mod config;
pub(crate) mod explain;
pub(crate) mod fix;
pub(crate) mod graph;
pub(crate) mod init;
pub(crate) mod inspect;
pub(crate) mod lsp;
pub(crate) mod man;
pub(crate) mod rules;

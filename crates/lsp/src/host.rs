//! What the server asks of the program that it is a part of.

use std::sync::Arc;

use aiolint_engine::pack::Pack;
use aiolint_engine::rules::Rule;
use aiolint_project::{Live, Request};

/// The program around the server: it knows how a project is opened, with its configuration and rules, as for all other
/// commands.
pub trait Host {
    /// Opens a project.
    ///
    /// # Errors
    /// Why it can't be opened, for people.
    fn open(&self, request: Request) -> Result<Opened, String>;

    /// The page of a rule, as Markdown; `None` if its file can't be read any more.
    fn page(&self, opened: &Opened, rule: &Rule) -> Option<String>;

    /// The server's version.
    fn version(&self) -> &'static str;
}

/// A project that was opened.
pub struct Opened {
    /// Its files.
    pub live: Live,
    /// The rules that judge them.
    pub pack: Arc<Pack>,
}

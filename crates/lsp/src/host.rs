//! What the server asks of the program that it is a part of.

use std::path::PathBuf;
use std::sync::Arc;

use aiolint_engine::PackError;
use aiolint_engine::pack::{File, Pack};
use aiolint_project::{Live, Request};

/// The program around the server: it knows how a project is opened, with its configuration and rules, as for all other
/// commands.
pub trait Host {
    /// Opens a project, with the rules that its configuration names if `user_rules` are allowed.
    ///
    /// # Errors
    /// Why it can't be opened, for people.
    fn open(&self, request: Request, user_rules: bool) -> Result<Opened, String>;

    /// The page of a rule of a project, or of a built-in one, by its id or name; `None` if there is no such rule, or if
    /// its file can't be read any more.
    fn page(&self, opened: Option<&Opened>, rule: &str) -> Option<Page>;

    /// The files of the kinds that rules select.
    fn kinds(&self) -> Vec<File>;

    /// The server's version.
    fn version(&self) -> &'static str;
}

/// What can be read about a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its id and name.
    pub title: String,
    /// All of it, as Markdown.
    pub markdown: String,
}

/// A project that was opened.
pub struct Opened {
    /// Its files.
    pub live: Live,
    /// The rules that judge them.
    pub pack: Arc<Pack>,
    /// The folders of rules that it names, whether they are used or not.
    pub rule_folders: Vec<PathBuf>,
    /// What is wrong with the user's rules: then only the built-in ones judge. Paths are from the folder of the request.
    pub wrong: Vec<PackError>,
}

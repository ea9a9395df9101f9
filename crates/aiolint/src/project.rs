//! What a command has to know of a project before it looks at files: configuration, rules, what is wrong with them.

use std::path::Path;
use std::sync::Arc;

use aiolint_engine::judge::Filter;
use aiolint_engine::pack::Pack;
use aiolint_engine::world::Settings;
use aiolint_project::{Choice, Configuration, ConfigurationProblem, Policy, Request, Workspace, open_with};

use crate::Io;
use crate::failure::Failure;
use crate::rules::{self, Folder};

/// A project, before its files are read.
pub(crate) struct Project {
    pub configuration: Configuration,
    pub folders: Vec<Folder>,
    pub pack: Arc<Pack>,
    filter: Filter,
    pub policy: Policy,
    pub problems: Vec<ConfigurationProblem>,
}

impl Project {
    /// The project that a request is about, with the rules of a folder that the user names.
    pub(crate) fn of(request: &Request, own: Option<&Path>, choice: Choice<'_>) -> Result<Self, Failure> {
        let configuration = Configuration::of(request)?;
        let folders = rules::folders(&request.folder, own, &configuration);
        let pack = rules::load(&request.folder, &folders)?;
        for word in choice.select.iter().chain(choice.ignore) {
            rules::find(&pack, word)?;
        }
        let (filter, policy) = configuration.decide(&pack, choice);
        let problems = configuration.problems(&pack, choice.today);
        Ok(Self { configuration, folders, pack, filter, policy, problems })
    }

    /// The project's files, and how many of those that were asked for are none of ours.
    pub(crate) fn open(&self, request: &Request, settings: Settings) -> Result<(Workspace, usize), Failure> {
        let mut workspace = Workspace::new(Arc::clone(&self.pack), self.filter.clone(), settings);
        workspace.set_policy(self.policy.clone(), self.problems.clone());
        let passed_over = open_with(request, &self.configuration, &mut workspace)?;
        Ok((workspace, passed_over))
    }
}

/// Says that the configuration is wrong, where its problems are not part of the output.
pub(crate) fn tell(problems: usize, io: &mut Io<'_>) -> std::io::Result<()> {
    match problems {
        0 => Ok(()),
        1 => writeln!(io.stderr, "1 problem in the configuration; `aiolint check` shows it"),
        several => writeln!(io.stderr, "{several} problems in the configuration; `aiolint check` shows them"),
    }
}

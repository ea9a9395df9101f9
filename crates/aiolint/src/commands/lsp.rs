//! `aiolint lsp`: serves an editor over standard input and output.

use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use aiolint_engine::PackError;
use aiolint_engine::pack::File;
use aiolint_engine::rules::Rule;
use aiolint_engine::world::Settings;
use aiolint_lsp::{Host, Opened, Page};
use aiolint_project::{Choice, Configuration, Live, Request};

use crate::failure::Failure;
use crate::project::Project;
use crate::rules::{Folder, Texts};
use crate::{Io, date, rules};

pub(crate) fn run(io: &mut Io<'_>) -> u8 {
    // A thread of its own reads, and may outlive this call; so it can't have the stream of `io`.
    aiolint_lsp::run(&Program, BufReader::new(std::io::stdin()), io.stdout)
}

/// Opens projects as all commands do.
struct Program;

impl Host for Program {
    fn open(&self, request: Request, user_rules: bool) -> Result<Opened, String> {
        open(request, user_rules).map_err(|failure| failure.in_a_line())
    }

    fn page(&self, opened: Option<&Opened>, rule: &str) -> Option<Page> {
        let page = |rule: &Rule, texts: &Texts| {
            let (title, text) = (format!("{} {}", rule.id, rule.name), texts.of(rule)?);
            Some(Page { title, markdown: super::explain::page(rule, text) })
        };
        let Some(opened) = opened else {
            return page(aiolint_rules::pack().rule(rule)?, &Texts::read(Path::new(""), &[]));
        };
        let root = opened.live.root();
        let folder = |path: &PathBuf| Folder {
            path: path.clone(),
            within: Some(root.to_owned()),
            buffers: opened.live.buffers().clone(),
        };
        let folders: Vec<Folder> = opened.rule_folders.iter().map(folder).collect();
        page(opened.pack.rule(rule)?, &Texts::read(root, &folders))
    }

    fn kinds(&self) -> Vec<File> {
        aiolint_rules::sources().kinds
    }

    fn version(&self) -> &'static str {
        env!("CARGO_PKG_VERSION")
    }
}

/// Opens a project. Where its own rules are wrong or not allowed, the built-in ones judge: that is better than nothing.
fn open(request: Request, user_rules: bool) -> Result<Opened, Failure> {
    let configuration = Configuration::of(&request)?;
    let rule_folders = if user_rules { configuration.rule_folders() } else { Vec::new() };
    let folders = if user_rules { rules::folders(&request.folder, None, &configuration) } else { Vec::new() };
    let buffers = &request.buffers;
    let folders = folders.into_iter().map(|folder| Folder { buffers: buffers.clone(), ..folder }).collect();
    let today = date::today(None);
    let choice = Choice { today: &today, ..Choice::default() };
    let built_in = |configuration| Project::with(&request, configuration, Vec::new(), choice);
    let (project, wrong) = match Project::with(&request, configuration.clone(), folders, choice) {
        Err(Failure::Rules(wrong)) => (built_in(configuration)?, wrong),
        Err(Failure::RuleFolder(path, message)) => {
            let wrong = PackError { path, text: "".into(), range: 0..0, message, help: None };
            (built_in(configuration)?, vec![wrong])
        }
        project => (project?, Vec::new()),
    };
    let workspace = project.workspace(Settings::default());
    let pack = Arc::clone(&project.pack);
    Ok(Opened { live: Live::open(request, project.configuration, workspace)?, pack, rule_folders, wrong })
}

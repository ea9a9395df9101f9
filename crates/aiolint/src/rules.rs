//! The rules of a run: the built-in ones, and those of users' folders.

#![expect(clippy::disallowed_methods, reason = "reads the folders of rules that the user and the configuration name")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use aiolint_engine::pack::{Compiled, File, Pack, Sources};
use aiolint_engine::rules::Rule;
use aiolint_engine::{PackError, did_you_mean};
use aiolint_project::{Configuration, relative};

use crate::failure::Failure;

/// A folder with rules.
#[derive(Clone, Debug)]
pub(crate) struct Folder {
    /// Its path from the working directory.
    pub path: PathBuf,
    /// The folder that links in it may not lead out of: a configuration may be somebody else's.
    pub within: Option<PathBuf>,
}

impl Folder {
    /// A folder that the user names on the command line.
    pub(crate) fn named(path: &Path) -> Self {
        Self { path: path.to_owned(), within: None }
    }
}

/// The folders with rules of a run: the one that the user names, and those of the configuration.
pub(crate) fn folders(working: &Path, own: Option<&Path>, configuration: &Configuration) -> Vec<Folder> {
    let shown = |path: &Path| PathBuf::from(relative(&working.join(path), working));
    let mut folders: Vec<Folder> = own.iter().map(|own| Folder::named(own)).collect();
    for path in configuration.rule_folders() {
        if !folders.iter().any(|known| shown(&known.path) == shown(&path)) {
            folders.push(Folder { path: shown(&path), within: Some(configuration.root().to_owned()) });
        }
    }
    folders
}

/// The built-in rules, with those of these folders.
pub(crate) fn load(working: &Path, folders: &[Folder]) -> Result<Arc<Pack>, Failure> {
    let mut pack = aiolint_rules::pack();
    if !folders.is_empty() {
        pack.rules.extend(compile(working, folders)?.pack.rules);
        pack.rules.sort_by(|a, b| a.id.cmp(&b.id));
    }
    Ok(Arc::new(pack))
}

/// The rules of these folders, compiled with the built-in kinds. Their ids and names are none of the built-in ones.
pub(crate) fn compile(working: &Path, folders: &[Folder]) -> Result<Compiled, Failure> {
    let mut rules = Vec::new();
    for folder in folders {
        rules.extend(files(working, folder)?);
    }
    let sources = Sources { rules, ..aiolint_rules::sources() };
    let compiled = sources.compile().map_err(Failure::Rules)?;
    let built_in = aiolint_rules::pack();
    let taken = |rule: &Rule| built_in.rules.iter().find(|other| other.id == rule.id || other.name == rule.name);
    let clashes = compiled.pack.rules.iter().filter_map(|rule| Some(clash(&sources.rules, rule, taken(rule)?)));
    let clashes: Vec<_> = clashes.collect();
    if clashes.is_empty() { Ok(compiled) } else { Err(Failure::Rules(clashes)) }
}

/// The rule files of a folder, in order.
fn files(working: &Path, folder: &Folder) -> Result<Vec<File>, Failure> {
    let shown = folder.path.display().to_string();
    let mut rules = Vec::new();
    let within = folder.within.as_ref().and_then(|within| fs::canonicalize(within).ok());
    collect(working, &folder.path, within.as_deref(), &mut rules)
        .map_err(|error| Failure::RuleFolder(shown.clone(), error.to_string()))?;
    if rules.is_empty() {
        return Err(Failure::RuleFolder(shown, "there is no Markdown file with front matter in it".into()));
    }
    rules.sort();
    Ok(rules)
}

/// A rule of these files with the id or name of a built-in one.
fn clash(files: &[File], rule: &Rule, built_in: &Rule) -> PackError {
    let is_its = |path: &str| Path::new(path).file_stem().is_some_and(|stem| *stem == *rule.name);
    let (path, text) = files.iter().find(|(path, _)| is_its(path)).cloned().unwrap_or_default();
    let at = text.find(&rule.id).unwrap_or(0);
    PackError {
        path,
        range: at..text.len().min(at + rule.id.len()),
        text: text.into(),
        message: format!("a built-in rule has this id or name: {} {}", built_in.id, built_in.name),
        help: Some("ids and names are never used twice, also not for a changed copy".into()),
    }
}

/// Markdown files without front matter are no rules: a README may stand beside them.
fn collect(working: &Path, folder: &Path, within: Option<&Path>, rules: &mut Vec<File>) -> std::io::Result<()> {
    for entry in fs::read_dir(working.join(folder))? {
        let entry = entry?;
        let path = folder.join(entry.file_name());
        // Links to folders are not followed: they may lead in a circle.
        if entry.file_type()?.is_dir() {
            collect(working, &path, within, rules)?;
        } else if path.extension().is_some_and(|ending| ending == "md") && !working.join(&path).is_dir() {
            let real = fs::canonicalize(working.join(&path)).map_err(|error| named(&path, &error))?;
            if within.is_some_and(|within| !real.starts_with(within)) {
                return Err(named(&path, &std::io::Error::other("it lies outside the project")));
            }
            let text = fs::read_to_string(working.join(&path)).map_err(|error| named(&path, &error))?;
            if text.starts_with("---") {
                rules.push((path.display().to_string(), text));
            }
        }
    }
    Ok(())
}

/// The error, with the file that it is about.
fn named(path: &Path, error: &std::io::Error) -> std::io::Error {
    std::io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

/// The text of a rule: from a folder if one has it, else the built-in one.
pub(crate) fn text(rule: &Rule, working: &Path, folders: &[Folder]) -> Option<String> {
    let file_name = format!("{}.md", rule.name);
    let is_it = |path: &str| Path::new(path).file_name().is_some_and(|name| *name == *file_name);
    let own = folders.iter().filter_map(|folder| files(working, folder).ok()).flatten();
    let found = own.into_iter().find(|(path, _)| is_it(path));
    found.map(|(_, text)| text).or_else(|| aiolint_rules::text(&rule.name).map(str::to_owned))
}

/// The rule with this id or name.
pub(crate) fn find<'p>(pack: &'p Pack, word: &str) -> Result<&'p Rule, Failure> {
    pack.rule(word).ok_or_else(|| {
        let known: Vec<_> = pack.rules.iter().flat_map(|rule| [rule.id.as_str(), rule.name.as_str()]).collect();
        Failure::NoSuchRule(word.to_owned(), did_you_mean(word, &known))
    })
}

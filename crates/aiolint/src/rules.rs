//! The rules of a run: the built-in ones, and those of users' folders.

#![expect(clippy::disallowed_methods, reason = "reads the folders of rules that the user and the configuration name")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use aiolint_engine::pack::{Compiled, File, Pack, Sources};
use aiolint_engine::rules::Rule;
use aiolint_engine::schema::import::{Imported, import};
use aiolint_engine::{PackError, did_you_mean};
use aiolint_project::{Buffers, Configuration, relative};

use crate::failure::Failure;

/// A folder with rules.
#[derive(Clone, Debug)]
pub(crate) struct Folder {
    /// Its path from the working directory.
    pub path: PathBuf,
    /// The folder that links in it may not lead out of: a configuration may be somebody else's.
    pub within: Option<PathBuf>,
    /// The documents that are open in an editor: what they have counts, not what is on the disk.
    pub buffers: Buffers,
}

impl Folder {
    /// A folder that the user names on the command line.
    pub(crate) fn named(path: &Path) -> Self {
        Self { path: path.to_owned(), within: None, buffers: Buffers::default() }
    }
}

/// The folders with rules of a run: the one that the user names, and those of the configuration.
pub(crate) fn folders(working: &Path, own: Option<&Path>, configuration: &Configuration) -> Vec<Folder> {
    let shown = |path: &Path| PathBuf::from(relative(&working.join(path), working));
    let mut folders: Vec<Folder> = own.iter().map(|own| Folder::named(own)).collect();
    for path in configuration.rule_folders() {
        if !folders.iter().any(|known| shown(&known.path) == shown(&path)) {
            let within = Some(configuration.root().to_owned());
            folders.push(Folder { within, ..Folder::named(&shown(&path)) });
        }
    }
    folders
}

/// The built-in rules, with those of these folders.
pub(crate) fn load(working: &Path, folders: &[Folder]) -> Result<Arc<Pack>, Failure> {
    let mut pack = aiolint_rules::pack();
    if !folders.is_empty() {
        let own = compile(working, folders)?.pack;
        pack.rules.extend(own.rules);
        pack.rules.sort_by(|a, b| a.id.cmp(&b.id));
        pack.schemas = own.schemas;
    }
    Ok(Arc::new(pack))
}

/// The rules and schemas of these folders, compiled with the built-in kinds. The ids and names of the rules are none of
/// the built-in ones.
pub(crate) fn compile(working: &Path, folders: &[Folder]) -> Result<Compiled, Failure> {
    let mut files = Files::default();
    for folder in folders {
        files.add(working, folder)?;
    }
    let own = import_all(&files.schemas).map_err(Failure::Rules)?;
    let built_in = aiolint_rules::sources();
    let sources = Sources { rules: files.rules, schemas: built_in.schemas.with_own(own), kinds: built_in.kinds };
    let compiled = sources.compile().map_err(Failure::Rules)?;
    let built_in = aiolint_rules::pack();
    let taken = |rule: &Rule| built_in.rules.iter().find(|other| other.id == rule.id || other.name == rule.name);
    let clashes = compiled.pack.rules.iter().filter_map(|rule| Some(clash(&sources.rules, rule, taken(rule)?)));
    let clashes: Vec<_> = clashes.collect();
    if clashes.is_empty() { Ok(compiled) } else { Err(Failure::Rules(clashes)) }
}

/// The schemas of these files, of which no two are of the same version of a kind.
fn import_all(files: &[File]) -> Result<Vec<Imported>, Vec<PackError>> {
    let (mut all, mut errors) = (Vec::<Imported>::new(), Vec::new());
    for (path, text) in files {
        let imported = match import(path, text) {
            Ok(imported) => imported,
            Err(error) => {
                errors.push(error);
                continue;
            }
        };
        for new in imported {
            let is_same = |old: &&Imported| old.is_of(&new.group, &new.kind) && old.version == new.version;
            match all.iter().find(is_same) {
                Some(old) => errors.push(PackError {
                    path: path.clone(),
                    text: text.as_str().into(),
                    range: 0..0,
                    message: format!("{} has a schema of {}/{} {} too", old.path, new.group, new.version, new.kind),
                    help: Some("keep one of them".into()),
                }),
                None => all.push(new),
            }
        }
    }
    if errors.is_empty() { Ok(all) } else { Err(errors) }
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

/// What stands in folders of rules.
#[derive(Default)]
struct Files {
    rules: Vec<File>,
    schemas: Vec<File>,
}

impl Files {
    /// Adds those of a folder, in order.
    fn add(&mut self, working: &Path, folder: &Folder) -> Result<(), Failure> {
        let wrong = |why: String| Failure::RuleFolder(folder.path.display().to_string(), why);
        let within = folder.within.as_ref().and_then(|within| fs::canonicalize(within).ok());
        let mut own = Self::default();
        own.collect(working, &folder.path, within.as_deref(), &folder.buffers)
            .map_err(|error| wrong(error.to_string()))?;
        own.add_unsaved(working, folder);
        if own.rules.is_empty() && own.schemas.is_empty() {
            return Err(wrong("there is no Markdown file with front matter in it, and no schema".into()));
        }
        own.rules.sort();
        own.schemas.sort();
        self.rules.append(&mut own.rules);
        self.schemas.append(&mut own.schemas);
        Ok(())
    }

    /// The files of a folder of the disk, and of those in it. Links to folders are not followed: they may lead in a circle.
    fn collect(
        &mut self,
        working: &Path,
        folder: &Path,
        within: Option<&Path>,
        buffers: &Buffers,
    ) -> std::io::Result<()> {
        for entry in fs::read_dir(working.join(folder))? {
            let entry = entry?;
            let path = folder.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                self.collect(working, &path, within, buffers)?;
                continue;
            }
            let full = working.join(&path);
            if !is_ours(&path) || full.is_dir() {
                continue;
            }
            let real = fs::canonicalize(&full).map_err(|error| named(&path, &error))?;
            if within.is_some_and(|within| !real.starts_with(within)) {
                return Err(named(&path, &std::io::Error::other("it lies outside the project")));
            }
            match buffers.text(&full) {
                Some(text) => self.take(&path, &text),
                None => self.take(&path, &fs::read_to_string(real).map_err(|error| named(&path, &error))?),
            }
        }
        Ok(())
    }

    /// The documents of a folder that nobody has saved yet.
    fn add_unsaved(&mut self, working: &Path, folder: &Folder) {
        for full in folder.buffers.paths() {
            let below = full.strip_prefix(working.join(&folder.path)).ok();
            let Some(below) = below.filter(|below| is_ours(below) && !full.exists()) else { continue };
            if let Some(text) = folder.buffers.text(&full) {
                self.take(&folder.path.join(below), &text);
            }
        }
    }

    /// Markdown files without front matter are no rules: a README may stand beside them. Files of YAML and JSON are
    /// schemas.
    fn take(&mut self, path: &Path, text: &str) {
        let is_markdown = path.extension().is_some_and(|ending| ending == "md");
        let file = (path.display().to_string(), text.strip_prefix('\u{feff}').unwrap_or(text).to_owned());
        match is_markdown {
            true if file.1.starts_with("---") => self.rules.push(file),
            true => {}
            false => self.schemas.push(file),
        }
    }
}

/// Whether a file has the name of a rule or of a schema.
fn is_ours(path: &Path) -> bool {
    matches!(path.extension().and_then(|ending| ending.to_str()), Some("md" | "yaml" | "yml" | "json"))
}

/// The error, with the file that it is about.
fn named(path: &Path, error: &std::io::Error) -> std::io::Error {
    std::io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

/// The texts of rules: those of users' folders, and the built-in ones.
pub(crate) struct Texts {
    own: Vec<File>,
}

impl Texts {
    /// Reads those of these folders.
    pub(crate) fn read(working: &Path, folders: &[Folder]) -> Self {
        let mut files = Files::default();
        // What can't be read now has been told when the rules were loaded.
        folders.iter().for_each(|folder| drop(files.add(working, folder)));
        Self { own: files.rules }
    }

    /// The text of a rule: from a folder if one has it, else the built-in one.
    pub(crate) fn of(&self, rule: &Rule) -> Option<&str> {
        let file_name = format!("{}.md", rule.name);
        let is_it = |path: &str| Path::new(path).file_name().is_some_and(|name| *name == *file_name);
        let own = self.own.iter().find(|(path, _)| is_it(path));
        own.map(|(_, text)| text.as_str()).or_else(|| aiolint_rules::text(&rule.name))
    }
}

/// The rule with this id or name.
pub(crate) fn find<'p>(pack: &'p Pack, word: &str) -> Result<&'p Rule, Failure> {
    pack.rule(word).ok_or_else(|| {
        let known: Vec<_> = pack.rules.iter().flat_map(|rule| [rule.id.as_str(), rule.name.as_str()]).collect();
        Failure::NoSuchRule(word.to_owned(), did_you_mean(word, &known))
    })
}

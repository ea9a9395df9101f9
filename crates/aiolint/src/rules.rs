//! The rules of a run: the built-in ones, and those of a user's folder.

#![expect(clippy::disallowed_methods, reason = "reads the folder of rules that the user names")]

use std::fs;
use std::path::Path;
use std::sync::Arc;

use aiolint_engine::judge::Filter;
use aiolint_engine::pack::{Compiled, File, Pack, Sources};
use aiolint_engine::rules::{PackName, Rule, Select};
use aiolint_engine::schema::import::{Imported, import};
use aiolint_engine::{PackError, did_you_mean};

use crate::failure::Failure;

/// The built-in rules, with those of a folder if one is given; it is taken from the working directory.
pub(crate) fn load(working: &Path, own: Option<&Path>) -> Result<Arc<Pack>, Failure> {
    let mut pack = aiolint_rules::pack();
    if let Some(folder) = own {
        let own = compile(working, folder)?.pack;
        pack.rules.extend(own.rules);
        pack.rules.sort_by(|a, b| a.id.cmp(&b.id));
        pack.schemas = own.schemas;
    }
    Ok(Arc::new(pack))
}

/// The rules and schemas of a folder, compiled with the built-in kinds. The ids and names of the rules are none of the
/// built-in ones.
pub(crate) fn compile(working: &Path, folder: &Path) -> Result<Compiled, Failure> {
    let shown = folder.display().to_string();
    let mut files = Files::default();
    collect(working, folder, &mut files).map_err(|error| Failure::RuleFolder(shown.clone(), error.to_string()))?;
    if files.rules.is_empty() && files.schemas.is_empty() {
        let message = "there is no Markdown file with front matter in it, and no schema";
        return Err(Failure::RuleFolder(shown, message.into()));
    }
    files.rules.sort();
    files.schemas.sort();
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

/// What stands in a folder of rules.
#[derive(Default)]
struct Files {
    rules: Vec<File>,
    schemas: Vec<File>,
}

/// Markdown files without front matter are no rules: a README may stand beside them. Files of YAML and JSON are schemas.
fn collect(working: &Path, folder: &Path, files: &mut Files) -> std::io::Result<()> {
    for entry in fs::read_dir(working.join(folder))? {
        let entry = entry?;
        let path = folder.join(entry.file_name());
        // Links to folders are not followed: they may lead in a circle.
        if entry.file_type()?.is_dir() {
            collect(working, &path, files)?;
            continue;
        }
        let is_rule = match path.extension().and_then(|ending| ending.to_str()) {
            Some("md") => true,
            Some("yaml" | "yml" | "json") => false,
            _ => continue,
        };
        if working.join(&path).is_dir() {
            continue;
        }
        let text = fs::read_to_string(working.join(&path)).map_err(|error| named(&path, &error))?;
        let file = (path.display().to_string(), text);
        match is_rule {
            true if file.1.starts_with("---") => files.rules.push(file),
            true => {}
            false => files.schemas.push(file),
        }
    }
    Ok(())
}

/// The error, with the file that it is about.
fn named(path: &Path, error: &std::io::Error) -> std::io::Error {
    std::io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

/// The text of a rule: from the folder if it has it, else the built-in one.
pub(crate) fn text(rule: &Rule, working: &Path, own: Option<&Path>) -> Option<String> {
    let mut files = Files::default();
    if let Some(folder) = own {
        collect(working, folder, &mut files).ok()?;
    }
    let file_name = format!("{}.md", rule.name);
    let found =
        files.rules.into_iter().find(|(path, _)| Path::new(path).file_name().is_some_and(|name| *name == *file_name));
    found.map(|(_, text)| text).or_else(|| aiolint_rules::text(&rule.name).map(str::to_owned))
}

/// The rule with this id or name.
pub(crate) fn find<'p>(pack: &'p Pack, word: &str) -> Result<&'p Rule, Failure> {
    pack.rule(word).ok_or_else(|| {
        let known: Vec<_> = pack.rules.iter().flat_map(|rule| [rule.id.as_str(), rule.name.as_str()]).collect();
        Failure::NoSuchRule(word.to_owned(), did_you_mean(word, &known))
    })
}

/// The rules that run: those selected, or else those that run by default; without those ignored.
pub(crate) fn filter(pack: &Pack, select: &[String], ignore: &[String]) -> Result<Filter, Failure> {
    for word in select.iter().chain(ignore) {
        find(pack, word)?;
    }
    let named = |rule: &Rule, words: &[String]| words.iter().any(|word| rule.is_called(word));
    Ok(Filter::new(pack, |rule| {
        let by_default = rule.enabled && rule.pack == PackName::Recommended;
        // What can't be read is never passed over in silence only because something else was asked for.
        let always = by_default && matches!(rule.select, Select::Detector(..));
        let wanted = if select.is_empty() { by_default } else { named(rule, select) || always };
        wanted && !named(rule, ignore)
    }))
}

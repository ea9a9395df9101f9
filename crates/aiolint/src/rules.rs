//! The rules of a run: the built-in ones, and those of a user's folder.

#![expect(clippy::disallowed_methods, reason = "reads the folder of rules that the user names")]

use std::fs;
use std::path::Path;
use std::sync::Arc;

use aiolint_engine::judge::Filter;
use aiolint_engine::pack::{Compiled, File, Pack, Sources};
use aiolint_engine::rules::{PackName, Rule, Select};
use aiolint_engine::{PackError, did_you_mean};

use crate::failure::Failure;

/// The built-in rules, with those of a folder if one is given; it is taken from the working directory.
pub(crate) fn load(working: &Path, own: Option<&Path>) -> Result<Arc<Pack>, Failure> {
    let mut pack = aiolint_rules::pack();
    if let Some(folder) = own {
        pack.rules.extend(compile(working, folder)?.pack.rules);
        pack.rules.sort_by(|a, b| a.id.cmp(&b.id));
    }
    Ok(Arc::new(pack))
}

/// The rules of a folder, compiled with the built-in kinds. Their ids and names are none of the built-in ones.
pub(crate) fn compile(working: &Path, folder: &Path) -> Result<Compiled, Failure> {
    let shown = folder.display().to_string();
    let mut rules = Vec::new();
    collect(working, folder, &mut rules).map_err(|error| Failure::RuleFolder(shown.clone(), error.to_string()))?;
    if rules.is_empty() {
        return Err(Failure::RuleFolder(shown, "there is no Markdown file with front matter in it".into()));
    }
    rules.sort();
    let sources = Sources { rules, ..aiolint_rules::sources() };
    let compiled = sources.compile().map_err(Failure::Rules)?;
    let built_in = aiolint_rules::pack();
    let taken = |rule: &Rule| built_in.rules.iter().find(|other| other.id == rule.id || other.name == rule.name);
    let clashes = compiled.pack.rules.iter().filter_map(|rule| Some(clash(&sources.rules, rule, taken(rule)?)));
    let clashes: Vec<_> = clashes.collect();
    if clashes.is_empty() { Ok(compiled) } else { Err(Failure::Rules(clashes)) }
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
fn collect(working: &Path, folder: &Path, rules: &mut Vec<File>) -> std::io::Result<()> {
    for entry in fs::read_dir(working.join(folder))? {
        let entry = entry?;
        let path = folder.join(entry.file_name());
        // Links to folders are not followed: they may lead in a circle.
        if entry.file_type()?.is_dir() {
            collect(working, &path, rules)?;
        } else if path.extension().is_some_and(|ending| ending == "md") && !working.join(&path).is_dir() {
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

/// The text of a rule: from the folder if it has it, else the built-in one.
pub(crate) fn text(rule: &Rule, working: &Path, own: Option<&Path>) -> Option<String> {
    let mut files = Vec::new();
    if let Some(folder) = own {
        collect(working, folder, &mut files).ok()?;
    }
    let file_name = format!("{}.md", rule.name);
    let found = files.into_iter().find(|(path, _)| Path::new(path).file_name().is_some_and(|name| *name == *file_name));
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
        let always = matches!(rule.select, Select::Detector(..));
        let wanted = if select.is_empty() { by_default } else { named(rule, select) || always };
        wanted && !named(rule, ignore)
    }))
}

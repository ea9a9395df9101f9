//! `cargo xtask new-rule NAME --area AREA --kind KIND`: a rule's file that compiles and whose examples hold, to
//! be changed into the rule that is meant.

use std::fs;
use std::path::{Path, PathBuf};

use aiolint_engine::did_you_mean;
use aiolint_engine::kinds::Kind;
use clap::Args;

use crate::{Outcome, repository};

/// The file, with names between `@`.
const SKELETON: &str = include_str!("skeleton.md");

/// What every id of a built-in rule begins with.
const LETTERS: &str = "AIO";

#[derive(Args)]
pub(crate) struct Arguments {
    /// The rule's name: what is wrong where it finds something, in lower case with hyphens
    name: String,
    /// The folder under rules/: `endpoint`, `dataflow`
    #[arg(long)]
    area: String,
    /// The kind that it judges, as in rules/kinds/
    #[arg(long)]
    kind: String,
    /// A folder to write to instead of rules/
    #[arg(long, value_name = "FOLDER")]
    into: Option<PathBuf>,
}

/// A rule that exists.
struct Known {
    area: String,
    name: String,
    number: u32,
}

pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let Arguments { name, area, kind, into } = arguments;
    let path = write(name, area, kind, into.as_deref())?;
    println!("{} is written; change it into the rule that you mean, then run", repository::shown(&path));
    match into {
        Some(folder) => println!("  cargo run -p aiolint -- rules test {}", folder.display()),
        None => println!("  cargo test -p aiolint-rules\n  cargo xtask gen"),
    }
    Ok(())
}

/// Writes the skeleton; gives its path.
pub(crate) fn write(name: &str, area: &str, kind: &str, into: Option<&Path>) -> Result<PathBuf, String> {
    let kinds = aiolint_rules::pack().kinds;
    let names: Vec<_> = kinds.iter().map(|kind| kind.name.as_str()).collect();
    let found = kinds.iter().find(|known| known.name == kind);
    let kind = found.ok_or_else(|| format!("there is no kind `{kind}`{}", did_you_mean(kind, &names)))?;
    for (what, word) in [("rule", name), ("area", area)] {
        let kebab = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if word.is_empty() || !word.chars().all(kebab) || word == "kinds" {
            return Err(format!("`{word}` can't be the name of a {what}: write it in lower case with hyphens"));
        }
    }
    let rules = repository::root().join("rules");
    let mut known = existing(&rules)?;
    if let Some(into) = into.filter(|into| into.exists()) {
        known.extend(existing(into)?);
    }
    if let Some(other) = known.iter().find(|other| other.name == name) {
        return Err(format!("there is a rule `{name}` already, in {}", other.area));
    }
    let id = next_id(&known, area)?;
    let path = into.unwrap_or(&rules).join(area).join(format!("{name}.md"));
    repository::write(&path, &text(&id, kind)?)?;
    Ok(path)
}

fn text(id: &str, kind: &Kind) -> Result<String, String> {
    let names = kind.kubernetes.as_ref();
    let (group, manifest) = names.ok_or_else(|| format!("`{}` has no manifests to write examples of", kind.name))?;
    let api = if group.is_empty() { "v1".to_owned() } else { format!("{group}/v1") };
    let replaced = SKELETON
        .replace("@ID@", id)
        .replace("@KIND@", &kind.name)
        .replace("@TITLE@", &kind.title)
        .replace("@SINCE@", env!("CARGO_PKG_VERSION"))
        .replace("@API@", &api)
        .replace("@MANIFEST@", manifest);
    Ok(replaced)
}

/// The rules in a folder: its sub-folders are the areas.
fn existing(folder: &Path) -> Result<Vec<Known>, String> {
    let mut known = Vec::new();
    let unreadable = |error| format!("can't list {}: {error}", repository::shown(folder));
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if !path.is_dir() {
            continue;
        }
        let area = path.file_name().unwrap_or_default().to_string_lossy();
        for file in repository::files(&path).iter().filter(|file| repository::ends_in(file, &["md"])) {
            let text = repository::read(file)?;
            let id = text.lines().find_map(|line| line.strip_prefix("id: "));
            let number = id.and_then(|id| id.trim().strip_prefix(LETTERS)).and_then(|number| number.parse().ok());
            if let Some(number) = number {
                let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                known.push(Known { area: area.clone().into_owned(), name, number });
            }
        }
    }
    Ok(known)
}

/// The id after the last one of the area's hundred; for a new area the first of a hundred that is free. Gaps
/// stay: an id that was a rule's once never becomes another's.
fn next_id(known: &[Known], area: &str) -> Result<String, String> {
    let last = known.iter().filter(|rule| rule.area == area).map(|rule| rule.number).max();
    let last = match last {
        Some(last) => last,
        None => {
            let free = (0..10).find(|hundred| known.iter().all(|rule| rule.number / 100 != *hundred));
            free.ok_or("no hundred of ids is free for a new area")? * 100
        }
    };
    let hundred = last / 100;
    let taken = known.iter().map(|rule| rule.number).filter(|number| number / 100 == hundred).max();
    let next = taken.unwrap_or(last) + 1;
    match next / 100 == hundred {
        true => Ok(format!("{LETTERS}{next:03}")),
        false => Err(format!("the hundred of ids of `{area}` is full")),
    }
}

#[cfg(test)]
mod tests {
    use aiolint_engine::rules::run_examples;

    use super::*;

    fn known(rules: &[(&str, u32)]) -> Vec<Known> {
        rules
            .iter()
            .map(|(area, number)| Known { area: (*area).to_owned(), name: String::new(), number: *number })
            .collect()
    }

    #[test]
    fn ids_follow_the_last_of_their_area() {
        let known = known(&[("source", 1), ("source", 9), ("endpoint", 213), ("profile", 199)]);
        assert_eq!(next_id(&known, "source").as_deref(), Ok("AIO010"));
        assert_eq!(next_id(&known, "endpoint").as_deref(), Ok("AIO214"));
        assert_eq!(next_id(&known, "broker").as_deref(), Ok("AIO301"));
        assert!(next_id(&known, "profile").is_err());
    }

    #[test]
    fn the_skeleton_of_every_kind_compiles_and_its_examples_hold() {
        let mut sources = aiolint_rules::sources();
        sources.rules.clear();
        for (kind, number) in aiolint_rules::pack().kinds.iter().filter(|kind| kind.kubernetes.is_some()).zip(100..) {
            let path = format!("rules/area/for-{}.md", kind.name.to_ascii_lowercase());
            sources.rules.push((path, text(&format!("AIO{number}"), kind).unwrap()));
        }
        let compiled = sources.compile().unwrap();
        assert_eq!(run_examples(&compiled.pack, &compiled.examples), []);
    }

    #[test]
    fn a_misspelled_kind_is_not_taken_for_granted() {
        let error = write("a", "endpoint", "DataFlowEndpont", None).unwrap_err();
        assert_eq!(error, "there is no kind `DataFlowEndpont` (did you mean `DataflowEndpoint`?)");
    }
}

//! `THIRD-PARTY-LICENSES.txt`: the licences of the crates that are part of the program. Whoever gets the program gets
//! them too, as most of them ask for.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::repository;

/// The file, which all packages have.
pub(crate) const FILE: &str = "THIRD-PARTY-LICENSES.txt";

const HEAD: &str = "\
aiolint contains these crates of others, each under the text below its name. Where there is a choice of licences, the
MIT licence is chosen.
";

/// How the files begin that have licences.
const NAMES: [&str; 5] = ["license", "licence", "copying", "notice", "unlicense"];

/// A text without its line breaks, with the text and the crates that have it.
type Texts = BTreeMap<String, (String, BTreeSet<String>)>;

/// What the file should say, for all platforms.
pub(super) fn text() -> Result<String, String> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked"])
        .current_dir(repository::root())
        .output()
        .map_err(|error| format!("can't run cargo: {error}"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    let metadata: Value = serde_json::from_slice(&output.stdout).map_err(|error| error.to_string())?;
    let mut texts = Texts::new();
    for package in linked(&metadata).ok_or("what `cargo metadata` says is not understood")? {
        add(package, &mut texts)?;
    }
    let mut of_crates: Vec<_> = texts.into_values().map(|(text, crates)| (crates, text)).collect();
    of_crates.sort();
    let mut file = HEAD.to_owned();
    for (crates, text) in of_crates {
        let crates: Vec<String> = crates.into_iter().collect();
        let _ = write!(file, "\n{}\n{}\n\n{}\n", "-".repeat(80), crates.join("\n"), text.trim());
    }
    Ok(file)
}

/// The packages of others whose code becomes part of the program: no macros, and nothing that only builds or tests it.
fn linked(metadata: &Value) -> Option<Vec<&Value>> {
    let by_id = |all: &'_ str, id: &str| -> Option<&Value> {
        metadata.pointer(all)?.as_array()?.iter().find(|it| it["id"] == id)
    };
    let packages = metadata["packages"].as_array()?;
    let mut todo = vec![packages.iter().find(|package| package["name"] == "aiolint")?["id"].as_str()?];
    let (mut seen, mut linked) = (BTreeSet::new(), Vec::new());
    while let Some(id) = todo.pop() {
        let package = by_id("/packages", id)?;
        let kinds = package["targets"].as_array()?.iter().flat_map(|target| target["kind"].as_array()).flatten();
        if kinds.into_iter().any(|kind| kind == "proc-macro") || !seen.insert(id) {
            continue;
        }
        if package["source"].is_string() {
            linked.push(package);
        }
        for dependency in by_id("/resolve/nodes", id)?["deps"].as_array()? {
            if dependency["dep_kinds"].as_array()?.iter().any(|kind| kind["kind"].is_null()) {
                todo.push(dependency["pkg"].as_str()?);
            }
        }
    }
    Some(linked)
}

/// Adds the texts of a package.
fn add(package: &Value, texts: &mut Texts) -> Result<(), String> {
    let word = |name: &str| package[name].as_str().unwrap_or_default();
    let title = format!("{} {} ({})", word("name"), word("version"), word("license"));
    let folder = Path::new(word("manifest_path")).parent().ok_or_else(|| format!("{title} has no folder"))?;
    let entries = fs::read_dir(folder).map_err(|error| format!("can't read {}: {error}", folder.display()))?;
    let names = entries.flatten().filter(|entry| entry.path().is_file()).map(|entry| entry.file_name());
    let is_licence = |name: &String| NAMES.iter().any(|begin| name.to_lowercase().starts_with(begin));
    let mut names: Vec<String> = names.filter_map(|name| name.into_string().ok()).filter(is_licence).collect();
    names.sort();
    // Who may choose takes this one.
    let is_mit = |name: &String| name.to_lowercase().contains("mit");
    let is_choice = word("license").contains("MIT") && !word("license").contains("AND");
    if is_choice && names.iter().any(is_mit) {
        names.retain(is_mit);
    }
    let mut found = Vec::new();
    for name in names {
        let text = fs::read(folder.join(&name)).map_err(|error| format!("can't read {name} of {title}: {error}"))?;
        found.push(String::from_utf8_lossy(&text).lines().map(str::trim_end).collect::<Vec<_>>().join("\n"));
    }
    if found.is_empty() {
        found.push(format!("(The package has no text; its licence is {}.)", word("license")));
    }
    for text in found {
        let key = text.split_whitespace().collect::<Vec<_>>().join(" ");
        texts.entry(key).or_insert_with(|| (text, BTreeSet::new())).1.insert(title.clone());
    }
    Ok(())
}

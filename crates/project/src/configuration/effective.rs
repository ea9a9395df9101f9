//! The effective values of a configuration, each with the place that it comes from.

use std::sync::Arc;

use aiolint_engine::pack::Pack;
use serde_json::{Value as Json, json};

use super::layers::Layer;
use super::policy::rule_levels;

/// A value that holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Effective {
    /// The way to it: the names of members, and the numbers of items as `[0]`.
    pub path: Vec<String>,
    /// The value: text, number or truth value.
    pub value: Json,
    /// Where it is written; nowhere if it is the default.
    pub from: Option<Origin>,
    /// Whether nothing below can weaken it.
    pub locked: bool,
}

/// A place in a file of a configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The file's path as the user reads it.
    pub file: Arc<str>,
    /// The 1-based line.
    pub line: usize,
}

/// How the values of several files become one.
enum Join {
    /// The most important file's value holds.
    Last(Json),
    /// The lists of all files are one.
    All,
    /// Each member for itself.
    Members,
    /// What rules are worth.
    Rules,
}

/// The keys in the order in which they are shown.
fn keys() -> [(&'static str, Join); 16] {
    [
        ("include", Join::Last(json!(["**"]))),
        ("exclude", Join::All),
        ("packs", Join::Last(json!(["recommended"]))),
        ("rules", Join::Rules),
        ("overrides", Join::All),
        ("rule-folders", Join::All),
        ("waivers", Join::All),
        ("fail-on", Join::Last(json!("error"))),
        ("sarif", Join::Members),
        ("complete", Join::Last(json!(false))),
        ("namespace", Join::Last(Json::Null)),
        ("instance", Join::Last(Json::Null)),
        ("external-endpoints", Join::All),
        ("scope", Join::Members),
        ("environment-variables", Join::Members),
        ("module-cache", Join::Last(json!(false))),
    ]
}

/// The effective values; those that hold for a file if its path from the root is given.
pub(super) fn effective(files: &[Layer], pack: &Pack, path: Option<&str>) -> Vec<Effective> {
    let mut all = Vec::new();
    for (key, join) in keys() {
        let written = || files.iter().filter_map(|file| Some((file, file.json.get(key)?)));
        match join {
            Join::Last(default) => match written().next_back() {
                Some((file, value)) => leaves(file, value, key, &[key.to_owned()], &mut all),
                None => defaults(&default, &[key.to_owned()], &mut all),
            },
            // What they say of the file is among its rules.
            Join::All if key == "overrides" && path.is_some() => {}
            Join::All => {
                let mut number = 0;
                for (file, list) in written() {
                    for (index, item) in list.as_array().into_iter().flatten().enumerate() {
                        let to = [key.to_owned(), format!("[{number}]")];
                        leaves(file, item, &format!("{key}/{index}"), &to, &mut all);
                        number += 1;
                    }
                }
            }
            Join::Members => {
                let mut members: Vec<Effective> = Vec::new();
                for (file, value) in written() {
                    let mut new = Vec::new();
                    leaves(file, value, key, &[key.to_owned()], &mut new);
                    // A member of a scope is replaced whole.
                    let depth = if key == "scope" { 3 } else { 2 };
                    let replaced = |old: &Effective| new.iter().any(|it| start(it, depth) == start(old, depth));
                    members.retain(|old| !replaced(old));
                    members.extend(new);
                }
                members.sort_by(|a, b| start(a, 2).cmp(start(b, 2)));
                all.extend(members);
            }
            Join::Rules => rules(files, pack, path, &mut all),
        }
    }
    all
}

fn start(value: &Effective, depth: usize) -> &[String] {
    &value.path[..depth.min(value.path.len())]
}

/// What rules are worth: everywhere, or for this file.
fn rules(files: &[Layer], pack: &Pack, path: Option<&str>, all: &mut Vec<Effective>) {
    for (id, levels) in rule_levels(files, pack) {
        let holds = |set: &&super::policy::Set| path.map_or(set.paths.is_none(), |path| set.holds_for(path));
        let (Some(set), Some(rule)) = (levels.sets.iter().rfind(holds), pack.rule(&id)) else { continue };
        let (file, spot) = (&files[set.from.0], &set.from.1);
        all.push(Effective {
            path: vec!["rules".into(), rule.name.clone()],
            value: set.level.name().into(),
            from: Some(Origin { file: Arc::clone(&file.shown), line: file.line(file.spot(spot).key.start) }),
            locked: levels.locked_by.is_some(),
        });
    }
}

/// The values in a value of a file that have no members.
fn leaves(file: &Layer, value: &Json, spot: &str, to: &[String], all: &mut Vec<Effective>) {
    let mut further = |name: &str, step: String, value: &Json| {
        leaves(file, value, &format!("{spot}/{name}"), &[to, &[step]].concat(), all);
    };
    match value {
        Json::Object(members) => {
            members.iter().for_each(|(name, member)| further(name, name.clone(), member));
        }
        Json::Array(items) => {
            let numbered = items.iter().enumerate();
            numbered.for_each(|(number, item)| further(&number.to_string(), format!("[{number}]"), item));
        }
        scalar => {
            let line = file.line(file.spot(spot).key.start);
            let from = Some(Origin { file: Arc::clone(&file.shown), line });
            all.push(Effective { path: to.to_vec(), value: scalar.clone(), from, locked: false });
        }
    }
}

fn defaults(value: &Json, to: &[String], all: &mut Vec<Effective>) {
    match value {
        Json::Null => {}
        Json::Array(items) => {
            for (number, item) in items.iter().enumerate() {
                defaults(item, &[to, &[format!("[{number}]")]].concat(), all);
            }
        }
        scalar => all.push(Effective { path: to.to_vec(), value: scalar.clone(), from: None, locked: false }),
    }
}

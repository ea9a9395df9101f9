//! What the schema does not say of a configuration: that rules, folders and days are there, that patterns can be read,
//! that what is locked is not weakened.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use aiolint_core::Span;
use aiolint_engine::did_you_mean;
use aiolint_engine::pack::Pack;

use super::globs;
use super::layers::{Fault, Layer};
use super::policy::{Set, is_about_configuration, is_date, rule_levels};
use super::reader::Wrong;

/// Everything that is wrong.
pub(super) fn checks(files: &[Layer], pack: &Pack, root: &Path) -> Vec<Fault> {
    let mut checks = Checks { pack, number: 0, faults: Vec::new() };
    for (number, file) in files.iter().enumerate() {
        checks.number = number;
        checks.patterns(file);
        checks.rules(file);
        checks.waivers(file);
        checks.folders(file, root);
    }
    checks.locks(files);
    checks.faults
}

/// The waivers that no longer hold on this day.
pub(super) fn expired(files: &[Layer], today: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (number, file) in files.iter().enumerate() {
        for (index, waiver) in file.keys.waivers.iter().enumerate() {
            if waiver.is_complete() && waiver.is_over(today) {
                let at = file.spot(&format!("waivers/{index}/until")).value;
                let message = format!("this waiver of `{}` has expired", waiver.rule);
                let help = format!("{} decides whether it holds longer; what it was for counts again", waiver.owner);
                faults.push((number, Wrong { at, message, label: "the last day".into(), help: Some(help) }));
            }
        }
    }
    faults
}

/// The folder of rules at this path from the root, if it can be used; else why not.
pub(super) fn rule_folder(root: &Path, path: &str) -> Result<PathBuf, &'static str> {
    let folder = root.join(path);
    let (Ok(real), Ok(real_root)) = (fs::canonicalize(&folder), fs::canonicalize(root)) else {
        return Err("there is no such folder");
    };
    if !real.starts_with(real_root) {
        return Err("it lies outside the project");
    }
    if real.is_dir() { Ok(folder) } else { Err("it is no folder") }
}

struct Checks<'p> {
    pack: &'p Pack,
    number: usize,
    faults: Vec<Fault>,
}

impl Checks<'_> {
    fn wrong(&mut self, at: Span, message: String, help: Option<&str>) {
        let help = help.map(str::to_owned);
        self.faults.push((self.number, Wrong { at, message, label: String::new(), help }));
    }

    fn patterns(&mut self, file: &Layer) {
        let keys = &file.keys;
        let listed = |name: &str, all: &[String]| -> Vec<(String, String)> {
            all.iter().enumerate().map(|(number, one)| (format!("{name}/{number}"), one.clone())).collect()
        };
        let mut all = listed("include", keys.include.as_deref().unwrap_or_default());
        all.extend(listed("exclude", &keys.exclude));
        for (number, one) in keys.overrides.iter().enumerate() {
            all.extend(listed(&format!("overrides/{number}/paths"), &one.paths));
        }
        for (number, waiver) in keys.waivers.iter().enumerate() {
            all.extend(waiver.path.iter().map(|path| (format!("waivers/{number}/path"), path.clone())));
        }
        for (path, pattern) in all {
            if let Some(message) = globs::problem(&pattern) {
                self.wrong(file.spot(&path).value, message, None);
            }
        }
    }

    fn rules(&mut self, file: &Layer) {
        let mut known = BTreeMap::new();
        for name in file.keys.rules.keys() {
            self.rule(file.spot(&format!("rules/{name}")).key, name, &mut known);
        }
        for (number, one) in file.keys.overrides.iter().enumerate() {
            let mut known = BTreeMap::new();
            for name in one.rules.keys() {
                self.rule(file.spot(&format!("overrides/{number}/rules/{name}")).key, name, &mut known);
            }
        }
    }

    /// Checks the name of a rule, and that it is not set twice by id and name.
    fn rule(&mut self, at: Span, name: &str, known: &mut BTreeMap<String, String>) {
        let Some(rule) = self.pack.rule(name) else {
            let all: Vec<_> = self.pack.rules.iter().flat_map(|rule| [rule.id.as_str(), rule.name.as_str()]).collect();
            let message = format!("there is no rule `{name}`{}", did_you_mean(name, &all));
            self.wrong(at, message, Some("`aiolint rules list` shows all of them"));
            return;
        };
        if is_about_configuration(rule) {
            let message = format!("`{name}` can't be changed or waived: it is about the configuration itself");
            self.wrong(at, message, None);
            return;
        }
        if let Some(other) = known.insert(rule.id.clone(), name.to_owned()) {
            self.wrong(at, format!("`{other}` is the same rule, and is set here too"), Some("keep one of the two"));
        }
    }

    fn waivers(&mut self, file: &Layer) {
        for (number, waiver) in file.keys.waivers.iter().enumerate() {
            let spot = |key: &str| file.spot(&format!("waivers/{number}/{key}")).value;
            self.rule(spot("rule"), &waiver.rule, &mut BTreeMap::new());
            if !is_date(&waiver.until) {
                let message = format!("`{}` is no day", waiver.until);
                self.wrong(spot("until"), message, Some("write the last day on which it holds, as in 2027-03-01"));
            }
            for (key, text) in [("reason", &waiver.reason), ("owner", &waiver.owner)] {
                if text.trim().is_empty() {
                    self.wrong(spot(key), format!("a waiver needs {}", article(key)), None);
                }
            }
            if waiver.path.is_none() && waiver.resource.is_none() {
                let help = "to switch a rule off everywhere, set it to `off` under `rules`";
                self.wrong(spot("rule"), "a waiver needs `path` or `resource`".into(), Some(help));
            }
            if waiver.resource.as_ref().is_some_and(|resource| !resource.contains('/')) {
                let help = "as in `DataflowEndpoint/cloud`";
                self.wrong(spot("resource"), "a resource is named by its kind and name".into(), Some(help));
            }
        }
    }

    fn folders(&mut self, file: &Layer, root: &Path) {
        for (number, named) in file.keys.rule_folders.iter().enumerate() {
            let usable = file.join(named).ok_or("it lies outside the project");
            if let Err(why) = usable.and_then(|path| rule_folder(root, &path)) {
                let at = file.spot(&format!("rule-folders/{number}")).value;
                self.wrong(at, format!("the rules in `{named}` can't be used: {why}"), None);
            }
        }
    }

    /// What would weaken a locked rule.
    fn locks(&mut self, files: &[Layer]) {
        for (id, levels) in rule_levels(files, self.pack) {
            let Some(locker) = levels.locked_by else { continue };
            let by = &files[locker];
            for Set { from: (number, path), .. } in levels.refused.iter().filter(|set| set.from.0 > locker) {
                self.number = *number;
                let message = format!("`{}` locks the severity of this rule: it can't be weakened", by.shown);
                self.wrong(
                    files[*number].spot(path).value,
                    message,
                    Some("remove this, or ask the owner of that file"),
                );
            }
            for (number, file) in files.iter().enumerate().skip(locker + 1) {
                for (index, waiver) in file.keys.waivers.iter().enumerate() {
                    if self.pack.rule(&waiver.rule).is_some_and(|rule| rule.id == id) {
                        self.number = number;
                        let at = file.spot(&format!("waivers/{index}/rule")).value;
                        let message = format!("`{}` locks this rule: it can't be waived here", by.shown);
                        self.wrong(at, message, Some("ask the owner of that file for a waiver there"));
                    }
                }
            }
        }
    }
}

fn article(key: &str) -> String {
    match key {
        "owner" => "an owner".into(),
        key => format!("a {key}"),
    }
}

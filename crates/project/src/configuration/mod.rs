//! The configuration: `.aiolint.yaml` in the root, and the files that it builds on.

mod checks;
mod effective;
mod globs;
mod keys;
mod layers;
mod policy;
mod reader;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use aiolint_bicep::{ENVIRONMENT, ScopeValues};
use aiolint_core::{Data, Entry, List, Location, Map, Span, Text, Value};
use aiolint_engine::detectors::{CONFIGURATION_INVALID, WAIVER_EXPIRED};
use aiolint_engine::judge::Filter;
use aiolint_engine::pack::Pack;
use aiolint_engine::world::Settings;
use globset::GlobSet;
use serde_json::{Map as JsonMap, Value as Json};

use crate::module_cache::{ModuleCache, usual_folder};
use crate::{OpenError, Request, root};

use keys::{CacheFolder, Keys};
use layers::Layers;

pub use effective::{Effective, Origin};
pub use keys::{FailOn, Level, schema};
pub use policy::{Choice, Policy};

/// The names that a configuration may have, the first one first.
pub(crate) const NAMES: [&str; 2] = [".aiolint.yaml", "aiolint.yaml"];

/// The detectors of what is wrong with the configuration itself.
const CONFIGURATION: [&str; 2] = [CONFIGURATION_INVALID, WAIVER_EXPIRED];

/// What the files of a configuration say, and what is wrong with them.
#[derive(Clone, Debug, Default)]
pub struct Configuration {
    root: PathBuf,
    layers: Layers,
}

/// Something wrong with a configuration.
#[derive(Clone, Debug)]
pub struct ConfigurationProblem {
    /// The detector that sees it.
    pub detector: &'static str,
    /// The file's path from the root.
    pub path: Arc<str>,
    /// The file's path as the user reads it.
    pub shown: Arc<str>,
    /// Its text.
    pub text: Arc<str>,
    /// The bytes that are wrong.
    pub at: Span,
    /// What is wrong.
    pub message: String,
    /// A few words at the place.
    pub label: String,
    /// What to do.
    pub help: Option<String>,
}

impl Configuration {
    /// The configuration of the project that a request is about; an empty one if there is none, or if nothing but the
    /// named paths is to be read. What is wrong in it is one of its problems.
    ///
    /// # Errors
    /// It is not clear which project that is.
    pub fn of(request: &Request) -> Result<Self, OpenError> {
        let root = root(request)?.folder;
        let layers = match request.isolated {
            true => Layers::default(),
            false => layers::layers(&request.disk(root.clone()), &request.folder),
        };
        Ok(Self { root, layers })
    }

    /// The configuration without its choice of files.
    #[must_use]
    pub fn for_all_files(mut self) -> Self {
        for file in &mut self.layers.files {
            (file.keys.include, file.keys.exclude) = (None, Vec::new());
        }
        self
    }

    /// Whether the file at this path from the root is checked.
    #[must_use]
    pub fn takes(&self, path: &str) -> bool {
        self.choice_of_files().takes(path)
    }

    /// The project's root.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The paths of its files from the root, the most important one first.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.layers.files.iter().rev().map(|file| &*file.path)
    }

    /// The paths from the root of its files, of those that they build on, and of the folders with users' rules: whether
    /// they are there or not.
    pub(crate) fn named(&self) -> impl Iterator<Item = String> {
        let named = |file: &layers::Layer| -> Vec<String> {
            let all = file.keys.extends.iter().chain(&file.keys.rule_folders);
            all.filter_map(|named| file.join(named)).chain([file.path.to_string()]).collect()
        };
        self.layers.files.iter().flat_map(named)
    }

    /// Everything that is wrong with it, in the order of the files; some depends on what rules there are, and on the
    /// day.
    #[must_use]
    pub fn problems(&self, pack: &Pack, today: &str) -> Vec<ConfigurationProblem> {
        let mut problems: Vec<ConfigurationProblem> = Vec::new();
        let invalid = self.layers.faults.iter().cloned().map(|fault| (CONFIGURATION_INVALID, fault));
        let checked = checks::checks(&self.layers.files, pack, &self.root).into_iter();
        let expired = checks::expired(&self.layers.files, today).into_iter().map(|fault| (WAIVER_EXPIRED, fault));
        let all = invalid.chain(checked.map(|fault| (CONFIGURATION_INVALID, fault))).chain(expired);
        for (detector, (number, wrong)) in all {
            let Some(file) = self.layers.files.get(number) else { continue };
            problems.push(ConfigurationProblem {
                detector,
                path: Arc::clone(&file.path),
                shown: Arc::clone(&file.shown),
                text: Arc::clone(&file.text),
                at: wrong.at,
                message: wrong.message,
                label: wrong.label,
                help: wrong.help,
            });
        }
        problems
    }

    /// Which rules run, and what becomes of their findings.
    #[must_use]
    pub fn decide(&self, pack: &Pack, choice: Choice<'_>) -> (Filter, Policy) {
        policy::decide(&self.layers.files, pack, choice)
    }

    /// Whether it switches a rule, by its id, off for the file at this path from the root.
    pub(crate) fn switches_off(&self, pack: &Pack, rule: &str, path: &str) -> bool {
        policy::is_switched_off(&self.layers.files, pack, rule, path)
    }

    /// How much is wrong with it, whatever rules there are.
    pub(crate) fn faults(&self) -> usize {
        self.layers.faults.len()
    }

    /// The effective values, for a file at this path from the root if one is given.
    #[must_use]
    pub fn effective(&self, pack: &Pack, path: Option<&str>) -> Vec<Effective> {
        effective::effective(&self.layers.files, pack, path)
    }

    /// The folders with users' rules, absolute. Those that are not there are among the problems.
    #[must_use]
    pub fn rule_folders(&self) -> Vec<PathBuf> {
        let named = |file: &layers::Layer| file.keys.rule_folders.iter().filter_map(|it| file.join(it)).collect();
        let all: Vec<String> = self.layers.files.iter().flat_map(|file| -> Vec<String> { named(file) }).collect();
        let mut folders = Vec::new();
        for folder in all.iter().filter_map(|path| checks::rule_folder(&self.root, path).ok()) {
            if !folders.contains(&folder) {
                folders.push(folder);
            }
        }
        folders
    }

    /// The least severity that makes the exit code 1, if it is said.
    #[must_use]
    pub fn fail_on(&self) -> Option<FailOn> {
        self.last(|keys| keys.fail_on)
    }

    /// What tells this run from others of the same repository, for SARIF.
    #[must_use]
    pub fn sarif_category(&self) -> Option<&str> {
        self.layers.files.iter().rev().find_map(|file| file.keys.sarif.category.as_deref())
    }

    /// The most important file's word on something.
    fn last<T>(&self, word: impl Fn(&Keys) -> Option<T>) -> Option<T> {
        self.layers.files.iter().rev().find_map(|file| word(&file.keys))
    }

    /// Which files are checked.
    pub(crate) fn choice_of_files(&self) -> FileChoice {
        let include = self.last(|keys| keys.include.clone());
        let exclude = self.layers.files.iter().flat_map(|file| &file.keys.exclude);
        FileChoice { include: include.map(|include| globs::globs(&include)), exclude: globs::globs(exclude) }
    }

    /// The cache of modules that may be read, if one may.
    pub(crate) fn module_cache(&self) -> Option<ModuleCache> {
        let file = self.layers.files.iter().rev().find(|file| file.keys.module_cache.is_some())?;
        let folder = match file.keys.module_cache.as_ref()? {
            CacheFolder::Usual(false) => None,
            CacheFolder::Usual(true) => usual_folder(),
            CacheFolder::Folder(folder) => {
                let own = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
                Some(self.root.join(own).join(folder))
            }
        };
        folder.map(ModuleCache::new)
    }

    /// What the run knows beside the files.
    pub(crate) fn settings(&self) -> Settings {
        let external = self.layers.files.iter().flat_map(|file| file.keys.external_endpoints.iter().cloned());
        Settings {
            complete: self.last(|keys| keys.complete).unwrap_or(false),
            namespace: self.last(|keys| keys.namespace.as_deref().map(Arc::from)),
            instance: self.last(|keys| keys.instance.as_deref().map(Arc::from)),
            external_endpoints: Arc::new(external.collect()),
            ..Settings::default()
        }
    }

    /// What the scope functions give.
    pub(crate) fn scope_values(&self) -> ScopeValues {
        let mut all: Vec<(&str, JsonMap<String, Json>)> = Vec::new();
        for file in &self.layers.files {
            let scope = &file.keys.scope;
            for (name, members) in [
                ("deployer", &scope.deployer),
                ("deployment", &scope.deployment),
                ("environment", &scope.environment),
                ("managementGroup", &scope.management_group),
                ("resourceGroup", &scope.resource_group),
                ("subscription", &scope.subscription),
                ("tenant", &scope.tenant),
            ] {
                add(&mut all, name, members.iter().map(|(name, member)| (name.clone(), member.clone())));
            }
            let variables = file.keys.environment_variables.iter();
            add(&mut all, ENVIRONMENT, variables.map(|(name, text)| (name.clone(), Json::from(text.as_str()))));
        }
        all.into_iter().map(|(name, members)| (name.to_owned(), value(&Json::Object(members)))).collect()
    }
}

/// Adds members to those with this name; a later one replaces an earlier one.
fn add<'n>(
    all: &mut Vec<(&'n str, JsonMap<String, Json>)>,
    name: &'n str,
    members: impl Iterator<Item = (String, Json)>,
) {
    for (member, json) in members {
        match all.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => drop(known.insert(member, json)),
            None => all.push((name, JsonMap::from_iter([(member, json)]))),
        }
    }
}

/// Which files are checked.
#[derive(Clone, Debug, Default)]
pub(crate) struct FileChoice {
    include: Option<GlobSet>,
    exclude: GlobSet,
}

impl FileChoice {
    /// Whether the file at this path from the root is checked.
    pub(crate) fn takes(&self, path: &str) -> bool {
        self.include.as_ref().is_none_or(|include| include.is_match(path)) && !self.exclude.is_match(path)
    }
}

/// A value of the configuration; it stands in none of the files that are checked.
fn value(json: &Json) -> Value {
    let data = match json {
        Json::Null => Data::Absent,
        Json::Bool(flag) => Data::Bool(*flag),
        Json::Number(number) => match number.as_i64() {
            Some(whole) => Data::Int(whole),
            None => Data::Float(number.as_f64().unwrap_or(f64::NAN)),
        },
        Json::String(text) => Data::Text(Text::Known(text.as_str().into())),
        Json::Array(items) => Data::List(Arc::new(List { items: items.iter().map(value).collect(), open: None })),
        Json::Object(members) => {
            let entry = |(name, member): (&String, &Json)| Entry { name: name.as_str().into(), value: value(member) };
            Data::Map(Arc::new(Map::new(members.iter().map(entry).collect(), None)))
        }
    };
    Value::new(data, Location::NONE)
}

/// Whether a folder has a configuration.
pub(crate) fn is_in(folder: &Path) -> bool {
    NAMES.iter().map(|name| folder.join(name)).any(|path: PathBuf| path.exists())
}

//! The configuration: `.aiolint.yaml` in the root.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use aiolint_bicep::{ENVIRONMENT, ScopeValues};
use aiolint_core::{Data, Entry, List, Location, Map, Text, Value};
use aiolint_engine::{PackError, read_front};
use serde::Deserialize;
use serde_json::Value as Json;

use crate::module_cache::{ModuleCache, usual_folder};
use crate::{Disk, decode, relative};

/// The names that a configuration may have, the first one first.
pub(crate) const NAMES: [&str; 2] = [".aiolint.yaml", "aiolint.yaml"];

/// What a configuration says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Configuration {
    /// What is known of where templates are deployed to.
    #[serde(default)]
    scope: Scope,
    /// What `readEnvironmentVariable` gives, by the names of the variables.
    #[serde(default, rename = "environment-variables")]
    environment_variables: BTreeMap<String, String>,
    /// Where modules of registries are read from.
    #[serde(default, rename = "module-cache")]
    module_cache: Option<CacheFolder>,
    /// Whether the files hold all resources that there are: a name that leads to none of them leads nowhere.
    #[serde(default)]
    complete: bool,
}

/// Whether the cache of the Bicep CLI is read, or where it is.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum CacheFolder {
    Usual(bool),
    Folder(PathBuf),
}

/// What the scope functions of Bicep give, as far as it is known: the members of each, by their names.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
struct Scope {
    deployer: Members,
    deployment: Members,
    environment: Members,
    management_group: Members,
    resource_group: Members,
    subscription: Members,
    tenant: Members,
}

type Members = BTreeMap<String, Json>;

impl Configuration {
    /// The configuration in the root; an empty one if there is none.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(crate) fn of(disk: &Disk, working: &Path) -> Result<Self, PackError> {
        let Some(name) = NAMES.iter().find(|name| disk.root().join(name).is_file()) else { return Ok(Self::default()) };
        let shown = relative(&disk.root().join(name), working);
        match disk.named_bytes(name).and_then(decode) {
            Ok(text) if text.trim().is_empty() => Ok(Self::default()),
            Ok(text) => read_front(&shown, text),
            Err(error) => Err(PackError {
                path: shown,
                text: Arc::from(""),
                range: 0..0,
                message: format!("the configuration can't be read: {error}"),
                help: None,
            }),
        }
    }

    /// The cache of modules that may be read, if one may; its folder is taken from the root.
    pub(crate) fn module_cache(&self, root: &Path) -> Option<ModuleCache> {
        let folder = match self.module_cache.as_ref()? {
            CacheFolder::Usual(false) => None,
            CacheFolder::Usual(true) => usual_folder(),
            CacheFolder::Folder(folder) => Some(root.join(folder)),
        };
        folder.map(ModuleCache::new)
    }

    /// Whether the files hold all resources that there are.
    pub(crate) fn is_complete(&self) -> bool {
        self.complete
    }

    /// What the scope functions give.
    pub(crate) fn scope_values(self) -> ScopeValues {
        let Scope { deployer, deployment, environment, management_group, resource_group, subscription, tenant } =
            self.scope;
        let all = [
            ("deployer", deployer),
            ("deployment", deployment),
            ("environment", environment),
            ("managementGroup", management_group),
            ("resourceGroup", resource_group),
            ("subscription", subscription),
            ("tenant", tenant),
            (
                ENVIRONMENT,
                self.environment_variables.into_iter().map(|(name, text)| (name, Json::from(text))).collect(),
            ),
        ];
        let said = all.into_iter().filter(|(_, members)| !members.is_empty());
        said.map(|(name, members)| (name.to_owned(), value(&Json::Object(members.into_iter().collect())))).collect()
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

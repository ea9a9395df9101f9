//! The keys of a configuration. The JSON Schema is made of these types, and a file is read by that schema: what stands
//! here is all that there is to say about a key.

use std::collections::BTreeMap;

use aiolint_core::Severity;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value as Json;

/// The configuration of aiolint: `.aiolint.yaml` or `aiolint.yaml` in the root of a project.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
#[schemars(title = "aiolint configuration")]
pub(crate) struct Keys {
    /// Configurations that this one builds on, by their paths from this file. The last one counts most, and this
    /// file more than all of them.
    pub extends: Vec<String>,
    /// Only these files are checked, as globs from the project's root.
    pub include: Option<Vec<String>>,
    /// These files are left alone, as globs from the project's root.
    pub exclude: Vec<String>,
    /// The packs whose rules run; those of `recommended` always do.
    pub packs: Option<Vec<Pack>>,
    /// What rules are worth, by id or name.
    pub rules: BTreeMap<String, Setting>,
    /// Other severities for some files. A later one wins.
    pub overrides: Vec<Override>,
    /// Folders with rules of your own, by their paths from this file.
    pub rule_folders: Vec<String>,
    /// Findings that are accepted for some time.
    pub waivers: Vec<Waiver>,
    /// The least severity that makes the exit code 1.
    pub fail_on: Option<FailOn>,
    /// What SARIF output says of the run.
    pub sarif: Sarif,
    /// Whether the files hold all resources that there are: a name that leads to none of them leads nowhere.
    pub complete: Option<bool>,
    /// The namespace of manifests that name none.
    pub namespace: Option<String>,
    /// The name of the instance that manifests belong to.
    pub instance: Option<String>,
    /// The names of data flow endpoints that are deployed from elsewhere.
    pub external_endpoints: Vec<String>,
    /// What is known of where templates are deployed to: what the scope functions of Bicep give.
    pub scope: Scope,
    /// What `readEnvironmentVariable` gives, by the names of the variables.
    pub environment_variables: BTreeMap<String, String>,
    /// Whether the cache of the Bicep CLI is read, or the folder that it is in, by its path from this file.
    pub module_cache: Option<CacheFolder>,
}

/// A pack of rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Pack {
    /// What fails, or is documented to be wrong.
    Recommended,
    /// What is stricter than the documentation.
    Strict,
    /// What is a matter of taste.
    Pedantic,
}

impl Pack {
    /// The word in a configuration and in rules.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Recommended => "recommended",
            Self::Strict => "strict",
            Self::Pedantic => "pedantic",
        }
    }
}

/// What a rule is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// It does not run.
    Off,
    /// It runs with its own severity.
    On,
    /// Its findings are hints.
    Note,
    /// Its findings are warnings.
    Warning,
    /// Its findings are errors.
    Error,
}

impl Level {
    /// The severity that it gives a rule's findings of this highest severity; `None` if there are none.
    #[must_use]
    pub fn severity(self, highest: Severity) -> Option<Severity> {
        match self {
            Self::Off => None,
            Self::On => Some(highest),
            Self::Note => Some(Severity::Note),
            Self::Warning => Some(Severity::Warning),
            Self::Error => Some(Severity::Error),
        }
    }

    /// The word in a configuration.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::On => "on",
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// What a rule is worth, and whether that is fixed.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum Setting {
    /// The severity alone.
    Level(Level),
    /// The severity with more.
    Full(FullSetting),
}

/// What a rule is worth, with more to say.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FullSetting {
    /// The severity.
    pub severity: Level,
    /// Whether nothing below can weaken it: no configuration that extends this one, no waiver there, no comment.
    #[serde(default)]
    pub locked: bool,
}

impl Setting {
    pub(crate) fn level(&self) -> Level {
        match self {
            Self::Level(level) | Self::Full(FullSetting { severity: level, .. }) => *level,
        }
    }

    pub(crate) fn is_locked(&self) -> bool {
        matches!(self, Self::Full(FullSetting { locked: true, .. }))
    }
}

/// Other severities for some files.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Override {
    /// The files, as globs from the project's root.
    pub paths: Vec<String>,
    /// What rules are worth there, by id or name.
    pub rules: BTreeMap<String, Level>,
}

/// Findings that are accepted for some time. They stay in SARIF output, with the reason.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Waiver {
    /// The rule, by id or name.
    pub rule: String,
    /// The files, as a glob from the project's root.
    pub path: Option<String>,
    /// The resource: its kind and name, with the namespace between them if it matters, as in `DataflowEndpoint/cloud`.
    pub resource: Option<String>,
    /// Why it is accepted.
    pub reason: String,
    /// Who answers for it.
    pub owner: String,
    /// The last day on which it holds, such as 2027-03-01.
    pub until: String,
}

/// The least severity that makes the exit code 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FailOn {
    /// Errors.
    Error,
    /// Warnings and errors.
    Warning,
    /// Everything.
    Note,
    /// Nothing.
    Never,
}

/// What SARIF output says of the run.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Sarif {
    /// What tells this run from others of the same repository.
    pub category: Option<String>,
}

/// Whether the cache of the Bicep CLI is read, or where it is.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum CacheFolder {
    /// Whether the usual place is read, `.bicep` in the home folder.
    Usual(bool),
    /// The folder.
    Folder(String),
}

/// What the scope functions of Bicep give, as far as it is known: the members of each, by their names.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub(crate) struct Scope {
    /// What `deployer()` gives.
    pub deployer: Members,
    /// What `deployment()` gives.
    pub deployment: Members,
    /// What `environment()` gives.
    pub environment: Members,
    /// What `managementGroup()` gives.
    pub management_group: Members,
    /// What `resourceGroup()` gives.
    pub resource_group: Members,
    /// What `subscription()` gives.
    pub subscription: Members,
    /// What `tenant()` gives.
    pub tenant: Members,
}

pub(crate) type Members = BTreeMap<String, Json>;

/// The JSON Schema of a configuration.
#[must_use]
pub fn schema() -> Json {
    schemars::schema_for!(Keys).to_value()
}

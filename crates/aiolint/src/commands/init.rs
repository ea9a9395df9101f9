//! `aiolint init`: a configuration to start with, and what the project has.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use aiolint_engine::facts::is_bicep;
use aiolint_engine::judge::Filter;
use aiolint_engine::world::Settings;
use aiolint_project::write_output;
use aiolint_project::{Configuration, OpenError, Request, Workspace, configuration_schema, open_with, relative};

use crate::arguments::Init;
use crate::failure::Failure;
use crate::{CLEAN, Io, rules};

/// The configuration.
const FILE: &str = ".aiolint.yaml";

/// Its schema, beside it, so that editors need no network.
const SCHEMA: &str = ".aiolint.schema.json";

/// What the project has.
#[derive(Default)]
struct Found {
    manifests: usize,
    bicep: usize,
    resources: usize,
    namespaces: BTreeSet<String>,
}

pub(crate) fn run(init: &Init, io: &mut Io<'_>) -> Result<u8, Failure> {
    let request = Request { folder: io.folder.clone(), paths: vec![init.folder.clone()], ..Request::default() };
    let configuration = Configuration::of(&request)?;
    let root: PathBuf = configuration.root().components().collect();
    let shown = |name: &str| relative(&root.join(name), &io.folder);
    if let Some(path) = configuration.paths().next() {
        return Err(Failure::Exists(shown(path)));
    }
    let found = look(&Request { paths: vec![root.clone()], ..request }, &configuration)?;
    let schema = aiolint_report::json_text(&configuration_schema())?;
    write_output(&root.join(SCHEMA), schema.as_bytes())?;
    write_output(&root.join(FILE), text(&found).as_bytes())?;
    let (file, schema) = (shown(FILE), shown(SCHEMA));
    let told = summary(&found, &root);
    writeln!(io.stdout, "{told}\nWrote {file}, and {schema} for editors.\nNext: aiolint check")?;
    Ok(CLEAN)
}

/// Looks at the project; one without files is new.
fn look(request: &Request, configuration: &Configuration) -> Result<Found, Failure> {
    let pack = rules::load(&request.folder, &[])?;
    let filter = Filter::new(&pack, |_| false);
    let mut workspace = Workspace::new(pack, filter, Settings::default());
    match open_with(request, configuration, &mut workspace) {
        Ok(_) => drop(workspace.analyse()),
        Err(OpenError::NothingToCheck(_)) => return Ok(Found::default()),
        Err(error) => return Err(error.into()),
    }
    let mut found = Found::default();
    for facts in workspace.facts() {
        match is_bicep(&facts.source.path) {
            true => found.bicep += 1,
            false => found.manifests += usize::from(!facts.resources.is_empty()),
        }
        found.resources += facts.resources.iter().filter(|known| known.kind.is_some()).count();
        let namespaces = facts.resources.iter().filter_map(|known| known.resource.namespace.known_text());
        found.namespaces.extend(namespaces.map(str::to_owned));
    }
    Ok(found)
}

fn count(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

fn summary(found: &Found, root: &Path) -> String {
    let mut text = format!(
        "In {}: {} and {} with manifests; {} that aiolint knows.",
        root.display(),
        count(found.bicep, "Bicep file"),
        count(found.manifests, "YAML file"),
        count(found.resources, "resource"),
    );
    if !found.namespaces.is_empty() {
        let all: Vec<&str> = found.namespaces.iter().map(String::as_str).take(5).collect();
        let more = if found.namespaces.len() > all.len() { ", …" } else { "" };
        let _ = write!(text, "\nNamespaces: {}{more}.", all.join(", "));
    }
    aiolint_core::printable(&text).into_owned()
}

/// A configuration in which everything is as it is without one.
fn text(found: &Found) -> String {
    let namespace = match found.namespaces.iter().collect::<Vec<_>>()[..] {
        [one] if one.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') => one,
        _ => "azure-iot-operations",
    };
    format!(
        "\
# yaml-language-server: $schema={SCHEMA}
#
# The configuration of aiolint. Everything here is as it is without this file: remove a `#` to change something.
# `aiolint config show` says what holds and why.

# Files that are left alone.
# exclude:
#   - samples/**

# What rules are worth: off, note, warning or error. `aiolint rules list` shows all rules.
# rules:
#   trust-bundle-missing: error

# Other severities for some files.
# overrides:
#   - paths: [test/**]
#     rules:
#       trust-bundle-missing: off

# The least severity that makes the exit code 1.
# fail-on: warning

# Whether the files here are all that is deployed: then a name that leads to none of them is an error.
# complete: true

# The namespace of manifests that name none.
# namespace: {namespace}

# What is known of where Bicep files are deployed to.
# scope:
#   resourceGroup: {{ name: plant, location: westeurope }}
"
    )
}

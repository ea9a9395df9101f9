//! Both hooks, installed and run by pre-commit in a repository with an old finding, a bad commit and a good one.

use std::fs;
use std::path::{Path, PathBuf};

use super::place::Place;
use super::process::{Said, git, isolate, run, succeed};
use super::snapshot::Snapshot;
use super::{BAD, expect, expect_not, good};
use crate::steps::before_path;
use crate::{Outcome, repository};

/// The ids of the hooks, and what each is called while it runs.
const HOOKS: [(&str, &str); 2] = [("aiolint", "aiolint."), ("aiolint-rust", "aiolint (Rust).")];

/// The endpoint in Bicep, without its port: the finding is in line 7.
const BAD_BICEP: &str = "\
resource partner 'Microsoft.IoTOperations/instances/dataflowEndpoints@2025-10-01' = {
  name: 'plant/partner'
  properties: {
    endpointType: 'Mqtt'
    mqttSettings: {
      authentication: { method: 'Anonymous', anonymousSettings: {} }
      host: 'broker.example.com'
    }
  }
}
";

/// Gives the clone that pre-commit made.
pub(super) fn check(place: &Place, snapshot: &Snapshot) -> Result<PathBuf, String> {
    let home = place.fresh("pre-commit")?;
    let folder = place.fresh("committing")?;
    succeed(&mut git(&folder, &["init", "--quiet"]))?;
    let ids: String = HOOKS.iter().map(|(id, _)| format!("      - id: {id}\n")).collect();
    let Snapshot { repository, revision } = snapshot;
    let config = format!("repos:\n  - repo: {}\n    rev: {revision}\n    hooks:\n{ids}", repository.display());
    repository::write(&folder.join(".pre-commit-config.yaml"), &config)?;
    // A finding that is older than the hooks.
    repository::write(&folder.join("old.yaml"), BAD)?;
    succeed(&mut git(&folder, &["add", "--all"]))?;
    succeed(&mut git(&folder, &["commit", "--quiet", "--message", "Before the hooks"]))?;
    let mut install = place.tool("pre-commit");
    install.args(["install", "--install-hooks"]).current_dir(&folder);
    isolate(&mut install);
    succeed(&mut install)?;
    for (id, name) in HOOKS {
        commits(place, &folder, id, name).map_err(|error| format!("the hook `{id}`: {error}"))?;
    }
    clone(&home)
}

/// Commits with one of the hooks: it refuses what is bad, and lets pass what is good.
fn commits(place: &Place, folder: &Path, id: &str, name: &str) -> Outcome {
    let start = head(folder)?;
    let others: Vec<_> = HOOKS.iter().map(|(other, _)| *other).filter(|other| *other != id).collect();
    let commit = |file: &str, text: &str| -> Result<Said, String> {
        repository::write(&folder.join(file), text)?;
        succeed(&mut git(folder, &["add", "--all"]))?;
        let mut command = git(folder, &["commit", "--message", file]);
        command.env("SKIP", others.join(",")).env("PATH", before_path(&place.path("tools/bin")));
        command.envs(place.quick_build());
        run(&mut command)
    };
    for (file, text, found) in
        [("endpoints.yaml", BAD, "endpoints.yaml:9:11"), ("main.bicep", BAD_BICEP, "main.bicep:7:13")]
    {
        let refused = commit(file, text)?.all();
        expect(&refused, &[name, "Failed", "error[AIO201]", found])?;
        expect_not(&refused, "old.yaml")?;
        if head(folder)? != start {
            return Err(format!("a commit with a finding was made:\n{refused}"));
        }
        succeed(&mut git(folder, &["reset", "--quiet", "--hard"]))?;
    }
    let passed = commit("endpoints.yaml", &good())?;
    expect(&passed.all(), &[name, "Passed"])?;
    let skipped = commit("notes.txt", "Nothing that is deployed.\n")?;
    expect(&skipped.all(), &[name, "(no files to check)Skipped"])?;
    if passed.code != Some(0) || skipped.code != Some(0) || head(folder)? == start {
        return Err(format!("a commit without a finding was not made:\n{}{}", passed.all(), skipped.all()));
    }
    succeed(&mut git(folder, &["reset", "--quiet", "--hard", &start])).map(drop)
}

fn head(folder: &Path) -> Result<String, String> {
    Ok(succeed(&mut git(folder, &["rev-parse", "HEAD"]))?.trim().to_owned())
}

/// The one clone that pre-commit made for both hooks.
fn clone(home: &Path) -> Result<PathBuf, String> {
    let entries = fs::read_dir(home).map_err(|error| format!("can't read {}: {error}", home.display()))?;
    let found = entries.filter_map(Result::ok).map(|entry| entry.path()).find(|path| path.join("action.yml").is_file());
    found.ok_or_else(|| format!("there is no clone in {}", home.display()))
}

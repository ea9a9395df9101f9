//! The pipelines of docs/recipes.md: their scripts are run as their systems run them, in a repository with a change
//! that has a finding, and in one with a change that has none.

#![expect(clippy::disallowed_methods, reason = "runs scripts with the search path that it was given")]

use std::process::Command;

use serde_json::Value;

use super::blocks;
use super::support::Folder;

const PAGE: &str = include_str!("../../../../docs/recipes.md");

const BAD: &str = "\
apiVersion: connectivity.iotoperations.azure.com/v1
kind: DataflowEndpoint
metadata: { name: partner }
spec:
  endpointType: Mqtt
  mqttSettings:
    authentication: { method: Anonymous, anonymousSettings: {} }
    host: broker.example.com
";

/// What stands for pip: that the wheel installs is tested with the wheel.
const PIP: &str = "#!/bin/sh\ntest \"$*\" = 'install aiolint'\n";

/// What the systems say of the change, each in its own variables.
const VARIABLES: [(&str, &str); 3] = [
    ("GITHUB_BASE_REF", "main"),
    ("CI_MERGE_REQUEST_DIFF_BASE_SHA", "origin/main"),
    ("SYSTEM_PULLREQUEST_TARGETBRANCHNAME", "main"),
];

/// A repository in which the last commit, which `origin/main` has not, has this manifest.
fn repository(text: &str) -> Folder {
    let folder = Folder::with("old.yaml", BAD.replace("partner", "old").replace("example.com", "example.com:8883"));
    let folder = folder.and("bin/pip", PIP);
    let commit = "git add --all && git -c user.name=a -c user.email=a@example.com commit --quiet --message change";
    bash(
        &folder,
        &format!("chmod +x bin/pip && git init --quiet && {commit} && git update-ref refs/remotes/origin/main HEAD"),
    );
    let folder = folder.and("endpoints.yaml", text);
    bash(&folder, commit);
    folder
}

/// Runs a script as pipelines do; gives its exit code and what it said.
fn bash(folder: &Folder, script: &str) -> (Option<i32>, String) {
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_aiolint")).parent().expect("it is in a folder");
    let path = std::env::var("PATH").expect("there is a search path");
    let path = format!("{}/bin:{}:{path}", folder.path().display(), program.display());
    let mut bash = Command::new("bash");
    bash.args(["--norc", "-eo", "pipefail", "-c", script]).current_dir(folder.path()).env("PATH", path).envs(VARIABLES);
    bash.env("BUILD_ARTIFACTSTAGINGDIRECTORY", folder.path()).env("GIT_CONFIG_GLOBAL", "/dev/null");
    let output = bash.output().expect("bash is there");
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    (output.status.code(), said)
}

/// The scripts of a pipeline: what its steps `run`, its `script`s line by line, and what is for `bash`. Steps that only
/// install stand before the one that checks, and run with it.
fn scripts(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                match (key.as_str(), value) {
                    ("run" | "bash", Value::String(script)) => found.push(script.clone()),
                    ("script", Value::Array(lines)) => {
                        let lines: Vec<_> = lines.iter().filter_map(Value::as_str).collect();
                        found.push(lines.join("\n"));
                    }
                    _ => scripts(value, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| scripts(item, found)),
        _ => {}
    }
}

/// The files that a script has written in a format: `sarif=out.sarif`.
fn outputs(script: &str) -> Vec<String> {
    let files = script.split("--output ").skip(1).filter_map(|rest| rest.split_once('=')?.1.split_whitespace().next());
    files.map(|file| file.trim_matches('"').replace("$BUILD_ARTIFACTSTAGINGDIRECTORY/", "")).collect()
}

#[test]
fn the_pipelines_find_what_is_wrong_and_nothing_else() {
    let good = BAD.replace("example.com", "example.com:8883");
    let mut checks = 0;
    for (info, text) in blocks(PAGE).into_iter().filter(|(info, _)| info.starts_with("yaml")) {
        let pipeline: Value = serde_saphyr::from_str(&text).unwrap_or_else(|error| panic!("{info}: {error}"));
        let mut found = Vec::new();
        scripts(&pipeline, &mut found);
        for script in found {
            let (bad, good) = (repository(BAD), repository(&good));
            let (code, said) = bash(&good, &script);
            assert_eq!(code, Some(0), "{script}\n{said}");
            if !script.contains("aiolint check") {
                continue;
            }
            let (code, said) = bash(&bad, &script);
            assert_eq!(code, Some(1), "{script}\n{said}");
            assert!(said.contains("endpoints.yaml") && said.contains("AIO201"), "{script}\n{said}");
            for file in outputs(&script) {
                assert!(String::from_utf8_lossy(&bad.read(&file)).contains("endpoints.yaml"), "{file}");
            }
            checks += 1;
        }
    }
    assert_eq!(checks, 5, "of GitHub, GitLab and Azure DevOps");
}

#[test]
fn the_action_has_the_inputs_that_the_recipes_describe() {
    let action: Value = serde_saphyr::from_str(include_str!("../../../../action.yml")).expect("it is YAML");
    let inputs = action["inputs"].as_object().expect("it has inputs");
    let described = |name: &String| {
        let default = inputs[name]["default"].as_str().expect("each has a default");
        let end = if default.is_empty() { "| |".into() } else { format!("| `{default}` |") };
        PAGE.lines().any(|line| line.starts_with(&format!("| `{name}` |")) && line.ends_with(&end))
    };
    let missing: Vec<_> = inputs.keys().filter(|name| !described(name)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert_eq!(inputs.len(), 6);
}

//! The part of a runner that composite actions need: inputs, expressions, `run` with bash, and the runner's files.
//! An expression that it does not know is an error.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;
use serde_json::Value;

use super::super::process::run;
use crate::{Outcome, repository};

/// `action.yml`, as far as it is run.
#[derive(Deserialize)]
pub(super) struct Action {
    inputs: BTreeMap<String, Input>,
    runs: Runs,
}

#[derive(Deserialize)]
struct Input {
    default: String,
}

#[derive(Deserialize)]
struct Runs {
    steps: Vec<Step>,
}

#[derive(Deserialize)]
struct Step {
    name: String,
    id: Option<String>,
    #[serde(rename = "if")]
    condition: Option<String>,
    #[serde(default)]
    env: BTreeMap<String, String>,
    run: Option<String>,
    uses: Option<String>,
    #[serde(default)]
    with: BTreeMap<String, String>,
}

/// A job with the action as its one step.
pub(super) struct Job<'a> {
    action: &'a Action,
    folder: PathBuf,
    /// What expressions give.
    values: BTreeMap<String, String>,
    pub environment: BTreeMap<String, OsString>,
    /// What all steps said.
    pub log: String,
    /// What was uploaded to code scanning.
    pub uploaded: Option<Value>,
}

impl Action {
    pub(super) fn read(path: &Path) -> Result<Self, String> {
        serde_saphyr::from_str(&repository::read(path)?).map_err(|error| format!("{}: {error}", path.display()))
    }
}

impl<'a> Job<'a> {
    /// A job whose files are in `folder`, and the repository to check in `folder/workspace`.
    pub(super) fn new(action: &'a Action, clone: &Path, folder: PathBuf) -> Result<Self, String> {
        let values = action.inputs.iter().map(|(name, input)| (format!("inputs.{name}"), input.default.clone()));
        let values = values.collect();
        let mut job = Self { action, folder, values, environment: BTreeMap::new(), log: String::new(), uploaded: None };
        for (variable, file) in [("OUTPUT", "output"), ("STEP_SUMMARY", "summary"), ("PATH", "path")] {
            repository::write(&job.folder.join(file), "")?;
            job.environment.insert(format!("GITHUB_{variable}"), job.folder.join(file).into());
        }
        fs::create_dir_all(job.temp()).map_err(|error| format!("can't make a folder: {error}"))?;
        job.environment.insert("RUNNER_TEMP".into(), job.temp().into());
        job.environment.insert("GITHUB_ACTION_PATH".into(), clone.into());
        job.environment("RUNNER_OS", "Linux");
        job.environment("RUNNER_ARCH", "X64");
        job.environment.insert("PATH".into(), std::env::var_os("PATH").unwrap_or_default());
        Ok(job)
    }

    /// The repository that the action is from, and the ref that it is used by.
    pub(super) fn of(mut self, repository: &str, reference: &str) -> Self {
        self.values.insert("github.action_repository".into(), repository.into());
        self.values.insert("github.action_ref".into(), reference.into());
        self
    }

    pub(super) fn environment(&mut self, name: &str, value: &str) {
        self.environment.insert(name.into(), value.into());
    }

    pub(super) fn input(&mut self, name: &str, value: &str) {
        let former = self.values.insert(format!("inputs.{name}"), value.into());
        assert!(former.is_some(), "the action has no input `{name}`");
    }

    pub(super) fn workspace(&self) -> PathBuf {
        self.folder.join("workspace")
    }

    pub(super) fn temp(&self) -> PathBuf {
        self.folder.join("temp")
    }

    /// One of the runner's files: `output`, `summary`, `path`.
    pub(super) fn read(&self, file: &str) -> Result<String, String> {
        repository::read(&self.folder.join(file))
    }

    /// Runs the steps, up to the first that fails. Gives the last exit code.
    pub(super) fn run(&mut self) -> Result<i32, String> {
        let mut code = 0;
        for step in &self.action.runs.steps {
            if code == 0 && self.is_to_run(step)? {
                code = self.step(step).map_err(|error| format!("the step `{}`: {error}\n{}", step.name, self.log))?;
            }
        }
        Ok(code)
    }

    pub(super) fn expect_code(&self, code: i32, expected: i32) -> Outcome {
        let Self { log, folder, .. } = self;
        let what = folder.file_name().unwrap_or_default().to_string_lossy();
        if code == expected { Ok(()) } else { Err(format!("{what} ended with {code}, not {expected}:\n{log}")) }
    }

    /// Comparisons with texts, joined by `&&`.
    fn is_to_run(&self, step: &Step) -> Result<bool, String> {
        for comparison in step.condition.iter().flat_map(|condition| condition.split("&&")) {
            let (left, operator, right) =
                match comparison.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>()[..] {
                    [left, operator, right] => (left, operator, right.trim_matches('\'')),
                    _ => return Err(format!("this is no comparison: {comparison}")),
                };
            if (self.value(left)? == right) != (operator == "==") {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn step(&mut self, step: &Step) -> Result<i32, String> {
        let Some(script) = &step.run else { return self.upload(step).map(|()| 0) };
        let file = self.folder.join("script.sh");
        repository::write(&file, script)?;
        let mut command = Command::new("bash");
        command.args(["--noprofile", "--norc", "-eo", "pipefail"]).arg(file).current_dir(self.workspace());
        command.envs(&self.environment);
        for (name, text) in &step.env {
            command.env(name, self.filled(text)?);
        }
        let said = run(&mut command)?;
        self.log += &said.all();
        for line in self.read("output")?.lines() {
            let (name, value) = line.split_once('=').ok_or_else(|| format!("this is no output: {line}"))?;
            let id = step.id.as_deref().unwrap_or(&step.name);
            self.values.insert(format!("steps.{id}.outputs.{name}"), value.into());
        }
        repository::write(&self.folder.join("output"), "")?;
        for folder in self.read("path")?.lines() {
            let path = self.environment.entry("PATH".into()).or_default();
            *path = [OsString::from(folder), path.clone()].join(std::ffi::OsStr::new(":"));
        }
        repository::write(&self.folder.join("path"), "")?;
        said.code.ok_or_else(|| "it was stopped".into())
    }

    /// The one action of others that is used: it reads the SARIF file.
    fn upload(&mut self, step: &Step) -> Outcome {
        if !step.uses.as_ref().is_some_and(|uses| uses.starts_with("github/codeql-action/upload-sarif@")) {
            return Err("it neither runs a script nor uploads SARIF".into());
        }
        let file = step.with.get("sarif_file").ok_or("it does not say what to upload")?;
        let text = repository::read(Path::new(&self.filled(file)?))?;
        self.uploaded = Some(serde_json::from_str(&text).map_err(|error| format!("this is no JSON: {error}"))?);
        Ok(())
    }

    /// A text with the values of its expressions.
    fn filled(&self, text: &str) -> Result<String, String> {
        let mut parts = text.split("${{");
        let mut filled = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (expression, rest) =
                part.split_once("}}").ok_or_else(|| format!("an expression has no end: {text}"))?;
            filled += &self.value(expression.trim())?;
            filled += rest;
        }
        Ok(filled)
    }

    /// What an expression gives. An output that was not set is empty.
    fn value(&self, expression: &str) -> Result<String, String> {
        match self.values.get(expression) {
            Some(value) => Ok(value.clone()),
            None if expression.starts_with("steps.") => Ok(String::new()),
            None => Err(format!("nothing is known of `{expression}`")),
        }
    }
}

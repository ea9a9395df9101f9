//! `cargo xtask distribution`: what people install, installed as they do: both hooks by pre-commit from a clone, the
//! wheel by pip, completions in bash, man pages in groff, and the steps of `action.yml` as a runner runs them.
//!
//! Everything is kept below `target/distribution`. Needs git, bash, groff, Python with `venv`, and the registries of
//! Rust and Python; what is missing is a failure.

mod action;
mod hooks;
mod place;
mod process;
mod shell;
mod snapshot;
mod wheel;
mod workflows;

use crate::Outcome;
use crate::steps::timed;
use place::Place;

/// Manifests with an endpoint that has no port: one finding, AIO201, in line 9.
const BAD: &str = "\
apiVersion: connectivity.iotoperations.azure.com/v1
kind: DataflowEndpoint
metadata:
  name: partner
spec:
  endpointType: Mqtt
  mqttSettings:
    authentication: { method: Anonymous, anonymousSettings: {} }
    host: broker.example.com
";

/// The same with the port, and without a finding.
fn good() -> String {
    BAD.replace("example.com", "example.com:8883")
}

pub(crate) fn run() -> Outcome {
    let place = Place::new()?;
    let snapshot = timed("a clone", || snapshot::take(&place))?;
    timed("tools", || place.install_tools())?;
    timed("workflows", || workflows::check(&place))?;
    let clone = timed("hooks", || hooks::check(&place, &snapshot))?;
    let program = timed("wheel", || wheel::check(&place, &snapshot))?;
    timed("shell", || shell::check(&place, &program))?;
    timed("action", || action::check(&place, &clone, &program))
}

/// Fails, with the text, if something is not in it.
fn expect(text: &str, words: &[&str]) -> Outcome {
    match words.iter().find(|words| !text.contains(**words)) {
        None => Ok(()),
        Some(missing) => Err(format!("`{missing}` is missing in:\n{text}")),
    }
}

/// Fails, with the text, if something is in it.
fn expect_not(text: &str, words: &str) -> Outcome {
    if text.contains(words) { Err(format!("`{words}` should not be in:\n{text}")) } else { Ok(()) }
}

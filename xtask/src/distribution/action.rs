//! The steps of `action.yml`, run as a runner runs them: with its files for outputs, the path and the summary.

mod runner;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::place::Place;
use super::process::{git, succeed};
use super::{BAD, expect, expect_not, good};
use crate::{Outcome, repository};
use runner::{Action, Job};

/// Where the action comes from in these runs.
const REPOSITORY: &str = "example/aiolint";

/// The tag of this version.
const TAG: &str = concat!("v", env!("CARGO_PKG_VERSION"));

/// What releases are called for the runner that is played here.
const TARGET: &str = "x86_64-unknown-linux-musl";

/// A path that would be a command if a shell read it.
const HOSTILE: &str = "$(touch caught); `touch caught`\n'; touch caught; '";

/// `clone` has the action, as a runner would have it.
pub(super) fn check(place: &Place, clone: &Path, program: &Path) -> Outcome {
    let action = Action::read(&clone.join("action.yml"))?;
    let server = release(place, clone, program)?;
    let job = |name: &str, text: &str| -> Result<Job<'_>, String> {
        let folder = place.fresh(&format!("action/{name}"))?;
        repository::write(&folder.join("workspace/endpoints.yaml"), text)?;
        repository::write(&folder.join("workspace/other/fine.yaml"), &good())?;
        let mut job = Job::new(&action, clone, folder)?.of(REPOSITORY, TAG);
        job.environment("GITHUB_SERVER_URL", &format!("file://{}", server.display()));
        Ok(job)
    };
    finds(job("bad", BAD)?)?;
    finds_nothing(job("good", &good())?)?;
    takes_arguments(job("arguments", BAD)?)?;
    obeys_nobody(job("hostile", BAD)?)?;
    installs_only_what_was_released(job("tampered", &good())?, &server)?;
    builds_what_is_no_release(place, job("source", &good())?)
}

/// A server with the release of this version, packed as the workflow does. Gives its folder.
fn release(place: &Place, clone: &Path, program: &Path) -> Result<PathBuf, String> {
    let server = place.fresh("server")?;
    let repository = server.join(REPOSITORY);
    succeed(&mut git(clone, &["clone", "--quiet", "--bare", ".", &repository.display().to_string()]))?;
    succeed(&mut git(&repository, &["tag", TAG]))?;
    let files = repository.join("releases/download").join(TAG);
    fs::create_dir_all(&files).map_err(|error| format!("can't make {}: {error}", files.display()))?;
    let folder = program.parent().unwrap_or(program);
    succeed(Command::new("bash").arg("action/package.sh").arg(folder).arg(TARGET).current_dir(clone))?;
    let name = format!("aiolint-{TAG}-{TARGET}.tar.gz");
    let content = succeed(Command::new("tar").args(["-tzf", &name]).current_dir(clone))?;
    expect(
        &content,
        &[
            "/aiolint\n",
            "/LICENSE-MIT\n",
            "/THIRD-PARTY-LICENSES.txt\n",
            "/completions/aiolint.bash\n",
            "/man/man1/aiolint-check.1\n",
        ],
    )?;
    fs::rename(clone.join(&name), files.join(&name)).map_err(|error| format!("can't move {name}: {error}"))?;
    let sums = succeed(Command::new("sha256sum").args(["--", &name]).current_dir(&files))?;
    repository::write(&files.join("SHA256SUMS"), &sums)?;
    Ok(server)
}

/// A finding is shown in the log, in the files of the pull request, in the summary and in code scanning; the job fails.
fn finds(mut job: Job<'_>) -> Outcome {
    let code = job.run()?;
    job.expect_code(code, 1)?;
    expect(&job.log, &["endpoints.yaml:9:11", "::error file=endpoints.yaml,", "1 error, 0 warnings"])?;
    expect(&job.read("summary")?, &["## aiolint", "AIO201", "endpoints.yaml:9"])?;
    let sarif = job.uploaded.take().ok_or("nothing was uploaded")?;
    let results = &sarif["runs"][0]["results"];
    if results.as_array().map(Vec::len) != Some(1) || results[0]["ruleId"] != "AIO201" {
        return Err(format!("not the results that are expected: {results}"));
    }
    Ok(())
}

fn finds_nothing(mut job: Job<'_>) -> Outcome {
    let code = job.run()?;
    job.expect_code(code, 0)?;
    expect_not(&job.log, "::error")?;
    expect(&job.read("summary")?, &["0 errors, 0 warnings"])?;
    let sarif = job.uploaded.take().ok_or("nothing was uploaded, so that old findings would stay")?;
    match sarif["runs"][0]["results"].as_array() {
        Some(results) if results.is_empty() => Ok(()),
        _ => Err(format!("there should be no results: {sarif}")),
    }
}

/// Several paths and arguments, and everything turned off that can be.
fn takes_arguments(mut job: Job<'_>) -> Outcome {
    job.input("paths", "other\nendpoints.yaml\n");
    job.input("arguments", "--fail-on=never\n  --format=concise\n");
    for input in ["annotations", "summary", "upload-sarif"] {
        job.input(input, "false");
    }
    let code = job.run()?;
    job.expect_code(code, 0)?;
    expect(&job.log, &["endpoints.yaml:9:11: error[AIO201]", "in 2 resources of 2 files"])?;
    expect_not(&job.log, "::error")?;
    if job.uploaded.is_some() || !job.read("summary")?.is_empty() {
        return Err("there is an upload or a summary, though none is asked for".into());
    }
    Ok(())
}

/// No input is run by a shell; a wrong path is a failure, without findings to upload.
fn obeys_nobody(mut job: Job<'_>) -> Outcome {
    job.input("paths", HOSTILE);
    let code = job.run()?;
    job.expect_code(code, 2)?;
    expect(&job.log, &["does not exist"])?;
    if job.workspace().join("caught").exists() || job.uploaded.is_some() {
        return Err(format!("an input was run, or something was uploaded:\n{}", job.log));
    }
    Ok(())
}

/// An archive that is not what its checksum says is not unpacked.
fn installs_only_what_was_released(mut job: Job<'_>, server: &Path) -> Outcome {
    let files = server.join(REPOSITORY).join("releases/download").join(TAG);
    let archive = files.join(format!("aiolint-{TAG}-{TARGET}.tar.gz"));
    let kept = fs::read(&archive).map_err(|error| format!("can't read {}: {error}", archive.display()))?;
    let write = |bytes: &[u8]| fs::write(&archive, bytes).map_err(|error| format!("can't write: {error}"));
    write(&[&kept[..], b"more"].concat())?;
    let code = job.run();
    write(&kept)?;
    job.expect_code(code?, 1)?;
    expect(&job.log, &["FAILED"])?;
    if job.temp().join("aiolint/bin/aiolint").exists() {
        return Err("an archive with a wrong checksum was unpacked".into());
    }
    Ok(())
}

/// A branch is no release: it is built.
fn builds_what_is_no_release(place: &Place, job: Job<'_>) -> Outcome {
    let mut job = job.of(REPOSITORY, "main");
    for (name, value) in place.quick_build() {
        job.environment.insert(name.into(), value);
    }
    let code = job.run()?;
    job.expect_code(code, 0)?;
    expect(&job.log, &["building it from source", "0 errors, 0 warnings"])
}

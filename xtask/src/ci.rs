//! `cargo xtask ci`: what must hold before a change is accepted, beside the tests.

use std::time::Instant;

use crate::repository::cargo;
use crate::{Outcome, distribution, editor, generate, new_rule, tidy};

/// A step, and the command that shows or mends what is wrong.
struct Step {
    name: &'static str,
    run: fn() -> Outcome,
    command: &'static str,
}

const STEPS: &[Step] = &[
    Step { name: "format", run: || cargo(&["fmt", "--all", "--check"], &[]), command: "cargo fmt --all" },
    Step {
        name: "clippy",
        run: || cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"], &[]),
        command: "cargo clippy --workspace --all-targets -- -D warnings",
    },
    Step { name: "generated files", run: || generate::run(true), command: "cargo xtask gen" },
    Step {
        name: "skeletons of rules",
        run: skeletons,
        command: "cargo xtask new-rule NAME --area AREA --kind KIND --into FOLDER",
    },
    Step {
        name: "documentation",
        run: || cargo(&["doc", "--workspace", "--no-deps"], &[("RUSTDOCFLAGS", "-D warnings")]),
        command: "RUSTDOCFLAGS='-D warnings' cargo doc --workspace --no-deps",
    },
    Step { name: "distribution", run: distribution::run, command: "cargo xtask distribution" },
    Step { name: "editors", run: || editor::run(&editor::Arguments::default()), command: "cargo xtask editors" },
    Step { name: "tidy", run: tidy::run, command: "cargo xtask tidy" },
];

pub(crate) fn run() -> Outcome {
    for Step { name, run, command } in STEPS {
        println!("{name} …");
        let start = Instant::now();
        run().map_err(|error| format!("the step `{name}` failed: {error}; run `{command}`"))?;
        println!("{name}: {:.1} s", start.elapsed().as_secs_f64());
    }
    println!("all {} steps hold", STEPS.len());
    Ok(())
}

/// A skeleton for each kind, with its examples run by the program as users run theirs.
fn skeletons() -> Outcome {
    let folder = tempfile::tempdir().map_err(|error| format!("can't make a temporary folder: {error}"))?;
    for kind in aiolint_rules::pack().kinds.iter().filter(|kind| kind.kubernetes.is_some()) {
        let name = format!("skeleton-{}", kind.name.to_ascii_lowercase());
        new_rule::write(&name, "skeleton", &kind.name, Some(folder.path()))?;
    }
    let path = folder.path().to_str().ok_or("the temporary folder's name is not UTF-8")?;
    cargo(&["run", "--quiet", "--package", "aiolint", "--", "rules", "test", path], &[])
}

//! Findings that touch the lines of a diff: `git diff -U0 main | aiolint check --changed-lines -`.

mod support;

use support::{Folder, Run};

/// An endpoint without a port, in line 8.
fn endpoint(name: &str) -> String {
    format!(
        "apiVersion: connectivity.iotoperations.azure.com/v1\nkind: DataflowEndpoint\nmetadata:\n  name: {name}\n\
         spec:\n  endpointType: Mqtt\n  mqttSettings:\n    host: broker.example.com\n    x: 1\n"
    )
}

fn limited(folder: &Folder, diff: &str, more: &[&str]) -> Run {
    let arguments = ["check", "--quiet", "--format", "concise", "--select", "AIO201", "--changed-lines", "-"];
    folder.run_with(&[&arguments[..], more].concat(), diff.as_bytes().to_vec())
}

/// The files and lines of what is found.
fn found(run: &Run) -> Vec<String> {
    assert!(run.stderr.is_empty(), "{run:#?}");
    run.stdout.lines().map(|line| line.splitn(3, ':').take(2).collect::<Vec<_>>().join(":")).collect()
}

fn change(path: &str, line: usize) -> String {
    format!("diff --git a/{path} b/{path}\n--- a/{path}\n+++ b/{path}\n@@ -{line} +{line} @@\n-a\n+b\n")
}

#[test]
fn only_what_touches_a_changed_line_is_reported() {
    let folder = Folder::with("a.yaml", endpoint("a")).and("b.yaml", endpoint("b")).and(".git/HEAD", "");
    assert_eq!(found(&limited(&folder, &change("a.yaml", 8), &[]).code(1)), ["a.yaml:8"]);
    assert_eq!(found(&limited(&folder, &change("a.yaml", 7), &[]).code(0)), [""; 0]);
    assert_eq!(found(&limited(&folder, &(change("a.yaml", 8) + &change("b.yaml", 8)), &[])), ["a.yaml:8", "b.yaml:8"]);
    assert_eq!(found(&limited(&folder, "", &[]).code(0)), [""; 0]);
    // A line beside it was removed.
    let removed = "--- a/a.yaml\n+++ b/a.yaml\n@@ -9 +8,0 @@\n-    y: 1\n";
    assert_eq!(found(&limited(&folder, removed, &[])), ["a.yaml:8"]);
    // The paths still choose.
    assert_eq!(found(&limited(&folder, &change("a.yaml", 8), &["b.yaml"])), [""; 0]);
}

#[test]
fn a_changed_line_that_a_finding_only_mentions_counts() {
    let bicep = "param host string = 'broker'\nresource e 'Microsoft.IoTOperations/instances/dataflowEndpoints@2025-10-01' = {\n  \
        name: 'aio/e'\n  properties: {\n    endpointType: 'Mqtt'\n    mqttSettings: {\n      host: host\n    }\n  }\n}\n";
    let folder = Folder::with("a.bicep", bicep).and(".git/HEAD", "");
    assert_eq!(found(&limited(&folder, &change("a.bicep", 1), &[])), ["a.bicep:7"]);
    assert_eq!(found(&limited(&folder, &change("a.bicep", 2), &[])), [""; 0]);
}

#[test]
fn paths_are_found_from_the_repository_and_from_the_working_directory() {
    let folder = Folder::with("sub/deep/ä b.yaml", endpoint("a")).and("sub/.aiolint.yaml", "").and(".git/HEAD", "");
    let run = |diff: &str| {
        let program = snapbox::cmd::Command::new(env!("CARGO_BIN_EXE_aiolint"));
        let arguments = ["check", "--quiet", "--format", "concise", "--select", "AIO201", "--changed-lines", "-"];
        let run = program.args(arguments).current_dir(folder.path().join("sub")).stdin(diff.as_bytes().to_vec());
        String::from_utf8(run.output().expect("the program starts").stdout).expect("it is text")
    };
    let from_top = change("sub/deep/ä b.yaml", 8);
    let relative = change("deep/ä b.yaml", 8);
    let quoted = from_top.replace("a/sub/deep/ä b.yaml", "\"a/sub/deep/\\303\\244 b.yaml\"");
    let quoted = quoted.replace("b/sub/deep/ä b.yaml", "\"b/sub/deep/\\303\\244 b.yaml\"");
    assert!(quoted.contains("+++ \"b/sub/deep/\\303\\244 b.yaml\""), "{quoted}");
    let no_prefix = from_top.replace(" a/sub", " sub").replace(" b/sub", " sub");
    for diff in [&from_top, &relative, &quoted, &no_prefix] {
        assert!(run(diff).starts_with("deep/ä b.yaml:8:"), "{diff}: {}", run(diff));
    }
    assert_eq!(run(&change("ä b.yaml", 8)), "");
}

#[test]
fn what_git_writes_is_understood() {
    let git = |folder: &Folder, arguments: &[&str]| {
        let program = snapbox::cmd::Command::new("git").args(["-c", "user.name=x", "-c", "user.email=x@example.com"]);
        let output = program.args(arguments).current_dir(folder.path()).output().expect("git is installed");
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).expect("it is text")
    };
    let folder = Folder::with("old.yaml", endpoint("a")).and("gone.yaml", endpoint("b"));
    git(&folder, &["init", "--quiet"]);
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "--quiet", "--message", "first"]);
    git(&folder, &["rm", "--quiet", "gone.yaml"]);
    git(&folder, &["mv", "old.yaml", "né w.yaml"]);
    let changed = endpoint("a").replace("example.com", "example.org");
    let folder =
        folder.and("né w.yaml", changed.trim_end()).and("add ed.yaml", "# words\n".repeat(40) + &endpoint("c"));
    git(&folder, &["add", "."]);
    let everything = ["add ed.yaml:48", "né w.yaml:8"];
    for options in [
        &["-U0"][..],
        &["-U3"],
        &["--find-renames"],
        &["--no-renames"],
        &["--no-prefix"],
        &["--patience", "--src-prefix=x/"],
        &["-c"],
        &["--binary"],
        &["--word-diff=none", "--stat", "--patch"],
    ] {
        let diff = git(&folder, &[&["diff", "--cached"], options].concat());
        assert_eq!(found(&limited(&folder, &diff, &[])), everything, "{options:?}: {diff}");
    }
    git(&folder, &["commit", "--quiet", "--message", "second: --- a/b\n\n+++ b/c\n@@ no"]);
    assert_eq!(found(&limited(&folder, &git(&folder, &["show"]), &[])), everything);
    assert_eq!(found(&limited(&folder, &git(&folder, &["format-patch", "-1", "--stdout"]), &[])), everything);
}

#[test]
fn what_is_no_diff_is_a_wrong_usage() {
    let folder = Folder::with("a.yaml", endpoint("a")).and("x.diff", change("a.yaml", 8));
    let refused = |diff: &str, words: &str| drop(limited(&folder, diff, &[]).code(2).says(words));
    refused("hello\n", "this is no unified diff");
    refused("diff --cc a.yaml\n--- a/a.yaml\n+++ b/a.yaml\n@@@ -1 -1 +1 @@@\n", "this is a combined diff");
    refused("--- a/a.yaml\n+++ b/a.yaml\n@@ -1,3 +1,3 @@\n a\n", "line 4 of the diff");
    limited(&folder, "", &["-"]).code(2).says("standard input can be the diff or the file to check, not both");
    let named = ["check", "--select", "AIO201", "--changed-lines"];
    folder.run(&[&named[..], &["x.diff"]].concat()).code(1).says("host-port-invalid");
    folder.run(&[&named[..], &["none.diff"]].concat()).code(2).says("can't read `");
}

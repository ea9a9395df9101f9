//! The configuration: what is wrong in it is found, what is right in it holds, and everything says where it is from.

#[path = "configuration/documentation.rs"]
mod documentation;
#[path = "configuration/facts.rs"]
mod facts;
#[path = "configuration/init.rs"]
mod init;
#[path = "configuration/policy.rs"]
mod policy;
#[path = "configuration/show.rs"]
mod show;
#[path = "support/mod.rs"]
mod support;
#[path = "configuration/wrong.rs"]
mod wrong;

use support::{Folder, Run};

/// An endpoint with an error of `sat-audience-missing` and a warning of `trust-bundle-missing`.
const ENDPOINT: &str = "\
apiVersion: connectivity.iotoperations.azure.com/v1
kind: DataflowEndpoint
metadata:
  name: line
  namespace: plant
spec:
  endpointType: Mqtt
  mqttSettings:
    host: aio-broker-two:18883
    authentication:
      method: ServiceAccountToken
    tls:
      mode: Enabled
";

/// A project with the endpoint in two folders, and this configuration.
fn project(configuration: &str) -> Folder {
    let other = ENDPOINT.replace("name: line", "name: test");
    Folder::with("k8s/line.yaml", ENDPOINT).and("test/test.yaml", other).and(".aiolint.yaml", configuration)
}

fn check(folder: &Folder, more: &[&str]) -> Run {
    let arguments = ["check", "--format", "concise", "--now", "2026-11-01", "--quiet"];
    folder.run(&[&arguments, more].concat())
}

/// These findings and no others: file, severity and rule of each.
#[track_caller]
fn finds(run: &Run, expected: &[&str]) {
    let found: Vec<String> = run.stdout.lines().map(brief).collect();
    assert_eq!(found, expected, "{run:#?}");
}

/// `k8s/line.yaml:10:5: error[AIO203] … (sat-audience-missing)` as `k8s/line.yaml error sat-audience-missing`.
fn brief(line: &str) -> String {
    let (path, rest) = line.split_once(':').expect("a path");
    let severity = rest.split_once(": ").and_then(|(_, rest)| rest.split_once('[')).expect("a severity").0;
    let rule = line.rsplit_once(" (").expect("a rule").1.trim_end_matches(')');
    format!("{path} {severity} {rule}")
}

#[test]
fn without_a_configuration_rules_have_their_own_severities() {
    let run = check(&project(""), &[]);
    finds(
        &run,
        &[
            "k8s/line.yaml error sat-audience-missing",
            "k8s/line.yaml warning trust-bundle-missing",
            "test/test.yaml error sat-audience-missing",
            "test/test.yaml warning trust-bundle-missing",
        ],
    );
    assert_eq!(run.code, Some(1));
}

#[test]
fn rules_are_worth_what_the_configuration_says() {
    let folder = project(
        "rules:\n  AIO203: warning\n  trust-bundle-missing: error\noverrides:\n  - paths: [test]\n    rules:\n      sat-audience-missing: off\n      AIO205: note\n",
    );
    let expected = [
        "k8s/line.yaml warning sat-audience-missing",
        "k8s/line.yaml error trust-bundle-missing",
        "test/test.yaml note trust-bundle-missing",
    ];
    finds(&check(&folder, &["--notes"]), &expected);
    // What the command line asks for is off nowhere.
    let selected = ["k8s/line.yaml warning sat-audience-missing", "test/test.yaml error sat-audience-missing"];
    finds(&check(&folder, &["--select", "sat-audience-missing"]), &selected);
    finds(&check(&folder, &["--ignore", "AIO205"]), &expected[..1]);
}

#[test]
fn a_rule_that_is_off_can_be_on_for_some_files() {
    let folder = project(
        "rules:\n  AIO203: off\n  AIO205: off\noverrides:\n  - paths: ['**/*.yaml']\n    rules: { AIO203: on }\n  - paths: [k8s/]\n    rules: { AIO203: off }\n",
    );
    finds(&check(&folder, &[]), &["test/test.yaml error sat-audience-missing"]);
}

#[test]
fn include_and_exclude_choose_files_also_those_that_are_named() {
    let both = ["k8s/line.yaml error sat-audience-missing", "k8s/line.yaml warning trust-bundle-missing"];
    for configuration in ["exclude: [test]\n", "include: ['k8s/**']\n", "include: ['**']\nexclude: ['**/test.yaml']\n"]
    {
        finds(&check(&project(configuration), &[]), &both);
    }
    let folder = project("exclude: [test]\n");
    finds(&check(&folder, &["k8s/line.yaml", "test/test.yaml"]), &both);
    let run = folder.run(&["check", "test/test.yaml"]).code(0);
    let run = run.says("in 0 resources of 0 files");
    assert!(!run.stdout.contains("skipped"), "{run:#?}");
    let run = folder.run_with(&["check", "-", "--stdin-filename", "test/test.yaml"], ENDPOINT.into());
    run.code(0).says("in 0 resources of 0 files");
}

#[test]
fn the_least_severity_is_the_configurations_unless_the_command_line_has_one() {
    let folder = project("fail-on: never\n");
    assert_eq!(check(&folder, &[]).code, Some(0));
    assert_eq!(check(&folder, &["--fail-on", "error"]).code, Some(1));
    let folder = project("fail-on: warning\nrules: { AIO203: warning }\n");
    assert_eq!(check(&folder, &[]).code, Some(1));
}

#[test]
fn rule_folders_and_the_category_are_taken_from_the_configuration() {
    let rule = include_str!("own-rules/good/profile-too-large.md");
    let id = rule.lines().find_map(|line| line.strip_prefix("id: ")).expect("it has an id");
    let folder = project("rule-folders: [own]\nsarif: { category: plants }\n").and("own/profile-too-large.md", rule);
    folder.run(&["explain", id]).code(0).says("profile-too-large");
    folder.run(&["rules", "list"]).code(0).says(id);
    folder.run(&["check", "--format", "sarif"]).code(1).says("\"id\": \"plants/\"");
    let folder = folder.and(".aiolint.yaml", format!("rule-folders: [own]\nrules: {{ {id}: off }}\n"));
    assert!(!check(&folder, &[]).stdout.contains("AIO006"));
}

#[test]
fn a_configuration_is_not_read_where_nothing_else_is() {
    let folder = project("rules: { AIO203: off, AIO205: off, nothing: off }\n");
    let expected = ["k8s/line.yaml error sat-audience-missing", "k8s/line.yaml warning trust-bundle-missing"];
    finds(&check(&folder, &["--isolated", "k8s/line.yaml"]), &expected);
}

//! `aiolint config show` says what holds and where it is from.

use super::project;

const OWN: &str = "\
extends: [org/base.yaml]
rules:
  AIO205: note
overrides:
  - paths: [test]
    rules:
      AIO205: off
exclude: [old]
complete: true
scope:
  resourceGroup: { name: plant }
";

const BASE: &str = "\
rules:
  AIO203: { severity: error, locked: true }
  AIO205: error
exclude: [generated]
fail-on: warning
scope:
  resourceGroup: { name: other, location: westeurope }
";

#[test]
fn every_value_says_where_it_is_from() {
    let run = project(OWN).and("org/base.yaml", BASE).run(&["config", "show"]).code(0);
    let expected = "\
include:
  - \"**\"                  # default
exclude:
  - generated             # from org/base.yaml:4
  - old                   # from .aiolint.yaml:8
packs:
  - recommended           # default
rules:
  sat-audience-missing: error  # from org/base.yaml:2, locked
  trust-bundle-missing: note   # from .aiolint.yaml:3
overrides:
  - paths:
      - test              # from .aiolint.yaml:5
    rules:
      AIO205: off         # from .aiolint.yaml:7
fail-on: warning          # from org/base.yaml:5
complete: true            # from .aiolint.yaml:9
scope:
  resourceGroup:
    location: westeurope  # from org/base.yaml:7
    name: plant           # from .aiolint.yaml:11
module-cache: false       # default
";
    // The widths do not matter.
    let plain = |text: &str| text.lines().map(|line| line.replace("  #", " #")).map(squeezed).collect::<Vec<_>>();
    assert_eq!(plain(&run.stdout), plain(expected));
    assert_eq!(project("").run(&["config", "show"]).code(0).stdout.matches("# default").count(), 5);
}

/// A line with one space before its comment.
fn squeezed(line: String) -> String {
    match line.split_once('#') {
        Some((value, comment)) => format!("{} #{comment}", value.trim_end()),
        None => line,
    }
}

#[test]
fn what_holds_for_a_file_is_shown() {
    let folder = project(OWN).and("org/base.yaml", BASE).and("old/a.yaml", "");
    let run = folder.run(&["config", "show", "test/test.yaml"]).code(0).says("# test/test.yaml\n");
    let run = run.says("trust-bundle-missing: off");
    assert!(!run.stdout.contains("overrides"), "{run:#?}");
    folder.run(&["config", "show", "old/a.yaml"]).code(0).says("# old/a.yaml (which is not checked)");
    let run = folder.run(&["config", "show", "test/test.yaml", "--format", "json"]).code(0);
    let json: serde_json::Value = serde_json::from_str(&run.stdout).expect("it is JSON");
    let values = json["values"].as_array().expect("values");
    let rule = values.iter().find(|value| value["path"] == serde_json::json!(["rules", "trust-bundle-missing"]));
    let expected = serde_json::json!({
        "path": ["rules", "trust-bundle-missing"],
        "value": "off",
        "from": { "file": ".aiolint.yaml", "line": 7 },
        "locked": false,
    });
    assert_eq!((rule, &json["checked"]), (Some(&expected), &serde_json::json!(true)));
}

#[test]
fn what_is_shown_can_be_read_again() {
    let folder = project("include: ['*.yaml', \"a b\", 'x: y']\nenvironment-variables: { 'a: b': \"on\", N: 5 }\n");
    let shown = folder.run(&["config", "show"]).code(0).stdout;
    let again = project(&shown).run(&["config", "show"]).code(0).stdout;
    let values = |text: &str| text.lines().map(|line| squeezed(line.to_owned())).map(value).collect::<Vec<_>>();
    assert_eq!(values(&shown), values(&again));
}

/// A line without its comment.
fn value(line: String) -> String {
    match line.split_once(" #") {
        Some((value, _)) => value.to_owned(),
        None => line,
    }
}

#[test]
fn a_wrong_configuration_is_no_success() {
    let run = project("complete: 5\nrules: { AIO203: off }\n").run(&["config", "show"]);
    let run = run.says("sat-audience-missing: off").says("1 problem in the configuration; `aiolint check` shows it");
    assert_eq!(run.code, Some(1));
}

//! How resources find each other, and what follows where they can't be told apart.

use std::sync::Arc;

use aiolint_core::{FileId, Finding, Severity, Source};
use aiolint_engine::facts::{ReadAs, read};
use aiolint_engine::judge::{Filter, judge};
use aiolint_engine::pack::{Compiled, Sources};
use aiolint_engine::world::{Settings, World};

const KINDS: [(&str, &str); 2] = [
    (
        "kinds/flow.yaml",
        r#"
kind: Flow
title: flow
kubernetes: example.com/Flow
demote: |
  spec.mode == 'Off'
links:
  target: { to: Target, argument: name }
  targets: { to: Target, all: true }
"#,
    ),
    (
        "kinds/target.yaml",
        r#"
kind: Target
title: target
kubernetes: example.com/Target
links:
  readers: { to: Flow, all: true, where: it.spec.to == name }
implicit: |
  apiVersion: example.com/v1
  kind: Target
  metadata: { name: default }
  spec: { secure: true }
"#,
    ),
];

const RULE: &str = r#"---
id: TST001
select: Flow
checks:
  - severity: error
    when: |
      has(spec.to)
    require: |
      target(spec.to).spec.secure == true
    at: spec.to
    message: "`{spec.to}` is not secure"
    labels:
      - { at: target(spec.to).spec.secure, message: "here" }
source: a test
since: "1"
---
A flow leads to a secure target.

```yaml bad
apiVersion: example.com/v1
kind: Flow
metadata: { name: f }
spec: { to: t }
#           ^ not secure
---
apiVersion: example.com/v1
kind: Target
metadata: { name: t }
spec: { secure: false }
```

```yaml good
apiVersion: example.com/v1
kind: Flow
metadata: { name: f }
spec: { to: default }
```
"#;

fn compiled() -> Compiled {
    let files = |files: &[(&str, &str)]| files.iter().map(|(path, text)| ((*path).into(), (*text).into())).collect();
    let sources =
        Sources { kinds: files(&KINDS), rules: files(&[("to-insecure-target.md", RULE)]), ..Sources::default() };
    sources.compile().unwrap_or_else(|errors| panic!("{errors:?}"))
}

fn flow(to: &str) -> String {
    format!("apiVersion: example.com/v1\nkind: Flow\nmetadata: {{name: f}}\nspec: {{to: {to}}}\n")
}

fn target(name: &str, secure: bool) -> String {
    format!("---\napiVersion: example.com/v1\nkind: Target\nmetadata: {{name: {name}}}\nspec: {{secure: {secure}}}\n")
}

struct Outcome {
    findings: Vec<Finding>,
    undecided: Vec<String>,
}

fn run(files: &[(&str, String)], settings: Settings) -> Outcome {
    let pack = compiled().pack;
    let mut files = files.to_vec();
    files.sort();
    let read = |(number, (path, text)): (usize, &(&str, String))| {
        let source = Source::new(FileId::new(number), (*path).into(), (*path).into(), text.as_str().into());
        read(&pack, Arc::new(source), ReadAs::default())
    };
    let facts: Vec<_> = files.iter().enumerate().map(read).collect();
    let world = World::new(&pack, settings, &facts);
    let filter = Filter::new(&pack, |_| true);
    let mut outcome = Outcome { findings: Vec::new(), undecided: Vec::new() };
    for id in world.written() {
        let judged = judge(&world, id, &filter);
        outcome.findings.extend(judged.findings);
        outcome.undecided.extend(judged.undecided.into_iter().map(|undecided| undecided.reason));
    }
    outcome
}

/// `violated`, `passed`, or the reason why it is not decided.
fn verdict(files: &[(&str, String)]) -> String {
    verdict_with(files, Settings::default())
}

fn verdict_with(files: &[(&str, String)], settings: Settings) -> String {
    let outcome = run(files, settings);
    match (&outcome.findings[..], &outcome.undecided[..]) {
        ([], []) => "passed".into(),
        ([_], []) => "violated".into(),
        ([], [reason]) => reason.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_nearest_tier_that_has_a_candidate_wins() {
    let near = [("a/b/flow.yaml", flow("t") + &target("t", false)), ("a/b/other.yaml", target("t", true))];
    assert_eq!(verdict(&near), "violated", "the same file before the same folder");
    let near = [("a/b/flow.yaml", flow("t")), ("a/b/other.yaml", target("t", false)), ("a/t.yaml", target("t", true))];
    assert_eq!(verdict(&near), "violated", "the same folder before its parent");
    let near = [("a/b/flow.yaml", flow("t")), ("a/t.yaml", target("t", false)), ("t.yaml", target("t", true))];
    assert_eq!(verdict(&near), "violated", "the parent before the root");
    let near = [("a/b/flow.yaml", flow("t")), ("t.yaml", target("t", false)), ("c/t.yaml", target("t", true))];
    assert_eq!(verdict(&near), "violated", "an ancestor before elsewhere");
}

#[test]
fn several_candidates_of_one_tier_must_agree() {
    let both =
        |first, second| [("flow.yaml", flow("t")), ("x/a.yaml", target("t", first)), ("y/a.yaml", target("t", second))];
    assert_eq!(verdict(&both(false, false)), "violated");
    assert_eq!(verdict(&both(true, true)), "passed");
    assert_eq!(verdict(&both(false, true)), "it depends on which of several values is meant");
}

#[test]
fn more_candidates_than_are_tried_are_undecided() {
    let paths: Vec<String> = (0..17).map(|number| format!("x{number}/a.yaml")).collect();
    let mut files = vec![("flow.yaml", flow("t"))];
    files.extend(paths.iter().map(|path| (path.as_str(), target("t", false))));
    assert_eq!(verdict(&files), "it depends on more choices than are tried");
    files.pop();
    assert_eq!(verdict(&files), "violated");
}

#[test]
fn what_is_not_here_is_unknown_unless_the_set_is_complete() {
    let alone = [("flow.yaml", flow("elsewhere"))];
    assert_eq!(verdict(&alone), "no target named `elsewhere` is in these files");
    assert_eq!(verdict_with(&alone, Settings { complete: true, ..Settings::default() }), "violated");
    let unnamed = [("flow.yaml", flow("elsewhere") + &target("'${NAME}'", true))];
    assert_eq!(
        verdict_with(&unnamed, Settings { complete: true, ..Settings::default() }),
        "no target named `elsewhere` is in these files"
    );
}

#[test]
fn implicit_resources_are_there_until_they_are_written() {
    assert_eq!(verdict(&[("flow.yaml", flow("default"))]), "passed");
    assert_eq!(verdict(&[("flow.yaml", flow("default") + &target("default", false))]), "violated");
    let far = [("a/flow.yaml", flow("default")), ("b/target.yaml", target("default", false))];
    assert_eq!(verdict(&far), "it depends on which of several values is meant", "it may be of another installation");
}

#[test]
fn a_name_is_looked_up_in_namespaces_that_can_be_the_same() {
    let named =
        |text: &str, namespace: &str| text.replace("metadata: {", &format!("metadata: {{namespace: {namespace}, "));
    let two = |a: &str, b: &str| [("flow.yaml", named(&flow("t"), a) + &named(&target("t", false), b))];
    assert_eq!(verdict(&two("one", "one")), "violated");
    assert_eq!(verdict(&two("one", "'${NS}'")), "violated");
    assert_eq!(verdict(&two("one", "two")), "no target named `t` is in these files");
}

#[test]
fn where_the_kind_says_so_a_finding_is_only_a_note() {
    let off = flow("t").replace("{to:", "{mode: Off, to:").replace("mode: Off", "mode: 'Off'") + &target("t", false);
    assert_eq!(run(&[("flow.yaml", off)], Settings::default()).findings[0].severity, Severity::Note);
}

#[test]
fn a_fingerprint_survives_moved_lines_and_renamed_files() {
    let print = |path, text: String| run(&[(path, text)], Settings::default()).findings[0].fingerprint;
    let first = print("a.yaml", flow("t") + &target("t", false));
    assert_eq!(first, print("x/b.yaml", format!("# moved\n\n{}{}", flow("t"), target("t", false))));
    assert_ne!(first, print("a.yaml", flow("t").replace("name: f", "name: g") + &target("t", false)));
}

#[test]
fn what_comes_through_an_alias_is_underlined_there_and_labelled_at_its_origin() {
    let text = "apiVersion: example.com/v1\nkind: Flow\nmetadata: {name: f}\nx: &to t\nspec:\n  to: *to\n";
    let outcome = run(&[("a.yaml", text.to_owned() + &target("t", false))], Settings::default());
    let finding = &outcome.findings[0];
    let slice = |span: aiolint_core::Span| &text[span.range()];
    assert_eq!(slice(finding.primary.location.span), "*to");
    assert_eq!(slice(finding.labels[0].location.span), "t");
    let merged = "apiVersion: example.com/v1\nkind: Flow\nmetadata: {name: f}\nx: &base {to: t}\nspec:\n  <<: *base\n";
    let outcome = run(&[("a.yaml", merged.to_owned() + &target("t", false))], Settings::default());
    assert_eq!(&merged[outcome.findings[0].primary.location.span.range()], "*base");
}

#[test]
fn the_examples_of_the_rule_hold() {
    let compiled = compiled();
    assert_eq!(aiolint_engine::rules::run_examples(&compiled.pack, &compiled.examples), []);
}

#[test]
fn an_error_at_the_end_of_a_condition_stands_in_its_last_line() {
    let files = |files: &[(&str, &str)]| files.iter().map(|(path, text)| ((*path).into(), (*text).into())).collect();
    let broken = RULE.replace("spec.secure == true", "spec.secure ==");
    let sources =
        Sources { kinds: files(&KINDS), rules: files(&[("to-insecure-target.md", &broken)]), ..Sources::default() };
    let error = sources.compile().expect_err("the condition is not complete").remove(0);
    assert_eq!(&error.text[error.range.start - 1..error.range.end], "==", "{error}");
}

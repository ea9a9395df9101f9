//! What an organisation can fix: configurations that others extend, locks, waivers.

use super::{Folder, check, finds, project};

/// A project that extends `org/base.yaml`.
fn extending(base: &str, own: &str) -> Folder {
    project(&format!("extends: [org/base.yaml]\n{own}")).and("org/base.yaml", base)
}

#[test]
fn what_is_nearer_counts_more() {
    let base = "rules: { AIO203: off, AIO205: off }\nexclude: [test]\n";
    finds(&check(&extending(base, ""), &[]), &[]);
    let own = "rules: { sat-audience-missing: warning }\n";
    finds(&check(&extending(base, own), &[]), &["k8s/line.yaml warning sat-audience-missing"]);
    // Of two that are extended, the second counts more; what one extends, less.
    let folder = project("extends: [org/a.yaml, org/b.yaml]\nexclude: [test]\n");
    let folder = folder.and("org/a.yaml", "rules: { AIO203: note, AIO205: error }\n");
    let folder = folder.and("org/b.yaml", "extends: [deep/c.yaml]\nrules: { AIO203: warning }\n");
    let folder = folder.and("org/deep/c.yaml", "rules: { AIO203: error, AIO205: note }\n");
    let expected = ["k8s/line.yaml warning sat-audience-missing", "k8s/line.yaml note trust-bundle-missing"];
    finds(&check(&folder, &["--notes"]), &expected);
}

#[test]
fn problems_of_an_extended_file_are_told_there() {
    let run = check(&extending("extends: [../.aiolint.yaml]\nruls: {}\n", ""), &["--select", "AIO006"]);
    let run = run.says("org/base.yaml:1:11: error[AIO006] `../.aiolint.yaml` leads in a circle");
    run.says("org/base.yaml:2:1: error[AIO006] there is no key `ruls` (did you mean `rules`?)");
}

const LOCKED: &str = "rules: { AIO203: { severity: warning, locked: true }, AIO205: off }\n";

#[test]
fn what_is_locked_cant_be_weakened_but_made_stricter() {
    let both = ["k8s/line.yaml warning sat-audience-missing", "test/test.yaml warning sat-audience-missing"];
    for own in [
        "rules: { AIO203: off }",
        "rules: { sat-audience-missing: { severity: note } }",
        "overrides: [{ paths: ['**'], rules: { AIO203: off } }]",
        "waivers: [{ rule: AIO203, path: '**', reason: a, owner: b, until: 2027-01-01 }]",
    ] {
        let run = check(&extending(LOCKED, own), &[]).says("`org/base.yaml` locks");
        let (told, rest) = run.stdout.split_once('\n').expect("a line");
        assert!(told.starts_with(".aiolint.yaml:2:") && told.contains("error[AIO006]"), "{told}");
        let rest = super::Run { stdout: rest.to_owned(), ..run };
        finds(&rest, &both);
    }
    let stricter = check(
        &extending(LOCKED, "rules: { AIO203: error }\noverrides: [{ paths: [test], rules: { AIO203: warning } }]"),
        &[],
    );
    finds(&stricter, &["k8s/line.yaml error sat-audience-missing", "test/test.yaml warning sat-audience-missing"]);
}

#[test]
fn who_locks_a_rule_may_make_exceptions() {
    let base = format!("{LOCKED}overrides: [{{ paths: [test], rules: {{ AIO203: off }} }}]\n");
    finds(&check(&extending(&base, ""), &[]), &["k8s/line.yaml warning sat-audience-missing"]);
    let waiver = "waivers: [{ rule: AIO203, path: k8s, reason: a, owner: b, until: 2027-01-01 }]\n";
    finds(&check(&extending(&format!("{base}{waiver}"), ""), &[]), &[]);
}

const WAIVED: &str = "rules: { AIO205: off }\nwaivers:\n  - rule: sat-audience-missing\n    WHAT\n    reason: the broker is replaced\n    owner: plant team\n    until: 2026-11-01\n";

#[test]
fn a_waiver_accepts_what_it_names_until_its_last_day() {
    let line = "k8s/line.yaml error sat-audience-missing";
    let test = "test/test.yaml error sat-audience-missing";
    for (what, expected) in [
        ("path: k8s", &[test][..]),
        ("path: '**/test.yaml'", &[line]),
        ("path: '**'", &[]),
        ("resource: DataflowEndpoint/line", &[test]),
        ("resource: DataflowEndpoint/plant/line", &[test]),
        ("resource: DataflowEndpoint/other/line", &[line, test]),
        ("resource: Dataflow/line", &[line, test]),
        ("{ path: k8s, resource: DataflowEndpoint/test }", &[line, test]),
    ] {
        let what = what.trim_start_matches("{ ").trim_end_matches(" }").replace(", ", "\n    ");
        let run = check(&project(&WAIVED.replace("WHAT", &what)), &[]);
        finds(&run, expected);
        assert_eq!(run.code, Some(i32::from(!expected.is_empty())), "{what}");
    }
}

#[test]
fn a_waiver_that_is_over_is_a_finding_and_accepts_nothing() {
    let folder = project(&WAIVED.replace("WHAT", "path: '**'"));
    let run = folder.run(&["check", "--format", "concise", "--quiet", "--now", "2026-11-02"]);
    let expected = [
        ".aiolint.yaml warning waiver-expired",
        "k8s/line.yaml error sat-audience-missing",
        "test/test.yaml error sat-audience-missing",
    ];
    finds(&run, &expected);
    run.says(".aiolint.yaml:7:12: ");
}

#[test]
fn what_is_waived_stays_in_sarif_and_counts_nowhere() {
    let folder = project(&WAIVED.replace("WHAT", "path: '**'"));
    let run = |format| folder.run(&["check", "--now", "2026-11-01", "--format", format]).code(0);
    let log: serde_json::Value = serde_json::from_str(&run("sarif").stdout).expect("it is JSON");
    let results = log["runs"][0]["results"].as_array().expect("results");
    let reason = "the broker is replaced (plant team, until 2026-11-01)";
    let suppressions = serde_json::json!([{ "kind": "external", "justification": reason }]);
    assert_eq!(results.iter().map(|result| &result["suppressions"]).collect::<Vec<_>>(), [&suppressions; 2]);
    for format in ["full", "concise", "json", "github", "gitlab", "azure", "junit", "markdown"] {
        let run = run(format);
        assert!(!run.stdout.contains("sat-audience-missing"), "{run:#?}");
    }
    run("full").says("0 errors, 0 warnings");
}

#[test]
fn no_comment_suppresses_what_is_locked() {
    let ignoring =
        super::ENDPOINT.replace("authentication:", "authentication: # aiolint: ignore[AIO203] a proxy adds it");
    let with = |base: &str| extending(base, "exclude: [test]\n").and("k8s/line.yaml", &ignoring);
    finds(&check(&with(&LOCKED.replace("true", "false")), &[]), &[]);
    let expected = ["k8s/line.yaml warning sat-audience-missing", "k8s/line.yaml warning invalid-suppression"];
    finds(&check(&with(LOCKED), &[]).says("`sat-audience-missing` is locked"), &expected);
}

#[test]
fn a_baseline_has_what_counts_under_the_configuration() {
    let folder = project(&WAIVED.replace("WHAT", "path: k8s").replace("2026-11-01", "9999-12-31"));
    folder.run(&["baseline", "write"]).code(0).says("wrote 1 finding");
    finds(&check(&folder, &[]), &[]);
    // Without the waiver, what it accepted is new.
    let folder = folder.and(".aiolint.yaml", "rules: { AIO205: off }\n");
    finds(&check(&folder, &[]), &["k8s/line.yaml error sat-audience-missing"]);
}

//! What is wrong in a configuration is found, all at once, each at its place.

use super::{Folder, check, project};

/// What a configuration is told, as `LINE:COLUMN MESSAGE`.
fn told(configuration: &str) -> Vec<String> {
    let run = check(&project(configuration), &["--select", "AIO006"]);
    let lines = run.stdout.lines().filter_map(|line| line.strip_prefix(".aiolint.yaml:"));
    let brief = |line: &str| {
        let (place, rest) = line.split_once(": ").expect("a place");
        let message = rest.split_once("] ").expect("a rule").1;
        format!("{place} {}", message.rsplit_once(" (").expect("a name").0)
    };
    lines.map(brief).collect()
}

#[test]
fn each_mistake_is_told_at_its_place() {
    for (configuration, expected) in [
        ("exclud: [a]", "1:1 there is no key `exclud` (did you mean `exclude`?)"),
        ("complete: 5", "1:11 `complete` must be true or false"),
        ("include: a", "1:10 `include` must be a list"),
        ("include: [[a]]", "1:11 an item of `include` must be a text"),
        ("rules: [a]", "1:1 `rules` must be a mapping"),
        (
            "rules: { AIO203: wrning }",
            "1:18 `wrning` is none of off, on, note, warning, error (did you mean `warning`?)",
        ),
        ("rules: { AIO203: { locked: true } }", "1:10 `AIO203` needs `severity`"),
        ("rules: { AIO999: off }", "1:10 there is no rule `AIO999`"),
        (
            "rules: { sat-audience-mising: off }",
            "1:10 there is no rule `sat-audience-mising` (did you mean `sat-audience-missing`?)",
        ),
        (
            "rules: { configuration-invalid: off }",
            "1:10 `configuration-invalid` can't be changed or waived: it is about the configuration itself",
        ),
        ("rules: { AIO203: off, sat-audience-missing: on }", "1:23 `AIO203` is the same rule, and is set here too"),
        ("fail-on: [error]", "1:1 `fail-on` must be `error`, `warning`, `note` or `never`"),
        ("packs: [strikt]", "1:9 `strikt` is none of recommended, strict, pedantic (did you mean `strict`?)"),
        ("exclude: ['a[']", "1:11 `a[` is no pattern of paths: unclosed character class; missing ']'"),
        ("include: [../a]", "1:11 `../a` leads out of the project: patterns start at its root"),
        ("overrides: [{ rules: {} }]", "1:13 an item of `overrides` needs `paths`"),
        ("scope: { group: { name: a } }", "1:10 there is no key `group`"),
        ("extends: [gone.yaml]", "1:11 `gone.yaml` can't be read: it does not exist"),
        ("extends: [../a.yaml]", "1:11 `../a.yaml` lies outside the project"),
        ("extends: [/etc/a.yaml]", "1:11 `/etc/a.yaml` lies outside the project"),
        ("extends: [.aiolint.yaml]", "1:11 `.aiolint.yaml` leads in a circle"),
        ("rule-folders: [gone]", "1:16 the rules in `gone` can't be used: there is no such folder"),
        ("complete: true\ncomplete: false", "2:1 the key `complete` is written twice"),
        ("complete: true\n---\ncomplete: false", "3:1 a configuration is one document"),
        ("- a", "1:3 a configuration must be a mapping"),
        (
            "waivers: [{ rule: AIO203, owner: a, until: 2027-01-01, path: a }]",
            "1:11 an item of `waivers` needs `reason`",
        ),
        ("waivers: [{ rule: AIO203, reason: a, owner: b, until: 2027-02-29, path: a }]", "1:55 `2027-02-29` is no day"),
        (
            "waivers: [{ rule: AIO203, reason: a, owner: b, until: 2027-01-01 }]",
            "1:19 a waiver needs `path` or `resource`",
        ),
        (
            "waivers: [{ rule: AIO203, reason: '', owner: b, until: 2027-01-01, path: a }]",
            "1:35 a waiver needs a reason",
        ),
        (
            "waivers: [{ rule: AIO203, reason: a, owner: b, until: 2027-01-01, resource: a }]",
            "1:77 a resource is named by its kind and name",
        ),
    ] {
        assert_eq!(told(configuration), [expected], "{configuration}");
    }
}

#[test]
fn all_mistakes_are_told_at_once_and_the_rest_holds() {
    let configuration =
        "exclud: [a]\nrules:\n  AIO203: off\n  AIO205: wrong\n  nothing: off\ncomplete: maybe\nexclude: [test]\n";
    assert_eq!(told(configuration).len(), 4);
    let run = check(&project(configuration), &[]);
    let [.., last] = &run.stdout.lines().collect::<Vec<_>>()[..] else { panic!("{run:#?}") };
    assert!(last.starts_with("k8s/line.yaml:") && last.contains("trust-bundle-missing"), "{run:#?}");
    assert_eq!((run.stdout.lines().count(), run.code), (5, Some(1)));
}

#[test]
fn what_is_right_is_told_nothing() {
    for configuration in
        ["", "# nothing\n", "{}", "complete:\n", "rules:\n", "fail-on: warning\nrules: { AIO203: on }\n"]
    {
        assert_eq!(told(configuration), [] as [&str; 0], "{configuration}");
    }
}

#[test]
fn a_configuration_that_cant_be_read_is_an_error_of_the_run() {
    for bytes in [&b"rules: ["[..], b"\xff\xfea\0", b"a: \xff"] {
        let folder = project("").and(".aiolint.yaml", bytes);
        // Whatever is asked for, and whatever is checked.
        for more in [&["--select", "AIO203"][..], &["--ignore", "AIO006"], &["k8s/line.yaml"]] {
            let run = check(&folder, more);
            assert_eq!(run.code, Some(1), "{run:#?}");
            assert!(run.stdout.starts_with(".aiolint.yaml:1:"), "{run:#?}");
        }
        folder.run(&["check", "--format", "sarif"]).code(1).says("\"executionSuccessful\": false");
    }
    let folder = Folder::with(".aiolint.yaml/a.yaml", "a: 1").and("a.yaml", super::ENDPOINT);
    folder.run(&["check"]).code(1).says("the configuration can't be read: it is not a regular file");
    let both = project("").and("aiolint.yaml", "");
    both.run(&["check"]).code(1).says("there is `aiolint.yaml` too, which is not read");
}

#[test]
fn no_configuration_takes_long() {
    let nested = "a: ".to_owned() + &"[".repeat(100_000);
    let bomb = (1..30).fold("exclude: &a0 [x]\n".to_owned(), |text, n| {
        let m = n - 1;
        format!("{text}k{n}: &a{n} [*a{m}, *a{m}]\n")
    });
    let scope = bomb + "scope: { subscription: { a: *a29 } }\n";
    for text in [nested, scope] {
        let run = check(&project(&text), &[]);
        assert_eq!(run.code, Some(1), "{:.2000}", run.stdout);
    }
}

#[cfg(unix)]
#[test]
fn nothing_outside_of_the_root_is_read() {
    use std::os::unix::fs::symlink;

    let outside = Folder::with("org.yaml", "complete: true\n").and("rules/a.md", "---\nid: X\n---\n");
    let folder = project("extends: [link.yaml]\nrule-folders: [own]\n");
    symlink(outside.path().join("org.yaml"), folder.path().join("link.yaml")).unwrap();
    symlink(outside.path().join("rules"), folder.path().join("own")).unwrap();
    let run = check(&folder, &[]);
    let run = run.says("`link.yaml` lies outside the project");
    run.says("the rules in `own` can't be used: it lies outside the project");
    let folder = project("rule-folders: [own]\n").and("own/b.md", "no rule");
    symlink(outside.path().join("rules/a.md"), folder.path().join("own/a.md")).unwrap();
    folder.run(&["check"]).code(2).says("it lies outside the project");
}

//! SARIF: valid, and true to the files. That every log of every test is, `support` sees to.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};
use serde_json::Value;

use crate::support::{Folder, sarif};
use crate::{ENDPOINT, folder};

/// The log of a folder, which is written to standard output too.
#[track_caller]
fn log(folder: &Folder, more: &[&str]) -> Value {
    let run = folder.run(&[&["check", "--format", "sarif"], more].concat());
    assert!(run.code.is_some_and(|code| code < 2), "{run:#?}");
    sarif::read(&run.stdout, &|path| folder.texts(path, &[]))
}

fn results(log: &Value) -> &[Value] {
    log["runs"][0]["results"].as_array().expect("results")
}

#[test]
fn a_place_is_where_its_snippet_stands() {
    // A byte order mark on the line, an emoji of two units, a letter of two characters, tabs, every kind of line break.
    let in_a_line = "\u{feff}{apiVersion: v1, kind: ConfigMap, data: {\"😀e\u{301}\":\t1, a: 1,\ta: \"😀\"}}\n";
    let with = |line_break: &str| ENDPOINT.replace("\r\n", line_break);
    for (text, snippet) in [
        (ENDPOINT.to_owned(), "\"a.ts.eventgrid.azure.net:1883\""),
        (with("\n"), "\"a.ts.eventgrid.azure.net:1883\""),
        (with("\r"), "\"a.ts.eventgrid.azure.net:1883\""),
        (in_a_line.to_owned(), "a"),
    ] {
        let folder = Folder::with("a.yaml", &text);
        let log = log(&folder, &["--select", "event-grid-host-port,duplicate-key"]);
        let region = &results(&log)[0]["locations"][0]["physicalLocation"]["region"];
        assert_eq!(region["snippet"]["text"], snippet, "{log:#}");
        assert_eq!(sarif::characters(&text, region).as_deref(), Some(snippet));
    }
}

#[test]
fn a_place_of_several_lines_has_them_all() {
    let text =
        "\u{feff}apiVersion: v1\r\nkind: ConfigMap\r\ndata:\r\n  \"😀\": a\r\n  \"😀\":\r\n    - b # 😀\r\n    - c\r\n";
    let folder = Folder::with("a.yaml", text);
    let log = log(&folder, &[]);
    let results = results(&log);
    assert_eq!(results.len(), 1, "{log:#}");
    assert_eq!(results[0]["relatedLocations"].as_array().map(Vec::len), Some(1), "{log:#}");
}

#[test]
fn the_log_says_how_it_counts() {
    let log = log(&folder(), &[]);
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "utf16CodeUnits");
    assert_eq!(run["newlineSequences"], serde_json::json!(["\r\n", "\n", "\r"]));
    assert!(run["originalUriBaseIds"]["%SRCROOT%"]["uri"].is_null(), "nobody's folders are told");
}

#[test]
fn a_rule_is_explained_with_links() {
    let log = log(&folder(), &["--select", "event-grid-host-port"]);
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().expect("rules");
    assert_eq!(rules.len(), 1);
    for text in ["shortDescription", "fullDescription", "help"] {
        assert!(rules[0][text]["text"].as_str().is_some_and(|text| !text.is_empty()), "{text}");
    }
    let url = rules[0]["helpUri"].as_str().expect("an address");
    let markdown = rules[0]["help"]["markdown"].as_str().expect("its text");
    assert!(markdown.contains(url) && markdown.contains("```bicep good"), "{markdown}");
    assert_eq!(rules[0]["defaultConfiguration"]["level"], "error");
}

#[test]
fn a_rule_of_ones_own_is_explained_with_its_text() {
    let profile = "apiVersion: connectivity.iotoperations.azure.com/v1\nkind: DataflowProfile\n\
        metadata: {name: large}\nspec: {instanceCount: 9}\n";
    let rules = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/own-rules/good");
    let log = log(&Folder::with("a.yaml", profile), &["--rules", rules, "--select", "profile-too-large"]);
    let markdown = log["runs"][0]["tool"]["driver"]["rules"][0]["help"]["markdown"].as_str().expect("its text");
    for words in
        ["ORG001 profile-too-large", "the platform team's handbook", "A profile has at most two", "```yaml bad"]
    {
        assert!(markdown.contains(words), "{words}: {markdown}");
    }
}

#[test]
fn a_message_has_no_links_or_arguments_of_the_file() {
    let host = "{0} {1}{name} [words](https://contoso.com)";
    let text = format!(
        "apiVersion: connectivity.iotoperations.azure.com/v1\nkind: DataflowEndpoint\nmetadata: {{name: a}}\nspec:\n  endpointType: Mqtt\n  mqttSettings: {{host: '{host}'}}\n"
    );
    let log = log(&Folder::with("a.yaml", text), &["--select", "host-port-invalid"]);
    let message = results(&log)[0]["message"]["text"].as_str().expect("words");
    assert!(message.contains("`{{0}} {{1}}{{name}} [words\\](https://contoso.com)`"), "{message}");
}

#[test]
fn what_could_not_be_read_is_a_notification_with_a_descriptor() {
    let folder = folder().and("k8s/utf16.yaml", b"\xff\xfea\0p\0i\0V\0e\0r\0s\0i\0o\0n\0k\0i\0n\0d\0");
    let log = log(&folder, &["--as-manifest", "k8s/utf16.yaml"]);
    let run = &log["runs"][0];
    assert_eq!(run["invocations"][0]["executionSuccessful"], false);
    let notification = &run["invocations"][0]["toolExecutionNotifications"][0];
    assert_eq!(notification["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "k8s/utf16.yaml");
    assert_eq!(run["tool"]["driver"]["notifications"][0]["id"], notification["descriptor"]["id"]);
    let valid = self::log(&Folder::with("a.yaml", ENDPOINT), &[]);
    let run = &valid["runs"][0];
    assert_eq!(run["invocations"][0]["executionSuccessful"], true, "findings are no failure");
    assert_eq!(run["tool"]["driver"]["notifications"], serde_json::json!([]));
}

#[test]
fn what_is_wrong_in_the_configuration_is_a_notification_of_its_own() {
    let log = log(&folder().and(".aiolint.yaml", "no-such-key: 1\nsarif: {category: plant}\n"), &[]);
    let run = &log["runs"][0];
    let invocation = &run["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    assert_eq!(invocation["toolExecutionNotifications"], serde_json::json!([]));
    let notification = &invocation["toolConfigurationNotifications"][0];
    assert_eq!(notification["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], ".aiolint.yaml");
    assert!(notification["message"]["text"].as_str().is_some_and(|text| text.contains("no-such-key")), "{log:#}");
    assert_eq!(run["automationDetails"]["id"], "plant/");
}

#[cfg(unix)]
#[test]
fn any_name_of_a_file_is_an_address() {
    for name in [
        "a b.yaml",
        "100%25.yaml",
        "a#b?c.yaml",
        "é😀.yaml",
        "a\nb\t.yaml",
        "c:d.yaml",
        "[a]&<b>\"'\\.yaml",
        "::a::b.yaml",
    ] {
        let folder = Folder::with(&format!("k8s/{name}"), ENDPOINT);
        let log = log(&folder, &["--select", "event-grid-host-port"]);
        let artifact = &results(&log)[0]["locations"][0]["physicalLocation"]["artifactLocation"];
        assert_eq!(sarif::path(artifact), format!("k8s/{name}"));
    }
}

#[test]
fn a_file_outside_of_the_root_and_standard_input_have_addresses() {
    let folder = Folder::with("a.yaml", ENDPOINT).and("p/aiolint.yaml", "").and("p/b.yaml", ENDPOINT);
    for (arguments, stdin) in
        [(vec!["check", "-"], ENDPOINT), (vec!["check", "p/b.yaml"], ""), (vec!["check", "p"], "")]
    {
        let run = folder.run_with(&[&arguments[..], &["--format", "sarif"]].concat(), stdin.into()).code(1);
        sarif::read(&run.stdout, &|path| folder.texts(path, stdin.as_bytes()));
    }
}

/// All files below a folder.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut folders = vec![folder.to_owned()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("it can be read").flatten() {
            let path = entry.path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    files
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[test]
fn the_projects_of_the_fixtures_have_valid_logs() {
    let root = repository().join("fixtures/projects");
    let mut found = 0;
    for project in std::fs::read_dir(&root).expect("it is there").flatten() {
        let mut folder = Folder::new();
        for file in files_below(&project.path()) {
            let path = file.strip_prefix(project.path()).expect("it is below").to_str().expect("UTF-8").to_owned();
            folder = folder.and(&path, std::fs::read(&file).expect("it can be read"));
        }
        found += results(&log(&folder, &[])).len();
    }
    assert!(found > 0, "the fixtures have findings");
}

/// Every example of every rule, each in a folder of its own.
fn examples() -> Folder {
    let mut folder = Folder::new();
    for file in
        files_below(&repository().join("rules")).iter().filter(|file| file.extension().is_some_and(|it| it == "md"))
    {
        let rule = file.file_stem().and_then(|stem| stem.to_str()).expect("UTF-8");
        let text = std::fs::read_to_string(file).expect("it can be read");
        let mut block: Option<(String, String)> = None;
        let mut number = 0;
        for event in Parser::new(&text) {
            match event {
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                    let language = info.split(' ').next().unwrap_or_default().to_owned();
                    block = info.contains(' ').then(|| (language, String::new()));
                }
                Event::Text(text) => block.iter_mut().for_each(|(_, code)| *code += &text),
                Event::End(TagEnd::CodeBlock) => {
                    let Some((language, code)) = block.take() else { continue };
                    number += 1;
                    folder = folder.and(&format!("{rule}/{number}/example.{language}"), code);
                }
                _ => {}
            }
        }
    }
    folder
}

#[test]
fn the_examples_of_all_rules_have_a_valid_log() {
    let log = log(&examples(), &[]);
    let rules: BTreeSet<&str> = results(&log).iter().filter_map(|result| result["ruleId"].as_str()).collect();
    assert!(rules.len() > 25, "most rules have findings there: {rules:?}");
}

#[test]
fn a_fix_in_the_log_does_what_aiolint_fix_does() {
    let folder = examples();
    let all = log(&folder, &[]);
    let fixable: BTreeSet<&str> = results(&all)
        .iter()
        .filter(|result| result.get("fixes").is_some())
        .filter_map(|result| result["ruleId"].as_str())
        .collect();
    let mut compared = 0;
    for rule in &fixable {
        // One fix at a time: `aiolint fix` goes on with what the first one leaves.
        let log = log(&folder, &["--select", rule]);
        let mut single: Vec<(String, Value)> = Vec::new();
        let mut several: BTreeSet<String> = BTreeSet::new();
        for result in results(&log) {
            for change in result["fixes"][0]["artifactChanges"].as_array().into_iter().flatten() {
                let path = sarif::path(&change["artifactLocation"]);
                match single.iter().any(|(other, _)| *other == path) {
                    true => drop(several.insert(path)),
                    false => single.push((path, change["replacements"].clone())),
                }
            }
        }
        let copy = examples();
        copy.run(&["fix", "--unsafe-fixes", "--select", rule]).code(0);
        for (path, replacements) in single.iter().filter(|(path, _)| !several.contains(path)) {
            let text = |folder: &Folder| String::from_utf8(folder.read(path)).expect("UTF-8");
            let (before, after) = (text(&folder), text(&copy));
            // What would bring another finding, in an example beside it, is not applied.
            if after != before {
                assert_eq!(sarif::fixed(&before, replacements), after, "{rule} in {path}");
                compared += 1;
            }
        }
    }
    assert!(compared > 60, "{compared} fixes of {fixable:?}");
}

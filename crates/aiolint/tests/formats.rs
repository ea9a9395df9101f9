//! The formats for other programs, read back as those programs read them.

#![expect(clippy::disallowed_methods, reason = "reads the fixtures and the rules")]

mod support;

#[path = "formats/consumers.rs"]
mod consumers;
#[path = "formats/sarif.rs"]
mod sarif;

use serde_json::Value;
use support::Folder;

/// Two findings in one line after a tab and an emoji, in a file with a byte order mark and Windows' line ends.
const ENDPOINT: &str = "\u{feff}apiVersion: connectivity.iotoperations.azure.com/v1\r\nkind: DataflowEndpoint\r\nmetadata:\r\n  name: cloud\r\n  namespace: plant\r\nspec:\r\n  endpointType: Mqtt\r\n  mqttSettings: {\"a😀\": 1,\t\"host\": \"a.ts.eventgrid.azure.net:1883\", \"retain\": \"Never\", \"tls\": {\"mode\": \"Enabled\"}}\r\n";

fn folder() -> Folder {
    Folder::with("k8s/my %file,a:b.yaml", ENDPOINT)
}

#[track_caller]
fn check(folder: &Folder, format: &str) -> String {
    folder.run(&["check", "--format", format, "--select", "event-grid-host-port"]).code(1).stdout
}

#[track_caller]
fn json(folder: &Folder, format: &str) -> Value {
    serde_json::from_str(&check(folder, format)).expect("it is JSON")
}

/// The part of a file between two places, with lines and UTF-16 units that count from 1.
fn region(text: &str, region: &Value) -> String {
    let number = |name: &str| usize::try_from(region[name].as_u64().expect("a number")).expect("it is small");
    assert_eq!(number("startLine"), number("endLine"), "the test's regions have one line");
    let line = text.trim_start_matches('\u{feff}').split('\n').nth(number("startLine") - 1).expect("the line is there");
    let units: Vec<u16> = line.encode_utf16().collect();
    String::from_utf16(&units[number("startColumn") - 1..number("endColumn") - 1]).expect("no half character")
}

#[test]
fn sarif_points_at_the_characters() {
    let log = json(&folder(), "sarif");
    let run = &log["runs"][0];
    assert_eq!((&log["version"], &run["columnKind"]), (&"2.1.0".into(), &"utf16CodeUnits".into()));
    let result = &run["results"][0];
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "k8s/my%20%25file%2Ca%3Ab.yaml");
    assert_eq!(place["artifactLocation"]["uriBaseId"], "%SRCROOT%");
    let snippet = place["region"]["snippet"]["text"].as_str().expect("a snippet");
    assert_eq!(snippet, region(ENDPOINT, &place["region"]));
    assert!(snippet.contains("a.ts.eventgrid.azure.net:1883"), "{snippet}");
    assert_eq!(result["level"], "error");
    let fingerprint = result["partialFingerprints"]["aiolint/v1"].as_str().expect("a fingerprint");
    assert_eq!(fingerprint.len(), 32);
    let rule = &run["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().expect("a number") as usize];
    assert_eq!((&rule["id"], &rule["name"]), (&result["ruleId"], &"event-grid-host-port".into()));
    assert!(rule["help"]["markdown"].as_str().expect("its text").contains("```yaml bad"));
    assert_eq!(run["invocations"][0]["executionSuccessful"], true);
}

#[test]
fn sarif_says_what_could_not_be_read() {
    let utf16: Vec<u8> = "\u{feff}apiVersion: v1\nkind: Pod\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let folder = folder().and("k8s/utf16.yaml", utf16);
    let invocation = &json(&folder, "sarif")["runs"][0]["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    let notification = &invocation["toolExecutionNotifications"][0];
    assert!(notification["message"]["text"].as_str().expect("words").contains("UTF-16"), "{notification}");
}

#[test]
fn no_snippet_shows_a_secret() {
    let secret =
        "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData:\n  password: x\n  password: hunter2hunter2\n";
    let run = Folder::with("secret.yaml", secret).run(&["check", "--format", "sarif"]).code(1);
    assert!(run.stdout.contains("AIO003") && !run.stdout.contains("hunter2"), "{}", run.stdout);
}

#[test]
fn github_has_its_own_escapes() {
    let line = check(&folder(), "github");
    let (head, message) =
        line.trim_end().strip_prefix("::error ").and_then(|rest| rest.split_once("::")).expect("a command");
    let properties: Vec<&str> = head.split(',').collect();
    assert_eq!(properties[0], "file=k8s/my %25file%2Ca%3Ab.yaml");
    assert_eq!(properties[1..3], ["line=8", "endLine=8"]);
    assert_eq!(properties.len(), 6, "{properties:?}");
    assert!(message.contains("%0Ahelp: end the host with `:8883`"), "{message}");
    assert_eq!(line.lines().count(), 1);
}

#[test]
fn azure_has_its_own_escapes() {
    let line = check(&folder(), "azure");
    let expected = "##vso[task.logissue type=error;sourcepath=k8s/my %AZP25file,a:b.yaml;linenumber=8;";
    assert!(line.starts_with(expected), "{line}");
    assert_eq!(line.lines().count(), 1);
}

#[test]
fn gitlab_gets_each_finding_once() {
    let twice = format!("{ENDPOINT}---\r\n{}", ENDPOINT.trim_start_matches('\u{feff}'));
    let issues = json(&Folder::with("a.yaml", twice), "gitlab");
    let issues = issues.as_array().expect("an array");
    assert_eq!(issues.len(), 2);
    assert_ne!(issues[0]["fingerprint"], issues[1]["fingerprint"]);
    for issue in issues {
        assert!(issue["description"].is_string() && issue["check_name"].is_string(), "{issue}");
        assert!(
            ["info", "minor", "major", "critical", "blocker"].contains(&issue["severity"].as_str().expect("a word"))
        );
        assert_eq!(issue["location"]["path"], "a.yaml");
        assert!(issue["location"]["lines"]["begin"].is_u64());
    }
}

#[test]
fn junit_is_xml_with_a_case_for_each_finding() {
    let text = check(&folder(), "junit");
    let document = roxmltree::Document::parse(&text).expect("it is XML");
    let root = document.root_element();
    assert_eq!((root.tag_name().name(), root.attribute("failures")), ("testsuites", Some("1")));
    let case = root.descendants().find(|node| node.has_tag_name("testcase")).expect("a case");
    assert_eq!(case.attribute("classname"), Some("k8s/my %file,a:b.yaml"));
    let failure = case.first_element_child().expect("a failure");
    assert_eq!(failure.attribute("message"), Some("MQTT reaches Event Grid on port 8883 only"));
    assert!(failure.text().expect("its text").contains("source: Configure MQTT data flow endpoints, \"Create"));
    let clean =
        Folder::with("a.yaml", "apiVersion: v1\nkind: Pod\n").run(&["check", "--format", "junit"]).code(0).stdout;
    let clean =
        roxmltree::Document::parse(&clean).expect("it is XML").root_element().attribute("failures") == Some("0");
    assert!(clean);
}

#[test]
fn markdown_is_a_table_that_nothing_breaks() {
    let folder = Folder::with("a|b_<c>.yaml", ENDPOINT);
    let text = check(&folder, "markdown");
    let row = text.lines().last().expect("a row");
    assert!(row.starts_with("| error | [AIO211](https://learn.microsoft.com/"), "{row}");
    assert!(row.contains("| `a\\|b_<c>.yaml:8` |"), "{row}");
    assert!(text.contains("1 error, 0 warnings"), "{text}");
}

#[test]
fn one_run_writes_several_formats() {
    let folder = folder();
    let arguments = [
        "check",
        "--format",
        "concise",
        "--output",
        "sarif=out.sarif",
        "--output",
        "junit=report.xml",
        "--select",
        "AIO211",
    ];
    folder.run(&arguments).code(1).says("error[AIO211]");
    folder.run(&["check", "--format", "full", "--output", "sarif=full.sarif", "--select", "AIO211"]).code(1).says("┌─");
    assert_eq!(folder.read("full.sarif"), folder.read("out.sarif"));
    let read = |name: &str| String::from_utf8(folder.read(name)).expect("UTF-8");
    assert_eq!(read("out.sarif"), check(&folder, "sarif"));
    assert_eq!(read("report.xml"), check(&folder, "junit"));
    folder.run(&["check", "--output", "sarif"]).code(2).says("write the format and the file");
    folder.run(&["check", "--output", "pdf=a"]).code(2).says("invalid variant: pdf");
    folder.run(&["check", "--output", "sarif=gone/out.sarif"]).code(2).says("can't write");
}

const FORMATS: [&str; 9] = ["full", "concise", "json", "sarif", "github", "gitlab", "azure", "junit", "markdown"];

#[test]
fn the_code_does_not_depend_on_the_format() {
    let clean = Folder::with("a.yaml", "apiVersion: v1\nkind: Pod\n");
    let warning = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a} # aiolint: ignore[no-such-rule]\n";
    let warning = Folder::with("a.yaml", warning);
    for (folder, arguments, code) in [
        (&clean, &["--fail-on", "note"][..], 0),
        (&folder(), &[], 1),
        (&folder(), &["--fail-on", "never"], 0),
        (&warning, &[], 0),
        (&warning, &["--fail-on", "warning"], 1),
        (&folder(), &["no-such-file.yaml"], 2),
        (&folder(), &["--select", "no-such-rule"], 2),
    ] {
        for format in FORMATS {
            let run = folder.run(&[&["check", "--format", format], arguments].concat());
            assert_eq!(run.code, Some(code), "{format} {arguments:?}: {run:#?}");
            assert!(code != 2 || run.stdout.is_empty(), "{format}: {run:#?}");
        }
    }
}

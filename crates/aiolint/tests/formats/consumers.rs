//! Each format read back by its rules, from findings whose text and file names try to break it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use serde_json::Value;

use crate::support::Folder;

/// What messages quote: ends of values and rows, other languages, what logs obey, what XML can't have.
const HOSTILE: &str = r##"a|b``c`<script>alert(1)</script>\n::error::x%0A %25 %AZP25;]]>&amp; \x01\x1b[31m\x0b\x85\ufffe\uffff ##vso[task.setvariable variable=a]b ##[set-output name=a]b @contoso/all #1 {0} [x](y) \\|\\ *_~$é😀\u202e"##;

/// The file that is hardest to name.
const NAME: &str =
    if cfg!(unix) { "k8s/a b%0A#é😀,:;]'\"&<>`|@me ##[error]\nend\t.yaml" } else { "k8s/a b%0A#é,;]'&`@me.yaml" };

/// An error with the text in its message, and a note and a warning beside it.
fn folder() -> Folder {
    let endpoint = |name: &str, host: &str| {
        format!(
            "apiVersion: connectivity.iotoperations.azure.com/v1\nkind: DataflowEndpoint\nmetadata: {{name: {name}}}\nspec:\n  endpointType: Mqtt\n  mqttSettings:\n    authentication: {{method: Anonymous}}\n    host: \"{host}\"\n"
        )
    };
    let flow = "---\napiVersion: connectivity.iotoperations.azure.com/v1\nkind: Dataflow\nmetadata: {name: flow}\nspec:\n  profileRef: \"none|`<b>`\\n##vso[task.complete]\"\n  operations:\n    - operationType: Source\n      sourceSettings: {endpointRef: a, dataSources: [x]}\n    - operationType: Destination\n      destinationSettings: {endpointRef: \"gone|`<b>`\\n##vso[task.complete]\", dataDestination: x}\n";
    let text = format!("{}---\n{}{flow}", endpoint("a", HOSTILE), endpoint("b", "mqtt.contoso.com"));
    Folder::with(NAME, text).and("::stop-commands::x.yaml", endpoint("c", "::x"))
}

/// A finding as the JSON output has it, with what the other formats say of it.
struct Finding {
    file: String,
    line: u64,
    column: u64,
    severity: String,
    id: String,
    name: String,
    message: String,
    help: Option<String>,
}

impl Finding {
    /// Its file, as logs may have it: exactly, but for what they would obey.
    fn logged_file(&self) -> String {
        self.file.replace("##[", "#\u{fffd}[")
    }
}

/// A text as all other formats have it: in a line, and without what would be obeyed.
fn words(text: &str) -> String {
    aiolint_core::printable(text).replace('\n', " ")
}

/// The findings of the folder as JSON has them. The columns of people count characters.
fn findings(folder: &Folder) -> Vec<Finding> {
    let run = folder.run(&["check", "--format", "json"]).code(1);
    let report: Value = serde_json::from_str(&run.stdout).expect("it is JSON");
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let all = report["findings"].as_array().expect("findings").iter().map(|finding| {
        let start = &finding["range"]["start"];
        let file = text(&finding["file"]);
        let content = String::from_utf8(folder.read(&file)).expect("UTF-8");
        let offset = usize::try_from(start["offset"].as_u64().expect("a number")).expect("small");
        let line_start = content[..offset].rfind('\n').map_or(0, |at| at + 1);
        Finding {
            line: start["line"].as_u64().expect("a number"),
            column: content[line_start..offset].chars().count() as u64 + 1,
            severity: text(&finding["severity"]),
            id: text(&finding["rule"]["id"]),
            name: text(&finding["rule"]["name"]),
            message: words(&text(&finding["message"])),
            help: finding["help"].as_str().map(words),
            file,
        }
    });
    let all: Vec<Finding> = all.collect();
    let severities: BTreeSet<&str> = all.iter().map(|finding| finding.severity.as_str()).collect();
    assert!(severities.contains("error") && severities.contains("note"), "{severities:?}");
    for part in ["<script>", "::error::x%0A", "]]>", "#\u{fffd}vso[", "\u{fffd}\u{fffd}[31m", "[x](y)"] {
        assert!(all.iter().any(|finding| finding.message.contains(part)), "no message has `{part}`");
    }
    all
}

fn output(folder: &Folder, format: &str) -> String {
    folder.run(&["check", "--notes", "--format", format]).code(1).stdout
}

/// A command as an agent reads it: its name, its properties and its data.
type Command = (String, BTreeMap<String, String>, String);

fn unescaped(text: &str, escapes: &[(&str, &str)]) -> String {
    escapes.iter().fold(text.to_owned(), |text, (token, escape)| text.replace(escape, token))
}

fn properties(text: &str, separator: char, unescaped: impl Fn(&str) -> String) -> BTreeMap<String, String> {
    let pairs = text.split(separator).filter(|pair| !pair.is_empty());
    pairs.filter_map(|pair| pair.split_once('=')).map(|(name, value)| (name.to_owned(), unescaped(value))).collect()
}

/// A line as the runner of GitHub Actions reads it: `::name key=value,key=value::data`, escaped as the toolkit does.
fn github_command(line: &str) -> Option<Command> {
    let data = [("\r", "%0D"), ("\n", "%0A"), ("%", "%25")];
    let property = [("\r", "%0D"), ("\n", "%0A"), (":", "%3A"), (",", "%2C"), ("%", "%25")];
    let (head, message) = line.trim_start().strip_prefix("::")?.split_once("::")?;
    let (name, rest) = head.split_once(' ').unwrap_or((head, ""));
    Some((name.into(), properties(rest, ',', |value| unescaped(value, &property)), unescaped(message, &data)))
}

/// A line as the agent of Azure Pipelines reads it: `##vso[name key=value;key=value;]data`, wherever that stands.
fn azure_command(line: &str) -> Option<Command> {
    let escapes = [(";", "%3B"), ("\r", "%0D"), ("\n", "%0A"), ("]", "%5D"), ("%", "%AZP25")];
    let (_, command) = line.split_once("##vso[")?;
    let (head, message) = command.split_once(']')?;
    let (name, rest) = head.split_once(' ').unwrap_or((head, ""));
    let read = |value: &str| unescaped(value, &escapes);
    Some((name.into(), properties(rest, ';', read), read(message)))
}

#[test]
fn the_runner_of_github_reads_each_finding() {
    let folder = folder();
    let findings = findings(&folder);
    let text = output(&folder, "github");
    assert_eq!(text.lines().count(), findings.len(), "{text}");
    for (line, finding) in text.lines().zip(&findings) {
        let (name, properties, data) = github_command(line).expect("a command");
        assert_eq!(name, finding.severity.replace("note", "notice"));
        assert_eq!(properties["file"], finding.logged_file());
        assert_eq!(properties["line"], finding.line.to_string());
        assert_eq!(properties["title"], format!("{} {}", finding.id, finding.name));
        assert_eq!(data.lines().next(), Some(finding.message.as_str()));
        if let Some(help) = &finding.help {
            assert!(data.contains(&format!("\nhelp: {help}")), "{data}");
        }
    }
}

#[test]
fn the_agent_of_azure_reads_each_finding() {
    let folder = folder();
    let findings = findings(&folder);
    let text = output(&folder, "azure");
    assert_eq!(text.lines().count(), findings.len(), "{text}");
    for (line, finding) in text.lines().zip(&findings) {
        let Some((name, properties, data)) = azure_command(line) else {
            assert_eq!(finding.severity, "note", "{line}");
            assert!(line.contains(&format!(": note[{}] {}", finding.id, finding.message)), "{line}");
            continue;
        };
        assert_eq!((name.as_str(), &properties["type"]), ("task.logissue", &finding.severity));
        assert_eq!(properties["sourcepath"], finding.logged_file());
        assert_eq!(properties["linenumber"], finding.line.to_string());
        assert_eq!(properties["columnnumber"], finding.column.to_string());
        assert_eq!(properties["code"], finding.id);
        let help = finding.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
        assert_eq!(data, format!("{}{help}", finding.message));
    }
}

/// What GitLab's documentation says of a report.
static GITLAB: LazyLock<jsonschema::Validator> = LazyLock::new(|| {
    let schema = serde_json::from_str(include_str!("../schemas/gitlab-code-quality.json")).expect("it is JSON");
    jsonschema::validator_for(&schema).expect("it is a schema")
});

#[test]
fn gitlab_reads_each_finding() {
    let folder = folder();
    let findings = findings(&folder);
    let issues: Value = serde_json::from_str(&output(&folder, "gitlab")).expect("it is JSON");
    let errors: Vec<String> = GITLAB.iter_errors(&issues).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let issues = issues.as_array().expect("an array");
    assert_eq!(issues.len(), findings.len());
    let fingerprints: BTreeSet<&str> = issues.iter().filter_map(|issue| issue["fingerprint"].as_str()).collect();
    assert_eq!(fingerprints.len(), issues.len(), "GitLab drops what it has seen");
    for (issue, finding) in issues.iter().zip(&findings) {
        assert_eq!(issue["location"]["path"], finding.file.as_str());
        assert_eq!(issue["location"]["lines"]["begin"], finding.line);
        assert!(issue["description"].as_str().expect("a text").starts_with(&finding.message), "{issue}");
    }
    let none: Value = serde_json::json!([{"description": "a", "check_name": "b", "fingerprint": "c", "severity": "bad",
        "location": {"path": "./a", "lines": {}}}]);
    assert_eq!(GITLAB.iter_errors(&none).count(), 3, "the schema finds what is wrong");
}

#[test]
fn a_reader_of_junit_reads_each_finding() {
    let folder = folder();
    let findings = findings(&folder);
    let text = output(&folder, "junit");
    let suites = junit_parser::from_reader(text.as_bytes()).expect("it is JUnit's XML");
    assert_eq!((suites.tests, suites.failures), (findings.len() as u64, findings.len() as u64));
    let cases: Vec<_> = suites.suites.iter().flat_map(|suite| &suite.cases).collect();
    assert_eq!(cases.len(), findings.len());
    for finding in &findings {
        let name = format!("{} {} {}:{}", finding.id, finding.name, finding.line, finding.column);
        let case = cases.iter().find(|case| case.original_name == name && case.file == Some(finding.logged_file()));
        let case = case.unwrap_or_else(|| panic!("`{name}` is missing: {cases:#?}"));
        assert_eq!(case.line, Some(finding.line));
        let junit_parser::TestStatus::Failure(failure) = &case.status else { panic!("{case:#?}") };
        let in_xml = finding.message.replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}");
        assert_eq!((&failure.message, &failure.failure_type), (&in_xml, &finding.severity));
    }
    // Another reader, which knows all of XML but not JUnit.
    roxmltree::Document::parse(&text).expect("it is XML");
}

/// The cells of all rows of a Markdown document's tables, as text; nothing in them is more than that.
fn rows(markdown: &str) -> Vec<Vec<String>> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut tables = 0;
    for event in
        Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_MATH)
    {
        match event {
            Event::Start(Tag::Table(_)) => tables += 1,
            Event::Start(Tag::TableRow) => rows.push(Vec::new()),
            Event::Start(Tag::TableCell) if !rows.is_empty() => rows.last_mut().expect("a row").push(String::new()),
            Event::Text(text) | Event::Code(text) if tables > 0 => {
                if let Some(cell) = rows.last_mut().and_then(|row| row.last_mut()) {
                    *cell += &text;
                }
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                assert!(dest_url.starts_with("https://learn.microsoft.com/"), "{dest_url}");
            }
            Event::Start(Tag::TableHead | Tag::TableCell | Tag::Heading { .. } | Tag::Paragraph)
            | Event::End(
                TagEnd::Table
                | TagEnd::TableHead
                | TagEnd::TableRow
                | TagEnd::TableCell
                | TagEnd::Heading(_)
                | TagEnd::Paragraph
                | TagEnd::Link,
            )
            | Event::Text(_) => {}
            other => panic!("{other:?} in {markdown}"),
        }
    }
    assert_eq!(tables, 1, "{markdown}");
    rows
}

#[test]
fn markdown_is_a_table_of_plain_text() {
    let folder = folder();
    let findings = findings(&folder);
    let text = output(&folder, "markdown");
    let rows = rows(&text);
    assert_eq!(rows.len(), findings.len(), "{text}");
    let plain = |text: &str| text.replace(['`', '\u{200b}'], "");
    for (row, finding) in rows.iter().zip(&findings) {
        let help = finding.help.as_ref().map(|help| format!(": {help}")).unwrap_or_default();
        let expected = [
            finding.severity.clone(),
            format!("{} {}", finding.id, finding.name),
            format!("{}:{}", words(&finding.file), finding.line),
            format!("{}{help}", finding.message),
        ];
        assert_eq!(row.iter().map(|cell| plain(cell)).collect::<Vec<_>>(), expected.map(|cell| plain(&cell)), "{text}");
    }
    for call in ["@contoso", "@me", "#1"] {
        assert!(!text.contains(&format!(" {call}")), "GitHub would read `{call}`: {text}");
    }
}

#[test]
fn a_line_for_each_finding_can_be_taken_apart() {
    let folder = folder();
    let findings = findings(&folder);
    let text = output(&folder, "concise");
    for (line, finding) in text.lines().zip(&findings) {
        let Finding { file, line: number, column, severity, id, name, message, .. } = finding;
        let file = words(file);
        let file = if file.starts_with("::") { format!("./{file}") } else { file };
        assert_eq!(line, format!("{file}:{number}:{column}: {severity}[{id}] {message} ({name})"));
    }
    assert_eq!(text.lines().count(), findings.len() + 1);
}

#[test]
fn full_has_each_finding_with_its_place() {
    let folder = folder();
    let text = output(&folder, "full");
    for finding in findings(&folder) {
        let Finding { file, line, column, severity, id, message, .. } = &finding;
        let head = format!("{severity}[{id}]: {message}\n");
        let at = text.find(&head).unwrap_or_else(|| panic!("`{head}` is missing: {text}"));
        assert!(text[at..].contains(&format!("─ {}:{line}:{column}\n", words(file))), "{text}");
    }
}

/// What a pipeline would do with any of the formats: nothing that a file says.
#[test]
fn no_format_lets_a_file_command_a_pipeline() {
    let folder = folder();
    for format in ["full", "concise", "json", "sarif", "github", "gitlab", "azure", "junit", "markdown"] {
        let text = output(&folder, format);
        for line in text.lines() {
            let ours = |name: &str| ["error", "warning", "notice"].contains(&name);
            let github = github_command(line).map(|(name, ..)| name);
            assert!(github.is_none_or(|name| format == "github" && ours(&name)), "{format}: {line}");
            let azure = azure_command(line).map(|(name, ..)| name);
            assert!(azure.is_none_or(|name| format == "azure" && name == "task.logissue"), "{format}: {line}");
            assert!(!line.contains("##["), "{format}: {line}");
        }
    }
}

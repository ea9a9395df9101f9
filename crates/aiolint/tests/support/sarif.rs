//! Holds a SARIF log against the official schema, and each place in it against the files.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use serde_json::{Value, json};

/// Longer logs are read, but not held against the schema: that takes a debug build minutes.
const LONGEST_VALIDATED: usize = 1 << 21;

/// So many places are looked up in the files; of logs with more, a sample: those of hostile files have ten thousands.
const MOST_PLACES: usize = 1_000;

/// What an invocation says of itself.
const NOTIFICATIONS: [&str; 2] = ["toolExecutionNotifications", "toolConfigurationNotifications"];

/// The schema, with what the errata of SARIF 2.1.0 corrected in it: a region has a start, and a pattern that is none.
static SCHEMA: LazyLock<jsonschema::Validator> = LazyLock::new(|| {
    let mut schema: Value = serde_json::from_str(include_str!("../schemas/sarif-2.1.0.json")).expect("it is JSON");
    let definitions = &mut schema["definitions"];
    definitions["region"]["anyOf"] =
        ["startLine", "charOffset", "byteOffset"].map(|it| json!({"required": [it]})).into();
    for owner in ["run", "toolComponent"] {
        definitions[owner]["properties"]["language"]["pattern"] = "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$".into();
    }
    jsonschema::options().should_validate_formats(true).build(&schema).expect("it is a schema")
});

/// The texts of the files that may be meant by a path that is relative to the root.
pub(crate) type Files<'f> = &'f dyn Fn(&str) -> Vec<String>;

/// The log, which is valid and true to the files.
#[track_caller]
pub(crate) fn read(text: &str, files: Files<'_>) -> Value {
    let log: Value = serde_json::from_str(text).expect("a SARIF log is JSON");
    if text.len() <= LONGEST_VALIDATED {
        let errors: Vec<String> =
            SCHEMA.iter_errors(&log).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "no valid SARIF: {errors:#?}");
    }
    let run = &log["runs"][0];
    indices_lead_to_their_descriptors(run);
    a_run_with_errors_failed(run);
    let results = run["results"].as_array().expect("results");
    let suppressed = results.iter().filter(|result| result.get("suppressions").is_some()).count();
    assert!([0, results.len()].contains(&suppressed), "all results have suppressions, or none");
    let mut all = Vec::new();
    places(run, &mut |place| all.push(place.clone()));
    let mut known: HashMap<String, Vec<Text>> = HashMap::new();
    for place in all.iter().step_by(all.len() / MOST_PLACES + 1) {
        let (artifact, region) = (&place["artifactLocation"], &place["region"]);
        let texts = || texts_of(artifact, files).iter().map(|text| Text::of(text)).collect();
        let texts = known.entry(artifact.to_string()).or_insert_with(texts);
        let found: Vec<Option<&str>> = texts.iter().map(|text| text.characters(region)).collect();
        let fits = |found: &Option<&str>| match (found, region["snippet"]["text"].as_str()) {
            (Some(found), Some(snippet)) => *found == snippet,
            (found, _) => found.is_some(),
        };
        assert!(found.is_empty() || found.iter().any(fits), "{place} is not in the file, but {found:?}");
    }
    log
}

/// The text with all replacements of a fix; each of them counts in the text before.
pub(crate) fn fixed(text: &str, replacements: &Value) -> String {
    let (plain, mut changed) = (text.trim_start_matches('\u{feff}'), text.to_owned());
    let mark = text.len() - plain.len();
    let mut replacements: Vec<_> = replacements
        .as_array()
        .expect("replacements")
        .iter()
        .map(|replacement| {
            let range = range(plain, &replacement["deletedRegion"]).expect("it is in the file");
            (range, replacement["insertedContent"]["text"].as_str().unwrap_or_default())
        })
        .collect();
    replacements.sort_by_key(|(range, _)| range.start);
    for (range, with) in replacements.into_iter().rev() {
        changed.replace_range(range.start + mark..range.end + mark, with);
    }
    changed
}

/// The path that an artifact's address stands for.
pub(crate) fn path(artifact: &Value) -> String {
    let uri = artifact["uri"].as_str().expect("an address");
    percent_encoding::percent_decode_str(uri).decode_utf8().expect("it is UTF-8").into_owned()
}

/// The texts that an artifact may have. None where it is no file of the root.
fn texts_of(artifact: &Value, files: Files<'_>) -> Vec<String> {
    let uri = artifact["uri"].as_str().expect("an address");
    let is_absolute = uri.starts_with("br://") || uri.starts_with("file:///");
    assert_eq!(artifact["uriBaseId"] == "%SRCROOT%", !is_absolute, "{artifact}");
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || "-._~/%".contains(c);
    assert!(is_absolute || uri.chars().all(is_allowed) && !uri.starts_with('/'), "`{uri}` is no path from the root");
    if is_absolute || uri.starts_with("../") { Vec::new() } else { files(&path(artifact)) }
}

/// All places of results and notifications, and those that fixes change.
fn places(value: &Value, each: &mut dyn FnMut(&Value)) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                match name.as_str() {
                    "physicalLocation" => each(member),
                    "artifactChanges" => member.as_array().into_iter().flatten().for_each(|change| {
                        for replacement in change["replacements"].as_array().expect("replacements") {
                            let artifact = &change["artifactLocation"];
                            let region = &replacement["deletedRegion"];
                            each(&json!({ "artifactLocation": artifact, "region": region }));
                        }
                    }),
                    _ => places(member, each),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| places(item, each)),
        _ => {}
    }
}

/// The characters of a region.
pub(crate) fn characters(text: &str, region: &Value) -> Option<String> {
    Text::of(text).characters(region).map(str::to_owned)
}

/// The bytes of a region.
fn range(text: &str, region: &Value) -> Option<Range<usize>> {
    Text::of(text).range(region)
}

/// A text without its byte order mark, and where its lines start: `\r\n`, `\n` and `\r` end one.
struct Text {
    text: String,
    starts: Vec<usize>,
}

impl Text {
    fn of(text: &str) -> Self {
        let text = text.trim_start_matches('\u{feff}').to_owned();
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        starts.extend((0..bytes.len()).filter_map(|at| {
            let ends = bytes[at] == b'\n' || (bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n'));
            ends.then_some(at + 1)
        }));
        Self { text, starts }
    }

    fn characters(&self, region: &Value) -> Option<&str> {
        Some(&self.text[self.range(region)?])
    }

    /// The bytes of a region: lines and UTF-16 units count from 1.
    fn range(&self, region: &Value) -> Option<Range<usize>> {
        let offset = |line: &str, column: &str| {
            let number = |name: &str| usize::try_from(region[name].as_u64()?).ok();
            let (line, units) = (number(line)?, number(column)? - 1);
            let start = *self.starts.get(line.checked_sub(1)?)?;
            let end = self.starts.get(line).copied().unwrap_or(self.text.len());
            let mut counted = 0;
            for (at, c) in self.text[start..end].char_indices() {
                if counted == units {
                    return Some(start + at);
                }
                counted += c.len_utf16();
            }
            (counted == units).then_some(end)
        };
        let (start, end) = (offset("startLine", "startColumn")?, offset("endLine", "endColumn")?);
        (start <= end).then_some(start..end)
    }
}

fn indices_lead_to_their_descriptors(run: &Value) {
    let driver = &run["tool"]["driver"];
    let named = |list: &Value, index: &Value, id: &Value| {
        let number = usize::try_from(index.as_u64().expect("an index")).expect("it is small");
        assert_eq!(&list[number]["id"], id);
    };
    for result in run["results"].as_array().expect("results") {
        named(&driver["rules"], &result["ruleIndex"], &result["ruleId"]);
    }
    for invocation in run["invocations"].as_array().expect("invocations") {
        let lists = NOTIFICATIONS.map(|list| invocation[list].as_array().expect("notifications"));
        for notification in lists.into_iter().flatten() {
            let descriptor = &notification["descriptor"];
            named(&driver["notifications"], &descriptor["index"], &descriptor["id"]);
        }
    }
}

fn a_run_with_errors_failed(run: &Value) {
    for invocation in run["invocations"].as_array().expect("invocations") {
        let mut all = NOTIFICATIONS.iter().filter_map(|list| invocation[*list].as_array()).flatten();
        let failed = all.any(|notification| notification["level"] == "error");
        let successful = invocation["executionSuccessful"].as_bool().expect("it is said");
        assert!(!(failed && successful), "{invocation}");
    }
}

//! SARIF 2.1.0, for code scanning: one run, with the rules that have findings and all that is known of each finding.
//!
//! Paths are relative to the project's root, which is called `%SRCROOT%`. Regions count lines and UTF-16 units from 1.

use std::collections::{BTreeMap, HashMap};
use std::io::{self, Write};

use aiolint_core::{
    Cover, FileId, Finding, Fix, Label, Location, Report, Severity, Source, Suppression, SuppressionKind, is_archived,
    mask_key_text,
};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use crate::json::json_text;
use crate::positions::{Positions, Unit};
use crate::{RuleText, Tool, words};

/// What stays as it is in a path of a URI.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// A longer region is not repeated as a snippet.
const LONGEST_SNIPPET: usize = 4_000;

pub(crate) fn write(report: &Report, tool: Tool<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut run = Run { report, tool, positions: Positions::new(report), covers: BTreeMap::new() };
    let rules = run.rules();
    let numbers = numbers(&rules);
    let results: Vec<Value> = report.findings.iter().map(|finding| run.result(finding, &numbers)).collect();
    let conditions: Vec<_> = rules
        .iter()
        .copied()
        .filter(|rule| tool.failures.contains(&rule.id) || tool.misconfigured.contains(&rule.id))
        .collect();
    let execution = run.notifications(tool.failures, &conditions);
    let configuration = run.notifications(tool.misconfigured, &conditions);
    let mut log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": tool.name,
                "fullName": format!("{} {}", tool.name, tool.version),
                "semanticVersion": tool.version,
                "rules": rules.iter().map(rule).collect::<Vec<_>>(),
                "notifications": conditions.iter().map(rule).collect::<Vec<_>>(),
            } },
            "columnKind": "utf16CodeUnits",
            "newlineSequences": ["\r\n", "\n", "\r"],
            "originalUriBaseIds": { "%SRCROOT%": { "description": { "text": "The root of the project." } } },
            "invocations": [{
                // What could not be read is missing in the results.
                "executionSuccessful": execution.is_empty() && configuration.is_empty(),
                "toolExecutionNotifications": execution,
                "toolConfigurationNotifications": configuration,
            }],
            "results": results,
        }],
    });
    if let Some(category) = tool.category {
        // The part behind the last slash would be the number of the run.
        log["runs"][0]["automationDetails"] = json!({ "id": format!("{}/", category.trim_end_matches('/')) });
    }
    write!(out, "{}", json_text(&log)?)
}

/// The place of each rule in a list.
fn numbers<'r>(rules: &[&RuleText<'r>]) -> HashMap<&'r str, usize> {
    rules.iter().enumerate().map(|(number, rule)| (rule.id, number)).collect()
}

struct Run<'r> {
    report: &'r Report,
    tool: Tool<'r>,
    positions: Positions<'r>,
    covers: BTreeMap<FileId, Cover<'r>>,
}

impl<'r> Run<'r> {
    /// The rules that have findings, in their order.
    fn rules(&self) -> Vec<&'r RuleText<'r>> {
        let met = |rule: &&RuleText<'_>| self.report.findings.iter().any(|finding| finding.rule.id == rule.id);
        self.tool.rules.iter().filter(met).collect()
    }

    fn result(&mut self, finding: &Finding, numbers: &HashMap<&str, usize>) -> Value {
        let mut result = json!({
            "ruleId": finding.rule.id,
            "level": level(finding.severity),
            "message": { "text": message(finding) },
            "locations": self.locations(finding),
            "partialFingerprints": { "aiolint/v1": finding.fingerprint.to_string() },
        });
        if let Some(number) = numbers.get(finding.rule.id.as_str()) {
            result["ruleIndex"] = json!(number);
        }
        let related: Vec<Value> = finding.labels.iter().enumerate().filter_map(|label| self.related(label)).collect();
        if !related.is_empty() {
            result["relatedLocations"] = json!(related);
        }
        if let Some(fix) = finding.fix.as_ref().and_then(|fix| self.fix(fix)) {
            result["fixes"] = json!([fix]);
        }
        // Either all results of a run have this, or none.
        if self.report.summary.suppressed > 0 {
            let suppressions = finding.suppression.iter().map(|suppression| self.suppression(suppression));
            result["suppressions"] = json!(suppressions.collect::<Vec<_>>());
        }
        if !finding.parameters.is_empty() {
            result["properties"] = json!({ "parameters": finding.parameters });
        }
        result
    }

    /// Where a finding is; nowhere if its file is not known.
    fn locations(&mut self, finding: &Finding) -> Vec<Value> {
        let Some(place) = self.place(finding.primary.location) else { return Vec::new() };
        let mut location = json!({ "physicalLocation": place });
        if let Some(resource) = &finding.resource {
            let name = words(&resource.to_string());
            location["logicalLocations"] = json!([{ "fullyQualifiedName": name, "kind": "resource" }]);
        }
        vec![location]
    }

    fn suppression(&mut self, suppression: &Suppression) -> Value {
        let kind = if suppression.kind == SuppressionKind::Comment { "inSource" } else { "external" };
        let mut value = json!({ "kind": kind });
        let reason = suppression.reason.as_deref().map(words);
        let known = (suppression.kind == SuppressionKind::Baseline).then(|| "known: the baseline has it".to_owned());
        if let Some(reason) = reason.or(known) {
            value["justification"] = json!(reason);
        }
        if let Some(place) = suppression.at.and_then(|at| self.place(at)) {
            value["location"] = json!({ "physicalLocation": place });
        }
        value
    }

    fn related(&mut self, (number, label): (usize, &Label)) -> Option<Value> {
        let mut location = json!({ "id": number + 1, "physicalLocation": self.place(label.location)? });
        if !label.message.is_empty() {
            location["message"] = json!({ "text": plain(&label.message) });
        }
        Some(location)
    }

    /// What mends a finding: for each file the texts to replace.
    fn fix(&mut self, fix: &Fix) -> Option<Value> {
        let mut files: BTreeMap<FileId, Vec<Value>> = BTreeMap::new();
        let mut artifacts: BTreeMap<FileId, Value> = BTreeMap::new();
        for edit in &fix.edits {
            // A part of a fix is none.
            let source = self.positions.source(edit.at)?;
            artifacts.entry(edit.at.file).or_insert_with(|| artifact(&source.path));
            let region = self.region(edit.at, source);
            let inserted = json!({ "text": edit.text });
            files
                .entry(edit.at.file)
                .or_default()
                .push(json!({ "deletedRegion": region, "insertedContent": inserted }));
        }
        let change = |(file, replacements): (FileId, Vec<Value>)| json!({ "artifactLocation": artifacts[&file], "replacements": replacements });
        let changes: Vec<Value> = files.into_iter().map(change).collect();
        (!changes.is_empty()).then(|| {
            json!({
                "description": { "text": plain(&fix.title) },
                "artifactChanges": changes,
                "properties": { "safe": fix.safe },
            })
        })
    }

    fn place(&mut self, location: Location) -> Option<Value> {
        let source = self.positions.source(location)?;
        let mut region = self.region(location, source);
        if let Some(snippet) = self.snippet(location) {
            region["snippet"] = json!({ "text": snippet });
        }
        Some(json!({ "artifactLocation": artifact(&source.path), "region": region }))
    }

    fn region(&mut self, location: Location, source: &Source) -> Value {
        let end = self.positions.of(source, location.span.end as usize, Unit::Utf16);
        let start = self.positions.start(location, Unit::Utf16);
        json!({
            "startLine": start.line,
            "startColumn": start.column,
            "endLine": end.line,
            "endColumn": end.column,
        })
    }

    /// The characters of a place, unless they are long, or a part of them is secret.
    fn snippet(&mut self, location: Location) -> Option<String> {
        let report = self.report;
        let source = report.sources.get(&location.file)?;
        let text = source.slice(location.span);
        let key_text = report.key_text.get(&location.file).cloned().unwrap_or_default();
        let cover = self.covers.entry(location.file).or_insert_with(|| Cover::new(&key_text, source));
        let open = !text.is_empty() && !cover.hides(location.span) && mask_key_text(text) == text;
        (open && text.len() <= LONGEST_SNIPPET && cover.mask().contains(text)).then(|| text.to_owned())
    }

    /// What the findings of these rules say of the run itself.
    fn notifications(&mut self, ids: &[&str], conditions: &[&RuleText<'_>]) -> Vec<Value> {
        let numbers = numbers(conditions);
        let findings = self.report.findings.iter().filter(|finding| ids.contains(&finding.rule.id.as_str()));
        findings.map(|finding| self.notification(finding, &numbers)).collect()
    }

    fn notification(&mut self, finding: &Finding, numbers: &HashMap<&str, usize>) -> Value {
        let mut descriptor = json!({ "id": finding.rule.id });
        if let Some(number) = numbers.get(finding.rule.id.as_str()) {
            descriptor["index"] = json!(number);
        }
        json!({
            "level": level(finding.severity),
            "message": { "text": plain(&finding.message) },
            "descriptor": descriptor,
            "locations": self.locations(finding),
        })
    }
}

/// The address of a file: below the root, or absolute where it is somewhere else.
fn artifact(path: &str) -> Value {
    let encoded = |path: &str| utf8_percent_encode(path, PATH).to_string();
    match path.split_once("://") {
        Some((scheme, rest)) if is_archived(path) => json!({ "uri": format!("{scheme}://{}", encoded(rest)) }),
        _ if path.starts_with('/') => json!({ "uri": format!("file://{}", encoded(path)) }),
        _ => json!({ "uri": encoded(path), "uriBaseId": "%SRCROOT%" }),
    }
}

/// A text as a message has it, in which `{0}` would stand for an argument and `[words](address)` for a link. Braces are
/// doubled only where one would be read like that: few readers of SARIF undo it.
fn plain(text: &str) -> String {
    let text = words(text).replace("](", "\\](");
    let is_index = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let has_placeholder =
        text.split('{').skip(1).any(|behind| behind.split_once('}').is_some_and(|(inside, _)| is_index(inside)));
    if has_placeholder { text.replace('{', "{{").replace('}', "}}") } else { text }
}

fn rule(rule: &&RuleText<'_>) -> Value {
    let mut value = json!({
        "id": rule.id,
        "name": rule.name,
        "shortDescription": { "text": rule.summary },
        "fullDescription": { "text": rule.summary },
        "help": { "text": rule.summary, "markdown": rule.markdown },
        "defaultConfiguration": { "level": level(rule.severity) },
    });
    if let Some(url) = rule.url {
        value["helpUri"] = json!(url);
    }
    value
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// The message with what it needs to be understood and mended.
fn message(finding: &Finding) -> String {
    let mut parts = vec![plain(&finding.message)];
    if !finding.primary.message.is_empty() {
        parts[0] += &format!(": {}", plain(&finding.primary.message));
    }
    parts.extend(finding.why.iter().map(|why| plain(why)));
    parts.extend(finding.help.iter().map(|help| format!("Help: {}", plain(help))));
    parts.join("\n")
}

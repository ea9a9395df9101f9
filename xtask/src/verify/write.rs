//! Writes resources as people do, and says where everything stands in the text.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use super::resource::{Data, join};

/// A resource as a file.
#[derive(Debug, Default)]
pub(super) struct Written {
    pub text: String,
    /// Where the key of the member at a path is.
    pub keys: BTreeMap<String, Range<usize>>,
    /// Where the value at a path is.
    pub values: BTreeMap<String, Range<usize>>,
    /// Where the API version is: in Bicep what stands behind the `@`, in YAML the value of `apiVersion`.
    pub version: Range<usize>,
    /// Where the resource is called what it is: its type in Bicep, in quotes.
    pub head: Range<usize>,
}

/// A Bicep file with a resource and those that it is within, which are `existing`.
pub(super) fn bicep(resource_type: &str, version: &str, body: &Data) -> Written {
    let mut written = Written::default();
    let steps: Vec<_> = resource_type.split('/').collect();
    for count in 2..steps.len() {
        let parent = if count > 2 { format!("  parent: parent{}\n", count - 1) } else { String::new() };
        let of = steps[..count].join("/");
        let _ = writeln!(
            written.text,
            "resource parent{count} '{of}@{version}' existing = {{\n{parent}  name: 'parent-{count}'\n}}\n"
        );
    }
    let text = &mut written.text;
    text.push_str("resource it ");
    let start = text.len();
    let _ = write!(text, "'{resource_type}@");
    let before = text.len();
    text.push_str(version);
    let after = text.len();
    text.push_str("' = ");
    written.version = before..after;
    written.head = start..after + 1;
    let parent = (steps.len() > 2).then(|| format!("  parent: parent{}\n", steps.len() - 1));
    written.bicep(body, "", 0, parent.as_deref().unwrap_or_default());
    written.text.push('\n');
    written
}

/// A manifest. What a resource has beside `name` and `properties`, manifests don't have.
pub(super) fn yaml(group: &str, version: &str, kind: &str, body: &Data) -> Written {
    let mut written = Written::default();
    written.text.push_str("apiVersion: ");
    let start = written.text.len();
    let _ = write!(written.text, "{group}/{version}");
    written.version = start..written.text.len();
    let _ = write!(written.text, "\nkind: {kind}\nmetadata:\n  name: ");
    if let Some(name) = body.at("/name") {
        written.yaml(name, "/name", 1);
    }
    written.text.push_str("\n  namespace: azure-iot-operations\n");
    if let Some(spec) = body.at("/properties") {
        let key = written.text.len();
        written.text.push_str("spec:");
        written.keys.insert("/properties".into(), key..key + 4);
        written.yaml_below(spec, "/properties", 1);
        written.text.push('\n');
    }
    written
}

impl Written {
    fn bicep(&mut self, data: &Data, path: &str, indent: usize, first: &str) {
        let start = self.text.len();
        let pad = |text: &mut String, indent: usize| text.extend(std::iter::repeat_n("  ", indent));
        match data {
            Data::Text(text) => {
                let escaped = text.replace('\\', "\\\\").replace('\'', "\\'").replace("${", "\\${");
                let _ = write!(self.text, "'{escaped}'");
            }
            Data::Int(number) => {
                let _ = write!(self.text, "{number}");
            }
            // The language has no other numbers.
            Data::Fraction(number) => {
                let _ = write!(self.text, "json('{number}')");
            }
            Data::Bool(value) => {
                let _ = write!(self.text, "{value}");
            }
            Data::List(items) if items.is_empty() => self.text.push_str("[]"),
            Data::List(items) => {
                self.text.push_str("[\n");
                for (number, item) in items.iter().enumerate() {
                    pad(&mut self.text, indent + 1);
                    self.bicep(item, &join(path, &number.to_string()), indent + 1, "");
                    self.text.push('\n');
                }
                pad(&mut self.text, indent);
                self.text.push(']');
            }
            Data::Map(members) if members.is_empty() => self.text.push_str("{}"),
            Data::Map(members) => {
                self.text.push_str("{\n");
                self.text.push_str(first);
                for (name, value) in members {
                    let path = join(path, name);
                    pad(&mut self.text, indent + 1);
                    let key = self.text.len();
                    let is_plain = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
                    let _ = if is_plain { write!(self.text, "{name}") } else { write!(self.text, "'{name}'") };
                    self.keys.insert(path.clone(), key..self.text.len());
                    self.text.push_str(": ");
                    self.bicep(value, &path, indent + 1, "");
                    self.text.push('\n');
                }
                pad(&mut self.text, indent);
                self.text.push('}');
            }
        }
        self.values.insert(path.to_owned(), start..self.text.len());
    }

    /// Writes a value behind its key: scalars on the same line, the others below it.
    fn yaml_below(&mut self, data: &Data, path: &str, indent: usize) {
        match data {
            Data::List(items) if !items.is_empty() => self.new_line(indent),
            Data::Map(members) if !members.is_empty() => self.new_line(indent),
            _ => self.text.push(' '),
        }
        self.yaml(data, path, indent);
    }

    fn new_line(&mut self, indent: usize) {
        self.text.push('\n');
        self.text.extend(std::iter::repeat_n("  ", indent));
    }

    fn yaml(&mut self, data: &Data, path: &str, indent: usize) {
        let mut start = self.text.len();
        match data {
            Data::Text(text) => {
                let is_plain = text.starts_with(|c: char| c.is_ascii_alphabetic())
                    && text.chars().all(|c| c.is_ascii_alphanumeric() || "-./".contains(c))
                    && !matches!(text.to_ascii_lowercase().as_str(), "true" | "false" | "null" | "yes" | "no");
                let quoted = || format!("'{}'", text.replace('\'', "''"));
                self.text.push_str(&if is_plain { text.clone() } else { quoted() });
            }
            Data::Int(number) => {
                let _ = write!(self.text, "{number}");
            }
            Data::Fraction(number) => self.text.push_str(number),
            Data::Bool(value) => {
                let _ = write!(self.text, "{value}");
            }
            Data::List(items) if items.is_empty() => self.text.push_str("[]"),
            Data::List(items) => {
                // A sequence is underlined from its first item on, without the dash before it.
                start += "- ".len();
                for (number, item) in items.iter().enumerate() {
                    if number > 0 {
                        self.new_line(indent);
                    }
                    self.text.push_str("- ");
                    self.yaml(item, &join(path, &number.to_string()), indent + 1);
                }
            }
            Data::Map(members) if members.is_empty() => self.text.push_str("{}"),
            Data::Map(members) => {
                for (number, (name, value)) in members.iter().enumerate() {
                    if number > 0 {
                        self.new_line(indent);
                    }
                    let path = join(path, name);
                    let key = self.text.len();
                    let _ = write!(self.text, "{name}:");
                    self.keys.insert(path.clone(), key..self.text.len() - 1);
                    self.yaml_below(value, &path, indent + 1);
                }
            }
        }
        self.values.insert(path.to_owned(), start..self.text.len());
    }
}

//! Reads one file by the schema of its keys: everything that is wrong is told at once, each at its place, and the rest
//! still counts.

use std::collections::BTreeMap;

use aiolint_core::{Data, Label, List, Map, Source, Span, Value};
use aiolint_engine::did_you_mean;
use serde_json::{Map as JsonMap, Value as Json};

/// So many values a configuration has at most: aliases can make a small file endless.
const MOST_VALUES: usize = 20_000;

/// What is wrong in a file.
#[derive(Clone, Debug)]
pub(super) struct Wrong {
    pub at: Span,
    pub message: String,
    pub label: String,
    pub help: Option<String>,
}

/// Where a value stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot {
    /// Its key; for an item of a list, what is underlined of it.
    pub key: Span,
    /// What is underlined of it: a scalar, or the key of a collection.
    pub value: Span,
}

/// Where the values of a file stand, by their paths: `overrides/0/rules/AIO203`.
pub(super) type Spots = BTreeMap<String, Spot>;

/// What a file says, as far as it is right.
#[derive(Clone, Debug, Default)]
pub(super) struct Read {
    pub json: JsonMap<String, Json>,
    pub spots: Spots,
    pub wrong: Vec<Wrong>,
}

/// Reads a file by the schema.
pub(super) fn read(source: &Source, schema: &Json) -> Read {
    let reading = aiolint_yaml::read(source);
    let mut reader = Reader { source, schema, read: Read::default(), left: MOST_VALUES };
    for problem in reading.problems {
        let Label { location, message: label } = problem.primary;
        reader.read.wrong.push(Wrong { at: location.span, message: problem.message, label, help: problem.help });
    }
    if let [_, second, ..] = &reading.documents[..] {
        let at = first_line(source, second.extent);
        reader.wrong(at, "a configuration is one document".into(), "this one is not read");
    }
    if let Some(document) = reading.documents.first()
        && let Some(Json::Object(members)) = reader.value(&document.value, schema, "")
    {
        reader.read.json = members;
    }
    reader.read
}

struct Reader<'s> {
    source: &'s Source,
    schema: &'s Json,
    read: Read,
    left: usize,
}

impl<'s> Reader<'s> {
    /// A value that the schema wants, without what is wrong in it; `None` if nothing is left.
    fn value(&mut self, value: &Value, schema: &'s Json, path: &str) -> Option<Json> {
        self.left = self.left.checked_sub(1)?;
        if self.left == 0 {
            self.wrong(self.spot(value), "the configuration has too many values".into(), "the rest is not read");
        }
        // What is written twice is reported by the YAML reader.
        if matches!(value.data, Data::Absent | Data::Unknown(_)) {
            return None;
        }
        let branches = self.branches(schema);
        let found = kind(&value.data);
        let read = match branches.iter().find(|branch| takes(branch, found)) {
            Some(branch) => match &value.data {
                Data::Map(map) => self.members(value, map, branch, path),
                Data::List(list) => Some(self.items(list, branch, path)),
                Data::Text(_) => self.text(value, &branches),
                data => scalar(data),
            },
            // `off` is a truth value in YAML, and a build number is one.
            None if is_scalar(found) && branches.iter().any(|branch| takes(branch, "string")) => {
                self.text(value, &branches)
            }
            None => {
                let wanted: Vec<String> = branches.iter().flat_map(|branch| words_for(branch)).collect();
                let message = format!("{} must be {}", named(path), either(&wanted));
                self.wrong(self.spot(value), message, &format!("this is {}", words(found)));
                None
            }
        }?;
        let at = self.spot(value);
        let key = value.key.map_or(at, |key| key.span);
        self.read.spots.insert(path.to_owned(), Spot { key, value: at });
        Some(read)
    }

    fn members(&mut self, value: &Value, map: &Map, schema: &'s Json, path: &str) -> Option<Json> {
        let mut members = JsonMap::new();
        let properties = schema.get("properties").and_then(Json::as_object);
        let others = schema.get("additionalProperties").filter(|others| **others != Json::Bool(false));
        let known: Vec<&String> = properties.into_iter().flat_map(|properties| properties.keys()).collect();
        let is_free = properties.is_none() && schema.get("additionalProperties").is_none();
        for entry in map.entries() {
            let path = if path.is_empty() { entry.name.to_string() } else { format!("{path}/{}", entry.name) };
            let schema = properties.and_then(|properties| properties.get(&*entry.name)).or(others);
            match schema.or(is_free.then_some(&Json::Bool(true))) {
                Some(schema) => {
                    let read = self.value(&entry.value, schema, &path);
                    members.extend(read.map(|read| (entry.name.to_string(), read)));
                }
                None => {
                    let at = entry.value.key.unwrap_or(entry.value.at).span;
                    let message = format!("there is no key `{}`{}", entry.name, did_you_mean(&entry.name, &known));
                    self.wrong(at, message, "not known");
                }
            }
        }
        let wanted = schema.get("required").and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str);
        let written = |name: &&str| map.get(name).is_some_and(|value| value.data != Data::Absent);
        let missing: Vec<String> = wanted.filter(|name| !written(name)).map(|name| format!("`{name}`")).collect();
        if !missing.is_empty() {
            let message = format!("{} needs {}", named(path), missing.join(" and "));
            self.wrong(self.spot(value), message, "missing here");
        }
        let required = schema.get("required").and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str);
        let whole = required.into_iter().all(|name| members.contains_key(name));
        whole.then_some(Json::Object(members))
    }

    fn items(&mut self, list: &List, schema: &'s Json, path: &str) -> Json {
        let schema = schema.get("items").unwrap_or(&Json::Bool(true));
        let mut items = Vec::new();
        for item in &list.items {
            let path = format!("{path}/{}", items.len());
            let read = self.value(item, schema, &path);
            items.extend(read);
        }
        Json::Array(items)
    }

    /// A text, which is one of a few where the schema says so.
    fn text(&mut self, value: &Value, branches: &[&'s Json]) -> Option<Json> {
        let text = match &value.data {
            Data::Text(text) => text.written().into_owned(),
            _ => self.source.slice(value.origin.unwrap_or(value.at).span).to_owned(),
        };
        let mut members: Vec<&str> = Vec::new();
        for branch in branches.iter().filter(|branch| takes(branch, "string")) {
            let listed = branch.get("enum").and_then(Json::as_array).into_iter().flatten();
            let listed: Vec<&str> = listed.chain(branch.get("const")).filter_map(Json::as_str).collect();
            if listed.is_empty() {
                return Some(text.into());
            }
            members.extend(listed);
        }
        if members.contains(&&*text) {
            return Some(text.into());
        }
        let message = format!("`{text}` is none of {}{}", members.join(", "), did_you_mean(&text, &members));
        self.wrong(self.spot(value), message, "");
        None
    }

    /// What the schema takes: itself, or its alternatives.
    fn branches(&self, schema: &'s Json) -> Vec<&'s Json> {
        let mut schema = schema;
        while let Some(name) = schema.get("$ref").and_then(Json::as_str) {
            match name.strip_prefix('#').and_then(|pointer| self.schema.pointer(pointer)) {
                Some(meant) => schema = meant,
                None => break,
            }
        }
        let several = schema.get("anyOf").or(schema.get("oneOf")).and_then(Json::as_array);
        match several {
            Some(several) => several.iter().flat_map(|one| self.branches(one)).collect(),
            None => vec![schema],
        }
    }

    /// What is underlined of a value: a scalar, the key of a collection, or its first line.
    fn spot(&self, value: &Value) -> Span {
        match &value.data {
            Data::Map(_) | Data::List(_) => match value.key {
                Some(key) => key.span,
                None => first_line(self.source, value.at.span),
            },
            _ => value.at.span,
        }
    }

    fn wrong(&mut self, at: Span, message: String, label: &str) {
        self.read.wrong.push(Wrong { at, message, label: label.to_owned(), help: None });
    }
}

/// The part of a span that is in its first line.
fn first_line(source: &Source, span: Span) -> Span {
    let line = source.slice(span).lines().next().unwrap_or_default().trim_end();
    Span::new(span.start as usize, span.start as usize + line.len())
}

/// The name of a value in messages.
fn named(path: &str) -> String {
    let mut parts = path.split('/').filter(|part| part.parse::<usize>().is_err());
    match parts.next_back() {
        None | Some("") => "a configuration".into(),
        Some(name) if path.ends_with(name) => format!("`{name}`"),
        Some(name) => format!("an item of `{name}`"),
    }
}

fn kind(data: &Data) -> &'static str {
    match data {
        Data::Bool(_) => "boolean",
        Data::Int(_) => "integer",
        Data::Float(_) => "number",
        Data::Text(_) => "string",
        Data::List(_) => "array",
        Data::Map(_) => "object",
        Data::Absent | Data::Unknown(_) | Data::OneOf(_) => "null",
    }
}

fn is_scalar(kind: &str) -> bool {
    !matches!(kind, "array" | "object")
}

/// The types that a schema without alternatives names; none if it takes all.
fn kinds(schema: &Json) -> Vec<&str> {
    let all = match schema.get("type") {
        Some(Json::Array(several)) => several.iter().filter_map(Json::as_str).collect(),
        Some(Json::String(one)) => vec![one.as_str()],
        _ => Vec::new(),
    };
    all.into_iter().filter(|kind| *kind != "null").collect()
}

fn takes(schema: &Json, found: &str) -> bool {
    schema.get("type").is_none() || kinds(schema).contains(&found)
}

fn words(kind: &str) -> &'static str {
    match kind {
        "boolean" => "true or false",
        "integer" | "number" => "a number",
        "string" => "a text",
        "array" => "a list",
        "object" => "a mapping",
        _ => "nothing",
    }
}

/// What a schema without alternatives takes, in words.
fn words_for(schema: &Json) -> Vec<String> {
    let listed = schema.get("enum").and_then(Json::as_array).into_iter().flatten().chain(schema.get("const"));
    let listed: Vec<String> = listed.filter_map(Json::as_str).map(|word| format!("`{word}`")).collect();
    if listed.is_empty() { kinds(schema).into_iter().map(|kind| words(kind).to_owned()).collect() } else { listed }
}

/// "a text or a list".
fn either(words: &[String]) -> String {
    let mut different: Vec<&str> = Vec::new();
    for word in words {
        if !different.contains(&word.as_str()) {
            different.push(word);
        }
    }
    match different.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} or {last}", others.join(", ")),
        _ => different.concat(),
    }
}

fn scalar(data: &Data) -> Option<Json> {
    match data {
        Data::Bool(flag) => Some(Json::Bool(*flag)),
        Data::Int(number) => Some(Json::from(*number)),
        Data::Float(number) => Some(Json::from(*number)),
        _ => None,
    }
}

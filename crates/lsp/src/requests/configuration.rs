//! What is known of the keys of a configuration: its JSON Schema, and the rules that there are.

use std::path::PathBuf;

use aiolint_core::{Data, FileId, Source, Span, Value};
use aiolint_engine::pack::Pack;
use aiolint_project::configuration_schema;
use gen_lsp_types::{Hover, MarkupContent, MarkupKind, Position, Range, TextDocumentIdentifier};
use serde_json::Value as Json;

use crate::describe::code;
use crate::diagnostics::Places;
use crate::server::Server;
use crate::uris;

/// A file of a project's configuration.
pub(super) struct OfConfiguration<'s> {
    pub source: Source,
    pub pack: &'s Pack,
    schema: Json,
    path: PathBuf,
    places: Places<'s>,
}

/// A key that can be written, with what it is for.
pub(super) struct Key {
    pub name: String,
    pub about: String,
}

impl<'s> OfConfiguration<'s> {
    /// The document, if it is a file of a configuration.
    pub(super) fn of(server: &'s Server<'_>, about: &TextDocumentIdentifier) -> Option<Self> {
        let path = uris::to_path(&about.uri.0)?;
        let project = server.projects.of(&path)?;
        let opened = project.opened()?;
        let below = opened.live.path(&path).filter(|below| opened.live.is_configuration(below))?;
        let text = opened.live.text(&below).ok()?;
        Some(Self {
            source: Source::new(FileId::NONE, below.as_str().into(), below.as_str().into(), text),
            pack: &opened.pack,
            schema: configuration_schema(),
            path,
            places: Places { client: server.client, documents: &server.documents, project },
        })
    }

    /// The offset of a position.
    pub(super) fn offset(&self, position: Position) -> usize {
        let Places { client, documents, .. } = self.places;
        documents.offset(&self.path, &self.source, position, client.encoding)
    }

    /// The range of these bytes.
    pub(super) fn range(&self, span: Span) -> Range {
        self.places.range(&self.source, &self.path, self.source.at(span))
    }

    /// What the key at a position, or that of the value there, is for.
    pub(super) fn hover(&self, position: Position) -> Option<Hover> {
        let offset = self.offset(position);
        let reading = aiolint_yaml::read(&self.source);
        let top = &reading.documents.first()?.value;
        let mut path = Vec::new();
        let span = find(top, Span::new(offset, offset), &mut path)?;
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        let (name, parent) = path.split_last()?;
        let key = self.keys(parent).into_iter().find(|key| key.name == *name);
        let key = key.or_else(|| self.rule(parent, name))?;
        let values = self.values(&path).iter().map(|value| code(value)).collect::<Vec<_>>().join(", ");
        let mut text = format!("**{}**: {}", key.name, key.about);
        if !values.is_empty() {
            text.push_str(&format!("\n\nOne of {values}."));
        }
        let kind = if self.places.client.markdown { MarkupKind::Markdown } else { MarkupKind::PlainText };
        Some(Hover { contents: MarkupContent { kind, value: text }.into(), range: Some(self.range(span)) })
    }

    /// The keys that can stand in the mapping at a path; under `rules`, the names of all rules.
    pub(super) fn keys(&self, path: &[&str]) -> Vec<Key> {
        let Some(at) = self.at(path) else { return Vec::new() };
        let mut keys: Vec<Key> = Vec::new();
        for schema in self.forms(at) {
            for (name, of) in schema.get("properties").and_then(Json::as_object).into_iter().flatten() {
                keys.push(Key { name: name.clone(), about: self.about(of) });
            }
        }
        if is_of_rules(path) {
            let rules = self.pack.rules.iter();
            keys.extend(rules.map(|rule| Key { name: rule.name.clone(), about: rule.summary.clone() }));
        }
        keys
    }

    /// A rule that a key names by its id.
    fn rule(&self, parent: &[&str], name: &str) -> Option<Key> {
        let rule = self.pack.rule(name).filter(|_| is_of_rules(parent))?;
        Some(Key { name: format!("{} {}", rule.id, rule.name), about: rule.summary.clone() })
    }

    /// The values that the one at a path may have, if they are known.
    pub(super) fn values(&self, path: &[&str]) -> Vec<String> {
        let Some(at) = self.at(path) else { return Vec::new() };
        let mut values = Vec::new();
        for schema in self.forms(at) {
            let known = schema.get("enum").and_then(Json::as_array).into_iter().flatten().chain(schema.get("const"));
            values.extend(known.filter_map(Json::as_str).map(str::to_owned));
            let types = match schema.get("type") {
                Some(Json::Array(all)) => all.iter().filter_map(Json::as_str).collect(),
                Some(Json::String(one)) => vec![one.as_str()],
                _ => Vec::new(),
            };
            if types.contains(&"boolean") {
                values.extend(["true".to_owned(), "false".to_owned()]);
            }
        }
        values
    }

    /// The schema of what stands at a path.
    fn at(&self, path: &[&str]) -> Option<&Json> {
        path.iter().try_fold(&self.schema, |schema, step| {
            self.forms(schema).into_iter().find_map(|form| match *step {
                "[]" => form.get("items"),
                name => form
                    .get("properties")
                    .and_then(|all| all.get(name))
                    .or_else(|| form.get("additionalProperties").filter(|others| others.is_object())),
            })
        })
    }

    /// What a schema may be: it may be one of several, or be written elsewhere.
    fn forms<'j>(&'j self, schema: &'j Json) -> Vec<&'j Json> {
        let (mut forms, mut todo) = (Vec::new(), vec![schema]);
        // Definitions that refer to each other in a circle end too.
        while let Some(schema) = todo.pop().filter(|_| forms.len() < 100) {
            let named = schema.get("$ref").and_then(Json::as_str).and_then(|named| named.strip_prefix("#/$defs/"));
            let elsewhere = named.and_then(|named| self.schema.get("$defs")?.get(named));
            let several =
                ["anyOf", "oneOf", "allOf"].into_iter().filter_map(|key| schema.get(key)?.as_array()).flatten();
            todo.extend(elsewhere.into_iter().chain(several));
            forms.push(schema);
        }
        forms
    }

    fn about(&self, schema: &Json) -> String {
        let all = self.forms(schema);
        let words = all.into_iter().find_map(|form| form.get("description").and_then(Json::as_str));
        words.unwrap_or_default().replace('\n', " ")
    }
}

/// Whether the keys at a path are the names of rules.
fn is_of_rules(path: &[&str]) -> bool {
    matches!(path, ["rules"] | ["overrides", "[]", "rules"])
}

/// The bytes of the key or value at a place; leaves the way to it in `path`.
fn find(value: &Value, place: Span, path: &mut Vec<String>) -> Option<Span> {
    let mut within = |step: &str, value: &Value| {
        path.push(step.to_owned());
        let key = value.key.map(|key| key.span).filter(|key| key.touches(place));
        let found = key.or_else(|| find(value, place, path));
        if found.is_none() {
            path.pop();
        }
        found
    };
    match &value.data {
        Data::Map(map) => map.entries().iter().find_map(|entry| within(&entry.name, &entry.value)),
        Data::List(list) => list.items.iter().find_map(|item| within("[]", item)),
        _ => Some(value.at.span).filter(|at| value.at.is_written() || at.end > 0).filter(|at| at.touches(place)),
    }
}

//! What is known of the keys of a configuration, and of those of a rule's front matter: the JSON Schema of its type, and
//! the rules and kinds that there are.

mod condition;
mod schema;

use std::path::{Path, PathBuf};

use aiolint_core::{Data, FileId, Source, Span, Value};
use aiolint_engine::pack::{File, Pack};
use aiolint_engine::rules;
use aiolint_project::configuration_schema;
use gen_lsp_types::{Hover, Position, Range, TextDocumentIdentifier};

use crate::client::Client;
use crate::diagnostics::Places;
use crate::markdown::{code, markup, sentence};
use crate::server::Server;
use crate::{Opened, uris};
use condition::member;
use schema::Schema;
pub(super) use schema::Word;

/// What a file's keys are for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Configuration,
    /// A rule of the project's own.
    Rule,
}

/// A file of a project whose keys are known: one of the configuration, or a rule.
pub(super) struct Keyed<'s> {
    /// Its YAML, with the offsets of the file.
    pub source: Source,
    kind: Kind,
    pack: &'s Pack,
    schema: Schema,
    path: PathBuf,
    places: Places<'s>,
}

impl<'s> Keyed<'s> {
    /// The document, if it is such a file.
    pub(super) fn of(server: &'s Server<'_>, about: &TextDocumentIdentifier) -> Option<Self> {
        let path = uris::to_path(&about.uri.0)?;
        let project = server.projects.of(&path)?;
        let opened = project.opened()?;
        let below = opened.live.path(&path)?;
        let is_configuration = opened.live.is_configuration(&below);
        if !is_configuration && !is_rule(opened, &path) {
            return None;
        }
        let text = opened.live.text(&below).ok()?;
        let (kind, schema, text) = match is_configuration {
            true => (Kind::Configuration, configuration_schema(), text),
            false => {
                let front = rules::front_matter(&text)?;
                (Kind::Rule, rules::schema().to_value(), text[..front.end].into())
            }
        };
        Some(Self {
            source: Source::new(FileId::NONE, below.as_str().into(), below.as_str().into(), text),
            kind,
            pack: &opened.pack,
            schema: Schema(schema),
            path,
            places: Places { client: server.client, documents: &server.documents, project },
        })
    }

    /// What the client can do.
    pub(super) fn client(&self) -> Client {
        self.places.client
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

    /// What the key at a position is for, or that of the value there and what the value means. `kinds` gives the files of
    /// the kinds that a rule can select.
    pub(super) fn hover(&self, position: Position, kinds: &dyn Fn() -> Vec<File>) -> Option<Hover> {
        let offset = self.offset(position);
        let reading = aiolint_yaml::read(&self.source);
        let top = &reading.documents.first()?.value;
        let mut path = Vec::new();
        let (span, written) = find(top, Span::new(offset, offset), &mut path)?;
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        // An item has the name of its list.
        let last = path.iter().rposition(|step| *step != "[]")?;
        let (parent, name) = (&path[..last], path[last]);
        if self.kind == Kind::Rule
            && let Some((span, text)) = member(self.pack, &self.source, top, (name, offset), kinds)
        {
            return Some(self.shown(span, text));
        }
        let key = self.keys(parent).into_iter().find(|key| key.name == name);
        let key = key.or_else(|| self.rule(parent, name))?;
        let mut text = format!("**{}**: {}", key.name, key.about);
        let meant = self.values(&path).into_iter().find(|value| written == Some(&value.name));
        match meant.filter(|value| !value.about.is_empty()) {
            Some(value) => text.push_str(&format!("\n\n{}: {}", code(&value.name), value.about)),
            None => {
                let values = self.schema.values(&path);
                let values: Vec<_> = values.iter().map(|value| code(&value.name)).collect();
                if !values.is_empty() {
                    text.push_str(&format!("\n\nOne of {}.", values.join(", ")));
                }
            }
        }
        Some(self.shown(span, text))
    }

    fn shown(&self, span: Span, value: String) -> Hover {
        let contents = markup(value, self.places.client.markdown).into();
        Hover { contents, range: Some(self.range(span)) }
    }

    /// The keys that can stand in the mapping at a path; under `rules` of a configuration, the names of all rules.
    pub(super) fn keys(&self, path: &[&str]) -> Vec<Word> {
        let mut keys = self.schema.keys(path);
        if self.is_of_rules(path) {
            keys.extend(self.names_of_rules());
        }
        keys
    }

    /// The values that the one at a path may have, if they are known.
    pub(super) fn values(&self, path: &[&str]) -> Vec<Word> {
        let mut values = self.schema.values(path);
        match (self.kind, path) {
            (Kind::Configuration, ["waivers", "[]", "rule"]) => values.extend(self.names_of_rules()),
            (Kind::Rule, ["select"] | ["select", "[]"]) => {
                let kinds = self.pack.kinds.iter();
                values.extend(kinds.map(|kind| Word { name: kind.name.clone(), about: sentence(&kind.title) }));
            }
            _ => {}
        }
        values
    }

    /// A rule that a key names by its id.
    fn rule(&self, parent: &[&str], name: &str) -> Option<Word> {
        let rule = self.pack.rule(name).filter(|_| self.is_of_rules(parent))?;
        Some(Word { name: format!("{} {}", rule.id, rule.name), about: sentence(&rule.summary) })
    }

    fn names_of_rules(&self) -> impl Iterator<Item = Word> {
        self.pack.rules.iter().map(|rule| Word { name: rule.name.clone(), about: sentence(&rule.summary) })
    }

    /// Whether the keys at a path are the names of rules.
    fn is_of_rules(&self, path: &[&str]) -> bool {
        self.kind == Kind::Configuration && matches!(path, ["rules"] | ["overrides", "[]", "rules"])
    }
}

/// Whether a file is one of the project's own rules, as far as its path says so.
fn is_rule(opened: &Opened, path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "md")
        && opened.rule_folders.iter().any(|folder| path.starts_with(folder))
}

/// The bytes of the key or value at a place, and the text of the value; leaves the way to it in `path`.
fn find<'v>(value: &'v Value, place: Span, path: &mut Vec<String>) -> Option<(Span, Option<&'v str>)> {
    let mut within = |step: &str, value: &'v Value| {
        path.push(step.to_owned());
        let key = value.key.map(|key| key.span).filter(|key| key.touches(place)).map(|key| (key, None));
        let found = key.or_else(|| find(value, place, path));
        if found.is_none() {
            path.pop();
        }
        found
    };
    match &value.data {
        Data::Map(map) => map.entries().iter().find_map(|entry| within(&entry.name, &entry.value)),
        Data::List(list) => list.items.iter().find_map(|item| within("[]", item)),
        _ => {
            let at = Some(value.at.span).filter(|at| value.at.is_written() || at.end > 0);
            at.filter(|at| at.touches(place)).map(|at| (at, value.known_text()))
        }
    }
}

//! Functions that bring what is in another file.

use std::sync::Arc;

use aiolint_core::{Data, Entry, LoadError, Location, Map, Reason, Source, Span, Text, Value, placeholder};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::super::Evaluator;
use super::super::limits::{BYTES_A_STEP, LOOKS_A_STEP, TOO_MUCH};
use super::super::used_at;
use super::known_text;
use crate::json;
use crate::syntax::ast::Expr;
use crate::template::ENVIRONMENT;

/// The largest texts, in characters, and other files, in bytes, that the compiler takes in.
const MOST_TEXT: usize = 131_072;
const MOST_OBJECT: usize = 1_048_576;
const MOST_BYTES: usize = 98_304;

/// What a function that brings another file does with it.
enum Brings {
    Text,
    Json,
    Yaml,
    Base64,
    Folder,
}

fn brings(name: &str) -> Option<Brings> {
    Some(match name {
        "loadTextContent" => Brings::Text,
        "loadJsonContent" => Brings::Json,
        "loadYamlContent" => Brings::Yaml,
        "loadFileAsBase64" => Brings::Base64,
        "loadDirectoryFileInfo" => Brings::Folder,
        _ => return None,
    })
}

impl<'s> Evaluator<'s> {
    /// What a function gives that brings another file, if it is one of those.
    pub(super) fn load(&self, name: &str, written: &'s [Expr], arguments: &[Value], span: Span) -> Option<Value> {
        if matches!(name, "readEnvironmentVariable" | "readEnvVar") {
            return Some(self.environment_variable(arguments, span));
        }
        let brings = brings(name)?;
        let unknown = |reason: Reason| Value::unknown(reason, self.at(span));
        let Some((first, at)) = arguments.first().zip(written.first()) else {
            return Some(self.unknown("it is not said which file", span));
        };
        let Some(path) = first.known_text() else {
            return Some(self.unknown("the path of the file is not known", span));
        };
        let Some(files) = &self.shared.library.files else {
            return Some(self.unknown(format!("`{path}` is not read here"), span));
        };
        let from = &*self.template.source.path;
        let unread = |error: LoadError| match error {
            // The compiler knows more encodings than we do.
            LoadError::NotUtf8(_) | LoadError::Utf16 | LoadError::Binary => {
                Reason::new(format!("`{path}` is not read: {error}")).or_at(self.at(at.span))
            }
            error => self.not_loaded(path, &error, self.at(at.span)),
        };
        let made = match brings {
            Brings::Text => files.text(from, path).map(|source| self.text_of(&source, &arguments[1..], span)),
            Brings::Json | Brings::Yaml => files.text(from, path).map(|source| {
                let read = if matches!(brings, Brings::Json) { json::read(&source) } else { yaml(&source) };
                self.object_of((&source, read), &arguments[1..], at.span, span)
            }),
            Brings::Base64 => files.bytes(from, path).map(|bytes| self.base64_of(&bytes, span)),
            Brings::Folder => files.names(from, path).map(|names| self.infos(path, &names, &arguments[1..], span)),
        };
        Some(made.unwrap_or_else(|error| unknown(unread(error))))
    }

    /// An environment variable of the machine that compiles: known if the configuration says it. That it has a default
    /// says nothing.
    fn environment_variable(&self, arguments: &[Value], span: Span) -> Value {
        let Some(name) = arguments.first().and_then(Value::known_text) else {
            return self.unknown("the name of the environment variable is not known", span);
        };
        match self.shared.library.scope.get(ENVIRONMENT).and_then(|all| all.get(name)) {
            Some(said) => used_at(said, self.at(span)),
            None => Value {
                mark: Some(self.marks.of(&format!("environment variable {name}"))),
                ..self.unknown(format!("the environment variable `{name}` is not said by the configuration"), span)
            },
        }
    }

    fn text_of(&self, source: &Source, more: &[Value], span: Span) -> Value {
        match more {
            _ if source.text.chars().count() > MOST_TEXT => self.too_large(source, span),
            _ if !self.pay(source.text.len() / BYTES_A_STEP) => self.unknown(TOO_MUCH, span),
            [] => self.text_in(source, span),
            [encoding] if is_utf8(encoding) => self.text_in(source, span),
            _ => self.unknown("only UTF-8 is read", span),
        }
    }

    /// A text that stands in a file of its own.
    fn text_in(&self, source: &Source, span: Span) -> Value {
        let data = match placeholder::text(&source.text, std::iter::empty(), false) {
            Data::Text(text) => Data::Text(text),
            _ => known_text(&*source.text),
        };
        let whole = source.at(Span::new(0, source.text.len()));
        Value { origin: Some(whole), ..Value::new(data, self.at(span)) }
    }

    fn object_of(
        &self,
        (source, read): (&Source, Result<Value, String>),
        more: &[Value],
        at: Span,
        span: Span,
    ) -> Value {
        if source.text.chars().count() > MOST_OBJECT {
            return self.too_large(source, span);
        }
        if !self.pay(source.text.len() / LOOKS_A_STEP) {
            return self.unknown(TOO_MUCH, span);
        }
        let whole = match read {
            Ok(whole) => whole,
            Err(why) => {
                let reason = Reason::new(format!("`{}` can't be read: {why}", source.path));
                self.report(crate::FILE_UNREADABLE, reason.as_str(), self.at(at));
                return Value::unknown(reason, self.at(span));
            }
        };
        let (filter, encoding) = (more.first(), more.get(1));
        if encoding.is_some_and(|encoding| !is_utf8(encoding)) {
            return self.unknown("only UTF-8 is read", span);
        }
        match filter.filter(|filter| !filter.is_absent()) {
            None => used_at(&whole, self.at(span)),
            Some(filter) => match filter.known_text().and_then(|path| member_at(&whole, path)) {
                Some(part) => used_at(part, self.at(span)),
                None => self.unknown("it is not known which part of the file is meant", span),
            },
        }
    }

    fn base64_of(&self, bytes: &[u8], span: Span) -> Value {
        match bytes.len() <= MOST_BYTES && self.pay(bytes.len() / BYTES_A_STEP) {
            true => self.known(known_text(STANDARD.encode(bytes)), span),
            false => self.unknown("the file is larger than the compiler takes in", span),
        }
    }

    /// What is told of each file in a folder: its name, its ending, its path from this file.
    fn infos(&self, folder: &str, names: &[String], more: &[Value], span: Span) -> Value {
        let pattern = match more {
            [] => Some("*"),
            // `?` stands for one character or none, depending on where it stands.
            [pattern] => pattern.known_text().filter(|pattern| !pattern.contains('?')),
            _ => None,
        };
        let Some(pattern) = pattern else { return self.unknown("it is not known which files are meant", span) };
        let at = self.at(span);
        if !self.pay(names.len()) || folder.split('/').any(|part| part == "..") {
            return self.unknown("the paths of the files are not known", span);
        }
        let parts: Vec<&str> = folder.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
        let info = |name: &String| {
            let path = parts.iter().copied().chain([name.as_str()]).collect::<Vec<_>>().join("/");
            let ending = name.rfind('.').map_or("", |dot| &name[dot..]);
            let members = [("relativePath", path.as_str()), ("baseName", name), ("extension", ending)];
            let entry = |(name, value): (&str, &str)| Entry { name: name.into(), value: text(value, at) };
            Value::new(Data::Map(Arc::new(Map::new(members.map(entry).into(), None))), at)
        };
        let items = names.iter().filter(|name| super::text::fits(name, pattern)).map(info).collect();
        Value::new(Data::List(Arc::new(aiolint_core::List { items, open: None })), at)
    }

    fn too_large(&self, source: &Source, span: Span) -> Value {
        self.unknown(format!("`{}` is larger than the compiler takes in", source.path), span)
    }

    /// Reports that a file is not read, and gives the reason for what is therefore not known.
    pub(in crate::values) fn not_loaded(&self, path: &str, error: &LoadError, at: Location) -> Reason {
        let (detector, words) = match error {
            LoadError::OutsideRoot => {
                (crate::FILE_OUTSIDE, format!("`{path}` lies outside the project, where nothing is read"))
            }
            // It was there when the module was published: nothing is wrong.
            LoadError::NotArchived => return Reason::new(format!("`{path}` can't be read: {error}")).or_at(at),
            error => (crate::FILE_UNREADABLE, format!("`{path}` can't be read: {error}")),
        };
        self.report(detector, &words, at);
        Reason::new(words).or_at(at)
    }
}

fn text(text: &str, at: Location) -> Value {
    Value::new(Data::Text(Text::Known(text.into())), at)
}

fn is_utf8(encoding: &Value) -> bool {
    encoding.is_absent() || encoding.known_text().is_some_and(|it| it.eq_ignore_ascii_case("utf-8"))
}

/// The value of a file of YAML with one document.
fn yaml(source: &Source) -> Result<Value, String> {
    let reading = aiolint_yaml::read(source);
    if let Some(problem) = reading.problems.first() {
        return Err(problem.message.clone());
    }
    match <[_; 1]>::try_from(reading.documents) {
        Ok([document]) => Ok(document.value),
        Err(documents) => Err(format!("it has {} documents", documents.len())),
    }
}

/// The part of a value that a plain path leads to: `$.a.b[0]`, `a['b']`. Others are not followed.
fn member_at<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    let mut rest = path.strip_prefix('$').unwrap_or(path);
    let mut found = value;
    while !rest.is_empty() {
        if let Some(inner) = rest.strip_prefix('[') {
            let (index, after) = inner.split_once(']')?;
            let quoted = index.strip_prefix('\'').and_then(|index| index.strip_suffix('\''));
            found = match (&found.data, quoted) {
                (Data::Map(map), Some(name)) => map.get(name)?,
                (Data::List(list), None) => list.items.get(index.parse::<usize>().ok()?)?,
                _ => return None,
            };
            rest = after;
            continue;
        }
        let name = rest.strip_prefix('.').unwrap_or(rest);
        let end = name.find(['.', '[']).unwrap_or(name.len());
        let plain = !name[..end].is_empty() && name[..end].chars().all(|it| it.is_alphanumeric() || "_-".contains(it));
        found = found.get(&name[..end]).filter(|_| plain)?;
        rest = &name[end..];
    }
    Some(found)
}

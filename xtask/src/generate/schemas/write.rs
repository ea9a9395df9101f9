//! Writes a schema's file. What is the same in all versions of the whole is not said of its parts.

use std::fmt::Write as _;

use super::merge::{Member, Members, Merged, Node, Versions};
use super::read::Bounds;

/// A line is at most so long, if it can be divided.
const MOST_CHARACTERS: usize = 120;

/// A part of the file: a mapping, in the order in which it is written.
enum Yaml {
    Scalar(String),
    List(Vec<Yaml>),
    Map(Vec<(String, Yaml)>),
}

/// The text of a schema's file.
pub(super) fn write(
    head: &str,
    resource_type: &str,
    names: &[String],
    body: &Members,
    shapes: &[(String, Versions, Node)],
) -> String {
    let all: Versions = (0..names.len()).collect();
    let writer = Writer { names };
    let mut file = vec![
        ("type".to_owned(), scalar(resource_type)),
        ("versions".to_owned(), Yaml::List(names.iter().map(|name| scalar(name)).collect())),
        ("properties".to_owned(), writer.members(body, &all)),
    ];
    if !shapes.is_empty() {
        let shape = |(name, versions, node): &(String, Versions, Node)| {
            let mut entries = writer.only(versions, &all);
            writer.node(node, versions, &mut entries);
            (name.clone(), Yaml::Map(entries))
        };
        file.push(("shapes".to_owned(), Yaml::Map(shapes.iter().map(shape).collect())));
    }
    let mut text = head.to_owned();
    for (key, value) in &file {
        entry(&mut text, 0, key, value);
    }
    text
}

struct Writer<'w> {
    names: &'w [String],
}

type Entries = Vec<(String, Yaml)>;

impl Writer<'_> {
    fn members(&self, members: &Members, of: &Versions) -> Yaml {
        Yaml::Map(members.iter().map(|(name, member)| (name.clone(), self.member(member, of))).collect())
    }

    fn member(&self, member: &Member, of: &Versions) -> Yaml {
        let mut entries = self.only(&member.versions, of);
        let marks =
            [("required", &member.required), ("read-only", &member.read_only), ("write-only", &member.write_only)];
        for (key, versions) in marks.into_iter().filter(|(_, versions)| !versions.is_empty()) {
            entries.push((key.to_owned(), plain(self.set(versions, &member.versions))));
        }
        self.node(&member.node, &member.versions, &mut entries);
        Yaml::Map(entries)
    }

    /// In which versions something is, if not in all `of` them.
    fn only(&self, versions: &Versions, of: &Versions) -> Entries {
        if versions == of { Vec::new() } else { vec![("in".to_owned(), plain(self.set(versions, of)))] }
    }

    /// A set of versions, in words.
    fn set(&self, versions: &Versions, of: &Versions) -> String {
        if versions == of {
            return "always".to_owned();
        }
        let (Some(first), Some(last)) = (versions.first(), versions.last()) else { return String::new() };
        let mut words = Vec::new();
        if of.first() != Some(first) {
            words.push(format!("since {}", self.names[*first]));
        }
        if of.last() != Some(last) {
            words.push(format!("until {}", self.names[*last]));
        }
        let without = of.range(first..=last).filter(|version| !versions.contains(version));
        let without: Vec<_> = without.map(|version| self.names[*version].as_str()).collect();
        if !without.is_empty() {
            words.push(format!("except {}", without.join(" ")));
        }
        words.join(" ")
    }

    fn node(&self, node: &Node, of: &Versions, entries: &mut Entries) {
        if let [(versions, form)] = node.0.as_slice() {
            self.form(form, versions, entries);
            return;
        }
        let form = |(versions, form): &(Versions, Merged)| {
            let mut entries = self.only(versions, of);
            self.form(form, versions, &mut entries);
            Yaml::Map(entries)
        };
        entries.push(("forms".to_owned(), Yaml::List(node.0.iter().map(form).collect())));
    }

    fn inner(&self, node: &Node, of: &Versions) -> Yaml {
        let mut entries = Vec::new();
        self.node(node, of, &mut entries);
        Yaml::Map(entries)
    }

    fn form(&self, form: &Merged, of: &Versions, entries: &mut Entries) {
        let mut add = |key: &str, value: Yaml| entries.push((key.to_owned(), value));
        match form {
            Merged::Any => add("type", scalar("any")),
            Merged::Bool => add("type", scalar("bool")),
            Merged::Shape(name) => add("shape", scalar(name)),
            Merged::Int { range } => {
                add("type", scalar("int"));
                bounds("range", *range, entries);
            }
            Merged::Text { values, closed, length, pattern } => {
                if values.is_empty() {
                    add("type", scalar("string"));
                } else {
                    let (always, some): (Vec<_>, Vec<_>) = values.iter().partition(|(_, versions)| *versions == of);
                    if !always.is_empty() {
                        add("values", Yaml::List(always.iter().map(|(value, _)| scalar(value)).collect()));
                    }
                    if !some.is_empty() {
                        let set = |(value, versions): &(&String, &Versions)| {
                            ((*value).clone(), plain(self.set(versions, of)))
                        };
                        add("values-in", Yaml::Map(some.iter().map(set).collect()));
                    }
                    if *closed {
                        add("closed", plain("true".to_owned()));
                    }
                }
                bounds("length", *length, entries);
                if let Some(pattern) = pattern {
                    entries.push(("pattern".to_owned(), quoted(pattern)));
                }
            }
            Merged::List { items, length } => {
                bounds("length", *length, entries);
                entries.push(("items".to_owned(), self.inner(items, of)));
            }
            Merged::Object { properties, others } => {
                if others.is_none() || !properties.is_empty() {
                    add("properties", self.members(properties, of));
                }
                if let Some(others) = others {
                    add("others", self.inner(others, of));
                }
            }
            Merged::Variants { discriminator, base, each } => {
                add("discriminator", scalar(discriminator));
                if !base.is_empty() {
                    add("properties", self.members(base, of));
                }
                let variant = |(value, (versions, members)): (&String, &(Versions, Members))| {
                    let mut entries = self.only(versions, of);
                    entries.push(("properties".to_owned(), self.members(members, versions)));
                    (value.clone(), Yaml::Map(entries))
                };
                add("variants", Yaml::Map(each.iter().map(variant).collect()));
            }
        }
    }
}

fn bounds(key: &str, (least, most): Bounds, entries: &mut Entries) {
    if least.is_some() || most.is_some() {
        let number = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
        entries.push((key.to_owned(), plain(format!("{}..{}", number(least), number(most)))));
    }
}

/// What needs no quotes.
fn plain(text: String) -> Yaml {
    Yaml::Scalar(text)
}

fn quoted(text: &str) -> Yaml {
    Yaml::Scalar(format!("'{}'", text.replace('\'', "''")))
}

/// A text, in quotes where a reader could take it for something else.
fn scalar(text: &str) -> Yaml {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
    let is_word = text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.chars().all(is_plain);
    let is_date = text.starts_with("20") && text.contains('-') && text.chars().all(is_plain);
    let means_else =
        matches!(text.to_ascii_lowercase().as_str(), "true" | "false" | "null" | "yes" | "no" | "on" | "off");
    if (is_word || is_date) && !means_else { plain(text.to_owned()) } else { quoted(text) }
}

/// A member of a mapping: on one line, if it holds nothing that is divided and fits there.
fn entry(text: &mut String, indent: usize, key: &str, value: &Yaml) {
    let Yaml::Scalar(key) = scalar(key) else { return };
    let line = format!("{:indent$}{key}: {}", "", flow(value));
    if line.chars().count() <= MOST_CHARACTERS && !is_divided(value) {
        text.push_str(&line);
        text.push('\n');
        return;
    }
    let _ = writeln!(text, "{:indent$}{key}:", "");
    block(text, indent + 2, value);
}

fn block(text: &mut String, indent: usize, value: &Yaml) {
    match value {
        Yaml::Scalar(scalar) => {
            let _ = writeln!(text, "{:indent$}{scalar}", "");
        }
        Yaml::Map(entries) => entries.iter().for_each(|(key, value)| entry(text, indent, key, value)),
        Yaml::List(items) => {
            for item in items {
                if is_divided(item) || indent + 2 + flow(item).chars().count() > MOST_CHARACTERS {
                    let mut inner = String::new();
                    block(&mut inner, indent + 2, item);
                    let _ = write!(text, "{:indent$}- {}", "", inner.trim_start());
                } else {
                    let _ = writeln!(text, "{:indent$}- {}", "", flow(item));
                }
            }
        }
    }
}

/// Whether a value is one that reads better on several lines: an object with members, or what holds one.
fn is_divided(value: &Yaml) -> bool {
    match value {
        Yaml::Scalar(_) => false,
        Yaml::List(items) => items.iter().any(|item| matches!(item, Yaml::Map(_)) || is_divided(item)),
        Yaml::Map(entries) => entries.iter().any(|(key, value)| match value {
            Yaml::Map(members) if key == "properties" || key == "variants" => !members.is_empty(),
            value => is_divided(value),
        }),
    }
}

fn flow(value: &Yaml) -> String {
    match value {
        Yaml::Scalar(scalar) => scalar.clone(),
        Yaml::List(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Yaml::Map(entries) if entries.is_empty() => "{}".to_owned(),
        Yaml::Map(entries) => {
            let entry = |(key, value): &(String, Yaml)| match scalar(key) {
                Yaml::Scalar(key) => format!("{key}: {}", flow(value)),
                _ => flow(value),
            };
            format!("{{ {} }}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
    }
}

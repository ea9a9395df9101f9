//! `aiolint inspect FILE`: what aiolint understands of a file, and what it does not, with the reason.

use std::path::Path;

use aiolint_core::{Cover, Data, Encoding, Source, Text, Value, mask_key_text, printable};
use aiolint_engine::facts::{Facts, Known};
use aiolint_engine::judge::Filter;
use aiolint_engine::pack::Pack;
use aiolint_engine::world::Settings;
use aiolint_project::{Request, Workspace, open};
use serde::Serialize;

use crate::arguments::{Inspect, ListFormat};
use crate::failure::Failure;
use crate::{CLEAN, Io, rules};

/// The version of the JSON object; members may be added to it.
const INSPECT_VERSION: u32 = 1;

/// So many values of a resource are looked at: aliases can make a small file endless.
const MOST_VALUES: usize = 10_000;

#[derive(Serialize)]
struct Output {
    version: u32,
    file: String,
    resources: Vec<Shown>,
    problems: Vec<String>,
}

#[derive(Serialize)]
struct Shown {
    /// The file that it is written in.
    file: String,
    kind: String,
    api_version: String,
    known: bool,
    line: u32,
    values: Vec<Leaf>,
}

/// A value without members, or the word that a collection has no known end.
#[derive(Serialize)]
struct Leaf {
    path: String,
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<serde_json::Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

pub(crate) fn run(inspect: &Inspect, io: &mut Io<'_>) -> Result<u8, Failure> {
    let pack = rules::load(&io.folder, None)?;
    let nothing = Filter::new(&pack, |_| false);
    let mut workspace = Workspace::new(std::sync::Arc::clone(&pack), nothing, Settings::default());
    let request = Request { folder: io.folder.clone(), paths: vec![inspect.file.clone()], ..Request::default() };
    open(&request, &mut workspace)?;
    workspace.analyse();
    let outputs: Vec<_> = workspace.facts().map(|facts| output(&pack, &workspace, facts)).collect();
    for output in &outputs {
        match inspect.format {
            ListFormat::Json => {
                write!(io.stdout, "{}", aiolint_report::json_text(output)?)?;
            }
            ListFormat::Text => write_text(output, io)?,
        }
    }
    if outputs.iter().all(|output| output.resources.is_empty() && output.problems.is_empty()) {
        let name = Path::new(&inspect.file).display().to_string();
        writeln!(io.stderr, "`{}` has no Kubernetes resources", printable(&name))?;
    }
    Ok(CLEAN)
}

/// What a file deploys with all that it calls, and what it deploys where others call it.
fn output(pack: &Pack, workspace: &Workspace, facts: &Facts) -> Output {
    let cover = Cover::new(&facts.key_text, &facts.source.text);
    let id = facts.source.id;
    let others = workspace.all_facts().filter(|other| other.source.id != id).flat_map(|other| &other.resources);
    let all = facts.resources.iter().chain(others.filter(|known| known.resource.extent.file == id));
    Output {
        version: INSPECT_VERSION,
        file: facts.source.shown.to_string(),
        resources: all.map(|known| shown(pack, known, (&facts.source, workspace), &cover)).collect(),
        problems: facts.problems.iter().map(|problem| cover.conceal(&problem.message).into_owned()).collect(),
    }
}

fn shown(pack: &Pack, known: &Known, (source, workspace): (&Source, &Workspace), cover: &Cover<'_>) -> Shown {
    let resource = &known.resource;
    let written = workspace.source(resource.extent.file).unwrap_or(source);
    let kind = known.kind.map(|kind| pack.kinds[usize::from(kind.0)].name.clone());
    let mut leaves = Leaves { values: Vec::new(), left: MOST_VALUES, cover, source };
    leaves.add(String::new(), &resource.body);
    Shown {
        known: kind.is_some(),
        kind: kind.unwrap_or_else(|| resource.identity.name().to_owned()),
        api_version: resource.api_version.known_text().unwrap_or("?").to_owned(),
        file: written.shown.to_string(),
        line: written.position(resource.extent.span.start, Encoding::Utf16).line,
        values: leaves.values,
    }
}

struct Leaves<'f> {
    values: Vec<Leaf>,
    /// So many more are looked at, collections included.
    left: usize,
    cover: &'f Cover<'f>,
    source: &'f Source,
}

impl Leaves<'_> {
    fn add(&mut self, path: String, value: &Value) {
        if self.left == 0 {
            return;
        }
        self.left -= 1;
        let cover = self.cover;
        let open = |path: &str, reason: &aiolint_core::Reason| Leaf {
            path: format!("{path}.…"),
            state: "open",
            value: None,
            reason: Some(cover.conceal(reason.as_str()).into_owned()),
        };
        match &value.data {
            Data::Map(map) => {
                for entry in map.entries() {
                    let separator = if path.is_empty() { "" } else { "." };
                    self.add(format!("{path}{separator}{}", entry.name), &entry.value);
                }
                self.values.extend(map.open().map(|reason| open(&path, reason)));
            }
            Data::List(list) => {
                for (number, item) in list.items.iter().enumerate() {
                    self.add(format!("{path}[{number}]"), item);
                }
                self.values.extend(list.open.as_ref().map(|reason| open(&path, reason)));
            }
            _ => {
                let leaf = self.leaf(path, value);
                self.values.push(leaf);
            }
        }
    }

    fn leaf(&self, path: String, value: &Value) -> Leaf {
        let known = |value: serde_json::Value| ("known", Some(value), None);
        let (state, shown, reason) = match &value.data {
            Data::Absent => ("absent", None, None),
            Data::Bool(it) => known((*it).into()),
            Data::Int(it) => known((*it).into()),
            Data::Float(it) => known((*it).into()),
            Data::Text(text @ Text::Parts(_)) => {
                let reason = text.hole().map(ToString::to_string);
                ("known in parts", Some(text.written().into_owned().into()), reason)
            }
            Data::Text(text) => known(text.written().into_owned().into()),
            Data::Unknown(reason) => ("unknown", None, Some(reason.to_string())),
            Data::OneOf(alternatives) => ("one of a few", Some(alternatives.len().into()), None),
            Data::List(_) | Data::Map(_) => ("known", None, None),
        };
        let reason = reason.map(|reason| self.cover.conceal(&reason).into_owned());
        Leaf { path, state, value: shown.map(|shown| self.masked(value, shown)), reason }
    }

    /// No output shows key text: neither that of a Secret nor what looks like a key elsewhere.
    fn masked(&self, value: &Value, shown: serde_json::Value) -> serde_json::Value {
        let places = [Some(value.at), value.origin].into_iter().flatten();
        let secret = places.into_iter().any(|at| at.file == self.source.id && self.cover.hides(at.span));
        match shown {
            serde_json::Value::String(text) if !secret => mask_key_text(&text).into_owned().into(),
            shown if !secret => shown,
            _ => "***".into(),
        }
    }
}

fn write_text(output: &Output, io: &mut Io<'_>) -> Result<(), Failure> {
    for problem in &output.problems {
        writeln!(io.stdout, "{}: {}", printable(&output.file), printable(problem))?;
    }
    for resource in &output.resources {
        let kind = if resource.known { "" } else { " (no kind of aiolint's: only rules with a pattern judge it)" };
        let place = format!("{}:{}", resource.file, resource.line);
        writeln!(
            io.stdout,
            "{}: {} {}{kind}",
            printable(&place),
            printable(&resource.kind),
            printable(&resource.api_version)
        )?;
        for leaf in &resource.values {
            let value = leaf.value.as_ref().map(ToString::to_string).unwrap_or_default();
            let reason = leaf.reason.as_ref().map(|reason| format!("because {reason}")).unwrap_or_default();
            let state = if leaf.state == "known" { "" } else { leaf.state };
            let words: Vec<_> = [value.as_str(), state, &reason].into_iter().filter(|word| !word.is_empty()).collect();
            writeln!(io.stdout, "  {} = {}", printable(&leaf.path), printable(&words.join("  ")))?;
        }
    }
    Ok(())
}

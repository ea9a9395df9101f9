//! `aiolint inspect FILE`: what aiolint understands of a file, and what it does not, with the reason.

use std::path::Path;

use aiolint_core::{Cover, Data, Encoding, Location, Reason, Source, Text, Value, mask_key_text, printable};
use aiolint_engine::facts::{Facts, Known};
use aiolint_engine::judge::Filter;
use aiolint_engine::pack::Pack;
use aiolint_engine::world::Settings;
use aiolint_project::{Configuration, Request, Workspace, open_with};
use serde::Serialize;

use crate::arguments::{Inspect, ListFormat};
use crate::failure::Failure;
use crate::project::tell;
use crate::{CLEAN, FINDINGS, Io, date, rules};

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
    /// Where what is not known is written: `main.bicep:3:7`.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason_at: Option<String>,
}

pub(crate) fn run(inspect: &Inspect, io: &mut Io<'_>) -> Result<u8, Failure> {
    let pack = rules::load(&io.folder, &[])?;
    let nothing = Filter::new(&pack, |_| false);
    let mut workspace = Workspace::new(std::sync::Arc::clone(&pack), nothing, Settings::default());
    let request = Request {
        folder: io.folder.clone(),
        paths: vec![inspect.file.clone()],
        parameters: inspect.parameters.clone(),
        ..Request::default()
    };
    let configuration = Configuration::of(&request)?.for_all_files();
    let problems = configuration.problems(&pack, &date::today(None)).len();
    tell(problems, io)?;
    open_with(&request, &configuration, &mut workspace)?;
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
    Ok(if problems == 0 { CLEAN } else { FINDINGS })
}

/// What a file deploys with all that it calls, and what it deploys where others call it.
fn output(pack: &Pack, workspace: &Workspace, facts: &Facts) -> Output {
    let cover = Cover::new(&facts.key_text, &facts.source);
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
    let written = workspace.source(resource.extent.file);
    let written = written.as_deref().unwrap_or(source);
    let kind = known.kind.map(|kind| pack.kinds[usize::from(kind.0)].name.clone());
    let mut leaves = Leaves { values: Vec::new(), left: MOST_VALUES, cover, source, workspace };
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
    workspace: &'f Workspace,
}

impl Leaves<'_> {
    fn add(&mut self, path: String, value: &Value) {
        if self.left == 0 {
            return;
        }
        self.left -= 1;
        match &value.data {
            Data::Map(map) => {
                for entry in map.entries() {
                    let separator = if path.is_empty() { "" } else { "." };
                    self.add(format!("{path}{separator}{}", entry.name), &entry.value);
                }
                let open = map.open().map(|reason| self.open(&path, reason));
                self.values.extend(open);
            }
            Data::List(list) => {
                for (number, item) in list.items.iter().enumerate() {
                    self.add(format!("{path}[{number}]"), item);
                }
                let open = list.open.as_ref().map(|reason| self.open(&path, reason));
                self.values.extend(open);
            }
            _ => {
                let leaf = self.leaf(path, value);
                self.values.push(leaf);
            }
        }
    }

    /// The word that a collection may have more than is known.
    fn open(&self, path: &str, reason: &Reason) -> Leaf {
        let reason_at = self.place(reason, None);
        let words = self.cover.conceal(reason.as_str()).into_owned();
        Leaf { path: format!("{path}.…"), state: "open", value: None, reason: Some(words), reason_at }
    }

    fn leaf(&self, path: String, value: &Value) -> Leaf {
        let (state, reason) = match &value.data {
            Data::Absent => ("absent", None),
            Data::Text(text @ Text::Parts(_)) => ("known in parts", text.hole()),
            Data::Unknown(reason) => ("unknown", Some(reason)),
            Data::OneOf(_) => ("one of a few", None),
            _ => ("known", None),
        };
        Leaf {
            path,
            state,
            value: self.shown(value),
            reason: reason.map(|reason| self.cover.conceal(reason.as_str()).into_owned()),
            reason_at: reason.and_then(|reason| self.place(reason, Some(value.at))),
        }
    }

    /// What is known of a value, if that can be said in a line.
    fn shown(&self, value: &Value) -> Option<serde_json::Value> {
        let shown = match &value.data {
            Data::Bool(it) => (*it).into(),
            Data::Int(it) => (*it).into(),
            Data::Float(it) => (*it).into(),
            Data::Text(text) => text.written().into_owned().into(),
            Data::OneOf(choices) => return Some(choices.iter().map(|choice| self.shown(choice)).collect()),
            Data::Absent | Data::Unknown(_) | Data::List(_) | Data::Map(_) => return None,
        };
        Some(self.masked(value, shown))
    }

    /// Where a reason is written, unless that is where the value stands.
    fn place(&self, reason: &Reason, own: Option<Location>) -> Option<String> {
        let at = reason.at().filter(|at| Some(*at) != own)?;
        let source = self.workspace.source(at.file)?;
        let position = source.position(at.span.start, Encoding::Utf32);
        Some(format!("{}:{}:{}", source.shown, position.line, position.column))
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
            let place = leaf.reason_at.as_ref().map(|place| format!(" ({place})")).unwrap_or_default();
            let reason = leaf.reason.as_ref().map(|reason| format!("because {reason}{place}")).unwrap_or_default();
            let state = if leaf.state == "known" { "" } else { leaf.state };
            let words: Vec<_> = [value.as_str(), state, &reason].into_iter().filter(|word| !word.is_empty()).collect();
            writeln!(io.stdout, "  {} = {}", printable(&leaf.path), printable(&words.join("  ")))?;
        }
    }
    Ok(())
}

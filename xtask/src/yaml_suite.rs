//! `cargo xtask yaml-suite FOLDER`: our YAML events against those of the YAML test suite.
//!
//! FOLDER is a checkout of the `data` branch of yaml/yaml-test-suite. A valid case must give the suite's
//! events, an invalid one an error, and no case may make the frontend panic.

use std::any::Any;
use std::collections::HashMap;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use aiolint_core::{FileId, Source};
use aiolint_yaml::event::{self, Kind, Style};

use crate::Outcome;

/// Folders of links to the cases, by name and by tag.
const LINK_FARMS: [&str; 2] = ["name", "tags"];

/// So many of the suite's 94 invalid cases must be refused. The parser accepts 9C9N on purpose: a flow
/// sequence whose items are not indented, as PyYAML and real files have them.
const LEAST_REFUSED: usize = 93;

/// One case of the suite.
struct Case {
    id: String,
    title: String,
    text: String,
    /// The suite's events, one in a line; `None` if the text must be refused.
    events: Option<String>,
}

/// What is wrong with a case.
struct Difference {
    id: String,
    title: String,
    expected: String,
    ours: String,
}

/// What came out of all cases.
#[derive(Default)]
struct Tally {
    valid: usize,
    same: usize,
    invalid: usize,
    refused: usize,
    panicked: usize,
    differences: Vec<Difference>,
}

pub(crate) fn run(folder: &Path) -> Outcome {
    let mut tally = Tally::default();
    for path in case_folders(folder)? {
        tally.add(&case(folder, &path)?);
    }
    if tally.valid + tally.invalid == 0 {
        return Err(format!("{} holds no case: it must be a checkout of the suite's `data` branch", folder.display()));
    }
    println!("{} of {} valid cases read as the suite says", tally.same, tally.valid);
    println!("{} of {} invalid cases refused", tally.refused, tally.invalid);
    for Difference { id, title, expected, ours } in &tally.differences {
        println!("\n{id}: {title}\n  expected: {expected}\n  ours:     {ours}");
    }
    tally.outcome()
}

impl Tally {
    fn add(&mut self, case: &Case) {
        let printed = catch_unwind(|| printed(&case.text));
        let read = catch_unwind(AssertUnwindSafe(|| {
            let [path, shown] = [case.id.as_str().into(), case.id.as_str().into()];
            drop(aiolint_yaml::read(&Source::new(FileId::new(0), path, shown, case.text.as_str().into())));
        }));
        let panics = [("events", printed.as_ref().err()), ("read", read.as_ref().err())];
        let panics = panics.map(|(what, payload)| payload.map(|payload| (what, said(payload.as_ref()))));
        self.panicked += usize::from(panics.iter().any(Option::is_some));
        for (what, message) in panics.into_iter().flatten() {
            self.differ(case, "no panic", format!("`{what}` panicked: {message}"));
        }
        match &case.events {
            Some(_) => self.valid += 1,
            None => self.invalid += 1,
        }
        let Ok((ours, error)) = printed else { return };
        match (&case.events, error) {
            (Some(expected), error) => match first_difference(expected, ours, error) {
                Some((expected, ours)) => self.differ(case, &expected, ours),
                None => self.same += 1,
            },
            (None, Some(_)) => self.refused += 1,
            (None, None) => self.differ(case, "an error", format!("{} events without one", ours.len())),
        }
    }

    fn differ(&mut self, case: &Case, expected: &str, ours: String) {
        let (id, title) = (case.id.clone(), case.title.clone());
        self.differences.push(Difference { id, title, expected: expected.to_owned(), ours });
    }

    fn outcome(&self) -> Outcome {
        let mut failures = Vec::new();
        if self.same < self.valid {
            failures.push(format!("{} valid cases differ", self.valid - self.same));
        }
        if self.refused < LEAST_REFUSED {
            failures.push(format!("{} invalid cases are refused, {LEAST_REFUSED} must be", self.refused));
        }
        if self.panicked > 0 {
            failures.push(format!("{} cases panic", self.panicked));
        }
        if failures.is_empty() { Ok(()) } else { Err(failures.join("; ")) }
    }
}

/// What a panic said.
fn said(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_else(|| "(no text)".to_owned())
}

/// The folders with a case in them: `229Q`, `9MQT/00`.
fn case_folders(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut found = Vec::new();
    for path in folders(folder)? {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if LINK_FARMS.contains(&name.as_ref()) || name.starts_with('.') {
            continue;
        }
        match path.join("in.yaml").exists() {
            true => found.push(path),
            false => found.extend(folders(&path)?.into_iter().filter(|path| path.join("in.yaml").exists())),
        }
    }
    Ok(found)
}

/// The folders in a folder, sorted, without links.
fn folders(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let unreadable = |error| format!("can't list {}: {error}", folder.display());
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        if entry.file_type().map_err(unreadable)?.is_dir() {
            found.push(entry.path());
        }
    }
    found.sort();
    Ok(found)
}

fn case(root: &Path, folder: &Path) -> Result<Case, String> {
    let refused = folder.join("error").exists();
    Ok(Case {
        id: folder.strip_prefix(root).unwrap_or(folder).display().to_string(),
        title: text(&folder.join("==="))?.trim().to_owned(),
        text: text(&folder.join("in.yaml"))?,
        events: if refused { None } else { Some(text(&folder.join("test.event"))?) },
    })
}

fn text(path: &Path) -> Result<String, String> {
    let bytes = fs::read(path).map_err(|error| format!("can't read {}: {error}", path.display()))?;
    String::from_utf8(bytes).map_err(|error| format!("{} is not UTF-8: {error}", path.display()))
}

/// The first event that is not the same: the suite's and ours. An error stands where our events end.
fn first_difference(expected: &str, mut ours: Vec<String>, error: Option<String>) -> Option<(String, String)> {
    ours.extend(error.map(|error| format!("error: {error}")));
    // Not `lines`, which would drop a carriage return.
    let expected: Vec<&str> = expected.strip_suffix('\n').unwrap_or(expected).split('\n').collect();
    (0..expected.len().max(ours.len())).find_map(|at| {
        let (expected, ours) = (expected.get(at).copied(), ours.get(at).map(String::as_str));
        let shown = |event: Option<&str>| event.unwrap_or("no further event").to_owned();
        (expected != ours).then(|| (shown(expected), format!("{} (event {})", shown(ours), at + 1)))
    })
}

/// Our events in the suite's notation up to the first error, and that error. Comments are no events there.
fn printed(text: &str) -> (Vec<String>, Option<String>) {
    let mut lines: Vec<String> = Vec::new();
    let mut names = HashMap::new();
    // Where an anchor belongs in the last line: the suite has it before the tag, our stream after the node.
    let mut slot = None;
    for event in event::events(text) {
        let kind = match event {
            Ok(event) => event.kind,
            Err(error) => return (lines, Some(error.message)),
        };
        let place = slot.take();
        let line = match kind {
            Kind::Comment(_) => continue,
            Kind::Anchor(id, name) => {
                let Some((line, at)) = lines.last_mut().zip(place) else {
                    return (lines, Some(format!("the anchor `{name}` follows no node")));
                };
                line.insert_str(at, &format!(" &{name}"));
                names.insert(id, name);
                continue;
            }
            Kind::Alias(id) => match names.get(&id) {
                Some(name) => format!("=ALI *{name}"),
                None => return (lines, Some(format!("an alias to anchor {id}, which has no name"))),
            },
            Kind::UnknownAlias(name) => return (lines, Some(format!("an alias to the unknown anchor `{name}`"))),
            Kind::Scalar(value, style, tag) => node(&mut slot, "=VAL", tag, &scalar(&value, style)),
            Kind::SequenceStart(flow, tag) => node(&mut slot, if flow { "+SEQ []" } else { "+SEQ" }, tag, ""),
            Kind::MappingStart(flow, tag) => node(&mut slot, if flow { "+MAP {}" } else { "+MAP" }, tag, ""),
            Kind::DocumentStart(explicit) => if explicit { "+DOC ---" } else { "+DOC" }.to_owned(),
            Kind::DocumentEnd(explicit) => if explicit { "-DOC ..." } else { "-DOC" }.to_owned(),
            Kind::StreamStart => "+STR".to_owned(),
            Kind::StreamEnd => "-STR".to_owned(),
            Kind::SequenceEnd => "-SEQ".to_owned(),
            Kind::MappingEnd => "-MAP".to_owned(),
        };
        lines.push(line);
    }
    (lines, None)
}

/// The line of a node; `slot` becomes the place of its anchor.
fn node(slot: &mut Option<usize>, head: &str, tag: Option<event::Tag>, content: &str) -> String {
    *slot = Some(head.len());
    let tag = tag.map(|tag| format!(" <{tag}>")).unwrap_or_default();
    format!("{head}{tag}{content}")
}

fn scalar(value: &str, style: Style) -> String {
    let mark = match style {
        Style::Plain => ':',
        Style::Single => '\'',
        Style::Double => '"',
        Style::Literal => '|',
        Style::Folded => '>',
    };
    let mut line = format!(" {mark}");
    for character in value.chars() {
        match character {
            '\\' => line.push_str("\\\\"),
            '\0' => line.push_str("\\0"),
            '\u{8}' => line.push_str("\\b"),
            '\n' => line.push_str("\\n"),
            '\r' => line.push_str("\\r"),
            '\t' => line.push_str("\\t"),
            other => line.push(other),
        }
    }
    line
}

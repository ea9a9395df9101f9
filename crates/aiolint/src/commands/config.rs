//! `aiolint config show [FILE]` and `aiolint config schema`

use std::path::Path;

use aiolint_core::{mask_key_text, printable};
use aiolint_project::{Choice, Effective, Request, configuration_schema, relative};
use serde::Serialize;
use serde_json::Value as Json;

use crate::arguments::{Config, ConfigCommand, ListFormat};
use crate::failure::Failure;
use crate::project::{Project, tell};
use crate::{CLEAN, FINDINGS, Io, date};

/// The version of the JSON object; members may be added to it.
const CONFIG_VERSION: u32 = 1;

#[derive(Serialize)]
struct Output<'c> {
    version: u32,
    /// The file that the values are for.
    file: Option<&'c str>,
    /// Whether that file is checked.
    checked: Option<bool>,
    values: Vec<Item<'c>>,
}

#[derive(Serialize)]
struct Item<'c> {
    path: &'c [String],
    value: &'c Json,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<From<'c>>,
    locked: bool,
}

#[derive(Serialize)]
struct From<'c> {
    file: &'c str,
    line: usize,
}

pub(crate) fn run(config: &Config, io: &mut Io<'_>) -> Result<u8, Failure> {
    match &config.command {
        ConfigCommand::Show { file, format } => show(file.as_deref(), *format, io),
        ConfigCommand::Schema => {
            write!(io.stdout, "{}", aiolint_report::json_text(&configuration_schema())?)?;
            Ok(CLEAN)
        }
    }
}

/// The exit code says whether the configuration is right.
fn show(file: Option<&Path>, format: ListFormat, io: &mut Io<'_>) -> Result<u8, Failure> {
    let paths = file.iter().map(|file| file.to_path_buf()).collect();
    let request = Request { folder: io.folder.clone(), paths, ..Request::default() };
    let today = date::today(None);
    let project = Project::of(&request, None, Choice { today: &today, ..Choice::default() })?;
    let path = file.map(|file| relative(&io.folder.join(file), project.configuration.root()));
    let values = project.configuration.effective(&project.pack, path.as_deref());
    let checked = path.as_deref().map(|path| project.configuration.takes(path));
    let shown = file.map(|file| file.display().to_string());
    match format {
        ListFormat::Json => {
            let from = |it: &'_ Effective| it.from.clone();
            let origins: Vec<_> = values.iter().map(from).collect();
            let items = values.iter().zip(&origins).map(|(it, from)| Item {
                path: &it.path,
                value: &it.value,
                from: from.as_ref().map(|from| From { file: &from.file, line: from.line }),
                locked: it.locked,
            });
            let file = shown.as_deref();
            let output = Output { version: CONFIG_VERSION, file, checked, values: items.collect() };
            write!(io.stdout, "{}", aiolint_report::json_text(&output)?)?;
        }
        ListFormat::Text => {
            if let Some(shown) = &shown {
                let out = if checked == Some(false) { " (which is not checked)" } else { "" };
                writeln!(io.stdout, "# {}{out}", printable(shown))?;
            }
            write!(io.stdout, "{}", printable(&mask_key_text(&text(&values))))?;
        }
    }
    tell(project.problems.len(), io)?;
    Ok(if project.problems.is_empty() { CLEAN } else { FINDINGS })
}

/// The values as YAML, with where each comes from.
fn text(values: &[Effective]) -> String {
    let mut lines: Vec<(String, String)> = Vec::new();
    let mut before: &[String] = &[];
    for value in values {
        let shared = value.path.iter().zip(before).take_while(|(a, b)| a == b).count();
        let mut start = String::new();
        for (depth, step) in value.path.iter().enumerate().skip(shared) {
            if start.is_empty() {
                start = "  ".repeat(depth);
            }
            if step.starts_with('[') {
                start += "- ";
                continue;
            }
            start += &format!("{}:", scalar(&Json::from(step.as_str())));
            if depth + 1 < value.path.len() {
                lines.push((std::mem::take(&mut start), String::new()));
            } else {
                start.push(' ');
            }
        }
        lines.push((start + &scalar(&value.value), origin(value)));
        before = &value.path;
    }
    let width = lines.iter().map(|(line, _)| line.chars().count()).filter(|width| *width <= 60).max().unwrap_or(0);
    let mut text = String::new();
    for (line, origin) in lines {
        let line = if origin.is_empty() { line } else { format!("{line:width$}  # {origin}") };
        text += &line;
        text.push('\n');
    }
    text
}

fn origin(value: &Effective) -> String {
    let from = match &value.from {
        Some(from) => format!("from {}:{}", from.file, from.line),
        None => "default".to_owned(),
    };
    if value.locked { from + ", locked" } else { from }
}

/// A scalar as YAML: texts are plain where that is the same text.
fn scalar(value: &Json) -> String {
    let Some(text) = value.as_str() else { return value.to_string() };
    let letters = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || " ._/-".contains(c));
    let is_word = text.starts_with(|c: char| c.is_ascii_alphabetic()) && letters(text) && !text.ends_with(' ');
    let is_other = ["true", "false", "null", "yes", "no"].iter().any(|word| text.eq_ignore_ascii_case(word));
    if is_word && !is_other { text.to_owned() } else { value.to_string() }
}

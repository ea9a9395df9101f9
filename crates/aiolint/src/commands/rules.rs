//! `aiolint rules list` and `aiolint rules test`

use aiolint_engine::rules::run_examples;
use aiolint_project::{Configuration, Request};
use serde::Serialize;

use crate::arguments::{ListFormat, Rules, RulesCommand};
use crate::failure::Failure;
use crate::{CLEAN, FINDINGS, Io, rules};

/// The version of the JSON list; members may be added to it.
const LIST_VERSION: u32 = 1;

#[derive(Serialize)]
struct List<'r> {
    version: u32,
    rules: Vec<Item<'r>>,
}

#[derive(Serialize)]
struct Item<'r> {
    id: &'r str,
    name: &'r str,
    severity: &'static str,
    pack: &'static str,
    default: bool,
    summary: &'r str,
    constraints: &'r [String],
    source: &'r str,
    url: Option<&'r str>,
    since: &'r str,
}

pub(crate) fn run(command: &Rules, io: &mut Io<'_>) -> Result<u8, Failure> {
    match &command.command {
        RulesCommand::List { rules, format } => list(rules.as_deref(), *format, io),
        RulesCommand::Test { folder } => test(folder.as_deref(), io),
    }
}

fn list(own: Option<&std::path::Path>, format: ListFormat, io: &mut Io<'_>) -> Result<u8, Failure> {
    let configuration = Configuration::of(&Request { folder: io.folder.clone(), ..Request::default() })?;
    let pack = rules::load(&io.folder, &rules::folders(&io.folder, own, &configuration))?;
    let items = pack.rules.iter().map(|rule| Item {
        id: &rule.id,
        name: &rule.name,
        severity: rule.severity().name(),
        pack: rule.pack.name(),
        default: rule.enabled,
        summary: &rule.summary,
        constraints: &rule.constraints,
        source: &rule.source,
        url: rule.url.as_deref(),
        since: &rule.since,
    });
    match format {
        ListFormat::Json => {
            let list = List { version: LIST_VERSION, rules: items.collect() };
            write!(io.stdout, "{}", aiolint_report::json_text(&list)?)?;
        }
        ListFormat::Text => {
            for item in items {
                writeln!(io.stdout, "{:<7} {:<8} {:<30} {}", item.id, item.severity, item.name, item.summary)?;
            }
        }
    }
    Ok(CLEAN)
}

fn test(folder: Option<&std::path::Path>, io: &mut Io<'_>) -> Result<u8, Failure> {
    let compiled = match folder {
        Some(folder) => rules::compile(&io.folder, &[rules::Folder::named(folder)])?,
        None => aiolint_rules::sources().compile().map_err(Failure::Rules)?,
    };
    let failures = run_examples(&compiled.pack, &compiled.examples);
    let count = |number: usize, what: &str| if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") };
    let (rules, examples) = (compiled.pack.rules.len(), compiled.examples.len());
    let outcome = match failures.len() {
        0 => "all hold".to_owned(),
        1 => "1 does not hold".to_owned(),
        several => format!("{several} do not hold"),
    };
    writeln!(io.stdout, "{}, {}: {outcome}", count(rules, "rule"), count(examples, "example"))?;
    if failures.is_empty() {
        return Ok(CLEAN);
    }
    io.stdout.flush()?;
    write!(io.stderr, "{}", Failure::Rules(failures))?;
    Ok(FINDINGS)
}

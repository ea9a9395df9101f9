//! `cargo xtask slips FOLDER…`: one token of a clean Bicep file is deleted, doubled, swapped, replaced or added.
//! The first error should be on the line of the slip, and no other statement may be lost.

mod damage;
mod tokens;

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use aiolint_bicep::syntax::ast::{Declaration, Statement};
use aiolint_bicep::syntax::{Dialect, Syntax, parse};

use crate::{Outcome, repository, table};
pub(crate) use damage::Random;
use damage::{Damage, KINDS, Slip};

/// So much of a hundred must be on the slip's line.
const LEAST_ON_LINE: usize = 90;

/// So many slips are tried for each one that is wanted: some are no errors.
const TRIES: usize = 20;

/// What is asked for.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Folders with Bicep files.
    #[arg(required = true)]
    folders: Vec<PathBuf>,
    /// How many slips that are errors.
    #[arg(long, default_value_t = 500)]
    count: usize,
    /// Where the random numbers start.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Write the damaged file of every miss to this folder.
    #[arg(long)]
    keep: Option<PathBuf>,
}

/// A file without errors.
struct Clean {
    path: String,
    text: String,
    statements: Vec<Statement>,
}

/// What came of a slip.
struct Judged {
    slip: Slip,
    path: String,
    text: String,
    on_line: bool,
    /// What was said first, after `line:`.
    said: String,
    lost: Vec<String>,
}

/// How many slips of a kind there were.
#[derive(Clone, Copy, Default)]
struct Counts {
    slips: usize,
    on_line: usize,
    lost: usize,
}

pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let files = clean_files(&arguments.folders)?;
    if files.is_empty() {
        return Err("there is no Bicep file without errors".into());
    }
    let mut random = Random::new(arguments.seed);
    let (mut judged, mut legal) = (Vec::new(), 0);
    for _ in 0..arguments.count.saturating_mul(TRIES) {
        if judged.len() == arguments.count {
            break;
        }
        let file = &files[random.below(files.len())];
        let Some(damage) = damage::make(&file.text, &mut random) else { continue };
        match judge(file, damage) {
            Some(one) => judged.push(one),
            None => legal += 1,
        }
    }
    let total = print(&judged);
    println!("\n{legal} more slips were no errors");
    if let Some(folder) = &arguments.keep {
        keep(folder, &judged)?;
    }
    match total.on_line * 100 >= LEAST_ON_LINE * total.slips && total.lost == 0 {
        true => Ok(()),
        false => Err(format!("less than {LEAST_ON_LINE} % on the line of the slip, or a healthy statement lost")),
    }
}

fn clean_files(folders: &[PathBuf]) -> Result<Vec<Clean>, String> {
    let mut files = Vec::new();
    for folder in folders {
        for path in repository::files(folder).iter().filter(|path| repository::ends_in(path, &["bicep"])) {
            let bytes = fs::read(path).map_err(|error| format!("can't read {}: {error}", path.display()))?;
            let Ok(text) = String::from_utf8(bytes) else { continue };
            let text = text.trim_start_matches('\u{feff}').to_owned();
            let syntax = parse(&text, Dialect::Template);
            if syntax.errors.is_empty() && !syntax.statements.is_empty() {
                let path = path.strip_prefix(folder).unwrap_or(path).display().to_string();
                files.push(Clean { path, text, statements: syntax.statements });
            }
        }
    }
    Ok(files)
}

/// What is said of a damaged file; `None` if it is no error.
fn judge(file: &Clean, damage: Damage) -> Option<Judged> {
    let Damage { slip, text } = damage;
    let Syntax { statements, errors } = parse(&text, Dialect::Template);
    let first = errors.first()?;
    let line_of = |text: &str, at: usize| text[..at].matches('\n').count() + 1;
    let at = line_of(&text, first.span.range().start);
    let lines = slip.places.iter().map(|place| line_of(&file.text, *place)).collect::<Vec<_>>();
    let mut left: BTreeMap<String, usize> = BTreeMap::new();
    for statement in &statements {
        *left.entry(title(statement)).or_default() += 1;
    }
    let damaged = |statement: &&Statement| {
        slip.places.iter().any(|place| statement.span.range().contains(place) || statement.span.range().end == *place)
    };
    let mut lost = Vec::new();
    for statement in file.statements.iter().filter(|statement| !damaged(statement)) {
        match left.get_mut(&title(statement)).filter(|count| **count > 0) {
            Some(count) => *count -= 1,
            None => lost.push(title(statement)),
        }
    }
    let said = format!("{at}: {}", first.message);
    Some(Judged { on_line: lines.contains(&at), said, lost, path: file.path.clone(), text, slip })
}

/// The kind and the name of a statement.
fn title(statement: &Statement) -> String {
    let (kind, name) = match &statement.declaration {
        Declaration::TargetScope(_) => ("targetScope", None),
        Declaration::Metadata(name, _) => ("metadata", Some(name)),
        Declaration::Parameter(parameter) => ("param", Some(&parameter.name)),
        Declaration::Variable(name, _) => ("var", Some(name)),
        Declaration::Type(name, _) => ("type", Some(name)),
        Declaration::Function(function) => ("func", Some(&function.name)),
        Declaration::Resource(resource) => ("resource", Some(&resource.name)),
        Declaration::Module(module) => ("module", Some(&module.name)),
        Declaration::Output(name, _) => ("output", Some(name)),
        Declaration::Import(import) => ("import", import.names.first().map(|(name, _)| name)),
        Declaration::Extension(name) => ("extension", name.as_ref()),
        Declaration::Using(_) => ("using", None),
        Declaration::Extends(_) => ("extends", None),
        Declaration::Other => ("other", None),
    };
    format!("{kind} {}", name.map_or("", |name| name.text.as_ref()))
}

/// Prints the misses and the table; gives the sum.
fn print(judged: &[Judged]) -> Counts {
    for one in judged.iter().filter(|one| !one.on_line || !one.lost.is_empty()) {
        let line = one.slip.line;
        println!("{}:{line}: {}\n    said at {}", one.path, one.slip.what, one.said);
        if !one.lost.is_empty() {
            println!("    lost: {}", one.lost.join(", "));
        }
    }
    let mut total = Counts::default();
    let mut rows = Vec::new();
    let row = |name: &str, counts: Counts| {
        let share = (counts.on_line * 1000).checked_div(counts.slips).unwrap_or(0);
        let share = format!("{}.{} %", share / 10, share % 10);
        vec![name.to_owned(), counts.slips.to_string(), counts.on_line.to_string(), share, counts.lost.to_string()]
    };
    for kind in KINDS {
        let mut counts = Counts::default();
        for one in judged.iter().filter(|one| one.slip.kind == kind) {
            for sum in [&mut counts, &mut total] {
                sum.slips += 1;
                sum.on_line += usize::from(one.on_line);
                sum.lost += one.lost.len();
            }
        }
        rows.push(row(kind.name(), counts));
    }
    rows.push(row("all", total));
    println!();
    table::print(&["slip", "errors", "on its line", "share", "statements lost"], &rows);
    total
}

fn keep(folder: &PathBuf, judged: &[Judged]) -> Outcome {
    let wrong = |error| format!("can't write to {}: {error}", folder.display());
    fs::create_dir_all(folder).map_err(wrong)?;
    for (number, one) in judged.iter().filter(|one| !one.on_line || !one.lost.is_empty()).enumerate() {
        fs::write(folder.join(format!("{number:03}-{}.bicep", one.slip.line)), &one.text).map_err(wrong)?;
    }
    Ok(())
}

//! `aiolint fix [PATH…]`: mends what can be mended. `aiolint check --fix` does it too.

use std::io;
use std::path::Path;

use aiolint_core::{KeyText, Report, at_line_start, printable};
use aiolint_engine::world::Settings;
use aiolint_project::{Choice, Fixed, FixedFile, Request, Workspace, replace};
use similar::TextDiff;

use super::check::inputs;
use crate::arguments::Fix;
use crate::failure::Failure;
use crate::project::{Project, tell};
use crate::{CLEAN, FINDINGS, Io, date};

pub(crate) fn run(fix: &Fix, io: &mut Io<'_>) -> Result<u8, Failure> {
    let (paths, stdin) = inputs(&fix.paths, fix.stdin_filename.as_deref(), io)?;
    if stdin.is_some() && !paths.is_empty() {
        return Err(Failure::Usage("`-` stands alone: its text goes to standard output"));
    }
    let text = stdin.as_ref().map(|stdin| stdin.bytes.clone());
    let request = Request { folder: io.folder.clone(), paths, stdin, isolated: fix.isolated, ..Request::default() };
    let choice = Choice { select: &fix.select, ignore: &fix.ignore, today: &date::today(None) };
    let project = Project::of(&request, fix.rules.as_deref(), choice)?;
    tell(project.problems.len(), io)?;
    let (mut workspace, _) = project.open(&request, Settings::default())?;
    let fixed = workspace.fix(fix.unsafe_fixes);
    if fix.diff {
        fixed.files.iter().try_for_each(|file| diff(file, io))?;
        return Ok(if fixed.files.is_empty() { CLEAN } else { FINDINGS });
    }
    match text {
        Some(before) => io.stdout.write_all(&after(&before, fixed.files.first()))?,
        None => {
            write_files(&fixed, &io.folder)?;
            write!(io.stdout, "{}", told(&fixed, fix.unsafe_fixes))?;
        }
    }
    Ok(CLEAN)
}

/// Applies fixes and writes the files. Gives what is left, and what was done.
pub(super) fn mend(workspace: &mut Workspace, unsafe_too: bool, folder: &Path) -> Result<(Report, String), Failure> {
    let fixed = workspace.fix(unsafe_too);
    write_files(&fixed, folder)?;
    let done = if fixed.applied.is_empty() { String::new() } else { told(&fixed, unsafe_too) };
    Ok((fixed.report, done))
}

/// Writes all files that can be written; tells of the first one that can't.
fn write_files(fixed: &Fixed, folder: &Path) -> Result<(), Failure> {
    let mut failure = None;
    for file in &fixed.files {
        if let Err(error) = replace(&folder.join(&*file.shown), &file.before, &file.after) {
            failure.get_or_insert_with(|| format!("can't change `{}`: {error}", file.shown));
        }
    }
    failure.map_or(Ok(()), |words| Err(Failure::Io(io::Error::other(words))))
}

/// What was done, in a line for each fix, and how much in all.
fn told(fixed: &Fixed, unsafe_too: bool) -> String {
    let mut told = String::new();
    for applied in &fixed.applied {
        let path = at_line_start(&applied.shown);
        let line = format!("{path}: {} ({} {})", applied.title, applied.rule.id, applied.rule.name);
        told += &format!("{}\n", printable(&line).replace('\n', " "));
    }
    let count = |number: usize, one: &str| format!("{number} {one}{}", if number == 1 { "" } else { "es" });
    let files = fixed.files.len();
    let files = format!("{files} file{}", if files == 1 { "" } else { "s" });
    let more = match fixed.withheld() {
        0 => String::new(),
        _ if unsafe_too => String::new(),
        withheld => format!("; {withheld} more with --unsafe-fixes"),
    };
    told + &format!("{} in {files}{more}\n", count(fixed.applied.len(), "fix"))
}

/// The text of standard input after the fixes; its byte order mark stays.
fn after(before: &[u8], file: Option<&FixedFile>) -> Vec<u8> {
    let Some(file) = file else { return before.to_vec() };
    let mark: &[u8] = if before.starts_with(b"\xef\xbb\xbf") { b"\xef\xbb\xbf" } else { b"" };
    [mark, file.after.as_bytes()].concat()
}

/// The difference, in the unified format. What no output may show is covered there too.
fn diff(file: &FixedFile, io: &mut Io<'_>) -> io::Result<()> {
    let (before, after) = (KeyText::default().mask(&file.before), KeyText::default().mask(&file.after));
    let diff = TextDiff::from_lines(&*before, &*after);
    let text = diff.unified_diff().context_radius(3).header(&file.shown, &file.shown).to_string();
    match io.terminal {
        true => write!(io.stdout, "{}", printable(&text.replace("\r\n", "\n"))),
        false => write!(io.stdout, "{text}"),
    }
}

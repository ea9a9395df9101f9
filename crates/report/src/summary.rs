//! The line that ends the human formats.

use std::io::{self, Write};

use aiolint_core::Report;

use crate::positions::{Positions, Unit};
use crate::{Options, leading_path, words};

/// `2 errors, 1 warning, 3 notes in 5 resources of 2 files; 1 check undecided`
pub(crate) fn write(report: &Report, options: Options, out: &mut dyn Write) -> io::Result<()> {
    if options.undecided {
        let positions = Positions::new(report);
        for check in &report.undecided {
            let Some(source) = positions.source(check.location) else { continue };
            let at = positions.start(check.location, Unit::Characters);
            let (rule, state) = (&check.rule.name, if check.applies { "undecided" } else { "may apply" });
            let (shown, reason) = (leading_path(source), words(&check.reason));
            let resource = words(&check.resource.to_string());
            write!(out, "{shown}:{}:{}: {state}: {rule} of {resource}: {reason}", at.line, at.column)?;
            let elsewhere = check.unknown.filter(|unknown| *unknown != check.location);
            if let Some((unknown, source)) = elsewhere.and_then(|at| Some((at, positions.source(at)?))) {
                let at = positions.start(unknown, Unit::Characters);
                write!(out, " ({}:{}:{})", words(&source.shown), at.line, at.column)?;
            }
            writeln!(out)?;
        }
    }
    if options.quiet {
        return Ok(());
    }
    writeln!(out, "{}", line(report, options))
}

/// The line itself.
pub(crate) fn line(report: &Report, options: Options) -> String {
    let counts = report.summary;
    let mut line = format!(
        "{}, {}, {} in {} of {}",
        count(counts.errors, "error"),
        count(counts.warnings, "warning"),
        count(counts.notes, "note"),
        count(counts.resources, "resource"),
        count(counts.files, "file"),
    );
    if counts.suppressed > 0 {
        line += &format!("; {} suppressed", counts.suppressed);
    }
    if counts.undecided > 0 {
        line += &format!("; {} undecided", count(counts.undecided, "check"));
        if !options.undecided {
            line += " (--show-undecided says why)";
        }
    }
    if counts.skipped > 0 && counts.files == 0 {
        line += &format!("; {} skipped: no Kubernetes manifest", count(counts.skipped, "file"));
    }
    line
}

fn count(number: usize, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}

//! The line that ends the human formats.

use std::io::{self, Write};

use aiolint_core::Report;

use crate::Options;

/// `2 errors, 1 warning, 3 notes in 5 resources of 2 files; 1 check undecided`
pub(crate) fn write(report: &Report, options: Options, out: &mut dyn Write) -> io::Result<()> {
    if options.undecided {
        for check in &report.undecided {
            let Some(source) = report.source(check.location) else { continue };
            let at = source.position(check.location.span.start, aiolint_core::Encoding::Utf32);
            let (rule, state) = (&check.rule.name, if check.applies { "undecided" } else { "may apply" });
            let reason = aiolint_core::printable(&check.reason);
            let shown = aiolint_core::printable(&source.shown);
            let resource = check.resource.to_string();
            let resource = aiolint_core::printable(&resource);
            writeln!(out, "{shown}:{}:{}: {state}: {rule} of {resource}: {reason}", at.line, at.column)?;
        }
    }
    if options.quiet {
        return Ok(());
    }
    let counts = report.summary;
    let mut line = format!(
        "{}, {}, {} in {} of {}",
        count(counts.errors, "error"),
        count(counts.warnings, "warning"),
        count(counts.notes, "note"),
        count(counts.resources, "resource"),
        count(counts.files, "file"),
    );
    if counts.undecided > 0 {
        line += &format!("; {} undecided", count(counts.undecided, "check"));
        if !options.undecided {
            line += " (--show-undecided says why)";
        }
    }
    if counts.skipped > 0 && counts.files == 0 {
        line += &format!("; {} skipped: no Kubernetes manifest", count(counts.skipped, "file"));
    }
    writeln!(out, "{line}")
}

fn count(number: usize, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}

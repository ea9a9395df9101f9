//! Logging commands of Azure Pipelines: issues of the run.
//!
//! The form is that of Azure's documentation, "Logging commands". It has errors and warnings; notes are lines of the
//! log.

use std::io::{self, Write};

use aiolint_core::{Report, Severity, printable};

use crate::positions::Positions;
use crate::{Options, leading_path, placed, words};

pub(crate) fn write(report: &Report, options: Options, out: &mut dyn Write) -> io::Result<()> {
    let positions = Positions::new(report);
    for (finding, source, at) in placed(report, options, &positions) {
        let message = words(&finding.message);
        let level = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => {
                let path = leading_path(source);
                writeln!(out, "{path}:{}:{}: note[{}] {message}", at.line, at.column, finding.rule.id)?;
                continue;
            }
        };
        let (path, code) = (value(&source.shown), value(&finding.rule.id));
        let help = finding.help.as_ref().map(|help| format!(" ({})", words(help))).unwrap_or_default();
        writeln!(
            out,
            "##vso[task.logissue type={level};sourcepath={path};linenumber={};columnnumber={};code={code};]{}",
            at.line,
            at.column,
            text(&format!("{message}{help}")),
        )?;
    }
    Ok(())
}

fn text(text: &str) -> String {
    printable(&text.replace('%', "%AZP25").replace('\r', "%0D").replace('\n', "%0A")).into_owned()
}

fn value(words: &str) -> String {
    text(words).replace(']', "%5D").replace(';', "%3B")
}

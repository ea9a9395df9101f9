//! A line for each finding: `file:line:column: severity[ID] message`.

use std::io::{self, Write};

use aiolint_core::{Encoding, Report, printable};

use crate::{Options, shown, summary};

pub(crate) fn write(report: &Report, options: Options, out: &mut dyn Write) -> io::Result<()> {
    for finding in shown(report, options) {
        let location = finding.primary.location;
        let Some(source) = report.source(location) else { continue };
        let at = source.position(location.span.start, Encoding::Utf32);
        writeln!(
            out,
            "{}:{}:{}: {}[{}] {} ({})",
            printable(&source.shown),
            at.line,
            at.column,
            finding.severity,
            finding.rule.id,
            printable(&one_line(&finding.message)),
            finding.rule.name,
        )?;
    }
    summary::write(report, options, out)
}

fn one_line(text: &str) -> String {
    text.replace(['\n', '\r'], " ")
}

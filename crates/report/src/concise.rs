//! A line for each finding: `file:line:column: severity[ID] message`.

use std::io::{self, Write};

use aiolint_core::Report;

use crate::positions::Positions;
use crate::{Options, leading_path, placed, summary, words};

pub(crate) fn write(report: &Report, options: Options, out: &mut dyn Write) -> io::Result<()> {
    let positions = Positions::new(report);
    for (finding, source, at) in placed(report, options, &positions) {
        writeln!(
            out,
            "{}:{}:{}: {}[{}] {} ({})",
            leading_path(source),
            at.line,
            at.column,
            finding.severity,
            finding.rule.id,
            words(&finding.message),
            finding.rule.name,
        )?;
    }
    summary::write(report, options, out)
}

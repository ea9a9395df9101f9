//! A line for each finding: `file:line:column: severity[ID] message`.

use std::io::{self, Write};

use aiolint_core::Report;

use crate::positions::{Positions, Unit};
use crate::{Options, shown, summary, words};

pub(crate) fn write(report: &Report, options: Options, out: &mut dyn Write) -> io::Result<()> {
    let positions = Positions::new(report);
    for finding in shown(report, options) {
        let location = finding.primary.location;
        let Some(source) = positions.source(location) else { continue };
        let at = positions.start(location, Unit::Characters);
        writeln!(
            out,
            "{}:{}:{}: {}[{}] {} ({})",
            words(&source.shown),
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

//! `cargo xtask coverage`: which rows of rules/constraints.tsv have rules.

use std::collections::BTreeSet;

use crate::{Outcome, repository, table};

const TABLE: &str = "rules/constraints.tsv";

struct Row<'t> {
    id: &'t str,
    family: &'t str,
    statement: &'t str,
}

pub(crate) fn run(missing: bool) -> Outcome {
    let text = repository::read(&repository::root().join(TABLE))?;
    let rows = rows(&text)?;
    let rules = aiolint_rules::pack().rules;
    let named: BTreeSet<&str> = rules.iter().flat_map(|rule| &rule.constraints).map(String::as_str).collect();
    let covered = |row: &&Row<'_>| named.contains(row.id);
    let mut families: Vec<&str> = rows.iter().map(|row| row.family).collect();
    families.dedup();
    let mut lines = Vec::new();
    for family in families {
        let of_it = || rows.iter().filter(|row| row.family == family);
        lines.push(vec![family.to_owned(), format!("{} of {}", of_it().filter(covered).count(), of_it().count())]);
    }
    lines.push(vec!["all".to_owned(), format!("{} of {}", rows.iter().filter(covered).count(), rows.len())]);
    table::print(&["family", "with rules"], &lines);
    if missing {
        println!();
        rows.iter().filter(|row| !covered(row)).for_each(|row| println!("{}  {}", row.id, row.statement));
    }
    let wrong = rules.iter().flat_map(|rule| rule.constraints.iter().map(move |constraint| (rule, constraint)));
    let wrong = wrong.filter(|(_, constraint)| !rows.iter().any(|row| row.id == constraint.as_str()));
    let wrong: Vec<_> = wrong.map(|(rule, constraint)| format!("{} names {constraint}", rule.name)).collect();
    if wrong.is_empty() { Ok(()) } else { Err(format!("{TABLE} has no such rows: {}", wrong.join(", "))) }
}

fn rows(text: &str) -> Result<Vec<Row<'_>>, String> {
    // The first line is the heads.
    let lines = (1..).zip(text.lines()).skip(1);
    let row = |(number, line): (usize, _)| match str::split(line, '\t').collect::<Vec<_>>()[..] {
        [id, family, statement, _, _] => Ok(Row { id, family, statement }),
        _ => Err(format!("{TABLE}:{number}: a row has five cells")),
    };
    lines.map(row).collect()
}

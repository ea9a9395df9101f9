//! The examples of the built-in rules are their tests, and their constraints are rows of the table.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use aiolint_engine::rules::run_examples;

#[test]
fn every_example_of_every_rule_holds() {
    let compiled = aiolint_rules::sources().compile().expect("the build has compiled them");
    assert!(
        compiled.examples.len() > compiled.pack.rules.len(),
        "each rule has at least two, the undemonstrable ones one"
    );
    let failures = run_examples(&compiled.pack, &compiled.examples);
    let all = failures.iter().fold(String::new(), |mut all, failure| {
        let _ = writeln!(all, "{failure}");
        all
    });
    assert!(failures.is_empty(), "\n{all}");
}

#[test]
fn every_constraint_of_a_rule_is_a_row_of_the_table() {
    let table = include_str!("../../../rules/constraints.tsv");
    let rows: BTreeSet<_> = table.lines().skip(1).filter_map(|line| line.split('\t').next()).collect();
    for rule in aiolint_rules::pack().rules {
        for constraint in &rule.constraints {
            assert!(rows.contains(constraint.as_str()), "{}: there is no row {constraint}", rule.name);
        }
    }
}

#[test]
fn the_embedded_pack_is_what_the_sources_compile_to() {
    let compiled = aiolint_rules::sources().compile().expect("the build has compiled them");
    assert_eq!(compiled.pack.to_bytes(), aiolint_rules::pack().to_bytes());
}

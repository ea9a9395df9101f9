//! The examples of the built-in rules are their tests, and their constraints are rows of the table.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use aiolint_core::Language;
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

/// The native rules with fixes, and the languages that can have what they mend.
const NATIVE: [(&str, &[Language]); 6] = [
    ("bare-identifier", &[Language::Bicep]),
    ("missing-braces", &[Language::Bicep]),
    ("wrong-type", &[Language::Yaml, Language::Bicep]),
    ("enum-value-unknown", &[Language::Yaml, Language::Bicep]),
    ("unknown-property", &[Language::Yaml, Language::Bicep]),
    // Manifests may leave out what it adds.
    ("required-property-missing", &[Language::Bicep]),
];

#[test]
fn every_rule_with_a_fix_shows_what_it_makes_in_both_languages() {
    let compiled = aiolint_rules::sources().compile().expect("the build has compiled them");
    let of_steps = compiled.pack.rules.iter().filter(|rule| rule.checks.iter().any(|check| !check.fix.is_empty()));
    let of_steps = of_steps.map(|rule| match rule.name.as_str() {
        // Bicep has no versions of manifests.
        "obsolete-manifest-version" => (rule.name.as_str(), &[Language::Yaml][..]),
        name => (name, &[Language::Yaml, Language::Bicep][..]),
    });
    for (rule, languages) in of_steps.chain(NATIVE) {
        let examples: Vec<_> = compiled.examples.iter().filter(|example| example.rule == rule).collect();
        for language in languages {
            let in_language = |(file, _): &(usize, String), files: &[(String, String, Vec<_>)]| {
                files[*file].0.ends_with(if *language == Language::Bicep { ".bicep" } else { ".yaml" })
            };
            let is_shown = examples.iter().any(|it| it.fixed.iter().any(|fixed| in_language(fixed, &it.files)));
            assert!(is_shown, "{rule} shows no `fixed` example in {}", language.name());
        }
    }
}

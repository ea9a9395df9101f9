//! The verification of invented types: all ways of mutating are there, and a schema that is not what its types say is
//! noticed.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

use aiolint_engine::pack::{Pack, Sources};
use aiolint_engine::schema::{Library, compile};

use super::analyse::RULES;
use super::mutation::What;
use super::{Totals, types, verify};
use crate::generate::schemas;
use crate::repository;

const TRAY: &str = "
kind: Tray
title: tray
kubernetes: kitchen.contoso.com/Tray
arm: Contoso.Kitchen/ovens/trays
manifests:
  versions: { v1: since 2025-06-01, v1beta1: always }
lenient:
  - slots[].position
";

/// The ways of mutating that only Azure resources have: no manifest stands for a version with newer ones, there is
/// nothing that only those have which are too old for it, and the case of values does not count.
const ONLY_AZURE: [What; 2] = [What::OfNewerVersion, What::ValueInOtherCase];

static SCHEMAS: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let schemas = schemas::schemas(&folder(), |name| name.starts_with("Contoso.")).expect("the types are right");
    schemas.into_iter().collect()
});

fn folder() -> PathBuf {
    repository::root().join("xtask/src/verify/invented")
}

/// The rules that are verified and those that say what can't be read, with an invented kind and these schemas.
fn pack(schemas: &[(String, String)]) -> Arc<Pack> {
    let mut rules = aiolint_rules::sources().rules;
    rules.retain(|(path, _)| {
        let name = path.rsplit('/').next().unwrap_or_default().trim_end_matches(".md");
        RULES.contains(&name) || path.contains("/source/")
    });
    let embedded: Vec<(&str, &[u8])> = schemas
        .iter()
        .map(|(name, text)| {
            let schema = compile("schema.yaml", text).expect("the schema is right");
            let bytes: &'static [u8] = schema.to_bytes().expect("it can be encoded").leak();
            (&*name.clone().leak(), bytes)
        })
        .collect();
    let schemas = Library::embedded(embedded.leak());
    let sources = Sources { kinds: vec![("tray.yaml".into(), TRAY.into())], rules, schemas };
    Arc::new(sources.compile().expect("they are right").pack)
}

fn verified(schemas: &[(String, String)]) -> Totals {
    let bodies = types::read(&folder(), |name| name.starts_with("Contoso.")).expect("the types are right");
    verify(&bodies, pack(schemas)).expect("the texts are known")
}

#[test]
fn each_way_of_mutating_is_found_where_it_is_and_nothing_in_what_is_valid() {
    let totals = verified(&SCHEMAS);
    assert_eq!(totals.mismatches, []);
    assert_eq!((totals.types.len(), totals.pairs), (2, [6, 2]));
    let ways: BTreeSet<_> = What::ALL.into_iter().collect();
    assert_eq!(totals.mutations.keys().copied().collect::<BTreeSet<_>>(), ways);
    for (what, [bicep, yaml]) in &totals.mutations {
        assert!(bicep[0] > 0, "{what:?}");
        assert_eq!(yaml[0] > yaml[1], !ONLY_AZURE.contains(what), "{what:?} in manifests: {yaml:?}");
    }
}

/// What the verification of trays says if their schema has these texts in the place of others.
fn changed(changes: &[(&str, &str)]) -> BTreeSet<String> {
    let is_tray = |name: &str| name.ends_with("/trays");
    let (name, mut tray) = SCHEMAS.iter().find(|(name, _)| is_tray(name)).expect("there is one").clone();
    for (from, to) in changes {
        assert_eq!(tray.matches(from).count(), 1, "{from:?} stands once in\n{tray}");
        tray = tray.replace(from, to);
    }
    let bodies = types::read(&folder(), is_tray).expect("the types are right");
    let totals = verify(&bodies, pack(&[(name, tray)])).expect("the texts are known");
    totals.mismatches.into_iter().map(|(title, _)| title).collect()
}

#[test]
fn a_schema_that_says_less_than_the_types_is_noticed_in_what_is_wrong() {
    let changes = [
        ("range: 0..600", "range: ..601", &[What::TooSmall, What::TooGreat][..]),
        ("length: 2..12", "length: 1..13", &[What::TooShort, What::TooLong]),
        ("length: 1..4", "length: 0..5", &[What::TooFew, What::TooMany]),
        (", pattern: '^[0-9]+[KMGTPE]$'", "", &[What::OtherForm]),
        ("surface: { read-only: always", "surface: { write-only: always", &[What::ReadOnly]),
        ("label: { required: always,", "label: {", &[What::Dropped]),
        ("clean: { type: bool }", "clean: { type: any }", &[What::OtherType, What::Quoted]),
        ("depth: { type: int }", "depth: { type: any }", &[What::Fraction]),
        ("Round: since 2026-01-01", "Round: since 2025-06-01", &[What::ValueOfOtherVersion]),
        ("sensors: { in: since 2026-01-01,", "sensors: { in: since 2025-06-01,", &[What::OfNewerVersion]),
        ("enamel: { in: until 2025-01-01-preview,", "enamel: {", &[What::OfOlderVersion]),
    ];
    let noticed = changed(&changes.map(|(from, to, _)| (from, to)));
    let expected: BTreeSet<_> =
        changes.iter().flat_map(|(.., ways)| *ways).map(|what| what.title().to_owned()).collect();
    assert_eq!(noticed, expected);
}

#[test]
fn a_schema_that_says_more_than_the_types_is_noticed_in_what_is_valid() {
    for change in [
        ("range: 0..600", "range: 0..599"),
        ("length: 2..12", "length: 3..12"),
        ("depth: { type: int }", "depth: { required: always, type: int }"),
    ] {
        assert!(changed(&[change]).contains("a valid resource"), "{change:?}");
    }
}

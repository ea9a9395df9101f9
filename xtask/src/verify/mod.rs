//! `cargo xtask gen schemas --from FOLDER --verify`: whether the rules say of every resource type, in all of its API
//! versions, what the types say. For each there are valid resources, in which nothing may be found, and single
//! mutations of them, in each of which the one rule must find the one place. All of that is made from the types, by
//! a reader of their own: neither the schemas nor what generates them has a part in it.

mod analyse;
mod manifests;
mod mutate;
mod mutation;
mod resource;
#[cfg(test)]
mod tests;
mod texts;
mod types;
mod write;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use aiolint_engine::pack::Pack;
use rayon::prelude::*;

use crate::{Outcome, table};
use analyse::{Analysis, Form};
use mutate::{History, Mutator};
use mutation::{Change, Mutation, Place, What};
use resource::{Data, Size, make, rounds};
use types::{Bodies, Type};

/// These resource types, and all that are within them.
const VERIFIED: [&str; 4] = [
    "Microsoft.EventGrid/namespaces",
    "Microsoft.IoTOperations/instances",
    "Microsoft.SecretSyncController/azureKeyVaultSecretProviderClasses",
    "Microsoft.SecretSyncController/secretSyncs",
];

/// So many mismatches are shown; the others are counted.
const MOST_SHOWN: usize = 25;

/// An API version that is none, and one like a manifest's.
const UNKNOWN_VERSION: [&str; 2] = ["2024-02-30", "version1"];

pub(crate) fn run(from: &Path) -> Outcome {
    let is_verified = |name: &str| {
        VERIFIED
            .iter()
            .any(|known| name.strip_prefix(known).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
    };
    let bodies = types::read(from, is_verified)?;
    let pack = Arc::new(aiolint_rules::pack());
    let unread: Vec<_> = pack.schemas.types().filter(|name| !bodies.contains_key(*name)).collect();
    if !unread.is_empty() {
        return Err(format!("{} has no types of {}", from.display(), unread.join(", ")));
    }
    let start = Instant::now();
    let totals = verify(&bodies, pack)?;
    totals.print();
    println!("{:.1} s", start.elapsed().as_secs_f64());
    match totals.mismatches.len() {
        0 => Ok(()),
        count => Err(format!("{count} findings are not what the types say")),
    }
}

/// What came of it.
#[derive(Default)]
struct Totals {
    types: BTreeSet<String>,
    /// Pairs of a resource type and an API version, and of a kind and a manifest's version.
    pairs: [usize; 2],
    /// Valid resources, in Bicep and in YAML.
    valid: [usize; 2],
    /// Mutations, in Bicep and in YAML: all, and those of which nothing may be found, since another of the versions that
    /// a manifest's stands for allows it.
    mutations: BTreeMap<What, [[usize; 2]; 2]>,
    mismatches: Vec<(String, String)>,
}

fn verify(bodies: &Bodies, pack: Arc<Pack>) -> Result<Totals, String> {
    let analysis = Analysis::new(pack)?;
    let types: Vec<_> = bodies.iter().collect();
    let of_types = types.par_iter().map(|(name, versions)| {
        let numbers: Vec<_> = (0..versions.len()).collect();
        let azure = numbers.par_iter().map(|number| azure(&analysis, name, versions, *number));
        let azure = azure.try_reduce(Totals::default, |a, b| Ok(a.and(b)))?;
        Ok(azure.and(manifests::all(&analysis, name, versions)?))
    });
    of_types.try_reduce(Totals::default, |a, b| Ok(a.and(b)))
}

/// Verifies one API version of a resource type, in Bicep.
fn azure(analysis: &Analysis, name: &str, versions: &BTreeMap<String, Type>, number: usize) -> Result<Totals, String> {
    let Some((version, body)) = versions.iter().nth(number) else { return Ok(Totals::default()) };
    let form = Form::Bicep { resource_type: name.to_owned(), version: version.clone() };
    let mut totals = Totals { types: [name.to_owned()].into(), pairs: [1, 0], ..Totals::default() };
    let history = History::new(versions.values());
    let mut mutator = Mutator { history: &history, version: number, done: BTreeSet::new(), found: Vec::new() };
    mutator.found.push(unknown_version(UNKNOWN_VERSION[0]));
    for (size, round) in resources(body) {
        let data = make(body, size, round)?;
        if !totals.is_valid(analysis, &form, &data) {
            continue;
        }
        mutator.value(body, &data, "", "")?;
        for mutation in std::mem::take(&mut mutator.found) {
            totals.mutate(analysis, &form, &data, &mutation, true);
        }
    }
    Ok(totals)
}

/// The valid resources of a type: all rounds of the greatest, and of the smallest.
fn resources(body: &Type) -> impl Iterator<Item = (Size, usize)> {
    let rounds = rounds(body);
    [Size::Maximal, Size::Minimal].into_iter().flat_map(move |size| (0..rounds).map(move |round| (size, round)))
}

fn unknown_version(version: &str) -> Mutation {
    let change = Change::Version(version.to_owned());
    Mutation { what: What::UnknownVersion, at: String::new(), change, place: Place::Version }
}

impl Totals {
    fn and(mut self, other: Self) -> Self {
        self.types.extend(other.types);
        for language in 0..2 {
            self.pairs[language] += other.pairs[language];
            self.valid[language] += other.valid[language];
        }
        for (what, counts) in other.mutations {
            let own = self.mutations.entry(what).or_default();
            for (own, other) in own.iter_mut().flatten().zip(counts.iter().flatten()) {
                *own += other;
            }
        }
        self.mismatches.extend(other.mismatches);
        self
    }

    /// Whether nothing is found in a valid resource.
    fn is_valid(&mut self, analysis: &Analysis, form: &Form, data: &Data) -> bool {
        self.valid[usize::from(form.is_yaml())] += 1;
        let wrong = analysis.valid(form, data);
        let is_valid = wrong.is_none();
        self.mismatches.extend(wrong.map(|wrong| ("a valid resource".to_owned(), format!("{form}: {wrong}"))));
        is_valid
    }

    fn mutate(&mut self, analysis: &Analysis, form: &Form, data: &Data, mutation: &Mutation, holds: bool) {
        let counts = &mut self.mutations.entry(mutation.what).or_default()[usize::from(form.is_yaml())];
        counts[0] += 1;
        counts[1] += usize::from(!holds);
        let wrong = analysis.mutated(form, data, mutation, holds);
        let told = |wrong: String| {
            (mutation.what.title().to_owned(), format!("{form}: {} at {}: {wrong}", mutation.what.title(), mutation.at))
        };
        self.mismatches.extend(wrong.map(told));
    }

    fn print(&self) {
        println!(
            "{} resource types in {} API versions, {} kinds and versions of manifests; {} valid resources in Bicep, {} in YAML\n",
            self.types.len(),
            self.pairs[0],
            self.pairs[1],
            self.valid[0],
            self.valid[1]
        );
        let row = |(what, [bicep, yaml]): (&What, &[[usize; 2]; 2])| {
            let cells = [bicep[0], yaml[0], yaml[1]].map(|count| count.to_string());
            [what.title().to_owned(), what.rule().to_owned()].into_iter().chain(cells).collect()
        };
        let mut rows: Vec<Vec<String>> = self.mutations.iter().map(row).collect();
        let sum = |language: usize, column: usize| -> String {
            self.mutations.values().map(|counts| counts[language][column]).sum::<usize>().to_string()
        };
        rows.push(vec!["all".into(), String::new(), sum(0, 0), sum(1, 0), sum(1, 1)]);
        table::print(&["mutation", "rule", "Bicep", "YAML", "of these to be passed over"], &rows);
        println!();
        let mut by_title = BTreeMap::<&str, usize>::new();
        for (title, _) in &self.mismatches {
            *by_title.entry(title).or_default() += 1;
        }
        for (number, (title, text)) in self.mismatches.iter().enumerate() {
            let before = self.mismatches[..number].iter().filter(|(other, _)| other == title).count();
            if before * by_title.len().max(1) < MOST_SHOWN {
                println!("{text}\n");
            }
        }
        by_title.iter().for_each(|(title, count)| println!("{count} mismatches: {title}"));
    }
}

//! What came of all comparisons, as tables.

use std::collections::BTreeMap;

use super::arm::{self, Object};
use super::compare::{Difference, Tally};
use super::declarations::{Declared, same_type};
use crate::table;

/// So many differences are shown.
const MOST_SHOWN: usize = 50;
/// So many reasons are shown.
const MOST_REASONS: usize = 15;

/// Where a difference in types and versions is.
const TYPE: &str = "type";

/// What is compared.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Subject {
    Resources,
    /// With the plain variables in their places.
    Resolved,
    Calls,
    Variables,
    /// With the others in their places.
    ResolvedVariables,
}

const SUBJECTS: [(Subject, &str); 5] = [
    (Subject::Resources, "names and content of resources"),
    (Subject::Resolved, "the same, with plain variables in their places"),
    (Subject::Calls, "names and parameters of modules"),
    (Subject::Variables, "variables"),
    (Subject::ResolvedVariables, "the same, with the others in their places"),
];

#[derive(Default)]
pub(super) struct Totals {
    pub files: usize,
    /// The calls of modules that both have.
    pub calls: usize,
    /// The plain values of variables that the file itself does not declare: of imported files, of files that are loaded.
    pub more_variables: usize,
    resources: usize,
    existing: usize,
    instances: usize,
    /// What is declared and not deployed, by what leaves it out.
    left_out: BTreeMap<&'static str, usize>,
    /// The resources that we do not have, by why.
    missing: Vec<Vec<String>>,
    /// Those that the JSON does not have.
    extra: Vec<Vec<String>>,
    /// Modules that are not here: how many, with how many resources and plain values.
    elsewhere: [usize; 3],
    tallies: [Tally; SUBJECTS.len()],
    /// The differences, and how often each is met: a module may be called often.
    differences: BTreeMap<(Subject, String, String, Difference), usize>,
}

impl Totals {
    pub(super) fn add(&mut self, subject: Subject, mut tally: Tally, file: &str, symbol: &str) {
        for difference in std::mem::take(&mut tally.differences) {
            let key = (subject, file.to_owned(), symbol.to_owned(), difference);
            *self.differences.entry(key).or_default() += 1;
        }
        self.tallies[subject as usize].add(tally);
    }

    /// A resource that both have.
    pub(super) fn resource(
        &mut self,
        theirs: &arm::Resource<'_>,
        ours: (&str, &str),
        declared: &Declared,
        instances: usize,
        path: &str,
    ) {
        self.resources += 1;
        self.instances += instances;
        self.existing += usize::from(theirs.is_existing());
        if instances == 0 {
            let why = match (declared.has_condition, declared.has_loop) {
                (true, false) => "its condition is false",
                (false, true) => "its loop has no turns",
                (true, true) => "its condition is false or its loop has no turns",
                (false, false) => "what is around it is left out",
            };
            *self.left_out.entry(why).or_default() += 1;
        }
        let mut tally = Tally::default();
        if !same_type(theirs.of(), ours) || theirs.is_existing() != declared.existing {
            let shown = |(of, version): (&str, &str), existing| format!("{of}@{version} {existing}");
            tally.differences.push(Difference {
                path: TYPE.into(),
                theirs: shown(theirs.of(), theirs.is_existing()),
                ours: shown(ours, declared.existing),
            });
        }
        self.add(Subject::Resources, tally, path, &declared.symbol);
    }

    /// A resource that no declaration of ours is.
    pub(super) fn not_ours(&mut self, theirs: &arm::Resource<'_>, path: &str) {
        let why = "no declaration is this one".to_owned();
        let symbol = theirs.symbol.unwrap_or_default().to_owned();
        self.missing.push(vec![path.to_owned(), symbol, theirs.of().0.to_owned(), why]);
    }

    /// A resource whose declaration gives none that is known.
    pub(super) fn not_read(&mut self, theirs: &arm::Resource<'_>, path: &str) {
        let why = "its declaration gives nothing".to_owned();
        let symbol = theirs.symbol.unwrap_or_default().to_owned();
        self.missing.push(vec![path.to_owned(), symbol, theirs.of().0.to_owned(), why]);
    }

    /// A declaration that none of their resources is.
    pub(super) fn not_theirs(&mut self, declared: &Declared, path: &str) {
        self.extra.push(vec![path.to_owned(), declared.symbol.clone()]);
    }

    /// A module that is not here.
    pub(super) fn elsewhere(&mut self, template: &Object) {
        self.elsewhere[0] += 1;
        for resource in arm::resources(template) {
            match resource.module() {
                Some(module) => self.elsewhere(module),
                None => {
                    self.elsewhere[1] += 1;
                    self.elsewhere[2] += resource.content.values().map(arm::plain_values).sum::<usize>();
                }
            }
        }
    }

    pub(super) fn print(&self) {
        println!("{} templates of the compiler's", self.files);
        println!(
            "{} resources are in both ({} existing), {} calls of modules",
            self.resources, self.existing, self.calls
        );
        println!("{} instances are deployed with the defaults; left out are", self.instances);
        self.left_out.iter().for_each(|(why, count)| println!("  {count} because {why}"));
        let [modules, resources, plain] = self.elsewhere;
        println!("not compared: {modules} modules of other places, with {resources} resources, {plain} plain values;");
        println!("  {} plain values of variables that come from other files\n", self.more_variables);
        let rows = SUBJECTS.map(|(subject, name)| self.row(subject, name));
        table::print(&["plain in JSON", "all", "same", "%", "unknown", "different"], &rows);
        self.reasons();
        let some = |rows: &[Vec<String>]| rows.iter().take(MOST_SHOWN).cloned().collect::<Vec<_>>();
        println!("\n{} resources in JSON only", self.missing.len());
        table::print(&["file", "symbol", "type", "why"], &some(&self.missing));
        println!("\n{} declarations in Bicep only", self.extra.len());
        table::print(&["place", "symbol"], &some(&self.extra));
        self.print_differences();
    }

    /// The values, types apart, that differ: a file may have been compiled before its last change.
    pub(super) fn wrong_values(&self) -> usize {
        self.differences.keys().filter(|(.., difference)| difference.path != TYPE).count()
    }

    pub(super) fn row(&self, subject: Subject, name: &str) -> Vec<String> {
        let tally = &self.tallies[subject as usize];
        let unknown: usize = tally.unknown.values().sum();
        let different: usize =
            self.differences.iter().filter(|((of, ..), _)| *of == subject).map(|(_, count)| count).sum();
        let all = tally.agreed + unknown + different;
        let share = 100.0 * tally.agreed as f64 / all.max(1) as f64;
        let numbers = [unknown, different].map(|count| count.to_string());
        let first = [name.to_owned(), all.to_string(), tally.agreed.to_string(), format!("{share:.2}")];
        first.into_iter().chain(numbers).collect()
    }

    fn reasons(&self) {
        let mut rows = Vec::new();
        for (subject, name) in SUBJECTS {
            let unknown = &self.tallies[subject as usize].unknown;
            let mut sorted: Vec<_> = unknown.iter().collect();
            sorted.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
            let row = |(reason, count): &(&String, &usize)| vec![name.to_owned(), count.to_string(), (*reason).clone()];
            rows.extend(sorted.iter().take(MOST_REASONS).map(row));
        }
        if !rows.is_empty() {
            println!();
            table::print(&["plain in JSON", "unknown", "because"], &rows);
        }
    }

    /// The differences: declaration, path, theirs, ours.
    #[cfg(test)]
    pub(super) fn lines(&self) -> Vec<String> {
        let line = |(_, _, symbol, it): &(Subject, String, String, Difference)| {
            format!("{symbol} {} {} {}", it.path, it.theirs, it.ours)
        };
        self.differences.keys().map(line).collect()
    }

    fn print_differences(&self) {
        println!("\n{} differences", self.differences.len());
        let row = |((_, file, symbol, difference), count): (&(Subject, String, String, Difference), &usize)| {
            let Difference { path, theirs, ours } = difference;
            [file, symbol, path, theirs, ours].map(String::clone).into_iter().chain([count.to_string()]).collect()
        };
        let rows: Vec<Vec<String>> = self.differences.iter().take(MOST_SHOWN).map(row).collect();
        if !rows.is_empty() {
            table::print(&["file", "declaration", "path", "theirs", "ours", "times"], &rows);
        }
    }
}

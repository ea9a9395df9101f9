//! `cargo xtask corpus --evaluate FOLDER…`: how much of what real templates deploy is known, and why the rest is not.

mod calls;
mod leaves;
mod reasons;
mod sample;

use std::collections::{BTreeMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use aiolint_bicep::syntax::parse;
use aiolint_bicep::{Given, ParameterFile, Template, deploy, purity};
use aiolint_core::{Location, Resource};
use aiolint_project::Deployments;

use super::places::Places;
use super::scope;
use crate::analysis::{Setup, with_threads};
use crate::{Outcome, cpu, table};
use leaves::{KINDS, Leaf};
use reasons::{CLASSES, Reasons};
use sample::{Lacking, Place, parameter_of};

/// The files that are counted by themselves: the tests that the public modules come with, which call them with
/// values.
const TESTS: &str = "main.test.bicep";

const HEADS: [&str; 10] =
    ["templates", "deployments", "resources", "leaves", "known", "%", "in parts", "one of few", "unknown", "%"];

pub(crate) fn run(folders: &[PathBuf]) -> Outcome {
    let setup = Setup::new();
    let mut wrong = Vec::new();
    for folder in folders {
        wrong.extend(with_threads(1, || evaluate(&setup, folder))?);
    }
    if wrong.is_empty() { Ok(()) } else { Err(format!("aiolint fails on {}", wrong.join(", "))) }
}

/// What is known of the templates of a group.
#[derive(Default)]
struct Group {
    templates: usize,
    deployments: usize,
    resources: usize,
    leaves: [usize; KINDS.len()],
    reasons: Reasons,
}

/// Prints what comes of a folder, and gives the files on which aiolint fails.
fn evaluate(setup: &Setup, folder: &Path) -> Result<Vec<String>, String> {
    let before = cpu::own();
    let mut workspace = setup.open(folder)?;
    workspace.set_scope_values(scope::values());
    let deployments = workspace.deployments();
    let read = cpu::since(before);
    let places = Places::of(&deployments);
    let mut failed: Vec<String> = deployments.failed.iter().map(ToString::to_string).collect();
    let before = cpu::own();
    each_deployment(&deployments, |path, _, resources| {
        if resources.is_none() {
            failed.push(path.to_owned());
        }
    });
    let evaluated = cpu::since(before);

    let mut all = Group::default();
    let mut tests = Group::default();
    let mut lacking = Vec::new();
    each_deployment(&deployments, |path, given, resources| {
        let resources = resources.unwrap_or_default();
        all.add(&resources);
        if path.ends_with(TESTS) {
            tests.add(&resources);
        }
        lacking.extend(lacking_in(&deployments.templates[path], &given, &resources));
    });
    all.templates = deployments.deployed.len();
    tests.templates = deployments.deployed.keys().filter(|path| path.ends_with(TESTS)).count();

    println!("{}\n", folder.display());
    for (name, group) in [("all", &all), (TESTS, &tests)].iter().filter(|(_, group)| group.templates > 0) {
        group.print(name, &places);
    }
    functions(&deployments, &all.reasons, &places);
    sample::try_some(&lacking, &deployments.library, |at| places.show(at));
    let seconds = |time: Option<Duration>| time.map_or("-".into(), |time| format!("{:.2}", time.as_secs_f64()));
    println!("\nCPU seconds, 1 thread: {} to read, {} to evaluate", seconds(read), seconds(evaluated));
    println!("panics: {}\n", failed.len());
    Ok(failed)
}

/// Deploys each template with each of its parameter files; `None` if that panics.
fn each_deployment(deployments: &Deployments, mut visit: impl FnMut(&str, Given, Option<Vec<Resource>>)) {
    for (path, files) in &deployments.deployed {
        let template = &deployments.templates[path];
        let mut once = |file: Option<&ParameterFile>| {
            let given = file.map_or_else(Given::default, |file| file.given(&deployments.library));
            let evaluate = AssertUnwindSafe(|| deploy(template, given.clone(), &deployments.library));
            let resources = catch_unwind(evaluate).ok().map(|deployed| deployed.resources);
            visit(path, given, resources);
        };
        match &files[..] {
            [] => once(None),
            files => files.iter().for_each(|file| once(Some(file))),
        }
    }
}

/// The leaves that are not known because a parameter of the template itself has no value.
fn lacking_in(template: &Arc<Template>, given: &Given, resources: &[Resource]) -> Vec<Lacking> {
    let own = sample::parameters_of(template);
    let given = Rc::new(given.clone());
    let mut found = Vec::new();
    for resource in resources.iter().filter(|resource| !resource.existing) {
        leaves::of_resource(resource, &mut |leaf| {
            let name = leaf.reason.and_then(|reason| parameter_of(reason.as_str()));
            let Some(parameter) = name.filter(|name| own.contains(*name)) else {
                return;
            };
            let calls = Arc::clone(&resource.calls);
            found.push(Lacking {
                template: Arc::clone(template),
                given: Rc::clone(&given),
                parameter: parameter.to_owned(),
                place: Place { extent: resource.extent, calls, path: leaf.path.to_owned() },
            });
        });
    }
    found
}

impl Group {
    fn add(&mut self, resources: &[Resource]) {
        self.deployments += 1;
        for resource in resources.iter().filter(|resource| !resource.existing) {
            self.resources += 1;
            leaves::of_resource(resource, &mut |leaf: &Leaf<'_>| {
                self.leaves[leaf.known as usize] += 1;
                self.reasons.add(leaf, resource.extent);
            });
        }
    }

    fn print(&self, name: &str, places: &Places) {
        let sum: usize = self.leaves.iter().sum();
        let share = |count: usize| format!("{:.2}", 100.0 * count as f64 / sum.max(1) as f64);
        let [known, in_parts, one_of_few, unknown] = KINDS.map(|kind| self.leaves[kind as usize]);
        let mut row = [self.templates, self.deployments, self.resources, sum, known].map(|n| n.to_string()).to_vec();
        row.push(share(known));
        row.extend([in_parts, one_of_few, unknown].map(|count| count.to_string()));
        row.push(share(unknown));
        println!("{name}: leaves of the values that are deployed");
        table::print(&HEADS, &[row]);
        println!("\nnot known at all because");
        for (class, why) in CLASSES {
            println!("  {why}: {} ({} %)", self.reasons.of_class(class), share(self.reasons.of_class(class)));
        }
        let could = CLASSES.iter().filter(|(class, _)| class.could_be_known());
        let could: usize = could.map(|(class, _)| self.reasons.of_class(*class)).sum();
        println!("what neither waits for the deployment nor is in a registry: {} %\n", share(could));
        let heads = ["unknown", "in parts", "names", "reason", "for example", "most frequent"];
        table::print(&heads, &self.reasons.rows(|at| places.show(at)));
        println!();
    }
}

/// Prints the functions that are called and not known, and those that give nothing for what is known.
fn functions(deployments: &Deployments, reasons: &Reasons, places: &Places) {
    let mut unknown: BTreeMap<String, (usize, Location)> = BTreeMap::new();
    let (mut names, mut count) = (HashSet::new(), 0);
    for template in deployments.templates.values() {
        let statements = parse(&template.source.text, template.dialect).statements;
        calls::visit(&statements, &mut |name, span| {
            count += 1;
            names.insert(name.to_owned());
            if purity(name).is_none() {
                unknown.entry(name.to_owned()).or_insert((0, template.source.at(span))).0 += 1;
            }
        });
    }
    println!("{count} calls of {} functions; {} are not known", names.len(), unknown.len());
    let mut rows: Vec<Vec<String>> = Vec::new();
    for (name, (times, example)) in &unknown {
        rows.push(vec![name.clone(), "no function of the language".into(), times.to_string(), places.show(*example)]);
    }
    for (name, times, example) in reasons.undone_functions() {
        let why = "gives nothing known for what is".to_owned();
        rows.push(vec![name.to_owned(), why, times.to_string(), places.show(example)]);
    }
    if !rows.is_empty() {
        table::print(&["function", "what of it", "times", "for example"], &rows);
    }
}

//! Which templates of a project are deployed, with which parameter files, and what each deployment depends on.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::Hash;
use std::sync::Arc;

use aiolint_bicep::syntax::Dialect;
use aiolint_bicep::{Given, ParameterFile, Template, Use};
use aiolint_core::{LoadError, Source, is_archived};
use xxhash_rust::xxh3::Xxh3;

/// The templates of a project, by their paths from the root.
pub(crate) type Templates = BTreeMap<Arc<str>, Arc<Template>>;

/// The parameter files that a user names, by the paths of their templates: these are deployed with no others.
pub(crate) type Forced = BTreeMap<String, BTreeSet<String>>;

/// A template that is deployed.
pub(crate) struct Deployment {
    /// The parameter files that it is deployed with; without any, it is deployed with its defaults.
    pub files: Vec<ParameterFile>,
    /// A hash of all that it depends on.
    pub state: u128,
}

/// The deployments of a project, by the paths of their templates. What a template calls as a module is deployed with
/// it, and not alone, unless it has parameter files. `uses` is what each template names, in their order; `absent` are
/// the files that they name and that can't be read.
pub(crate) fn deployments(
    templates: &Templates,
    uses: &[&[(Use, String)]],
    json: &[(Arc<Source>, Given)],
    forced: &Forced,
    absent: &BTreeMap<String, LoadError>,
) -> BTreeMap<Arc<str>, Deployment> {
    let graph = Graph::new(templates, uses);
    let mut files = parameter_files(&graph, json, forced);
    let roots = graph.roots(&|path| files.contains_key(path));
    let deployment = |root: usize| {
        let path = graph.paths[root];
        let files: Vec<ParameterFile> = files.remove(&**path).unwrap_or_default();
        let mut inputs = BTreeSet::new();
        graph.reach(root, &|_| true, &mut inputs);
        let numbers = files.iter().filter_map(|file| graph.number(&file.source().path));
        numbers.for_each(|file| graph.reach(file, &|_| true, &mut inputs));
        let state = graph.state(&inputs, &files, absent);
        (Arc::clone(path), Deployment { files, state })
    };
    roots.into_iter().map(deployment).collect()
}

/// The templates, by number, and what each names.
struct Graph<'t> {
    templates: &'t Templates,
    paths: Vec<&'t Arc<str>>,
    numbers: HashMap<&'t str, usize>,
    /// What each names, and its number if it is here.
    uses: Vec<Vec<(Use, &'t str, Option<usize>)>>,
}

impl<'t> Graph<'t> {
    fn new(templates: &'t Templates, uses: &[&'t [(Use, String)]]) -> Self {
        let paths: Vec<&Arc<str>> = templates.keys().collect();
        let numbers: HashMap<&str, usize> = paths.iter().enumerate().map(|(number, path)| (&***path, number)).collect();
        let with_number = |(of, path): &'t (Use, String)| (*of, path.as_str(), numbers.get(path.as_str()).copied());
        let uses = uses.iter().map(|uses| uses.iter().map(with_number).collect()).collect();
        Self { templates, paths, numbers, uses }
    }

    fn number(&self, path: &str) -> Option<usize> {
        self.numbers.get(path).copied()
    }

    /// The templates that one names in that way.
    fn named(&self, number: usize, of: Use) -> impl Iterator<Item = usize> {
        self.uses[number].iter().filter(move |(it, ..)| *it == of).filter_map(|(.., used)| *used)
    }

    /// Adds a template and all that it leads to in one of these ways.
    fn reach(&self, from: usize, is_followed: &dyn Fn(Use) -> bool, reached: &mut BTreeSet<usize>) {
        let mut todo = vec![from];
        while let Some(number) = todo.pop() {
            if reached.insert(number) {
                let followed = self.uses[number].iter().filter(|(of, ..)| is_followed(*of));
                todo.extend(followed.filter_map(|(.., used)| *used));
            }
        }
    }

    /// The templates that others do not call; and of those that call each other, the first.
    fn roots(&self, has_files: &dyn Fn(&str) -> bool) -> BTreeSet<usize> {
        let all = || 0..self.paths.len();
        let mut called = vec![false; self.paths.len()];
        for number in all() {
            self.named(number, Use::Module).filter(|used| *used != number).for_each(|used| called[used] = true);
        }
        let is_call = |of: Use| of == Use::Module;
        let (mut roots, mut reached) = (BTreeSet::new(), BTreeSet::new());
        // What is in an archive is deployed by those who name it, or not at all.
        let is_deployed = |number: usize| {
            let path = self.paths[number];
            self.templates[path].dialect == Dialect::Template && !is_archived(path)
        };
        let has_files = |number: usize| has_files(self.paths[number]);
        // Of those that call each other one has to be the first.
        let calls_itself = |number: usize| {
            let mut below = BTreeSet::new();
            self.named(number, Use::Module).for_each(|used| self.reach(used, &is_call, &mut below));
            below.contains(&number)
        };
        let not_called = all().filter(|number| !called[*number] || has_files(*number)).map(|number| (number, false));
        let in_circles = all().filter(|number| called[*number]).map(|number| (number, true));
        for (number, is_circle) in not_called.chain(in_circles) {
            let is_first = !reached.contains(&number) || has_files(number);
            if is_deployed(number) && is_first && (!is_circle || calls_itself(number)) {
                roots.insert(number);
                self.reach(number, &is_call, &mut reached);
            }
        }
        roots
    }

    /// A hash of templates, of what they name and is not here, and of parameter files.
    fn state(&self, inputs: &BTreeSet<usize>, files: &[ParameterFile], absent: &BTreeMap<String, LoadError>) -> u128 {
        let mut hasher = Xxh3::new();
        for input in inputs {
            let path = self.paths[*input];
            (path, self.templates[path].source.hash().0).hash(&mut hasher);
            let missing = self.uses[*input].iter().filter(|(.., used)| used.is_none());
            missing.for_each(|(_, path, _)| (path, absent.get(*path).map(ToString::to_string)).hash(&mut hasher));
        }
        for source in files.iter().map(ParameterFile::source) {
            (&source.path, source.hash().0).hash(&mut hasher);
        }
        hasher.digest128()
    }
}

/// The parameter files of each template, also of those that are not here.
fn parameter_files<'t>(
    graph: &Graph<'t>,
    json: &[(Arc<Source>, Given)],
    forced: &Forced,
) -> BTreeMap<&'t str, Vec<ParameterFile>> {
    let templates = graph.templates;
    let mut files: BTreeMap<&str, Vec<ParameterFile>> = BTreeMap::new();
    for (template, uses) in templates.values().zip(&graph.uses) {
        for (_, used, _) in uses.iter().filter(|(of, ..)| *of == Use::Using) {
            files.entry(used).or_default().push(ParameterFile::Bicep(Arc::clone(template)));
        }
    }
    for (source, given) in json {
        let file = || ParameterFile::Json(Arc::clone(source), given.clone());
        let said = |path: &&Arc<str>| forced.get(&***path).is_some_and(|files| files.contains(&*source.path));
        match templates.keys().find(said) {
            Some(path) => files.entry(path).or_default().push(file()),
            None => {
                let template = template_of(templates, &source.path, given);
                template.into_iter().for_each(|path| files.entry(path).or_default().push(file()));
            }
        }
    }
    for (path, said) in forced {
        if let Some(files) = files.get_mut(path.as_str()) {
            files.retain(|file| said.contains(&*file.source().path));
        }
    }
    files
}

/// The template that a parameters file of JSON is for: the one beside it with the same name, as `main.bicep` for
/// `main.dev.parameters.json`, or the only one beside it; if that has all of its parameters.
fn template_of<'t>(templates: &'t Templates, path: &str, given: &Given) -> Option<&'t str> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let beside = |path: &&Arc<str>| path.rsplit_once('/').map_or("", |(folder, _)| folder) == folder;
    let beside: Vec<&Arc<str>> =
        templates.keys().filter(beside).filter(|path| templates[&***path].dialect == Dialect::Template).collect();
    let stem = |path: &str| {
        let name = path.rsplit('/').next().unwrap_or(path).strip_suffix(".bicep").unwrap_or_default();
        name.to_ascii_lowercase()
    };
    let name = name.to_ascii_lowercase();
    let same = |path: &&&Arc<str>| name.strip_prefix(&stem(path)).is_some_and(|rest| rest.starts_with('.'));
    let found = match beside.iter().filter(same).max_by_key(|path| path.len()) {
        Some(path) => path,
        None => match &beside[..] {
            [only] => only,
            _ => return None,
        },
    };
    let template = templates.get(&***found)?;
    let known: BTreeSet<&str> = template.parameters().collect();
    given.values.keys().all(|name| known.contains(&**name)).then_some(&***found)
}

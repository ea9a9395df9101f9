//! Which templates of a project are deployed, with which parameter files, and what each deployment depends on.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use aiolint_bicep::syntax::Dialect;
use aiolint_bicep::{Given, ParameterFile, Remotes, Template, Use};
use aiolint_core::{LoadError, Source, is_archived};

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

/// The deployments of a project, by the paths of their templates; `absent` are the files that they name and that can't
/// be read. What a template calls as a module is deployed with
/// it, and not alone, unless it has parameter files.
pub(crate) fn deployments(
    templates: &Templates,
    json: &[(Arc<Source>, Given)],
    forced: &Forced,
    remotes: &Remotes,
    absent: &BTreeMap<String, LoadError>,
) -> BTreeMap<Arc<str>, Deployment> {
    let uses: Uses<'_> = templates.iter().map(|(path, template)| (&**path, template.uses(remotes))).collect();
    let mut files = parameter_files(templates, &uses, json, forced);
    let all = |path: &str| uses.get(path).into_iter().flatten().map(|(_, used)| used.clone()).collect();
    let roots = roots(templates, &uses, |path| files.contains_key(path));
    let deployment = |root: &str| {
        let files: Vec<ParameterFile> = files.remove(root).unwrap_or_default();
        let mut inputs = BTreeSet::new();
        reach(root, &mut inputs, &all);
        files.iter().for_each(|file| reach(&file.source().path, &mut inputs, &all));
        let state = state(templates, absent, &inputs, &files);
        (Arc::from(root), Deployment { files, state })
    };
    roots.into_iter().map(deployment).collect()
}

/// The other files that each file names, by their paths.
type Uses<'t> = BTreeMap<&'t str, Vec<(Use, String)>>;

fn named<'u>(uses: &'u Uses<'_>, path: &str, of: Use) -> impl Iterator<Item = &'u str> {
    uses.get(path).into_iter().flatten().filter(move |(it, _)| *it == of).map(|(_, used)| &**used)
}

/// The parameter files of each template.
fn parameter_files<'t>(
    templates: &'t Templates,
    uses: &'t Uses<'_>,
    json: &[(Arc<Source>, Given)],
    forced: &Forced,
) -> BTreeMap<&'t str, Vec<ParameterFile>> {
    let mut files: BTreeMap<&str, Vec<ParameterFile>> = BTreeMap::new();
    for (path, template) in templates {
        for used in named(uses, path, Use::Using) {
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

/// The templates that others do not call; and of those that call each other, the first.
fn roots<'t>(templates: &'t Templates, uses: &Uses<'_>, has_files: impl Fn(&str) -> bool) -> BTreeSet<&'t str> {
    let mut called: BTreeSet<&str> = BTreeSet::new();
    for path in templates.keys() {
        called.extend(named(uses, path, Use::Module).filter(|used| *used != &**path));
    }
    let mut roots: BTreeSet<&str> = BTreeSet::new();
    let mut reached: BTreeSet<String> = BTreeSet::new();
    // What is in an archive is deployed by those who name it, or not at all.
    let deployed = |path: &str| templates[path].dialect == Dialect::Template && !is_archived(path);
    let not_called = templates.keys().filter(|path| !called.contains(&***path) || has_files(path));
    let calls = |path: &str| named(uses, path, Use::Module).map(str::to_owned).collect::<Vec<_>>();
    // Of those that call each other one has to be the first.
    let calls_itself = |path: &str| {
        let mut below = BTreeSet::new();
        calls(path).iter().for_each(|used| reach(used, &mut below, &calls));
        below.contains(path)
    };
    let in_circles = templates.keys().filter(|path| called.contains(&***path));
    for (path, circle) in not_called.map(|path| (path, false)).chain(in_circles.map(|path| (path, true))) {
        let first = !reached.contains(&**path) || has_files(path);
        if deployed(path) && first && (!circle || calls_itself(path)) {
            roots.insert(path);
            reach(path, &mut reached, &calls);
        }
    }
    roots
}

/// Adds a file and all that it leads to.
fn reach(from: &str, reached: &mut BTreeSet<String>, next: &dyn Fn(&str) -> Vec<String>) {
    let mut todo = vec![from.to_owned()];
    while let Some(path) = todo.pop() {
        if !reached.contains(&path) {
            todo.extend(next(&path));
            reached.insert(path);
        }
    }
}

fn state(
    templates: &Templates,
    absent: &BTreeMap<String, LoadError>,
    inputs: &BTreeSet<String>,
    files: &[ParameterFile],
) -> u128 {
    let hash = |salt: u8| {
        let mut hasher = DefaultHasher::new();
        salt.hash(&mut hasher);
        for path in inputs {
            (path, templates.get(path.as_str()).map(|template| template.source.hash().0)).hash(&mut hasher);
            absent.get(path).map(ToString::to_string).hash(&mut hasher);
        }
        for source in files.iter().map(ParameterFile::source) {
            (&source.path, source.hash().0).hash(&mut hasher);
        }
        u128::from(hasher.finish())
    };
    (hash(0) << 64) | hash(1)
}

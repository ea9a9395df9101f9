//! Which templates of a project are deployed, with which parameter files, and what each deployment depends on.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use aiolint_bicep::syntax::Dialect;
use aiolint_bicep::{Template, Use};

/// The templates of a project, by their paths from the root.
pub(crate) type Templates = BTreeMap<Arc<str>, Arc<Template>>;

/// A template that is deployed.
pub(crate) struct Deployment {
    /// The parameter files that it is deployed with; without any, it is deployed with its defaults.
    pub files: Vec<Arc<Template>>,
    /// A hash of all that it depends on.
    pub state: u128,
}

/// The deployments of a project, by the paths of their templates. What a template calls as a module is deployed with
/// it, and not alone, unless it has parameter files.
pub(crate) fn deployments(templates: &Templates) -> BTreeMap<Arc<str>, Deployment> {
    let uses: BTreeMap<&str, Vec<(Use, String)>> =
        templates.iter().map(|(path, template)| (&**path, template.uses())).collect();
    let named = |path: &str, of: Use| uses.get(path).into_iter().flatten().filter(move |(it, _)| *it == of);
    let mut files: BTreeMap<&str, Vec<Arc<Template>>> = BTreeMap::new();
    let mut called: BTreeSet<&str> = BTreeSet::new();
    for (path, template) in templates {
        for (_, used) in named(path, Use::Using) {
            files.entry(used).or_default().push(Arc::clone(template));
        }
        called.extend(named(path, Use::Module).map(|(_, used)| &**used).filter(|used| *used != &**path));
    }
    let mut roots: BTreeSet<&str> = BTreeSet::new();
    let mut reached: BTreeSet<String> = BTreeSet::new();
    let deployed = |path: &str| templates[path].dialect == Dialect::Template;
    let not_called = templates.keys().filter(|path| !called.contains(&***path) || files.contains_key(&***path));
    let calls = |path: &str| named(path, Use::Module).map(|(_, used)| used.clone()).collect::<Vec<_>>();
    // Of those that call each other one has to be the first.
    let calls_itself = |path: &str| {
        let mut below = BTreeSet::new();
        calls(path).iter().for_each(|used| reach(used, &mut below, &calls));
        below.contains(path)
    };
    let in_circles = templates.keys().filter(|path| called.contains(&***path));
    for (path, circle) in not_called.map(|path| (path, false)).chain(in_circles.map(|path| (path, true))) {
        let first = !reached.contains(&**path) || files.contains_key(&**path);
        if deployed(path) && first && (!circle || calls_itself(path)) {
            roots.insert(path);
            reach(path, &mut reached, &calls);
        }
    }
    let all = |path: &str| uses.get(path).into_iter().flatten().map(|(_, used)| used.clone()).collect();
    roots
        .into_iter()
        .map(|root| {
            let files = files.remove(root).unwrap_or_default();
            let mut inputs = BTreeSet::new();
            reach(root, &mut inputs, &all);
            files.iter().for_each(|file| reach(&file.source.path, &mut inputs, &all));
            (Arc::from(root), Deployment { files, state: state(templates, &inputs) })
        })
        .collect()
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

fn state(templates: &Templates, inputs: &BTreeSet<String>) -> u128 {
    let hash = |salt: u8| {
        let mut hasher = DefaultHasher::new();
        salt.hash(&mut hasher);
        for path in inputs {
            (path, templates.get(path.as_str()).map(|template| template.source.hash().0)).hash(&mut hasher);
        }
        u128::from(hasher.finish())
    };
    (hash(0) << 64) | hash(1)
}

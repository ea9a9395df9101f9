//! `cargo xtask corpus --compiled FOLDER…`: what the compiler made of real templates, compared with what we make.
//!
//! Where a `main.json` lies beside a `main.bicep`, both say what is deployed. The JSON holds expressions, which are
//! not evaluated here; what it says plainly we must know, and be right about.

mod arm;
mod compare;
mod declarations;
mod totals;

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use aiolint_bicep::{Given, Template, declared, deploy, variables};
use aiolint_core::{Data, Entry, Identity, Location, Map, Resource, Value};
use aiolint_project::{Deployments, find_root, relative};
use serde_json::Value as Json;

use super::places::Places;
use crate::analysis::{Setup, with_threads};
use crate::{Outcome, repository};
use arm::Object;
use compare::Tally;
use declarations::Declared;
use totals::{Subject, Totals};

/// What the compiler writes of a resource beside what it is made of: what it is, when, how often, after what, where.
const NOT_CONTENT: [&str; 14] = [
    "type",
    "apiVersion",
    "existing",
    "condition",
    "copy",
    "dependsOn",
    "scope",
    "comments",
    "metadata",
    "import",
    "extension",
    "subscriptionId",
    "resourceGroup",
    "@options",
];

/// What Bicep says of others rather than of the resource.
const OF_OTHERS: [&str; 4] = ["name", "parent", "scope", "dependsOn"];

pub(crate) fn run(folders: &[PathBuf]) -> Outcome {
    let setup = Setup::new();
    let mut wrong = 0;
    for folder in folders {
        let totals = with_threads(1, || compare_all(&setup, folder))?;
        println!("{}\n", folder.display());
        totals.print();
        println!();
        wrong += totals.wrong_values();
    }
    if wrong == 0 { Ok(()) } else { Err(format!("{wrong} values differ from what the compiler says")) }
}

fn compare_all(setup: &Setup, folder: &Path) -> Result<Totals, String> {
    let full = fs::canonicalize(folder).map_err(|error| format!("can't open {}: {error}", folder.display()))?;
    let root = find_root(&full, &full).folder;
    let deployments = setup.open(folder)?.deployments();
    let known = Known { deployments: &deployments, places: Places::of(&deployments), files: RefCell::default() };
    let mut totals = Totals::default();
    for path in repository::files(&full).iter().filter(|path| path.ends_with("main.json")) {
        let beside = relative(&path.with_extension("bicep"), &root);
        let Some(template) = deployments.templates.get(&*beside) else { continue };
        let text = fs::read_to_string(path).unwrap_or_default();
        // Others keep templates there that are not the compiler's, some of them with comments.
        let Ok(Json::Object(json)) = serde_json::from_str(text.trim_start_matches('\u{feff}')) else { continue };
        if arm::is_compiled(&json) {
            totals.files += 1;
            Comparison::new(&known, template).template(&json, template, &[], &mut totals);
        }
    }
    Ok(totals)
}

/// What is known of the files, found out once.
struct Known<'k> {
    deployments: &'k Deployments,
    places: Places,
    files: RefCell<HashMap<Arc<str>, Rc<File>>>,
}

/// What is known of a file by itself.
struct File {
    declared: Vec<Declared>,
    variables: Value,
}

impl Known<'_> {
    fn file(&self, template: &Arc<Template>) -> Rc<File> {
        let path = &template.source.path;
        if let Some(known) = self.files.borrow().get(path) {
            return Rc::clone(known);
        }
        let own = variables(template, Given::default(), &self.deployments.library).into_iter();
        let entries = own.map(|(name, value)| Entry { name, value }).collect();
        let variables = Value::new(Data::Map(Arc::new(Map::new(entries, None))), Location::NONE);
        let file = Rc::new(File { declared: declarations::of(template), variables });
        self.files.borrow_mut().insert(Arc::clone(path), Rc::clone(&file));
        file
    }
}

/// The calls that lead to a declaration, and where it is.
type Place = (Box<[Location]>, Location);

/// One template of the compiler's, compared with ours.
struct Comparison<'k> {
    known: &'k Known<'k>,
    declared: HashMap<Place, Resource>,
    deployed: HashMap<Place, Vec<Resource>>,
}

impl<'k> Comparison<'k> {
    fn new(known: &'k Known<'k>, template: &Template) -> Self {
        let library = &known.deployments.library;
        let place = |resource: &Resource| (Box::from(&*resource.calls), resource.extent);
        let all = declared(template, Given::default(), library).into_iter();
        let mut deployed: HashMap<Place, Vec<Resource>> = HashMap::new();
        for resource in deploy(template, Given::default(), library).resources {
            deployed.entry(place(&resource)).or_default().push(resource);
        }
        Self { known, declared: all.map(|resource| (place(&resource), resource)).collect(), deployed }
    }

    /// Compares a template, and those of the modules that it calls.
    fn template(&self, json: &Object, ours: &Arc<Template>, calls: &[Location], totals: &mut Totals) {
        let file = self.known.file(ours);
        let place = |at: Location| (Box::from(calls), at);
        let none = Object::new();
        let variables = json.get("variables").and_then(Json::as_object).unwrap_or(&none);
        let declared = arm::only(variables, |name| file.variables.get(name).is_some());
        totals.more_variables += arm::plain_members(variables) - arm::plain_members(&declared);
        let resolved = declared.iter().map(|(name, value)| (name.clone(), arm::resolved(value, variables))).collect();
        for (subject, theirs) in [(Subject::Variables, &declared), (Subject::ResolvedVariables, &resolved)] {
            let mut tally = Tally::default();
            tally.object(theirs, &file.variables, "");
            totals.add(subject, tally, &ours.source.path, "var");
        }
        let theirs = arm::resources(json);
        let paired =
            declarations::pairs(&theirs, &file.declared, |declared| self.declared.get(&place(declared.extent)).map(of));
        let mut found = HashSet::new();
        for (resource, declared) in theirs.iter().zip(paired) {
            let Some(declared) = declared else {
                totals.not_ours(resource, &ours.source.path);
                continue;
            };
            found.insert(declared.extent);
            let at = place(declared.extent);
            let Some(value) = self.declared.get(&at) else {
                totals.not_read(resource, &self.known.places.show(declared.extent));
                continue;
            };
            match &declared.module {
                Some(path) => self.call(resource, value, declared, path.as_deref(), calls, totals),
                None => self.resource((resource, variables), (value, declared), self.deployed.get(&at), totals),
            }
        }
        // Templates of the older form leave out what is only referred to.
        let written = theirs.iter().any(|resource| resource.symbol.is_some());
        let all = file.declared.iter().filter(|declared| written || !declared.existing);
        for declared in all.filter(|declared| !found.contains(&declared.extent)) {
            totals.not_theirs(declared, &self.known.places.show(declared.extent));
        }
    }

    fn resource(
        &self,
        (theirs, variables): (&arm::Resource<'_>, &Object),
        (ours, declared): (&Resource, &Declared),
        deployed: Option<&Vec<Resource>>,
        totals: &mut Totals,
    ) {
        let path = self.known.places.show(declared.extent);
        let (name, version) = of(ours);
        totals.resource(theirs, (&name, &version), declared, deployed.map_or(0, Vec::len), &path);
        let resolved = arm::resolved(&Json::Object(theirs.content.clone()), variables);
        let resolved = resolved.as_object().unwrap_or(theirs.content);
        for (subject, content) in [(Subject::Resources, theirs.content), (Subject::Resolved, resolved)] {
            let theirs = arm::Resource { content, ..*theirs };
            let mut tally = None;
            // What is deployed counts; of what is left out there is only what is declared.
            for instance in deployed.into_iter().flatten().chain(std::iter::once(ours)) {
                let own = content_of(&theirs, &instance.body);
                match &mut tally {
                    None => tally = Some(own),
                    Some(tally) => tally.differences.extend(own.differences),
                }
            }
            totals.add(subject, tally.unwrap_or_default(), &path, &declared.symbol);
        }
    }

    /// Compares the call of a module, and what it deploys.
    fn call(
        &self,
        theirs: &arm::Resource<'_>,
        ours: &Resource,
        declared: &Declared,
        module: Option<&str>,
        calls: &[Location],
        totals: &mut Totals,
    ) {
        let path = self.known.places.show(declared.extent);
        let mut tally = Tally::default();
        if let Some(name) = theirs.content.get("name") {
            tally.member(name, &ours.body, "name", "");
        }
        let parameters = ours.body.get("params").cloned().unwrap_or_else(Value::absent);
        for (name, given) in theirs.parameters().into_iter().flatten() {
            if let Some(value) = given.get("value") {
                tally.member(value, &parameters, name, "/params");
            }
            for (_, input) in given.as_object().into_iter().flat_map(arm::loops) {
                tally.in_loop(input, &parameters, name, &format!("/params/{name}"));
            }
        }
        totals.calls += 1;
        totals.add(Subject::Calls, tally, &path, &declared.symbol);
        let Some(template) = theirs.module() else { return };
        match module.and_then(|module| self.known.deployments.templates.get(module)) {
            Some(module) => {
                let calls: Vec<_> = calls.iter().copied().chain([declared.extent]).collect();
                self.template(template, module, &calls, totals);
            }
            None => totals.elsewhere(template),
        }
    }
}

/// The type and version of a resource of ours.
fn of(resource: &Resource) -> (String, String) {
    match &resource.identity {
        Identity::Arm { resource_type, api_version } => (resource_type.to_string(), api_version.to_string()),
        Identity::Kubernetes { .. } => Default::default(),
    }
}

/// Compares what a resource is made of.
fn content_of(theirs: &arm::Resource<'_>, ours: &Value) -> Tally {
    let mut tally = Tally::default();
    if theirs.is_extension() {
        let properties = theirs.content.get("properties");
        properties.into_iter().for_each(|properties| tally.compare(properties, ours, ""));
        return tally;
    }
    for (name, value) in theirs.content.iter().filter(|(name, _)| !NOT_CONTENT.contains(&&***name)) {
        tally.member(value, ours, name, "");
    }
    if let Data::Map(map) = &ours.data {
        let is_extra = |name: &str| !theirs.content.contains_key(name) && !OF_OTHERS.contains(&name);
        for entry in map.entries().iter().filter(|entry| is_extra(&entry.name)) {
            tally.compare(&Json::Null, &entry.value, &format!("/{}", entry.name));
        }
    }
    tally
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAIN: &str = "param p string\nvar plain = 'v'\nvar list = [for n in range(0, 2): { a: 1, b: n }]\n\
        resource one 'A.B/c@2024-01-01' = {\n  name: 'one'\n  tags: { t: plain, part: 'x-${p}' }\n  properties: list\n\
        resource inner 'd' = if (p == 'x') {\n    name: 'inner'\n    kind: 'k'\n  }\n}\n\
        resource off 'A.B/c@2024-01-01' = if (false) {\n  name: 'off'\n}\n\
        module call 'inner.bicep' = {\n  name: 'call'\n  params: { size: 3 }\n}\n";

    const INNER: &str =
        "param size int\nresource it 'A.B/e@2024-01-01' = {\n  name: 'it'\n  kind: 'k'\n  size: size\n}\n";

    /// As the compiler writes them: in its older form nested resources come first, and have no symbols.
    const COMPILED: &str = r#"{
      "metadata": { "_generator": { "name": "bicep" } },
      "variables": {
        "copy": [{ "name": "list", "count": 2, "input": { "a": 1, "b": "[copyIndex('list')]" } }],
        "plain": "v"
      },
      "resources": [
        { "type": "A.B/c/d", "apiVersion": "2024-01-01", "name": "[format('{0}/{1}', 'one', 'inner')]", "kind": "K" },
        {
          "type": "A.B/C", "apiVersion": "2024-01-01", "name": "one",
          "tags": { "t": "[variables('plain')]", "part": "y" }, "properties": "[variables('list')]"
        },
        { "type": "A.B/c", "apiVersion": "2024-01-01", "name": "off", "condition": false },
        {
          "type": "Microsoft.Resources/deployments", "apiVersion": "2025-04-01", "name": "call",
          "properties": {
            "parameters": { "size": { "value": 4 } },
            "template": {
              "metadata": { "_generator": { "name": "bicep" } },
              "resources": { "it": { "type": "A.B/e", "apiVersion": "2024-01-01", "name": "it", "size": "[parameters('size')]" } }
            }
          }
        }
      ]
    }"#;

    #[test]
    fn what_is_plain_is_compared_and_what_differs_is_listed() {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in [("main.bicep", MAIN), ("inner.bicep", INNER), ("main.json", COMPILED)] {
            fs::write(folder.path().join(name), text).unwrap();
        }
        let totals = compare_all(&Setup::new(), folder.path()).unwrap();
        // Each is found twice: as it stands there, and with the variables in their places.
        let resources = [r#"it /kind null "k""#, r#"one /tags/part "y" "x-${p}""#, r#"one::inner /kind "K" "k""#];
        let expected: Vec<_> = resources.into_iter().chain(resources).chain(["call /params/size 4 3"]).collect();
        assert_eq!(totals.lines(), expected);
        let same = |subject| totals.row(subject, "")[2].clone();
        let subjects = [Subject::Resources, Subject::Resolved, Subject::Calls, Subject::Variables];
        assert_eq!(subjects.map(same), ["3", "4", "1", "2"]);
        assert_eq!(totals.wrong_values(), 7);
    }
}

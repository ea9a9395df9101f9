//! What a file alone tells: its resources with their kinds, its problems, its secrets. Depends on nothing but
//! the file's text and the kinds, so that it can be kept as long as they stay.

use std::sync::Arc;

use aiolint_bicep::syntax::Dialect;
use aiolint_bicep::{BARE_IDENTIFIER, Deployed, Given, Library, ParameterFile, Template, deploy};
use aiolint_core::change::{Change, Replacement};
use aiolint_core::{Data, KeyText, Label, Openness, Problem, Reason, Resource, SYNTAX, Source, Span, Value};

use crate::detectors::ALIAS_BY_ACCIDENT;
use crate::kinds::{KindId, canonical, secret_spans};
use crate::pack::Pack;
use crate::suppression::{Directive, of_bicep, of_yaml};

/// The detector of what can't be read at all.
pub const UNREADABLE: &str = "source.unreadable";
/// The detector of templates that can't be read before they are rendered.
pub const TEMPLATE: &str = "source.template";
/// The detector of what failed in aiolint itself.
pub const INTERNAL: &str = "source.internal";

pub use aiolint_yaml::looks_like_manifest;

/// Makes changes of a file in its language.
pub(crate) enum Editor {
    /// Of a manifest.
    Yaml(aiolint_yaml::Editor),
    /// Of a Bicep file.
    Bicep(aiolint_bicep::Editor),
}

impl Editor {
    /// The text that makes a change, if it can be made.
    pub(crate) fn edit(&self, change: &Change) -> Option<Replacement> {
        match self {
            Self::Yaml(editor) => editor.edit(change),
            Self::Bicep(editor) => editor.edit(change),
        }
    }
}

/// An editor of a file; none if it has errors, or is a template.
pub(crate) fn editor(source: &Source) -> Option<Editor> {
    match Dialect::of_path(&source.path) {
        Some(dialect) => aiolint_bicep::Editor::new(&source.text, dialect).map(Editor::Bicep),
        None => aiolint_yaml::Editor::new(&source.text).map(Editor::Yaml),
    }
}

/// Whether a file's name says that it is Bicep.
#[must_use]
pub fn is_bicep(path: &str) -> bool {
    Dialect::of_path(path).is_some()
}

/// Whether a file's name is one of those that kustomize looks for.
#[must_use]
pub fn is_kustomization(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    matches!(name, "kustomization.yaml" | "kustomization.yml" | "Kustomization")
}

/// How a file is to be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReadAs {
    /// Whether the file says all of its resources.
    pub part: Part,
    /// The file must be a manifest: that it is none is a problem.
    pub manifest: bool,
}

/// Whether a file says all of its resources.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Part {
    /// It does.
    #[default]
    Whole,
    /// It is a patch: what it does not say may stand in what it is merged into.
    Patch,
    /// A patch is merged into it: what it does not say may stand in the patch.
    Patched,
}

impl Part {
    /// Why something may stand elsewhere, if it may.
    fn reason(self) -> Option<Reason> {
        match self {
            Self::Whole => None,
            Self::Patch => Some(Reason::new("this file is a patch, and what it is merged into is not known")),
            Self::Patched => Some(Reason::new("a patch may add to this resource")),
        }
    }
}

/// A resource and its kind.
#[derive(Clone, Debug)]
pub struct Known {
    /// The resource, with its enumeration members in canonical spelling.
    pub resource: Resource,
    /// Its kind, if it is one of ours.
    pub kind: Option<KindId>,
    /// Which of the file's readings has it, by its number among [`Facts::readings`].
    pub reading: u32,
}

/// What a file alone tells.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The file.
    pub source: Arc<Source>,
    /// Its resources, in order.
    pub resources: Vec<Known>,
    /// What is wrong with the file itself.
    pub problems: Vec<Problem>,
    /// What its comments and pragmas suppress.
    pub directives: Vec<Directive>,
    /// What no output may show of it.
    pub key_text: KeyText,
    /// Whether it was taken to say all of its resources.
    pub part: Part,
    /// The parameter files that the file was read with, as the user reads their paths: one reading each. Without any
    /// there is one reading, with the defaults.
    pub readings: Vec<Arc<str>>,
    /// A hash of all that the resources depend on.
    pub state: u128,
    /// The files that it says are patches, as it names them (kustomize).
    pub patches: Vec<String>,
}

impl Facts {
    /// The facts of a file without any: one that could not be read, for example.
    #[must_use]
    pub fn empty(source: Arc<Source>) -> Self {
        Self {
            state: source.hash().0,
            readings: Vec::new(),
            source,
            resources: Vec::new(),
            problems: Vec::new(),
            directives: Vec::new(),
            key_text: KeyText::default(),
            part: Part::Whole,
            patches: Vec::new(),
        }
    }
}

/// Reads a file alone: a template calls nothing.
#[must_use]
pub fn read(pack: &Pack, source: Arc<Source>, read_as: ReadAs) -> Facts {
    match read_template(&source) {
        Some(template) => {
            let mut facts = read_bicep(pack, &template);
            add_deployment(pack, &mut facts, &template, &[], &Library::default());
            facts
        }
        None => read_yaml(pack, source, read_as),
    }
}

/// Reads a Bicep file: what it deploys depends on others, and is for [`add_deployment`] to find out.
#[must_use]
pub fn read_template(source: &Arc<Source>) -> Option<Template> {
    Some(Template::read(Arc::clone(source), Dialect::of_path(&source.path)?))
}

/// Adds to a template's facts what it deploys with each of these parameter files, or without any. It calls templates
/// of the library.
pub fn add_deployment(pack: &Pack, facts: &mut Facts, template: &Template, files: &[ParameterFile], library: &Library) {
    let mut add = |reading: u32, given: Given| {
        let Deployed { resources, problems } = deploy(template, given, library);
        let known = |resource: Resource| Known { kind: pack.kind_of(&resource.identity), resource, reading };
        facts.resources.extend(resources.into_iter().map(known));
        let new = |problem: &Problem| !facts.problems.contains(problem);
        let new: Vec<_> = problems.into_iter().filter(new).collect();
        facts.problems.extend(new);
    };
    if files.is_empty() {
        add(0, Given::default());
    }
    for (number, file) in (0u32..).zip(files) {
        add(number, file.given(library));
    }
    facts.readings = files.iter().map(|file| Arc::clone(&file.source().shown)).collect();
}

/// What a template alone tells: what is wrong with it.
#[must_use]
pub fn read_bicep(pack: &Pack, template: &Template) -> Facts {
    let mut facts = Facts::empty(Arc::clone(&template.source));
    facts.directives = of_bicep(pack, &template.source);
    facts.problems.clone_from(&template.problems);
    let ours = template.dialect == Dialect::Parameters || pack.mentions_type(&facts.source.text);
    // Names that a file of something else does not declare are the compiler's to report.
    facts.problems.retain(|problem| ours || problem.detector != BARE_IDENTIFIER);
    if template.templated {
        // What the template makes may well be right. Of other people's there is nothing to say.
        let first = facts.problems.drain(..).find(|problem| problem.detector == SYNTAX);
        facts.problems.extend(first.filter(|_| ours).map(|problem| Problem { detector: TEMPLATE, ..problem }));
    }
    facts
}

/// Reads a file of YAML.
#[must_use]
pub fn read_yaml(pack: &Pack, source: Arc<Source>, read_as: ReadAs) -> Facts {
    let reading = aiolint_yaml::read(&source);
    let mut facts = Facts::empty(source);
    facts.directives = of_yaml(&facts.source, &reading);
    facts.part = read_as.part;
    for document in &reading.documents {
        let mut found = aiolint_yaml::resources(document);
        if is_kustomization(&facts.source.path) {
            facts.patches.extend(patches(&document.value));
        }
        if found.is_empty() && read_as.manifest && !document.value.is_absent() {
            facts.problems.push(not_a_manifest(&facts.source, document.extent));
        }
        for resource in found.drain(..) {
            let known = known(pack, resource, read_as.part);
            if let Some(kind) = known.kind {
                secret_spans(&pack.kinds[usize::from(kind.0)], &known.resource.body, &mut facts.key_text.spans);
            }
            facts.resources.push(known);
        }
    }
    let says_nothing = facts.resources.is_empty() && facts.problems.is_empty() && reading.broken.is_empty();
    if read_as.manifest && says_nothing {
        facts.problems.push(not_a_manifest(&facts.source, Span::new(0, facts.source.text.len())));
    }
    for broken in &reading.broken {
        let text = &facts.source.text[broken.range()];
        if text.contains("Secret") {
            facts.key_text.spans.extend(values_in(text, broken.start as usize));
        }
    }
    for problem in reading.problems {
        match problem.detector {
            // What the template makes may well be right. Of other people's charts there is nothing to say.
            SYNTAX | ALIAS_BY_ACCIDENT if reading.templated => {
                if read_as.manifest {
                    facts.problems.push(unread_template(problem));
                } else if pack.mentions_kind(&facts.source.text) {
                    facts.problems.push(Problem { detector: TEMPLATE, ..problem });
                }
            }
            _ => facts.problems.push(problem),
        }
    }
    facts
}

fn known(pack: &Pack, mut resource: Resource, part: Part) -> Known {
    let kind = pack.kind_of(&resource.identity);
    let mut body = resource.body;
    if let Some(kind) = kind {
        body = canonical(&pack.kinds[usize::from(kind.0)], &body);
    }
    if let Some(reason) = part.reason() {
        body = body.opened(&reason, Openness::Patch);
    }
    resource.spec = body.get("spec").cloned().unwrap_or_else(|| absent_in(&body));
    resource.body = body;
    Known { resource, kind, reading: 0 }
}

/// What a member that is not written is: absent, or unknown where there may be more members.
fn absent_in(body: &Value) -> Value {
    match &body.data {
        Data::Map(map) => map.open().map_or_else(Value::absent, |reason| Value::unknown(reason.clone(), body.at)),
        _ => Value::absent(),
    }
}

fn not_a_manifest(source: &Source, extent: Span) -> Problem {
    let first_line = source.text[extent.range()].lines().next().map_or(0, str::len);
    let start = extent.start as usize;
    Problem {
        detector: UNREADABLE,
        message: "this document is no Kubernetes manifest: it has no `apiVersion` and `kind`".into(),
        primary: Label { location: source.at(Span::new(start, start + first_line)), message: String::new() },
        labels: Vec::new(),
        help: None,
    }
}

/// A template that has to be a manifest, and can't be read as one.
fn unread_template(problem: Problem) -> Problem {
    let help = "render the template, and check the result".to_owned();
    Problem { detector: UNREADABLE, help: Some(help), ..problem }
}

/// The patch files that a kustomization names.
fn patches(kustomization: &Value) -> Vec<String> {
    let items = |name| match kustomization.get(name).map(|list: &Value| &list.data) {
        Some(Data::List(list)) => list.items.clone(),
        _ => Vec::new(),
    };
    let named = items("patches").into_iter().filter_map(|patch| patch.get("path").cloned());
    let all = named.chain(items("patchesStrategicMerge"));
    all.filter_map(|path| path.known_text().map(str::to_owned)).collect()
}

/// In a document that can't be parsed and may be a Secret: all that stands after a key, and lines without one.
fn values_in(text: &str, offset: usize) -> Vec<Span> {
    let mut at = offset;
    let mut spans = Vec::new();
    for line in text.split_inclusive('\n') {
        let value = line.find(": ").map_or(0, |colon| colon + 2);
        if !line.trim_end().ends_with(':') && !line.starts_with("apiVersion") && !line.starts_with("kind") {
            spans.push(Span::new(at + value, at + line.trim_end().len()));
        }
        at += line.len();
    }
    spans
}

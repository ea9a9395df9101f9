//! Running examples: a rule must say of each what the rule's file expects.

use std::collections::BTreeSet;
use std::sync::Arc;

use aiolint_bicep::{Library, Remotes, Template};
use aiolint_core::{Edit, FileId, Files, Finding, LoadError, Source, join};

use super::Select;
use super::example::{Example, Expectation, Mark};
use crate::detectors::OF_SUPPRESSIONS;
use crate::facts::{Facts, add_deployment, read_bicep, read_template, read_yaml};
use crate::front::PackError;
use crate::judge::{Filter, Outcome, judge};
use crate::pack::Pack;
use crate::problems::problems;
use crate::suppression::Suppressions;
use crate::world::{Settings, World};

/// An example that does not hold.
pub type Failure = PackError;

/// Runs the examples of a rule.
#[must_use]
pub fn run(pack: &Pack, examples: &[Example]) -> Vec<Failure> {
    examples.iter().filter_map(|example| failure(pack, example)).collect()
}

fn failure(pack: &Pack, example: &Example) -> Option<Failure> {
    let fail = |message: String| {
        let (path, text, range) = example.place.clone();
        Some(PackError { path, text, range, message, help: None })
    };
    let facts = facts(pack, example);
    if let Some(problem) = unjudged(pack, example, &facts) {
        return fail(problem);
    }
    let (findings, outcome) = analyse(pack, example, &facts);
    if let Some(finding) = findings.iter().find(|finding| !marks_of(example, finding).any(|mark| fits(mark, finding))) {
        return fail(unexpected(example, finding));
    }
    for (file, (_, text, marks)) in example.files.iter().enumerate() {
        for mark in marks {
            let met = |finding: &Finding| finding.primary.location.file == FileId::new(file) && fits(mark, finding);
            if !findings.iter().any(met) {
                return fail(format!(
                    "nothing was found on `{}` that says \"{}\"",
                    &text[mark.span.range()],
                    mark.words
                ));
            }
        }
    }
    let applies = outcome.undecided.iter().find(|undecided| undecided.applies);
    if let Some(problem) = mended(pack, example) {
        return fail(problem);
    }
    match (example.expectation, applies) {
        (Expectation::Good, Some(undecided)) => fail(format!("this good example is not decided: {}", undecided.reason)),
        (Expectation::Undecided, None) if outcome.undecided.is_empty() => fail("this example is decided".into()),
        _ => None,
    }
}

/// So many times the fixes of an example are applied.
const MOST_ROUNDS: usize = 10;

/// In what the result of the fixes differs from what the example says, if it says it.
fn mended(pack: &Pack, example: &Example) -> Option<String> {
    if example.fixed.is_empty() {
        return None;
    }
    let mut now = example.clone();
    for _ in 0..MOST_ROUNDS {
        let facts = facts(pack, &now);
        let (findings, _) = analyse(pack, &now, &facts);
        let mut edits: Vec<Edit> = Vec::new();
        for fix in findings.into_iter().filter_map(|finding| finding.fix) {
            if !fix.edits.iter().any(|edit| edits.iter().any(|other| edit.at.touches(other.at))) {
                edits.extend(fix.edits);
            }
        }
        if edits.is_empty() {
            break;
        }
        edits.sort_by_key(|edit| std::cmp::Reverse(edit.at));
        edits.iter().for_each(|edit| now.files[edit.at.file.index()].1.replace_range(edit.at.span.range(), &edit.text));
    }
    let expected = |number: usize| {
        let fixed = example.fixed.iter().find(|(of, _)| *of == number);
        fixed.map_or(&example.files[number].1, |(_, text)| text)
    };
    let differs = |number: &usize| now.files[*number].1 != *expected(*number);
    let number = (0..now.files.len()).find(differs)?;
    Some(format!("the fixes make of `{}`:\n{}", now.files[number].0, now.files[number].1))
}

/// Why the rule would say nothing of this example, whatever stands in it: it can't be read, or has nothing that
/// the rule judges. An example that is passed over proves nothing.
fn unjudged(pack: &Pack, example: &Example, facts: &[Facts]) -> Option<String> {
    let rule = pack.rule(&example.rule)?;
    if matches!(rule.select, Select::Detector(..)) {
        return None;
    }
    if let Some(problem) = facts.iter().flat_map(|facts| &facts.problems).next() {
        return Some(format!("this example can't be read: {}", problem.message));
    }
    let mut resources = facts.iter().flat_map(|facts| &facts.resources);
    let judged = resources.any(|known| pack.applies(rule, known.kind, &known.resource.identity));
    (!judged).then(|| "this example has no resource that the rule judges; is `apiVersion` or `kind` misspelt?".into())
}

fn marks_of<'e>(example: &'e Example, finding: &Finding) -> impl Iterator<Item = &'e Mark> {
    example.files.get(finding.primary.location.file.index()).into_iter().flat_map(|(.., marks)| marks)
}

/// What to say of a finding that no mark expects.
fn unexpected(example: &Example, finding: &Finding) -> String {
    let said = match finding.primary.message.as_str() {
        "" => finding.message.clone(),
        label => format!("{}: {label}", finding.message),
    };
    if let Some(mark) = marks_of(example, finding).find(|mark| is_at(mark, finding)) {
        return format!("the finding under the mark says \"{said}\", not \"{}\"", mark.words);
    }
    let text = example.files.get(finding.primary.location.file.index()).map_or("", |(_, text, _)| text);
    let written = text.get(finding.primary.location.span.range()).unwrap_or_default();
    format!("a finding without a mark, on `{}`: {said}", written.lines().next().unwrap_or_default())
}

/// Whether a finding is what a mark expects: the marked characters, the words in its message or label.
fn fits(mark: &Mark, finding: &Finding) -> bool {
    let said = [&finding.message, &finding.primary.message];
    is_at(mark, finding) && said.iter().any(|said| said.contains(&mark.words))
}

/// Whether a finding is on the marked characters; a mark of one character stands for what starts there.
fn is_at(mark: &Mark, finding: &Finding) -> bool {
    let found = finding.primary.location.span;
    if mark.span.end - mark.span.start == 1 { found.start == mark.span.start } else { found == mark.span }
}

/// What the files of an example tell. Its templates can call each other and load its other files.
fn facts(pack: &Pack, example: &Example) -> Vec<Facts> {
    let source = |(number, (name, text, _)): (usize, &(String, String, Vec<Mark>))| {
        let name: Arc<str> = name.as_str().into();
        Arc::new(Source::new(FileId::new(number), Arc::clone(&name), name, text.as_str().into()))
    };
    let mut sources: Vec<Arc<Source>> = (0..).zip(&example.files).map(source).collect();
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    let templates: Vec<_> = sources.iter().map(|source| read_template(source).map(Arc::new)).collect();
    let mut library = Library::default();
    library.files = Some(Arc::new(Beside(sources.clone())));
    for path in templates.iter().flatten().flat_map(|template| template.uses(&Remotes::default())).map(|(_, path)| path)
    {
        library.insert_unreadable(&path, LoadError::Missing);
    }
    templates.iter().flatten().for_each(|template| library.insert(Arc::clone(template)));
    let read = |(source, template): (&Arc<Source>, &Option<Arc<Template>>)| match template {
        Some(template) => {
            let mut facts = read_bicep(pack, template);
            add_deployment(pack, &mut facts, template, &[], &library);
            facts
        }
        None => read_yaml(pack, Arc::clone(source), example.read_as),
    };
    sources.iter().zip(&templates).map(read).collect()
}

/// The files of an example, for its templates to load.
#[derive(Debug)]
struct Beside(Vec<Arc<Source>>);

impl Files for Beside {
    fn text(&self, from: &str, relative: &str) -> Result<Arc<Source>, LoadError> {
        let path = join(from, relative).ok_or(LoadError::OutsideRoot)?;
        self.0.iter().find(|source| *source.path == *path).cloned().ok_or(LoadError::Missing)
    }

    fn bytes(&self, from: &str, relative: &str) -> Result<Vec<u8>, LoadError> {
        self.text(from, relative).map(|source| source.text.as_bytes().to_vec())
    }

    fn names(&self, _: &str, _: &str) -> Result<Vec<String>, LoadError> {
        Err(LoadError::NotAFile)
    }
}

fn analyse(pack: &Pack, example: &Example, facts: &[Facts]) -> (Vec<Finding>, Outcome) {
    let world = World::new(pack, Settings::default(), facts);
    let rule = pack.rule(&example.rule);
    let of_suppressions = rule.is_some_and(
        |rule| matches!(&rule.select, Select::Detector(name, _) if OF_SUPPRESSIONS.contains(&name.as_str())),
    );
    let filter = match of_suppressions {
        true => Filter::new(pack, |_| true),
        false => Filter::only(pack, &example.rule),
    };
    let mut all = Outcome::default();
    let mut findings: Vec<_> = facts.iter().flat_map(|facts| problems(pack, &filter, facts)).collect();
    for id in world.written() {
        let outcome = judge(&world, id, &filter);
        findings.extend(outcome.findings);
        all.undecided.extend(outcome.undecided);
    }
    if of_suppressions {
        let locked = BTreeSet::new();
        let mut suppressions = Suppressions::new(pack, &filter, &locked, facts);
        findings.iter_mut().for_each(|finding| suppressions.apply(finding));
        findings = suppressions.findings(facts, true);
        findings.retain(|finding| finding.rule.name == example.rule);
        all.undecided.clear();
    }
    (findings, all)
}

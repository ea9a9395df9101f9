//! From what a rule or a native check says that mends a finding to the text that does.
//!
//! A fix is only made where the place is written once, and means only this: not through an alias, a variable, or a
//! choice. Whether it really mends the finding, who applies it finds out.

use std::sync::{Arc, OnceLock};

use aiolint_bicep::{BARE_IDENTIFIER, MISSING_BRACES, braces};
use aiolint_core::change::{Change, Into, Replacement, Written};
use aiolint_core::{Data, Edit, FileId, Fix, Location, Problem, Source, Text, Value, is_archived, mask_key_text};
use aiolint_yaml::ALIAS_BY_ACCIDENT;

use crate::condition::{Eval, Expr, Truth, Val};
use crate::facts::{Editor, editor};
use crate::kinds::Step;
use crate::pack::Pack;
use crate::rules::{FixStep, Operation};
use crate::world::{ResourceId, World};

/// The files of a run, for those who make fixes; how each is written is found out when it is first asked for.
#[derive(Default)]
pub(crate) struct Sources<'w> {
    files: std::collections::HashMap<FileId, (&'w Source, OnceLock<Option<Editor>>)>,
}

impl<'w> Sources<'w> {
    pub(crate) fn insert(&mut self, source: &'w Source) {
        self.files.insert(source.id, (source, OnceLock::new()));
    }

    fn editor(&self, file: FileId) -> Option<&Editor> {
        let (source, known) = self.files.get(&file)?;
        known.get_or_init(|| if is_archived(&source.path) { None } else { editor(source) }).as_ref()
    }

    fn edit(&self, file: FileId, change: &Change) -> Option<Edit> {
        self.editor(file)?.edit(change).map(|replacement| edit(file, replacement))
    }

    fn is_repeated(&self, file: FileId, change: &Change) -> bool {
        matches!(self.editor(file), Some(Editor::Bicep(editor)) if editor.is_repeated(change.span()))
    }
}

fn edit(file: FileId, (span, text): Replacement) -> Edit {
    Edit { at: Location::new(file, span), text }
}

/// A fix of one change.
pub(crate) fn of_change(world: &World<'_>, file: FileId, change: &Change, title: String, safe: bool) -> Option<Fix> {
    let edits = vec![world.sources().edit(file, change)?];
    Some(Fix { title, edits, safe })
}

/// The fix that a check's steps make. A step that sets, removes or renames what is not there is left out; any other
/// that can't be made leaves nothing of the fix.
pub(crate) fn of_steps<'w>(eval: &mut Eval<'w>, this: ResourceId, steps: &'w [FixStep]) -> Option<Fix> {
    let world = eval.world;
    let mut fix = Fix { title: String::new(), edits: Vec::new(), safe: world.resource(this).calls.is_empty() };
    eval.reset_choices();
    for step in steps {
        let planned = planned(eval, step);
        if eval.has_chosen() {
            return None;
        }
        let Some((file, change, title)) = planned? else { continue };
        fix.edits.push(world.sources().edit(file, &change)?);
        fix.safe &= eval.truth(&step.safe) == Truth::True && !world.sources().is_repeated(file, &change);
        eval.reset_choices();
        if !fix.title.is_empty() {
            fix.title += ", ";
        }
        fix.title += &title;
    }
    fix.edits.sort_by_key(|edit| edit.at);
    let overlaps = fix
        .edits
        .windows(2)
        .any(|pair| pair[0].at.file == pair[1].at.file && pair[0].at.span.end >= pair[1].at.span.start);
    (!overlaps && !fix.edits.is_empty()).then_some(fix)
}

/// What a step changes, and its words; `Some(None)` if there is nothing to do.
#[expect(clippy::option_option, reason = "nothing to do is not the same as not possible")]
fn planned<'w>(eval: &mut Eval<'w>, step: &'w FixStep) -> Option<Option<(FileId, Change, String)>> {
    let found = match &step.on {
        None => target(eval, &step.path),
        Some(on) => {
            let Val::Resource(id) = eval.value(on) else { return None };
            let mut other = Eval::new(eval.world, Some(id));
            let found = target(&mut other, &step.path);
            other.touched().iter().for_each(|kind| eval.touch(kind));
            found.filter(|_| !other.has_chosen())
        }
    };
    let written = match &step.value {
        Some(value) => Some(written(&eval.value(value).plain())?),
        None => None,
    };
    let optional = matches!(step.operation, Operation::Set | Operation::Remove | Operation::Rename);
    let Some((value, missing)) = found else { return if optional { Some(None) } else { None } };
    if optional && !missing.is_empty() {
        return Some(None);
    }
    let name = last_name(&step.path).unwrap_or_default();
    let (change, title) = match (&step.operation, written) {
        (Operation::Insert, Some(to)) => {
            (inserted(value, &missing, to.clone())?, format!("add `{name}: {}`", shown(&to)))
        }
        _ if !missing.is_empty() => return None,
        (Operation::Set, Some(to)) => (set(value, to.clone())?, format!("set `{name}` to `{}`", shown(&to))),
        (Operation::Remove, _) => {
            let key = value.key?;
            let name = eval.world.sources().files.get(&key.file).map_or("", |(source, _)| source.slice(key.span));
            (Change::Remove(key.span), format!("remove `{}`", name.trim_matches(['\'', '"'])))
        }
        (Operation::Rename, Some(Written::Text(to))) => {
            let title = format!("rename it to `{to}`");
            (Change::Rename(value.key?.span, to), title)
        }
        (Operation::Append, Some(to)) => {
            let title = format!("append `{}` to `{name}`", shown(&to));
            (appended(eval.world, value, to)?, title)
        }
        (Operation::Replace(part), Some(Written::Text(with))) => {
            let title = format!("replace `{part}` by `{}` in `{name}`", shown(&Written::Text(Arc::clone(&with))));
            (Change::Replace(value.at.span, part.as_str().into(), with), title)
        }
        (Operation::Sort { by, order }, _) => {
            (Change::Reorder(value.at.span, sorted(value, by, order)?), format!("sort `{name}`: {}", order.join(", ")))
        }
        _ => return None,
    };
    Some(Some((value.at.file, change, title)))
}

/// The numbers of a list's items in the order of what a member of them is, whatever its letters' case; none if that is
/// not known of all, or if they are in order.
fn sorted(value: &Value, by: &str, order: &[String]) -> Option<Vec<usize>> {
    let Data::List(list) = &value.data else { return None };
    let rank = |item: &Value| {
        let word = item.get(by)?.known_text()?;
        order.iter().position(|known| known.eq_ignore_ascii_case(word))
    };
    let ranks: Vec<usize> = list.items.iter().map(rank).collect::<Option<_>>()?;
    let mut numbers: Vec<usize> = (0..ranks.len()).collect();
    numbers.sort_by_key(|number| ranks[*number]);
    (list.open.is_none() && !numbers.is_sorted()).then_some(numbers)
}

/// What is written at a path, or nearest above it, with the members that are missing below that.
fn target<'w>(eval: &mut Eval<'w>, path: &'w Expr) -> Option<(&'w Value, Vec<Arc<str>>)> {
    match eval.value(path) {
        Val::Node(node) if node.via.is_some() || node.value.origin.is_some() => return None,
        Val::Node(node) if !node.value.is_absent() || node.value.key.is_some() => {
            return Some((node.value, Vec::new()));
        }
        Val::Node(_) | Val::Absent => {}
        _ => return None,
    }
    let (of, name) = match path {
        Expr::Select(of, name) => (of, Arc::clone(name)),
        Expr::Index(of, index) => match eval.value(index).plain() {
            Val::Text(name) => (of, Arc::from(&*name)),
            _ => return None,
        },
        _ => return None,
    };
    let (value, mut names) = target(eval, of)?;
    names.push(name);
    Some((value, names))
}

/// The last member that a path names.
fn last_name(path: &Expr) -> Option<&str> {
    match path {
        Expr::Select(_, name) | Expr::Member { name, .. } => Some(name),
        Expr::Index(of, _) => last_name(of),
        Expr::Root(crate::condition::Root::ApiVersion) => Some("apiVersion"),
        _ => None,
    }
}

fn set(value: &Value, to: Written) -> Option<Change> {
    match &value.data {
        Data::Bool(_) | Data::Int(_) | Data::Float(_) | Data::Text(Text::Known(_) | Text::Spelled { .. }) => {
            Some(Change::Set(value.at.span, to))
        }
        _ => None,
    }
}

fn inserted(value: &Value, missing: &[Arc<str>], to: Written) -> Option<Change> {
    match &value.data {
        Data::Map(map) if !missing.is_empty() && map.open().is_none() => {
            Some(Change::Insert(Into::Map(value.at.span), missing.to_vec(), to))
        }
        Data::Absent if !missing.is_empty() => Some(Change::Insert(Into::Key(value.key?.span), missing.to_vec(), to)),
        // An empty text is as good as none.
        Data::Text(Text::Known(text)) if missing.is_empty() && text.is_empty() => Some(Change::Set(value.at.span, to)),
        _ => None,
    }
}

fn appended(world: &World<'_>, value: &Value, to: Written) -> Option<Change> {
    let bicep = matches!(world.sources().editor(value.at.file), Some(Editor::Bicep(_)));
    match (&value.data, to) {
        (Data::List(list), to) if list.open.is_none() => Some(Change::Add(value.at.span, to)),
        // What a hole of Bicep is filled with stands before; a placeholder may be filled with anything.
        (Data::Text(Text::Parts(_)), _) if !bicep => None,
        (Data::Text(_), Written::Text(text)) => Some(Change::Append(value.at.span, text)),
        _ => None,
    }
}

fn written(value: &Val<'_>) -> Option<Written> {
    Some(match value {
        Val::Bool(it) => Written::Bool(*it),
        Val::Int(it) => Written::Int(*it),
        Val::Text(text) => Written::Text(Arc::from(&**text)),
        Val::Map(map) if map.entries.is_empty() => Written::EmptyMap,
        Val::List(list) if list.items.is_empty() => Written::EmptyList,
        _ => return None,
    })
}

/// A value in the words of a title: short, and nothing that looks like a key.
fn shown(value: &Written) -> String {
    match value {
        Written::Bool(it) => it.to_string(),
        Written::Int(it) => it.to_string(),
        Written::Text(text) => aiolint_core::brief(&mask_key_text(text), 80).into_owned(),
        Written::EmptyMap => "{}".into(),
        Written::EmptyList => "[]".into(),
    }
}

/// What mends what a detector saw in a file.
pub(crate) fn of_problem(pack: &Pack, source: &Source, problem: &Problem) -> Option<Fix> {
    let at = problem.primary.location;
    if at.file != source.id || is_archived(&source.path) {
        return None;
    }
    let word = source.slice(at.span);
    let quoted = |safe| {
        let title = format!("put `{word}` in quotes");
        Some(Fix { title, edits: vec![edit(at.file, (at.span, format!("'{word}'")))], safe })
    };
    match problem.detector {
        BARE_IDENTIFIER => quoted(is_member_of_enumeration(pack, source, at, word)),
        MISSING_BRACES => {
            let edits = braces(&source.text, at.span)?.into_iter().map(|it| edit(at.file, it)).collect();
            Some(Fix { title: format!("put braces around the members of `{word}`"), edits, safe: true })
        }
        ALIAS_BY_ACCIDENT if is_alias(source, at, word) => quoted(!is_anchor_name(&word[1..])),
        _ => None,
    }
}

/// Whether a word begins with `*` and is a whole value.
fn is_alias(source: &Source, at: Location, word: &str) -> bool {
    let rest = source.text[at.span.end as usize..].lines().next().unwrap_or_default();
    let is_last = rest.trim().is_empty() || rest.trim_start().starts_with(['#', ']', '}', ',']);
    is_last && word.starts_with('*') && !word.contains(['\'', '\n'])
}

/// Whether a word looks like the name of an anchor, which may be misspelt.
fn is_anchor_name(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
}

/// Whether a word is what an enumeration has that its key is named after.
fn is_member_of_enumeration(pack: &Pack, source: &Source, at: Location, word: &str) -> bool {
    let before = source.text[..at.span.start as usize].trim_end();
    let Some(before) = before.strip_suffix(':') else { return false };
    let key = before.rsplit(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap_or_default();
    let named = |path: &[Step]| matches!(path.last(), Some(Step::Member(name)) if name == key);
    let mut enums = pack.kinds.iter().flat_map(|kind| &kind.enums);
    enums.any(|(path, words)| named(path) && words.iter().any(|known| **known == *word))
}

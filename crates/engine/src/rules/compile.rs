//! From a rule's file to a rule: everything in it is checked here.

use serde_saphyr::Spanned;

use super::example::{self, Example};
use super::file::{CheckFile, Default, RuleFile};
use super::message::Template;
use super::{Check, CheckLabel, Rule, Select, fix, markdown};
use crate::condition::{Expr, Scope, Type, lower};
use crate::detectors;
use crate::front::{Front, PackError};
use crate::kinds::{KindSet, Table};
use crate::native::Native;
use crate::suggest::did_you_mean;

/// Compiles the rule in a file; its name is that of the file.
pub(crate) fn compile(kinds: &Table, path: &str, text: &str) -> Result<(Rule, Vec<Example>), PackError> {
    let front = markdown::split(path, text)?;
    let file: RuleFile = front.parse()?;
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path).trim_end_matches(".md").to_owned();
    check_names(&front, &file, &name)?;
    let (select, scope) = selection(&front, &file, kinds)?;
    let mut scope = scope;
    let each = file.each.as_ref().map(|each| repetition(&front, each, &mut scope)).transpose()?;
    let checks = file.checks.iter().map(|check| compile_check(&front, check, &scope)).collect::<Result<Vec<_>, _>>()?;
    if checks.is_empty() != matches!(select, Select::Detector(..) | Select::Native(..)) {
        return Err(
            front.error(front.range(&file.id), "a rule has `checks`, or `check` and `severity` for a native detector")
        );
    }
    let document = markdown::document(&front);
    if document.summary.is_empty() {
        return Err(front.error(
            front.yaml.end..front.text.len(),
            "the text is missing: what is checked, why it matters, what to do",
        ));
    }
    let showable = !matches!(&select, Select::Detector(name, _) if detectors::WITHOUT_EXAMPLE.contains(&name.as_str()));
    let examples = example::collect(&front, &name, &document, showable)?;
    let rule = Rule {
        id: file.id.value,
        name,
        constraints: file.constraint,
        select,
        pack: file.pack,
        enabled: file.default == Default::On,
        suppressible: file.suppressible,
        each,
        checks,
        source: file.source,
        url: file.url,
        since: file.since,
        summary: document.summary,
    };
    Ok((rule, examples))
}

fn check_names(front: &Front, file: &RuleFile, name: &str) -> Result<(), PackError> {
    let id = &file.id.value;
    let letters = id.len() - id.trim_start_matches(|c: char| c.is_ascii_uppercase()).len();
    if letters < 2 || !id[letters..].bytes().all(|byte| byte.is_ascii_digit()) || id.len() < letters + 3 {
        return Err(front
            .error(front.range(&file.id), "an id is capital letters and at least three digits: `AIO203`, `ORG001`"));
    }
    let kebab = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if name.is_empty() || !name.chars().all(kebab) {
        return Err(front.error(0..3, format!("a rule's file is named in lower case with hyphens, not `{name}`")));
    }
    Ok(())
}

fn selection<'k>(front: &Front, file: &RuleFile, kinds: &'k Table) -> Result<(Select, Scope<'k>), PackError> {
    let scope = |this| Scope { names: kinds, this, locals: Vec::new() };
    match (&file.select, &file.check, file.severity) {
        (None, Some(check), Some(severity)) => {
            let select = match Native::named(&check.value) {
                Some(native) => Select::Native(native, severity.into()),
                None => Select::Detector(detector(front, check)?, severity.into()),
            };
            Ok((select, scope(KindSet::default())))
        }
        (Some(select), None, None) => {
            let (patterns, names): (Vec<_>, Vec<_>) =
                select.value.names().into_iter().partition(|name| name.contains('/'));
            let ids = kinds.ids(&names).map_err(|message| front.error(front.range(select), message))?;
            let this: KindSet = ids.into_iter().collect();
            // What only matches a pattern has no members.
            let members = if patterns.is_empty() { this } else { KindSet::default() };
            Ok((Select::Resources(this, patterns.into_iter().map(str::to_owned).collect()), scope(members)))
        }
        _ => {
            Err(front
                .error(front.range(&file.id), "a rule has either `select` and `checks`, or `check` and `severity`"))
        }
    }
}

/// The detector of files with this name.
fn detector(front: &Front, check: &Spanned<String>) -> Result<String, PackError> {
    if detectors::ALL.contains(&check.value.as_str()) {
        return Ok(check.value.clone());
    }
    let known: Vec<_> = detectors::ALL.iter().copied().chain(Native::ALL.iter().map(|(name, _)| *name)).collect();
    let message = format!("there is no detector `{}`{}", check.value, did_you_mean(&check.value, &known));
    Err(front.error(front.range(check), message))
}

/// `item in list`: the list, with the item as the first variable.
fn repetition(front: &Front, each: &Spanned<String>, scope: &mut Scope<'_>) -> Result<Expr, PackError> {
    let Some((item, list)) = each.value.split_once(" in ") else {
        return Err(front.error(front.range(each), "write `item in list`"));
    };
    let (list, list_type) = lower(list, scope).map_err(|mut error| {
        let before = item.len() + " in ".len();
        error.range = before + error.range.start..before + error.range.end;
        front.condition_error(each, &error)
    })?;
    let item_type = if let Type::Resources(kinds) = list_type { Type::Resource(kinds) } else { Type::Any };
    scope.locals.push((item.trim().to_owned(), item_type));
    Ok(list)
}

fn compile_check(front: &Front, file: &CheckFile, scope: &Scope<'_>) -> Result<Check, PackError> {
    let condition = |value: &Spanned<String>| -> Result<Expr, PackError> {
        lower(&value.value, scope).map(|(expr, _)| expr).map_err(|error| front.condition_error(value, &error))
    };
    let template = |value: &Option<Spanned<String>>| -> Result<Option<Template>, PackError> {
        value.as_ref().map(|value| Template::compile(front, value, scope)).transpose()
    };
    for value in file.when.iter().chain([&file.require]) {
        front.check_block(value)?;
    }
    let labels = file.labels.iter().map(|label| {
        Ok(CheckLabel { at: condition(&label.at)?, message: Template::compile(front, &label.message, scope)? })
    });
    Ok(Check {
        severity: file.severity.into(),
        when: file.when.as_ref().map(condition).transpose()?,
        require: condition(&file.require)?,
        at: condition(&file.at)?,
        message: Template::compile(front, &file.message, scope)?,
        label: template(&file.label)?,
        why: template(&file.why)?,
        help: template(&file.help)?,
        labels: labels.collect::<Result<_, _>>()?,
        fix: file.fix.iter().map(|step| fix::compile(front, step, scope)).collect::<Result<_, _>>()?,
    })
}

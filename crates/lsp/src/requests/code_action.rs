//! `textDocument/codeAction`: fixes, and what else can be done about a finding.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use aiolint_core::{Finding, Fix, Span};
use gen_lsp_types::{CodeAction, CodeActionKind, Command, Diagnostic, Range, TextDocumentIdentifier, TextEdit};
use serde::Deserialize;
use serde_json::{Value, json};

use super::asked::Asked;
use super::{disable, ignore};
use crate::diagnostics::diagnostic;
use crate::edits;
use crate::server::Server;

/// The kind of the action that fixes all of a file.
pub(crate) const FIX_ALL: &str = "source.fixAll.aiolint";

/// So many fixes are offered one by one: [`FIX_ALL`] is for more.
const MOST_FIXES: usize = 50;
/// Of so many rules is said what can be done about them.
const MOST_RULES: usize = 10;

/// The parameters. The diagnostics in the context may be anybody's: they are not looked at.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Params {
    text_document: TextDocumentIdentifier,
    range: Range,
    context: Context,
}

#[derive(Deserialize)]
struct Context {
    #[serde(default)]
    only: Option<Vec<String>>,
}

impl Context {
    /// Whether actions of this kind are asked for.
    fn takes(&self, kind: &str) -> bool {
        let is_above = |only: &String| {
            kind.strip_prefix(only.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        self.only.as_ref().is_none_or(|only| only.iter().any(|it| it.is_empty() || is_above(it)))
    }
}

/// The actions for a range.
pub(crate) fn code_actions(server: &mut Server<'_>, params: &Params) -> Vec<CodeAction> {
    if !server.client.code_actions {
        return Vec::new();
    }
    let mut actions = Vec::new();
    if params.context.takes("quickfix")
        && let Some(asked) = Asked::of(server, &params.text_document)
    {
        let span = Span::new(asked.offset(params.range.start), asked.offset(params.range.end));
        actions.extend(about(&asked, span));
    }
    // Nobody asks for this without saying so: it costs several analyses.
    if params.context.only.is_some() && params.context.takes(FIX_ALL) {
        actions.extend(fix_all(server, &params.text_document));
    }
    actions
}

/// What can be done about the findings in these bytes. Editors ask for that by themselves whatever is selected, and show
/// it as a list: of a large selection there is no more than somebody may want to read.
fn about(asked: &Asked<'_>, span: Span) -> Vec<CodeAction> {
    let findings: Vec<&Finding> = asked.findings(span).collect();
    let mut rules = BTreeSet::new();
    let of_new_rule = findings.iter().filter(|finding| rules.insert(finding.rule.id.clone()));
    let one_each: Vec<&Finding> = of_new_rule.take(MOST_RULES).copied().collect();
    let mut actions: Vec<CodeAction> = Vec::new();
    actions.extend(findings.iter().filter_map(|finding| fix(asked, finding)).take(MOST_FIXES));
    actions.extend(ignore::actions(asked, &findings));
    actions.extend(one_each.iter().filter_map(|finding| disable::action(asked, finding)));
    actions.extend(one_each.iter().filter_map(|finding| explain(asked, finding)));
    // Two findings may have the same fix, or be ignored by the same comment.
    actions.into_iter().fold(Vec::new(), |mut all, action| {
        let same = |known: &CodeAction| {
            (&known.title, &known.edit, &known.command) == (&action.title, &action.edit, &action.command)
        };
        if !all.iter().any(same) {
            all.push(action);
        }
        all
    })
}

/// An action about a finding.
pub(super) fn quick(asked: &Asked<'_>, finding: &Finding, title: String) -> CodeAction {
    let about: Vec<Diagnostic> =
        diagnostic(asked.places, finding).into_iter().map(|(_, diagnostic)| diagnostic).collect();
    CodeAction { title, kind: Some(CodeActionKind::QuickFix), diagnostics: Some(about), ..CodeAction::default() }
}

fn fix(asked: &Asked<'_>, finding: &Finding) -> Option<CodeAction> {
    let fix = finding.fix.as_ref()?;
    let edits = fix_edits(asked, fix)?;
    let mut title = fix.title.clone();
    if let Some(first) = title.get(..1) {
        title.replace_range(..1, &first.to_ascii_uppercase());
    }
    Some(CodeAction {
        is_preferred: Some(fix.safe),
        edit: Some(edits::edit(asked.places.client, asked.places.documents, edits)),
        ..quick(asked, finding, title)
    })
}

/// The edits of a fix, by file; none if one of them is in no file.
fn fix_edits(asked: &Asked<'_>, fix: &Fix) -> Option<BTreeMap<PathBuf, Vec<TextEdit>>> {
    let mut edits: BTreeMap<PathBuf, Vec<TextEdit>> = BTreeMap::new();
    for edit in &fix.edits {
        let source = asked.workspace().source(edit.at.file)?;
        let path = asked.places.path(&source)?;
        let range = asked.places.range(&source, &path, edit.at);
        edits.entry(path).or_default().push(TextEdit { range, new_text: edit.text.clone() });
    }
    Some(edits)
}

/// The rule's page: the client shows it.
fn explain(asked: &Asked<'_>, finding: &Finding) -> Option<CodeAction> {
    if !asked.places.client.opens_rules {
        return None;
    }
    let title = format!("Explain {} {}", finding.rule.id, finding.rule.name);
    let command = Command {
        title: title.clone(),
        command: "aiolint.openRuleDocumentation".into(),
        arguments: Some(vec![json!(finding.rule.name)]),
        tooltip: None,
    };
    Some(CodeAction { command: Some(command), ..quick(asked, finding, title) })
}

/// All that is safe to fix in a file, in one edit.
fn fix_all(server: &mut Server<'_>, about: &TextDocumentIdentifier) -> Option<CodeAction> {
    let path = Asked::of(server, about)?.path;
    let fixed = {
        let live = &mut server.projects.of_mut(&path)?.opened_mut()?.live;
        let below = live.path(&path)?;
        live.fixed(&below, false)?
    };
    let asked = Asked::of(server, about)?;
    let edits = changed_lines(&asked, &fixed);
    let edits = BTreeMap::from([(asked.path, edits)]);
    Some(CodeAction {
        title: "Fix all that aiolint can fix safely".into(),
        kind: Some(CodeActionKind::new(FIX_ALL)),
        edit: Some(edits::edit(server.client, &server.documents, edits)),
        ..CodeAction::default()
    })
}

/// The edits that make this text of a document, line by line.
fn changed_lines(asked: &Asked<'_>, new: &str) -> Vec<TextEdit> {
    let old = &asked.source.text;
    let diff = similar::TextDiff::from_lines(&**old, new);
    let (mut at, mut edits) = (0, Vec::new());
    let mut open: Option<(usize, usize, String)> = None;
    for change in diff.iter_all_changes() {
        let length = change.value().len();
        match change.tag() {
            similar::ChangeTag::Equal => {
                edits.extend(open.take());
                at += length;
            }
            similar::ChangeTag::Delete => {
                open.get_or_insert_with(|| (at, at, String::new())).1 += length;
                at += length;
            }
            similar::ChangeTag::Insert => {
                open.get_or_insert_with(|| (at, at, String::new())).2.push_str(change.value());
            }
        }
    }
    edits.extend(open);
    let edit = |(start, end, new_text): (usize, usize, String)| TextEdit {
        range: asked.range(Span::new(start, end)),
        new_text,
    };
    edits.into_iter().map(edit).collect()
}

/// `aiolint/explain`: the page of a rule of a project that is open, or else of a built-in one.
pub(crate) fn explain_rule(server: &mut Server<'_>, params: &ExplainParams) -> Value {
    let opened = server.projects.iter().filter_map(|project| project.opened());
    let mut pages = opened.map(Some).chain([None]).filter_map(|opened| server.page(opened, &params.rule));
    pages.next().map_or(Value::Null, |page| json!({ "title": page.title, "markdown": page.markdown }))
}

/// The rule that is asked for, by id or name.
#[derive(Deserialize)]
pub(crate) struct ExplainParams {
    rule: String,
}

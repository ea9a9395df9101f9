//! The comment that suppresses a finding, where it stands and with as little else as possible.

use std::sync::Arc;

use aiolint_core::change::{line_break, line_end, line_start};
use aiolint_core::{Finding, Source, Span};
use aiolint_engine::facts::{Facts, ReadAs, is_bicep, read_bicep, read_template, read_yaml};
use gen_lsp_types::{CodeAction, TextEdit};

use super::asked::Asked;
use super::code_action::quick;
use crate::edits;

/// Stands where the user is to say why.
const REASON: &str = "say why";
/// So many lines above a finding are tried: a value of several lines belongs to the first one.
const MOST_LINES: usize = 40;
/// So many findings can be ignored at once: in a larger selection "here" says nothing.
const MOST_FINDINGS: usize = 5;
/// So much is read again at most to see what comments would do, in bytes: twice the file for each line that is tried.
const MOST_BYTES: usize = 2 << 20;

/// Ignores each finding where it stands, if they are few.
pub(super) fn actions(asked: &Asked<'_>, findings: &[&Finding]) -> Vec<CodeAction> {
    let mut tries = MOST_BYTES / (2 * asked.source.text.len()).max(1);
    let few = if findings.len() > MOST_FINDINGS { &[] } else { findings };
    few.iter().filter_map(|finding| action(asked, finding, &mut tries)).collect()
}

/// Ignores a finding where it stands. `tries`: so many lines may still be tried.
fn action(asked: &Asked<'_>, finding: &Finding, tries: &mut usize) -> Option<CodeAction> {
    let rule = asked.pack().rule(&finding.rule.id)?;
    if !rule.suppressible || asked.workspace().is_locked(&rule.id) {
        return None;
    }
    let (at, text) = comment(asked, &finding.rule.name, finding.primary.location.span, tries)?;
    let edit = TextEdit { range: asked.range(Span::new(at, at)), new_text: text };
    let (client, documents) = (asked.places.client, asked.places.documents);
    Some(CodeAction {
        edit: Some(edits::with_selection(client, documents, &asked.path, edit, REASON)),
        is_preferred: Some(false),
        ..quick(asked, finding, format!("Ignore {} {} here", finding.rule.id, finding.rule.name))
    })
}

/// Where a comment goes, and the comment: the one that is about the fewest bytes, of those above and beside the nearest
/// line where one is understood.
fn comment(asked: &Asked<'_>, rule: &str, span: Span, tries: &mut usize) -> Option<(usize, String)> {
    let text = &asked.source.text;
    let sign = if is_bicep(&asked.source.path) { "//" } else { "#" };
    let words = format!("{sign} aiolint: ignore[{rule}] {REASON}");
    let mut start = line_start(text, span.start as usize);
    for _ in 0..MOST_LINES {
        *tries = tries.checked_sub(1)?;
        let end = line_end(text, start);
        let indent: String = text[start..end].chars().take_while(|c| matches!(c, ' ' | '\t')).collect();
        let above = (start, format!("{indent}{words}{}", line_break(text)));
        let beside = (end, format!(" {words}"));
        let reached = [above, beside].into_iter().filter_map(|it| Some((reach(asked, rule, span, &it)?, it)));
        if let Some((_, it)) = reached.min_by_key(|(reach, _)| *reach) {
            return Some(it);
        }
        start = line_start(text, start.checked_sub(1)?);
    }
    None
}

/// How many bytes an inserted comment is about, if it suppresses what is found here.
fn reach(asked: &Asked<'_>, rule: &str, span: Span, (at, inserted): &(usize, String)) -> Option<u32> {
    let mut text = asked.source.text.to_string();
    text.insert_str(*at, inserted);
    let shift =
        |offset: u32| if offset as usize >= *at { offset + u32::try_from(inserted.len()).unwrap_or(0) } else { offset };
    let span = Span { start: shift(span.start), end: shift(span.end) };
    let own = Span::new(*at, *at + inserted.len());
    let source =
        Source::new(asked.source.id, Arc::clone(&asked.source.path), Arc::clone(&asked.source.shown), text.into());
    let facts = read(asked, Arc::new(source));
    let directive =
        facts.directives.iter().find(|directive| own.contains(directive.span) && directive.fault.is_none())?;
    let within = directive.rules.iter().find(|named| named.word == rule)?.within?;
    let is_reached = within.overlaps(span) || within.contains(span);
    is_reached.then_some(within.end - within.start)
}

fn read(asked: &Asked<'_>, source: Arc<Source>) -> Facts {
    match read_template(&source) {
        Some(template) => read_bicep(asked.pack(), &template),
        None => read_yaml(asked.pack(), source, ReadAs::default()),
    }
}

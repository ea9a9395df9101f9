//! Switching a rule off in the project's configuration.

use std::collections::BTreeMap;
use std::sync::Arc;

use aiolint_core::change::{Change, Into as Place, Replacement, Written};
use aiolint_core::{Data, FileId, Finding, Source, Span, Value};
use gen_lsp_types::{CodeAction, TextEdit};

use super::asked::Asked;
use super::code_action::quick;
use crate::{edits, positions};

/// Sets a rule to `off`, and leaves the rest of the configuration as it is written. Only where that helps: another file
/// may lock the rule, and what the configuration says of some files counts more.
pub(super) fn action(asked: &Asked<'_>, finding: &Finding) -> Option<CodeAction> {
    let rule = &finding.rule.name;
    let (client, documents) = (asked.places.client, asked.places.documents);
    let (file, is_there) = asked.opened.live.configuration_file();
    let name = file.file_name()?.to_string_lossy().into_owned();
    let old = if is_there { asked.opened.live.text(&name).ok()? } else { "".into() };
    let source = Source::new(FileId::new(0), name.as_str().into(), name.as_str().into(), old);
    let (span, new_text) = switched_off(&source, &finding.rule.id, rule)?;
    let mut new = source.text.to_string();
    new.replace_range(span.range(), &new_text);
    if !asked.opened.live.would_be_off(asked.pack(), &finding.rule.id, &asked.source.path, new.into()) {
        return None;
    }
    let edit = if is_there {
        let marked = documents.get(&file).is_some_and(|document| document.is_marked());
        let range = positions::range(&source, span, client.encoding, marked);
        edits::edit(client, documents, BTreeMap::from([(file, vec![TextEdit { range, new_text }])]))
    } else {
        edits::new_file(client, documents, &file, new_text)?
    };
    Some(CodeAction {
        edit: Some(edit),
        is_preferred: Some(false),
        ..quick(asked, finding, format!("Switch {} {rule} off in {name}", finding.rule.id))
    })
}

/// The edit of a configuration that switches a rule off; none where its text can't be changed with certainty.
fn switched_off(source: &Source, id: &str, rule: &str) -> Option<Replacement> {
    let text = &source.text;
    let off = || Written::Text("off".into());
    let reading = aiolint_yaml::read(source);
    if !reading.problems.is_empty() || !reading.broken.is_empty() {
        return None;
    }
    let top = reading.documents.first().map(|document| &document.value).filter(|value| !value.is_absent());
    let Some(top) = top else {
        let end = text.len();
        let separator = if end == 0 || text.ends_with('\n') { "" } else { "\n" };
        return Some((Span::new(end, end), format!("{separator}rules:\n  {rule}: off\n")));
    };
    let editor = aiolint_yaml::Editor::new(text)?;
    let change = match top.get("rules") {
        None => Change::Insert(Place::Map(top.at.span), vec![Arc::from("rules"), rule.into()], off()),
        Some(Value { data: Data::Absent, key: Some(key), .. }) => {
            Change::Insert(Place::Key(key.span), vec![rule.into()], off())
        }
        Some(rules) => match levels(rules, id, rule)[..] {
            [] => Change::Insert(Place::Map(rules.at.span), vec![rule.into()], off()),
            [level] => {
                // It may be said with more, such as that it is locked.
                let level = level.get("severity").unwrap_or(level);
                if source.slice(level.at.span).trim_matches(['\'', '"']) == "off" {
                    return None;
                }
                Change::Set(level.at.span, off())
            }
            // It is set by its id and by its name.
            _ => return None,
        },
    };
    // The word needs no quotes in a configuration, though it does in a manifest.
    editor.edit(&change).map(|(span, text)| (span, text.replace("'off'", "off")))
}

/// What is set for a rule, which may be named by its id in small or capital letters.
fn levels<'v>(rules: &'v Value, id: &str, name: &str) -> Vec<&'v Value> {
    let Data::Map(rules) = &rules.data else { return Vec::new() };
    let named = rules.entries().iter().filter(|entry| entry.name.eq_ignore_ascii_case(id) || *entry.name == *name);
    named.map(|entry| &entry.value).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edited(text: &str) -> Option<String> {
        let source = Source::new(FileId::new(0), "a".into(), "a".into(), text.into());
        let (span, new) = switched_off(&source, "AIO201", "host-port-invalid")?;
        let mut text = text.to_owned();
        text.replace_range(span.range(), &new);
        Some(text)
    }

    #[test]
    fn a_configuration_keeps_its_layout() {
        let off = |text: &str| edited(text).unwrap_or_else(|| panic!("{text:?} is not edited"));
        assert_eq!(off(""), "rules:\n  host-port-invalid: off\n");
        assert_eq!(off("# ours\n"), "# ours\nrules:\n  host-port-invalid: off\n");
        assert_eq!(off("fail-on: note # all\n"), "fail-on: note # all\nrules:\n  host-port-invalid: off\n");
        assert_eq!(
            off("rules:\n    a: on # why\nfail-on: note\n"),
            "rules:\n    a: on # why\n    host-port-invalid: off\nfail-on: note\n"
        );
        assert_eq!(off("rules:\n  AIO201: error\n"), "rules:\n  AIO201: off\n");
        assert_eq!(off("rules:\n  aio201: error\n"), "rules:\n  aio201: off\n");
        assert_eq!(off("rules:\n"), "rules:\n  host-port-invalid: off\n");
        assert_eq!(off("rules: {a: on}\n"), "rules: {a: on, host-port-invalid: off}\n");
        assert_eq!(
            off("rules:\n  AIO201: {severity: error, locked: true}\n"),
            "rules:\n  AIO201: {severity: off, locked: true}\n"
        );
        assert_eq!(edited("rules: {host-port-invalid: off}\n"), None);
        assert_eq!(edited("rules: {AIO201: error, host-port-invalid: error}\n"), None);
        assert_eq!(edited("rules: [\n"), None);
    }
}

//! Documents that are Secrets by their look, line by line: right also where the document can't be parsed, or
//! where a parser drops a value, as of a key that is written twice.
//!
//! All that stands after a key is covered, and all lines without one, comments included: they may hold an old
//! password. What a Secret is called stays.

use std::ops::Range;

/// What no output may show of the documents that are Secrets.
pub(super) fn ranges(text: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    if !text.contains("Secret") && !text.contains(GENERATOR) {
        return ranges;
    }
    let mut start = 0;
    for line in lines(text) {
        if starts_document(&text[line.clone()]) {
            document(text, start..line.start, &mut ranges);
            start = line.start;
        }
    }
    document(text, start..text.len(), &mut ranges);
    ranges
}

/// What a kustomization makes Secrets of.
const GENERATOR: &str = "secretGenerator:";

fn document(text: &str, at: Range<usize>, ranges: &mut Vec<Range<usize>>) {
    let document = &text[at.clone()];
    if !is_secret(document) {
        return;
    }
    let mut section: Option<(usize, Section)> = None;
    for line in lines(document) {
        let content = document[line.clone()].trim_end();
        let indent = content.len() - content.trim_start_matches(' ').len();
        if section.is_some_and(|(outer, _)| indent <= outer) && !content.is_empty() {
            section = None;
        }
        let hidden = hidden(content, section.map(|(_, section)| section));
        let hidden = hidden.start + at.start + line.start..hidden.end + at.start + line.start;
        ranges.extend(Some(hidden).filter(|hidden| !hidden.is_empty()));
        let key = content.trim_start_matches([' ', '-']);
        section = section.or(match key {
            "metadata:" => Some((content.len() - key.len(), Section::Metadata)),
            "data:" | "stringData:" => Some((content.len() - key.len(), Section::Data)),
            _ => None,
        });
    }
}

/// The part of a Secret that a line is in.
#[derive(Clone, Copy, PartialEq)]
enum Section {
    Metadata,
    Data,
}

/// Whether a document says that it is a Secret, or that it holds some: `kind: Secret`, `"kind":"SecretList"`.
fn is_secret(document: &str) -> bool {
    let named = document.match_indices("Secret").any(|(at, word)| {
        let after = &document[at + word.len()..];
        let after = after.strip_prefix("List").unwrap_or(after);
        !after.starts_with(is_word) && is_value_of_kind(&document[..at])
    });
    named || document.contains(GENERATOR)
}

/// Whether what stands next is the value of `kind`, perhaps with a tag, an anchor or quotes before it.
fn is_value_of_kind(before: &str) -> bool {
    let mut before = before;
    loop {
        before = before.trim_end_matches(|c: char| c.is_whitespace() || "\"'>|+-".contains(c));
        let token = before.rfind(char::is_whitespace).map_or(0, |at| at + 1);
        match before[token..].chars().next() {
            Some('!' | '&') => before = &before[..token],
            _ => break,
        }
    }
    let Some(key) = before.strip_suffix(':') else { return false };
    let key = key.trim_end_matches(|c: char| c.is_whitespace() || "\"'".contains(c));
    key.strip_suffix("kind").is_some_and(|before| !before.ends_with(is_word))
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_' | '.')
}

/// The bytes of a line, without white space at its end, that are covered.
fn hidden(line: &str, section: Option<Section>) -> Range<usize> {
    if starts_document(line) && line.len() == 3 {
        return 0..0;
    }
    let start = line.len() - line.trim_start_matches([' ', '-']).len();
    let Some((key, rest)) = line[start..].split_once(':') else { return start..line.len() };
    let quoted = key.strip_prefix('"').and_then(|key| key.strip_suffix('"'));
    let name = quoted.unwrap_or(key);
    let plain = !name.is_empty() && name.chars().all(|c| is_word(c) || c == '/');
    let apart = rest.is_empty() || rest.starts_with([' ', '\t']) || quoted.is_some();
    // A row of hyphens is the frame of a key.
    if !plain || !apart || line.trim_start().starts_with("---") {
        return start..line.len();
    }
    let value = rest.trim();
    let says_what = match name {
        "kind" => section.is_none() && value.chars().all(|c| c.is_ascii_alphabetic()),
        "apiVersion" => section.is_none() && is_version(value),
        "name" | "namespace" => section == Some(Section::Metadata) && value.chars().all(is_word),
        _ => false,
    };
    let header = value.starts_with(['|', '>']) && value[1..].chars().all(|c| c.is_ascii_digit() || "+-".contains(c));
    if header || says_what {
        return 0..0;
    }
    line.len() - rest.trim_start().len()..line.len()
}

/// `v1`, `group/v1beta1`.
fn is_version(value: &str) -> bool {
    let (group, version) = value.rsplit_once('/').unwrap_or(("", value));
    let number = version.strip_prefix('v').is_some_and(|number| number.starts_with(|c: char| c.is_ascii_digit()));
    number && version.len() <= "v1alpha1".len() && group.chars().all(is_word)
}

fn starts_document(line: &str) -> bool {
    let marker = line.strip_prefix("---").or_else(|| line.strip_prefix("..."));
    marker.is_some_and(|after| after.is_empty() || after.starts_with([' ', '\t', '\r', '\n']))
}

/// The lines of a text, line breaks included; a lone `\r` ends one too.
fn lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    text.split_inclusive(['\n', '\r']).map(move |line| {
        let range = start..start + line.len();
        start = range.end;
        range
    })
}

#[cfg(test)]
mod tests {
    use super::super::{KeyText, Span};

    fn masked(text: &str) -> String {
        KeyText::default().mask(text).into_owned()
    }

    #[test]
    fn a_secret_shows_its_keys_and_its_name() {
        let text = "apiVersion: v1\nkind: Secret\nmetadata:\n  name: client\n  annotations:\n    note: old one\ntype: Opaque\n\
                    stringData:\n  password: hunter2 # was hunter1\n  key.pem: |\n    any: thing\n    metadata:\n      name: hunter2\n    hunter 2\n  name: hunter2\n";
        let shown = "apiVersion: v1\nkind: Secret\nmetadata:\n  name: client\n  annotations:\n    note: *** ***\ntype: ******\n\
                     stringData:\n  password: ******* * *** *******\n  key.pem: |\n    any: *****\n    metadata:\n      name: *******\n    ****** *\n  name: *******\n";
        assert_eq!(masked(text), shown);
    }

    #[test]
    fn whatever_is_a_secret_is_found() {
        for head in [
            "kind: Secret\n",
            "kind: \"Secret\"\n",
            "kind: !!str Secret\n",
            "kind: &kind Secret\n",
            "kind:\n  Secret\n",
            "kind: >-\n  Secret\n",
            "{\"kind\":\"Secret\",\n",
            "kind: SecretList\n",
            "kind: List\nitems:\n- kind: Secret\n",
            "kind: ConfigMap\n---\nkind: Secret\n",
            "secretGenerator:\n",
        ] {
            let text = format!("{head}a: hunter2\n\"b\": hunter2\r  {{c: hunter2\n? hunter2\n-----hunter2\n");
            assert!(!masked(&text).contains("hunter2"), "{}", masked(&text));
        }
    }

    #[test]
    fn other_documents_stay() {
        for head in ["kind: SecretSync\n", "secret: Secret\n", "# the Secret of\n", "kind: ConfigMap\nname: x-Secret\n"]
        {
            let text = format!("{head}host: contoso.com\n---\nkind: Secret\na: hunter2\n...\nkind: Broker\nb: shown\n");
            let masked = masked(&text);
            assert!(masked.starts_with(&format!("{head}host: contoso.com\n---\n")), "{masked}");
            assert!(masked.ends_with("a: *******\n...\nkind: Broker\nb: shown\n"), "{masked}");
        }
    }

    #[test]
    fn spans_and_looks_may_overlap() {
        let text = "kind: Secret\na: é hunter2\n";
        let key_text = KeyText { spans: vec![Span::new(17, 20), Span::new(3, 90)] };
        assert_eq!(key_text.mask(text).len(), text.len());
    }
}

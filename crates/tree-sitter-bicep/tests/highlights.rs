//! The query that editors highlight with: it fits the grammar, and gives the captures that `test/highlight` says, in
//! tree-sitter's own format (`// ^ capture` is about the character above the `^`, `// <- capture` about the first).

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "the examples are files, and a test may fail anywhere"
)]

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::Path;

use streaming_iterator::StreamingIterator;
use tree_sitter::{Language, Parser, Query, QueryCursor};

/// The capture of each byte: of the patterns that fit a node the last, and of nodes the innermost.
fn captures(text: &str) -> Vec<Option<String>> {
    let language: Language = tree_sitter_bicep::LANGUAGE.into();
    let mut parser = Parser::new();
    parser.set_language(&language).unwrap();
    let tree = parser.parse(text, None).unwrap();
    assert!(!tree.root_node().has_error(), "{}", tree.root_node().to_sexp());
    let query = Query::new(&language, tree_sitter_bicep::HIGHLIGHTS_QUERY).unwrap();
    let mut cursor = QueryCursor::new();
    let mut matches = cursor.matches(&query, tree.root_node(), text.as_bytes());
    let mut nodes = HashMap::new();
    while let Some(found) = matches.next() {
        for capture in found.captures() {
            let name = query.capture_names()[capture.index as usize];
            let taken = nodes.entry(capture.node.id()).or_insert((0, name, capture.node.byte_range()));
            if found.pattern_index >= taken.0 {
                *taken = (found.pattern_index, name, capture.node.byte_range());
            }
        }
    }
    let mut nodes: Vec<_> = nodes.into_values().filter(|(_, name, _)| *name != "embedded").collect();
    nodes.sort_by_key(|(_, _, range)| std::cmp::Reverse(range.len()));
    let mut bytes = vec![None; text.len()];
    for (_, name, range) in nodes {
        bytes[range].fill(Some(name.to_owned()));
    }
    bytes
}

/// What a line says of the line above: a column and a capture.
fn assertion(line: &str) -> Option<(usize, &str)> {
    let said = line.strip_prefix("//")?;
    if let Some(capture) = said.strip_prefix(" <- ") {
        return Some((0, capture));
    }
    let column = said.find('^').filter(|column| said[..*column].trim().is_empty())?;
    Some((column + 2, said[column + 1..].trim()))
}

#[test]
fn the_examples_have_their_captures() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("test/highlight");
    let (mut failures, mut checked) = (Vec::new(), 0);
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let captures = captures(&text);
        let (mut start, mut above) = (0, 0);
        for (number, line) in (1..).zip(text.split_inclusive('\n')) {
            if let Some((column, expected)) = assertion(line.trim_end()) {
                let got = captures[above + column].as_deref().unwrap_or("nothing");
                if got != expected {
                    failures.push(format!("{}:{number}: expected {expected}, got {got}", path.display()));
                }
                checked += 1;
            } else {
                above = start;
            }
            start += line.len();
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(checked > 80, "only {checked} places were checked");
}

#[test]
fn the_query_names_what_the_grammar_has() {
    let language: Language = tree_sitter_bicep::LANGUAGE.into();
    Query::new(&language, tree_sitter_bicep::HIGHLIGHTS_QUERY).unwrap();
    let kinds: BTreeSet<_> = tree_sitter_bicep::HIGHLIGHTS_QUERY
        .lines()
        .filter(|line| !line.starts_with(';'))
        .flat_map(|line| line.split('(').skip(1))
        .map(|rest| rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap())
        .filter(|kind| !kind.is_empty())
        .collect();
    assert!(kinds.len() > 40, "only {} kinds were found", kinds.len());
    for kind in kinds {
        assert_ne!(language.id_for_node_kind(kind, true), 0, "there is no {kind}");
    }
}

//! What a file alone tells.

use std::sync::Arc;

use aiolint_core::{FileId, Source};
use aiolint_engine::facts::{ReadAs, UNREADABLE, read};
use aiolint_engine::pack::Pack;

/// The detectors and messages of the problems of a file that must be a manifest, or need not.
fn problems(text: &str, manifest: bool) -> Vec<(&'static str, String)> {
    let source = Source::new(FileId::new(0), "a.yaml".into(), "a.yaml".into(), text.into());
    let facts = read(&Pack::default(), Arc::new(source), ReadAs { manifest, ..ReadAs::default() });
    facts.problems.into_iter().map(|problem| (problem.detector, problem.message)).collect()
}

#[test]
fn a_file_that_must_be_a_manifest_and_is_none_is_a_problem() {
    for (text, words) in [
        ("", "is no Kubernetes manifest"),
        ("# nothing\n", "is no Kubernetes manifest"),
        ("---\n", "is no Kubernetes manifest"),
        ("a: 1\n", "is no Kubernetes manifest"),
        ("a: {{ x }}: {{ y }}\n", "can't be read as YAML"),
    ] {
        assert_eq!(problems(text, false), [], "{text}");
        let found = problems(text, true);
        assert!(matches!(&found[..], [(UNREADABLE, said)] if said.contains(words)), "{text}: {found:?}");
    }
}

#[test]
fn an_empty_document_beside_a_manifest_is_no_problem() {
    assert_eq!(problems("apiVersion: v1\nkind: ConfigMap\n---\n", true), []);
}

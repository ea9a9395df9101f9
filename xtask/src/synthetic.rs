//! A large project to measure: the manifests of the fixture project, many times, with other names. Each plant
//! has a folder, in which all that refers to each other is found. Annotations make the manifests as large as
//! real ones.

use std::collections::BTreeSet;
use std::path::Path;

use crate::{Outcome, repository};

/// So many files it has, with a manifest in each.
pub(crate) const FILES: usize = 968;
/// About so many bytes it has.
const BYTES: usize = 1_500_000;

/// A document of the fixture project.
struct Document {
    /// The file that it stands in, without the ending.
    file: String,
    text: String,
}

/// Writes the project into a folder.
pub(crate) fn write(fixture: &Path, folder: &Path) -> Outcome {
    let documents = documents(fixture)?;
    let names: BTreeSet<&str> = documents.iter().filter_map(|document| name(&document.text)).collect();
    if documents.is_empty() {
        return Err(format!("there is no manifest in {}", repository::shown(fixture)));
    }
    for number in 0..FILES {
        let (plant, place) = (number / documents.len(), number % documents.len());
        let Document { file, text } = &documents[place];
        let text = filled(&renamed(text, &names, &format!("-{plant}")), BYTES / FILES);
        repository::write(&folder.join(format!("plant-{plant}/{file}-{place}.yaml")), &text)?;
    }
    Ok(())
}

fn documents(fixture: &Path) -> Result<Vec<Document>, String> {
    let mut found = Vec::new();
    for path in repository::files(fixture).iter().filter(|path| repository::ends_in(path, &["yaml", "yml"])) {
        let file = path.with_extension("").file_name().unwrap_or_default().to_string_lossy().into_owned();
        let text = repository::read(path)?;
        found.extend(
            text.split("\n---\n").map(|text| Document { file: file.clone(), text: format!("{}\n", text.trim_end()) }),
        );
    }
    Ok(found)
}

/// The resource's name: the first line `name: …`.
fn name(text: &str) -> Option<&str> {
    text.lines().find_map(|line| line.trim_start().strip_prefix("name: "))
}

/// The text with another name wherever a value is one of the names.
fn renamed(text: &str, names: &BTreeSet<&str>, suffix: &str) -> String {
    let mut all = String::with_capacity(text.len() + text.len() / 8);
    for line in text.lines() {
        all.push_str(line);
        if line.split_once(": ").is_some_and(|(_, value)| names.contains(value)) {
            all.push_str(suffix);
        }
        all.push('\n');
    }
    all
}

/// The manifest with annotations that make it so long.
fn filled(text: &str, length: usize) -> String {
    let Some((head, rest)) = text.split_once("metadata:\n") else { return text.to_owned() };
    let mut all = format!("{head}metadata:\n  annotations:\n    contoso.com/made-for: measuring\n");
    let mut number = 0;
    while all.len() + rest.len() < length {
        number += 1;
        all.push_str(&format!("    contoso.com/remark-{number}: \"what somebody had to say, item {number}\"\n"));
    }
    all + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_references_change_together_and_nothing_else_does() {
        let names = BTreeSet::from(["cloud", "lines"]);
        let text = "  name: cloud\n  profileRef: lines\n  endpointRef: default\n  dataSources: [lines/+]\n";
        let other = "  name: cloud-1\n  profileRef: lines-1\n  endpointRef: default\n  dataSources: [lines/+]\n";
        assert_eq!(renamed(text, &names, "-1"), other);
    }

    #[test]
    fn each_document_of_the_fixture_is_a_manifest() {
        let documents = documents(&repository::root().join("fixtures/projects/plant")).unwrap();
        assert!(documents.len() > 5);
        for Document { file, text } in documents {
            assert!(text.contains("\nkind: ") && name(&text).is_some(), "{file}: {text}");
        }
    }

    #[test]
    fn annotations_fill_a_manifest() {
        let text = "kind: Secret\nmetadata:\n  name: a\nstringData: {}\n";
        let long = filled(text, 1000);
        assert!((1000..1100).contains(&long.len()), "{}", long.len());
        assert!(long.starts_with("kind: Secret\nmetadata:\n  annotations:\n    contoso.com/"));
        assert!(long.ends_with("\n  name: a\nstringData: {}\n"));
    }
}

//! A large project to measure: the manifests and Bicep files of the fixture project, many times, with other names.
//! Each plant has a folder, in which all that refers to each other is found. Annotations make the manifests as
//! large as real ones.

use std::collections::BTreeSet;
use std::path::Path;

use crate::{Outcome, repository};

/// So many files it has: in YAML with a manifest in each.
pub(crate) const FILES: usize = 968;
/// About so many bytes it has.
const BYTES: usize = 1_500_000;

/// What every installation has: it is not declared, and keeps its name.
const DEFAULT: &str = "default";

/// A manifest or a Bicep file of the fixture project.
struct Document {
    /// The file that it stands in, without the ending.
    file: String,
    ending: &'static str,
    text: String,
}

/// Writes the project into a folder.
pub(crate) fn write(fixture: &Path, folder: &Path) -> Outcome {
    write_some(&documents(fixture)?, folder, FILES)
}

/// Writes so many manifests of the project into a folder.
pub(crate) fn write_manifests(fixture: &Path, folder: &Path, count: usize) -> Outcome {
    let mut documents = documents(fixture)?;
    documents.retain(|document| document.ending == "yaml");
    write_some(&documents, folder, count)
}

fn write_some(documents: &[Document], folder: &Path, count: usize) -> Outcome {
    let names: BTreeSet<&str> = documents.iter().flat_map(Document::names).collect();
    if documents.is_empty() {
        return Err("there is nothing to deploy in the fixture project".into());
    }
    for number in 0..count {
        let (plant, place) = (number / documents.len(), number % documents.len());
        let document = &documents[place];
        let Document { file, ending, .. } = document;
        let text = filled(&document.renamed(&names, &format!("-{plant}")), BYTES / FILES);
        repository::write(&folder.join(format!("plant-{plant}/{file}-{place}.{ending}")), &text)?;
    }
    Ok(())
}

fn documents(fixture: &Path) -> Result<Vec<Document>, String> {
    let mut found = Vec::new();
    for path in &repository::files(fixture) {
        let file = path.with_extension("").file_name().unwrap_or_default().to_string_lossy().into_owned();
        let whole = |ending, text: &str| {
            let text = format!("{}\n", text.trim_end());
            Document { file: file.clone(), ending, text }
        };
        if repository::ends_in(path, &["bicep"]) {
            found.push(whole("bicep", &repository::read(path)?));
        } else if repository::ends_in(path, &["yaml", "yml"]) {
            found.extend(repository::read(path)?.split("\n---\n").map(|text| whole("yaml", text)));
        }
    }
    Ok(found)
}

impl Document {
    /// The names of its resources: in a manifest the first line `name: …`, in Bicep every one with a text.
    fn names(&self) -> Vec<&str> {
        let lines = self.text.lines().filter_map(|line| line.trim_start().strip_prefix("name: "));
        match self.ending {
            "bicep" => lines.filter_map(quoted).filter(|name| *name != DEFAULT).collect(),
            _ => lines.take(1).collect(),
        }
    }

    /// The text with another name wherever a value is one of the names.
    fn renamed(&self, names: &BTreeSet<&str>, suffix: &str) -> String {
        if self.ending == "bicep" {
            let rename = |text: String, name: &&str| text.replace(&format!("'{name}'"), &format!("'{name}{suffix}'"));
            return names.iter().fold(self.text.clone(), rename);
        }
        let mut all = String::with_capacity(self.text.len() + self.text.len() / 8);
        for line in self.text.lines() {
            all.push_str(line);
            if line.split_once(": ").is_some_and(|(_, value)| names.contains(value)) {
                all.push_str(suffix);
            }
            all.push('\n');
        }
        all
    }
}

/// What is between single quotes, without parts that are put in.
fn quoted(text: &str) -> Option<&str> {
    text.strip_prefix('\'')?.strip_suffix('\'').filter(|text| !text.contains('$'))
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

    fn document(ending: &'static str, text: &str) -> Document {
        Document { file: "a".into(), ending, text: text.into() }
    }

    #[test]
    fn names_and_references_change_together_and_nothing_else_does() {
        let names = BTreeSet::from(["cloud", "lines"]);
        let text = "  name: cloud\n  profileRef: lines\n  endpointRef: default\n  dataSources: [lines/+]\n";
        let other = "  name: cloud-1\n  profileRef: lines-1\n  endpointRef: default\n  dataSources: [lines/+]\n";
        assert_eq!(document("yaml", text).renamed(&names, "-1"), other);
        let text = "  name: 'cloud'\n  sourceSettings: { endpointRef: 'lines', dataSources: ['lines/+'] }\n";
        let other = "  name: 'cloud-1'\n  sourceSettings: { endpointRef: 'lines-1', dataSources: ['lines/+'] }\n";
        assert_eq!(document("bicep", text).renamed(&names, "-1"), other);
    }

    #[test]
    fn names_that_are_the_same_everywhere_stay() {
        let text = "  name: 'cloud'\n  name: 'default'\n  name: instanceName\n  name: '${plant}-hub'\n";
        assert_eq!(document("bicep", text).names(), ["cloud"]);
        let text = "  name: cloud\n      name: azure-iot-operations-aio-certificate-issuer\n";
        assert_eq!(document("yaml", text).names(), ["cloud"]);
    }

    #[test]
    fn each_document_of_the_fixture_declares_something() {
        let documents = documents(&repository::root().join("fixtures/projects/plant")).unwrap();
        let count = |ending| documents.iter().filter(|document| document.ending == ending).count();
        assert!(count("yaml") > 5 && count("bicep") > 1);
        for document in documents {
            let Document { file, ending, text } = &document;
            let declares = if *ending == "bicep" { "\nresource " } else { "\nkind: " };
            assert!(text.contains(declares) && !document.names().is_empty(), "{file}: {text}");
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

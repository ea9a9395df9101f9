//! Documents to Kubernetes resources.

use std::sync::Arc;

use aiolint_core::{Data, Identity, Language, Location, Resource, Value};
use memchr::memmem;

use crate::Document;

/// Whether the bytes of a file look like a Kubernetes manifest: it names an API version and a kind. Cheap,
/// so that a repository's other YAML files are not parsed at all; right also for files that can't be parsed.
#[must_use]
pub fn looks_like_manifest(bytes: &[u8]) -> bool {
    memmem::find(bytes, b"apiVersion").is_some() && memmem::find(bytes, b"kind").is_some()
}

/// The resources of a document: one, several where it is a `List`, none where it is no manifest.
#[must_use]
pub fn resources(document: &Document) -> Vec<Resource> {
    let mut found = Vec::new();
    collect(&document.value, document, &mut found);
    found
}

fn collect(body: &Value, document: &Document, found: &mut Vec<Resource>) {
    let text = |value: &'_ Value| {
        let first = || document.first.get(&value.at.span.start).cloned();
        value.known_text().map(Arc::from).or_else(first)
    };
    let (Some(kind), Some(api_version)) = (body.get("kind"), body.get("apiVersion")) else { return };
    let (Some(kind), Some(version)) = (text(kind), text(api_version)) else { return };
    if &*kind == "List" || (kind.ends_with("List") && body.get("items").is_some()) {
        if let Some(Data::List(list)) = body.get("items").map(|items| &items.data) {
            // A list in a list is no manifest: one level only.
            for item in list.items.iter().filter(|item| item.get("items").is_none()) {
                collect(item, document, found);
            }
        }
        return;
    }
    let (group, version) = version.split_once('/').unwrap_or(("", &version));
    let metadata = body.get("metadata");
    let member = |name| metadata.and_then(|metadata| metadata.get(name)).cloned().unwrap_or_else(Value::absent);
    found.push(Resource {
        language: Language::Yaml,
        identity: Identity::Kubernetes { group: group.into(), version: version.into(), kind },
        api_version: api_version.clone(),
        name: member("name"),
        namespace: member("namespace"),
        parent: Value::absent(),
        spec: body.get("spec").cloned().unwrap_or_else(Value::absent),
        extent: Location::new(body.at.file, body.at.span),
        existing: false,
        condition: None,
        calls: Arc::default(),
        turn: None,
        body: body.clone(),
    });
}

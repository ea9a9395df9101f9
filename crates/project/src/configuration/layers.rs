//! The files of a configuration: the one in the root, and those that it builds on.

use std::path::Path;
use std::sync::Arc;

use aiolint_core::{FileId, Source, Span, join};
use serde_json::{Map as JsonMap, Value as Json};

use super::NAMES;
use super::keys::{Keys, schema};
use super::reader::{Spot, Spots, Wrong, read};
use crate::{Disk, decode, relative};

/// So many files a configuration is made of at most.
const MOST_FILES: usize = 50;

/// One file of a configuration.
#[derive(Clone, Debug)]
pub(super) struct Layer {
    /// Its path from the root.
    pub path: Arc<str>,
    /// Its path as the user reads it.
    pub shown: Arc<str>,
    pub text: Arc<str>,
    pub keys: Keys,
    /// The same as the file has it, with its values in their order.
    pub json: JsonMap<String, Json>,
    pub spots: Spots,
}

impl Layer {
    /// Where a value stands; the start of the file if it is not written.
    pub(super) fn spot(&self, path: &str) -> Spot {
        let nowhere = Span::new(0, 0);
        self.spots.get(path).copied().unwrap_or(Spot { key: nowhere, value: nowhere })
    }

    /// The 1-based line of an offset.
    pub(super) fn line(&self, offset: u32) -> usize {
        self.text[..offset as usize].matches('\n').count() + 1
    }

    /// The path from the root of what this file names; `None` if that lies outside.
    pub(super) fn join(&self, named: &str) -> Option<String> {
        if Path::new(named).is_absolute() || named.contains('\\') { None } else { join(&self.path, named) }
    }
}

/// What is wrong with a configuration: the number of the file, and what.
pub(super) type Fault = (usize, Wrong);

/// The files of the configuration in a root: each after those that it builds on, so that a later one counts more.
#[derive(Clone, Debug, Default)]
pub(super) struct Layers {
    pub files: Vec<Layer>,
    pub faults: Vec<Fault>,
}

/// Reads the files of the configuration in the root, if there is one.
pub(super) fn layers(disk: &Disk, working: &Path) -> Layers {
    let mut found = NAMES.iter().filter(|name| disk.has(name));
    let Some(name) = found.next() else { return Layers::default() };
    let mut chain = Chain { disk, working, schema: schema(), open: Vec::new(), layers: Layers::default(), count: 0 };
    let own = chain.add(name);
    if let Some(other) = found.next() {
        let message = format!("there is `{other}` too, which is not read");
        let help = Some("keep one of the two".to_owned());
        chain.layers.faults.push((own, Wrong { at: Span::new(0, 0), message, label: String::new(), help }));
    }
    chain.layers
}

struct Chain<'d> {
    disk: &'d Disk,
    working: &'d Path,
    schema: Json,
    /// The files that are being read: each builds on the next one.
    open: Vec<String>,
    layers: Layers,
    count: usize,
}

impl Chain<'_> {
    /// Reads a file, after those that it builds on. Gives its number.
    fn add(&mut self, path: &str) -> usize {
        self.count += 1;
        let shown = relative(&self.disk.root().join(path), self.working);
        let (text, failure) = match self.disk.named_bytes(path).and_then(decode) {
            Ok(text) => (text, None),
            Err(error) => ("".into(), Some(error)),
        };
        let source = Source::new(FileId::new(0), path.into(), shown.as_str().into(), Arc::clone(&text));
        let mut read = read(&source, &self.schema);
        if let Some(error) = failure {
            let message = format!("the configuration can't be read: {error}");
            read.wrong.push(Wrong { at: Span::new(0, 0), message, label: String::new(), help: None });
        }
        let keys = match serde_json::from_value(Json::Object(read.json.clone())) {
            Ok(keys) => keys,
            Err(error) => {
                let message = format!("the configuration can't be read: {error}");
                read.wrong.push(Wrong { at: Span::new(0, 0), message, label: String::new(), help: None });
                Keys::default()
            }
        };
        let (path, shown) = (Arc::from(path), shown.into());
        let layer = Layer { path, shown, text, keys, json: read.json, spots: read.spots };
        self.open.push(layer.path.to_string());
        for (number, named) in layer.keys.extends.iter().enumerate() {
            if let Err((message, help)) = self.extend(&layer, named) {
                let at = layer.spot(&format!("extends/{number}")).value;
                read.wrong.push(Wrong { at, message, label: String::new(), help });
            }
        }
        self.open.pop();
        let number = self.layers.files.len();
        self.layers.faults.extend(read.wrong.into_iter().map(|wrong| (number, wrong)));
        self.layers.files.push(layer);
        number
    }

    /// Reads a file that another one names, unless it was.
    fn extend(&mut self, from: &Layer, named: &str) -> Result<(), (String, Option<String>)> {
        let wrong = |message: String, help: &str| Err((message, Some(help.to_owned())));
        let outside = "put it into the project, as a copy or as a submodule: nothing outside is read";
        let Some(path) = from.join(named) else {
            return wrong(format!("`{named}` lies outside the project"), outside);
        };
        if self.open.contains(&path) {
            return wrong(format!("`{named}` leads in a circle"), "a configuration can't build on itself");
        }
        if self.layers.files.iter().any(|file| *file.path == *path) {
            return Ok(());
        }
        if self.count == MOST_FILES {
            return wrong("the configuration has too many files".into(), "join some of them");
        }
        match self.disk.named_bytes(&path).map(drop) {
            Ok(()) => {
                self.add(&path);
                Ok(())
            }
            Err(aiolint_core::LoadError::OutsideRoot) => wrong(format!("`{named}` lies outside the project"), outside),
            Err(error) => wrong(format!("`{named}` can't be read: {error}"), "the path starts at this file's folder"),
        }
    }
}

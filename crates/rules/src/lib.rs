//! The built-in rules, kinds and schemas: `rules/` of the repository, checked and compiled while building.

use aiolint_engine::pack::{File, Pack, Sources};
use aiolint_engine::schema::Library;

/// The files themselves, made by the build script.
mod texts {
    include!(concat!(env!("OUT_DIR"), "/texts.rs"));
}

/// The compiled schemas, made by the build script.
mod schemas {
    include!(concat!(env!("OUT_DIR"), "/schemas.rs"));
}

/// The compiled rules and kinds, and the schemas, of which each is read when it is asked for.
///
/// # Panics
/// Never, unless the embedded bytes are not what the build script wrote.
#[must_use]
pub fn pack() -> Pack {
    let bytes = include_bytes!(concat!(env!("OUT_DIR"), "/pack.bin"));
    let pack = Pack::from_bytes(bytes).expect("internal error: the embedded rules can't be read");
    Pack { schemas: schemas(), ..pack }
}

fn schemas() -> Library {
    Library::embedded(schemas::SCHEMAS)
}

/// The text of the rule with this name: its Markdown file.
#[must_use]
pub fn text(name: &str) -> Option<&'static str> {
    let is_it = |path: &str| path.rsplit('/').next().and_then(|file| file.strip_suffix(".md")) == Some(name);
    texts::RULES.iter().find(|(path, _)| is_it(path)).map(|(_, text)| *text)
}

/// The files of the built-in rules and kinds, and the schemas, to compile users' rules with them and to run the examples.
#[must_use]
pub fn sources() -> Sources {
    let files = |files: &[(&str, &str)]| -> Vec<File> {
        files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
    };
    Sources { kinds: files(texts::KINDS), rules: files(texts::RULES), schemas: schemas() }
}

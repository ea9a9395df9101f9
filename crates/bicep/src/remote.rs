//! Modules in registries: how they are addressed, and where their files are.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use aiolint_core::Reason;

/// The longest registry and the longest repository.
const LONGEST_NAME: usize = 255;

/// The longest tag.
const LONGEST_TAG: usize = 128;

/// What the path of a module may be, if it is no path of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remote<'p> {
    /// `br:registry/repository:tag`: the address.
    Registry(&'p str),
    /// `br/alias:rest:tag`: the alias, and what comes after it.
    Alias(&'p str, &'p str),
    /// A template spec, or an alias without anything after it.
    Other,
}

impl<'p> Remote<'p> {
    /// What a path is; `None` if it is one of a file.
    #[must_use]
    pub fn of(path: &'p str) -> Option<Self> {
        if let Some(address) = path.strip_prefix("br:") {
            return Some(Self::Registry(address));
        }
        if let Some(rest) = path.strip_prefix("br/") {
            return Some(rest.split_once(':').map_or(Self::Other, |(alias, rest)| Self::Alias(alias, rest)));
        }
        ["ts:", "ts/"].iter().any(|start| path.starts_with(start)).then_some(Self::Other)
    }
}

/// The address of a module in a registry. Each of its parts is a plain name: none leads to another folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address {
    /// The host, in lower case, perhaps with a port.
    pub registry: String,
    /// The names of the module, with slashes between them.
    pub repository: String,
    /// Which one.
    pub version: Version,
}

/// Which of a repository's modules is meant.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Version {
    /// The one with this tag.
    Tag(String),
    /// The one with this content: `sha256:` and 64 digits.
    Digest(String),
}

impl Address {
    /// Reads `registry/repository:tag` or `registry/repository@sha256:…`; `None` if it is no address that the compiler
    /// takes.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let (registry, rest) = text.split_once('/')?;
        let last = rest.rfind('/').map_or(0, |slash| slash + 1);
        let end = last + rest[last..].find([':', '@'])?;
        let (repository, version) = (rest[..end].to_owned(), &rest[end + 1..]);
        let version = match rest.as_bytes()[end] {
            b':' => Some(version).filter(|tag| is_tag(tag)).map(|tag| Version::Tag(tag.to_owned())),
            _ => Some(version).filter(|digest| is_digest(digest)).map(|digest| Version::Digest(digest.to_owned())),
        };
        let is_right = is_registry(registry) && repository.len() <= LONGEST_NAME && are_names(&repository);
        Some(Self { registry: registry.to_ascii_lowercase(), repository, version: version? }).filter(|_| is_right)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.version {
            Version::Tag(tag) => write!(f, "{}/{}:{tag}", self.registry, self.repository),
            Version::Digest(digest) => write!(f, "{}/{}@{digest}", self.registry, self.repository),
        }
    }
}

fn is_registry(text: &str) -> bool {
    let first = text.bytes().next().is_some_and(|byte| byte.is_ascii_alphanumeric());
    first && text.len() <= LONGEST_NAME && text.bytes().all(|it| it.is_ascii_alphanumeric() || b".-_:".contains(&it))
}

/// Whether these are names of lower case letters and digits, with single `.`, `_` and `-` in them.
fn are_names(repository: &str) -> bool {
    let is_word =
        |word: &str| !word.is_empty() && word.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit());
    repository.split('/').all(|name| name.split(['.', '_', '-']).all(is_word))
}

fn is_tag(text: &str) -> bool {
    let first = text.bytes().next().is_some_and(|it| it.is_ascii_alphanumeric() || it == b'_');
    first && text.len() <= LONGEST_TAG && text.bytes().all(|it| it.is_ascii_alphanumeric() || b"._-".contains(&it))
}

fn is_digest(text: &str) -> bool {
    let digits = text.strip_prefix("sha256:").unwrap_or_default();
    digits.len() == 64 && digits.bytes().all(|it| it.is_ascii_digit() || (b'a'..=b'f').contains(&it))
}

/// The files that modules in registries begin with, by the folder of the file that names them and the address as it is
/// written there: what an alias stands for depends on the folder. Within a module, also the files that lay beside its
/// own folder when it was published.
#[derive(Clone, Debug, Default)]
pub struct Remotes(HashMap<(String, String), Result<Arc<str>, Reason>>);

impl Remotes {
    /// Says which file a module begins with, or why it is not known.
    pub fn insert(&mut self, folder: &str, written: &str, begins: Result<Arc<str>, Reason>) {
        self.0.insert((folder.to_owned(), written.to_owned()), begins);
    }

    /// The file that a module begins with, named by `written` in the file at `from`; `None` if nobody has looked.
    #[must_use]
    pub fn get(&self, from: &str, written: &str) -> Option<&Result<Arc<str>, Reason>> {
        self.0.get(&(folder_of(from).to_owned(), written.to_owned()))
    }
}

/// The folder of a file.
#[must_use]
pub fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Why a module is unknown that nobody has looked for.
pub(crate) fn not_looked_for(written: &str) -> Reason {
    Reason::new(match Remote::of(written) {
        Some(Remote::Other) | None => format!("`{written}` is in a registry, and is not followed"),
        _ => format!(
            "`{written}` is in a registry; `module-cache` in `.aiolint.yaml` lets it be read from the Bicep CLI's cache"
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_made_of_names_alone() {
        let digest = format!("contoso.azurecr.io/a@sha256:{}", "0f".repeat(32));
        for (text, normal) in [
            ("mcr.microsoft.com/bicep/avm/res/x-y/z:1.2.3", "mcr.microsoft.com/bicep/avm/res/x-y/z:1.2.3"),
            ("Contoso.azurecr.io:5000/a:V1_-.", "contoso.azurecr.io:5000/a:V1_-."),
            (digest.as_str(), digest.as_str()),
        ] {
            assert_eq!(Address::read(text).map(|it| it.to_string()).as_deref(), Some(normal), "{text}");
        }
        for wrong in [
            "",
            "a",
            "a/b",
            "a:1",
            "/b:1",
            "../b:1",
            "a/../b:1",
            "a/..:1",
            "a//b:1",
            "a/b:",
            "a/b:..",
            "a/b:.",
            "a/b:1/c",
            "a/B:1",
            "a/b:1:2",
            "a/b@sha256:00",
            "a/b%2f:1",
            "a\\b/c:1",
            "a/b-:1",
        ] {
            assert_eq!(Address::read(wrong), None, "{wrong}");
        }
        assert_eq!(Address::read(&format!("a/b:{}", "x".repeat(129))), None);
    }
}

//! Access to other files, as a trait: the analysis never opens one itself.

use std::fmt;
use std::sync::Arc;

use crate::Source;

/// Gives the frontends the files that a file names (`loadTextContent`). Each is named as in the file at `from`, a path
/// from the root with forward slashes.
pub trait Files: fmt::Debug + Send + Sync {
    /// The text of a file.
    ///
    /// # Errors
    /// The reason why there is no text; it reads well after "the file could not be read: ".
    fn text(&self, from: &str, relative: &str) -> Result<Arc<Source>, LoadError>;

    /// The bytes of a file.
    ///
    /// # Errors
    /// As for [`Files::text`].
    fn bytes(&self, from: &str, relative: &str) -> Result<Vec<u8>, LoadError>;

    /// The names of the files in a folder, in order.
    ///
    /// # Errors
    /// As for [`Files::text`].
    fn names(&self, from: &str, relative: &str) -> Result<Vec<String>, LoadError>;
}

/// The paths of files that lie in an archive start with this. No path from the root has two slashes in a row.
const ARCHIVED: &str = "br://";

/// The path of the file with this name in the archive of a module with this address, `registry/repository:tag`. No file
/// has it: what is unpacked is only in memory.
#[must_use]
pub fn archived(address: &str, name: &str) -> String {
    format!("{ARCHIVED}{address}//{name}")
}

/// Whether this is the path of a file in an archive.
#[must_use]
pub fn is_archived(path: &str) -> bool {
    path.starts_with(ARCHIVED)
}

/// The path of `relative`, as named in the file at `from`, with `.` and `..` resolved; `None` if it leads out of the
/// root, or out of the archive that `from` lies in.
#[must_use]
pub fn join(from: &str, relative: &str) -> Option<String> {
    if is_archived(from) {
        let (address, own) = from.strip_prefix(ARCHIVED)?.split_once("//")?;
        // A folder like `<root1>` stands for another one, which is nowhere below the first.
        return match own.split_once('/').filter(|(first, _)| first.starts_with('<')) {
            Some((first, own)) => Some(archived(address, &format!("{first}/{}", join(own, relative)?))),
            None => Some(archived(address, &join(own, relative)?)),
        };
    }
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Why a file could not be loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoadError {
    /// The file would lie in the archive of a module, which has templates alone.
    NotArchived,
    /// The path leads out of the project's root, where nothing is read.
    OutsideRoot,
    /// There is no such file.
    Missing,
    /// The file is larger than a file may be, in bytes.
    TooLarge(u64),
    /// It is a folder, a device or another thing without text.
    NotAFile,
    /// It is not UTF-8; the offset of the first byte that is wrong.
    NotUtf8(usize),
    /// It is UTF-16, by its byte order mark.
    Utf16,
    /// It holds NUL bytes.
    Binary,
    /// The system refused, with its words.
    Refused(String),
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotArchived => write!(f, "a module in a registry comes without it"),
            Self::OutsideRoot => write!(f, "it lies outside the project"),
            Self::Missing => write!(f, "it does not exist"),
            Self::TooLarge(size) => write!(f, "it has {size} bytes, more than a manifest may have"),
            Self::NotAFile => write!(f, "it is not a regular file"),
            Self::NotUtf8(at) => write!(f, "it is not UTF-8: the byte at offset {at} is invalid"),
            Self::Utf16 => write!(f, "it is UTF-16, not UTF-8"),
            Self::Binary => write!(f, "it is binary"),
            Self::Refused(words) => write!(f, "{words}"),
        }
    }
}

impl std::error::Error for LoadError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_path_leads_out_of_an_archive() {
        let main = archived("contoso.azurecr.io:5000/a/b:1.2", "sub/main.bicep");
        let other = |relative| join(&main, relative);
        assert_eq!(other("x.bicep"), Some("br://contoso.azurecr.io:5000/a/b:1.2//sub/x.bicep".to_owned()));
        assert_eq!(other("../y.bicep"), Some("br://contoso.azurecr.io:5000/a/b:1.2//y.bicep".to_owned()));
        assert_eq!(other("../../y.bicep"), None);
        let other = archived("a/b:1", "<root1>/x.bicep");
        assert_eq!(join(&other, "../y.bicep"), None);
        assert_eq!(join(&other, "y.bicep"), Some("br://a/b:1//<root1>/y.bicep".to_owned()));
        // A folder may have the name of the scheme.
        assert!(!is_archived(&join("main.bicep", "br://a/b:1//x.bicep").unwrap_or_default()));
    }
}

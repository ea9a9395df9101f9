//! Files from the disk, within the root and within limits.

use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use aiolint_core::LoadError;

use crate::Buffers;

/// The largest file that is read, in bytes. A cluster stores no object over 1.5 MiB.
pub const MOST_BYTES: u64 = 16 << 20;

/// A folder of more files is not listed.
const MOST_NAMES: usize = 10_000;

/// The files under a root.
#[derive(Clone, Debug)]
pub struct Disk {
    root: PathBuf,
    buffers: Buffers,
}

impl Disk {
    /// The files under `root`, an absolute path.
    #[must_use]
    pub fn new(root: PathBuf) -> Self {
        Self { root, buffers: Buffers::default() }
    }

    /// The same, with the texts of these buffers in the place of what is on the disk.
    #[must_use]
    pub fn with_buffers(self, buffers: Buffers) -> Self {
        Self { buffers, ..self }
    }

    /// The folder that they are in.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Whether something is at this path relative to the root: on the disk, or open and not saved yet.
    pub(crate) fn has(&self, path: &str) -> bool {
        let path = self.root.join(path);
        self.buffers.text(&path).is_some() || path.exists()
    }

    /// The bytes of a file that discovery found, by its path relative to the root. Discovery follows no links, so
    /// that what it finds lies in the root.
    ///
    /// # Errors
    /// Why there are none.
    pub fn found_bytes(&self, path: &str) -> Result<Vec<u8>, LoadError> {
        let path = self.root.join(path);
        self.buffers.bytes(&path).unwrap_or_else(|| read(&path))
    }

    /// The bytes of a file that somebody named, by its path relative to the root.
    ///
    /// # Errors
    /// Why there are none; also that a link leads out of the root.
    pub fn named_bytes(&self, path: &str) -> Result<Vec<u8>, LoadError> {
        let path = self.root.join(path);
        match self.buffers.bytes(&path) {
            Some(bytes) => bytes,
            None => read(&self.within_root(&path)?),
        }
    }

    /// The first bytes of a file that is too large to be read whole.
    #[must_use]
    pub fn beginning(&self, path: &str) -> Vec<u8> {
        const ENOUGH: u64 = 1 << 16;
        let (path, mut bytes) = (self.root.join(path), Vec::new());
        if let Some(text) = self.buffers.text(&path) {
            return text.as_bytes().iter().copied().take(1 << 16).collect();
        }
        let read = File::open(path).and_then(|file| file.take(ENOUGH).read_to_end(&mut bytes));
        if read.is_err() { Vec::new() } else { bytes }
    }

    /// The names of the files in a folder that somebody named, in their order whatever the case, by its path relative to the root.
    ///
    /// # Errors
    /// Why there are none; also that a link leads out of the root, or that the folder has too many.
    pub fn names(&self, path: &str) -> Result<Vec<String>, LoadError> {
        let folder = self.within_root(&self.root.join(path))?;
        let mut names = Vec::new();
        for entry in fs::read_dir(folder).map_err(|error| refused(&error))? {
            let entry = entry.map_err(|error| refused(&error))?;
            let is_file = entry.file_type().is_ok_and(|of| of.is_file());
            names.extend(is_file.then(|| entry.file_name().into_string().ok()).flatten());
            if names.len() > MOST_NAMES {
                return Err(LoadError::Refused(format!("it has more than {MOST_NAMES} files")));
            }
        }
        // As the compiler lists them.
        names.sort_by_cached_key(|name| (name.to_lowercase(), name.clone()));
        Ok(names)
    }

    /// The real path, symbolic links followed, if it lies in the root.
    fn within_root(&self, path: &Path) -> Result<PathBuf, LoadError> {
        let real = fs::canonicalize(path).map_err(|error| refused(&error))?;
        let root = fs::canonicalize(&self.root).map_err(|error| refused(&error))?;
        if real.starts_with(root) { Ok(real) } else { Err(LoadError::OutsideRoot) }
    }
}

fn read(path: &Path) -> Result<Vec<u8>, LoadError> {
    // Asked before it is opened: opening a pipe would wait for a writer.
    let metadata = fs::metadata(path).map_err(|error| refused(&error))?;
    if !metadata.is_file() {
        return Err(LoadError::NotAFile);
    }
    if metadata.len() > MOST_BYTES {
        return Err(LoadError::TooLarge(metadata.len()));
    }
    let mut file = File::open(path).map_err(|error| refused(&error))?;
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0) + 1);
    // The file may grow while it is read.
    file.by_ref().take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(|error| refused(&error))?;
    match u64::try_from(bytes.len()) {
        Ok(size) if size > MOST_BYTES => Err(LoadError::TooLarge(size)),
        _ => Ok(bytes),
    }
}

/// Writes an output file that the user names.
///
/// # Errors
/// It can't be written.
pub fn write_output(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    fs::write(path, bytes).map_err(|error| std::io::Error::other(format!("can't write `{}`: {error}", path.display())))
}

fn refused(error: &std::io::Error) -> LoadError {
    match error.kind() {
        ErrorKind::NotFound => LoadError::Missing,
        _ => LoadError::Refused(error.to_string()),
    }
}

/// The text of a file's bytes, without a byte order mark.
///
/// # Errors
/// Why they are no text that a manifest can be.
pub fn decode(bytes: Vec<u8>) -> Result<Arc<str>, LoadError> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(LoadError::Utf16);
    }
    if memchr::memchr(0, &bytes).is_some() {
        return Err(LoadError::Binary);
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text.strip_prefix('\u{feff}').unwrap_or(&text).into()),
        Err(error) => Err(LoadError::NotUtf8(error.utf8_error().valid_up_to())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_leads_out_of_the_root_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("root");
        fs::create_dir_all(root.join("sub")).unwrap();
        fs::write(folder.path().join("secret.txt"), "outside").unwrap();
        fs::write(root.join("inside.txt"), "inside").unwrap();
        let disk = Disk::new(root.clone());
        let bytes = |path: &str| disk.named_bytes(path).map(|bytes| String::from_utf8(bytes).unwrap());
        assert_eq!(bytes("sub/../inside.txt").as_deref(), Ok("inside"));
        assert_eq!(bytes("../secret.txt"), Err(LoadError::OutsideRoot));
        assert_eq!(bytes("sub/missing.txt"), Err(LoadError::Missing));
        assert_eq!(bytes("sub"), Err(LoadError::NotAFile));
        assert_eq!(disk.names("."), Ok(vec!["inside.txt".to_owned()]));
        assert_eq!(disk.names(".."), Err(LoadError::OutsideRoot));
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(folder.path().join("secret.txt"), root.join("link.txt")).unwrap();
            assert_eq!(bytes("link.txt"), Err(LoadError::OutsideRoot));
        }
    }

    #[test]
    fn bytes_that_are_no_text_say_why() {
        assert_eq!(decode(b"\xef\xbb\xbfa: 1".to_vec()).as_deref(), Ok("a: 1"));
        assert_eq!(decode(b"a\xff".to_vec()), Err(LoadError::NotUtf8(1)));
        assert_eq!(decode(b"\xff\xfea\0".to_vec()), Err(LoadError::Utf16));
        assert_eq!(decode(b"a\0b".to_vec()), Err(LoadError::Binary));
    }
}

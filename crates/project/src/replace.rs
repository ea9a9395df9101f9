//! Writing a changed file in the place of the old one: wholly or not at all.

use std::fmt;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::decode;

/// The byte order mark, which texts come without.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// Why a file was not changed.
#[derive(Debug)]
pub enum ReplaceError {
    /// It is a symbolic link, or no file.
    NotAFile,
    /// It must not be written.
    ReadOnly,
    /// Somebody has changed it since it was read.
    Changed,
    /// It can't be read or written.
    Io(io::Error),
}

impl fmt::Display for ReplaceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAFile => f.write_str("it is a link, or no file"),
            Self::ReadOnly => f.write_str("it is read-only"),
            Self::Changed => f.write_str("it was changed meanwhile"),
            Self::Io(error) => write!(f, "{error}"),
        }
    }
}

impl std::error::Error for ReplaceError {}

impl From<io::Error> for ReplaceError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Replaces the text `before` of a file by `after`. A byte order mark stays, and so do the permissions; a reader sees
/// the old file or the new one, nothing between.
///
/// # Errors
/// The file is not changed.
pub fn replace(path: &Path, before: &str, after: &str) -> Result<(), ReplaceError> {
    let metadata = fs::symlink_metadata(path)?;
    if !metadata.is_file() {
        return Err(ReplaceError::NotAFile);
    }
    if metadata.permissions().readonly() {
        return Err(ReplaceError::ReadOnly);
    }
    let old = fs::read(path)?;
    let mark = if old.starts_with(MARK) { MARK } else { &[] };
    if !decode(old).is_ok_and(|text| *text == *before) {
        return Err(ReplaceError::Changed);
    }
    let (mut file, beside) = beside(path)?;
    let written = file
        .write_all(mark)
        .and_then(|()| file.write_all(after.as_bytes()))
        .and_then(|()| fs::set_permissions(&beside, metadata.permissions()))
        .and_then(|()| file.sync_all())
        .and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        // The error that is told is the first one.
        let _ = fs::remove_file(&beside);
    }
    Ok(written?)
}

/// A new file in the same folder, so that it can take the old one's place at once.
fn beside(path: &Path) -> io::Result<(fs::File, PathBuf)> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut number = 0u32;
    loop {
        let beside = path.with_file_name(format!(".{name}.aiolint-{}-{number}", std::process::id()));
        match OpenOptions::new().write(true).create_new(true).open(&beside) {
            Ok(file) => return Ok((file, beside)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && number < 100 => number += 1,
            Err(error) => return Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_with_its_mark_and_its_permissions() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.yaml");
        fs::write(&path, "\u{feff}a: 1\r\n").unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        }
        replace(&path, "a: 1\r\n", "a: 2\r\n").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "\u{feff}a: 2\r\n");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
        }
        assert!(matches!(replace(&path, "a: 1\r\n", "a: 3\r\n"), Err(ReplaceError::Changed)));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing stays beside it");
    }

    #[cfg(unix)]
    #[test]
    fn links_and_what_is_read_only_stay() {
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("a.yaml"), folder.path().join("b.yaml"));
        fs::write(&path, "a: 1").unwrap();
        std::os::unix::fs::symlink(&path, &link).unwrap();
        assert!(matches!(replace(&link, "a: 1", "a: 2"), Err(ReplaceError::NotAFile)));
        let mut permissions = fs::metadata(&path).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&path, permissions).unwrap();
        assert!(matches!(replace(&path, "a: 1", "a: 2"), Err(ReplaceError::ReadOnly)));
        assert_eq!(fs::read_to_string(&path).unwrap(), "a: 1");
    }
}

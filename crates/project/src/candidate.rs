//! Files that can say what is deployed, and whether they do.

use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;

use aiolint_bicep::is_json_parameters;
use aiolint_core::LoadError;
use aiolint_engine::facts::{is_bicep, is_kustomization, looks_like_manifest};

use crate::discover::{is_candidate, is_json};
use crate::{Disk, decode};

/// A file to be read.
pub(crate) struct Candidate {
    pub path: String,
    pub shown: String,
    /// Whether the user named the file itself.
    pub named: bool,
    /// Whether it is reported on.
    pub inside: bool,
    /// Whether the user says that it is a parameter file.
    pub parameters: bool,
    /// Whether it is open in an editor and not on the disk: nobody knows whether it is to be ignored there.
    pub unsaved: bool,
}

impl Candidate {
    /// A file that is open in an editor, and was not found on the disk.
    pub(crate) fn of_buffer(path: String, shown: String, inside: bool) -> Self {
        Self { path, shown, named: false, inside, parameters: false, unsaved: true }
    }
}

/// The content of a file; `None` if it is none of ours.
pub(crate) fn load(disk: &Disk, candidate: &Candidate) -> Option<Result<Arc<str>, LoadError>> {
    let relevant = |bytes: &[u8]| {
        if is_json(&candidate.path) {
            return candidate.parameters || std::str::from_utf8(bytes).is_ok_and(is_json_parameters);
        }
        let by_name = candidate.named || is_bicep(&candidate.path) || is_kustomization(&candidate.path);
        by_name || looks_like_manifest(&readable(bytes))
    };
    let read = if candidate.named { disk.named_bytes(&candidate.path) } else { disk.found_bytes(&candidate.path) };
    let bytes = match read {
        Ok(bytes) => bytes,
        Err(failure @ LoadError::TooLarge(_)) => {
            return relevant(&disk.beginning(&candidate.path)).then_some(Err(failure));
        }
        Err(failure) => return Some(Err(failure)),
    };
    let possible = is_candidate(Path::new(&candidate.path)) || candidate.named;
    (possible && relevant(&bytes)).then(|| decode(bytes))
}

/// The bytes as they look in UTF-8, near enough to find words in: a manifest in UTF-16 is not passed over.
fn readable(bytes: &[u8]) -> Cow<'_, [u8]> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return bytes.iter().copied().filter(|byte| *byte != 0).collect::<Vec<_>>().into();
    }
    bytes.into()
}

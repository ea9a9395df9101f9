//! The source of a published module: a packed archive, unpacked in memory alone. Its names are never paths of a disk.

use std::collections::{BTreeMap, HashMap};
use std::io::{self, Read};
use std::sync::Arc;

use flate2::read::GzDecoder;
use serde::Deserialize;

use crate::{MOST_BYTES, decode};

/// What an archive may have unpacked, in bytes.
pub(crate) const MOST_UNPACKED: u64 = 64 << 20;

/// An archive has no more files than this.
const MOST_FILES: usize = 2_000;

/// The longest name of a file.
const LONGEST_NAME: usize = 1_000;

/// So many of an archive's links are looked at.
const MOST_LINKS: usize = 5_000;

/// Links further down in a template are passed over.
const MOST_LINES: usize = 100_000;

/// The file that says what the others are.
const INDEX: &str = "__metadata.json";

/// The newest kind of index that is known.
const NEWEST_INDEX: u32 = 1;

/// The templates of a module.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Archive {
    /// The name of the template that it begins with.
    pub begins: String,
    /// The texts of its templates, by their names.
    pub templates: BTreeMap<String, Arc<str>>,
    /// Where paths lead that are written in them.
    pub links: Vec<Link>,
}

/// Where a path leads that is written in a template.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Link {
    /// The name of the template.
    pub from: String,
    /// The path as it is written.
    pub written: String,
    /// The name of the template that it leads to.
    pub to: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Index {
    #[serde(default)]
    metadata_version: u32,
    entry_point: String,
    source_files: Vec<Indexed>,
    #[serde(default)]
    document_links: Option<BTreeMap<String, Vec<IndexedLink>>>,
}

#[derive(Deserialize)]
struct IndexedLink {
    range: String,
    target: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Indexed {
    path: String,
    archive_path: String,
    kind: String,
}

/// Unpacks an archive; also says how many bytes that were. No more than `most` are unpacked.
///
/// # Errors
/// What is wrong with it; reads well after "it can't be read: ".
pub(crate) fn unpack(packed: &[u8], most: u64) -> (u64, Result<Archive, String>) {
    let mut bytes = Vec::new();
    let read = GzDecoder::new(packed).take(most.saturating_add(1)).read_to_end(&mut bytes);
    let size = bytes.len() as u64;
    if size > most {
        return (size, Err(format!("it has more than {most} bytes unpacked")));
    }
    (size, read.map_err(|error| broken(&error)).and_then(|_| archive(&bytes)))
}

fn archive(bytes: &[u8]) -> Result<Archive, String> {
    let mut files = files(bytes)?;
    let index = files.remove(INDEX).ok_or_else(|| format!("it has no `{INDEX}`"))?;
    let index: Index = serde_json::from_slice(&index).map_err(|error| format!("its `{INDEX}` is wrong: {error}"))?;
    if index.metadata_version > NEWEST_INDEX {
        return Err("a newer version of Bicep made it".into());
    }
    let mut templates = BTreeMap::new();
    for Indexed { path, archive_path, kind } in index.source_files {
        if !kind.eq_ignore_ascii_case("bicep") {
            continue;
        }
        let (path, archive_path) = (name(&path)?, name(&archive_path)?);
        let bytes = files.get(archive_path).ok_or_else(|| format!("it has no `{archive_path}`"))?;
        let text = decode(bytes.clone()).map_err(|error| format!("`{path}` can't be read: {error}"))?;
        if templates.insert(path.to_owned(), text).is_some() {
            return Err(format!("it has `{path}` twice"));
        }
    }
    let links = links(index.document_links.unwrap_or_default(), &templates);
    match templates.contains_key(&index.entry_point) {
        true => Ok(Archive { begins: index.entry_point, templates, links }),
        false => Err(format!("it has no `{}`", index.entry_point)),
    }
}

/// Where the paths lead that are written in these templates. What the index says of others is passed over.
fn links(indexed: BTreeMap<String, Vec<IndexedLink>>, templates: &BTreeMap<String, Arc<str>>) -> Vec<Link> {
    let mut links = Vec::new();
    for (from, indexed) in indexed {
        let Some(text) = templates.get(&from) else { continue };
        let lines: Vec<&str> = text.split('\n').take(MOST_LINES).collect();
        for IndexedLink { range, target: to } in indexed.into_iter().take(MOST_LINKS - links.len()) {
            if let Some(written) = written(&lines, &range).filter(|_| templates.contains_key(&to)) {
                links.push(Link { from: from.clone(), written: written.to_owned(), to });
            }
        }
    }
    links
}

/// The text in quotes at a place like `[2:8]-[2:20]`: line and UTF-16 column of its start and its end, both from 0.
fn written<'t>(lines: &[&'t str], range: &str) -> Option<&'t str> {
    let (line, column) = range.strip_prefix('[')?.split_once(']')?.0.split_once(':')?;
    let (line, column): (usize, usize) = (line.parse().ok()?, column.parse().ok()?);
    let line = *lines.get(line)?;
    let mut units = 0;
    let start = line.char_indices().take(LONGEST_NAME).find_map(|(offset, letter)| {
        let here = units == column;
        units += letter.len_utf16();
        here.then_some(offset)
    })?;
    let quoted = line[start..].strip_prefix('\'')?;
    let end = quoted.bytes().take(LONGEST_NAME).position(|byte| byte == b'\'')?;
    Some(&quoted[..end])
}

/// The files, by their names. What is no file, as a link, is passed over.
fn files(bytes: &[u8]) -> Result<HashMap<String, Vec<u8>>, String> {
    let mut files = HashMap::new();
    let mut archive = tar::Archive::new(bytes);
    for entry in archive.entries().map_err(|error| broken(&error))? {
        let entry = entry.map_err(|error| broken(&error))?;
        if !entry.header().entry_type().is_file() {
            continue;
        }
        let path = entry.path_bytes();
        let own = name(std::str::from_utf8(&path).map_err(|_| "a name in it is not UTF-8")?)?.to_owned();
        drop(path);
        let mut content = Vec::new();
        entry.take(MOST_BYTES + 1).read_to_end(&mut content).map_err(|error| broken(&error))?;
        if content.len() as u64 > MOST_BYTES {
            return Err(format!("`{own}` is too large"));
        }
        if files.len() == MOST_FILES {
            return Err(format!("it has more than {MOST_FILES} files"));
        }
        if files.insert(own, content).is_some() {
            return Err("it has two files of the same name".into());
        }
    }
    Ok(files)
}

/// The name of a file, if it can't be taken for anything else than a file below.
fn name(name: &str) -> Result<&str, String> {
    let is_part = |part: &str| !matches!(part, "" | "." | "..");
    let is_plain = |letter: char| !letter.is_control() && letter != '\\';
    match name.len() <= LONGEST_NAME && name.split('/').all(is_part) && name.chars().all(is_plain) {
        true => Ok(name),
        false => Err("the path of a file in it leads elsewhere".into()),
    }
}

fn broken(error: &io::Error) -> String {
    // The words of the libraries quote what is in the archive.
    match error.kind() {
        io::ErrorKind::UnexpectedEof => "it ends too early".into(),
        _ => "it is no archive of this kind".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_the_bytes_are_it_ends() {
        for bytes in [&b""[..], b"x", b"\x1f\x8b", b"\x1f\x8b\x08\0\0\0\0\0\0\xff\x03\0\0\0\0\0\0\0\0\0"] {
            assert!(unpack(bytes, MOST_UNPACKED).1.is_err());
        }
    }

    #[test]
    fn a_link_starts_at_a_quote() {
        let lines = ["// ä", "/* 🏭 */ module a '../x.bicep' = {"];
        assert_eq!(written(&lines, "[1:18]-[1:30]"), Some("../x.bicep"));
        for wrong in ["", "[", "[1:17]-[1:30]", "[2:0]-[2:1]", "[1:-1]", "[99999999999999999999:0]"] {
            assert_eq!(written(&lines, wrong), None, "{wrong}");
        }
    }

    #[test]
    fn names_lead_nowhere() {
        for wrong in ["", "/etc/passwd", "../x", "a/../x", "a//b", "a/", "./a", "a\\..\\b", "a\nb"] {
            assert!(name(wrong).is_err(), "{wrong}");
        }
        for right in ["main.bicep", "<root1>/a b/x.bicep", "files/_cache_/br/x$y/1$/main.json"] {
            assert_eq!(name(right), Ok(right));
        }
    }
}

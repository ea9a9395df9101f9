//! Members that are indented below a key, without braces around them: a habit of YAML.

use std::ops::Range;

use super::place::Place;
use super::recover::tail_end;
use super::trace::Failure;

/// A key and what is indented below it, in bytes of the statement's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Block {
    /// The key, with quotes if it has them.
    pub key: Range<usize>,
    /// From the end of the key's line to the end of the last member.
    pub members: Range<usize>,
}

impl Block {
    /// The block below the key whose value is missing.
    pub(super) fn find(place: Place, failure: &Failure) -> Option<Self> {
        let (text, scan) = (place.text, place.scan);
        let around = scan.brackets[*place.open.last()?];
        let line = scan.line_of(failure.at)?;
        let ends = text[failure.at..].starts_with(['\r', '\n']);
        let key = text.get(line.first..failure.after)?.trim_end().strip_suffix(':')?;
        if !ends || around.byte != b'{' || around.at > line.first || !is_key(key) {
            return None;
        }
        let closing = around.partner.map_or(text.len(), |index| scan.brackets[index].at);
        let mut end = None;
        for below in scan.lines_after(failure.at) {
            if end.is_some_and(|end| below.start < end) || text[below.first..].starts_with("//") {
                continue;
            }
            if below.indent() <= line.indent() || closing <= below.first {
                break;
            }
            if end.is_none() && !is_key(text[below.first..].split_once(':')?.0.trim_end()) {
                return None;
            }
            end = Some(tail_end(text, scan, around.partner, below.first));
        }
        let members = failure.at..end.filter(|end| *end <= place.length)?;
        Some(Self { key: line.first..line.first + key.len(), members })
    }
}

/// Whether a text is what can be a key: a name, or a string without anything in it that is not meant literally.
pub(crate) fn is_key(word: &str) -> bool {
    let quoted = word.strip_prefix('\'').and_then(|word| word.strip_suffix('\''));
    quoted.is_some_and(|word| !word.contains(['\'', '\\', '$', '\r', '\n']))
        || (!word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_'))
}

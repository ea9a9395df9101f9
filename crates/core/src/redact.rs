//! Private keys and secrets never reach an output.
//!
//! Outputs show source lines, and a finding about a key stands on the line of the key. Two nets hold:
//! the places that are known to be secret ([`KeyText`], made where a Secret was read), and the look of
//! the text itself ([`mask_key_text`]), which also holds where a file could not be parsed.

use std::borrow::Cow;
use std::ops::Range;

use crate::Span;

/// The bytes of one file that no output may show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyText {
    /// The spans, in any order.
    pub spans: Vec<Span>,
}

impl KeyText {
    /// `text`, with the secret bytes replaced by as many `*`, so that columns stay as they are.
    /// Both nets are applied.
    #[must_use]
    pub fn mask<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let mut ranges = key_text_ranges(text);
        ranges.extend(self.spans.iter().map(|span| span.range()));
        cover(text, &ranges)
    }
}

/// `text`, with everything in it that looks like key text replaced by as many `*`.
#[must_use]
pub fn mask_key_text(text: &str) -> Cow<'_, str> {
    cover(text, &key_text_ranges(text))
}

fn cover<'t>(text: &'t str, ranges: &[Range<usize>]) -> Cow<'t, str> {
    if ranges.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut bytes = text.as_bytes().to_vec();
    for range in ranges {
        for byte in &mut bytes[range.start.min(text.len())..range.end.min(text.len())] {
            // White space stays, so that lines and block scalars keep their shape.
            if !byte.is_ascii_whitespace() {
                *byte = b'*';
            }
        }
    }
    // Every byte of a character is replaced or none: the ranges end at ASCII or at scalar ends.
    String::from_utf8(bytes).map_or(Cow::Owned("*".repeat(text.len())), Cow::Owned)
}

/// `-----BEGIN ` in base64, at any of the three alignments that a line break can leave it in; the first
/// is how the data of a Secret starts.
const BEGIN_IN_BASE64: &str = "LS0tLS1CRUdJTi";

fn key_text_ranges(text: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    pem_keys(text, &mut ranges);
    encoded_blocks(text, &mut ranges);
    ranges
}

/// What stands between `-----BEGIN … PRIVATE KEY` and its end, or the end of the text if it has none.
fn pem_keys(text: &str, ranges: &mut Vec<Range<usize>>) {
    let mut from = 0;
    while let Some(begin) = text[from..].find("-----BEGIN ").map(|at| from + at) {
        let label = begin + "-----BEGIN ".len();
        let line_end = text[label..].find(['\n', '\r']).map_or(text.len(), |at| label + at);
        let Some(word) = text[label..line_end].find("PRIVATE KEY").map(|at| label + at) else {
            from = label;
            continue;
        };
        let body = word + "PRIVATE KEY".len();
        let end = text[body..].find("-----END").map_or(text.len(), |at| body + at);
        let dashes = text[body..end].bytes().take_while(|&byte| byte == b'-').count();
        ranges.push(body + dashes..end);
        from = end;
    }
}

/// Base64 that holds a PEM block, with the base64 lines that continue it.
fn encoded_blocks(text: &str, ranges: &mut Vec<Range<usize>>) {
    let is_base64 = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b'-' | b'_');
    let mut from = 0;
    while let Some(begin) = text[from..].find(BEGIN_IN_BASE64).map(|at| from + at) {
        let bytes = text.as_bytes();
        let mut end = begin;
        loop {
            end += bytes[end..].iter().take_while(|byte| is_base64(byte)).count();
            let space = bytes[end..].iter().take_while(|byte| byte.is_ascii_whitespace() || **byte == b'\\').count();
            let next = end + space;
            let run = bytes[next..].iter().take_while(|byte| is_base64(byte)).count();
            let after = bytes.get(next + run);
            // A continuing line is base64 to its end; `key:` of the next member is not.
            if space == 0
                || run == 0
                || after.is_some_and(|byte| !byte.is_ascii_whitespace() && !b"\"'\\".contains(byte))
            {
                break;
            }
            end = next + run;
        }
        ranges.push(begin..end);
        from = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_body_of_a_private_key_is_covered_and_the_frame_stays() {
        let text = "a: |\n  -----BEGIN EC PRIVATE KEY-----\n  c2VjcmV0\n  -----END EC PRIVATE KEY-----\nb: 1\n";
        let masked = mask_key_text(text);
        assert_eq!(masked.len(), text.len());
        assert!(!masked.contains("c2VjcmV0"), "{masked}");
        assert!(masked.contains("-----BEGIN EC PRIVATE KEY-----") && masked.contains("b: 1"), "{masked}");
    }

    #[test]
    fn a_key_without_an_end_is_covered_to_the_end() {
        assert!(!mask_key_text("-----BEGIN PRIVATE KEY-----\nc2VjcmV0").contains("c2Vj"));
        assert!(!mask_key_text("-----BEGIN PRIVATE KEY----\nc2VjcmV0\n").contains("c2Vj"));
    }

    #[test]
    fn encoded_data_is_covered_over_all_its_lines() {
        let text = "data:\n  client_key.pem: >-\n    LS0tLS1CRUdJTiBQUklW\n    QVRFIEtFWS0t\n    c2Vj\n  other: x\n";
        let masked = mask_key_text(text);
        for secret in ["CRUdJ", "QVRF", "c2Vj"] {
            assert!(!masked.contains(secret), "{masked}");
        }
        assert!(masked.contains("other: x"), "{masked}");
    }

    #[test]
    fn a_certificate_and_plain_text_stay() {
        let text = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\nmode: Enabled\n";
        assert_eq!(mask_key_text(text), text);
    }

    #[test]
    fn known_places_are_covered_whatever_they_look_like() {
        let key_text = KeyText { spans: vec![Span::new(10, 17)] };
        assert_eq!(key_text.mask("password: hunter2 # x"), "password: ******* # x");
    }
}

//! What looks like key text wherever it stands: private keys in PEM, plain or in base64.

use std::ops::Range;

/// Where a text looks like key text.
pub(super) fn ranges(text: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    pem_keys(text, &mut ranges);
    for begin in BEGIN_IN_BASE64 {
        encoded_blocks(text, begin, &mut ranges);
    }
    ranges
}

const BEGIN: &str = "-----BEGIN ";

/// So long may a label be, the white space counted that folds it over lines.
const LONGEST_LABEL: usize = 200;

/// What stands between `-----BEGIN … PRIVATE KEY` and its end, or the end of the text if it has none.
fn pem_keys(text: &str, ranges: &mut Vec<Range<usize>>) {
    let mut from = 0;
    while let Some(label) = text[from..].find(BEGIN).map(|at| from + at + BEGIN.len()) {
        let Some(body) = private_label(text, label) else {
            from = label;
            continue;
        };
        let end = text[body..].find("-----END").map_or(text.len(), |at| body + at);
        let dashes = text[body..end].bytes().take_while(|&byte| byte == b'-').count();
        ranges.push(body + dashes..end);
        from = end;
    }
}

/// The end of the label at `start`, if it is that of a private key. It may be folded over lines.
fn private_label(text: &str, start: usize) -> Option<usize> {
    let most = text.ceil_char_boundary((start + LONGEST_LABEL).min(text.len()));
    let label = text[start..most].split("--").next().unwrap_or_default();
    let mut words = label.split_whitespace().peekable();
    while let Some(word) = words.next() {
        let Some(next) = words.peek() else { break };
        if word.ends_with("PRIVATE") && next.starts_with("KEY") {
            return Some(next.as_ptr() as usize - text.as_ptr() as usize + "KEY".len());
        }
    }
    None
}

/// `-----BEGIN ` in base64, where it starts at a byte that three divides, at the next, and at the one after
/// that. The first is how the data of a Secret starts.
const BEGIN_IN_BASE64: [&str; 3] = ["LS0tLS1CRUdJTi", "LS0tQkVHSU4g", "LS0tLUJFR0lO"];

/// Base64 that holds a PEM block, with the base64 lines that continue it.
fn encoded_blocks(text: &str, marker: &str, ranges: &mut Vec<Range<usize>>) {
    let is_base64 = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b'-' | b'_');
    let bytes = text.as_bytes();
    let mut from = 0;
    while let Some(begin) = text[from..].find(marker).map(|at| from + at) {
        let mut end = begin;
        loop {
            end += bytes[end..].iter().take_while(|byte| is_base64(byte)).count();
            let space = bytes[end..].iter().take_while(|byte| byte.is_ascii_whitespace() || **byte == b'\\').count();
            // `\n` in quotes.
            let escape = usize::from(bytes[end..end + space].ends_with(b"\\") && bytes.get(end + space) == Some(&b'n'));
            let next = end + space + escape;
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
    use super::super::mask_key_text;

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
        for begin in ["PRIVATE KEY-----", "PRIVATE KEY----", "RSA\n  PRIVATE\n  KEY-----", "PRIVATE KEY"] {
            let text = format!("-----BEGIN {begin}\nc2VjcmV0\n");
            assert!(!mask_key_text(&text).contains("c2Vj"), "{text}");
        }
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
    fn encoded_data_is_covered_wherever_the_block_starts_in_it() {
        // "k", "ke" and "key" before `-----BEGIN PRIVATE KEY-----`.
        for encoded in [
            "ay0tLS0tQkVHSU4gUFJJVkFURSBLRVktLS0tLQpzZWNyZXQ=",
            "a2UtLS0tLUJFR0lOIFBSSVZBVEUgS0VZLS0tLS0Kc2VjcmV0",
            "a2V5LS0tLS1CRUdJTiBQUklWQVRFIEtFWS0tLS0tCnNlY3JldA==",
        ] {
            let masked = mask_key_text(encoded);
            assert!(masked.ends_with("********************************"), "{masked}");
        }
    }

    #[test]
    fn a_certificate_and_plain_text_stay() {
        let text = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\nmode: Enabled\n";
        assert_eq!(mask_key_text(text), text);
    }
}

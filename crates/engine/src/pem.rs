//! PEM blocks in a text: RFC 7468, and the headers of RFC 1421 that legacy keys still have.
//!
//! A scanner of our own: ready-made readers skip encrypted keys silently, refuse files with headers as a
//! whole, or say nothing of a block without an end.

/// One block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Block<'t> {
    /// What stands after `BEGIN`, such as `EC PRIVATE KEY`.
    pub label: &'t str,
    /// What stands between the boundary lines, or after the first one if there is no other.
    pub content: &'t str,
    /// Whether an end with the same label was found.
    pub complete: bool,
}

impl Block<'_> {
    /// Whether it holds a private key, in whatever form.
    #[must_use]
    pub(crate) fn is_private_key(&self) -> bool {
        self.label.ends_with("PRIVATE KEY")
    }

    /// Whether a password is needed to read it: encrypted PKCS#8, or a legacy key with `Proc-Type: 4,ENCRYPTED`.
    #[must_use]
    pub(crate) fn is_encrypted(&self) -> bool {
        let header = |line: &str| {
            let mut words = line.split([':', ',']).map(str::trim);
            words.next() == Some("Proc-Type") && words.any(|word| word == "ENCRYPTED")
        };
        self.label == "ENCRYPTED PRIVATE KEY" || self.content.lines().take(4).any(header)
    }
}

const BEGIN: &str = "-----BEGIN ";

/// The blocks of `text`, in order. What stands between them is no error: RFC 7468 allows explanations there.
#[must_use]
pub(crate) fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(begin) = text[from..].find(BEGIN).map(|at| from + at + BEGIN.len()) {
        let line_end = text[begin..].find(['\n', '\r']).map_or(text.len(), |at| begin + at);
        let Some(label) = text[begin..line_end].trim_end().strip_suffix("-----") else {
            from = line_end;
            continue;
        };
        let next = text[line_end..].find(BEGIN).map_or(text.len(), |at| line_end + at);
        let end = text[line_end..next].find(&format!("-----END {label}-----")).map(|at| line_end + at);
        let content_end = end.unwrap_or(next);
        found.push(Block { label, content: text[line_end..content_end].trim(), complete: end.is_some() });
        from = content_end;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_and_their_kinds() {
        let text = "Subject: x\n-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n\
                    -----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIC\n-----END ENCRYPTED PRIVATE KEY-----\r\n\
                    -----BEGIN RSA PRIVATE KEY-----\r\nProc-Type: 4,ENCRYPTED\r\nDEK-Info: AES-256-CBC,00\r\n\r\nAAAA\r\n-----END RSA PRIVATE KEY-----\n\
                    -----BEGIN EC PRIVATE KEY-----\nMHcC\n-----END EC PRIVATE KEY-----";
        let found: Vec<_> =
            blocks(text).iter().map(|b| (b.label, b.is_private_key(), b.is_encrypted(), b.complete)).collect();
        assert_eq!(
            found,
            [
                ("CERTIFICATE", false, false, true),
                ("ENCRYPTED PRIVATE KEY", true, true, true),
                ("RSA PRIVATE KEY", true, true, true),
                ("EC PRIVATE KEY", true, false, true),
            ]
        );
    }

    #[test]
    fn a_block_without_its_end_ends_where_the_next_begins() {
        let text = "-----BEGIN PRIVATE KEY-----\nAA\n-----BEGIN CERTIFICATE-----\nBB";
        let found: Vec<_> = blocks(text).iter().map(|block| (block.content, block.complete)).collect();
        assert_eq!(found, [("AA", false), ("BB", false)]);
    }

    #[test]
    fn broken_boundaries_are_no_blocks() {
        assert_eq!(blocks("-----BEGIN EC PRIVATE KEY----\nAA\n"), []);
        assert_eq!(blocks("-----BEGIN "), []);
    }
}

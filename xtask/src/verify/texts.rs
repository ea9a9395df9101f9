//! Texts of a length, for the few patterns that occur, and texts that no pattern matches.

/// A text that a pattern matches, with a part that may be repeated.
struct Sample {
    pattern: &'static str,
    start: &'static str,
    /// What may be repeated as often as it is wanted; a text without it has one length only.
    filler: &'static str,
    end: &'static str,
}

const fn sample(pattern: &'static str, start: &'static str, filler: &'static str, end: &'static str) -> Sample {
    Sample { pattern, start, filler, end }
}

const SAMPLES: &[Sample] = &[
    sample(r"^[a-z0-9][a-z0-9-]*[a-z0-9]$", "ab", "-c", "d"),
    sample(r"^[a-zA-Z0-9-]*$", "", "a", ""),
    sample(r"^[-a-zA-Z0-9:\._]*$", "", "a", ""),
    sample(r".+\..+\.kusto\.windows\.net", "a.b", "c", ".kusto.windows.net"),
    sample(r".+\.blob\.core\.windows\.net", "a", "b", ".blob.core.windows.net"),
    sample(r".+\.fabric\.microsoft\.com", "a", "b", ".fabric.microsoft.com"),
    sample(r"^[0-9]+[KMGTPE]$", "1", "0", "M"),
    sample(r"^https://.*$", "https://", "a", ""),
    sample(r"^[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$", "01234567-89ab-cdef-0123-", "", "456789ABCDEF"),
    sample(r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$", "a", "b", ""),
    sample(r"^[A-Za-z0-9]([-A-Za-z0-9]+([-._a-zA-Z0-9]?[A-Za-z0-9])*)?", "A", "b", ""),
    sample(r"^[A-Za-z0-9.]([-A-Za-z0-9]+([-._a-zA-Z0-9]?[A-Za-z0-9])*)?(\/([0-9]+))*$", "A", "b", ""),
    sample(r"^[A-Z][a-z]+$", "A", "b", ""),
];

/// What is taken where nothing says what a text must be like.
const FREE: Sample = sample("", "a", "b", "");

/// A text with exactly so many characters that the pattern matches; `None` if there is none.
///
/// # Errors
/// The pattern is new: it needs a row in the table.
pub(super) fn exactly(pattern: Option<&str>, length: usize) -> Result<Option<String>, String> {
    let sample = find(pattern)?;
    let fixed = sample.start.len() + sample.end.len();
    if length < fixed {
        // Of what is free, a part will do.
        return Ok(sample.pattern.is_empty().then(|| "a".repeat(length)));
    }
    let filled: String = sample.filler.chars().cycle().take(length - fixed).collect();
    let text = format!("{}{filled}{}", sample.start, sample.end);
    Ok((text.chars().count() == length).then_some(text))
}

/// The shortest text of at least this length that the pattern matches.
pub(super) fn at_least(pattern: Option<&str>, length: usize) -> Result<String, String> {
    for length in length..length + 64 {
        if let Some(text) = exactly(pattern, length)? {
            return Ok(text);
        }
    }
    Err(format!("no text of {length} characters is known for {}", pattern.unwrap_or("no pattern")))
}

/// A text of this length that none of the patterns matches.
pub(super) fn breaking(length: usize) -> String {
    "!".repeat(length)
}

fn find(pattern: Option<&str>) -> Result<&'static Sample, String> {
    let Some(pattern) = pattern else { return Ok(&FREE) };
    SAMPLES
        .iter()
        .find(|sample| sample.pattern == pattern)
        .ok_or_else(|| format!("no text is known for the pattern {pattern}: add one to xtask/src/verify/texts.rs"))
}

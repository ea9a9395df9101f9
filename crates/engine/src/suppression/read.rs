//! What the comments and pragmas of a file suppress.

use aiolint_bicep::{Disabled, remarks};
use aiolint_core::{Source, Span};
use aiolint_yaml::{Abouts, Reading};
use memchr::memmem;

use crate::pack::Pack;

/// How a comment for aiolint begins.
pub(crate) const MARKER: &str = "aiolint:";

/// A comment or pragma that is to suppress findings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directive {
    /// Its bytes.
    pub span: Span,
    /// The rules that it names.
    pub rules: Vec<Named>,
    /// Whether it is a pragma of Bicep: it names rules exactly as the compiler would, for what starts in its range.
    pub is_pragma: bool,
    /// The reason that it gives.
    pub reason: Option<String>,
    /// Why it is not understood, and what to do, if it is not.
    pub fault: Option<(&'static str, &'static str)>,
}

/// A rule that a directive names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The bytes of the word.
    pub span: Span,
    /// The word: an id or a name.
    pub word: String,
    /// Where its findings are suppressed; nowhere if that could not be read.
    pub within: Option<Span>,
}

/// The directives in the comments of a YAML file.
pub(crate) fn of_yaml(source: &Source, reading: &Reading) -> Vec<Directive> {
    if memmem::find(source.text.as_bytes(), MARKER.as_bytes()).is_none() {
        return Vec::new();
    }
    let abouts = Abouts::new(source, reading);
    let comments = reading.comments.iter().map(|comment| comment.span);
    let read = |comment| directive(source, comment, "#", "", || abouts.of(comment));
    comments.filter_map(read).collect()
}

/// The directives in the comments and pragmas of a Bicep file.
pub(crate) fn of_bicep(pack: &Pack, source: &Source) -> Vec<Directive> {
    let has = |word: &str| memmem::find(source.text.as_bytes(), word.as_bytes()).is_some();
    if !has(MARKER) && !has("#disable-") {
        return Vec::new();
    }
    let remarks = remarks(&source.text, MARKER);
    let comments = remarks.comments.iter().filter_map(|comment| {
        let (begin, end) = if source.slice(comment.span).starts_with("//") { ("//", "") } else { ("/*", "*/") };
        directive(source, comment.span, begin, end, || comment.about)
    });
    let pragmas = remarks.disabled.iter().map(|disabled| pragma(source, disabled));
    // Most pragmas are about what the compiler says: a project may have thousands.
    let is_ours = |pragma: &Directive| pragma.rules.iter().any(|it| is_code(&it.word) || pack.rule(&it.word).is_some());
    comments.chain(pragmas.filter(is_ours)).collect()
}

/// Whether a word looks like the id of a built-in rule, in small or capital letters.
pub(super) fn is_code(word: &str) -> bool {
    let digits = word.get("AIO".len()..).filter(|_| word[.."AIO".len()].eq_ignore_ascii_case("AIO"));
    digits.is_some_and(|it| !it.is_empty() && it.bytes().all(|byte| byte.is_ascii_digit()))
}

fn pragma(source: &Source, disabled: &Disabled) -> Directive {
    let word = source.slice(disabled.code).to_owned();
    let comment = disabled.comment.map(|comment| source.slice(comment).trim_start_matches(['/', '*']));
    Directive {
        span: disabled.pragma,
        rules: vec![Named { span: disabled.code, word, within: Some(disabled.within) }],
        is_pragma: true,
        reason: comment.and_then(reason),
        fault: None,
    }
}

/// `aiolint: ignore[rule, rule] reason` in a comment with these signs around it. A comment that begins in another way
/// is for people.
fn directive(
    source: &Source,
    comment: Span,
    begin: &str,
    end: &str,
    about: impl FnOnce() -> Option<Span>,
) -> Option<Directive> {
    let text = source.slice(comment);
    let inner = text.strip_prefix(begin)?.trim_start();
    let rest = inner.strip_prefix(MARKER)?;
    let fault = |what, help| {
        let fault = Some((what, help));
        Some(Directive { span: comment, rules: Vec::new(), is_pragma: false, reason: None, fault })
    };
    let Some(rest) = rest.trim_start().strip_prefix("ignore") else {
        return fault("this comment is none that aiolint knows", "write `aiolint: ignore[rule] reason`");
    };
    let Some((list, after)) = rest.trim_start().strip_prefix('[').and_then(|rest| rest.split_once(']')) else {
        return fault("this comment does not name the rules that it ignores", "name them in brackets: `ignore[rule]`");
    };
    // What is left of the comment from the list on says where the list stands.
    let mut at = comment.end as usize - after.len() - "]".len() - list.len();
    let mut rules = Vec::new();
    let within = about();
    for part in list.split(',') {
        let word = part.trim();
        let start = at + (part.len() - part.trim_start().len());
        at += part.len() + ",".len();
        if !word.is_empty() {
            rules.push(Named { span: Span::new(start, start + word.len()), word: word.to_owned(), within });
        }
    }
    if rules.is_empty() {
        return fault("this comment ignores no rule", "name the rules in the brackets, or remove the comment");
    }
    let reason = reason(after.strip_suffix(end).unwrap_or(after));
    Some(Directive { span: comment, rules, is_pragma: false, reason, fault: None })
}

/// The reason, without the mark that may lead to it; nothing if there is none.
fn reason(text: &str) -> Option<String> {
    let text = text.trim().trim_start_matches([':', '-', '–', '—']).trim();
    (!text.is_empty()).then(|| text.split_whitespace().collect::<Vec<_>>().join(" "))
}

//! Texts that are known in parts: what holds whatever fills their holes.

use std::borrow::Cow;

use aiolint_core::{Part, Reason};

use super::val::{Truth, Val};

/// The known runs of a text; between two of them anything may stand. A text that is known whole is one run.
type Runs = Vec<String>;

/// A text as parts.
fn parts<'v>(text: &'v Val<'_>) -> Cow<'v, [Part]> {
    match text {
        Val::Parts(parts) => Cow::Borrowed(parts),
        Val::Text(text) => Cow::Owned(vec![Part::Literal(text.as_ref().into())]),
        _ => Cow::Owned(Vec::new()),
    }
}

/// One text after another.
pub(super) fn joined<'w>(a: &Val<'w>, b: &Val<'w>) -> Val<'w> {
    Val::Parts(Cow::Owned(parts(a).iter().chain(parts(b).iter()).cloned().collect()))
}

/// Why a text is not known whole.
pub(super) fn hole(parts: &[Part]) -> Reason {
    let reason = parts.iter().find_map(|part| match part {
        Part::Hole { reason, .. } => Some(reason.clone()),
        Part::Literal(_) => None,
    });
    reason.unwrap_or_else(|| Reason::new("it is known in parts only"))
}

/// A question about two texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Question {
    /// Whether they are the same.
    Equal,
    /// Whether the first starts with the second.
    StartsWith,
    /// Whether the first ends with the second.
    EndsWith,
    /// Whether the second stands somewhere in the first.
    Contains,
}

/// The answer about two texts, if it is the same whatever fills their holes. `None` if one is no text.
pub(super) fn answer(question: Question, a: &Val<'_>, b: &Val<'_>) -> Option<Truth> {
    let unknown = match (a, b) {
        (Val::Text(a), Val::Text(b)) => return Some(known(question, a, b).into()),
        (Val::Parts(a), Val::Parts(b)) if std::ptr::eq(&**a, &**b) => return Some(Truth::True),
        (Val::Parts(parts), Val::Text(_) | Val::Parts(_)) | (Val::Text(_), Val::Parts(parts)) => hole(parts),
        _ => return None,
    };
    let (a, mut b) = (runs(&parts(a)), runs(&parts(b)));
    if let [wanted] = &b[..]
        && always(question, &a, wanted)
    {
        return Some(Truth::True);
    }
    // What stands before and after it in the first text is one more hole.
    if matches!(question, Question::EndsWith | Question::Contains) {
        b.insert(0, String::new());
    }
    if matches!(question, Question::StartsWith | Question::Contains) {
        b.push(String::new());
    }
    Some(if can_be_same(&a, &b) { Truth::Unknown(unknown) } else { Truth::False })
}

fn known(question: Question, a: &str, b: &str) -> bool {
    match question {
        Question::Equal => a == b,
        Question::StartsWith => a.starts_with(b),
        Question::EndsWith => a.ends_with(b),
        Question::Contains => a.contains(b),
    }
}

fn runs(parts: &[Part]) -> Runs {
    let mut runs = vec![String::new()];
    for part in parts {
        match part {
            Part::Literal(text) => runs.last_mut().into_iter().for_each(|run| run.push_str(text)),
            Part::Hole { .. } => runs.push(String::new()),
        }
    }
    runs
}

/// Whether the answer is yes whatever fills the holes: holes can always be filled so that they add nothing.
fn always(question: Question, a: &[String], wanted: &str) -> bool {
    match (question, a) {
        (_, [whole]) => known(question, whole, wanted),
        (Question::StartsWith, [start, ..]) => start.starts_with(wanted),
        (Question::EndsWith, [.., end]) => end.ends_with(wanted),
        (Question::Contains, runs) => runs.iter().any(|run| run.contains(wanted)),
        (Question::Equal | Question::StartsWith | Question::EndsWith, _) => false,
    }
}

/// Whether the holes can be filled so that both are the same text.
fn can_be_same(a: &[String], b: &[String]) -> bool {
    match (a, b) {
        ([a], [b]) => a == b,
        ([whole], [start, inner @ .., end]) | ([start, inner @ .., end], [whole]) => {
            let between = whole.strip_prefix(start.as_str()).and_then(|rest| rest.strip_suffix(end.as_str()));
            between.is_some_and(|between| in_order(between, inner))
        }
        // With a hole in each, only the known starts and ends can disagree.
        ([a_start, .., a_end], [b_start, .., b_end]) => {
            (a_start.starts_with(b_start.as_str()) || b_start.starts_with(a_start.as_str()))
                && (a_end.ends_with(b_end.as_str()) || b_end.ends_with(a_end.as_str()))
        }
        _ => true,
    }
}

/// Whether these stand in the text one after another.
fn in_order(text: &str, runs: &[String]) -> bool {
    let mut rest = text;
    runs.iter().all(|run| match rest.find(run.as_str()) {
        Some(at) => {
            rest = &rest[at + run.len()..];
            true
        }
        None => false,
    })
}

/// Whether the holes can be filled so that the text is this one. The literals are looked for from the left, the last
/// one at the end: that finds them if they can be found.
pub(crate) fn could_be(parts: &[Part], text: &str) -> bool {
    let mut rest = text;
    for (number, part) in parts.iter().enumerate() {
        let Part::Literal(wanted) = part else { continue };
        let is_last = number + 1 == parts.len();
        rest = match (number, is_last) {
            (0, true) => return rest == &**wanted,
            (0, false) => match rest.strip_prefix(&**wanted) {
                Some(rest) => rest,
                None => return false,
            },
            (_, true) => return rest.ends_with(&**wanted),
            (_, false) => match rest.find(&**wanted) {
                Some(at) => &rest[at + wanted.len()..],
                None => return false,
            },
        };
    }
    matches!(parts.last(), Some(Part::Hole { .. })) || rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text whose holes are written `*`.
    fn text(pattern: &str) -> Val<'static> {
        let mut parts = Vec::new();
        for (number, literal) in pattern.split('*').enumerate() {
            if number > 0 {
                parts.push(Part::Hole { written: "?".into(), reason: Reason::new("test"), mark: None });
            }
            parts.push(Part::Literal(literal.into()));
        }
        if parts.len() == 1 { Val::Text(Cow::Owned(pattern.to_owned())) } else { Val::Parts(Cow::Owned(parts)) }
    }

    /// All texts of at most so many of the letters, into each hole.
    fn fillings(pattern: &str, letters: &str, most: usize) -> Vec<String> {
        let mut fills = vec![String::new()];
        let mut last = fills.clone();
        for _ in 0..most {
            last = last.iter().flat_map(|fill| letters.chars().map(move |letter| format!("{fill}{letter}"))).collect();
            fills.extend(last.iter().cloned());
        }
        let mut filled = vec![pattern.to_owned()];
        while filled.iter().any(|text| text.contains('*')) {
            filled = filled.iter().flat_map(|text| fills.iter().map(|fill| text.replacen('*', fill, 1))).collect();
        }
        filled
    }

    #[test]
    fn an_answer_holds_for_every_filling_and_is_given_wherever_one_does() {
        let patterns = ["", "a", "ab", "ba", "abb", "*", "a*", "*a", "a*b", "ab*b", "a*b*a", "*b*", "b*a"];
        let questions = [Question::Equal, Question::StartsWith, Question::EndsWith, Question::Contains];
        for (question, a, b) in questions
            .into_iter()
            .flat_map(|q| patterns.into_iter().flat_map(move |a| patterns.into_iter().map(move |b| (q, a, b))))
        {
            let all = fillings(a, "abc", 3);
            let results: Vec<_> =
                fillings(b, "abc", 3).iter().flat_map(|b| all.iter().map(move |a| known(question, a, b))).collect();
            let expected = match (results.contains(&true), results.contains(&false)) {
                (true, false) => Truth::True,
                (false, _) => Truth::False,
                (true, true) => Truth::Unknown(Reason::new("test")),
            };
            assert_eq!(answer(question, &text(a), &text(b)), Some(expected), "{question:?} {a} {b}");
        }
    }
}

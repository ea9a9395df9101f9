//! Texts in pictures: how wide they are, how they are cut, and in which words findings and states are told.

use std::collections::BTreeMap;

use aiolint_core::{Severity, printable};

use crate::model::{Mark, Node, State};

/// So many rules are named at one place; more are counted.
const MOST_RULES: usize = 3;

/// A text in one line of at most so many characters. What is too long loses its middle: both ends of a host or a
/// topic say something.
pub(crate) fn short(text: &str, most: usize) -> String {
    let text = line(text);
    let count = text.chars().count();
    if count <= most {
        return text;
    }
    let (start, end) = ((most - 1).div_ceil(2), (most - 1) / 2);
    let first: String = text.chars().take(start).collect();
    let last: String = text.chars().skip(count - end).collect();
    format!("{first}…{last}")
}

/// A text in one line, without what a terminal would obey or XML can't hold.
pub(crate) fn line(text: &str) -> String {
    let shown = |c: char| match c {
        '\n' | '\t' => ' ',
        '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
        c => c,
    };
    printable(text).chars().map(shown).collect()
}

/// How wide a text is at most, in a sans-serif font of this size. Fonts differ: this is what the widest common one
/// (Verdana) needs.
pub(crate) fn width(text: &str, size: f64) -> f64 {
    text.chars().map(|c| letter(c) * size).sum()
}

/// The width of a character, in parts of the font's size.
fn letter(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | ' ' => 0.4,
        'f' | 'r' | 't' | '(' | ')' | '[' | ']' | '/' | '\\' | '-' | '·' => 0.46,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 1.0,
        'A'..='Z' | '#' | '+' | '=' | '<' | '>' | '~' | '^' | '&' => 0.8,
        ' '..='~' | '×' => 0.66,
        '…' => 0.9,
        '\u{80}'..='\u{2ff}' => 0.8,
        _ => 1.15,
    }
}

/// What a pill says of the findings of a rule, and how much they matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pill {
    pub severity: Severity,
    pub text: String,
}

/// The findings at one place, by rule, the worst first.
pub(crate) fn pills<'m>(marks: impl IntoIterator<Item = &'m Mark>) -> Vec<Pill> {
    let mut rules: BTreeMap<(std::cmp::Reverse<Severity>, &str), usize> = BTreeMap::new();
    for mark in marks {
        *rules.entry((std::cmp::Reverse(mark.severity), &mark.rule)).or_default() += 1;
    }
    let more = rules.len().saturating_sub(MOST_RULES);
    let pill = |((severity, rule), count): (&(std::cmp::Reverse<Severity>, &str), &usize)| {
        let times = if *count > 1 { format!(" ({count})") } else { String::new() };
        Pill { severity: severity.0, text: format!("{} {}{times}", sign(severity.0), line(rule)) }
    };
    let mut pills: Vec<Pill> = rules.iter().take(MOST_RULES).map(pill).collect();
    if let Some(((severity, _), _)) = rules.iter().nth(MOST_RULES) {
        pills.push(Pill { severity: severity.0, text: format!("+{more}") });
    }
    pills
}

/// A sign that tells a severity without its colour.
pub(crate) fn sign(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "×",
        Severity::Warning => "!",
        Severity::Note => "i",
    }
}

/// A finding as a tooltip tells it.
pub(crate) fn told(mark: &Mark) -> String {
    let Mark { severity, rule, name, message, place } = mark;
    line(&format!("{severity} {rule} {name}: {message} ({}:{})", place.file, place.line))
}

/// The kind of a node in words, and how sure it is.
pub(crate) fn caption(node: &Node) -> String {
    let title = if node.title.is_empty() { "resource" } else { &node.title };
    match node.state {
        State::Declared => title.to_owned(),
        State::Implicit => format!("{title} · implicit"),
        State::NotHere(_) => format!("{title} · not in these files"),
        State::Unknown(_) => format!("{title} · not known which"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Place;

    #[test]
    fn a_long_text_loses_its_middle() {
        assert_eq!(short("contoso.westeurope-1.ts.eventgrid.azure.net", 20), "contoso.we…azure.net");
        assert_eq!(short("contoso.westeurope-1.ts.eventgrid.azure.net", 20).chars().count(), 20);
        assert_eq!(short("a\nb\u{1b}", 20), "a b\u{fffd}");
    }

    #[test]
    fn the_worst_findings_come_first_and_the_others_are_counted() {
        let mark = |severity, rule: &str| Mark {
            severity,
            rule: rule.into(),
            name: String::new(),
            message: String::new(),
            place: Place { file: String::new(), line: 1 },
        };
        let marks = [
            mark(Severity::Note, "A4"),
            mark(Severity::Warning, "A2"),
            mark(Severity::Error, "A3"),
            mark(Severity::Warning, "A2"),
            mark(Severity::Warning, "A1"),
        ];
        let texts: Vec<_> = pills(&marks).into_iter().map(|pill| pill.text).collect();
        assert_eq!(texts, ["× A3", "! A1", "! A2 (2)", "+1"]);
    }
}

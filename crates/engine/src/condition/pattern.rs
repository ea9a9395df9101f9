//! Regular expressions over texts that are known in parts.
//!
//! A text with holes is run through the expression's automaton: a hole leads to every state that any text
//! could lead to. If all ends agree, the answer is known whatever fills the holes.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::sync::OnceLock;

use aiolint_core::Part;
use regex_automata::Anchored;
use regex_automata::dfa::{Automaton, StartKind, dense};
use regex_automata::util::primitives::StateID;
use regex_automata::util::start;
use serde::{Deserialize, Serialize};

/// So large may an automaton become, in bytes; the expressions of rules stay far below.
const SIZE_LIMIT: usize = 1 << 20;

/// A regular expression, compiled when first used.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Pattern {
    source: String,
    #[serde(skip)]
    regex: OnceLock<Option<regex::Regex>>,
    #[serde(skip)]
    automaton: OnceLock<Option<Box<Compiled>>>,
}

/// An automaton, and the steps through any text that it can tell apart.
#[derive(Clone, Debug)]
struct Compiled {
    automaton: dense::DFA<Vec<u32>>,
    /// For each place in a character, one byte of each class that may come there, and the place after it.
    steps: [Vec<(u8, usize)>; UTF8.len()],
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}

impl Pattern {
    /// The expression as it is written.
    pub(crate) fn as_str(&self) -> &str {
        &self.source
    }

    /// The expression `source`, not yet compiled.
    #[must_use]
    pub fn new(source: &str) -> Self {
        Self { source: source.to_owned(), ..Self::default() }
    }

    /// The expression as written.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// What is wrong with the expression, if something is.
    #[must_use]
    pub fn error(&self) -> Option<String> {
        regex::Regex::new(&self.source).err().map(|error| error.to_string())
    }

    /// Whether it matches somewhere in a known text; `None` if the expression is wrong.
    #[must_use]
    pub fn matches(&self, text: &str) -> Option<bool> {
        let compile = || regex::RegexBuilder::new(&self.source).size_limit(SIZE_LIMIT).build().ok();
        self.regex.get_or_init(compile).as_ref().map(|regex| regex.is_match(text))
    }

    /// Whether it matches somewhere in a text known in parts; `None` if that depends on the holes.
    #[must_use]
    pub fn matches_parts(&self, parts: &[Part]) -> Option<bool> {
        let automaton = self.automaton.get_or_init(|| Compiled::new(&self.source)).as_ref()?;
        let mut run = Run::start(automaton)?;
        for part in parts {
            match part {
                Part::Literal(text) => text.bytes().for_each(|byte| run.step(byte)),
                Part::Hole { .. } => run.anything(),
            }
        }
        run.end()
    }
}

impl Compiled {
    fn new(source: &str) -> Option<Box<Self>> {
        let config = dense::Config::new()
            .start_kind(StartKind::Unanchored)
            .dfa_size_limit(Some(SIZE_LIMIT))
            .determinize_size_limit(Some(SIZE_LIMIT));
        let automaton = dense::Builder::new().configure(config).build(source).ok()?;
        let steps = UTF8.map(|bytes| {
            let each = bytes.iter().flat_map(|(bytes, after)| {
                let classes = automaton.byte_classes().representatives(bytes.clone());
                classes.filter_map(|class| class.as_u8()).map(|byte| (byte, *after))
            });
            each.collect()
        });
        Some(Box::new(Self { automaton, steps }))
    }
}

/// For each place in a character, the bytes that may come there and the place after them. Place 0 is between
/// two characters, places 1 to 3 are before so many last bytes, the others after `E0`, `ED`, `F0` and `F4`.
const UTF8: [&[(RangeInclusive<u8>, usize)]; 8] = [
    &[
        (0x00..=0x7F, 0),
        (0xC2..=0xDF, 1),
        (0xE0..=0xE0, 4),
        (0xE1..=0xEC, 2),
        (0xED..=0xED, 5),
        (0xEE..=0xEF, 2),
        (0xF0..=0xF0, 6),
        (0xF1..=0xF3, 3),
        (0xF4..=0xF4, 7),
    ],
    &[(0x80..=0xBF, 0)],
    &[(0x80..=0xBF, 1)],
    &[(0x80..=0xBF, 2)],
    &[(0xA0..=0xBF, 1)],
    &[(0x80..=0x9F, 1)],
    &[(0x90..=0xBF, 2)],
    &[(0x80..=0x8F, 2)],
];

/// All states that the automaton may be in.
struct Run<'a> {
    automaton: &'a dense::DFA<Vec<u32>>,
    steps: &'a [Vec<(u8, usize)>; UTF8.len()],
    states: BTreeSet<StateID>,
    /// Whether a match may have been seen already: a search that matched once has matched.
    matched: bool,
}

impl<'a> Run<'a> {
    fn start(compiled: &'a Compiled) -> Option<Self> {
        let Compiled { automaton, steps } = compiled;
        let start = automaton.start_state(&start::Config::new().anchored(Anchored::No)).ok()?;
        Some(Self { automaton, steps, states: BTreeSet::from([start]), matched: false })
    }

    fn step(&mut self, byte: u8) {
        let next = self.states.iter().map(|state| self.automaton.next_state(*state, byte)).collect();
        self.states = self.unmatched(next);
    }

    /// Goes through every text: whole characters, since a hole is text too.
    fn anything(&mut self) {
        let mut todo: Vec<_> = self.states.iter().map(|state| (*state, 0)).collect();
        let mut seen: BTreeSet<_> = todo.iter().copied().collect();
        while let Some((state, place)) = todo.pop() {
            for (byte, after) in &self.steps[place] {
                let next = self.automaton.next_state(state, *byte);
                if self.automaton.is_match_state(next) {
                    self.matched = true;
                } else if seen.insert((next, *after)) {
                    todo.push((next, *after));
                }
            }
        }
        self.states = seen.into_iter().filter(|(_, place)| *place == 0).map(|(state, _)| state).collect();
    }

    fn unmatched(&mut self, states: BTreeSet<StateID>) -> BTreeSet<StateID> {
        let (matching, rest): (BTreeSet<_>, BTreeSet<_>) =
            states.into_iter().partition(|state| self.automaton.is_match_state(*state));
        self.matched |= !matching.is_empty();
        rest
    }

    fn end(mut self) -> Option<bool> {
        let ends = self.states.iter().map(|state| self.automaton.next_eoi_state(*state)).collect();
        let unmatched = !self.unmatched(ends).is_empty();
        match (self.matched, unmatched) {
            (true, true) => None,
            (matched, _) => Some(matched),
        }
    }
}

#[cfg(test)]
mod tests {
    use aiolint_core::Reason;

    use super::*;

    fn parts(text: &str) -> Vec<Part> {
        let hole = || Part::Hole { written: "?".into(), reason: Reason::new("test"), mark: None };
        let literals = text.split('?').map(|literal| Part::Literal(literal.into()));
        literals.flat_map(|literal| [hole(), literal]).skip(1).collect()
    }

    #[test]
    fn the_answer_is_known_where_no_filling_changes_it() {
        for (pattern, text, expected) in [
            (r"\.ts\.eventgrid\.azure\.net(:\d+)?$", "?.?-1.ts.eventgrid.azure.net:8883", Some(true)),
            (r":8883$", "?.?-1.ts.eventgrid.azure.net:8883", Some(true)),
            (r":443$", "?.?-1.ts.eventgrid.azure.net:8883", Some(false)),
            (r":[0-9]+$", "?-1.ts.eventgrid.azure.net", Some(false)),
            (r"^[^:/]+:[0-9]+$", "?:?", None),
            (r"^[^:/]+:[0-9]+$", "?", None),
            (r"^mqtts?://", "mqtt?", None),
            (r"^mqtts?://", "tcp?", Some(false)),
            (r"a", "?a?", Some(true)),
            (r"(?s)^ab.*yz$", "ab?yz", Some(true)),
            (r"^ab.*yz$", "ab?yz", None),
            (r"^[^é]*$", "é?", Some(false)),
            (r"^(?s:.)+$", "?", None),
            (r"^(?s:.)*$", "?", Some(true)),
            (r"^aio-broker([.:]|$)", "aio-broker?", None),
            (r"^aio-broker([.:]|$)", "aio-broker.?", Some(true)),
        ] {
            assert_eq!(Pattern::new(pattern).matches_parts(&parts(text)), expected, "{pattern} on {text}");
        }
    }

    #[test]
    fn of_bytes_that_the_automaton_does_not_tell_apart_one_is_tried() {
        for (pattern, most) in [(r"^aio-broker([.:]|$)", 60), (r"a", 40), (r"(?s).", 200)] {
            let compiled = Compiled::new(pattern).unwrap();
            let steps: usize = compiled.steps.iter().map(Vec::len).sum();
            assert!(steps < most, "{pattern}: {steps}");
        }
    }

    #[test]
    fn known_texts_agree_with_the_automaton() {
        for pattern in [r"^a+$", r"b", r"^$", r"\d{2,3}:"] {
            for text in ["", "a", "aa", "ab", "12:", "1234:x"] {
                let pattern = Pattern::new(pattern);
                assert_eq!(pattern.matches(text), pattern.matches_parts(&parts(text)), "{pattern:?} on {text}");
            }
        }
    }
}

//! Made-up files: parameters, functions and variables, and a resource whose members are made of them.

use std::fmt::Write as _;

use crate::expressions::{Maker, Type};
use crate::numbers::Numbers;

/// So many members the resource has.
pub(crate) const MEMBERS: usize = 6;

const TEXTS: [&str; 14] = [
    "''",
    "'a'",
    "'A'",
    "'b'",
    "'ab'",
    "'a-b'",
    "'x,y'",
    "' a '",
    "'10'",
    "'true'",
    "'aio-broker:18883'",
    "'10.0.0.0/24'",
    "'{\"a\":1}'",
    "'YQ=='",
];
const NUMBERS: [&str; 7] = ["0", "1", "2", "3", "-1", "10", "8883"];
const LISTS: [&str; 6] =
    ["[]", "['a']", "['b', 'a']", "['a', 'A', 'a']", "['ab', '', 'x,y']", "['10', 'true', 'b', 'c']"];
const OBJECTS: [&str; 8] = [
    "{}",
    "{ a: 'x' }",
    "{ a: 'x', b: 2 }",
    "{ a: 'y', c: { b: 1 } }",
    "{ b: 3, a: 'b', c: { a: 'in', z: 1 } }",
    "{ c: {} }",
    "{ a: null }",
    "{ a: '', d: ['a'], c: { a: 'in' } }",
];

/// The parameters: name, type, and what they may be.
const PARAMETERS: [(&str, &str, &[&str]); 10] = [
    ("p", "string", &TEXTS),
    ("q", "string", &TEXTS),
    ("opt", "string?", &TEXTS),
    ("n", "int", &NUMBERS),
    ("m", "int", &NUMBERS),
    ("flag", "bool", &["true", "false"]),
    ("size", "'a' | 'b' | 'AB'", &["'a'", "'b'", "'AB'"]),
    ("list", "array", &LISTS),
    ("names", "string[]", &LISTS),
    ("object", "object", &OBJECTS),
];

pub(crate) struct File {
    pub(crate) text: String,
}

/// What is not given, and what is.
pub(crate) struct Rest {
    given: String,
    open: Vec<usize>,
}

impl File {
    pub(crate) fn make(seed: u64) -> Self {
        let mut numbers = Numbers::new(seed.wrapping_add(0x1000_0000));
        let mut text = String::new();
        for (name, of, _) in PARAMETERS {
            let _ = writeln!(text, "param {name} {of}");
        }
        let mut maker = Maker::new(&mut numbers);
        // A function sees its own parameters only.
        let body = maker.function(&[("x", Type::Text), ("y", Type::Int)], Type::Text);
        let _ = writeln!(text, "func made(x string, y int) string => {body}");
        let body = maker.function(&[("xs", Type::List)], Type::List);
        let _ = writeln!(text, "func listed(xs array) array => {body}");
        let base = [
            ("p", Type::Text),
            ("q", Type::Text),
            ("size", Type::Text),
            ("n", Type::Int),
            ("m", Type::Int),
            ("flag", Type::Bool),
            ("list", Type::List),
            ("names", Type::List),
            ("object", Type::Object),
        ];
        maker.names.extend(base.map(|(name, of)| (name.to_owned(), of)));
        for number in 0..4 {
            let of = Type::ALL[maker.numbers.below(Type::ALL.len())];
            let value = maker.value(of, 3);
            let _ = writeln!(text, "var v{number} = {value}");
            maker.names.push((format!("v{number}"), of));
        }
        let of = Type::ALL[maker.numbers.below(Type::ALL.len())];
        let looped = maker.looped(of);
        let _ = writeln!(text, "var turns = {looped}");
        maker.names.push(("turns".to_owned(), Type::List));
        text += "resource it 'Contoso.Mill/kilns@2024-01-01' = {\n  name: 'it'\n  properties: {\n";
        let mut before = maker.value(Type::Text, 3);
        for number in 0..MEMBERS {
            let of = Type::ALL[maker.numbers.below(Type::ALL.len())];
            // What is made in the same way is the same.
            let value = match maker.numbers.one_in(4) {
                true => before.clone(),
                false => maker.value(of, 4),
            };
            let _ = writeln!(text, "    m{number}: {value}");
            before = value;
        }
        text += "  }\n}\n";
        Self { text }
    }

    /// A parameter file with gaps: some of the parameters are not given, or given something that nobody knows.
    pub(crate) fn open(&self, numbers: &mut Numbers) -> (String, Rest) {
        let (mut given, mut gaps, mut open) = (String::new(), String::new(), Vec::new());
        for (number, (name, of, values)) in PARAMETERS.iter().enumerate() {
            if numbers.one_in(2) {
                let _ = writeln!(given, "param {name} = {}", numbers.pick(values));
                continue;
            }
            open.push(number);
            // What may be null is null where it is not given.
            if of.ends_with('?') || numbers.one_in(4) {
                let _ = writeln!(gaps, "param {name} = externalInput('contoso.tool', '{name}')");
            }
        }
        (format!("{given}{gaps}"), Rest { given, open })
    }
}

impl Rest {
    /// A parameter file without gaps.
    pub(crate) fn filled(&self, numbers: &mut Numbers) -> String {
        let mut lines = self.given.clone();
        for number in &self.open {
            let (name, of, values) = PARAMETERS[*number];
            let value = if of.ends_with('?') && numbers.one_in(3) { "null" } else { numbers.pick(values) };
            let _ = writeln!(lines, "param {name} = {value}");
        }
        lines
    }
}

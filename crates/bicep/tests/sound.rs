//! What is said of a value while not all is known is true whatever fills the gaps: made-up files are evaluated with
//! some parameters unknown, and again with values for them. The files are the same in every run.

#![allow(clippy::unwrap_used, reason = "a test that can't go on fails")]

#[path = "sound/covers.rs"]
mod covers;
#[path = "sound/ends.rs"]
mod ends;
#[path = "sound/expressions.rs"]
mod expressions;
#[path = "sound/files.rs"]
mod files;
#[path = "sound/numbers.rs"]
mod numbers;
mod support;

use std::io::Write as _;
use std::sync::Arc;

use aiolint_bicep::syntax::Dialect;
use aiolint_bicep::{Given, Library, ParameterFile, Template, deploy};
use aiolint_core::{Data, FileId, SYNTAX, Source, Value};

use covers::{covers, is_decided};
use files::{File, MEMBERS};
use numbers::Numbers;
use support::shown;

/// So many files are made up.
const FILES: u64 = 700;

/// With so many values for what is not known.
const FILLED: usize = 6;

fn read(path: &str, text: &str) -> Template {
    let source = Source::new(FileId::new(0), path.into(), path.into(), text.into());
    Template::read(Arc::new(source), Dialect::of_path(path).unwrap())
}

/// The members of the file's resource when these lines are its parameter file.
fn members(template: &Template, given: &str) -> Vec<Value> {
    let file = read("main.bicepparam", &format!("using 'main.bicep'\n{given}"));
    let given: Given = ParameterFile::Bicep(file.into()).given(&Library::default());
    let resources = deploy(template, given, &Library::default()).resources;
    let it = resources.iter().find(|resource| resource.name.known_text() == Some("it")).unwrap();
    (0..MEMBERS).map(|number| it.spec.get(&format!("m{number}")).unwrap().clone()).collect()
}

/// How much of what was said is more than nothing.
#[derive(Debug, Default)]
struct Seen {
    /// Members that were known to be something while not all was given, although they depend on it.
    partly: usize,
    /// Those that were the same with values.
    wholly: usize,
    /// Pairs of members that were known to be the same text.
    same: usize,
    unknown: usize,
    wrong: Vec<String>,
}

impl Seen {
    fn compare(&mut self, text: &str, given: (&str, &str), open: &[Value], filled: &[Value]) {
        for (number, (open, filled)) in open.iter().zip(filled).enumerate() {
            match &open.data {
                Data::Unknown(_) => self.unknown += 1,
                _ if !is_decided(&filled.data) => {}
                _ if shown(open) == shown(filled) => self.wholly += 1,
                _ => self.partly += 1,
            }
            if !covers(open, filled) {
                self.say(text, given, &format!("m{number} is {}, and then {}", shown(open), shown(filled)));
            }
        }
        for one in 0..open.len() {
            for other in 0..one {
                let terms = open[one].terms();
                if terms.is_none() || terms != open[other].terms() {
                    continue;
                }
                self.same += 1;
                let (left, right) = (&filled[one], &filled[other]);
                // `'${x}'` is `x` only if that is a text.
                let texts = matches!((&left.data, &right.data), (Data::Text(_), Data::Text(_)));
                if texts && is_decided(&left.data) && is_decided(&right.data) && shown(left) != shown(right) {
                    let values = format!("{}, {}", shown(left), shown(right));
                    self.say(text, given, &format!("m{one} and m{other} are one value, and then {values}"));
                }
            }
        }
    }

    fn say(&mut self, text: &str, (open, filled): (&str, &str), words: &str) {
        self.wrong.push(format!("{words}\n{text}\nopen:\n{open}\nfilled:\n{filled}"));
    }
}

#[test]
fn what_is_known_early_is_true_later() {
    let mut seen = Seen::default();
    for seed in 0..FILES {
        let file = File::make(seed);
        let template = read("main.bicep", &file.text);
        let syntax = template.problems.iter().find(|problem| problem.detector == SYNTAX);
        assert!(syntax.is_none(), "{}\n{syntax:#?}", file.text);
        let mut numbers = Numbers::new(seed);
        let (open_lines, rest) = file.open(&mut numbers);
        let open = members(&template, &open_lines);
        for _ in 0..FILLED {
            let lines = rest.filled(&mut numbers);
            seen.compare(&file.text, (&open_lines, &lines), &open, &members(&template, &lines));
        }
    }
    // Also where the output of tests that pass is not shown.
    let (partly, wholly, same, wrong) = (seen.partly, seen.wholly, seen.same, seen.wrong.len());
    let words = format!("{partly} values known in parts, {wholly} whole, {same} pairs the same: {wrong} wrong later\n");
    std::io::stderr().write_all(words.as_bytes()).unwrap();
    assert!(seen.wrong.is_empty(), "{} are wrong, such as:\n{}", seen.wrong.len(), seen.wrong[0]);
    assert!(seen.partly > 3_000 && seen.wholly > 6_000 && seen.same > 700, "{seen:?}");
}

//! `cargo xtask cel-suite FOLDER`: our conditions against the conformance tests of CEL.
//!
//! FOLDER is a checkout of google/cel-spec. A case must give the value that it expects, and where it expects
//! an error something unknown, unless [`EXCEPTIONS`] says why it can't. An exception that is not needed is a
//! failure too, and so is a case that fails in another way than its exception says.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::rc::Rc;

use aiolint_engine::condition::{Eval, ListVal, MapVal, NoNames, Scope, Type, Val, lower, parse};
use aiolint_engine::kinds::KindSet;
use aiolint_engine::pack::Pack;
use aiolint_engine::world::{Settings, World};

use crate::Outcome;
use crate::textproto::Message;

/// The files of tests/simple/testdata that are compared.
const FILES: [&str; 9] =
    ["basic", "logic", "comparisons", "lists", "macros", "fields", "string", "integer_math", "fp_math"];

/// Why a case can't pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Reason {
    /// The case expects an error for a missing key or index.
    Absence,
    /// The case is about protobuf messages.
    Messages,
    /// The case runs an expression that no type checker would let through, and expects a value.
    Unchecked,
}

impl Reason {
    fn words(self) -> &'static str {
        match self {
            Self::Absence => "absent is a value here, where CEL has an error",
            Self::Messages => "protobuf messages have no counterpart among our values",
            Self::Unchecked => "an unknown name is an error when a rule is loaded, which CEL leaves to its checker",
        }
    }

    /// Whether this reason explains that difference.
    fn explains(self, difference: &Difference) -> bool {
        match difference {
            Difference::Refused(_) => matches!(self, Self::Messages | Self::Unchecked),
            Difference::Absent => self == Self::Absence,
            Difference::NotParsed(_) | Difference::Value(_) => false,
        }
    }
}

/// Cases that can't pass: file, section, reason and their names.
const EXCEPTIONS: &[(&str, &str, Reason, &[&str])] = &[
    ("lists", "index", Reason::Absence, &["index_out_of_bounds"]),
    (
        "fields",
        "map_fields",
        Reason::Absence,
        &["map_key_mixed_numbers_lossy_double_key", "map_no_such_key", "map_field_select_no_such_key"],
    ),
    // Cases with `disable_check: true`.
    ("basic", "variables", Reason::Unchecked, &["unbound_is_runtime_error"]),
    ("basic", "functions", Reason::Unchecked, &["unbound_is_runtime_error"]),
];

/// What an expression that builds a protobuf message contains.
const MESSAGES: [&str; 2] = ["google.protobuf.", "TestAllTypes{"];

/// One case.
struct Case {
    file: &'static str,
    section: String,
    name: String,
    expr: String,
    bindings: Vec<(String, Val<'static>)>,
    /// The value; `None` for an error.
    expected: Option<Val<'static>>,
}

/// What comes instead of what is expected.
enum Difference {
    NotParsed(String),
    Refused(String),
    Absent,
    Value(String),
}

/// What came out of a file.
#[derive(Default)]
struct Tally {
    passed: usize,
    total: usize,
    excused: BTreeMap<Reason, Vec<String>>,
    failures: Vec<String>,
}

pub(crate) fn run(folder: &Path) -> Outcome {
    let pack = Pack::default();
    let world = World::new(&pack, Settings::default(), []);
    let (mut passed, mut total, mut failed) = (0, 0, 0);
    let mut seen = Vec::new();
    for file in FILES {
        let mut tally = Tally::default();
        for case in cases(folder, file)? {
            tally.add(&case, difference(&world, &case));
            seen.push((case.file, case.section, case.name));
        }
        tally.print(file);
        passed += tally.passed;
        total += tally.total;
        failed += tally.failures.len();
    }
    println!("\nall files: {passed} of {total}");
    for (file, section, _, names) in EXCEPTIONS {
        for name in *names {
            if !seen.iter().any(|(f, s, n)| (f, s.as_str(), n.as_str()) == (file, section, name)) {
                println!("  there is no case {file}/{section}/{name}");
                failed += 1;
            }
        }
    }
    if failed == 0 { Ok(()) } else { Err(format!("{failed} cases are not as they should be")) }
}

impl Tally {
    fn add(&mut self, case: &Case, difference: Option<Difference>) {
        self.total += 1;
        let expr: String = case.expr.chars().take(60).collect();
        let line = |what: &str| format!("{}/{}: {expr} → {what}", case.section, case.name);
        match (difference, case.exception()) {
            (None, None) => self.passed += 1,
            (None, Some(_)) => self.failures.push(line("passes, and is an exception")),
            (Some(difference), Some(reason)) if reason.explains(&difference) => {
                self.excused.entry(reason).or_default().push(line(&difference.to_string()));
            }
            (Some(difference), _) => self.failures.push(line(&difference.to_string())),
        }
    }

    fn print(&self, file: &str) {
        println!("{file}: {} of {}", self.passed, self.total);
        for (reason, lines) in &self.excused {
            println!("  {} ({})", reason.words(), lines.len());
            lines.iter().for_each(|line| println!("    {line}"));
        }
        if !self.failures.is_empty() {
            println!("  FAILURES ({})", self.failures.len());
            self.failures.iter().for_each(|line| println!("    {line}"));
        }
    }
}

impl Case {
    fn exception(&self) -> Option<Reason> {
        let listed = EXCEPTIONS.iter().find(|(file, section, _, names)| {
            (*file, *section) == (self.file, self.section.as_str()) && names.contains(&self.name.as_str())
        });
        let messages = MESSAGES.iter().any(|words| self.expr.contains(words));
        listed.map(|(_, _, reason, _)| *reason).or(messages.then_some(Reason::Messages))
    }
}

impl std::fmt::Display for Difference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotParsed(error) => write!(f, "not parsed: {error}"),
            Self::Refused(error) => write!(f, "refused: {error}"),
            Self::Absent => f.write_str("absent"),
            Self::Value(value) => f.write_str(value),
        }
    }
}

fn cases(folder: &Path, file: &'static str) -> Result<Vec<Case>, String> {
    let path = folder.join(format!("tests/simple/testdata/{file}.textproto"));
    let text = fs::read_to_string(&path).map_err(|error| format!("can't read {}: {error}", path.display()))?;
    let wrong = |error| format!("{}: {error}", path.display());
    let message = Message::parse(&text).map_err(wrong)?;
    let mut cases = Vec::new();
    for section in message.messages("section") {
        for test in section.messages("test") {
            cases.push(case(file, section, test).map_err(wrong)?);
        }
    }
    Ok(cases)
}

fn case(file: &'static str, section: &Message, test: &Message) -> Result<Case, String> {
    let text = |message: &Message, name| message.text(name).map(str::to_owned).ok_or(format!("no `{name}`"));
    let (section, name) = (text(section, "name")?, text(test, "name")?);
    let wrong = |error: String| format!("{section}/{name}: {error}");
    let mut bindings = Vec::new();
    for binding in test.messages("bindings") {
        let bound = binding.message("value").and_then(|value| value.message("value"));
        let bound = bound.map(value).ok_or_else(|| wrong("a binding without a value".to_owned()))?;
        bindings.push((text(binding, "key").map_err(wrong)?, bound.map_err(wrong)?));
    }
    // A variable that is declared only has no value.
    for declared in test.messages("type_env").filter_map(|declared| declared.text("name")) {
        if !bindings.iter().any(|(name, _)| name == declared) {
            return Err(wrong(format!("`{declared}` has no value")));
        }
    }
    let expected = match (test.message("value"), test.message("eval_error")) {
        (Some(expected), None) => Some(value(expected).map_err(wrong)?),
        (None, Some(_)) => None,
        (None, None) if !test.names().any(|name| name.contains("result") || name.contains("any_")) => {
            Some(Val::Bool(true))
        }
        _ => return Err(wrong("a kind of expectation that we don't read".to_owned())),
    };
    let expr = text(test, "expr").map_err(wrong)?;
    Ok(Case { file, section, name, expr, bindings, expected })
}

/// A `cel.expr.Value`.
fn value(message: &Message) -> Result<Val<'static>, String> {
    let [kind] = message.names().collect::<Vec<_>>()[..] else { return Err("a value of several kinds".to_owned()) };
    let word = message.word(kind).unwrap_or_default();
    let wrong = || format!("{kind}: `{word}`");
    let inner = || message.message(kind).ok_or_else(wrong);
    Ok(match kind {
        "null_value" => Val::Null,
        "bool_value" => Val::Bool(word == "true"),
        "int64_value" => Val::Int(word.parse().map_err(|_| wrong())?),
        "uint64_value" => Val::Uint(word.parse().map_err(|_| wrong())?),
        "double_value" => Val::Float(word.parse().map_err(|_| wrong())?),
        "string_value" => Val::Text(message.text(kind).ok_or_else(wrong)?.to_owned().into()),
        "bytes_value" => Val::Bytes(message.bytes(kind).ok_or_else(wrong)?.into()),
        "list_value" => {
            let items = inner()?.messages("values").map(value).collect::<Result<_, _>>()?;
            Val::List(Rc::new(ListVal { items, open: None }))
        }
        "map_value" => {
            let part = |entry: &Message, name| entry.message(name).ok_or_else(wrong).and_then(value);
            let entries = inner()?.messages("entries").map(|entry| Ok((part(entry, "key")?, part(entry, "value")?)));
            Val::Map(Rc::new(MapVal { entries: entries.collect::<Result<_, String>>()?, open: None }))
        }
        _ => return Err(wrong()),
    })
}

fn difference(world: &World<'_>, case: &Case) -> Option<Difference> {
    if let Err(error) = parse(&case.expr) {
        return Some(Difference::NotParsed(error.message));
    }
    let locals = case.bindings.iter().map(|(name, _)| (name.clone(), Type::Any)).collect();
    let expr = match lower(&case.expr, &Scope { names: &NoNames, this: KindSet::default(), locals }) {
        Ok((expr, _)) => expr,
        // A name that does not exist is an error for CEL too, only later.
        Err(_) if case.expected.is_none() => return None,
        Err(error) => return Some(Difference::Refused(error.message)),
    };
    let mut eval = Eval::new(world, None);
    case.bindings.iter().for_each(|(_, value)| eval.push(value.clone()));
    let ours = eval.value(&expr);
    let as_expected = match &case.expected {
        Some(expected) => same(expected, &ours),
        None => has_unknown(&ours),
    };
    match ours {
        _ if as_expected => None,
        Val::Absent => Some(Difference::Absent),
        ours => Some(Difference::Value(format!("{ours:?}"))),
    }
}

/// Whether two values are the same and of the same types, unlike in CEL, where 1 is 1.0.
fn same(a: &Val<'_>, b: &Val<'_>) -> bool {
    match (a, b) {
        (Val::Null, Val::Null) => true,
        (Val::Bool(a), Val::Bool(b)) => a == b,
        (Val::Int(a), Val::Int(b)) => a == b,
        (Val::Uint(a), Val::Uint(b)) => a == b,
        (Val::Float(a), Val::Float(b)) => a.to_bits() == b.to_bits(),
        (Val::Text(a), Val::Text(b)) => a == b,
        (Val::Bytes(a), Val::Bytes(b)) => a == b,
        (Val::List(a), Val::List(b)) => {
            let all = a.items.iter().zip(&b.items).all(|(a, b)| same(a, b));
            all && a.items.len() == b.items.len() && b.open.is_none()
        }
        (Val::Map(a), Val::Map(b)) => {
            let held = |(k, v): &(_, _)| b.entries.iter().any(|(key, value)| same(k, key) && same(v, value));
            a.entries.iter().all(held) && a.entries.len() == b.entries.len() && b.open.is_none()
        }
        _ => false,
    }
}

/// Whether a value is unknown. CEL has no values that are unknown in parts: an error in one item is the error
/// of the whole list, where our list keeps the other items.
fn has_unknown(value: &Val<'_>) -> bool {
    match value {
        Val::Unknown(_) => true,
        Val::List(list) => list.open.is_some() || list.items.iter().any(has_unknown),
        Val::Map(map) => map.open.is_some() || map.entries.iter().any(|(_, value)| has_unknown(value)),
        _ => false,
    }
}

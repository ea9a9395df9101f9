//! What conditions make of values that are absent, unknown, known in parts, open, or one of a few. That they
//! are CEL where all is known, `cargo xtask cel-suite` shows.

#[path = "conditions/in_part.rs"]
mod in_part;

use std::sync::Arc;

use aiolint_core::{Data, List, Location, Map, Part, Reason, Text, Value};
use aiolint_engine::condition::{Eval, Function, NoNames, Node, Scope, Type, Val, lower};
use aiolint_engine::kinds::KindSet;
use aiolint_engine::pack::Pack;
use aiolint_engine::world::{Settings, World};

fn value(data: Data) -> Value {
    Value::new(data, Location::NONE)
}

fn number(number: i64) -> Value {
    value(Data::Int(number))
}

fn text(text: &str) -> Value {
    value(Data::Text(Text::Known(text.into())))
}

fn reason() -> Reason {
    Reason::new("it is a test")
}

fn list(items: Vec<Value>, open: bool) -> Value {
    value(Data::List(Arc::new(List { items, open: open.then(reason) })))
}

fn map(entries: Vec<(&str, Value)>, open: bool) -> Value {
    let entry = |(name, value): (&str, Value)| aiolint_core::Entry { name: name.into(), value };
    value(Data::Map(Arc::new(Map::new(entries.into_iter().map(entry).collect(), open.then(reason)))))
}

fn one_of(alternatives: Vec<Value>) -> Value {
    value(Data::OneOf(alternatives.into()))
}

/// The variables of all tests.
fn variables() -> Vec<(&'static str, Value)> {
    let unknown = || value(Data::Unknown(reason()));
    let hole = Part::Hole { written: "…".into(), reason: reason(), mark: None };
    let parts = vec![Part::Literal("ab".into()), hole, Part::Literal("yz".into())];
    let members = vec![
        ("a", number(1)),
        ("b", text("x")),
        ("none", Value::absent()),
        ("maybe", unknown()),
        ("choice", one_of(vec![number(1), Value::absent()])),
    ];
    vec![
        ("absent", Value::absent()),
        ("unknown", unknown()),
        ("partial", value(Data::Text(Text::Parts(parts.into())))),
        ("openList", list(vec![number(1), number(2)], true)),
        ("openMap", map(vec![("a", number(1))], true)),
        ("map", map(members, false)),
        ("list", list(vec![number(1), number(2), number(3)], false)),
        ("text", text("abc")),
        ("number", number(3)),
        ("flag", value(Data::Bool(true))),
        ("oneOf", one_of(vec![number(1), number(2)])),
        ("nested", one_of(vec![number(1), one_of(vec![number(2), number(3)])])),
        ("choices", list(vec![one_of(vec![number(1), number(2)]), one_of(vec![number(3), text("x")])], false)),
    ]
}

fn joined(open: bool, brackets: [&str; 2], members: impl Iterator<Item = String>) -> String {
    let members: Vec<_> = members.chain(open.then(|| "…".to_owned())).collect();
    format!("{}{}{}", brackets[0], members.join(", "), brackets[1])
}

fn shown_value(value: &Value) -> String {
    match &value.data {
        Data::Absent => "absent".to_owned(),
        Data::Unknown(_) => "unknown".to_owned(),
        Data::Bool(it) => it.to_string(),
        Data::Int(it) => it.to_string(),
        Data::Float(it) => format!("{it:?}"),
        Data::Text(text) => format!("'{}'", text.written()),
        Data::List(list) => joined(list.open.is_some(), ["[", "]"], list.items.iter().map(shown_value)),
        Data::Map(map) => {
            let entries = map.entries().iter().map(|entry| format!("'{}': {}", entry.name, shown_value(&entry.value)));
            joined(map.open().is_some(), ["{", "}"], entries)
        }
        Data::OneOf(_) => "one of a few".to_owned(),
    }
}

fn shown(val: &Val<'_>) -> String {
    match val {
        Val::Absent => "absent".to_owned(),
        Val::Unknown(reason) if reason.as_str().is_empty() => "unknown without a reason".to_owned(),
        Val::Unknown(_) => "unknown".to_owned(),
        Val::Null => "null".to_owned(),
        Val::Bool(it) => it.to_string(),
        Val::Int(it) => it.to_string(),
        Val::Uint(it) => format!("{it}u"),
        Val::Float(it) => format!("{it:?}"),
        Val::Text(text) => format!("'{text}'"),
        Val::Parts(parts) => format!("'{}'", Text::Parts(parts.to_vec().into()).written()),
        Val::Type(name) => name.to_string(),
        Val::List(list) => joined(list.open.is_some(), ["[", "]"], list.items.iter().map(shown)),
        Val::Map(map) => {
            let entries = map.entries.iter().map(|(key, value)| format!("{}: {}", shown(key), shown(value)));
            joined(map.open.is_some(), ["{", "}"], entries)
        }
        Val::Node(node) => shown_value(node.value),
        other => format!("{other:?}"),
    }
}

/// The results in all combinations of the choices that are read.
fn results(condition: &str) -> String {
    let variables = variables();
    let locals = variables.iter().map(|(name, _)| ((*name).to_owned(), Type::Any)).collect();
    let (expr, _) = lower(condition, &Scope { names: &NoNames, this: KindSet::default(), locals })
        .unwrap_or_else(|error| panic!("{condition}: {}", error.message));
    let pack = Pack::default();
    let world = World::new(&pack, Settings::default(), []);
    let mut eval = Eval::new(&world, None);
    variables.iter().for_each(|(_, value)| eval.push(Val::Node(Node { value, via: None })));
    let mut results = vec![shown(&eval.value(&expr))];
    while eval.next_combination() {
        results.push(shown(&eval.value(&expr)));
    }
    results.join(" | ")
}

/// Each row is a condition, `=>` and its results.
fn check<R: AsRef<str>>(rows: impl IntoIterator<Item = R>) {
    let mut wrong = Vec::new();
    for row in rows {
        let (condition, expected) = row.as_ref().rsplit_once(" => ").expect("every row has a result");
        let results = results(condition);
        if results != expected {
            wrong.push(format!("{condition}  gives {results}, not {expected}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Something of every type, all of it known.
const KNOWN: [&str; 13] =
    ["null", "true", "1", "1u", "1.5", "'x'", "b'x'", "[1]", "{'a': 1}", "map", "list", "text", "duration('1s')"];

#[test]
fn absence_is_a_value() {
    check([
        "absent.a => absent",
        "absent.a.b.c => absent",
        "absent[0] => absent",
        "absent['a'].b => absent",
        "absent[unknown] => absent",
        "map.missing => absent",
        "map.missing.deeper => absent",
        "map.none => absent",
        "map['missing'] => absent",
        "map[1] => absent",
        "{'a': 1}.b => absent",
        "list[3] => absent",
        "has(absent.a) => false",
        "has(absent.a.b) => false",
        "has(map.a) => true",
        "has(map.missing) => false",
        "has(map.none) => false",
        "has(map.none.deeper) => false",
        "has(map.maybe) => true",
        "has({'a': unknown}.a) => true",
        "has({'a': absent}.a) => false",
        "absent.exists(x, true) => false",
        "absent.all(x, false) => true",
        "absent.exists_one(x, true) => false",
        "absent.map(x, x) => []",
        "absent.map(x, true, x) => []",
        "absent.filter(x, true) => []",
        "absent.exists(x, unknown) => false",
        "size(absent) => 0",
        "map.none.size() => 0",
        "absent in list => false",
        "absent in openList => false",
        "[absent] == [absent] => false",
        "true ? absent : 1 => absent",
        "absent ? 1 : 2 => unknown",
        "absent || true => true",
        "absent || false => unknown",
        "absent && false => false",
        "absent && true => unknown",
        "!absent => unknown",
        "-absent => unknown",
        "list[absent] => unknown",
        "map[absent] => unknown",
        "{absent: 1} => unknown",
        "[1, absent] => [1, absent]",
        "list + absent => unknown",
        "1 in absent => false",
    ]);
}

#[test]
fn nothing_equals_what_is_absent_and_nothing_known_is_decided_for_what_is_unknown() {
    let others = || KNOWN.into_iter().chain(["absent", "unknown", "partial", "openList", "openMap"]);
    check(others().flat_map(|x| [format!("absent == {x} => false"), format!("{x} == absent => false")]));
    check(others().flat_map(|x| [format!("absent != {x} => true"), format!("{x} != absent => true")]));
    check(others().map(|x| format!("{x} in absent => false")));
    let others = || others().filter(|x| *x != "absent");
    check(others().flat_map(|x| [format!("unknown == {x} => unknown"), format!("{x} != unknown => unknown")]));
    check(others().map(|x| format!("{x} in unknown => unknown")));
}

#[test]
fn logic_with_unknowns() {
    check([
        "unknown || true => true",
        "true || unknown => true",
        "unknown || false => unknown",
        "false || unknown => unknown",
        "unknown && false => false",
        "false && unknown => false",
        "unknown && true => unknown",
        "true && unknown => unknown",
        "unknown || unknown => unknown",
        "unknown && unknown => unknown",
        "!unknown => unknown",
        "unknown ? 1 : 1 => unknown",
        "flag ? unknown : 1 => unknown",
        "flag ? 1 : unknown => 1",
        "text || true => true",
        "text && true => unknown",
        "!text => unknown",
        "number ? 1 : 2 => unknown",
    ]);
}

#[test]
fn order_and_arithmetic_need_two_known_values() {
    for operator in ["+", "-", "*", "/", "%", "<", "<=", ">", ">="] {
        check(["absent", "unknown"].into_iter().flat_map(|x| {
            let others = KNOWN.into_iter().chain(["absent", "unknown", "partial", "openList", "openMap"]);
            others
                .flat_map(move |y| [format!("{x} {operator} {y} => unknown"), format!("{y} {operator} {x} => unknown")])
        }));
        let mixed = ["'x'", "[1]", "{'a': 1}", "map", "null", "true", "b'x'", "duration('1s')"];
        check(mixed.map(|x| format!("number {operator} {x} => unknown")));
    }
    check([
        "-unknown => unknown",
        "-text => unknown",
        "1 / 0 => unknown",
        "1 % 0 => unknown",
        "1u - 2u => unknown",
        "9223372036854775807 + number => unknown",
        "number + 1 => 4",
        "duration('1h30m') > duration('5399.5s') => true",
        "timestamp('2026-02-28T23:00:00Z') + duration('1h') == timestamp('2026-03-01T01:00:00+01:00') => true",
        "string(timestamp('2026-01-02T00:00:00Z') - timestamp(1767225600)) => '86400s'",
    ]);
}

#[test]
fn selection_from_what_is_unknown_or_of_a_wrong_type() {
    check([
        "unknown.a => unknown",
        "unknown[0] => unknown",
        "has(unknown.a) => unknown",
        "map.maybe => unknown",
        "map.maybe.a => unknown",
        "map[unknown] => unknown",
        "list[unknown] => unknown",
        "{unknown: 1} => unknown",
        "{partial: 1} => unknown",
        "{'a': unknown, 'b': 2}.b => 2",
        "[unknown, 2][1] => 2",
        "text.a => unknown",
        "text[0] => unknown",
        "list.a => unknown",
        "has(text.a) => unknown",
        "list['a'] => unknown",
        "list[-1] => unknown",
        "list[0.5] => unknown",
        "list[1.0] => 2",
        "map[[1]] => unknown",
        "map[partial] => absent",
        "{'abyz': 1}[partial] => unknown",
        "1 in text => unknown",
        "unknown in list => unknown",
        "unknown in [] => false",
        "1 in [unknown, 1] => true",
        "2 in [unknown, 1] => unknown",
        "[unknown] == [1] => unknown",
        "[unknown, 1] == [1, 2] => false",
        "{'a': unknown} == {'a': 1} => unknown",
        "{'a': unknown, 'b': 1} == {'a': 1, 'b': 2} => false",
    ]);
}

#[test]
fn functions_of_what_is_not_known_give_nothing_known() {
    for (name, _, arity) in Function::ALL.iter().filter(|(name, ..)| *name != "certain") {
        let of_absent = match *name {
            "size" => "0",
            "dyn" | "key" => "absent",
            _ => "unknown",
        };
        let of_partial = match *name {
            "dyn" | "key" | "string" => "'ab…yz'",
            "type" => "string",
            _ => "unknown",
        };
        if *arity == 1 {
            check([
                format!("{name}(unknown) => unknown"),
                format!("{name}(absent) => {of_absent}"),
                format!("{name}(partial) => {of_partial}"),
            ]);
        } else {
            check(
                ["absent", "unknown", "number", "list", "map", "null"]
                    .into_iter()
                    .flat_map(|x| [format!("{x}.{name}('x') => unknown"), format!("text.{name}({x}) => unknown")]),
            );
        }
    }
}

#[test]
fn only_what_is_known_to_be_true_is_certain() {
    check([
        "certain(true) => true",
        "certain(false) => false",
        "certain(unknown) => false",
        "certain(absent) => false",
        "certain(partial.startsWith('ab')) => true",
        "certain(partial == 'abyz') => false",
    ]);
}

#[test]
fn functions_of_known_values_and_of_wrong_types() {
    check([
        "text.startsWith('ab') && text.endsWith('bc') && text.contains('b') && text.matches('^a.c$') => true",
        "text.matches('(' + text) => unknown",
        "size(list) + size(map) + size(text) + size(b'abcd') => 15",
        "'AÄ'.lowerAscii() => 'aÄ'",
        "base64Decode('Zm9v') => 'foo'",
        "base64Decode('Zm9v\\nYg') => 'foob'",
        "pem('-----BEGIN CERTIFICATE-----\\nAA\\n-----END CERTIFICATE-----')[0].label => 'CERTIFICATE'",
        "[int('7'), int(7.9), int(7u)] => [7, 7, 7]",
        "[uint('7'), uint(7.9), double('0.5'), double(2)] => [7u, 7u, 0.5, 2.0]",
        "[string(7), string(0.5), string(true), string(b'x'), string(duration('1.5h'))] => ['7', '0.5', 'true', 'x', '5400s']",
        "[bool('true'), bool('F'), bytes('a') == b'a'] => [true, unknown, true]",
        "[type(1), type(1u), type(1.0), type(null), type([]), type(map), type(int)] => [int, uint, double, null_type, list, map, type]",
        "unknown('it depends') => unknown",
        "size(number) => unknown",
        "lowerAscii(number) => unknown",
        "base64Decode('*') => unknown",
        "base64Decode(number) => unknown",
        "pem(number) => unknown",
        "int('x') => unknown",
        "int(1e99) => unknown",
        "uint(-1) => unknown",
        "uint(-0.5) => unknown",
        "double(true) => unknown",
        "bytes(1) => unknown",
        "string(list) => unknown",
        "duration('1') => unknown",
        "duration('-1.5h') < duration('0') => true",
        "timestamp('0001-01-01T00:00:00.5Z') - timestamp('0001-01-01T00:00:00Z') == duration('500ms') => true",
        "timestamp('2026-01-01') => unknown",
        "timestamp('2026-02-29T00:00:00Z') => unknown",
    ]);
}

//! Small schemas, values, and in what these deviate.

use aiolint_core::{Data, Entry, FileId, Location, Map, Reason, Source, Text, Value};

use super::{Deviation, Schema, What, compile};

/// A resource type with something of everything.
const SCHEMA: &str = "
type: Test/things
versions: [v1, v2, v3]
properties:
  extendedLocation: { shape: Location, required: until v1 }
  id: { type: string, read-only: always }
  name: { type: string, pattern: '^[a-z]+$' }
  properties:
    required: always
    properties:
      count: { type: int, range: 0..10, required: always }
      host: { type: string, length: 3..12, pattern: '^[a-z.]+$' }
      limit:
        forms:
          - { in: until v2, type: int, range: 1.. }
          - { in: since v3, type: string }
      mode: { values: [Disabled, Enabled], values-in: { Preview: since v2 } }
      newer: { in: since v2, type: bool }
      policy:
        discriminator: kind
        properties: { name: { type: string } }
        variants:
          Custom: { properties: { settings: { type: string, required: always } } }
          Fast: { in: since v2, properties: {} }
      ports: { length: 1..2, items: { properties: { port: { type: int, required: always } } } }
      strict: { values: [one, two], closed: true }
      tags: { others: { type: string } }
shapes:
  Location:
    properties:
      name: { type: string, required: always }
";

fn schema() -> Schema {
    compile("test.yaml", SCHEMA).expect("the schema is right")
}

/// The deviations of what stands under `properties`, each as its path, its text in the file and in what.
fn check_in(version: &str, spec: &str) -> Vec<String> {
    let text: std::sync::Arc<str> = spec.into();
    let source = Source::new(FileId::new(0), "t.yaml".into(), "t.yaml".into(), std::sync::Arc::clone(&text));
    let reading = aiolint_yaml::read(&source);
    let value = &reading.documents.first().expect("there is a document").value;
    let schema = schema();
    let found = schema.check_at(schema.version(version).expect("known"), &["properties"], value);
    found.iter().map(|deviation| shown(&schema, deviation, &text)).collect()
}

fn check(spec: &str) -> Vec<String> {
    check_in("v2", spec)
}

fn shown(schema: &Schema, deviation: &Deviation, text: &str) -> String {
    let at = &text[deviation.at.span.range()];
    let names = |versions| schema.names(versions).collect::<Vec<_>>().join(" ");
    let what = match &deviation.what {
        What::UnknownProperty { near, known_in, .. } => format!("unknown, near {near:?}, in [{}]", names(*known_in)),
        What::MissingProperty { name } => format!("lacks {name}"),
        What::WrongType { expected, found, quoted } => {
            format!("{found} for {expected}{}", if *quoted { ", quoted" } else { "" })
        }
        What::UnknownValue { near, only_case, open, known_in, .. } => {
            format!("no value, near {near:?}, case {only_case}, open {open}, in [{}]", names(*known_in))
        }
        What::OutOfRange { number, .. } => format!("{number} is out of range"),
        What::WrongLength { length, .. } => format!("has length {length}"),
        What::WrongPattern { pattern } => format!("is not {pattern}"),
        What::ReadOnly { .. } => "is read-only".into(),
    };
    format!("{} `{at}` {what}", deviation.path)
}

#[test]
fn what_fits_deviates_from_nothing() {
    let spec = "count: 3\nhost: a.b.c\nlimit: 4\nmode: Preview\nnewer: true\npolicy: {kind: Custom, settings: x}\n\
                ports: [{port: 1}]\nstrict: one\ntags: {any: thing}\n";
    assert_eq!(check(spec), [""; 0]);
    assert_eq!(check("count: 1\nlimit: null\nunheard: null\n"), [""; 0]);
}

#[test]
fn properties() {
    assert_eq!(check("coun: 1\ncount: 1"), ["coun `coun` unknown, near Some(\"count\"), in []"]);
    assert_eq!(check("Count: 1\ncount: 1"), ["Count `Count` unknown, near Some(\"count\"), in []"]);
    assert_eq!(check("far-off: 1\ncount: 1"), ["far-off `far-off` unknown, near None, in []"]);
    assert_eq!(check_in("v1", "newer: true\ncount: 1"), ["newer `newer` unknown, near None, in [v2 v3]"]);
    assert_eq!(check("mode: Enabled"), [" `mode` lacks count"]);
    assert_eq!(check("count: null"), [" `count` lacks count"]);
    assert_eq!(check("count: 1\nports: [{}]"), ["ports[0] `{}` lacks port"]);
}

#[test]
fn a_misspelt_discriminator_is_told() {
    let misspelt = ["policy `policy` lacks kind", "policy.Kind `Kind` unknown, near Some(\"kind\"), in []"];
    assert_eq!(check("count: 1\npolicy: {Kind: Custom, setings: x}"), misspelt);
    // Which variant it is is not known, so that any property may be one of it.
    assert_eq!(check("count: 1\npolicy: {settings: x, setings: x}"), ["policy `policy` lacks kind"]);
    assert_eq!(check("count: 1\npolicy: {kind: Other, kin: x}"), check("count: 1\npolicy: {kind: Other}"));
}

#[test]
fn types() {
    assert_eq!(check("count: '3'"), ["count `'3'` a text for a whole number, quoted"]);
    assert_eq!(check("count: three"), ["count `three` a text for a whole number"]);
    assert_eq!(check("count: 3\nnewer: 'true'"), ["newer `'true'` a text for a truth value, quoted"]);
    assert_eq!(check("count: 3\nhost: 12"), ["host `12` a whole number for a text"]);
    assert_eq!(check("count: 3\nports: {port: 1}"), ["ports `ports` an object for a list"]);
    assert_eq!(check("count: 3.5"), ["count `3.5` a number for a whole number"]);
    assert_eq!(check("count: 3.0"), [""; 0]);
    assert_eq!(check_in("v3", "count: 3\nlimit: 4"), ["limit `4` a whole number for a text"]);
    assert_eq!(check("count: 3\ntags: {a: 1}"), ["tags.a `1` a whole number for a text"]);
}

#[test]
fn values() {
    let mode = |mode: &str| check(&format!("count: 1\nmode: {mode}"));
    assert_eq!(mode("enabled"), ["mode `enabled` no value, near Some(\"Enabled\"), case true, open true, in []"]);
    assert_eq!(mode("Enabld"), ["mode `Enabld` no value, near Some(\"Enabled\"), case false, open true, in []"]);
    assert_eq!(mode("Sometimes"), ["mode `Sometimes` no value, near None, case false, open true, in []"]);
    let old = check_in("v1", "count: 1\nmode: Preview");
    assert_eq!(old, ["mode `Preview` no value, near None, case false, open true, in [v2 v3]"]);
    let closed = check("count: 1\nstrict: three");
    assert_eq!(closed, ["strict `three` no value, near None, case false, open false, in []"]);
}

#[test]
fn ranges_lengths_and_patterns() {
    assert_eq!(check("count: 11"), ["count `11` 11 is out of range"]);
    assert_eq!(check("count: -1"), ["count `-1` -1 is out of range"]);
    assert_eq!(check("count: 1\nlimit: 0"), ["limit `0` 0 is out of range"]);
    assert_eq!(check("count: 1\nhost: ab"), ["host `ab` has length 2"]);
    assert_eq!(check("count: 1\nhost: a.long.host.name"), ["host `a.long.host.name` has length 16"]);
    assert_eq!(check("count: 1\nhost: A.B"), ["host `A.B` is not ^[a-z.]+$"]);
    assert_eq!(check("count: 1\nports: []"), ["ports `ports` has length 0"]);
}

#[test]
fn variants() {
    let policy = |policy: &str| check(&format!("count: 1\npolicy: {policy}"));
    assert_eq!(policy("{kind: Custom}"), ["policy `policy` lacks settings"]);
    assert_eq!(policy("{kind: custom, settings: x}").len(), 1, "the letter case alone");
    assert_eq!(policy("{kind: Fast, settings: x}").len(), 1);
    assert_eq!(policy("{name: 1, kind: Fast}"), ["policy.name `1` a whole number for a text"]);
    assert_eq!(policy("{settings: x}"), ["policy `policy` lacks kind"]);
    // The types do not list values without properties of their own: what belongs to them is not known.
    let all = policy("{kind: All, whatever: 1}");
    assert_eq!(all, ["policy.kind `All` no value, near None, case false, open true, in []"]);
    let old = check_in("v1", "count: 1\npolicy: {kind: Fast}");
    assert_eq!(old, ["policy.kind `Fast` no value, near None, case false, open true, in [v2 v3]"]);
}

#[test]
fn what_is_not_known_deviates_from_nothing() {
    assert_eq!(check("count: ${COUNT}\nhost: ${HOST}\nmode: x${MODE}\nstrict: ${A}ne\nlimit: 1${N}"), [""; 0]);
    assert_eq!(check("count: 1\nhost: A${HOST}"), ["host `A${HOST}` is not ^[a-z.]+$"]);
    assert_eq!(check("count: 1\nhost: a.very.long.x${HOST}").len(), 1, "as short as it may be, it is too long");
    assert_eq!(check("count: 1\nstrict: ${A}x"), ["strict `${A}x` no value, near None, case false, open false, in []"]);
    assert_eq!(check("count: a${COUNT}"), ["count `a${COUNT}` a text for a whole number"]);
}

fn value(data: Data) -> Value {
    Value::new(data, Location::NONE)
}

fn text(text: &str) -> Value {
    value(Data::Text(Text::Known(text.into())))
}

fn map(entries: &[(&str, Value)], open: bool) -> Value {
    let entries = entries.iter().map(|(name, value)| Entry { name: (*name).into(), value: value.clone() });
    value(Data::Map(Map::new(entries.collect(), open.then(|| Reason::new("it is open"))).into()))
}

/// The paths of the deviations of a whole resource.
fn paths(body: &Value) -> Vec<String> {
    let schema = schema();
    let found = schema.check(schema.version("V1").expect("known"), body);
    found.iter().map(|deviation| deviation.path.clone()).collect()
}

#[test]
fn a_whole_resource() {
    let properties = map(&[("count", value(Data::Int(1)))], false);
    let location = map(&[("name", text("here"))], false);
    let id = text("/subscriptions/…");
    assert_eq!(
        paths(&map(&[("extendedLocation", location.clone()), ("properties", properties.clone())], false)),
        [""; 0]
    );
    assert_eq!(paths(&map(&[("properties", properties.clone())], false)), [""], "version 1 requires the location");
    assert_eq!(paths(&map(&[("properties", properties.clone())], true)), [""; 0], "an open one may have it");
    let all = [("extendedLocation", location), ("id", id), ("properties", properties)];
    assert_eq!(paths(&map(&all, false)), ["id"]);
}

#[test]
fn what_bicep_knows_is_in_no_schema() {
    let properties = map(&[("count", value(Data::Int(1)))], false);
    let own = [("name", text("parent/child")), ("parent", text("x")), ("dependsOn", text("x")), ("scope", text("x"))];
    let body = |more: &[(&str, Value)]| map(&[&own[..], &[("properties", properties.clone())], more].concat(), true);
    assert_eq!(paths(&body(&[])), [""; 0]);
    assert_eq!(paths(&body(&[("depends", text("x"))])), ["depends"]);
}

#[test]
fn several_versions() {
    let schema = schema();
    let versions = |names: &[&str]| names.iter().filter_map(|name| schema.version(name)).collect::<super::Versions>();
    let deviates = |limit: Data, in_: &[&str]| {
        let spec = map(&[("count", value(Data::Int(1))), ("limit", value(limit))], false);
        !schema.check_in_all(versions(in_), &["properties"], &spec).is_empty()
    };
    assert!(!deviates(Data::Int(1), &["v1", "v2", "v3"]), "it fits two of them");
    assert!(deviates(Data::Int(1), &["v3"]));
    assert!(deviates(Data::Bool(true), &["v1", "v2", "v3"]));
    assert!(!deviates(Data::Bool(true), &[]));
}

#[test]
fn a_small_file_that_aliases_make_large_is_left_soon() {
    let many = |name: &str, of: &str| format!("{name}: &{name} [{}]\n", vec![format!("*{of}"); 1000].join(", "));
    let spec = format!("count: 1\na: &a {{ports: [{{}}]}}\n{}ports: *b\n", many("b", "a"));
    assert!(check(&spec).len() <= super::check::MOST_DEVIATIONS + 4);
}

#[test]
fn one_of_a_few_deviates_if_all_do_alike() {
    let with = |arms: &[Value]| {
        let properties = map(&[("count", value(Data::OneOf(arms.into())))], false);
        paths(&map(&[("properties", properties)], true))
    };
    let (good, high, low) = (value(Data::Int(1)), value(Data::Int(11)), value(Data::Int(-1)));
    assert_eq!(with(&[high.clone(), low]), ["properties.count"]);
    assert_eq!(with(&[high.clone(), good]), [""; 0]);
    assert_eq!(with(&[high.clone(), text("x")]), [""; 0], "both are wrong, but each in its own way");
    assert_eq!(with(&[high, value(Data::Absent)]), [""; 0]);
}

#[test]
fn what_is_known_of_a_path() {
    let schema = schema();
    let (first, second) = (schema.version("v1").expect("known"), schema.version("v2").expect("known"));
    let names = |version, path: &[&str]| {
        schema.properties(version, path).iter().map(|known| known.name.to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names(second, &["properties", "policy"]), ["kind", "name", "settings"]);
    assert_eq!(names(second, &["properties", "ports", "[]"]), ["port"]);
    assert_eq!(names(second, &["extendedLocation"]), ["name"]);
    assert!(!names(first, &["properties"]).contains(&"newer".to_owned()));
    let known = schema.properties(second, &["properties"]);
    let mode = known.iter().find(|known| known.name == "mode").expect("known");
    assert_eq!(mode.values, ["Disabled", "Enabled", "Preview"]);
}

#[test]
fn a_wrong_file_is_told_with_its_place() {
    let wrong = |text: &str| {
        let error = compile("s.yaml", &format!("type: T\nversions: [a, b]\n{text}")).expect_err("it is wrong");
        (error.text[error.range.clone()].to_owned(), error.message)
    };
    let message = |text: &str| wrong(text).1;
    assert_eq!(
        wrong("properties: {a: {in: since c}}"),
        ("since c".into(), "`c` is none of the file's versions".into())
    );
    assert_eq!(wrong("properties: {a: {shape: X}}"), ("X".into(), "there is no shape with this name".into()));
    assert_eq!(message("properties: {a: {type: text}}"), "a type is `any`, `bool`, `int` or `string`");
    assert_eq!(message("properties: {a: {range: 1, type: int}}"), "write the least and the greatest number: `0..100`");
    assert_eq!(
        message("properties: {a: {forms: [{in: until b, type: int}, {in: since b, type: bool}]}}"),
        "another form has one of these versions"
    );
    assert!(message("properties: {a: {pattern: '(', type: string}}").contains("unclosed group"));
    assert!(message("properties: {a: {typ: int}}").contains("typ"));
    assert!(message("properties: {a: {items: {required: always}}}").starts_with("only properties"));
}

#[test]
fn embedding_keeps_everything() {
    let schema = schema();
    let bytes = schema.to_bytes().expect("it is written");
    assert_eq!(Schema::from_bytes(&bytes).expect("it is read"), schema);
}

//! Made-up projects in which anything may refer to anything: each ends, and soon.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use aiolint_bicep::{Given, Library, ParameterFile, deploy};

use crate::expressions::{Maker, Type};
use crate::numbers::Numbers;
use crate::read;

/// So many projects are made up.
const PROJECTS: u64 = 400;

/// A debug build on a busy machine takes a few seconds at most; without a limit some would take years.
const LONGEST: Duration = Duration::from_secs(20);

const FILES: [&str; 4] = ["main.bicep", "a.bicep", "b.bicep", "parts/c.bicep"];

/// What modules and imports may name, from the first three of the files.
const PATHS: [&str; 7] =
    ["a.bicep", "b.bicep", "parts/c.bicep", "main.bicep", "missing.bicep", "br:contoso.azurecr.io/x:1", "../out.bicep"];

/// All names that a file may declare, or refer to.
const NAMES: [&str; 12] = ["p", "q", "n", "flag", "v0", "v1", "v2", "v3", "r0", "r1", "m0", "shared"];

fn expression(maker: &mut Maker<'_>, depth: usize) -> String {
    let of = Type::ALL[maker.numbers.below(Type::ALL.len())];
    maker.value(of, depth)
}

fn head(maker: &mut Maker<'_>) -> (String, &'static str) {
    match maker.numbers.below(4) {
        0 => (format!("if ({}) {{", expression(maker, 2)), "}"),
        1 => (format!("[for (l, i) in {}: {{", expression(maker, 2)), "}]"),
        2 => (format!("[for l in {}: if ({}) {{", expression(maker, 2), expression(maker, 1)), "}]"),
        _ => ("{".to_owned(), "}"),
    }
}

fn resource(maker: &mut Maker<'_>, symbol: &str, text: &mut String) {
    let (head, tail) = head(maker);
    let parent = match maker.numbers.below(3) {
        0 => format!("  parent: {}\n", maker.numbers.pick(&["r0", "r1", "r1[0]", "flag ? r0 : r1", "v0", "m0"])),
        _ => String::new(),
    };
    let (name, value, spread) = (expression(maker, 2), expression(maker, 3), expression(maker, 2));
    let nested = match maker.numbers.one_in(3) {
        true => format!("  resource in{symbol} 'doors' = {{\n    name: '${{{symbol}.name}}'\n  }}\n"),
        false => String::new(),
    };
    let _ = writeln!(
        text,
        "resource {symbol} 'Contoso.Mill/mills/kilns@2024-01-01' = {head}\n{parent}  name: {name}\n  properties: {{ a: {value}, ...{spread}, b: {symbol}.properties.a, c: r0.id, d: m0.outputs.one }}\n{nested}{tail}"
    );
}

fn file(numbers: &mut Numbers) -> String {
    let mut maker = Maker::new(numbers);
    maker.wild = true;
    let mut text = String::new();
    let _ = writeln!(text, "import * as shared from '{}'", maker.numbers.pick(&PATHS));
    let _ = writeln!(text, "import {{ v0 as v3 }} from '{}'", maker.numbers.pick(&PATHS));
    text += "param p string\nparam q object = v0\nparam n int = 3\nparam flag bool\nparam opt string?\nparam size 'a' | 'b'\n";
    maker.names = NAMES.map(|name| (name.to_owned(), Type::Text)).into();
    for name in ["made(x string, y int) string", "listed(xs array) array"] {
        let body = expression(&mut maker, 3);
        let _ = writeln!(text, "@export()\nfunc {name} => {body}");
    }
    for number in 0..3 {
        let value = expression(&mut maker, 4);
        let _ = writeln!(text, "@export()\nvar v{number} = {value}");
    }
    let looped = maker.looped(Type::Object);
    let _ = writeln!(text, "output two array = {looped}");
    for symbol in ["r0", "r1"] {
        resource(&mut maker, symbol, &mut text);
    }
    let (head, tail) = head(&mut maker);
    let (path, given, more) = (maker.numbers.pick(&PATHS), expression(&mut maker, 2), expression(&mut maker, 2));
    let _ = writeln!(text, "module m0 '{path}' = {head}\n  name: 'm'\n  params: {{ p: {given}, ...{more} }}\n{tail}");
    let _ = writeln!(text, "output one string = {}", expression(&mut maker, 3));
    text
}

#[test]
fn whatever_refers_to_whatever_it_ends() {
    let (mut deployed, mut read_well) = (0, 0);
    for seed in 0..PROJECTS {
        let mut numbers = Numbers::new(seed.wrapping_add(0x2000_0000));
        let mut library = Library::default();
        for path in FILES {
            let text = file(&mut numbers);
            let template = read(path, &text);
            read_well += usize::from(template.problems.is_empty());
            library.insert(Arc::new(template));
        }
        let lines = format!(
            "using 'main.bicep'\nextends '{}'\nvar v0 = p\nparam p = {}\nparam q = p\n",
            numbers.pick(&["main.bicepparam", "missing.bicepparam"]),
            numbers.pick(&["'x'", "v0", "q", "null", "externalInput('a', 'b')"]),
        );
        library.insert(Arc::new(read("main.bicepparam", &lines)));
        let begin = Instant::now();
        let given = ParameterFile::Bicep(Arc::clone(library.get("main.bicepparam").unwrap())).given(&library);
        for path in FILES {
            let template = library.get(path).unwrap();
            deployed += deploy(template, Given::default(), &library).resources.len();
            deployed += deploy(template, given.clone(), &library).resources.len();
        }
        assert!(begin.elapsed() < LONGEST, "{:?} for {seed}", begin.elapsed());
    }
    assert!(deployed > 5_000 && read_well > 1_000, "{deployed} resources, {read_well} files");
}

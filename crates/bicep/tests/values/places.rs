//! Where values are written, and where what they hold comes from: how a finding underlines, and how a symbol leads
//! to the resource that it stands for.

use aiolint_core::{Location, Source, Value};

use crate::{resources_of, source};

fn text(source: &Source, at: Location) -> &str {
    if at.is_written() { source.slice(at.span) } else { "nowhere" }
}

/// `at`, `key` and `origin` of the value `v`, as the text that stands there.
#[track_caller]
fn places(declarations: &str, expression: &str) -> [String; 3] {
    let file = format!(
        "{declarations}\nresource it 'Contoso.Mill/kilns@2024-01-01' = {{\n  name: 'it'\n  properties: {{\n    v: {expression}\n  }}\n}}\n"
    );
    let source = source(&file);
    let resources = resources_of(&source);
    let value = resources.last().unwrap().spec.get("v").unwrap();
    let place = |at: Option<Location>| at.map_or("", |at| text(&source, at)).to_owned();
    [text(&source, value.at).to_owned(), place(value.key), place(value.origin)]
}

#[test]
fn what_is_written_elsewhere_is_used_here() {
    let declared = "param host string = 'mill:8883'\nvar port = 8883\nvar it = { a: { b: 'x' } }\nvar again = host\n";
    for (expression, at, origin) in [
        ("'x'", "'x'", ""),
        ("{ a: 1 }", "{ a: 1 }", ""),
        ("'${host}x'", "'${host}x'", ""),
        ("host", "host", "'mill:8883'"),
        ("again", "again", "'mill:8883'"),
        ("'${host}'", "'${host}'", "'mill:8883'"),
        ("it.a", "it.a", "{ b: 'x' }"),
        ("it.a.b", "it.a.b", "'x'"),
        ("true ? host : 'y'", "host", "'mill:8883'"),
        ("port + 1", "port + 1", ""),
        ("toLower(host)", "toLower(host)", ""),
        ("any(host)", "host", "'mill:8883'"),
        ("any({ a: host })", "{ a: host }", ""),
        ("host ?? 'y'", "host", "'mill:8883'"),
    ] {
        assert_eq!(places(declared, expression), [at, "v", origin], "{expression}");
    }
}

/// The value of a member of `properties`, and the file it is in.
#[track_caller]
fn member(file: &str, name: &str, check: impl Fn(&Source, &Value)) {
    let source = source(file);
    let resources = resources_of(&source);
    check(&source, resources.last().unwrap().spec.get(name).unwrap());
}

#[test]
fn what_is_spread_is_underlined_where_it_is_spread() {
    let file = "var base = { host: 'mill' }
resource it 'Contoso.Mill/kilns@2024-01-01' = {
  name: 'it'
  properties: { ...base, own: 1 }
}
";
    member(file, "host", |source, host| {
        let found = [Some(host.at), host.key, host.origin].map(|at| at.map_or("", |at| text(source, at)));
        assert_eq!(found, ["base", "base", "'mill'"]);
    });
    member(file, "own", |source, own| {
        assert_eq!([text(source, own.at), text(source, own.key.unwrap())], ["1", "own"]);
    });
}

const MILL: &str = "resource mill 'Contoso.Mill/mills@2024-01-01' = ";

/// A symbol leads to its own resource, whatever is known of the name: its name is made of the same.
#[test]
fn a_symbol_leads_to_its_resource() {
    for (declared, name, reference) in [
        ("", "'east'", "mill.name"),
        ("param p string\n", "p", "mill.name"),
        ("param p string\n", "'m-${p}'", "mill.name"),
        ("param p string\n", "'m-${p}'", "'${mill.name}'"),
        ("param p string\n", "p", "p"),
        ("param p string\nvar n = 'm-${p}'\n", "n", "n"),
        ("param p string\nvar n = 'm-${p}'\n", "n", "mill.name"),
        ("param p string\nvar c = { n: 'm-${p}' }\n", "c.n", "mill.name"),
        ("param p string\nvar c = { n: 'm-${p}' }\n", "c.n", "c.n"),
        ("param p string\nvar s = [p]\nfunc f(x string) string => x\n", "f(p)", "f(p)"),
        ("param p string\nparam flag bool\n", "p", "true ? mill.name : 'x'"),
        ("param p string\n", "toLower(p)", "toLower(p)"),
        ("param p string\n", "toLower('M-${p}')", "mill.name"),
        ("param p string\n", "p", "format('{0}', p)"),
        ("param p string\n", "'m-${p}'", "'${'m'}-${p}'"),
        ("param p object\n", "p.name", "p.name"),
        ("param p object\n", "p.names[0]", "p.names[0]"),
        ("param p string\nfunc f(x string) string => 'm-${x}'\n", "f(p)", "f('${p}')"),
        ("", "'m-${uniqueString(resourceGroup().id)}'", "'m-${uniqueString(resourceGroup().id)}'"),
        ("param p string = newGuid()\n", "p", "p"),
        ("param p array\nvar n = p[length(p) - 1]\n", "n", "n"),
    ] {
        let file = format!(
            "{declared}{MILL}{{\n  name: {name}\n}}
resource it 'Contoso.Mill/kilns@2024-01-01' = {{\n  name: 'it'\n  properties: {{\n    v: {reference}\n  }}\n}}\n"
        );
        let source = source(&file);
        let resources = resources_of(&source);
        let own = &resources[0].name;
        let value = resources[1].spec.get("v").unwrap();
        assert!(own.terms().is_some(), "{file}");
        assert_eq!(value.terms(), own.terms(), "{file}");
    }
}

/// A text that is made in the body of a function or loop is one of many: its place does not tell which, what it is
/// made of does.
#[test]
fn what_is_made_of_something_else_leads_elsewhere() {
    for (declared, name, reference) in [
        ("func f(x string) string => 'm-${x}'\n", "f('1')", "f(p)"),
        ("func f(x string) string => 'm-${x}'\n", "f(q)", "f(p)"),
        ("var s = [for x in [q, p]: 'm-${x}']\n", "s[0]", "s[1]"),
        ("var s = [for x in [q, p]: { n: 'm-${x}' }]\n", "s[0].n", "s[1].n"),
        ("var s = map([q, p], x => 'm-${x}')\n", "s[0]", "s[1]"),
        ("var s = map([q, p], x => toLower(x))\n", "first(s)", "last(s)"),
        ("", "toLower(p)", "toUpper(p)"),
        ("", "toLower(p)", "p"),
        ("", "'m-${p}'", "'n-${p}'"),
        ("", "uniqueString(p)", "uniqueString(q)"),
        ("param o object\n", "o.a", "o.b"),
        ("param o object\n", "o.a[0]", "o.a[1]"),
    ] {
        let file = format!(
            "param p string\nparam q string\n{declared}{MILL}{{\n  name: {name}\n}}
resource it 'Contoso.Mill/kilns@2024-01-01' = {{\n  name: 'it'\n  properties: {{\n    v: {reference}\n  }}\n}}\n"
        );
        let source = source(&file);
        let resources = resources_of(&source);
        let own = &resources[0].name;
        let value = resources[1].spec.get("v").unwrap();
        assert_ne!(value.terms(), own.terms(), "{file}");
    }
}

#[test]
fn each_resource_of_a_loop_has_its_own_name() {
    let file = "param p string
resource mills 'Contoso.Mill/mills@2024-01-01' = [for x in ['a', 'b']: {
  name: '${p}-${x}'
}]
resource it 'Contoso.Mill/kilns@2024-01-01' = {
  name: 'it'
  properties: { v: mills[1].name }
}
";
    member(file, "v", |source, value| {
        assert_eq!((text(source, value.at), value.origin), ("mills[1].name", None));
        assert_eq!(crate::shown(value), "'${p}-b'");
    });
}

/// Whichever of a few a member is: where something is missing in it, its key is underlined.
#[test]
fn each_of_a_few_has_the_key_of_the_member() {
    let file = "param flag bool
resource it 'Contoso.Mill/kilns@2024-01-01' = {
  name: 'it'
  properties: { tls: flag ? { mode: 'Enabled' } : {} }
}
";
    member(file, "tls", |source, tls| {
        let aiolint_core::Data::OneOf(choices) = &tls.data else { panic!("one of a few: {}", crate::shown(tls)) };
        let keys: Vec<&str> = choices.iter().map(|choice| text(source, choice.key.unwrap())).collect();
        assert_eq!(keys, ["tls", "tls"]);
    });
}

#[test]
fn the_item_that_is_first_or_last_is_written_where_it_is() {
    let file = "var all = ['a', 'b']
resource it 'Contoso.Mill/kilns@2024-01-01' = {
  name: 'it'
  properties: { one: first(all), two: last(['c', 'd']) }
}
";
    member(file, "one", |source, one| {
        assert_eq!((text(source, one.at), text(source, one.origin.unwrap())), ("first(all)", "'a'"));
    });
    member(file, "two", |source, two| {
        assert_eq!((text(source, two.at), text(source, two.origin.unwrap())), ("last(['c', 'd'])", "'d'"));
    });
}

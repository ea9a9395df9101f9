//! Changes of Bicep files: what is written stays as it is, but for the change.

use std::sync::Arc;

use aiolint_bicep::syntax::Dialect;
use aiolint_bicep::{Editor, Given, Library, Template, braces, deploy};
use aiolint_core::change::{Change, Into, Written};
use aiolint_core::{Data, FileId, Source, Span, Value};

/// A resource with these properties, and its properties' value to look for a path in.
fn changed(properties: &str, path: &str, change: impl FnOnce(&Value) -> Change) -> Option<String> {
    let text = format!("resource r 'A.B/c@2024-01-01' = {{\n  name: 'n'\n  properties: {properties}\n}}\n");
    let source = Arc::new(Source::new(FileId::new(0), "a.bicep".into(), "a.bicep".into(), text.as_str().into()));
    let template = Template::read(Arc::clone(&source), Dialect::Template);
    let deployed = deploy(&template, Given::default(), &Library::default());
    let mut value = &deployed.resources[0].spec;
    for step in path.split('.').filter(|step| !step.is_empty()) {
        value = match (&value.data, step.parse::<usize>()) {
            (Data::List(list), Ok(number)) => &list.items[number],
            _ => value.get(step).unwrap_or_else(|| panic!("{step} is not there")),
        };
    }
    let (span, new) = Editor::new(&text.as_str().into(), Dialect::Template)?.edit(&change(value))?;
    let mut result = text;
    result.replace_range(span.range(), &new);
    let rest = result.split_once("  properties: ").expect("it stays").1;
    Some(rest.strip_suffix("\n}\n").expect("it stays").to_owned())
}

fn text(text: &str) -> Written {
    Written::Text(text.into())
}

fn key(value: &Value) -> Span {
    value.key.expect("it has a key").span
}

#[track_caller]
fn inserts(before: &str, path: &str, member: &str, value: Written, after: &str) {
    let names: Vec<Arc<str>> = member.split('.').map(Arc::from).collect();
    let change = |at: &Value| Change::Insert(Into::Map(at.at.span), names, value);
    assert_eq!(changed(before, path, change).as_deref(), Some(after));
}

#[track_caller]
fn sets(before: &str, path: &str, to: Written, after: &str) {
    assert_eq!(changed(before, path, |value| Change::Set(value.at.span, to)).as_deref(), Some(after));
}

#[track_caller]
fn removes(before: &str, path: &str, after: &str) {
    assert_eq!(changed(before, path, |value| Change::Remove(key(value))).as_deref(), Some(after));
}

#[test]
fn a_value_is_written_with_quotes_and_escapes() {
    sets("{\n    a: 'Keep' // why\n  }", "a", text("it's ${x} \\"), "{\n    a: 'it\\'s \\${x} \\\\' // why\n  }");
    sets("{ a: 'Keep', b: 1 }", "a", Written::Int(1), "{ a: 1, b: 1 }");
    sets("{ a: '''\nx''' }", "a", text("y"), "{ a: 'y' }");
}

#[test]
fn a_member_becomes_the_last_line_of_its_object() {
    inserts(
        "{\n    a: 1 // one\n    // more\n  }",
        "",
        "b",
        text("x"),
        "{\n    a: 1 // one\n    // more\n    b: 'x'\n  }",
    );
    inserts("{\n    a: {}\n  }", "a", "b", text("x"), "{\n    a: {\n      b: 'x'\n    }\n  }");
    inserts("{\n    a: {\n    }\n  }", "a", "b", text("x"), "{\n    a: {\n      b: 'x'\n    }\n  }");
    let deep = "{\n    a: 1\n    b: {\n      c: {\n        'd-e': []\n      }\n    }\n  }";
    inserts("{\n    a: 1\n  }", "", "b.c.d-e", Written::EmptyList, deep);
    inserts("{ a: 1 }", "", "b.c", text("x"), "{ a: 1, b: { c: 'x' } }");
    inserts("{ a: {}, b: 1 }", "a", "b", text("x"), "{ a: { b: 'x' }, b: 1 }");
    inserts("{\r\n\ta: 1\r\n  }", "", "b", Written::Int(2), "{\r\n\ta: 1\r\n\tb: 2\n  }");
}

#[test]
fn a_member_is_removed_with_its_lines_or_its_comma() {
    removes(
        "{\n    a: 1\n    // b\n    b: { // x\n      c: 1\n    } // y\n    d: 1\n  }",
        "b",
        "{\n    a: 1\n    // b\n    d: 1\n  }",
    );
    removes("{ a: 1, b: 2 }", "a", "{ b: 2 }");
    removes("{ a: 1, b: 2 }", "b", "{ a: 1 }");
    removes("{ a: 1 }", "a", "{  }");
}

#[test]
fn keys_texts_and_arrays_are_changed_where_they_stand() {
    let rename = |value: &Value| Change::Rename(key(value), "new".into());
    assert_eq!(changed("{ 'old': 1 }", "old", rename).as_deref(), Some("{ new: 1 }"));
    assert_eq!(changed("{ old: 1, new: 2 }", "old", rename), None);
    let append = |value: &Value| Change::Append(value.at.span, ":8883".into());
    assert_eq!(changed("{ a: 'host' }", "a", append).as_deref(), Some("{ a: 'host:8883' }"));
    assert_eq!(changed("{ a: '${b}.host' }", "a", append).as_deref(), Some("{ a: '${b}.host:8883' }"));
    assert_eq!(changed("{ a: '''host''' }", "a", append), None);
    let add = |value: &Value| Change::Add(value.at.span, text("x"));
    assert_eq!(changed("{ a: ['b'] }", "a", add).as_deref(), Some("{ a: ['b', 'x'] }"));
    assert_eq!(changed("{ a: [] }", "a", add).as_deref(), Some("{ a: ['x'] }"));
    let lines = changed("{\n    a: [\n      'b' // c\n    ]\n  }", "a", add);
    assert_eq!(lines.as_deref(), Some("{\n    a: [\n      'b' // c\n      'x'\n    ]\n  }"));
    let unquote = |value: &Value| Change::Unquote(value.at.span);
    assert_eq!(changed("{ a: '1' }", "a", unquote).as_deref(), Some("{ a: 1 }"));
    assert_eq!(changed("{ a: 'x' }", "a", unquote), None);
    let quote = |value: &Value| Change::Quote(value.at.span);
    assert_eq!(changed("{ a: Keep }", "a", quote).as_deref(), Some("{ a: 'Keep' }"));
    let hole =
        |value: &Value| Change::Escape(Span::new(value.at.span.start as usize + 3, value.at.span.end as usize - 1));
    assert_eq!(changed("{ a: 'x/${inputTopic}' }", "a", hole).as_deref(), Some("{ a: 'x/\\${inputTopic}' }"));
}

#[test]
fn what_is_no_literal_stays() {
    let set = |value: &Value| Change::Set(value.at.span, text("x"));
    for value in ["b", "true ? 'x' : 'y'", "b ? 'x' : 'y'", "toLower('X')", "b.c"] {
        assert_eq!(changed(&format!("{{ a: {value} }}"), "a", set), None, "{value}");
    }
    let remove = |value: &Value| Change::Remove(key(value));
    assert_eq!(changed("{ a: 1, b: (2) }", "b", remove), None);
}

#[test]
fn what_a_loop_holds_stands_for_several_things() {
    let text = "var a = [for i in [1, 2]: { b: 'x' }]\nvar c = { b: 'x' }\n";
    let editor = Editor::new(&text.into(), Dialect::Template).expect("it has no errors");
    let place = |at: usize| Span::new(at, at + 3);
    assert!(editor.is_repeated(place(text.find("'x'").unwrap())));
    assert!(!editor.is_repeated(place(text.rfind("'x'").unwrap())));
}

#[test]
fn members_below_a_key_get_their_braces() {
    let mend = |text: &str| {
        let start = text.find("k:").unwrap();
        let mut result = text.to_owned();
        for (span, new) in braces(text, Span::new(start, start + 1))?.iter().rev() {
            result.replace_range(span.range(), new);
        }
        Some(result)
    };
    let with = |lines: &str| format!("var a = {{\n  k:{lines}\n  l: 1\n}}\n");
    assert_eq!(
        mend(&with("\n    m: 1\n    n: {\n      o: 1\n    }")),
        Some(with(" {\n    m: 1\n    n: {\n      o: 1\n    }\n  }"))
    );
    assert_eq!(mend(&with(" // c\n\n    // d\n    m: 1 // e")), Some(with(" { // c\n\n    // d\n    m: 1 // e\n  }")));
    assert_eq!(mend(&with("\r\n    m: 1\r")), Some(with(" {\r\n    m: 1\n  }\r")), "the line break of the first line");
    assert_eq!(mend(&with("\n    m: 1\n    n")), None, "a line that is no member");
    assert_eq!(mend(&with("\n  m: 1")), None, "nothing is indented below it");
}

#[test]
fn a_part_of_a_text_is_replaced_where_it_stands_once() {
    let replace = |part: &'static str, with: &'static str| {
        move |value: &Value| Change::Replace(value.at.span, part.into(), with.into())
    };
    assert_eq!(changed("{ a: '?sv=1' }", "a", replace("?sv", "sv")).as_deref(), Some("{ a: 'sv=1' }"));
    assert_eq!(changed("{ a: 'b b' }", "a", replace("b", "c")), None, "it stands twice");
    assert_eq!(changed("{ a: 'b' }", "a", replace("b", "${c}")), None, "it would be a hole");
}

#[test]
fn the_items_of_an_array_change_places() {
    let reorder = |order: &'static [usize]| move |value: &Value| Change::Reorder(value.at.span, order.to_vec());
    let lines = "{\n    s: [\n      { k: 1 }\n      {\n        k: 2 // two\n      }\n    ]\n  }";
    let swapped = "{\n    s: [\n      {\n        k: 2 // two\n      }\n      { k: 1 }\n    ]\n  }";
    assert_eq!(changed(lines, "s", reorder(&[1, 0])).as_deref(), Some(swapped));
    assert_eq!(changed("{ s: [1, 2, 3] }", "s", reorder(&[2, 0, 1])).as_deref(), Some("{ s: [3, 1, 2] }"));
    for text in
        ["{\n    s: [\n      1 // one\n      2\n    ]\n  }", "{\n    s: [\n      // one\n      1\n      2\n    ]\n  }"]
    {
        assert_eq!(changed(text, "s", reorder(&[1, 0])), None, "{text}");
    }
}

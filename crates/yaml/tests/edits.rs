//! Changes of YAML files: what is written stays as it is, but for the change.

use std::sync::Arc;

use aiolint_core::change::{Change, Into, Written};
use aiolint_core::{Data, FileId, Source, Span, Value};
use aiolint_yaml::{Editor, read};

/// The text after a change of the place at a path.
fn changed(text: &str, path: &str, change: impl FnOnce(&Value) -> Change) -> Option<String> {
    let source = Source::new(FileId::new(0), "a.yaml".into(), "a.yaml".into(), text.into());
    let documents = read(&source).documents;
    let mut value = &documents.last().expect("there is a document").value;
    for step in path.split('.').filter(|step| !step.is_empty()) {
        value = match (&value.data, step.parse::<usize>()) {
            (Data::List(list), Ok(number)) => &list.items[number],
            _ => value.get(step).unwrap_or_else(|| panic!("{step} is not there")),
        };
    }
    let (span, new) = Editor::new(&text.into())?.edit(&change(value))?;
    let mut result = text.to_owned();
    result.replace_range(span.range(), &new);
    Some(result)
}

fn text(text: &str) -> Written {
    Written::Text(text.into())
}

fn insert(value: &Value, path: &str, to: Written) -> Change {
    let into = match value.data {
        Data::Absent => Into::Key(key(value)),
        _ => Into::Map(value.at.span),
    };
    Change::Insert(into, path.split('.').map(Arc::from).collect(), to)
}

fn key(value: &Value) -> Span {
    value.key.expect("it has a key").span
}

#[track_caller]
fn inserts(before: &str, path: &str, member: &str, value: Written, after: &str) {
    assert_eq!(changed(before, path, |at| insert(at, member, value)).as_deref(), Some(after));
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
fn a_value_keeps_its_quotes_and_what_follows() {
    sets("a: Keep # why\nb: 1\n", "a", text("Never"), "a: Never # why\nb: 1\n");
    sets("a: 'Keep'\r\n", "a", text("it's"), "a: 'it''s'\r\n");
    sets("a: \"Keep\"", "a", text("say \"x\""), "a: \"say \\\"x\\\"\"");
    sets("{a: Keep, b: 2}", "a", text("a, b"), "{a: 'a, b', b: 2}");
    sets("a: x", "a", text("yes"), "a: 'yes'");
    sets("a: x", "a", text("12"), "a: '12'");
    sets("a: '1'", "a", Written::Int(1), "a: 1");
    sets("a: 1\n---\na: 2\n", "a", Written::Bool(true), "a: 1\n---\na: true\n");
}

#[test]
fn a_member_becomes_the_last_line_of_its_mapping() {
    inserts(
        "s:\n    a: 1 # one\n    # more\nt: 2\n",
        "s",
        "b",
        text("x"),
        "s:\n    a: 1 # one\n    b: x\n    # more\nt: 2\n",
    );
    inserts("s:\r\n  a: 1\r\nt: 2\r\n", "s", "b", Written::Int(2), "s:\r\n  a: 1\r\n  b: 2\r\nt: 2\r\n");
    inserts("s:\n  a: 1", "s", "b.c", text("x"), "s:\n  a: 1\n  b:\n    c: x");
    inserts("s:\n  a:\n    - 1\n    - 2\n", "s", "b", Written::EmptyList, "s:\n  a:\n    - 1\n    - 2\n  b: []\n");
    inserts("- n: x\n  m: 1\n- n: y\n", "0", "k", text("z"), "- n: x\n  m: 1\n  k: z\n- n: y\n");
    inserts("s:\n  a: |\n    text\n\nt: 1\n", "s", "b", Written::Int(1), "s:\n  a: |\n    text\n  b: 1\n\nt: 1\n");
    inserts("s:\n   a: 'x'\n", "s", "b.c", text("y"), "s:\n   a: 'x'\n   b:\n      c: 'y'\n");
    inserts("s:\n  a: \nt: 1\n", "s", "b", Written::Int(1), "s:\n  a: \n  b: 1\nt: 1\n");
}

#[test]
fn a_member_goes_below_a_key_without_a_value_and_into_braces() {
    inserts("s:\n  a: # later\nt: 1\n", "s.a", "b.c", text("x"), "s:\n  a: # later\n    b:\n      c: x\nt: 1\n");
    inserts("s: {}\n", "s", "a.b", text("x"), "s: {a: {b: x}}\n");
    inserts("s: { a: 1 } # x\n", "s", "b", text("x"), "s: { a: 1, b: x } # x\n");
    inserts("s: {\n  a: 1,\n  b: \"x\"\n}\n", "s", "c", text("y"), "s: {\n  a: 1,\n  b: \"x\",\n  c: \"y\"\n}\n");
}

#[test]
fn a_member_is_removed_with_its_lines_or_its_comma() {
    removes("s:\n  a: 1\n  # b\n  b:\n    c: 1 # x\n    d: 2\n  e: 3\n", "s.b", "s:\n  a: 1\n  # b\n  e: 3\n");
    removes("a: 1\nb: 2", "b", "a: 1");
    removes("a: 1\r\nb: 2", "b", "a: 1");
    removes("- a: 1\n  b: 2\n", "0.a", "- b: 2\n");
    removes("{a: 1, b: 2, c: 3}", "a", "{b: 2, c: 3}");
    removes("{a: 1, b: 2, c: 3}", "c", "{a: 1, b: 2}");
    removes("s: {a: 1}", "s.a", "s: {}");
}

#[test]
fn keys_texts_and_lists_are_changed_where_they_stand() {
    let rename = |value: &Value| Change::Rename(key(value), "new".into());
    assert_eq!(changed("'old': 1\n", "old", rename).as_deref(), Some("'new': 1\n"));
    assert_eq!(changed("{old: {a: 1}}", "old", rename).as_deref(), Some("{new: {a: 1}}"));
    assert_eq!(changed("old: 1\nnew: 2\n", "old", rename), None);
    let append = |value: &Value| Change::Append(value.at.span, ":8883".into());
    assert_eq!(changed("a: host # x", "a", append).as_deref(), Some("a: host:8883 # x"));
    assert_eq!(changed("a: \"host\"", "a", append).as_deref(), Some("a: \"host:8883\""));
    assert_eq!(changed("a: >\n  host\n", "a", append), None);
    let add = |value: &Value| Change::Add(value.at.span, text("x"));
    assert_eq!(changed("a:\n- b # c\nd: 1\n", "a", add).as_deref(), Some("a:\n- b # c\n- x\nd: 1\n"));
    assert_eq!(changed("a: ['b']", "a", add).as_deref(), Some("a: ['b', 'x']"));
    assert_eq!(changed("a: []", "a", add).as_deref(), Some("a: [x]"));
    let unquote = |value: &Value| Change::Unquote(value.at.span);
    assert_eq!(changed("a: \"1\" # x", "a", unquote).as_deref(), Some("a: 1 # x"));
    assert_eq!(changed("a: 'true'", "a", unquote).as_deref(), Some("a: true"));
    assert_eq!(changed("a: '01'", "a", unquote), None);
    let quote = |value: &Value| Change::Quote(value.at.span);
    assert_eq!(changed("a: *b", "a", quote).as_deref(), Some("a: '*b'"));
}

#[test]
fn what_is_shared_templated_or_broken_stays() {
    let set = |value: &Value| Change::Set(value.at.span, text("x"));
    assert_eq!(changed("a: &n\n  b: 1\nc: *n\n", "a.b", set), None);
    assert_eq!(changed("a: &n\n  b: 1\nc: 2\n", "a.b", set).as_deref(), Some("a: &n\n  b: x\nc: 2\n"));
    assert_eq!(changed("a: {{ .Values.b }}\nc: 1\n", "c", set), None);
    assert_eq!(changed("a: 1\n---\nb: [\n---\nc: 1\n", "c", set), None);
    assert_eq!(changed("a: |\n  text\nb: 1\n", "a", set), None, "its header stands elsewhere");
    let remove = |value: &Value| Change::Remove(key(value));
    assert_eq!(changed("a: &n 1\nb: *n\n", "a", remove), None);
    assert_eq!(changed("s:\n  a: 1\nt: 1\n", "s.a", remove), None, "the mapping would lose its last member");
    let member = |value: &Value| insert(value, "c", text("x"));
    assert_eq!(changed("s:\n  a: |+\n    text\n\nt: 1\n", "s", member), None, "the blank line is a part of the text");
    assert_eq!(changed("s:\n  c: 1\n", "s", member), None, "it is there");
}

#[test]
fn a_part_of_a_text_is_replaced_where_it_stands_once() {
    let replace = |part: &'static str, with: &'static str| {
        move |value: &Value| Change::Replace(value.at.span, part.into(), with.into())
    };
    let block = "a: |\n  -----BEGIN X-----\n  q83v\n  -----END X---- # no comment\nb: 1\n";
    let mended = block.replace("END X----", "END X-----");
    assert_eq!(changed(block, "a", replace("END X----", "END X-----")).as_deref(), Some(&*mended));
    assert_eq!(changed("a: '?sv=1' # x", "a", replace("?sv", "sv")).as_deref(), Some("a: 'sv=1' # x"));
    assert_eq!(changed("a: b.c", "a", replace(".c", ".d")).as_deref(), Some("a: b.d"));
    assert_eq!(changed("a: b.c", "a", replace(".c", ": d")), None, "it would be a mapping");
    assert_eq!(changed("a: 'b b'", "a", replace("b", "c")), None, "it stands twice");
    assert_eq!(changed("a: 'b'", "a", replace("b", "it's")), None, "it would need an escape");
    assert_eq!(changed("a: |\n  b\n", "a", replace("b", "c\nd")), None, "it would need an indentation");
}

#[test]
fn the_items_of_a_list_change_places() {
    let reorder = |order: &'static [usize]| move |value: &Value| Change::Reorder(value.at.span, order.to_vec());
    let lines = "s:\r\n  - k: 1\r\n    l: |\r\n      x\r\n  - k: 2\r\n  -   k: 3\r\nt: 1\r\n";
    let swapped = "s:\r\n  - k: 3\r\n  - k: 1\r\n    l: |\r\n      x\r\n  -   k: 2\r\nt: 1\r\n";
    assert_eq!(changed(lines, "s", reorder(&[2, 0, 1])).as_deref(), Some(swapped));
    assert_eq!(changed("s: [a, 'b',c] # x", "s", reorder(&[1, 0, 2])).as_deref(), Some("s: ['b', a,c] # x"));
    for (text, why) in [
        ("s:\n- a # one\n- b\n", "a comment stands beside an item"),
        ("s:\n- a\n- b # two\n", "a comment stands beside the last item"),
        ("s:\n# one\n- a\n- b\n", "a comment stands above the first item"),
        ("s:\n- &x a\n- b\nt: *x\n", "an anchor would come after its alias"),
    ] {
        assert_eq!(changed(text, "s", reorder(&[1, 0])), None, "{why}");
    }
    assert_eq!(changed("s: [a, b]", "s", reorder(&[1, 1])), None, "an item would be lost");
}

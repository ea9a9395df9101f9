//! What the YAML frontend makes of files: values, spans, problems, resources.

use std::fmt::Write as _;

use aiolint_core::{Data, FileId, Part, Source, Text, Value};
use aiolint_yaml::{Reading, read, resources};

fn source(text: &str) -> Source {
    Source::new(FileId::new(0), "a.yaml".into(), "a.yaml".into(), text.into())
}

/// A value in one line: `{a: 1, b: [x, ?reason]}`, open collections with `…`.
fn show(value: &Value) -> String {
    match &value.data {
        Data::Absent => "absent".into(),
        Data::Bool(it) => it.to_string(),
        Data::Int(it) => it.to_string(),
        Data::Float(it) => format!("{it:?}"),
        Data::Text(Text::Parts(parts)) => parts.iter().fold(String::new(), |mut all, part| {
            let _ = match part {
                Part::Literal(text) => write!(all, "'{text}'"),
                Part::Hole { written, .. } => write!(all, "«{written}»"),
            };
            all
        }),
        Data::Text(text) => format!("'{}'", text.written()),
        Data::List(list) => {
            let mut items: Vec<_> = list.items.iter().map(show).collect();
            items.extend(list.open.as_ref().map(|_| "…".to_owned()));
            format!("[{}]", items.join(", "))
        }
        Data::Map(map) => {
            let mut items: Vec<_> =
                map.entries().iter().map(|entry| format!("{}: {}", entry.name, show(&entry.value))).collect();
            items.extend(map.open().map(|_| "…".to_owned()));
            format!("{{{}}}", items.join(", "))
        }
        Data::Unknown(reason) => format!("?({reason})"),
        Data::OneOf(_) => "one of".into(),
    }
}

#[track_caller]
fn check(text: &str, expected: &[&str]) -> Reading {
    let reading = read(&source(text));
    let shown: Vec<_> = reading.documents.iter().map(|document| show(&document.value)).collect();
    assert_eq!(shown, expected, "{text}\nproblems: {:#?}", reading.problems);
    reading
}

#[test]
fn scalars_lists_and_mappings() {
    check(
        "a: 1\nb: [x, 'y', \"z\\n\"]\nc:\n  d: yes\n  e:\n",
        &["{a: 1, b: ['x', 'y', 'z\n'], c: {d: true, e: absent}}"],
    );
    check("- |\n  a\n  b\n- >-\n  a\n  b\n", &["['a\nb\n', 'a b']"]);
    check(
        "a: !!str 1\nb: !ref x\nc: !!int '3'\n",
        &["{a: '1', b: ?(the tag `!ref` has no meaning in a manifest), c: 3}"],
    );
    check("1: a\ntrue: b\n", &["{1: 'a', true: 'b'}"]);
    check("", &[]);
    check("# only a comment\n", &[]);
}

#[test]
fn spans_are_the_written_characters() {
    let text =
        "# c\nspec:\n  host: 'é😀:1'\n  tls:\n    mode: Enabled\n  list:\n    - a\n  block: |\n    line\n\n\nnext: 1\n";
    let source = source(text);
    let reading = read(&source);
    let spec = reading.documents[0].value.get("spec").unwrap();
    let slice = |path: &[&str]| {
        let value = path.iter().fold(spec, |value, name| value.get(name).unwrap());
        let key = value.key.map(|key| source.slice(key.span));
        (key.unwrap_or_default(), source.slice(value.at.span))
    };
    assert_eq!(slice(&[]).0, "spec");
    assert_eq!(slice(&["host"]), ("host", "'é😀:1'"));
    assert_eq!(slice(&["tls"]), ("tls", "mode: Enabled"));
    assert_eq!(slice(&["tls", "mode"]), ("mode", "Enabled"));
    assert_eq!(slice(&["list"]).1, "a");
    assert_eq!(slice(&["block"]), ("block", "line"));
    assert_eq!(reading.comments[0].text, " c");
}

#[test]
fn aliases_share_and_merge_keys_merge() {
    check("a: &x {p: 1, q: 2}\nb: *x\nc: {<<: *x, q: 3}\n", &["{a: {p: 1, q: 2}, b: {p: 1, q: 2}, c: {q: 3, p: 1}}"]);
    check("a: &x 1\nb: [*x, *x]\n", &["{a: 1, b: [1, 1]}"]);
    check("a: &x [*x]\n", &["{a: [?(the alias stands inside the node that it names)]}"]);
    check("<<: [{a: 1}, {a: 2, b: 3}]\n", &["{a: 1, b: 3}"]);
    let reading = check("a: *b\n", &["{a: ?(there is no anchor `b`)}"]);
    assert_eq!(reading.problems[0].detector, aiolint_yaml::ALIAS_BY_ACCIDENT);
}

#[test]
fn an_alias_points_at_itself_and_names_its_origin() {
    let source = source("a: &x {p: 1}\nb: *x\n");
    let reading = read(&source);
    let b = reading.documents[0].value.get("b").unwrap();
    assert_eq!(source.slice(b.at.span), "*x");
    assert_eq!(source.slice(b.origin.unwrap().span), "{p: 1}");
}

#[test]
fn a_bomb_of_aliases_stays_small() {
    let mut text = String::from("a0: &a0 [x]\n");
    for level in 1..60 {
        let before = format!("*a{}, ", level - 1).repeat(9);
        let _ = writeln!(text, "a{level}: &a{level} [{before}]");
    }
    let reading = read(&source(&text));
    assert_eq!(reading.documents.len(), 1);
    // Also where every collection is opened: 9^60 nodes could never be walked one by one.
    let templated = read(&source(&format!("{text}z: 1\n{{{{ x }}}}\nzz: 2\n")));
    assert_eq!(templated.documents.len(), 1);
}

#[test]
fn a_key_written_twice_is_a_problem_and_its_value_unknown() {
    let reading = check("a: 1\nb: 2\na: 3\n", &["{a: ?(`a` is written twice), b: 2}"]);
    let problem = &reading.problems[0];
    assert_eq!((problem.detector, problem.primary.location.span.start), (aiolint_yaml::DUPLICATE_KEY, 10));
    assert_eq!(problem.labels[0].location.span.start, 0);
}

#[test]
fn a_manifest_that_says_twice_what_it_is_is_one_all_the_same() {
    for (text, expected) in [
        ("apiVersion: v1\nkind: A\nkind: B\nkind: C\n", Some("A")),
        ("apiVersion: v1\napiVersion: v2\nkind: A\n", Some("A")),
        ("apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: A, kind: B}\n", Some("A")),
        ("apiVersion: v1\n{{ if .x }}\nkind: A\n{{ else }}\nkind: B\n{{ end }}\n", None),
        ("apiVersion: v1\nkind: [A]\nkind: B\n", None),
    ] {
        let reading = read(&source(text));
        let found: Vec<_> = reading.documents.iter().flat_map(aiolint_yaml::resources).collect();
        assert_eq!(found.first().map(|resource| resource.identity.name()), expected, "{text}");
    }
}

#[test]
fn an_error_ends_one_document_only() {
    let reading = check("a: 1\n---\nb: [\n---\nc: 3\n--- \nd: \"\n", &["{a: 1}", "{c: 3}"]);
    assert_eq!(reading.problems.len(), 2);
    assert_eq!(reading.broken.len(), 2);
}

#[test]
fn placeholders_are_holes() {
    check(
        "host: ${NS}.example:8883\ncount: <N>\nquoted: '<N>'\ntopic: a/${inputTopic}\n<KEY>: 1\n",
        &[
            "{host: «${NS}»'.example:8883', count: ?(`<N>` is filled in later), quoted: «<N>», topic: 'a/${inputTopic}', …}",
        ],
    );
}

#[test]
fn templates_are_read_with_holes_and_control_lines_open_their_document() {
    check(
        "a: {{ .Values.a }}\nb: x-{{ .b }}.y\n---\n{{- if .c }}\nc: 1\n{{- end }}\n---\nd: 1\n{{- with .e }}\ne: [1]\n{{- end }}\nf: 2\n",
        &[
            "{a: ?(`{{ .Values.a }}` is filled in later), b: 'x-'«{{ .b }}»'.y'}",
            "{c: 1}",
            "{d: 1, e: [1, …], f: 2, …}",
        ],
    );
}

#[test]
fn template_lines_in_texts_are_holes_and_after_keys_unknown_values() {
    check(
        "a: |\n  {{ .x }}\nb: |\n  one\n  {{ .x }}\nc: |\n  {{ .x }}\n  two\nd:\n  {{- toYaml .y | nindent 2 }}\ne: |\n  three\n${more}\nf: 1\n",
        &[
            "{a: «{{ .x }}»'\n', b: 'one\n'«{{ .x }}»'\n', c: «{{ .x }}»'\ntwo\n', d: ?(template lines may add or remove members), e: ?(a template line may add to it), f: 1, …}",
        ],
    );
}

#[test]
fn an_action_may_write_the_lines_below_its_key() {
    check(
        "labels: {{- include \"x\" . | nindent 2 }}\n  a: 1\nnone: {{ toYaml .y | nindent 2 }}\nlist:\n  - {{ toYaml .z | nindent 4 }}\n",
        &[
            "{labels: {a: 1, …}, none: ?(template lines may add or remove members), list: [?(template lines may add or remove members), …], …}",
        ],
    );
}

#[test]
fn the_branches_of_a_template_may_repeat_a_key() {
    let text = "a:\n  {{- if .x }}\n  b: 1\n  {{- else }}\n  b: 2\n  {{- end }}\n  c: 3\n";
    let reading = check(text, &["{a: {b: ?(`b` is written twice), c: 3, …}, …}"]);
    assert_eq!(reading.problems, []);
}

#[test]
fn resources_are_found_in_documents_and_lists() {
    let text = "apiVersion: v1\nkind: List\nitems:\n- apiVersion: a.b/v1\n  kind: X\n  metadata: {name: n, namespace: s}\n  spec: {q: 1}\n- kind: Y\n---\nnot: a manifest\n";
    let reading = read(&source(text));
    let found: Vec<_> = reading.documents.iter().flat_map(resources).collect();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].identity.name(), "X");
    assert_eq!(found[0].name.known_text(), Some("n"));
    assert_eq!(found[0].namespace.known_text(), Some("s"));
    assert_eq!(show(&found[0].spec), "{q: 1}");
}

#[test]
fn hostile_files_are_answered() {
    for text in [
        "[".repeat(100_000),
        "- ".repeat(100_000),
        "{a: ".repeat(100_000),
        "? ".repeat(50_000),
        "\t- a\n".into(),
        "a: \u{7}\n".into(),
        "%YAML 9.9\n---\na\n".into(),
        "a: 'x\n---\nb: 1\n".into(),
        "&a ".repeat(1000),
        "{{".repeat(10_000),
        "<<: <<: a\n".into(),
        "---\n".repeat(10_000),
    ] {
        let reading = read(&source(&text));
        assert!(reading.broken.len() <= 20, "{}", &text[..20.min(text.len())]);
    }
}

#[test]
fn line_ends_do_not_change_what_is_read() {
    check("a: 1\r\nb:\r\n  - x\r\n---\r\nc: |\r\n  t\r\n", &["{a: 1, b: ['x']}", "{c: 't\n'}"]);
}

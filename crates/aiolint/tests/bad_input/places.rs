//! Lines and columns are right whatever stands before them.

use serde_json::Value;

use crate::ENDPOINT;
use crate::support::{Folder, Run};

const HOST: &str = "https://mqtt.contoso.com";

fn report(run: &Run) -> Value {
    serde_json::from_str(&run.stdout).unwrap()
}

/// Line, column and offset of the start and the end of the only finding, and the characters between them.
fn place(text: &str) -> ([u64; 3], [u64; 3], String) {
    let folder = Folder::with("a.yaml", text);
    let report = report(&folder.run(&["check", "--format", "json"]).code(1));
    assert_eq!(report["findings"].as_array().unwrap().len(), 1, "{report:#}");
    let range = &report["findings"][0]["range"];
    let [start, end] =
        ["start", "end"].map(|side| ["line", "column", "offset"].map(|member| range[side][member].as_u64().unwrap()));
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let [from, to] = [start, end].map(|[.., offset]| usize::try_from(offset).unwrap());
    (start, end, text[from..to].to_owned())
}

#[test]
fn a_byte_order_mark_is_no_column() {
    let (start, end, text) = place(&format!("\u{feff}{ENDPOINT}"));
    assert_eq!((start[0], start[1], end[1], text.as_str()), (8, 11, 35, HOST));
    let text = "{apiVersion: v1, kind: ConfigMap, data: {a: 1, a: 2}}\n";
    let offset = text.find("a: 2").unwrap() as u64;
    let (start, ..) = place(&format!("\u{feff}{text}"));
    assert_eq!(start, [1, offset + 1, offset], "the mark is on the same line");
}

#[test]
fn every_kind_of_line_break_is_one() {
    for line_break in ["\n", "\r\n", "\r"] {
        let text = ENDPOINT.replace('\n', line_break);
        let (start, end, found) = place(&text);
        assert_eq!((start[0], start[1], end[0], end[1], found.as_str()), (8, 11, 8, 35, HOST), "{line_break:?}");
        let folder = Folder::with("a.yaml", &text);
        for format in ["full", "concise"] {
            folder.run(&["check", "--format", format]).code(1).says("a.yaml:8:11");
        }
        let run = folder.run(&["check"]).code(1).says("\n8 │     host: https://mqtt.contoso.com\n");
        assert!(!run.stdout.contains('\r'), "{run:#?}");
    }
}

#[test]
fn a_column_counts_utf16_units_in_json_and_characters_for_people() {
    let inline = "{clientIdPrefix: \"🏭🏭é\", authentication: {method: Anonymous}, host: \"mqtt\"}\n";
    let start = ENDPOINT.find("\n    authentication").unwrap();
    let text = format!("{} {inline}", &ENDPOINT[..start]);
    let (start, end, found) = place(&text);
    let line = text.lines().nth(5).unwrap();
    let before = &line[..line.find("\"mqtt\"").unwrap()];
    assert_eq!(found, "\"mqtt\"");
    assert_eq!(start[..2], [6, before.encode_utf16().count() as u64 + 1]);
    assert_eq!(end[1], start[1] + 6);
    let column = before.chars().count() + 1;
    assert_eq!(start[1], column as u64 + 2, "each of the two is two units");
    let folder = Folder::with("a.yaml", &text);
    for format in ["full", "concise"] {
        folder.run(&["check", "--format", format]).code(1).says(&format!("a.yaml:6:{column}"));
    }
}

#[test]
fn a_tab_is_one_column() {
    let (start, _, found) = place(&ENDPOINT.replace("host: ", "host:\t"));
    assert_eq!((start[0], start[1], found.as_str()), (8, 11, HOST));
}

#[test]
fn a_tab_that_indents_is_an_error_there() {
    let folder = Folder::with("a.yaml", ENDPOINT.replace("    host", "\thost"));
    let run = folder.run(&["check"]).code(1).says("AIO001").says("a.yaml:8:2");
    run.says("indent with spaces");
}

#[test]
fn every_document_and_every_item_of_a_list_is_judged() {
    let named = |name: &str| ENDPOINT.replace("remote", name);
    let item = |name: &str| named(name).replace('\n', "\n  ").trim_end().to_owned();
    let list = format!("apiVersion: v1\nkind: List\nitems:\n- {}\n- {}\n", item("a"), item("b"));
    let folder = Folder::with("a.yaml", format!("{list}---\n{}---\nkind: List\n---\n{}", named("c"), named("d")));
    let run = folder.run(&["check", "--format", "concise"]).code(1).says("4 errors").says("in 4 resources of 1 file");
    run.says("a.yaml:11:13:").says("a.yaml:19:13:").says("a.yaml:28:11:").says("a.yaml:39:11:");
}

#[test]
fn a_broken_document_hides_none_of_the_others() {
    let other = ENDPOINT.replace("remote", "other");
    let folder = Folder::with("a.yaml", format!("{ENDPOINT}---\nkind: [\n---\n{other}---\na: 'b\n"));
    let run = folder.run(&["check", "--format", "concise"]).code(1).says("4 errors").says("in 2 resources of 1 file");
    run.says("a.yaml:8:11: error[AIO201]").says("a.yaml:19:11: error[AIO201]").says("error[AIO001]");
}

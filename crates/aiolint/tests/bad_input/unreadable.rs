//! Files that are no text, or too much of it.

use crate::ENDPOINT;
use crate::support::Folder;

/// UTF-16 as Windows writes it.
fn utf16(text: &str) -> Vec<u8> {
    let units = std::iter::once('\u{feff}'.to_string()).chain([text.to_owned()]).collect::<String>();
    units.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn bytes_with(end: &[u8]) -> Vec<u8> {
    [ENDPOINT.as_bytes(), end].concat()
}

#[test]
fn what_is_no_utf8_is_an_error_that_says_why() {
    for (content, why) in [
        (bytes_with(b"# \xe9t\xe9\n"), "it is not UTF-8: the byte at offset"),
        (utf16(ENDPOINT), "it is UTF-16, not UTF-8"),
        (utf16(ENDPOINT).chunks(2).flat_map(|unit| [unit[1], unit[0]]).collect(), "it is UTF-16, not UTF-8"),
        (bytes_with(b"\0\x01\x02"), "it is binary"),
    ] {
        let folder = Folder::with("a.yaml", content);
        for arguments in [&["check", "a.yaml"][..], &["check"], &["check", "a.yaml", "--format", "concise"]] {
            let run = folder.run(arguments).code(1).says(why).says("a.yaml:1:1").says("AIO002");
            run.says("1 error, 0 warnings, 0 notes in 0 resources of 1 file");
        }
        folder.run(&["inspect", "a.yaml"]).code(0).says(why);
    }
}

#[test]
fn what_is_no_utf8_and_no_manifest_is_passed_over_in_a_folder() {
    let folder = Folder::with("a.yaml", b"title: \xe9t\xe9\n").and("b.yaml", b"\0\x01\x02");
    folder.run(&["check"]).code(0).says("2 files skipped: no Kubernetes manifest");
}

#[test]
fn the_other_files_are_judged_all_the_same() {
    let folder = Folder::with("a.yaml", bytes_with(b"\xff")).and("b.yaml", ENDPOINT);
    let run = folder.run(&["check", "--format", "concise"]).code(1);
    run.says("a.yaml:1:1: error[AIO002]").says("b.yaml:8:11: error[AIO201]").says("2 errors");
}

#[test]
fn an_empty_file_is_no_manifest() {
    for content in ["", "\n\n", "# nothing\n", "---\n", "\u{feff}"] {
        let folder = Folder::with("a.yaml", content);
        folder.run(&["check", "a.yaml"]).code(0).says("1 file skipped: no Kubernetes manifest");
    }
    Folder::new().run_with(&["check", "-"], Vec::new()).code(0).says("1 file skipped");
}

/// More than the largest file that is read.
fn too_much() -> Vec<u8> {
    let line = "# nothing but comments\n";
    [ENDPOINT, &line.repeat((17 << 20) / line.len())].concat().into_bytes()
}

#[test]
fn a_file_of_17_mib_is_not_read() {
    let folder = Folder::with("a.yaml", too_much());
    for arguments in [&["check"][..], &["check", "a.yaml"]] {
        folder.run(arguments).code(1).says("more than a manifest may have").says("AIO002");
    }
}

#[test]
fn so_much_on_standard_input_is_not_cut_in_silence() {
    let folder = Folder::new();
    folder.run_with(&["check", "-"], too_much()).code(1).says("<stdin>:1:1").says("more than a manifest may have");
}

#[test]
fn a_large_file_that_is_no_manifest_is_passed_over_in_a_folder() {
    let folder = Folder::with("a.yaml", "- a\n".repeat((17 << 20) / 4)).and("b.yaml", "a: 1\n");
    folder.run(&["check"]).code(0).says("2 files skipped");
}

#[test]
fn standard_input_is_read_like_a_file() {
    let folder = Folder::new();
    folder.run_with(&["check", "-"], bytes_with(b"\xff")).code(1).says("<stdin>:1:1").says("it is not UTF-8");
    folder.run_with(&["check", "-"], ENDPOINT.into()).code(1).says("<stdin>:8:11");
}

//! Files made to take the program down, or to fool who reads its output.

use std::fmt::Write as _;

use crate::ENDPOINT;
use crate::support::{Folder, Run};

const FLOW: &str =
    "apiVersion: connectivity.iotoperations.azure.com/v1\nkind: Dataflow\nmetadata:\n  name: bomb\nspec:\n";

/// Everything that looks at a file.
const ALL: [&[&str]; 6] = [
    &["check", "--notes", "--show-undecided"],
    &["check", "--format", "concise"],
    &["check", "--format", "json"],
    &["check", "a.yaml", "--color", "always"],
    &["inspect", "a.yaml"],
    &["inspect", "a.yaml", "--format", "json"],
];

/// Runs everything on this file: all of it ends in time, with a documented code and an output that can be read.
fn run_all(text: &str) -> Vec<Run> {
    let folder = Folder::with("a.yaml", text);
    let runs: Vec<_> = ALL.iter().map(|arguments| folder.run(arguments)).collect();
    for (arguments, run) in ALL.iter().zip(&runs) {
        let code = run.code.unwrap_or_else(|| panic!("{arguments:?} did not end by itself: {}", run.stderr));
        assert!((0..=1).contains(&code), "{arguments:?}: {code} {}", run.stderr);
        assert!(run.stdout.len() < 1_500_000, "{arguments:?} says {} bytes", run.stdout.len());
    }
    runs
}

#[test]
fn nested_sequences_end_at_a_limit() {
    for nested in ["[".repeat(100_000), format!("\n{}a", "- ".repeat(100_000)), "{a: ".repeat(100_000)] {
        let runs = run_all(&format!("{ENDPOINT}    more: {nested}\n"));
        assert_eq!(runs[0].code, Some(1), "{:#?}", runs[0]);
        assert!(runs[0].stdout.contains("AIO001"), "{}", runs[0].stdout);
    }
    let runs = run_all(&format!("{ENDPOINT}    more: {}\n", "[".repeat(100_000)));
    assert!(runs[0].stdout.contains("no manifest nests deeper than 255 levels"), "{}", runs[0].stdout);
}

/// A value of 10 to the power of 12 parts in a thousand bytes.
fn bomb(first: &str, level: impl Fn(usize) -> String) -> String {
    let mut text = format!("{FLOW}  level0: &a0 {first}\n");
    for number in 1..=11 {
        let _ = writeln!(text, "  level{number}: &a{number} {}", level(number - 1));
    }
    text + "  operations: *a11\n"
}

#[test]
fn an_alias_bomb_does_no_harm() {
    let items = |number: usize| format!("[{}]", vec![format!("*a{number}"); 10].join(", "));
    let members = |number: usize| {
        let members: Vec<_> = (0..10).map(|member| format!("m{member}: *a{number}")).collect();
        format!("{{{}}}", members.join(", "))
    };
    for text in [bomb("[a, a, a]", items), bomb("[]", items), bomb("{a: b}", members), bomb("{}", members)] {
        let runs = run_all(&text);
        assert!(runs[0].stdout.contains("in 1 resource of 1 file"), "{}", runs[0].stdout);
    }
}

#[test]
fn a_bomb_of_merge_keys_does_no_harm() {
    let merges = |number: usize| format!("{{<<: [{}], m{number}: 1}}", vec![format!("*a{number}"); 10].join(", "));
    run_all(&bomb("{a: b}", merges));
}

#[test]
fn a_chain_of_aliases_is_no_way_around_the_limit() {
    let mut text = format!("{FLOW}  level0: &a0 [a]\n");
    for number in 1..50_000 {
        let _ = writeln!(text, "  level{number}: &a{number} [*a{}]", number - 1);
    }
    run_all(&text);
}

#[test]
fn ten_thousand_documents_are_judged() {
    let document = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n";
    let text = vec![document; 10_000].join("---\n") + "---\n" + ENDPOINT;
    let folder = Folder::with("a.yaml", text);
    folder.run(&["check"]).code(1).says("a.yaml:50008:11").says("in 10001 resources of 1 file");
}

#[test]
fn ten_thousand_broken_documents_are_too_many_to_list() {
    let folder = Folder::with("a.yaml", vec!["kind: [apiVersion\n"; 10_000].join("---\n"));
    let run = folder.run(&["check"]).code(1).says("AIO001");
    assert!(run.stdout.matches("AIO001").count() <= 20 && run.stdout.len() < 20_000, "{}", run.stdout.len());
}

/// What a terminal would obey: colours, a bell, a title, the C1 form of `ESC [`, backspace, reordering.
const OBEYED: [char; 8] = ['\u{1b}', '\u{7}', '\u{9b}', '\u{8}', '\u{7f}', '\u{202e}', '\u{2066}', '\r'];

#[track_caller]
fn assert_harmless(runs: &[Run]) {
    for run in runs {
        for text in [&run.stdout, &run.stderr] {
            // Colours are asked for in one run; they are the only sequences that it may have.
            let rest = text.split("\u{1b}[").enumerate().map(|(number, part)| match number {
                0 => part,
                _ => part
                    .trim_start_matches(|c: char| c.is_ascii_digit() || c == ';')
                    .strip_prefix('m')
                    .unwrap_or("\u{1b}"),
            });
            let rest: String = rest.collect();
            assert!(!rest.contains(|c| OBEYED.contains(&c)), "{text:?}");
            assert!(!text.contains("\u{1b}[5;41m"), "a sequence of the file's own: {text:?}");
        }
    }
}

#[test]
fn escape_sequences_in_values_are_never_obeyed() {
    let escapes = r"\e[5;41mred\e[0m\a\e]0;title\a\u009b5;41m\b\x7f\u202e\u2066\r";
    for text in [
        ENDPOINT.replace("name: remote", &format!("name: \"{escapes}\"\n  namespace: \"{escapes}\"")),
        ENDPOINT.replace("https:", &format!("\"{escapes}")).replace(".com", ".com\""),
        format!("{ENDPOINT}    \"{escapes}\": 1\n    \"{escapes}\": 2\n"),
        format!("{ENDPOINT}    a: \"${{{escapes}}}\"\n    b: *nothing\n"),
        ENDPOINT.replace("Mqtt\n", &format!("\"{escapes}\"\n")),
        ENDPOINT.replace("kind: DataflowEndpoint", &format!("kind: \"{escapes}\"")),
    ] {
        assert_harmless(&run_all(&text));
    }
}

#[test]
fn raw_control_characters_are_never_written() {
    for c in OBEYED {
        let sequence = format!("{c}[5;41mred{c}");
        for text in [
            format!("{ENDPOINT}# {sequence}\n    a: b\n    a: {sequence}\n"),
            ENDPOINT.replace("contoso", &sequence),
            ENDPOINT.replace("kind", &format!("{sequence}kind")),
        ] {
            assert_harmless(&run_all(&text));
        }
    }
}

#[cfg(unix)]
#[test]
fn escape_sequences_in_file_names_are_never_obeyed() {
    let name = "\u{1b}[5;41mred\u{9b}5;41m\u{202e}\u{7}\r\n.yaml";
    let folder = Folder::with(name, ENDPOINT);
    let mut runs: Vec<_> = ["full", "concise", "json"].map(|format| folder.run(&["check", "--format", format])).into();
    runs.push(folder.run(&["check", "--color", "always"]));
    assert!(runs.iter().all(|run| run.code == Some(1)), "{runs:#?}");
    let concise = runs[1].stdout.lines().count();
    assert_eq!(concise, 2, "a line for the finding and one for the summary: {}", runs[1].stdout);
    runs.extend([folder.run(&["inspect", name]), folder.run(&["inspect", name, "--format", "json"])]);
    runs.extend([folder.run(&["check", "\u{1b}[5;41m"]), folder.run(&["check", "--\u{1b}[5;41m"])]);
    runs.extend([folder.run(&["explain", "\u{1b}[5;41m"]), folder.run(&["check", "--select", "\u{9b}5;41m"])]);
    assert_harmless(&runs);
}

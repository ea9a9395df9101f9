//! `cargo xtask tidy`: what no other tool checks. Every Rust file says what it is for, no file is too long to
//! be read, no line ends in white space, and nothing is left for later.

use std::fmt;
use std::fs;

use crate::{Outcome, repository};

/// More lines than these are too many for one file.
const MOST_LINES: usize = 400;

/// What marks work that is left for later.
const LATER: &str = concat!("TO", "DO");

/// What is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Check {
    Opening,
    Length,
    WhiteSpace,
    Later,
}

/// Files that need not hold, with the reason. One that is not needed is wrong too.
const EXCEPTIONS: &[(&str, Check, &str)] = &[
    ("Cargo.lock", Check::Length, "cargo writes it"),
    ("crates/aiolint/tests/schemas/sarif-2.1.0.json", Check::Length, "the official schema, as it is"),
    ("crates/tree-sitter-bicep/grammar.js", Check::Length, "a table: the rules of the language"),
    ("crates/tree-sitter-bicep/src/grammar.json", Check::Length, "`cargo xtask gen` writes it"),
    ("crates/tree-sitter-bicep/src/node-types.json", Check::Length, "`cargo xtask gen` writes it"),
    ("crates/tree-sitter-bicep/src/parser.c", Check::Length, "`cargo xtask gen` writes it"),
    ("THIRD-PARTY-LICENSES.txt", Check::Length, "`cargo xtask gen` writes it"),
    ("vscode-extension/package-lock.json", Check::Length, "npm writes it"),
];

/// Where a check does not hold.
struct Violation {
    path: String,
    /// 1-based.
    line: usize,
    check: Check,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, line, check } = self;
        write!(f, "{path}:{line}: ")?;
        match check {
            Check::Opening => f.write_str("a Rust file begins with `//!` and what it is for"),
            Check::Length => write!(f, "this file has more than {MOST_LINES} lines; divide it"),
            Check::WhiteSpace => f.write_str("this line ends in white space"),
            Check::Later => write!(f, "do it now, or remove the `{LATER}`"),
        }
    }
}

pub(crate) fn run() -> Outcome {
    let mut found = Vec::new();
    for path in repository::files(repository::root()) {
        let shown = repository::shown(&path);
        let bytes = fs::read(&path).map_err(|error| format!("can't read {shown}: {error}"))?;
        // What is no text is none of ours.
        if let Ok(text) = String::from_utf8(bytes) {
            check(&shown, &text, &mut found);
        }
    }
    let excused = |violation: &Violation, (path, check, _): &(&str, Check, &str)| {
        violation.path == *path && violation.check == *check
    };
    let unneeded = EXCEPTIONS.iter().filter(|exception| !found.iter().any(|violation| excused(violation, exception)));
    let unneeded: Vec<_> = unneeded.map(|(path, check, _)| format!("{path}: needs no exception ({check:?})")).collect();
    found.retain(|violation| !EXCEPTIONS.iter().any(|exception| excused(violation, exception)));
    let wrong: Vec<_> = found.iter().map(Violation::to_string).chain(unneeded).collect();
    wrong.iter().for_each(|line| println!("{line}"));
    if wrong.is_empty() { Ok(()) } else { Err(format!("{} places are not tidy", wrong.len())) }
}

fn check(path: &str, text: &str, found: &mut Vec<Violation>) {
    let mut add = |line, check| found.push(Violation { path: path.to_owned(), line, check });
    if path.ends_with(".rs") && !text.starts_with("//!") {
        add(1, Check::Opening);
    }
    if text.lines().count() > MOST_LINES {
        add(MOST_LINES + 1, Check::Length);
    }
    // Not `lines`, which would drop a carriage return.
    for (number, line) in (1..).zip(text.split('\n')) {
        if line.ends_with(char::is_whitespace) {
            add(number, Check::WhiteSpace);
        }
        if line.contains(LATER) {
            add(number, Check::Later);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_check_finds_what_it_is_for() {
        let found = |path: &str, text: &str| {
            let mut found = Vec::new();
            check(path, text, &mut found);
            found.into_iter().map(|violation| (violation.line, violation.check)).collect::<Vec<_>>()
        };
        assert_eq!(found("a.rs", "//! A.\n\nfn a() {}\n"), []);
        assert_eq!(found("a.rs", "fn a() {}\n"), [(1, Check::Opening)]);
        assert_eq!(found("a.md", "a \r\nb\t\nc\n"), [(1, Check::WhiteSpace), (2, Check::WhiteSpace)]);
        assert_eq!(found("a.md", &format!("a\n{LATER}: b\n")), [(2, Check::Later)]);
        assert_eq!(found("a.md", &"a\n".repeat(MOST_LINES)), []);
        assert_eq!(found("a.md", &"a\n".repeat(MOST_LINES + 1)), [(MOST_LINES + 1, Check::Length)]);
    }
}

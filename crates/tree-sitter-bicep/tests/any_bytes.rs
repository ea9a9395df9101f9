//! No input may crash the parser, leave a part of it out of the tree or take long: mutations of the corpus, bytes at
//! random, deep nesting, and what makes look-ahead expensive.

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "the cases to mutate are files, and a test may fail anywhere"
)]

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use tree_sitter::{Parser, Tree};

/// Far above what any input below takes (a second or two), far below what it would take if the time grew with the
/// square of the length.
const MOST: Duration = Duration::from_secs(30);

fn parser() -> Parser {
    let mut parser = Parser::new();
    parser.set_language(&tree_sitter_bicep::LANGUAGE.into()).unwrap();
    parser
}

/// Parses, and checks that the tree ends where the input does.
fn parse(parser: &mut Parser, bytes: &[u8]) -> Tree {
    let tree = parser.parse(bytes, None).unwrap();
    let root = tree.root_node();
    assert_eq!(root.end_byte(), bytes.len(), "{:?}", String::from_utf8_lossy(bytes));
    tree
}

/// Numbers that look random and are the same in every run (xorshift).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % end
    }
}

/// What the language gives a meaning to, and what no file should have.
const PIECES: &[&str] = &[
    "'",
    "'''",
    "$'''",
    "$$'''",
    "${",
    "$${",
    "}",
    "{",
    "[",
    "]",
    "(",
    ")",
    "\\",
    "\\u{",
    "//",
    "/*",
    "*/",
    "#",
    "@",
    "#disable-next-line x",
    "\n",
    "\r\n",
    "\r",
    "\n  ? ",
    "\n  : ",
    "\n  | ",
    " => ",
    "...",
    "::",
    "??",
    "!",
    ".?",
    "[^",
    ",",
    ":",
    "=",
    "for x in ",
    "if (",
    "resource a 'b' = ",
    "param ",
    "\0",
    "\u{feff}",
    "é",
    "😀",
    " ",
    "\t",
    "9",
];

fn inputs() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("test/corpus");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let bar = "=".repeat(80);
    let files = paths.iter().map(|path| fs::read_to_string(path).unwrap());
    let cases = files.flat_map(|text| {
        let parts: Vec<_> = text.split(&bar).map(str::to_owned).collect();
        parts.into_iter().skip(2).step_by(2)
    });
    cases.map(|case| case.split("----").next().unwrap().trim_start().to_owned().into_bytes()).collect()
}

/// Cuts, doubles, replaces or puts in something, once or a few times.
fn mutate(bytes: &mut Vec<u8>, numbers: &mut Numbers, other: &[u8]) {
    for _ in 0..=numbers.below(4) {
        let place = numbers.below(bytes.len() + 1);
        let end = place + numbers.below((bytes.len() - place).min(12) + 1);
        match numbers.below(5) {
            0 => drop(bytes.drain(place..end)),
            1 => {
                let doubled = bytes[place..end].to_vec();
                bytes.splice(place..place, doubled);
            }
            2 => {
                let byte = u8::try_from(numbers.below(256)).unwrap();
                bytes.splice(place..end.min(place + 1), [byte]);
            }
            3 => {
                let start = numbers.below(other.len() + 1);
                bytes.splice(place..end, other[start..].iter().copied());
            }
            _ => {
                let piece = PIECES[numbers.below(PIECES.len())];
                bytes.splice(place..place, piece.bytes());
            }
        }
    }
}

#[test]
fn mutations_of_the_corpus() {
    let inputs = inputs();
    assert!(inputs.len() > 400, "{} inputs", inputs.len());
    let (mut parser, mut numbers) = (parser(), Numbers(0x9e37_79b9_7f4a_7c15));
    for _ in 0..20_000 {
        let mut bytes = inputs[numbers.below(inputs.len())].clone();
        let other = &inputs[numbers.below(inputs.len())];
        mutate(&mut bytes, &mut numbers, other);
        parse(&mut parser, &bytes);
    }
}

#[test]
fn bytes_and_pieces_at_random() {
    let (mut parser, mut numbers) = (parser(), Numbers(0x2545_f491_4f6c_dd1d));
    for round in 0..10_000 {
        let length = numbers.below(80);
        let mut bytes = Vec::new();
        for _ in 0..length {
            match round % 2 {
                0 => bytes.push(u8::try_from(numbers.below(256)).unwrap()),
                _ => bytes.extend(PIECES[numbers.below(PIECES.len())].bytes()),
            }
        }
        parse(&mut parser, &bytes);
    }
}

/// An edited tree is what a new parse would give: the scanner's state is kept with each of its tokens.
#[test]
fn an_edit_gives_the_tree_of_a_new_parse() {
    let inputs = inputs();
    let (mut parser, mut numbers) = (parser(), Numbers(0x1234_5678_9abc_def1));
    let mut compared = 0;
    for input in &inputs {
        let Ok(text) = std::str::from_utf8(input) else { continue };
        for _ in 0..5 {
            let piece = PIECES[numbers.below(PIECES.len())];
            let mut place = numbers.below(text.len() + 1);
            while !text.is_char_boundary(place) {
                place -= 1;
            }
            let edited = format!("{}{piece}{}", &text[..place], &text[place..]);
            let fresh = parser.parse(&edited, None).unwrap();
            if fresh.root_node().has_error() {
                continue;
            }
            let mut tree = parser.parse(text, None).unwrap();
            tree.edit(&edit(text, place, piece));
            let tree = parser.parse(&edited, Some(&tree)).unwrap();
            assert_eq!(tree.root_node().to_sexp(), fresh.root_node().to_sexp(), "{text:?} became {edited:?}");
            compared += 1;
        }
    }
    assert!(compared > 200, "only {compared} edits left a file without an error");
}

fn edit(text: &str, place: usize, piece: &str) -> tree_sitter::InputEdit {
    let point = |text: &str| {
        let line = text.rfind('\n').map_or(0, |line_break| line_break + 1);
        tree_sitter::Point { row: text.matches('\n').count(), column: text.len() - line }
    };
    let start_position = point(&text[..place]);
    tree_sitter::InputEdit {
        start_byte: place,
        old_end_byte: place,
        new_end_byte: place + piece.len(),
        start_position,
        old_end_position: start_position,
        new_end_position: point(&format!("{}{piece}", &text[..place])),
    }
}

/// Parses each input, in less time than `MOST`.
fn all_in_time(inputs: impl IntoIterator<Item = String>) {
    let mut parser = parser();
    for input in inputs {
        let start = Instant::now();
        parse(&mut parser, input.as_bytes());
        let (took, shown) = (start.elapsed(), input.chars().take(40).collect::<String>());
        assert!(took < MOST, "{took:?} for {} bytes that begin with {shown:?}", input.len());
    }
}

#[test]
fn deep_brackets_take_no_time_to_speak_of() {
    let pairs =
        [("(", "1", ")"), ("[", "", "]"), ("{a:", "1", "}"), ("f(", "", ")"), ("a[", "0", "]"), ("'${", "a", "}'")];
    let depth = 100_000;
    all_in_time(pairs.iter().flat_map(|(open, inner, close)| {
        let opened = format!("var a = {}", open.repeat(depth));
        [format!("{opened}{inner}{}", close.repeat(depth)), opened]
    }));
    all_in_time(["(", "[", "{a:", "a<"].map(|open| format!("type a = {}", open.repeat(depth))));
    all_in_time([")", "]", "}", ">"].map(|close| close.repeat(depth)));
}

/// Each of these is looked at far ahead of where it stands.
#[test]
fn what_is_looked_ahead_at_takes_no_time_to_speak_of() {
    let pieces =
        ["#", "#disable-next-line x ", "/*", "1 /* ", "(1 /* ", "$", "'", "\n// a", "a\n// b\n", "\n/**/", "\r", "//"];
    let inputs =
        pieces.iter().flat_map(|piece| ["", "var a = b"].map(|start| format!("{start}{}", piece.repeat(15_000))));
    all_in_time(inputs);
    all_in_time([format!("var a = b\n{}  ? c\n{}  : d", "  // e\n".repeat(50_000), "\n \n".repeat(50_000))]);
}

#[test]
fn every_piece_over_and_over() {
    let open =
        ["$'''${", "$$'''$${", "[for a in b:", "x=>", "x=>\n", "a?", "a?b:", "@a\n", "resource a 'b' = {\n", "a<"];
    for prefix in ["", "var a = ", "type a = "] {
        all_in_time(PIECES.iter().chain(&open).map(|piece| format!("{prefix}{}", piece.repeat(500))));
    }
}

/// Strings in the holes of strings, as deep as the scanner counts and deeper, and dollars before a quote.
#[test]
fn strings_nest_to_a_limit() {
    let mut parser = parser();
    let nested = |depth: usize| format!("var a = {}b{}", "$'''${".repeat(depth), "}'''".repeat(depth));
    let dollars = |count: usize| format!("var a = {}'''${{b}}'''", "$".repeat(count));
    for (text, error) in [
        (nested(1), false),
        (nested(200), false),
        (nested(201), true),
        (nested(2_000), true),
        (dollars(255), false),
        (dollars(256), true),
        (dollars(300), true),
        (format!("var a = {}b{}", "'${".repeat(1_000), "}'".repeat(1_000)), false),
    ] {
        assert_eq!(parse(&mut parser, text.as_bytes()).root_node().has_error(), error, "{} bytes", text.len());
    }
}

/// It is one node to the end of the file, and no division.
#[test]
fn a_comment_that_never_ends_is_one_node() {
    let mut parser = parser();
    for text in ["/* a", "var a /* b\nvar c = 1", "var a = 1 /* b\nvar c = 1\n", "var a = '${1 /**", "type a = b /*"] {
        let tree = parse(&mut parser, text.as_bytes());
        let last = tree.root_node().descendant_for_byte_range(text.len() - 1, text.len()).unwrap();
        assert!(tree.root_node().has_error(), "{text}");
        let comment = &text[text.find("/*").unwrap()..];
        assert_eq!((last.kind(), &text[last.byte_range()]), ("unterminated_comment", comment), "{text}");
    }
}

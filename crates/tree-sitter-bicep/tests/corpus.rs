//! Runs the cases of `test/corpus`, which are in tree-sitter's own format, without its command line.

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "the cases are files, and a test may fail anywhere"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use tree_sitter::Parser;

/// How long the lines of `=` and `-` around a case's title and below its input are.
const BAR: usize = 80;

/// One case of a file.
#[derive(Debug, PartialEq)]
struct Case {
    title: String,
    /// Whether the input has an error somewhere. What the tree is then, the case does not say.
    error: bool,
    input: String,
    /// The tree, with single spaces.
    expected: String,
}

fn bar(character: char) -> String {
    character.to_string().repeat(BAR)
}

/// The cases of a file, or what is wrong with it.
fn cases(text: &str) -> Result<Vec<Case>, String> {
    let (heading, divider) = (bar('='), bar('-'));
    let mut lines = text.split('\n').enumerate().peekable();
    let mut found = Vec::new();
    while let Some((number, line)) = lines.next() {
        if line.is_empty() && lines.peek().is_none() {
            break;
        }
        if line != heading {
            return Err(format!("line {}: a case begins with {BAR} `=`", number + 1));
        }
        let header: Vec<_> = lines.by_ref().map(|(_, line)| line).take_while(|line| *line != heading).collect();
        let (title, error) = match header[..] {
            [title] => (title, false),
            [title, ":error"] => (title, true),
            _ => return Err(format!("line {}: a title, and perhaps `:error` below it", number + 1)),
        };
        let input: Vec<_> = lines.by_ref().map(|(_, line)| line).take_while(|line| *line != divider).collect();
        let mut tree = Vec::new();
        while let Some((_, line)) = lines.next_if(|(_, line)| *line != heading) {
            tree.push(line);
        }
        let case = Case { title: title.to_owned(), error, input: input.join("\n"), expected: words(&tree.join("\n")) };
        if case.error != case.expected.is_empty() {
            return Err(format!("`{title}`: a case has a tree or is an `:error`"));
        }
        found.push(case);
    }
    if found.is_empty() { Err("there is no case in this file".to_owned()) } else { Ok(found) }
}

/// With single spaces, and none before a parenthesis that closes.
fn words(tree: &str) -> String {
    tree.split_whitespace().collect::<Vec<_>>().join(" ").replace(" )", ")")
}

/// The tree as text, and whether there is an error in it. The text alone does not tell: a line break that is
/// missing has no name, and is not shown.
fn parse(input: &str) -> (String, bool) {
    let mut parser = Parser::new();
    parser.set_language(&tree_sitter_bicep::LANGUAGE.into()).unwrap();
    let tree = parser.parse(input, None).unwrap();
    (tree.root_node().to_sexp(), tree.root_node().has_error())
}

/// What is wrong with a case, if anything.
fn failure(case: &Case) -> Option<String> {
    let expected = &case.expected;
    match (case.error, parse(&case.input)) {
        (true, (_, true)) => None,
        (true, (got, false)) => Some(format!("expected an error\n     got {got}")),
        (false, (got, true)) => Some(format!("expected {expected}\n     got an error in {got}")),
        (false, (got, false)) => (got != *expected).then(|| format!("expected {expected}\n     got {got}")),
    }
}

#[test]
fn every_case_has_its_tree() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("test/corpus");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut failures = Vec::new();
    let mut titles = BTreeMap::new();
    for path in paths {
        let file = path.file_name().unwrap().to_string_lossy().into_owned();
        // Git may have written the file with other line ends.
        let text = fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
        let cases = cases(&text).unwrap_or_else(|wrong| panic!("{file}: {wrong}"));
        for case in cases {
            if let Some(wrong) = failure(&case) {
                failures.push(format!("{file}: {}\n{wrong}", case.title));
            }
            if let Some(other) = titles.insert(case.title.clone(), file.clone()) {
                failures.push(format!("{file}: the title `{}` stands in {other}, too", case.title));
            }
        }
    }
    assert!(failures.is_empty(), "{} cases fail:\n\n{}", failures.len(), failures.join("\n\n"));
    assert!(titles.len() > 400, "only {} cases were found", titles.len());
}

#[test]
fn a_file_is_read_as_tree_sitter_reads_it() {
    let (heading, divider) = (bar('='), bar('-'));
    let text = format!(
        "{heading}\none\n{heading}\nvar a =\n\n{divider}\n\n(source_file\n  (x\n    a: (b) ))\n\n{heading}\ntwo\n:error\n\
         {heading}\nvar\n{divider}\n"
    );
    let case = |title: &str, error, input: &str, expected: &str| Case {
        title: title.to_owned(),
        error,
        input: input.to_owned(),
        expected: expected.to_owned(),
    };
    let expected = [case("one", false, "var a =\n", "(source_file (x a: (b)))"), case("two", true, "var", "")];
    assert_eq!(cases(&text).unwrap(), expected);
    assert_eq!(cases("\n").unwrap_err(), "line 1: a case begins with 80 `=`");
    assert_eq!(cases("").unwrap_err(), "there is no case in this file");
    let unsaid = format!("{heading}\none\n{heading}\nvar\n{divider}\n");
    assert_eq!(cases(&unsaid).unwrap_err(), "`one`: a case has a tree or is an `:error`");
}

#[test]
fn a_wrong_case_says_what_it_expected_and_what_it_got() {
    let case = |error, input: &str, expected: &str| {
        failure(&Case { title: String::new(), error, input: input.to_owned(), expected: expected.to_owned() })
    };
    assert_eq!(case(false, "", "(source_file)"), None);
    assert_eq!(case(true, "@a() @b()\nparam c string", ""), None, "the missing line break has no name");
    assert_eq!(case(false, "", "(x)").unwrap(), "expected (x)\n     got (source_file)");
    assert_eq!(case(true, "", "").unwrap(), "expected an error\n     got (source_file)");
    assert!(case(false, "var", "(x)").unwrap().starts_with("expected (x)\n     got an error in ("));
}

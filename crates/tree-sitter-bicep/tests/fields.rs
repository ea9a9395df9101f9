//! What a tree as text does not show: operators, marks like the `?` of `.?`, and where a piece of a string ends.

#![expect(clippy::unwrap_used, reason = "a test may fail anywhere")]

use tree_sitter::{Node, Parser, Tree};

fn parse(text: &str) -> Tree {
    let mut parser = Parser::new();
    parser.set_language(&tree_sitter_bicep::LANGUAGE.into()).unwrap();
    let tree = parser.parse(text, None).unwrap();
    assert!(!tree.root_node().has_error(), "{text}: {}", tree.root_node().to_sexp());
    tree
}

/// All nodes, named or not, each before its children.
fn nodes(tree: &Tree) -> Vec<Node<'_>> {
    let mut found = vec![tree.root_node()];
    let mut next = 0;
    while let Some(node) = found.get(next).copied() {
        next += 1;
        let children: Vec<_> = node.children(&mut node.walk()).collect();
        found.splice(next..next, children);
    }
    found
}

/// The texts in a field of the first node of a kind.
fn field<'t>(text: &'t str, kind: &str, name: &str) -> Vec<&'t str> {
    let tree = parse(text);
    let node = nodes(&tree).into_iter().find(|node| node.kind() == kind);
    let node = node.unwrap_or_else(|| panic!("{text}: there is no {kind}"));
    node.children_by_field_name(name, &mut node.walk()).map(|child| &text[child.byte_range()]).collect()
}

/// The texts of all nodes that are of one of these kinds.
fn texts<'t>(text: &'t str, kinds: &[&str]) -> Vec<&'t str> {
    let tree = parse(text);
    let all = nodes(&tree).into_iter();
    all.filter(|node| kinds.contains(&node.kind())).map(|node| &text[node.byte_range()]).collect()
}

#[test]
fn an_operator_is_a_field() {
    let operators = ["??", "||", "&&", "==", "!=", "=~", "!~", "<", "<=", ">", ">=", "+", "-", "*", "/", "%"];
    for operator in operators {
        assert_eq!(field(&format!("var a = b {operator} c"), "binary_expression", "operator"), [operator]);
        assert_eq!(field(&format!("var a = b{operator}c"), "binary_expression", "operator"), [operator]);
    }
    for operator in ["!", "-"] {
        assert_eq!(field(&format!("var a = {operator}b"), "unary_expression", "operator"), [operator]);
        assert_eq!(field(&format!("type a = {operator}1"), "negated_type", "operator"), [operator]);
    }
}

#[test]
fn a_mark_is_a_field() {
    for (text, kind, name, expected) in [
        ("var a = b.c", "member_expression", "safe", &[][..]),
        ("var a = b.?c", "member_expression", "safe", &["?"]),
        ("var a = b[0]", "index_expression", "safe", &[]),
        ("var a = b[?0]", "index_expression", "safe", &["?"]),
        ("var a = b[^1]", "index_expression", "safe", &[]),
        ("var a = b[?^1]", "index_expression", "safe", &["?"]),
        ("var a = b[?0]", "index_expression", "from_end", &[]),
        ("var a = b[^1]", "index_expression", "from_end", &["^"]),
        ("var a = b[?^1]", "index_expression", "from_end", &["^"]),
        ("resource a 'b' = {}", "resource_declaration", "existing", &[]),
        ("resource a 'b' existing = {}", "resource_declaration", "existing", &["existing"]),
        ("type a = { *: b }", "property_type", "key", &["*"]),
        ("type a = b[*]", "indexed_type", "index", &["*"]),
        ("type a = b.*", "member_type", "property", &["*"]),
    ] {
        assert_eq!(field(text, kind, name), expected, "{name} of {text}");
    }
}

#[test]
fn a_piece_of_a_string_ends_where_it_should() {
    let kinds = ["string_content", "escape_sequence", "interpolation"];
    for (text, expected) in [
        ("var a = ' b '", &[" b "][..]),
        ("var a = 'b\\nc\\u{1F600}d'", &["b", "\\n", "c", "\\u{1F600}", "d"]),
        ("var a = 'b${c}//d'", &["b", "${c}", "//d"]),
        ("var a = '\\${b}'", &["\\$", "{b}"]),
        ("var a = 'b$c$ {'", &["b$c$ {"]),
        ("var a = '''b'''", &["b"]),
        ("var a = '''\n  b\n'''", &["\n  b\n"]),
        ("var a = '''it's ''b'' '''", &["it's ''b'' "]),
        ("var a = $'''b${c}d'''", &["b", "${c}", "d"]),
        ("var a = $$'''${b}$${c}'''", &["${b}", "$${c}"]),
        // Quotes and dollars that are too many belong to the text, but to the delimiter's node.
        ("var a = '''b'''''", &["b"]),
        ("var a = $'''b$$${c}'''", &["b", "$$${c}"]),
        ("var a = ''''b'''", &["'b"]),
    ] {
        assert_eq!(texts(text, &kinds), expected, "{text}");
    }
}

#[test]
fn a_comment_and_a_pragma_end_where_they_should() {
    for (text, expected) in [
        ("// b\r\nvar a = 1", &["// b"][..]),
        ("/* b **/ var a = 1 /* c */", &["/* b **/", "/* c */"]),
        ("#disable-next-line b c-1\t // d\nvar a = 1", &["#disable-next-line b c-1", "// d"]),
        ("#disable-next-line b, c\n", &[]),
    ] {
        let mut parser = Parser::new();
        parser.set_language(&tree_sitter_bicep::LANGUAGE.into()).unwrap();
        let tree = parser.parse(text, None).unwrap();
        assert_eq!(tree.root_node().has_error(), expected.is_empty(), "{text}");
        if !expected.is_empty() {
            assert_eq!(texts(text, &["comment", "pragma"]), expected, "{text}");
        }
    }
}

/// The same tree for every kind of line end, and with a byte order mark.
#[test]
fn line_ends_and_the_byte_order_mark_change_nothing() {
    let text = "@a()\n\n// why\nparam b {\n  c: 'x'\n    | 'y'\n} = {\n  d: e\n    ? f\n    : '''\ng\n'''\n}\n\nvar h = [\n  \
                1\n\n  2\n]\n#disable-next-line i\nvar j = k(\n  l,\n  m\n)\n";
    let expected = parse(text).root_node().to_sexp();
    for line_end in ["\r\n", "\r", "\n\r", "\n\n"] {
        let other = text.replace('\n', line_end);
        assert_eq!(parse(&other).root_node().to_sexp(), expected, "{line_end:?}");
    }
    assert_eq!(parse(&format!("\u{feff}{text}")).root_node().to_sexp(), expected);
}

/// Line breaks with nothing between them are one, and so may stand before `|`; with blanks between them they are two.
#[test]
fn blanks_between_line_breaks_end_a_union() {
    for (text, error) in [
        ("type a = 'x'\n\n\n  | 'y'", false),
        ("type a = 'x'\n  \n  | 'y'", true),
        ("type a = 'x'\n\t\n| 'y'", true),
        ("type a =\n// why\n| 'y'", true),
    ] {
        let mut parser = Parser::new();
        parser.set_language(&tree_sitter_bicep::LANGUAGE.into()).unwrap();
        let tree = parser.parse(text, None).unwrap();
        assert_eq!(tree.root_node().has_error(), error, "{text:?}: {}", tree.root_node().to_sexp());
    }
}

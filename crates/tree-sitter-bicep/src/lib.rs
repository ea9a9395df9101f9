//! A tree-sitter grammar of Bicep, for `.bicep` and `.bicepparam` files.
//!
//! ```
//! let mut parser = tree_sitter::Parser::new();
//! parser.set_language(&tree_sitter_bicep::LANGUAGE.into()).expect("the grammar fits the library's version");
//! let tree = parser.parse("param name string = 'x'\n", None).expect("no time limit was set");
//! assert!(!tree.root_node().has_error());
//! ```

use tree_sitter_language::LanguageFn;

unsafe extern "C" {
    fn tree_sitter_bicep() -> *const ();
}

/// The language, for `tree_sitter::Parser::set_language`.
// SAFETY: the symbol is the generated parser's entry point, which returns a pointer to its static tables.
pub const LANGUAGE: LanguageFn = unsafe { LanguageFn::from_raw(tree_sitter_bicep) };

/// The kinds of nodes and their fields, as JSON.
pub const NODE_TYPES: &str = include_str!("node-types.json");

/// The query that editors highlight with.
pub const HIGHLIGHTS_QUERY: &str = include_str!("../queries/highlights.scm");

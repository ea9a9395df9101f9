//! From the library's tree, which has no error in it, to ours.
//!
//! One cursor goes through the whole tree. Every function finds it at the node that it is about, and leaves it
//! there.

mod declarations;
mod expressions;
mod text;
mod types;

use std::sync::Arc;

use aiolint_core::Span;
use tree_sitter::{Tree, TreeCursor};

use super::ast::{Expr, Member, Name, Node, Object, Statement};
use super::kind::{Field, Kind, Vocabulary};
use super::{Dialect, SyntaxError};

/// Deeper nesting than this is nobody's configuration; it is reported and not read.
const MAX_DEPTH: usize = 300;

/// The compiler's limit, in characters.
const MAX_IDENTIFIER: usize = 255;

/// Makes the statements of a tree.
pub(super) struct Lower<'t> {
    cursor: TreeCursor<'t>,
    vocabulary: &'static Vocabulary,
    /// The text that was parsed: what could not be read is blank in it.
    text: &'t str,
    /// Where the text starts in the file.
    base: usize,
    /// The language that the file is written in.
    dialect: Dialect,
    /// What was blanked because it could not be read, in bytes of the file.
    masks: &'t [Span],
    /// What the grammar can't say.
    pub errors: Vec<SyntaxError>,
    depth: usize,
    /// That something is nested too deep was said.
    too_deep: bool,
    /// The arrays and objects that hold a mask, as far as they were made: the mask is theirs.
    claimed: Vec<Span>,
    /// Members that were read by themselves, each with the bytes of its key: blank in the text, but not lost.
    pub aside: Vec<(Span, Member)>,
    /// The end of the part of the file that is read: brackets that it lacks stand behind it.
    pub limit: u32,
}

impl<'t> Lower<'t> {
    pub(super) fn new(tree: &'t Tree, text: &'t str, base: usize, dialect: Dialect, masks: &'t [Span]) -> Self {
        Self {
            cursor: tree.walk(),
            vocabulary: Vocabulary::get(),
            text,
            base,
            dialect,
            masks,
            errors: Vec::new(),
            depth: 0,
            too_deep: false,
            claimed: Vec::new(),
            aside: Vec::new(),
            limit: u32::MAX,
        }
    }

    /// The statements below the root.
    pub(super) fn statements(&mut self) -> Vec<Statement> {
        let mut statements = Vec::new();
        self.children(|lower, _| statements.push(lower.statement()));
        statements
    }

    // Where the cursor is

    fn kind(&self) -> Kind {
        self.vocabulary.kind(&self.cursor)
    }

    fn field(&self) -> Field {
        self.vocabulary.field(&self.cursor)
    }

    /// Where it is in the file, and not behind its end. What ends in the place of a text that could not be read goes on to the end of that.
    fn span(&self) -> Span {
        let node = self.cursor.node();
        let span = Span::new(self.base + node.start_byte(), self.base + node.end_byte());
        let unread = self.masks.iter().find(|mask| mask.start < span.end && span.end < mask.end);
        let end = unread.map_or(span.end, |mask| mask.end).min(self.limit);
        Span { start: span.start.min(end), end }
    }

    fn slice(&self) -> &'t str {
        &self.text[self.cursor.node().byte_range()]
    }

    /// Visits the rules, keywords and marks below, but for comments and pragmas.
    fn all_children(&mut self, mut visit: impl FnMut(&mut Self, Kind)) {
        if !self.cursor.goto_first_child() {
            return;
        }
        loop {
            let kind = self.kind();
            if !matches!(kind, Kind::Comment | Kind::Pragma) {
                visit(self, kind);
            }
            if !self.cursor.goto_next_sibling() {
                break;
            }
        }
        self.cursor.goto_parent();
    }

    /// Visits the rules below.
    fn children(&mut self, mut visit: impl FnMut(&mut Self, Kind)) {
        self.all_children(|lower, kind| {
            if !kind.is_mark() {
                visit(lower, kind);
            }
        });
    }

    // What every part needs

    fn error(&mut self, span: Span, message: impl Into<String>, label: &str) {
        // What stands for a text that could not be read says nothing, and may end within a character.
        if self.masks.iter().any(|mask| mask.contains(span)) {
            return;
        }
        self.errors.push(SyntaxError { span, message: message.into(), label: label.into(), help: None });
    }

    fn name(&mut self) -> Name {
        let text = self.slice();
        if text.len() > MAX_IDENTIFIER {
            self.error(self.span(), format!("a name has at most {MAX_IDENTIFIER} characters"), "too long");
        }
        Name { text: Arc::from(text), span: self.span() }
    }

    /// Reads what is nested one level deeper; `None` if that is too deep.
    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.depth >= MAX_DEPTH {
            if !std::mem::replace(&mut self.too_deep, true) {
                let message = format!("this is nested more than {MAX_DEPTH} levels deep, and is not read");
                self.error(self.span(), message, "");
            }
            return None;
        }
        self.depth += 1;
        let read = read(self);
        self.depth -= 1;
        Some(read)
    }

    // What was blanked

    /// An expression, or [`Node::Broken`] where a part of it was blanked. What was blanked in an array or object
    /// below is missing there alone.
    fn guarded(&mut self) -> Expr {
        let expr = self.expr();
        if self.masks.is_empty() {
            return expr;
        }
        let end = expr.span.end as usize;
        let own = |mask: &Span| {
            // What stands for a longer text that could not be read lies in the mask itself.
            let inside = (mask.start < expr.span.end && expr.span.start < mask.end)
                && !self.claimed.iter().any(|claim| expr.span.contains(*claim) && claim.contains(*mask));
            let after = mask.start as usize >= end
                && self.text[end - self.base..mask.start as usize - self.base].bytes().all(|byte| byte == b' ');
            inside || after
        };
        match self.masks.iter().any(own) {
            true => Expr::broken(expr.span),
            false => expr,
        }
    }

    /// Whether a mask lies in this array or object and in none below.
    fn claim(&mut self, span: Span) -> bool {
        if self.masks.is_empty() {
            return false;
        }
        let below = |mask: &Span| self.claimed.iter().any(|claim| span.contains(*claim) && claim.contains(*mask));
        let own = self.masks.iter().any(|mask| span.contains(*mask) && !below(mask));
        if self.masks.iter().any(|mask| span.contains(*mask)) {
            self.claimed.push(span);
        }
        own
    }
}

impl Name {
    /// Stands for a name that is missing.
    fn missing(span: Span) -> Self {
        Self { text: Arc::from(""), span }
    }
}

impl Expr {
    fn broken(span: Span) -> Self {
        Self { span, node: Node::Broken }
    }
}

impl Object {
    fn broken(span: Span) -> Self {
        Self { span, members: Vec::new(), resources: Vec::new(), broken: true }
    }
}

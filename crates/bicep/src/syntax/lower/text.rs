//! Strings.

use aiolint_core::Span;

use super::super::ast::{Expr, Piece};
use super::super::kind::Kind;
use super::super::strings::{Form, Pieces, escape};
use super::Lower;

impl Lower<'_> {
    /// The pieces of a string of any form.
    pub(super) fn pieces(&mut self) -> Vec<Piece> {
        let whole = self.slice();
        let form = Form::of(whole);
        let start = self.cursor.node().start_byte();
        let mut pieces = Pieces::new();
        let mut at = start + form.opening(whole);
        let end = start + whole.len() - form.closing();
        self.children(|lower, kind| {
            let part = lower.cursor.node().byte_range();
            match kind {
                Kind::Escape => {
                    pieces.raw(&lower.text[at..part.start]);
                    match escape(lower.slice()) {
                        Some(code) => pieces.push(code),
                        None => lower.error(lower.span(), "this is no character of Unicode", "at most `\\u{10FFFF}`"),
                    }
                    at = part.end;
                }
                Kind::Interpolation => {
                    let surplus = form.surplus(lower.slice());
                    pieces.raw(&lower.text[at..part.start + surplus]);
                    let hole = lower.hole(form);
                    pieces.hole(hole, Span::new(lower.base + part.start + surplus, lower.base + part.end));
                    at = part.end;
                }
                _ => {}
            }
        });
        pieces.raw(&self.text[at..end.max(at)]);
        pieces.finish()
    }

    fn hole(&mut self, form: Form) -> Expr {
        let span = self.span();
        if form == Form::Line && self.slice().contains(['\r', '\n']) {
            self.error(span, "a line break can't stand in `${…}`", "");
        }
        let mut inner = None;
        self.children(|lower, _| {
            if let Some(literal) = lower.literal_in_hole() {
                let message = "an array or object can't be written in `${…}`";
                lower.error(literal, message, "move it to a variable");
            }
            inner = Some(lower.expr());
        });
        inner.unwrap_or_else(|| Expr::broken(span))
    }

    /// An array or object literal below the cursor, which is in the hole of a string. In the body of a lambda an
    /// array may stand, but no object.
    fn literal_in_hole(&mut self) -> Option<Span> {
        let mut lambdas = 0;
        let mut levels = 0;
        loop {
            let kind = self.kind();
            let literal = match kind {
                Kind::Object => true,
                Kind::Array | Kind::ForExpression => lambdas == 0,
                _ => false,
            };
            if literal {
                let span = self.span();
                (0..levels).for_each(|_| _ = self.cursor.goto_parent());
                return Some(span);
            }
            // A string in the hole has holes of its own, which are looked at when they are read.
            if !matches!(kind, Kind::String | Kind::MultilineString) && self.cursor.goto_first_child() {
                levels += 1;
                lambdas += usize::from(kind == Kind::Lambda);
                continue;
            }
            loop {
                if levels == 0 {
                    return None;
                }
                if self.cursor.goto_next_sibling() {
                    break;
                }
                self.cursor.goto_parent();
                levels -= 1;
                lambdas -= usize::from(self.kind() == Kind::Lambda);
            }
        }
    }
}

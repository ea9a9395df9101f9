//! What the characters between quotes mean.

use aiolint_core::Span;

use super::ast::{Expr, Piece};

/// The form of a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// `'…'`, with escapes and holes.
    Line,
    /// `'''…'''`, without escapes; with as many `$` before it, as many open a hole.
    Lines {
        /// The number of `$` before the first quote.
        dollars: usize,
    },
}

impl Form {
    /// The form of a string, by its first characters.
    pub(super) fn of(text: &str) -> Self {
        let dollars = text.bytes().take_while(|byte| *byte == b'$').count();
        match text[dollars..].starts_with("'''") && text.len() >= dollars + 6 {
            true => Self::Lines { dollars },
            false => Self::Line,
        }
    }

    /// How many bytes stand before its content. A line break right after the opening quotes is none of it.
    pub(super) fn opening(self, text: &str) -> usize {
        let Self::Lines { dollars } = self else { return 1 };
        let quotes = dollars + 3;
        let rest = &text[quotes..];
        let line_break = ["\r\n", "\n", "\r"].into_iter().find(|line_break| rest.starts_with(line_break));
        quotes + line_break.map_or(0, str::len)
    }

    /// How many bytes stand after its content: quotes before the last three are part of it.
    pub(super) fn closing(self) -> usize {
        match self {
            Self::Line => 1,
            Self::Lines { .. } => 3,
        }
    }

    /// How many `$` before a hole are text.
    pub(super) fn surplus(self, hole: &str) -> usize {
        let Self::Lines { dollars } = self else { return 0 };
        hole.bytes().take_while(|byte| *byte == b'$').count().saturating_sub(dollars)
    }
}

/// The character that an escape stands for; `None` if it is none of Unicode's.
pub(super) fn escape(text: &str) -> Option<char> {
    let rest = text.strip_prefix('\\')?;
    Some(match rest.chars().next()? {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'u' => {
            let digits = rest.strip_prefix("u{")?.strip_suffix('}')?;
            let code = u32::from_str_radix(digits, 16).ok()?;
            // The compiler takes half a surrogate pair; no text of ours can hold it.
            char::from_u32(code).or_else(|| (code <= 0x0010_FFFF).then_some(char::REPLACEMENT_CHARACTER))?
        }
        other => other,
    })
}

/// The pieces of a string, neighbouring characters joined.
pub(super) struct Pieces {
    done: Vec<Piece>,
    text: String,
}

impl Pieces {
    pub(super) fn new() -> Self {
        Self { done: Vec::new(), text: String::new() }
    }

    pub(super) fn raw(&mut self, text: &str) {
        self.text.push_str(text);
    }

    pub(super) fn push(&mut self, c: char) {
        self.text.push(c);
    }

    pub(super) fn hole(&mut self, expr: Expr, at: Span) {
        self.flush();
        self.done.push(Piece::Hole(Box::new(expr), at));
    }

    pub(super) fn finish(mut self) -> Vec<Piece> {
        if self.done.is_empty() || !self.text.is_empty() {
            self.done.push(Piece::Text(std::mem::take(&mut self.text)));
        }
        self.done
    }

    fn flush(&mut self) {
        if !self.text.is_empty() {
            self.done.push(Piece::Text(std::mem::take(&mut self.text)));
        }
    }
}

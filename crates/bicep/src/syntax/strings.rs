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

/// The number of the character that an escape stands for, which may be half of a surrogate pair; `None` if it is none
/// of Unicode's.
pub(super) fn escape(text: &str) -> Option<u32> {
    let rest = text.strip_prefix('\\')?;
    let character = match rest.chars().next()? {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'u' => {
            let digits = rest.strip_prefix("u{")?.strip_suffix('}')?;
            return u32::from_str_radix(digits, 16).ok().filter(|code| *code <= u32::from(char::MAX));
        }
        other => other,
    };
    Some(character.into())
}

/// The pieces of a string, neighbouring characters joined.
pub(super) struct Pieces {
    done: Vec<Piece>,
    text: String,
    /// The first half of a surrogate pair, if the text ends with one.
    half: Option<u32>,
}

impl Pieces {
    pub(super) fn new() -> Self {
        Self { done: Vec::new(), text: String::new(), half: None }
    }

    pub(super) fn raw(&mut self, text: &str) {
        if !text.is_empty() {
            self.half = None;
        }
        self.text.push_str(text);
    }

    /// Adds what an escape stands for. Two halves of a surrogate pair are one character; the compiler takes one half
    /// alone too, which no text of ours can hold.
    pub(super) fn push(&mut self, code: u32) {
        let pair = self.half.take().filter(|_| (0xDC00..0xE000).contains(&code));
        if let Some(first) = pair {
            self.text.pop();
            self.text.extend(char::from_u32(0x1_0000 + ((first - 0xD800) << 10) + (code - 0xDC00)));
            return;
        }
        self.half = (0xD800..0xDC00).contains(&code).then_some(code);
        self.text.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
    }

    pub(super) fn hole(&mut self, expr: Expr, at: Span) {
        self.half = None;
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

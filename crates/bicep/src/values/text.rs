//! Strings: what is known of them.

use std::sync::Arc;

use aiolint_core::{Data, Mark, Part, Reason, Span, Text, Value, placeholder};

use super::choices::{each_combination, too_many};
use super::functions::json;
use super::limits::{LOOKS_A_STEP, TOO_LONG, TOO_MUCH, size};
use super::same::Comparing;
use super::{Evaluator, Scope};
use crate::syntax::ast::Piece;

/// A longer text is nobody's configuration; it is known in parts only.
pub(super) const MOST_BYTES: usize = 1 << 20;

/// A text of more parts is nobody's either.
const MOST_PARTS: usize = 1 << 10;

/// Builds a text of known and unknown parts.
#[derive(Default)]
pub(super) struct Builder {
    parts: Vec<Part>,
    literal: String,
    length: usize,
}

impl Builder {
    pub(super) fn literal(&mut self, text: &str) {
        self.length += text.len();
        if self.length <= MOST_BYTES {
            self.literal.push_str(text);
        }
    }

    pub(super) fn hole(&mut self, written: Arc<str>, reason: Reason, mark: Option<Mark>) {
        if self.parts.len() < MOST_PARTS {
            self.flush();
            self.parts.push(Part::Hole { written, reason, mark });
        }
    }

    fn is_too_long(&self) -> bool {
        self.length > MOST_BYTES || self.parts.len() >= MOST_PARTS
    }

    /// Adds a text.
    pub(super) fn text(&mut self, text: &Text) {
        match text {
            Text::Known(text) | Text::Spelled { written: text, .. } => self.literal(text),
            Text::Parts(parts) => {
                for part in parts.iter() {
                    match part {
                        Part::Literal(text) => self.literal(text),
                        Part::Hole { written, reason, mark } => self.hole(Arc::clone(written), reason.clone(), *mark),
                    }
                }
            }
        }
    }

    /// Adds a value as interpolation shows it; `written` is what stands for it where it is not known.
    pub(super) fn value(&mut self, value: &Value, written: &str) {
        match &value.data {
            Data::Text(text) => self.text(text),
            Data::Int(number) => self.literal(&number.to_string()),
            Data::Bool(flag) => self.literal(if *flag { "True" } else { "False" }),
            Data::Unknown(reason) => self.hole(Arc::from(written), reason.clone(), value.mark),
            _ => {
                let reason = Reason::new("its text is made when it is deployed").or_at(value.at);
                self.hole(Arc::from(written), reason, None);
            }
        }
    }

    /// Adds a value as interpolation and `format` show it: arrays and objects too.
    pub(super) fn interpolated(&mut self, value: &Value, written: &str, comparing: &Comparing) {
        match json::in_text(&value.data, comparing) {
            Some(text) => self.text(&text),
            None => self.value(value, written),
        }
    }

    fn flush(&mut self) {
        if !self.literal.is_empty() {
            self.parts.push(Part::Literal(std::mem::take(&mut self.literal).into()));
        }
    }

    pub(super) fn finish(mut self) -> Text {
        if self.is_too_long() {
            let reason = Reason::new(TOO_LONG);
            return Text::Parts([Part::Hole { written: "…".into(), reason, mark: None }].into());
        }
        if self.parts.is_empty() {
            return Text::Known(self.literal.into());
        }
        self.flush();
        Text::Parts(self.parts.into())
    }
}

impl<'s> Evaluator<'s> {
    /// A string.
    pub(super) fn string(&self, pieces: &'s [Piece], span: Span, scope: &Scope<'_>) -> Value {
        let at = self.at(span);
        let holes = pieces.iter().filter_map(|piece| match piece {
            Piece::Hole(expr, _) => Some(self.value(expr, scope)),
            Piece::Text(_) => None,
        });
        let holes: Vec<Value> = holes.collect();
        let join = |holes: &[Value]| {
            let mut builder = Builder::default();
            let comparing = Comparing::default();
            let mut values = holes.iter();
            for piece in pieces {
                match piece {
                    Piece::Text(text) => match placeholder::text(text, std::iter::empty(), false) {
                        Data::Text(text) => builder.text(&text),
                        _ => builder.literal(text),
                    },
                    Piece::Hole(_, span) => {
                        if let Some(value) = values.next() {
                            builder.interpolated(value, self.slice(*span), &comparing);
                        }
                    }
                }
            }
            self.pay(comparing.spent() / LOOKS_A_STEP);
            let data = Data::Text(builder.finish());
            let (origin, mark) = match (pieces, holes) {
                // `'${x}'` is `x`, if that is a text.
                ([Piece::Hole(..)], [only]) => (only.origin, only.mark),
                _ => (None, None),
            };
            match self.pay(size(&data)) {
                true => Value { origin, mark, ..Value::new(data, at) },
                false => self.unknown(TOO_MUCH, span),
            }
        };
        each_combination(&holes, at, &join).unwrap_or_else(|| {
            let open: Vec<Value> = holes
                .iter()
                .map(|hole| match &hole.data {
                    Data::OneOf(_) => Value::unknown(too_many(), hole.at),
                    _ => hole.clone(),
                })
                .collect();
            join(&open)
        })
    }
}

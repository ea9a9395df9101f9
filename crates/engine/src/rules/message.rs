//! Messages with values in them: `` the port of `{host}` is missing ``.

use aiolint_core::{brief, mask_key_text};
use serde::{Deserialize, Serialize};
use serde_saphyr::Spanned;

use super::shown::shown;
use crate::condition::{Eval, Expr, Scope, lower};
use crate::front::{Front, PackError};

/// So many characters of a value stand in a message.
const LONGEST_VALUE: usize = 200;

/// A message whose `{expression}` parts are evaluated; `{{` and `}}` are braces.
#[derive(Debug, Serialize, Deserialize)]
pub struct Template(Vec<Piece>);

#[derive(Debug, Serialize, Deserialize)]
enum Piece {
    Words(String),
    Value(Expr),
}

impl Template {
    pub(super) fn compile(front: &Front, value: &Spanned<String>, scope: &Scope<'_>) -> Result<Self, PackError> {
        let text = value.value.trim();
        let offset = value.value.len() - value.value.trim_start().len();
        let mut pieces = Vec::new();
        let mut words = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            words.push_str(&rest[..at]);
            let brace = &rest[at..=at];
            if rest[at + 1..].starts_with(brace) {
                words.push_str(brace);
                rest = &rest[at + 2..];
                continue;
            }
            let start = offset + (text.len() - rest.len()) + at + 1;
            let end = rest[at..].find('}').filter(|_| brace == "{");
            let Some(end) = end else {
                let error = crate::condition::ConditionError {
                    range: start - 1..start,
                    message: "a brace without its partner; write it twice if it is meant".into(),
                };
                return Err(front.condition_error(value, &error));
            };
            let source = &rest[at + 1..at + end];
            let (expr, _) = lower(source, scope).map_err(|mut error| {
                error.range = start + error.range.start..start + error.range.end;
                front.condition_error(value, &error)
            })?;
            pieces.extend((!words.is_empty()).then(|| Piece::Words(std::mem::take(&mut words))));
            pieces.push(Piece::Value(expr));
            rest = &rest[at + end + 1..];
        }
        words.push_str(rest);
        pieces.extend((!words.is_empty()).then_some(Piece::Words(words)));
        Ok(Self(pieces))
    }

    /// The message, in one line, without secrets.
    pub fn text<'w>(&'w self, eval: &mut Eval<'w>) -> String {
        let mut text = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Words(words) => text.push_str(words),
                Piece::Value(expr) => {
                    let value = eval.value(expr);
                    text.push_str(&brief(&mask_key_text(&shown(eval, &value)), LONGEST_VALUE));
                }
            }
        }
        let mut words = text.split_whitespace();
        let first = words.next().unwrap_or_default().to_owned();
        words.fold(first, |line, word| line + " " + word)
    }
}

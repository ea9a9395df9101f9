//! Braces around members that stand indented below a key, as in YAML.

use aiolint_core::Span;
use aiolint_core::change::{Replacement, line_break, line_end, line_start, next_line};

use crate::syntax::indented::is_key;

/// The braces that are missing around the members below the key with these bytes. None if not all lines that are
/// indented deeper are members, or what they hold.
#[must_use]
pub fn braces(text: &str, key: Span) -> Option<Vec<Replacement>> {
    let (start, end) = (key.start as usize, key.end as usize);
    let first = line_start(text, start);
    let indent = text.get(first..start).filter(|indent| indent.trim().is_empty())?;
    let colon = end + text.get(end..)?.find(':')? + 1;
    if text.get(end..colon - 1)?.trim() != "" {
        return None;
    }
    let mut last = None;
    let mut inner: Option<usize> = None;
    let mut depth = 0isize;
    let mut at = next_line(text, colon);
    while at < text.len() {
        let line = &text[at..line_end(text, at)];
        let content = line.trim_start();
        let column = line.len() - content.len();
        if !content.is_empty() {
            if column <= indent.len() {
                break;
            }
            let is_member = content.split_once(':').is_some_and(|(key, _)| is_key(key.trim_end()));
            let is_comment = content.starts_with("//");
            // Within brackets, and below a member, stands what is the members' own affair.
            let own = depth == 0 && inner.is_none_or(|inner| column <= inner) && !content.starts_with(['}', ']', ')']);
            if own && !is_member && !is_comment {
                return None;
            }
            if !is_comment {
                inner = inner.or(Some(column));
                last = Some(at + line.trim_end().len());
            }
            depth += balance(content);
        }
        at = next_line(text, at);
    }
    let last = last.filter(|_| depth == 0)?;
    let close = format!("{}{indent}}}", line_break(text));
    Some(vec![(Span::new(colon, colon), " {".into()), (Span::new(last, last), close)])
}

/// How many more brackets a line opens than it closes; those in texts come in pairs, mostly, and what comes of it is
/// read again.
fn balance(line: &str) -> isize {
    line.chars().fold(0, |depth, c| match c {
        '{' | '[' | '(' => depth + 1,
        '}' | ']' | ')' => depth - 1,
        _ => depth,
    })
}

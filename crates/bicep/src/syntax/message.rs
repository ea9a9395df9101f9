//! What is said of a syntax error: what was found, and what was expected instead.

use super::SyntaxError;
use super::trace::Failure;
use aiolint_core::Span;

/// The message for a failure in a text that starts at `base` in its file.
pub(super) fn describe(text: &str, base: usize, failure: &Failure) -> SyntaxError {
    let rest = &text[failure.at..];
    let token = token(rest);
    let expected = expected(&failure.expected);
    let (found, length) = match token {
        "" => ("the line ends here".to_owned(), 0),
        token => (format!("found `{}`", shortened(token)), token.len()),
    };
    // A line that ends too early is wrong at its end, not where blank lines and comments after it end.
    let at = if token.is_empty() { failure.after } else { failure.at };
    let span = Span::new(base + at, base + at + length);
    let message = match &expected {
        Some(expected) => format!("expected {expected}, but {found}"),
        None if token.is_empty() => "the declaration is not complete".to_owned(),
        None => format!("unexpected `{}`", shortened(token)),
    };
    let label = expected.map_or_else(String::new, |expected| format!("expected {expected}"));
    SyntaxError { span, message, label, help: help(text, failure, token).map(str::to_owned) }
}

/// The characters that a reader would take for one token; empty at the end of a line.
fn token(rest: &str) -> &str {
    const LONG: [&str; 14] = ["...", "&&", "||", "??", "==", "!=", "=~", "!~", "<=", ">=", "=>", "::", "//", "/*"];
    let word = rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
    if word > 0 {
        return &rest[..word];
    }
    if let Some(long) = LONG.into_iter().find(|long| rest.starts_with(long)) {
        return &rest[..long.len()];
    }
    match rest.chars().next() {
        None | Some('\r' | '\n') => "",
        Some(c) => &rest[..c.len_utf8()],
    }
}

fn shortened(token: &str) -> String {
    const MOST: usize = 40;
    match token.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &token[..end]),
        None => token.to_owned(),
    }
}

/// What could stand there, in words.
fn expected(names: &[String]) -> Option<String> {
    let has = |name: &str| names.iter().any(|known| known == name);
    if has("param") && has("var") {
        return Some("a declaration such as `param`, `var` or `resource`".into());
    }
    if has("if") && !has("{") && has("_newline") {
        return Some("`{`, `if (…)` or `[for …]`".into());
    }
    if has("string_content") {
        return Some("`'` at the end of the string".into());
    }
    let mut words: Vec<String> = Vec::new();
    let value = has("identifier") && has("integer") && has("{");
    if value {
        words.push(if has("|") { "a type".into() } else { "a value".into() });
    } else {
        if has("identifier") {
            words.push("a name".into());
        }
        if has("'") {
            words.push("a string".into());
        }
    }
    // In the order in which they read best. What can only go on with a complete expression is left out: it could
    // always go on.
    let goes_on = has("??") || has("<=") || (has("?") && has("!"));
    for mark in [":", "=", "=>", ",", ")", "]", "}", ">", "in", "from", "as", "for", "if", "{", "["] {
        let implied = (value && matches!(mark, "{" | "[" | "for")) || (goes_on && matches!(mark, "[" | ">" | "=>"));
        if has(mark) && !implied {
            words.push(format!("`{mark}`"));
        }
    }
    if has("_newline") && !value && !has("(") {
        words.push("the end of the line".into());
    }
    words.truncate(4);
    let last = words.pop()?;
    Some(match words.is_empty() {
        true => last,
        false => format!("{} or {last}", words.join(", ")),
    })
}

/// What to do, for habits of other languages.
fn help(text: &str, failure: &Failure, token: &str) -> Option<&'static str> {
    let before = text[..failure.at].trim_end();
    match token {
        "\"" => Some("strings stand in single quotes"),
        ";" => Some("a declaration ends with its line; remove the `;`"),
        "" if before.ends_with(',') => {
            Some("remove the comma: items in lines of their own are not separated by commas")
        }
        "&&" | "||" | "??" | "==" | "!=" | "+" if line_start(text, failure.at) => {
            Some("an operator stands in the line of its left operand; only `?` and `:` can start a line")
        }
        "." if line_start(text, failure.at) => Some("`.` stands in the line of what it belongs to"),
        "else" => Some("Bicep has no `else`: write a second resource with the opposite condition"),
        "/" if text[failure.at..].starts_with("/*") => Some("this comment never ends"),
        "/*" => Some("this comment never ends"),
        _ => None,
    }
}

fn line_start(text: &str, at: usize) -> bool {
    text[..at].trim_end_matches([' ', '\t']).ends_with(['\n', '\r'])
}

//! Scalars as text of a file.

use aiolint_core::change::Written;

use crate::event::Style;
use crate::scalar;

/// What readers of YAML 1.1 take for truth values, which Kubernetes tools still do.
const TRUTH: [&str; 8] = ["y", "n", "yes", "no", "on", "off", "true", "false"];

/// A value as it is written in this style. A text without quotes gets some where it needs them.
pub(crate) fn scalar(value: &Written, style: Style) -> Option<String> {
    match value {
        Written::Bool(it) => Some(it.to_string()),
        Written::Int(it) => Some(it.to_string()),
        Written::EmptyMap => Some("{}".into()),
        Written::EmptyList => Some("[]".into()),
        Written::Text(text) => match style {
            Style::Single | Style::Double => quoted(text, style),
            _ if is_plain(text) => Some(text.to_string()),
            _ => quoted(text, Style::Single),
        },
    }
}

/// A text of one line as it is written where a value may stand: in quotes, if it would be read as something else without.
#[must_use]
pub fn written(text: &str) -> String {
    scalar(&Written::Text(text.into()), Style::Plain).unwrap_or_else(|| text.to_owned())
}

/// Whether a text means itself without quotes, wherever it stands.
fn is_plain(text: &str) -> bool {
    let inner = |c: char| c.is_ascii_alphanumeric() || "_-./:@+".contains(c);
    text.starts_with(|c: char| c.is_ascii_alphanumeric() || "_/.".contains(c))
        && text.chars().all(inner)
        && !text.ends_with(':')
        && scalar::plain(text).is_none()
        && !TRUTH.contains(&text.to_ascii_lowercase().as_str())
}

/// A text in quotes; those that can't hold it become double ones. None for what no manifest holds.
pub(crate) fn quoted(text: &str, style: Style) -> Option<String> {
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t')) {
        return None;
    }
    if style == Style::Single && !text.contains(['\n', '\t']) {
        return Some(format!("'{}'", text.replace('\'', "''")));
    }
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n").replace('\t', "\\t");
    Some(format!("\"{escaped}\""))
}

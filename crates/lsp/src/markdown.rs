//! Texts as Markdown: what comes from a project's files is shown, and never obeyed.

use aiolint_core::{brief, code_spans, mask_key_text, printable};
use gen_lsp_types::{MarkupContent, MarkupKind};
use pulldown_cmark::{Event, Parser, Tag, TagEnd};

/// So many characters of a value are shown.
const MOST_CHARACTERS: usize = 400;

/// A sentence with code between backticks, as findings and reasons are.
pub(crate) fn sentence(text: &str) -> String {
    let text = printable(text).replace(['\n', '\r'], " ");
    let mut markdown = String::with_capacity(text.len());
    for (is_code, part) in code_spans(&text) {
        match is_code {
            true if part.trim().is_empty() => markdown += &plain(&format!("`{part}`")),
            true => markdown += &fenced(part),
            false => markdown += &plain(part),
        }
    }
    markdown
}

/// A text as code, whatever is in it; not all of it if it is long, and nothing of a key.
pub(crate) fn code(text: &str) -> String {
    let text = printable(&mask_key_text(text)).replace(['\n', '\r'], " ");
    fenced(&brief(&text, MOST_CHARACTERS))
}

/// A link, if the address is one of the web.
pub(crate) fn link(text: &str, url: &str) -> String {
    let is_fit = url.starts_with("https://") && !url.contains(|c: char| c.is_control() || " ()<>\\".contains(c));
    if is_fit { format!("[{}]({url})", sentence(text)) } else { sentence(text) }
}

/// Markdown for a client, which may want to have plain text.
pub(crate) fn markup(markdown: String, is_wanted: bool) -> MarkupContent {
    match is_wanted {
        true => MarkupContent { kind: MarkupKind::Markdown, value: markdown },
        false => MarkupContent { kind: MarkupKind::PlainText, value: as_text(&markdown) },
    }
}

/// Code between as many backticks as it takes.
fn fenced(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    match (longest > 0, text.trim().is_empty()) {
        (true, _) => format!("{fence} {text} {fence}"),
        (false, true) => format!("`{text} `"),
        (false, false) => format!("`{text}`"),
    }
}

/// Words that mean nothing more than their letters. What is none of Markdown's is left as it is, since some editors show
/// the Markdown itself.
fn plain(text: &str) -> String {
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let mut escaped = String::with_capacity(text.len());
    let mut before = None;
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let after = rest.as_str().chars().next();
        let means_more = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '~' | '|' | '$' => true,
            '_' => !is_word(before) || !is_word(after),
            '&' => is_word(after) || after == Some('#'),
            '#' | '+' | '-' | '=' => before.is_none(),
            _ => false,
        };
        if means_more {
            escaped.push('\\');
        }
        escaped.push(c);
        before = Some(c);
    }
    escaped
}

/// The words of a text in Markdown.
fn as_text(markdown: &str) -> String {
    let mut text = String::with_capacity(markdown.len());
    let mut links = Vec::new();
    for event in Parser::new(markdown) {
        match event {
            Event::Text(words) | Event::Code(words) => text.push_str(&words),
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Item | TagEnd::List(_)) => text.push('\n'),
            Event::Start(Tag::Item) => text.push_str("- "),
            Event::Start(Tag::Link { dest_url, .. }) => links.push(dest_url),
            Event::End(TagEnd::Link) => text.extend(links.pop().map(|url| format!(" ({url})"))),
            Event::End(TagEnd::Paragraph | TagEnd::CodeBlock) => text.push_str("\n\n"),
            _ => {}
        }
    }
    text.truncate(text.trim_end().len());
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What Markdown makes of a text: its words, and everything else that is in it.
    fn shown(markdown: &str) -> (String, Vec<String>) {
        let (mut words, mut more) = (String::new(), Vec::new());
        for event in Parser::new(markdown) {
            match event {
                Event::Text(text) | Event::Code(text) => words.push_str(&text),
                Event::Start(Tag::Paragraph) | Event::End(_) => {}
                other => more.push(format!("{other:?}")),
            }
        }
        (words, more)
    }

    #[test]
    fn what_comes_from_files_is_shown_and_not_obeyed() {
        for hostile in [
            "![x](https://example.com/a.png)",
            "`x`![y](https://example.com/b.png)",
            "a `b` c` d ``e`` <img src=x> </b> &lt; &#60; &",
            "[a](command:x) <https://example.com> *b* __c__ ~~d~~ | e | $f$",
            "# a",
            "- a",
            "+ a",
            "=== ---",
            "\\` \\",
            "``` a",
            "snake_case and _this_",
        ] {
            let without = |text: &str| text.replace(['`', ' '], "");
            let (words, more) = shown(&sentence(hostile));
            assert_eq!((without(&words), more), (without(hostile), Vec::new()), "{}", sentence(hostile));
            let (words, more) = shown(&code(hostile));
            assert_eq!((words.trim(), more), (hostile, Vec::new()), "{}", code(hostile));
        }
    }

    #[test]
    fn words_that_are_no_markdown_stay_as_they_are() {
        let text = "the host `<hostname>:<port>` of `a_b` has no port: add one (8883), as `a&b`'s; snake_case - a & b";
        assert_eq!(sentence(text), text);
        assert_eq!(code("a`b``c"), "``` a`b``c ```");
        assert_eq!(code(""), "` `");
        assert_eq!(sentence("``"), "\\`\\`");
    }

    #[test]
    fn a_link_leads_into_the_web_or_nowhere() {
        assert_eq!(link("a [b]", "https://example.com/x"), "[a \\[b\\]](https://example.com/x)");
        for url in ["command:x", "https://example.com/) ![](x", "file:///a"] {
            assert_eq!(link("a", url), "a");
        }
    }

    #[test]
    fn who_can_not_show_markdown_gets_the_words() {
        let markdown =
            "**AIO201** host: `a` has no port\n\nOne of these:\n- `b`\n- \\*\n\n---\n\n[docs](https://example.com)";
        let text = "AIO201 host: a has no port\n\nOne of these:\n\n- b\n- *\n\ndocs (https://example.com)";
        let MarkupContent { kind, value } = markup(markdown.into(), false);
        assert_eq!((kind, value.as_str()), (MarkupKind::PlainText, text));
    }
}

//! A rule's file in its parts: front matter, text, fenced examples.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use crate::front::{Front, PackError};

/// The parts of a rule's file.
pub(super) struct Document {
    /// The first sentence of the text, with its code between backticks.
    pub summary: String,
    /// The fenced blocks, in order.
    pub fences: Vec<Fence>,
}

/// A fenced block.
pub(super) struct Fence {
    /// What stands after the backticks.
    pub info: String,
    /// Its bytes in the file, fences included.
    pub range: Range<usize>,
    /// Its text.
    pub text: String,
    /// Where its text starts in the file.
    pub start: usize,
}

/// The bytes of a rule's front matter, without the lines `---` around it: up to the end of the text if the second one is
/// not written yet.
#[must_use]
pub fn front_matter(text: &str) -> Option<Range<usize>> {
    let closed = split("", text).map(|front| front.yaml);
    closed.ok().or_else(|| Some(opened(text)?..text.len()))
}

/// Where the front matter of a text starts, if it has some.
fn opened(text: &str) -> Option<usize> {
    let first = ["---\n", "---\r\n"].into_iter().find(|line| text.starts_with(line))?;
    Some(first.len())
}

/// Splits a file at its front matter.
pub(super) fn split(path: &str, text: &str) -> Result<Front, PackError> {
    let mut front = Front { path: path.to_owned(), text: text.into(), yaml: 0..0 };
    let Some(start) = opened(text) else {
        return Err(front.error(0..1, "a rule starts with front matter: a line `---`"));
    };
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if line.trim_end() == "---" {
            front.yaml = start..at;
            return Ok(front);
        }
        at += line.len();
    }
    Err(front.error(0..3, "the front matter has no end: a second line `---`"))
}

/// The text after the front matter.
pub(super) fn document(front: &Front) -> Document {
    let body_start = front.yaml.end + front.text[front.yaml.end..].find('\n').map_or(0, |at| at + 1);
    let body = &front.text[body_start..];
    let (mut summary, mut fences) = (String::new(), Vec::new());
    let (mut paragraph, mut summarised) = (false, false);
    let mut fence: Option<Fence> = None;
    for (event, range) in Parser::new_ext(body, Options::ENABLE_TABLES).into_offset_iter() {
        let range = body_start + range.start..body_start + range.end;
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                fence = Some(Fence { info: info.into_string(), range, text: String::new(), start: 0 });
            }
            Event::End(TagEnd::CodeBlock) => fences.extend(fence.take()),
            Event::Text(text) => match &mut fence {
                Some(fence) => {
                    if fence.text.is_empty() {
                        fence.start = range.start;
                    }
                    fence.text.push_str(&text);
                }
                None if paragraph && !summarised => summary.push_str(&text),
                None => {}
            },
            Event::Code(text) if paragraph && !summarised => summary.push_str(&format!("`{text}`")),
            Event::SoftBreak if paragraph && !summarised => summary.push(' '),
            Event::Start(Tag::Paragraph) => paragraph = true,
            Event::End(TagEnd::Paragraph) => (paragraph, summarised) = (false, summarised || !summary.is_empty()),
            _ => {}
        }
    }
    let end = summary.find(". ").map_or(summary.len(), |at| at + 1);
    summary.truncate(end);
    Document { summary, fences }
}

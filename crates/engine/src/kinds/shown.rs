//! What a kind's file says of a definition or a link, for readers.

use std::sync::Arc;

use aiolint_core::change::{line_end, line_start};
use aiolint_core::{FileId, Source};

use crate::pack::File;

/// A definition or link of a kind as its file has it, with the comment above it.
#[must_use]
pub fn member_text(files: &[File], kind: &str, member: &str) -> Option<String> {
    files.iter().find_map(|(path, text)| {
        let path: Arc<str> = path.as_str().into();
        let source = Source::new(FileId::NONE, Arc::clone(&path), path, text.as_str().into());
        let reading = aiolint_yaml::read(&source);
        let top = &reading.documents.first()?.value;
        top.get("kind").filter(|name| name.known_text() == Some(kind))?;
        let found = ["define", "links"].into_iter().find_map(|group| top.get(group)?.get(member))?;
        let key = found.key?.span.start as usize;
        let mut start = line_start(text, key);
        let indent = key - start;
        while let Some(above) = start.checked_sub(1).map(|end| line_start(text, end))
            && text[above..start].trim_start().starts_with('#')
        {
            start = above;
        }
        let mut end = line_end(text, key);
        // All lines below that are indented more belong to it.
        for line in text[end..].split_inclusive('\n').skip(1) {
            let is_inner = line.len() - line.trim_start_matches(' ').len() > indent;
            if !is_inner && !line.trim().is_empty() {
                break;
            }
            end += line.len();
        }
        let lines = text[start..end.min(text.len())].lines().map(|line| line.get(indent..).unwrap_or_default());
        Some(lines.collect::<Vec<_>>().join("\n").trim_end().to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_is_shown_with_its_comment_and_nothing_of_its_neighbours() {
        let text = "kind: A\nlinks:\n  # Leads to\n  # a B.\n  b: { to: B, all: true }\n\ndefine:\n  c: |\n    d\n    && e\n\n  # Last.\n  f: |\n    g\n";
        let files = [("x.yaml".to_owned(), "kind: X\n".to_owned()), ("a.yaml".to_owned(), text.to_owned())];
        let shown = |member: &str| member_text(&files, "A", member);
        assert_eq!(shown("b").as_deref(), Some("# Leads to\n# a B.\nb: { to: B, all: true }"));
        assert_eq!(shown("c").as_deref(), Some("c: |\n  d\n  && e"));
        assert_eq!(shown("f").as_deref(), Some("# Last.\nf: |\n  g"));
        assert_eq!(shown("g"), None);
        assert_eq!(member_text(&files, "X", "b"), None);
    }
}

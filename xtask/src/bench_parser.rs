//! `cargo xtask bench parser FOLDER…`: what the incremental parser of tree-sitter would save after an edit of a Bicep
//! file, and whether its trees are those of a fresh parse.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use tree_sitter::{InputEdit, Node, Parser, Point, Tree};

use crate::bench::millis;
use crate::slips::Random;
use crate::{Outcome, repository, table};

/// So many edits one after the other are made in each file.
const EDITS: usize = 20;
/// What is typed; nothing is the deletion of a character.
const TYPED: [&str; 12] = ["", "", "x", "1", "'", "{", "}", "(", "\n", "$", ":", " "];

/// What came of all edits of one sort of text.
#[derive(Default)]
struct Seen {
    edits: usize,
    different: usize,
    fresh: Duration,
    incremental: Duration,
}

pub(crate) fn run(folders: &[PathBuf]) -> Outcome {
    let mut parser = Parser::new();
    let language = tree_sitter_bicep::LANGUAGE.into();
    parser.set_language(&language).map_err(|error| format!("the grammar can't be used: {error}"))?;
    let (mut right, mut wrong, mut random) = (Seen::default(), Seen::default(), Random::new(1));
    for folder in folders {
        for path in repository::files(folder).iter().filter(|path| repository::ends_in(path, &["bicep"])) {
            let Ok(text) = repository::read(path) else { continue };
            type_in(&mut parser, text, &mut random, [&mut right, &mut wrong]).ok_or("the parser gave up")?;
        }
    }
    let row = |name: &str, seen: &Seen| {
        let mean = |time: Duration| millis(time / u32::try_from(seen.edits.max(1)).unwrap_or(u32::MAX));
        let counts = [seen.edits.to_string(), seen.different.to_string()];
        [vec![name.to_owned()], counts.into(), vec![mean(seen.fresh), mean(seen.incremental)]].concat()
    };
    let heads = ["text after the edit", "edits", "trees that differ", "fresh ms, mean", "incremental ms, mean"];
    table::print(&heads, &[row("without errors", &right), row("with errors", &wrong)]);
    Ok(())
}

/// Types in a file, and parses it in both ways after each edit.
fn type_in(parser: &mut Parser, mut text: String, random: &mut Random, [right, wrong]: [&mut Seen; 2]) -> Option<()> {
    let mut tree = parser.parse(&text, None)?;
    for _ in 0..EDITS {
        let edit = edit(&mut text, random);
        tree.edit(&edit);
        let begin = Instant::now();
        let incremental = parser.parse(&text, Some(&tree))?;
        let middle = Instant::now();
        let fresh = parser.parse(&text, None)?;
        let end = Instant::now();
        let seen = if fresh.root_node().has_error() { &mut *wrong } else { &mut *right };
        seen.edits += 1;
        seen.different += usize::from(!are_same(&incremental, &fresh));
        seen.incremental += middle - begin;
        seen.fresh += end - middle;
        tree = incremental;
    }
    Some(())
}

fn edit(text: &mut String, random: &mut Random) -> InputEdit {
    let start = text.floor_char_boundary(random.below(text.len() + 1));
    let typed = TYPED[random.below(TYPED.len())];
    let deleted = if typed.is_empty() { text[start..].chars().next().map_or(0, char::len_utf8) } else { 0 };
    let (before, old) = (point(text, start), point(text, start + deleted));
    text.replace_range(start..start + deleted, typed);
    InputEdit {
        start_byte: start,
        old_end_byte: start + deleted,
        new_end_byte: start + typed.len(),
        start_position: before,
        old_end_position: old,
        new_end_position: point(text, start + typed.len()),
    }
}

fn point(text: &str, at: usize) -> Point {
    let line = text[..at].rfind('\n').map_or(0, |line_break| line_break + 1);
    Point::new(text[..at].matches('\n').count(), at - line)
}

fn are_same(a: &Tree, b: &Tree) -> bool {
    let mut todo = vec![(a.root_node(), b.root_node())];
    let says =
        |node: Node<'_>| (node.kind_id(), node.byte_range(), node.is_error(), node.is_missing(), node.child_count());
    while let Some((a, b)) = todo.pop() {
        if says(a) != says(b) {
            return false;
        }
        todo.extend(a.children(&mut a.walk()).zip(b.children(&mut b.walk())));
    }
    true
}

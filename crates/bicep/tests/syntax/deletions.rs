//! Whatever is deleted, the statements that are not touched are still there.

use std::ops::Range;

use aiolint_bicep::syntax::Dialect;

use crate::{names, read};

/// Declarations of all kinds. Each resource is named by a text of its own.
const FIXTURE: &str = "\
@description('''
where it is
''')
@allowed(['a', 'b'])
param place string = 'a'
var hosts = [for (x, i) in range(0, 2): '${place}-${i}']
resource one 'Contoso.Mill/kilns@2024-01-01' = {
  name: 'one'
  properties: {
    heat: place == 'a' ? 1 : (2 + 3)
    list: [ 'a', { b: 'c' } ]
  }
}
func twice(x int) int => x * 2
type size = 'small' | 'large'
resource two 'Contoso.Mill/kilns@2024-01-01' = if (!empty(hosts)) {
  name: 'two'
  properties: union({ a: 1 }, { 'b-c': hosts[0] })
}
output id string = one.id
@batchSize(1)
resource three 'Contoso.Mill/kilns@2024-01-01' = {
  name: 'three'
  dependsOn: [
    two
  ]
}
var last = map(hosts, h => toUpper(h)) // done
";

/// The bytes of the tokens: words, and every other character that is no blank by itself.
fn tokens(text: &str) -> Vec<Range<usize>> {
    let word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let mut tokens: Vec<Range<usize>> = Vec::new();
    for (at, byte) in text.bytes().enumerate().filter(|(_, byte)| *byte != b' ') {
        match tokens.last_mut() {
            Some(last) if word(byte) && last.end == at && word(text.as_bytes()[at - 1]) => last.end += 1,
            _ => tokens.push(at..at + 1),
        }
    }
    tokens
}

/// The bytes of each resource, from its first decorator to the end of its last line.
fn extents(text: &str) -> Vec<(&'static str, Range<usize>)> {
    ["one", "two", "three"]
        .map(|name| {
            let start = text.find(&format!("resource {name} ")).unwrap();
            let start = text[..start].strip_suffix("@batchSize(1)\n").map_or(start, str::len);
            (name, start..start + text[start..].find("\n}\n").unwrap() + 3)
        })
        .into()
}

/// Deletes each token, and asks which resources are there that it was no part of. What is deleted right before a
/// resource touches it too: the line break that ends the statement before.
#[track_caller]
fn check(text: &str) {
    let extents = extents(text);
    let mut lost = Vec::new();
    for token in tokens(text) {
        let changed = format!("{}{}", &text[..token.start], &text[token.end..]);
        let reading = read(&changed, Dialect::Template);
        let names = names(&reading);
        for (name, extent) in &extents {
            let touched = token.start + 1 >= extent.start && token.start < extent.end;
            if !touched && !names.contains(name) {
                let line = text[..token.start].matches('\n').count() + 1;
                lost.push(format!("`{}` in line {line} loses `{name}`", &text[token.clone()]));
            }
        }
    }
    assert!(lost.is_empty(), "{lost:#?}");
}

#[test]
fn no_token_that_is_deleted_loses_another_statement() {
    check(FIXTURE);
}

#[test]
fn nor_does_it_with_line_breaks_of_windows() {
    let text = FIXTURE.replace('\n', "\r\n");
    for token in tokens(&text) {
        let changed = format!("{}{}", &text[..token.start], &text[token.end..]);
        let reading = read(&changed, Dialect::Template);
        let left = names(&reading).iter().filter(|name| ["one", "two", "three"].contains(name)).count();
        assert!(left >= 2, "`{}` at {} leaves {left}", &text[token.clone()], token.start);
    }
}

#[test]
fn a_file_that_is_cut_anywhere_keeps_what_is_whole() {
    for end in 0..FIXTURE.len() {
        let reading = read(&FIXTURE[..end], Dialect::Template);
        let names = names(&reading);
        for (name, extent) in extents(FIXTURE) {
            assert!(extent.end > end || names.contains(&name), "cut at {end}: `{name}` is lost");
        }
        read(&FIXTURE[..end], Dialect::Parameters);
    }
}

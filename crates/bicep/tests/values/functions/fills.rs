//! What is said of a text that is known in parts holds whatever fills its holes.

use aiolint_core::{Data, Part, Text, Value};

use crate::{resources_of, shown, source};

const TEXTS: [&str; 11] = [
    "'${h}'",
    "'a${h}'",
    "'${h}a'",
    "' a${h} '",
    "' ${h} a'",
    "'${h} ${g}'",
    "'-a-${h}-B-'",
    "'aab${h}baa'",
    "'a-${h}-${g}'",
    "'${h}${g}-'",
    "'a/b${h}/c'",
];

const FILLS: [&str; 9] = ["", "a", "-", "aB", " ", "-a", "b ", "ba/", "aab"];

const CALLS: [&str; 36] = [
    "T",
    "take(T, 1)",
    "take(T, 2)",
    "take(T, 9)",
    "skip(T, 1)",
    "skip(T, 3)",
    "substring(T, 1)",
    "substring(T, 0, 2)",
    "substring(T, 1, 2)",
    "first(T)",
    "last(T)",
    "trim(T)",
    "padLeft(T, 2, '0')",
    "toLower(T)",
    "toUpper(T)",
    "replace(T, 'a', '-')",
    "replace(T, 'ab', 'x')",
    "replace(T, 'aa', 'a')",
    "replace(T, '-', '')",
    "replace(T, ' ', h)",
    "contains(T, 'a')",
    "contains(T, 'ab')",
    "startsWith(T, 'A-')",
    "startsWith(T, 'aab')",
    "endsWith(T, 'b-')",
    "indexOf(T, 'b')",
    "lastIndexOf(T, 'b')",
    "empty(T)",
    "length(T)",
    "split(T, '/')",
    "base64(T)",
    "uriComponent(T)",
    "concat('<', T, '>')",
    "format('<{0}>', T)",
    "join(['<', T, g], '/')",
    "string([T, h])",
];

/// What all calls of all texts are after these declarations.
fn values(declared: &str) -> Vec<Value> {
    let calls = TEXTS.iter().flat_map(|text| CALLS.iter().map(|call| call.replace('T', text)));
    let members: String = calls.enumerate().map(|(number, call)| format!("    v{number}: {call}\n")).collect();
    let file = format!(
        "{declared}\nresource it 'Contoso.Mill/kilns@2024-01-01' = {{\n  name: 'it'\n  properties: {{\n{members}  }}\n}}\n"
    );
    let source = source(&file);
    let it = resources_of(&source).remove(0);
    (0..TEXTS.len() * CALLS.len()).map(|number| it.spec.get(&format!("v{number}")).unwrap().clone()).collect()
}

/// Whether a text can be what is known of it.
fn fits(text: &str, parts: &[Part]) -> bool {
    match parts.split_first() {
        None => text.is_empty(),
        Some((Part::Literal(literal), rest)) => text.strip_prefix(&**literal).is_some_and(|left| fits(left, rest)),
        Some((Part::Hole { .. }, rest)) => {
            text.char_indices().map(|(at, _)| at).chain([text.len()]).any(|at| fits(&text[at..], rest))
        }
    }
}

/// Whether a value can be what is known of it.
fn agrees(value: &Value, known: &Value) -> bool {
    match (&known.data, &value.data) {
        (Data::Unknown(_), _) | (_, Data::Unknown(_)) => true,
        (Data::Text(Text::Parts(parts)), Data::Text(text)) => fits(text.known().unwrap(), parts),
        (known, value) => known == value,
    }
}

#[test]
fn what_fills_the_holes_does_not_matter() {
    let known = values("param h string\nparam g string");
    let decided = known.iter().filter(|value| !matches!(value.data, Data::Unknown(_))).count();
    assert!(decided > known.len() / 2, "{decided} of {}", known.len());
    for (h, g) in FILLS.iter().flat_map(|h| FILLS.iter().map(move |g| (h, g))) {
        let filled = values(&format!("var h = '{h}'\nvar g = '{g}'"));
        for (number, (value, known)) in filled.iter().zip(&known).enumerate() {
            let call = CALLS[number % CALLS.len()].replace('T', TEXTS[number / CALLS.len()]);
            assert!(agrees(value, known), "{call} with `{h}`, `{g}`: {} is not {}", shown(value), shown(known));
        }
    }
}

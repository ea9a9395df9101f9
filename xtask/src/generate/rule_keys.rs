//! The tables of `docs/writing-rules.md` that say what the keys of a rule mean, made of the types that rules are read
//! into. An editor shows the same words.

use std::fmt::Write as _;

use serde_json::Value;

use crate::repository;

/// The page with the tables.
pub(super) const PAGE: &str = "docs/writing-rules.md";

/// What a table is of, as its mark has it, and the type in the schema; the first is the schema itself.
const TABLES: [(&str, &str); 3] = [("a rule", ""), ("a check", "/$defs/CheckFile"), ("a step", "/$defs/FixFile")];

/// The page as it should be.
pub(super) fn page() -> Result<String, String> {
    brought_up_to_date(repository::read(&repository::root().join(PAGE))?)
}

fn brought_up_to_date(mut page: String) -> Result<String, String> {
    let schema = aiolint_engine::rules::schema().to_value();
    for (of, at) in TABLES {
        let mark = format!("<!-- The keys of {of}, from crates/engine/src/rules by `cargo xtask gen`: -->\n");
        let start = page.find(&mark).ok_or_else(|| format!("{PAGE} has no line {mark}"))? + mark.len();
        let end = page[start..].find("\n\n").map_or(page.len(), |end| start + end + 1);
        let table = table(&schema, schema.pointer(at).unwrap_or(&Value::Null), of);
        page.replace_range(start..end, &table);
    }
    Ok(page)
}

fn table(schema: &Value, of: &Value, title: &str) -> String {
    let mut table = format!("| Key of {title} | Meaning |\n|---|---|\n");
    for (name, key) in of.get("properties").and_then(Value::as_object).into_iter().flatten() {
        let values = values(schema, key).into_iter().map(|(value, about)| format!(" `{value}`: {about}"));
        let _ = writeln!(table, "| `{name}` | {}{} |", about(key), values.collect::<String>());
    }
    table
}

/// The values of an enumeration that a key may have, with what each means.
fn values<'s>(schema: &'s Value, key: &'s Value) -> Vec<(&'s str, String)> {
    let several = |key: &'s Value, of: &str| key.get(of).and_then(Value::as_array).into_iter().flatten();
    let named = |key: &'s Value| {
        let name = key.get("$ref")?.as_str()?.strip_prefix('#')?;
        schema.pointer(name)
    };
    let types = std::iter::once(key).chain(several(key, "anyOf")).filter_map(named);
    let forms = types.flat_map(|of| several(of, "oneOf"));
    forms.filter_map(|form| Some((form.get("const")?.as_str()?, about(form)))).collect()
}

/// The words of a key or value, without the line breaks of the source.
fn about(of: &Value) -> String {
    of.get("description").and_then(Value::as_str).unwrap_or_default().replace('\n', " ").replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_replaced_and_nothing_else() {
        let mark =
            |of: &str| format!("<!-- The keys of {of}, from crates/engine/src/rules by `cargo xtask gen`: -->\n");
        let page =
            format!("Before\n\n{}| old |\n\nBetween\n{}\n\n{}|\n", mark("a rule"), mark("a check"), mark("a step"));
        let new = brought_up_to_date(page).unwrap();
        assert!(new.starts_with("Before\n\n<!--") && new.contains("|\n\nBetween\n<!--"), "{new}");
        assert!(new.contains("\n| `id` | Capital letters and at least three digits; never used again. |\n"), "{new}");
        assert!(new.contains("\n| `severity` | How much it matters. `error`: Fails, loses messages or"), "{new}");
        assert!(!new.contains("| old |"), "{new}");
        assert_eq!(brought_up_to_date(new.clone()), Ok(new));
        assert!(brought_up_to_date("no marks\n".into()).is_err());
    }
}

//! JSON files to values that know their places.

use std::collections::HashSet;
use std::sync::Arc;

use aiolint_core::{Data, Entry, List, Map, Source, Span, Text, Value, placeholder};
use jsonc_parser::ast::{self, ObjectPropName};
use jsonc_parser::common::{Range, Ranged};
use jsonc_parser::{CollectOptions, CommentCollectionStrategy, ParseOptions, parse_to_ast};

/// The value that a file of JSON is. Comments are passed over, as the compiler passes over them.
///
/// # Errors
/// Why it is none; reads well after "it is no JSON: ".
pub(crate) fn read(source: &Source) -> Result<Value, String> {
    let strict = ParseOptions {
        allow_comments: true,
        allow_loose_object_property_names: false,
        allow_trailing_commas: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    };
    let collect = CollectOptions { comments: CommentCollectionStrategy::Off, tokens: false };
    let parsed = parse_to_ast(&source.text, &collect, &strict).map_err(|error| error.kind().to_string())?;
    let value = parsed.value.ok_or_else(|| "it is empty".to_owned())?;
    Reader { source }.value(&value)
}

struct Reader<'s> {
    source: &'s Source,
}

impl Reader<'_> {
    fn value(&self, value: &ast::Value<'_>) -> Result<Value, String> {
        let data = match value {
            ast::Value::NullKeyword(_) => Data::Absent,
            ast::Value::BooleanLit(it) => Data::Bool(it.value),
            ast::Value::NumberLit(it) => number(it.value)?,
            ast::Value::StringLit(it) => text(&it.value),
            ast::Value::Array(array) => {
                let items = array.elements.iter().map(|item| self.value(item)).collect::<Result<_, _>>()?;
                Data::List(Arc::new(List { items, open: None }))
            }
            ast::Value::Object(object) => self.object(object)?,
        };
        Ok(Value::new(data, self.source.at(span(value.range()))))
    }

    fn object(&self, object: &ast::Object<'_>) -> Result<Data, String> {
        let mut names = HashSet::new();
        let mut entries = Vec::with_capacity(object.properties.len());
        for property in &object.properties {
            let ObjectPropName::String(name) = &property.name else { return Err("a name has no quotes".into()) };
            if !names.insert(&*name.value) {
                return Err(format!("`{}` stands there twice", name.value));
            }
            let key = Some(self.source.at(span(property.name.range())));
            entries.push(Entry { name: (&*name.value).into(), value: Value { key, ..self.value(&property.value)? } });
        }
        Ok(Data::Map(Arc::new(Map::new(entries, None))))
    }
}

fn text(text: &str) -> Data {
    match placeholder::text(text, std::iter::empty(), false) {
        Data::Text(text) => Data::Text(text),
        _ => Data::Text(Text::Known(text.into())),
    }
}

fn number(text: &str) -> Result<Data, String> {
    let whole = text.parse().map(Data::Int).ok();
    let wrong = || format!("`{text}` is no number that Bicep has");
    whole.or_else(|| text.parse().ok().filter(|it: &f64| it.is_finite()).map(Data::Float)).ok_or_else(wrong)
}

fn span(range: Range) -> Span {
    Span::new(range.start, range.end)
}

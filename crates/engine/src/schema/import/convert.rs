//! A JSON Schema as a [`Schema`]. Each keyword alone can only forbid something, so that one that is not understood is
//! passed over; a place whose type is not clear is not judged.

use std::collections::BTreeMap;
use std::ops::Range;

use serde_saphyr::Spanned;

use super::raw::{Raw, Scalar, Whether};
use crate::condition::Pattern;
use crate::front::{Front, PackError};
use crate::kinds::OneOrMany;
use crate::schema::{Bounds, Form, Node, Object, Property, Schema, TextForm, Versions};

/// References are followed through so many others.
const MOST_REFERENCES: usize = 16;

/// What every manifest has, and what only the cluster writes.
const OF_KUBERNETES: [&str; 4] = ["apiVersion", "kind", "metadata", "status"];

/// The schema of a kind in a version. `is_closed` says whether objects have only the members that are named; `at` is the
/// place of what is wrong with the whole.
pub(super) fn convert(
    front: &Front,
    raw: &Raw,
    (kind, version): (&str, &str),
    is_closed: bool,
    at: Range<usize>,
) -> Result<Schema, PackError> {
    let mut converter = Converter { front, root: raw, is_closed, numbers: BTreeMap::new(), shapes: Vec::new() };
    let whole = converter.followed(raw)?;
    let Some(Form::Object(mut body)) = whole.map(|raw| converter.form(raw)).transpose()? else {
        return Err(front.error(at, "the schema is none of an object, which every manifest is"));
    };
    body.properties.retain(|property| !OF_KUBERNETES.contains(&property.name.as_str()));
    body.properties.extend(OF_KUBERNETES.map(|name| property(name, false, any())));
    body.properties.sort_by(|a, b| a.name.cmp(&b.name));
    let shapes = converter.shapes.into_iter().map(|shape| shape.unwrap_or_else(any)).collect();
    Ok(Schema { resource_type: kind.to_owned(), versions: vec![version.to_owned()], body, shapes })
}

struct Converter<'r> {
    front: &'r Front,
    root: &'r Raw,
    is_closed: bool,
    /// The numbers of the shapes, by the names of what is referred to.
    numbers: BTreeMap<String, u16>,
    /// `None` while one is being made.
    shapes: Vec<Option<Node>>,
}

/// There is one version in a schema of a user.
fn node(form: Form) -> Node {
    Node(vec![(Versions::first(1), form)])
}

fn any() -> Node {
    node(Form::Any)
}

fn property(name: &str, required: bool, node: Node) -> Property {
    let required = if required { Versions::first(1) } else { Versions::NONE };
    let (read_only, write_only) = (Versions::NONE, Versions::NONE);
    Property { name: name.to_owned(), versions: Versions::first(1), required, read_only, write_only, node }
}

impl<'r> Converter<'r> {
    fn node(&mut self, whether: &'r Whether) -> Result<Node, PackError> {
        whether.schema().map_or_else(|| Ok(any()), |raw| self.form(raw).map(node))
    }

    fn form(&mut self, raw: &'r Raw) -> Result<Form, PackError> {
        if let Some(reference) = &raw.reference {
            return self.reference(raw, reference);
        }
        // What `allOf` alone describes is what its only member is.
        if let ([only], None, None) = (&raw.all_of[..], &raw.r#type, &raw.properties) {
            return only.schema().map_or(Ok(Form::Any), |raw| self.form(raw));
        }
        if raw.int_or_string || raw.format.as_deref() == Some("int-or-string") {
            return Ok(Form::Any);
        }
        let types: Vec<_> = raw.r#type.iter().flat_map(OneOrMany::names).filter(|name| *name != "null").collect();
        match types[..] {
            ["object"] => self.object(raw).map(Form::Object),
            ["array"] => {
                let items = Box::new(raw.items.as_ref().map_or_else(|| Ok(any()), |items| self.node(items))?);
                Ok(Form::List { items, length: Bounds { least: raw.min_items, most: raw.max_items } })
            }
            ["string"] => Ok(Form::Text(text(raw))),
            ["integer"] => Ok(Form::Int(range(raw))),
            ["number"] => Ok(Form::Number),
            ["boolean"] => Ok(Form::Bool),
            // Without a type, what an object must be like says nothing of other values; but an object is meant.
            [] if raw.r#type.is_none() && raw.properties.is_some() => self.object(raw).map(Form::Object),
            _ => Ok(Form::Any),
        }
    }

    /// What a reference leads to; what is outside of the file is not known.
    fn reference(&mut self, raw: &'r Raw, reference: &Spanned<String>) -> Result<Form, PackError> {
        let Some(target) = self.followed(raw)? else { return Ok(Form::Any) };
        let name = reference.value.clone();
        if let Some(number) = self.numbers.get(&name) {
            return Ok(Form::Shape(*number));
        }
        let Ok(number) = u16::try_from(self.shapes.len()) else {
            return Err(self.front.error(self.front.range(reference), "the schema refers to too many others"));
        };
        self.numbers.insert(name, number);
        self.shapes.push(None);
        // A shape is never only another one, which a single `allOf` may be.
        let form = match self.form(target)? {
            Form::Shape(_) => Form::Any,
            form => form,
        };
        if let Some(shape) = self.shapes.get_mut(usize::from(number)) {
            *shape = Some(node(form));
        }
        Ok(Form::Shape(number))
    }

    /// The schema that references lead to, if it is in the file.
    fn followed(&self, raw: &'r Raw) -> Result<Option<&'r Raw>, PackError> {
        let mut raw = raw;
        for _ in 0..MOST_REFERENCES {
            let Some(reference) = &raw.reference else { return Ok(Some(raw)) };
            let Some(path) = reference.value.strip_prefix('#') else { return Ok(None) };
            let named = |start: &str| path.strip_prefix(start);
            let target = match (named("/definitions/"), named("/$defs/")) {
                (Some(name), _) => self.root.definitions.get(name),
                (_, Some(name)) => self.root.defs.get(name),
                _ if path.is_empty() => return Ok(Some(self.root)),
                // There are other places that one may refer to.
                _ => return Ok(None),
            };
            match target {
                Some(Whether::Schema(next)) => raw = next,
                Some(_) => return Ok(None),
                None => return Err(self.front.error(self.front.range(reference), "this refers to nothing")),
            }
        }
        Ok(None)
    }

    fn object(&mut self, raw: &'r Raw) -> Result<Object, PackError> {
        let mut properties = Vec::new();
        let named = raw.properties.iter().flatten();
        for (name, whether) in named {
            let may_lack = whether.schema().is_some_and(|raw| raw.default.is_some() || is_nullable(raw));
            let required = raw.required.contains(name) && !may_lack;
            properties.push(property(name, required, self.node(whether)?));
        }
        for name in raw.required.iter().filter(|name| raw.properties.iter().flatten().all(|(known, _)| known != *name))
        {
            properties.push(property(name, true, any()));
        }
        let is_open = raw.preserve_unknown_fields || raw.embedded_resource || raw.pattern_properties.is_some();
        let others = match raw.additional_properties.as_deref() {
            _ if is_open => Some(any()),
            Some(Whether::Nothing) => None,
            Some(whether) => Some(self.node(whether)?),
            // An object of which nothing is said may have any members.
            None if self.is_closed && !properties.is_empty() => None,
            None => Some(any()),
        };
        properties.sort_by(|a, b| a.name.cmp(&b.name));
        properties.dedup_by(|a, b| a.name == b.name);
        Ok(Object { properties, others: others.map(Box::new), variants: None })
    }
}

fn is_nullable(raw: &Raw) -> bool {
    raw.nullable || raw.r#type.iter().flat_map(OneOrMany::names).any(|name| name == "null")
}

fn text(raw: &Raw) -> TextForm {
    let texts = |values: &[Scalar]| -> Vec<String> {
        values.iter().filter_map(|value| value.text().map(str::to_owned)).collect()
    };
    let values = match (&raw.r#enum, &raw.r#const) {
        (Some(values), _) => texts(values),
        (None, Some(value)) => texts(std::slice::from_ref(value)),
        (None, None) => Vec::new(),
    };
    // Those that only other dialects of regular expressions have are not judged.
    let pattern = raw.pattern.as_deref().map(Pattern::new).filter(|pattern| pattern.error().is_none());
    TextForm {
        closed: !values.is_empty(),
        values: values.into_iter().map(|value| (value, Versions::first(1))).collect(),
        length: Bounds { least: raw.min_length, most: raw.max_length },
        pattern,
    }
}

/// The least and the greatest whole number.
fn range(raw: &Raw) -> Bounds {
    let bound = |bound: Option<f64>, exclusive: Option<&Scalar>, step: i64, round: fn(f64) -> f64| {
        let own = bound.and_then(|number| whole(round(number)).map(|whole| (whole, round(number) == number)));
        match (exclusive, own) {
            // What is excluded is said beside the bound, or instead of it.
            (Some(Scalar::Bool(true)), Some((number, true))) => number.checked_add(step),
            (Some(Scalar::Number(number)), own) => {
                let excluded = whole(round(*number));
                let next = excluded.map(|at| if round(*number) == *number { at.saturating_add(step) } else { at });
                next.or(own.map(|(number, _)| number))
            }
            (_, own) => own.map(|(number, _)| number),
        }
    };
    Bounds {
        least: bound(raw.minimum, raw.exclusive_minimum.as_ref(), 1, f64::ceil),
        most: bound(raw.maximum, raw.exclusive_maximum.as_ref(), -1, f64::floor),
    }
}

/// A whole number, if it is one that both types have.
fn whole(number: f64) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    #[expect(clippy::cast_possible_truncation, reason = "it is whole and small")]
    (number.fract() == 0.0 && number.abs() <= EXACT).then_some(number as i64)
}

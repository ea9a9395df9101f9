//! Reads types in the format of Azure/bicep-types-az: lists of types that refer to each other by number. What the
//! schemas are made with is another reader, so that a mistake of one is seen by the other.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use crate::repository;

/// What may stand in a place.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Type {
    Any,
    Bool,
    Int { least: Option<i64>, most: Option<i64> },
    Text { least: Option<usize>, most: Option<usize>, pattern: Option<String> },
    Values { known: Vec<String>, open: bool },
    List { item: Box<Type>, least: usize, most: Option<usize> },
    Object { properties: Vec<Property>, others: Option<Box<Type>> },
    Choice { by: String, base: Vec<Property>, each: Vec<(String, Vec<Property>)> },
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Property {
    pub name: String,
    pub required: bool,
    pub read_only: bool,
    pub of: Type,
}

/// The bodies of the resource types, by type and API version.
pub(super) type Bodies = BTreeMap<String, BTreeMap<String, Type>>;

/// A type as it stands in a file.
#[derive(Deserialize)]
#[serde(tag = "$type", rename_all_fields = "camelCase")]
#[expect(clippy::enum_variant_names, reason = "the names of the format")]
enum Raw {
    AnyType,
    BooleanType,
    IntegerType {
        min_value: Option<i64>,
        max_value: Option<i64>,
    },
    StringType {
        min_length: Option<usize>,
        max_length: Option<usize>,
        pattern: Option<String>,
    },
    StringLiteralType {
        value: String,
    },
    UnionType {
        elements: Vec<Ref>,
    },
    ArrayType {
        item_type: Ref,
        min_length: Option<usize>,
        max_length: Option<usize>,
    },
    ObjectType {
        properties: BTreeMap<String, RawProperty>,
        additional_properties: Option<Ref>,
    },
    DiscriminatedObjectType {
        discriminator: String,
        base_properties: BTreeMap<String, RawProperty>,
        elements: BTreeMap<String, Ref>,
    },
    ResourceType {
        name: String,
        body: Ref,
    },
    ResourceFunctionType {},
}

#[derive(Deserialize)]
struct Ref {
    #[serde(rename = "$ref")]
    to: String,
}

#[derive(Deserialize)]
struct RawProperty {
    #[serde(rename = "type")]
    of: Ref,
    #[serde(default)]
    flags: u32,
}

/// The first bits of a property's flags.
const REQUIRED: u32 = 1;
const READ_ONLY: u32 = 2;

/// Types are nested so deep at most.
const MOST_DEPTH: usize = 40;

/// Reads the resource types that are wanted from all files below a folder.
pub(super) fn read(folder: &Path, is_wanted: impl Fn(&str) -> bool) -> Result<Bodies, String> {
    let mut bodies = Bodies::new();
    for path in repository::files(folder).iter().filter(|path| repository::ends_in(path, &["json"])) {
        let in_file = |error: String| format!("{}: {error}", repository::shown(path));
        let file: Vec<Raw> =
            serde_json::from_str(&repository::read(path)?).map_err(|error| in_file(error.to_string()))?;
        for raw in &file {
            let Raw::ResourceType { name, body } = raw else { continue };
            let (name, version) = name.split_once('@').ok_or_else(|| in_file(format!("`{name}` has no version")))?;
            if is_wanted(name) {
                let body = resolve(&file, body, MOST_DEPTH).map_err(|error| in_file(format!("{name}: {error}")))?;
                bodies.entry(name.to_owned()).or_default().insert(version.to_owned(), body);
            }
        }
    }
    Ok(bodies)
}

fn raw<'f>(file: &'f [Raw], reference: &Ref) -> Result<&'f Raw, String> {
    let number: Option<usize> = reference.to.strip_prefix("#/").and_then(|number| number.parse().ok());
    number.and_then(|number| file.get(number)).ok_or_else(|| format!("`{}` refers to nothing", reference.to))
}

fn resolve(file: &[Raw], reference: &Ref, depth: usize) -> Result<Type, String> {
    let Some(depth) = depth.checked_sub(1) else { return Err("the types are nested too deep".into()) };
    Ok(match raw(file, reference)? {
        Raw::AnyType => Type::Any,
        Raw::BooleanType => Type::Bool,
        Raw::IntegerType { min_value, max_value } => Type::Int { least: *min_value, most: *max_value },
        Raw::StringType { min_length, max_length, pattern } => {
            Type::Text { least: *min_length, most: *max_length, pattern: pattern.clone() }
        }
        Raw::StringLiteralType { value } => Type::Values { known: vec![value.clone()], open: false },
        Raw::UnionType { elements } => union(file, elements)?,
        Raw::ArrayType { item_type, min_length, max_length } => Type::List {
            item: Box::new(resolve(file, item_type, depth)?),
            least: min_length.unwrap_or_default(),
            most: *max_length,
        },
        Raw::ObjectType { properties, additional_properties } => {
            let others = additional_properties.as_ref().map(|others| resolve(file, others, depth)).transpose()?;
            Type::Object { properties: members(file, properties, depth)?, others: others.map(Box::new) }
        }
        Raw::DiscriminatedObjectType { discriminator, base_properties, elements } => {
            let without = |properties: &BTreeMap<String, RawProperty>| {
                let mut properties = members(file, properties, depth)?;
                properties.retain(|property| property.name != *discriminator);
                Ok::<_, String>(properties)
            };
            let mut each = Vec::new();
            for (value, variant) in elements {
                let Raw::ObjectType { properties, .. } = raw(file, variant)? else {
                    return Err(format!("`{value}` of `{discriminator}` is no object"));
                };
                each.push((value.clone(), without(properties)?));
            }
            Type::Choice { by: discriminator.clone(), base: without(base_properties)?, each }
        }
        Raw::ResourceType { .. } | Raw::ResourceFunctionType {} => return Err("a resource stands in a place".into()),
    })
}

fn union(file: &[Raw], elements: &[Ref]) -> Result<Type, String> {
    let (mut known, mut open) = (Vec::new(), false);
    for element in elements {
        match raw(file, element)? {
            Raw::StringLiteralType { value } => known.push(value.clone()),
            Raw::StringType { min_length: None, max_length: None, pattern: None } => open = true,
            _ => return Err("a union has more than texts".into()),
        }
    }
    Ok(Type::Values { known, open })
}

fn members(file: &[Raw], raw: &BTreeMap<String, RawProperty>, depth: usize) -> Result<Vec<Property>, String> {
    let member = |(name, property): (&String, &RawProperty)| {
        let read_only = property.flags & READ_ONLY != 0;
        // Nobody writes what is within.
        let of = if read_only { Type::Any } else { resolve(file, &property.of, depth)? };
        Ok(Property { name: name.clone(), required: property.flags & REQUIRED != 0 && !read_only, read_only, of })
    };
    raw.iter().map(member).collect()
}

impl Type {
    /// The properties of an object; those of a choice, if it is known which variant it is.
    pub(super) fn members(&self, variant: Option<&str>) -> Option<Vec<&Property>> {
        match self {
            Self::Object { properties, .. } => Some(properties.iter().collect()),
            Self::Choice { base, each, .. } => {
                let (_, own) = each.iter().find(|(value, _)| Some(value.as_str()) == variant)?;
                Some(base.iter().chain(own).collect())
            }
            _ => None,
        }
    }

    /// The properties of an object, also of a choice that has no such variant: those of all variants.
    pub(super) fn members_or_base(&self, variant: Option<&str>) -> Vec<&Property> {
        match (self.members(variant), self) {
            (Some(members), _) => members,
            (None, Self::Choice { base, .. }) => base.iter().collect(),
            _ => Vec::new(),
        }
    }
}

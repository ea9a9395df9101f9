//! Reads types in the format of Azure/bicep-types-az: lists of types that refer to each other by number.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use serde_json::Value;

use crate::repository;

/// The marks of a property: bits of its `flags`.
const REQUIRED: u64 = 1;
const READ_ONLY: u64 = 2;
const WRITE_ONLY: u64 = 4;

/// What one API version says of a place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Form {
    Any,
    Bool,
    Int {
        range: Bounds,
    },
    Text {
        values: BTreeSet<String>,
        closed: bool,
        length: Bounds,
        pattern: Option<String>,
    },
    List {
        items: Box<Form>,
        length: Bounds,
    },
    Object {
        properties: BTreeMap<String, Property>,
        others: Option<Box<Form>>,
    },
    Variants {
        discriminator: String,
        base: BTreeMap<String, Property>,
        each: BTreeMap<String, BTreeMap<String, Property>>,
    },
    Shape(String),
}

pub(super) type Bounds = (Option<i64>, Option<i64>);

/// What one API version says of a property.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Property {
    pub required: bool,
    pub read_only: bool,
    pub write_only: bool,
    pub form: Form,
}

/// What one API version says of a resource type.
pub(super) struct Reading {
    pub body: BTreeMap<String, Property>,
    /// Objects that several places refer to.
    pub shapes: BTreeMap<String, Form>,
}

/// By resource type and API version.
pub(super) type Readings = BTreeMap<String, BTreeMap<String, Reading>>;

/// One API version of a resource type: the types of its file, and which of them it is.
struct Found {
    file: PathBuf,
    types: Rc<Vec<Value>>,
    body: Value,
}

/// Reads all resource types below a folder that are wanted.
pub(super) fn read(folder: &Path, is_wanted: impl Fn(&str) -> bool) -> Result<Readings, String> {
    let mut readings = Readings::new();
    for (name, versions) in find(folder, is_wanted)? {
        let mut shared = BTreeSet::new();
        for (version, found) in &versions {
            let names = shared_names(&found.types, &found.body);
            shared.extend(names.map_err(|error| format!("{name}@{version}: {error}"))?);
        }
        for (version, Found { file, types, body }) in versions {
            let in_file = |error: String| format!("{}: {name}@{version}: {error}", repository::shown(&file));
            let reading = resource_type(&types, &body, &shared).map_err(in_file)?;
            readings.entry(name.clone()).or_default().insert(version, reading);
        }
    }
    Ok(readings)
}

fn find(folder: &Path, is_wanted: impl Fn(&str) -> bool) -> Result<BTreeMap<String, BTreeMap<String, Found>>, String> {
    let mut all = BTreeMap::<String, BTreeMap<String, Found>>::new();
    let mut paths: Vec<_> = repository::files(folder);
    paths.retain(|path| repository::ends_in(path, &["json"]));
    paths.sort();
    for file in paths {
        let text = repository::read(&file)?;
        let in_file = |error: String| format!("{}: {error}", repository::shown(&file));
        let types: Vec<Value> = serde_json::from_str(&text).map_err(|error| in_file(error.to_string()))?;
        let types = Rc::new(types);
        for resource in types.iter().filter(|one| one["$type"] == "ResourceType") {
            let name = resource["name"].as_str().unwrap_or_default();
            let (name, version) = name.split_once('@').ok_or_else(|| in_file(format!("`{name}` has no version")))?;
            if !is_wanted(name) {
                continue;
            }
            let found = Found { file: file.clone(), types: Rc::clone(&types), body: resource["body"].clone() };
            if all.entry(name.to_owned()).or_default().insert(version.to_owned(), found).is_some() {
                return Err(in_file(format!("{name}@{version} is in another file too")));
            }
        }
    }
    Ok(all)
}

/// The names of the objects that several places of a resource refer to. A name that two objects have says nothing.
fn shared_names(types: &[Value], body: &Value) -> Result<BTreeSet<String>, String> {
    let mut reader = Reader::new(types);
    reader.count(body)?;
    let name = |number: &usize| types[*number]["name"].as_str().unwrap_or_default().to_owned();
    let mut shared: BTreeSet<_> =
        reader.referred.iter().filter(|(_, count)| **count > 1).map(|(number, _)| name(number)).collect();
    let mut seen = BTreeSet::new();
    for name in reader.referred.keys().map(name) {
        if seen.contains(&name) {
            shared.remove(&name);
        }
        seen.insert(name);
    }
    Ok(shared)
}

fn resource_type(types: &[Value], body: &Value, shared: &BTreeSet<String>) -> Result<Reading, String> {
    let mut reader = Reader::new(types);
    reader.count(body)?;
    let name = |number: &usize| types[*number]["name"].as_str().unwrap_or_default();
    reader.referred.retain(|number, _| shared.contains(name(number)));
    match reader.object(number(body)?)? {
        Form::Object { properties, others: None } => Ok(Reading { body: properties, shapes: reader.shapes }),
        _ => Err("a resource is no plain object".to_owned()),
    }
}

struct Reader<'t> {
    types: &'t [Value],
    /// How often objects are referred to.
    referred: BTreeMap<usize, usize>,
    shapes: BTreeMap<String, Form>,
    /// The objects that are being read.
    open: Vec<usize>,
}

impl<'t> Reader<'t> {
    fn new(types: &'t [Value]) -> Self {
        Self { types, referred: BTreeMap::new(), shapes: BTreeMap::new(), open: Vec::new() }
    }

    fn of(&self, reference: &Value) -> Result<(usize, &Value), String> {
        let number = number(reference)?;
        Ok((number, self.types.get(number).ok_or_else(|| format!("there is no type {number}"))?))
    }

    /// Counts the references to objects.
    fn count(&mut self, reference: &Value) -> Result<(), String> {
        let (number, one) = self.of(reference)?;
        let one = one.clone();
        if is_object(&one) {
            let count = self.referred.entry(number).or_default();
            *count += 1;
            if *count > 1 {
                return Ok(());
            }
        }
        let members = [&one["properties"], &one["baseProperties"]].into_iter().filter_map(Value::as_object);
        for property in members.flat_map(|members| members.values()).filter(|property| flags(property) & READ_ONLY == 0)
        {
            self.count(&property["type"])?;
        }
        for variant in one["elements"].as_object().into_iter().flat_map(|variants| variants.values()) {
            self.count(variant)?;
        }
        [&one["itemType"], &one["additionalProperties"]]
            .into_iter()
            .filter(|one| !one.is_null())
            .try_for_each(|one| self.count(one))
    }

    fn form(&mut self, reference: &Value) -> Result<Form, String> {
        let (number, one) = self.of(reference)?;
        let one = one.clone();
        let bound = |name: &str| one[name].as_i64();
        let length = (bound("minLength"), bound("maxLength"));
        match one["$type"].as_str().unwrap_or_default() {
            "AnyType" => Ok(Form::Any),
            "BooleanType" => Ok(Form::Bool),
            "IntegerType" => Ok(Form::Int { range: (bound("minValue"), bound("maxValue")) }),
            "StringType" => {
                let pattern = one["pattern"].as_str().map(str::to_owned);
                Ok(Form::Text { values: BTreeSet::new(), closed: false, length, pattern })
            }
            "StringLiteralType" | "UnionType" => self.enumeration(reference),
            "ArrayType" => Ok(Form::List { items: Box::new(self.form(&one["itemType"])?), length }),
            "ObjectType" | "DiscriminatedObjectType" if self.referred.contains_key(&number) => self.shape(number, &one),
            "ObjectType" | "DiscriminatedObjectType" => self.object(number),
            other => Err(format!("type {number} is a {other}, which nobody has seen here yet")),
        }
    }

    fn enumeration(&self, reference: &Value) -> Result<Form, String> {
        let (mut values, mut closed) = (BTreeSet::new(), true);
        let (number, one) = self.of(reference)?;
        let members = one["elements"].as_array().cloned().unwrap_or_else(|| vec![reference.clone()]);
        for member in &members {
            let (_, member) = self.of(member)?;
            match (member["$type"].as_str(), member["value"].as_str()) {
                (Some("StringLiteralType"), Some(value)) => drop(values.insert(value.to_owned())),
                (Some("StringType"), _) if member.as_object().is_some_and(|member| member.len() == 1) => closed = false,
                _ => return Err(format!("type {number} is a union of more than texts")),
            }
        }
        Ok(Form::Text { values, closed, length: (None, None), pattern: None })
    }

    fn shape(&mut self, number: usize, one: &Value) -> Result<Form, String> {
        let name = one["name"].as_str().unwrap_or_default().to_owned();
        if !self.shapes.contains_key(&name) && !self.open.contains(&number) {
            let form = self.object(number)?;
            self.shapes.insert(name.clone(), form);
        }
        Ok(Form::Shape(name))
    }

    fn object(&mut self, number: usize) -> Result<Form, String> {
        if self.open.contains(&number) {
            return Err(format!("type {number} is within itself, and has a name that another one has too"));
        }
        self.open.push(number);
        let one = self.types.get(number).cloned().unwrap_or_default();
        let others = &one["additionalProperties"];
        let form = if let Some(discriminator) = one["discriminator"].as_str() {
            let mut each = BTreeMap::new();
            for (value, variant) in one["elements"].as_object().into_iter().flatten() {
                let (_, variant) = self.of(variant)?;
                let properties = variant["properties"].clone();
                let mut properties = self.properties(&properties)?;
                properties.remove(discriminator);
                each.insert(value.clone(), properties);
            }
            Form::Variants {
                discriminator: discriminator.to_owned(),
                base: self.properties(&one["baseProperties"])?,
                each,
            }
        } else {
            let others = if others.is_null() { None } else { Some(Box::new(self.form(others)?)) };
            Form::Object { properties: self.properties(&one["properties"])?, others }
        };
        self.open.pop();
        Ok(form)
    }

    fn properties(&mut self, members: &Value) -> Result<BTreeMap<String, Property>, String> {
        let mut properties = BTreeMap::new();
        for (name, member) in members.as_object().into_iter().flatten() {
            let flags = flags(member);
            let read_only = flags & READ_ONLY != 0;
            // Nobody writes what is within.
            let form = if read_only { self.outside(&member["type"])? } else { self.form(&member["type"])? };
            let required = flags & REQUIRED != 0 && !read_only;
            properties
                .insert(name.clone(), Property { required, read_only, write_only: flags & WRITE_ONLY != 0, form });
        }
        Ok(properties)
    }

    /// The form of what only Azure sets.
    fn outside(&self, reference: &Value) -> Result<Form, String> {
        let (_, one) = self.of(reference)?;
        Ok(match one["$type"].as_str() {
            Some("StringType" | "StringLiteralType" | "UnionType") => {
                Form::Text { values: BTreeSet::new(), closed: false, length: (None, None), pattern: None }
            }
            Some("IntegerType") => Form::Int { range: (None, None) },
            Some("BooleanType") => Form::Bool,
            _ => Form::Any,
        })
    }
}

fn number(reference: &Value) -> Result<usize, String> {
    let number = reference["$ref"].as_str().and_then(|reference| reference.strip_prefix("#/")?.parse().ok());
    number.ok_or_else(|| format!("{reference} refers to nothing"))
}

fn flags(property: &Value) -> u64 {
    property["flags"].as_u64().unwrap_or_default()
}

fn is_object(one: &Value) -> bool {
    one["$type"].as_str().is_some_and(|kind| kind.ends_with("ObjectType"))
}

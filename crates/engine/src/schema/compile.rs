//! A schema's file in its final form: names resolved, sets of versions read. Everything that can be wrong with a file
//! is found here.

use std::collections::BTreeMap;

use serde_saphyr::Spanned;

use super::file::{NodeFile, SchemaFile};
use super::versions::MOST_VERSIONS;
use super::{Bounds, Form, Node, Object, Property, Schema, TextForm, Variants, Versions};
use crate::condition::Pattern;
use crate::front::{Front, PackError};

/// The schema of a file.
///
/// # Errors
/// What is wrong with it, and where.
pub fn compile(path: &str, text: &str) -> Result<Schema, PackError> {
    let front = Front { path: path.to_owned(), text: text.into(), yaml: 0..text.len() };
    let file: SchemaFile = front.parse()?;
    let versions = &file.versions.value;
    let are_sorted = versions.windows(2).all(|pair| pair[0] < pair[1]);
    if versions.is_empty() || versions.len() > MOST_VERSIONS || !are_sorted {
        return Err(front.error(front.range(&file.versions), "the versions must be in order, and not too many"));
    }
    let all = Versions::first(versions.len());
    let names: Vec<_> = file.shapes.keys().cloned().collect();
    let compiler = Compiler { front: &front, versions, shapes: &names };
    let mut shapes = Vec::new();
    for node in file.shapes.values() {
        if let Some(shape) = &node.shape {
            return Err(front.error(front.range(shape), "a shape can't be only another one"));
        }
        shapes.push(compiler.node(node, all)?);
    }
    let body = Object { properties: compiler.properties(&file.properties, all)?, ..Object::default() };
    Ok(Schema { resource_type: file.r#type, versions: file.versions.value, body, shapes })
}

/// The properties that manifests have beside those of a schema, whatever its versions are.
///
/// # Errors
/// What is wrong with them, and where.
pub(crate) fn overlay(front: &Front, properties: &BTreeMap<String, NodeFile>) -> Result<Object, PackError> {
    let compiler = Compiler { front, versions: &[], shapes: &[] };
    let properties = compiler.properties(properties, Versions::first(MOST_VERSIONS))?;
    Ok(Object { properties, ..Object::default() })
}

struct Compiler<'f> {
    front: &'f Front,
    versions: &'f [String],
    shapes: &'f [String],
}

impl Compiler<'_> {
    fn error<T>(&self, at: &Spanned<T>, message: impl Into<String>) -> PackError {
        self.front.error(self.front.range(at), message)
    }

    /// The set of versions that is written, of those that there may be; `without` if none is written.
    fn set(&self, written: Option<&Spanned<String>>, of: Versions, without: Versions) -> Result<Versions, PackError> {
        let Some(written) = written else { return Ok(without) };
        Versions::parse(&written.value, self.versions).map(|set| set.and(of)).map_err(|m| self.error(written, m))
    }

    fn properties(&self, files: &BTreeMap<String, NodeFile>, of: Versions) -> Result<Vec<Property>, PackError> {
        let property = |(name, file): (&String, &NodeFile)| {
            let versions = self.set(file.r#in.as_ref(), of, of)?;
            let marked = |written: &Option<Spanned<String>>| self.set(written.as_ref(), versions, Versions::NONE);
            Ok(Property {
                name: name.clone(),
                versions,
                required: marked(&file.required)?,
                read_only: marked(&file.read_only)?,
                write_only: marked(&file.write_only)?,
                node: Node(self.forms(file, versions)?),
            })
        };
        files.iter().map(property).collect()
    }

    /// What is no property: an item, a shape.
    fn node(&self, file: &NodeFile, of: Versions) -> Result<Node, PackError> {
        let mark = [&file.required, &file.read_only, &file.write_only].into_iter().flatten().next();
        if let Some(mark) = mark {
            return Err(self.error(mark, "only properties can be required, read-only or write-only"));
        }
        let versions = self.set(file.r#in.as_ref(), of, of)?;
        self.forms(file, versions).map(Node)
    }

    fn forms(&self, file: &NodeFile, of: Versions) -> Result<Vec<(Versions, Form)>, PackError> {
        if file.forms.is_empty() {
            return Ok(vec![(of, self.form(file, of)?)]);
        }
        let mut forms: Vec<(Versions, Form)> = Vec::new();
        for form in &file.forms {
            let versions = self.set(form.r#in.as_ref(), of, of)?;
            if let (Some(written), true) = (&form.r#in, forms.iter().any(|(taken, _)| !taken.and(versions).is_empty()))
            {
                return Err(self.error(written, "another form has one of these versions"));
            }
            forms.push((versions, self.form(form, versions)?));
        }
        Ok(forms)
    }

    fn form(&self, file: &NodeFile, of: Versions) -> Result<Form, PackError> {
        if let Some(shape) = &file.shape {
            let number = self.shapes.binary_search(&shape.value).ok().and_then(|at| u16::try_from(at).ok());
            return number.map(Form::Shape).ok_or_else(|| self.error(shape, "there is no shape with this name"));
        }
        if let Some(items) = &file.items {
            return Ok(Form::List {
                items: Box::new(self.node(items, of)?),
                length: self.bounds(file.length.as_ref())?,
            });
        }
        if file.properties.is_some() || file.others.is_some() || file.discriminator.is_some() {
            return self.object(file, of).map(Form::Object);
        }
        match file.r#type.as_ref().map(|kind| (kind, kind.value.as_str())) {
            Some((_, "bool")) => Ok(Form::Bool),
            Some((_, "int")) => Ok(Form::Int(self.bounds(file.range.as_ref())?)),
            Some((_, "string")) => self.text(file, of).map(Form::Text),
            Some((_, "any")) => Ok(Form::Any),
            None if !file.values.is_empty() || !file.values_in.is_empty() => self.text(file, of).map(Form::Text),
            None => Ok(Form::Any),
            Some((kind, _)) => Err(self.error(kind, "a type is `any`, `bool`, `int` or `string`")),
        }
    }

    fn text(&self, file: &NodeFile, of: Versions) -> Result<TextForm, PackError> {
        let mut values: Vec<_> = file.values.iter().map(|value| (value.clone(), of)).collect();
        for (value, versions) in &file.values_in {
            values.push((value.clone(), self.set(Some(versions), of, of)?));
        }
        let pattern = match &file.pattern {
            None => None,
            Some(written) => {
                let pattern = Pattern::new(&written.value);
                if let Some(error) = pattern.error() {
                    return Err(self.error(written, error));
                }
                Some(pattern)
            }
        };
        Ok(TextForm { values, closed: file.closed, length: self.bounds(file.length.as_ref())?, pattern })
    }

    fn object(&self, file: &NodeFile, of: Versions) -> Result<Object, PackError> {
        let object = |file: &NodeFile, of: Versions| {
            let properties = file.properties.as_ref().map(|files| self.properties(files, of)).transpose()?;
            let others = file.others.as_ref().map(|others| self.node(others, of).map(Box::new)).transpose()?;
            Ok(Object { properties: properties.unwrap_or_default(), others, variants: None })
        };
        let mut whole = object(file, of)?;
        if let Some(discriminator) = &file.discriminator {
            let mut each = Vec::new();
            for (value, variant) in &file.variants {
                let versions = self.set(variant.r#in.as_ref(), of, of)?;
                each.push((value.clone(), versions, object(variant, versions)?));
            }
            whole.variants = Some(Variants { discriminator: discriminator.clone(), each });
        }
        Ok(whole)
    }

    fn bounds(&self, written: Option<&Spanned<String>>) -> Result<Bounds, PackError> {
        let Some(written) = written else { return Ok(Bounds::default()) };
        let number = |text: &str| if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(drop) };
        let bounds = written.value.split_once("..").ok_or(());
        let bounds = bounds.and_then(|(least, most)| Ok(Bounds { least: number(least)?, most: number(most)? }));
        bounds.map_err(|()| self.error(written, "write the least and the greatest number: `0..100`"))
    }
}

//! A schema with further properties: those that manifests have beside the ones of the Azure resource type.

use super::{Form, Node, Object, Property, Schema};

impl Schema {
    /// The same schema, in which the object at `properties` has these properties too: of what is an object or a list in
    /// both, the members or items have them; anything else takes the place of what has its name.
    #[must_use]
    pub(crate) fn with_settings(&self, more: &Object) -> Self {
        let mut schema = self.clone();
        for property in schema.body.properties.iter_mut().filter(|property| property.name == "properties") {
            property.node = self.merged_node(&property.node, more);
        }
        schema
    }

    fn merged_node(&self, node: &Node, more: &Object) -> Node {
        let merged = |form: &Form| match form {
            Form::Object(object) => Form::Object(self.merged_object(object, more)),
            other => other.clone(),
        };
        Node(node.0.iter().map(|(versions, form)| (*versions, merged(self.resolved(form, *versions)))).collect())
    }

    fn merged_object(&self, object: &Object, more: &Object) -> Object {
        let mut all = object.clone();
        for property in &more.properties {
            let merged = property.node.0.iter().all(|(_, form)| matches!(form, Form::Object(_) | Form::List { .. }));
            if merged {
                let known = all.properties.iter_mut().filter(|known| known.name == property.name);
                known.for_each(|known| known.node = self.merged_member(&known.node, property));
            } else {
                all.properties.retain(|known| known.name != property.name);
                all.properties.push(property.clone());
            }
        }
        all.properties.sort_by(|a, b| a.name.cmp(&b.name));
        all
    }

    /// A property that both have: of an object, or of a list of objects, further properties; else as it is.
    fn merged_member(&self, node: &Node, more: &Property) -> Node {
        let mut merged = node.clone();
        for (_, form) in &more.node.0 {
            merged = match form {
                Form::Object(object) => self.merged_node(&merged, object),
                Form::List { items, .. } => self.merged_items(&merged, items),
                _ => merged,
            };
        }
        merged
    }

    fn merged_items(&self, node: &Node, more: &Node) -> Node {
        let merged = |form: &Form| match form {
            Form::List { items, length } => {
                let objects = more.0.iter().filter_map(|(_, form)| match form {
                    Form::Object(object) => Some(object),
                    _ => None,
                });
                let items = objects.fold((**items).clone(), |items, object| self.merged_node(&items, object));
                Form::List { items: Box::new(items), length: *length }
            }
            other => other.clone(),
        };
        Node(node.0.iter().map(|(versions, form)| (*versions, merged(self.resolved(form, *versions)))).collect())
    }

    /// The form that a shape stands for, if it is the same in these versions; else the shape, which stays as it is.
    fn resolved<'s>(&'s self, form: &'s Form, versions: super::Versions) -> &'s Form {
        let Form::Shape(number) = form else { return form };
        let forms = self.shapes.get(usize::from(*number)).map(|node| &node.0[..]).unwrap_or_default();
        forms.iter().find(|(known, _)| known.and(versions) == versions).map_or(form, |(_, form)| form)
    }
}

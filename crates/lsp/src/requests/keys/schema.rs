//! What a JSON Schema says of the keys of a file.

use serde_json::Value as Json;

/// A key or a value that can be written, with what it is for in Markdown; nothing where nobody has said that.
pub(crate) struct Word {
    pub name: String,
    pub about: String,
}

/// The schema of a file. Paths go from its top; `[]` is any item of a list.
pub(super) struct Schema(pub Json);

impl Schema {
    /// The keys that can stand in the mapping at a path.
    pub(super) fn keys(&self, path: &[&str]) -> Vec<Word> {
        let forms = self.at(path).map(|at| self.forms(at)).unwrap_or_default();
        let properties = forms.into_iter().filter_map(|form| form.get("properties")?.as_object()).flatten();
        properties.map(|(name, of)| Word { name: name.clone(), about: self.about(of) }).collect()
    }

    /// The values that the one at a path may have, if they are known.
    pub(super) fn values(&self, path: &[&str]) -> Vec<Word> {
        let mut values = Vec::new();
        let mut add = |name: &str, about: String| values.push(Word { name: name.to_owned(), about });
        for form in self.at(path).map(|at| self.forms(at)).unwrap_or_default() {
            let known = form.get("enum").and_then(Json::as_array).into_iter().flatten();
            known.filter_map(Json::as_str).for_each(|name| add(name, String::new()));
            if let Some(name) = form.get("const").and_then(Json::as_str) {
                add(name, own_words(form).unwrap_or_default());
            }
            let types = match form.get("type") {
                Some(Json::Array(all)) => all.iter().filter_map(Json::as_str).collect(),
                Some(Json::String(one)) => vec![one.as_str()],
                _ => Vec::new(),
            };
            if types.contains(&"boolean") {
                ["true", "false"].into_iter().for_each(|name| add(name, String::new()));
            }
        }
        values
    }

    /// The schema of what stands at a path.
    fn at(&self, path: &[&str]) -> Option<&Json> {
        path.iter().try_fold(&self.0, |schema, step| {
            self.forms(schema).into_iter().find_map(|form| match *step {
                "[]" => form.get("items"),
                name => form
                    .get("properties")
                    .and_then(|all| all.get(name))
                    .or_else(|| form.get("additionalProperties").filter(|others| others.is_object())),
            })
        })
    }

    /// What a schema may be: it may be one of several, or be written elsewhere.
    fn forms<'j>(&'j self, schema: &'j Json) -> Vec<&'j Json> {
        let (mut forms, mut todo) = (Vec::new(), vec![schema]);
        // Definitions that refer to each other in a circle end too.
        while let Some(schema) = todo.pop().filter(|_| forms.len() < 100) {
            let named = schema.get("$ref").and_then(Json::as_str).and_then(|named| named.strip_prefix("#/$defs/"));
            let elsewhere = named.and_then(|named| self.0.get("$defs")?.get(named));
            let several =
                ["anyOf", "oneOf", "allOf"].into_iter().filter_map(|key| schema.get(key)?.as_array()).flatten();
            todo.extend(elsewhere.into_iter().chain(several));
            forms.push(schema);
        }
        forms
    }

    fn about(&self, schema: &Json) -> String {
        self.forms(schema).into_iter().find_map(own_words).unwrap_or_default()
    }
}

/// Line breaks of a description only break the lines of its source.
fn own_words(schema: &Json) -> Option<String> {
    schema.get("description").and_then(Json::as_str).map(|words| words.replace('\n', " "))
}

//! Templates as the compiler makes them: JSON in which some values are plain and others expressions.

use serde_json::{Map, Value as Json};

pub(super) type Object = Map<String, Json>;

/// What a JSON value says.
pub(super) enum Says<'j> {
    /// Something plain: a text, a number, nothing, or what has no members.
    Plain,
    /// Something that is to be found out when it is deployed.
    Expression,
    List(&'j [Json]),
    Object(&'j Object),
}

impl<'j> Says<'j> {
    pub(super) fn of(json: &'j Json) -> Self {
        match json {
            Json::String(text) if unescaped(text).is_none() => Self::Expression,
            Json::Array(items) if !items.is_empty() => Self::List(items),
            Json::Object(members) if !members.is_empty() => Self::Object(members),
            _ => Self::Plain,
        }
    }
}

/// The text that a string stands for; `None` for an expression.
pub(super) fn unescaped(text: &str) -> Option<&str> {
    match text.strip_prefix('[') {
        Some(rest) if text.ends_with(']') => rest.starts_with('[').then_some(rest),
        _ => Some(text),
    }
}

/// A loop in an object: the member that it makes, and what each turn gives.
pub(super) fn loops(object: &Object) -> impl Iterator<Item = (&str, &Json)> {
    let all = object.get("copy").and_then(Json::as_array).into_iter().flatten();
    all.filter_map(|each| Some((each.get("name")?.as_str()?, each.get("input")?)))
}

/// The members that are written one by one: name and value. A name may be an expression, which is left out.
pub(super) fn members(object: &Object) -> impl Iterator<Item = (&str, &Json)> {
    let is_loops = |name: &str, value: &Json| name == "copy" && value.is_array() && loops(object).next().is_some();
    let written = object.iter().filter(move |(name, value)| !is_loops(name, value));
    written.filter_map(|(name, value)| Some((unescaped(name)?, value)))
}

/// Whether an object has members whose names are expressions.
pub(super) fn has_unknown_names(object: &Object) -> bool {
    object.keys().any(|name| unescaped(name).is_none())
}

/// A resource of a template.
#[derive(Clone, Copy)]
pub(super) struct Resource<'j> {
    /// Its symbol; templates of the older form have none.
    pub symbol: Option<&'j str>,
    pub content: &'j Object,
}

impl<'j> Resource<'j> {
    pub(super) fn text(&self, name: &str) -> &'j str {
        self.content.get(name).and_then(Json::as_str).unwrap_or_default()
    }

    /// Whether it belongs to an extension: then its type has the version, and its properties are all of its body.
    pub(super) fn is_extension(&self) -> bool {
        !self.content.contains_key("apiVersion")
    }

    /// Its type and version.
    pub(super) fn of(&self) -> (&'j str, &'j str) {
        let of = self.text("type");
        of.split_once('@').unwrap_or_else(|| (of, self.text("apiVersion")))
    }

    pub(super) fn is_existing(&self) -> bool {
        self.content.get("existing").and_then(Json::as_bool).unwrap_or(false)
    }

    fn properties(&self) -> Option<&'j Object> {
        self.content.get("properties")?.as_object()
    }

    /// What a module's call gives to its parameters.
    pub(super) fn parameters(&self) -> Option<&'j Object> {
        self.properties()?.get("parameters")?.as_object()
    }

    /// The template that it deploys, if it is the call of a module.
    pub(super) fn module(&self) -> Option<&'j Object> {
        let template =
            self.properties().filter(|_| self.of().0 == "Microsoft.Resources/deployments")?.get("template")?;
        template.as_object().filter(|template| is_compiled(template))
    }
}

/// Whether the compiler made this template.
pub(super) fn is_compiled(template: &Object) -> bool {
    let generator = template.get("metadata").and_then(|metadata| metadata.get("_generator"));
    generator.and_then(|generator| generator.get("name")).and_then(Json::as_str) == Some("bicep")
}

/// The resources of a template.
pub(super) fn resources(template: &Object) -> Vec<Resource<'_>> {
    match template.get("resources") {
        Some(Json::Object(all)) => all
            .iter()
            .filter_map(|(symbol, content)| Some(Resource { symbol: Some(symbol), content: content.as_object()? }))
            .collect(),
        Some(Json::Array(all)) => {
            all.iter().filter_map(|content| Some(Resource { symbol: None, content: content.as_object()? })).collect()
        }
        _ => Vec::new(),
    }
}

/// The same with plain variables in the places where they are used. Templates in it have variables of their own.
pub(super) fn resolved(json: &Json, variables: &Object) -> Json {
    let each = |(name, value): (&String, &Json)| match name.as_str() {
        "template" => (name.clone(), value.clone()),
        _ => (name.clone(), resolved(value, variables)),
    };
    match json {
        Json::Object(object) => Json::Object(object.iter().map(each).collect()),
        Json::Array(items) => Json::Array(items.iter().map(|item| resolved(item, variables)).collect()),
        Json::String(text) => {
            let name = text.strip_prefix("[variables('").and_then(|rest| rest.strip_suffix("')]"));
            name.and_then(|name| variables.get(name)).unwrap_or(json).clone()
        }
        _ => json.clone(),
    }
}

/// The members that are wanted, made one by one or by loops.
pub(super) fn only(object: &Object, wanted: impl Fn(&str) -> bool) -> Object {
    let is_wanted = |each: &&Json| each.get("name").and_then(Json::as_str).is_some_and(&wanted);
    let mut some: Object =
        object.iter().filter(|(name, _)| wanted(name)).map(|(n, v)| (n.clone(), v.clone())).collect();
    if let Some(loops) = object.get("copy").and_then(Json::as_array) {
        let loops: Vec<Json> = loops.iter().filter(is_wanted).cloned().collect();
        match loops.is_empty() {
            true => drop(some.remove("copy")),
            false => drop(some.insert("copy".into(), loops.into())),
        }
    }
    some
}

/// How many plain values there are in the members of an object.
pub(super) fn plain_members(object: &Object) -> usize {
    members(object).chain(loops(object)).map(|(_, value)| plain_values(value)).sum()
}

/// How many plain values there are in this, and in all that is in it.
pub(super) fn plain_values(json: &Json) -> usize {
    match Says::of(json) {
        Says::Plain => 1,
        Says::Expression => 0,
        Says::List(items) => items.iter().map(plain_values).sum(),
        Says::Object(object) => plain_members(object),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_is_in_brackets_is_an_expression() {
        for (text, expected) in
            [("a", Some("a")), ("[a()]", None), ("[[a]", Some("[a]")), ("[a", Some("[a")), ("[]", None), ("", Some(""))]
        {
            assert_eq!(unescaped(text), expected, "{text}");
        }
    }

    #[test]
    fn the_wanted_members_keep_their_loops() {
        let each = |name: &str| json!({ "name": name, "count": 2, "input": 1 });
        let all = json!({ "a": 1, "b": 2, "copy": [each("c"), each("d")] });
        let all = all.as_object().unwrap();
        let some = |wanted: &[&str]| Json::Object(only(all, |name| wanted.contains(&name)));
        assert_eq!(some(&["a", "c"]), json!({ "a": 1, "copy": [each("c")] }));
        assert_eq!(some(&["b"]), json!({ "b": 2 }));
    }

    #[test]
    fn variables_are_put_in_their_places() {
        let variables = json!({ "a": { "b": "[[c]" } });
        let variables = variables.as_object().unwrap();
        let found =
            resolved(&json!({ "x": ["[variables('a')]", "[variables('b')]", "[variables('a').b]"] }), variables);
        assert_eq!(found, json!({ "x": [{ "b": "[[c]" }, "[variables('b')]", "[variables('a').b]"] }));
    }

    #[test]
    fn plain_values_are_counted_through_loops() {
        let template = json!({
            "a": [1, "[x()]", {}],
            "[b()]": 2,
            "copy": [{ "name": "c", "count": 3, "input": { "d": null, "e": "[copyIndex('c')]" } }],
        });
        assert_eq!(plain_values(&template), 3);
        assert_eq!(plain_values(&json!({ "copy": ["a"] })), 1);
    }
}

//! Whether giving a value to the parameter that a reason names takes the reason away.

use std::collections::HashSet;
use std::rc::Rc;
use std::sync::Arc;

use aiolint_bicep::syntax::ast::{Declaration, Node, Parameter, Piece, Statement, Type};
use aiolint_bicep::syntax::parse;
use aiolint_bicep::{Given, Library, Template, deploy};
use aiolint_core::{Data, List, Location, Map, Text, Value};

use super::leaves;
use crate::table;

/// So many leaves are tried.
const MOST_TRIED: usize = 200;
/// Names of types lead to each other no further than this.
const MOST_TYPES: usize = 8;

/// A leaf that is not known because a parameter of its own deployment has no value.
pub(super) struct Lacking {
    pub template: Arc<Template>,
    /// What else is given.
    pub given: Rc<Given>,
    pub parameter: String,
    pub place: Place,
}

/// Where a leaf is: which declaration, by which calls, which member.
pub(super) struct Place {
    pub extent: Location,
    pub calls: Arc<[Location]>,
    pub path: String,
}

/// The parameter that a reason names.
pub(super) fn parameter_of(reason: &str) -> Option<&str> {
    reason.strip_prefix("parameter `")?.strip_suffix("` has no value")
}

/// The parameters that a template declares, by their names.
pub(super) fn parameters_of(template: &Template) -> HashSet<String> {
    let statements = parse(&template.source.text, template.dialect).statements;
    let names = statements.iter().filter_map(|statement| match &statement.declaration {
        Declaration::Parameter(parameter) => Some(parameter.name.text.to_string()),
        _ => None,
    });
    names.collect()
}

/// Tries some of them, evenly spread, and prints what came of it.
pub(super) fn try_some(all: &[Lacking], library: &Library, show: impl Fn(Location) -> String) {
    let tried = MOST_TRIED.min(all.len());
    let mut still = Vec::new();
    let mut gone = 0;
    for number in 0..tried {
        let lacking = &all[number * all.len() / tried];
        match keeps_reason(lacking, library) {
            true => still.push(lacking),
            false => gone += 1,
        }
    }
    println!(
        "\nsetting what a reason names: {tried} tried of {}, {gone} no longer have the reason, {} still do",
        all.len(),
        still.len()
    );
    let row =
        |lacking: &&Lacking| vec![lacking.parameter.clone(), lacking.place.path.clone(), show(lacking.place.extent)];
    if !still.is_empty() {
        table::print(&["parameter", "leaf", "resource"], &still.iter().map(row).collect::<Vec<_>>());
    }
}

/// Whether a leaf has its reason still when its parameter has a value.
fn keeps_reason(lacking: &Lacking, library: &Library) -> bool {
    let mut given = (*lacking.given).clone();
    let value = some_value(&lacking.template, &lacking.parameter);
    given.values.insert(lacking.parameter.as_str().into(), value);
    let mut still = false;
    for resource in deploy(&lacking.template, given, library).resources {
        if resource.extent == lacking.place.extent && resource.calls == lacking.place.calls {
            leaves::of_resource(&resource, &mut |leaf| {
                let named = leaf.reason.and_then(|reason| parameter_of(reason.as_str()));
                still |= leaf.path == lacking.place.path && named == Some(&lacking.parameter);
            });
        }
    }
    still
}

/// A value of the type that a parameter has.
fn some_value(template: &Template, name: &str) -> Value {
    let statements = parse(&template.source.text, template.dialect).statements;
    let declared = statements.iter().find_map(|statement| match &statement.declaration {
        Declaration::Parameter(parameter) if &*parameter.name.text == name => Some(parameter),
        _ => None,
    });
    let data =
        declared.and_then(|parameter| Some(of_type(parameter.of.as_ref()?, parameter, template, &statements, 0)));
    Value::new(data.unwrap_or_else(|| Data::Text(Text::Known("given".into()))), Location::NONE)
}

fn of_type(of: &Type, parameter: &Parameter, template: &Template, statements: &[Statement], depth: usize) -> Data {
    let object = Data::Map(Arc::new(Map::new(Vec::new(), None)));
    let array = Data::List(Arc::new(List { items: Vec::new(), open: None }));
    match of {
        Type::Literal(expr) => match &expr.node {
            Node::Bool(flag) => Data::Bool(*flag),
            Node::Int(number) => Data::Int(*number),
            Node::Text(pieces) => match &pieces[..] {
                [Piece::Text(text)] => Data::Text(Text::Known(text.as_str().into())),
                _ => Data::Text(Text::Known("given".into())),
            },
            _ => object,
        },
        Type::Union(types) => match types.first() {
            Some(first) => of_type(first, parameter, template, statements, depth),
            None => object,
        },
        Type::Nullable(of) => of_type(of, parameter, template, statements, depth),
        Type::Name(name) => match &**name {
            "string" => Data::Text(Text::Known("given".into())),
            "int" => Data::Int(1),
            "bool" => Data::Bool(true),
            "array" => array,
            name => match statements.iter().find_map(|statement| declared_type(statement, name)) {
                Some(of) if depth < MOST_TYPES => of_type(of, parameter, template, statements, depth + 1),
                _ => object,
            },
        },
        Type::Object(_) => object,
        Type::Array => array,
        // Of these the tree keeps nothing; the text tells arrays from objects.
        Type::Member(..) | Type::Other => {
            let after = template.source.text.get(parameter.name.span.end as usize..).unwrap_or_default();
            let line = after.lines().next().unwrap_or_default().trim();
            if !line.starts_with('{') && (line.starts_with('[') || line.contains("[]")) { array } else { object }
        }
    }
}

fn declared_type<'s>(statement: &'s Statement, wanted: &str) -> Option<&'s Type> {
    match &statement.declaration {
        Declaration::Type(name, of) if &*name.text == wanted => Some(of),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use aiolint_bicep::syntax::Dialect;
    use aiolint_core::{FileId, Source};

    use super::*;

    #[test]
    fn a_value_of_the_type_takes_the_reason_away() {
        let text = "type inner = { a: string }\nparam p string\nparam n int\nparam list string[]\nparam it inner\n\
            resource r 'A.B/c@2024-01-01' = {\n  name: p\n  a: n + 1\n  b: list\n  c: it.a\n  d: { p: p }\n}\n";
        let source = Source::new(FileId::new(0), "main.bicep".into(), "main.bicep".into(), text.into());
        let template = Arc::new(Template::read(Arc::new(source), Dialect::Template));
        let library = Library::default();
        let resources = deploy(&template, Given::default(), &library).resources;
        for (parameter, path) in [("p", "/name"), ("n", "/a"), ("list", "/b"), ("it", "/c"), ("p", "/d/p")] {
            let place = Place { extent: resources[0].extent, calls: Arc::default(), path: path.to_owned() };
            let (template, parameter) = (Arc::clone(&template), parameter.to_owned());
            let lacking = Lacking { template, given: Rc::new(Given::default()), parameter, place };
            assert!(!keeps_reason(&lacking, &library), "{path}");
        }
        let data = ["p", "n", "list", "it"].map(|name| some_value(&template, name).data);
        assert!(matches!(&data, [Data::Text(_), Data::Int(1), Data::List(_), Data::Map(_)]), "{data:?}");
    }
}

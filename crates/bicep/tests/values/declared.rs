//! What a template declares, whatever its conditions and loops say, and its variables.

use std::sync::Arc;

use aiolint_bicep::syntax::Dialect;
use aiolint_bicep::{Given, Library, Template, declared, deploy, variables};
use aiolint_core::{FileId, Source};

use crate::shown;

const MAIN: &str = "resource left 'Contoso.Mill/mills@2024-01-01' = if (false) {\n  name: 'left'\n}\n\
    resource each 'Contoso.Mill/mills@2024-01-01' = [for n in []: {\n  name: 'each-${n}'\n}]\n\
    resource twice 'Contoso.Mill/mills@2024-01-01' = [for n in [1, 2]: {\n  name: 'twice-${n}'\n  kind: 'k'\n}]\n\
    module inner 'inner.bicep' = {\n  name: 'call'\n  params: { size: 3 }\n}\n\
    module far 'br:contoso.example/mill:1' = if (left.name == 'x') {\n  name: 'far'\n}\n";

const INNER: &str = "param size int\nvar wide = size > 2\nvar list = [for n in range(0, size): n]\n\
    resource kiln 'Contoso.Mill/kilns@2024-01-01' = if (wide) {\n  name: 'kiln-${size}'\n}\n";

fn template(number: usize, path: &str, text: &str) -> Arc<Template> {
    let source = Source::new(FileId::new(number), path.into(), path.into(), text.into());
    Arc::new(Template::read(Arc::new(source), Dialect::Template))
}

fn library() -> (Arc<Template>, Arc<Template>, Library) {
    let (main, inner) = (template(0, "main.bicep", MAIN), template(1, "inner.bicep", INNER));
    let mut library = Library::default();
    library.insert(Arc::clone(&main));
    library.insert(Arc::clone(&inner));
    (main, inner, library)
}

#[test]
fn each_declaration_counts_once_and_calls_are_deployments() {
    let (main, _, library) = library();
    let line = |resource: &aiolint_core::Resource| {
        let parameters = resource.body.get("params").map_or(String::new(), shown);
        format!("{} {} {}{parameters}", resource.identity.name(), shown(&resource.name), resource.condition.is_some())
    };
    let found: Vec<_> = declared(&main, Given::default(), &library).iter().map(line).collect();
    let expected = [
        "Contoso.Mill/mills 'left' true",
        "Contoso.Mill/mills 'each-${n}' false",
        "Contoso.Mill/mills 'twice-${n}' false",
        "Microsoft.Resources/deployments 'call' false{size: 3}",
        "Contoso.Mill/kilns 'kiln-3' true",
        "Microsoft.Resources/deployments 'far' true",
    ];
    assert_eq!(found, expected);
    let deployed: Vec<_> =
        deploy(&main, Given::default(), &library).resources.iter().map(|it| shown(&it.name)).collect();
    assert_eq!(deployed, ["'twice-1'", "'twice-2'", "'kiln-3'"]);
}

#[test]
fn variables_are_what_the_parameters_make_of_them() {
    let (_, inner, library) = library();
    let lines = |given: Given| -> Vec<String> {
        variables(&inner, given, &library).iter().map(|(name, value)| format!("{name} {}", shown(value))).collect()
    };
    let none = "?(parameter `size` has no value)";
    assert_eq!(lines(Given::default()), [format!("wide {none}"), format!("list {none}")]);
    let mut given = Given::default();
    given
        .values
        .insert("size".into(), aiolint_core::Value::new(aiolint_core::Data::Int(3), aiolint_core::Location::NONE));
    assert_eq!(lines(given), ["wide true", "list [0, 1, 2]"]);
}

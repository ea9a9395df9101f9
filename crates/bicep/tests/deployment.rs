//! Where a file is deployed to: what the scope functions give there, and the ids of resources.

#![allow(clippy::unwrap_used, reason = "a test that can't go on fails")]

mod support;

use std::sync::Arc;

use aiolint_bicep::syntax::Dialect;
use aiolint_bicep::{Given, Library, ScopeValues, Template, deploy};
use aiolint_core::{Data, FileId, SYNTAX, Source};

use support::scope_values;

/// What a configuration could say.
fn configured() -> ScopeValues {
    scope_values(&[
        ("subscription", &[("subscriptionId", "s1"), ("tenantId", "t1")]),
        ("resourceGroup", &[("name", "plant"), ("location", "westeurope")]),
        ("managementGroup", &[("name", "mg1")]),
        ("deployment", &[("name", "main"), ("location", "northeurope")]),
        ("environment", &[("name", "AzureCloud")]),
    ])
}

fn template(number: usize, path: &str, text: &str) -> Arc<Template> {
    let source = Source::new(FileId::new(number), path.into(), path.into(), text.into());
    let template = Template::read(source.into(), Dialect::Template);
    let syntax = template.problems.iter().find(|problem| problem.detector == SYNTAX);
    assert!(syntax.is_none(), "{text}\n{syntax:#?}");
    template.into()
}

/// What `properties.v` of the resource named `it` is in what `main.bicep` deploys, together with `sub.bicep`.
fn found(main: &str, module: &str, scope: ScopeValues) -> String {
    let mut library = Library::default();
    library.scope = scope.into();
    let main = template(0, "main.bicep", main);
    library.insert(Arc::clone(&main));
    library.insert(template(1, "sub.bicep", module));
    let resources = deploy(&main, Given::default(), &library).resources;
    let it = resources.iter().find(|resource| resource.name.known_text() == Some("it")).unwrap();
    let value = it.spec.get("v").unwrap();
    match &value.data {
        Data::Text(text) => text.written().into_owned(),
        Data::Unknown(reason) => format!("?({reason})"),
        other => format!("{other:?}"),
    }
}

const IT: &str = "resource it 'Contoso.Mill/its@2024-01-01' = {\n  name: 'it'\n  properties: {\n    v: V\n  }\n}\n";

#[track_caller]
fn check(declarations: &str, rows: &[(&str, &str)]) {
    for (expression, expected) in rows {
        let text = format!("{declarations}{}", IT.replace('V', expression));
        assert_eq!(found(&text, "", configured()), *expected, "{expression}");
    }
}

#[test]
fn the_scope_functions_give_what_the_configuration_says() {
    check(
        "",
        &[
            ("resourceGroup().name", "plant"),
            ("resourceGroup().location", "westeurope"),
            ("resourceGroup().id", "/subscriptions/s1/resourceGroups/plant"),
            ("resourceGroup().tags.a", "?(`resourceGroup().tags` is known when it is deployed)"),
            ("subscription().subscriptionId", "s1"),
            ("subscription().id", "/subscriptions/s1"),
            ("az.subscription().tenantId", "t1"),
            ("deployment().name", "main"),
            ("environment().name", "AzureCloud"),
            ("environment().suffixes.storage", "?(`environment().suffixes` is known when it is deployed)"),
            (
                "resourceId('Contoso.Mill/mills', 'm')",
                "/subscriptions/s1/resourceGroups/plant/providers/Contoso.Mill/mills/m",
            ),
            ("subscriptionResourceId('Contoso.Mill/r', 'm')", "/subscriptions/s1/providers/Contoso.Mill/r/m"),
            // The file is for resource groups.
            ("managementGroup().name", "?(`managementGroup` is known when it is deployed)"),
        ],
    );
    check(
        "targetScope = 'managementGroup'\n",
        &[("managementGroup().id", "/providers/Microsoft.Management/managementGroups/mg1")],
    );
    check(
        "targetScope = 'subscription'\n",
        &[("resourceGroup().name", "?(`resourceGroup` is known when it is deployed)")],
    );
}

const RESOURCES: &str = "resource mill 'Contoso.Mill/mills@2024-01-01' = {\n  name: 'm'
  resource kiln 'kilns' = {\n    name: 'k'\n  }\n}
resource door 'Contoso.Mill/mills/kilns/doors@2024-01-01' = {\n  parent: mill::kiln\n  name: 'd'\n}
resource whole 'Contoso.Mill/mills/kilns@2024-01-01' = {\n  name: 'm/w'\n}
resource lock 'Contoso.Locks/locks@2024-01-01' = {\n  scope: door\n  name: 'l'\n}
resource far 'Contoso.Mill/mills@2024-01-01' existing = {\n  scope: resourceGroup('s2', 'other')\n  name: 'f'\n}
resource near 'Contoso.Mill/mills/kilns@2024-01-01' existing = {\n  parent: far\n  name: 'n'\n}
resource role 'Contoso.Roles/roles@2024-01-01' existing = {\n  scope: subscription()\n  name: 'r'\n}
resource top 'Contoso.Roles/roles@2024-01-01' existing = {\n  scope: tenant()\n  name: 't'\n}
resource rg 'Microsoft.Resources/resourceGroups@2024-01-01' existing = {\n  scope: subscription('s3')\n  name: 'g'\n}
resource inside 'Contoso.Mill/mills@2024-01-01' existing = {\n  scope: rg\n  name: 'i'\n}
resource each 'Contoso.Mill/mills@2024-01-01' = [for n in ['a', 'b']: {\n  name: n\n}]
";

#[test]
fn ids_of_declared_resources() {
    let here = |rest: &str| format!("/subscriptions/s1/resourceGroups/plant/providers/Contoso.Mill/mills/{rest}");
    check(
        RESOURCES,
        &[
            ("mill.id", &here("m")),
            ("mill::kiln.id", &here("m/kilns/k")),
            ("door.id", &here("m/kilns/k/doors/d")),
            ("whole.id", &here("m/kilns/w")),
            ("lock.id", &here("m/kilns/k/doors/d/providers/Contoso.Locks/locks/l")),
            ("far.id", "/subscriptions/s2/resourceGroups/other/providers/Contoso.Mill/mills/f"),
            ("near.id", "/subscriptions/s2/resourceGroups/other/providers/Contoso.Mill/mills/f/kilns/n"),
            ("role.id", "/subscriptions/s1/providers/Contoso.Roles/roles/r"),
            ("top.id", "/providers/Contoso.Roles/roles/t"),
            ("rg.id", "/subscriptions/s3/resourceGroups/g"),
            ("inside.id", "/subscriptions/s3/resourceGroups/g/providers/Contoso.Mill/mills/i"),
            ("each[1].id", &here("b")),
        ],
    );
}

#[test]
fn ids_are_known_in_parts_without_a_configuration() {
    for (expression, expected) in [
        (
            "mill.id",
            "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Contoso.Mill/mills/m",
        ),
        ("rg.id", "/subscriptions/s3/resourceGroups/g"),
        ("resourceGroup().id", "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}"),
    ] {
        let text = format!("{RESOURCES}{}", IT.replace('V', expression));
        assert_eq!(found(&text, "", ScopeValues::default()), expected, "{expression}");
    }
}

/// What a module is for, its `scope`, what it asks for, and what it gets.
const MODULES: [(&str, &str, &str, &str); 12] = [
    ("", "", "resourceGroup().name", "plant"),
    ("", "", "resourceGroup().location", "westeurope"),
    ("", "scope: resourceGroup('other')", "resourceGroup().id", "/subscriptions/s1/resourceGroups/other"),
    (
        "",
        "scope: resourceGroup('other')",
        "resourceGroup().location",
        "?(`resourceGroup().location` is known when it is deployed)",
    ),
    ("", "scope: resourceGroup('s2', 'other')", "subscription().id", "/subscriptions/s2"),
    (
        "",
        "scope: resourceGroup('s2', 'other')",
        "it2.id",
        "/subscriptions/s2/resourceGroups/other/providers/Contoso.Mill/its/2",
    ),
    ("", "scope: rg", "resourceGroup().id", "/subscriptions/s1/resourceGroups/g"),
    (
        "",
        "scope: pick ? rg : resourceGroup('x')",
        "resourceGroup().name",
        "?(it is not known where the module is deployed to)",
    ),
    (
        "targetScope = 'subscription'\n",
        "scope: subscription()",
        "it2.id",
        "/subscriptions/s1/providers/Contoso.Mill/its/2",
    ),
    ("targetScope = 'managementGroup'\n", "scope: managementGroup('m2')", "managementGroup().name", "m2"),
    ("targetScope = 'tenant'\n", "scope: tenant()", "it2.id", "/providers/Contoso.Mill/its/2"),
    ("", "", "deployment().name", "sub"),
];

#[test]
fn a_module_is_deployed_where_its_call_says() {
    let other = "resource it2 'Contoso.Mill/its@2024-01-01' existing = {\n  name: '2'\n}\n";
    let group = "param pick bool\nresource rg 'Microsoft.Resources/resourceGroups@2024-01-01' existing = {\n  scope: subscription()\n  name: 'g'\n}\n";
    for (target, scope, expression, expected) in MODULES {
        let main = format!("{group}module sub 'sub.bicep' = {{\n  name: 'sub'\n  {scope}\n}}\n");
        let module = format!("{target}{other}{}", IT.replace('V', expression));
        assert_eq!(found(&main, &module, configured()), expected, "{scope} {expression}");
    }
}

#[test]
fn a_group_that_is_declared_says_what_it_is() {
    let main = "targetScope = 'subscription'
resource rg 'Microsoft.Resources/resourceGroups@2024-01-01' = {\n  name: 'g'\n  location: 'swedencentral'\n}
module sub 'sub.bicep' = {\n  name: 'sub'\n  scope: rg\n}\n";
    for (expression, expected) in [
        ("resourceGroup().location", "swedencentral"),
        ("resourceGroup().id", "/subscriptions/s1/resourceGroups/g"),
        ("resourceGroup().tags.a", "?(`resourceGroup().tags` is known when it is deployed)"),
    ] {
        assert_eq!(found(main, &IT.replace('V', expression), configured()), expected, "{expression}");
    }
}

#[test]
fn an_id_comes_back_from_a_module() {
    let main = "module sub 'sub.bicep' = {\n  name: 'sub'\n  scope: resourceGroup('other')\n}\n";
    let main = format!("{main}{}", IT.replace('V', "sub.outputs.id"));
    let module = "resource mill 'Contoso.Mill/mills@2024-01-01' = {\n  name: 'm'\n}\noutput id string = mill.id\n";
    let expected = "/subscriptions/s1/resourceGroups/other/providers/Contoso.Mill/mills/m";
    assert_eq!(found(&main, module, configured()), expected);
}

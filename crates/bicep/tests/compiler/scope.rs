//! What depends on where it is deployed. The compiler's tests choose a subscription and a resource group.

use crate::support::shown;
use crate::{check_with, deployed};

/// Ids of resources that are there already, in every scope.
#[test]
fn ids_of_resources() {
    let main = "param outer string\nparam inner string
resource here 'Contoso.Mill/mills/kilns@2024-01-01' existing = {\n  name: '${outer}/${inner}'\n}
resource group 'Contoso.Mill/mills/kilns@2024-01-01' existing = {\n  name: '${outer}/${inner}'\n  scope: resourceGroup('east')\n}
resource far 'Contoso.Mill/mills/kilns@2024-01-01' existing = {\n  name: '${outer}/${inner}'\n  scope: resourceGroup('6f1c2d3e-0001-4a5b-8c9d-0123456789ab', 'east')\n}
resource top 'Contoso.Mill/mills/kilns@2024-01-01' existing = {\n  name: '${outer}/${inner}'\n  scope: tenant()\n}
resource own 'Contoso.Mill/mills/kilns@2024-01-01' existing = {\n  name: '${outer}/${inner}'\n  scope: subscription()\n}
resource other 'Contoso.Mill/mills/kilns@2024-01-01' existing = {\n  name: '${outer}/${inner}'\n  scope: subscription('6f1c2d3e-0001-4a5b-8c9d-0123456789ab')\n}
resource managed 'Contoso.Mill/mills/kilns@2024-01-01' existing = {\n  name: '${outer}/${inner}'\n  scope: managementGroup('6f1c2d3e-0001-4a5b-8c9d-0123456789ab')\n}
resource beside 'Contoso.Guard/mills/kilns@2024-01-01' existing = {\n  name: '${outer}/${inner}'\n  scope: top\n}
";
    const SUBSCRIPTION: &str = "/subscriptions/00000000-0000-0000-0000-000000000000";
    const GIVEN: &str = "6f1c2d3e-0001-4a5b-8c9d-0123456789ab";
    let path = "providers/Contoso.Mill/mills/east/kilns/k1";
    let ids = [
        ("here.id", format!("'{SUBSCRIPTION}/resourceGroups/myRg/{path}'")),
        ("group.id", format!("'{SUBSCRIPTION}/resourceGroups/east/{path}'")),
        ("far.id", format!("'/subscriptions/{GIVEN}/resourceGroups/east/{path}'")),
        ("top.id", format!("'/{path}'")),
        ("own.id", format!("'{SUBSCRIPTION}/{path}'")),
        ("other.id", format!("'/subscriptions/{GIVEN}/{path}'")),
        ("managed.id", format!("'/providers/Microsoft.Management/managementGroups/{GIVEN}/{path}'")),
        ("beside.id", format!("'/{path}/providers/Contoso.Guard/mills/east/kilns/k1'")),
        (
            "resourceId('Contoso.Mill/mills/kilns', outer, inner)",
            format!("'{SUBSCRIPTION}/resourceGroups/myRg/{path}'"),
        ),
    ];
    let mut rows: Vec<(&str, &str)> = ids.iter().map(|(asked, is)| (*asked, is.as_str())).collect();
    rows.extend([
        ("here.name", "'east/k1'"),
        ("here.apiVersion", "'2024-01-01'"),
        ("here.type", "'Contoso.Mill/mills/kilns'"),
        // The same as texts.
        ("tenantResourceId('Contoso.Mill/mills/kilns', outer, inner)", "'/providers/Contoso.Mill/mills/east/kilns/k1'"),
        (
            "extensionResourceId('/providers/Contoso.Mill/mills/east', 'Contoso.Guard/mills/kilns', outer, inner)",
            "'/providers/Contoso.Mill/mills/east/providers/Contoso.Guard/mills/east/kilns/k1'",
        ),
    ]);
    check_with(main, "param outer = 'east'\nparam inner = 'k1'\n", &rows);
}

const STORE: &str = "param tier string = 'Slow'
param location string = resourceGroup().location
param storeName string = 'store${uniqueString(resourceGroup().id)}'
resource store 'Contoso.Mill/stores@2024-01-01' = {
  name: storeName
  location: location
  sku: {
    name: tier
  }
  kind: 'Dry'
  properties: {}
}
";

/// `snapshot` of a file: a default that is replaced, one that counts, and a name made of where it is deployed. What
/// `uniqueString` gives is what the compiler gives for that group.
#[test]
fn a_snapshot() {
    let files = [("main.bicep", STORE), ("main.bicepparam", "using './main.bicep'\nparam location = 'westeurope'\n")];
    let resources = deployed(&files);
    let [store] = &resources[..] else { panic!("{resources:#?}") };
    assert_eq!(shown(&store.name), "'storejs26ofeqkqeve'");
    assert_eq!(
        shown(&store.body),
        "{name: 'storejs26ofeqkqeve', location: 'westeurope', sku: {name: 'Slow'}, kind: 'Dry', properties: {}}"
    );
}

/// `snapshot` with outputs: of those that hold what a service answers the rest is known.
#[test]
fn a_snapshot_with_outputs() {
    check_with(
        STORE,
        "param location = 'westeurope'\n",
        &[
            ("tier", "'Slow'"),
            ("store.properties.endpoints.web", "?(the service may add to it)"),
            (
                "{ name: 'x', size: 31, web: store.properties.endpoints.web }",
                "{name: 'x', size: 31, web: ?(the service may add to it)}",
            ),
            ("{ tier: tier, size: 31 }", "{tier: 'Slow', size: 31}"),
        ],
    );
}

/// `snapshot` of a loop in a loop, the inner one over nothing.
#[test]
fn a_snapshot_of_loops() {
    let main = "param doors object[]
var kilns = [
  {
    name: 'k1'
    doors: doors
    tier: 'slow'
  }
]
@batchSize(1)
resource all 'Contoso.Mill/kilns@2024-01-01' = [for kiln in kilns: {
  name: kiln.name
  location: resourceGroup().location
  properties: {
    sku: {
      family: 'A'
      name: kiln.tier
    }
    tenantId: subscription().tenantId
    doors: [for door in kiln.doors: {
      tenantId: subscription().tenantId
      width: door.width
    }]
  }
}]
";
    for (doors, expected) in
        [("[]", "[]"), ("[{ width: 3 }]", "[{tenantId: '00000000-0000-0000-0000-000000000001', width: 3}]")]
    {
        let given = format!("using 'main.bicep'\nparam doors = {doors}\n");
        let resources = deployed(&[("main.bicep", main), ("main.bicepparam", &given)]);
        let [kiln] = &resources[..] else { panic!("{resources:#?}") };
        assert_eq!(kiln.turn, Some(0));
        assert_eq!(
            shown(&kiln.body),
            format!(
                "{{name: 'k1', location: 'westeurope', properties: {{sku: {{family: 'A', name: 'slow'}}, tenantId: '00000000-0000-0000-0000-000000000001', doors: {expected}}}}}"
            )
        );
    }
}

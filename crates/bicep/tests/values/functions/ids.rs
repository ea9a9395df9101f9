//! Functions that make the id of a resource, and those that are known when it is deployed.

use crate::{check, resources_of, shown, source};

const GROUP: &str = "'/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/";

#[test]
fn ids_of_resources() {
    let later = |name: &str| format!("?(`{name}` is known when it is deployed)");
    check(
        "var sub = '6f1c7c6e-0f0a-4c9e-9a3e-52d0f7f2b7a1'\n",
        &[
            ("resourceId('Contoso.Mill/mills', 'm')", &format!("{GROUP}Contoso.Mill/mills/m'")),
            ("resourceId('Contoso.Mill/mills/kilns', 'm', 'k')", &format!("{GROUP}Contoso.Mill/mills/m/kilns/k'")),
            ("resourceId('Contoso.Mill/mills', 'm-${p}')", &format!("{GROUP}Contoso.Mill/mills/m-${{p}}'")),
            ("resourceId('Contoso.Mill/mills', p)", &format!("{GROUP}Contoso.Mill/mills/…'")),
            ("az.resourceId('Contoso.Mill/mills', 'm')", &format!("{GROUP}Contoso.Mill/mills/m'")),
            (
                "resourceId('rg', 'Contoso.Mill/mills', 'm')",
                "'/subscriptions/{subscriptionId}/resourceGroups/rg/providers/Contoso.Mill/mills/m'",
            ),
            (
                "resourceId(sub, 'Contoso.Mill/mills', 'm')",
                "'/subscriptions/6f1c7c6e-0f0a-4c9e-9a3e-52d0f7f2b7a1/resourceGroups/{resourceGroupName}/providers/Contoso.Mill/mills/m'",
            ),
            (
                "resourceId(sub, 'rg', 'Contoso.Mill/mills', 'm')",
                "'/subscriptions/6f1c7c6e-0f0a-4c9e-9a3e-52d0f7f2b7a1/resourceGroups/rg/providers/Contoso.Mill/mills/m'",
            ),
            (
                "resourceId(p, 'Contoso.Mill/mills', 'm')",
                "'/subscriptions/…/resourceGroups/…/providers/Contoso.Mill/mills/m'",
            ),
            (
                "resourceId(p, q, 'Contoso.Mill/mills', 'm')",
                "'/subscriptions/…/resourceGroups/…/providers/Contoso.Mill/mills/m'",
            ),
            // The names are as many as the type's segments.
            ("resourceId('Contoso.Mill/mills/kilns', 'm')", &later("resourceId")),
            ("resourceId('Contoso.Mill/mills', 'm', 'k')", &later("resourceId")),
            ("resourceId('Contoso.Mill/mills/', 'm', 'k')", &later("resourceId")),
            ("resourceId(p, 'm')", &later("resourceId")),
            ("resourceId('Contoso.Mill/mills', 5)", &later("resourceId")),
            // These have ids of their own form.
            ("resourceId('Microsoft.Resources/deployments', 'd')", &later("resourceId")),
            ("subscriptionResourceId('Microsoft.Resources/resourceGroups', 'rg')", &later("subscriptionResourceId")),
        ],
    );
}

#[test]
fn ids_elsewhere() {
    let later = |name: &str| format!("?(`{name}` is known when it is deployed)");
    check(
        "",
        &[
            (
                "subscriptionResourceId('Contoso.Mill/roles', 'r')",
                "'/subscriptions/{subscriptionId}/providers/Contoso.Mill/roles/r'",
            ),
            (
                "subscriptionResourceId('s', 'Contoso.Mill/roles', 'r')",
                "'/subscriptions/s/providers/Contoso.Mill/roles/r'",
            ),
            (
                "subscriptionResourceId(p, 'Contoso.Mill/roles', 'r')",
                "'/subscriptions/…/providers/Contoso.Mill/roles/r'",
            ),
            ("subscriptionResourceId('s', 't', 'Contoso.Mill/roles', 'r')", &later("subscriptionResourceId")),
            (
                "managementGroupResourceId('Contoso.Mill/roles', 'r')",
                "'/providers/Microsoft.Management/managementGroups/{managementGroup}/providers/Contoso.Mill/roles/r'",
            ),
            (
                "managementGroupResourceId('mg', 'Contoso.Mill/roles', 'r')",
                "'/providers/Microsoft.Management/managementGroups/mg/providers/Contoso.Mill/roles/r'",
            ),
            ("tenantResourceId('Contoso.Mill/roles', 'r')", "'/providers/Contoso.Mill/roles/r'"),
            (
                "tenantResourceId('x', 'Contoso.Mill/roles', 'r')",
                "?(what `tenantResourceId` gives for it is not known)",
            ),
            (
                "extensionResourceId('/providers/Contoso.Mill/mills/m', 'Contoso.Mill/locks', 'l')",
                "'/providers/Contoso.Mill/mills/m/providers/Contoso.Mill/locks/l'",
            ),
            ("extensionResourceId(p, 'Contoso.Mill/locks', 'l')", "'…/providers/Contoso.Mill/locks/l'"),
            (
                "extensionResourceId('Contoso.Mill/locks', 'l')",
                "?(what `extensionResourceId` gives for it is not known)",
            ),
        ],
    );
}

/// Elsewhere than in a resource group an id has another form, unless it says where the resource is.
#[test]
fn ids_of_files_that_are_deployed_elsewhere() {
    check(
        "targetScope = 'subscription'\n",
        &[
            ("resourceId('Contoso.Mill/mills', 'm')", "'{scope}/providers/Contoso.Mill/mills/m'"),
            ("resourceId('rg', 'Contoso.Mill/mills', 'm')", "'{scope}/providers/Contoso.Mill/mills/m'"),
            (
                "resourceId('s', 'rg', 'Contoso.Mill/mills', 'm')",
                "'/subscriptions/s/resourceGroups/rg/providers/Contoso.Mill/mills/m'",
            ),
        ],
    );
}

#[test]
fn ids_of_files_that_say_they_are_for_resource_groups() {
    let id = format!("{GROUP}Contoso.Mill/mills/m'");
    check("targetScope = 'resourceGroup'\n", &[("resourceId('Contoso.Mill/mills', 'm')", &id)]);
    check("// Not targetScope = 'tenant'\n", &[("resourceId('Contoso.Mill/mills', 'm')", &id)]);
}

#[test]
fn what_is_known_when_it_is_deployed() {
    for call in [
        "reference('x').y",
        "listKeys('x', '2024-01-01')",
        "listkeys('x', '2024-01-01')",
        "pickZones('a', 'b', 'c')",
        "providers('a')",
        "roleDefinitions('Reader')",
        "toLogicalZone('a', 'b', 'c')",
        "utcNow()",
        "newGuid()",
        "getSecret('a', 'b', 'c', 'd')",
    ] {
        let name = call.split('(').next().unwrap();
        check("", &[(call, &format!("?(`{name}` is known when it is deployed)"))]);
    }
    for part in [
        "deployer().objectId",
        "environment().suffixes",
        "tenant().tenantId",
        "subscription().tenantId",
        "resourceGroup().location",
        "deployment().name",
    ] {
        check("", &[(part, &format!("?(`{part}` is known when it is deployed)"))]);
    }
    check("", &[("resourceGroup().more", "?(`resourceGroup()` is known when it is deployed)")]);
    check(
        "",
        &[
            ("fail('too hot')", "?(`fail` ends the deployment)"),
            ("fail(p)", "?(`fail` ends the deployment)"),
            ("guid('foo', 'bar', 'baz')", "'2ed86837-7c7c-5eaa-9864-dd077fd19b0d'"),
            ("guid('ü')", "?(what `guid` gives for it is not known)"),
            ("guid(p)", "?(parameter `p` has no value)"),
            ("notThere('a')", "?(what `notThere` gives for it is not known)"),
        ],
    );
}

/// Whether two expressions are known to be the same text, though it is not known which.
fn are_same(one: &str, other: &str) -> bool {
    let declared = "param p string\nparam q string\n";
    let source = source(&format!(
        "{declared}resource it 'Contoso.Mill/kilns@2024-01-01' = {{\n  name: 'it'\n  properties: {{\n    a: {one}\n    b: {other}\n  }}\n}}\n"
    ));
    let resources = resources_of(&source);
    let (one, other) = (resources[0].spec.get("a").unwrap(), resources[0].spec.get("b").unwrap());
    assert!(one.terms().is_some(), "{}", shown(one));
    one.terms() == other.terms()
}

#[test]
fn the_same_call_gives_the_same() {
    for (one, other) in [
        ("take('m-${p}', 9)", "take('m-${p}', 9)"),
        ("'${take('m-${p}', 9)}-x'", "'${take('m-${p}', 9)}-x'"),
        ("'x-${toLower(p)}'", "'x-${toLower(p)}'"),
        ("replace('a-${p}', '-', '')", "replace('a-${p}', '-', '')"),
        ("skip('m-${p}', 2)", "p"),
        ("resourceId('Contoso.Mill/mills', p)", "resourceId('Contoso.Mill/mills', p)"),
        ("resourceId('Contoso.Mill/mills', 'm')", "resourceId('Contoso.Mill/mills', 'm')"),
        ("guid(p, 'x')", "guid(p, 'x')"),
        ("uniqueString(p)", "uniqueString(p)"),
    ] {
        assert!(are_same(one, other), "{one} {other}");
    }
}

#[test]
fn another_call_may_give_something_else() {
    for (one, other) in [
        ("take('m-${p}', 9)", "take('m-${p}', 8)"),
        ("take('m-${p}', 9)", "'m-${p}'"),
        ("take('m-${p}', 9)", "take('m-${q}', 9)"),
        ("'x-${toLower(p)}'", "'x-${toUpper(p)}'"),
        ("'x-${toLower(p)}'", "'x-${p}'"),
        ("trim('${p}-x')", "'${p}-x'"),
        ("resourceId('Contoso.Mill/mills', p)", "resourceId('Contoso.Mill/mills', q)"),
        ("resourceId(p, 'Contoso.Mill/mills', 'm')", "resourceId(q, 'Contoso.Mill/mills', 'm')"),
        ("guid(p, 'x')", "guid('x', p)"),
    ] {
        assert!(!are_same(one, other), "{one} {other}");
    }
}

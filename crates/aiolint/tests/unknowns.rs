//! What a Bicep file leaves open says nothing; its twin, in which that is known, does. Both go through the whole
//! program: three instances of a profile may not read from one broker of Event Grid.

mod support;

use support::Folder;

const BEGIN: &str = "param unknown string
param count int
param flag bool
param list array
param object object
@secure()
param secret int = 3
param one int = 1
param three int = 3

resource instance 'Microsoft.IoTOperations/instances@2025-10-01' existing = {
  name: 'plant'
}
";

const SHARED: &str = "@export()
var many = 3
@export()
var few = 1
param count int = 2
output few int = count - 1
output most int = count + 1
";

/// How many instances the profile runs, the name of the endpoint, and how the data flow refers to it.
#[derive(Clone, Copy)]
struct Flow<'e> {
    declarations: &'e str,
    properties: &'e str,
    name: &'e str,
    host: &'e str,
    reference: &'e str,
}

/// A data flow that is found.
const FOUND: Flow<'_> = Flow {
    declarations: "",
    properties: "{ instanceCount: 3 }",
    name: "'cloud'",
    host: "'plant.westeurope-1.ts.eventgrid.azure.net:8883'",
    reference: "'cloud'",
};

impl Flow<'_> {
    fn text(self) -> String {
        let Self { declarations, properties, name, host, reference } = self;
        format!(
            "{BEGIN}{declarations}
resource profile 'Microsoft.IoTOperations/instances/dataflowProfiles@2025-10-01' = {{
  parent: instance
  name: 'lines'
  properties: {properties}
}}
resource cloud 'Microsoft.IoTOperations/instances/dataflowEndpoints@2025-10-01' = {{
  parent: instance
  name: {name}
  properties: {{
    endpointType: 'Mqtt'
    mqttSettings: {{ host: {host} }}
  }}
}}
resource flow 'Microsoft.IoTOperations/instances/dataflowProfiles/dataflows@2025-10-01' = {{
  parent: profile
  name: 'commands'
  properties: {{
    operations: concat(array({{
      operationType: 'Source'
      sourceSettings: {{ endpointRef: {reference}, dataSources: ['commands/#'] }}
    }}), [{{
      operationType: 'Destination'
      destinationSettings: {{ endpointRef: 'default', dataDestination: 'commands' }}
    }}])
  }}
}}
"
        )
    }
}

#[track_caller]
fn check(text: &str, is_found: bool) {
    let folder = Folder::with("main.bicep", text).and("shared.bicep", SHARED);
    let run = folder.run(&["check", "--format", "concise", "--select", "event-grid-source-scaled"]);
    let run = run.code(i32::from(is_found));
    assert_eq!(run.stdout.contains("AIO401"), is_found, "{text}\n{}", run.stdout);
}

/// Silent with the first, found with the second.
#[track_caller]
fn pair(silent: Flow<'_>, found: Flow<'_>) {
    check(&silent.text(), false);
    check(&found.text(), true);
}

#[test]
fn a_number_from_elsewhere() {
    for (declarations, silent, found) in [
        ("", "1", "3"),
        ("", "count", "three"),
        ("", "one", "three"),
        ("", "secret", "three"),
        ("var n = one + 1 - 1\nvar m = one + 2\n", "n", "m"),
        ("", "flag ? 1 : 3", "flag ? 2 : 3"),
        ("", "flag ? count : 3", "flag ? three : 3"),
        ("var n = { few: 1, many: 3 }\n", "n.few", "n.many"),
        ("var n = { ...object, many: 3 }\n", "n.few", "n.many"),
        ("var n = { many: 3, ...object }\nvar m = { ...object, many: 3 }\n", "n.many", "m.many"),
        ("var n = [1, 3]\n", "n[0]", "n[^1]"),
        ("var n = [...list, 3]\nvar m = [3]\n", "n[0]", "m[0]"),
        ("var n = [for x in list: 3]\nvar m = [for x in [1, 2]: x + 1]\n", "n[0]", "m[1]"),
        ("func few(x int) int => x - 2\nfunc many(x int) int => x + 2\n", "few(three)", "many(one)"),
        ("import { many as here } from 'shared.bicep'\n", "one", "here"),
        ("import { many } from 'br:contoso.azurecr.io/shared:1'\nvar here = 3\n", "many", "here"),
        ("import * as shared from 'shared.bicep'\n", "shared.few", "shared.many"),
        ("module other 'shared.bicep' = {\n  name: 'other'\n}\n", "other.outputs.few", "other.outputs.most"),
        ("param given int?\n", "given ?? count", "given ?? 3"),
        ("", "length(list)", "length([1, 2, 3])"),
        ("", "int(unknown)", "int('3')"),
        ("", "object.?n ?? 3", "null ?? 3"),
    ] {
        let with = |count: &str| format!("{{ instanceCount: {count} }}");
        pair(
            Flow { declarations, properties: &with(silent), ..FOUND },
            Flow { declarations, properties: &with(found), ..FOUND },
        );
    }
}

#[test]
fn properties_that_are_put_together() {
    for (declarations, silent, found) in [
        ("", "union({ instanceCount: 3 }, object)", "union(object, { instanceCount: 3 })"),
        (
            "",
            "union({ instanceCount: 3 }, flag ? { instanceCount: 1 } : {})",
            "union({ instanceCount: 3 }, flag ? { diagnostics: {} } : {})",
        ),
        ("", "{ instanceCount: 3, ...object }", "{ ...object, instanceCount: 3 }"),
        (
            "",
            "{ instanceCount: 3, ...(flag ? { instanceCount: 1 } : {}) }",
            "{ instanceCount: 3, ...(flag ? { diagnostics: {} } : {}) }",
        ),
        ("", "flag ? { instanceCount: 3 } : {}", "flag ? { instanceCount: 3 } : { instanceCount: 2 }"),
        ("", "object", "{ instanceCount: 3 }"),
        ("", "shallowMerge([{ instanceCount: 3 }, object])", "shallowMerge([object, { instanceCount: 3 }])"),
        ("", "toObject(list, x => x)", "toObject([3], x => 'instanceCount')"),
    ] {
        pair(Flow { declarations, properties: silent, ..FOUND }, Flow { declarations, properties: found, ..FOUND });
    }
}

#[test]
fn a_host_that_is_known_in_parts() {
    for (silent, found) in [
        ("'${unknown}:8883'", "'${unknown}.ts.eventgrid.azure.net:8883'"),
        ("unknown", "'<NAMESPACE>.westeurope-1.ts.eventgrid.azure.net:8883'"),
        (
            "'${flag ? 'a.ts.eventgrid.azure.net' : 'aio-broker'}:8883'",
            "'${flag ? 'a' : 'b'}.ts.eventgrid.azure.net:8883'",
        ),
        ("concat('aio-broker', ':18883')", "concat(unknown, '.ts.eventgrid.azure.net:8883')"),
    ] {
        pair(Flow { host: silent, ..FOUND }, Flow { host: found, ..FOUND });
    }
}

#[test]
fn a_name_that_is_not_known_is_referred_to_by_its_symbol() {
    let also = |name: &str| {
        format!(
            "resource also 'Microsoft.IoTOperations/instances/dataflowEndpoints@2025-10-01' = {{
  parent: instance
  name: {name}
  properties: {{ endpointType: 'Mqtt', mqttSettings: {{ host: 'aio-broker:18883' }} }}
}}
var own = 'c-${{unknown}}'
func made(x string) string => 'c-${{x}}'
"
        )
    };
    for (name, silent, found) in [
        ("unknown", "also.name", "cloud.name"),
        ("'c-${unknown}'", "also.name", "'${cloud.name}'"),
        ("own", "unknown", "own"),
        ("own", "flag ? also.name : cloud.name", "flag ? cloud.name : own"),
        ("toLower(unknown)", "toLower(string(count))", "cloud.name"),
        ("toLower(unknown)", "toUpper(unknown)", "toLower(unknown)"),
        // One place makes many names.
        ("made('x')", "made(unknown)", "made('x')"),
        ("made(unknown)", "made(string(count))", "made(unknown)"),
        ("made(unknown)", "made(string(count))", "cloud.name"),
    ] {
        let declarations = also("'d-${unknown}'");
        let declarations = declarations.as_str();
        pair(
            Flow { declarations, name, reference: silent, ..FOUND },
            Flow { declarations, name, reference: found, ..FOUND },
        );
    }
}

/// The same with the endpoints made by a loop over these.
fn loops(items: &str, name: &str, head: &str, reference: &str) -> String {
    let text = Flow { reference, ..FOUND }.text();
    let begin = text.find("resource cloud").unwrap_or_default();
    let end = text.find("resource flow").unwrap_or_default();
    let endpoints = format!(
        "var items = {items}
resource clouds 'Microsoft.IoTOperations/instances/dataflowEndpoints@2025-10-01' = [for x in items: {head}{{
  parent: instance
  name: {name}
  properties: {{
    endpointType: 'Mqtt'
    mqttSettings: {{ host: x.host }}
  }}
}}]
"
    );
    format!("{}{endpoints}{}", &text[..begin], &text[end..])
}

#[test]
fn endpoints_of_a_loop() {
    let known = "[{ n: 'a', host: 'aio-broker:18883' }, { n: 'b', host: 'a.ts.eventgrid.azure.net:8883' }]";
    let both = "[{ n: 'a', host: 'b.ts.eventgrid.azure.net:8883' }, { n: 'b', host: 'a.ts.eventgrid.azure.net:8883' }]";
    let name = "'c-${x.n}'";
    check(&loops(known, name, "", "clouds[0].name"), false);
    check(&loops(known, name, "", "clouds[1].name"), true);
    check(&loops(known, name, "", "'c-a'"), false);
    check(&loops(known, name, "", "'c-b'"), true);
    // Which of them it is, is not known: only what all are counts.
    check(&loops(known, "'${unknown}-${x.n}'", "", "clouds[count].name"), false);
    check(&loops(known, "'${unknown}-${x.n}'", "", "clouds[1].name"), true);
    check(&loops(known, "'${unknown}-${x.n}'", "", "clouds[0].name"), false);
    check(&loops(known, name, "", "items[0].n"), false);
    // What the loop goes through is not known.
    check(&loops("[...list, { n: 'b', host: 'aio-broker:18883' }]", name, "", "clouds[0].name"), false);
    check(&loops("list", name, "", "'c-b'"), false);
    check(&loops(both, name, "if (x.n == 'a') ", "'c-b'"), false);
    check(&loops(both, name, "if (x.n == 'b') ", "'c-b'"), true);
}

#[test]
fn what_may_not_be_there() {
    let text = FOUND.text();
    let cloud = "dataflowEndpoints@2025-10-01' = {";
    let flow = "dataflows@2025-10-01' = {";
    check(&text.replace(cloud, "dataflowEndpoints@2025-10-01' existing = {"), false);
    check(&text.replace(cloud, "dataflowEndpoints@2025-10-01' = if (1 > 2) {"), false);
    check(&text.replace(flow, "dataflows@2025-10-01' = if (one == 2) {"), false);
    check(&text.replace(flow, "dataflows@2025-10-01' = if (one == 1) {"), true);
    check(&text.replace(flow, "dataflows@2025-10-01' = if (flag) {"), true);
    let profile = "dataflowProfiles@2025-10-01' = {";
    check(&text.replace(profile, "dataflowProfiles@2025-10-01' existing = {"), false);
    check(&text.replace("parent: profile\n", "parent: flag ? profile : profile\n"), false);
}

#[test]
fn operations_of_which_not_all_is_known() {
    let source = "concat(array({
      operationType: 'Source'
      sourceSettings: { endpointRef: 'cloud', dataSources: ['commands/#'] }
    }), [";
    let text = FOUND.text();
    assert!(text.contains(source), "{text}");
    let with = |operations: &str| text.replace(source, &format!("concat({operations}, ["));
    let from = |of: &str, reference: &str| {
        format!(
            "[{{ operationType: {of}, sourceSettings: {{ endpointRef: {reference}, dataSources: ['commands/#'] }} }}]"
        )
    };
    let (cloud, local) = (from("'Source'", "'cloud'"), from("'Source'", "'default'"));
    for (silent, found) in [
        (from("unknown", "'cloud'"), cloud.clone()),
        (format!("flag ? {cloud} : {local}"), format!("flag ? {cloud} : {cloud}")),
        (format!("flag ? {cloud} : []"), format!("flag ? {cloud} : concat({cloud}, {local})")),
        (format!("flag ? [] : {cloud}"), format!("flag ? concat({cloud}, {local}) : {cloud}")),
        (from("flag ? 'Source' : 'Destination'", "'cloud'"), from("flag ? 'Source' : 'Source'", "'cloud'")),
        ("list".to_owned(), format!("concat(list, {cloud})")),
    ] {
        check(&with(&silent), false);
        check(&with(&found), true);
        let folder = Folder::with("main.bicep", with(&silent)).and("shared.bicep", SHARED);
        let run = folder.run(&["check", "--show-undecided", "--select", "event-grid-source-scaled"]).code(0);
        run.says("event-grid-source-scaled of Dataflow commands");
    }
}

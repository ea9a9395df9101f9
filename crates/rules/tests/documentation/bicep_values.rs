//! What values of Bicep are known to be. Each way to say something is silent where that is right, and has a
//! twin, different in the known value alone, that is found.

use super::bicep::{INSTANCE, check, endpoint, found, mqtt, sound};
use super::{Expected, MAY_BE_WRITTEN_TO, facts, judged};

const EVENT_GRID: &str = "'mill.northeurope-1.ts.eventgrid.azure.net:8883'";
const HOST: &str = "host-port-invalid";

/// An endpoint with this expression as its host.
fn with_host(declarations: &str, host: &str) -> String {
    format!("{declarations}\n{INSTANCE}{}", sound("kiln", "'kiln'", host))
}

/// With these declarations, the first expression is a host that is right, and the second one that is not.
#[track_caller]
fn hosts(declarations: &str, right: &str, wrong: &str) {
    check(&with_host(declarations, right), &[], &[]);
    found(&with_host(declarations, wrong), &[(HOST, wrong)]);
}

/// With these declarations it is not known whether this expression is a host.
#[track_caller]
fn undecided(declarations: &str, host: &str) {
    check(&with_host(declarations, host), &[], &[(HOST, host), ("perhaps event-grid-host-port", host)]);
}

/// The messages of the labels of the only finding, with the texts that they stand at.
#[track_caller]
fn labels(bicep: &str, expected: &Expected<'_>) {
    let facts = facts(&[("main.bicep", bicep)]);
    let (findings, _) = judged(&facts);
    let [finding] = &findings[..] else { panic!("one finding is expected, not {findings:#?}") };
    let labels = finding.labels.iter().map(|label| {
        let text = facts[0].source.slice(label.location.span);
        (label.message.as_str(), text)
    });
    assert_eq!(labels.collect::<Vec<_>>(), expected);
}

#[test]
fn parameters_have_defaults_or_are_not_known() {
    hosts("param a string = 'press:1'\nparam b string = 'press'", "a", "b");
    hosts("@allowed(['press:1', 'press'])\nparam a string = 'press:1'\nparam b string = a", "b", "'${b}.com'");
    undecided("param a string", "a");
    undecided("@secure()\nparam a string = 'press'", "a");
    undecided("@sys.secure()\nparam a string = 'press'", "a");
    undecided("param a { host: string }", "a.host");
    undecided("param a string = newGuid()", "a");
}

#[test]
fn variables_and_interpolation_are_what_they_are_made_of() {
    hosts("var name = 'press'\nvar port = 1", "'${name}:${port}'", "'${name}.${port}'");
    hosts("var all = { press: 'press:1', oven: 'oven' }", "all.press", "all.oven");
    hosts("var all = [ 'press:1', 'oven' ]", "all[0]", "all[1]");
    hosts("var names = [ 'press' ]", "'${first(names)}:1'", "'${first(names)}'");
    hosts("func at(name string, port int) string => '${name}:${port}'", "at('press', 1)", "at('press', 70000)");
    hosts("param name string", "'${toLower('PRESS')}:1'", "'mqtts://${name}'");
    undecided("param name string", "'${name}:1'");
}

#[test]
fn a_ternary_is_wrong_if_both_sides_are() {
    hosts("param it bool", "it ? 'press:1' : 'oven:1'", "'${it ? 'press' : 'oven'}'");
    let choice = "it ? 'press:1' : 'oven'";
    check(&with_host("param it bool", choice), &[], &[(HOST, "'press:1'")]);
    hosts("param it bool = true", "it ? 'press:1' : 'oven'", "'${it ? 'press' : 'oven:1'}'");
    hosts("param it string?", "empty('') ? 'press:1' : 'oven'", "'${empty('') ? 'press' : it}'");
}

#[test]
fn what_other_files_hold_is_not_known() {
    undecided("import { host } from 'shared.bicep'", "host");
    undecided("import * as shared from 'shared.bicep'", "shared.host");
    undecided("module network 'network.bicep' = { name: 'network' }", "network.outputs.host");
    undecided(
        "resource press 'Microsoft.Compute/virtualMachines@2024-07-01' existing = { name: 'press' }",
        "press.properties.host",
    );
    undecided("", "reference('press').host");
    undecided("", "loadTextContent('host.txt')");
}

/// An endpoint of Event Grid whose settings are this expression.
fn with_settings(declarations: &str, settings: &str) -> String {
    let properties = format!("    endpointType: 'Mqtt'\n    mqttSettings: {settings}");
    format!("{declarations}\n{INSTANCE}{}", endpoint("kiln", "'kiln'", &properties))
}

/// With these declarations, these settings are right, and their twin without TLS is not.
#[track_caller]
fn objects(declarations: &str, settings: &str, place: &str) {
    let file = |mode: &str| with_settings(&declarations.replace("MODE", mode), &settings.replace("MODE", mode));
    let keeps = ("perhaps event-grid-retain-keep", MAY_BE_WRITTEN_TO.1);
    check(&file("Enabled"), &[], &[keeps]);
    check(&file("Disabled"), &[("event-grid-tls-disabled", place)], &[keeps]);
}

#[test]
fn objects_are_joined() {
    let host = format!("{{ host: {EVENT_GRID} }}");
    let tls = "{ tls: { mode: 'MODE' } }";
    objects("", &format!("union({host}, {tls})"), "'MODE'".replace("MODE", "Disabled").as_str());
    let base = format!("var base = {{\n  host: {EVENT_GRID}\n  tls: {{ mode: 'Disabled' }}\n}}");
    objects(&base, "union(base, { tls: { mode: 'MODE' } })", "'Disabled'");
    objects(&base, "{\n      ...base\n      tls: { mode: 'MODE' }\n    }", "'Disabled'");
    let base = base.replace("Disabled", "MODE");
    objects(&base, "base", "mqttSettings");
}

#[test]
fn what_is_spread_in_later_may_change_it() {
    let base = format!("var base = {{ host: {EVENT_GRID} }}\nparam more object");
    let unknown = with_settings(&base, "{ ...base, tls: { mode: 'Disabled' }, ...more }");
    found(&unknown, &[]);
    let before = with_settings(&base, "{ ...more, ...base, tls: { mode: 'Disabled' } }");
    found(&before, &[("event-grid-tls-disabled", "'Disabled'")]);
}

#[test]
fn a_part_that_depends_on_a_condition_may_be_there() {
    let file = |one: &str, other: &str| {
        let settings = format!(
            "{{
      host: {EVENT_GRID}
      tls: {{ mode: 'Enabled' }}
      authentication: {{
        ...(secret ? {{ method: '{one}' }} : {{ method: '{other}' }})
      }}
    }}"
        );
        with_settings("param secret bool", &settings)
    };
    let right = file("SystemAssignedManagedIdentity", "SystemAssignedManagedIdentity");
    check(&right, &[], &[MAY_BE_WRITTEN_TO]);
    found(&file("Anonymous", "AccessToken"), &[("auth-method-unsupported", "'Anonymous'")]);
    found(&file("Anonymous", "SystemAssignedManagedIdentity"), &[]);
}

#[test]
fn properties_may_be_joined_as_a_whole() {
    let file = |right: bool| {
        let mode = if right { "Enabled" } else { "Disabled" };
        let properties = format!(
            "  properties: union({{
    endpointType: 'Mqtt'
    mqttSettings: {{ host: {EVENT_GRID}, tls: {{ mode: '{mode}' }}, retain: 'Never' }}
  }}, withType ? {{ hostType: 'EventGrid' }} : {{}})"
        );
        format!(
            "param withType bool
{INSTANCE}
resource kiln 'Microsoft.IoTOperations/instances/dataflowEndpoints@2025-10-01' = {{
  parent: instance
  name: 'kiln'
{properties}
}}
"
        )
    };
    check(&file(true), &[], &[]);
    check(&file(false), &[("event-grid-tls-disabled", "'Disabled'")], &[]);
}

#[test]
fn what_a_file_refers_to_is_not_judged() {
    let refers = |existing: &str| {
        let file = INSTANCE.to_owned() + &endpoint("kiln", "'default'", "    endpointType: 'Kafka'");
        file.replace("dataflowEndpoints@2024-11-01' =", &format!("dataflowEndpoints@2024-11-01'{existing} ="))
    };
    check(&refers(" existing"), &[], &[]);
    check(&refers(""), &[("warning default-endpoint-changed", "'Kafka'")], &[]);
}

#[test]
fn a_condition_is_shown_and_one_that_fails_leaves_the_resource_out() {
    let conditional = |parameter: &str| {
        let file =
            mqtt("'press'", "      qos: 1").replace("@2024-11-01' = {\n  parent", "@2024-11-01' = if (it) {\n  parent");
        format!("param it bool{parameter}\n{file}")
    };
    check(&conditional(" = false"), &[], &[]);
    for parameter in ["", " = true"] {
        check(&conditional(parameter), &[(HOST, "'press'")], &[]);
    }
    labels(&conditional(""), &[("only deployed if this holds", "it")]);
    labels(&conditional(" = true"), &[]);
}

#[test]
fn the_place_where_a_value_is_written_is_shown() {
    labels(&("param a string = 'press'\n".to_owned() + &mqtt("a", "      qos: 1")), &[("written here", "'press'")]);
    let far = "var names = { press: 'press' }\nparam a string = names.press\n";
    labels(&(far.to_owned() + &mqtt("a", "      qos: 1")), &[("written here", "'press'")]);
    labels(&mqtt("'press'", "      qos: 1"), &[]);
}

#[test]
fn every_resource_of_a_loop_is_judged() {
    let each = |items: &str| {
        let one = sound("kilns", "'kiln-${number}'", "host")
            .replace(" = {\n  parent", " = [for (host, number) in hosts: {\n  parent");
        format!("var hosts = {items}\n{INSTANCE}{}]\n", one.trim_end())
    };
    check(&each("[ 'press:1', 'oven:1' ]"), &[], &[]);
    check(&each("[ 'press:1', 'oven' ]"), &[(HOST, "host")], &[]);
    labels(&each("[ 'press:1', 'oven' ]"), &[("written here", "'oven'")]);
    check(&each("[]"), &[], &[]);
    check(&each("map(range(1, 2), i => 'press-${i}:1')"), &[], &[]);
    check(&each("map(range(1, 1), i => 'press-${i}')"), &[(HOST, "host")], &[]);
    let unknown = format!("param more array\n{}", each("more"));
    check(&unknown, &[], &[(HOST, "host"), ("perhaps event-grid-host-port", "host")]);
}

#[test]
fn a_nested_resource_belongs_to_what_is_around_it() {
    let file = |mode: &str| {
        format!(
            "resource instance 'Microsoft.IoTOperations/instances@2025-10-01' existing = {{
  name: 'mill'

  resource kiln 'dataflowEndpoints' = {{
    name: 'kiln'
    properties: {{
      endpointType: 'Mqtt'
      mqttSettings: {{ host: {EVENT_GRID}, retain: 'Never', tls: {{ mode: '{mode}' }} }}
    }}
  }}
}}
"
        )
    };
    check(&file("Enabled"), &[], &[]);
    check(&file("Disabled"), &[("event-grid-tls-disabled", "'Disabled'")], &[]);
}

#[test]
fn an_event_grid_namespace_behind_a_condition_says_nothing() {
    let file = "param withMqtt bool
resource mill 'Microsoft.EventGrid/namespaces@2025-02-15' = {
  name: 'mill'
  location: 'northeurope'
  properties: {
    topicSpacesConfiguration: withMqtt ? { state: 'Enabled', maximumClientSessionsPerAuthenticationName: 8 } : null
  }
}
";
    check(file, &[], &[]);
}

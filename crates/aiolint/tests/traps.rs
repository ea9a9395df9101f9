//! Right files that a linter could take for wrong ones, through the whole program. Each is silent, and has a twin,
//! different in the one thing that is known, that is found.
//!
//! | Trap | Where its test is |
//! |---|---|
//! | defaults, interpolation, `existing`, `union`, spreads, choices, loops, secrets, outputs | `unknowns.rs` |
//! | imports, modules, what a parameter file replaces | `modules.rs`, `unknowns.rs` |
//! | objects of a user-defined type, a file that is loaded | `rules/tests/documentation/bicep_values.rs` |
//! | what only `reference` knows | [`what_is_asked_at_deployment`] |
//! | placeholders | [`placeholders_of_every_kind`], [`the_known_end_of_a_host_with_placeholders`] |
//! | what looks like a placeholder and is none | [`a_topic_variable_is_text`] |
//! | the endpoint that is referred to is in no file | [`an_endpoint_of_another_file_that_is_not_here`] |
//! | `default` is declared nowhere; one that is not called so and is local | `rules/tests/documentation/bicep_flows.rs` |
//! | a data flow that is switched off | [`a_data_flow_that_is_switched_off`] |
//! | a resource behind a condition | [`a_resource_behind_a_condition`] |
//! | what `hostType` says | [`the_type_of_a_host_goes_before_its_look`] |
//! | no host at all | [`no_host_is_the_local_broker`] |
//! | the service of a listener, named by a parameter | [`a_listener_whose_service_is_a_parameter`] |
//! | a domain of one's own | [`a_domain_of_ones_own_may_be_anybodys`] |
//! | settings that are null | [`a_member_that_is_null_is_not_there`] |
//! | `array('topic')` | [`a_topic_in_array`] |
//! | a profile that is only referred to | `unknowns.rs` |
//! | the default endpoint, made of parameters or with its namespace | [`the_default_endpoint_in_its_namespace`] |
//! | the ConfigMap that something else makes | [`a_trust_bundle_that_is_in_no_file`] |
//! | a consumer group where nothing is consumed | `rules/tests/documentation/bicep_flows.rs` |
//! | settings of an Event Grid namespace behind a condition | `rules/tests/documentation/bicep_values.rs` |

mod support;

use support::Folder;

const INSTANCE: &str = "param instanceName string = 'plant'
param unknown string
param flag bool

resource instance 'Microsoft.IoTOperations/instances@2025-10-01' existing = {
  name: instanceName
}
";

/// An endpoint of the instance.
fn endpoint(name: &str, properties: &str) -> String {
    format!(
        "resource {name} 'Microsoft.IoTOperations/instances/dataflowEndpoints@2025-10-01' = {{
  parent: instance
  name: '{name}'
  properties: {properties}
}}
"
    )
}

/// An MQTT endpoint with this host, and perhaps more.
fn mqtt(name: &str, host: &str, more: &str) -> String {
    let settings = format!("{{ host: {host}{more} }}");
    endpoint(name, &format!("{{ endpointType: 'Mqtt', mqttSettings: {settings} }}"))
}

/// A data flow on a profile of so many instances. What is in `more` goes before its operations.
fn flow(instances: &str, source: &str, destination: &str, more: &str) -> String {
    format!(
        "resource profile 'Microsoft.IoTOperations/instances/dataflowProfiles@2025-10-01' = {{
  parent: instance
  name: 'lines'
  properties: {{ instanceCount: {instances} }}
}}
resource flow 'Microsoft.IoTOperations/instances/dataflowProfiles/dataflows@2025-10-01' = {{
  parent: profile
  name: 'commands'
  properties: {{
    {more}
    operations: [
      {{ operationType: 'Source', sourceSettings: {{ endpointRef: {source}, dataSources: array('commands/#') }} }}
      {{ operationType: 'Destination', destinationSettings: {{ endpointRef: {destination}, dataDestination: 'a/\\${{inputTopic.1}}' }} }}
    ]
  }}
}}
"
    )
}

/// How many findings a rule has in these files, and the exit code.
#[track_caller]
fn check(rule: &str, text: &str, found: usize) {
    let run = Folder::with("main.bicep", format!("{INSTANCE}{text}"))
        .run(&["check", "--format", "concise", "--notes", "--select", rule]);
    let lines = run.stdout.lines().filter(|line| line.contains(&format!("({rule})"))).count();
    assert_eq!(lines, found, "{text}\n{}{}", run.stdout, run.stderr);
    assert!(!run.stdout.contains("AIO001"), "{text}\n{}", run.stdout);
}

/// Silent with the first text, found once with the second.
#[track_caller]
fn pair(rule: &str, silent: &str, found: &str) {
    check(rule, silent, 0);
    check(rule, found, 1);
}

const PORT: &str = "event-grid-host-port";
const SCALED: &str = "event-grid-source-scaled";
const NOT_LOCAL: &str = "dataflow-without-local-broker";
const HOST: &str = "host-port-invalid";
const EVENT_GRID: &str = "'mill.westeurope-1.ts.eventgrid.azure.net:8883'";

#[test]
fn what_is_asked_at_deployment() {
    let id = "'/subscriptions/1/resourceGroups/2/providers/Microsoft.EventGrid/namespaces/mill'";
    let asked = format!("reference({id}, '2025-02-15').topicSpacesConfiguration.hostname");
    pair(HOST, &mqtt("cloud", &asked, ""), &mqtt("cloud", "'mill'", ""));
    pair(
        HOST,
        &mqtt("cloud", &format!("'${{{asked}}}:8883'"), ""),
        &mqtt("cloud", &format!("'https://${{{asked}}}'"), ""),
    );
}

#[test]
fn placeholders_of_every_kind() {
    for placeholder in ["<HOST>", "$(HOST)", "#{HOST}#", "__HOST__", "{{ .Values.host }}"] {
        pair(HOST, &mqtt("cloud", &format!("'{placeholder}'"), ""), &mqtt("cloud", "'HOST'", ""));
    }
}

#[test]
fn the_known_end_of_a_host_with_placeholders() {
    for start in ["<NAMESPACE>.<REGION>", "$(NAMESPACE).$(REGION)", "#{NAMESPACE}#.__REGION__", "${unknown}.${unknown}"]
    {
        let with_port = |port: &str| mqtt("cloud", &format!("'{start}-1.ts.eventgrid.azure.net{port}'"), "");
        pair(PORT, &with_port(":8883"), &with_port(""));
        pair(PORT, &with_port(":<PORT>"), &with_port(":1883"));
    }
}

#[test]
fn a_topic_variable_is_text() {
    let host = |host: &str| mqtt("cloud", host, "");
    // What data flows fill in themselves they do not fill in here: it is no port.
    pair(HOST, &host("'mill.contoso.com:${unknown}'"), &host("'mill.contoso.com:\\${inputTopic}'"));
}

#[test]
fn an_endpoint_of_another_file_that_is_not_here() {
    let lake = endpoint(
        "lake",
        "{ endpointType: 'DataLakeStorage', dataLakeStorageSettings: { host: 'https://mill.blob.core.windows.net' } }",
    );
    let from =
        |source: &str| lake.clone() + &mqtt("far", "'mqtt.contoso.com:8883'", "") + &flow("1", source, "lake.name", "");
    pair(NOT_LOCAL, &from("'elsewhere'"), &from("'far'"));
    pair(NOT_LOCAL, &from("unknown"), &from("far.name"));
    pair(NOT_LOCAL, &from("'default'"), &from("'far'"));
}

/// What is wrong with it is a note.
#[test]
fn a_data_flow_that_is_switched_off() {
    let text = |mode: &str| mqtt("cloud", EVENT_GRID, "") + &flow("3", "cloud.name", "'default'", mode);
    for (mode, code, said) in [
        ("mode: 'Disabled'", 0, "0 errors, 0 warnings, 1 note"),
        ("mode: 'Enabled'", 1, "1 error, 0 warnings, 0 notes"),
        ("", 1, "1 error, 0 warnings, 0 notes"),
    ] {
        let folder = Folder::with("main.bicep", format!("{INSTANCE}{}", text(mode)));
        folder.run(&["check", "--format", "concise", "--select", SCALED]).code(code).says(said);
    }
}

#[test]
fn a_resource_behind_a_condition() {
    let text = |condition: &str| mqtt("cloud", "'mill'", "").replacen("= {", &format!("= if ({condition}) {{"), 1);
    pair(HOST, &text("instanceName == 'mill'"), &text("instanceName == 'plant'"));
    check(HOST, &text("flag"), 1);
    let folder = Folder::with("main.bicep", format!("{INSTANCE}{}", text("flag")));
    folder.run(&["check", "--select", HOST]).code(1).says("only deployed if this holds");
}

#[test]
fn the_type_of_a_host_goes_before_its_look() {
    let cloud = |of: &str, host: &str| {
        let settings = format!("{{ host: {host} }}");
        endpoint("cloud", &format!("{{ endpointType: 'Mqtt', hostType: {of}, mqttSettings: {settings} }}"))
            + &flow("3", "cloud.name", "'default'", "")
    };
    pair(SCALED, &cloud("'CustomMqtt'", EVENT_GRID), &cloud("'EventGrid'", EVENT_GRID));
    pair(SCALED, &cloud("unknown", EVENT_GRID), &cloud("'EventGrid'", "unknown"));
}

#[test]
fn no_host_is_the_local_broker() {
    let lake = endpoint(
        "lake",
        "{ endpointType: 'DataLakeStorage', dataLakeStorageSettings: { host: 'https://mill.blob.core.windows.net' } }",
    );
    let from = |settings: &str| {
        lake.clone()
            + &endpoint("near", &format!("{{ endpointType: 'Mqtt', mqttSettings: {settings} }}"))
            + &flow("1", "near.name", "lake.name", "")
    };
    pair(NOT_LOCAL, &from("{ qos: 1 }"), &from("{ host: 'mqtt.contoso.com:8883' }"));
}

#[test]
fn a_listener_whose_service_is_a_parameter() {
    let text = |service: &str, host: &str| {
        format!(
            "param service string = 'mill-mqtt'
resource broker 'Microsoft.IoTOperations/instances/brokers@2025-10-01' existing = {{
  parent: instance
  name: 'default'
}}
resource outside 'Microsoft.IoTOperations/instances/brokers/listeners@2025-10-01' = {{
  parent: broker
  name: 'outside'
  properties: {{ serviceName: {service}, serviceType: 'LoadBalancer', ports: [] }}
}}
"
        ) + &endpoint(
            "lake",
            "{ endpointType: 'DataLakeStorage', dataLakeStorageSettings: { host: 'https://mill.blob.core.windows.net' } }",
        ) + &mqtt("near", host, "")
            + &flow("1", "near.name", "lake.name", "")
    };
    pair(NOT_LOCAL, &text("service", "'${service}:8883'"), &text("service", "'mqtt.contoso.com:8883'"));
    pair(NOT_LOCAL, &text("unknown", "'${unknown}:8883'"), &text("unknown", "'mqtt.contoso.com:8883'"));
}

#[test]
fn a_domain_of_ones_own_may_be_anybodys() {
    let text = |host: &str| mqtt("cloud", host, "") + &flow("3", "cloud.name", "'default'", "");
    pair(SCALED, &text("'mqtt.contoso.com:8883'"), &text(EVENT_GRID));
}

/// As it stands in all of these data flows: what `array` makes is a list of one.
#[test]
fn a_topic_in_array() {
    let text = |operations: &str| {
        let text = mqtt("cloud", EVENT_GRID, "") + &flow("3", "cloud.name", "'default'", "");
        text.replace("operations: [", &format!("operations: {operations}[")).replace("\n    ]\n", "\n    ])\n")
    };
    pair(SCALED, &text("skip(2, "), &text("concat(array([]), "));
}

#[test]
fn the_default_endpoint_in_its_namespace() {
    let text = |host: &str| {
        mqtt(
            "local",
            host,
            ", tls: { mode: 'Enabled', trustedCaCertificateConfigMapRef: '${unknown}-aio-ca-trust-bundle' }",
        )
        .replace("name: 'local'", "name: 'default'")
    };
    let changed = "default-endpoint-changed";
    for host in ["'aio-broker.azure-iot-operations:18883'", "'aio-broker.${unknown}:18883'", "'${unknown}.mill:18883'"]
    {
        pair(changed, &text(host), &text("'mqtt.contoso.com:18883'"));
    }
}

#[test]
fn a_trust_bundle_that_is_in_no_file() {
    let text = |map: &str| {
        let tls = format!(", tls: {{ mode: 'Enabled'{map} }}");
        mqtt("near", "'aio-broker:18883'", &tls)
    };
    for map in ["'made-by-a-bundle'", "unknown", "'${unknown}-aio-ca-trust-bundle'"] {
        let named = format!(", trustedCaCertificateConfigMapRef: {map}");
        pair("trust-bundle-missing", &text(&named), &text(", trustedCaCertificateConfigMapRef: ''"));
    }
}

#[test]
fn a_member_that_is_null_is_not_there() {
    let text = |block: &str| {
        let token = "method: 'ServiceAccountToken', serviceAccountTokenSettings: { audience: 'a' }";
        let authentication = format!(", authentication: {{ {token}, x509CertificateSettings: {block} }}");
        mqtt("near", "'aio-broker:18883'", &authentication)
    };
    let found = text("flag ? { secretRef: 'a' } : { secretRef: 'b' }");
    pair("auth-settings-mismatch", &text("null"), &found);
    pair("auth-settings-mismatch", &text("flag ? { secretRef: 'a' } : null"), &found);
}

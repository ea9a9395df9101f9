//! Data flows in Bicep, and in both languages.

use super::bicep::{INSTANCE, check, flow, lake, mqtt, profile, sound};
use super::{FOREIGN as FOREIGN_HOST, check_files};

const NOT_LOCAL: &str = "dataflow-without-local-broker";
const EVENT_GRID: &str = "'mill.northeurope-1.ts.eventgrid.azure.net:8883'";
const FOREIGN: &str = "'mqtt.woodgrove.com:8883'";

fn file(parts: &[String]) -> String {
    INSTANCE.to_owned() + &profile("profile", "'default'") + &parts.concat()
}

/// An endpoint that the file refers to.
fn existing(symbol: &str, name: &str) -> String {
    format!(
        "resource {symbol} 'Microsoft.IoTOperations/instances/dataflowEndpoints@2024-11-01' existing = {{
  parent: instance
  name: {name}
}}
"
    )
}

#[test]
fn the_default_endpoint_is_declared_nowhere() {
    let to_the_lake =
        |source: &str| file(&[lake(), sound("press", "'press'", FOREIGN), flow("profile", source, "lake.name")]);
    check(&to_the_lake("'default'"), &[], &[]);
    check(&to_the_lake("press.name"), &[(NOT_LOCAL, "lake.name")], &[]);
    check(&to_the_lake("'press'"), &[(NOT_LOCAL, "lake.name")], &[]);
}

#[test]
fn a_symbol_leads_to_the_default_endpoint_if_that_is_its_name() {
    let to_the_lake =
        |name: &str| file(&[existing("source", name), lake(), flow("profile", "source.name", "lake.name")]);
    check(&to_the_lake("'default'"), &[], &[]);
    check(&to_the_lake("'elsewhere'"), &[], &[(NOT_LOCAL, "lake.name")]);
    check(&("param which string\n".to_owned() + &to_the_lake("which")), &[], &[(NOT_LOCAL, "lake.name")]);
    let declared = to_the_lake("'press'") + &sound("press", "'press'", FOREIGN);
    check(&declared, &[(NOT_LOCAL, "lake.name")], &[]);
}

#[test]
fn an_endpoint_of_the_local_broker_may_have_any_name() {
    let to_the_lake =
        |host: &str| file(&[sound("aiomq", "'aiomq'", host), lake(), flow("profile", "aiomq.name", "lake.name")]);
    check(&to_the_lake("'aio-broker:18883'"), &[], &[]);
    check(&to_the_lake(FOREIGN), &[(NOT_LOCAL, "lake.name")], &[]);
}

#[test]
fn names_that_are_not_known_lead_where_their_symbols_do() {
    let unique = "'press-${uniqueString(resourceGroup().id)}'";
    let to_the_lake =
        |source: &str| file(&[sound("press", unique, FOREIGN), lake(), flow("profile", source, "lake.name")]);
    check(&to_the_lake("press.name"), &[(NOT_LOCAL, "lake.name")], &[]);
    check(&to_the_lake("'press-1'"), &[], &[(NOT_LOCAL, "lake.name")]);
}

#[test]
fn a_choice_of_endpoints_is_wrong_if_all_of_them_are() {
    let choice = |other: &str| {
        let endpoints = [sound("press", "'press'", FOREIGN), sound("oven", "'oven'", other), lake()].concat();
        let flow = flow("profile", "wanted ? press.name : oven.name", "lake.name");
        "param wanted bool\n".to_owned() + &file(&[endpoints, flow])
    };
    check(&choice("'aio-broker:18883'"), &[], &[(NOT_LOCAL, "lake.name")]);
    check(&choice("'oven.woodgrove.com:8883'"), &[(NOT_LOCAL, "lake.name")], &[]);
}

#[test]
fn event_grid_is_read_by_one_instance() {
    let scaled = "event-grid-source-scaled";
    let reader = |profile: &str| {
        INSTANCE.to_owned()
            + profile
            + &sound("cloud", "'cloud'", EVENT_GRID)
            + &flow("profile", "cloud.name", "'default'")
    };
    let declared = |count: &str| {
        profile("profile", "'few'")
            .replace(" existing", "")
            .replace("name: 'few'", &format!("name: 'few'\n  properties: {{\n    instanceCount: {count}\n  }}"))
    };
    check(&reader(&profile("profile", "'default'")), &[], &[]);
    check(&reader(&profile("profile", "'few'")), &[], &[(scaled, "cloud.name")]);
    check(&reader(&declared("1")), &[], &[]);
    check(&reader(&declared("2")), &[(scaled, "cloud.name")], &[]);
    check(&reader(&("param count int\n".to_owned() + &declared("count"))), &[], &[(scaled, "cloud.name")]);
    check(&reader(&("param count int = 2\n".to_owned() + &declared("count"))), &[(scaled, "cloud.name")], &[]);
    check(&reader(&("param more bool\n".to_owned() + &declared("more ? 3 : 2"))), &[(scaled, "cloud.name")], &[]);
    check(&reader(&("param more bool\n".to_owned() + &declared("more ? 2 : 1"))), &[], &[(scaled, "cloud.name")]);
    let disabled =
        reader(&declared("2")).replace("mode: 'Enabled'\n    operations", "mode: 'Disabled'\n    operations");
    check(&disabled, &[("note event-grid-source-scaled", "cloud.name")], &[]);
}

#[test]
fn the_retain_flag_matters_where_event_grid_is_written_to() {
    let keeps = |setting: &str, source: &str, destination: &str| {
        let tls = "\n      tls: {\n        mode: 'Enabled'\n      }";
        mqtt(EVENT_GRID, &format!("{setting}{tls}"))
            + &profile("profile", "'default'")
            + &flow("profile", source, destination)
    };
    let kept = "      retain: 'Keep' // the other is 'Never'";
    check(&keeps(kept, "'default'", "kiln.name"), &[("event-grid-retain-keep", "'Keep'")], &[]);
    check(&keeps("      retain: 'Never'", "'default'", "kiln.name"), &[], &[]);
    check(&keeps("", "'default'", "kiln.name"), &[("warning event-grid-retain-keep", "mqttSettings")], &[]);
    check(&keeps(kept, "kiln.name", "'default'"), &[], &[("perhaps event-grid-retain-keep", "'Keep'")]);
}

#[test]
fn a_consumer_group_disturbs_no_destination() {
    let kafka = |host: &str| {
        let settings = format!(
            "    endpointType: 'Kafka'
    kafkaSettings: {{
      host: {host}
      consumerGroupId: 'mill'
      authentication: {{ method: 'SystemAssignedManagedIdentity', systemAssignedManagedIdentitySettings: {{}} }}
    }}"
        );
        super::bicep::endpoint("hub", "'hub'", &settings)
    };
    let hub = kafka("'mill.servicebus.windows.net:9093'");
    check(&file(&[hub.clone(), flow("profile", "'default'", "hub.name")]), &[], &[]);
    let refused = hub.replace("'SystemAssignedManagedIdentity'", "'X509Certificate'");
    let findings = [("auth-method-unsupported", "'X509Certificate'"), ("auth-settings-mismatch", "authentication")];
    let found = file(&[refused, flow("profile", "'default'", "hub.name")]);
    check(&found, &[findings[1], findings[0]], &[]);
}

#[test]
fn a_data_flow_and_its_endpoints_may_be_in_two_languages() {
    let manifest =
        |host: &str| super::mqtt(host, "    qos: 1").replace("kiln", "press") + &super::flow("press", "lake");
    let bicep = INSTANCE.to_owned() + &lake();
    let files = |yaml: &str| check_files(&[("flow.yaml", yaml), ("lake.bicep", &bicep)], &[(NOT_LOCAL, "lake")], &[]);
    files(&manifest(FOREIGN_HOST));
    check_files(&[("flow.yaml", &manifest(super::LOCAL)), ("lake.bicep", &bicep)], &[], &[]);
    let endpoint = super::mqtt(FOREIGN_HOST, "    qos: 1").replace("kiln", "press");
    let flow = file(&[lake(), flow("profile", "'press'", "lake.name")]);
    check_files(&[("endpoint.yaml", &endpoint), ("flow.bicep", &flow)], &[(NOT_LOCAL, "lake.name")], &[]);
    let endpoint = endpoint.replace(FOREIGN_HOST, super::LOCAL);
    check_files(&[("endpoint.yaml", &endpoint), ("flow.bicep", &flow)], &[], &[]);
}

#[test]
fn a_secret_of_an_endpoint_in_bicep_is_a_manifest() {
    let settings = "
      authentication: {
        method: 'X509Certificate'
        x509CertificateSettings: {
          secretRef: which
        }
      }
";
    let endpoint = |parameter: &str| parameter.to_owned() + &mqtt(FOREIGN, settings);
    let secret = |key: &str| {
        format!(
            "apiVersion: v1
kind: Secret
metadata:
  name: kiln-client
  namespace: azure-iot-operations
data:
  client_cert.pem: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCg==
  {key}: a2V5
"
        )
    };
    let known = endpoint("param which string = 'kiln-client'\n");
    check_files(&[("main.bicep", &known), ("secret.yaml", &secret("client_key.pem"))], &[], &[]);
    let wrong = secret("tls.key");
    check_files(&[("main.bicep", &known), ("secret.yaml", &wrong)], &[("secret-keys-missing", "data")], &[]);
    let unknown = endpoint("param which string\n");
    let undecided = [("perhaps secret-keys-missing", "data")];
    check_files(&[("main.bicep", &unknown), ("secret.yaml", &wrong)], &[], &undecided);
}

//! What the rules over the schemas say where several things come together: one finding for one mistake, and none where
//! practice and the types differ.

use std::sync::{Arc, LazyLock};

use aiolint_core::{FileId, Severity, Source};
use aiolint_engine::facts::{ReadAs, read};
use aiolint_engine::judge::{Filter, judge};
use aiolint_engine::pack::Pack;
use aiolint_engine::world::{Settings, World};

static PACK: LazyLock<Pack> = LazyLock::new(aiolint_rules::pack);

/// The findings of a file, `severity rule text`, in the order of the file.
fn findings(path: &str, text: &str) -> Vec<String> {
    let source = Source::new(FileId::new(0), path.into(), path.into(), text.into());
    let facts = [read(&PACK, Arc::new(source), ReadAs::default())];
    assert!(facts[0].problems.is_empty(), "{:?}", facts[0].problems);
    let world = World::new(&PACK, Settings::default(), &facts);
    let filter = Filter::new(&PACK, |_| true);
    let mut all: Vec<_> = world.written().flat_map(|id| judge(&world, id, &filter).findings).collect();
    all.sort_by_key(|finding| finding.primary.location);
    let shown = |severity: Severity| severity.to_string();
    let one = |it: &aiolint_core::Finding| {
        format!("{} {} {}", shown(it.severity), it.rule.name, facts[0].source.slice(it.primary.location.span))
    };
    all.iter().map(one).collect()
}

fn endpoint(settings: &str) -> String {
    format!(
        "apiVersion: connectivity.iotoperations.azure.com/v1\nkind: DataflowEndpoint\nmetadata:\n  name: shop\nspec:\n  \
         endpointType: Mqtt\n  mqttSettings:\n    host: shop-broker:1883\n{settings}"
    )
}

fn listener(certificate: &str) -> String {
    format!(
        "resource listener 'Microsoft.IoTOperations/instances/brokers/listeners@2025-10-01' = {{
  name: 'plant/default/guests'
  properties: {{
    serviceType: 'LoadBalancer'
    ports: [
      {{
        port: 8883
        authenticationRef: 'default'
        tls: {{
          mode: 'Automatic'
          certManagerCertificateSpec: {{
            {certificate}
          }}
        }}
      }}
    ]
  }}
}}
"
    )
}

#[test]
fn a_misspelt_required_property_is_one_mistake() {
    let found = findings("a.yaml", &endpoint("    authentication:\n      methid: Anonymous\n"));
    assert_eq!(found, ["error unknown-property methid"]);
}

#[test]
fn what_a_rule_knows_better_is_said_once() {
    let settings = "    authentication:\n      method: ServiceAccountToken\n      serviceAccountTokenSettings: {}\n";
    assert_eq!(findings("a.yaml", &endpoint(settings)), ["error sat-audience-missing authentication"]);
    let method = "    authentication:\n      method: Sasl\n      saslSettings: {saslType: Plain, secretRef: login}\n";
    let found = findings("a.yaml", &endpoint(method));
    assert_eq!(found, ["error auth-method-unsupported Sasl", "warning unknown-property saslSettings"]);
}

#[test]
fn a_manifest_has_properties_that_the_azure_type_lacks() {
    let anonymous = "    authentication:\n      method: Anonymous\n      anonymousSettings: {}\n";
    assert_eq!(findings("a.yaml", &endpoint(anonymous)), [""; 0]);
    let listener = "apiVersion: mqttbroker.iotoperations.azure.com/v1\nkind: BrokerListener\nmetadata:\n  name: guests\n\
                    spec:\n  brokerRef: default\n  ports:\n  - port: 1883\n";
    assert_eq!(findings("a.yaml", listener), [""; 0]);
    let twin = listener.replace("brokerRef: default", "brokerRef: 1");
    assert_eq!(findings("a.yaml", &twin), ["error wrong-type 1"]);
}

#[test]
fn what_the_types_require_and_practice_leaves_out_is_no_error() {
    let spec = "issuerRef: { name: 'plant', kind: 'ClusterIssuer' }\n            san: { dns: ['plant'] }";
    let found = findings("a.bicep", &listener(spec));
    assert_eq!(found, ["warning required-property-missing issuerRef", "warning required-property-missing san"]);
    let manifest = "apiVersion: mqttbroker.iotoperations.azure.com/v1\nkind: BrokerListener\nmetadata:\n  name: guests\n\
                    spec:\n  ports:\n  - port: 8883\n    tls:\n      mode: Automatic\n      certManagerCertificateSpec:\n\
                    \x20       issuerRef: {name: plant, kind: ClusterIssuer}\n";
    assert_eq!(findings("a.yaml", manifest), [""; 0]);
    let without_name = manifest.replace("name: plant, ", "");
    assert_eq!(findings("a.yaml", &without_name), ["error required-property-missing issuerRef"]);
}

#[test]
fn spaces_in_a_list_of_identities_do_not_count() {
    let namespace = |kind: &str| {
        format!(
            "resource events 'Microsoft.EventGrid/namespaces@2025-02-15' = {{\n  name: 'plant-events'\n  \
             location: 'westeurope'\n  identity: {{\n    type: '{kind}'\n  }}\n}}\n"
        )
    };
    assert_eq!(findings("a.bicep", &namespace("SystemAssigned,UserAssigned")), [""; 0]);
    assert_eq!(findings("a.bicep", &namespace("SystemAssigned, UserAssigned")), [""; 0]);
    let found = findings("a.bicep", &namespace("SystemAsigned"));
    assert_eq!(found, ["error enum-value-unknown 'SystemAsigned'"]);
}

#[test]
fn a_version_that_came_later_is_noted_and_its_properties_are_not_judged() {
    let profile = |version: &str| {
        format!(
            "resource profile 'Microsoft.IoTOperations/instances/dataflowProfiles@{version}' = {{\n  \
             name: 'plant/fast'\n  properties: {{ instanceCuont: 1 }}\n}}\n"
        )
    };
    let found = findings("a.bicep", &profile("2031-01-01"));
    assert_eq!(found, ["note api-version-unknown 2031-01-01"]);
    let found = findings("a.bicep", &profile("2025-10-02"));
    assert_eq!(found, ["error api-version-unknown 2025-10-02"]);
    assert_eq!(findings("a.bicep", &profile("2025-10-01")), ["warning unknown-property instanceCuont"]);
}

#[test]
fn a_mistake_in_a_variable_is_shown_where_it_is_used_and_where_it_is_written() {
    let text = "var settings = {\n  instanceCount: '2'\n}\n\
                resource profile 'Microsoft.IoTOperations/instances/dataflowProfiles@2025-10-01' = {\n  \
                name: 'plant/fast'\n  properties: settings\n}\n";
    let source = Source::new(FileId::new(0), "a.bicep".into(), "a.bicep".into(), text.into());
    let facts = [read(&PACK, Arc::new(source), ReadAs::default())];
    let world = World::new(&PACK, Settings::default(), &facts);
    let filter = Filter::new(&PACK, |_| true);
    let all: Vec<_> = world.written().flat_map(|id| judge(&world, id, &filter).findings).collect();
    let [finding] = &all[..] else { panic!("{all:#?}") };
    let text = |at: aiolint_core::Location| facts[0].source.slice(at.span);
    assert_eq!(text(finding.primary.location), "properties");
    let labels: Vec<_> = finding.labels.iter().map(|label| (text(label.location), label.message.as_str())).collect();
    assert_eq!(labels, [("'2'", "written here")]);
}

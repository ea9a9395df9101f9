//! What the rules over the schemas say of resources as people write them: valid ones of several types and versions, and
//! such with a few mistakes. What must be underlined stands between `«` and `»`.

use std::sync::{Arc, LazyLock};

use aiolint_core::{FileId, Severity, Source};
use aiolint_engine::facts::{ReadAs, read};
use aiolint_engine::judge::{Filter, judge};
use aiolint_engine::pack::Pack;
use aiolint_engine::world::{Settings, World};

static PACK: LazyLock<Pack> = LazyLock::new(aiolint_rules::pack);

/// The rules over the schemas have numbers of their own.
fn is_verified(id: &str) -> bool {
    ("AIO021"..="AIO030").contains(&id)
}

/// The rules find exactly what is marked, in this order. One that is no error has its severity before the name.
#[track_caller]
fn check(path: &str, marked: &str, expected: &[&str]) {
    let (mut text, mut places) = (String::new(), Vec::new());
    for part in marked.split('«') {
        match part.split_once('»') {
            Some((inside, after)) => {
                places.push((text.len(), inside.to_owned()));
                text.push_str(inside);
                text.push_str(after);
            }
            None => text.push_str(part),
        }
    }
    let source = Source::new(FileId::new(0), path.into(), path.into(), text.as_str().into());
    let facts = [read(&PACK, Arc::new(source), ReadAs::default())];
    let filter = Filter::new(&PACK, |rule| is_verified(&rule.id));
    let world = World::new(&PACK, Settings::default(), &facts);
    let outcomes: Vec<_> = world.written().map(|id| judge(&world, id, &filter)).collect();
    assert!(outcomes.iter().all(|outcome| outcome.undecided.is_empty()), "all of {path} is known");
    let mut found: Vec<_> = outcomes.into_iter().flat_map(|outcome| outcome.findings).collect();
    found.sort_by_key(|finding| finding.primary.location);
    let named = found.iter().map(|finding| match finding.severity {
        Severity::Error => finding.rule.name.clone(),
        severity => format!("{severity} {}", finding.rule.name),
    });
    assert_eq!(named.collect::<Vec<_>>(), expected, "{found:#?}");
    let spans = found.iter().map(|finding| finding.primary.location.span.range());
    let underlined: Vec<_> = spans.map(|range| (range.start, text[range].to_owned())).collect();
    assert_eq!(underlined, places);
}

#[test]
fn what_is_valid_is_left_alone() {
    check("authorization.yaml", AUTHORIZATION, &[]);
    check("listener.bicep", LISTENER, &[]);
    check("bindings.bicep", BINDINGS, &[]);
    check("graph.yaml", GRAPH, &[]);
}

const AUTHORIZATION: &str = "
apiVersion: mqttbroker.iotoperations.azure.com/v1
kind: BrokerAuthorization
metadata:
  name: line-4
  namespace: azure-iot-operations
spec:
  authorizationPolicies:
    cache: enabled
    rules:
      - principals:
          attributes:
            - line: '4'
          clientIds: [press, kiln]
        brokerResources:
          - method: connect
          - method: Publish
            topics: [line/4/#]
        stateStoreResources:
          - method: readWrite
            keyType: pattern
            keys: ['line-4-*']
";

const LISTENER: &str = "
resource broker 'Microsoft.IoTOperations/instances/brokers@2025-04-01' existing = {
  name: 'plant/default'
}

resource outside 'Microsoft.IoTOperations/instances/brokers/listeners@2025-04-01' = {
  parent: broker
  name: 'outside'
  extendedLocation: {
    name: resourceId('Microsoft.ExtendedLocation/customLocations', 'plant')
    type: 'CustomLocation'
  }
  properties: {
    serviceType: 'LoadBalancer'
    ports: [
      for number in [8883, 8884]: {
        port: number
        authenticationRef: 'default'
        tls: {
          mode: 'Manual'
          manual: { secretRef: 'outside-${number}' }
        }
      }
    ]
  }
}
";

const BINDINGS: &str = "
resource events 'Microsoft.EventGrid/namespaces@2025-02-15' = {
  name: 'Plant-Events'
  location: resourceGroup().location
  sku: { name: 'Standard', capacity: 2 }
  properties: {
    topicSpacesConfiguration: {
      state: 'Enabled'
      maximumClientSessionsPerAuthenticationName: 3
    }
  }

  resource space 'topicSpaces' = {
    name: 'line-4'
    properties: { topicTemplates: ['line/4/#'] }
  }

  resource binding 'permissionBindings' = {
    name: 'line-4-reads'
    properties: { topicSpaceName: space.name, permission: 'Subscriber', clientGroupName: '$all' }
  }
}
";

const GRAPH: &str = "
apiVersion: connectivity.iotoperations.azure.com/v1
kind: DataflowGraph
metadata:
  name: warm
spec:
  mode: enabled
  profileRef: default
  nodes:
    - nodeType: source
      name: from
      sourceSettings:
        endpointRef: default
        dataSources: [line/#]
    - nodeType: Graph
      name: warm
      graphSettings:
        registryEndpointRef: shelf
        artifact: warm:1.0
        configuration:
          - { key: limit, value: '30' }
    - nodeType: destination
      name: to
      destinationSettings:
        endpointRef: default
        dataDestination: warm
  nodeConnections:
    - from: { name: from }
      to: { name: warm }
    - from: { name: warm }
      to: { name: to }
";

#[test]
fn mistakes_in_bicep() {
    check(
        "endpoint.bicep",
        "
param bundle string

resource endpoint 'Microsoft.IoTOperations/instances/dataflowEndpoints@2025-04-01' = {
  name: 'plant/kiln'
  extendedLocation: { name: '/x', type: 'CustomLocation' }
  properties: {
    endpointType: «'mqtt'»
    «hostType»: 'CustomMqtt'
    mqttSettings: {
      host: 'broker.mill.example:8883'
      qos: «2»
      keepAliveSeconds: «'60'»
      «sessionExpirySecond»: 3600
      authentication: {
        method: «'X509Certifcate'»
        «x509CertificateSettings»: {}
      }
      tls: { mode: 'Enabled', trustedCaCertificateConfigMapRef: bundle }
    }
    «provisioningState»: 'Succeeded'
  }
}
",
        &[
            "warning enum-value-unknown",
            "warning property-needs-newer-api-version",
            "value-out-of-range",
            "wrong-type",
            "warning unknown-property",
            "enum-value-unknown",
            "required-property-missing",
            "warning read-only-property-set",
        ],
    );
    check(
        "clients.bicep",
        "
resource client 'Microsoft.EventGrid/namespaces/clients@2025-02-15' = {
  name: «'plant-events/press 4'»
  properties: {
    «authentcationName»: 'press-4'
    state: «'Disable'»
    clientCertificateAuthentication: {
      validationScheme: 'ThumbprintMatch'
      allowedThumbprints: «'A1B2'»
    }
  }
}

resource space 'Microsoft.EventGrid/namespaces/topicSpaces@«2025-02-30»' = {
  name: 'plant-events/x'
}
",
        &["name-invalid", "warning unknown-property", "enum-value-unknown", "wrong-type", "api-version-unknown"],
    );
}

#[test]
fn mistakes_in_manifests() {
    check(
        "listener.yaml",
        "
apiVersion: mqttbroker.iotoperations.azure.com/v1
kind: BrokerListener
metadata:
  name: outside
spec:
  brokerRef: default
  serviceType: «Loadbalancers»
  ports:
    - port: «70000»
      «protocl»: Mqtt
    - «authenticationRef»: default
",
        &["enum-value-unknown", "value-out-of-range", "warning unknown-property", "required-property-missing"],
    );
}

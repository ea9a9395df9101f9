//! What the references of a project lead to, as a careful reader resolves them. The cases are the demo project, and
//! what public repositories have, made small.

#![allow(clippy::unwrap_used, reason = "a test that can't go on fails")]
#![expect(clippy::disallowed_methods, reason = "the test makes the files that it reads")]

#[path = "references/unresolved.rs"]
mod unresolved;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use aiolint_core::{Data, FileId};
use aiolint_engine::judge::Filter;
use aiolint_engine::references::{Leads, Reference, references};
use aiolint_engine::world::{ResourceId, Settings, World};
use aiolint_project::{Request, Workspace, open};

fn workspace(folder: &Path, filter: fn(&str) -> bool) -> Workspace {
    let pack = Arc::new(aiolint_rules::pack());
    let filter = Filter::new(&pack, |rule| filter(&rule.id));
    let mut workspace = Workspace::new(pack, filter, Settings::default());
    let request = Request { folder: folder.to_owned(), paths: vec![folder.to_owned()], ..Request::default() };
    open(&request, &mut workspace).unwrap_or_else(|error| panic!("{error}"));
    workspace
}

/// The references of what the files in a folder declare: `Kind name: link name -> what it leads to`.
fn of_folder(folder: &Path) -> String {
    let mut workspace = workspace(folder, |_| false);
    workspace.analyse();
    let pack = aiolint_rules::pack();
    let world = World::new(&pack, Settings::default(), workspace.all_facts());
    let shown = |id: ResourceId| {
        let resource = world.resource(id);
        let name = match &resource.name.data {
            Data::Text(text) => text.written().into_owned(),
            _ => "?".to_owned(),
        };
        let kind = world.kind_of(id).map_or("", |kind| &kind.name);
        let place = match resource.extent.file {
            _ if world.is_implicit(id) => " (implicit)".to_owned(),
            FileId::NONE => String::new(),
            file => format!(" in {}", workspace.source(file).unwrap().shown),
        };
        let existing = if resource.existing { "existing " } else { "" };
        (format!("{kind} {name}"), format!("{existing}{kind} {name}{place}"))
    };
    let all = |ids: &[ResourceId]| ids.iter().map(|id| shown(*id).1).collect::<Vec<_>>().join(" or ");
    let leads = |reference: &Reference<'_>| match &reference.leads {
        Leads::To(ids) => all(ids),
        Leads::Perhaps(ids, _) => format!("perhaps {}", all(ids)),
        Leads::BuiltIn => "built in".to_owned(),
        Leads::NotHere(_) => "not here".to_owned(),
        Leads::Nothing => "nothing".to_owned(),
        Leads::Unknown(reason) => format!("unknown: {reason}"),
    };
    let mut text = String::new();
    for id in world.written().filter(|id| !world.resource(*id).existing) {
        for reference in references(&world, id) {
            let name = reference.name.as_deref().unwrap_or("?");
            let _ = writeln!(text, "{}: {} {name} -> {}", shown(id).0, reference.link, leads(&reference));
        }
    }
    text
}

fn folder_of(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn of_files(files: &[(&str, &str)]) -> String {
    of_folder(folder_of(files).path())
}

/// Checks the references of these files, without indentation.
#[track_caller]
fn check(files: &[(&str, &str)], expected: &str) {
    let expected: Vec<_> = expected.trim().lines().map(str::trim).collect();
    assert_eq!(of_files(files).lines().collect::<Vec<_>>(), expected);
}

#[test]
fn the_demo_project() {
    let plant = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/projects/plant");
    let found = of_folder(&plant.canonicalize().unwrap());
    let expected = "
        BrokerListener lines: authentication default -> BrokerAuthentication default (implicit)
        BrokerListener lines: broker default -> Broker default (implicit)
        BrokerListener lines: issuer azure-iot-operations-aio-certificate-issuer -> Issuer ${NAMESPACE}-aio-certificate-issuer (implicit)
        DataflowEndpoint analysis: instance ? -> existing Instance ? in cloud/analysis.bicep
        Dataflow telemetry-to-analysis: endpoint line-broker -> DataflowEndpoint line-broker in dataflows/endpoints.yaml
        Dataflow telemetry-to-analysis: endpoint analysis -> DataflowEndpoint analysis in cloud/analysis.bicep
        Dataflow telemetry-to-analysis: profile default -> DataflowProfile default (implicit)
        Dataflow orders-to-analysis: endpoint partner -> DataflowEndpoint partner in dataflows/endpoints.yaml
        Dataflow orders-to-analysis: endpoint analysis -> DataflowEndpoint analysis in cloud/analysis.bicep
        Dataflow orders-to-analysis: profile default -> DataflowProfile default (implicit)
        TopicSpace plant: eventGridNamespace contoso-plant -> EventGridNamespace contoso-plant in cloud/eventgrid.bicep
        DataflowEndpoint cloud: eventGridNamespace contoso-plant -> EventGridNamespace contoso-plant in cloud/eventgrid.bicep
        DataflowEndpoint cloud: instance ? -> existing Instance ? in cloud/eventgrid.bicep
        DataflowEndpoint partner: secret partner-client -> Secret partner-client in dataflows/secrets.yaml
        Dataflow telemetry-to-cloud: endpoint default -> DataflowEndpoint default (implicit)
        Dataflow telemetry-to-cloud: endpoint cloud -> DataflowEndpoint cloud in cloud/eventgrid.bicep
        Dataflow telemetry-to-cloud: profile lines -> DataflowProfile lines in dataflows/profiles.yaml
        Dataflow commands-from-cloud: endpoint cloud -> DataflowEndpoint cloud in cloud/eventgrid.bicep
        Dataflow commands-from-cloud: endpoint line-broker -> DataflowEndpoint line-broker in dataflows/endpoints.yaml
        Dataflow commands-from-cloud: profile lines -> DataflowProfile lines in dataflows/profiles.yaml
        Dataflow quality-to-somewhere: endpoint partner -> DataflowEndpoint partner in dataflows/endpoints.yaml
        Dataflow quality-to-somewhere: endpoint ? -> unknown: `${QUALITY_ENDPOINT}` is filled in later
        Dataflow quality-to-somewhere: profile default -> DataflowProfile default (implicit)";
    let expected: Vec<_> = expected.trim().lines().map(str::trim).collect();
    assert_eq!(found.lines().collect::<Vec<_>>(), expected);
}

const LISTENER: &str = "apiVersion: mqttbroker.iotoperations.azure.com/v1
kind: BrokerListener
metadata: { name: outside, namespace: plant }
spec:
  brokerRef: default
  ports:
    - { port: 8883, authenticationRef: certificates, authorizationRef: lines }
    - port: 8884
      authenticationRef: default
      tls:
        mode: Automatic
        certManagerCertificateSpec:
          issuerRef: { group: cert-manager.io, kind: ClusterIssuer, name: plant-issuer }
    - { port: 8885, tls: { mode: Manual, manual: { secretRef: server } } }
---
apiVersion: mqttbroker.iotoperations.azure.com/v1
kind: BrokerAuthentication
metadata: { name: certificates, namespace: plant }
spec:
  authenticationMethods:
    - { method: x509, x509Settings: { trustedClientCaCert: clients } }
    - method: Custom
      customSettings: { endpoint: 'https://check', caCertConfigMap: checker, auth: { x509: { secretRef: checker-client } } }
---
apiVersion: cert-manager.io/v1
kind: ClusterIssuer
metadata: { name: plant-issuer }
---
apiVersion: trust.cert-manager.io/v1alpha1
kind: Bundle
metadata: { name: clients }
---
apiVersion: v1
kind: Secret
metadata: { name: server, namespace: elsewhere }
";

#[test]
fn a_broker_with_what_the_cluster_has() {
    check(
        &[("broker.yaml", LISTENER)],
        "
        BrokerListener outside: authentication certificates -> BrokerAuthentication certificates in broker.yaml
        BrokerListener outside: authentication default -> BrokerAuthentication default (implicit)
        BrokerListener outside: authorization lines -> not here
        BrokerListener outside: broker default -> Broker default (implicit)
        BrokerListener outside: issuer plant-issuer -> ClusterIssuer plant-issuer in broker.yaml
        BrokerListener outside: secret server -> not here
        BrokerAuthentication certificates: secret checker-client -> not here
        BrokerAuthentication certificates: trustBundle checker -> not here
        BrokerAuthentication certificates: trustBundle clients -> Bundle clients in broker.yaml",
    );
}

#[test]
fn parts_of_names_lead_to_what_they_fit() {
    let classes = "
apiVersion: secrets-store.csi.x-k8s.io/v1
kind: SecretProviderClass
metadata: { name: 'site-${SITE}-secrets' }
---
apiVersion: secrets-store.csi.x-k8s.io/v1
kind: SecretProviderClass
metadata: { name: office-secrets }
---
apiVersion: secret-sync.x-k8s.io/v1alpha1
kind: SecretSync
metadata: { name: a }
spec: { secretProviderClassName: 'site-${SITE}-secrets' }
---
apiVersion: secret-sync.x-k8s.io/v1alpha1
kind: SecretSync
metadata: { name: b }
spec: { secretProviderClassName: '${PLACE}-secrets' }
---
apiVersion: secret-sync.x-k8s.io/v1alpha1
kind: SecretSync
metadata: { name: c }
spec: { secretProviderClassName: 'office-${PLACE}-keys' }
---
apiVersion: secret-sync.x-k8s.io/v1alpha1
kind: SecretSync
metadata: { name: d }
spec: { secretProviderClassName: '${PLACE}' }
";
    check(
        &[("secrets.yaml", classes)],
        "
        SecretSync a: providerClass ? -> perhaps SecretProviderClass site-${SITE}-secrets in secrets.yaml
        SecretSync b: providerClass ? -> perhaps SecretProviderClass site-${SITE}-secrets in secrets.yaml or SecretProviderClass office-secrets in secrets.yaml
        SecretSync c: providerClass ? -> unknown: `${PLACE}` is filled in later
        SecretSync d: providerClass ? -> unknown: `${PLACE}` is filled in later",
    );
}

const PLANT: &str = "
param site string
param isCloud bool

resource instance 'Microsoft.IoTOperations/instances@2025-10-01' existing = { name: 'plant-${site}' }
resource profile 'Microsoft.IoTOperations/instances/dataflowProfiles@2025-10-01' existing = {
  parent: instance
  name: 'default'
}
resource space 'Microsoft.EventGrid/namespaces@2025-02-15' = { name: 'space-${site}', location: 'westeurope' }
module endpoints 'endpoints.bicep' = {
  name: 'endpoints'
  params: { site: site, namespaceName: space.name, instanceName: instance.name }
}
resource flow 'Microsoft.IoTOperations/instances/dataflowProfiles/dataflows@2025-10-01' = {
  parent: profile
  name: 'flow'
  properties: {
    operations: [
      { operationType: 'Source', sourceSettings: { endpointRef: isCloud ? 'cloud-${site}' : 'default', dataSources: ['a'] } }
      {
        operationType: 'BuiltInTransformation'
        builtInTransformationSettings: { schemaRef: 'aio-sr://schemas-of-plant/readings:2' }
      }
      { operationType: 'Destination', destinationSettings: { endpointRef: 'cloud-${site}', dataDestination: 'a' } }
    ]
  }
}
";

const ENDPOINTS: &str = "
param site string
param namespaceName string
param instanceName string

resource instance 'Microsoft.IoTOperations/instances@2025-10-01' existing = { name: instanceName }
resource cloud 'Microsoft.IoTOperations/instances/dataflowEndpoints@2025-10-01' = {
  parent: instance
  name: 'cloud-${site}'
  properties: {
    endpointType: 'Mqtt'
    mqttSettings: { host: '${namespaceName}.westeurope-1.ts.eventgrid.azure.net:8883' }
  }
}
resource own 'Microsoft.IoTOperations/instances/dataflowEndpoints@2025-10-01' = {
  name: '${instanceName}/own'
  properties: {
    endpointType: 'Mqtt'
    mqttSettings: {
      host: 'mqtt.plant.example:8883'
      tls: { mode: 'Enabled', trustedCaCertificateConfigMapRef: '${site}-aio-ca-trust-bundle' }
    }
  }
}
";

#[test]
fn names_of_parameters_in_modules_and_choices() {
    check(
        &[("main.bicep", PLANT), ("endpoints.bicep", ENDPOINTS)],
        "
        Dataflow flow: endpoint ? -> DataflowEndpoint cloud-${site} in endpoints.bicep or DataflowEndpoint default (implicit)
        Dataflow flow: endpoint ? -> DataflowEndpoint cloud-${site} in endpoints.bicep
        Dataflow flow: profile default -> DataflowProfile default (implicit)
        Dataflow flow: schema readings -> not here
        DataflowEndpoint cloud-${site}: eventGridNamespace ? -> EventGridNamespace space-${site} in main.bicep
        DataflowEndpoint cloud-${site}: instance ? -> existing Instance plant-${site} in endpoints.bicep
        DataflowEndpoint own: instance ? -> existing Instance plant-${site} in endpoints.bicep
        DataflowEndpoint own: trustBundle ? -> perhaps ConfigMap ${NAMESPACE}-aio-ca-trust-bundle (implicit)",
    );
}

#[test]
fn what_is_of_another_instance_is_no_candidate() {
    let site = |name: &str| {
        format!(
            "
resource instance 'Microsoft.IoTOperations/instances@2025-10-01' existing = {{ name: '{name}' }}
resource endpoint 'Microsoft.IoTOperations/instances/dataflowEndpoints@2025-10-01' = {{
  parent: instance
  name: 'hub'
  properties: {{ endpointType: 'Kafka', kafkaSettings: {{ host: 'a:9092' }} }}
}}
"
        )
    };
    let flow = |instance: &str| {
        format!(
            "
resource flow 'Microsoft.IoTOperations/instances/dataflowProfiles/dataflows@2025-10-01' = {{
  name: '{instance}/default/flow'
  properties: {{
    operations: [{{ operationType: 'Destination', destinationSettings: {{ endpointRef: 'hub', dataDestination: 'a' }} }}]
  }}
}}
"
        )
    };
    let (north, south) = (site("north"), site("south"));
    let files =
        |flow: &str| of_files(&[("flow.bicep", flow), ("north/site.bicep", &north), ("south/site.bicep", &south)]);
    let lead = |text: String| text.lines().next().unwrap().to_owned();
    assert_eq!(lead(files(&flow("south"))), "Dataflow flow: endpoint hub -> DataflowEndpoint hub in south/site.bicep");
    assert_eq!(lead(files(&flow("west"))), "Dataflow flow: endpoint hub -> not here");
}

#[test]
fn an_event_grid_namespace_and_what_belongs_to_it() {
    let spaces = "
param name string
resource north 'Microsoft.EventGrid/namespaces@2025-02-15' = {
  name: 'north'
  location: 'westeurope'
  resource lines 'topicSpaces' = { name: 'lines', properties: { topicTemplates: ['lines/#'] } }
  resource readers 'permissionBindings' = {
    name: 'readers'
    properties: { clientGroupName: '$all', topicSpaceName: lines.name, permission: 'Subscriber' }
  }
}
resource writers 'Microsoft.EventGrid/namespaces/permissionBindings@2025-02-15' = {
  name: 'south/writers'
  properties: { clientGroupName: 'machines', topicSpaceName: 'lines', permission: 'Publisher' }
}
resource others 'Microsoft.EventGrid/namespaces/permissionBindings@2025-02-15' = {
  name: '${name}/others'
  properties: { clientGroupName: name, topicSpaceName: 'lines', permission: 'Publisher' }
}
";
    check(
        &[("main.bicep", spaces)],
        "
        TopicSpace lines: eventGridNamespace north -> EventGridNamespace north in main.bicep
        PermissionBinding readers: clientGroup $all -> built in
        PermissionBinding readers: eventGridNamespace north -> EventGridNamespace north in main.bicep
        PermissionBinding readers: topicSpace lines -> TopicSpace lines in main.bicep
        PermissionBinding writers: clientGroup machines -> not here
        PermissionBinding writers: eventGridNamespace south -> not here
        PermissionBinding writers: topicSpace lines -> not here
        PermissionBinding others: clientGroup ? -> unknown: parameter `name` has no value
        PermissionBinding others: eventGridNamespace ? -> unknown: parameter `name` has no value
        PermissionBinding others: topicSpace lines -> TopicSpace lines in main.bicep",
    );
}

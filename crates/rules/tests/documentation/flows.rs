//! Data flows with their endpoints and profiles.

use super::{EVENT_GRID, FOREIGN, LOCAL, check, check_files, endpoint, flow, mqtt};

const NOT_LOCAL: &str = "dataflow-without-local-broker";

/// An endpoint that no rule finds fault with.
fn sound(name: &str, host: &str) -> String {
    let tls = "    retain: Never\n    tls:\n      mode: Enabled\n      trustedCaCertificateConfigMapRef: mill-bundle";
    mqtt(host, tls).replace("kiln", name)
}

fn lake() -> String {
    endpoint(
        "lake",
        "  endpointType: DataLakeStorage\n  datalakeStorageSettings:\n    host: https://mill.blob.core.windows.net",
    )
}

fn profile(name: &str, instances: &str) -> String {
    format!(
        "apiVersion: connectivity.iotoperations.azure.com/v1
kind: DataflowProfile
metadata:
  name: {name}
  namespace: azure-iot-operations
spec:
  instanceCount: {instances}
---
"
    )
}

#[test]
fn the_default_endpoint_exists_without_a_manifest() {
    check(&(lake() + &flow("default", "lake")), &[], &[]);
    check(&(lake() + &sound("press", FOREIGN) + &flow("press", "lake")), &[(NOT_LOCAL, "lake")], &[]);
}

#[test]
fn a_default_endpoint_of_another_broker_is_not_local() {
    let authentication = "
    authentication:
      method: ServiceAccountToken
      serviceAccountTokenSettings:
        audience: aio-internal
    tls:";
    let default = sound("default", FOREIGN).replace("\n    tls:", authentication);
    let findings = [("warning default-endpoint-changed", FOREIGN), (NOT_LOCAL, "lake")];
    check(&(default.clone() + &lake() + &flow("default", "lake")), &findings, &[]);
    check(&(default.replace(FOREIGN, LOCAL) + &lake() + &flow("default", "lake")), &[], &[]);
}

#[test]
fn an_endpoint_of_the_local_broker_may_have_any_name() {
    for host in [LOCAL, "aio-broker.azure-iot-operations:18883"] {
        check(&(sound("inner", host) + &lake() + &flow("inner", "lake")), &[], &[]);
    }
    let host = "aio-broker.${NAMESPACE}:18883";
    check(&(sound("inner", host) + &lake() + &flow("inner", "lake")), &[], &[("host-port-invalid", host)]);
    let twin = sound("inner", "aio-brokers.woodgrove.com:18883");
    check(&(twin + &lake() + &flow("inner", "lake")), &[(NOT_LOCAL, "lake")], &[]);
}

#[test]
fn a_name_says_nothing_of_the_type() {
    let fabric = |spec: &str| endpoint("onelake", spec) + &sound("press", FOREIGN) + &flow("press", "onelake");
    let kafka = fabric("  endpointType: Kafka\n  kafkaSettings:\n    host: mill.servicebus.windows.net:9093");
    check(&kafka, &[(NOT_LOCAL, "onelake")], &[]);
    let local = fabric("  endpointType: Mqtt\n  mqttSettings:\n    host: aio-broker:18883");
    check(&local, &[], &[]);
}

#[test]
fn what_is_not_in_the_files_may_be_local() {
    let undecided = [(NOT_LOCAL, "lake")];
    check(&(lake() + &flow("elsewhere", "lake")), &[("note reference-unresolved", "elsewhere")], &undecided);
    check(&(lake() + &flow("${SOURCE}", "lake")), &[], &undecided);
    let host = "<HOST>:<PORT>";
    let undecided = [("host-port-invalid", host), ("perhaps event-grid-host-port", host), (NOT_LOCAL, "lake")];
    check(&(sound("press", host) + &lake() + &flow("press", "lake")), &[], &undecided);
    check(&(sound("press", FOREIGN) + &lake() + &flow("press", "lake")), &[(NOT_LOCAL, "lake")], &[]);
}

#[test]
fn the_service_of_a_listener_is_local() {
    let listener = "apiVersion: mqttbroker.iotoperations.azure.com/v1
kind: BrokerListener
metadata:
  name: outer
  namespace: azure-iot-operations
spec:
  brokerRef: default
  serviceName: mill-gate
  serviceType: LoadBalancer
  ports:
    - port: 8883
---
";
    for suffix in ["", ".azure-iot-operations", ".azure-iot-operations.svc", ".azure-iot-operations.svc.cluster.local"]
    {
        let host = format!("mill-gate{suffix}:8883");
        let project = sound("gate", &host) + &lake() + &flow("gate", "lake");
        check(&(project.clone() + listener), &[], &[]);
        check(&project, &[], &[(NOT_LOCAL, "lake")]);
    }
    let elsewhere = sound("gate", "mill-gate.woodgrove.com:8883") + &lake() + &flow("gate", "lake");
    check(&(elsewhere + listener), &[(NOT_LOCAL, "lake")], &[]);
}

#[test]
fn what_a_disabled_data_flow_would_do_is_noted() {
    let flow = |mode: &str| flow("press", "lake").replace("  profileRef", &format!("  mode: {mode}\n  profileRef"));
    let endpoints = sound("press", FOREIGN) + &lake();
    check(&(endpoints.clone() + &flow("Disabled")), &[("note dataflow-without-local-broker", "lake")], &[]);
    check(&(endpoints.clone() + &flow("disabled")), &[("note dataflow-without-local-broker", "lake")], &[]);
    check(&(endpoints + &flow("Enabled")), &[(NOT_LOCAL, "lake")], &[]);
}

#[test]
fn event_grid_is_read_by_one_instance() {
    let project = |reference: &str, profiles: &str| {
        sound("cloud", EVENT_GRID) + &flow("cloud", "default").replace("profileRef: default", reference) + profiles
    };
    let scaled = "event-grid-source-scaled";
    check(&project("profileRef: default", ""), &[], &[]);
    check(&project("profileRef: few", &profile("few", "1")), &[], &[]);
    check(&project("profileRef: few", &profile("few", "")), &[], &[]);
    check(&project("profileRef: few", ""), &[("note reference-unresolved", "few")], &[(scaled, "cloud")]);
    check(&project("mode: Enabled", ""), &[], &[(scaled, "cloud")]);
    check(&project("profileRef: few", &profile("few", "<COUNT>")), &[], &[(scaled, "cloud")]);
    check(&project("profileRef: many", &profile("many", "2")), &[(scaled, "cloud")], &[]);
    check(&project("profileRef: default", &profile("default", "3")), &[(scaled, "cloud")], &[]);
    let disabled = project("mode: Disabled\n  profileRef: many", &profile("many", "2"));
    check(&disabled, &[("note event-grid-source-scaled", "cloud")], &[]);
}

#[test]
fn a_graph_reads_event_grid_with_one_instance_too() {
    let graph = |node_type: &str| {
        format!(
            "apiVersion: connectivity.iotoperations.azure.com/v1
kind: DataflowGraph
metadata:
  name: shift
  namespace: azure-iot-operations
spec:
  profileRef: many
  nodes:
    - nodeType: {node_type}
      name: start
      sourceSettings:
        endpointRef: cloud
        dataSources: [shift/#]
---
"
        )
    };
    let project = |graph: &str| sound("cloud", EVENT_GRID) + &profile("many", "2") + graph;
    for node_type in ["Source", "source"] {
        check(&project(&graph(node_type)), &[("event-grid-source-scaled", "cloud")], &[]);
    }
    let from_the_local_broker = graph("Source").replace("endpointRef: cloud", "endpointRef: default");
    check(&project(&from_the_local_broker), &[], &[]);
}

#[test]
fn event_grid_is_written_by_any_number_of_instances() {
    let writes = flow("default", "cloud").replace("profileRef: default", "profileRef: many");
    let project = sound("cloud", EVENT_GRID) + &writes + &profile("many", "3");
    check(&project, &[], &[]);
    check(&project.replace("retain: Never", "retain: Keep"), &[("event-grid-retain-keep", "Keep")], &[]);
}

#[test]
fn a_project_in_several_files() {
    let (endpoints, flows) = (sound("press", FOREIGN) + &lake(), flow("press", "lake"));
    let names = ["base/endpoints.yaml", "site/flows.yaml"];
    check_files(&[(names[0], &endpoints), (names[1], &flows)], &[(NOT_LOCAL, "lake")], &[]);
    let of_another_namespace = endpoints.replace("namespace: azure-iot-operations", "namespace: test");
    let missing = ["press", "lake"].map(|name| ("note reference-unresolved", name));
    check_files(&[(names[0], &of_another_namespace), (names[1], &flows)], &missing, &[(NOT_LOCAL, "lake")]);
}

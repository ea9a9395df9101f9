//! What a configuration says of the project: its namespace, its instance, what is deployed from elsewhere.

use super::{ENDPOINT, Folder};

/// A data flow from the endpoint `line` to the local broker.
const FLOW: &str = "\
apiVersion: connectivity.iotoperations.azure.com/v1
kind: Dataflow
metadata:
  name: flow
spec:
  profileRef: default
  operations:
    - operationType: Source
      sourceSettings: { endpointRef: line, dataSources: [a] }
    - operationType: Destination
      destinationSettings: { endpointRef: default, dataDestination: a }
";

/// Whether the data flow finds its endpoint.
fn finds_endpoint(folder: &Folder) -> bool {
    let run = folder.run(&["check", "--select", "reference-unresolved", "--notes", "--format", "concise", "--quiet"]);
    assert!(run.stderr.is_empty() && !run.stdout.contains("AIO006"), "{run:#?}");
    !run.stdout.contains("AIO031")
}

#[test]
fn an_endpoint_that_is_deployed_from_elsewhere_is_not_missed() {
    for (configuration, expected) in [
        ("", false),
        ("complete: true\n", false),
        ("external-endpoints: [line]\n", true),
        ("complete: true\nexternal-endpoints: [other, line]\n", true),
        ("external-endpoints: [other]\n", false),
    ] {
        let folder = Folder::with("flow.yaml", FLOW).and(".aiolint.yaml", configuration);
        assert_eq!(finds_endpoint(&folder), expected, "{configuration}");
    }
}

#[test]
fn manifests_without_a_namespace_are_in_that_of_the_configuration() {
    for (configuration, expected) in [("", true), ("namespace: plant\n", true), ("namespace: other\n", false)] {
        let folder = Folder::with("flow.yaml", FLOW).and("a.yaml", ENDPOINT).and(".aiolint.yaml", configuration);
        assert_eq!(finds_endpoint(&folder), expected, "{configuration}");
    }
}

#[test]
fn manifests_belong_to_the_instance_of_the_configuration() {
    let endpoint = "\
resource instance 'Microsoft.IoTOperations/instances@2025-10-01' existing = {
  name: 'plant'
}
resource endpoint 'Microsoft.IoTOperations/instances/dataflowEndpoints@2025-10-01' = {
  parent: instance
  name: 'line'
}
";
    for (configuration, expected) in [("", true), ("instance: plant\n", true), ("instance: other\n", false)] {
        let folder = Folder::with("flow.yaml", FLOW).and("a.bicep", endpoint).and(".aiolint.yaml", configuration);
        assert_eq!(finds_endpoint(&folder), expected, "{configuration}");
    }
}

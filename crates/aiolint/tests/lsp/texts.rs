//! Files that several tests use: endpoints and data flows that name each other, in both languages.

/// An endpoint of the local broker, and one whose host lacks a port. With an emoji, in front of what is found.
pub const ENDPOINTS: &str = "\
apiVersion: connectivity.iotoperations.azure.com/v1
kind: DataflowEndpoint
metadata:
  name: line-broker
spec:
  endpointType: Mqtt
  mqttSettings: # 😀
    host: aio-broker:18883
    authentication: { method: ServiceAccountToken, serviceAccountTokenSettings: { audience: aio-internal } }
    tls: { mode: Enabled, trustedCaCertificateConfigMapRef: azure-iot-operations-aio-ca-trust-bundle }
---
apiVersion: connectivity.iotoperations.azure.com/v1
kind: DataflowEndpoint
metadata:
  name: partner
spec:
  endpointType: Mqtt
  mqttSettings: { host: 'mqtt.example.com', authentication: { method: Anonymous, anonymousSettings: {} } }
";

/// A data flow between the two.
pub const FLOW: &str = "\
apiVersion: connectivity.iotoperations.azure.com/v1
kind: Dataflow
metadata:
  name: to-partner
spec:
  profileRef: default
  operations:
    - operationType: Source
      sourceSettings:
        endpointRef: line-broker
        dataSources: [telemetry]
    - operationType: Destination
      destinationSettings:
        endpointRef: partner
        dataDestination: telemetry
";

/// An endpoint and a data flow in Bicep, which reads from the endpoint of the manifest.
pub const BICEP: &str = "\
param location string = 'westeurope'
var host = 'broker.contoso.com:8883'

resource instance 'Microsoft.IoTOperations/instances@2025-10-01' existing = {
  name: 'plant'

  resource profile 'dataflowProfiles' existing = {
    name: 'default'
  }
}

resource cloud 'Microsoft.IoTOperations/instances/dataflowEndpoints@2025-10-01' = {
  parent: instance
  name: 'cloud-${location}'
  properties: {
    endpointType: 'Mqtt'
    mqttSettings: {
      host: host
      authentication: { method: 'X509Certificate', x509CertificateSettings: { secretRef: 'cloud-client' } }
    }
  }
}

resource flow 'Microsoft.IoTOperations/instances/dataflowProfiles/dataflows@2025-10-01' = {
  parent: instance::profile
  name: 'to-cloud'
  properties: {
    operations: [
      { operationType: 'Source', sourceSettings: { endpointRef: 'line-broker', dataSources: ['telemetry'] } }
      { operationType: 'Destination', destinationSettings: { endpointRef: cloud.name, dataDestination: 'telemetry' } }
    ]
  }
}
";

/// A template that others can call: it names an endpoint after its parameter.
pub const MODULE: &str = "\
param name string

resource e 'Microsoft.IoTOperations/instances/dataflowEndpoints@2025-10-01' existing = {
  name: 'plant/${name}'
}

output name string = e.name
";

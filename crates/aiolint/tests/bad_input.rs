//! Whatever a file holds, the program says what it could not read, ends in time, and ends with the code that
//! it documents.

#![allow(clippy::unwrap_used, reason = "a test that can't go on fails")]

mod support;

#[path = "bad_input/bicep.rs"]
mod bicep;
#[path = "bad_input/folders.rs"]
mod folders;
#[path = "bad_input/hostile.rs"]
mod hostile;
#[path = "bad_input/long_lines.rs"]
mod long_lines;
#[path = "bad_input/places.rs"]
mod places;
#[path = "bad_input/unreadable.rs"]
mod unreadable;

/// A data flow endpoint with one mistake, on its last line: the host has a scheme and no port.
const ENDPOINT: &str = "\
apiVersion: connectivity.iotoperations.azure.com/v1
kind: DataflowEndpoint
metadata: { name: remote }
spec:
  endpointType: Mqtt
  mqttSettings:
    authentication: { method: Anonymous }
    host: https://mqtt.contoso.com
";

//! What the documentation writes in Bicep, as files: the parts that a page shows stand in whole resources here.

use super::{Expected, check_files, expected, facts, judged, listed};

/// What every file of the page begins with.
pub(super) const INSTANCE: &str = "param instanceName string = '<INSTANCE>'
param locationName string = '<LOCATION>'

resource instance 'Microsoft.IoTOperations/instances@2024-11-01' existing = {
  name: instanceName
}
resource location 'Microsoft.ExtendedLocation/customLocations@2021-08-31-preview' existing = {
  name: locationName
}
";

/// All built-in rules give exactly these findings and undecided checks for a file, as [`super::check`] has them.
#[track_caller]
pub(super) fn check(bicep: &str, findings: &Expected<'_>, undecided: &Expected<'_>) {
    check_files(&[("main.bicep", bicep)], findings, undecided);
}

/// The findings are these, whatever is undecided.
#[track_caller]
pub(super) fn found(bicep: &str, findings: &Expected<'_>) {
    let facts = facts(&[("main.bicep", bicep)]);
    let (all, _) = judged(&facts);
    let all = all.iter().map(|it| (it.primary.location, it.rule.name.to_string()));
    assert_eq!(listed(&facts, all), expected(findings), "{bicep}");
}

/// An endpoint with this symbol, this name as an expression, and these properties, indented by four.
pub(super) fn endpoint(symbol: &str, name: &str, properties: &str) -> String {
    format!(
        "resource {symbol} 'Microsoft.IoTOperations/instances/dataflowEndpoints@2024-11-01' = {{
  parent: instance
  name: {name}
  extendedLocation: {{
    name: location.id
    type: 'CustomLocation'
  }}
  properties: {{
{}
  }}
}}
",
        properties.trim_matches('\n')
    )
}

/// The endpoint `kiln` with this expression as its host, and settings that are indented by six.
pub(super) fn mqtt(host: &str, settings: &str) -> String {
    let settings = settings.trim_matches('\n');
    let properties = format!("    endpointType: 'Mqtt'\n    mqttSettings: {{\n      host: {host}\n{settings}\n    }}");
    format!("{INSTANCE}{}", endpoint("kiln", "'kiln'", &properties))
}

/// An endpoint that no rule finds fault with, whatever its broker is.
pub(super) fn sound(symbol: &str, name: &str, host: &str) -> String {
    let properties = format!(
        "    endpointType: 'Mqtt'
    mqttSettings: {{
      host: {host}
      retain: 'Never'
      tls: {{ mode: 'Enabled', trustedCaCertificateConfigMapRef: 'mill-bundle' }}
    }}"
    );
    endpoint(symbol, name, &properties)
}

pub(super) fn lake() -> String {
    let settings = "    endpointType: 'DataLakeStorage'
    dataLakeStorageSettings: {
      host: 'https://mill.blob.core.windows.net'
    }";
    endpoint("lake", "'lake'", settings)
}

/// A data flow with this parent, from one endpoint to another, both as expressions.
pub(super) fn flow(parent: &str, source: &str, destination: &str) -> String {
    format!(
        "resource shift 'Microsoft.IoTOperations/instances/dataflowProfiles/dataflows@2024-11-01' = {{
  parent: {parent}
  name: 'shift'
  properties: {{
    mode: 'Enabled'
    operations: [
      {{
        operationType: 'Source'
        sourceSettings: {{
          endpointRef: {source}
          dataSources: array('shift/#')
        }}
      }}
      {{
        operationType: 'Destination'
        destinationSettings: {{
          endpointRef: {destination}
          dataDestination: 'shift'
        }}
      }}
    ]
  }}
}}
"
    )
}

/// A profile that the file refers to.
pub(super) fn profile(symbol: &str, name: &str) -> String {
    format!(
        "resource {symbol} 'Microsoft.IoTOperations/instances/dataflowProfiles@2024-11-01' existing = {{
  parent: instance
  name: {name}
}}
"
    )
}

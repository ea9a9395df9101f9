//! The schemas of the repository: there is one for each kind that Azure knows, in all versions, and what everybody
//! knows of these resources stands in them.

use aiolint_engine::kinds::Kind;
use aiolint_engine::schema::{Schema, Version};

/// The API versions whose types the schemas are made of.
const IOT_OPERATIONS: [&str; 9] = [
    "2024-07-01-preview",
    "2024-08-15-preview",
    "2024-09-15-preview",
    "2024-11-01",
    "2025-04-01",
    "2025-07-01-preview",
    "2025-10-01",
    "2026-03-01",
    "2026-07-01",
];
const EVENT_GRID: [&str; 7] = [
    "2023-06-01-preview",
    "2023-12-15-preview",
    "2024-06-01-preview",
    "2024-12-15-preview",
    "2025-02-15",
    "2025-04-01-preview",
    "2025-07-15-preview",
];
const SECRET_SYNC: [&str; 1] = ["2024-08-21-preview"];

/// The versions that a resource type came with, where these are not all.
const NEWER: [(&str, &str); 5] = [
    ("Microsoft.IoTOperations/instances/akriConnectorTemplates", "2025-07-01-preview"),
    ("Microsoft.IoTOperations/instances/akriConnectorTemplates/connectors", "2025-07-01-preview"),
    ("Microsoft.IoTOperations/instances/akriServices", "2026-03-01"),
    ("Microsoft.IoTOperations/instances/dataflowProfiles/dataflowGraphs", "2025-07-01-preview"),
    ("Microsoft.IoTOperations/instances/registryEndpoints", "2025-07-01-preview"),
];

#[test]
fn each_kind_of_azure_has_a_schema() {
    let pack = aiolint_rules::pack();
    // Schema registries are referred to; what stands in them is not judged.
    let is_ours = |kind: &Kind| kind.arm.as_ref().is_none_or(|of| !of.starts_with("Microsoft.DeviceRegistry/"));
    for (number, kind) in (0u8..).zip(&pack.kinds).filter(|(_, kind)| is_ours(kind)) {
        let schema = pack.schema(aiolint_engine::kinds::KindId(number));
        assert_eq!(schema.map(|schema| schema.resource_type.as_str()), kind.arm.as_deref(), "{}", kind.name);
    }
}

#[test]
fn each_schema_has_all_versions() {
    let schemas = aiolint_rules::pack().schemas;
    assert_eq!(schemas.types().count(), 24);
    for name in schemas.types() {
        let schema = schemas.get(name).expect("it is listed");
        let all: &[&str] = match name.split('/').next() {
            Some("Microsoft.IoTOperations") => &IOT_OPERATIONS,
            Some("Microsoft.EventGrid") => &EVENT_GRID,
            _ => &SECRET_SYNC,
        };
        let first = NEWER.iter().find(|(newer, _)| *newer == name).map_or(all[0], |(_, first)| *first);
        let expected: Vec<_> = all.iter().filter(|version| **version >= first).copied().collect();
        assert_eq!(schema.versions(), expected, "{name}");
        for version in schema.versions().iter().filter_map(|version| schema.version(version)) {
            let names: Vec<_> = schema.properties(version, &[]).iter().map(|known| known.name).collect();
            assert!(names.contains(&"name") && names.contains(&"properties"), "{name}");
        }
    }
}

fn endpoint(check: impl FnOnce(&Schema, &dyn Fn(&str) -> Version)) {
    let schemas = aiolint_rules::pack().schemas;
    let schema =
        schemas.get("microsoft.iotoperations/INSTANCES/dataflowendpoints").expect("letter case does not count");
    check(schema, &|version| schema.version(version).expect("known"));
}

#[test]
fn what_changed_from_version_to_version() {
    endpoint(|schema, version| {
        let properties = |name: &str, path: &[&str]| {
            let known = schema.properties(version(name), path);
            known.iter().map(|known| known.name.to_owned()).collect::<Vec<_>>()
        };
        let has = |name: &str, property: &str| properties(name, &["properties"]).contains(&property.to_owned());
        assert!(!has("2025-04-01", "hostType") && has("2025-07-01-preview", "hostType"));
        let is_required = |name: &str| {
            schema.properties(version(name), &[]).iter().any(|known| known.name == "extendedLocation" && known.required)
        };
        assert!(is_required("2025-04-01") && !is_required("2025-07-01-preview"));
        let types = |name: &str| {
            let known = schema.properties(version(name), &["properties"]);
            let kind = known.into_iter().find(|known| known.name == "endpointType").expect("known");
            kind.values.iter().map(|value| (*value).to_owned()).collect::<Vec<_>>()
        };
        assert!(!types("2025-04-01").contains(&"OpenTelemetry".to_owned()));
        assert!(types("2026-07-01").contains(&"OpenTelemetry".to_owned()));
    });
}

#[test]
fn a_version_in_between_may_lack_what_others_have() {
    let schemas = aiolint_rules::pack().schemas;
    let schema = schemas.get("Microsoft.EventGrid/namespaces").expect("it is there");
    let path = ["properties", "topicSpacesConfiguration"];
    let with = |name: &&String| {
        let version = schema.version(name).expect("known");
        schema.properties(version, &path).iter().any(|known| known.name == "clientAuthentication")
    };
    let without: Vec<_> = schema.versions().iter().filter(|name| !with(name)).collect();
    assert!(without.contains(&&"2025-02-15".to_owned()), "{without:?}");
}

#[test]
fn embedded_they_are_small() {
    let schemas = aiolint_rules::pack().schemas;
    let sizes = schemas.types().filter_map(|name| schemas.get(name)?.to_bytes().ok());
    let all: usize = sizes.map(|bytes| bytes.len()).sum();
    assert!(all < 100_000, "{all} bytes");
}

#[test]
fn none_is_read_before_it_is_asked_for() {
    let schemas = aiolint_rules::pack().schemas;
    assert_eq!(schemas.count_read(), 0);
    assert!(schemas.get("Microsoft.IoTOperations/instances/brokers").is_some());
    assert_eq!(schemas.count_read(), 1);
}

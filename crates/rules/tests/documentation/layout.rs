//! How manifests are laid out.

use super::{EVENT_GRID, MAY_BE_WRITTEN_TO, check, mqtt};

const WRONG: &[(&str, &str)] = &[("event-grid-tls-disabled", "Disabled")];

fn sound() -> String {
    mqtt(EVENT_GRID, "    tls:\n      mode: Enabled")
}

/// The endpoint in this layout is judged, and so is its twin without TLS.
#[track_caller]
fn both(layout: impl Fn(&str) -> String) {
    check(&layout(&sound()), &[], &[MAY_BE_WRITTEN_TO]);
    check(&layout(&sound().replace("Enabled", "Disabled")), WRONG, &[MAY_BE_WRITTEN_TO]);
}

#[test]
fn a_comment_and_a_marker_come_before_the_first_document() {
    both(|endpoint| format!("# What the kiln says to the cloud.\n---\n{endpoint}"));
    both(|endpoint| format!("---\n# What the kiln says to the cloud.\n{endpoint}---\n---\n"));
    both(|endpoint| format!("%YAML 1.2\n---\n{endpoint}"));
}

#[test]
fn lines_may_end_as_on_windows() {
    both(|endpoint| endpoint.replace('\n', "\r\n"));
}

#[test]
fn a_list_holds_resources() {
    both(|endpoint| {
        let item = endpoint.trim_end_matches("---\n").replace('\n', "\n    ");
        format!("apiVersion: v1\nkind: List\nitems:\n  - {item}")
    });
}

#[test]
fn a_mapping_may_be_in_braces() {
    both(|endpoint| {
        endpoint
            .replace("\n      mode: Enabled", " {mode: Enabled}")
            .replace("\n      mode: Disabled", " {mode: Disabled}")
    });
}

#[test]
fn a_broken_document_hides_no_other() {
    let broken = "kind: Dataflow\napiVersion: connectivity.iotoperations.azure.com/v1\nspec: [\n---\n";
    let manifest = format!("{broken}{}", sound().replace("Enabled", "Disabled"));
    check(&manifest, &[("syntax-error", "["), WRONG[0]], &[MAY_BE_WRITTEN_TO]);
}

#[test]
fn what_has_no_value_yet_is_not_judged() {
    let endpoint = |spec: &str| super::endpoint("kiln", spec);
    for spec in
        ["", "  endpointType: Mqtt", "  endpointType: Mqtt\n  mqttSettings:", "  endpointType:\n  mqttSettings:"]
    {
        check(&endpoint(spec), &[], &[]);
    }
    check(&endpoint("  mqttSettings:\n    host:\n    tls:\n    authentication:"), &[], &[]);
    check(&endpoint("  mqttSettings:\n    authentication:\n      method:"), &[], &[]);
    let method = "  mqttSettings:\n    authentication:\n      method: ServiceAccountToken";
    let findings = [("sat-audience-missing", "authentication")];
    check(&endpoint(&format!("{method}\n      serviceAccountTokenSettings:")), &findings, &[]);
}

#[test]
fn a_data_flow_without_values_is_not_judged() {
    let whole = super::flow("kiln", "default");
    let cut = |at: &str| format!("{}\n", &whole[..whole.find(at).map_or(0, |found| found + at.len())]);
    for last in ["spec:", "operations:", "operationType: Source", "sourceSettings:", "endpointRef:"] {
        check(&cut(last), &[], &[]);
    }
}

//! TLS, trust, and the settings of MQTT itself.

use super::{EVENT_GRID, FOREIGN, LOCAL, MAY_BE_WRITTEN_TO, check, flow, mqtt};

const KEPT: &str = "event-grid-retain-keep";
/// The same question where `retain` is written.
const MAY_BE_WRITTEN_TO_KEPT: &[(&str, &str)] = &[("perhaps event-grid-retain-keep", "Keep")];
const TLS: &str = "\n    tls:\n      mode: Enabled\n";

/// A setting that no rule finds fault with, whatever the broker is.
#[track_caller]
fn harmless(setting: &str) {
    check(&mqtt(LOCAL, setting), &[], &[]);
    check(&mqtt(FOREIGN, setting), &[], &[]);
    check(&mqtt(EVENT_GRID, &(setting.to_owned() + TLS)), &[], &[MAY_BE_WRITTEN_TO]);
}

/// An endpoint of Event Grid that the default profile writes to from the local broker.
fn written_to(settings: &str) -> String {
    mqtt(EVENT_GRID, &(settings.trim_end().to_owned() + TLS)) + &flow("default", "kiln")
}

#[test]
fn tls_is_on_or_off() {
    let tls = |mode: &str| format!("    tls:\n      mode: {mode} # the other is possible too");
    check(&mqtt(EVENT_GRID, &tls("Enabled")), &[], &[MAY_BE_WRITTEN_TO]);
    check(&mqtt(EVENT_GRID, &tls("Disabled")), &[("event-grid-tls-disabled", "Disabled")], &[MAY_BE_WRITTEN_TO]);
    check(
        &mqtt(EVENT_GRID, "    qos: 1"),
        &[("warning event-grid-tls-disabled", "mqttSettings")],
        &[MAY_BE_WRITTEN_TO],
    );
    check(&mqtt(LOCAL, &tls("Disabled")), &[], &[]);
    check(&mqtt(LOCAL, &tls("Enabled")), &[("warning trust-bundle-missing", "tls")], &[]);
    check(&mqtt(FOREIGN, &tls("Enabled")), &[("note trust-bundle-missing", "tls")], &[]);
}

#[test]
fn the_bundle_of_authorities_need_not_be_in_the_files() {
    let bundle = |name: &str| format!("    tls:\n      mode: Enabled\n      trustedCaCertificateConfigMapRef: {name}");
    check(&mqtt(LOCAL, &bundle("made-by-trust-manager")), &[], &[]);
    check(&mqtt(LOCAL, &bundle("<WHICH>")), &[], &[("trust-bundle-missing", "tls")]);
    check(&mqtt(LOCAL, &bundle("''")), &[("warning trust-bundle-missing", "tls")], &[]);
    let without_mode = "    tls:\n      trustedCaCertificateConfigMapRef: <WHICH>";
    check(&mqtt(LOCAL, without_mode), &[], &[]);
    check(&mqtt(FOREIGN, without_mode), &[], &[]);
    let finding = [("warning event-grid-tls-disabled", "tls")];
    check(&mqtt(EVENT_GRID, without_mode), &finding, &[MAY_BE_WRITTEN_TO]);
}

#[test]
fn all_settings_at_once() {
    let settings = "
    # each is told below
    qos: 1
    retain: Keep
    sessionExpirySeconds: 3600
    keepAliveSeconds: 60
    maxInflightMessages: 100
    protocol: WebSockets
    clientIdPrefix: kiln
    cloudEventAttributes : Propagate # there is another way
";
    check(&mqtt(LOCAL, settings), &[], &[]);
    check(&mqtt(FOREIGN, settings), &[], &[]);
    let on_443 = |manifest: String| manifest.replace(":8883", ":443");
    check(&on_443(written_to(settings)), &[(KEPT, "Keep")], &[]);
    check(&on_443(written_to(&settings.replace("Keep", "Never"))), &[], &[]);
    let twin = written_to(&settings.replace("Keep", "Never"));
    check(&twin, &[("event-grid-host-port", EVENT_GRID)], &[]);
}

#[test]
fn space_before_a_colon_changes_nothing() {
    check(&written_to("    retain : Never"), &[], &[]);
    check(&written_to("    retain : Keep"), &[(KEPT, "Keep")], &[]);
    let finding = [("duplicate-key", "retain")];
    check(&mqtt(LOCAL, "    retain: Never\n    retain : Never"), &finding, &[]);
}

#[test]
fn the_prefix_of_client_ids() {
    harmless("    clientIdPrefix: <WHICH>");
}

#[test]
fn the_quality_of_service() {
    harmless("    qos: 1 # 0 is possible too");
    harmless("    qos: 0");
}

#[test]
fn the_expiry_of_sessions() {
    harmless("    sessionExpirySeconds: 900");
}

#[test]
fn the_number_of_messages_on_their_way() {
    harmless("    maxInflightMessages: 50");
}

#[test]
fn the_interval_of_pings() {
    harmless("    keepAliveSeconds: 30");
}

#[test]
fn attributes_of_cloud_events() {
    harmless("    cloudEventAttributes : Propagate # there is another way");
    harmless("    cloudEventAttributes: createOrRemap");
}

#[test]
fn the_protocol() {
    check(&mqtt(LOCAL, "    protocol: WebSockets"), &[], &[]);
    check(&mqtt(FOREIGN, "    protocol: WebSockets"), &[], &[]);
    let wrong = [("event-grid-host-port", EVENT_GRID)];
    check(&mqtt(EVENT_GRID, &format!("    protocol: WebSockets{TLS}")), &wrong, &[MAY_BE_WRITTEN_TO]);
    harmless("    protocol: mqtt");
}

#[test]
fn the_retain_flag_matters_where_event_grid_is_written_to() {
    let keeps = "    retain: Keep # the other is Never";
    check(&mqtt(LOCAL, keeps), &[], &[]);
    check(&mqtt(FOREIGN, keeps), &[], &[]);
    check(&mqtt(EVENT_GRID, &format!("{keeps}{TLS}")), &[], MAY_BE_WRITTEN_TO_KEPT);
    check(&written_to(keeps), &[(KEPT, "Keep")], &[]);
    let disabled = written_to(keeps).replace("  profileRef", "  mode: Disabled\n  profileRef");
    check(&disabled, &[], MAY_BE_WRITTEN_TO_KEPT);
    check(&written_to("    retain: never"), &[], &[]);
    check(&written_to(""), &[("warning event-grid-retain-keep", "mqttSettings")], &[]);
    check(&written_to("    retain: <WHICH>"), &[], &[("perhaps event-grid-retain-keep", "<WHICH>")]);
}

#[test]
fn the_retain_flag_matters_between_two_brokers_only() {
    let keeps = mqtt(EVENT_GRID, &format!("    retain: Keep{TLS}"));
    let read_from = keeps.clone() + &flow("kiln", "default");
    check(&read_from, &[], MAY_BE_WRITTEN_TO_KEPT);
    let kafka = "
  endpointType: Kafka
  kafkaSettings:
    host: mill.servicebus.windows.net:9093
    consumerGroupId: kiln
";
    let hub = super::endpoint("hub", kafka);
    let from_kafka = keeps.clone() + &hub + &flow("hub", "kiln");
    let neither = [("dataflow-without-local-broker", "kiln")];
    check(&from_kafka, &neither, MAY_BE_WRITTEN_TO_KEPT);
    check(&(keeps + &flow("default", "kiln")), &[(KEPT, "Keep")], &[]);
}

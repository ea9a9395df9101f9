//! Hosts: whole, with placeholders, of the local broker, of Event Grid and of others.

use super::{EVENT_GRID, FOREIGN, MAY_BE_WRITTEN_TO, check, endpoint, mqtt};

/// An endpoint as the page has it for a broker that is not of the installation, with comments for the method.
fn without_method(host: &str) -> String {
    mqtt(
        host,
        "
    authentication:
      # one of the methods below
      # method: <WHICH>
    tls:
      mode: Enabled # or Disabled
      trustedCaCertificateConfigMapRef: mill-bundle
",
    )
}

#[test]
fn a_template_of_an_endpoint_is_not_judged_before_it_is_filled_in() {
    let template = "apiVersion: connectivity.iotoperations.azure.com/v1
kind: DataflowEndpoint
metadata:
  name: <NAME>
  namespace: azure-iot-operations
spec:
  endpointType: Mqtt
  mqttSettings:
    host: \"<SERVICE>:<NUMBER>\"
    tls:
      mode: Enabled
      trustedCaCertificateConfigMapRef: <BUNDLE>
    authentication:
      method: ServiceAccountToken
      serviceAccountTokenSettings:
        audience: <AUDIENCE>
";
    let host = "\"<SERVICE>:<NUMBER>\"";
    check(
        template,
        &[],
        &[
            MAY_BE_WRITTEN_TO,
            ("host-port-invalid", host),
            ("perhaps default-endpoint-changed", host),
            ("perhaps event-grid-host-port", host),
            ("perhaps trust-bundle-missing", "tls"),
            ("sat-audience-missing", "authentication"),
            ("perhaps auth-method-unsupported", "ServiceAccountToken"),
        ],
    );
    let filled_in = template.replace("<NAME>", "kiln").replace("<SERVICE>:<NUMBER>", "aio-broker:18884");
    let filled_in = filled_in.replace("<BUNDLE>", "mill-bundle").replace("<AUDIENCE>", "mill");
    check(&filled_in, &[], &[]);
    check(&filled_in.replace(":18884", "/18884"), &[("host-port-invalid", "\"aio-broker/18884\"")], &[]);
}

#[test]
fn templates_without_a_method_are_not_judged_either() {
    let template = |host: &str, bundle: &str| {
        let manifest = without_method(host).replace("name: kiln", "name: <NAME>");
        manifest.replace("\n      trustedCaCertificateConfigMapRef: mill-bundle", bundle)
    };
    let host = "<SPACE>.<PLACE>-1.ts.eventgrid.azure.net:8883";
    let undecided = [
        MAY_BE_WRITTEN_TO,
        ("perhaps default-endpoint-changed", host),
        ("perhaps host-port-invalid", host),
        ("perhaps trust-bundle-missing", "tls"),
    ];
    check(&template(host, ""), &[], &undecided);
    let host = "<HOST>:<PORT>";
    let undecided = [
        MAY_BE_WRITTEN_TO,
        ("host-port-invalid", host),
        ("perhaps default-endpoint-changed", host),
        ("perhaps event-grid-host-port", host),
        ("perhaps trust-bundle-missing", "tls"),
    ];
    check(&template(host, "\n      trustedCaCertificateConfigMapRef: <BUNDLE>"), &[], &undecided);
    let filled_in = template(EVENT_GRID, "").replace("<NAME>", "kiln");
    check(&filled_in, &[], &[MAY_BE_WRITTEN_TO]);
    let twin = filled_in.replace("      mode: Enabled", "      node: Enabled");
    let wrong = [("warning event-grid-tls-disabled", "tls"), ("warning unknown-property", "node")];
    check(&twin, &wrong, &[MAY_BE_WRITTEN_TO]);
}

#[test]
fn an_authentication_of_comments_only_is_no_method_at_all() {
    check(&without_method(FOREIGN), &[], &[]);
    check(&without_method(EVENT_GRID), &[], &[MAY_BE_WRITTEN_TO]);
    let twin = without_method(FOREIGN).replace("# method: <WHICH>", "method: X509Certificate");
    check(&twin, &[("auth-settings-mismatch", "authentication")], &[]);
}

#[test]
fn placeholders_of_every_form_stand_for_a_name_and_a_port() {
    for host in [
        "<HOST>:<PORT>",
        "${HOST}:${PORT}",
        "${HOST:-kiln}:${PORT}",
        "$(Broker.Host):$(Broker.Port)",
        "\"#{Host}#:#{Port}#\"",
        "__HOST__:__PORT__",
        "{{ .Values.host }}:{{ .Values.port }}",
        "<HOST>:8883",
    ] {
        let undecided = [MAY_BE_WRITTEN_TO, ("host-port-invalid", host), ("perhaps event-grid-host-port", host)];
        check(&without_method(host), &[], &undecided);
    }
}

#[test]
fn what_no_filling_can_mend_is_wrong() {
    for host in ["<HOST>:70000", "mqtts://${HOST}:${PORT}", "<HOST>:<PORT>/", "'<HOST>:<PORT> '"] {
        let undecided = [MAY_BE_WRITTEN_TO, ("perhaps event-grid-host-port", host)];
        check(&without_method(host), &[("host-port-invalid", host)], &undecided);
    }
}

#[test]
fn the_known_end_of_a_host_says_that_it_is_event_grid() {
    for start in ["<SPACE>.<PLACE>", "${SPACE}.${PLACE}", "{{ .Values.space }}.northeurope", "mill.$(Region)"] {
        let host = format!("{start}-1.ts.eventgrid.azure.net:8883");
        // The rule against schemes and paths can't know that no placeholder brings a slash.
        check(&without_method(&host), &[], &[MAY_BE_WRITTEN_TO, ("perhaps host-port-invalid", &host)]);
        let wrong = host.replace(":8883", ":8884");
        let undecided = [MAY_BE_WRITTEN_TO, ("perhaps host-port-invalid", &*wrong)];
        check(&without_method(&wrong), &[("event-grid-host-port", &wrong)], &undecided);
    }
}

#[test]
fn event_grid_listens_on_two_ports() {
    let bare = "mill.northeurope-1.ts.eventgrid.azure.net";
    check(&without_method(bare), &[("event-grid-host-port", bare)], &[MAY_BE_WRITTEN_TO]);
    let of_web_sockets = format!("{bare}:443");
    check(&without_method(&of_web_sockets), &[("event-grid-host-port", &of_web_sockets)], &[MAY_BE_WRITTEN_TO]);
    let over_web_sockets = |host: &str| without_method(host).replace("---\n", "    protocol: WebSockets\n---\n");
    check(&over_web_sockets(&of_web_sockets), &[], &[MAY_BE_WRITTEN_TO]);
    check(&over_web_sockets(EVENT_GRID), &[("event-grid-host-port", EVENT_GRID)], &[MAY_BE_WRITTEN_TO]);
}

#[test]
fn a_host_of_event_grid_names_the_region() {
    let host = "mill.ts.eventgrid.azure.net:8883";
    check(&without_method(host), &[("event-grid-host-port", host)], &[MAY_BE_WRITTEN_TO]);
    let custom_domain = |host_type: &str| {
        let spec = "
  endpointType: Mqtt
  hostType: Which
  mqttSettings:
    host: mqtt.mill.woodgrove.com:8883
    authentication:
      method: ServiceAccountToken
      serviceAccountTokenSettings:
        audience: mill
    tls:
      mode: Enabled
      trustedCaCertificateConfigMapRef: mill-bundle
";
        endpoint("kiln", &spec.replace("Which", host_type))
    };
    check(&custom_domain("CustomMqtt"), &[], &[]);
    let refused = [("auth-method-unsupported", "ServiceAccountToken")];
    check(&custom_domain("EventGrid"), &refused, &[MAY_BE_WRITTEN_TO]);
}

#[test]
fn a_dot_before_the_port_is_a_slip() {
    check(&without_method("mqtt.woodgrove.com:8883"), &[], &[]);
    check(&without_method("mqtt.woodgrove.com.8883"), &[("host-port-invalid", "mqtt.woodgrove.com.8883")], &[]);
    let event_grid = "mill.northeurope-1.ts.eventgrid.azure.net.8883";
    check(&without_method(event_grid), &[("host-port-invalid", event_grid)], &[]);
}

#[test]
fn addresses_and_names_of_the_cluster_are_hosts() {
    for host in ["10.0.4.17:1883", "'[fd00::17]:8883'", "mqtt.woodgrove.com:1", "mqtt.woodgrove.com:65535"] {
        check(&without_method(host), &[], &[]);
    }
    for host in ["10.0.4.17", "'[fd00::17]'", "fd00::17:8883", "mqtt.woodgrove.com:0", "mqtt.woodgrove.com:65536"] {
        check(&without_method(host), &[("host-port-invalid", host)], &[]);
    }
}

#[test]
fn the_local_broker_may_have_its_namespace_and_suffix() {
    let with_identity = |host: &str| {
        mqtt(
            host,
            "
    authentication:
      method: SystemAssignedManagedIdentity
    tls:
      mode: Enabled
      trustedCaCertificateConfigMapRef: mill-bundle
",
        )
    };
    for suffix in ["", ".azure-iot-operations", ".mill", ".mill.svc", ".mill.svc.cluster.local"] {
        let host = format!("aio-broker{suffix}:18883");
        let with_token = with_identity(&host).replace("SystemAssignedManagedIdentity", "Anonymous");
        check(&with_token, &[], &[]);
        let refused = [("auth-method-unsupported", "SystemAssignedManagedIdentity")];
        check(&with_identity(&host), &refused, &[]);
    }
    let host = "aio-broker.${NAMESPACE}:18883";
    let refused = [("auth-method-unsupported", "SystemAssignedManagedIdentity")];
    check(&with_identity(host), &refused, &[("host-port-invalid", host)]);
    check(&with_identity("aio-brokers.woodgrove.com:18883"), &[], &[]);
}

#[test]
fn an_endpoint_without_a_host_is_one_of_the_local_broker() {
    let spec = "
  endpointType: Mqtt
  mqttSettings:
    authentication:
      method: ServiceAccountToken
      serviceAccountTokenSettings:
        audience: aio-internal
";
    check(&endpoint("kiln", spec), &[], &[]);
    let twin = spec.replace("ServiceAccountToken\n", "UserAssignedManagedIdentity\n");
    let twin = twin.replace(
        "serviceAccountTokenSettings:\n        audience: aio-internal",
        "userAssignedManagedIdentitySettings: {clientId: a, tenantId: b}",
    );
    check(&endpoint("kiln", &twin), &[("auth-method-unsupported", "UserAssignedManagedIdentity")], &[]);
}

#[test]
fn the_default_endpoint_as_it_is_deployed_is_unchanged() {
    let spec = "
  endpointType: Mqtt
  mqttSettings:
    host: aio-broker.azure-iot-operations:18883
    authentication:
      method: ServiceAccountToken
      serviceAccountTokenSettings:
        audience: aio-internal
    tls:
      mode: Enabled
      trustedCaCertificateConfigMapRef: azure-iot-operations-aio-ca-trust-bundle
";
    let default = |from: &str, to: &str| endpoint("default", &spec.replace(from, to));
    check(&default("", ""), &[], &[]);
    check(&default(".azure-iot-operations:", ":"), &[], &[]);
    check(&default("ref: azure-iot-operations-aio-ca-trust-bundle", "ref: mill-bundle"), &[], &[]);
    check(&default("mode: Enabled", "mode: Disabled"), &[("default-endpoint-changed", "Disabled")], &[]);
    let moved = "aio-broker.azure-iot-operations:18884";
    check(&default(":18883", ":18884"), &[("warning default-endpoint-changed", moved)], &[]);
    check(&default("aio-internal", "mill"), &[("warning default-endpoint-changed", "authentication")], &[]);
}

#[test]
fn a_default_endpoint_whose_settings_are_parameters_is_no_drift() {
    let spec = |port: &str| {
        format!(
            "
  endpointType: Mqtt
  mqttSettings:
    host: ${{SERVICE}}.${{NAMESPACE}}:{port}
    authentication:
      method: ServiceAccountToken
      serviceAccountTokenSettings:
        audience: ${{AUDIENCE}}
    tls:
      mode: Enabled
      trustedCaCertificateConfigMapRef: ${{NAMESPACE}}-aio-ca-trust-bundle
"
        )
    };
    let undecided = |host| {
        [
            MAY_BE_WRITTEN_TO,
            ("default-endpoint-changed", host),
            ("host-port-invalid", host),
            ("perhaps event-grid-host-port", host),
            ("sat-audience-missing", "authentication"),
            ("perhaps auth-method-unsupported", "ServiceAccountToken"),
        ]
    };
    check(&endpoint("default", &spec("18883")), &[], &undecided("${SERVICE}.${NAMESPACE}:18883"));
    let moved = "${SERVICE}.${NAMESPACE}:18884";
    let [written_to, _, others @ ..] = undecided(moved);
    let undecided = [&[written_to], &others[..]].concat();
    check(&endpoint("default", &spec("18884")), &[("warning default-endpoint-changed", moved)], &undecided);
}

#[test]
fn a_cloud_whose_hosts_are_not_documented_is_any_broker() {
    let host = "mill.chinaeast2-1.ts.eventgrid.azure.cn:8883";
    check(&without_method(host), &[], &[]);
    let host = host.trim_end_matches(":8883");
    check(&without_method(host), &[("host-port-invalid", host)], &[]);
}

//! Methods of authentication and their settings.

use super::{EVENT_GRID, FOREIGN, LOCAL, MAY_BE_WRITTEN_TO, check, endpoint, mqtt};

/// An endpoint with TLS, a ConfigMap for it where the broker is not Event Grid, and this authentication.
fn with(host: &str, authentication: &str) -> String {
    let bundle = "\n      trustedCaCertificateConfigMapRef: mill-bundle";
    let bundle = if host == EVENT_GRID { "" } else { bundle };
    let authentication = authentication.trim_matches('\n');
    mqtt(host, &format!("    tls:\n      mode: Enabled{bundle}\n    authentication:\n{authentication}"))
}

#[test]
fn a_system_identity_has_empty_settings_on_the_line_below() {
    let settings = "
      method: SystemAssignedManagedIdentity
      systemAssignedManagedIdentitySettings:
        {}
";
    check(&with(EVENT_GRID, settings), &[], &[MAY_BE_WRITTEN_TO]);
    check(&with(FOREIGN, settings), &[], &[]);
    check(&with(LOCAL, settings), &[("auth-method-unsupported", "SystemAssignedManagedIdentity")], &[]);
}

#[test]
fn empty_settings_on_the_line_below_are_empty() {
    let settings = "
      method: X509Certificate
      x509CertificateSettings:
        {}
";
    check(&with(EVENT_GRID, settings), &[("auth-settings-mismatch", "authentication")], &[MAY_BE_WRITTEN_TO]);
    check(&with(EVENT_GRID, &settings.replace("{}", "{secretRef: kiln-client}")), &[], &[MAY_BE_WRITTEN_TO]);
}

#[test]
fn a_system_identity_may_ask_for_another_audience() {
    let settings = "
      method: SystemAssignedManagedIdentity
      systemAssignedManagedIdentitySettings:
        audience: https://<WHOSE>
";
    check(&with(EVENT_GRID, settings), &[], &[MAY_BE_WRITTEN_TO]);
    let twin = settings.replace("systemAssignedManagedIdentitySettings", "serviceAccountTokenSettings");
    let findings = [("warning auth-settings-mismatch", "serviceAccountTokenSettings")];
    check(&with(EVENT_GRID, &twin), &findings, &[MAY_BE_WRITTEN_TO]);
}

#[test]
fn a_user_identity_needs_its_ids_and_no_scope() {
    let settings = "
      method: UserAssignedManagedIdentity
      userAssignedManagedIdentitySettings:
        clientId: <WHICH>
        tenantId: <WHOSE>
        # of Event Grid where nothing else is said
        # scope: https://<WHAT>
";
    check(&with(EVENT_GRID, settings), &[], &[MAY_BE_WRITTEN_TO]);
    let of_comments = settings.replace("clientId", "# clientId").replace("tenantId", "# tenantId");
    check(&with(EVENT_GRID, &of_comments), &[("auth-settings-mismatch", "authentication")], &[MAY_BE_WRITTEN_TO]);
    check(&with(LOCAL, settings), &[("auth-method-unsupported", "UserAssignedManagedIdentity")], &[]);
}

#[test]
fn a_service_account_token_has_an_audience() {
    let settings = "
      method: ServiceAccountToken
      serviceAccountTokenSettings:
        audience: <WHOSE>
";
    for host in [LOCAL, FOREIGN] {
        check(&with(host, settings), &[], &[("sat-audience-missing", "authentication")]);
        check(&with(host, &settings.replace("<WHOSE>", "mill")), &[], &[]);
        check(&with(host, &settings.replace("<WHOSE>", "")), &[("sat-audience-missing", "authentication")], &[]);
    }
    let refused = [("auth-method-unsupported", "ServiceAccountToken")];
    let undecided = [MAY_BE_WRITTEN_TO, ("sat-audience-missing", "authentication")];
    check(&with(EVENT_GRID, settings), &refused, &undecided);
}

#[test]
fn a_certificate_is_in_a_secret() {
    let settings = "
      method: X509Certificate
      x509CertificateSettings:
        secretRef: <WHICH>
";
    check(&with(LOCAL, settings), &[], &[]);
    check(&with(FOREIGN, settings), &[], &[]);
    check(&with(EVENT_GRID, settings), &[], &[MAY_BE_WRITTEN_TO]);
    let flat = settings.replace("  secretRef", "secretRef");
    let wrong = [("auth-settings-mismatch", "authentication"), ("warning unknown-property", "secretRef")];
    check(&with(FOREIGN, &flat), &wrong, &[]);
}

#[test]
fn nobody_has_settings_that_are_empty() {
    for settings in ["\n        {}", " {}", ""] {
        let settings = format!("      method: Anonymous\n      anonymousSettings:{settings}");
        check(&with(LOCAL, &settings), &[], &[]);
        check(&with(FOREIGN, &settings), &[], &[]);
        check(&with(EVENT_GRID, &settings), &[("auth-method-unsupported", "Anonymous")], &[MAY_BE_WRITTEN_TO]);
    }
    check(&with(LOCAL, "      method: Anonymous"), &[], &[]);
    let twin = "      method: Anonymous\n      x509CertificateSettings: {}";
    check(&with(LOCAL, twin), &[("warning auth-settings-mismatch", "x509CertificateSettings")], &[]);
}

#[test]
fn manifests_may_write_words_in_camel_case() {
    let settings = "
      method: serviceAccountToken
      serviceAccountTokenSettings:
        audience: mill
";
    let camel = |host: &str, settings: &str| {
        let manifest = with(host, settings);
        manifest.replace("endpointType: Mqtt", "endpointType: mqtt").replace("mode: Enabled", "mode: enabled")
    };
    check(&camel(LOCAL, settings), &[], &[]);
    check(&camel(EVENT_GRID, settings), &[("auth-method-unsupported", "serviceAccountToken")], &[MAY_BE_WRITTEN_TO]);
    let disabled = camel(EVENT_GRID, "      method: systemAssignedManagedIdentity").replace("enabled", "disabled");
    check(&disabled, &[("event-grid-tls-disabled", "disabled")], &[MAY_BE_WRITTEN_TO]);
}

#[test]
fn a_telemetry_collector_has_methods_of_its_own() {
    let collector = |method: &str| {
        let spec = format!(
            "
  endpointType: OpenTelemetry
  openTelemetrySettings:
    host: https://collector.mill.svc:4317
    authentication:
      method: {method}
"
        );
        endpoint("collector", &spec).replace("azure.com/v1", "azure.com/v1beta1")
    };
    check(&collector("Anonymous\n      anonymousSettings: {}"), &[], &[]);
    check(&collector("X509Certificate\n      x509CertificateSettings:\n        secretRef: collector-client"), &[], &[]);
    let refused = [("auth-method-unsupported", "SystemAssignedManagedIdentity")];
    check(&collector("SystemAssignedManagedIdentity"), &refused, &[]);
}

#[test]
fn a_consumer_group_disturbs_no_destination() {
    let kafka = |method: &str| {
        let spec = format!(
            "
  endpointType: Kafka
  kafkaSettings:
    host: mill.servicebus.windows.net:9093
    consumerGroupId: kiln-readers
    batching:
      mode: Enabled
      latencyMs: 20
    authentication:
      method: {method}
    tls:
      mode: Enabled
"
        );
        endpoint("hub", &spec)
    };
    check(&(kafka("SystemAssignedManagedIdentity") + &super::flow("default", "hub")), &[], &[]);
    let twin = kafka("ServiceAccountToken\n      serviceAccountTokenSettings: {audience: mill}");
    let wrong = [
        ("auth-method-unsupported", "ServiceAccountToken"),
        ("warning unknown-property", "serviceAccountTokenSettings"),
    ];
    check(&(twin + &super::flow("default", "hub")), &wrong, &[]);
}

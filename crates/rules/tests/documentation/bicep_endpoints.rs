//! Endpoints as the page writes them in Bicep: whole files, methods of authentication, settings.

use super::bicep::{INSTANCE, check, endpoint, mqtt};
use super::{Expected, MAY_BE_WRITTEN_TO, check_files};

const HOST: &str = "host-port-invalid";
const EVENT_GRID: &str = "'mill.northeurope-1.ts.eventgrid.azure.net:8883'";
const LOCAL: &str = "'aio-broker:18883'";
const FOREIGN: &str = "'mqtt.woodgrove.com:8883'";

const TLS: &str = "\n      tls: {\n        mode: 'Enabled'\n      }";
const TLS_WITH_BUNDLE: &str =
    "\n      tls: {\n        mode: 'Enabled'\n        trustedCaCertificateConfigMapRef: 'mill-bundle'\n      }";

/// An endpoint with TLS, a ConfigMap for it where the broker is not Event Grid, and these settings.
fn with(host: &str, settings: &str) -> String {
    let tls = if host == EVENT_GRID { TLS } else { TLS_WITH_BUNDLE };
    mqtt(host, &(settings.trim_end().to_owned() + tls))
}

/// A setting that no rule finds fault with, whatever the broker is.
#[track_caller]
fn harmless(setting: &str) {
    check(&with(LOCAL, setting), &[], &[]);
    check(&with(FOREIGN, setting), &[], &[]);
    check(&with(EVENT_GRID, setting), &[], &[MAY_BE_WRITTEN_TO]);
}

const DEFAULT: &str = "
    endpointType: 'Mqtt'
    mqttSettings: {
      host: 'aio-broker:18883'
      authentication: {
        method: 'ServiceAccountToken'
        serviceAccountTokenSettings: {
          audience: 'aio-internal'
        }
      }
      tls: {
        mode: 'Enabled'
        trustedCaCertificateConfigMapRef: 'azure-iot-operations-aio-ca-trust-bundle'
      }
    }
";

#[test]
fn the_default_endpoint_as_the_page_has_it_is_unchanged() {
    let default = |from: &str, to: &str| INSTANCE.to_owned() + &endpoint("it", "'default'", &DEFAULT.replace(from, to));
    check(&default("", ""), &[], &[]);
    check(&default("'Enabled'", "'Disabled'"), &[("default-endpoint-changed", "'Disabled'")], &[]);
    check(&default(":18883", ":18884"), &[("warning default-endpoint-changed", "'aio-broker:18884'")], &[]);
    check(&default("'aio-internal'", "'mill'"), &[("warning default-endpoint-changed", "authentication")], &[]);
    check(&default("'azure-iot-operations-aio-ca-trust-bundle'", "'mill-bundle'"), &[], &[]);
    let other_name = INSTANCE.to_owned() + &endpoint("it", "'kiln'", &DEFAULT.replace("'aio-internal'", "'mill'"));
    check(&other_name, &[], &[]);
}

#[test]
fn an_installation_whose_default_endpoint_is_made_of_parameters_is_no_drift() {
    let parameters = "param broker { service: string, port: int, audience: string }\nparam where string = 'mill'\n";
    let settings = DEFAULT.replace("'aio-broker:18883'", "'${broker.service}.${where}:${broker.port}'");
    let settings =
        settings.replace("'aio-internal'", "broker.audience").replace("'azure-iot-operations-", "'${where}-");
    let file = |settings: &str| format!("{parameters}{INSTANCE}{}", endpoint("it", "'default'", settings));
    let host = "'${broker.service}.${where}:${broker.port}'";
    let audience = ("sat-audience-missing", "authentication");
    let undecided = [
        MAY_BE_WRITTEN_TO,
        ("default-endpoint-changed", host),
        (HOST, host),
        ("perhaps event-grid-host-port", host),
        audience,
        ("perhaps auth-method-unsupported", "'ServiceAccountToken'"),
    ];
    check(&file(&settings), &[], &undecided);
    let moved = settings.replace("${broker.port}", "18884");
    let host = "'${broker.service}.${where}:18884'";
    check(&file(&moved), &[("warning default-endpoint-changed", host)], &[(HOST, host), audience]);
}

/// A file whose values are parameters with placeholders as their defaults.
fn template(name: &str, host: &str, audience: &str) -> String {
    let parameters = format!(
        "param endpointName string = {name}
param brokerHost string = {host}
param bundle string = '<BUNDLE>'
param audience string = {audience}
"
    );
    let settings = "
    endpointType: 'Mqtt'
    mqttSettings: {
      host: brokerHost
      authentication: {
        method: 'ServiceAccountToken'
        serviceAccountTokenSettings: {
          audience: audience
        }
      }
      tls: {
        mode: 'Enabled'
        trustedCaCertificateConfigMapRef: bundle
      }
    }
";
    parameters + INSTANCE + &endpoint("it", "endpointName", settings)
}

#[test]
fn a_template_is_not_judged_before_its_parameters_are_filled_in() {
    check(
        &template("'<NAME>'", "'<SERVICE>:<NUMBER>'", "'<AUDIENCE>'"),
        &[],
        &[
            MAY_BE_WRITTEN_TO,
            (HOST, "brokerHost"),
            ("perhaps default-endpoint-changed", "brokerHost"),
            ("perhaps event-grid-host-port", "brokerHost"),
            ("sat-audience-missing", "authentication"),
            ("perhaps auth-method-unsupported", "'ServiceAccountToken'"),
            ("perhaps trust-bundle-missing", "tls"),
        ],
    );
    let undecided = [("trust-bundle-missing", "tls")];
    check(&template("'kiln'", "'aio-broker:18884'", "'mill'"), &[], &undecided);
    let wrong = [(HOST, "brokerHost")];
    check(&template("'kiln'", "'aio-broker/18884'", "'mill'"), &wrong, &[]);
    let without = [("sat-audience-missing", "authentication")];
    check(&template("'kiln'", "'aio-broker:18884'", "''"), &without, &undecided);
}

#[test]
fn a_template_of_event_grid_is_known_by_the_end_of_its_host() {
    let file = |host: &str, tls: &str| {
        let settings = format!(
            "
    endpointType: 'Mqtt'
    mqttSettings: {{
      host: eventGridHost
      authentication: {{
        // one of the methods below
        // method: <WHICH>
      }}
      {tls}: {{
        mode: 'Enabled'
      }}
    }}
"
        );
        let parameters = format!("param endpointName string = '<NAME>'\nparam eventGridHost string = '{host}'\n");
        parameters + INSTANCE + &endpoint("it", "endpointName", &settings)
    };
    let host = "<SPACE>.<PLACE>-1.ts.eventgrid.azure.net:8883";
    let undecided = [
        MAY_BE_WRITTEN_TO,
        ("perhaps default-endpoint-changed", "eventGridHost"),
        ("perhaps host-port-invalid", "eventGridHost"),
    ];
    check(&file(host, "tls"), &[], &[&undecided[..], &[("perhaps trust-bundle-missing", "tls")]].concat());
    let without_port = file(&host.replace(":8883", ""), "tls");
    let wrong = [("event-grid-host-port", "eventGridHost")];
    check(&without_port, &wrong, &[&undecided[..], &[("perhaps trust-bundle-missing", "tls")]].concat());
    let wrong = [("warning event-grid-tls-disabled", "mqttSettings"), ("warning unknown-property", "tlz")];
    check(&file(host, "tlz"), &wrong, &undecided);
}

#[test]
fn an_authentication_of_comments_only_is_no_method_at_all() {
    let nothing = "
      authentication: {
        // one of the methods below
        // method: <WHICH>
      }
";
    harmless(nothing);
    let twin = nothing.replace("// method: <WHICH>", "method: 'X509Certificate'");
    check(&with(FOREIGN, &twin), &[("auth-settings-mismatch", "authentication")], &[]);
    let host = "'<HOST>:<PORT>'";
    let undecided = [MAY_BE_WRITTEN_TO, (HOST, host), ("perhaps event-grid-host-port", host)];
    check(&with(host, nothing), &[], &undecided);
}

#[test]
fn a_part_of_a_resource_is_no_file() {
    check("mqttSettings: {\n  qos: 1\n}\n", &[("syntax-error", "mqttSettings")], &[]);
}

/// The members of an authentication.
fn authenticated(members: &str) -> String {
    format!("      authentication: {{\n{}\n      }}", members.trim_matches('\n'))
}

#[test]
fn a_system_identity_may_have_empty_settings_and_another_audience() {
    let settings = authenticated(
        "
        method: 'SystemAssignedManagedIdentity'
        systemAssignedManagedIdentitySettings: {}
",
    );
    check(&with(EVENT_GRID, &settings), &[], &[MAY_BE_WRITTEN_TO]);
    check(&with(FOREIGN, &settings), &[], &[]);
    check(&with(LOCAL, &settings), &[("auth-method-unsupported", "'SystemAssignedManagedIdentity'")], &[]);
    let other = settings.replace("{}", "{\n          audience: 'https://<WHOSE>'\n        }");
    check(&with(EVENT_GRID, &other), &[], &[MAY_BE_WRITTEN_TO]);
    let twin = other.replace("systemAssignedManagedIdentitySettings", "serviceAccountTokenSettings");
    let findings = [("warning auth-settings-mismatch", "serviceAccountTokenSettings")];
    check(&with(EVENT_GRID, &twin), &findings, &[MAY_BE_WRITTEN_TO]);
}

#[test]
fn a_user_identity_needs_its_ids_and_no_scope() {
    let settings = authenticated(
        "
        method: 'UserAssignedManagedIdentity'
        userAssignedManagedIdentitySettings: {
          clientId: '<WHICH>'
          tenantId: '<WHOSE>'
          // of Event Grid where nothing else is said
          // scope: 'https://<WHAT>'
        }
",
    );
    check(&with(EVENT_GRID, &settings), &[], &[MAY_BE_WRITTEN_TO]);
    let of_comments = settings.replace("clientId", "// clientId").replace("tenantId", "// tenantId");
    check(&with(EVENT_GRID, &of_comments), &[("auth-settings-mismatch", "authentication")], &[MAY_BE_WRITTEN_TO]);
    check(&with(LOCAL, &settings), &[("auth-method-unsupported", "'UserAssignedManagedIdentity'")], &[]);
    let deployed =
        settings.replace("'<WHICH>'", "reference('mill').clientId").replace("'<WHOSE>'", "tenant().tenantId");
    check(&with(EVENT_GRID, &deployed), &[], &[MAY_BE_WRITTEN_TO]);
}

#[test]
fn a_service_account_token_has_an_audience() {
    let settings = |audience: &str| {
        authenticated(&format!(
            "
        method: 'ServiceAccountToken'
        serviceAccountTokenSettings: {{
          audience: {audience}
        }}
"
        ))
    };
    for host in [LOCAL, FOREIGN] {
        let undecided = [("sat-audience-missing", "authentication")];
        check(&with(host, &settings("'<WHOSE>'")), &[], &undecided);
        check(&with(host, &settings("'mill'")), &[], &[]);
        check(&with(host, &settings("''")), &[("sat-audience-missing", "authentication")], &[]);
        check(&with(host, &settings("null")), &[("sat-audience-missing", "authentication")], &[]);
    }
    let refused = [("auth-method-unsupported", "'ServiceAccountToken'")];
    check(&with(EVENT_GRID, &settings("'mill'")), &refused, &[MAY_BE_WRITTEN_TO]);
}

#[test]
fn nobody_has_no_settings_in_bicep() {
    let nobody = authenticated("        method: 'Anonymous'");
    check(&with(LOCAL, &nobody), &[], &[]);
    check(&with(FOREIGN, &nobody), &[], &[]);
    check(&with(EVENT_GRID, &nobody), &[("auth-method-unsupported", "'Anonymous'")], &[MAY_BE_WRITTEN_TO]);
    let manifest = "apiVersion: connectivity.iotoperations.azure.com/v1
kind: DataflowEndpoint
metadata:
  name: kiln
spec:
  endpointType: Mqtt
  mqttSettings:
    authentication:
      method: anonymous
      anonymousSettings:
        {}
";
    check_files(&[("kiln.yaml", manifest), ("main.bicep", &with(LOCAL, &nobody))], &[], &[]);
}

#[test]
fn bicep_has_one_spelling_of_a_word() {
    let settings = authenticated(
        "
        method: 'serviceAccountToken'
        serviceAccountTokenSettings: { audience: 'mill' }
",
    );
    check(&with(LOCAL, &settings), &[("auth-method-unsupported", "'serviceAccountToken'")], &[]);
    check(&with(LOCAL, &settings.replace("'service", "'Service")), &[], &[]);
}

#[test]
fn tls_is_on_or_off() {
    let tls = |mode: &str| format!("      tls: {{\n        mode: {mode} // the other is possible too\n      }}");
    check(&mqtt(EVENT_GRID, &tls("'Enabled'")), &[], &[MAY_BE_WRITTEN_TO]);
    check(&mqtt(EVENT_GRID, &tls("'Disabled'")), &[("event-grid-tls-disabled", "'Disabled'")], &[MAY_BE_WRITTEN_TO]);
    check(&mqtt(LOCAL, &tls("'Disabled'")), &[], &[]);
    check(&mqtt(LOCAL, &tls("'Enabled'")), &[("warning trust-bundle-missing", "tls")], &[]);
    check(&mqtt(FOREIGN, &tls("'Enabled'")), &[("note trust-bundle-missing", "tls")], &[]);
    let bundle_alone = "      tls: {\n        trustedCaCertificateConfigMapRef: '<WHICH>'\n      }";
    check(&mqtt(LOCAL, bundle_alone), &[], &[]);
    check(&mqtt(EVENT_GRID, bundle_alone), &[("warning event-grid-tls-disabled", "tls")], &[MAY_BE_WRITTEN_TO]);
}

#[test]
fn settings_of_mqtt_itself() {
    for setting in [
        "      clientIdPrefix: '<WHICH>'",
        "      qos: 1 // 0 is possible too",
        "      sessionExpirySeconds: 900",
        "      maxInflightMessages: 50",
        "      keepAliveSeconds: 30",
        "      cloudEventAttributes : 'Propagate' // there is another way",
    ] {
        harmless(setting);
    }
}

const WRITTEN_TO: &Expected<'_> = &[MAY_BE_WRITTEN_TO];

#[test]
fn web_sockets_have_a_port_of_their_own() {
    let sockets = "      protocol: 'WebSockets'";
    check(&with(LOCAL, sockets), &[], &[]);
    check(&with(FOREIGN, sockets), &[], &[]);
    check(&with(EVENT_GRID, sockets), &[("event-grid-host-port", EVENT_GRID)], WRITTEN_TO);
    check(&with(EVENT_GRID, sockets).replace(":8883", ":443"), &[], WRITTEN_TO);
}

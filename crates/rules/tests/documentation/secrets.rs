//! Secrets with client certificates. Nothing in them is real.

use super::{EVENT_GRID, FOREIGN, check, endpoint, mqtt};

const KEYS: &str = "secret-keys-missing";

/// A Secret in the endpoint's namespace with these members.
fn secret(members: &str) -> String {
    format!(
        "apiVersion: v1
kind: Secret
metadata:
  name: kiln-client
  namespace: azure-iot-operations
{}
---
",
        members.trim_matches('\n')
    )
}

/// An endpoint that authenticates with the Secret.
fn user(host: &str) -> String {
    let settings = "
    retain: Never
    authentication:
      method: X509Certificate
      x509CertificateSettings:
        secretRef: kiln-client
    tls:
      mode: Enabled
      trustedCaCertificateConfigMapRef: mill-bundle
";
    mqtt(host, settings)
}

const PAIR: &str = "
data:
  client_cert.pem: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCg==
  client_key.pem: a2V5
";

#[test]
fn a_certificate_and_a_key_need_no_intermediates() {
    for host in [FOREIGN, EVENT_GRID] {
        check(&(user(host) + &secret(PAIR)), &[], &[]);
        let intermediates = format!("{}\n  client_intermediate_certs.pem: LS0t", PAIR.trim_end());
        check(&(user(host) + &secret(&intermediates)), &[], &[]);
        let without_key = PAIR.replace("client_key.pem", "client_intermediate_certs.pem");
        check(&(user(host) + &secret(&without_key)), &[(KEYS, "data")], &[]);
    }
}

#[test]
fn a_secret_may_be_made_from_a_vault() {
    let sync = |key: &str| {
        format!(
            "apiVersion: secret-sync.x-k8s.io/v1alpha1
kind: SecretSync
metadata:
  name: kiln-client
  namespace: azure-iot-operations
spec:
  secretObject:
    type: Opaque
    data:
      - sourcePath: kiln-certificate
        targetKey: client_cert.pem
      - sourcePath: kiln-key
        targetKey: {key}
"
        )
    };
    check(&(user(FOREIGN) + &sync("client_key.pem")), &[], &[]);
    check(&(user(FOREIGN) + &sync("tls.key")), &[(KEYS, "data")], &[]);
}

#[test]
fn a_secret_that_is_filled_in_later_may_be_this_one() {
    let wrong = secret("data:\n  tls.crt: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCg==");
    let unsure = user(FOREIGN).replace("kiln-client", "<WHICH>") + &wrong;
    check(&unsure, &[], &[("perhaps secret-keys-missing", "data")]);
    check(&(user(FOREIGN) + &wrong), &[(KEYS, "data")], &[]);
}

#[test]
fn the_names_of_tls_secrets_are_right_for_telemetry_only() {
    let members = "
type: kubernetes.io/tls
data:
  tls.crt: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCg==
  tls.key: a2V5
";
    let collector = endpoint(
        "collector",
        "
  endpointType: OpenTelemetry
  openTelemetrySettings:
    host: collector.mill.svc:4317
    authentication:
      method: X509Certificate
      x509CertificateSettings:
        secretRef: kiln-client
",
    );
    check(&(collector.clone() + &secret(members)), &[], &[("perhaps secret-keys-missing", "data")]);
    check(&(collector + &user(FOREIGN) + &secret(members)), &[(KEYS, "data")], &[]);
}

#[test]
fn a_secret_of_another_namespace_is_another_secret() {
    let elsewhere = secret(&PAIR.replace("client_", "")).replace("namespace: azure-iot-operations", "namespace: mill");
    check(&(user(FOREIGN) + &elsewhere), &[], &[("perhaps secret-keys-missing", "data")]);
    let anywhere = elsewhere.replace("\n  namespace: mill", "");
    check(&(user(FOREIGN) + &anywhere), &[(KEYS, "data")], &[]);
}

#[test]
fn a_key_with_a_password_is_of_no_use() {
    let members = |label: &str| {
        format!(
            "
stringData:
  client_cert.pem: ${{CERTIFICATE}}
  client_key.pem: |
    -----BEGIN {label}-----
    bm90aGluZw==
    -----END {label}-----
"
        )
    };
    for label in ["EC PRIVATE KEY", "PRIVATE KEY", "RSA PRIVATE KEY"] {
        check(
            &(user(FOREIGN) + &secret(&members(label))),
            &[],
            &[("perhaps private-key-encrypted", "client_cert.pem")],
        );
    }
    let finding = [("private-key-encrypted", "client_key.pem")];
    let undecided = [("perhaps private-key-encrypted", "client_cert.pem")];
    check(&(user(FOREIGN) + &secret(&members("ENCRYPTED PRIVATE KEY"))), &finding, &undecided);
}

#[test]
fn a_boundary_with_a_dash_too_few_begins_no_block() {
    let members = "
stringData:
  client_cert.pem: none
  client_key.pem: |
    -----BEGIN EC PRIVATE KEY----
    bm90aGluZw==
    -----END EC PRIVATE KEY-----
";
    check(&(user(FOREIGN) + &secret(members)), &[], &[]);
}

//! Two habits of YAML that the page has in Bicep: a word without quotes, and members without braces. Each has
//! twins that are right and silent.

use super::bicep::{check, found, mqtt};

const BARE: &str = "bare-identifier";
const BRACES: &str = "missing-braces";

/// An endpoint of the local broker that no rule finds fault with, with these settings besides.
fn with(settings: &str) -> String {
    let tls = "      tls: {
        mode: 'Enabled'
        trustedCaCertificateConfigMapRef: 'mill-bundle'
      }";
    mqtt("'aio-broker:18883'", &format!("{}\n{tls}", settings.trim_matches('\n')))
}

#[test]
fn a_word_without_quotes_is_found_once_where_it_stands() {
    let retain = "      retain: Keep // the other is Never";
    let protocol = "      protocol: WebSockets";
    check(&with(retain), &[(BARE, "Keep")], &[]);
    check(&with(protocol), &[(BARE, "WebSockets")], &[]);
    check(&with(&format!("{retain}\n{protocol}")), &[(BARE, "Keep"), (BARE, "WebSockets")], &[]);
    check(&with(&format!("{protocol}\n{retain}")), &[(BARE, "WebSockets"), (BARE, "Keep")], &[]);
}

#[test]
fn a_word_is_right_with_quotes_or_if_it_is_declared() {
    check(&with("      retain: 'Keep' // the other is Never\n      protocol: 'WebSockets'"), &[], &[]);
    let declared = "var Keep = 'Keep'\nparam WebSockets string = 'WebSockets'\n";
    let words = with("      retain: Keep\n      protocol: WebSockets");
    check(&format!("{declared}{words}"), &[], &[]);
    check(&format!("var keep = 'Keep'\n{words}"), &[(BARE, "Keep"), (BARE, "WebSockets")], &[]);
    check(&with("      retain: 'Keep' // retain: Never\n      // protocol: WebSockets"), &[], &[]);
}

const CERTIFICATE: &str = "
      authentication: {
        method: 'X509Certificate'
        x509CertificateSettings:
          secretRef: 'mill-client'
      }
";

#[test]
fn members_without_braces_are_found_at_their_key() {
    let key = (BRACES, "x509CertificateSettings");
    found(&with(CERTIFICATE), &[key]);
    let parameter = CERTIFICATE.replace("'mill-client'", "which");
    found(&format!("param which string\n{}", with(&parameter)), &[key]);
    found(&with(&format!("{CERTIFICATE}      retain: Keep")), &[key, (BARE, "Keep")]);
}

#[test]
fn members_in_braces_are_right_however_they_are_indented() {
    let braces = CERTIFICATE.replace("Settings:\n", "Settings: {\n").replace("'mill-client'\n", "'mill-client'\n}\n");
    check(&with(&braces), &[], &[]);
    check(&with(&braces.replace("\n          secretRef", "\nsecretRef")), &[], &[]);
    check(&with(&braces.replace("{\n          secretRef: 'mill-client'\n}", "{ secretRef: 'mill-client' }")), &[], &[]);
}

//! What must not be in an output, and every way to get one.

use std::fmt::Write as _;

use crate::support::{Folder, Run};

/// No piece of a secret of so many bytes may be shown.
const PIECE: usize = 12;

/// The body of a private key; not a real one.
pub(crate) const BODY: [&str; 3] = [
    "MIIFHDBOBgkqhkiG9w0BBQ0wQTApBgkqhkiG9w0BBQwwHAQIc2VjcmV0a2V5MQIC",
    "CAAwDAYIKoZIhvcNAgkFADAUBggqhkiG9w0DBwQIbm90YXJlYWxrZXkEggTIdGhl",
    "cmVpc25vdGhpbmd0b3NlZWhlcmVhdGFsbGp1c3R3b3Jkcw==",
];

/// A password that is no key.
pub(crate) const PASSWORD: &str = "hunter2-correct-horse-battery";

/// An encrypted key as PKCS#8 has it.
pub(crate) fn pkcs8() -> String {
    let body = BODY.join("\n");
    format!("-----BEGIN ENCRYPTED PRIVATE KEY-----\n{body}\n-----END ENCRYPTED PRIVATE KEY-----\n")
}

/// An encrypted key in the older form.
pub(crate) fn legacy() -> String {
    let body = BODY.join("\n");
    let headers = "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00112233445566778899AABBCCDDEEFF\n";
    format!("-----BEGIN RSA PRIVATE KEY-----\n{headers}\n{body}\n-----END RSA PRIVATE KEY-----\n")
}

/// `text` with every line indented by so many spaces.
pub(crate) fn indented(text: &str, spaces: usize) -> String {
    text.lines().fold(String::new(), |mut all, line| {
        let _ = writeln!(all, "{:spaces$}{line}", "");
        all
    })
}

pub(crate) fn base64(text: &str) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let group = |bytes: &[u8]| {
        let bits = (0..3).fold(0, |bits, at| bits << 8 | usize::from(bytes.get(at).copied().unwrap_or(0)));
        let letter = |at: usize| if at <= bytes.len() { LETTERS[bits >> (18 - 6 * at) & 63] } else { b'=' };
        [0, 1, 2, 3].map(|at| char::from(letter(at)))
    };
    text.as_bytes().chunks(3).flat_map(group).collect()
}

/// An endpoint that authenticates with the Secret `client`.
pub(crate) const USER: &str = "\
apiVersion: connectivity.iotoperations.azure.com/v1
kind: DataflowEndpoint
metadata:
  name: remote
spec:
  endpointType: Mqtt
  mqttSettings:
    host: mqtt.contoso.com:8883
    authentication:
      method: X509Certificate
      x509CertificateSettings:
        secretRef: client
";

/// The head of the Secret `client`.
pub(crate) const HEAD: &str = "apiVersion: v1\nkind: Secret\nmetadata:\n  name: client\n";

/// Every way to print something of a file.
const COMMANDS: [&[&str]; 8] = [
    &["check", "--notes", "--show-undecided"],
    &["check", "--format", "concise", "--notes", "--show-undecided"],
    &["check", "--format", "json"],
    &["check", "a.yaml", "--as-manifest", "--isolated", "--show-undecided"],
    &["check", "z.yaml", "--notes"],
    &["check", "--rules", RULES, "--notes", "--show-undecided"],
    &["inspect", "a.yaml"],
    &["inspect", "a.yaml", "--format", "json"],
];

/// Rules that tell all that they can.
pub(crate) const RULES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/key_text/rules");

/// Runs everything on a file beside an endpoint that uses its Secret. Nothing shows a secret; `says` is in the
/// output of the first command, so that there is something to show.
#[track_caller]
pub(crate) fn assert_hidden(name: &str, text: &str, secrets: &[&str], says: &str) {
    let folder = Folder::with("a.yaml", text).and("z.yaml", USER);
    for (number, arguments) in COMMANDS.into_iter().enumerate() {
        let run = folder.run(arguments);
        assert_none(name, arguments, &run, secrets);
        assert!(number > 0 || run.stdout.contains(says), "{name}: `{says}` is missing: {}", run.stdout);
    }
}

/// No output of the run shows a piece of a secret, plain or encoded.
#[track_caller]
pub(crate) fn assert_none(name: &str, arguments: &[&str], run: &Run, secrets: &[&str]) {
    assert!(matches!(run.code, Some(0 | 1)), "{name}: {arguments:?}: {run:#?}");
    for secret in secrets {
        for form in [(*secret).to_owned(), secret.to_ascii_lowercase(), base64(secret), base64(&base64(secret))] {
            for output in [&run.stdout, &run.stderr] {
                let pieces = form.as_bytes().windows(PIECE.min(form.len()));
                for piece in pieces.filter_map(|piece| std::str::from_utf8(piece).ok()) {
                    assert!(!output.contains(piece), "{name}: {arguments:?} shows {piece}:\n{output}");
                }
            }
        }
    }
}

#[test]
fn base64_is_that_of_rfc_4648() {
    let encoded = ["", "f", "fo", "foo", "foob", "fooba", "foobar"].map(base64);
    assert_eq!(encoded, ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"]);
}

//! Keys and passwords where they are not expected: beside a Secret's data, in lists, in other kinds.

use crate::assert::{BODY, HEAD, PASSWORD, RULES, USER, assert_hidden, assert_none, base64, indented, legacy, pkcs8};
use crate::support::Folder;

#[test]
fn keys_in_a_config_map() {
    let head = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: client\ndata:\n  a: 1\n  a: 2\n";
    for key in [pkcs8(), legacy()] {
        let encoded = base64(&key);
        let shifted = [base64(&format!("k{key}")), base64(&format!("ke{key}"))];
        for (name, value) in [
            ("literal", format!("|\n{}", indented(&key, 4))),
            ("quoted", format!("\"{}\"", key.replace('\n', "\\n"))),
            ("flow", format!("{{a: \"{0}\", a: \"{0}\"}}", key.replace('\n', "\\n"))),
            ("encoded", encoded.clone()),
            ("encoded twice", format!("{{a: {encoded}, a: {encoded}}}")),
            ("encoded with more before it", format!("{{a: {0}, a: {1}}}", shifted[0], shifted[1])),
        ] {
            let text = format!("{head}  key: {value}\n  key: {value}\n");
            assert_hidden(name, &text, &BODY, "AIO003");
        }
    }
}

#[test]
fn a_folded_label_is_that_of_a_key() {
    let key = pkcs8().replace("ENCRYPTED PRIVATE KEY", "ENCRYPTED\n    PRIVATE\n    KEY").replace('\n', "\n    ");
    let text = format!("apiVersion: v1\nkind: ConfigMap\ndata: {{a: \"{key}\", a: \"{key}\"}}\n");
    assert_hidden("folded label", &text, &BODY, "AIO003");
}

#[test]
fn keys_that_a_rule_interpolates() {
    let key = indented(&pkcs8(), 4);
    let text = format!("apiVersion: v1\nkind: Secret\nmetadata:\n  name: client\nstringData:\n  password: |\n{key}");
    assert_hidden("password", &text, &[&BODY[..], &[&base64(&pkcs8())]].concat(), "AIO502");
    let text = format!("{HEAD}data:\n  password: {}\n", base64(&pkcs8()));
    assert_hidden("password", &text, &[&BODY[..], &[&base64(&pkcs8())]].concat(), "AIO502");
}

#[test]
fn what_kubectl_writes_of_a_secret() {
    let encoded = base64(PASSWORD);
    let applied = format!(
        "{{\"apiVersion\":\"v1\",\"data\":{{\"password\":\"{encoded}\"}},\"kind\":\"Secret\",\
         \"stringData\":{{\"password\":\"{PASSWORD}\"}}}}"
    );
    for quoted in
        [format!("'{applied}'"), format!("|\n      {applied}"), format!("\"{}\"", applied.replace('"', "\\\""))]
    {
        let name = "kubectl.kubernetes.io/last-applied-configuration";
        let annotations = format!("  annotations:\n    {name}: {quoted}\n    {name}: {quoted}\n");
        let text = format!("{HEAD}{annotations}data:\n  password: {encoded}\n");
        assert_hidden("last applied", &text, &[PASSWORD, &encoded], "AIO003");
    }
}

#[test]
fn secrets_in_lists() {
    let data = format!("  stringData:\n    password: {PASSWORD}\n    b: 1\n    b: {PASSWORD}\n");
    let item = format!("- apiVersion: v1\n  kind: Secret\n  metadata:\n    name: client\n{data}");
    for kind in ["List", "SecretList"] {
        let text = format!("apiVersion: v1\nkind: {kind}\nitems:\n{item}{item}");
        assert_hidden(kind, &text, &[PASSWORD], "AIO003");
    }
}

#[test]
fn what_a_kustomization_makes_secrets_of() {
    let literal = format!("literals: [password={PASSWORD}, password={PASSWORD}]");
    let text = format!(
        "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nsecretGenerator:\n- name: client\n  \
         {literal}\n  {literal}\n"
    );
    assert_hidden("literals", &text, &[PASSWORD], "AIO003");
}

#[test]
fn a_secret_whose_kind_is_written_in_another_way() {
    for kind in ["\"Secret\"", "'Secret'", "!!str Secret", "&kind Secret", ">-\n  Secret", "\n  Secret"] {
        let head = HEAD.replace("kind: Secret", &format!("kind: {kind}"));
        let text = format!("{head}stringData: {{password: {PASSWORD}, password: {PASSWORD}}}\n");
        assert_hidden(kind, &text, &[PASSWORD], "AIO003");
    }
}

#[test]
fn a_secret_beside_other_documents() {
    let secret = format!("{HEAD}stringData: {{password: {PASSWORD}, password: {PASSWORD}}}\n");
    for text in [
        format!("{USER}---\n{secret}"),
        format!("--- # a comment\n{secret}...\n---\n{USER}"),
        format!("a: [\n---\n{secret}---\na: ]\n"),
    ] {
        assert_hidden("beside others", &text, &[PASSWORD], "AIO003");
    }
}

#[test]
fn a_secret_on_standard_input_and_in_colour() {
    let text = format!("{HEAD}stringData: {{password: {PASSWORD}, password: {PASSWORD}}}\n");
    let folder = Folder::with("z.yaml", USER);
    for arguments in [
        &["check", "-"][..],
        &["check", "-", "--stdin-filename", "a.yaml", "--show-undecided"],
        &["check", "-", "--color", "always"],
        &["check", "-", "--format", "json"],
        &["check", "-", "--stdin-filename", "a.yaml", "--rules", RULES, "--format", "json"],
        &["check", "-", "--stdin-filename", "a.yaml", "--rules", RULES, "--format", "concise"],
    ] {
        let run = folder.run_with(arguments, text.clone().into()).code(1).says("AIO003");
        assert_none("standard input", arguments, &run, &[PASSWORD]);
    }
}

#[test]
fn a_key_in_a_rule_that_is_wrong() {
    let rule = format!("---\nid: ORG001\n---\n```yaml good\nkey: |\n{}```\n", indented(&pkcs8(), 2));
    let folder = Folder::with("rules/wrong.md", rule);
    for arguments in [&["rules", "test", "rules"][..], &["check", "--rules", "rules"]] {
        let run = folder.run(arguments).code(2).says("wrong.md");
        assert!(!run.stderr.contains(BODY[1]), "{run:#?}");
    }
}

//! `aiolint fix` and `aiolint check --fix`, as users run them.

#![expect(clippy::disallowed_methods, reason = "looks at the files that the program has written")]

mod support;

use serde_json::Value;
use support::Folder;

/// An endpoint of Event Grid with a wrong port, and a local one that lacks an audience; a byte order mark and Windows'
/// line ends.
const ENDPOINTS: &str = "\u{feff}apiVersion: connectivity.iotoperations.azure.com/v1\r\nkind: DataflowEndpoint\r\nmetadata: {name: cloud}\r\nspec:\r\n  endpointType: Mqtt\r\n  mqttSettings:\r\n    host: \"plant.westeurope-1.ts.eventgrid.azure.net\" # the 😀 cloud\r\n    tls: {mode: Disabled}\r\n---\r\napiVersion: connectivity.iotoperations.azure.com/v1\r\nkind: DataflowEndpoint\r\nmetadata: {name: local}\r\nspec:\r\n  endpointType: Mqtt\r\n  mqttSettings:\r\n    host: aio-broker:1884\r\n    authentication:\r\n      method: ServiceAccountToken\r\n";

fn folder() -> Folder {
    Folder::with("k8s/endpoints.yaml", ENDPOINTS)
}

fn mended() -> String {
    ENDPOINTS.replace("azure.net\"", "azure.net:8883\"").replace("Disabled", "Enabled")
}

fn text(folder: &Folder, path: &str) -> String {
    String::from_utf8(folder.read(path)).expect("it is UTF-8")
}

#[test]
fn fix_writes_what_is_safe_and_says_so() {
    let folder = folder();
    let run = folder.run(&["fix"]).code(0);
    assert_eq!(
        run.stdout,
        "k8s/endpoints.yaml: append `:8883` to `host` (AIO211 event-grid-host-port)\n\
         k8s/endpoints.yaml: set `mode` to `Enabled` (AIO212 event-grid-tls-disabled)\n\
         2 fixes in 1 file; 1 more with --unsafe-fixes\n"
    );
    assert_eq!(text(&folder, "k8s/endpoints.yaml"), mended());
    folder.run(&["fix"]).code(0).says("0 fixes in 0 files; 1 more");
    folder.run(&["fix", "--unsafe-fixes"]).code(0).says("add `audience: aio-internal`");
    let all = mended() + "      serviceAccountTokenSettings:\r\n        audience: aio-internal\r\n";
    assert_eq!(text(&folder, "k8s/endpoints.yaml"), all);
    assert_eq!(
        std::fs::read_dir(folder.path().join("k8s")).expect("it is there").count(),
        1,
        "nothing is left beside it"
    );
}

#[test]
fn diff_shows_what_would_change_and_writes_nothing() {
    let folder = folder();
    let diff = folder.run(&["fix", "--diff", "--select", "AIO212"]).code(1).stdout;
    assert!(diff.starts_with("--- k8s/endpoints.yaml\n+++ k8s/endpoints.yaml\n@@ "), "{diff}");
    assert!(diff.contains("\n-    tls: {mode: Disabled}\r\n+    tls: {mode: Enabled}\r\n"), "{diff}");
    assert_eq!(text(&folder, "k8s/endpoints.yaml"), ENDPOINTS);
    assert_eq!(folder.run(&["fix", "--diff", "--select", "AIO213"]).code(0).stdout, "");
}

#[test]
fn check_with_fix_reports_the_rest() {
    let folder = folder();
    let run = folder.run(&["check", "--fix", "--format", "concise"]);
    assert_eq!(run.code, Some(1), "{run:?}");
    assert!(run.stdout.contains("k8s/endpoints.yaml:17:5: error[AIO203]"), "{}", run.stdout);
    assert!(!run.stdout.contains("AIO211") && !run.stdout.contains("AIO212"), "{}", run.stdout);
    assert!(run.stderr.ends_with("2 fixes in 1 file; 1 more with --unsafe-fixes\n"), "{}", run.stderr);
    assert_eq!(text(&folder, "k8s/endpoints.yaml"), mended());
    let run = folder.run(&["check", "--fix", "--unsafe-fixes", "--format", "json"]);
    let report: Value = serde_json::from_str(&run.stdout).expect("what was fixed is not told there");
    assert!(!report["findings"].to_string().contains("AIO203"), "{report}");
    folder.run_with(&["check", "--fix", "-"], Vec::new()).code(2).says("aiolint fix -");
    folder.run(&["check", "--unsafe-fixes"]).code(2).says("--fix");
}

#[test]
fn standard_input_goes_to_standard_output() {
    let folder = folder();
    let run = folder.run_with(&["fix", "-"], ENDPOINTS.into()).code(0);
    assert_eq!(run.stdout, mended());
    let bicep = "var x = 1\n";
    let run = folder.run_with(&["fix", "-", "--stdin-filename", "a.bicep"], bicep.into()).code(0);
    assert_eq!(run.stdout, bicep, "there is nothing to fix");
    folder.run_with(&["fix", "-", "k8s"], Vec::new()).code(2).says("`-` stands alone");
    assert_eq!(text(&folder, "k8s/endpoints.yaml"), ENDPOINTS);
}

#[test]
fn only_what_is_named_is_changed() {
    let folder = folder().and(".git/config", "").and("other.yaml", ENDPOINTS);
    folder.run(&["fix", "k8s"]).code(0).says("2 fixes in 1 file");
    assert_eq!(text(&folder, "other.yaml"), ENDPOINTS);
    assert_eq!(text(&folder, "k8s/endpoints.yaml"), mended());
}

#[test]
fn what_is_shared_or_filled_in_later_is_left_alone() {
    let shared = "apiVersion: connectivity.iotoperations.azure.com/v1\nkind: DataflowEndpoint\nmetadata: {name: a}\nspec:\n  endpointType: Mqtt\n  mqttSettings: &settings\n    host: plant.westeurope-1.ts.eventgrid.azure.net:8883\n    tls: {mode: Disabled}\n  other: *settings\n";
    let chart = "apiVersion: connectivity.iotoperations.azure.com/v1\nkind: DataflowEndpoint\nmetadata: {name: {{ .Values.name }}}\nspec:\n  endpointType: Mqtt\n  mqttSettings:\n    host: plant.westeurope-1.ts.eventgrid.azure.net:8883\n    tls: {mode: Disabled}\n";
    let module = "param mode string = 'Disabled'\nresource a 'Microsoft.IoTOperations/instances/dataflowEndpoints@2025-10-01' = {\n  name: 'plant/a'\n  properties: {\n    endpointType: 'Mqtt'\n    mqttSettings: {\n      host: 'plant.westeurope-1.ts.eventgrid.azure.net:8883'\n      tls: { mode: mode }\n    }\n  }\n}\n";
    let folder = Folder::with("shared.yaml", shared).and("chart.yaml", chart).and("module.bicep", module);
    let found = folder.run(&["check", "--select", "AIO212", "--format", "concise"]).code(1).stdout;
    assert_eq!(found.matches("AIO212").count(), 3, "{found}");
    folder.run(&["fix", "--unsafe-fixes", "--select", "AIO212"]).code(0).says("0 fixes in 0 files");
}

#[cfg(unix)]
#[test]
fn links_and_read_only_files_are_not_written() {
    let folder = folder();
    let link = folder.path().join("link.yaml");
    std::os::unix::fs::symlink(folder.path().join("k8s/endpoints.yaml"), &link).expect("links can be made");
    folder.run(&["fix", "link.yaml"]).code(2).says("can't change `link.yaml`");
    let file = folder.path().join("k8s/endpoints.yaml");
    let mut permissions = std::fs::metadata(&file).expect("it is there").permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&file, permissions).expect("it is ours");
    folder.run(&["fix", "k8s"]).code(2).says("it is read-only");
    assert_eq!(text(&folder, "k8s/endpoints.yaml"), ENDPOINTS);
}

/// A text with one replacement of a report applied; lines and UTF-16 units count from 1.
fn replaced(text: &str, region: &Value, with: &str) -> String {
    let offset = |line: &str, column: &str| {
        let number = |name: &str| usize::try_from(region[name].as_u64().expect("a number")).expect("it is small");
        let before: usize = text.split_inclusive('\n').take(number(line) - 1).map(str::len).sum();
        let units: Vec<u16> = text[before..].encode_utf16().take(number(column) - 1).collect();
        before + String::from_utf16(&units).expect("no half character").len()
    };
    let (start, end) = (offset("startLine", "startColumn"), offset("endLine", "endColumn"));
    format!("{}{with}{}", &text[..start], &text[end..])
}

#[test]
fn sarif_and_json_carry_the_fix() {
    let folder = folder();
    let log: Value =
        serde_json::from_str(&folder.run(&["check", "--format", "sarif", "--select", "AIO211"]).code(1).stdout)
            .expect("it is JSON");
    let fix = &log["runs"][0]["results"][0]["fixes"][0];
    assert_eq!(fix["description"]["text"], "append `:8883` to `host`");
    let change = &fix["artifactChanges"][0];
    assert_eq!(change["artifactLocation"]["uri"], "k8s/endpoints.yaml");
    let replacement = &change["replacements"][0];
    let with = replacement["insertedContent"]["text"].as_str().expect("a text");
    let plain = ENDPOINTS.trim_start_matches('\u{feff}');
    let expected = plain.replace("azure.net\"", "azure.net:8883\"");
    assert_eq!(replaced(plain, &replacement["deletedRegion"], with), expected);

    let report: Value =
        serde_json::from_str(&folder.run(&["check", "--format", "json", "--select", "AIO211"]).code(1).stdout)
            .expect("it is JSON");
    let fix = &report["findings"][0]["fix"];
    assert_eq!((&fix["safe"], &fix["title"]), (&true.into(), &"append `:8883` to `host`".into()));
    let edit = &fix["edits"][0];
    let offset = |end: &str| usize::try_from(edit["range"][end]["offset"].as_u64().expect("a number")).expect("small");
    let mut text = plain.to_owned();
    text.replace_range(offset("start")..offset("end"), edit["text"].as_str().expect("a text"));
    assert_eq!(text, expected);
}

#[test]
fn a_diff_shows_no_secrets() {
    let secret = "apiVersion: v1\nkind: Secret\nmetadata:\n  name: client\nstringData:\n  tls.crt: hunter2-certificate\n  tls.key: hunter2-key\n---\napiVersion: connectivity.iotoperations.azure.com/v1\nkind: DataflowEndpoint\nmetadata: {name: a}\nspec:\n  endpointType: Mqtt\n  mqttSettings:\n    host: mqtt.contoso.com:8883\n    authentication: {method: X509Certificate, x509CertificateSettings: {secretRef: client}}\n";
    let folder = Folder::with("a.yaml", secret);
    let diff = folder.run(&["fix", "--diff", "--unsafe-fixes"]).code(1).says("client_key.pem").stdout;
    assert!(!diff.contains("hunter2"), "{diff}");
    folder.run(&["fix", "--unsafe-fixes"]).code(0);
    let mended = secret.replace("tls.crt", "client_cert.pem").replace("tls.key", "client_key.pem");
    assert_eq!(text(&folder, "a.yaml"), mended);
}

/// Rules of a user with the kinds of fix that no built-in rule has yet; each example is run with its fix.
#[test]
fn lists_are_sorted_and_parts_of_texts_replaced() {
    let rule = |id: &str, front: &str, examples: &str| {
        let head = format!("---\nid: {id}\n{front}source: a test\nsince: \"1\"\n---\nIn order.\n\nOr else.\n\n");
        head + &examples.replace('~', "```")
    };
    let sort = rule(
        "ORG001",
        "select: Dataflow\nchecks:\n  - severity: note\n    when: |\n      size(spec.operations) == 2\n    require: |\n      \
         spec.operations[0].operationType == 'Source'\n    at: spec.operations\n    message: the source comes first\n    \
         fix:\n      - sort: spec.operations\n        by: operationType\n        order: [Source, BuiltInTransformation, \
         Destination]\n        safe: true\n",
        "~yaml bad\napiVersion: connectivity.iotoperations.azure.com/v1\nkind: Dataflow\nmetadata:\n  name: a\nspec:\n  \
         operations:\n# ^^^^^^^^^^ comes first\n    - operationType: Destination\n      destinationSettings: \
         {endpointRef: default, dataDestination: b}\n    - operationType: source\n      sourceSettings: {endpointRef: \
         default, dataSources: [a]}\n~\n\n~yaml fixed\napiVersion: connectivity.iotoperations.azure.com/v1\nkind: \
         Dataflow\nmetadata:\n  name: a\nspec:\n  operations:\n    - operationType: source\n      sourceSettings: \
         {endpointRef: default, dataSources: [a]}\n    - operationType: Destination\n      destinationSettings: \
         {endpointRef: default, dataDestination: b}\n~\n\n~yaml good\napiVersion: \
         connectivity.iotoperations.azure.com/v1\nkind: Dataflow\nmetadata: {name: a}\nspec: {operations: []}\n~\n",
    );
    let replace = rule(
        "ORG002",
        "select: Secret\nchecks:\n  - severity: note\n    when: |\n      has(body.stringData.accessToken)\n    require: \
         |\n      !body.stringData.accessToken.contains('?sv=')\n    at: body.stringData.accessToken\n    message: a \
         token begins with its version\n    fix:\n      - replace: body.stringData.accessToken\n        part: '?sv='\n        \
         value: 'sv='\n        safe: true\n",
        "~yaml bad\napiVersion: v1\nkind: Secret\nmetadata:\n  name: a\nstringData:\n  accessToken: |\n    ?sv=1\n#   ^ \
         begins with its version\n~\n\n~yaml fixed\napiVersion: v1\nkind: Secret\nmetadata:\n  name: a\nstringData:\n  \
         accessToken: |\n    sv=1\n~\n\n~yaml good\napiVersion: v1\nkind: Secret\nmetadata: {name: a}\n~\n",
    );
    let folder = Folder::with("rules/sort-operations.md", &sort).and("rules/token-mark.md", &replace);
    folder.run(&["rules", "test", "rules"]).code(0).says("2 rules, 4 examples: all hold");
    let wrong = sort.replace("ORG001", "ORG003").replace("        by: operationType\n", "");
    let folder = folder.and("rules/wrong.md", &wrong);
    folder.run(&["rules", "test", "rules"]).code(2).says("goes with `by` and `order`");
}

//! A line of megabytes gives an output that can be read.

use serde_json::Value;

use crate::support::{Folder, Run};

const MEGABYTE: usize = 1 << 20;

/// An endpoint on one line, with two mistakes a megabyte apart, and a megabyte after the last.
fn flow() -> String {
    let pad = |name: &str| format!("{name}: \"{}\"", "é".repeat(MEGABYTE / 2));
    format!(
        "{{apiVersion: connectivity.iotoperations.azure.com/v1, kind: DataflowEndpoint, metadata: {{name: wide}}, \
         spec: {{endpointType: Mqtt, mqttSettings: {{host: \"https://mqtt.contoso.com\", {}, \
         authentication: {{method: ServiceAccountToken}}}}}}, {}}}\n",
        pad("before"),
        pad("after")
    )
}

#[track_caller]
fn assert_short(run: &Run) {
    assert!(run.stdout.len() < MEGABYTE, "{} bytes", run.stdout.len());
    let longest = run.stdout.lines().map(|line| line.chars().count()).max().unwrap_or_default();
    assert!(longest < 3_000, "a line of {longest} characters");
}

#[test]
fn findings_on_a_long_line_are_shown_with_what_is_around_them() {
    let folder = Folder::with("a.yaml", flow());
    for arguments in [&["check"][..], &["check", "--color", "always"], &["check", "--format", "concise"]] {
        let run = folder.run(arguments).code(1).says("AIO201").says("AIO203");
        assert_short(&run);
    }
    let run = folder.run(&["check"]).code(1);
    let host = run.stdout.lines().find(|line| line.contains("contoso.com\",")).expect("the line of the host");
    let marks = run.stdout.lines().find(|line| line.contains("^ no `<hostname>:<port>`")).expect("its marks");
    let column = |line: &str, what: &str| line[..line.find(what).unwrap()].chars().count();
    assert_eq!(column(host, "\"https:"), column(marks, "^"), "{host}\n{marks}");
    assert_eq!(marks.matches('^').count(), "\"https://mqtt.contoso.com\"".len());
    assert!(host.contains('…'), "{host}");
}

#[test]
fn columns_are_those_of_the_line_not_of_what_is_shown_of_it() {
    let text = flow();
    let folder = Folder::with("a.yaml", &text);
    let run = folder.run(&["check", "--format", "json"]).code(1);
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    for finding in report["findings"].as_array().unwrap() {
        let start = &finding["range"]["start"];
        let offset = usize::try_from(start["offset"].as_u64().unwrap()).unwrap();
        let column = text[..offset].chars().count() + 1;
        assert_eq!(start["column"], column);
        for format in ["full", "concise"] {
            folder.run(&["check", "--format", format]).code(1).says(&format!("a.yaml:1:{column}"));
        }
    }
}

#[test]
fn a_value_of_two_megabytes_is_cut_in_messages() {
    let endpoint = |host: &str, name: &str| {
        format!(
            "apiVersion: connectivity.iotoperations.azure.com/v1\nkind: DataflowEndpoint\nmetadata:\n  name: {name}\n\
             spec:\n  endpointType: Mqtt\n  mqttSettings:\n    host: {host}\n"
        )
    };
    let long = "m".repeat(2 * MEGABYTE);
    for text in [
        endpoint(&format!("https://{long}"), "remote"),
        endpoint("https://mqtt.contoso.com", &long),
        format!("{}    {long}: 1\n    {long}: 2\n", endpoint("https://mqtt.contoso.com", "remote")),
        format!("{}    a: *{long}\n", endpoint("https://mqtt.contoso.com", "remote")),
        format!("{}    a: \"${{{long}}}\"\n", endpoint("${HOST}", "remote")),
    ] {
        let folder = Folder::with("a.yaml", text);
        for arguments in [&["check", "--show-undecided"][..], &["check", "--format", "concise", "--show-undecided"]] {
            let run = folder.run(arguments);
            assert!(matches!(run.code, Some(0 | 1)), "{:?} {}", run.code, run.stderr);
            assert_short(&run);
        }
    }
}

#[test]
fn many_findings_on_a_long_line_stay_within_bounds() {
    let pairs: Vec<_> = (0..100).map(|number| format!("k{number}: {}, k{number}: 2", "x".repeat(20_000))).collect();
    let text = format!("{{apiVersion: v1, kind: ConfigMap, metadata: {{name: a}}, data: {{{}}}}}\n", pairs.join(", "));
    let folder = Folder::with("a.yaml", text);
    let run = folder.run(&["check"]).code(1).says("100 errors");
    let each = run.stdout.len() / 100;
    assert!(each < 2_000, "{each} bytes for a finding");
    folder.run(&["check", "--format", "concise"]).code(1);
}

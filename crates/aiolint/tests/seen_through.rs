//! However far away a wrong value is written, the finding leads there: with its place, or with a label.

#![allow(clippy::unwrap_used, reason = "a test that can't go on fails")]

mod support;

use serde_json::Value;
use support::Folder;

const WRONG: &str = "mill.westeurope-1.ts.eventgrid.azure.net:1883";
const RIGHT: &str = "mill.westeurope-1.ts.eventgrid.azure.net:8883";

/// An endpoint with these settings, after these declarations.
fn main_with(declarations: &str, settings: &str) -> String {
    format!(
        "{declarations}
resource cloud 'Microsoft.IoTOperations/instances/dataflowEndpoints@2025-10-01' = {{
  name: 'plant/cloud'
  properties: {{
    endpointType: 'Mqtt'
    mqttSettings: {settings}
  }}
}}
"
    )
}

/// A module with an endpoint.
fn module() -> String {
    main_with("param host string", "{ host: host }")
}

/// Where the last `HOST` stands in the files: the place that is said to be written wrong.
fn written(files: &[(&str, String)]) -> String {
    let place = files.iter().find_map(|(path, text)| {
        let before = &text[..text.rfind("'HOST'")?];
        let line = before.rfind('\n').map_or(0, |end| end + 1);
        Some(format!("{path}:{}:{}", before.matches('\n').count() + 1, before.len() - line + 1))
    });
    place.expect("one of the files has a host")
}

/// Silent with a host that is right. With a wrong one found once, with the last `'HOST'` in the files as its place or
/// one of its labels.
#[track_caller]
fn leads_there(files: &[(&str, String)]) {
    let place = written(files);
    for (host, code) in [(RIGHT, 0), (WRONG, 1)] {
        let fill = |text: &str| text.replace("HOST", host);
        let folder = files.iter().fold(Folder::new(), |folder, (path, text)| folder.and(path, fill(text)));
        let run = folder.run(&["check", "--format", "json", "--select", "event-grid-host-port"]).code(code);
        let report: Value = serde_json::from_str(&run.stdout).unwrap();
        let findings = report["findings"].as_array().unwrap();
        assert_eq!(findings.len(), usize::from(code == 1), "{}", run.stdout);
        for finding in findings {
            let shown = |label: &Value| {
                let start = &label["range"]["start"];
                format!("{}:{}:{}", label["file"].as_str().unwrap(), start["line"], start["column"])
            };
            let places: Vec<String> = finding["labels"].as_array().unwrap().iter().map(shown).collect();
            assert!(places.contains(&place), "`{place}` is not among {places:?}");
        }
    }
}

/// Wrong with the second text, and not with the first.
#[track_caller]
fn pair(silent: &[(&str, String)], found: &[(&str, String)]) {
    let filled = |text: &str| text.replace("HOST", WRONG);
    for (files, code) in [(silent, 0), (found, 1)] {
        let folder = files.iter().fold(Folder::new(), |folder, (path, text)| folder.and(path, filled(text)));
        folder.run(&["check", "--select", "event-grid-host-port"]).code(code);
    }
}

#[test]
fn a_loop_over_an_array_of_a_parameter_file() {
    let main = "param hosts array
resource clouds 'Microsoft.IoTOperations/instances/dataflowEndpoints@2025-10-01' = [for (host, i) in hosts: {
  name: 'plant/cloud-${i}'
  properties: { endpointType: 'Mqtt', mqttSettings: { host: host } }
}]
";
    let given = "using 'main.bicep'\nparam hosts = [\n  'aio-broker:18883'\n  'HOST'\n]\n";
    leads_there(&[("prod.bicepparam", given.into()), ("main.bicep", main.into())]);
    let items = "using 'main.bicep'\nvar all = {\n  a: 'aio-broker:18883'\n  b: 'HOST'\n}\nparam hosts = map(items(all), x => x.value)\n";
    leads_there(&[("prod.bicepparam", items.into()), ("main.bicep", main.into())]);
}

#[test]
fn a_spread() {
    let base = "var base = {\n  keepAliveSeconds: 60\n  host: 'HOST'\n}\n";
    leads_there(&[("main.bicep", main_with(base, "{ qos: 1, ...base }"))]);
    leads_there(&[(
        "main.bicep",
        main_with(&format!("{base}var all = {{ ...base, qos: 0 }}\n"), "{ ...all, qos: 1 }"),
    )]);
    leads_there(&[("main.bicep", main_with(base, "union({ qos: 1 }, base)"))]);
    leads_there(&[("main.bicep", main_with(base, "shallowMerge([{ host: 'aio-broker:18883' }, base])"))]);
    // What is spread in later goes before.
    let host = |members: &str| [("main.bicep", main_with(base, members))];
    pair(&host("{ ...base, host: 'aio-broker:18883' }"), &host("{ host: 'aio-broker:18883', ...base }"));
}

#[test]
fn modules_in_modules_in_modules() {
    let call = |of: &str, host: &str, more: &str| {
        format!("{more}module inner '{of}' = {{\n  name: 'inner'\n  params: {{\n    host: {host}\n  }}\n}}\n")
    };
    let param = "param host string\n";
    leads_there(&[
        ("main.bicep", call("one.bicep", "'HOST'", "")),
        ("one.bicep", call("parts/two.bicep", "host", param)),
        ("parts/two.bicep", call("three.bicep", "host", param)),
        ("parts/three.bicep", module()),
    ]);
    // And back: the host is what another module gives.
    leads_there(&[
        ("parts/names.bicep", "output host string = 'HOST'\n".into()),
        (
            "main.bicep",
            call("one.bicep", "names.outputs.host", "module names 'parts/names.bicep' = {\n  name: 'names'\n}\n"),
        ),
        ("one.bicep", call("parts/three.bicep", "host", param)),
        ("parts/three.bicep", module()),
    ]);
}

#[test]
fn an_imported_variable() {
    let shared = "@export()\nvar hosts = {\n  cloud: 'HOST'\n}\n@export()\nvar cloud = hosts.cloud\n";
    for (import, host) in [
        ("import { cloud } from 'shared/hosts.bicep'", "cloud"),
        ("import { cloud as there } from 'shared/hosts.bicep'", "there"),
        ("import { hosts } from 'shared/hosts.bicep'", "hosts.cloud"),
        ("import * as shared from 'shared/hosts.bicep'", "shared.hosts['cloud']"),
    ] {
        leads_there(&[
            ("shared/hosts.bicep", shared.into()),
            ("main.bicep", main_with(import, &format!("{{ host: {host} }}"))),
        ]);
    }
}

#[test]
fn a_function() {
    let pick = "func hostOf(far bool) string => far ? 'HOST' : 'aio-broker:18883'\n";
    leads_there(&[("main.bicep", main_with(pick, "{ host: hostOf(true) }"))]);
    let given = "func same(host string) string => host\nvar host = 'HOST'\n";
    leads_there(&[("main.bicep", main_with(given, "{ host: same(host) }"))]);
    let shared = "@export()\nfunc hostOf(names array) string => first(names)\n";
    let import = "import { hostOf } from 'shared.bicep'\nvar hosts = [\n  'HOST'\n]\n";
    leads_there(&[("main.bicep", main_with(import, "{ host: hostOf(hosts) }")), ("shared.bicep", shared.into())]);
    let host = |far: &str| [("main.bicep", main_with(pick, &format!("{{ host: hostOf({far}) }}")))];
    pair(&host("false"), &host("true"));
}

/// Wrong if both of its sides are; the label is at the first of them.
#[test]
fn a_choice() {
    let choice = |other: &str| {
        let declarations = format!("param far bool\nvar host = far\n  ? 'HOST'\n  : '{other}'\n");
        [("main.bicep", main_with(&declarations, "{ host: host }"))]
    };
    let other = "other.westeurope-1.ts.eventgrid.azure.net:1883";
    pair(&choice("aio-broker:18883"), &choice(other));
    pair(&choice(&other.replace("1883", "8883")), &choice(other));
    leads_there(&choice(other));
    // Whether the condition is known decides what is asked of the other side.
    let known = "param far bool = false\nvar host = far ? 'aio-broker:18883' : 'HOST'\n";
    leads_there(&[("main.bicep", main_with(known, "{ host: host }"))]);
}

//! Values that come from elsewhere: modules, imports, parameter files. Found where they are written wrong.

mod support;

use support::Folder;

/// A module with one endpoint.
const ENDPOINT: &str = "param host string
param name string = 'cloud'
param settings object = {}
resource instance 'Microsoft.IoTOperations/instances@2025-10-01' existing = {
  name: 'plant'
}
resource endpoint 'Microsoft.IoTOperations/instances/dataflowEndpoints@2025-10-01' = {
  parent: instance
  name: name
  properties: {
    endpointType: 'Mqtt'
    mqttSettings: {
      host: host
      retain: 'Never'
      ...settings
      authentication: { method: 'X509Certificate', x509CertificateSettings: { secretRef: 'cloud' } }
    }
  }
}
output name string = endpoint.name
output host string = host
";

const WRONG: &str = "plant.westeurope-1.ts.eventgrid.azure.net:1883";
const RIGHT: &str = "plant.westeurope-1.ts.eventgrid.azure.net:8883";

/// The findings of the rule about Event Grid's port, one a line, without its words.
#[track_caller]
fn found(folder: &Folder, expected: &[&str]) {
    let run = folder.run(&["check", "--format", "concise", "--select", "event-grid-host-port"]);
    let lines = run.stdout.lines().filter(|line| line.contains("AIO211"));
    let places: Vec<&str> = lines.filter_map(|line| line.split(": ").next()).collect();
    assert_eq!(places, expected, "{}{}", run.stdout, run.stderr);
}

/// Silent with a host that is right; with one that is wrong, found at these places.
#[track_caller]
fn pair(files: &[(&str, &str)], expected: &[&str]) {
    for (host, expected) in [(RIGHT, &[][..]), (WRONG, expected)] {
        let fill = |text: &str| text.replace("HOST", host).replace("PORT", host.rsplit(':').next().unwrap_or_default());
        let folder = Folder::with("endpoint.bicep", ENDPOINT);
        let folder = files.iter().fold(folder, |folder, (path, text)| folder.and(path, fill(text)));
        found(&folder, expected);
    }
}

#[test]
fn an_argument_is_judged_in_the_module() {
    pair(
        &[("main.bicep", "module a 'endpoint.bicep' = {\n  name: 'a'\n  params: { host: 'HOST' }\n}\n")],
        &["endpoint.bicep:13:13"],
    );
}

#[test]
fn what_is_written_wrong_and_who_calls_are_labelled() {
    let main =
        format!("var host = '{WRONG}'\nmodule a 'endpoint.bicep' = {{\n  name: 'a'\n  params: {{ host: host }}\n}}\n");
    let run = Folder::with("endpoint.bicep", ENDPOINT).and("main.bicep", main).run(&["check"]).code(1);
    run.says("endpoint.bicep:13:13")
        .says("main.bicep:1:12")
        .says("written here")
        .says("main.bicep:2:8")
        .says("called here");
}

#[test]
fn through_three_modules() {
    let call = |of: &str, host: &str| format!("module a '{of}' = {{\n  name: 'a'\n  params: {{ host: {host} }}\n}}\n");
    pair(
        &[
            ("main.bicep", &call("a/one.bicep", "'HOST'")),
            ("a/one.bicep", &format!("param host string\n{}", call("two.bicep", "host"))),
            ("a/two.bicep", &format!("param host string\n{}", call("../endpoint.bicep", "'${host}'"))),
        ],
        &["endpoint.bicep:13:13"],
    );
}

#[test]
fn of_several_calls_each_is_judged() {
    let main = "module a 'endpoint.bicep' = {\n  name: 'a'\n  params: { host: 'HOST', name: 'a' }\n}
module b 'endpoint.bicep' = {\n  name: 'b'\n  params: { host: 'aio-broker:18883', name: 'b' }\n}\n";
    pair(&[("main.bicep", main)], &["endpoint.bicep:13:13"]);
}

#[test]
fn what_a_module_gives_is_followed() {
    let main = "module a 'names.bicep' = {\n  name: 'a'\n}
module b 'endpoint.bicep' = {\n  name: 'b'\n  params: { host: a.outputs.host }\n}\n";
    pair(&[("main.bicep", main), ("names.bicep", "output host string = 'HOST'\n")], &["endpoint.bicep:13:13"]);
    let of_a_loop = "module a 'names.bicep' = [for port in ['x', 'PORT']: {\n  name: port\n  params: { port: port }\n}]
module b 'endpoint.bicep' = {\n  name: 'b'\n  params: { host: a[1].outputs.host }\n}\n";
    let names = "param port string\noutput host string = 'plant.westeurope-1.ts.eventgrid.azure.net:${port}'\n";
    pair(&[("main.bicep", of_a_loop), ("names.bicep", names)], &["endpoint.bicep:13:13"]);
}

#[test]
fn what_is_imported_is_followed() {
    let shared = "@export()\nvar suffix = 'westeurope-1.ts.eventgrid.azure.net:PORT'
@export()\nfunc hostOf(name string) string => '${name}.${suffix}'\n";
    for (import, host) in [
        ("import { suffix } from 'shared.bicep'", "'plant.${suffix}'"),
        ("import { suffix as end } from 'shared.bicep'", "'plant.${end}'"),
        ("import { hostOf } from 'shared.bicep'", "hostOf('plant')"),
        ("import * as shared from 'shared.bicep'", "shared.hostOf('plant')"),
        ("import * as shared from 'shared.bicep'", "'plant.${shared.suffix}'"),
    ] {
        let main = format!("{import}\nmodule a 'endpoint.bicep' = {{\n  name: 'a'\n  params: {{ host: {host} }}\n}}\n");
        pair(&[("main.bicep", &main), ("shared.bicep", shared)], &["endpoint.bicep:13:13"]);
    }
}

#[test]
fn loops_spreads_and_choices_are_followed() {
    for (declarations, params) in [
        ("var hosts = ['aio-broker:18883', 'HOST']\n", "host: hosts[1]"),
        ("var base = { host: 'HOST' }\n", "...base"),
        ("param flag bool\n", "host: flag ? 'HOST' : 'HOST'"),
        ("param flag bool\n", "host: flag ? 'HOST' : 'other.westeurope-1.ts.eventgrid.azure.net:PORT'"),
        ("", "host: 'x:1', settings: { host: 'HOST' }"),
    ] {
        let main = format!("{declarations}module a 'endpoint.bicep' = {{\n  name: 'a'\n  params: {{ {params} }}\n}}\n");
        let place = if params.contains("settings") { "endpoint.bicep:15:10" } else { "endpoint.bicep:13:13" };
        pair(&[("main.bicep", &main)], &[place]);
    }
}

#[test]
fn a_parameter_file_gives_the_values() {
    let main = "param hosts array = []
module a 'endpoint.bicep' = [for host in hosts: {\n  name: 'a'\n  params: { host: host }\n}]\n";
    let file = "using './main.bicep'\nvar port = 'PORT'\nparam hosts = ['aio-broker:18883', 'plant.westeurope-1.ts.eventgrid.azure.net:${port}']\n";
    pair(&[("main.bicep", main), ("main.bicepparam", file)], &["endpoint.bicep:13:13"]);
    let base = "using none\nparam hosts = ['HOST']\n";
    let extends = "using 'main.bicep'\nextends 'base.bicepparam'\n";
    pair(&[("main.bicep", main), ("base.bicepparam", base), ("prod.bicepparam", extends)], &["endpoint.bicep:13:13"]);
}

#[test]
fn a_finding_says_with_which_parameters_it_holds() {
    let main = "param port int\nmodule a 'endpoint.bicep' = {\n  name: 'a'\n  params: { host: 'a.westeurope-1.ts.eventgrid.azure.net:${port}' }\n}\n";
    let folder = |dev: u32, prod: u32| {
        let file = |port: u32| format!("using 'main.bicep'\nparam port = {port}\n");
        let folder = Folder::with("endpoint.bicep", ENDPOINT).and("main.bicep", main);
        folder.and("dev.bicepparam", file(dev)).and("prod.bicepparam", file(prod))
    };
    folder(1883, 8883).run(&["check"]).code(1).says("with the parameters of `dev.bicepparam`").says("1 error");
    let both = folder(1883, 1883).run(&["check"]).code(1).says("1 error");
    assert!(!both.stdout.contains("with the parameters of"), "{}", both.stdout);
    folder(8883, 8883).run(&["check"]).code(0);
}

#[test]
fn what_is_called_is_not_judged_alone() {
    let wrong = ENDPOINT.replace("param host string", &format!("param host string = '{WRONG}'"));
    found(&Folder::with("endpoint.bicep", wrong.as_str()), &["endpoint.bicep:13:13"]);
    let main = format!("module a 'endpoint.bicep' = {{\n  name: 'a'\n  params: {{ host: '{RIGHT}' }}\n}}\n");
    found(&Folder::with("endpoint.bicep", wrong).and("main.bicep", main), &[]);
}

#[test]
fn what_cannot_be_followed_is_not_known() {
    let call = |path: &str| {
        format!(
            "module a '{path}' = {{\n  name: 'a'\n}}\nmodule b 'endpoint.bicep' = {{\n  name: 'b'\n  params: {{ host: a.outputs.host }}\n}}\n"
        )
    };
    for (path, rule, reason) in [
        ("br:contoso.azurecr.io/hosts:1", "", "`br:contoso.azurecr.io/hosts:1` is in a registry"),
        ("missing.bicep", "AIO014", "`missing.bicep` can't be read: it does not exist"),
        ("../../outside.bicep", "AIO013", "`../../outside.bicep` lies outside the project"),
        ("main.bicep", "AIO015", "`main.bicep` calls itself"),
        ("loop.bicep", "AIO015", "`loop.bicep` calls itself"),
        ("hosts.json", "", "`hosts.json` is a template of JSON"),
    ] {
        let folder = Folder::with("endpoint.bicep", ENDPOINT).and("main.bicep", call(path));
        let circle = "module a 'main.bicep' = {\n  name: 'a'\n}\noutput host string = a.outputs.host\n";
        let folder = if path == "loop.bicep" { folder.and(path, circle) } else { folder };
        let run =
            folder.run(&["check", "--show-undecided", "--select", "event-grid-host-port", "--fail-on", "warning"]);
        let run = run.code(i32::from(!rule.is_empty())).says(rule);
        run.says(&format!("may apply: event-grid-host-port of DataflowEndpoint cloud: {reason}"));
    }
}

#[test]
fn a_module_that_is_ignored_is_still_called() {
    let main = format!("module a 'build/endpoint.bicep' = {{\n  name: 'a'\n  params: {{ host: '{WRONG}' }}\n}}\n");
    let folder = Folder::with(".gitignore", "build/\n").and("main.bicep", main).and("build/endpoint.bicep", ENDPOINT);
    found(&folder, &["build/endpoint.bicep:13:13"]);
}

#[test]
fn a_module_that_is_checked_alone_is_judged_as_its_caller_calls_it() {
    let main = format!("module a 'endpoint.bicep' = {{\n  name: 'a'\n  params: {{ host: '{WRONG}' }}\n}}\n");
    let folder = Folder::with("endpoint.bicep", ENDPOINT).and("main.bicep", main).and("aiolint.yaml", "");
    folder.run(&["check", "endpoint.bicep", "--format", "concise"]).code(1).says("endpoint.bicep:13:13");
    folder.run(&["inspect", "endpoint.bicep"]).code(0).says("plant.westeurope-1.ts.eventgrid.azure.net:1883");
}

#[test]
fn a_data_flow_finds_its_endpoint_in_a_module() {
    let main = "module cloud 'endpoint.bicep' = {\n  name: 'a'\n  params: { host: 'HOST', name: 'own' }\n}
resource instance 'Microsoft.IoTOperations/instances@2025-10-01' existing = {\n  name: 'plant'\n}
resource profile 'Microsoft.IoTOperations/instances/dataflowProfiles@2025-10-01' = {
  parent: instance\n  name: 'lines'\n  properties: { instanceCount: 3 }\n}
resource flow 'Microsoft.IoTOperations/instances/dataflowProfiles/dataflows@2025-10-01' = {
  parent: profile\n  name: 'commands'\n  properties: {
    operations: [
      { operationType: 'Source', sourceSettings: { endpointRef: REF, dataSources: ['a'] } }
      { operationType: 'Destination', destinationSettings: { endpointRef: 'default', dataDestination: 'a' } }
    ]
  }\n}\n";
    for reference in ["cloud.outputs.name", "'own'"] {
        for (host, code) in [(RIGHT, 1), ("aio-broker:18883", 0)] {
            let main = main.replace("HOST", host).replace("REF", reference);
            let folder = Folder::with("endpoint.bicep", ENDPOINT).and("main.bicep", main);
            folder.run(&["check", "--select", "event-grid-source-scaled"]).code(code);
        }
    }
}

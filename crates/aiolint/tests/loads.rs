//! Values that stand in other files than Bicep's: what templates load, and parameter files of JSON.

mod support;

use support::Folder;

const WRONG: &str = "plant.westeurope-1.ts.eventgrid.azure.net:1883";
const RIGHT: &str = "plant.westeurope-1.ts.eventgrid.azure.net:8883";

/// A template with one endpoint for this host, after these declarations.
fn endpoint(declarations: &str, host: &str) -> String {
    format!(
        "{declarations}resource instance 'Microsoft.IoTOperations/instances@2025-10-01' existing = {{
  name: 'plant'
}}
resource endpoint 'Microsoft.IoTOperations/instances/dataflowEndpoints@2025-10-01' = {{
  parent: instance
  name: 'cloud'
  properties: {{
    endpointType: 'Mqtt'
    mqttSettings: {{
      host: {host}
      retain: 'Never'
      authentication: {{ method: 'X509Certificate', x509CertificateSettings: {{ secretRef: 'cloud' }} }}
    }}
  }}
}}
"
    )
}

/// Silent with a host that is right; with one that is wrong, found at this place, with a label there.
#[track_caller]
fn pair(main: &str, (path, text): (&str, &str), written: &str) {
    for host in [RIGHT, WRONG] {
        let folder = Folder::with("main.bicep", main).and(path, text.replace("HOST", host));
        let run = folder.run(&["check", "--select", "event-grid-host-port"]);
        let found = run.stdout.contains("AIO211");
        assert_eq!(found, host == WRONG, "{}{}", run.stdout, run.stderr);
        assert!(!found || run.stdout.contains(written), "{written} is missing: {}", run.stdout);
    }
}

#[test]
fn a_value_of_a_json_file_is_found_there() {
    let main = endpoint("var settings = loadJsonContent('config/plant.json')\n", "settings.cloud.host");
    let text = "{\n  // The cloud.\n  \"cloud\": { \"host\": \"HOST\" }\n}\n";
    pair(&main, ("config/plant.json", text), "config/plant.json:3:22");
    let main = endpoint("", "loadJsonContent('plant.json', '$.hosts[1].name')");
    let text = "{ \"hosts\": [\"a\",\n  { \"name\": \"HOST\" }\n] }\n";
    pair(&main, ("plant.json", text), "plant.json:2:13");
}

#[test]
fn a_value_of_a_yaml_file_is_found_there() {
    let main = endpoint("var settings = loadYamlContent('plant.yaml')\n", "settings.hosts[0]");
    pair(&main, ("plant.yaml", "# ours\nhosts:\n  - HOST\n"), "plant.yaml:3:5");
}

#[test]
fn a_text_that_is_loaded_is_found_there() {
    pair(&endpoint("", "loadTextContent('host.txt')"), ("host.txt", "HOST"), "host.txt:1:1");
    let main = endpoint("var folder = 'files'\n", "trim(loadTextContent('${folder}/host.txt'))");
    pair(&main, ("files/host.txt", "HOST\n"), "main.bicep:11:13");
}

#[test]
fn a_folder_and_bytes_are_loaded() {
    let main = endpoint("", "'${loadDirectoryFileInfo('./hosts', '*.txt')[0].baseName}:1883'");
    let folder = Folder::with("main.bicep", main).and("hosts/b.md", "").and("hosts/a.ts.eventgrid.azure.net.txt", "");
    folder.run(&["inspect", "main.bicep"]).code(0).says("host = \"a.ts.eventgrid.azure.net.txt:1883\"");
    let main = endpoint("", "base64ToString(loadFileAsBase64('host.txt'))");
    pair(&main, ("host.txt", "HOST"), "main.bicep:10:13");
}

#[test]
fn what_can_not_be_loaded_is_found_where_it_is_named() {
    let check = |main: &str, words: &str, place: &str| {
        let folder = Folder::new().and("project/.git/x", "").and("project/sub/main.bicep", endpoint("", main));
        let folder = folder
            .and("secret.json", "{\"a\": \"x:1\"}")
            .and("project/broken.json", "{\"a\": ")
            .and("project/two.yaml", "a: 1\n---\nb: 2\n");
        let run = folder.run(&["check", "project", "--fail-on", "warning"]).code(1).says(words);
        run.says(&format!("project/sub/main.bicep:{place}"));
    };
    check("loadJsonContent('../../secret.json').a", "AIO013", "10:29");
    check("loadTextContent('gone.txt')", "AIO014", "10:29");
    check("loadJsonContent('../broken.json').a", "AIO014", "10:29");
    check("loadYamlContent('../two.yaml').a", "it has 2 documents", "10:29");
}

#[test]
fn only_utf_8_is_read() {
    let main = endpoint("", "loadTextContent('host.txt', 'utf-16')");
    let folder = Folder::with("main.bicep", main).and("host.txt", WRONG);
    folder.run(&["check", "--show-undecided"]).code(0).says("only UTF-8 is read");
    // The compiler reads these.
    for bytes in [&b"\xff\xfea\0"[..], b"caf\xe9"] {
        let folder = Folder::with("main.bicep", endpoint("", "loadTextContent('host.txt')")).and("host.txt", bytes);
        folder.run(&["check", "--show-undecided"]).code(0).says("`host.txt` is not read: it is");
    }
}

const PARAMETERS: &str =
    "{\n  \"$schema\": \"https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#\",
  \"contentVersion\": \"1.0.0.0\",\n  \"parameters\": {\n    \"host\": { \"value\": \"HOST\" }\n  }\n}\n";

#[test]
fn a_parameters_file_of_json_is_a_reading_of_the_template_beside_it() {
    let main = endpoint("param host string\n", "host");
    for path in ["main.parameters.json", "main.prod.parameters.json", "plant.parameters.json"] {
        pair(&main, (path, PARAMETERS), &format!("{path}:5:24"));
    }
    // It is for another template: this one has no such parameter.
    let other = endpoint("param other string\n", "other");
    let folder = Folder::with("main.bicep", other).and("main.parameters.json", PARAMETERS.replace("HOST", WRONG));
    folder.run(&["check", "--show-undecided"]).code(0).says("parameter `other` has no value (main.bicep:1:7)");
}

#[test]
fn a_parameter_file_of_the_command_line_is_the_only_one() {
    let main = endpoint("param host string\n", "host");
    let json = |host: &str| PARAMETERS.replace("HOST", host);
    let folder =
        Folder::with("main.bicep", main).and("main.parameters.json", json(RIGHT)).and("wrong.json", json(WRONG));
    let folder = folder.and("wrong.bicepparam", format!("using 'main.bicep'\nparam host = '{WRONG}'\n"));
    folder.run(&["check", "main.bicep", "--parameters", "main.parameters.json"]).code(0);
    folder.run(&["check", "main.bicep", "--parameters", "wrong.json"]).code(1).says("wrong.json:5:24");
    folder.run(&["check", "--parameters", "wrong.bicepparam"]).code(1).says("wrong.bicepparam:2:14");
    folder
        .run(&["check", "--parameters", "main.parameters.json", "--parameters", "wrong.bicepparam", "main.bicep"])
        .code(1)
        .says("with the parameters of `wrong.bicepparam`");
    folder.run(&["check", "--parameters", "wrong.json"]).code(2).says("name the Bicep file");
    folder.run(&["check", "--parameters", "gone.json", "main.bicep"]).code(2).says("`gone.json` does not exist");
    let inspected = folder.run(&["inspect", "main.bicep", "--parameters", "wrong.json"]).code(0);
    inspected.says(&format!("host = \"{WRONG}\""));
}

#[test]
fn a_secret_of_a_key_vault_is_not_known() {
    let main = endpoint("param host string\n", "host");
    let json = PARAMETERS.replace("{ \"value\": \"HOST\" }", "{ \"reference\": { \"secretName\": \"x\" } }");
    let folder = Folder::with("main.bicep", main).and("main.parameters.json", json);
    folder.run(&["check", "--show-undecided"]).code(0).says("`host` is a secret in a key vault");
}

#[test]
fn the_configuration_says_what_the_scope_functions_give() {
    let main = endpoint("", "'${resourceGroup().name}.${resourceGroup().location}-1.ts.eventgrid.azure.net:1883'");
    let inspect = |configuration: &str, code| {
        let folder = Folder::with("main.bicep", main.as_str()).and(".aiolint.yaml", configuration);
        folder.run(&["inspect", "main.bicep"]).code(code)
    };
    inspect("", 0).says("because `resourceGroup().name` is known when it is deployed (main.bicep:10:16)");
    let known = "scope:\n  resourceGroup: { name: plant, location: westeurope }\n";
    inspect(known, 0).says("host = \"plant.westeurope-1.ts.eventgrid.azure.net:1883\"");
    for wrong in ["scope:\n  group: { name: plant }\n", "scope: ["] {
        let folder = Folder::with("main.bicep", main.as_str()).and(".aiolint.yaml", wrong);
        let run = folder.run(&["inspect", "main.bicep"]).says("1 problem in the configuration");
        assert_eq!(run.code, Some(1));
    }
}

#[test]
fn an_environment_variable_is_known_if_the_configuration_says_it() {
    let parameters = "using 'main.bicep'\nparam host = readEnvironmentVariable('HOST', 'aio-broker:18883')\n";
    let folder = Folder::with("main.bicep", endpoint("param host string\n", "host")).and("main.bicepparam", parameters);
    let undecided = folder.run(&["check", "--show-undecided"]).code(0);
    undecided.says("the environment variable `HOST` is not said by the configuration (main.bicepparam:2:14)");
    let folder = folder.and("aiolint.yaml", format!("environment-variables:\n  HOST: {WRONG}\n"));
    folder.run(&["check"]).code(1).says("AIO211");
}

#[test]
fn a_parameter_file_names_a_template_that_is_there() {
    let folder = Folder::with("main.bicepparam", "using 'main.bicep'\nparam a = loadTextContent('gone.txt')\n");
    folder.run(&["check"]).code(1).says("main.bicepparam:1:7").says("main.bicepparam:2:27").says("2 errors");
    folder.and("main.bicep", "param a string\n").and("gone.txt", "x").run(&["check"]).code(0);
}

#[test]
fn nothing_is_loaded_where_nothing_else_is_read() {
    let main = endpoint("", "loadTextContent('host.txt')");
    let folder = Folder::with("main.bicep", main.as_str()).and("host.txt", WRONG);
    let undecided = folder.run(&["check", "main.bicep", "--isolated", "--show-undecided"]).code(0);
    undecided.says("`host.txt` is not read here");
    let run = folder.run_with(&["check", "-", "--stdin-filename", "main.bicep"], main.into());
    run.code(1).says("host.txt:1:1");
}

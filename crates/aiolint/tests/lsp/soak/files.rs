//! Files for the soak: their names, of which there are only so many, and what stands in them.

use std::fs;
use std::path::Path;

use crate::random::Random;
use crate::texts::{BICEP, ENDPOINTS, FLOW, MODULE};

/// Folders; the empty one is the project's. Some look like files, or are ignored now and then.
pub const FOLDERS: &[&str] = &["", "a", "b", "a/c", "b/plänt 😀", "out", "out/deep", "odd.yaml"];

const NAMES: &[&str] = &[
    "endpoints.yaml",
    "flow.yaml",
    "flow.yml",
    "é😀 %41.yaml",
    "patch.yaml",
    "kustomization.yaml",
    "main.bicep",
    "part.bicep",
    "main.bicepparam",
    "main.parameters.json",
    "host.txt",
    "values.yaml",
];

/// Files that say what the others are analysed for.
pub const CONFIGURATIONS: &[&str] = &[".aiolint.yaml", "aiolint.yaml"];

const CONFIGURED: &[&str] = &[
    "",
    "fail-on: error\n",
    "rules:\n  host-port-invalid: off\n",
    "rules:\n  AIO031: note\n",
    "rules: [\n",
    "rules:\n  no-such-rule: off\n",
    "exclude: ['a/**']\n",
    "include: ['**/*.yaml']\n",
    "packs: [strict]\n",
    "complete: true\n",
    "external-endpoints: [partner]\n",
    "overrides:\n  - files: ['b/**']\n    rules: { AIO201: note }\n",
    "extends: [a/values.yaml]\n",
];

/// What `.gitignore` files say. None of them names [`KEPT`].
const IGNORED: &[&str] = &["", "out\n", "*.yml\n", "/a/\n", "part.bicep\n", "deep\n!flow.yaml\n", "host.txt\n*.json\n"];

/// A file that stays, so that there is always something to check.
pub const KEPT: &str = "kept.yaml";

const MAIN: &str = "\
param location string
param host string = loadTextContent('host.txt')

module part 'part.bicep' = {
  name: 'part'
  params: { name: location }
}
module other '../b/part.bicep' = if (location != 'westeurope') {
  name: 'other'
  params: { name: host, more: loadYamlContent('values.yaml') }
}

resource e 'Microsoft.IoTOperations/instances/dataflowEndpoints@2025-10-01' = {
  name: 'plant/partner'
  properties: {
    endpointType: 'Mqtt'
    mqttSettings: { host: host, authentication: { method: 'Anonymous', anonymousSettings: {} } }
  }
}
";

const PARAMETERS: &str =
    "using 'main.bicep'\n\nparam location = 'westeurope'\nparam host = 'broker.example.com:8883'\n";

const JSON_PARAMETERS: &str = r#"{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#",
  "contentVersion": "1.0.0.0",
  "parameters": { "location": { "value": "northeurope" }, "host": { "value": "broker.example.com" } }
}
"#;

const KUSTOMIZATION: &str = "\
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [endpoints.yaml, flow.yaml]
patches:
  - path: patch.yaml
";

const PATCH: &str = "\
apiVersion: connectivity.iotoperations.azure.com/v1
kind: DataflowEndpoint
metadata:
  name: partner
spec:
  mqttSettings: { host: 'mqtt.example.com:8883' } # aiolint: ignore[AIO201] it is behind a proxy
";

/// A path that a file can have.
pub fn path(random: &mut Random) -> String {
    let (folder, name) = (*random.pick(FOLDERS), *random.pick(NAMES));
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// What may stand in a file with this path: mostly what belongs there, with other names and line breaks.
pub fn text(random: &mut Random, path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    let usual = match name {
        ".gitignore" => return (*random.pick(IGNORED)).to_owned(),
        name if CONFIGURATIONS.contains(&name) => return (*random.pick(CONFIGURED)).to_owned(),
        "endpoints.yaml" => ENDPOINTS,
        "patch.yaml" => PATCH,
        "kustomization.yaml" => KUSTOMIZATION,
        "main.bicep" if random.one_in(3) => BICEP,
        "main.bicep" => MAIN,
        "part.bicep" => MODULE,
        "main.bicepparam" => PARAMETERS,
        "main.parameters.json" => JSON_PARAMETERS,
        "host.txt" => *random.pick(&["broker.example.com", "broker.example.com:8883", "aio-broker:18883"]),
        "values.yaml" => *random.pick(&["a: 1\n", "kind: none\n", "- [a, b]\n", FLOW]),
        _ => *random.pick(&[FLOW, FLOW, ENDPOINTS]),
    };
    let mut text = usual.to_owned();
    for (old, new) in [
        ("partner", "other"),
        ("line-broker", "cloud-westeurope"),
        (":8883", ""),
        ("part.bicep", "../a/part.bicep"),
        ("main.bicep", "../main.bicep"),
        ("host.txt", "../host.txt"),
        ("westeurope", "é😀"),
        ("\n", "\r\n"),
    ] {
        if random.one_in(5) {
            text = text.replace(old, new);
        }
    }
    if random.one_in(20) {
        text.insert(0, '\u{feff}');
    }
    if random.one_in(20) {
        let mut end = random.below(text.len() + 1);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        text.truncate(end);
    }
    text
}

/// What may be written to a file with this path: now and then no text at all.
pub fn bytes(random: &mut Random, path: &str) -> Vec<u8> {
    let text = text(random, path);
    match random.below(30) {
        0 => text.encode_utf16().fold(vec![0xff, 0xfe], |mut bytes, unit| {
            bytes.extend(unit.to_le_bytes());
            bytes
        }),
        1 => [text.as_bytes(), b"\xc3\x28\xff\n"].concat(),
        2 => text.replace('e', "\0").into_bytes(),
        _ => text.into_bytes(),
    }
}

/// How many names a path has.
pub fn depth(path: &str) -> usize {
    path.split('/').count()
}

/// The paths of all files and folders in a folder, in order, but those of Git.
pub fn collect(folder: &Path, before: &str, files: &mut Vec<String>, folders: &mut Vec<String>) {
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for entry in entries {
        let path = format!("{before}{}", entry.file_name().unwrap().to_str().unwrap());
        if path == ".git" {
            continue;
        }
        if entry.is_dir() {
            collect(&entry, &format!("{path}/"), files, folders);
            folders.push(path);
        } else {
            files.push(path);
        }
    }
}

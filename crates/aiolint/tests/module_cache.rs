//! Modules of registries, from a cache as the Bicep CLI keeps it.

mod support;

use std::fmt::Write as _;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use snapbox::cmd::Command;
use support::{Folder, Run};

/// A module with one endpoint.
const ENDPOINT: &str = "param host string
resource instance 'Microsoft.IoTOperations/instances@2025-10-01' existing = {
  name: 'plant'
}
resource endpoint 'Microsoft.IoTOperations/instances/dataflowEndpoints@2025-10-01' = {
  parent: instance
  name: 'cloud'
  properties: {
    endpointType: 'Mqtt'
    mqttSettings: {
      host: host
      retain: 'Never'
    }
  }
}
output host string = host
";

const WRONG: &str = "plant.westeurope-1.ts.eventgrid.azure.net:1883";
const RIGHT: &str = "plant.westeurope-1.ts.eventgrid.azure.net:8883";

/// The folder of `br:contoso.azurecr.io/iot/endpoint:V1` in a cache.
const CONTOSO: &str = "cache/br/contoso.azurecr.io/iot$endpoint/V1$1";

/// A packed archive with these entries.
fn packed(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
    for (name, content) in entries {
        let mut header = tar::Header::new_gnu();
        // What `set_path` refuses is to be there too.
        header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        header.set_cksum();
        archive.append(&header, *content).expect("it is written to memory");
    }
    archive.into_inner().and_then(GzEncoder::finish).expect("it is written to memory")
}

/// The source of a module as it is published: the first template is the one that it begins with.
fn source(templates: &[(&str, &str)]) -> Vec<u8> {
    let mut index = String::new();
    for (path, _) in templates {
        let comma = if index.is_empty() { "" } else { "," };
        let archived = format!("\"archivePath\":\"files/{path}\",\"kind\":\"Bicep\",\"sourceArtifactId\":null");
        write!(index, "{comma}{{\"path\":\"{path}\",{archived}}}").expect("it is written to memory");
    }
    let first = templates[0].0;
    let links = "\"main.bicep\":[{\"range\":\"[1:13]-[1:33]\",\"target\":\"<root1>/endpoint.bicep\"}]";
    let index = format!(
        "{{\"metadataVersion\":1,\"bicepVersion\":\"0.30.1\",\"entryPoint\":\"{first}\",\"sourceFiles\":[{index}],\"documentLinks\":{{{links}}}}}"
    );
    let names: Vec<String> = templates.iter().map(|(path, _)| format!("files/{path}")).collect();
    let mut entries = vec![("__metadata.json", index.as_bytes())];
    entries.extend(names.iter().zip(templates).map(|(name, (_, text))| (&**name, text.as_bytes())));
    packed(&entries)
}

/// A project with this template, that may read the cache in its folder `cache`.
fn project(main: &str) -> Folder {
    Folder::with(".aiolint.yaml", "module-cache: cache\n").and("main.bicep", main)
}

/// A call of the module at `path` with this host.
fn call(path: &str, host: &str) -> String {
    format!("module a '{path}' = {{\n  name: 'a'\n  params: {{ host: '{host}' }}\n}}\n")
}

fn check(folder: &Folder) -> Run {
    folder.run(&["check", "main.bicep", "--select", "event-grid-host-port", "--show-undecided"])
}

/// Silent with a host that is right; with one that is wrong, found at this place, and told where it is called.
#[track_caller]
fn pair(folder: impl Fn(&str) -> Folder, place: &str) {
    check(&folder(RIGHT)).code(0).says("0 errors, 0 warnings, 0 notes in 2 resources");
    let run = check(&folder(WRONG)).code(1).says("AIO211").says("1 error");
    run.says(place).says("main.bicep:").says("called here");
}

/// Not known, for this reason.
#[track_caller]
fn unknown(folder: &Folder, reason: &str) {
    let run = check(folder).code(0);
    run.says(&format!("may apply: event-grid-host-port of DataflowEndpoint cloud: {reason}"));
}

/// A template whose endpoint has the host that this module gives.
fn taken_from(path: &str) -> String {
    let own = ENDPOINT.replace("param host string\n", "").replace("host: host", "host: a.outputs.host");
    call(path, WRONG) + &own.replace("output host string = host\n", "")
}

#[test]
fn a_module_is_judged_with_what_its_caller_gives() {
    let archive = source(&[("main.bicep", ENDPOINT)]);
    let path = "br:Contoso.azurecr.io/iot/endpoint:V1";
    let folder = |host: &str| project(&call(path, host)).and(&format!("{CONTOSO}/source.tgz"), &archive);
    pair(folder, "br:contoso.azurecr.io/iot/endpoint:V1/main.bicep:11:13");
    let digest = "ab".repeat(32);
    let path = format!("br:localhost:5000/endpoint@sha256:{digest}");
    let place = format!("cache/br/localhost$5000/endpoint/sha256#{digest}/source.tgz");
    pair(|host| project(&call(&path, host)).and(&place, &archive), &format!("{path}/main.bicep:11:13"));
}

#[test]
fn an_archive_has_files_of_its_own() {
    let outer =
        "param host string\nmodule inner './sub/endpoint.bicep' = {\n  name: 'i'\n  params: { host: host }\n}\n";
    let archive = source(&[("main.bicep", outer), ("sub/endpoint.bicep", ENDPOINT)]);
    let path = "br:contoso.azurecr.io/iot/endpoint:V1";
    let folder = |host: &str| project(&call(path, host)).and(&format!("{CONTOSO}/source.tgz"), &archive);
    pair(folder, "br:contoso.azurecr.io/iot/endpoint:V1/sub/endpoint.bicep:11:13");
    // What lay beside the module's folder is where the links of the archive lead to.
    let outer = outer.replace("./sub/endpoint", "../endpoint");
    let archive = source(&[("main.bicep", &outer), ("<root1>/endpoint.bicep", ENDPOINT)]);
    let folder = |host: &str| project(&call(path, host)).and(&format!("{CONTOSO}/source.tgz"), &archive);
    pair(folder, "br:contoso.azurecr.io/iot/endpoint:V1/<root1>/endpoint.bicep:11:13");
}

#[test]
fn a_module_calls_another_of_a_registry() {
    let outer = "param host string\nmodule inner 'br/public:iot/e:2.0' = {\n  name: 'i'\n  params: { host: host }\n}\n";
    let (outer, inner) = (source(&[("main.bicep", outer)]), source(&[("e.bicep", ENDPOINT)]));
    let path = "br:contoso.azurecr.io/iot/endpoint:V1";
    let folder = |host: &str| {
        let folder = project(&call(path, host)).and(&format!("{CONTOSO}/source.tgz"), &outer);
        folder.and("cache/br/mcr.microsoft.com/bicep$iot$e/2.0$/source.tgz", &inner)
    };
    pair(folder, "br:mcr.microsoft.com/bicep/iot/e:2.0/e.bicep:11:13");
}

#[test]
fn aliases_stand_for_registries() {
    let archive = source(&[("main.bicep", ENDPOINT)]);
    let public = "cache/br/mcr.microsoft.com/bicep$avm$res$x/1.2.3$/source.tgz";
    let folder = |host: &str| project(&call("br/public:avm/res/x:1.2.3", host)).and(public, &archive);
    pair(folder, "br:mcr.microsoft.com/bicep/avm/res/x:1.2.3/main.bicep:11:13");

    let own = "{\n  // Ours.\n  \"moduleAliases\": { \"br\": { \"ours\": { \"registry\": \"contoso.azurecr.io\", \"modulePath\": \"iot\" } } }\n}\n";
    let folder = |host: &str| {
        let folder = project(&call("br/ours:endpoint:V1", host)).and("bicepconfig.json", own);
        folder.and(&format!("{CONTOSO}/source.tgz"), &archive)
    };
    pair(folder, "br:contoso.azurecr.io/iot/endpoint:V1/main.bicep:11:13");
    unknown(
        &project(&taken_from("br/ours:endpoint:V1")),
        "no `bicepconfig.json` says what the alias `ours` stands for",
    );
    let broken = project(&taken_from("br/ours:endpoint:V1")).and("bicepconfig.json", "{");
    unknown(&broken, "`bicepconfig.json` can't be read: ");
}

#[test]
fn what_a_module_gives_and_exports_is_known() {
    let archive = source(&[("main.bicep", ENDPOINT)]);
    let main = taken_from("br:contoso.azurecr.io/iot/endpoint:V1");
    let folder = project(&main).and(&format!("{CONTOSO}/source.tgz"), archive);
    check(&folder).code(1).says("main.bicep:14:13").says("endpoint:V1/main.bicep:11:13").says("2 errors");

    let archive = source(&[("shared.bicep", &format!("@export()\nvar host = '{WRONG}'\n"))]);
    let own = ENDPOINT.replace("param host string", "import { host } from 'br:contoso.azurecr.io/iot/endpoint:V1'");
    let folder = project(&own).and(&format!("{CONTOSO}/source.tgz"), archive);
    let run = check(&folder).code(1).says("main.bicep:11:13").says("1 error");
    run.says("br:contoso.azurecr.io/iot/endpoint:V1/shared.bicep:2:12");
}

#[test]
fn nothing_is_read_unless_the_configuration_says_so() {
    let main = taken_from("br:contoso.azurecr.io/iot/endpoint:V1");
    let archive = source(&[("main.bicep", ENDPOINT)]);
    for configuration in ["", "module-cache: false\n"] {
        let folder = project(&main).and(".aiolint.yaml", configuration);
        let folder = folder.and(&format!("{CONTOSO}/source.tgz"), &archive);
        unknown(
            &folder,
            "`br:contoso.azurecr.io/iot/endpoint:V1` is in a registry; `module-cache` in `.aiolint.yaml` lets",
        );
    }
    // A folder outside of the root, named in full.
    let outside = Folder::with(&format!("{CONTOSO}/source.tgz"), archive);
    let folder = project(&main);
    let folder = folder.and(".aiolint.yaml", format!("module-cache: {:?}\n", outside.path().join("cache")));
    check(&folder).code(1).says("2 errors");
    let folder = folder.and(".aiolint.yaml", "module-cache: [a]\n");
    check(&folder).code(1).says("`module-cache` must be true or false or a text").says(".aiolint.yaml:1:1");
    unknown(&project(&taken_from("ts:1/2/3:4")), "`ts:1/2/3:4` is in a registry");
}

#[test]
fn the_usual_place_is_in_the_home_folder() {
    let main = call("br:contoso.azurecr.io/iot/endpoint:V1", WRONG);
    let place = format!("{CONTOSO}/source.tgz").replace("cache/", "home/.bicep/");
    let folder = project(&main).and(&place, source(&[("main.bicep", ENDPOINT)]));
    let folder = folder.and(".aiolint.yaml", "module-cache: true\n");
    let home = folder.path().join("home");
    let run = |arguments: &[&str]| {
        let command = Command::new(env!("CARGO_BIN_EXE_aiolint")).args(arguments).current_dir(folder.path());
        command.env("HOME", &home).env("USERPROFILE", &home).output().expect("the program starts")
    };
    assert_eq!(run(&["check", "main.bicep"]).status.code(), Some(1));
    assert_eq!(run(&["check", "main.bicep", "--isolated"]).status.code(), Some(0));
    let inspected = run(&["inspect", "main.bicep"]);
    assert!(String::from_utf8_lossy(&inspected.stdout).contains(WRONG), "{inspected:?}");
}

#[test]
fn what_is_not_in_the_cache_with_its_source_is_not_known() {
    let main = taken_from("br:contoso.azurecr.io/iot/endpoint:V1");
    unknown(&project(&main), "`br:contoso.azurecr.io/iot/endpoint:V1` is not in the module cache");
    let compiled = project(&main).and(&format!("{CONTOSO}/main.json"), "{}");
    unknown(&compiled, "the module cache has `br:contoso.azurecr.io/iot/endpoint:V1` without its source");
    for path in ["br:contoso.azurecr.io/../endpoint:1", "br:../x/y:1", "br:x.io/y:../z", "br:x"] {
        unknown(&project(&taken_from(path)), &format!("`{path}` is no address of a module"));
    }
}

/// Unknown, because this archive is wrong.
#[track_caller]
fn wrong(archive: &[u8], why: &str) {
    let main = taken_from("br:contoso.azurecr.io/iot/endpoint:V1");
    let folder = project(&main).and(&format!("{CONTOSO}/source.tgz"), archive);
    let reason = "the source of `br:contoso.azurecr.io/iot/endpoint:V1` in the module cache can't be read: ";
    unknown(&folder, &format!("{reason}{why}"));
}

#[test]
fn an_archive_that_is_wrong_is_a_reason() {
    let right = source(&[("main.bicep", ENDPOINT)]);
    wrong(b"", "it ends too early");
    wrong(b"no archive at all", "it is no archive of this kind");
    wrong(&right[..right.len() / 2], "it ends too early");
    wrong(&packed(&[("a", b"b")]), "it has no `__metadata.json`");
    wrong(&packed(&[("__metadata.json", b"{")]), "its `__metadata.json` is wrong: ");
    let deep = "[".repeat(100_000);
    wrong(&packed(&[("__metadata.json", deep.as_bytes())]), "its `__metadata.json` is wrong: ");
    let index = |path: &str, begins: &str| {
        let file = format!("{{\"path\":\"{path}\",\"archivePath\":\"files/x\",\"kind\":\"bicep\"}}");
        let index = format!("{{\"entryPoint\":\"{begins}\",\"sourceFiles\":[{file}]}}");
        packed(&[("__metadata.json", index.as_bytes()), ("files/x", b"\xff")])
    };
    wrong(&index("x.bicep", "y.bicep"), "`x.bicep` can't be read: it is not UTF-8");
    wrong(&source(&[("main.json", ""), ("main.json", "")]), "it has two files of the same name");
    for path in ["../../main.bicep", "/etc/main.bicep", "a//b.bicep"] {
        wrong(&index(path, path), "the path of a file in it leads elsewhere");
    }
}

#[test]
fn no_entry_leads_anywhere() {
    for name in ["../main.bicep", "/etc/main.bicep", "a/../../main.bicep", "a\\..\\main.bicep"] {
        wrong(&packed(&[(name, b"x")]), "the path of a file in it leads elsewhere");
    }
    // What a module asks for beside it is not taken from the project, or from another module.
    let outer = "param host string\nmodule up '../../../../secret.bicep' = {\n  name: 'u'\n}\n\
                 output host string = up.outputs.host\noutput text string = loadTextContent('../../secret.txt')\n";
    let archive = source(&[("main.bicep", outer)]);
    let folder = project(&taken_from("br:contoso.azurecr.io/iot/endpoint:V1"))
        .and(&format!("{CONTOSO}/source.tgz"), &archive)
        .and("secret.bicep", format!("output host string = '{WRONG}'\n"));
    unknown(&folder, "`../../../../secret.bicep` can't be read: a module in a registry comes without it");
    let outer = outer.replace("up.outputs.host", "loadTextContent('../secret.txt')");
    let folder = folder.and(&format!("{CONTOSO}/source.tgz"), source(&[("main.bicep", &outer)]));
    unknown(&folder.and("secret.txt", WRONG), "`../secret.txt` can't be read: a module in a registry comes without it");
}

#[test]
fn a_bomb_is_not_unpacked() {
    let zeros = vec![0; 1 << 20];
    let mut bomb = GzEncoder::new(Vec::new(), Compression::fast());
    (0..80).for_each(|_| bomb.write_all(&zeros).expect("it is written to memory"));
    wrong(&bomb.finish().expect("it is written to memory"), "it has more than 67108864 bytes unpacked");
    let large = vec![b' '; 17 << 20];
    wrong(&packed(&[("files/large.bicep", &large)]), "`files/large.bicep` is too large");
    let names: Vec<String> = (0..2_001).map(|number| format!("files/{number}")).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (&**name, &b""[..])).collect();
    wrong(&packed(&many), "it has more than 2000 files");
}

#[cfg(unix)]
#[test]
fn links_are_followed_within_the_cache_alone() {
    use std::os::unix::fs::symlink;
    let main = taken_from("br:contoso.azurecr.io/iot/endpoint:V1");
    let archive = source(&[("main.bicep", ENDPOINT)]);
    let folder = project(&main).and("elsewhere/source.tgz", &archive).and("cache/own/source.tgz", &archive);
    let link = folder.path().join(CONTOSO);
    let parent = link.parent().expect("it is in the folder");
    std::fs::create_dir_all(parent).expect("the folder is ours");
    symlink(folder.path().join("elsewhere"), &link).expect("the folder is ours");
    let reason = "the source of `br:contoso.azurecr.io/iot/endpoint:V1` in the module cache can't be read: a link";
    unknown(&folder, reason);
    std::fs::remove_file(&link).expect("the folder is ours");
    symlink(folder.path().join("cache/own"), &link).expect("the folder is ours");
    check(&folder).code(1).says("2 errors");
}

//! Known findings: none is lost and none comes back, whatever happens to the files around them.

mod support;

use support::{Folder, Run};

const FILE: &str = ".aiolint-baseline.json";

/// An endpoint without a port, and without a required property.
fn endpoint(name: &str) -> String {
    format!(
        "apiVersion: connectivity.iotoperations.azure.com/v1\nkind: DataflowEndpoint\nmetadata:\n  name: {name}\n\
         spec:\n  endpointType: Mqtt\n  mqttSettings:\n    host: broker.example.com\n"
    )
}

fn bicep(name: &str) -> String {
    format!(
        "param hosts array = ['a', 'b']\nresource e 'Microsoft.IoTOperations/instances/dataflowEndpoints@2025-10-01' = \
         [for host in hosts: {{\n  name: 'aio/{name}-${{host}}'\n  properties: {{\n    endpointType: 'Mqtt'\n    \
         mqttSettings: {{\n      host: host\n      note: 1\n    }}\n  }}\n}}]\n"
    )
}

/// What a run says of each finding, without the summary.
fn findings(run: &Run) -> Vec<&str> {
    assert!(run.stderr.is_empty(), "{run:#?}");
    run.stdout.lines().collect()
}

fn check(folder: &Folder, more: &[&str]) -> Run {
    folder.run(&[&["check", "--quiet", "--notes", "--format", "concise"], more].concat())
}

/// A project with findings in both languages, also of a file itself, and its baseline.
fn project() -> Folder {
    let broken =
        "apiVersion: v1\nkind: Secret\nmetadata:\n  name: a\n  name: b\n---\nkind: ConfigMap\napiVersion: v1\na: [\n";
    let folder = Folder::with("a.yaml", format!("{}---\n{}", endpoint("one"), endpoint("two")))
        .and("sub/b.yaml", broken)
        .and("main.bicep", bicep("x"))
        .and(
            "odd.bicep",
            "var a = b\nresource e 'Microsoft.IoTOperations/instances/dataflowEndpoints@2025-10-01' = {\n",
        );
    assert!(findings(&check(&folder, &[])).len() > 6, "{:#?}", check(&folder, &[]));
    folder.run(&["baseline", "write"]).code(0).says("to .aiolint-baseline.json");
    assert_eq!(findings(&check(&folder, &[])), [""; 0]);
    folder
}

fn text(folder: &Folder, path: &str) -> String {
    String::from_utf8(folder.read(path)).expect("it is text")
}

fn replace(folder: Folder, path: &str, change: impl Fn(&str) -> String) -> Folder {
    let new = change(&text(&folder, path));
    folder.and(path, new)
}

fn rename(folder: &Folder, from: &str, to: &str) {
    let to = folder.path().join(to);
    std::fs::create_dir_all(to.parent().expect("it is in the folder")).expect("the folder is ours");
    std::fs::rename(folder.path().join(from), to).expect("the file is ours");
}

#[test]
fn lines_may_be_inserted() {
    let mut folder = project();
    for path in ["a.yaml", "sub/b.yaml"] {
        folder =
            replace(folder, path, |text| format!("# words\n\n# more\n{}", text.replace("metadata:", "# c\nmetadata:")));
    }
    for path in ["main.bicep", "odd.bicep"] {
        folder =
            replace(folder, path, |text| format!("// words\n\nvar other = 1\n{}", text.replace("= {\n", "= {\n\n")));
    }
    assert_eq!(findings(&check(&folder, &[])), [""; 0]);
    folder.run(&["baseline", "check"]).code(0).says("0 gone, 0 new");
}

#[test]
fn documents_may_change_places() {
    let folder = replace(project(), "a.yaml", |_| format!("{}---\n{}", endpoint("two"), endpoint("one")));
    assert_eq!(findings(&check(&folder, &[])), [""; 0]);
    let folder = replace(folder, "sub/b.yaml", |text| {
        let (first, second) = text.split_once("---\n").expect("it has two");
        format!("{second}---\n{first}")
    });
    assert_eq!(findings(&check(&folder, &[])), [""; 0]);
    folder.run(&["baseline", "check"]).code(0).says("0 gone, 0 new");
}

#[test]
fn files_may_be_renamed_divided_and_joined() {
    let folder = project();
    rename(&folder, "a.yaml", "z.yaml");
    rename(&folder, "sub/b.yaml", "a.yaml");
    rename(&folder, "main.bicep", "zz.bicep");
    rename(&folder, "odd.bicep", "a.bicep");
    assert_eq!(findings(&check(&folder, &[])), [""; 0]);
    let folder = folder.and("z.yaml", endpoint("one")).and("y.yaml", endpoint("two"));
    assert_eq!(findings(&check(&folder, &[])), [""; 0]);
    folder.run(&["baseline", "check"]).code(0).says("0 gone, 0 new");
}

#[test]
fn a_second_instance_is_new() {
    // In another namespace, so that only what the baseline is about changes.
    let folder = Folder::with("a.yaml", endpoint("one"));
    folder.run(&["baseline", "write"]).code(0);
    let before = text(&folder, FILE).matches("AIO201").count();
    assert_eq!(before, 1);
    let folder = folder.and("b.yaml", endpoint("one"));
    let new = check(&folder, &["--ignore", "AIO032"]).code(1);
    assert!(findings(&new).iter().any(|line| line.starts_with("b.yaml:8:11: error[AIO201]")), "{new:#?}");
    assert!(!new.stdout.contains("a.yaml"), "{new:#?}");
    // Which one is new does not depend on what is reported.
    assert!(!check(&folder, &["a.yaml", "--ignore", "AIO032"]).stdout.contains("AIO201"));
    assert!(check(&folder, &["b.yaml", "--ignore", "AIO032"]).stdout.contains("AIO201"));
    // A baseline that has both has both, and says what it takes in.
    folder.run(&["baseline", "write"]).code(0).says(" new, 0 gone\n");
    assert!(text(&folder, FILE).contains("\"count\":2"), "{}", text(&folder, FILE));
    assert_eq!(findings(&check(&folder, &[])), [""; 0]);
    // And one of them is gone when it is gone, whichever it was.
    std::fs::remove_file(folder.path().join("a.yaml")).expect("the file is ours");
    folder.run(&["baseline", "prune"]).code(0).says("gone: AIO201 host-port-invalid · DataflowEndpoint one");
    assert!(!text(&folder, FILE).contains("\"count\":2"), "{}", text(&folder, FILE));
    assert_eq!(findings(&check(&folder, &[])), [""; 0]);
}

#[test]
fn another_finding_of_the_same_resource_is_new() {
    let folder =
        replace(project(), "a.yaml", |text| text.replacen("mqttSettings:\n", "mqttSettings:\n    nonsense: 1\n", 1));
    let run = check(&folder, &[]);
    assert_eq!(findings(&run).len(), 1, "{run:#?}");
    assert!(run.stdout.starts_with("a.yaml:8:5: "), "{run:#?}");
}

#[test]
fn resources_of_unknown_name_are_told_apart_by_number() {
    let text = |count: usize| {
        let one = |it| {
            let name = if it == 0 { "name: a".to_owned() } else { "name: ${NAME}".to_owned() };
            endpoint("x").replace("name: x", &name)
        };
        (1..=count).map(one).collect::<Vec<_>>().join("---\n")
    };
    let folder = Folder::with("a.yaml", text(2));
    folder.run(&["baseline", "write"]).code(0);
    let count = |folder: &Folder| check(folder, &["--select", "AIO201"]).stdout.matches("AIO201").count();
    assert_eq!(count(&folder), 0);
    assert_eq!(count(&folder.and("a.yaml", text(3))), 1);
}

#[test]
fn a_module_with_several_callers_may_be_called_from_renamed_files() {
    let module = "param name string\nresource e 'Microsoft.IoTOperations/instances/dataflowEndpoints@2025-10-01' = {\n  \
        name: 'aio/${name}'\n  properties: {\n    endpointType: 'Mqtt'\n    mqttSettings: {\n      host: 'broker'\n    }\n  }\n}\n";
    let call = |name: &str| format!("module m 'm.bicep' = {{\n  name: 'm'\n  params: {{ name: '{name}' }}\n}}\n");
    let folder = Folder::with("m.bicep", module).and("a.bicep", call("a")).and("b.bicep", call("b"));
    folder.run(&["baseline", "write"]).code(0);
    assert_eq!(findings(&check(&folder, &[])), [""; 0]);
    rename(&folder, "a.bicep", "c.bicep");
    assert_eq!(findings(&check(&folder, &[])), [""; 0]);
}

#[test]
fn what_is_gone_is_reported_and_pruned_and_nothing_is_added() {
    let folder = replace(project(), "a.yaml", |text| text.replacen("broker.example.com", "broker.example.com:1", 1));
    let folder = replace(folder, "main.bicep", |text| text.replace("note: 1", "note: 1\n      nonsense: 2"));
    let run =
        folder.run(&["baseline", "check"]).code(1).says("gone: AIO201 host-port-invalid · DataflowEndpoint one\n");
    assert!(run.stdout.ends_with("1 gone, 1 new\n"), "{run:#?}");
    let before = text(&folder, FILE);
    folder.run(&["baseline", "prune"]).code(0).says("removed 1 finding from .aiolint-baseline.json");
    let after = text(&folder, FILE);
    let missing: Vec<&str> = before.lines().filter(|line| !after.contains(line.trim_end_matches(','))).collect();
    assert_eq!(missing.len(), 1, "{missing:?}");
    assert!(missing[0].contains("\"rule\":\"AIO201\",\"resource\":\"DataflowEndpoint one\""), "{missing:?}");
    assert_eq!(findings(&check(&folder, &[])).len(), 1);
    folder.run(&["baseline", "check"]).code(0).says("0 gone, 1 new");
    // It comes back as a new one.
    let folder = replace(folder, "a.yaml", |text| text.replacen("broker.example.com:1", "broker.example.com", 1));
    assert_eq!(findings(&check(&folder, &[])).len(), 2);
}

#[test]
fn a_file_that_can_not_be_read_is_no_reason_to_prune() {
    let folder = replace(project(), "a.yaml", |text| format!("a: [\n{text}"));
    let before = text(&folder, FILE);
    folder.run(&["baseline", "prune"]).code(2).says("the baseline was not changed: 1 finding");
    assert_eq!(text(&folder, FILE), before);
}

#[test]
fn the_file_is_the_same_wherever_it_is_written_and_used_only_where_it_is_meant() {
    let folder = project().and(".git/HEAD", "");
    let before = text(&folder, FILE);
    std::fs::create_dir_all(folder.path().join("sub")).expect("the folder is ours");
    let sub = snapbox::cmd::Command::new(env!("CARGO_BIN_EXE_aiolint"));
    let run =
        sub.args(["baseline", "write"]).current_dir(folder.path().join("sub")).output().expect("the program starts");
    assert!(String::from_utf8_lossy(&run.stdout).ends_with("to ../.aiolint-baseline.json: 0 new, 0 gone\n"), "{run:?}");
    assert_eq!(text(&folder, FILE), before);
    assert!(!before.contains("yaml") && !before.contains("broker"), "neither paths nor texts are kept: {before}");
    assert!(!findings(&check(&folder, &["--no-baseline"])).is_empty());
    assert!(!findings(&check(&folder, &["--isolated"])).is_empty());
    rename(&folder, FILE, "known.json");
    assert!(!findings(&check(&folder, &[])).is_empty());
    assert_eq!(findings(&check(&folder, &["--baseline", "known.json"])), [""; 0]);
    folder.run(&["check", "--baseline", "none.json"]).code(2).says("`none.json` is no baseline that can be read");
    folder.run(&["check", "--baseline", "known.json", "--no-baseline"]).code(2);
    folder.run(&["baseline", "check"]).code(2).says(FILE);
    let folder = folder.and(FILE, "{\"version\": 2, \"findings\": []}");
    folder.run(&["check"]).code(2).says("its version is 2");
}

#[test]
fn two_branches_can_be_merged() {
    let folder = project();
    let twice = text(&folder, FILE).lines().find(|line| line.contains("AIO201")).expect("it has one").to_owned();
    let merged =
        text(&folder, FILE).replacen(&twice, &format!("{}\n{twice}", twice.trim_end_matches(',').to_owned() + ","), 1);
    let folder = folder.and(FILE, merged);
    assert_eq!(findings(&check(&folder, &[])), [""; 0]);
    folder.run(&["baseline", "check"]).code(1).says("1 gone, 0 new");
}

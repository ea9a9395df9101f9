//! `aiolint init` writes a configuration that changes nothing, and says what the project has.

use super::{ENDPOINT, Folder, check};

#[test]
fn what_is_written_is_right_and_changes_nothing() {
    let folder = Folder::with("a.yaml", ENDPOINT).and("b.bicep", "param a string\n").and(".git/HEAD", "");
    let before = check(&folder, &[]);
    let run = folder.run(&["init"]).code(0);
    let run = run.says("1 Bicep file and 1 YAML file with manifests; 1 resource that aiolint knows.");
    run.says("Namespaces: plant.").says("Wrote .aiolint.yaml, and .aiolint.schema.json for editors.");
    let text = String::from_utf8(folder.read(".aiolint.yaml")).expect("it is UTF-8");
    assert!(text.starts_with("# yaml-language-server: $schema=.aiolint.schema.json\n"), "{text}");
    let schema = include_bytes!("../../../../docs/aiolint.schema.json");
    assert_eq!(folder.read(".aiolint.schema.json"), schema);
    let after = check(&folder, &[]);
    assert_eq!((before.stdout, before.code), (after.stdout, after.code));
    // All that is commented out is right too.
    let comment = |line: &str| line.strip_prefix("# ").map(str::to_owned);
    let is_key =
        |line: &String| line.starts_with(' ') || line.split_once(':').is_some_and(|(key, _)| !key.contains(' '));
    let keys: Vec<_> = text.lines().skip(2).filter_map(comment).filter(is_key).collect();
    assert!(keys.len() > 10, "{keys:#?}");
    let run = check(&folder.and(".aiolint.yaml", keys.join("\n")), &["--select", "AIO006"]);
    assert_eq!((run.stdout.as_str(), run.code), ("", Some(0)));
}

#[test]
fn it_goes_into_the_root_and_overwrites_nothing() {
    let folder = Folder::with("k8s/a.yaml", ENDPOINT).and(".git/HEAD", "");
    folder.run(&["init", "k8s"]).code(0).says("Wrote .aiolint.yaml");
    for name in [".aiolint.yaml", "aiolint.yaml"] {
        let folder = Folder::with("a.yaml", ENDPOINT).and(name, "complete: true\n");
        folder.run(&["init"]).code(2).says(&format!("`{name}` exists already"));
        assert_eq!(folder.read(name), b"complete: true\n");
    }
    Folder::new().run(&["init"]).code(0).says("0 resources that aiolint knows");
}

//! Paths that lead nowhere, in circles, or to what is no manifest.

use crate::ENDPOINT;
use crate::support::Folder;

/// YAML, but no manifest.
const WORKFLOW: &str = "name: build\non: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n";

#[test]
fn a_path_that_does_not_exist_is_named() {
    let folder = Folder::with("a.yaml", ENDPOINT);
    for path in ["b.yaml", "no/such/folder", "a.yaml/b"] {
        let run = folder.run(&["check", "a.yaml", path]).code(2).says(&format!("`{path}` does not exist"));
        assert_eq!(run.stdout, "", "nothing was checked");
        folder.run(&["inspect", path]).code(2).says("does not exist");
    }
}

#[test]
fn a_folder_without_yaml_is_no_clean_run() {
    let folder = Folder::with("notes.txt", "apiVersion kind").and(".gitignore", "out/\n").and("out/a.yaml", ENDPOINT);
    let run = folder.run(&["check"]).code(2).says("there is no Bicep or YAML file in `.`").says(".gitignore");
    assert_eq!(run.stdout, "", "nothing was checked");
    Folder::new().run(&["check", "."]).code(2).says("there is no Bicep or YAML file in `.`");
}

#[test]
fn a_folder_without_manifests_says_so() {
    let folder = Folder::with(".github/workflows/build.yml", WORKFLOW).and("values.yaml", "a: 1\n");
    let run = folder.run(&["check"]).code(0);
    assert_eq!(
        run.stdout,
        "0 errors, 0 warnings, 0 notes in 0 resources of 0 files; 2 files skipped: no Kubernetes manifest\n"
    );
    let run = folder.run(&["check", "--format", "json"]).code(0);
    let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(report["summary"]["skipped"], 2);
}

#[test]
fn a_file_that_is_named_need_not_be_a_manifest_unless_that_is_said() {
    let folder = Folder::with(".github/workflows/build.yml", WORKFLOW);
    let path = ".github/workflows/build.yml";
    folder.run(&["check", path]).code(0).says("1 file skipped: no Kubernetes manifest");
    let run = folder.run(&["check", path, "--as-manifest"]).code(1).says("AIO002").says("build.yml:1:1");
    run.says("is no Kubernetes manifest: it has no `apiVersion` and `kind`");
    folder.run_with(&["check", "-", "--as-manifest"], WORKFLOW.into()).code(1).says("<stdin>:1:1");
}

#[test]
fn a_file_that_is_named_is_read_whatever_it_is_called() {
    let folder = Folder::with("manifest.txt", ENDPOINT);
    folder.run(&["check", "manifest.txt"]).code(1).says("manifest.txt:8:11");
}

#[test]
fn a_folder_with_the_name_of_a_file_is_a_folder() {
    let folder = Folder::with("a.yaml/b.yaml", ENDPOINT);
    for arguments in [&["check"][..], &["check", "a.yaml"]] {
        folder.run(arguments).code(1).says("a.yaml/b.yaml:8:11").says("of 1 file");
    }
    let empty = Folder::with("a.yaml/notes.txt", "");
    empty.run(&["check", "a.yaml"]).code(2).says("there is no Bicep or YAML file in `a.yaml`");
}

#[test]
fn projects_do_not_mix() {
    let folder = Folder::with("a/aiolint.yaml", "").and("a/a.yaml", ENDPOINT);
    let folder = folder.and("b/aiolint.yaml", "").and("b/b.yaml", ENDPOINT);
    folder.run(&["check", "a", "b"]).code(2).says("belong to two projects").says("run aiolint once for each project");
}

#[cfg(unix)]
mod links {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn a_link_to_nothing_is_named() {
        let folder = Folder::with("a.yaml", ENDPOINT);
        symlink("nowhere.yaml", folder.path().join("b.yaml")).unwrap();
        folder.run(&["check", "b.yaml"]).code(2).says("`b.yaml` does not exist");
        folder.run(&["check"]).code(1).says("a.yaml:8:11").says("of 1 file");
    }

    #[test]
    fn a_circle_of_links_ends() {
        let folder = Folder::with("k8s/a.yaml", ENDPOINT);
        symlink("..", folder.path().join("k8s/up")).unwrap();
        symlink("self.yaml", folder.path().join("k8s/self.yaml")).unwrap();
        for path in [".", "k8s", "k8s/up", "k8s/up/k8s/up"] {
            folder.run(&["check", path]).code(1).says("1 error").says("of 1 file");
        }
        folder.run(&["check", "k8s/self.yaml"]).code(2).says("`k8s/self.yaml` does not exist");
    }

    #[test]
    fn a_link_out_of_the_project_is_not_followed() {
        let outside = Folder::with("secret.yaml", ENDPOINT);
        let folder = Folder::with("a.yaml", "a: 1\n");
        symlink(outside.path().join("secret.yaml"), folder.path().join("b.yaml")).unwrap();
        folder.run(&["check", "b.yaml"]).code(1).says("it lies outside the project");
        folder.run(&["check"]).code(0).says("1 file skipped");
    }

    #[test]
    fn what_is_no_file_is_not_waited_for() {
        let folder = Folder::with("a.yaml", ENDPOINT);
        symlink("/dev/zero", folder.path().join("zero.yaml")).unwrap();
        folder.run(&["check"]).code(1).says("of 1 file");
        folder.run(&["check", "zero.yaml"]).code(1).says("AIO002");
    }
}

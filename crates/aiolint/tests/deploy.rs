//! What is left to fill in: a note, and a warning where the files are about to be deployed.

#![allow(clippy::unwrap_used, reason = "a test that can't go on fails")]

mod support;

use support::Folder;

const ENDPOINT: &str = "\
apiVersion: connectivity.iotoperations.azure.com/v1
kind: DataflowEndpoint
metadata:
  name: cloud
spec:
  endpointType: LocalStorage
  localStorageSettings:
    persistentVolumeClaimRef: <CLAIM>
";

#[test]
fn a_placeholder_is_a_warning_if_the_files_are_deployed() {
    let folder = Folder::with("a.yaml", ENDPOINT);
    let check = |more: &[&str]| folder.run(&[&["check", "--format", "concise", "--notes"], more].concat()).code(0);
    let said = "a.yaml:8:31: {}[AIO018] `<CLAIM>` is not filled in";
    check(&[]).says(&said.replace("{}", "note"));
    check(&["--deploy"]).says(&said.replace("{}", "warning"));
    let run = folder.run(&["check", "--deploy", "--fail-on", "warning"]).code(1);
    assert!(run.stdout.contains("AIO018"), "{}", run.stdout);
    folder.run(&["check"]).code(0).says("1 note");
}

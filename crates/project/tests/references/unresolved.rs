//! What the rule says of references that lead nowhere.

use aiolint_core::Severity;

use super::{LISTENER, folder_of, workspace};

/// What the rule for references says of these files: severity, message and label.
fn findings(files: &[(&str, &str)]) -> Vec<(Severity, String, String)> {
    let folder = folder_of(files);
    let report = workspace(folder.path(), |id| id == "AIO031").analyse();
    report.findings.into_iter().map(|it| (it.severity, it.message, it.primary.message)).collect()
}

#[test]
fn where_the_files_are_complete_a_name_that_is_not_there_is_an_error() {
    let broker = [("broker.yaml", LISTENER)];
    let only = |findings: Vec<(Severity, String, String)>| {
        findings.into_iter().map(|(severity, message, _)| (severity, message)).collect::<Vec<_>>()
    };
    let missing = "no broker authorization named `lines` is in these files".to_owned();
    assert_eq!(only(findings(&broker)), [(Severity::Note, missing.clone())]);
    let complete = [broker[0], (".aiolint.yaml", "complete: true\n")];
    assert_eq!(
        only(findings(&complete)),
        [
            (Severity::Error, missing),
            (Severity::Note, "no Secret or secret sync named `server` is in these files".into()),
            (Severity::Note, "no ConfigMap or trust bundle named `checker` is in these files".into()),
            (Severity::Note, "no Secret or secret sync named `checker-client` is in these files".into()),
        ]
    );
}

const PROFILES: &str = "
apiVersion: connectivity.iotoperations.azure.com/v1
kind: DataflowProfile
metadata: { name: packing-lines, namespace: plant }
---
apiVersion: connectivity.iotoperations.azure.com/v1
kind: DataflowProfile
metadata: { name: oven-1, namespace: plant }
";

#[test]
fn only_a_misspelt_name_of_a_neighbour_is_a_warning() {
    let flow = |profile: &str, more: &str| {
        format!(
            "apiVersion: connectivity.iotoperations.azure.com/v1\nkind: Dataflow\n\
             metadata: {{ name: flow, namespace: plant }}\nspec: {{ profileRef: {profile}, operations: []{more} }}\n"
        )
    };
    let said = |profile: &str, more: &str, profiles: &str| {
        let found = findings(&[("flows/flow.yaml", &flow(profile, more)), (profiles, PROFILES)]);
        found.into_iter().map(|(severity, _, label)| (severity, label)).collect::<Vec<_>>()
    };
    let here = "flows/profiles.yaml";
    let not_here = || (Severity::Note, "declared elsewhere?".to_owned());
    let misspelt = |severity| (severity, "did you mean `packing-lines`?".to_owned());
    assert_eq!(said("packing-lines", "", here), []);
    assert_eq!(said("packnig-lines", "", here), [misspelt(Severity::Warning)]);
    assert_eq!(said("packinglines", "", here), [misspelt(Severity::Warning)]);
    assert_eq!(said("packnig-lines", ", mode: disabled", here), [misspelt(Severity::Note)]);
    assert_eq!(said("packnig-lines", "", "elsewhere/profiles.yaml"), [not_here()]);
    assert_eq!(said("oven-2", "", here), [not_here()], "there may well be a second one");
    assert_eq!(said("'${PREFIX}-lines'", "", here), [], "it is not known");
}

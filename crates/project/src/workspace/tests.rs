//! What happens when judging a file fails, and what the workspace is told of suppressions.

use aiolint_engine::pack::Sources;

use super::*;

const KIND: &str = "kind: Flow\ntitle: flow\nkubernetes: example.com/Flow\n";
const INTERNAL_RULE: &str = "---\nid: AIO009\ncheck: source.internal\nseverity: error\nsource: a test\n\
    since: \"1\"\n---\naiolint fails on no file.\n\n```yaml good\nkind: x\n```\n";
const TEXT: &str = "apiVersion: example.com/v1\nkind: Flow\nmetadata: {name: press}\n";

fn workspace() -> Workspace {
    let file = |path: &str, text: &str| (path.to_owned(), text.to_owned());
    let sources = Sources {
        kinds: vec![file("f.yaml", KIND)],
        rules: vec![file("internal-error.md", INTERNAL_RULE)],
        ..Sources::default()
    };
    let pack = sources.compile().unwrap_or_else(|errors| panic!("{errors:?}")).pack;
    let filter = Filter::new(&pack, |_| true);
    let mut workspace = Workspace::new(Arc::new(pack), filter, Settings::default());
    workspace.set_file("a.yaml", "a.yaml", TEXT.into());
    workspace
}

#[test]
fn a_panic_while_judging_is_a_finding_without_its_words_and_gone_with_the_next_analysis() {
    let mut workspace = workspace();
    let first = workspace.analyse();
    assert_eq!((first.summary.resources, first.findings.len()), (1, 0));

    let mut ids = World::new(&workspace.pack, Settings::default(), workspace.facts()).written().collect::<Vec<_>>();
    // What was judged would be taken for still true.
    workspace.files.values_mut().for_each(|file| file.outcomes.clear());
    let file = workspace.files.values_mut().next().unwrap();
    file.judge(&std::mem::take(&mut ids), &vec![0], |_| panic!("press"));
    let failed = workspace.report();
    assert_eq!(failed.findings.len(), 1);
    assert!(!failed.findings[0].message.contains("press"), "{}", failed.findings[0].message);

    let next = workspace.analyse();
    assert_eq!((next.summary, next.findings), (first.summary, first.findings));
}

#[test]
fn a_comment_does_not_suppress_what_is_locked() {
    let pack = Arc::new(aiolint_rules::pack());
    let filter = Filter::new(&pack, |rule| rule.enabled);
    let mut workspace = Workspace::new(pack, filter, Settings::default());
    let text = "apiVersion: connectivity.iotoperations.azure.com/v1\nkind: DataflowEndpoint\nmetadata: {name: a}\nspec:\n  \
        endpointType: Mqtt\n  mqttSettings:\n    authentication: {method: Anonymous, anonymousSettings: {}}\n    \
        host: a # aiolint: ignore[AIO201] x\n";
    workspace.set_file("a.yaml", "a.yaml", text.into());
    let mut found = |locked: &[&str]| {
        workspace.locked = locked.iter().map(|id| (*id).to_owned()).collect();
        let report = workspace.analyse();
        report.counted().map(|finding| finding.rule.id.clone()).collect::<Vec<_>>()
    };
    assert_eq!(found(&[]), [""; 0]);
    assert_eq!(found(&["AIO202"]), [""; 0]);
    assert_eq!(found(&["AIO201"]), ["AIO201", "AIO007"]);
}

//! After fixes, everything can be read that could be before, nothing new is found, there is nothing more to fix, and
//! lines that no fix is about are what they were. Over the shared projects and the examples of all rules.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use aiolint_core::{Report, is_archived};
use aiolint_engine::judge::Filter;
use aiolint_engine::pack::{Compiled, Pack};
use aiolint_engine::rules::Select;
use aiolint_engine::world::Settings;
use aiolint_project::{Fixed, Workspace, files};
use similar::{ChangeTag, TextDiff};

/// The texts of a project, by their paths.
type Project = BTreeMap<String, String>;

static RULES: LazyLock<Compiled> =
    LazyLock::new(|| aiolint_rules::sources().compile().expect("the build has compiled them"));

fn pack() -> Arc<Pack> {
    static PACK: LazyLock<Arc<Pack>> = LazyLock::new(|| Arc::new(aiolint_rules::pack()));
    Arc::clone(&PACK)
}

fn workspace(project: &Project) -> Workspace {
    let filter = Filter::new(&pack(), |_| true);
    let mut workspace = Workspace::new(pack(), filter, Settings::default());
    for (path, text) in project {
        workspace.set_file(path, path, text.as_str().into());
    }
    workspace
}

/// The shared projects, and each example of each rule as a project of its own, with both kinds of line breaks.
#[expect(clippy::disallowed_methods, reason = "reads the fixtures")]
fn projects() -> Vec<(String, Project)> {
    let mut all: Vec<(String, Project)> = RULES
        .examples
        .iter()
        .map(|example| {
            let files = example.files.iter().map(|(name, text, _)| (name.clone(), text.clone()));
            (format!("{} {:?}", example.rule, example.place.2), files.collect())
        })
        .collect();
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures");
    let read = |path: &Path| {
        let text = std::fs::read_to_string(path).expect("it is text");
        (path.strip_prefix(&fixtures).expect("it is in there").to_string_lossy().into_owned(), text)
    };
    let is_ours = |path: &&PathBuf| path.extension().is_some_and(|it| it == "yaml" || it == "bicep");
    let found = files(&fixtures);
    assert!(found.iter().filter(is_ours).count() > 5, "the fixtures are there");
    all.push(("fixtures".into(), found.iter().filter(is_ours).map(|path| read(path)).collect()));
    let with_windows_lines = all.clone().into_iter().map(|(name, project)| {
        let lines = |(path, text): (String, String)| (path, text.replace('\n', "\r\n"));
        (format!("{name}, Windows' line breaks"), project.into_iter().map(lines).collect())
    });
    let with_windows_lines: Vec<_> = with_windows_lines.collect();
    all.extend(with_windows_lines);
    all
}

/// What could not be read, by file.
fn problems(workspace: &Workspace) -> BTreeMap<String, usize> {
    workspace.all_facts().map(|facts| (facts.source.path.to_string(), facts.problems.len())).collect()
}

#[test]
fn a_fix_mends_and_does_nothing_else() {
    let mut fixes = BTreeSet::new();
    for (name, project) in projects() {
        for unsafe_too in [false, true] {
            let mut before = workspace(&project);
            let report = before.analyse();
            let unread = problems(&before);
            let mut mended = workspace(&project);
            let fixed = mended.fix(unsafe_too);
            fixes.extend(fixed.applied.iter().map(|applied| (applied.rule.name.clone(), name.clone())));
            for (path, count) in problems(&mended) {
                assert!(count <= unread[&path], "{name}: {path} can be read less than before");
            }
            nothing_new(&name, &report, &fixed);
            lines_stay(&name, &fixed);
            let mut now = project.clone();
            now.extend(fixed.files.iter().map(|file| (file.shown.to_string(), file.after.to_string())));
            let again = workspace(&now).fix(unsafe_too);
            assert!(again.files.is_empty() && again.applied.is_empty(), "{name}: {:?}", again.applied);
            assert_eq!(again.report.findings.len(), fixed.report.findings.len(), "{name}");
        }
    }
    let rules: BTreeSet<_> = fixes.iter().map(|(rule, _)| rule.as_str()).collect();
    assert!(rules.len() >= 15, "the projects lead to each of the rules with fixes: {rules:?}");
}

/// What is found after the fixes was found before, or was only not decided, or not read.
#[track_caller]
fn nothing_new(name: &str, before: &Report, fixed: &Fixed) {
    let path = |report: &Report, finding: &aiolint_core::Finding| {
        report.sources.get(&finding.primary.location.file).map_or(String::new(), |source| source.path.to_string())
    };
    let of_writing = |applied: &&aiolint_project::Applied| {
        let rule = pack();
        let rule = rule.rules.iter().find(|rule| rule.id == applied.rule.id).expect("it is one of ours");
        matches!(rule.select, Select::Detector(..) | Select::Native(..))
    };
    let reread: BTreeSet<&str> = fixed.applied.iter().filter(of_writing).map(|applied| &*applied.shown).collect();
    for finding in &fixed.report.findings {
        let is_old = before.findings.iter().any(|old| {
            old.rule.id == finding.rule.id && (old.fingerprint == finding.fingerprint || old.message == finding.message)
        });
        let next = before.findings.iter().any(|old| old.rule.id == finding.rule.id && old.resource == finding.resource);
        let undecided = before
            .undecided
            .iter()
            .any(|check| check.rule.id == finding.rule.id && Some(&check.resource) == finding.resource.as_ref());
        let is_reread = reread.contains(path(&fixed.report, finding).as_str());
        assert!(is_old || next || undecided || is_reread, "{name}: {} {}", finding.rule.id, finding.message);
    }
}

/// Line breaks stay what they are, and each fix is about one line, apart from what it adds or removes.
#[track_caller]
fn lines_stay(name: &str, fixed: &Fixed) {
    for file in &fixed.files {
        assert!(!is_archived(&file.shown));
        let diff = TextDiff::from_lines(&*file.before, &*file.after);
        let count = |tag| diff.iter_all_changes().filter(|change| change.tag() == tag).count();
        let here = || fixed.applied.iter().filter(|applied| applied.shown == file.shown);
        if here().all(|applied| !applied.title.starts_with("remove `")) && here().count() == fixed.applied.len() {
            // A Secret has two keys; braces go around members on three lines; two parents lead to a member.
            assert!(count(ChangeTag::Delete) <= 2 * here().count(), "{name}:\n{}", file.after);
            assert!(count(ChangeTag::Insert) <= 4 * here().count(), "{name}");
        }
        let breaks = |text: &str| (text.matches("\r\n").count(), text.matches('\n').count());
        let ((windows, all), (windows_now, all_now)) = (breaks(&file.before), breaks(&file.after));
        assert_eq!((windows == all, windows == 0), (windows_now == all_now, windows_now == 0), "{name}");
    }
}

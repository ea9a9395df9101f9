//! What is reported while not all is known stays true: real and made-up projects are judged with some parameters
//! unknown, and again with values for them. No finding may go, and nothing that passed may be found. The projects are
//! the same in every run.

#[path = "sound/gaps.rs"]
mod gaps;
#[path = "sound/made.rs"]
mod made;
// The one that makes Bicep up too.
#[path = "../../bicep/tests/sound/numbers.rs"]
mod numbers;
#[path = "sound/view.rs"]
mod view;

use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

use aiolint_engine::judge::Filter;
use aiolint_engine::pack::Pack;
use aiolint_engine::world::Settings;
use aiolint_project::Workspace;

use numbers::Numbers;
use view::{Seen, View};

/// So many values are tried for a gap, or for some of them together.
const FILLED: usize = 5;

static PACK: LazyLock<Arc<Pack>> = LazyLock::new(|| Arc::new(aiolint_rules::pack()));

/// The files of a project, by their paths.
type Files = Vec<(String, String)>;

/// Parameters, each with the values that it may have.
type Gaps = Vec<(String, Vec<String>)>;

/// A project whose template has parameters that a parameter file may give.
struct Open {
    files: Files,
    /// The template.
    main: String,
    /// The parameters that are not given.
    gaps: Gaps,
    /// The lines of the parameter file that give the others.
    fixed: String,
}

impl Open {
    /// The file that gives values to the template's parameters.
    fn given(&self, lines: &str) -> (String, String) {
        let name = self.main.rsplit('/').next().unwrap_or(&self.main);
        (format!("{}param", self.main), format!("using '{name}'\n{}{lines}", self.fixed))
    }

    /// Judges it with gaps, and then with values for all of them.
    fn judge(&self, numbers: &mut Numbers, seen: &mut Seen) {
        let filter = Filter::new(&PACK, |_| true);
        let mut workspace = Workspace::new(Arc::clone(&PACK), filter, Settings::default());
        for (path, text) in &self.files {
            workspace.set_file(path, path, text.as_str().into());
        }
        let mut view = |lines: &str| {
            let (path, text) = self.given(lines);
            workspace.set_file(&path, &path, text.into());
            View::of(&PACK, &mut workspace)
        };
        // A parameter may be left out, or be given what nobody knows. What may be null is null where it is left out.
        let all = numbers.one_in(4);
        let hidden = self.gaps.iter().filter(|(_, values)| all || values.iter().any(|value| value == "null"));
        let without: String =
            hidden.map(|(name, _)| format!("param {name} = externalInput('contoso.tool', '{name}')\n")).collect();
        let open = view(&without);
        for _ in 0..FILLED {
            let lines = self.gaps.iter().map(|(name, values)| {
                let value = &values[numbers.below(values.len())];
                format!("param {name} = {value}\n")
            });
            let lines: String = lines.collect();
            let filled = view(&lines);
            for wrong in seen.compare(&open, &filled) {
                let texts: Vec<_> = self.files.iter().map(|(path, text)| format!("--- {path}\n{text}")).collect();
                let lines = format!("{}{lines}", self.fixed);
                seen.wrong.push(format!("{wrong}\nwith:\n{lines}and before:\n{without}{}", texts.join("\n")));
            }
        }
    }
}

/// The examples of the rules that have a template, and the shared project.
fn real() -> Vec<Files> {
    let compiled = aiolint_rules::sources().compile().expect("the build has compiled them");
    let examples = compiled
        .examples
        .iter()
        .map(|example| example.files.iter().map(|(path, text, _)| (path.clone(), text.clone())).collect::<Files>());
    let mut projects: Vec<Files> =
        examples.filter(|files| files.iter().any(|(path, _)| path.ends_with(".bicep"))).collect();
    let plant = [
        ("cloud/analysis.bicep", include_str!("../../../fixtures/projects/plant/cloud/analysis.bicep")),
        ("cloud/eventgrid.bicep", include_str!("../../../fixtures/projects/plant/cloud/eventgrid.bicep")),
        ("broker/listener.yaml", include_str!("../../../fixtures/projects/plant/broker/listener.yaml")),
        ("dataflows/endpoints.yaml", include_str!("../../../fixtures/projects/plant/dataflows/endpoints.yaml")),
        ("dataflows/flows.yaml", include_str!("../../../fixtures/projects/plant/dataflows/flows.yaml")),
        ("dataflows/profiles.yaml", include_str!("../../../fixtures/projects/plant/dataflows/profiles.yaml")),
        ("dataflows/secrets.yaml", include_str!("../../../fixtures/projects/plant/dataflows/secrets.yaml")),
    ];
    projects.push(plant.map(|(path, text)| (path.to_owned(), text.to_owned())).into());
    projects
}

#[test]
fn a_literal_that_becomes_a_parameter_changes_nothing_that_was_said() {
    let (mut seen, mut numbers) = (Seen::default(), Numbers::new(7));
    for files in real() {
        for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".bicep")) {
            let found = gaps::literals(text);
            let alone = (0..found.len()).map(|number| vec![number]);
            let together = (0..found.len().min(8)).map(|_| {
                let first = numbers.below(found.len());
                let mut some: Vec<usize> = (0..3).map(|_| numbers.below(found.len())).chain([first]).collect();
                some.sort_unstable();
                some.dedup();
                some
            });
            let sets: Vec<Vec<usize>> = alone.chain(together.collect::<Vec<_>>()).collect();
            for set in sets {
                let Some((text, gaps)) = gaps::open(text, &found, &set) else { continue };
                let with = |(other, old): &(String, String)| match other == path {
                    true => (other.clone(), text.clone()),
                    false => (other.clone(), old.clone()),
                };
                let open =
                    Open { files: files.iter().map(with).collect(), main: path.clone(), gaps, fixed: String::new() };
                open.judge(&mut numbers, &mut seen);
            }
        }
    }
    seen.check([1_000, 2_000, 500]);
}

#[test]
fn what_is_said_of_made_up_installations_stays_true() {
    let (mut seen, mut numbers) = (Seen::default(), Numbers::new(11));
    for seed in 0..made::PROJECTS {
        let (text, mut gaps) = made::project(seed);
        let mut fixed = String::new();
        // Most of them are known: where nothing is, nothing is said.
        gaps.retain(|(name, values)| {
            let open = numbers.one_in(4);
            if !open {
                fixed += &format!("param {name} = {}\n", values[numbers.below(values.len())]);
            }
            open
        });
        let open = Open { files: vec![("main.bicep".into(), text)], main: "main.bicep".into(), gaps, fixed };
        open.judge(&mut numbers, &mut seen);
    }
    seen.check([1_000, 2_000, 500]);
}

/// A debug build on a busy machine takes a few seconds at most.
const LONGEST: Duration = Duration::from_secs(20);

/// The bytes of a text where a word or a sign begins.
fn tokens(text: &str) -> Vec<usize> {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let mut before = ' ';
    let starts = text.char_indices().filter(|(_, c)| {
        let inside = word(before) && word(*c);
        before = *c;
        !inside && *c != ' '
    });
    starts.map(|(at, _)| at).collect()
}

/// The text with some of its parts left out, doubled, or moved.
fn mutated(text: &str, numbers: &mut Numbers) -> String {
    let mut text = text.to_owned();
    for _ in 0..=numbers.below(4) {
        let at = tokens(&text);
        if at.len() < 4 {
            break;
        }
        let mut ends: Vec<usize> = (0..3).map(|_| at[numbers.below(at.len())]).collect();
        ends.sort_unstable();
        let part = |number: usize| text[ends[number]..ends[number + 1].min(ends[number] + 200)].to_owned();
        let is_start = |end: usize| text.is_char_boundary(end);
        if !(0..2).all(|number| is_start(ends[number + 1].min(ends[number] + 200))) {
            continue;
        }
        let (one, other) = (part(0), part(1));
        text = match numbers.below(3) {
            0 => text.replacen(&one, "", 1),
            1 => format!("{}{one}{}", &text[..ends[2]], &text[ends[2]..]),
            _ => text.replacen(&one, &other, 1),
        };
    }
    text
}

#[test]
fn whatever_becomes_of_a_file_it_is_judged_in_time() {
    let (mut numbers, mut broken, mut whole) = (Numbers::new(3), 0, 0);
    for files in real() {
        for _ in 0..6 {
            let filter = Filter::new(&PACK, |_| true);
            let mut workspace = Workspace::new(Arc::clone(&PACK), filter, Settings::default());
            for (path, text) in &files {
                workspace.set_file(path, path, mutated(text, &mut numbers).into());
            }
            let begin = Instant::now();
            let report = workspace.analyse();
            assert!(begin.elapsed() < LONGEST, "{:?}", begin.elapsed());
            let failed = report.findings.iter().find(|finding| finding.rule.name == "internal-error");
            assert!(failed.is_none(), "{failed:#?}\n{files:#?}");
            match report.findings.iter().any(|finding| finding.resource.is_none()) {
                true => broken += 1,
                false => whole += 1,
            }
        }
    }
    assert!(broken > 100 && whole > 5, "{broken} are broken, {whole} are not");
}

//! What is reported while not all is known stays true: real and made-up projects are judged with some parameters
//! unknown, and again with values for them. No finding may go, and nothing that passed may be found. The projects are
//! the same in every run.

#[path = "sound/gaps.rs"]
mod gaps;
#[path = "sound/made.rs"]
mod made;
#[path = "sound/numbers.rs"]
mod numbers;
#[path = "sound/view.rs"]
mod view;

use std::sync::{Arc, LazyLock};

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
        // A parameter may be left out, or be given what nobody knows.
        let hidden = |numbers: &mut Numbers| match numbers.one_in(4) {
            true => self.gaps.iter().fold(String::new(), |all, (name, _)| {
                all + &format!("param {name} = externalInput('contoso.tool', '{name}')\n")
            }),
            false => String::new(),
        };
        let without = hidden(numbers);
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

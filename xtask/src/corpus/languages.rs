//! The same folders, one table for each language.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use aiolint_core::{FileId, Report, SYNTAX, Source};
use aiolint_engine::detectors::ALIAS_BY_ACCIDENT;
use aiolint_engine::facts::{self, Facts, INTERNAL, Part, ReadAs};
use aiolint_engine::pack::Pack;

use super::with_detector;
use crate::analysis::Candidates;
use crate::{repository, table};

const HEADS: [&str; 6] = ["folder", "files", "bytes", "with syntax errors", "panics", "ms to read, 1 thread"];

/// A language, and how its files end.
pub(super) struct Language {
    name: &'static str,
    endings: &'static [&'static str],
}

pub(super) const LANGUAGES: [Language; 3] = [
    Language { name: "Bicep", endings: &["bicep"] },
    Language { name: "Bicep's parameter files", endings: &["bicepparam"] },
    Language { name: "YAML", endings: &["yaml", "yml"] },
];

/// What came of the files of one language.
#[derive(Debug)]
pub(super) struct Counts {
    candidates: Candidates,
    /// The files in which there is at least one syntax error.
    broken: usize,
    panics: usize,
    time: Duration,
}

/// A text that the analysis has read, and how.
pub(super) struct Text {
    source: Arc<Source>,
    part: Part,
}

impl Text {
    pub(super) fn of(facts: &Facts) -> Self {
        Self { source: Arc::clone(&facts.source), part: facts.part }
    }
}

impl Language {
    fn has(&self, path: &str) -> bool {
        repository::ends_in(Path::new(path), self.endings)
    }

    /// Counts this language's files in a folder that has been analysed, and reads them once more by themselves.
    pub(super) fn count(&self, pack: &Pack, folder: &Path, report: &Report, texts: &[Text]) -> Counts {
        let own = |file: &FileId| report.sources.get(file).is_some_and(|source| self.has(&source.path));
        let files = |detector| with_detector(pack, report, detector).map(|finding| finding.primary.location.file);
        let broken: BTreeSet<FileId> = files(SYNTAX).chain(files(ALIAS_BY_ACCIDENT)).filter(own).collect();
        let panicked: BTreeSet<FileId> = files(INTERNAL).filter(own).collect();
        let start = Instant::now();
        // The analysis survives a panic; this loop would not.
        for text in texts.iter().filter(|text| self.has(&text.source.path) && !panicked.contains(&text.source.id)) {
            let read_as = ReadAs { part: text.part, ..ReadAs::default() };
            drop(facts::read(pack, Arc::clone(&text.source), read_as));
        }
        let time = start.elapsed();
        let candidates = Candidates::with_endings(folder, self.endings);
        Counts { candidates, broken: broken.len(), panics: panicked.len(), time }
    }

    /// Prints the table of this language: the folders by their names, with their counts.
    pub(super) fn print<'c>(&self, all: impl Iterator<Item = (String, &'c Counts)>) {
        let rows = all.map(|(folder, counts)| {
            let Counts { candidates: Candidates { files, bytes }, broken, panics, time } = counts;
            let (files, bytes, time) = (files.to_string(), bytes.to_string(), time.as_millis().to_string());
            vec![folder, files, bytes, broken.to_string(), panics.to_string(), time]
        });
        println!("\n{} ({})", self.name, self.endings.join(", "));
        table::print(&HEADS, &rows.collect::<Vec<_>>());
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::analysis::Setup;

    #[test]
    fn each_language_is_counted_by_itself() {
        let folder = tempfile::tempdir().unwrap();
        let manifest = "apiVersion: v1\nkind: Secret\nmetadata: [\n";
        for (name, text) in [
            ("sound.bicep", "param a int\n"),
            ("wrong-twice.bicep", "param a = \nvar = 1\n"),
            ("wrong.bicepparam", "using\n"),
            ("wrong.yaml", manifest),
            ("also-wrong.yml", manifest),
            ("no-manifest.yaml", "a: [\n"),
        ] {
            fs::write(folder.path().join(name), text).unwrap();
        }
        let setup = Setup::new();
        let mut workspace = setup.open(folder.path()).unwrap();
        let report = workspace.analyse();
        let texts: Vec<Text> = workspace.facts().map(Text::of).collect();
        let counts = LANGUAGES.map(|language| {
            let counts = language.count(&setup.pack, folder.path(), &report, &texts);
            assert!(counts.time > Duration::ZERO, "{}", language.name);
            (counts.candidates.files, counts.candidates.bytes, counts.broken, counts.panics)
        });
        let manifests = u64::try_from(2 * manifest.len()).unwrap();
        assert_eq!(counts, [(2, 31, 1, 0), (1, 6, 1, 0), (3, manifests + 5, 2, 0)], "{report:#?}");
    }
}

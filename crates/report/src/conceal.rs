//! Messages without secrets: what is wrong with a file is said in the words of the file, and those may be a
//! part of a password.

use std::borrow::Cow;
use std::collections::BTreeMap;

use aiolint_core::{
    Cover, Covered, FileId, Finding, Label, Location, Report, ResourceName, Undecided, conceal_quoted, mask_key_text,
};

/// The report, its messages without what no output may show of the files.
pub(crate) fn concealed(report: &Report) -> Cow<'_, Report> {
    let mut covers = Covers { report, known: BTreeMap::new(), secrets: None };
    let mut changed = Cow::Borrowed(report);
    for (number, finding) in report.findings.iter().enumerate() {
        let concealed = covers.finding(finding);
        if concealed != *finding {
            changed.to_mut().findings[number] = concealed;
        }
    }
    for (number, check) in report.undecided.iter().enumerate() {
        let reason = covers.text(&check.reason, check.location, Some(&check.resource));
        let reason = covers.reason(&reason, check.location);
        if reason != check.reason {
            changed.to_mut().undecided[number] = Undecided { reason, ..check.clone() };
        }
    }
    changed
}

struct Covers<'r> {
    report: &'r Report,
    known: BTreeMap<FileId, Cover<'r>>,
    /// What is covered in all files with Secrets, once it is asked for.
    secrets: Option<Covered>,
}

impl<'r> Covers<'r> {
    fn of(&mut self, file: FileId) -> Option<&Cover<'r>> {
        let source = self.report.sources.get(&file)?;
        let key_text = self.report.key_text.get(&file).cloned().unwrap_or_default();
        Some(self.known.entry(file).or_insert_with(|| Cover::new(&key_text, &source.text)))
    }

    /// The reason of a check may tell what a rule looked up elsewhere: a name that stands in a Secret, and
    /// not openly in the file of the check.
    fn reason(&mut self, reason: &str, at: Location) -> String {
        let secrets = self.secrets.take().unwrap_or_else(|| self.secrets());
        let mut openly = |part: &str| self.of(at.file).is_some_and(|cover| cover.mask().contains(part));
        let concealed = conceal_quoted(reason, |part| secrets.has(part) && !openly(part)).into_owned();
        self.secrets = Some(secrets);
        concealed
    }

    fn secrets(&mut self) -> Covered {
        let report = self.report;
        let files = report.sources.iter().filter(|(_, source)| source.text.contains("Secret"));
        files.fold(Covered::default(), |mut all, (file, _)| {
            self.of(*file).into_iter().for_each(|cover| all.extend(cover.covered()));
            all
        })
    }

    fn finding(&mut self, finding: &Finding) -> Finding {
        let (at, resource) = (finding.primary.location, finding.resource.as_ref());
        let mut text = |text: &String| self.text(text, at, resource);
        let label = |label: &Label, message| Label { location: label.location, message };
        Finding {
            message: text(&finding.message),
            primary: label(&finding.primary, text(&finding.primary.message)),
            labels: finding.labels.iter().map(|other| label(other, text(&other.message))).collect(),
            why: finding.why.as_ref().map(&mut text),
            help: finding.help.as_ref().map(&mut text),
            ..finding.clone()
        }
    }

    /// Only what is said of a Secret, or of a place in one, can quote it.
    fn text(&mut self, text: &str, at: Location, resource: Option<&ResourceName>) -> String {
        let is_secret = resource.is_some_and(|resource| resource.kind == "Secret");
        match self.of(at.file) {
            Some(cover) if is_secret || cover.hides(at.span) => cover.conceal(text).into_owned(),
            _ => mask_key_text(text).into_owned(),
        }
    }
}

//! Messages without secrets: what is wrong with a file is said in the words of the file, and those may be a
//! part of a password.

use std::borrow::Cow;
use std::collections::BTreeMap;

use aiolint_core::{
    Cover, Covered, Edit, FileId, Finding, Label, Report, Suppression, Undecided, conceal_quoted, mask_key_text,
};

/// The report, its messages without what no output may show of the files.
#[must_use]
pub fn concealed(report: &Report) -> Cow<'_, Report> {
    let mut covers = Covers { report, known: BTreeMap::new(), secrets: None };
    let mut changed = Cow::Borrowed(report);
    for (number, finding) in report.findings.iter().enumerate() {
        let concealed = covers.finding(finding);
        if concealed != *finding {
            changed.to_mut().findings[number] = concealed;
        }
    }
    for (number, check) in report.undecided.iter().enumerate() {
        let reason = covers.reason(check);
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
        Some(self.known.entry(file).or_insert_with(|| Cover::new(&key_text, source)))
    }

    /// The reason of a check quotes what could not be decided on: a part of a Secret, or a name that stands in
    /// a Secret and not openly in the file of the check.
    fn reason(&mut self, check: &Undecided) -> String {
        let secrets = self.secrets.take().unwrap_or_else(|| self.secrets());
        let file = check.location.file;
        let mut openly = |part: &str| self.of(file).is_some_and(|cover| cover.mask().contains(part));
        let concealed = conceal_quoted(&check.reason, |part| secrets.has(part) && !openly(part)).into_owned();
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

    /// What a rule says of a resource has no secrets; what is said of a file quotes it.
    fn finding(&mut self, finding: &Finding) -> Finding {
        let fix = finding.fix.clone().filter(|fix| fix.edits.iter().all(|edit| self.is_open(edit)));
        let at = finding.primary.location;
        let quotes = finding.resource.is_none();
        let mut text = |text: &String| match self.of(at.file).filter(|cover| quotes && cover.hides(at.span)) {
            Some(cover) => cover.conceal(text).into_owned(),
            None => mask_key_text(text).into_owned(),
        };
        let label = |label: &Label, message| Label { location: label.location, message };
        Finding {
            message: text(&finding.message),
            primary: label(&finding.primary, text(&finding.primary.message)),
            labels: finding.labels.iter().map(|other| label(other, text(&other.message))).collect(),
            why: finding.why.as_ref().map(&mut text),
            help: finding.help.as_ref().map(&mut text),
            fix,
            suppression: finding.suppression.as_ref().map(|it| Suppression {
                reason: it.reason.as_ref().map(|reason| mask_key_text(reason).into_owned()),
                ..it.clone()
            }),
            ..finding.clone()
        }
    }

    /// Whether an edit shows nothing that no output may show.
    fn is_open(&mut self, edit: &Edit) -> bool {
        let hides = self.of(edit.at.file).is_some_and(|cover| cover.hides(edit.at.span));
        !hides && mask_key_text(&edit.text) == edit.text
    }
}

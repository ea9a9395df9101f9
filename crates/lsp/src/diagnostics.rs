//! Findings in the words of the editor, and what of them it has been told.

use std::collections::{BTreeMap, HashMap};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use aiolint_core::{FileId, Finding, Location, Report, Severity, Source, Span, is_archived};
use aiolint_engine::PackError;
use gen_lsp_types::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag,
    PublishDiagnosticsNotification, PublishDiagnosticsParams, Range, Uri,
};

use crate::Opened;
use crate::client::Client;
use crate::documents::Documents;
use crate::outbox::Outbox;
use crate::positions;
use crate::projects::{Project, Projects};

/// What is needed to say where something is.
#[derive(Clone, Copy)]
pub(crate) struct Places<'p> {
    pub client: Client,
    pub documents: &'p Documents,
    pub project: &'p Project,
}

impl Places<'_> {
    /// The file of a location, if it is one.
    pub(crate) fn path(&self, source: &Source) -> Option<PathBuf> {
        let root = self.project.opened()?.live.root();
        (!is_archived(&source.path) && *source.path != *"<stdin>").then(|| root.join(&*source.path))
    }

    /// The range of a location in its file.
    pub(crate) fn range(&self, source: &Source, path: &Path, location: Location) -> Range {
        let marked = self.documents.get(path).is_some_and(|document| document.is_marked());
        positions::range(source, location.span, self.client.encoding, marked)
    }

    /// A location as the protocol has it, if it is in a file.
    pub(crate) fn location(&self, report: &Report, location: Location) -> Option<gen_lsp_types::Location> {
        let source = report.source(location)?;
        let path = self.path(source)?;
        Some(gen_lsp_types::Location { uri: self.documents.uri(&path), range: self.range(source, &path, location) })
    }
}

/// By the paths of files. As strings: comparing paths part by part takes most of the time with many files.
type ByPath<T> = BTreeMap<OsString, T>;

/// What is found in each file of a project.
fn diagnostics(places: Places<'_>) -> ByPath<Vec<Diagnostic>> {
    let report = &places.project.report;
    let mut in_files: HashMap<FileId, (PathBuf, Vec<Diagnostic>)> = HashMap::new();
    let is_shown = |finding: &&Finding| places.client.settings.shows(finding.severity);
    for finding in report.counted().filter(is_shown) {
        let Some((source, path, location)) = place(places, finding) else { continue };
        let diagnostic = of_finding(places, finding, source, &path, location);
        in_files.entry(source.id).or_insert_with(|| (path, Vec::new())).1.push(diagnostic);
    }
    let mut found: ByPath<Vec<Diagnostic>> =
        in_files.into_values().map(|(path, diagnostics)| (path.into(), diagnostics)).collect();
    for (path, diagnostic) in places.project.opened().into_iter().flat_map(|opened| wrong_rules(places, opened)) {
        found.entry(path.into()).or_default().push(diagnostic);
    }
    found
}

/// What is wrong with the user's rules.
fn wrong_rules(places: Places<'_>, opened: &Opened) -> Vec<(PathBuf, Diagnostic)> {
    let diagnostic = |error: &PackError| {
        let path = places.project.folder().join(&error.path);
        let source = Source::new(FileId::NONE, "".into(), "".into(), Arc::clone(&error.text));
        let at = source.at(Span::new(error.range.start, error.range.end));
        let help = error.help.as_ref().map(|help| format!("\nhelp: {help}")).unwrap_or_default();
        let diagnostic = Diagnostic {
            severity: Some(DiagnosticSeverity::Error),
            source: Some("aiolint".into()),
            range: places.range(&source, &path, at),
            message: format!("{}{help}", error.message).into(),
            code: None,
            code_description: None,
            tags: None,
            related_information: places.client.related_information.then(Vec::new),
            data: None,
        };
        (path, diagnostic)
    };
    // What is wrong with a folder is told with the status.
    opened.wrong.iter().filter(|error| !error.text.is_empty()).map(diagnostic).collect()
}

/// A finding as a diagnostic, and the file that it is shown in.
pub(crate) fn diagnostic(places: Places<'_>, finding: &Finding) -> Option<(PathBuf, Diagnostic)> {
    let (source, path, location) = place(places, finding)?;
    let diagnostic = of_finding(places, finding, source, &path, location);
    Some((path, diagnostic))
}

/// Where a finding is shown. What is found in an archive is shown where that is called.
fn place<'p>(places: Places<'p>, finding: &Finding) -> Option<(&'p Source, PathBuf, Location)> {
    let report = &places.project.report;
    let all = std::iter::once(&finding.primary).chain(&finding.labels);
    all.map(|label| label.location).find_map(|location| {
        let source: &Source = report.source(location)?;
        Some((source, places.path(source)?, location))
    })
}

fn of_finding(places: Places<'_>, finding: &Finding, source: &Source, path: &Path, location: Location) -> Diagnostic {
    let report = &places.project.report;
    let related = finding.labels.iter().filter_map(|label| {
        let location = places.location(report, label.location)?;
        let message = if label.message.is_empty() { "see here".to_owned() } else { label.message.clone() };
        Some(DiagnosticRelatedInformation { location, message })
    });
    let related: Vec<_> = related.collect();
    let url = finding.rule.url.as_ref();
    Diagnostic {
        range: places.range(source, path, location),
        severity: Some(severity(finding.severity)),
        code: Some(finding.rule.id.clone().into()),
        code_description: url.map(|url| CodeDescription { href: url.as_str().into() }),
        source: Some("aiolint".into()),
        message: message(finding).into(),
        tags: tag(finding).filter(|_| places.client.tags).map(|tag| vec![tag]),
        related_information: places.client.related_information.then_some(related),
        data: None,
    }
}

fn message(finding: &Finding) -> String {
    let mut message = finding.message.clone();
    if !finding.parameters.is_empty() {
        message.push_str(&format!(" (with {})", finding.parameters.join(", ")));
    }
    if let Some(help) = &finding.help {
        message.push_str(&format!("\nhelp: {help}"));
    }
    aiolint_core::printable(&message).into_owned()
}

/// What a finding says of its characters: a suppression that suppresses nothing is shown faded.
fn tag(finding: &Finding) -> Option<DiagnosticTag> {
    (finding.rule.name == "unused-suppression").then_some(DiagnosticTag::Unnecessary)
}

/// Notes are hints: they are there for whoever looks for them.
fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Error => DiagnosticSeverity::Error,
        Severity::Warning => DiagnosticSeverity::Warning,
        Severity::Note => DiagnosticSeverity::Hint,
    }
}

/// What the client was told of a file.
struct Told {
    /// The file, as the client was told it.
    uri: Uri,
    /// The version of the document that it was about.
    version: Option<i32>,
    diagnostics: Vec<Diagnostic>,
    /// Whether the client may have forgotten it.
    is_forgotten: bool,
}

/// What the client was told of each file.
#[derive(Default)]
pub(crate) struct Published(ByPath<Told>);

impl Published {
    /// A document was opened: what was told before may be gone with the document that was closed.
    pub(crate) fn reopened(&mut self, path: &Path) {
        if let Some(told) = self.0.get_mut(path.as_os_str()) {
            told.is_forgotten = true;
        }
    }

    /// How many diagnostics of a severity the client has.
    pub(crate) fn count(&self, severity: DiagnosticSeverity) -> usize {
        let all = self.0.values().flat_map(|told| &told.diagnostics);
        all.filter(|diagnostic| diagnostic.severity == Some(severity)).count()
    }

    /// Tells the client what has changed.
    pub(crate) fn update(&mut self, client: Client, projects: &Projects, documents: &Documents, out: &mut Outbox<'_>) {
        let mut now: ByPath<Vec<Diagnostic>> = BTreeMap::new();
        for project in projects.iter() {
            for (path, found) in diagnostics(Places { client, documents, project }) {
                // Of two projects that have a file, the nearest one speaks of it.
                if projects.of(Path::new(&path)).is_none_or(|own| own.folder() == project.folder()) {
                    now.entry(path).or_default().extend(found);
                }
            }
        }
        for (path, _) in documents.iter() {
            now.entry(path.into()).or_default();
        }
        let gone: Vec<_> = self.0.keys().filter(|path| !now.contains_key(*path)).cloned().collect();
        for path in gone {
            if let Some(told) = self.0.remove(&path)
                && (told.version.is_some() || !told.diagnostics.is_empty())
            {
                publish(told.uri, None, Vec::new(), out);
            }
        }
        for (path, diagnostics) in now {
            let document = documents.get(Path::new(&path));
            let version = document.map(|document| document.version);
            let is_told =
                |told: &Told| told.version == version && told.diagnostics == diagnostics && !told.is_forgotten;
            // The URI of a file is the same as long as it is not opened or closed.
            if self.0.get(&path).is_some_and(is_told) {
                continue;
            }
            let uri = documents.uri(Path::new(&path));
            // Two spellings of a file are two files for some.
            if let Some(old) = self.0.remove(&path).filter(|old| old.uri != uri) {
                publish(old.uri, None, Vec::new(), out);
            }
            publish(uri.clone(), version, diagnostics.clone(), out);
            self.0.insert(path, Told { uri, version, diagnostics, is_forgotten: false });
        }
    }
}

fn publish(uri: Uri, version: Option<i32>, diagnostics: Vec<Diagnostic>, out: &mut Outbox<'_>) {
    out.notify::<PublishDiagnosticsNotification>(PublishDiagnosticsParams { uri, version, diagnostics });
}

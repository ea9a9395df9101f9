//! aiolint's own failures: one place for what they are called, what to do, and how they look.

use std::fmt;
use std::io;

use aiolint_core::{mask_key_text, printable};
use aiolint_engine::PackError;
use aiolint_project::{DiffError, OpenError};
use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource, SourceCode};

/// Why a command could not do its work.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Paths are wrong.
    Open(OpenError),
    /// There is no rule with this id or name; the suggestion.
    NoSuchRule(String, String),
    /// Rule files are wrong.
    Rules(Vec<PackError>),
    /// A folder of rules can't be read, or has none.
    RuleFolder(String, String),
    /// There is a configuration already, at this path.
    Exists(String),
    /// Arguments contradict each other.
    Usage(&'static str),
    /// What should be a diff is none.
    Diff(DiffError),
    /// Files can't be read, and a baseline without what is in them would be wrong.
    Unread(usize),
    /// Something could not be read or written.
    Io(io::Error),
    /// Nobody reads the output any more.
    OutputClosed,
}

impl From<OpenError> for Failure {
    fn from(error: OpenError) -> Self {
        Self::Open(error)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe { Self::OutputClosed } else { Self::Io(error) }
    }
}

impl Failure {
    /// It in a line, for those who have no terminal: without advice, which is about arguments.
    pub(crate) fn in_a_line(&self) -> String {
        let message = match self {
            Self::Rules(errors) => errors.first().map(|error| format!("{}: {}", error.path, error.message)),
            other => Some(Shown::of(other).message),
        };
        printable(&mask_key_text(&message.unwrap_or_default())).into_owned()
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rules(errors) => errors.iter().try_for_each(|error| f.write_str(&rendered(&Shown::of_pack(error)))),
            other => f.write_str(&rendered(&Shown::of(other))),
        }
    }
}

/// A failure in the form that is printed.
#[derive(Debug)]
struct Shown {
    message: String,
    help: Option<String>,
    source: Option<NamedSource<String>>,
    label: Option<LabeledSpan>,
}

impl Shown {
    fn of(failure: &Failure) -> Self {
        let (message, help) = match failure {
            Failure::Open(error) => (error.to_string(), Some(error.help().to_owned())),
            Failure::NoSuchRule(name, suggestion) => (
                format!("there is no rule `{name}`{suggestion}"),
                Some("`aiolint rules list` shows all of them; rules of your own need `--rules FOLDER`".into()),
            ),
            Failure::RuleFolder(folder, why) => (format!("the rules in `{folder}` can't be used: {why}"), None),
            Failure::Exists(path) => {
                (format!("`{path}` exists already"), Some("`aiolint config show` says what holds in it".into()))
            }
            Failure::Usage(words) => ((*words).to_owned(), Some("`aiolint check --help` shows the options".into())),
            Failure::Diff(error) => (error.to_string(), Some(error.help().to_owned())),
            Failure::Unread(count) => (
                format!("the baseline was not changed: {count} findings are about files that can't be read"),
                Some("correct them first, so that what is known of these files is not lost".into()),
            ),
            Failure::Io(error) => (error.to_string(), None),
            Failure::Rules(_) | Failure::OutputClosed => (String::new(), None),
        };
        Self { message, help, source: None, label: None }
    }

    fn of_pack(error: &PackError) -> Self {
        Self {
            message: error.message.clone(),
            help: error.help.clone(),
            source: Some(NamedSource::new(&error.path, error.text.to_string())),
            label: Some(LabeledSpan::new_with_span(None, error.range.clone())),
        }
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Shown {}

impl Diagnostic for Shown {
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.source.as_ref().map(|source| source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        self.label.clone().map(|label| Box::new(std::iter::once(label)) as Box<dyn Iterator<Item = LabeledSpan>>)
    }
}

fn rendered(shown: &Shown) -> String {
    let mut text = String::new();
    let handler = GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor()).with_width(110);
    match handler.render_report(&mut text, shown) {
        // Without the spaces that the frame of an empty source line ends with.
        Ok(()) => printable(&mask_key_text(&text)).lines().flat_map(|line| [line.trim_end(), "\n"]).collect(),
        Err(_) => format!("error: {}\n", printable(&shown.message)),
    }
}

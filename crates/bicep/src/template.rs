//! A file as it is written: read once, used as often as others call it.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use aiolint_core::{Files, LoadError, Problem, Reason, SYNTAX, Source, Value, is_archived, join};

use crate::habits;
use crate::remote::{Remote, Remotes, not_looked_for};
use crate::syntax::ast::{Declaration, Expr, Node, Piece, Statement};
use crate::syntax::{self, Dialect, SyntaxError};

/// A file of Bicep.
#[derive(Debug)]
pub struct Template {
    /// The file.
    pub source: Arc<Source>,
    /// The language it is written in.
    pub dialect: Dialect,
    /// What is wrong with the file itself.
    pub problems: Vec<Problem>,
    /// Whether the file has template actions: then an error may be the template's, not the author's.
    pub templated: bool,
    /// Whether it may take other files in as values.
    pub(crate) loads: bool,
    pub(crate) statements: Vec<Statement>,
}

/// What a file names another one for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// It deploys it.
    Module,
    /// It uses names of it.
    Import,
    /// It gives values to its parameters.
    Using,
    /// It takes values of it.
    Extends,
}

impl Template {
    /// Reads a file. Reading never fails: what can't be understood is a problem in the result.
    #[must_use]
    pub fn read(source: Arc<Source>, dialect: Dialect) -> Self {
        let syntax = syntax::parse(&source.text, dialect);
        let templated = !syntax.errors.is_empty() && syntax::has_actions(&source.text);
        let mut problems = habits::bare_identifiers(&source, &syntax.statements, !syntax.errors.is_empty());
        let problem = |error| habits::missing_braces(&source, &error).unwrap_or_else(|| syntax_problem(&source, error));
        problems.extend(syntax.errors.into_iter().map(problem));
        let loads = memchr::memmem::find(source.text.as_bytes(), b"load").is_some();
        Self { source, dialect, problems, templated, loads, statements: syntax.statements }
    }

    /// The names of the parameters that it declares.
    pub fn parameters(&self) -> impl Iterator<Item = &str> {
        self.statements.iter().filter_map(|statement| match &statement.declaration {
            Declaration::Parameter(parameter) => Some(&*parameter.name.text),
            _ => None,
        })
    }

    /// The other files that this one names, by their paths from the root; those of registries as far as they are known.
    #[must_use]
    pub fn uses(&self, remotes: &Remotes) -> Vec<(Use, String)> {
        let remote = |path: &str| Some(remotes.get(&self.source.path, path)?.as_ref().ok()?.as_ref().to_owned());
        let full = |(of, path): (Use, &str)| match Remote::of(path) {
            Some(_) if !matches!(of, Use::Module | Use::Import) => None,
            Some(_) => Some((of, remote(path)?)),
            None => Some((of, join(&self.source.path, path).or_else(|| remote(path))?)),
        };
        self.named().filter_map(full).collect()
    }

    /// The modules in registries that this file names, as they are written.
    pub fn remotes(&self) -> impl Iterator<Item = &str> {
        let followed = self.named().filter(|(of, _)| matches!(of, Use::Module | Use::Import));
        followed.map(|(_, path)| path).filter(|path| Remote::of(path).is_some_and(|remote| remote != Remote::Other))
    }

    fn named(&self) -> impl Iterator<Item = (Use, &str)> {
        self.statements.iter().filter_map(|statement| match &statement.declaration {
            Declaration::Module(module) => Some((Use::Module, path_of(&module.path)?)),
            Declaration::Import(import) => Some((Use::Import, path_of(import.path.as_ref()?)?)),
            Declaration::Using(path) => Some((Use::Using, path_of(path.as_ref()?)?)),
            Declaration::Extends(path) => Some((Use::Extends, path_of(path)?)),
            _ => None,
        })
    }
}

/// The path that an expression is, if it is one plain text.
pub(crate) fn path_of(expr: &Expr) -> Option<&str> {
    match &expr.node {
        Node::Text(pieces) => match &pieces[..] {
            [Piece::Text(path)] => Some(path),
            _ => None,
        },
        _ => None,
    }
}

fn syntax_problem(source: &Source, error: SyntaxError) -> Problem {
    Problem {
        detector: SYNTAX,
        message: error.message,
        primary: aiolint_core::Label { location: source.at(error.span), message: error.label },
        labels: Vec::new(),
        help: error.help,
    }
}

/// What a deployment can be made of: files, by their paths from the root, and where it may take place.
#[derive(Clone, Debug, Default)]
pub struct Library {
    /// The templates.
    templates: HashMap<Arc<str>, Result<Arc<Template>, LoadError>>,
    /// Gives what templates load; without it nothing is loaded.
    pub files: Option<Arc<dyn Files>>,
    /// What `resourceGroup()` and its like give, as far as it is known, by the names of the functions.
    pub scope: Arc<ScopeValues>,
    /// Where modules of registries are.
    pub remotes: Arc<Remotes>,
}

/// The name under which [`ScopeValues`] have the environment variables.
pub const ENVIRONMENT: &str = "readEnvironmentVariable";

/// What is known of where templates are deployed to: by the name of each function, as `resourceGroup`, the object that
/// it gives; and as [`ENVIRONMENT`] the environment variables.
pub type ScopeValues = BTreeMap<String, Value>;

impl Library {
    /// Adds a file.
    pub fn insert(&mut self, template: Arc<Template>) {
        self.templates.insert(Arc::clone(&template.source.path), Ok(template));
    }

    /// Adds a file that can't be read.
    pub fn insert_unreadable(&mut self, path: &str, why: LoadError) {
        self.templates.insert(path.into(), Err(why));
    }

    /// The file at this path from the root.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&Arc<Template>> {
        self.templates.get(path)?.as_ref().ok()
    }

    /// The file that `expr` names in the file at `from`.
    pub(crate) fn resolve(&self, from: &str, expr: &Expr) -> Result<&Template, Unresolved> {
        let because = |words: String| Unresolved::Reason(Reason::new(words));
        let Some(path) = path_of(expr) else { return Err(because("the path of the file is not known".into())) };
        if Remote::of(path).is_some() {
            return self.remote(from, path).map_err(Unresolved::Reason);
        }
        if path.ends_with(".json") {
            return Err(because(format!("`{path}` is a template of JSON, which is not followed")));
        }
        let failed = |error: LoadError| Unresolved::Failed(path.to_owned(), error);
        let Some(full) = join(from, path) else {
            return match self.remotes.get(from, path) {
                Some(_) => self.remote(from, path).map_err(Unresolved::Reason),
                None if is_archived(from) => Err(failed(LoadError::NotArchived)),
                None => Err(failed(LoadError::OutsideRoot)),
            };
        };
        match self.templates.get(full.as_str()) {
            Some(Ok(template)) => Ok(template),
            None if is_archived(&full) => Err(failed(LoadError::NotArchived)),
            Some(Err(why)) => Err(failed(why.clone())),
            None => Err(because(format!("`{path}` is not among the Bicep files"))),
        }
    }

    /// The file that a module in a registry begins with.
    fn remote(&self, from: &str, path: &str) -> Result<&Template, Reason> {
        let begins = self.remotes.get(from, path).ok_or_else(|| not_looked_for(path))?;
        let begins = begins.as_ref().map_err(Reason::clone)?;
        self.get(begins).map(|template| &**template).ok_or_else(|| Reason::new(format!("`{path}` can't be read")))
    }
}

/// Why there is no template.
pub(crate) enum Unresolved {
    /// It is not known, or not followed.
    Reason(Reason),
    /// The file at this path, as it is written, can't be read.
    Failed(String, LoadError),
}

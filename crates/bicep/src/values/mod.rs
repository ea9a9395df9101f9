//! Syntax to values: what each expression is when it is deployed, as far as that is known now.
//!
//! `symbols` knows the names of a file, `expression` and its neighbours evaluate, `text` and `collection` build
//! what is known in parts, `functions` are the language's own, `resources` makes what is deployed. Everything
//! that is not known is [`Data::Unknown`] with its reason: never a guess. `limits` keeps hostile files cheap.

mod access;
mod choices;
mod collection;
mod deployment_scope;
mod expression;
mod functions;
mod ids;
mod imports;
mod limits;
mod marks;
mod modules;
mod names;
mod operators;
mod resources;
mod same;
mod scope;
mod segments;
mod symbols;
mod text;
mod types;
mod watch;

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashMap;
use std::hash::Hash;
use std::rc::Rc;
use std::sync::Arc;

use aiolint_core::{Data, Label, Location, Problem, Reason, Resource, Span, Value, is_archived};

use crate::syntax::ast::{Declaration, Expr};
use crate::template::{Library, Template, Unresolved};
use deployment_scope::DeploymentScope;
pub use functions::{Purity, purity};
use limits::Limits;
use marks::Marks;
use modules::Call;
use resources::Instance;
use scope::Scope;
pub(crate) use symbols::Symbols;
use watch::Watch;
pub use watch::values;

/// So many problems of a deployment are told; who has more mends these first.
const MOST_PROBLEMS: usize = 50;

/// Evaluates the expressions of one use of a file.
pub(crate) struct Evaluator<'s> {
    shared: Rc<Shared<'s>>,
    template: &'s Template,
    /// The paths of the files whose modules lead here.
    above: Vec<&'s str>,
    /// The place in the project that leads into the archive which the file lies in.
    led_here: Option<Location>,
    symbols: Rc<Symbols<'s>>,
    /// What its caller gives its parameters.
    given: Given,
    /// The values of parameters and variables; `None` while one is being found out.
    named: RefCell<HashMap<&'s str, Option<Value>>>,
    /// The instances of resources, by their place among the file's; `None` while they are being found out.
    instances: RefCell<HashMap<usize, Option<Rc<Vec<Instance<'s>>>>>>,
    /// The calls of modules, by their place among the file's; `None` while they are being found out.
    calls: RefCell<HashMap<usize, Option<Rc<Vec<Call<'s>>>>>>,
    /// The resource whose content is being found out: what is nested in it is known by name there.
    inside: Cell<Option<usize>>,
    marks: Marks,
    /// Where the file is deployed to, once that is asked for.
    deployed_to: OnceCell<DeploymentScope>,
}

/// Whether it is asked what is deployed, or what is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reading {
    /// Conditions leave out, loops are gone through.
    Deployed,
    /// Each declaration counts once: nobody asks its condition, no turn of its loop is known.
    Declared,
}

/// What all files of a deployment share.
struct Shared<'s> {
    library: &'s Library,
    limits: Limits,
    reading: Reading,
    /// How many uses of files there are.
    uses: Cell<usize>,
    /// The names of each file, by the file's address: a module is called often.
    symbols: RefCell<HashMap<*const Template, Rc<Symbols<'s>>>>,
    /// What was met that is wrong.
    problems: RefCell<Vec<Problem>>,
    /// The files that names are imported from.
    imports: RefCell<HashMap<&'s str, Rc<Evaluator<'s>>>>,
    /// Whose values are kept as they are found out.
    watch: Option<Watch>,
}

/// The values that are given to a template's parameters.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// Those that are given, by their names.
    pub values: HashMap<Arc<str>, Value>,
    /// Why more may be given, if more may.
    pub open: Option<Reason>,
    /// So many marks are taken by these values: those of the template go on from there.
    marks: usize,
}

/// What comes of a template.
#[derive(Clone, Debug, Default)]
pub struct Deployed {
    /// The resources.
    pub resources: Vec<Resource>,
    /// What was met that is wrong, in this file and those that it leads to.
    pub problems: Vec<Problem>,
}

/// What a template deploys when its parameters are given these values. The template calls others of `library`.
#[must_use]
pub fn deploy(template: &Template, given: Given, library: &Library) -> Deployed {
    with_evaluator(template, given, library, Reading::Deployed, None, |evaluator| Deployed {
        resources: evaluator.resources(),
        problems: evaluator.shared.problems.take(),
    })
}

/// What is wrong with a parameter file that only the files that it names can tell.
#[must_use]
pub fn parameter_problems(file: &Template, library: &Library) -> Vec<Problem> {
    with_evaluator(file, Given::default(), library, Reading::Deployed, None, |evaluator| {
        evaluator.parameters(&mut Vec::new());
        evaluator.using();
        evaluator.shared.problems.take()
    })
}

/// The values that a parameter file gives, those of the files that it extends included.
#[must_use]
pub(crate) fn parameters(file: &Template, library: &Library) -> Given {
    with_evaluator(file, Given::default(), library, Reading::Deployed, None, |evaluator| {
        let given = evaluator.parameters(&mut Vec::new());
        Given { marks: evaluator.marks.taken(), ..given }
    })
}

/// What a template and the modules that it calls declare: each resource once, whatever its condition and its loop say.
/// A call of a module is there too, as the deployment that it is. This is what can be compared with a template that
/// the compiler made, where loops and conditions are still to come.
#[must_use]
pub fn declared(template: &Template, given: Given, library: &Library) -> Vec<Resource> {
    with_evaluator(template, given, library, Reading::Declared, None, |evaluator| evaluator.resources())
}

/// The variables of a template, in their order: what each is when the parameters have these values.
#[must_use]
pub fn variables(template: &Template, given: Given, library: &Library) -> Vec<(Arc<str>, Value)> {
    with_evaluator(template, given, library, Reading::Deployed, None, |evaluator| {
        let mut all = Vec::new();
        for statement in &evaluator.template.statements {
            if let Declaration::Variable(name, value) = &statement.declaration {
                let value = evaluator.named(&name.text, || evaluator.value(value, &Scope::FILE));
                all.push((Arc::clone(&name.text), value));
            }
        }
        all
    })
}

fn with_evaluator<T>(
    template: &Template,
    given: Given,
    library: &Library,
    reading: Reading,
    watch: Option<Watch>,
    work: impl FnOnce(&Evaluator<'_>) -> T,
) -> T {
    let shared = Rc::new(Shared {
        library,
        limits: Limits::default(),
        reading,
        uses: Cell::new(0),
        symbols: RefCell::default(),
        problems: RefCell::default(),
        imports: RefCell::default(),
        watch,
    });
    let marks = Marks::after(given.marks);
    let result = work(&Evaluator::new(&shared, template, given, marks, Vec::new()));
    // They hold what is shared, which holds them.
    shared.imports.borrow_mut().clear();
    result
}

impl<'s> Evaluator<'s> {
    fn new(shared: &Rc<Shared<'s>>, template: &'s Template, given: Given, marks: Marks, above: Vec<&'s str>) -> Self {
        let mut known = shared.symbols.borrow_mut();
        let symbols = known.entry(template).or_insert_with(|| Rc::new(Symbols::of(&template.statements)));
        Self {
            shared: Rc::clone(shared),
            template,
            above,
            led_here: None,
            symbols: Rc::clone(symbols),
            given,
            named: RefCell::default(),
            instances: RefCell::default(),
            calls: RefCell::default(),
            inside: Cell::new(None),
            marks,
            deployed_to: OnceCell::new(),
        }
    }

    /// An evaluator for another use of a file in the same deployment, which is named here.
    fn another(&self, template: &'s Template, given: Given, here: Span) -> Self {
        let number = self.shared.uses.get() + 1;
        self.shared.uses.set(number);
        let mut above = self.above.clone();
        above.push(&self.template.source.path);
        let led_here = is_archived(&template.source.path).then(|| self.led_here.unwrap_or(self.at(here)));
        Self { led_here, ..Self::new(&self.shared, template, given, self.marks.of_template(number), above) }
    }

    /// The names of the file.
    pub(crate) fn symbols(&self) -> &Symbols<'s> {
        &self.symbols
    }

    /// Finds something out as it is known inside of a resource, or outside of all.
    fn within<T>(&self, resource: Option<usize>, find: impl FnOnce() -> T) -> T {
        let before = self.inside.replace(resource);
        let found = find();
        self.inside.set(before);
        found
    }

    /// The file that an expression names.
    fn resolve(&self, path: &Expr) -> Result<&'s Template, Reason> {
        let at = self.at(path.span);
        self.shared.library.resolve(&self.template.source.path, path).map_err(|unresolved| match unresolved {
            Unresolved::Reason(reason) => reason.or_at(at),
            Unresolved::Failed(path, error) => self.not_loaded(&path, &error, at),
        })
    }

    /// Reports what is wrong at a place, once.
    fn report(&self, detector: &'static str, message: &str, at: Location) {
        let mut problems = self.shared.problems.borrow_mut();
        let known = problems.iter().any(|known| known.detector == detector && known.primary.location == at);
        if !known && problems.len() < MOST_PROBLEMS {
            let primary = Label { location: at, message: String::new() };
            let led = self.led_here.map(|location| Label { location, message: "called here".into() });
            let labels = led.into_iter().collect();
            problems.push(Problem { detector, message: message.to_owned(), primary, labels, help: None });
        }
    }

    /// Keeps a value, if somebody asked for those of what stands there.
    fn see(&self, span: Span, value: &Value) {
        if let Some(watch) = &self.shared.watch {
            watch.see(self.template.source.id, span, value);
        }
    }

    fn at(&self, span: Span) -> Location {
        self.template.source.at(span)
    }

    fn slice(&self, span: Span) -> &str {
        self.template.source.slice(span)
    }

    fn known(&self, data: Data, span: Span) -> Value {
        Value::new(data, self.at(span))
    }

    fn unknown(&self, reason: impl Into<Arc<str>>, span: Span) -> Value {
        Value::unknown(Reason::new(reason), self.at(span))
    }
}

/// Finds something out once, and remembers it; `None` while it is being found out.
fn once<K: Copy + Eq + Hash, V: Clone>(
    known: &RefCell<HashMap<K, Option<V>>>,
    key: K,
    find: impl FnOnce() -> V,
) -> Option<V> {
    if let Some(known) = known.borrow().get(&key) {
        return known.clone();
    }
    known.borrow_mut().insert(key, None);
    let found = find();
    known.borrow_mut().insert(key, Some(found.clone()));
    Some(found)
}

/// The value as it is used at another place than where it is written.
fn used_at(value: &Value, at: Location) -> Value {
    let written = value.origin.or_else(|| Some(value.at).filter(|own| own.is_written() && *own != at));
    let data = match &value.data {
        Data::OneOf(choices) => Data::OneOf(choices.iter().map(|choice| used_at(choice, at)).collect()),
        Data::Unknown(reason) => Data::Unknown(reason.clone().or_at(at)),
        data => data.clone(),
    };
    Value { data, at, key: None, origin: written, mark: value.mark }
}

/// Whether a value is known, if perhaps not all that is in it.
fn is_known(data: &Data) -> bool {
    match data {
        Data::Unknown(_) | Data::OneOf(_) => false,
        Data::Text(text) => text.known().is_some(),
        _ => true,
    }
}

/// Why a value is not known, if it is not known at all.
fn why_unknown(value: &Value) -> Option<&Reason> {
    match &value.data {
        Data::Unknown(reason) => Some(reason),
        _ => None,
    }
}

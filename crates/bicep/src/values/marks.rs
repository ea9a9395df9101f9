//! The marks of values that are not known.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use aiolint_core::{Data, Mark, Term, Value};

/// The marks of a template, among those of all that takes part in a deployment. What a value is made of has one mark,
/// however often it is made.
#[derive(Clone, Default)]
pub(super) struct Marks {
    all: Rc<RefCell<HashMap<String, Mark>>>,
    /// So many were taken before.
    before: usize,
    /// The number of the template's use.
    template: usize,
}

impl Marks {
    /// Those that come after so many others.
    pub(super) fn after(before: usize) -> Self {
        Self { before, ..Self::default() }
    }

    /// How many are taken.
    pub(super) fn taken(&self) -> usize {
        self.before + self.all.borrow().len()
    }

    /// Those of another template of the same deployment.
    pub(super) fn of_template(&self, template: usize) -> Self {
        Self { all: Rc::clone(&self.all), before: self.before, template }
    }

    /// The mark of what is made in this way in this template. Different things have different words.
    pub(super) fn of(&self, way: &str) -> Mark {
        self.of_any(self.here(way))
    }

    /// Words for what is made in this template alone.
    pub(super) fn here(&self, way: &str) -> String {
        format!("{} {way}", self.template)
    }

    fn of_any(&self, way: String) -> Mark {
        let mut known = self.all.borrow_mut();
        let next = Mark::new(self.before + known.len());
        *known.entry(way).or_insert(next)
    }

    /// The mark of what a function gives for these, if it is known which these are. The function must give the same
    /// for the same.
    pub(super) fn of_call(&self, function: &str, arguments: &[&Value]) -> Option<Mark> {
        let mut way = format!("{function}(");
        for argument in arguments {
            match (argument.terms(), &argument.data) {
                (Some(terms), _) => way.extend(terms.iter().map(|term| match term {
                    Term::Literal(text) => format!("{text:?}"),
                    Term::Mark(mark) => format!("{mark:?}"),
                })),
                (None, Data::Text(text)) => way.extend([format!("{:?}", text.known()?)]),
                (None, Data::Int(number)) => way.push_str(&number.to_string()),
                (None, Data::Bool(flag)) => way.push_str(&flag.to_string()),
                (None, Data::Absent) => way.push_str("null"),
                _ => return None,
            }
            way.push(',');
        }
        Some(self.of_any(way))
    }
}

//! The marks of values that are not known.

use std::cell::RefCell;
use std::collections::HashMap;

use aiolint_core::{Data, Mark, Term, Value};

/// All marks of a file. What a value is made of has one mark, however often it is made.
#[derive(Default)]
pub(super) struct Marks(RefCell<HashMap<String, Mark>>);

impl Marks {
    /// The mark of what is made in this way. Different things have different words.
    pub(super) fn of(&self, way: String) -> Mark {
        let mut known = self.0.borrow_mut();
        let next = Mark::new(known.len());
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
        Some(self.of(way))
    }
}

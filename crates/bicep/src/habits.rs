//! Habits of YAML that are something else in Bicep.

use std::collections::HashSet;

use aiolint_core::{Label, Problem, Source, Span};

use crate::syntax::SyntaxError;
use crate::syntax::ast::{Body, Declaration, Expr, Item, Member, Node, Object, Piece, Statement};
use crate::syntax::indented::is_key;

/// The detector of words without quotes.
pub const BARE_IDENTIFIER: &str = "bicep.bare-identifier";

/// The detector of members without braces around them.
pub const MISSING_BRACES: &str = "bicep.missing-braces";

/// What a syntax error is about where a key is followed by members that are indented below it, as in YAML.
pub(crate) fn missing_braces(source: &Source, error: &SyntaxError) -> Option<Problem> {
    let text = &*source.text;
    let end = error.span.start as usize;
    let (before, after) = (text.get(..end)?, text.get(end..)?);
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let key = before[start..].trim_end().strip_suffix(':')?;
    let name = key.trim_start();
    let indent = |line: &str| line.len() - line.trim_start().len();
    let lines = after.lines().skip(1).filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with("//"));
    let below: Vec<&str> = lines.take_while(|line| indent(line) > indent(key)).collect();
    if !is_key(name) || !below.first()?.split_once(':').is_some_and(|(key, _)| is_key(key.trim())) {
        return None;
    }
    let from = start + indent(key);
    Some(Problem {
        detector: MISSING_BRACES,
        message: format!("`{name}` has no braces around its members"),
        primary: Label {
            location: source.at(Span::new(from, from + name.len())),
            message: "braces are missing".into(),
        },
        labels: Vec::new(),
        help: Some("write `{` after the colon, and `}` in a line of its own below the last member".into()),
    })
}

/// The words that stand where a value stands, and that nothing declares: texts without quotes.
pub(crate) fn bare_identifiers(source: &Source, statements: &[Statement], has_errors: bool) -> Vec<Problem> {
    let mut words = Words { declared: HashSet::new(), local: Vec::new(), bare: Vec::new() };
    statements.iter().for_each(|statement| words.declare(statement));
    if has_errors {
        // A declaration that could not be read still declares its name.
        words.declared.extend(source.text.lines().filter_map(declared_name));
    }
    statements.iter().for_each(|statement| words.statement(statement));
    words.bare.sort_by_key(|(_, span)| *span);
    words.bare.into_iter().map(|(word, span)| problem(source, word, span)).collect()
}

fn problem(source: &Source, word: &str, span: Span) -> Problem {
    Problem {
        detector: BARE_IDENTIFIER,
        message: format!("`{word}` is not declared; a text needs quotes"),
        primary: Label { location: source.at(span), message: "not a text, but a name".into() },
        labels: Vec::new(),
        help: Some(format!("write `'{word}'`, or declare `{word}`")),
    }
}

/// The name after a keyword at the start of a line.
fn declared_name(line: &str) -> Option<&str> {
    const KEYWORDS: [&str; 7] = ["param", "var", "resource", "module", "func", "type", "extension"];
    let mut words = line.split_whitespace();
    KEYWORDS.contains(&words.next()?).then(|| words.next())?
}

/// Goes through all values of a file.
struct Words<'s> {
    /// What the file declares, wherever it does.
    declared: HashSet<&'s str>,
    /// The variables of the loops, lambdas and functions around a value.
    local: Vec<&'s str>,
    bare: Vec<(&'s str, Span)>,
}

impl<'s> Words<'s> {
    fn declare(&mut self, statement: &'s Statement) {
        let name = match &statement.declaration {
            Declaration::Parameter(parameter) => &parameter.name,
            Declaration::Function(function) => &function.name,
            Declaration::Module(module) => &module.name,
            Declaration::Variable(name, _) | Declaration::Type(name, _) | Declaration::Extension(Some(name)) => name,
            Declaration::Resource(resource) => {
                resource.body.object.resources.iter().for_each(|nested| self.declare(nested));
                &resource.name
            }
            Declaration::Import(import) => {
                self.declared.extend(import.names.iter().map(|(name, _)| &*name.text));
                return;
            }
            _ => return,
        };
        self.declared.insert(&name.text);
    }

    fn statement(&mut self, statement: &'s Statement) {
        match &statement.declaration {
            Declaration::Resource(resource) => self.body(&resource.body),
            Declaration::Module(module) => self.body(&module.body),
            Declaration::Function(function) => {
                self.within(function.parameters.iter().map(|name| &*name.text), |words| words.value(&function.body));
            }
            other => other.value().into_iter().for_each(|value| self.value(value)),
        }
    }

    fn body(&mut self, body: &'s Body) {
        let each = body.each.as_ref();
        each.iter().for_each(|each| self.inside(&each.items));
        let variables = each.into_iter().flat_map(|each| std::iter::once(&each.item).chain(&each.index));
        self.within(variables.map(|name| &*name.text), |words| {
            body.condition.iter().for_each(|condition| words.inside(condition));
            words.object(&body.object);
        });
    }

    fn within(&mut self, names: impl Iterator<Item = &'s str>, run: impl FnOnce(&mut Self)) {
        let outer = self.local.len();
        self.local.extend(names);
        run(self);
        self.local.truncate(outer);
    }

    fn object(&mut self, object: &'s Object) {
        for member in &object.members {
            match member {
                Member::Property { value, .. } => self.value(value),
                Member::Spread(value) => self.inside(value),
            }
        }
        object.resources.iter().for_each(|nested| self.statement(nested));
    }

    /// A place where a text could stand.
    fn value(&mut self, expr: &'s Expr) {
        match &expr.node {
            Node::Name(name) if !self.declared.contains(&**name) && !self.local.contains(&&**name) => {
                self.bare.push((name, expr.span));
            }
            Node::Ternary(condition, yes, no) => {
                self.inside(condition);
                self.value(yes);
                self.value(no);
            }
            _ => self.inside(expr),
        }
    }

    /// The places within an expression where a text could stand.
    fn inside(&mut self, expr: &'s Expr) {
        match &expr.node {
            Node::Object(object) => self.object(object),
            Node::Array(array) => {
                for item in &array.items {
                    match item {
                        Item::One(value) => self.value(value),
                        Item::Spread(value) => self.inside(value),
                    }
                }
            }
            Node::For(each, body) => {
                self.inside(&each.items);
                let variables = std::iter::once(&each.item).chain(&each.index);
                self.within(variables.map(|name| &*name.text), |words| words.value(body));
            }
            Node::Lambda(lambda) => {
                self.within(lambda.parameters.iter().map(|name| &*name.text), |words| words.inside(&lambda.body));
            }
            Node::Text(pieces) => {
                for piece in pieces {
                    if let Piece::Hole(hole, _) = piece {
                        self.inside(hole);
                    }
                }
            }
            _ => expr.each_operand(|operand| self.inside(operand)),
        }
    }
}

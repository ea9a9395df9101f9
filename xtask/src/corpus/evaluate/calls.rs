//! The calls of the language's own functions in a file, wherever they stand.

use std::collections::HashSet;

use aiolint_bicep::syntax::ast::{Body, Declaration, Expr, Item, Loop, Member, Node, Object, Piece, Statement};
use aiolint_core::Span;

/// Visits each call of a function that the file neither declares nor imports.
pub(super) fn visit(statements: &[Statement], found: &mut dyn FnMut(&str, Span)) {
    let own = statements.iter().flat_map(|statement| match &statement.declaration {
        Declaration::Function(function) => vec![&*function.name.text],
        Declaration::Import(import) => import.names.iter().map(|(name, _)| &*name.text).collect(),
        _ => Vec::new(),
    });
    let mut calls = Calls { own: own.collect(), found };
    statements.iter().for_each(|statement| calls.statement(statement));
}

struct Calls<'c> {
    own: HashSet<&'c str>,
    found: &'c mut dyn FnMut(&str, Span),
}

impl Calls<'_> {
    fn statement(&mut self, statement: &Statement) {
        for decorator in &statement.decorators {
            // A decorator is no function; what it is given may call some.
            if let Node::Call { arguments, .. } = &decorator.node {
                arguments.iter().for_each(|argument| self.expr(argument));
            }
        }
        match &statement.declaration {
            Declaration::Resource(resource) => self.body(&resource.body),
            Declaration::Module(module) => self.body(&module.body),
            Declaration::Function(function) => self.expr(&function.body),
            other => other.value().into_iter().for_each(|value| self.expr(value)),
        }
    }

    fn body(&mut self, body: &Body) {
        body.each.iter().for_each(|each| self.each(each));
        body.condition.iter().for_each(|condition| self.expr(condition));
        self.object(&body.object);
    }

    fn each(&mut self, each: &Loop) {
        self.expr(&each.items);
    }

    fn object(&mut self, object: &Object) {
        for member in &object.members {
            match member {
                Member::Property { key, value, .. } => {
                    self.pieces(key);
                    self.expr(value);
                }
                Member::Spread(value) => self.expr(value),
            }
        }
        object.resources.iter().for_each(|nested| self.statement(nested));
    }

    fn pieces(&mut self, pieces: &[Piece]) {
        for piece in pieces {
            if let Piece::Hole(hole, _) = piece {
                self.expr(hole);
            }
        }
    }

    fn expr(&mut self, expr: &Expr) {
        match &expr.node {
            Node::Call { of, name, arguments } => {
                let built_in = match of.as_deref().map(|of| &of.node) {
                    None => !self.own.contains(&*name.text),
                    Some(Node::Name(space)) => matches!(&**space, "sys" | "az"),
                    Some(_) => false,
                };
                if built_in {
                    (self.found)(&name.text, name.span);
                }
                of.iter().for_each(|of| self.expr(of));
                arguments.iter().for_each(|argument| self.expr(argument));
            }
            Node::Object(object) => self.object(object),
            Node::Array(array) => {
                for Item::One(value) | Item::Spread(value) in &array.items {
                    self.expr(value);
                }
            }
            Node::For(each, body) => {
                self.each(each);
                self.expr(body);
            }
            Node::Lambda(lambda) => self.expr(&lambda.body),
            Node::Ternary(one, two, three) => [one, two, three].into_iter().for_each(|part| self.expr(part)),
            Node::Binary(_, one, two) => [one, two].into_iter().for_each(|part| self.expr(part)),
            Node::Not(of) | Node::Minus(of) | Node::Member { of, .. } | Node::Nested(of, _) => self.expr(of),
            Node::Index { of, index, .. } => [of, index].into_iter().for_each(|part| self.expr(part)),
            Node::Text(pieces) => self.pieces(pieces),
            Node::Null | Node::Bool(_) | Node::Int(_) | Node::Name(_) | Node::Broken => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use aiolint_bicep::syntax::{Dialect, parse};

    use super::*;

    #[test]
    fn calls_are_found_wherever_they_stand() {
        let text = "import { brought } from 'a.bicep'\nfunc own() string => first(['a'])\n\
            @description(concat('a', 'b'))\nparam p string = sys.toLower(own())\n\
            var v = [for x in range(0, 1): '${trim(x)}']\nvar w = brought(x => min(1, 2)).listKeys()\n";
        let mut names = Vec::new();
        visit(&parse(text, Dialect::Template).statements, &mut |name, _| names.push(name.to_owned()));
        assert_eq!(names, ["first", "concat", "toLower", "range", "trim", "min"]);
    }
}

//! From the library's tree to ours.

use std::sync::Arc;

use aiolint_core::Span;
use tree_sitter::Node as Tree;

use super::ast::{
    Array, Body, Declaration, Expr, Function, Import, Item, Lambda, Loop, Member, Module, Name, Node, Object, Operator,
    Parameter, Piece, Resource, Statement, Type,
};
use super::{Dialect, SyntaxError, strings};

/// Deeper nesting than this is nobody's configuration; it is reported and not read.
const MAX_DEPTH: usize = 300;

/// The compiler's limit, in characters.
const MAX_IDENTIFIER: usize = 255;

/// Makes the statements of a tree.
pub(super) struct Lower<'t> {
    /// The text that was parsed: what could not be read is blank in it.
    pub text: &'t str,
    /// Where the text starts in the file.
    pub base: usize,
    /// The language that the file is written in.
    pub dialect: Dialect,
    /// What was blanked because it could not be read, in bytes of the file.
    pub masks: &'t [Span],
    /// What the grammar can't say.
    pub errors: Vec<SyntaxError>,
    depth: usize,
    /// The arrays and objects that hold a mask, as far as they were made: the mask is theirs.
    claimed: Vec<Span>,
}

impl<'t> Lower<'t> {
    pub(super) fn new(text: &'t str, base: usize, dialect: Dialect, masks: &'t [Span]) -> Self {
        Self { text, base, dialect, masks, errors: Vec::new(), depth: 0, claimed: Vec::new() }
    }

    /// The statements below the root.
    pub(super) fn statements(&mut self, root: Tree<'_>) -> Vec<Statement> {
        let mut cursor = root.walk();
        let statements: Vec<Tree<'_>> = root.named_children(&mut cursor).filter(|node| !is_trivia(*node)).collect();
        statements.into_iter().map(|node| self.statement(node)).collect()
    }

    fn span(&self, node: Tree<'_>) -> Span {
        Span::new(self.base + node.start_byte(), self.base + node.end_byte())
    }

    fn slice(&self, node: Tree<'_>) -> &'t str {
        &self.text[node.byte_range()]
    }

    fn error(&mut self, node: Tree<'_>, message: impl Into<String>, label: &str) {
        self.errors.push(SyntaxError {
            span: self.span(node),
            message: message.into(),
            label: label.into(),
            help: None,
        });
    }

    fn name(&mut self, node: Tree<'_>) -> Name {
        let text = self.slice(node);
        if text.len() > MAX_IDENTIFIER {
            self.error(node, format!("a name has at most {MAX_IDENTIFIER} characters"), "too long");
        }
        Name { text: Arc::from(text), span: self.span(node) }
    }

    fn named(&mut self, node: Tree<'_>, field: &str) -> Name {
        match node.child_by_field_name(field) {
            Some(name) => self.name(name),
            None => Name { text: Arc::from(""), span: self.span(node) },
        }
    }

    fn field(&mut self, node: Tree<'_>, field: &str) -> Expr {
        self.optional(node, field).unwrap_or_else(|| Expr { span: self.span(node), node: Node::Broken })
    }

    fn optional(&mut self, node: Tree<'_>, field: &str) -> Option<Expr> {
        node.child_by_field_name(field).map(|value| self.guarded(value))
    }

    // Declarations

    fn statement(&mut self, node: Tree<'_>) -> Statement {
        let mut cursor = node.walk();
        let lines: Vec<Tree<'_>> =
            node.named_children(&mut cursor).filter(|child| child.kind() == "decorator").collect();
        let decorators = lines.into_iter().filter_map(|line| line.named_child(0)).map(|node| self.expr(node)).collect();
        let declaration = self.declaration(node);
        self.check_dialect(node, &declaration);
        Statement { span: self.span(node), decorators, declaration }
    }

    fn declaration(&mut self, node: Tree<'_>) -> Declaration {
        match node.kind() {
            "target_scope" => Declaration::TargetScope(self.field(node, "value")),
            "metadata_declaration" => Declaration::Metadata(self.named(node, "name"), self.field(node, "value")),
            "parameter_declaration" => Declaration::Parameter(Parameter {
                name: self.named(node, "name"),
                of: node.child_by_field_name("type").map(|of| self.type_of(of)),
                value: self.optional(node, "value"),
            }),
            "variable_declaration" => Declaration::Variable(self.named(node, "name"), self.field(node, "value")),
            "type_declaration" => {
                let value = node.child_by_field_name("value").map_or(Type::Other, |of| self.type_of(of));
                Declaration::Type(self.named(node, "name"), value)
            }
            "function_declaration" => Declaration::Function(self.function(node)),
            "resource_declaration" => Declaration::Resource(Box::new(self.resource(node))),
            "module_declaration" => Declaration::Module(Box::new(Module {
                name: self.named(node, "name"),
                path: self.field(node, "path"),
                body: self.body(node),
            })),
            "output_declaration" => Declaration::Output(self.named(node, "name"), self.field(node, "value")),
            "import_statement" => Declaration::Import(self.import(node)),
            "extension_declaration" => {
                let own = node.child_by_field_name("extension").filter(|name| name.kind() == "identifier");
                let alias = node.child_by_field_name("alias").or(own);
                Declaration::Extension(alias.map(|name| self.name(name)))
            }
            "using_statement" => {
                let path = node.child_by_field_name("path").filter(|path| path.kind() != "none");
                Declaration::Using(path.map(|path| self.expr(path)))
            }
            "extends_statement" => Declaration::Extends(self.field(node, "path")),
            _ => Declaration::Other,
        }
    }

    fn check_dialect(&mut self, node: Tree<'_>, declaration: &Declaration) {
        use Declaration as D;
        let message = match (self.dialect, declaration) {
            (Dialect::Template, D::Using(_) | D::Extends(_)) => {
                "only a parameter file can name the file that it is for"
            }
            (Dialect::Template, D::Other) if node.kind() == "extension_configuration" => {
                "only a parameter file can configure an extension"
            }
            (Dialect::Template, D::Parameter(Parameter { of: None, .. })) => "a parameter needs a type",
            (Dialect::Parameters, D::Parameter(Parameter { of: Some(_), .. })) => {
                "a parameter file gives values: its parameters have no types"
            }
            (
                Dialect::Parameters,
                D::TargetScope(_) | D::Metadata(..) | D::Function(_) | D::Resource(_) | D::Module(_) | D::Output(..),
            ) => "this can't be declared in a parameter file",
            _ => return,
        };
        self.error(node.child_by_field_name("type").unwrap_or(node), message, "");
    }

    fn function(&mut self, node: Tree<'_>) -> Function {
        let list = node.child_by_field_name("parameters");
        let mut parameters = Vec::new();
        if let Some(list) = list {
            let mut cursor = list.walk();
            let nodes: Vec<Tree<'_>> =
                list.named_children(&mut cursor).filter(|child| child.kind() == "function_parameter").collect();
            parameters.extend(nodes.into_iter().map(|parameter| self.named(parameter, "name")));
        }
        Function { name: self.named(node, "name"), parameters, body: self.field(node, "value") }
    }

    fn resource(&mut self, node: Tree<'_>) -> Resource {
        Resource {
            name: self.named(node, "name"),
            of: self.field(node, "type"),
            existing: node.child_by_field_name("existing").is_some(),
            body: self.body(node),
            span: self.span(node),
        }
    }

    fn body(&mut self, node: Tree<'_>) -> Body {
        let mut body = Body { each: None, condition: None, object: Object::broken(self.span(node)) };
        let mut inner = node.child_by_field_name("body");
        while let Some(node) = inner {
            match node.kind() {
                "for_expression" => body.each = Some(self.each(node)),
                "if_body" => body.condition = Some(self.field(node, "condition")),
                _ => {
                    body.object = self.object(node);
                    break;
                }
            }
            inner = node.child_by_field_name("body");
        }
        body
    }

    fn each(&mut self, node: Tree<'_>) -> Loop {
        let variables = node.child_by_field_name("variables");
        let (item, index) = match variables {
            Some(both) if both.kind() == "for_variables" => (self.named(both, "item"), Some(self.named(both, "index"))),
            Some(item) => (self.name(item), None),
            None => (self.named(node, "item"), None),
        };
        Loop { item, index, items: Box::new(self.field(node, "items")) }
    }

    fn import(&mut self, node: Tree<'_>) -> Import {
        let mut names = Vec::new();
        let mut cursor = node.walk();
        let children: Vec<Tree<'_>> = node.named_children(&mut cursor).collect();
        for child in children {
            match child.kind() {
                "import_list" => {
                    let mut cursor = child.walk();
                    let items: Vec<Tree<'_>> =
                        child.named_children(&mut cursor).filter(|item| item.kind() == "import_item").collect();
                    names.extend(items.into_iter().filter_map(|item| self.import_item(item)));
                }
                "import_namespace" => names.push((self.named(child, "alias"), None)),
                _ => {}
            }
        }
        if let Some(alias) = node.child_by_field_name("alias") {
            names.push((self.name(alias), None));
        }
        Import { names, path: self.optional(node, "path") }
    }

    fn import_item(&mut self, item: Tree<'_>) -> Option<(Name, Option<Arc<str>>)> {
        let symbol = item.child_by_field_name("name")?;
        let alias = item.child_by_field_name("alias");
        if symbol.kind() == "string" && alias.is_none() {
            self.error(symbol, "a name in quotes needs another one to be used by: `as name`", "");
        }
        let original = match symbol.kind() {
            "string" => self.pieces(symbol).first().and_then(|piece| match piece {
                Piece::Text(text) => Some(Arc::from(text.as_str())),
                Piece::Hole(..) => None,
            })?,
            _ => Arc::from(self.slice(symbol)),
        };
        Some((self.name(alias.unwrap_or(symbol)), Some(original)))
    }

    fn type_of(&mut self, node: Tree<'_>) -> Type {
        if self.depth >= MAX_DEPTH {
            return Type::Other;
        }
        self.depth += 1;
        let mut cursor = node.walk();
        let children: Vec<Tree<'_>> = node.named_children(&mut cursor).filter(|child| !is_trivia(*child)).collect();
        let of = match (node.kind(), children.first()) {
            ("identifier", _) => Type::Name(Arc::from(self.slice(node))),
            ("string" | "multiline_string" | "integer" | "boolean" | "null", _) => Type::Literal(self.expr(node)),
            ("parenthesized_type", Some(inner)) => self.type_of(*inner),
            ("nullable_type", Some(inner)) => Type::Nullable(Box::new(self.type_of(*inner))),
            ("union_type", _) => Type::Union(children.into_iter().map(|member| self.type_of(member)).collect()),
            _ => Type::Other,
        };
        self.depth -= 1;
        of
    }

    // Expressions

    /// An expression, or [`Node::Broken`] where a part of it was blanked. What was blanked in an array or object
    /// below is missing there alone.
    fn guarded(&mut self, node: Tree<'_>) -> Expr {
        let expr = self.expr(node);
        if self.masks.is_empty() {
            return expr;
        }
        let end = expr.span.end as usize;
        let own = |mask: &Span| {
            let inside = expr.span.contains(*mask)
                && !self.claimed.iter().any(|claim| expr.span.contains(*claim) && claim.contains(*mask));
            let after = mask.start as usize >= end
                && self.text[end - self.base..mask.start as usize - self.base].bytes().all(|byte| byte == b' ');
            inside || after
        };
        match self.masks.iter().any(own) {
            true => Expr { span: expr.span, node: Node::Broken },
            false => expr,
        }
    }

    /// Whether a mask lies in this array or object and in none below.
    fn claim(&mut self, span: Span) -> bool {
        if self.masks.is_empty() {
            return false;
        }
        let below = |mask: &Span| self.claimed.iter().any(|claim| span.contains(*claim) && claim.contains(*mask));
        let own = self.masks.iter().any(|mask| span.contains(*mask) && !below(mask));
        if self.masks.iter().any(|mask| span.contains(*mask)) {
            self.claimed.push(span);
        }
        own
    }

    fn expr(&mut self, node: Tree<'_>) -> Expr {
        if self.depth >= MAX_DEPTH {
            if self.depth == MAX_DEPTH {
                self.error(node, format!("this is nested more than {MAX_DEPTH} levels deep, and is not read"), "");
            }
            return Expr { span: self.span(node), node: Node::Broken };
        }
        self.depth += 1;
        let expr = self.expression(node);
        self.depth -= 1;
        expr
    }

    fn boxed(&mut self, node: Tree<'_>, field: &str) -> Box<Expr> {
        let child = node.child_by_field_name(field);
        Box::new(match child {
            Some(child) => self.expr(child),
            None => Expr { span: self.span(node), node: Node::Broken },
        })
    }

    fn expression(&mut self, node: Tree<'_>) -> Expr {
        let inner = match node.kind() {
            "parenthesized_expression" => {
                return match first_named(node) {
                    Some(inner) => self.expr(inner),
                    None => Expr { span: self.span(node), node: Node::Broken },
                };
            }
            "identifier" => Node::Name(self.name(node).text),
            "integer" => self.integer(node),
            "boolean" => Node::Bool(self.slice(node) == "true"),
            "null" => Node::Null,
            "string" | "multiline_string" => Node::Text(self.pieces(node)),
            "array" => Node::Array(self.array(node)),
            "object" => Node::Object(self.object(node)),
            "for_expression" => {
                let each = self.each(node);
                let body = self.field(node, "body");
                Node::For(Box::new(each), Box::new(body))
            }
            "unary_expression" => {
                let operand = self.boxed(node, "operand");
                match node.child_by_field_name("operator").map(|operator| self.slice(operator)) {
                    Some("!") => Node::Not(operand),
                    _ => Node::Minus(operand),
                }
            }
            "binary_expression" => self.binary(node),
            "ternary_expression" => Node::Ternary(
                self.boxed(node, "condition"),
                self.boxed(node, "consequence"),
                self.boxed(node, "alternative"),
            ),
            "non_null_expression" => {
                return match first_named(node) {
                    Some(inner) => Expr { span: self.span(node), ..self.expr(inner) },
                    None => Expr { span: self.span(node), node: Node::Broken },
                };
            }
            _ => self.postfix(node),
        };
        Expr { span: self.span(node), node: inner }
    }

    fn binary(&mut self, node: Tree<'_>) -> Node {
        let operator = node.child_by_field_name("operator").and_then(|node| Operator::from_text(self.slice(node)));
        let (left, right) = (self.boxed(node, "left"), self.boxed(node, "right"));
        operator.map_or(Node::Broken, |operator| Node::Binary(operator, left, right))
    }

    fn postfix(&mut self, node: Tree<'_>) -> Node {
        match node.kind() {
            "call_expression" => {
                let of = node.child_by_field_name("object").map(|of| Box::new(self.expr(of)));
                let mut arguments = Vec::new();
                if let Some(list) = node.child_by_field_name("arguments") {
                    let mut cursor = list.walk();
                    let nodes: Vec<Tree<'_>> =
                        list.named_children(&mut cursor).filter(|child| !is_trivia(*child)).collect();
                    arguments.extend(nodes.into_iter().map(|argument| self.expr(argument)));
                }
                Node::Call { of, name: self.named(node, "function"), arguments }
            }
            "member_expression" => Node::Member {
                of: self.boxed(node, "object"),
                name: self.named(node, "property"),
                safe: node.child_by_field_name("safe").is_some(),
            },
            "index_expression" => Node::Index {
                of: self.boxed(node, "object"),
                index: self.boxed(node, "index"),
                safe: node.child_by_field_name("safe").is_some(),
                from_end: node.child_by_field_name("from_end").is_some(),
            },
            "nested_resource_expression" => Node::Nested(self.boxed(node, "object"), self.named(node, "resource")),
            "lambda_expression" => {
                let mut parameters = Vec::new();
                match node.child_by_field_name("parameters") {
                    Some(one) if one.kind() == "identifier" => parameters.push(self.name(one)),
                    Some(list) => {
                        let mut cursor = list.walk();
                        let nodes: Vec<Tree<'_>> =
                            list.named_children(&mut cursor).filter(|child| !is_trivia(*child)).collect();
                        parameters.extend(nodes.into_iter().map(|name| self.name(name)));
                    }
                    None => {}
                }
                Node::Lambda(Arc::new(Lambda { parameters, body: *self.boxed(node, "body") }))
            }
            _ => Node::Broken,
        }
    }

    fn integer(&mut self, node: Tree<'_>) -> Node {
        match self.slice(node).parse::<u64>() {
            Ok(number) => i64::try_from(number).map_or(Node::Broken, Node::Int),
            Err(_) => {
                self.error(node, "this number is larger than 64 bits can hold", "");
                Node::Broken
            }
        }
    }

    fn array(&mut self, node: Tree<'_>) -> Array {
        let mut cursor = node.walk();
        let nodes: Vec<Tree<'_>> = node.named_children(&mut cursor).filter(|child| !is_trivia(*child)).collect();
        let mut items = Vec::with_capacity(nodes.len());
        for item in nodes {
            items.push(match (item.kind(), first_named(item)) {
                ("spread", Some(inner)) => Item::Spread(self.guarded(inner)),
                _ => Item::One(self.guarded(item)),
            });
        }
        Array { items, broken: self.claim(self.span(node)) }
    }

    fn object(&mut self, node: Tree<'_>) -> Object {
        let mut cursor = node.walk();
        let nodes: Vec<Tree<'_>> = node.named_children(&mut cursor).filter(|child| !is_trivia(*child)).collect();
        let mut object = Object::broken(self.span(node));
        for member in nodes {
            match member.kind() {
                "property" => {
                    let Some(key) = member.child_by_field_name("key") else { continue };
                    let name = match key.kind() {
                        "identifier" => vec![Piece::Text(self.name(key).text.as_ref().to_owned())],
                        _ => self.pieces(key),
                    };
                    let value = self.field(member, "value");
                    object.members.push(Member::Property { key: name, at: self.span(key), value });
                }
                "spread" => {
                    if let Some(inner) = first_named(member) {
                        object.members.push(Member::Spread(self.guarded(inner)));
                    }
                }
                "resource_declaration" => object.resources.push(self.statement(member)),
                _ => {}
            }
        }
        object.broken = self.claim(object.span);
        object
    }

    /// The pieces of a string of any form.
    fn pieces(&mut self, node: Tree<'_>) -> Vec<Piece> {
        let mut cursor = node.walk();
        let parts: Vec<Tree<'_>> = node.named_children(&mut cursor).collect();
        let form = strings::Form::of(self.slice(node));
        let mut pieces = strings::Pieces::new();
        let mut at = node.start_byte() + form.opening(self.slice(node));
        let end = node.end_byte() - form.closing();
        for part in parts {
            match part.kind() {
                "escape_sequence" => {
                    pieces.raw(&self.text[at..part.start_byte()]);
                    match strings::escape(self.slice(part)) {
                        Some(c) => pieces.push(c),
                        None => self.error(part, "this is no character of Unicode", "at most `\\u{10FFFF}`"),
                    }
                    at = part.end_byte();
                }
                "interpolation" => {
                    let surplus = form.surplus(self.slice(part));
                    pieces.raw(&self.text[at..part.start_byte() + surplus]);
                    let start = self.base + part.start_byte() + surplus;
                    let hole = self.hole(part, form);
                    pieces.hole(hole, Span::new(start, self.base + part.end_byte()));
                    at = part.end_byte();
                }
                _ => {}
            }
        }
        pieces.raw(&self.text[at..end.max(at)]);
        pieces.finish()
    }

    fn hole(&mut self, node: Tree<'_>, form: strings::Form) -> Expr {
        if form == strings::Form::Line && self.slice(node).contains(['\r', '\n']) {
            self.error(node, "a line break can't stand in `${…}`", "");
        }
        let Some(inner) = first_named(node) else { return Expr { span: self.span(node), node: Node::Broken } };
        if let Some(literal) = literal_in_hole(inner, false) {
            self.error(literal, "an array or object can't be written in `${…}`", "move it to a variable");
        }
        self.expr(inner)
    }
}

impl Object {
    fn broken(span: Span) -> Self {
        Self { span, members: Vec::new(), resources: Vec::new(), broken: true }
    }
}

fn is_trivia(node: Tree<'_>) -> bool {
    matches!(node.kind(), "comment" | "pragma")
}

fn first_named(node: Tree<'_>) -> Option<Tree<'_>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor).find(|child| !is_trivia(*child))
}

/// An array or object literal in the hole of a string. In the body of a lambda an array may stand, but no object.
fn literal_in_hole(node: Tree<'_>, in_lambda: bool) -> Option<Tree<'_>> {
    let mut open = vec![(node, in_lambda)];
    while let Some((node, in_lambda)) = open.pop() {
        match node.kind() {
            "object" => return Some(node),
            "array" | "for_expression" if !in_lambda => return Some(node),
            // A string in the hole has holes of its own, which are looked at when they are read.
            "string" | "multiline_string" => continue,
            _ => {}
        }
        let in_lambda = in_lambda || node.kind() == "lambda_expression";
        let mut cursor = node.walk();
        open.extend(node.named_children(&mut cursor).map(|child| (child, in_lambda)));
    }
    None
}

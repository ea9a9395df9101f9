//! The parser's tree to our expressions: every name is resolved here, and what does not resolve is an error
//! with its place.

use std::ops::Range;
use std::sync::Arc;

use cel::common::ast::{
    CallExpr, ComprehensionExpr, EntryExpr, Expr as Cel, IdedExpr, LiteralValue, SourceInfo, operators,
};
use cel::parser::Parser;

use super::expr::{Const, Expr, Function, Macro, MacroKind, Root};
use super::operator::{Binary, binary};
use super::pattern::Pattern;
use super::scope::{MemberType, Scope, Type};
use crate::kinds::KindSet;
use crate::suggest::did_you_mean;

/// What is wrong with a condition, and where in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConditionError {
    /// The bytes in the condition.
    pub range: Range<usize>,
    /// What is wrong.
    pub message: String,
}

/// Parses a condition.
///
/// # Errors
/// The first thing that the parser could not read.
pub fn parse(source: &str) -> Result<(IdedExpr, SourceInfo), ConditionError> {
    Parser::new().enable_ident_escape_syntax(true).parse_with_source_info(source).map_err(|errors| {
        let Some(first) = errors.errors.first() else {
            return ConditionError { range: 0..source.len(), message: "it is no condition".into() };
        };
        let line = usize::try_from(first.pos.0).unwrap_or(1).saturating_sub(1);
        let start: usize = source.split_inclusive('\n').take(line).map(str::len).sum();
        let column = usize::try_from(first.pos.1).unwrap_or(0);
        let at = source[start..].char_indices().nth(column).map_or(source.len(), |(at, _)| start + at);
        // Where something is missing at the end, the last character stands for it: a block ends on the next line.
        let written = source.trim_end();
        let last = written.char_indices().next_back().map_or(0, |(last, _)| last);
        let at = if at >= written.len() { last } else { at };
        let message = first.msg.lines().next().unwrap_or("it is no condition").to_owned();
        let end = source[at..].chars().next().map_or(at, |c| at + c.len_utf8());
        ConditionError { range: at..end, message }
    })
}

/// Parses a condition and resolves its names.
///
/// # Errors
/// The first thing that is wrong.
pub fn lower(source: &str, scope: &Scope<'_>) -> Result<(Expr, Type), ConditionError> {
    let (tree, places) = parse(source)?;
    let mut lowering = Lowering { scope: scope.clone(), places: &places, source };
    lowering.expr(&tree)
}

struct Lowering<'n, 's> {
    scope: Scope<'n>,
    places: &'s SourceInfo,
    source: &'s str,
}

type Lowered = Result<(Expr, Type), ConditionError>;

impl Lowering<'_, '_> {
    fn error<T>(&self, at: &IdedExpr, message: impl Into<String>) -> Result<T, ConditionError> {
        let byte = |chars: u32| self.source.char_indices().nth(chars as usize).map_or(self.source.len(), |(at, _)| at);
        let range =
            self.places.offset_for(at.id).map_or(0..self.source.len(), |(start, stop)| byte(start)..byte(stop + 1));
        Err(ConditionError { range, message: message.into() })
    }

    fn untyped(&mut self, expr: &IdedExpr) -> Result<Box<Expr>, ConditionError> {
        self.expr(expr).map(|(expr, _)| Box::new(expr))
    }

    fn expr(&mut self, at: &IdedExpr) -> Lowered {
        let lowered = match &at.expr {
            Cel::Literal(literal) => Expr::Const(constant(literal)),
            Cel::Ident(name) => return self.ident(at, name),
            Cel::Select(select) => return self.select(at, select),
            Cel::Call(call) => return self.call(at, call),
            Cel::Comprehension(comprehension) => return self.comprehension(at, comprehension),
            Cel::List(list) => {
                let items = list.elements.iter().map(|item| self.expr(item).map(|(expr, _)| expr));
                Expr::List(items.collect::<Result<_, _>>()?)
            }
            Cel::Map(map) => {
                let mut entries = Vec::with_capacity(map.entries.len());
                for entry in &map.entries {
                    let EntryExpr::MapEntry(entry) = &entry.expr else { continue };
                    entries.push((*self.untyped(&entry.key)?, *self.untyped(&entry.value)?));
                }
                Expr::Map(entries)
            }
            Cel::Struct(it) => return self.error(at, format!("there is no message type `{}`", it.type_name)),
            Cel::Unspecified => return self.error(at, "something is missing here"),
        };
        Ok((lowered, Type::Any))
    }

    fn ident(&self, at: &IdedExpr, name: &str) -> Lowered {
        if let Some(slot) = self.scope.locals.iter().rposition(|(local, _)| local == name) {
            let number = u16::try_from(slot).unwrap_or(u16::MAX);
            return Ok((Expr::Local(number), self.scope.locals[slot].1));
        }
        if let Some(root) = Root::named(name) {
            let result = if root == Root::This { Type::Resource(self.scope.this) } else { Type::Any };
            return Ok((Expr::Root(root), result));
        }
        if let Some(member) = self.scope.names.member(self.scope.this, name)? {
            if member.argument {
                return self.error(at, format!("`{name}` is a link that needs a name: `{name}(…)`"));
            }
            return Ok((Expr::Member { on: None, name: name.into(), argument: None }, member.result));
        }
        if let "bool" | "int" | "uint" | "double" | "string" | "bytes" | "list" | "map" | "null_type" | "type" = name {
            return Ok((Expr::Const(Const::Type(name.into())), Type::Any));
        }
        let mut known = self.scope.names.all(self.scope.this);
        known.extend(Root::ALL.iter().map(|(name, _)| (*name).to_owned()));
        known.extend(self.scope.locals.iter().map(|(name, _)| name.clone()));
        self.error(at, format!("there is no variable or definition `{name}`{}", did_you_mean(name, &known)))
    }

    /// A variable whose name has dots: CEL takes the longest name that is one.
    fn qualified(&self, at: &IdedExpr) -> Option<Lowered> {
        fn name(expr: &Cel) -> Option<String> {
            match expr {
                Cel::Ident(name) => Some(name.clone()),
                Cel::Select(select) if !select.test => {
                    Some(format!("{}.{}", name(&select.operand.expr)?, select.field))
                }
                _ => None,
            }
        }
        let name = name(&at.expr)?;
        let known = self.scope.locals.iter().any(|(local, _)| *local == name);
        known.then(|| self.ident(at, &name))
    }

    fn select(&mut self, at: &IdedExpr, select: &cel::common::ast::SelectExpr) -> Lowered {
        if let Some(variable) = self.qualified(at) {
            return variable;
        }
        let (of, of_type) = self.expr(&select.operand)?;
        let name: Arc<str> = select.field.as_str().into();
        let mut result = Type::Any;
        match of_type {
            Type::Resource(kinds) if !kinds.is_empty() && Root::named(&name).is_none() => {
                let member = self.member(at, kinds, &name)?;
                if member.argument {
                    return self.error(at, format!("`{name}` is a link that needs a name: `{name}(…)`"));
                }
                result = member.result;
                if !select.test {
                    return Ok((Expr::Member { on: Some(Box::new(of)), name, argument: None }, result));
                }
            }
            Type::Resources(_) => {
                return self.error(at, format!("`{name}` is asked of a list; use a macro such as `exists`"));
            }
            _ => {}
        }
        match select.test {
            true => Ok((Expr::Has(Box::new(of), name), Type::Any)),
            false => Ok((Expr::Select(Box::new(of), name), result)),
        }
    }

    fn member(&self, at: &IdedExpr, kinds: KindSet, name: &str) -> Result<MemberType, ConditionError> {
        match self.scope.names.member(kinds, name)? {
            Some(member) => Ok(member),
            None => {
                let mut known = self.scope.names.all(kinds);
                known.extend(Root::ALL.iter().map(|(name, _)| (*name).to_owned()));
                self.error(at, format!("this resource has no `{name}`{}", did_you_mean(name, &known)))
            }
        }
    }

    fn call(&mut self, at: &IdedExpr, call: &CallExpr) -> Lowered {
        if let Some(lowered) = self.operator(call)? {
            return Ok(lowered);
        }
        let name = call.func_name.as_str();
        if let Some(lowered) = self.link(at, call, name)? {
            return Ok(lowered);
        }
        let Some((function, arity)) = Function::named(name) else {
            let mut known: Vec<_> = Function::ALL.iter().map(|(name, ..)| (*name).to_owned()).collect();
            known.extend(["has", "all", "exists", "exists_one", "map", "filter"].map(str::to_owned));
            let error = self.error(at, format!("there is no function `{name}`{}", did_you_mean(name, &known)));
            // The parser gives the place of the parenthesis; the name stands before it.
            return error.map_err(|error| match self.source[..error.range.start].ends_with(name) {
                true => ConditionError { range: error.range.start - name.len()..error.range.start, ..error },
                false => error,
            });
        };
        let mut arguments = Vec::with_capacity(arity);
        for argument in call.target.as_deref().into_iter().chain(&call.args) {
            arguments.push(*self.untyped(argument)?);
        }
        if arguments.len() != arity {
            return self
                .error(at, format!("`{name}` takes {arity} arguments, the receiver counted, not {}", arguments.len()));
        }
        if let (Function::Matches, [_, Expr::Const(Const::Text(pattern))]) = (function, &arguments[..]) {
            let pattern = Pattern::new(pattern);
            if let Some(error) = pattern.error() {
                return self.error(at, format!("the regular expression is wrong: {error}"));
            }
            return Ok((Expr::Matches(Box::new(arguments.swap_remove(0)), pattern), Type::Any));
        }
        Ok((Expr::Call(function, arguments), Type::Any))
    }

    /// A link with an argument: `endpoint(ref)`, `dataflow.endpoint(ref)`.
    fn link(&mut self, at: &IdedExpr, call: &CallExpr, name: &str) -> Result<Option<(Expr, Type)>, ConditionError> {
        let (on, kinds) = match &call.target {
            Some(target) => match self.expr(target)? {
                (on, Type::Resource(kinds)) => (Some(Box::new(on)), kinds),
                _ => return Ok(None),
            },
            None => (None, self.scope.this),
        };
        let Some(member) = self.scope.names.member(kinds, name)? else { return Ok(None) };
        let (true, [argument]) = (member.argument, &call.args[..]) else {
            let takes = if member.argument { "exactly one argument" } else { "no arguments" };
            return self.error(at, format!("`{name}` takes {takes}"));
        };
        let argument = Some(self.untyped(argument)?);
        Ok(Some((Expr::Member { on, name: name.into(), argument }, member.result)))
    }

    fn operator(&mut self, call: &CallExpr) -> Result<Option<(Expr, Type)>, ConditionError> {
        let name = call.func_name.as_str();
        if let (operators::CONDITIONAL, [condition, yes, no]) = (name, &call.args[..]) {
            let condition = self.untyped(condition)?;
            let ((yes, yes_type), (no, no_type)) = (self.expr(yes)?, self.expr(no)?);
            let result = if yes_type == no_type { yes_type } else { Type::Any };
            return Ok(Some((Expr::Cond(condition, Box::new(yes), Box::new(no)), result)));
        }
        if let (operators::INDEX, [of, index]) = (name, &call.args[..]) {
            let (of, of_type) = self.expr(of)?;
            let result = if let Type::Resources(kinds) = of_type { Type::Resource(kinds) } else { Type::Any };
            return Ok(Some((Expr::Index(Box::new(of), self.untyped(index)?), result)));
        }
        let lowered = match (name, &call.args[..]) {
            (operators::LOGICAL_NOT, [of]) => Expr::Not(self.untyped(of)?),
            (operators::NEGATE, [of]) => Expr::Negate(self.untyped(of)?),
            (_, [a, b]) if binary(name).is_some() => {
                let (left, right) = (a, b);
                let (a, b) = (self.untyped(a)?, self.untyped(b)?);
                self.check_spelling(&a, &b, right)?;
                self.check_spelling(&b, &a, left)?;
                match binary(name) {
                    Some(Binary::And) => Expr::And(a, b),
                    Some(Binary::Or) => Expr::Or(a, b),
                    Some(Binary::In) => Expr::In(a, b),
                    Some(Binary::Compare(comparison)) => Expr::Compare(comparison, a, b),
                    Some(Binary::Arithmetic(operator)) => Expr::Arithmetic(operator, a, b),
                    None => return Ok(None),
                }
            }
            _ => return Ok(None),
        };
        Ok(Some((lowered, Type::Any)))
    }

    /// An enumeration is compared with one of its spellings: with another case it would never be equal.
    fn check_spelling(&self, member: &Expr, texts: &Expr, at: &IdedExpr) -> Result<(), ConditionError> {
        let (Expr::Select(_, name) | Expr::Member { name, .. }) = member else { return Ok(()) };
        let texts = match texts {
            Expr::List(items) => items.iter().collect(),
            one => vec![one],
        };
        let texts = texts.into_iter().filter_map(|text| match text {
            Expr::Const(Const::Text(text)) => Some(text),
            _ => None,
        });
        let known = self.scope.names.spellings(name);
        let is = |text: &str| known.iter().any(|spelling| spelling == text);
        let near = |text: &str| known.iter().find(|spelling| spelling.eq_ignore_ascii_case(text));
        for text in texts.filter(|text| !is(text)) {
            if let Some(near) = near(text) {
                return self.error(at, format!("`{text}` is no value of `{name}` (did you mean `{near}`?)"));
            }
        }
        Ok(())
    }

    /// The parser has expanded the macros; their shapes are unmistakable.
    fn comprehension(&mut self, at: &IdedExpr, it: &ComprehensionExpr) -> Lowered {
        let (over, over_type) = self.expr(&it.iter_range)?;
        let item = match over_type {
            Type::Resources(kinds) => Type::Resource(kinds),
            _ => Type::Any,
        };
        let Some((kind, filter, body)) = macro_parts(it) else {
            return self.error(at, "this macro is not supported");
        };
        let slot = u16::try_from(self.scope.locals.len()).unwrap_or(u16::MAX);
        self.scope.locals.push((it.iter_var.clone(), item));
        let filter = filter.map(|filter| self.expr(filter)).transpose();
        let body = body.map(|body| self.expr(body)).transpose();
        self.scope.locals.pop();
        let (filter, body) = (filter?, body?);
        let result = match body {
            Some((_, Type::Resource(kinds))) => Type::Resources(kinds),
            _ => Type::Any,
        };
        let it = Macro { kind, over, slot, filter: filter.map(|(expr, _)| expr), body: body.map(|(expr, _)| expr) };
        Ok((Expr::Macro(Box::new(it)), result))
    }
}

type MacroParts<'e> = (MacroKind, Option<&'e IdedExpr>, Option<&'e IdedExpr>);

fn macro_parts(it: &ComprehensionExpr) -> Option<MacroParts<'_>> {
    fn call<'e>(expr: &'e IdedExpr, name: &str) -> Option<&'e [IdedExpr]> {
        match &expr.expr {
            Cel::Call(call) if call.func_name == name => Some(&call.args),
            _ => None,
        }
    }
    // `@result + [body]`
    let appended = |expr| match call(expr, operators::ADD)? {
        [_, list] => match &list.expr {
            Cel::List(list) => list.elements.first(),
            _ => None,
        },
        _ => None,
    };
    if let Some([_, filter]) = call(&it.loop_step, operators::LOGICAL_AND) {
        return Some((MacroKind::All, Some(filter), None));
    }
    if let Some([_, filter]) = call(&it.loop_step, operators::LOGICAL_OR) {
        return Some((MacroKind::Exists, Some(filter), None));
    }
    if let Some(body) = appended(&it.loop_step) {
        return Some((MacroKind::Map, None, Some(body)));
    }
    let [filter, step, _] = call(&it.loop_step, operators::CONDITIONAL)? else { return None };
    match appended(step) {
        Some(body) => Some((MacroKind::Map, Some(filter), Some(body))),
        None => Some((MacroKind::ExistsOne, Some(filter), None)),
    }
}

fn constant(literal: &LiteralValue) -> Const {
    match literal {
        LiteralValue::Boolean(it) => Const::Bool(*it.inner()),
        LiteralValue::Bytes(it) => Const::Bytes(it.inner().into()),
        LiteralValue::Double(it) => Const::Float(*it.inner()),
        LiteralValue::Int(it) => Const::Int(*it.inner()),
        LiteralValue::Null => Const::Null,
        LiteralValue::String(it) => Const::Text(it.inner().into()),
        LiteralValue::UInt(it) => Const::Uint(*it.inner()),
    }
}

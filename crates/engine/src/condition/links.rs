//! Definitions, and links from one resource to others.

use std::rc::Rc;

use aiolint_core::{Data, Location, Reason, Text, Value};

use super::eval::{DEPTH, Eval};
use super::expr::Expr;
use super::parts::hole;
use super::val::{ListVal, Truth, Val};
use crate::kinds::{Link, LinkTarget, Member, NamePattern};
use crate::world::{Candidates, EXTERNAL, ResourceId, choice_key};

impl<'w> Eval<'w> {
    pub(super) fn member_of(&mut self, on: Option<&'w Expr>, name: &str, argument: Option<&'w Expr>) -> Val<'w> {
        let argument = argument.map(|argument| self.value(argument));
        let on = match on {
            Some(on) => self.value(on),
            None => self.this.map_or_else(|| Val::unknown("there is no resource"), Val::Resource),
        };
        match on {
            Val::Resource(id) => self.member(id, name, argument),
            Val::Absent => Val::Absent,
            Val::Unknown(reason) => Val::Unknown(reason),
            other => Val::unknown(format!("`{name}` is asked of {}", other.article())),
        }
    }

    /// A definition or link of a resource, evaluated with that resource as `this`.
    pub(super) fn member(&mut self, of: ResourceId, name: &str, argument: Option<Val<'w>>) -> Val<'w> {
        let member = self.world.kind_of(of).and_then(|kind| kind.member(name));
        let Some((number, member)) = member else {
            return Val::unknown(format!("`{name}` is not defined for this kind"));
        };
        if self.depth >= DEPTH {
            return Val::unknown("definitions refer to each other without end");
        }
        self.depth += 1;
        self.deepest = self.deepest.max(self.depth);
        let (this, frame) = (self.this.replace(of), self.frame);
        self.frame = self.locals.len();
        let result = match member {
            Member::Definition(expr) => self.defined(of, number, expr),
            Member::Link(link) => self.follow(of, link, argument),
        };
        self.locals.truncate(self.frame);
        (self.this, self.frame) = (this, frame);
        self.depth -= 1;
        result
    }

    fn follow(&mut self, from: ResourceId, link: &'w Link, argument: Option<Val<'w>>) -> Val<'w> {
        for kind in &link.to {
            self.touched.insert(*kind);
        }
        match &link.target {
            LinkTarget::Argument => self.resolve(from, link, argument.unwrap_or(Val::Absent)),
            LinkTarget::Named(name) => {
                let name = self.value(name);
                self.resolve(from, link, name)
            }
            LinkTarget::All(condition) => self.all(from, link, condition.as_ref()),
        }
    }

    fn all(&mut self, from: ResourceId, link: &'w Link, condition: Option<&'w Expr>) -> Val<'w> {
        let mut open = self.world.may_be_more();
        let mut items = Vec::new();
        for (id, answer) in self.candidates(from, link) {
            if !self.world.may_share_installation(from, id) {
                continue;
            }
            let answer = answer.cloned().unwrap_or_else(|| {
                self.locals.truncate(self.frame);
                self.locals.push(Val::Resource(id));
                condition.map_or(Truth::True, |condition| self.truth(condition))
            });
            match answer {
                Truth::True => items.push(Val::Resource(id)),
                Truth::False => {}
                Truth::Unknown(reason) => open = Some(reason),
            }
        }
        Val::List(Rc::new(ListVal { items, open }))
    }

    /// The resources that a link may lead to, with their answers where these are known already.
    fn candidates(&mut self, from: ResourceId, link: &'w Link) -> Vec<(ResourceId, Option<&'w Truth>)> {
        let name = self.world.resource(from).name.known_text();
        // Asking for nobody is not done within itself: a link may lead back to itself.
        match name.filter(|_| self.compared.is_none()).and_then(|name| Some((name, self.world.inverse(link)?))) {
            Some((name, inverse)) => {
                self.touched.extend(inverse.touched);
                inverse.candidates(from, name)
            }
            None => self.world.of_kinds(&link.to).map(|id| (id, None)).collect(),
        }
    }

    fn resolve(&mut self, from: ResourceId, link: &'w Link, name: Val<'w>) -> Val<'w> {
        if let Some(pattern) = &link.pattern {
            return self.resolve_within(from, link, pattern, name);
        }
        if let Val::Node(node) = &name {
            let ids = self.world.resolve_terms(from, &link.to, node.value);
            if !ids.is_empty() {
                return self.picked(&ids);
            }
        }
        let name = match name.plain() {
            Val::Text(name) => name,
            Val::Absent => return Val::Absent,
            Val::Unknown(reason) => return Val::Unknown(reason),
            Val::Parts(parts) => return Val::Unknown(hole(&parts)),
            other => return Val::unknown(format!("{} is no name", other.article())),
        };
        if link.built_in.iter().any(|known| **known == *name) {
            return Val::unknown(format!("`{name}` is built in"));
        }
        match self.world.resolve(from, &link.to, &name) {
            Candidates::None => Val::Absent,
            Candidates::NotHere(reason) => Val::Unknown(reason),
            Candidates::External => Val::Unknown(Reason::new(EXTERNAL)),
            Candidates::Some(ids) => self.picked(&ids),
        }
    }

    /// What the name leads to that stands within a text.
    fn resolve_within(&mut self, from: ResourceId, link: &'w Link, pattern: &NamePattern, text: Val<'w>) -> Val<'w> {
        let data = match text.plain() {
            Val::Text(text) => Text::Known(text.into_owned().into()),
            Val::Parts(parts) => Text::Parts(parts.to_vec().into()),
            Val::Absent => return Val::Absent,
            Val::Unknown(reason) => return Val::Unknown(reason),
            other => return Val::unknown(format!("{} names nothing", other.article())),
        };
        let Some(name) = pattern.name_in(&Value::new(Data::Text(data), Location::NONE)) else {
            return Val::unknown("it is not known what the text names");
        };
        let found = self.world.resolve_terms(from, &link.to, &name);
        match name.known_text() {
            _ if !found.is_empty() => self.picked(&found),
            None => Val::unknown("the name is not known"),
            Some(name) => match self.world.resolve(from, &link.to, name) {
                Candidates::None => Val::Absent,
                Candidates::NotHere(reason) => Val::Unknown(reason),
                Candidates::External => Val::Unknown(Reason::new(EXTERNAL)),
                Candidates::Some(ids) => self.picked(&ids),
            },
        }
    }

    /// One of these resources, which one being a choice.
    fn picked(&mut self, ids: &[ResourceId]) -> Val<'w> {
        let picked = match ids.len() {
            1 => 0,
            several => self.choices.pick(choice_key(ids), several),
        };
        ids.get(picked).copied().map_or(Val::Absent, Val::Resource)
    }
}

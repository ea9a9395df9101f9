//! What a file deploys.

use std::cell::OnceCell;
use std::rc::Rc;
use std::sync::Arc;

use aiolint_core::{Data, Identity, Language, Location, Openness, Reason, Resource, Span, Text, Value};

use super::access::{Turn, chosen};
use super::collection::{MOST_TURNS, why_not_unrolled};
use super::deployment_scope::Within;
use super::operators::first_reason;
use super::segments::split_name;
use super::{Evaluator, Reading, Scope, once, used_at};
use crate::syntax::ast::{self, Body, Expr, Loop, Member, Object, Piece};

/// One of the resources that a declaration makes: the only one, or that of one turn of a loop.
pub(super) struct Instance<'s> {
    /// The turn of the loop; [`ANY_TURN`] for all that are not known.
    pub turn: Option<usize>,
    pub resource_type: Arc<str>,
    pub api_version: Value,
    /// The name as it is declared, which may hold those of what it belongs to.
    pub whole_name: Value,
    /// The last segment of its name.
    name: Value,
    body: Value,
    /// What is known of the body when it is deployed.
    deployed: OnceCell<Value>,
    /// The condition that decides whether it is deployed, where that is not known.
    condition: Option<&'s Expr>,
    /// The name of the resource that it belongs to.
    parent: Value,
    /// The resource that it belongs to, if that is declared.
    pub belongs: Option<(usize, Turn)>,
    /// What its own `scope` says.
    pub within: Within,
}

/// The number of a turn among those that are known; `None` if it stands for all that are not.
pub(super) fn known_turn(turn: usize) -> Option<usize> {
    (turn != ANY_TURN).then_some(turn % SOME_TURN)
}

/// The turn that stands for all that are not known.
const ANY_TURN: usize = usize::MAX;

/// From here on turns are counted of a loop whose first turn is not known: nobody can ask for one by its number.
const SOME_TURN: usize = usize::MAX / 2;

impl Instance<'_> {
    /// Whether it stands for all turns of a loop that are not known.
    pub(super) fn is_any_turn(&self) -> bool {
        self.turn == Some(ANY_TURN)
    }

    /// What is declared of it.
    pub(super) fn body(&self) -> &Value {
        &self.body
    }

    /// What is known of its content when it is deployed: the service may add to what is declared.
    pub(super) fn deployed(&self) -> &Value {
        let reason = || Reason::new("the service may add to it");
        self.deployed.get_or_init(|| self.body.opened(&reason(), Openness::Template))
    }
}

/// The type of a resource and its version.
#[derive(Clone)]
struct Type {
    name: Arc<str>,
    version: Value,
}

impl<'s> Evaluator<'s> {
    /// The resources that the file declares, as far as their types are known and they are not known to be left out.
    pub(crate) fn resources(&self) -> Vec<Resource> {
        let mut found = Vec::new();
        for (place, declared) in self.symbols.resources.iter().enumerate() {
            let Some(instances) = self.instances(place) else { continue };
            found.extend(instances.iter().map(|instance| self.resource(declared.resource, instance)));
        }
        self.resources_of_modules(&mut found);
        if self.template.loads {
            // The compiler takes in also what nothing depends on.
            for (name, value) in self.symbols.variables() {
                self.named(name, || self.value(value, &Scope::FILE));
            }
        }
        if self.is_watched() {
            self.declared_values();
        }
        found
    }

    fn resource(&self, declared: &ast::Resource, instance: &Instance<'s>) -> Resource {
        let spec = match declared.existing {
            true => self.unknown("the file refers to it, but does not declare it", declared.body.object.span),
            false => member(&instance.body, "properties"),
        };
        Resource {
            language: Language::Bicep,
            identity: Identity::Arm {
                resource_type: Arc::clone(&instance.resource_type),
                api_version: Arc::from(instance.api_version.known_text().unwrap_or_default()),
            },
            api_version: instance.api_version.clone(),
            name: instance.name.clone(),
            namespace: Value::absent(),
            parent: instance.parent.clone(),
            body: instance.body.clone(),
            spec,
            extent: self.at(declared.span),
            existing: declared.existing,
            condition: instance.condition.map(|condition| self.at(condition.span)),
            calls: Arc::default(),
            turn: instance.turn.and_then(known_turn),
        }
    }

    /// The instances of a resource, found out once; `None` while they are being found out.
    pub(super) fn instances(&self, place: usize) -> Option<Rc<Vec<Instance<'s>>>> {
        once(&self.instances, place, || Rc::new(self.within(Some(place), || self.make(place))))
    }

    fn make(&self, place: usize) -> Vec<Instance<'s>> {
        let declared = &self.symbols.resources[place];
        let Some(of) = self.type_of(place) else { return Vec::new() };
        // A nested resource is deployed with the one around it.
        let outer = match declared.outer.map(|outer| self.instances(outer)) {
            Some(Some(outer)) if outer.is_empty() => return Vec::new(),
            Some(Some(outer)) => outer.iter().find_map(|outer| outer.condition),
            _ => None,
        };
        let around = self.variables_around(place);
        let mut making = Making { place, of, outer, made: Vec::new() };
        match &declared.resource.body.each {
            Some(each) => {
                self.unroll(each, &Scope::FILE.with(&around), &mut |turn, scope| {
                    self.instance(&mut making, turn, scope);
                });
            }
            // Around it is a loop: there is one for each of its turns.
            None if !around.is_empty() => self.instance(&mut making, Some(ANY_TURN), &Scope::FILE.with(&around)),
            None => self.instance(&mut making, None, &Scope::FILE),
        }
        making.made
    }

    /// The variables of the loops around what a nested resource is nested in.
    fn variables_around(&self, place: usize) -> Vec<(&'s str, Value)> {
        let mut variables = Vec::new();
        let mut outer = self.symbols.resources[place].outer;
        while let Some(place) = outer {
            let declared = &self.symbols.resources[place];
            if let Some(each) = &declared.resource.body.each {
                variables.splice(0..0, self.any_turn(each, &Reason::new("it is in a loop around this resource")));
            }
            outer = declared.outer;
        }
        variables
    }

    /// Visits each turn of a loop, or the only one.
    pub(super) fn each_turn(&self, each: Option<&'s Loop>, visit: &mut dyn FnMut(Option<usize>, &Scope<'_>)) {
        match each {
            Some(each) => self.unroll(each, &Scope::FILE, visit),
            None => visit(None, &Scope::FILE),
        }
    }

    fn unroll(&self, each: &'s Loop, scope: &Scope<'_>, visit: &mut dyn FnMut(Option<usize>, &Scope<'_>)) {
        if self.shared.reading == Reading::Declared {
            let variables = self.any_turn(each, &Reason::new("it is in a loop"));
            return visit(Some(ANY_TURN), &scope.with(&variables));
        }
        let items = self.value(&each.items, scope);
        let mut rest = Some(why_not_unrolled(&items));
        if let Data::List(list) = &items.data
            && list.items.len() <= MOST_TURNS
        {
            let first = if list.open.is_some() { SOME_TURN } else { 0 };
            for (number, item) in list.items.iter().enumerate() {
                let variables = self.turn(each, item, number, list.open.as_ref());
                visit(Some(first + number), &scope.with(&variables));
            }
            rest.clone_from(&list.open);
        }
        if let Some(reason) = rest {
            let variables = self.any_turn(each, &reason);
            visit(Some(ANY_TURN), &scope.with(&variables));
        }
    }

    fn instance(&self, making: &mut Making<'s>, turn: Option<usize>, scope: &Scope<'_>) {
        let declared = &self.symbols.resources[making.place];
        let body = &declared.resource.body;
        let Some(own) = self.condition(body, scope) else { return };
        let condition = own.or(making.outer);
        let content = self.object(&body.object, scope);
        let whole_name = self.marked(member(&content, "name"), making.place, turn);
        let belongs = match declared.outer {
            Some(outer) => Some((outer, Turn::None)),
            None => self.parent_place(&body.object, scope),
        };
        let segments = making.of.name.matches('/').count();
        let (name, parent) = match belongs {
            Some((parent, turn)) => (whole_name.clone(), self.parent_name(parent, turn, &body.object)),
            None if may_have(&body.object, "parent") => {
                (whole_name.clone(), self.unknown("it is not known what it belongs to", body.object.span))
            }
            // The name of a child that names no parent holds the names of all that it belongs to.
            None if segments > 1 => {
                let (own, parent) = split_name(&whole_name, segments);
                (self.marked(own, making.place, turn), parent)
            }
            None => (whole_name.clone(), Value::absent()),
        };
        making.made.push(Instance {
            turn,
            resource_type: Arc::clone(&making.of.name),
            api_version: making.of.version.clone(),
            whole_name,
            name,
            body: content,
            deployed: OnceCell::new(),
            condition,
            parent,
            belongs,
            within: self.within_of(&body.object, scope),
        });
    }

    /// The condition that decides whether it is deployed, where that is not known; `None` if it is not deployed.
    pub(super) fn condition(&self, body: &'s Body, scope: &Scope<'_>) -> Option<Option<&'s Expr>> {
        let Some(condition) = &body.condition else { return Some(None) };
        if self.shared.reading == Reading::Declared {
            return Some(Some(condition));
        }
        match self.value(condition, scope).data {
            Data::Bool(true) => Some(None),
            Data::Bool(false) => None,
            _ => Some(Some(condition)),
        }
    }

    /// The name of a resource with a mark that tells it from others, where what it is made of does not.
    fn marked(&self, name: Value, place: usize, turn: Option<usize>) -> Value {
        match name.terms() {
            Some(_) => name,
            None => Value { mark: Some(self.marks.of(&format!("name of {place} {turn:?}"))), ..name },
        }
    }

    /// The name of a resource's type; `None` if it is not known.
    pub(super) fn type_name(&self, place: usize) -> Option<Arc<str>> {
        self.type_of(place).map(|of| of.name)
    }

    /// The type of a resource; `None` if it is not known.
    fn type_of(&self, place: usize) -> Option<Type> {
        let declared = &self.symbols.resources[place];
        let outer = match declared.outer {
            Some(outer) => Some(self.type_of(outer)?),
            None => None,
        };
        let of = &declared.resource.of;
        let written = self.literal(of)?;
        let whole = written.known_text()?;
        // The namespace of all that belongs to Azure may be said.
        let text = whole.strip_prefix("az:").unwrap_or(whole);
        let (name, version) = match text.split_once('@') {
            Some((name, version)) => (name, Some(version)),
            None => (text, None),
        };
        let own = version.map(|version| {
            Value::new(Data::Text(Text::Known(version.into())), end_of(written.at, whole.len(), version.len()))
        });
        let version = own.or_else(|| outer.as_ref().map(|outer| outer.version.clone()));
        let name = match &outer {
            Some(outer) => format!("{}/{name}", outer.name),
            None => name.to_owned(),
        };
        Some(Type { name: name.into(), version: version.unwrap_or_else(Value::absent) })
    }

    /// The resource that `parent: symbol` names.
    fn parent_place(&self, object: &'s Object, scope: &Scope<'_>) -> Option<(usize, Turn)> {
        self.resource_of(property(object, "parent")?, scope)
    }

    /// The name of a parent, as used where a resource says that it belongs to it.
    fn parent_name(&self, parent: usize, turn: Turn, object: &'s Object) -> Value {
        let at = property(object, "parent").map_or(object.span, |expr| expr.span);
        match self.instances(parent).as_ref().and_then(|instances| chosen(instances, turn)) {
            Some(parent) => used_at(&parent.name, self.at(at)),
            None => self.unknown("it is not known which resource it belongs to", at),
        }
    }
}

/// What a declaration makes, while it is made.
struct Making<'s> {
    place: usize,
    of: Type,
    /// The condition of what it is nested in.
    outer: Option<&'s Expr>,
    made: Vec<Instance<'s>>,
}

pub(super) fn member(object: &Value, name: &str) -> Value {
    match &object.data {
        Data::Map(map) => map.get(name).cloned().unwrap_or_else(|| match map.open() {
            Some(reason) => Value::unknown(reason.clone(), object.at),
            None => Value::absent(),
        }),
        Data::Absent => Value::absent(),
        _ => Value::unknown(first_reason(std::slice::from_ref(object)), object.at),
    }
}

pub(super) fn property<'s>(object: &'s Object, wanted: &str) -> Option<&'s Expr> {
    object.members.iter().find_map(|member| match member {
        Member::Property { key, value, .. } => match &key[..] {
            [Piece::Text(name)] if name == wanted => Some(value),
            _ => None,
        },
        Member::Spread(_) => None,
    })
}

/// Whether an object has a property, or something is spread into it that may have it.
fn may_have(object: &Object, wanted: &str) -> bool {
    property(object, wanted).is_some()
        || object.broken
        || object.members.iter().any(|member| matches!(member, Member::Spread(_)))
}

/// The place of the last bytes of a text in quotes; of one that is written in another way, the whole.
fn end_of(text: Location, whole: usize, end: usize) -> Location {
    let range = text.span.range();
    let last = range.end.saturating_sub(1);
    // Escapes and other quotes make what is written longer.
    let is_plain = range.len() == whole + "''".len();
    if is_plain { Location::new(text.file, Span::new(last.saturating_sub(end), last)) } else { text }
}

//! Running a condition for one resource.

use std::borrow::Cow;
use std::rc::Rc;

use aiolint_core::{Data, Reason, Value};

use super::compare::Items;
use super::expr::{Comparison, Const, Expr, Root};
use super::inverse::{Compared, compared_root};
use super::parts::hole;
use super::val::{MapVal, Node, Truth, Val};
use super::{Choices, arithmetic, compare, functions};
use crate::kinds::{KindId, KindSet};
use crate::world::{ResourceId, World};

/// So many steps may one check take, all its combinations together. Rules take some hundred.
const FUEL: u32 = 2_000_000;
/// So deep may definitions and links call each other.
pub(super) const DEPTH: u32 = 48;

/// The state of one evaluation.
pub struct Eval<'w> {
    pub(crate) world: &'w World<'w>,
    pub(super) this: Option<ResourceId>,
    pub(super) locals: Vec<Val<'w>>,
    pub(super) frame: usize,
    pub(super) choices: Choices,
    fuel: u32,
    pub(super) depth: u32,
    /// The deepest that it was since the definition that is being evaluated began.
    pub(super) deepest: u32,
    pub(super) touched: KindSet,
    /// Where a link is asked for nobody in particular: what `this` was compared with.
    pub(super) compared: Option<Compared>,
}

impl<'w> Eval<'w> {
    /// An evaluation with `this` as its resource.
    #[must_use]
    pub fn new(world: &'w World<'w>, this: Option<ResourceId>) -> Self {
        Self {
            world,
            this,
            locals: Vec::new(),
            frame: 0,
            choices: Choices::default(),
            fuel: FUEL,
            depth: 0,
            deepest: 0,
            touched: KindSet::default(),
            compared: None,
        }
    }

    /// Adds a variable: the next number of [`Expr::Local`].
    pub fn push(&mut self, value: Val<'w>) {
        self.locals.push(value);
    }

    /// Removes the last variable.
    pub fn pop(&mut self) {
        self.locals.pop();
    }

    /// Starts over with the first combination of choices.
    pub fn reset_choices(&mut self) {
        self.choices = Choices::default();
    }

    /// Goes on to the next combination of choices; false if there is none.
    pub fn next_combination(&mut self) -> bool {
        self.choices.advance()
    }

    /// Whether anything that was evaluated since the choices were reset is one of several.
    pub(crate) fn has_chosen(&self) -> bool {
        self.choices.has_taken()
    }

    /// The kinds whose resources were looked up through links so far.
    #[must_use]
    pub fn touched(&self) -> KindSet {
        self.touched
    }

    /// Notes that the result depends on the resources of this kind.
    pub(crate) fn touch(&mut self, kind: KindId) {
        self.touched.insert(kind);
    }

    /// The items of a list; the keys of a mapping; none of anything else; and why there may be more. As a variable's
    /// value, each is one of its alternatives, and which is only picked there.
    pub(crate) fn items_of(&mut self, list: &Val<'w>) -> (Vec<Val<'w>>, Option<Reason>) {
        self.items(list).map(|items| (items.items, items.open)).unwrap_or_default()
    }

    /// The resource that is judged.
    pub(crate) fn this(&self) -> Option<ResourceId> {
        self.this
    }

    /// The outcome of a condition.
    pub fn truth(&mut self, expr: &'w Expr) -> Truth {
        match expr {
            Expr::Not(inner) => self.truth(inner).negated(),
            Expr::And(a, b) => self.both(a, b, &Truth::False),
            Expr::Or(a, b) => self.both(a, b, &Truth::True),
            Expr::Compare(comparison, a, b) => {
                if self.this.is_none()
                    && self.compared.is_some()
                    && let Some((other, root)) = compared_root(*comparison, a, b)
                {
                    let same = self.compare_with_nobody(other, root);
                    return if *comparison == Comparison::Unequal { same.negated() } else { same };
                }
                let (a, b) = (self.value(a), self.value(b));
                self.compare(*comparison, &a, &b)
            }
            Expr::Has(of, name) => {
                let of = self.value(of);
                self.has(of, name)
            }
            _ => self.value(expr).truth(),
        }
    }

    /// A member whose value is unknown is there all the same, if it is written.
    fn has(&mut self, of: Val<'w>, name: &str) -> Truth {
        let is_written = match &of {
            Val::Node(node) => node.value.get(name).is_some(),
            Val::Map(map) => map.entries.iter().any(|(key, _)| matches!(key, Val::Text(key) if key == name)),
            _ => false,
        };
        match self.select(of, name).plain() {
            Val::Absent => Truth::False,
            Val::Unknown(reason) if !is_written => Truth::Unknown(reason),
            _ => Truth::True,
        }
    }

    /// `&&` or `||`: `decisive` is the outcome that one side alone decides.
    fn both(&mut self, a: &'w Expr, b: &'w Expr, decisive: &Truth) -> Truth {
        let left = self.truth(a);
        if left == *decisive {
            return left;
        }
        match (left, self.truth(b)) {
            (_, right) if right == *decisive => right,
            (Truth::Unknown(reason), _) => Truth::Unknown(reason),
            (_, right) => right,
        }
    }

    /// The value of an expression.
    pub fn value(&mut self, expr: &'w Expr) -> Val<'w> {
        if !self.spend(1) {
            return Val::unknown("the check takes too many steps");
        }
        match expr {
            Expr::Const(literal) => constant(literal),
            Expr::Local(slot) => {
                let local = self.locals.get(self.frame + usize::from(*slot)).cloned();
                local.map_or_else(|| Val::unknown("internal error: a variable without a value"), |it| self.loaded(it))
            }
            Expr::Root(root) => {
                self.this.map_or_else(|| Val::unknown("there is no resource"), |this| self.root(this, *root))
            }
            Expr::Member { on, name, argument } => self.member_of(on.as_deref(), name, argument.as_deref()),
            Expr::Select(of, name) => {
                let of = self.value(of);
                self.select(of, name)
            }
            Expr::Index(of, index) => {
                let (of, index) = (self.value(of), self.value(index));
                self.index(of, index)
            }
            Expr::Cond(condition, yes, no) => match self.truth(condition) {
                Truth::True => self.value(yes),
                Truth::False => self.value(no),
                Truth::Unknown(reason) => Val::Unknown(reason),
            },
            Expr::In(item, collection) => {
                let (item, collection) = (self.value(item).plain(), self.value(collection).plain());
                self.contains(&item, collection).into()
            }
            Expr::Arithmetic(operator, a, b) => {
                let (a, b) = (self.value(a), self.value(b));
                arithmetic::apply(self, *operator, a, b)
            }
            Expr::Negate(of) => arithmetic::negate(self.value(of)),
            Expr::List(items) => Val::list(items.iter().map(|item| self.value(item)).collect()),
            Expr::Map(entries) => self.map_literal(entries),
            Expr::Macro(it) => self.run_macro(it),
            Expr::Call(function, arguments) => {
                let arguments = arguments.iter().map(|argument| self.value(argument)).collect();
                functions::call(self, *function, arguments)
            }
            Expr::Matches(text, pattern) => functions::matches(&self.value(text).plain(), pattern),
            Expr::Not(_) | Expr::And(..) | Expr::Or(..) | Expr::Compare(..) | Expr::Has(..) => self.truth(expr).into(),
        }
    }

    pub(super) fn steps_left(&self) -> u32 {
        self.fuel
    }

    /// Takes steps from the budget; false once it is spent.
    pub(super) fn spend(&mut self, steps: u32) -> bool {
        self.fuel = self.fuel.saturating_sub(steps);
        self.fuel > 0
    }

    fn map_literal(&mut self, entries: &'w [(Expr, Expr)]) -> Val<'w> {
        let mut map: Vec<(Val<'w>, Val<'w>)> = Vec::with_capacity(entries.len());
        for (key, value) in entries {
            let key = match self.value(key).plain() {
                key @ (Val::Bool(_) | Val::Int(_) | Val::Uint(_) | Val::Text(_)) => key,
                Val::Unknown(reason) => return Val::Unknown(reason),
                Val::Parts(parts) => return Val::Unknown(hole(&parts)),
                other => return Val::unknown(format!("{} can't be a key", other.article())),
            };
            if map.iter().any(|(other, _)| compare::equal(self, &key, other) == Truth::True) {
                return Val::unknown("a key is written twice");
            }
            map.push((key, self.value(value)));
        }
        Val::Map(Rc::new(MapVal { entries: map, open: None }))
    }

    /// Picks an alternative where the value is one of a few.
    pub(super) fn load(&mut self, node: Node<'w>) -> Val<'w> {
        let mut node = node;
        while let Data::OneOf(alternatives) = &node.value.data {
            let key = std::sync::Arc::as_ptr(alternatives).cast::<u8>().addr() as u64;
            let picked = self.choices.pick(key, alternatives.len());
            let Some(value) = alternatives.get(picked) else { return Val::unknown("it is one of no values") };
            node = Node { value, via: node.via };
        }
        Val::Node(node)
    }

    fn root(&mut self, of: ResourceId, root: Root) -> Val<'w> {
        let resource = self.world.resource(of);
        let value = match root {
            Root::Spec => &resource.spec,
            Root::Name => &resource.name,
            Root::Namespace => &resource.namespace,
            Root::ApiVersion => &resource.api_version,
            Root::Body => &resource.body,
            Root::Language => return Val::Text(Cow::Borrowed(resource.language.name())),
            Root::This => return Val::Resource(of),
            Root::Parent => &resource.parent,
        };
        self.load(Node { value, via: None })
    }

    pub(crate) fn select(&mut self, of: Val<'w>, name: &str) -> Val<'w> {
        match of {
            Val::Node(node) => match &node.value.data {
                Data::Map(map) => match map.get(name) {
                    Some(value) => self.child(node, value),
                    None => map.open().map_or(Val::Absent, |reason| Val::Unknown(reason.clone())),
                },
                Data::Absent => Val::Absent,
                Data::Unknown(reason) => Val::Unknown(reason.clone()),
                _ => Val::unknown(format!("`{name}` is asked of {}", Val::Node(node).plain().article())),
            },
            Val::Map(_) => self.index(of, Val::Text(Cow::Owned(name.to_owned()))),
            Val::Resource(id) => match Root::named(name) {
                Some(root) => self.root(id, root),
                None => self.member(id, name, None),
            },
            Val::Absent => Val::Absent,
            Val::Unknown(reason) => Val::Unknown(reason),
            other => Val::unknown(format!("`{name}` is asked of {}", other.article())),
        }
    }

    fn index(&mut self, of: Val<'w>, index: Val<'w>) -> Val<'w> {
        let (of, index) = (of.plain(), index.plain());
        match (of, index) {
            (Val::Absent, _) => Val::Absent,
            (Val::Unknown(reason), _) | (_, Val::Unknown(reason)) => Val::Unknown(reason),
            (of @ Val::Node(Node { value: Value { data: Data::Map(_), .. }, .. }), Val::Text(name)) => {
                self.select(of, &name)
            }
            (of, index) => match self.items(&of) {
                Some(items) if items.is_list => self.item(items, &index),
                Some(items) => self.member_at(items, &index),
                None => Val::unknown(format!("{} has no members", of.article())),
            },
        }
    }

    fn item(&mut self, list: Items<'w>, index: &Val<'w>) -> Val<'w> {
        match (list.open, position(index)) {
            (Some(reason), _) => Val::Unknown(reason),
            (None, Some(at)) => list.items.into_iter().nth(at).map_or(Val::Absent, |item| self.loaded(item)),
            (None, None) => Val::unknown(format!("{} is no place in a list", index.article())),
        }
    }

    fn member_at(&mut self, map: Items<'w>, key: &Val<'w>) -> Val<'w> {
        if !matches!(key, Val::Bool(_) | Val::Int(_) | Val::Uint(_) | Val::Float(_) | Val::Text(_) | Val::Parts(_)) {
            return Val::unknown(format!("{} can't be a key", key.article()));
        }
        let mut otherwise = map.open.map_or(Val::Absent, Val::Unknown);
        for (other, value) in map.items.iter().zip(map.values) {
            match compare::equal(self, key, other) {
                Truth::True => return self.loaded(value),
                Truth::False => {}
                Truth::Unknown(reason) => otherwise = Val::Unknown(reason),
            }
        }
        otherwise
    }

    fn compare(&mut self, comparison: Comparison, a: &Val<'w>, b: &Val<'w>) -> Truth {
        let ordered = |holds: fn(std::cmp::Ordering) -> bool| match compare::order(a, b) {
            Ok(order) => order.is_some_and(holds).into(),
            Err(reason) => Truth::Unknown(reason),
        };
        match comparison {
            Comparison::Equal => compare::equal(self, a, b),
            Comparison::Unequal => compare::equal(self, a, b).negated(),
            Comparison::Less => ordered(std::cmp::Ordering::is_lt),
            Comparison::LessEqual => ordered(std::cmp::Ordering::is_le),
            Comparison::Greater => ordered(std::cmp::Ordering::is_gt),
            Comparison::GreaterEqual => ordered(std::cmp::Ordering::is_ge),
        }
    }

    fn contains(&mut self, item: &Val<'w>, collection: Val<'w>) -> Truth {
        let items = match (self.items(&collection), collection) {
            (_, Val::Absent) => return Truth::False,
            (_, Val::Unknown(reason)) => return Truth::Unknown(reason),
            (Some(_), _) if matches!(item, Val::Absent) => return Truth::False,
            (Some(items), _) => items,
            (None, other) => return Truth::Unknown(Reason::new(format!("{} has no members", other.article()))),
        };
        let mut outcome = items.open.map_or(Truth::False, Truth::Unknown);
        for other in &items.items {
            match compare::equal(self, item, other) {
                Truth::True => return Truth::True,
                Truth::False => {}
                unknown => outcome = unknown,
            }
        }
        outcome
    }
}

fn constant<'w>(literal: &'w Const) -> Val<'w> {
    match literal {
        Const::Null => Val::Null,
        Const::Bool(it) => Val::Bool(*it),
        Const::Int(it) => Val::Int(*it),
        Const::Uint(it) => Val::Uint(*it),
        Const::Float(it) => Val::Float(*it),
        Const::Text(text) => Val::Text(Cow::Borrowed(text)),
        Const::Bytes(bytes) => Val::Bytes((&**bytes).into()),
        Const::Type(name) => Val::Type(Cow::Borrowed(name)),
    }
}

/// A number as a place in a list; CEL takes whole numbers of any type.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "only whole numbers in range are cast")]
fn position(index: &Val<'_>) -> Option<usize> {
    match index {
        Val::Int(it) => usize::try_from(*it).ok(),
        Val::Uint(it) => usize::try_from(*it).ok(),
        Val::Float(it) => (*it >= 0.0 && *it < 1e9 && it.fract() == 0.0).then_some(*it as usize),
        _ => None,
    }
}

//! What a picture shows of one resource, as its kind's file says (`graph`): words, and lines to other resources.
//! No text in it is a secret.

use aiolint_core::{Location, Reason, mask_key_text};

use crate::condition::{Eval, Expr, MOST_COMBINATIONS, Truth, Val};
use crate::kinds::{Drawing, Edge, Leads, Link, LinkTarget, Member, Way};
use crate::rules::shown::shown;
use crate::world::{ResourceId, World, header};

/// What a picture shows of a resource.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// Whether it is known to be on the side of the installation, from which data flows lead to the cloud.
    pub is_near: bool,
    /// What stands below its name.
    pub lines: Vec<ViewLine>,
    /// The resource that it is drawn in.
    pub within: Option<Other>,
    /// The lines to other resources.
    pub edges: Vec<ViewEdge>,
    /// Why there may be more edges, if there may.
    pub open: Option<Reason>,
}

/// A line of text.
#[derive(Clone, Debug)]
pub struct ViewLine {
    /// The text; what is not known is a question mark.
    pub text: String,
    /// Why something of it is not known.
    pub unknown: Option<Reason>,
    /// The resources that it speaks of.
    pub of: Vec<ResourceId>,
}

/// What a reference leads to.
#[derive(Clone, Debug, Default)]
pub struct Other {
    /// The kind that it leads to: `DataflowEndpoint`; empty where that is not known.
    pub kind: String,
    /// To one of these.
    pub resources: Vec<ResourceId>,
    /// The name as it is written, if there is one.
    pub name: Option<String>,
    /// Whether the name is known whole.
    pub is_named: bool,
    /// Why it leads nowhere that is known.
    pub missing: Option<Reason>,
}

/// A line to another resource.
#[derive(Clone, Debug)]
pub struct ViewEdge {
    /// Which way the data goes.
    pub way: Way,
    /// Where it leads.
    pub other: Other,
    /// What it carries.
    pub labels: Vec<String>,
    /// Where name and labels are written.
    pub at: Vec<Location>,
}

/// What a picture shows of this resource; `None` if resources of its kind are not drawn.
#[must_use]
pub fn view<'w>(world: &'w World<'w>, id: ResourceId) -> Option<View> {
    let drawing: &'w Drawing = world.kind_of(id)?.drawing.as_ref()?;
    let mut viewing = Viewing { eval: Eval::new(world, Some(id)), view: View::default() };
    for line in &drawing.lines {
        let of = line.of.as_ref().map(|of| viewing.resources(of)).unwrap_or_default();
        let (words, unknown) = viewing.words(&line.words);
        let texts = if line.apart { words } else { vec![words.join(" ")] };
        let texts = texts.into_iter().filter(|text| !text.is_empty());
        let lines = texts.map(|text| ViewLine { text, unknown: unknown.clone(), of: of.clone() });
        viewing.view.lines.extend(lines);
        // That nothing is known is said once.
        viewing.view.lines.dedup_by(|next, before| is_unknown(&next.text) && is_unknown(&before.text));
    }
    viewing.view.is_near = drawing.near.as_ref().is_some_and(|near| viewing.eval.truth(near) == Truth::True);
    viewing.view.within = drawing.within.as_ref().map(|within| viewing.other(within));
    for edge in &drawing.edges {
        viewing.edges(edge);
    }
    Some(viewing.view)
}

/// The resource's name as a picture shows it, whether that is all of it, and why it is not.
#[must_use]
pub fn name<'w>(world: &'w World<'w>, id: ResourceId) -> (String, Option<Reason>) {
    let mut eval = Eval::new(world, Some(id));
    let value = eval.select(Val::Resource(id), "name");
    let text = masked(&mut eval, &value);
    match value.plain() {
        Val::Unknown(reason) => ("?".to_owned(), Some(reason)),
        Val::Parts(parts) => (text, parts.iter().find_map(hole)),
        Val::Absent => ("?".to_owned(), Some(Reason::new("it has no name"))),
        _ => (text, None),
    }
}

/// Where a resource is written: its name, or else where it begins. `None` for one that every installation has.
#[must_use]
pub fn place(world: &World<'_>, id: ResourceId) -> Option<Location> {
    Some(header(world.resource(id))).filter(|at| at.is_written())
}

fn is_unknown(text: &str) -> bool {
    text.split(' ').all(|word| word == "?")
}

fn hole(part: &aiolint_core::Part) -> Option<Reason> {
    match part {
        aiolint_core::Part::Hole { reason, .. } => Some(reason.clone()),
        aiolint_core::Part::Literal(_) => None,
    }
}

fn masked<'w>(eval: &mut Eval<'w>, value: &Val<'w>) -> String {
    mask_key_text(&shown(eval, value)).into_owned()
}

struct Viewing<'w> {
    eval: Eval<'w>,
    view: View,
}

impl<'w> Viewing<'w> {
    /// Does something in each combination of the choices that it reads.
    fn each_combination(&mut self, mut run: impl FnMut(&mut Self)) {
        self.eval.reset_choices();
        for _ in 0..MOST_COMBINATIONS {
            run(self);
            if !self.eval.next_combination() {
                break;
            }
        }
        self.eval.reset_choices();
    }

    /// The words of a list, and why some are not known.
    fn words(&mut self, list: &'w Expr) -> (Vec<String>, Option<Reason>) {
        let list = self.eval.value(list);
        let (items, _) = self.eval.items_of(&list);
        let (mut words, mut unknown): (Vec<String>, _) = (Vec::new(), None);
        for item in items {
            let word = match item.clone().plain() {
                Val::Absent | Val::Null => continue,
                Val::Unknown(reason) => {
                    unknown.get_or_insert(reason);
                    "?".to_owned()
                }
                Val::Parts(parts) => {
                    unknown = unknown.or_else(|| parts.iter().find_map(hole));
                    masked(&mut self.eval, &item)
                }
                _ => masked(&mut self.eval, &item),
            };
            words.extend(Some(word).filter(|word| !word.is_empty()));
        }
        (words, unknown)
    }

    /// The resources that an expression gives, in all combinations.
    fn resources(&mut self, expr: &'w Expr) -> Vec<ResourceId> {
        let mut other = Other::default();
        self.each_combination(|viewing| viewing.add_other(&mut other, None, expr));
        other.resources
    }

    /// What an expression leads to, in all combinations.
    fn other(&mut self, leads: &'w Leads) -> Other {
        let mut other = self.of_kind(leads);
        let name = match &leads.expr {
            Expr::Member { on: None, name, argument: None } => self.link_name(name),
            _ => None,
        };
        self.each_combination(|viewing| viewing.add_other(&mut other, name, &leads.expr));
        other
    }

    /// The expression that gives the name that a link of this kind looks for.
    fn link_name(&self, link: &str) -> Option<&'w Expr> {
        let kind = self.eval.this().and_then(|this| self.eval.world.kind_of(this))?;
        match kind.member(link) {
            Some((_, Member::Link(Link { target: LinkTarget::Named(name), .. }))) => Some(name),
            _ => None,
        }
    }

    fn of_kind(&self, leads: &Leads) -> Other {
        let kind = leads.kind.and_then(|kind| self.eval.world.pack().kinds.get(usize::from(kind.0)));
        Other { kind: kind.map(|kind| kind.name.clone()).unwrap_or_default(), ..Other::default() }
    }

    fn add_other(&mut self, other: &mut Other, name: Option<&'w Expr>, expr: &'w Expr) {
        if let Some(name) = name {
            let value = self.eval.value(name);
            match value.clone().plain() {
                Val::Absent | Val::Unknown(_) => {}
                plain => {
                    other.is_named = matches!(plain, Val::Text(_));
                    other.name = Some(masked(&mut self.eval, &value));
                }
            }
        }
        match self.eval.value(expr).plain() {
            Val::Resource(id) if !other.resources.contains(&id) => other.resources.push(id),
            Val::Unknown(reason) => {
                other.missing.get_or_insert(reason);
            }
            Val::List(list) => {
                for item in &list.items {
                    match item {
                        Val::Resource(id) if !other.resources.contains(id) => other.resources.push(*id),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }

    fn edges(&mut self, edge: &'w Edge) {
        let mut found: Vec<(usize, ViewEdge)> = Vec::new();
        self.each_combination(|viewing| {
            let Some(each) = &edge.each else { return viewing.edge(edge, 0, &mut found) };
            let list = viewing.eval.value(each);
            if let Val::Unknown(reason) = list.clone().plain() {
                viewing.view.open.get_or_insert(reason);
            }
            let (items, open) = viewing.eval.items_of(&list);
            viewing.view.open = viewing.view.open.take().or(open);
            for (number, item) in items.into_iter().enumerate() {
                viewing.eval.push(item);
                viewing.edge(edge, number, &mut found);
                viewing.eval.pop();
            }
        });
        self.view.edges.extend(found.into_iter().map(|(_, edge)| edge));
    }

    /// Adds an edge, or what this combination says of one that is there already.
    fn edge(&mut self, edge: &'w Edge, number: usize, found: &mut Vec<(usize, ViewEdge)>) {
        match edge.when.as_ref().map(|when| self.eval.truth(when)) {
            None | Some(Truth::True) => {}
            Some(Truth::False) => return,
            Some(Truth::Unknown(reason)) => {
                self.view.open.get_or_insert(reason);
                return;
            }
        }
        let mut other = self.of_kind(&edge.other);
        self.add_other(&mut other, edge.name.as_ref(), &edge.other.expr);
        if other.resources.is_empty() && other.missing.is_none() {
            return;
        }
        let (mut at, mut labels) = (Vec::new(), Vec::new());
        at.extend(edge.name.as_ref().and_then(|name| self.location(name)));
        if let Some(label) = &edge.label {
            at.extend(self.location(label));
            labels = self.labels(label);
        }
        let known = found.iter_mut().find(|(of, known)| *of == number && known.at == at);
        match known {
            Some((_, known)) => {
                let new = other.resources.into_iter().filter(|id| !known.other.resources.contains(id));
                let new: Vec<_> = new.collect();
                known.other.resources.extend(new);
                known.other.missing = known.other.missing.take().or(other.missing);
            }
            None => found.push((number, ViewEdge { way: edge.way, other, labels, at })),
        }
    }

    fn labels(&mut self, label: &'w Expr) -> Vec<String> {
        let value = self.eval.value(label);
        let mut texts = Vec::new();
        match value.clone().plain() {
            Val::Absent => return texts,
            Val::Unknown(_) => return vec!["?".to_owned()],
            _ => {}
        }
        let (items, open) = self.eval.items_of(&value);
        if items.is_empty() && open.is_none() {
            texts.push(masked(&mut self.eval, &value));
        }
        for item in items {
            match item.clone().plain() {
                Val::Absent | Val::Null => {}
                Val::Unknown(_) => texts.push("?".to_owned()),
                _ => texts.push(masked(&mut self.eval, &item)),
            }
        }
        texts.extend(open.map(|_| "…".to_owned()));
        texts.retain(|text| !text.is_empty());
        texts
    }

    fn location(&mut self, expr: &'w Expr) -> Option<Location> {
        match self.eval.value(expr) {
            Val::Node(node) => Some(node.via.unwrap_or(node.value).at).filter(|at| at.is_written()),
            _ => None,
        }
    }
}

//! The references of a resource, one by one: what its kind's links find written in it, and what that leads to. For
//! checks, for pictures and for editors.

use aiolint_core::{Data, Location, Part, Reason, Text, Value};

use crate::condition::{Eval, Node, Val, could_be};
use crate::kinds::{KindId, KindSet, Link, LinkTarget, Step};
use crate::place::{Place, node_place};
use crate::world::{Candidates, EXTERNAL, ResourceId, World};

/// A reference from one resource to another.
#[derive(Clone, Debug)]
pub struct Reference<'w> {
    /// The name of the link, as the kind's file has it: `endpoint`.
    pub link: &'w str,
    /// The kinds that it may lead to.
    pub to: &'w [KindId],
    /// Who usually makes what it leads to, where that is not done by files of a project.
    pub made_by: Option<&'w str>,
    /// Where it stands in the resource: `spec.operations[0].sourceSettings.endpointRef`; the link's name where the
    /// resource's own parent or a definition says it.
    pub path: String,
    /// The value that is written there.
    pub value: &'w Value,
    /// Its place in the resource: of what stands in an object that is written elsewhere, where that object is used.
    pub at: Location,
    /// Where it is written, if that is not `at`.
    pub origin: Option<Location>,
    /// The name in that value, if it is known.
    pub name: Option<String>,
    /// What it leads to.
    pub leads: Leads,
}

/// What a reference leads to.
#[derive(Clone, Debug, PartialEq)]
pub enum Leads {
    /// To this resource, or to one of these; [`World::is_implicit`] if nobody wrote it.
    To(Vec<ResourceId>),
    /// Perhaps to one of these: what is known of the name, or one of the names that it may be, leads there.
    Perhaps(Vec<ResourceId>, Reason),
    /// To what always exists and is declared by nobody.
    BuiltIn,
    /// To nothing in these files; it may be elsewhere.
    NotHere(Reason),
    /// To nothing: the files are all that there are.
    Nothing,
    /// Nobody knows where.
    Unknown(Reason),
}

/// The references of a resource, in the order of its links and of what is written.
#[must_use]
pub fn references<'w>(world: &'w World<'w>, id: ResourceId) -> Vec<Reference<'w>> {
    let mut found = Vec::new();
    let Some(kind) = world.kind_of(id) else { return found };
    let resource = world.resource(id);
    for (name, link) in kind.links() {
        let mut add = |path: String, node: Node<'w>| {
            let value = node.value;
            let Some((leads, named)) = leads(world, id, link, value) else { return };
            let made_by = link.made_by.as_deref();
            let Place { at, origin } = node_place(node);
            found.push(Reference { link: name, to: &link.to, made_by, path, value, at, origin, name: named, leads });
        };
        match &link.target {
            LinkTarget::Argument => {
                for path in &link.at {
                    match path.split_first() {
                        Some((Step::Member(first), rest)) if first == "spec" => {
                            walk(Node::new(&resource.spec), rest, "spec".into(), &mut add);
                        }
                        _ => walk(Node::new(&resource.body), path, String::new(), &mut add),
                    }
                }
            }
            LinkTarget::Named(expr) => {
                if let Val::Node(node) = Eval::new(world, Some(id)).value(expr) {
                    add(name.to_owned(), node);
                }
            }
            LinkTarget::All(_) => {}
        }
    }
    found
}

/// The kinds that the references of a resource of this kind depend on.
pub(crate) fn touched(world: &World<'_>, id: ResourceId) -> KindSet {
    let links = world.kind_of(id).into_iter().flat_map(|kind| kind.links());
    links.flat_map(|(_, link)| link.to.iter().copied()).collect()
}

/// Visits what stands at the end of a path, each alternative of what may be one of several.
fn walk<'w>(node: Node<'w>, path: &[Step], at: String, visit: &mut dyn FnMut(String, Node<'w>)) {
    let Some((step, rest)) = path.split_first() else { return visit(at, node) };
    match (step, &node.value.data) {
        (_, Data::OneOf(alternatives)) => {
            alternatives.iter().for_each(|value| walk(Node { value, ..node }, path, at.clone(), visit));
        }
        (Step::Member(name), Data::Map(map)) => {
            if let Some(member) = map.get(name) {
                let at = if at.is_empty() { name.clone() } else { format!("{at}.{name}") };
                walk(node.member(member), rest, at, visit);
            }
        }
        (Step::Each, Data::List(list)) => {
            for (number, item) in list.items.iter().enumerate() {
                walk(node.member(item), rest, format!("{at}[{number}]"), visit);
            }
        }
        (Step::Each, Data::Map(map)) => {
            for entry in map.entries() {
                walk(node.member(&entry.value), rest, format!("{at}.{}", entry.name), visit);
            }
        }
        _ => {}
    }
}

/// What a value leads to, and the name in it; `None` if it is no reference.
fn leads<'w>(world: &'w World<'w>, from: ResourceId, link: &Link, value: &Value) -> Option<(Leads, Option<String>)> {
    match &value.data {
        Data::Text(_) => {}
        Data::OneOf(alternatives) => {
            let all: Vec<_> = alternatives.iter().filter_map(|value| leads(world, from, link, value)).collect();
            return one_of(all.into_iter().map(|(leads, _)| leads)).map(|leads| (leads, None));
        }
        Data::Unknown(reason) => {
            let found = of_terms(world, from, &link.to, value);
            let leads = if found.is_empty() { Leads::Unknown(reason.clone()) } else { Leads::To(found) };
            return Some((leads, None));
        }
        _ => return None,
    }
    let within = match &link.pattern {
        Some(pattern) => Some(pattern.name_in(value)?),
        None => None,
    };
    let name = within.as_ref().unwrap_or(value);
    let Data::Text(text) = &name.data else { return None };
    let known = text.known().filter(|known| !known.is_empty());
    if known.is_some_and(|name| link.built_in.iter().any(|built_in| built_in == name)) {
        return Some((Leads::BuiltIn, known.map(str::to_owned)));
    }
    let found = of_terms(world, from, &link.to, name);
    let leads = match (known, text) {
        _ if !found.is_empty() => Leads::To(found),
        (Some(known), _) => of_name(world, from, &link.to, known),
        (None, Text::Parts(parts)) => of_parts(world, from, &link.to, parts, text.hole()?),
        (None, _) => return None,
    };
    Some((leads, known.map(str::to_owned)))
}

/// The resources of the same deployment that a value names by what it is made of.
fn of_terms(world: &World<'_>, from: ResourceId, kinds: &[KindId], name: &Value) -> Vec<ResourceId> {
    told_once(world, from, world.resolve_terms(from, kinds, name))
}

/// Of several that are only referred to, and so are the same resource, the one that the same file has.
fn told_once(world: &World<'_>, from: ResourceId, found: Vec<ResourceId>) -> Vec<ResourceId> {
    if found.len() > 1 && found.iter().all(|id| world.resource(*id).existing) {
        let file = world.resource(from).extent.file;
        let nearest = found.iter().find(|id| world.resource(**id).extent.file == file).or(found.first());
        return nearest.into_iter().copied().collect();
    }
    found
}

fn of_name(world: &World<'_>, from: ResourceId, kinds: &[KindId], name: &str) -> Leads {
    let otherwise = match world.resolve(from, kinds, name) {
        Candidates::Some(ids) => return Leads::To(ids),
        Candidates::NotHere(reason) => Leads::NotHere(reason),
        Candidates::None => Leads::Nothing,
        Candidates::External => return Leads::Unknown(Reason::new(EXTERNAL)),
    };
    let existing = told_once(world, from, world.referred_to(from, kinds, name));
    if !existing.is_empty() {
        return Leads::To(existing);
    }
    let known = [Part::Literal(name.into())];
    let mut implicit = world.implicit_of(kinds).filter(|id| may_be_called(world, *id, &known));
    if let Some(id) = implicit.next() {
        return Leads::To(vec![id]);
    }
    // One whose name is not known may be it.
    let may_be = |id: &ResourceId| match &world.resource(*id).name.data {
        Data::Text(Text::Parts(own)) => fits(own, &known),
        Data::Text(_) => false,
        _ => true,
    };
    let mut declared = world.of_kinds(kinds).filter(|id| may_be(id) && world.may_share_installation(from, *id));
    match declared.next() {
        Some(_) => Leads::Unknown(Reason::new("a resource whose name is not known may be the one that is meant")),
        None => otherwise,
    }
}

/// What a name leads to of which only parts are known: perhaps to what is declared nearby with a name that they fit.
fn of_parts(world: &World<'_>, from: ResourceId, kinds: &[KindId], parts: &[Part], hole: &Reason) -> Leads {
    let says_something = |part: &Part| matches!(part, Part::Literal(text) if text.contains(char::is_alphanumeric));
    if !parts.iter().any(says_something) {
        return Leads::Unknown(hole.clone());
    }
    let near = world.neighbours(from, kinds).into_iter().chain(world.implicit_of(kinds));
    let fitting: Vec<_> = near.filter(|id| may_be_called(world, *id, parts)).collect();
    if fitting.is_empty() { Leads::Unknown(hole.clone()) } else { Leads::Perhaps(fitting, hole.clone()) }
}

/// What a reference leads to that is one of several.
fn one_of(all: impl Iterator<Item = Leads>) -> Option<Leads> {
    let (mut ids, mut unsure, mut missing, mut built_in) = (Vec::new(), None, None, false);
    for leads in all {
        match leads {
            Leads::To(found) => ids.extend(found),
            Leads::Perhaps(found, reason) => {
                ids.extend(found);
                unsure.get_or_insert(reason);
            }
            Leads::Unknown(reason) => {
                unsure.get_or_insert(reason);
            }
            Leads::BuiltIn => built_in = true,
            Leads::NotHere(_) | Leads::Nothing => {
                missing.get_or_insert(leads);
            }
        }
    }
    ids.sort_unstable();
    ids.dedup();
    let which = || Reason::new("it depends on which of several values is meant");
    Some(match (ids.is_empty(), unsure, missing) {
        (true, None, None) => return built_in.then_some(Leads::BuiltIn),
        (true, None, Some(missing)) if !built_in => missing,
        (true, unsure, _) => Leads::Unknown(unsure.unwrap_or_else(which)),
        (false, None, None) if !built_in => Leads::To(ids),
        (false, unsure, _) => Leads::Perhaps(ids, unsure.unwrap_or_else(which)),
    })
}

/// Whether a resource may be called so, whatever fills the holes of both names; one of which nothing is known is not
/// taken to be.
fn may_be_called(world: &World<'_>, id: ResourceId, parts: &[Part]) -> bool {
    match &world.resource(id).name.data {
        Data::Text(Text::Parts(own)) => fits(own, parts),
        Data::Text(text) => text.known().is_some_and(|name| fits(&[Part::Literal(name.into())], parts)),
        _ => false,
    }
}

/// Whether two texts can be the same whatever fills their holes: what stands before the first hole of each, behind the
/// last one, and, where one of them is known, also what stands between.
fn fits(a: &[Part], b: &[Part]) -> bool {
    match (a, b) {
        ([Part::Literal(known)], parts) | (parts, [Part::Literal(known)]) => could_be(parts, known),
        _ => {
            let (a_start, b_start) = (literal(a.first()), literal(b.first()));
            let (a_end, b_end) = (literal(a.last()), literal(b.last()));
            (a_start.starts_with(b_start) || b_start.starts_with(a_start))
                && (a_end.ends_with(b_end) || b_end.ends_with(a_end))
        }
    }
}

fn literal(part: Option<&Part>) -> &str {
    match part {
        Some(Part::Literal(text)) => text,
        _ => "",
    }
}

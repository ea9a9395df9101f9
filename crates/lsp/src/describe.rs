//! What is known of values, properties and references, in a few words of Markdown. Nothing secret is in them.

use aiolint_core::{Data, Location, Part, Reason, Text, Value, mask_key_text};
use aiolint_engine::references::{Leads, Reference};
use aiolint_engine::schema::{Bounds, Expected, Known, OfResource};
use aiolint_engine::world::{ResourceId, World, header};

use crate::markdown::{code, sentence};
use crate::requests::symbols::name_of;

/// So many values of one that is one of several are shown.
const MOST_CHOICES: usize = 8;

/// Says where something is, and hides what nobody may see: what the words of this module need of a project.
pub(crate) trait Context {
    /// `endpoints.yaml:4`, if it is in a file.
    fn place(&self, at: Location) -> Option<String>;
    /// Whether nobody may see what stands there.
    fn is_secret(&self, at: Location) -> bool;
}

/// A value as aiolint understands it: `= "x"`, or why it is not known. Nothing where the value says all of it itself.
pub(crate) fn value(context: &dyn Context, value: &Value, written: &str) -> Option<String> {
    let places = [Some(value.at), value.origin].into_iter().flatten();
    if places.into_iter().any(|at| context.is_secret(at)) {
        return Some("The value is a secret, and is not shown.".into());
    }
    match &value.data {
        Data::Map(_) | Data::List(_) => None,
        Data::Absent => Some("It has no value: this is as if the property was not there.".into()),
        Data::Unknown(reason) => Some(format!("The value is not known, {}", because(context, reason, value.at))),
        Data::OneOf(choices) => {
            let mut words = String::from("The value is one of these:\n");
            for choice in choices.iter().take(MOST_CHOICES) {
                words.push_str(&format!("- {}\n", literal(choice)));
            }
            if choices.len() > MOST_CHOICES {
                words.push_str("- …\n");
            }
            Some(words)
        }
        Data::Text(text @ Text::Parts(parts)) => {
            let reasons = parts.iter().filter_map(|part| match part {
                Part::Hole { written, reason, .. } => Some((written, reason)),
                Part::Literal(_) => None,
            });
            let mut words = format!("= {}\n", code(&text.written()));
            for (hole, reason) in reasons.take(MOST_CHOICES) {
                words.push_str(&format!("\n{} is not known, {}", code(hole), because(context, reason, value.at)));
            }
            Some(words)
        }
        _ => {
            let shown = literal(value);
            let said = written.trim().trim_matches(['\'', '"']);
            let is_said = shown.trim_matches('`').trim_matches('"') == said;
            (!is_said).then(|| format!("= {shown}"))
        }
    }
}

/// `because it is a parameter without a value (main.bicep:3).`
fn because(context: &dyn Context, reason: &Reason, own: Location) -> String {
    let at = reason.at().filter(|at| *at != own).and_then(|at| context.place(at));
    let place = at.map(|place| format!(" ({})", sentence(&place))).unwrap_or_default();
    format!("because {}{place}.", sentence(&mask_key_text(reason.as_str())))
}

/// A value in a line, as JSON has it.
fn literal(value: &Value) -> String {
    match &value.data {
        Data::Bool(it) => code(&it.to_string()),
        Data::Int(it) => code(&it.to_string()),
        Data::Float(it) => code(&it.to_string()),
        Data::Text(text) => code(&serde_json::Value::from(text.written().into_owned()).to_string()),
        Data::Absent => "nothing".into(),
        Data::List(_) => "a list".into(),
        Data::Map(_) => "an object".into(),
        Data::Unknown(_) | Data::OneOf(_) => "something that is not known".into(),
    }
}

/// A property: its type, and what its value may be.
pub(crate) fn property(schema: OfResource<'_>, known: &Known<'_>) -> String {
    let mut words = format!("**{}**", sentence(known.name));
    if let Some(of) = known.of {
        words.push_str(&format!(": {of}{}", bounds(of, known.bounds)));
    }
    let flags = [
        (known.required, "required"),
        (known.read_only, "only Azure sets it"),
        (known.write_only, "nobody can read it"),
    ];
    for (_, flag) in flags.iter().filter(|(is, _)| *is) {
        words.push_str(&format!(", {flag}"));
    }
    if let Some(since) = schema.since(known) {
        words.push_str(&format!(", since {since}"));
    }
    if !known.values.is_empty() {
        let values: Vec<String> = known.values.iter().map(|value| code(value)).collect();
        words.push_str(&format!("\n\nOne of {}.", values.join(", ")));
    }
    if let Some(pattern) = known.pattern {
        words.push_str(&format!("\n\nIt matches {}.", code(pattern)));
    }
    words
}

fn bounds(of: Expected, bounds: Bounds) -> String {
    let unit = match of {
        Expected::Text => " characters",
        Expected::List => " items",
        _ => "",
    };
    match (bounds.least, bounds.most) {
        (Some(least), Some(most)) => format!(" of {least} to {most}{unit}"),
        (Some(least), None) => format!(" of at least {least}{unit}"),
        (None, Some(most)) => format!(" of at most {most}{unit}"),
        (None, None) => String::new(),
    }
}

/// What a reference leads to.
pub(crate) fn reference(context: &dyn Context, world: &World<'_>, reference: &Reference<'_>) -> String {
    let kinds: Vec<&str> = reference.to.iter().map(|kind| world.pack().kind(*kind).title.as_str()).collect();
    let kinds = kinds.join(" or ");
    let made_by = reference.made_by.map(|who| format!(" It is usually made by {who}.")).unwrap_or_default();
    match &reference.leads {
        Leads::To(ids) => format!("It leads to {}.", all(context, world, ids)),
        Leads::Perhaps(ids, reason) => {
            let why = because(context, reason, reference.at);
            format!("It leads perhaps to {}: it is not known for sure, {why}", all(context, world, ids))
        }
        Leads::BuiltIn => format!("It leads to a {kinds} that always exists."),
        Leads::NotHere(reason) => {
            format!(
                "The {kinds} that it names is not in these files, {}{made_by}",
                because(context, reason, reference.at)
            )
        }
        Leads::Nothing => format!("There is no {kinds} of this name."),
        Leads::Unknown(reason) => {
            format!("Which {kinds} it names is not known, {}", because(context, reason, reference.at))
        }
    }
}

fn all(context: &dyn Context, world: &World<'_>, ids: &[ResourceId]) -> String {
    let one = |id: &ResourceId| {
        let title = world.kind_of(*id).map_or("resource", |kind| kind.title.as_str());
        let place = match (world.is_implicit(*id), context.place(header(world.resource(*id)))) {
            (false, Some(place)) => format!(" ({})", sentence(&place)),
            _ => " that every installation has".into(),
        };
        format!("the {title} {}{place}", code(&name_of(world, *id)))
    };
    ids.iter().take(MOST_CHOICES).map(one).collect::<Vec<_>>().join(", ")
}

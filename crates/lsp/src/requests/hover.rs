//! `textDocument/hover`: what is found at a place, what is known of the property and its value, and where a reference
//! leads.

use aiolint_core::{Encoding, Finding, Language, Location, Span, printable};
use aiolint_engine::schema::of_resource;
use aiolint_engine::world::World;
use gen_lsp_types::Hover;

use super::asked::{Asked, OfPlace};
use super::keys::Keyed;
use crate::describe::{self, Context};
use crate::locate::{Spot, schema_path, spots};
use crate::markdown::{link, markup, sentence};
use crate::navigate::references_at;
use crate::server::Server;

/// So many values at one place are told apart: those of the turns of a loop, or of several deployments.
const MOST_SPOTS: usize = 5;

/// What is known of a place.
pub(crate) fn hover(server: &mut Server<'_>, params: &OfPlace) -> Option<Hover> {
    if let Some(asked) = Keyed::of(server, &params.text_document) {
        return asked.hover(params.position, &|| server.kinds());
    }
    let asked = Asked::of(server, &params.text_document)?;
    let at = asked.at(params.position);
    let mut parts: Vec<String> = Vec::new();
    let mut span: Option<Span> = None;
    for finding in asked.findings(at.span) {
        span = span.or(Some(finding.primary.location.span));
        parts.push(explained(&asked, finding));
    }
    let world = asked.world();
    let found = spots(&world, at);
    span = found.first().map(|spot| spot.span).or(span);
    let references = references_at(&world, at);
    for reference in &references {
        add(&mut parts, describe::reference(&asked, &world, reference));
    }
    // An expression within the value of a property is what is meant.
    let expression = asked.workspace().values_at(&asked.source.path, at.span.start as usize);
    let expression =
        expression.filter(|(of, _)| found.first().is_none_or(|spot| spot.span != *of && !of.contains(spot.span)));
    match &expression {
        Some((of, values)) => {
            span = Some(*of);
            let written = asked.source.slice(*of);
            let words = values.iter().take(MOST_SPOTS).filter_map(|value| describe::value(&asked, value, written));
            let cover = asked.cover(&asked.source);
            words.for_each(|words| add(&mut parts, cover.conceal(&words).into_owned()));
        }
        None => {
            for spot in found.iter().take(MOST_SPOTS) {
                of_spot(&asked, &world, spot).into_iter().for_each(|words| add(&mut parts, words));
            }
        }
    }
    if parts.is_empty() {
        return None;
    }
    let contents = markup(parts.join("\n\n---\n\n"), asked.places.client.markdown).into();
    Some(Hover { contents, range: span.map(|span| asked.range(span)) })
}

/// Adds what is not said yet: the same value may be read several times.
fn add(parts: &mut Vec<String>, words: String) {
    if !parts.contains(&words) {
        parts.push(words);
    }
}

/// What the property at a place is, and its value.
fn of_spot(asked: &Asked<'_>, world: &World<'_>, spot: &Spot<'_>) -> Vec<String> {
    let resource = world.resource(spot.resource);
    let mut words = Vec::new();
    if let Some(schema) = of_resource(asked.pack(), &resource.identity)
        && let Some(known) = schema.property(&schema_path(&spot.path))
    {
        words.push(describe::property(schema, &known));
    }
    // What a manifest writes is its value, unless it is an alias.
    let says_more = resource.language == Language::Bicep || spot.value.origin.is_some() || !is_known(spot.value);
    if says_more && !spot.is_key {
        let written = asked.source.slice(spot.span);
        words.extend(describe::value(asked, spot.value, written));
    } else if spot.is_key && resource.language == Language::Bicep {
        words.extend(describe::value(asked, spot.value, asked.source.slice(spot.value.at.span)));
    }
    words
}

fn is_known(value: &aiolint_core::Value) -> bool {
    use aiolint_core::{Data, Text};
    !matches!(value.data, Data::Absent | Data::Unknown(_) | Data::OneOf(_) | Data::Text(Text::Parts(_)))
}

/// A finding, with what its rule says.
fn explained(asked: &Asked<'_>, finding: &Finding) -> String {
    let rule = &finding.rule;
    let mut words = format!("**{}** {}: {}", rule.id, rule.name, sentence(&finding.message));
    let summary = asked.pack().rule(&rule.id).map(|rule| rule.summary.clone());
    for more in [finding.why.clone(), summary, finding.help.clone()].into_iter().flatten() {
        words.push_str(&format!("\n\n{}", sentence(&more)));
    }
    match &rule.url {
        Some(url) => words.push_str(&format!("\n\n{}", link(&rule.source, url))),
        None => words.push_str(&format!("\n\n{}", sentence(&rule.source))),
    }
    words
}

impl Context for Asked<'_> {
    fn place(&self, at: Location) -> Option<String> {
        let source = self.workspace().source(at.file)?;
        let position = source.position(at.span.start, Encoding::Utf32);
        Some(format!("{}:{}", printable(&source.shown), position.line))
    }

    fn is_secret(&self, at: Location) -> bool {
        self.workspace().source(at.file).is_some_and(|source| self.cover(&source).hides(at.span))
    }
}

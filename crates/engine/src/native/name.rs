//! Whether the name of a resource is one that Azure or Kubernetes takes.

use std::sync::LazyLock;

use aiolint_core::{Data, Identity, Severity, Text, Value};

use super::Found;
use super::words::{quoted, with_article, within};
use crate::condition::Pattern;
use crate::schema::{Bounds, What};
use crate::world::{ResourceId, World, header};

/// What Kubernetes takes as the name of most resources: a DNS subdomain (RFC 1123), of at most 253 characters.
static SUBDOMAIN: LazyLock<Pattern> =
    LazyLock::new(|| Pattern::new(r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"));
const LONGEST_SUBDOMAIN: i64 = 253;

/// What is wrong with the name, if anything is.
pub(super) fn check(world: &World<'_>, id: ResourceId) -> Option<Found> {
    let resource = world.resource(id);
    let name = &resource.name;
    let (message, help) = match &resource.identity {
        Identity::Arm { resource_type, api_version } => {
            let schema = world.pack().schemas.get(resource_type)?;
            let deviations = schema.check_at(schema.version(api_version)?, &["name"], name);
            let whose = match world.kind_of(id) {
                Some(kind) => with_article(&kind.title),
                None => format!("a resource of type `{resource_type}`"),
            };
            match deviations.into_iter().next()?.what {
                What::WrongLength { length, range, .. } => (
                    format!("the name of {whose} has {} characters, not {length}", within(range)),
                    "choose a longer or shorter name".to_owned(),
                ),
                What::WrongPattern { pattern } => (
                    format!("`{}` can't be the name of {whose}", quoted(&text(name)?.written())),
                    format!("a name matches `{pattern}`"),
                ),
                _ => return None,
            }
        }
        Identity::Kubernetes { .. } => {
            // Of other kinds, files may be no more than the settings of a tool.
            world.kind_of(id)?.manifests.as_ref()?;
            let message = format!("`{}` can't be a name in Kubernetes", quoted(&text(name)?.written()));
            (message, in_kubernetes(text(name)?)?)
        }
    };
    let found = Found::new(Severity::Error, message, header(resource), "name");
    Some(Found { origin: name.origin, help: Some(help), ..found })
}

fn text(name: &Value) -> Option<&Text> {
    match &name.data {
        Data::Text(text) => Some(text),
        _ => None,
    }
}

/// What to do about a name that Kubernetes does not take.
fn in_kubernetes(name: &Text) -> Option<String> {
    let matches = match name {
        Text::Parts(parts) => SUBDOMAIN.matches_parts(parts),
        Text::Known(text) | Text::Spelled { canonical: text, .. } => SUBDOMAIN.matches(text),
    };
    if matches == Some(false) {
        return Some("write small letters, digits, `-` and `.`, beginning and ending with a letter or digit".into());
    }
    let range = Bounds { least: None, most: Some(LONGEST_SUBDOMAIN) };
    let length = i64::try_from(name.known()?.len()).unwrap_or(i64::MAX);
    (!range.contain(length)).then(|| format!("a name has {} characters", within(range)))
}

//! Whether the API version of a resource is one that was published.

use aiolint_core::{Identity, Location, Severity};

use super::Found;
use super::words::quoted;
use crate::suggest::nearest;
use crate::world::{ResourceId, World, header};

/// So many characters of an API version are its date.
const DATE: usize = "2024-11-01".len();

/// What is wrong with the API version, if anything is.
pub(super) fn check(world: &World<'_>, id: ResourceId) -> Option<Found> {
    let resource = world.resource(id);
    let at = Some(resource.api_version.at).filter(|at| at.is_written()).unwrap_or_else(|| header(resource));
    match &resource.identity {
        Identity::Arm { resource_type, api_version } => {
            let schema = world.pack().schemas.get(resource_type)?;
            match schema.version(api_version) {
                Some(_) => None,
                None => azure(&schema.resource_type, schema.versions(), api_version, at),
            }
        }
        Identity::Kubernetes { group, version, kind } => {
            let mut known: Vec<_> = world.pack().schemas.own(group, kind).map(|own| own.version.as_str()).collect();
            if known.is_empty() {
                let manifests = world.kind_of(id)?.manifests.as_ref()?;
                known.extend(manifests.versions.iter().map(|(name, _)| name.as_str()));
            }
            match known.contains(&&**version) {
                true => None,
                false => Some(kubernetes(group, &known, version, at)),
            }
        }
    }
}

fn azure(resource_type: &str, known: &[String], version: &str, at: Location) -> Option<Found> {
    let newest = known.last()?;
    let date = |version: &str| version.get(..DATE).filter(|date| is_date(date)).map(str::to_owned);
    if date(version).is_some_and(|own| Some(own) > date(newest)) {
        return Some(found(
            Severity::Note,
            format!("the API version `{}` of `{resource_type}` is newer than those that are known", quoted(version)),
            format!("the newest known one is {newest}"),
            "the properties of this resource are not checked: look for a newer aiolint".into(),
            at,
        ));
    }
    // Version names differ in few characters; only what is nearly one of them was meant to be it.
    let near = nearest(version, known).map(|near| format!("did you mean `{near}`?"));
    Some(found(
        Severity::Error,
        format!("`{resource_type}` has no API version `{}`", quoted(version)),
        near.unwrap_or_default(),
        format!("it has {}", known.join(", ")),
        at,
    ))
}

fn is_date(text: &str) -> bool {
    text.char_indices().all(|(at, c)| if at == 4 || at == 7 { c == '-' } else { c.is_ascii_digit() })
}

fn kubernetes(group: &str, known: &[&str], version: &str, at: Location) -> Found {
    // What is a version for Kubernetes may be newer than what is known here.
    let severity = if is_kubernetes_version(version) { Severity::Note } else { Severity::Error };
    found(
        severity,
        format!("no version `{}` of the group `{group}` is known", quoted(version)),
        String::new(),
        format!("known are {}", known.join(", ")),
        at,
    )
}

/// `v1`, `v1beta1`, `v2alpha3`.
fn is_kubernetes_version(version: &str) -> bool {
    let Some(rest) = version.strip_prefix('v') else { return false };
    let (major, minor) = rest.find(|c: char| !c.is_ascii_digit()).map_or((rest, ""), |at| rest.split_at(at));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let minor_number = minor.strip_prefix("alpha").or_else(|| minor.strip_prefix("beta"));
    is_number(major) && (minor.is_empty() || minor_number.is_some_and(is_number))
}

fn found(severity: Severity, message: String, label: String, help: String, at: Location) -> Found {
    Found { label, help: Some(help), ..Found::new(severity, message, at, "apiVersion") }
}

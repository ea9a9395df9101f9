//! Functions that make the id of a resource.
//!
//! The subscription and the resource group that are deployed to are not known, so they are holes; each is the same
//! one wherever it stands in a file.

use aiolint_core::{Data, Mark, Reason, Value};

use super::super::Evaluator;
use super::super::limits::{LOOKS_A_STEP, size};
use crate::syntax::ast::Declaration;
use crate::values::text::Builder;

impl Evaluator<'_> {
    /// The id that `resourceId` and its like give, if its form is known.
    pub(super) fn resource_id(&self, name: &str, arguments: &[Value]) -> Option<Data> {
        let most_before = match name {
            "resourceId" => 2,
            "subscriptionResourceId" | "managementGroupResourceId" => 1,
            "tenantResourceId" => 0,
            "extensionResourceId" => 1,
            _ => return None,
        };
        let (before, of, names) = parted(arguments, most_before)?;
        let mut id = Builder::default();
        match (name, before) {
            ("extensionResourceId", [of]) => {
                // An id that ends with a slash is none.
                if of.known_text().is_some_and(|of| of.ends_with('/')) {
                    return None;
                }
                id.value(of, "…");
            }
            ("extensionResourceId", _) => return None,
            ("tenantResourceId", _) => {}
            ("managementGroupResourceId", before) => {
                id.literal("/providers/Microsoft.Management/managementGroups/");
                self.one(&mut id, before, "managementGroup");
            }
            ("subscriptionResourceId", before) => {
                id.literal("/subscriptions/");
                self.one(&mut id, before, "subscriptionId");
            }
            (_, before) => self.group(&mut id, before),
        }
        id.literal("/providers/");
        let mut segments = of.split('/');
        id.literal(segments.next().unwrap_or_default());
        for (segment, name) in segments.zip(names) {
            id.literal("/");
            id.literal(segment);
            id.literal("/");
            id.value(name, "…");
        }
        let id = Data::Text(id.finish());
        self.pay(size(&id)).then_some(id)
    }

    /// The argument that says it, or else what is deployed to.
    fn one(&self, id: &mut Builder, before: &[Value], what: &str) {
        match before.first() {
            Some(given) => id.value(given, "…"),
            None => self.place(id, what),
        }
    }

    fn place(&self, id: &mut Builder, what: &str) {
        let reason = Reason::new("where to is known when it is deployed");
        id.hole(format!("{{{what}}}").into(), reason, self.here(what, &[]));
    }

    /// The mark of what depends on where this file is deployed to, and perhaps on an argument. Another file of the same
    /// deployment may be deployed elsewhere.
    fn here(&self, what: &str, given: &[&Value]) -> Option<Mark> {
        let anywhere = self.marks.of_call(what, given)?;
        Some(self.marks.of(&format!("{anywhere:?} here")))
    }

    /// The resource group's id. One argument may be the subscription or the group.
    fn group(&self, id: &mut Builder, before: &[Value]) {
        let (subscription, group) = match before {
            [subscription, group] => (Some(subscription), Some(group)),
            // Elsewhere than in a resource group the id has another form.
            _ if !self.is_for_groups() => {
                let mark = self.here("scope", &before.iter().collect::<Vec<_>>());
                id.hole("{scope}".into(), Reason::new("where to is known when it is deployed"), mark);
                return;
            }
            [one] => match one.known_text() {
                Some(text) if is_guid(text) => (Some(one), None),
                Some(_) => (None, Some(one)),
                None => {
                    self.either(id, one);
                    return;
                }
            },
            _ => (None, None),
        };
        id.literal("/subscriptions/");
        self.one(id, subscription.map_or(&[], std::slice::from_ref), "subscriptionId");
        id.literal("/resourceGroups/");
        self.one(id, group.map_or(&[], std::slice::from_ref), "resourceGroupName");
    }

    /// The form where it is not known which of the two an argument is.
    fn either(&self, id: &mut Builder, one: &Value) {
        let reason = match &one.data {
            Data::Unknown(reason) => Some(reason),
            Data::Text(text) => text.hole(),
            _ => None,
        };
        let reason = reason.cloned().unwrap_or_else(|| Reason::new("it is not known what it is"));
        for literal in ["/subscriptions/", "/resourceGroups/"] {
            id.literal(literal);
            id.hole("…".into(), reason.clone(), self.here(literal, &[one]));
        }
    }

    /// Whether the file is deployed to a resource group, as files are that do not say otherwise.
    fn is_for_groups(&self) -> bool {
        let statements = &self.template.statements;
        let elsewhere = |declaration: &Declaration| match declaration {
            Declaration::TargetScope(scope) => {
                self.literal(scope).is_none_or(|scope| scope.known_text() != Some("resourceGroup"))
            }
            _ => false,
        };
        self.pay(statements.len() / LOOKS_A_STEP) && !statements.iter().any(|one| elsewhere(&one.declaration))
    }
}

/// The arguments before the type, the type, and the names: as many as the type has segments after the provider.
fn parted(arguments: &[Value], most_before: usize) -> Option<(&[Value], &str, &[Value])> {
    let fits = |place: usize| {
        let of = arguments.get(place)?.known_text()?;
        let names = &arguments[place + 1..];
        let whole = of.split('/').all(|segment| !segment.is_empty()) && of.contains('.');
        (whole && !names.is_empty() && of.matches('/').count() == names.len()).then_some((
            &arguments[..place],
            of,
            names,
        ))
    };
    let mut found = (0..=most_before).filter_map(fits);
    let only = found.next().filter(|_| found.next().is_none())?;
    let texts = |value: &Value| matches!(value.data, Data::Text(_) | Data::Unknown(_));
    // Groups and subscriptions have ids of their own form.
    let provider = only.1.split('/').next().unwrap_or_default();
    let usual = !provider.eq_ignore_ascii_case("Microsoft.Resources");
    (usual && arguments.iter().all(texts)).then_some(only)
}

fn is_guid(text: &str) -> bool {
    let lengths = text.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12]) && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}

//! Functions that make the id of a resource.
//!
//! The subscription and the resource group that are deployed to are holes where the configuration does not say them;
//! each is the same one wherever it stands in a file.

use aiolint_core::{Data, Mark, Reason, Value};

use super::super::Evaluator;
use super::super::deployment_scope::Level;
use super::super::ids::add_path;
use super::super::limits::size;
use super::super::resources::member;
use super::super::text::Builder;

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
                let group = &self.deployed_to().management_group;
                self.one(&mut id, before, (group, "name", "{managementGroup}"));
            }
            ("subscriptionResourceId", before) => {
                id.literal("/subscriptions/");
                self.one(&mut id, before, self.subscription_id());
            }
            (_, before) => self.in_group(&mut id, before),
        }
        add_path(&mut id, of, names)?;
        let id = Data::Text(id.finish());
        self.pay(size(&id)).then_some(id)
    }

    /// The argument that says it, or else what is deployed to.
    fn one(&self, id: &mut Builder, before: &[Value], (object, name, written): (&Value, &str, &str)) {
        match before.first() {
            Some(given) => id.value(given, "…"),
            None => id.value(&member(object, name), written),
        }
    }

    /// The mark of what depends on where this file is deployed to, and perhaps on an argument. Another file of the same
    /// deployment may be deployed elsewhere.
    fn here(&self, what: &str, given: &[&Value]) -> Option<Mark> {
        let anywhere = self.marks.of_call(what, given)?;
        Some(self.marks.of(&format!("{anywhere:?} here")))
    }

    /// The resource group's id. One argument may be the subscription or the group.
    fn in_group(&self, id: &mut Builder, before: &[Value]) {
        let (subscription, group) = match before {
            [subscription, group] => (Some(subscription), Some(group)),
            // Elsewhere than in a resource group the id has another form.
            _ if self.deployed_to().level != Level::Group => {
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
        self.one(id, subscription.map_or(&[], std::slice::from_ref), self.subscription_id());
        id.literal("/resourceGroups/");
        let here = (&self.deployed_to().group, "name", "{resourceGroupName}");
        self.one(id, group.map_or(&[], std::slice::from_ref), here);
    }

    fn subscription_id(&self) -> (&Value, &'static str, &'static str) {
        (&self.deployed_to().subscription, "subscriptionId", "{subscriptionId}")
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

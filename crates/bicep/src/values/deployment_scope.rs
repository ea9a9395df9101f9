//! Where a file is deployed to: a resource group, a subscription, a management group, the tenant.

use std::sync::Arc;

use aiolint_core::{Data, Entry, Location, Map, Reason, Span, Text, Value};

use super::access::{Turn, chosen};
use super::resources::{member, property};
use super::text::Builder;
use super::{Evaluator, Scope};
use crate::syntax::ast::{Declaration, Expr, Node, Object, Statement};

/// What a file is deployed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Level {
    Group,
    Subscription,
    ManagementGroup,
    Tenant,
    /// It can't be told, or is none of these.
    Unknown,
}

/// Where a file is deployed to. The values are what `subscription()` and its like give there.
#[derive(Clone)]
pub(super) struct DeploymentScope {
    pub level: Level,
    pub subscription: Value,
    pub group: Value,
    pub management_group: Value,
    /// What `deployment().name` is.
    pub name: Value,
}

/// What a resource's or module's `scope` says.
#[derive(Clone)]
pub(super) enum Within {
    /// Nothing: it is where the file is.
    File,
    /// It is deployed there.
    Scope(Box<DeploymentScope>),
    /// It extends this resource.
    Resource(usize, Turn),
    /// It can't be told.
    Unknown,
}

/// The members that these functions are documented to give.
const MEMBERS: [(&str, &[&str]); 7] = [
    ("deployer", &["objectId", "tenantId", "userPrincipalName"]),
    ("deployment", &["name", "location"]),
    ("environment", &["name", "authentication", "suffixes", "resourceManager", "portal", "graph"]),
    ("managementGroup", &["id", "name", "type", "properties"]),
    ("resourceGroup", &["id", "name", "type", "location", "managedBy", "tags", "properties"]),
    ("subscription", &["id", "subscriptionId", "tenantId", "displayName"]),
    ("tenant", &["tenantId", "displayName", "country", "countryCode"]),
];

impl<'s> Evaluator<'s> {
    /// Where the file is deployed to.
    pub(super) fn deployed_to(&self) -> &DeploymentScope {
        self.deployed_to.get_or_init(|| self.outermost_scope())
    }

    /// Where a file is deployed to that no other calls.
    fn outermost_scope(&self) -> DeploymentScope {
        let subscription = self.subscription(None);
        let group = self.group(None, &subscription);
        let management_group = self.management_group(None);
        let deployment = self.scope_object("deployment", Vec::new(), &[], true);
        let name = member(&deployment, "name");
        DeploymentScope { level: level_of(&self.template.statements), subscription, group, management_group, name }
    }

    /// Where a module with these statements is deployed to by one of its calls.
    pub(super) fn scope_of_module(
        &self,
        (of, turn): (&Object, Option<usize>),
        statements: &[Statement],
        within: Within,
    ) -> DeploymentScope {
        let own = self.deployed_to();
        let level = level_of(statements);
        match within {
            Within::File => DeploymentScope { level, ..own.clone() },
            Within::Scope(scope) => DeploymentScope { level, ..*scope },
            Within::Resource(..) | Within::Unknown => {
                let place = Value::new(Data::Int(i64::from(of.span.start)), self.at(of.span));
                let key = |what: &str| Value {
                    // Another call may be deployed elsewhere.
                    mark: self.marks.of_call(&self.marks.here(&format!("{what} {turn:?}")), &[&place]),
                    ..Value::unknown(Reason::new("it is not known where the module is deployed to"), place.at)
                };
                let subscription = self.subscription(Some(&key("subscription")));
                let group = self.group(Some(&key("group")), &subscription);
                let management_group = self.management_group(Some(&key("management group")));
                DeploymentScope { level, subscription, group, management_group, name: own.name.clone() }
            }
        }
    }

    /// What `scope: …` says.
    pub(super) fn within_of(&self, object: &'s Object, scope: &Scope<'_>) -> Within {
        let Some(written) = property(object, "scope") else { return Within::File };
        if let Some((place, turn)) = self.resource_of(written, scope) {
            return self.within_resource(place, turn).unwrap_or(Within::Resource(place, turn));
        }
        match &written.node {
            Node::Call { of, name, arguments } if of.as_deref().is_none_or(|of| self.is_namespace(of, scope)) => {
                self.within_call(&name.text, arguments, scope)
            }
            _ => Within::Unknown,
        }
    }

    fn within_call(&self, name: &str, arguments: &'s [Expr], scope: &Scope<'_>) -> Within {
        let arguments = self.arguments(arguments, scope);
        let own = self.deployed_to().clone();
        Within::Scope(Box::new(match (name, &arguments[..]) {
            ("resourceGroup", []) => DeploymentScope { level: Level::Group, ..own },
            ("resourceGroup", [name]) => {
                DeploymentScope { level: Level::Group, group: self.group(Some(name), &own.subscription), ..own }
            }
            ("resourceGroup", [subscription, name]) => {
                let subscription = self.subscription(Some(subscription));
                DeploymentScope {
                    level: Level::Group,
                    group: self.group(Some(name), &subscription),
                    subscription,
                    ..own
                }
            }
            ("subscription", []) => DeploymentScope { level: Level::Subscription, ..own },
            ("subscription", [id]) => {
                DeploymentScope { level: Level::Subscription, subscription: self.subscription(Some(id)), ..own }
            }
            ("managementGroup", []) => DeploymentScope { level: Level::ManagementGroup, ..own },
            ("managementGroup", [name]) => {
                let management_group = self.management_group(Some(name));
                DeploymentScope { level: Level::ManagementGroup, management_group, ..own }
            }
            ("tenant", []) => DeploymentScope { level: Level::Tenant, ..own },
            _ => return Within::Unknown,
        }))
    }

    /// The scope that a resource is, if it is one that others are deployed to.
    fn within_resource(&self, place: usize, turn: Turn) -> Option<Within> {
        let of = self.type_name(place)?;
        let own = self.deployed_to().clone();
        let name = || self.name_of(place, turn);
        match () {
            () if of.eq_ignore_ascii_case("Microsoft.Resources/resourceGroups") => {
                let subscription = match self.instance_scope(place, turn) {
                    Some(Within::Scope(scope)) => scope.subscription,
                    Some(Within::File) => own.subscription.clone(),
                    _ => return Some(Within::Unknown),
                };
                let group = self.group(Some(&name()?), &subscription);
                let group = with_declared(group, &self.declared_members(place, turn));
                Some(Within::Scope(Box::new(DeploymentScope { level: Level::Group, subscription, group, ..own })))
            }
            () if of.eq_ignore_ascii_case("Microsoft.Management/managementGroups") => {
                let management_group = self.management_group(Some(&name()?));
                Some(Within::Scope(Box::new(DeploymentScope {
                    level: Level::ManagementGroup,
                    management_group,
                    ..own
                })))
            }
            () => None,
        }
    }

    /// What a declared resource says of what `resourceGroup()` gives in it.
    fn declared_members(&self, place: usize, turn: Turn) -> Vec<Entry> {
        let Some(instances) = self.instances(place) else { return Vec::new() };
        let Some(body) = chosen(&instances, turn).map(|group| group.body()) else { return Vec::new() };
        let declared = ["location", "tags"].into_iter().filter_map(|name| Some((name, body.get(name)?)));
        let said = declared.filter(|(_, value)| !value.is_absent());
        said.map(|(name, value)| Entry { name: name.into(), value: value.clone() }).collect()
    }

    /// What a function gives that tells about where the file is deployed to; `None` if this is none of those.
    pub(super) fn scope_function(&self, name: &str, arguments: &[Value]) -> Option<Data> {
        let here = self.deployed_to();
        let value = match (name, arguments) {
            ("resourceGroup", []) if here.level == Level::Group => here.group.clone(),
            ("subscription", []) if matches!(here.level, Level::Group | Level::Subscription) => {
                here.subscription.clone()
            }
            ("managementGroup", []) if here.level == Level::ManagementGroup => here.management_group.clone(),
            ("resourceGroup", [name]) => self.group(Some(name), &here.subscription),
            ("resourceGroup", [subscription, name]) => self.group(Some(name), &self.subscription(Some(subscription))),
            ("subscription", [id]) => self.subscription(Some(id)),
            ("managementGroup", [name]) => self.management_group(Some(name)),
            ("deployment", []) => {
                let name = here.name.clone();
                self.scope_object("deployment", vec![("name", name.clone())], &[&name], true)
            }
            ("tenant" | "environment" | "deployer", []) => self.scope_object(name, Vec::new(), &[], true),
            _ => return None,
        };
        Some(value.data)
    }

    fn subscription(&self, given: Option<&Value>) -> Value {
        let id = given.cloned().unwrap_or_else(|| self.configured("subscription", "subscriptionId", &[]));
        let mut whole = Builder::default();
        whole.literal("/subscriptions/");
        whole.value(&id, "{subscriptionId}");
        let whole = text(whole);
        self.scope_object("subscription", vec![("id", whole), ("subscriptionId", id.clone())], &[&id], given.is_none())
    }

    fn group(&self, given: Option<&Value>, subscription: &Value) -> Value {
        let name = given.cloned().unwrap_or_else(|| self.configured("resourceGroup", "name", &[]));
        let subscription = member(subscription, "subscriptionId");
        let mut id = Builder::default();
        id.literal("/subscriptions/");
        id.value(&subscription, "{subscriptionId}");
        id.literal("/resourceGroups/");
        id.value(&name, "{resourceGroupName}");
        let known =
            vec![("id", text(id)), ("name", name.clone()), ("type", plain("Microsoft.Resources/resourceGroups"))];
        self.scope_object("resourceGroup", known, &[&subscription, &name], given.is_none())
    }

    fn management_group(&self, given: Option<&Value>) -> Value {
        let name = given.cloned().unwrap_or_else(|| self.configured("managementGroup", "name", &[]));
        let mut id = Builder::default();
        id.literal("/providers/Microsoft.Management/managementGroups/");
        id.value(&name, "{managementGroup}");
        let of = plain("Microsoft.Management/managementGroups");
        let known = vec![("id", text(id)), ("name", name.clone()), ("type", of)];
        self.scope_object("managementGroup", known, &[&name], given.is_none())
    }

    /// What a function gives: what is known, what the configuration says, and the other members that it is documented
    /// to have, each of them the same for the same `key`.
    fn scope_object(&self, function: &str, known: Vec<(&str, Value)>, key: &[&Value], configured: bool) -> Value {
        let mut entries: Vec<_> = known.into_iter().map(|(name, value)| Entry { name: name.into(), value }).collect();
        let is_new = |entries: &[Entry], name: &str| entries.iter().all(|entry| &*entry.name != name);
        if let Some(Data::Map(map)) = self.shared.library.scope.get(function).filter(|_| configured).map(|it| &it.data)
        {
            let said: Vec<_> = map.entries().iter().filter(|said| is_new(&entries, &said.name)).cloned().collect();
            entries.extend(said);
        }
        let documented = MEMBERS.iter().find(|(name, _)| *name == function).map_or(&[][..], |(_, members)| *members);
        for name in documented {
            if is_new(&entries, name) {
                entries.push(Entry { name: (*name).into(), value: self.configured(function, name, key) });
            }
        }
        let open = Reason::new(format!("`{function}()` is known when it is deployed"));
        Value::new(Data::Map(Arc::new(Map::new(entries, Some(open)))), Location::NONE)
    }

    /// A member of what a function gives, if the configuration says it; else unknown, and the same for the same `key`.
    fn configured(&self, function: &str, name: &str, key: &[&Value]) -> Value {
        let said = self.shared.library.scope.get(function).and_then(|said| said.get(name)).filter(|_| key.is_empty());
        said.cloned().unwrap_or_else(|| Value {
            mark: self.marks.of_call(&format!("{function}().{name}"), key),
            ..Value::unknown(Reason::new(format!("`{function}().{name}` is known when it is deployed")), Location::NONE)
        })
    }

    /// Adds the beginning of the ids of what is deployed to a scope: all before `/providers/…`.
    pub(super) fn beginning(&self, id: &mut Builder, of: &DeploymentScope, span: Span) {
        match of.level {
            Level::Group => id.value(&member(&of.group, "id"), "{scope}"),
            Level::Subscription => id.value(&member(&of.subscription, "id"), "{scope}"),
            Level::ManagementGroup => id.value(&member(&of.management_group, "id"), "{scope}"),
            Level::Tenant => {}
            Level::Unknown => {
                let reason = Reason::new("it is not known where it is deployed to").or_at(self.at(span));
                id.hole("{scope}".into(), reason, Some(self.marks.of("scope")));
            }
        }
    }
}

/// What a file with these statements is deployed to: to a resource group, if it does not say otherwise.
fn level_of(statements: &[Statement]) -> Level {
    let said = statements.iter().find_map(|statement| match &statement.declaration {
        Declaration::TargetScope(scope) => Some(scope),
        _ => None,
    });
    match said.map(crate::template::path_of) {
        None | Some(Some("resourceGroup")) => Level::Group,
        Some(Some("subscription")) => Level::Subscription,
        Some(Some("managementGroup")) => Level::ManagementGroup,
        Some(Some("tenant")) => Level::Tenant,
        Some(_) => Level::Unknown,
    }
}

/// An object with these members in the place of its own.
fn with_declared(object: Value, declared: &[Entry]) -> Value {
    let Data::Map(map) = &object.data else { return object };
    let own = map.entries().iter().filter(|own| declared.iter().all(|said| said.name != own.name));
    let entries = declared.iter().chain(own).cloned().collect();
    Value { data: Data::Map(Arc::new(Map::new(entries, map.open().cloned()))), ..object.clone() }
}

fn text(builder: Builder) -> Value {
    Value::new(Data::Text(builder.finish()), Location::NONE)
}

fn plain(text: &str) -> Value {
    Value::new(Data::Text(Text::Known(text.into())), Location::NONE)
}

//! Modules: other files that a file deploys.

use std::rc::Rc;
use std::sync::Arc;

use aiolint_core::{Data, Identity, Language, Location, Reason, Resource, Span, Value};

use super::access::Turn;
use super::deployment_scope::DeploymentScope;
use super::limits::TOO_MUCH;
use super::operators::first_reason;
use super::resources::{known_turn, member};
use super::{Evaluator, Given, Reading, Scope, once, used_at};
use crate::Template;
use crate::syntax::ast::{Declaration, Expr};

/// The type of what a call of a module is for Azure.
const DEPLOYMENT: &str = "Microsoft.Resources/deployments";

/// Modules call each other no deeper than this.
const MOST_DEEP: usize = 40;

/// One of the deployments that a module's declaration makes.
pub(super) struct Call<'s> {
    /// The turn of the loop.
    turn: Option<usize>,
    /// The file with what is given to it; or why it is not followed.
    file: Result<Evaluator<'s>, Reason>,
    /// The condition that decides whether it is deployed, where that is not known.
    condition: Option<&'s Expr>,
    /// What the call says: name, scope, parameters.
    content: Value,
}

impl<'s> Evaluator<'s> {
    /// The resources of the modules that the file calls.
    pub(super) fn resources_of_modules(&self, found: &mut Vec<Resource>) {
        for (place, module) in self.symbols.modules.iter().enumerate() {
            let Some(calls) = self.calls(place) else { continue };
            let here = self.at(module.name.span);
            for call in calls.iter() {
                if self.shared.reading == Reading::Declared {
                    found.push(self.deployment(call, here));
                }
                let Ok(file) = &call.file else { continue };
                found.extend(file.resources().into_iter().map(|resource| self.brought_by(call, here, resource)));
            }
        }
    }

    fn brought_by(&self, call: &Call<'s>, here: Location, mut resource: Resource) -> Resource {
        resource.calls = std::iter::once(here).chain(resource.calls.iter().copied()).collect();
        resource.condition = resource.condition.or(call.condition.map(|condition| self.at(condition.span)));
        resource.turn = resource.turn.or(call.turn.and_then(known_turn));
        resource
    }

    /// The deployment that a call is.
    fn deployment(&self, call: &Call<'s>, here: Location) -> Resource {
        Resource {
            language: Language::Bicep,
            identity: Identity::Arm { resource_type: DEPLOYMENT.into(), api_version: "".into() },
            api_version: Value::absent(),
            name: member(&call.content, "name"),
            namespace: Value::absent(),
            parent: Value::absent(),
            body: call.content.clone(),
            spec: Value::absent(),
            extent: here,
            existing: false,
            condition: call.condition.map(|condition| self.at(condition.span)),
            calls: Arc::default(),
            turn: None,
        }
    }

    /// The calls of a module, found out once; `None` while they are being found out.
    fn calls(&self, place: usize) -> Option<Rc<Vec<Call<'s>>>> {
        let each = self.symbols.modules[place].body.each.as_ref();
        let make = || {
            let mut made = Vec::new();
            self.each_turn(each, &mut |turn, scope| made.extend(self.call_of(place, turn, scope)));
            made
        };
        once(&self.calls, place, || Rc::new(self.within(None, make)))
    }

    /// One call; `None` if its condition leaves it out.
    fn call_of(&self, place: usize, turn: Option<usize>, scope: &Scope<'_>) -> Option<Call<'s>> {
        let module = self.symbols.modules[place];
        let condition = self.condition(&module.body, scope)?;
        let content = self.object(&module.body.object, scope);
        let name = match member(&content, "name") {
            // The compiler makes one up.
            name if name.is_absent() => Value {
                mark: Some(self.marks.of(&format!("name of module {place} {turn:?}"))),
                ..self.unknown("the name of the deployment is made when it is deployed", module.name.span)
            },
            name => name,
        };
        let within = self.within_of(&module.body.object, scope);
        let call = |template: &'s Template| {
            let scope = self.scope_of_module((&module.body.object, turn), &template.statements, within);
            let scope = DeploymentScope { name: name.clone(), ..scope };
            Evaluator {
                deployed_to: scope.into(),
                ..self.another(template, given(&member(&content, "params")), module.path.span)
            }
        };
        Some(Call { turn, file: self.file_of(&module.path).map(call), condition, content })
    }

    /// The file that a module is.
    fn file_of(&self, path: &'s Expr) -> Result<&'s Template, Reason> {
        let template = self.resolve(path)?;
        let own = &*template.source.path;
        if own == &*self.template.source.path || self.above.contains(&own) {
            let message = format!("this calls `{own}`, which leads here: modules can't call each other in a circle");
            self.report(crate::MODULE_CIRCLE, &message, self.at(path.span));
            return Err(Reason::new(format!("`{own}` calls itself")));
        }
        if self.above.len() >= MOST_DEEP {
            let reason = "modules call each other too deep";
            self.report(crate::EVALUATION_LIMIT, &format!("this can't be followed: {reason}"), self.at(path.span));
            return Err(Reason::new(reason));
        }
        match self.pay(template.statements.len()) {
            true => Ok(template),
            false => {
                let reason = Reason::new(TOO_MUCH);
                self.report_limit(&reason, self.at(path.span));
                Err(reason)
            }
        }
    }

    /// What `module.name` or `module.outputs.name` is.
    pub(super) fn module_member(&self, place: usize, turn: Turn, (outputs, name): (bool, &str), span: Span) -> Value {
        let symbol = &self.symbols.modules[place].name.text;
        let unknown = |reason: Reason| Value {
            mark: turn.number().map(|turn| self.marks.of(&format!("module {place} {turn} {outputs} {name}"))),
            ..Value::unknown(reason, self.at(span))
        };
        let Some(calls) = self.calls(place) else {
            return self.unknown(format!("`{symbol}` refers to itself"), span);
        };
        let Some(call) = chosen(&calls, turn) else {
            return unknown(Reason::new(format!("it is not known which deployment of `{symbol}` is meant")));
        };
        match (&call.file, outputs, name) {
            (_, false, "name") => used_at(&member(&call.content, "name"), self.at(span)),
            (_, false, _) => unknown(Reason::new(format!("`{symbol}.{name}` is known when `{symbol}` is deployed"))),
            (Err(reason), true, _) => unknown(reason.clone()),
            (Ok(file), true, _) => match file.symbols.outputs.get(name) {
                Some(value) => used_at(&file.value(value, &Scope::FILE), self.at(span)),
                None => unknown(Reason::new(format!("`{symbol}` has no output `{name}`"))),
            },
        }
    }

    /// Looks whether the template is there that this parameter file is for.
    pub(super) fn using(&self) {
        for statement in &self.template.statements {
            if let Declaration::Using(Some(path)) = &statement.declaration {
                // What can't be read is reported.
                let _ = self.resolve(path);
            }
        }
    }

    /// What this parameter file gives.
    pub(super) fn parameters(&self, seen: &mut Vec<&'s str>) -> Given {
        let mut all = Given::default();
        for statement in &self.template.statements {
            match &statement.declaration {
                Declaration::Extends(path) => {
                    let base = self.resolve(path);
                    let known = base.and_then(|base| match seen.contains(&&*base.source.path) {
                        true => Err(Reason::new("the parameter files extend each other")),
                        false => Ok(base),
                    });
                    match known {
                        Ok(base) => {
                            seen.push(&base.source.path);
                            let base = self.another(base, Given::default(), path.span).parameters(seen);
                            base.values.into_iter().for_each(|(name, value)| {
                                all.values.entry(name).or_insert(value);
                            });
                            all.open = all.open.or(base.open);
                        }
                        Err(reason) => all.open = Some(reason),
                    }
                }
                Declaration::Parameter(parameter) => {
                    let name: &'s str = &parameter.name.text;
                    let value = self.named(name, || self.parameter(parameter, &[]));
                    all.values.insert(Arc::clone(&parameter.name.text), value);
                }
                _ => {}
            }
        }
        all
    }
}

/// What a module's `params` give.
fn given(params: &Value) -> Given {
    match &params.data {
        Data::Map(map) => Given {
            values: map.entries().iter().map(|entry| (Arc::clone(&entry.name), entry.value.clone())).collect(),
            open: map.open().cloned(),
            ..Given::default()
        },
        Data::Absent => Given::default(),
        _ => Given { open: Some(first_reason(std::slice::from_ref(params))), ..Given::default() },
    }
}

/// The call that is meant, if that is known.
fn chosen<'c, 's>(calls: &'c [Call<'s>], turn: Turn) -> Option<&'c Call<'s>> {
    match (turn, calls) {
        (Turn::None, [only]) => Some(only).filter(|only| only.turn.is_none()),
        (Turn::Known(number), _) => calls.iter().find(|call| call.turn == Some(number)),
        _ => None,
    }
}

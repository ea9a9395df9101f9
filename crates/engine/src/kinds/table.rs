//! All kinds together: their names resolved, their conditions lowered.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::OnceLock;

use serde_saphyr::Spanned;

use super::drawing::{self, DrawingError, DrawingFile};
use super::file::{KindFile, LinkFile, ManifestFile};
use super::{Kind, KindId, KindSet, Link, LinkTarget, MOST_KINDS, Manifests, Member, NamePattern, Step};
use crate::condition::{ConditionError, Expr, MemberType, Names, Scope, Type, lower};
use crate::front::{Front, PackError};
use crate::schema::overlay;
use crate::suggest::did_you_mean;

/// The kinds while they are loaded: what rules are checked against.
pub(crate) struct Table {
    files: Vec<(Front, KindFile)>,
    /// The types of definitions, found when first asked for; `None` while one is being found.
    types: RefCell<HashMap<(KindId, String), Option<Type>>>,
}

impl Table {
    /// The kinds of these files (path and text).
    pub(crate) fn new(files: &[(String, String)]) -> Result<Self, PackError> {
        let mut table = Self { files: Vec::new(), types: RefCell::default() };
        for (path, text) in files {
            let front = Front { path: path.clone(), text: text.as_str().into(), yaml: 0..text.len() };
            let file: KindFile = front.parse()?;
            if table.id(&file.kind.value).is_some() || table.files.len() == MOST_KINDS {
                return Err(
                    front.error(front.range(&file.kind), "there is a kind of this name already, or there are too many")
                );
            }
            table.files.push((front, file));
        }
        Ok(table)
    }

    /// The kind with this name.
    pub(crate) fn id(&self, name: &str) -> Option<KindId> {
        let at = self.files.iter().position(|(_, file)| file.kind.value == name)?;
        u8::try_from(at).ok().map(KindId)
    }

    /// The kinds with these names.
    pub(crate) fn ids(&self, names: &[&str]) -> Result<Vec<KindId>, String> {
        let known: Vec<_> = self.files.iter().map(|(_, file)| file.kind.value.as_str()).collect();
        let id = |name: &&str| {
            self.id(name).ok_or_else(|| format!("there is no kind `{name}`{}", did_you_mean(name, &known)))
        };
        names.iter().map(id).collect()
    }

    /// The kinds in their final form.
    pub(crate) fn compile(&self) -> Result<Vec<Kind>, PackError> {
        (0u8..).zip(&self.files).map(|(number, (front, file))| self.compile_kind(KindId(number), front, file)).collect()
    }

    fn compile_kind(&self, id: KindId, front: &Front, file: &KindFile) -> Result<Kind, PackError> {
        let this = KindSet::from_iter([id]);
        let scope = Scope { names: self, this, locals: Vec::new() };
        let condition = |value: &Spanned<String>, scope: &Scope<'_>| -> Result<Expr, PackError> {
            lower(&value.value, scope).map(|(expr, _)| expr).map_err(|error| front.condition_error(value, &error))
        };
        let mut members = Vec::new();
        for (name, value) in &file.define {
            front.check_block(value)?;
            members.push((name.clone(), Member::Definition(condition(value, &scope)?)));
        }
        for (name, link) in &file.links {
            if file.define.contains_key(name) {
                return Err(front.error(front.range(&link.to), format!("`{name}` is a definition too")));
            }
            let to = self.ids(&link.to.value.names()).map_err(|message| front.error(front.range(&link.to), message))?;
            let candidate =
                Scope { locals: vec![("it".into(), Type::Resource(to.iter().copied().collect()))], ..scope.clone() };
            let target = match link {
                LinkFile { argument: Some(_), name: None, all: false, condition: None, .. } => LinkTarget::Argument,
                LinkFile { argument: None, name: Some(name), all: false, condition: None, .. } => {
                    LinkTarget::Named(condition(name, &scope)?)
                }
                LinkFile { argument: None, name: None, all: true, condition: which, .. } => {
                    LinkTarget::All(which.as_ref().map(|which| condition(which, &candidate)).transpose()?)
                }
                _ => return Err(front.error(front.range(&link.to), "a link has one of `argument`, `name` and `all`")),
            };
            members.push((name.clone(), Member::Link(Self::link(front, link, to, target)?)));
        }
        members.sort_by(|(a, _), (b, _)| a.cmp(b));
        let kubernetes = match &file.kubernetes {
            Some(value) => match value.value.split_once('/') {
                Some((group, kind)) => Some((group.to_owned(), kind.to_owned())),
                None => return Err(front.error(front.range(value), "write the API group and the kind: `group/Kind`")),
            },
            None => None,
        };
        if let Some(demote) = &file.demote {
            front.check_block(demote)?;
        }
        Ok(Kind {
            name: file.kind.value.clone(),
            title: file.title.clone(),
            kubernetes,
            arm: file.arm.clone(),
            demote: file.demote.as_ref().map(|demote| condition(demote, &scope)).transpose()?,
            enums: file
                .enums
                .iter()
                .map(|(at, known)| (path(at), known.iter().map(|name| name.as_str().into()).collect()))
                .collect(),
            secret: file.secret.iter().map(|at| path(at)).collect(),
            drawing: file.graph.as_ref().map(|graph| drawing_of(graph, &scope, front)).transpose()?,
            members,
            manifests: file.manifests.as_ref().map(|manifests| compile_manifests(front, manifests)).transpose()?,
            lenient: file.lenient.clone(),
            obsolete: file.obsolete.clone(),
            empty: file.empty.clone(),
            manifest_schema: OnceLock::new(),
            implicit: file.implicit.clone(),
            implicit_read: OnceLock::new(),
        })
    }

    fn link(front: &Front, file: &LinkFile, to: Vec<KindId>, target: LinkTarget) -> Result<Link, PackError> {
        let pattern = |written: &Spanned<String>| {
            NamePattern::new(&written.value).map_err(|message| front.error(front.range(written), message))
        };
        if !file.at.is_empty() && target != LinkTarget::Argument {
            return Err(front.error(front.range(&file.to), "`at` says where the names of an `argument` stand"));
        }
        Ok(Link {
            to,
            target,
            at: file.at.iter().map(|at| path(at)).collect(),
            pattern: file.pattern.as_ref().map(pattern).transpose()?,
            built_in: file.built_in.clone(),
            made_by: file.made_by.clone(),
        })
    }

    fn definition_type(&self, kind: KindId, name: &str, value: &Spanned<String>) -> Type {
        let key = (kind, name.to_owned());
        if let Some(known) = self.types.borrow().get(&key) {
            // While it is being found it refers to itself; the evaluation stops that at run time.
            return known.unwrap_or(Type::Any);
        }
        self.types.borrow_mut().insert(key.clone(), None);
        let scope = Scope { names: self, this: KindSet::from_iter([kind]), locals: Vec::new() };
        // What is wrong in it is reported where the definition itself is compiled.
        let found = lower(&value.value, &scope).map_or(Type::Any, |(_, found)| found);
        self.types.borrow_mut().insert(key, Some(found));
        found
    }

    fn link_type(&self, link: &LinkFile) -> MemberType {
        let to = self.ids(&link.to.value.names()).unwrap_or_default().into_iter().collect();
        let result = if link.all { Type::Resources(to) } else { Type::Resource(to) };
        MemberType { result, argument: link.argument.is_some() }
    }

    fn member_of(&self, kind: KindId, name: &str) -> Option<MemberType> {
        let (_, file) = self.files.get(usize::from(kind.0))?;
        if let Some(link) = file.links.get(name) {
            return Some(self.link_type(link));
        }
        let value = file.define.get(name)?;
        Some(MemberType { result: self.definition_type(kind, name, value), argument: false })
    }
}

fn drawing_of(file: &DrawingFile, scope: &Scope<'_>, front: &Front) -> Result<super::Drawing, PackError> {
    drawing::compile(file, scope).map_err(|error| match error {
        DrawingError::Condition(value, error) => front.condition_error(value, &error),
        DrawingError::Ends(at) => {
            front.error(at.map_or(0..0, |at| front.range(at)), "an edge has one of `from`, `to` and `with`")
        }
    })
}

impl Names for Table {
    fn member(&self, kinds: KindSet, name: &str) -> Result<Option<MemberType>, ConditionError> {
        let mut found: Option<MemberType> = None;
        for kind in kinds.iter() {
            let Some(member) = self.member_of(kind, name) else { return Ok(None) };
            found = Some(match found {
                Some(other) if other != member => MemberType { result: Type::Any, ..member },
                _ => member,
            });
        }
        Ok(found)
    }

    fn all(&self, kinds: KindSet) -> Vec<String> {
        let files = kinds.iter().filter_map(|kind| self.files.get(usize::from(kind.0)));
        files.flat_map(|(_, file)| file.links.keys().chain(file.define.keys()).cloned()).collect()
    }

    fn spellings(&self, member: &str) -> Vec<String> {
        let enums = self.files.iter().flat_map(|(_, file)| &file.enums);
        let ending = enums.filter(|(path, _)| path.rsplit('.').next().is_some_and(|last| last == member));
        ending.flat_map(|(_, known)| known.iter().cloned()).collect()
    }
}

fn compile_manifests(front: &Front, file: &ManifestFile) -> Result<Manifests, PackError> {
    let versions = file.versions.iter().map(|(name, words)| (name.clone(), words.clone())).collect();
    Ok(Manifests { versions, more: overlay(front, &file.properties)? })
}

/// `spec.operations[].operationType`, `body.data[]`.
fn path(text: &str) -> Vec<Step> {
    let steps = text.split('.').flat_map(|step| {
        let name = step.strip_suffix("[]");
        [Some(Step::Member(name.unwrap_or(step).to_owned())), name.map(|_| Step::Each)]
    });
    steps.flatten().collect()
}

//! The names that a file declares.

use std::collections::HashMap;

use crate::syntax::ast::{Declaration, Expr, Function, Module, Node, Parameter, Resource, Statement, Type};

/// What a name stands for.
#[derive(Clone, Copy)]
pub(crate) enum Symbol<'s> {
    /// A parameter, with its decorators.
    Parameter(&'s Parameter, &'s [Expr]),
    /// A variable.
    Variable(&'s Expr),
    /// A function.
    Function(&'s Function),
    /// A resource, by its place in [`Symbols::resources`].
    Resource(usize),
    /// A module, by its place in [`Symbols::modules`].
    Module(usize),
    /// Something of another file: where from, and what it is called there; `None` for all of the file.
    Imported(Option<&'s Expr>, Option<&'s str>),
    /// A type.
    Type(&'s Type),
    /// An extension's namespace.
    NoValue,
}

/// A resource of the file.
pub(crate) struct Declared<'s> {
    /// Its declaration.
    pub resource: &'s Resource,
    /// The resource that it is nested in, by its place.
    pub outer: Option<usize>,
}

/// The names of a file.
#[derive(Default)]
pub(crate) struct Symbols<'s> {
    names: HashMap<&'s str, Symbol<'s>>,
    /// The resources in the order of the file; nested ones follow what they are nested in.
    pub resources: Vec<Declared<'s>>,
    /// The modules in the order of the file.
    pub modules: Vec<&'s Module>,
    /// What the file gives to those who call it.
    pub outputs: HashMap<&'s str, &'s Expr>,
    /// The nested ones, by the place of what they are nested in and their symbol.
    nested: HashMap<(usize, &'s str), usize>,
}

impl<'s> Symbols<'s> {
    /// The names that these statements declare. Of two with one name, which the compiler refuses, the first counts.
    pub(crate) fn of(statements: &'s [Statement]) -> Self {
        let mut symbols = Self::default();
        for statement in statements {
            match &statement.declaration {
                Declaration::Parameter(parameter) => {
                    symbols.add(&parameter.name.text, Symbol::Parameter(parameter, &statement.decorators));
                }
                Declaration::Variable(name, value) => symbols.add(&name.text, Symbol::Variable(value)),
                Declaration::Function(function) => symbols.add(&function.name.text, Symbol::Function(function)),
                Declaration::Module(module) => {
                    symbols.add(&module.name.text, Symbol::Module(symbols.modules.len()));
                    symbols.modules.push(module);
                }
                Declaration::Output(name, value) => {
                    symbols.outputs.entry(&name.text).or_insert(value);
                }
                Declaration::Type(name, of) => symbols.add(&name.text, Symbol::Type(of)),
                Declaration::Extension(Some(name)) => symbols.add(&name.text, Symbol::NoValue),
                Declaration::Import(import) => {
                    for (name, original) in &import.names {
                        symbols.add(&name.text, Symbol::Imported(import.path.as_ref(), original.as_deref()));
                    }
                }
                Declaration::Resource(resource) => {
                    let place = symbols.resource(resource, None);
                    symbols.add(&resource.name.text, Symbol::Resource(place));
                }
                _ => {}
            }
        }
        symbols
    }

    fn add(&mut self, name: &'s str, symbol: Symbol<'s>) {
        self.names.entry(name).or_insert(symbol);
    }

    /// Takes in a resource and those nested in it, whose names are known only inside of it.
    fn resource(&mut self, resource: &'s Resource, outer: Option<usize>) -> usize {
        let place = self.resources.len();
        self.resources.push(Declared { resource, outer });
        if let Some(outer) = outer {
            self.nested.entry((outer, &resource.name.text)).or_insert(place);
        }
        for nested in &resource.body.object.resources {
            if let Declaration::Resource(nested) = &nested.declaration {
                self.resource(nested, Some(place));
            }
        }
        place
    }

    /// The variables of the file, in their order.
    pub(crate) fn variables(&self) -> Vec<(&'s str, &'s Expr)> {
        let mut found: Vec<_> = self
            .names
            .iter()
            .filter_map(|(name, symbol)| match symbol {
                Symbol::Variable(value) => Some((*name, *value)),
                _ => None,
            })
            .collect();
        found.sort_by_key(|(_, value)| value.span);
        found
    }

    /// What a name of the file stands for.
    pub(crate) fn get(&self, name: &str) -> Option<Symbol<'s>> {
        self.names.get(name).copied()
    }

    /// The resource with this symbol that is nested in another.
    pub(crate) fn nested(&self, outer: usize, name: &str) -> Option<usize> {
        self.nested.get(&(outer, name)).copied()
    }

    /// What a name stands for inside of a resource: those nested in it and around it come first.
    pub(crate) fn get_within(&self, mut inside: Option<usize>, name: &str) -> Option<Symbol<'s>> {
        while let Some(place) = inside {
            if let Some(nested) = self.nested(place, name) {
                return Some(Symbol::Resource(nested));
            }
            inside = self.resources[place].outer;
        }
        self.get(name)
    }
}

/// Whether a parameter is marked as secret.
pub(super) fn is_secure(decorators: &[Expr]) -> bool {
    decorators.iter().any(|decorator| {
        let name = match &decorator.node {
            Node::Name(name) => name,
            Node::Call { name, .. } | Node::Member { name, .. } => &name.text,
            _ => return false,
        };
        &**name == "secure"
    })
}

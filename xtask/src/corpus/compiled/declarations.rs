//! What a file declares, in the order in which the compiler writes it, and what of it belongs to what it wrote.

use std::sync::Arc;

use aiolint_bicep::Template;
use aiolint_bicep::syntax::ast::{Body, Declaration as Declares, Node, Piece, Statement};
use aiolint_bicep::syntax::parse;
use aiolint_core::{Location, join};

use super::arm;

/// A resource, or the call of a module.
pub(super) struct Declared {
    /// `outer::inner` for what is nested.
    pub symbol: String,
    pub extent: Location,
    pub existing: bool,
    /// The path of the module that is called, from the root; none if it is not known or in a registry.
    pub module: Option<Option<String>>,
    pub has_condition: bool,
    pub has_loop: bool,
}

/// What a file declares: nested resources, those who have them first; then the others; then modules.
pub(super) fn of(template: &Arc<Template>) -> Vec<Declared> {
    let statements = parse(&template.source.text, template.dialect).statements;
    let (mut nested, mut others, mut modules) = (Vec::new(), Vec::new(), Vec::new());
    for statement in &statements {
        match &statement.declaration {
            Declares::Resource(resource) => {
                let own = declared(template, &resource.name.text, resource.span, &resource.body);
                inner(template, &own.symbol, &resource.body.object.resources, &mut nested);
                others.push(Declared { existing: resource.existing, ..own });
            }
            Declares::Module(module) => {
                let path = match &module.path.node {
                    Node::Text(pieces) => match &pieces[..] {
                        [Piece::Text(path)] if !path.contains(':') => join(&template.source.path, path),
                        _ => None,
                    },
                    _ => None,
                };
                let own = declared(template, &module.name.text, module.name.span, &module.body);
                modules.push(Declared { module: Some(path), ..own });
            }
            _ => {}
        }
    }
    nested.into_iter().chain(others).chain(modules).collect()
}

fn inner(template: &Template, outer: &str, statements: &[Statement], found: &mut Vec<Declared>) {
    for statement in statements {
        if let Declares::Resource(resource) = &statement.declaration {
            let symbol = format!("{outer}::{}", resource.name.text);
            inner(template, &symbol, &resource.body.object.resources, found);
            let own = declared(template, &symbol, resource.span, &resource.body);
            found.push(Declared { existing: resource.existing, ..own });
        }
    }
}

fn declared(template: &Template, symbol: &str, span: aiolint_core::Span, body: &Body) -> Declared {
    Declared {
        symbol: symbol.to_owned(),
        extent: template.source.at(span),
        existing: false,
        module: None,
        has_condition: body.condition.is_some(),
        has_loop: body.each.is_some(),
    }
}

/// Whether two types with their versions are the same: the compiler writes a type as its provider spells it.
pub(super) fn same_type(one: (&str, &str), other: (&str, &str)) -> bool {
    one.0.eq_ignore_ascii_case(other.0) && one.1.eq_ignore_ascii_case(other.1)
}

/// A type and its version.
pub(super) type Type = (String, String);

/// Which declaration each of the compiler's resources is: by its symbol, or by its type and the order. `of` tells the
/// type and version of a declaration.
pub(super) fn pairs<'d>(
    theirs: &[arm::Resource<'_>],
    ours: &'d [Declared],
    of: impl Fn(&Declared) -> Option<Type>,
) -> Vec<Option<&'d Declared>> {
    let mut free: Vec<_> = ours.iter().map(|declared| (declared, of(declared))).collect();
    let mut take = |is: &dyn Fn(&Declared, &Option<Type>) -> bool| {
        let place = free.iter().position(|(declared, own)| is(declared, own));
        place.map(|place| free.remove(place).0)
    };
    // A file may have been compiled before its versions were changed.
    let is_alike =
        |declared: &Declared, own: &Option<Type>, of: &str| is_of(declared, own, |own| own.0.eq_ignore_ascii_case(of));
    let mut exact = |resource: &arm::Resource<'_>| match (resource.symbol, resource.of().0) {
        (Some(symbol), _) => take(&|declared, _| declared.symbol == symbol),
        (None, _) if resource.module().is_some() => take(&|declared, _| declared.module.is_some()),
        // What the file deploys itself comes before the modules, some of which are plain JSON.
        (None, of @ "Microsoft.Resources/deployments") => take(&|declared, own| is_alike(declared, own, of))
            .or_else(|| take(&|declared, _| declared.module.is_some())),
        (None, _) => take(&|declared, own| is_of(declared, own, |own| same_type(own, resource.of()))),
    };
    let mut pairs: Vec<_> = theirs.iter().map(&mut exact).collect();
    let rest = theirs.iter().zip(&mut pairs).filter(|(resource, pair)| resource.symbol.is_none() && pair.is_none());
    for (resource, pair) in rest {
        *pair = take(&|declared, own| is_alike(declared, own, resource.of().0));
    }
    pairs
}

/// Whether a declaration is a resource that the compiler writes, of a type that fits.
fn is_of(declared: &Declared, own: &Option<Type>, fits: impl Fn((&str, &str)) -> bool) -> bool {
    let own = own.as_ref().map(|(of, version)| (&**of, &**version));
    declared.module.is_none() && !declared.existing && own.is_some_and(fits)
}

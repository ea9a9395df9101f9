//! What mends a deviation from the schema.

use aiolint_core::change::{Change, Into, Written};
use aiolint_core::{Fix, mask_key_text};

use super::schema::{is_path, parent};
use crate::fix::of_change;
use crate::kinds::Kind;
use crate::schema::{Deviation, What};
use crate::world::World;

/// The fix of a deviation, if there is one that the types or the kind's file tell.
pub(super) fn fix(world: &World<'_>, kind: Option<&Kind>, deviation: &Deviation) -> Option<Fix> {
    let at = deviation.at;
    // What is written elsewhere may be right for others.
    if deviation.origin.is_some() || !at.is_written() {
        return None;
    }
    let (change, title, safe) = match &deviation.what {
        What::UnknownProperty { name, near: Some(near), .. } => {
            let change = Change::Rename(at.span, near.as_str().into());
            (change, format!("rename it to `{near}`"), near.eq_ignore_ascii_case(name))
        }
        What::UnknownProperty { name, near: None, .. } => {
            let kind = kind?;
            let is_obsolete = kind.obsolete.iter().any(|known| is_path(known, parent(&deviation.path), name));
            is_obsolete.then(|| (Change::Remove(at.span), format!("remove `{name}`"), true))?
        }
        What::WrongType { quoted: true, .. } => (Change::Unquote(at.span), "remove the quotes".to_owned(), true),
        What::UnknownValue { near: Some(near), only_case, .. } => {
            let title = format!("write `{}`", mask_key_text(near));
            (Change::Set(at.span, Written::Text(near.as_str().into())), title, *only_case)
        }
        What::MissingProperty { name } => {
            let empty = kind?.empty.iter().any(|known| is_path(known, &deviation.path, name));
            let insert = Change::Insert(Into::Key(at.span), vec![name.as_str().into()], Written::EmptyList);
            empty.then(|| (insert, format!("add `{name}: []`"), true))?
        }
        _ => return None,
    };
    of_change(world, at.file, &change, title, safe)
}

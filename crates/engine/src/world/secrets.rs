//! The secrets of a project's resources, so that no message shows them.

use std::collections::HashMap;

use aiolint_core::{Data, Value};
use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::{ResourceId, World};
use crate::condition::{Node, Val};
use crate::kinds::{KindId, Step};

/// Shorter secrets are no part of a text by more than chance.
const SHORTEST: usize = 4;
/// So many bytes of secrets are kept, and so many values are looked through for them: aliases can make a small file
/// endless.
const MOST_BYTES: usize = 16 << 20;
const MOST_VALUES: usize = 1 << 20;

/// What messages must not show, by the resources that hold it; nothing for those that hold too much.
pub(super) type SecretTexts = HashMap<ResourceId, Option<Box<[String]>>>;

impl<'w> World<'w> {
    /// The kinds that hold secrets.
    pub(crate) fn secret_kinds(&self) -> impl Iterator<Item = KindId> + use<'w> {
        let kinds = (0u8..).zip(&self.pack.kinds);
        kinds.filter(|(_, kind)| !kind.secret.is_empty()).map(|(number, _)| KindId(number))
    }

    /// Whether one of a resource's secrets is like that; true as well if there are more values than `left` says, which
    /// tells then how many more may be looked at.
    pub(crate) fn any_secret(&self, id: ResourceId, left: &mut usize, is: &mut dyn FnMut(&'w Value) -> bool) -> bool {
        let paths = self.kind_of(id).map(|kind| &kind.secret[..]).unwrap_or_default();
        paths.iter().any(|path| {
            // Paths begin with `body`, as they do in conditions.
            let path = match &path[..] {
                [Step::Member(first), rest @ ..] if first == "body" => rest,
                path => path,
            };
            any_at(&self.resource(id).body, path, left, is)
        })
    }

    /// Whether a secret of a resource stands in a text of lower case, plain or decoded. A resource with too many has
    /// them everywhere.
    pub(crate) fn has_secret_in(&self, id: ResourceId, text: &str) -> bool {
        let all = self.secret_texts.get_or_init(|| self.all_secret_texts());
        let Some(Some(secrets)) = all.get(&id) else { return all.contains_key(&id) };
        secrets.iter().any(|secret| text.contains(&**secret))
    }

    fn all_secret_texts(&self) -> SecretTexts {
        let kinds: Vec<KindId> = self.secret_kinds().collect();
        let (mut values, mut bytes) = (MOST_VALUES, MOST_BYTES);
        self.of_kinds(&kinds).map(|id| (id, self.secret_texts_of(id, &mut values, &mut bytes))).collect()
    }

    fn secret_texts_of(&self, id: ResourceId, values: &mut usize, bytes: &mut usize) -> Option<Box<[String]>> {
        let mut texts = Vec::new();
        let is_too_much = self.any_secret(id, values, &mut |secret| {
            let mut form = Some(Val::Node(Node { value: secret, via: None }).written());
            while let Some(text) = form {
                let Some(rest) = bytes.checked_sub(text.len()) else { return true };
                *bytes = rest;
                let shown = text.trim().to_ascii_lowercase();
                texts.extend(Some(shown).filter(|shown| shown.len() >= SHORTEST));
                form = decoded(&text);
            }
            false
        });
        (!is_too_much).then(|| texts.into())
    }
}

/// Whether a value at the path, or in what stands there, is like that; true as well if there are too many.
fn any_at<'w>(value: &'w Value, path: &[Step], left: &mut usize, is: &mut dyn FnMut(&'w Value) -> bool) -> bool {
    if *left == 0 {
        return true;
    }
    *left -= 1;
    let below = match path {
        [Step::Member(name), rest @ ..] => return value.get(name).is_some_and(|value| any_at(value, rest, left, is)),
        [Step::Each, rest @ ..] => rest,
        [] => path,
    };
    match &value.data {
        Data::List(list) => list.items.iter().any(|item| any_at(item, below, left, is)),
        Data::Map(map) => map.entries().iter().any(|entry| any_at(&entry.value, below, left, is)),
        Data::OneOf(alternatives) => alternatives.iter().any(|value| any_at(value, path, left, is)),
        _ => is(value),
    }
}

/// What base64 stands for.
fn decoded(written: &str) -> Option<String> {
    // As lenient as the function that rules call.
    const DECODER: GeneralPurpose = GeneralPurpose::new(
        &STANDARD,
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
    );
    let letters: String = written.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    let plain = String::from_utf8(DECODER.decode(letters).ok()?).ok()?;
    (plain.len() < written.len() && plain.len() >= SHORTEST).then_some(plain)
}

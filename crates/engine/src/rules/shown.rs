//! Values as messages show them: never a secret, neither as it is written nor what a rule computed of it.

use aiolint_core::{Data, Location, Value};
use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use crate::condition::{Eval, Node, Val};
use crate::kinds::{KindId, Step};
use crate::world::{ResourceId, World};

/// What is shown in place of a secret.
const HIDDEN: &str = "***";
/// Shorter secrets are no part of a text by more than chance.
const SHORTEST: usize = 4;
/// So many values are written or looked through: aliases can make a small file endless.
const MOST_VALUES: usize = 10_000;

/// The value as a message shows it: texts as they are written, secrets not at all.
pub(crate) fn shown(eval: &mut Eval<'_>, value: &Val<'_>) -> String {
    // What is a secret depends on the Secrets of the project: the text must be made again when they change.
    secret_kinds(eval.world).for_each(|kind| eval.touch(kind));
    let mut writer = Writer { secrets: Secrets::new(eval), left: MOST_VALUES };
    writer.written(value)
}

struct Writer<'w> {
    secrets: Secrets<'w>,
    left: usize,
}

impl Writer<'_> {
    fn written(&mut self, value: &Val<'_>) -> String {
        self.left = self.left.saturating_sub(1);
        match value {
            Val::Node(node) => match &node.value.data {
                Data::List(list) => {
                    let items = list.items.iter().map(|value| Val::Node(Node { value, via: None }));
                    self.all(items)
                }
                _ if self.secrets.hold(node.value) => HIDDEN.into(),
                _ => value.written(),
            },
            Val::List(list) => self.all(list.items.iter().cloned()),
            computed => {
                let text = computed.written();
                if self.secrets.are_in(&text) { HIDDEN.into() } else { text }
            }
        }
    }

    fn all<'v>(&mut self, items: impl Iterator<Item = Val<'v>>) -> String {
        let mut all = Vec::new();
        for item in items {
            if self.left == 0 {
                break;
            }
            all.push(self.written(&item));
        }
        all.join(", ")
    }
}

/// The kinds that hold secrets.
fn secret_kinds<'w>(world: &'w World<'w>) -> impl Iterator<Item = KindId> + 'w {
    let kinds = (0u8..).zip(&world.pack().kinds);
    kinds.filter(|(_, kind)| !kind.secret.is_empty()).map(|(number, _)| KindId(number))
}

/// The secrets that a rule can reach from the resource that it judges.
struct Secrets<'w> {
    world: &'w World<'w>,
    resources: Vec<ResourceId>,
}

impl<'w> Secrets<'w> {
    fn new(eval: &Eval<'w>) -> Self {
        let world = eval.world;
        let kinds: Vec<KindId> = secret_kinds(world).collect();
        let near = |this| world.of_kinds(&kinds).filter(move |id| world.may_share_installation(this, *id)).collect();
        let resources = eval.this().map(near).unwrap_or_default();
        Self { world, resources }
    }

    /// Whether this value is a secret, or what one is an alias of.
    fn hold(&self, value: &Value) -> bool {
        let places = |value: &Value| [Some(value.at), value.origin].map(|at| at.filter(|at| Location::is_written(*at)));
        let own = places(value);
        self.any(Some(value.at), &mut |secret| places(secret).iter().flatten().any(|place| own.contains(&Some(*place))))
    }

    /// Whether a secret stands in this text, plain or decoded, whatever the case of its letters.
    fn are_in(&self, text: &str) -> bool {
        let text = text.to_ascii_lowercase();
        text.len() >= SHORTEST
            && self.any(None, &mut |secret| {
                let mut form = Some(Val::Node(Node { value: secret, via: None }).written());
                while let Some(secret) = form {
                    if is_in(&secret, &text) {
                        return true;
                    }
                    form = decoded(&secret, text.len());
                }
                false
            })
    }

    /// Whether one of the secrets is like that; all of them if there are too many to look through.
    fn any(&self, within: Option<Location>, is: &mut dyn FnMut(&'w Value) -> bool) -> bool {
        let mut left = MOST_VALUES;
        self.resources.iter().any(|id| {
            let resource = self.world.resource(*id);
            if within.is_some_and(|at| at.file != resource.extent.file) {
                return false;
            }
            let paths = self.world.kind_of(*id).map(|kind| &kind.secret[..]).unwrap_or_default();
            paths.iter().any(|path| {
                // Paths begin with `body`, as they do in conditions.
                let path = match &path[..] {
                    [Step::Member(first), rest @ ..] if first == "body" => rest,
                    path => path,
                };
                any_at(&resource.body, path, &mut left, is)
            })
        })
    }
}

/// Whether a value at the path, or in what stands there, is like that.
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

fn is_in(secret: &str, text: &str) -> bool {
    let secret = secret.trim();
    (SHORTEST..=text.len()).contains(&secret.len()) && text.contains(&secret.to_ascii_lowercase())
}

/// What base64 stands for, if that can be a part of a text of so many bytes.
fn decoded(written: &str, most: usize) -> Option<String> {
    // As lenient as the function that rules call.
    const DECODER: GeneralPurpose = GeneralPurpose::new(
        &STANDARD,
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
    );
    let letters = || written.chars().filter(|c| !c.is_ascii_whitespace());
    // Nothing is decoded that can't fit: a Secret may hold much, and a message little. Twice encoded it is longer.
    let longest = (most / 3 + 3) * 16;
    if letters().take(longest + 1).count() > longest {
        return None;
    }
    let plain = String::from_utf8(DECODER.decode(letters().collect::<String>()).ok()?).ok()?;
    (plain.len() < written.len() && plain.len() >= SHORTEST).then_some(plain)
}

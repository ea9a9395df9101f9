//! Values as messages show them: never a secret, neither as it is written nor what a rule computed of it.

use aiolint_core::{Data, Location, Value};

use crate::condition::{Eval, Node, Val};
use crate::kinds::KindId;
use crate::world::{ResourceId, World};

/// What is shown in place of a secret.
const HIDDEN: &str = "***";
/// So many values are written or looked through: aliases can make a small file endless.
const MOST_VALUES: usize = 10_000;

/// The value as a message shows it: texts as they are written, secrets not at all.
pub(crate) fn shown(eval: &mut Eval<'_>, value: &Val<'_>) -> String {
    // What is a secret depends on the Secrets of the project: the text must be made again when they change.
    eval.world.secret_kinds().for_each(|kind| eval.touch(kind));
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

/// The secrets that a rule can reach from the resource that it judges.
struct Secrets<'w> {
    world: &'w World<'w>,
    resources: Vec<ResourceId>,
}

impl<'w> Secrets<'w> {
    fn new(eval: &Eval<'w>) -> Self {
        let world = eval.world;
        let kinds: Vec<KindId> = world.secret_kinds().collect();
        let near = |this| world.of_kinds(&kinds).filter(move |id| world.may_share_installation(this, *id)).collect();
        let resources = eval.this().map(near).unwrap_or_default();
        Self { world, resources }
    }

    /// Whether this value is a secret, or what one is an alias of.
    fn hold(&self, value: &Value) -> bool {
        let places = |value: &Value| [Some(value.at), value.origin].map(|at| at.filter(|at| Location::is_written(*at)));
        let own = places(value);
        let mut is_it = |secret: &Value| places(secret).iter().flatten().any(|place| own.contains(&Some(*place)));
        let mut left = MOST_VALUES;
        let in_file = self.resources.iter().filter(|id| self.world.resource(**id).extent.file == value.at.file);
        in_file.copied().any(|id| self.world.any_secret(id, &mut left, &mut is_it))
    }

    /// Whether a secret stands in this text, plain or decoded, whatever the case of its letters.
    fn are_in(&self, text: &str) -> bool {
        let text = text.to_ascii_lowercase();
        self.resources.iter().any(|id| self.world.has_secret_in(*id, &text))
    }
}

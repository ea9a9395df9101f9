//! One slip in a text.

use std::ops::Range;

use super::tokens::tokens;

/// What kind of slip it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Delete,
    Double,
    Swap,
    Replace,
    Insert,
}

/// All of them.
pub(super) const KINDS: [Kind; 5] = [Kind::Delete, Kind::Double, Kind::Swap, Kind::Replace, Kind::Insert];

/// Marks that are typed for one another.
const CLASSES: [&[&str]; 3] = [
    &["(", ")", "[", "]", "{", "}", "<", ">"],
    &[
        "=", "==", "!=", "=~", ":", "::", "=>", "&&", "||", "??", "?", "+", "-", "*", "/", "%", "!", "<=", ">=", ".",
        ".?",
    ],
    &[",", ";", ".", "'", "\"", "`", "'''"],
];

/// What is typed by mistake.
const STRAYS: [&str; 24] = [
    "(", ")", "[", "]", "{", "}", ",", ";", ":", "=", "'", "\"", "'''", "x", "1", "else", "null", "var", "&&", "@",
    "?", ".", "!", "$",
];

impl Kind {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Delete => "token deleted",
            Self::Double => "token doubled",
            Self::Swap => "token swapped with the next",
            Self::Replace => "mark replaced",
            Self::Insert => "token inserted",
        }
    }
}

/// A slip.
pub(super) struct Slip {
    pub kind: Kind,
    /// In words.
    pub what: String,
    /// The offsets in the clean text that it is at: two if two tokens are swapped.
    pub places: Vec<usize>,
    /// The line of the first, from 1.
    pub line: usize,
}

/// A slip and the text with it.
pub(super) struct Damage {
    pub slip: Slip,
    pub text: String,
}

/// Makes a slip at a random place; `None` if that place allows none of this kind.
pub(super) fn make(text: &str, random: &mut Random) -> Option<Damage> {
    let tokens = tokens(text);
    if tokens.is_empty() {
        return None;
    }
    let kind = KINDS[random.below(KINDS.len())];
    let number = random.below(tokens.len());
    let token = tokens[number].clone();
    let old = &text[token.clone()];
    let mut places = vec![token.start];
    let (range, new, what): (Range<usize>, String, String) = match kind {
        Kind::Delete => (token, String::new(), format!("`{old}` deleted")),
        Kind::Double => (token.end..token.end, format!(" {old}"), format!("`{old}` doubled")),
        Kind::Swap => {
            let next = tokens.get(number + 1)?.clone();
            let between = &text[token.end..next.start];
            let new = format!("{}{between}{old}", &text[next.clone()]);
            places.push(next.start);
            (token.start..next.end, new, format!("`{old}` and `{}` swapped", &text[next]))
        }
        Kind::Replace => {
            let classes = CLASSES.iter().filter(|class| class.contains(&old)).collect::<Vec<_>>();
            let class = classes.get(random.below(classes.len().max(1)))?;
            let new = class[random.below(class.len())];
            if new == old {
                return None;
            }
            (token, new.to_owned(), format!("`{new}` for `{old}`"))
        }
        Kind::Insert => {
            let stray = STRAYS[random.below(STRAYS.len())];
            (token.start..token.start, format!("{stray} "), format!("`{stray}` before `{old}`"))
        }
    };
    let line = text[..places[0]].matches('\n').count() + 1;
    let mut damaged = text.to_owned();
    damaged.replace_range(range, &new);
    Some(Damage { slip: Slip { kind, what, places, line }, text: damaged })
}

/// Random numbers that are the same in every run: splitmix64.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `limit`, which is not zero.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        let limit = u64::try_from(limit).unwrap_or(u64::MAX);
        usize::try_from((mixed ^ (mixed >> 31)) % limit.max(1)).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_makes_the_same_slips() {
        let slips = |seed| {
            let mut random = Random::new(seed);
            (0..20).filter_map(|_| make("var a = [b, c]\n", &mut random)).map(|damage| damage.text).collect::<Vec<_>>()
        };
        assert_eq!(slips(1), slips(1));
        assert_ne!(slips(1), slips(2));
    }

    #[test]
    fn a_slip_changes_what_it_says() {
        let mut random = Random::new(3);
        let damages: Vec<Damage> = (0..2_000).filter_map(|_| make("var a = (b\n)", &mut random)).collect();
        let text = |what: &str| damages.iter().find(|damage| damage.slip.what == what).map(|damage| &damage.text);
        assert_eq!(text("`=` deleted").map(String::as_str), Some("var a  (b\n)"));
        assert_eq!(text("`var` doubled").map(String::as_str), Some("var var a = (b\n)"));
        assert_eq!(text("`b` and `)` swapped").map(String::as_str), Some("var a = ()\nb"));
        assert_eq!(text("`[` for `(`").map(String::as_str), Some("var a = [b\n)"));
        assert_eq!(text("`,` before `a`").map(String::as_str), Some("var , a = (b\n)"));
    }
}

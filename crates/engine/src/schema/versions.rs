//! Sets of a schema's API versions, and how files write them.

use serde::{Deserialize, Serialize};

/// The number of an API version in its schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version(u8);

/// A set of a schema's API versions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Versions(u64);

/// So many API versions a schema can have.
pub(super) const MOST_VERSIONS: usize = 64;

impl Version {
    /// The version with this number, from zero.
    pub(super) fn new(number: usize) -> Option<Self> {
        u8::try_from(number).ok().filter(|_| number < MOST_VERSIONS).map(Self)
    }
}

impl Versions {
    /// None.
    pub const NONE: Self = Self(0);

    /// Only this one.
    #[must_use]
    pub fn only(version: Version) -> Self {
        Self(1 << version.0)
    }

    /// The first so many.
    pub(super) fn first(count: usize) -> Self {
        (0..count).filter_map(Version::new).collect()
    }

    /// Whether the version is in the set.
    #[must_use]
    pub fn contains(self, version: Version) -> bool {
        self.0 & (1 << version.0) != 0
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Those in both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Those in either.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The versions, by number.
    pub fn iter(self) -> impl Iterator<Item = Version> {
        (0..64).map(Version).filter(move |version| self.contains(*version))
    }

    /// The set that a file writes: `always`, or `since V`, `until V` (V included) and `except V, V`, in this order.
    pub(super) fn parse(words: &str, names: &[String]) -> Result<Self, String> {
        if words == "always" {
            return Ok(Self::first(names.len()));
        }
        let number = |name: &str| {
            let at = names.iter().position(|known| known == name);
            at.ok_or_else(|| format!("`{name}` is none of the file's versions"))
        };
        let mut words = words.split([' ', ',']).filter(|word| !word.is_empty()).peekable();
        let (mut first, mut last) = (0, names.len().saturating_sub(1));
        let mut value = |keyword: &str, bound: &mut usize| {
            if words.next_if_eq(&keyword).is_some() {
                *bound = number(words.next().unwrap_or_default())?;
            }
            Ok::<_, String>(())
        };
        value("since", &mut first)?;
        value("until", &mut last)?;
        let mut set: Self = (first..=last).filter_map(Version::new).collect();
        match words.next() {
            None => {}
            Some("except") => {
                for name in words {
                    let without = Version::new(number(name)?).map_or(Self::NONE, Self::only);
                    set = Self(set.0 & !without.0);
                }
            }
            Some(word) => return Err(format!("`{word}` is not understood: write `since V until V except V, V`")),
        }
        if set.is_empty() { Err("no version is left".to_owned()) } else { Ok(set) }
    }
}

impl FromIterator<Version> for Versions {
    fn from_iter<I: IntoIterator<Item = Version>>(versions: I) -> Self {
        Self(versions.into_iter().fold(0, |set, version| set | (1 << version.0)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_are_read_as_they_are_written() {
        let names: Vec<_> = ["a", "b", "c", "d"].map(str::to_owned).into();
        let read = |words: &str| Versions::parse(words, &names).map(|set| set.0);
        assert_eq!(read("always"), Ok(0b1111));
        assert_eq!(read("since b"), Ok(0b1110));
        assert_eq!(read("until b"), Ok(0b0011));
        assert_eq!(read("since b until c"), Ok(0b0110));
        assert_eq!(read("except b, c"), Ok(0b1001));
        assert_eq!(read("since b except d"), Ok(0b0110));
        assert_eq!(read("since e"), Err("`e` is none of the file's versions".into()));
        assert_eq!(read("since c until b"), Err("no version is left".into()));
        assert!(read("from b").is_err());
    }
}

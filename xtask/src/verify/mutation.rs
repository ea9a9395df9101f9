//! What a mutation is, and whether it is one in another API version too.

use aiolint_core::Severity;

use super::resource::{Data, join};
use super::texts;
use super::types::Type;

/// The ways in which a resource is made wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum What {
    Dropped,
    Misspelt,
    OtherCase,
    OtherType,
    Quoted,
    Fraction,
    TooSmall,
    TooGreat,
    TooShort,
    TooLong,
    TooFew,
    TooMany,
    OtherForm,
    NearValue,
    ValueInOtherCase,
    FarValue,
    ValueOfOtherVersion,
    ReadOnly,
    OfNewerVersion,
    OfOlderVersion,
    UnknownVersion,
    BadName,
}

impl What {
    /// All of them.
    #[cfg(test)]
    pub(super) const ALL: [Self; 22] = [
        Self::Dropped,
        Self::Misspelt,
        Self::OtherCase,
        Self::OtherType,
        Self::Quoted,
        Self::Fraction,
        Self::TooSmall,
        Self::TooGreat,
        Self::TooShort,
        Self::TooLong,
        Self::TooFew,
        Self::TooMany,
        Self::OtherForm,
        Self::NearValue,
        Self::ValueInOtherCase,
        Self::FarValue,
        Self::ValueOfOtherVersion,
        Self::ReadOnly,
        Self::OfNewerVersion,
        Self::OfOlderVersion,
        Self::UnknownVersion,
        Self::BadName,
    ];

    /// The name of the rule that tells.
    pub(super) fn rule(self) -> &'static str {
        match self {
            Self::Dropped => "required-property-missing",
            Self::Misspelt | Self::OtherCase | Self::OfOlderVersion => "unknown-property",
            Self::OtherType | Self::Quoted | Self::Fraction => "wrong-type",
            Self::TooSmall | Self::TooGreat | Self::TooShort | Self::TooLong => "value-out-of-range",
            Self::TooFew | Self::TooMany | Self::OtherForm => "value-out-of-range",
            Self::NearValue | Self::ValueInOtherCase | Self::FarValue => "enum-value-unknown",
            Self::ValueOfOtherVersion => "enum-value-unknown",
            Self::ReadOnly => "read-only-property-set",
            Self::OfNewerVersion => "property-needs-newer-api-version",
            Self::UnknownVersion => "api-version-unknown",
            Self::BadName => "name-invalid",
        }
    }

    /// What the table calls it.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Dropped => "required property dropped",
            Self::Misspelt => "property misspelt",
            Self::OtherCase => "property in other case",
            Self::OtherType => "value of another type",
            Self::Quoted => "number or truth value in quotes",
            Self::Fraction => "number with a fraction",
            Self::TooSmall => "number too small",
            Self::TooGreat => "number too great",
            Self::TooShort => "text too short",
            Self::TooLong => "text too long",
            Self::TooFew => "too few items",
            Self::TooMany => "too many items",
            Self::OtherForm => "text in another form",
            Self::NearValue => "value misspelt",
            Self::ValueInOtherCase => "value in other case",
            Self::FarValue => "value far off",
            Self::ValueOfOtherVersion => "value of another version",
            Self::ReadOnly => "read-only property set",
            Self::OfNewerVersion => "property of a newer version",
            Self::OfOlderVersion => "property of an older version",
            Self::UnknownVersion => "unknown API version",
            Self::BadName => "bad name",
        }
    }
}

/// Values with fewer characters are never taken for misspelt ones.
const SHORTEST_MISSPELT: usize = 5;

/// A change that makes a valid resource wrong in one way.
#[derive(Clone, Debug)]
pub(super) struct Mutation {
    pub what: What,
    /// The path of the object whose member changes, or of the value that does.
    pub at: String,
    pub change: Change,
    pub place: Place,
}

#[derive(Clone, Debug)]
pub(super) enum Change {
    Remove(String),
    Rename(String, String),
    Add(String, Data),
    Set(Data),
    Version(String),
}

/// What is underlined.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Place {
    Key(String),
    Value(String),
    /// The key of an object; of one that is an item, its first key; of one without any, all of it.
    Object(String),
    Version,
}

impl Mutation {
    /// The resource with the change.
    pub(super) fn of(&self, body: &Data) -> Option<Data> {
        let mut changed = body.clone();
        let target = changed.at_mut(&self.at)?;
        match (&self.change, target) {
            (Change::Set(data), target) => *target = data.clone(),
            (Change::Remove(name), Data::Map(members)) => members.retain(|(known, _)| known != name),
            (Change::Rename(name, new), Data::Map(members)) => {
                members.iter_mut().find(|(known, _)| known == name)?.0.clone_from(new);
            }
            (Change::Add(name, data), Data::Map(members)) => members.push((name.clone(), data.clone())),
            (Change::Version(_), _) => {}
            _ => return None,
        }
        Some(changed)
    }

    /// What was meant by a misspelt name or value, which the finding must say. Short words are never taken for misspelt
    /// values.
    pub(super) fn meant<'m>(&'m self, data: &'m Data) -> Option<&'m str> {
        match (&self.change, self.what, data.at(&self.at)?) {
            (Change::Rename(name, _), ..) => Some(name),
            (Change::Set(Data::Text(new)), What::NearValue, Data::Text(text)) => {
                (new.chars().count() >= SHORTEST_MISSPELT).then_some(text)
            }
            (_, What::ValueInOtherCase, Data::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// How much the finding matters, where that depends on how a value is wrong.
    pub(super) fn severity(&self, data: &Data) -> Option<Severity> {
        match self.what {
            What::NearValue if self.meant(data).is_some() => Some(Severity::Error),
            What::NearValue | What::FarValue | What::ValueInOtherCase => Some(Severity::Warning),
            _ => None,
        }
    }

    /// Whether the changed resource is wrong in the same way if its type is this one: that of another version, which a
    /// manifest's version stands for too.
    pub(super) fn holds_in(&self, body: &Type, data: &Data) -> bool {
        if matches!(self.what, What::UnknownVersion | What::BadName) {
            return true;
        }
        let Some(place) = find(body, data, &self.at) else { return false };
        let variant = variant(place, data.at(&self.at));
        let member = |name: &str| place.members_or_base(variant).into_iter().find(|property| property.name == name);
        // What may have any members, or is none of the variants, has no unknown ones.
        let is_clear = place.members(variant).is_some() && !matches!(place, Type::Object { others: Some(_), .. });
        match &self.change {
            Change::Version(_) => true,
            Change::Remove(name) => {
                is_discriminator(place, name) || member(name).is_some_and(|property| property.required)
            }
            // A discriminator is always required, and what it is not is told even so.
            Change::Rename(name, _) if is_discriminator(place, name) => true,
            Change::Rename(_, new) => member(new).is_none() && is_clear,
            Change::Add(name, _) if self.what == What::ReadOnly => {
                member(name).is_some_and(|property| property.read_only)
            }
            Change::Add(name, _) => member(name).is_none() && is_clear && !is_discriminator(place, name),
            Change::Set(value) => deviates(self.what, place, value),
        }
    }
}

fn is_discriminator(place: &Type, name: &str) -> bool {
    matches!(place, Type::Choice { by, .. } if by == name)
}

/// The variant that an object is, by what is written in it.
fn variant<'d>(of: &Type, data: Option<&'d Data>) -> Option<&'d str> {
    match of {
        Type::Choice { by, .. } => data?.text(by),
        _ => None,
    }
}

/// The type of what stands at a path of a valid resource.
fn find<'t>(body: &'t Type, data: &Data, path: &str) -> Option<&'t Type> {
    let mut at = String::new();
    path.split('/').skip(1).try_fold(body, |of, step| {
        let here = data.at(&at);
        at = join(&at, step);
        match of {
            Type::List { item, .. } => Some(&**item),
            Type::Object { properties, others } => {
                let own = properties.iter().find(|property| property.name == step).map(|property| &property.of);
                own.or(others.as_deref())
            }
            Type::Choice { by, .. } if by == step => Some(of),
            of => {
                let members = of.members_or_base(variant(of, here));
                members.into_iter().find(|property| property.name == step).map(|property| &property.of)
            }
        }
    })
}

/// Whether a value deviates from a type in this way.
fn deviates(what: What, of: &Type, value: &Data) -> bool {
    let is_known = |text: &str| match of {
        Type::Values { known, .. } => known.iter().any(|value| value == text),
        Type::Choice { each, .. } => each.iter().any(|(value, _)| value == text),
        _ => true,
    };
    match (what, of, value) {
        (What::OtherType | What::Quoted | What::Fraction, of, value) => is_other_type(of, value),
        (What::TooSmall | What::TooGreat, Type::Int { least, most }, Data::Int(number)) => {
            least.is_some_and(|least| *number < least) || most.is_some_and(|most| most < *number)
        }
        (What::TooShort | What::TooLong, Type::Text { least, most, .. }, Data::Text(text)) => {
            let length = text.chars().count();
            least.is_some_and(|least| length < least) || most.is_some_and(|most| most < length)
        }
        (What::OtherForm, Type::Text { pattern, .. }, Data::Text(text)) => {
            pattern.is_some() && *text == texts::breaking(text.len())
        }
        (What::TooFew | What::TooMany, Type::List { least, most, .. }, Data::List(items)) => {
            items.len() < *least || most.is_some_and(|most| most < items.len())
        }
        (What::NearValue | What::FarValue | What::ValueOfOtherVersion, _, Data::Text(text)) => !is_known(text),
        // Letter case does not count in manifests, and they are what stands for several versions.
        _ => false,
    }
}

fn is_other_type(of: &Type, value: &Data) -> bool {
    match (of, value) {
        (Type::Any, _) => false,
        (Type::Bool, Data::Bool(_)) | (Type::Int { .. }, Data::Int(_)) | (Type::List { .. }, Data::List(_)) => false,
        (Type::Text { .. } | Type::Values { .. }, Data::Text(_)) => false,
        // A discriminator has the place of its object.
        (Type::Choice { .. }, Data::Text(_)) => true,
        (Type::Object { .. } | Type::Choice { .. }, Data::Map(_)) => false,
        _ => true,
    }
}

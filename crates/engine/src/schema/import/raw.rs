//! JSON Schema as it is written, as far as it is understood: what OpenAPI and Kubernetes make of it, too.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_saphyr::Spanned;

use crate::kinds::OneOrMany;

/// A schema. What is not here is passed over: it can only forbid more.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Raw {
    #[serde(rename = "$ref")]
    pub reference: Option<Spanned<String>>,
    pub r#type: Option<OneOrMany>,
    pub format: Option<String>,
    pub properties: Option<BTreeMap<String, Whether>>,
    #[serde(default)]
    pub required: Vec<String>,
    pub r#enum: Option<Vec<Scalar>>,
    pub r#const: Option<Scalar>,
    pub default: Option<IgnoredAny>,
    pub pattern: Option<String>,
    pub minimum: Option<f64>,
    pub maximum: Option<f64>,
    pub exclusive_minimum: Option<Scalar>,
    pub exclusive_maximum: Option<Scalar>,
    pub min_length: Option<i64>,
    pub max_length: Option<i64>,
    pub min_items: Option<i64>,
    pub max_items: Option<i64>,
    pub items: Option<Box<Whether>>,
    pub additional_properties: Option<Box<Whether>>,
    pub pattern_properties: Option<IgnoredAny>,
    #[serde(default)]
    pub all_of: Vec<Whether>,
    #[serde(default)]
    pub nullable: bool,
    #[serde(default, rename = "x-kubernetes-int-or-string")]
    pub int_or_string: bool,
    #[serde(default, rename = "x-kubernetes-preserve-unknown-fields")]
    pub preserve_unknown_fields: bool,
    #[serde(default, rename = "x-kubernetes-embedded-resource")]
    pub embedded_resource: bool,
    #[serde(default)]
    pub definitions: BTreeMap<String, Whether>,
    #[serde(default, rename = "$defs")]
    pub defs: BTreeMap<String, Whether>,
    #[serde(rename = "x-kubernetes-group-version-kind")]
    pub group_version_kind: Option<Spanned<Vec<GroupVersionKind>>>,
}

/// Which kind a schema is for.
#[derive(Debug, Deserialize)]
pub(super) struct GroupVersionKind {
    #[serde(default)]
    pub group: String,
    pub version: String,
    pub kind: String,
}

/// A schema, or whether anything fits. Of a list of schemas, one for each item, nothing is kept.
#[derive(Debug)]
pub(super) enum Whether {
    Schema(Box<Raw>),
    Anything,
    Nothing,
}

/// A value where any may stand.
#[derive(Debug)]
pub(super) enum Scalar {
    Bool(bool),
    Number(f64),
    Text(String),
    /// Null, a list or a mapping.
    Other,
}

impl Scalar {
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl Whether {
    pub(super) fn schema(&self) -> Option<&Raw> {
        match self {
            Self::Schema(raw) => Some(raw),
            Self::Anything | Self::Nothing => None,
        }
    }
}

impl<'de> Deserialize<'de> for Whether {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(WhetherVisitor)
    }
}

struct WhetherVisitor;

impl<'de> Visitor<'de> for WhetherVisitor {
    type Value = Whether;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a schema, `true` or `false`")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Whether, E> {
        Ok(if value { Whether::Anything } else { Whether::Nothing })
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Whether, A::Error> {
        Raw::deserialize(MapAccessDeserializer::new(map)).map(|raw| Whether::Schema(Box::new(raw)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Whether, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Whether::Anything)
    }
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(ScalarVisitor)
    }
}

struct ScalarVisitor;

impl<'de> Visitor<'de> for ScalarVisitor {
    type Value = Scalar;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Scalar, E> {
        Ok(Scalar::Bool(value))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Scalar, E> {
        #[expect(clippy::cast_precision_loss, reason = "bounds beyond 2^53 are as good as none")]
        Ok(Scalar::Number(number as f64))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Scalar, E> {
        #[expect(clippy::cast_precision_loss, reason = "bounds beyond 2^53 are as good as none")]
        Ok(Scalar::Number(number as f64))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Scalar, E> {
        Ok(Scalar::Number(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Scalar, E> {
        Ok(Scalar::Text(text.to_owned()))
    }

    fn visit_unit<E>(self) -> Result<Scalar, E> {
        Ok(Scalar::Other)
    }

    fn visit_none<E>(self) -> Result<Scalar, E> {
        Ok(Scalar::Other)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Scalar, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Scalar::Other)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Scalar, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Scalar::Other)
    }
}

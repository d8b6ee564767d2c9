//! Values as they stand in JSON: amounts and decimals as strings, words of closed sets, ids.

use std::borrow::Cow;
use std::fmt::Display;
use std::str::FromStr;

use kernel::{Fault, Id};
use money::{Currency, E6, Rate};
use reports::Owner;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::openapi::schema::{
    KnownFormat, Object, ObjectBuilder, OneOfBuilder, SchemaFormat, Type,
};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};
use uuid::Uuid;

use crate::problem::Problem;

/// An id of something, from its bare form.
pub(crate) fn id<K>(uuid: Uuid) -> Id<K> {
    Id::from_uuid(uuid)
}

/// Reads a field of a change: absent is `None`, and null is refused or, where the field itself is an
/// `Option`, clears it. Goes with `#[serde(default)]`.
pub(crate) fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// An amount of money as a decimal in the currency's places.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
#[schema(pattern = r"^[+-]?[0-9]*(\.[0-9]*)?$", example = "147703.18")]
pub(crate) struct Amount(String);

impl Amount {
    /// Minor units of a currency, written out.
    pub(crate) fn of(minor: i64, currency: Currency) -> Self {
        Self(money::format_minor(minor, currency))
    }

    /// The decimal's text.
    pub(crate) fn text(&self) -> &str {
        &self.0
    }

    /// Its minor units; `field` is the path that a problem names.
    pub(crate) fn minor(&self, currency: Currency, field: &str) -> Result<i64, Problem> {
        money::parse_minor(&self.0, currency).map_err(|e| named(&e, field))
    }
}

/// A decimal as text: a quantity, a price, a rate.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
#[schema(pattern = r"^[+-]?[0-9]*(\.[0-9]*)?$", example = "1.0825")]
pub(crate) struct Decimal(String);

impl Decimal {
    /// The decimal's text.
    pub(crate) fn text(&self) -> &str {
        &self.0
    }

    /// The decimal of six places; `field` is the path that a problem names.
    pub(crate) fn e6(&self, field: &str) -> Result<E6, Problem> {
        self.0.parse().map_err(|e: money::MoneyError| named(&e, field))
    }

    /// The exchange rate of twelve places; `field` is the path that a problem names.
    pub(crate) fn rate(&self, field: &str) -> Result<Rate, Problem> {
        self.0.parse().map_err(|e: money::MoneyError| named(&e, field))
    }
}

impl<const PLACES: u32> From<money::Decimal<PLACES>> for Decimal {
    fn from(decimal: money::Decimal<PLACES>) -> Self {
        Self(decimal.to_string())
    }
}

/// A currency by its code.
pub(crate) fn currency(code: &str, field: &str) -> Result<Currency, Problem> {
    Currency::parse(code).map_err(|e| named(&e, field))
}

/// A fault of a value, said of the field that has it.
fn named(fault: &impl Fault, field: &str) -> Problem {
    Problem::invalid(fault.code(), field, fault.to_string())
}

/// The word for the clients of nobody.
const NOBODY: &str = "none";

/// Whose clients a report is about: a user's, or nobody's.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OwnerOrNone(pub(crate) Owner);

impl<'de> Deserialize<'de> for OwnerOrNone {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        if text == NOBODY {
            return Ok(Self(Owner::Nobody));
        }
        let bad =
            |_| serde::de::Error::custom(format!("an owner is the id of a user, or '{NOBODY}'"));
        text.parse::<Uuid>().map(|user| Self(Owner::Is(id(user)))).map_err(bad)
    }
}

impl PartialSchema for OwnerOrNone {
    fn schema() -> RefOr<Schema> {
        let user = ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Uuid)));
        let nobody = ObjectBuilder::new().schema_type(Type::String).enum_values(Some([NOBODY]));
        OneOfBuilder::new().item(user).item(nobody).into()
    }
}

impl ToSchema for OwnerOrNone {}

/// An enum of the domain whose values are words.
pub(crate) trait Words: Copy + Display + FromStr<Err: Display> {
    /// What the schema is called.
    const NAME: &'static str;

    /// Every word.
    fn all() -> Vec<String>;
}

/// A value of such an enum, as its word in JSON. Shapes name it by an alias, which is what OpenAPI's
/// macros can refer to: `type ClientKind = Word<clients::ClientKind>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Word<T>(pub(crate) T);

impl<T: Words> Serialize for Word<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de, T: Words> Deserialize<'de> for Word<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map(Self).map_err(serde::de::Error::custom)
    }
}

impl<T: Words> PartialSchema for Word<T> {
    fn schema() -> RefOr<Schema> {
        let words: Object =
            ObjectBuilder::new().schema_type(Type::String).enum_values(Some(T::all())).build();
        words.into()
    }
}

impl<T: Words> ToSchema for Word<T> {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed(T::NAME)
    }
}

/// Says that enums of the domain are words: type, the schema's name, every value.
macro_rules! words {
    ($($kind:ty = $name:literal, $all:expr;)*) => {$(
        impl $crate::wire::Words for $kind {
            const NAME: &'static str = $name;

            fn all() -> Vec<String> {
                $all.iter().map(ToString::to_string).collect()
            }
        }
    )*};
}
pub(crate) use words;

//! Values on their way into a statement, and columns on their way out.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Id;
use money::{Currency, Decimal};
use uuid::Uuid;

/// A parameter of a statement, or a cell of a row to load.
///
/// One variant per logical column type; the engines map them in `sqlite.rs` and `postgres.rs`.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// SQL NULL of any type.
    Null,
    /// `boolean`
    Bool(bool),
    /// `bigint`
    Int(i64),
    /// `text`
    Text(Cow<'a, str>),
    /// `bytea`
    Bytes(Cow<'a, [u8]>),
    /// `uuid`
    Uuid(Uuid),
    /// `date`
    Date(Date),
    /// `timestamptz`, to the microsecond
    Instant(Timestamp),
    /// `jsonb`
    Json(Cow<'a, serde_json::Value>),
    /// The list behind `IN LIST(?n)` on a `text` column.
    Texts(Vec<String>),
    /// The list behind `IN LIST(?n)` on a `uuid` column.
    Uuids(Vec<Uuid>),
    /// The list behind `IN LIST(?n)` on a `bigint` column.
    Ints(Vec<i64>),
}

impl Value<'_> {
    /// The same value, owning what it held by reference.
    pub fn into_owned(self) -> Value<'static> {
        match self {
            Value::Null => Value::Null,
            Value::Bool(v) => Value::Bool(v),
            Value::Int(v) => Value::Int(v),
            Value::Text(v) => Value::Text(Cow::Owned(v.into_owned())),
            Value::Bytes(v) => Value::Bytes(Cow::Owned(v.into_owned())),
            Value::Uuid(v) => Value::Uuid(v),
            Value::Date(v) => Value::Date(v),
            Value::Instant(v) => Value::Instant(v),
            Value::Json(v) => Value::Json(Cow::Owned(v.into_owned())),
            Value::Texts(v) => Value::Texts(v),
            Value::Uuids(v) => Value::Uuids(v),
            Value::Ints(v) => Value::Ints(v),
        }
    }
}

macro_rules! value_from {
    ($($from:ty => |$v:ident| $to:expr;)*) => {
        $(impl<'a> From<$from> for Value<'a> {
            fn from($v: $from) -> Self { $to }
        })*
    };
}

value_from! {
    bool => |v| Value::Bool(v);
    i64 => |v| Value::Int(v);
    i32 => |v| Value::Int(i64::from(v));
    u32 => |v| Value::Int(i64::from(v));
    &'a str => |v| Value::Text(Cow::Borrowed(v));
    &'a String => |v| Value::Text(Cow::Borrowed(v));
    String => |v| Value::Text(Cow::Owned(v));
    &'a [u8] => |v| Value::Bytes(Cow::Borrowed(v));
    &'a Vec<u8> => |v| Value::Bytes(Cow::Borrowed(v));
    Vec<u8> => |v| Value::Bytes(Cow::Owned(v));
    Uuid => |v| Value::Uuid(v);
    Date => |v| Value::Date(v);
    Timestamp => |v| Value::Instant(v);
    serde_json::Value => |v| Value::Json(Cow::Owned(v));
    &'a serde_json::Value => |v| Value::Json(Cow::Borrowed(v));
    Currency => |v| Value::Text(Cow::Borrowed(v.code()));
    Vec<String> => |v| Value::Texts(v);
    Vec<Uuid> => |v| Value::Uuids(v);
    Vec<i64> => |v| Value::Ints(v);
}

impl<K> From<Id<K>> for Value<'_> {
    fn from(id: Id<K>) -> Self {
        Value::Uuid(id.uuid())
    }
}

impl<K> From<Vec<Id<K>>> for Value<'_> {
    fn from(ids: Vec<Id<K>>) -> Self {
        Value::Uuids(ids.into_iter().map(Id::uuid).collect())
    }
}

impl<K> From<&[Id<K>]> for Value<'_> {
    fn from(ids: &[Id<K>]) -> Self {
        Value::Uuids(ids.iter().map(|id| id.uuid()).collect())
    }
}

impl<const PLACES: u32> From<Decimal<PLACES>> for Value<'_> {
    fn from(decimal: Decimal<PLACES>) -> Self {
        Value::Int(decimal.scaled())
    }
}

impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Value::Null, Into::into)
    }
}

/// The parameters of a statement from `?2` on; `?1` is always the tenant, which the seam binds itself.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => { &[$($crate::Value::from($value)),*] as &[$crate::Value<'_>] };
}

/// A type that a column can be read as. The engines implement it for the logical column types; the
/// others build on those.
pub trait Column: Sized {
    /// Reads column `index` of a row.
    fn read(row: &crate::Row<'_>, index: usize) -> Result<Self, crate::Error>;
}

impl<K> Column for Id<K> {
    fn read(row: &crate::Row<'_>, index: usize) -> Result<Self, crate::Error> {
        Uuid::read(row, index).map(Id::from_uuid)
    }
}

impl<K> Column for Option<Id<K>> {
    fn read(row: &crate::Row<'_>, index: usize) -> Result<Self, crate::Error> {
        Ok(Option::<Uuid>::read(row, index)?.map(Id::from_uuid))
    }
}

impl<const PLACES: u32> Column for Decimal<PLACES> {
    fn read(row: &crate::Row<'_>, index: usize) -> Result<Self, crate::Error> {
        i64::read(row, index).map(Decimal::from_scaled)
    }
}

impl<const PLACES: u32> Column for Option<Decimal<PLACES>> {
    fn read(row: &crate::Row<'_>, index: usize) -> Result<Self, crate::Error> {
        Ok(Option::<i64>::read(row, index)?.map(Decimal::from_scaled))
    }
}

impl Column for Currency {
    fn read(row: &crate::Row<'_>, index: usize) -> Result<Self, crate::Error> {
        row.parse(index)
    }
}

impl Column for Option<Currency> {
    fn read(row: &crate::Row<'_>, index: usize) -> Result<Self, crate::Error> {
        row.parse_opt(index)
    }
}

impl Column for u64 {
    fn read(row: &crate::Row<'_>, index: usize) -> Result<Self, crate::Error> {
        let value = i64::read(row, index)?;
        Self::try_from(value).map_err(|e| row.unreadable(index, &e))
    }
}

impl Column for u32 {
    fn read(row: &crate::Row<'_>, index: usize) -> Result<Self, crate::Error> {
        let value = i64::read(row, index)?;
        Self::try_from(value).map_err(|e| row.unreadable(index, &e))
    }
}

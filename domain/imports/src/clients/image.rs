//! A client as it was before an import changed it, as JSON, and back.

use clients::{Address, NewClient, TaxNumber};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::facts::Existing;

/// A client before a change.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Image {
    /// Its version.
    pub(crate) version: i64,
    /// When it had been changed last.
    pub(crate) updated_at: String,
    /// The version that the import left; while it is that, nobody has changed the client since.
    pub(crate) left_at: i64,
    fields: Fields,
}

/// All that people say of it, in plain words.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Fields {
    number: String,
    kind: String,
    legal_name: String,
    trading_name: Option<String>,
    given_name: Option<String>,
    family_name: Option<String>,
    client_type: String,
    status: String,
    currency: String,
    payment_term: String,
    credit_limit_minor: Option<i64>,
    owner_id: Option<String>,
    parent_id: Option<String>,
    language: String,
    custom: Map<String, Value>,
    addresses: Vec<Place>,
    tax_numbers: Vec<(String, String)>,
    tags: Vec<String>,
}

/// Kind, street, city, region, postal code and country of an address.
type Place = (String, String, String, Option<String>, Option<String>, String);

impl Image {
    pub(crate) fn of(client: &Existing, left_at: i64) -> Self {
        let f = client.fields.clone();
        let address = |a: Address| {
            (a.kind.word().to_owned(), a.street, a.city, a.region, a.postal_code, a.country)
        };
        let fields = Fields {
            number: f.number,
            kind: f.kind.word().to_owned(),
            legal_name: f.legal_name,
            trading_name: f.trading_name,
            given_name: f.given_name,
            family_name: f.family_name,
            client_type: f.client_type,
            status: f.status.word().to_owned(),
            currency: f.currency.code().to_owned(),
            payment_term: f.payment_term,
            credit_limit_minor: f.credit_limit_minor,
            owner_id: f.owner_id.map(|id| id.to_string()),
            parent_id: f.parent_id.map(|id| id.to_string()),
            language: f.language,
            custom: f.custom,
            addresses: f.addresses.into_iter().map(address).collect(),
            tax_numbers: f.tax_numbers.into_iter().map(|n| (n.kind, n.value)).collect(),
            tags: f.tags,
        };
        let updated_at = client.updated_at.to_string();
        Self { version: client.version, updated_at, left_at, fields }
    }

    pub(crate) fn to_json(&self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }

    pub(crate) fn from_json(value: Value) -> Result<Self, String> {
        serde_json::from_value(value).map_err(|e| e.to_string())
    }

    /// Its number.
    pub(crate) fn number(&self) -> &str {
        &self.fields.number
    }

    /// The client that it belonged to.
    pub(crate) fn parent(&self) -> Option<&str> {
        self.fields.parent_id.as_deref()
    }

    /// The currency of its account.
    pub(crate) fn currency(&self) -> &str {
        &self.fields.currency
    }

    /// When it had been changed last.
    pub(crate) fn updated_at(&self) -> Result<Timestamp, String> {
        self.updated_at.parse().map_err(|e: jiff::Error| e.to_string())
    }

    /// The fields as they were.
    pub(crate) fn fields(self) -> Result<NewClient, String> {
        let f = self.fields;
        let address = |(kind, street, city, region, postal_code, country): Place| {
            Ok(Address { kind: kind.parse()?, street, city, region, postal_code, country })
        };
        let tax_number = |(kind, value)| TaxNumber { kind, value };
        Ok(NewClient {
            number: f.number,
            kind: f.kind.parse()?,
            legal_name: f.legal_name,
            trading_name: f.trading_name,
            given_name: f.given_name,
            family_name: f.family_name,
            client_type: f.client_type,
            status: f.status.parse()?,
            currency: money::Currency::parse(&f.currency).map_err(|e| e.to_string())?,
            payment_term: f.payment_term,
            credit_limit_minor: f.credit_limit_minor,
            owner_id: id_of(f.owner_id)?,
            parent_id: id_of(f.parent_id)?,
            language: f.language,
            custom: f.custom,
            addresses: f.addresses.into_iter().map(address).collect::<Result<_, String>>()?,
            tax_numbers: f.tax_numbers.into_iter().map(tax_number).collect(),
            tags: f.tags,
        })
    }
}

fn id_of<K>(text: Option<String>) -> Result<Option<kernel::Id<K>>, String> {
    text.map(|t| t.parse().map_err(|_| format!("'{t}' is not an id"))).transpose()
}

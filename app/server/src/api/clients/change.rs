//! A change of a client in JSON.

use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use uuid::Uuid;

use super::shape::{Address, ClientKind, ClientStatus, TaxNumber};
use crate::problem::Problem;
use crate::wire::{Amount, currency, given, id};

/// What may be changed about a client; what is absent stays, and null clears.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ClientChange {
    /// Its number, unique in the company.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    number: Option<String>,
    /// What it is in law.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    kind: Option<ClientKind>,
    /// Its name in law.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    legal_name: Option<String>,
    /// The name it trades under.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    trading_name: Option<Option<String>>,
    /// A person's given name.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    given_name: Option<Option<String>>,
    /// A person's family name.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    family_name: Option<Option<String>>,
    /// The company's own word for what sort of client it is.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    client_type: Option<String>,
    /// Where it stands.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    status: Option<ClientStatus>,
    /// The currency of its account, which may change until something is posted to it.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false, example = "EUR")]
    currency: Option<String>,
    /// The code of its payment term.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false, example = "net30")]
    payment_term: Option<String>,
    /// Credit limit in `currency`; null for none. Where only the currency changes, the figure stays.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<Amount>)]
    credit_limit: Option<Option<Amount>>,
    /// Who looks after it; null for nobody.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<Uuid>)]
    owner_id: Option<Option<Uuid>>,
    /// The client that it belongs to; null for none.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<Uuid>)]
    parent_id: Option<Option<Uuid>>,
    /// The language of what is written to it: `en` or `es`.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    language: Option<String>,
    /// All custom fields, as they shall be.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<Object>, nullable = false)]
    custom: Option<Map<String, Value>>,
    /// All addresses, as they shall be.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    addresses: Option<Vec<Address>>,
    /// All tax numbers, as they shall be.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    tax_numbers: Option<Vec<TaxNumber>>,
    /// All tags, as they shall be.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    tags: Option<Vec<String>>,
}

impl ClientChange {
    /// The client's fields with the change worked in.
    pub(super) fn applied(
        &self,
        before: clients::NewClient,
    ) -> Result<clients::NewClient, Problem> {
        let had = before.credit_limit_minor.map(|minor| Amount::of(minor, before.currency));
        let code = self.currency.as_deref();
        let currency = code.map_or(Ok(before.currency), |c| currency(c, "currency"))?;
        let limit = self.credit_limit.clone().unwrap_or(had);
        let limit = limit.map(|amount| amount.minor(currency, "credit_limit")).transpose()?;
        let addresses = self.addresses.clone();
        let tax_numbers = self.tax_numbers.clone();
        Ok(clients::NewClient {
            number: self.number.clone().unwrap_or(before.number),
            kind: self.kind.map_or(before.kind, |k| k.0),
            legal_name: self.legal_name.clone().unwrap_or(before.legal_name),
            trading_name: self.trading_name.clone().unwrap_or(before.trading_name),
            given_name: self.given_name.clone().unwrap_or(before.given_name),
            family_name: self.family_name.clone().unwrap_or(before.family_name),
            client_type: self.client_type.clone().unwrap_or(before.client_type),
            status: self.status.map_or(before.status, |s| s.0),
            currency,
            payment_term: self.payment_term.clone().unwrap_or(before.payment_term),
            credit_limit_minor: limit,
            owner_id: self.owner_id.map_or(before.owner_id, |o| o.map(id)),
            parent_id: self.parent_id.map_or(before.parent_id, |p| p.map(id)),
            language: self.language.clone().unwrap_or(before.language),
            custom: self.custom.clone().unwrap_or(before.custom),
            addresses: addresses
                .map_or(before.addresses, |a| a.into_iter().map(Into::into).collect()),
            tax_numbers: tax_numbers
                .map_or(before.tax_numbers, |n| n.into_iter().map(Into::into).collect()),
            tags: self.tags.clone().unwrap_or(before.tags),
        })
    }
}

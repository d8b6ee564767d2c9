//! A client in JSON.

use clients::client::access::access;
use clients::client::list;
use clients::{
    AddressKind as DomainAddressKind, ClientKind as DomainKind, ClientStatus as DomainStatus,
};
use db::Tx;
use jiff::Timestamp;
use people::permission::ReadClients;
use people::tenant::Tenant;
use people::{Actor, user};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::names::ClientNames;
use crate::problem::Problem;
use crate::wire::{Amount, Word, currency, id, words};

words! {
    DomainKind = "ClientKind", DomainKind::ALL;
    DomainStatus = "ClientStatus", DomainStatus::ALL;
    DomainAddressKind = "AddressKind", DomainAddressKind::ALL;
}
pub(super) type ClientKind = Word<DomainKind>;
pub(super) type ClientStatus = Word<DomainStatus>;
type AddressKind = Word<DomainAddressKind>;

/// A postal address. Has a street or a city, or both.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Address {
    /// What it is for.
    kind: AddressKind,
    /// Street and number; may have several lines.
    #[serde(default)]
    #[schema(example = "Calle de Alcalá 45")]
    street: String,
    /// Town.
    #[serde(default)]
    #[schema(example = "Madrid")]
    city: String,
    /// State or province.
    region: Option<String>,
    /// Postal code.
    #[schema(example = "28014")]
    postal_code: Option<String>,
    /// Two capital letters of ISO 3166.
    #[schema(example = "ES")]
    country: String,
}

/// A number that a tax authority gave.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TaxNumber {
    /// What number it is, such as `NIF`, `VAT` or `EIN`.
    #[schema(example = "NIF")]
    kind: String,
    /// The number.
    #[schema(example = "B12345674")]
    value: String,
}

impl From<Address> for clients::Address {
    fn from(a: Address) -> Self {
        Self {
            kind: a.kind.0,
            street: a.street,
            city: a.city,
            region: a.region,
            postal_code: a.postal_code,
            country: a.country,
        }
    }
}

impl From<clients::Address> for Address {
    fn from(a: clients::Address) -> Self {
        Self {
            kind: Word(a.kind),
            street: a.street,
            city: a.city,
            region: a.region,
            postal_code: a.postal_code,
            country: a.country,
        }
    }
}

impl From<TaxNumber> for clients::TaxNumber {
    fn from(n: TaxNumber) -> Self {
        Self { kind: n.kind, value: n.value }
    }
}

/// A client with all that is kept of it.
#[derive(Serialize, ToSchema)]
pub(super) struct Client {
    id: Uuid,
    /// Its number, unique in the company.
    #[schema(example = "C-00042")]
    number: String,
    /// What it is in law.
    kind: ClientKind,
    /// Its name in law.
    #[schema(example = "Muñoz Hermanos, S.A.")]
    legal_name: String,
    /// The name it trades under.
    trading_name: Option<String>,
    /// A person's given name.
    given_name: Option<String>,
    /// A person's family name.
    family_name: Option<String>,
    /// The company's own word for what sort of client it is.
    client_type: String,
    /// Where it stands.
    status: ClientStatus,
    /// The currency of its account.
    #[schema(example = "USD")]
    currency: String,
    /// The code of its payment term.
    #[schema(example = "net30")]
    payment_term: String,
    /// Credit limit in `currency`; null is no limit.
    credit_limit: Option<Amount>,
    /// Who looks after it.
    owner_id: Option<Uuid>,
    /// The name of who looks after it.
    owner_name: Option<String>,
    /// The client that it belongs to.
    parent_id: Option<Uuid>,
    /// That client's number, where you may see it.
    parent_number: Option<String>,
    /// That client's name, where you may see it.
    parent_name: Option<String>,
    /// The language of what is written to it: `en` or `es`.
    language: String,
    /// Custom fields by name; each a text, a number, or true or false.
    #[schema(value_type = Object)]
    custom: Map<String, Value>,
    /// Addresses, in the order in which they are shown.
    addresses: Vec<Address>,
    /// Tax numbers, one of a kind at the most.
    tax_numbers: Vec<TaxNumber>,
    /// Tags.
    tags: Vec<String>,
    /// When it was opened.
    created_at: Timestamp,
    /// When it was last changed.
    updated_at: Timestamp,
    /// For `If-Match`.
    version: i64,
}

impl Client {
    /// A client as an actor may see it.
    pub(super) fn of(tx: &Tx<'_>, actor: &Actor, client: clients::Client) -> Result<Self, Problem> {
        let f = client.fields;
        let numbers = f.tax_numbers.into_iter();
        let owner = f.owner_id.map(|id| user::get(tx, id)).transpose()?;
        let in_reach = |id| access::<ReadClients>(tx, actor, id).is_ok();
        let parents = f.parent_id.filter(|id| in_reach(*id));
        let names = ClientNames::of(tx, parents)?;
        Ok(Self {
            id: client.id.uuid(),
            number: f.number,
            kind: Word(f.kind),
            legal_name: f.legal_name,
            trading_name: f.trading_name,
            given_name: f.given_name,
            family_name: f.family_name,
            client_type: f.client_type,
            status: Word(f.status),
            currency: f.currency.to_string(),
            payment_term: f.payment_term,
            credit_limit: f.credit_limit_minor.map(|minor| Amount::of(minor, f.currency)),
            owner_id: f.owner_id.map(kernel::Id::uuid),
            owner_name: owner.map(|user| user.name),
            parent_id: f.parent_id.map(kernel::Id::uuid),
            parent_number: parents.map(|parent| names.number(parent)),
            parent_name: parents.map(|parent| names.name(parent)),
            language: f.language,
            custom: f.custom,
            addresses: f.addresses.into_iter().map(Address::from).collect(),
            tax_numbers: numbers.map(|n| TaxNumber { kind: n.kind, value: n.value }).collect(),
            tags: f.tags,
            created_at: client.created_at,
            updated_at: client.updated_at,
            version: client.version,
        })
    }
}

/// A client in a list.
#[derive(Serialize, ToSchema)]
pub(super) struct ClientRow {
    id: Uuid,
    /// Its number.
    #[schema(example = "C-00042")]
    number: String,
    /// What it is in law.
    kind: ClientKind,
    /// Its name in law.
    legal_name: String,
    /// The name it trades under.
    trading_name: Option<String>,
    /// The company's own word for what sort of client it is.
    client_type: String,
    /// Where it stands.
    status: ClientStatus,
    /// The currency of its account.
    currency: String,
    /// Who looks after it.
    owner_id: Option<Uuid>,
    /// The name of who looks after it.
    owner_name: Option<String>,
    /// The client that it belongs to.
    parent_id: Option<Uuid>,
    /// Credit limit in `currency`; null is no limit.
    credit_limit: Option<Amount>,
    /// When it was last changed.
    updated_at: Timestamp,
    /// For `If-Match`.
    version: i64,
}

impl From<list::ClientRow> for ClientRow {
    fn from(r: list::ClientRow) -> Self {
        Self {
            id: r.id.uuid(),
            number: r.number,
            kind: Word(r.kind),
            legal_name: r.legal_name,
            trading_name: r.trading_name,
            client_type: r.client_type,
            status: Word(r.status),
            currency: r.currency.to_string(),
            owner_id: r.owner_id.map(kernel::Id::uuid),
            owner_name: r.owner_name,
            parent_id: r.parent_id.map(kernel::Id::uuid),
            credit_limit: r.credit_limit_minor.map(|minor| Amount::of(minor, r.currency)),
            updated_at: r.updated_at,
            version: r.version,
        }
    }
}

/// What a new client is made from.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewClient {
    /// Its number, unique in the company; absent for the next of the series.
    #[schema(example = "C-00042")]
    number: Option<String>,
    /// What it is in law.
    kind: ClientKind,
    /// Its name in law; a person's may be absent and is made of given and family name.
    #[serde(default)]
    #[schema(example = "Muñoz Hermanos, S.A.")]
    legal_name: String,
    /// The name it trades under.
    trading_name: Option<String>,
    /// A person's given name.
    given_name: Option<String>,
    /// A person's family name.
    family_name: Option<String>,
    /// The company's own word for what sort of client it is.
    #[serde(default)]
    client_type: String,
    /// Where it stands; absent for `active`.
    status: Option<ClientStatus>,
    /// The currency of its account; absent for the company's.
    #[schema(example = "USD")]
    currency: Option<String>,
    /// The code of its payment term.
    #[schema(example = "net30")]
    payment_term: String,
    /// Credit limit in `currency`; absent or null for none.
    credit_limit: Option<Amount>,
    /// Who looks after it.
    owner_id: Option<Uuid>,
    /// The client that it belongs to.
    parent_id: Option<Uuid>,
    /// The language of what is written to it, `en` or `es`; absent for the company's.
    language: Option<String>,
    /// Custom fields by name; each a text, a number, or true or false.
    #[serde(default)]
    #[schema(value_type = Object)]
    custom: Map<String, Value>,
    /// Addresses.
    #[serde(default)]
    addresses: Vec<Address>,
    /// Tax numbers.
    #[serde(default)]
    tax_numbers: Vec<TaxNumber>,
    /// Tags.
    #[serde(default)]
    tags: Vec<String>,
}

impl NewClient {
    /// As the domain takes it, what is absent filled in from the company.
    pub(super) fn fields(&self, company: &Tenant) -> Result<clients::NewClient, Problem> {
        let code = self.currency.as_deref();
        let currency = code.map_or(Ok(company.base_currency), |c| currency(c, "currency"))?;
        let limit = self.credit_limit.as_ref().map(|a| a.minor(currency, "credit_limit"));
        let language = self.language.clone();
        Ok(clients::NewClient {
            number: self.number.clone().unwrap_or_default(),
            kind: self.kind.0,
            legal_name: self.legal_name.clone(),
            trading_name: self.trading_name.clone(),
            given_name: self.given_name.clone(),
            family_name: self.family_name.clone(),
            client_type: self.client_type.clone(),
            status: self.status.map_or(DomainStatus::Active, |s| s.0),
            currency,
            payment_term: self.payment_term.clone(),
            credit_limit_minor: limit.transpose()?,
            owner_id: self.owner_id.map(id),
            parent_id: self.parent_id.map(id),
            language: language.unwrap_or_else(|| company.language.clone()),
            custom: self.custom.clone(),
            addresses: self.addresses.iter().cloned().map(Into::into).collect(),
            tax_numbers: self.tax_numbers.iter().cloned().map(Into::into).collect(),
            tags: self.tags.clone(),
        })
    }
}

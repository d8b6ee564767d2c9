//! Clients: the accounts that a representative looks after.

use jiff::Timestamp;
use kernel::{Id, UserId};
use money::Currency;
use serde_json::{Map, Value};

pub mod access;
pub mod archive;
pub mod bulk;
pub mod change;
mod check;
pub mod find;
pub mod hand_over;
mod known;
pub mod list;
pub mod names;
pub mod open;
mod store;
mod tree;

pub use check::{
    ADDRESSES_MAX, CUSTOM_BYTES_MAX, CUSTOM_FIELDS_MAX, NAME_CHARS_MAX, NUMBER_CHARS_MAX, TAGS_MAX,
    TAX_NUMBERS_MAX,
};
pub use store::get;
pub use tree::LEVELS_MAX;

/// Marks the id of a client.
pub enum ClientMark {}
/// A client's id.
pub type ClientId = Id<ClientMark>;

kernel::words! {
    /// What a client is in law.
    pub enum ClientKind {
        /// A company, association or authority.
        Organisation = "organisation",
        /// A natural person.
        Person = "person",
    }
}

kernel::words! {
    /// Where a client stands.
    pub enum ClientStatus {
        /// Nothing sold yet.
        Prospect = "prospect",
        /// Business goes on.
        Active = "active",
        /// No further business for now.
        OnHold = "on_hold",
        /// The relation has ended.
        Closed = "closed",
        /// Kept for the record only; lists leave it out unless asked.
        Archived = "archived",
    }
}

kernel::words! {
    /// What an address is for.
    pub enum AddressKind {
        /// Where invoices go.
        Billing = "billing",
        /// Where goods go.
        Delivery = "delivery",
        /// The seat in law.
        Registered = "registered",
        /// Where a person lives.
        Home = "home",
        /// Anything else.
        Other = "other",
    }
}

/// A postal address. Has a street or a city, or both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// What it is for.
    pub kind: AddressKind,
    /// Street and number; may have several lines.
    pub street: String,
    /// Town.
    pub city: String,
    /// State or province.
    pub region: Option<String>,
    /// Postal code.
    pub postal_code: Option<String>,
    /// Two capital letters of ISO 3166.
    pub country: String,
}

/// A number that a tax authority gave; a client has one of a kind at the most.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaxNumber {
    /// What number it is, such as `NIF`, `VAT` or `EIN`.
    pub kind: String,
    /// The number.
    pub value: String,
}

/// What people say of a client: what a new one is made from, and what may be changed.
#[derive(Clone, Debug, PartialEq)]
pub struct NewClient {
    /// Its number, unique in the company; whoever opens a client takes it from the number series.
    pub number: String,
    /// What it is in law.
    pub kind: ClientKind,
    /// Its name in law; a person's may be left empty and is made of given and family name.
    pub legal_name: String,
    /// The name it trades under.
    pub trading_name: Option<String>,
    /// A person's given name.
    pub given_name: Option<String>,
    /// A person's family name.
    pub family_name: Option<String>,
    /// The company's own word for what sort of client it is; empty where it uses none.
    pub client_type: String,
    /// Where it stands.
    pub status: ClientStatus,
    /// The currency of its account.
    pub currency: Currency,
    /// The code of its payment term. That there is one is checked by the ledger, which knows them.
    pub payment_term: String,
    /// Credit limit in minor units of `currency`, nought or more; `None` is no limit.
    pub credit_limit_minor: Option<i64>,
    /// Who looks after it. Where the actor's permission reaches not all clients, `None` is the actor.
    pub owner_id: Option<UserId>,
    /// The client that it belongs to, such as the holding of a subsidiary.
    pub parent_id: Option<ClientId>,
    /// The language of what is written to it: `en` or `es`.
    pub language: String,
    /// Custom fields by name; each a text, a number, or true or false.
    pub custom: Map<String, Value>,
    /// Addresses, in the order in which they are shown.
    pub addresses: Vec<Address>,
    /// Tax numbers.
    pub tax_numbers: Vec<TaxNumber>,
    /// Tags: in lower case, each once.
    pub tags: Vec<String>,
}

impl NewClient {
    /// An active organisation with what a client cannot do without, in English, nothing else filled in.
    pub fn organisation(
        number: &str,
        legal_name: &str,
        currency: Currency,
        payment_term: &str,
    ) -> Self {
        Self {
            number: number.to_owned(),
            kind: ClientKind::Organisation,
            legal_name: legal_name.to_owned(),
            trading_name: None,
            given_name: None,
            family_name: None,
            client_type: String::new(),
            status: ClientStatus::Active,
            currency,
            payment_term: payment_term.to_owned(),
            credit_limit_minor: None,
            owner_id: None,
            parent_id: None,
            language: "en".to_owned(),
            custom: Map::new(),
            addresses: Vec::new(),
            tax_numbers: Vec::new(),
            tags: Vec::new(),
        }
    }

    /// An active person; as [`NewClient::organisation`] otherwise.
    pub fn person(
        number: &str,
        given_name: &str,
        family_name: &str,
        currency: Currency,
        payment_term: &str,
    ) -> Self {
        Self {
            kind: ClientKind::Person,
            given_name: Some(given_name.to_owned()),
            family_name: Some(family_name.to_owned()),
            ..Self::organisation(number, "", currency, payment_term)
        }
    }
}

/// A client as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Client {
    /// Its id.
    pub id: ClientId,
    /// What people said of it, checked and tidied.
    pub fields: NewClient,
    /// Its name as it is sorted and searched; a person's has the family name first.
    pub sort_name: String,
    /// For optimistic locking.
    pub version: i64,
    /// When it was opened.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

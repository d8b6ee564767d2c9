//! What is known of a client.

use jiff::civil::Date;

use crate::facts::Fact;

/// Clients who belong together, and everything that happened with them.
/// Most families are one client; a chain is a parent and its children.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Family {
    /// The parent first.
    pub clients: Vec<Client>,
    /// In the order of their days.
    pub facts: Vec<Fact>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client {
    pub number: String,
    pub kind: Kind,
    pub legal_name: String,
    pub trading_name: Option<String>,
    /// For persons.
    pub given_name: Option<String>,
    /// For persons.
    pub family_name: Option<String>,
    /// A code of [`crate::Company::client_types`].
    pub client_type: &'static str,
    pub status: Status,
    pub currency: &'static str,
    /// A code of [`crate::Company::payment_terms`].
    pub payment_terms: &'static str,
    pub credit_limit_minor: Option<i64>,
    /// The key of the representative who looks after the client.
    pub owner: &'static str,
    /// The parent's number.
    pub parent: Option<String>,
    /// "en" or "es".
    pub language: &'static str,
    pub addresses: Vec<Address>,
    pub tax_numbers: Vec<TaxNumber>,
    pub tags: Vec<&'static str>,
    pub contacts: Vec<Contact>,
    /// May be before the history begins; no invoice is older.
    pub opened_on: Date,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Organisation,
    Person,
}

impl Kind {
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Organisation => "organisation",
            Kind::Person => "person",
        }
    }
}

/// How the client stands on the last day of the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    Prospect,
    Active,
    OnHold,
    Closed,
}

impl Status {
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Prospect => "prospect",
            Status::Active => "active",
            Status::OnHold => "on_hold",
            Status::Closed => "closed",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// "billing" and "delivery" for organisations, "home" for persons.
    pub kind: &'static str,
    pub lines: Vec<String>,
    pub city: &'static str,
    pub region: &'static str,
    pub postal_code: String,
    /// ISO 3166-1 alpha-2.
    pub country: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaxNumber {
    /// "EIN", "RFC", "NIF" or "VAT".
    pub kind: &'static str,
    pub value: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    pub given_name: &'static str,
    pub family_name: String,
    /// "owner", "accounts payable", "buyer" or "manager".
    pub role: &'static str,
    pub emails: Vec<String>,
    /// In E.164.
    pub phones: Vec<String>,
    pub language: &'static str,
    pub time_zone: &'static str,
}

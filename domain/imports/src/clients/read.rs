//! A row of clients as it reads: what the file says, put over what is there.

use clients::{Address, AddressKind, ClientKind, ClientStatus, NewClient, TaxNumber};
use serde_json::Value;

use super::facts::{Existing, Facts};
use crate::cells::Cells;
use crate::wrong::Wrong;

const NUMBER_CHARS_MAX: usize = 40;
const KEY_CHARS_MAX: usize = 200;
/// What a client without a payment term has.
const USUAL_TERM: &str = "net30";

/// A client as the row has it.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    pub(super) row: u64,
    pub(super) key: String,
    /// All fields; those of which the file says nothing as they are, or as they are with new clients. The
    /// parent is as it is: where the file says one, it stands below.
    pub(super) fields: NewClient,
    /// The number of the parent, empty for none; `None` where the file says nothing of it.
    pub(super) parent_number: Option<String>,
}

impl Wanted {
    /// Whether the client is so already.
    pub(super) fn is_as(&self, before: &Existing, facts: &Facts) -> bool {
        let parent_is = match self.parent_number.as_deref() {
            None => true,
            Some("") => before.fields.parent_id.is_none(),
            Some(number) => {
                let parent = facts.by_number(number).map(|p| p.id);
                parent.is_some() && parent == before.fields.parent_id
            }
        };
        let mut same = self.fields.clone();
        same.parent_id = before.fields.parent_id;
        parent_is && same == before.fields
    }
}

/// What tells the row from others of its source.
pub(super) fn key_of(cells: &Cells<'_>) -> String {
    let key = cells.text("key");
    if key.is_empty() { cells.text("number") } else { key }
}

/// What rows are read with.
pub(super) struct Reading<'a> {
    pub(super) terms: &'a [String],
    pub(super) language: &'a str,
    pub(super) facts: &'a Facts,
}

impl Reading<'_> {
    /// The row, if it can be read. Whether its fields are right, the clients' own rules say.
    pub(super) fn row(&self, cells: &mut Cells<'_>) -> Option<Wanted> {
        let number = cells.required("number", NUMBER_CHARS_MAX);
        cells.optional("key", KEY_CHARS_MAX);
        let key = key_of(cells);
        let before = self.facts.existing(&key, &number);
        let currency = cells.currency("currency");
        let mut fields = match before {
            Some(before) => before.fields.clone(),
            None => {
                let mut new = NewClient::organisation(&number, "", currency?, USUAL_TERM);
                self.language.clone_into(&mut new.language);
                new
            }
        };
        fields.number = number;
        fields.currency = currency?;
        self.names(cells, &mut fields);
        self.account(cells, &mut fields, before.is_none());
        address(cells, &mut fields);
        tax_numbers(cells, &mut fields);
        if cells.has("tags") {
            fields.tags = listed(&cells.text("tags"));
        }
        for (name, text) in cells.family("custom.") {
            if text.is_empty() {
                fields.custom.remove(&name);
            } else {
                fields.custom.insert(name, Value::from(text));
            }
        }
        let parent_number = cells.has("parent_number").then(|| cells.text("parent_number"));
        let wanted = Wanted { row: cells.row(), key, fields, parent_number };
        cells.refusals.is_empty().then_some(wanted)
    }

    fn names(&self, cells: &mut Cells<'_>, fields: &mut NewClient) {
        if let Some(kind) = word(cells, "kind") {
            fields.kind = kind;
        }
        let option = |text: String| Some(text).filter(|t| !t.is_empty());
        for (field, kept) in [
            ("trading_name", &mut fields.trading_name),
            ("given_name", &mut fields.given_name),
            ("family_name", &mut fields.family_name),
        ] {
            if cells.has(field) {
                *kept = option(cells.text(field));
            }
        }
        // A person's name in law is made anew where the file does not give it but gives its parts.
        let parts = cells.has("given_name") || cells.has("family_name");
        if cells.has("legal_name") || fields.kind == ClientKind::Person && parts {
            fields.legal_name = cells.text("legal_name");
        }
        if fields.kind == ClientKind::Organisation && fields.legal_name.is_empty() {
            cells.refuse("legal_name", &Wrong::NoLegalName);
        }
        if cells.has("client_type") {
            fields.client_type = cells.text("client_type");
        }
    }

    fn account(&self, cells: &mut Cells<'_>, fields: &mut NewClient, is_new: bool) {
        let language = cells.text("language");
        if !language.is_empty() {
            fields.language = language.to_lowercase();
        }
        match word(cells, "status") {
            Some(status) => fields.status = status,
            // A client of which a file speaks is none for the record only.
            None if fields.status == ClientStatus::Archived => fields.status = ClientStatus::Active,
            None => {}
        }
        let term = cells.text("payment_term");
        if !term.is_empty() {
            fields.payment_term = term;
        }
        if (is_new || cells.has("payment_term")) && !self.terms.contains(&fields.payment_term) {
            let why = Wrong::NoPaymentTerm(fields.payment_term.clone());
            cells.refuse("payment_term", &why);
        }
        if cells.has("credit_limit") {
            fields.credit_limit_minor = cells.amount("credit_limit", fields.currency);
        }
        if cells.has("owner_email") {
            let email = cells.text("owner_email");
            fields.owner_id = self.facts.user(&email);
            if !email.is_empty() && fields.owner_id.is_none() {
                cells.refuse("owner_email", &Wrong::NoOwner);
            }
        }
    }
}

/// A word of an enum, in upper or lower case; `None` where the cell is empty or wrong.
fn word<T: std::str::FromStr<Err = String>>(cells: &mut Cells<'_>, field: &str) -> Option<T> {
    let text = cells.text(field);
    if text.is_empty() {
        return None;
    }
    text.to_lowercase().parse().map_err(|why| cells.refuse(field, &Wrong::NotAWord(why))).ok()
}

/// The parts of a text between semicolons.
pub(crate) fn listed(text: &str) -> Vec<String> {
    text.split(';').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// Puts the file's address over the client's first billing address. Where nothing is left of street and town,
/// the address goes.
fn address(cells: &mut Cells<'_>, fields: &mut NewClient) {
    let parts = ["street", "city", "region", "postal_code", "country"];
    if !parts.iter().any(|part| cells.has(part)) {
        return;
    }
    let at = fields.addresses.iter().position(|a| a.kind == AddressKind::Billing);
    let mut address = match at {
        Some(at) => fields.addresses[at].clone(),
        None => Address {
            kind: AddressKind::Billing,
            street: String::new(),
            city: String::new(),
            region: None,
            postal_code: None,
            country: String::new(),
        },
    };
    let option = |text: String| Some(text).filter(|t| !t.is_empty());
    for part in parts.iter().filter(|part| cells.has(part)) {
        let text = cells.text(part);
        match *part {
            "street" => address.street = text,
            "city" => address.city = text,
            "region" => address.region = option(text),
            "postal_code" => address.postal_code = option(text),
            _ => address.country = text.to_uppercase(),
        }
    }
    let is_empty = address.street.is_empty() && address.city.is_empty();
    let rest = address.region.is_some() || address.postal_code.is_some();
    match at {
        _ if is_empty && rest => cells.refuse("street", &Wrong::NoStreet),
        Some(at) if is_empty => drop(fields.addresses.remove(at)),
        None if is_empty => {}
        Some(at) => fields.addresses[at] = address,
        // An address that somebody entered before stays where it is.
        None => fields.addresses.push(address),
    }
}

fn tax_numbers(cells: &Cells<'_>, fields: &mut NewClient) {
    for (kind, value) in cells.family("tax_number.") {
        fields.tax_numbers.retain(|n| n.kind != kind);
        if !value.is_empty() {
            fields.tax_numbers.push(TaxNumber { kind, value });
        }
    }
}

//! The rules of a client's fields that need no database.

use std::collections::HashSet;

use iso3166_static::{Alpha2, Numeric};
use serde_json::{Map, Value};

use super::{Address, ClientKind, NewClient, TaxNumber};
use crate::field::{
    FieldError, WORD_CHARS_MAX, at_most, language, lines, optional, required, text, word_set,
};
use crate::name::sort_name;

/// Characters of a client's number at the most.
pub const NUMBER_CHARS_MAX: usize = 40;
/// Characters of a name at the most.
pub const NAME_CHARS_MAX: usize = 200;
/// Addresses of a client at the most.
pub const ADDRESSES_MAX: usize = 20;
/// Tax numbers of a client at the most.
pub const TAX_NUMBERS_MAX: usize = 20;
/// Tags of a client at the most.
pub const TAGS_MAX: usize = 50;
/// Custom fields of a client at the most.
pub const CUSTOM_FIELDS_MAX: usize = 50;
/// Bytes of a client's custom fields as JSON at the most.
pub const CUSTOM_BYTES_MAX: usize = 8 * 1024;

/// A client's fields, checked and tidied: trimmed, blank options gone, tags in lower case.
pub(super) fn fields(new: &NewClient) -> Result<NewClient, FieldError> {
    if let Some(minor) = new.credit_limit_minor.filter(|minor| *minor < 0) {
        return Err(FieldError::NegativeCreditLimit { minor });
    }
    let given_name = optional("given_name", new.given_name.as_deref(), NAME_CHARS_MAX)?;
    let family_name = optional("family_name", new.family_name.as_deref(), NAME_CHARS_MAX)?;
    Ok(NewClient {
        number: required("number", &new.number, NUMBER_CHARS_MAX)?,
        kind: new.kind,
        legal_name: legal_name(new, given_name.as_deref(), family_name.as_deref())?,
        trading_name: optional("trading_name", new.trading_name.as_deref(), NAME_CHARS_MAX)?,
        given_name,
        family_name,
        client_type: text("client_type", &new.client_type, WORD_CHARS_MAX)?,
        status: new.status,
        currency: new.currency,
        payment_term: required("payment_term", &new.payment_term, WORD_CHARS_MAX)?,
        credit_limit_minor: new.credit_limit_minor,
        owner_id: new.owner_id,
        parent_id: new.parent_id,
        language: language(&new.language)?,
        custom: custom(&new.custom)?,
        addresses: addresses(&new.addresses)?,
        tax_numbers: tax_numbers(&new.tax_numbers)?,
        tags: word_set("tags", &new.tags, TAGS_MAX)?,
    })
}

/// The name under which checked fields are sorted: a person's family name goes first.
pub(super) fn sort_name_of(fields: &NewClient) -> String {
    match (fields.kind, &fields.family_name) {
        (ClientKind::Person, Some(family)) => {
            sort_name(&format!("{family} {}", fields.given_name.as_deref().unwrap_or_default()))
        }
        _ => sort_name(&fields.legal_name),
    }
}

fn legal_name(
    new: &NewClient,
    given: Option<&str>,
    family: Option<&str>,
) -> Result<String, FieldError> {
    let composed;
    let mut name = new.legal_name.as_str();
    if new.kind == ClientKind::Person && name.trim().is_empty() {
        composed = format!("{} {}", given.unwrap_or_default(), family.unwrap_or_default());
        name = &composed;
    }
    required("legal_name", name, NAME_CHARS_MAX)
}

fn addresses(given: &[Address]) -> Result<Vec<Address>, FieldError> {
    at_most("addresses", given.len(), ADDRESSES_MAX)?;
    given.iter().enumerate().map(|(index, address)| checked_address(index, address)).collect()
}

fn checked_address(index: usize, given: &Address) -> Result<Address, FieldError> {
    let at = |name: &str| format!("addresses/{index}/{name}");
    if !is_country(&given.country) {
        return Err(FieldError::BadCountry { field: at("country"), value: given.country.clone() });
    }
    let street = lines(&at("street"), &given.street, NAME_CHARS_MAX)?;
    let city = text(&at("city"), &given.city, NAME_CHARS_MAX)?;
    if street.is_empty() && city.is_empty() {
        return Err(FieldError::Missing { field: at("street") });
    }
    let postal_code = optional(&at("postal_code"), given.postal_code.as_deref(), WORD_CHARS_MAX)?;
    Ok(Address {
        kind: given.kind,
        street,
        city,
        region: optional(&at("region"), given.region.as_deref(), NAME_CHARS_MAX)?,
        postal_code,
        country: given.country.clone(),
    })
}

/// Whether a code is one of ISO 3166-1, or `XK`, which is free for private use there and by which the European
/// Union and the banks (BIC) call Kosovo.
fn is_country(code: &str) -> bool {
    let is_upper = code.bytes().all(|b| b.is_ascii_uppercase());
    // Only what is assigned has a number.
    let number = || code.parse::<Alpha2>().and_then(Numeric::try_from);
    is_upper && (code == "XK" || number().is_ok())
}

fn tax_numbers(given: &[TaxNumber]) -> Result<Vec<TaxNumber>, FieldError> {
    at_most("tax_numbers", given.len(), TAX_NUMBERS_MAX)?;
    let mut kinds = HashSet::new();
    let mut checked = Vec::with_capacity(given.len());
    for (index, number) in given.iter().enumerate() {
        let at = |name: &str| format!("tax_numbers/{index}/{name}");
        let kind = required(&at("kind"), &number.kind, WORD_CHARS_MAX)?;
        let value = required(&at("value"), &number.value, WORD_CHARS_MAX)?;
        if !kinds.insert(kind.clone()) {
            return Err(FieldError::Twice { field: at("kind"), value: kind });
        }
        checked.push(TaxNumber { kind, value });
    }
    // As they are read back, so that a change that changes nothing is seen to.
    checked.sort_by(|a, b| a.kind.cmp(&b.kind));
    Ok(checked)
}

fn custom(given: &Map<String, Value>) -> Result<Map<String, Value>, FieldError> {
    at_most("custom", given.len(), CUSTOM_FIELDS_MAX)?;
    let mut checked = Map::new();
    for (key, value) in given {
        let field = format!("custom/{key}");
        let key = required(&field, key, WORD_CHARS_MAX)?;
        let value = match value {
            Value::String(text) => Value::String(lines(&field, text, CUSTOM_BYTES_MAX)?),
            Value::Number(_) | Value::Bool(_) => value.clone(),
            _ => return Err(FieldError::BadCustom { key }),
        };
        if checked.insert(key.clone(), value).is_some() {
            return Err(FieldError::Twice { field: "custom".to_owned(), value: key });
        }
    }
    let bytes = Value::Object(checked.clone()).to_string().len();
    if bytes > CUSTOM_BYTES_MAX {
        return Err(FieldError::CustomTooLarge { bytes, bytes_max: CUSTOM_BYTES_MAX });
    }
    Ok(checked)
}

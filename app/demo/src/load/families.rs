//! Opening the sample's families of clients, with their contacts.

use std::collections::HashMap;

use clients::client::open;
use clients::contact::add::{self, CheckedContact};
use clients::{Address, ClientId, NewClient, NewContact, TaxNumber};
use db::Tx;
use kernel::UserId;
use money::Currency;
use people::Actor;
use people::permission::WriteClients;
use sample::Family;

use super::Booked;
use crate::LoadError;

pub(super) fn open_families(
    tx: &Tx<'_>,
    actor: &Actor,
    families: &[Family],
    staff: &HashMap<&str, UserId>,
) -> Result<Vec<Vec<Booked>>, LoadError> {
    let allowed = actor.allow_all::<WriteClients>()?;
    let mut booked = Vec::with_capacity(families.len());
    let mut new = Vec::new();
    let mut contacts = Vec::new();
    for family in families {
        let ids: HashMap<&str, ClientId> =
            family.clients.iter().map(|c| (c.number.as_str(), tx.new_id())).collect();
        let mut of_family = Vec::with_capacity(family.clients.len());
        for client in &family.clients {
            let id = ids[client.number.as_str()];
            let currency = Currency::parse(client.currency)?;
            of_family.push(Booked { id, currency, terms: client.payment_terms });
            new.push((id, client_of(client, currency, staff, &ids)?));
            for contact in &client.contacts {
                contacts.push(CheckedContact::new(tx, tx.new_id(), id, &contact_of(contact))?);
            }
        }
        booked.push(of_family);
    }
    let checked: Vec<_> =
        open::check_many(tx, actor, &allowed, &new)?.into_iter().collect::<Result<_, _>>()?;
    open::insert_many(tx, &checked)?;
    add::insert_many(tx, &contacts)?;
    Ok(booked)
}

fn client_of(
    client: &sample::Client,
    currency: Currency,
    staff: &HashMap<&str, UserId>,
    ids: &HashMap<&str, ClientId>,
) -> Result<NewClient, LoadError> {
    let address = |a: &sample::Address| {
        Ok::<_, LoadError>(Address {
            kind: a.kind.parse().map_err(|_| LoadError::Unknown("kind of address"))?,
            street: a.lines.join("\n"),
            city: a.city.to_owned(),
            region: Some(a.region.to_owned()).filter(|r| !r.is_empty()),
            postal_code: Some(a.postal_code.clone()).filter(|p| !p.is_empty()),
            country: a.country.to_owned(),
        })
    };
    Ok(NewClient {
        number: client.number.clone(),
        kind: client.kind.as_str().parse().map_err(|_| LoadError::Unknown("kind of client"))?,
        legal_name: client.legal_name.clone(),
        trading_name: client.trading_name.clone(),
        given_name: client.given_name.clone(),
        family_name: client.family_name.clone(),
        client_type: client.client_type.to_owned(),
        status: client.status.as_str().parse().map_err(|_| LoadError::Unknown("status"))?,
        currency,
        payment_term: client.payment_terms.to_owned(),
        credit_limit_minor: client.credit_limit_minor,
        owner_id: staff.get(client.owner).copied(),
        parent_id: client.parent.as_deref().and_then(|p| ids.get(p).copied()),
        language: client.language.to_owned(),
        custom: serde_json::Map::new(),
        addresses: client.addresses.iter().map(address).collect::<Result<_, _>>()?,
        tax_numbers: client
            .tax_numbers
            .iter()
            .map(|t| TaxNumber { kind: t.kind.to_owned(), value: t.value.clone() })
            .collect(),
        tags: client.tags.iter().map(|t| (*t).to_owned()).collect(),
    })
}

/// Each text once: the sample may give somebody the same number at two desks.
fn once(texts: &[String]) -> Vec<String> {
    let mut kept: Vec<String> = Vec::with_capacity(texts.len());
    for text in texts {
        if !kept.contains(text) {
            kept.push(text.clone());
        }
    }
    kept
}

fn contact_of(contact: &sample::Contact) -> NewContact {
    NewContact {
        given_name: contact.given_name.to_owned(),
        family_name: contact.family_name.clone(),
        roles: vec![contact.role.to_owned()],
        emails: once(&contact.emails),
        phones: once(&contact.phones),
        language: Some(contact.language.to_owned()),
        time_zone: Some(contact.time_zone.to_owned()),
    }
}

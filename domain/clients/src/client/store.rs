//! Clients on their way into the database and out of it.

use std::collections::HashMap;

use db::{Row, Tx, params};
use serde_json::{Map, Value, json};

use super::access::ClientAccess;
use super::{Address, Client, ClientId, NewClient, TaxNumber};

db::statements! {
    CLIENTS = "SELECT client_id, number, kind, legal_name, trading_name, given_name, family_name, client_type, status, currency,
                      payment_term, credit_limit_minor, owner_id, parent_id, language, custom, sort_name, version, created_at, updated_at
               FROM client WHERE tenant_id = ?1 AND client_id IN LIST(?2) ORDER BY client_id";
    ADDRESSES = "SELECT client_id, kind, street, city, region, postal_code, country
                 FROM client_address WHERE tenant_id = ?1 AND client_id IN LIST(?2) ORDER BY client_id, line_no";
    TAX_NUMBERS = "SELECT client_id, kind, value FROM client_tax_number
                   WHERE tenant_id = ?1 AND client_id IN LIST(?2) ORDER BY client_id, kind";
    TAGS = "SELECT client_id, tag FROM client_tag WHERE tenant_id = ?1 AND client_id IN LIST(?2) ORDER BY client_id, tag";
    DROP_ADDRESSES = "DELETE FROM client_address WHERE tenant_id = ?1 AND client_id IN LIST(?2)";
    DROP_TAX_NUMBERS = "DELETE FROM client_tax_number WHERE tenant_id = ?1 AND client_id IN LIST(?2)";
    DROP_TAGS = "DELETE FROM client_tag WHERE tenant_id = ?1 AND client_id IN LIST(?2)";
}

db::loads! {
    pub(super) LOAD_CLIENTS = client(client_id, number, kind, legal_name, trading_name, given_name, family_name, client_type, status, currency,
        payment_term, credit_limit_minor, owner_id, parent_id, language, custom, sort_name, version, created_at, updated_at);
    LOAD_ADDRESSES = client_address(client_id, line_no, kind, street, city, region, postal_code, country);
    LOAD_TAX_NUMBERS = client_tax_number(client_id, kind, value);
    LOAD_TAGS = client_tag(client_id, tag);
}

/// Everything that is kept of a client that an actor may see.
pub fn get<P>(tx: &Tx<'_>, access: &ClientAccess<P>) -> Result<Client, db::Error> {
    let mut found = read(tx, &[access.id()])?;
    found.pop().ok_or(db::Error::NoRow { statement: CLIENTS.name })
}

/// The clients of these ids, by id, with all that belongs to them.
pub(super) fn read(tx: &Tx<'_>, ids: &[ClientId]) -> Result<Vec<Client>, db::Error> {
    let mut clients = tx.query(&CLIENTS, params![ids], client_of)?;
    let places: HashMap<ClientId, usize> =
        clients.iter().enumerate().map(|(place, c)| (c.id, place)).collect();
    for (id, address) in tx.query(&ADDRESSES, params![ids], address_of)? {
        clients[places[&id]].fields.addresses.push(address);
    }
    for (id, number) in tx.query(&TAX_NUMBERS, params![ids], |r| {
        Ok((r.get::<ClientId>(0)?, TaxNumber { kind: r.get(1)?, value: r.get(2)? }))
    })? {
        clients[places[&id]].fields.tax_numbers.push(number);
    }
    for (id, tag) in
        tx.query(&TAGS, params![ids], |r| Ok((r.get::<ClientId>(0)?, r.get::<String>(1)?)))?
    {
        clients[places[&id]].fields.tags.push(tag);
    }
    Ok(clients)
}

fn client_of(row: &Row<'_>) -> Result<Client, db::Error> {
    let custom = match row.get(15)? {
        Value::Object(custom) => custom,
        _ => Map::new(),
    };
    let fields = NewClient {
        number: row.get(1)?,
        kind: row.parse(2)?,
        legal_name: row.get(3)?,
        trading_name: row.get(4)?,
        given_name: row.get(5)?,
        family_name: row.get(6)?,
        client_type: row.get(7)?,
        status: row.parse(8)?,
        currency: row.get(9)?,
        payment_term: row.get(10)?,
        credit_limit_minor: row.get(11)?,
        owner_id: row.get(12)?,
        parent_id: row.get(13)?,
        language: row.get(14)?,
        custom,
        addresses: Vec::new(),
        tax_numbers: Vec::new(),
        tags: Vec::new(),
    };
    Ok(Client {
        id: row.get(0)?,
        fields,
        sort_name: row.get(16)?,
        version: row.get(17)?,
        created_at: row.get(18)?,
        updated_at: row.get(19)?,
    })
}

fn address_of(row: &Row<'_>) -> Result<(ClientId, Address), db::Error> {
    let address = Address {
        kind: row.parse(1)?,
        street: row.get(2)?,
        city: row.get(3)?,
        region: row.get(4)?,
        postal_code: row.get(5)?,
        country: row.get(6)?,
    };
    Ok((row.get(0)?, address))
}

/// The cells of a client's row, in the order of [`LOAD_CLIENTS`].
pub(super) fn cells(client: &Client) -> [db::Value<'_>; 20] {
    let fields = &client.fields;
    [
        client.id.into(),
        (&fields.number).into(),
        fields.kind.word().into(),
        (&fields.legal_name).into(),
        fields.trading_name.as_deref().into(),
        fields.given_name.as_deref().into(),
        fields.family_name.as_deref().into(),
        (&fields.client_type).into(),
        fields.status.word().into(),
        fields.currency.into(),
        (&fields.payment_term).into(),
        fields.credit_limit_minor.into(),
        fields.owner_id.into(),
        fields.parent_id.into(),
        (&fields.language).into(),
        Value::Object(fields.custom.clone()).into(),
        (&client.sort_name).into(),
        client.version.into(),
        client.created_at.into(),
        client.updated_at.into(),
    ]
}

/// Writes the addresses, tax numbers and tags of clients that have none yet.
pub(super) fn insert_parts<'c>(
    tx: &Tx<'_>,
    clients: impl Iterator<Item = (ClientId, &'c NewClient)> + Clone,
) -> Result<(), db::Error> {
    let addresses: Vec<(ClientId, i64, &Address)> = clients
        .clone()
        .flat_map(|(id, c)| (1_i64..).zip(&c.addresses).map(move |(line, a)| (id, line, a)))
        .collect();
    tx.load(&LOAD_ADDRESSES, &addresses, |(id, line, a)| {
        [
            (*id).into(),
            (*line).into(),
            a.kind.word().into(),
            (&a.street).into(),
            (&a.city).into(),
            a.region.as_deref().into(),
            a.postal_code.as_deref().into(),
            (&a.country).into(),
        ]
    })?;
    let numbers: Vec<(ClientId, &TaxNumber)> = clients
        .clone()
        .flat_map(|(id, c)| c.tax_numbers.iter().map(move |number| (id, number)))
        .collect();
    tx.load(&LOAD_TAX_NUMBERS, &numbers, |(id, n)| {
        [(*id).into(), (&n.kind).into(), (&n.value).into()]
    })?;
    let tags: Vec<(ClientId, &String)> =
        clients.flat_map(|(id, c)| c.tags.iter().map(move |tag| (id, tag))).collect();
    tx.load(&LOAD_TAGS, &tags, |(id, tag)| [(*id).into(), (*tag).into()])
}

/// Removes the addresses, tax numbers and tags of clients.
pub(super) fn delete_parts(tx: &Tx<'_>, ids: &[ClientId]) -> Result<(), db::Error> {
    for statement in [&DROP_ADDRESSES, &DROP_TAX_NUMBERS, &DROP_TAGS] {
        tx.execute(statement, params![ids])?;
    }
    Ok(())
}

/// A client's fields as the audit trail shows them.
pub(super) fn shown(f: &NewClient) -> Map<String, Value> {
    let addresses: Vec<Value> = f
        .addresses
        .iter()
        .map(|a| {
            json!({"kind": a.kind.word(), "street": a.street, "city": a.city, "region": a.region,
                "postal_code": a.postal_code, "country": a.country})
        })
        .collect();
    let tax_numbers: Vec<Value> =
        f.tax_numbers.iter().map(|n| json!({"kind": n.kind, "value": n.value})).collect();
    let shown = json!({
        "number": f.number, "kind": f.kind.word(), "legal_name": f.legal_name, "trading_name": f.trading_name,
        "given_name": f.given_name, "family_name": f.family_name, "client_type": f.client_type,
        "status": f.status.word(), "currency": f.currency.code(), "payment_term": f.payment_term,
        "credit_limit_minor": f.credit_limit_minor, "owner_id": f.owner_id.map(|id| id.to_string()),
        "parent_id": f.parent_id.map(|id| id.to_string()), "language": f.language, "custom": f.custom,
        "addresses": addresses, "tax_numbers": tax_numbers, "tags": f.tags,
    });
    match shown {
        Value::Object(shown) => shown,
        _ => Map::new(),
    }
}

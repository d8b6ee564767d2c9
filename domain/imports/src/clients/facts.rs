//! What the database has of a chunk's clients: read with a few statements, however many rows there are.

use std::collections::{HashMap, HashSet};

use clients::client::LEVELS_MAX;
use clients::client::find::find_by_numbers;
use clients::{Address, ClientId, NewClient, TaxNumber};
use db::{Row, Tx, params};
use jiff::Timestamp;
use kernel::UserId;
use serde_json::{Map, Value};

use super::read::{Wanted, key_of};
use crate::cells::Cells;
use crate::decide::short_key;
use crate::kept;

db::statements! {
    CLIENTS = "SELECT client_id, number, kind, legal_name, trading_name, given_name, family_name, client_type, status, currency,
                      payment_term, credit_limit_minor, owner_id, parent_id, language, custom, version, updated_at
               FROM client WHERE tenant_id = ?1 AND client_id IN LIST(?2)";
    ADDRESSES = "SELECT client_id, kind, street, city, region, postal_code, country
                 FROM client_address WHERE tenant_id = ?1 AND client_id IN LIST(?2) ORDER BY client_id, line_no";
    TAX_NUMBERS = "SELECT client_id, kind, value FROM client_tax_number
                   WHERE tenant_id = ?1 AND client_id IN LIST(?2) ORDER BY client_id, kind";
    TAGS = "SELECT client_id, tag FROM client_tag WHERE tenant_id = ?1 AND client_id IN LIST(?2) ORDER BY client_id, tag";
    USERS = "SELECT email, user_id FROM app_user WHERE tenant_id = ?1 AND email IN LIST(?2)";
    /// The parents of clients by number, and of all above them.
    LINES = include_str!("../sql/client_lines.sql");
    /// How many levels stand below clients.
    HEIGHTS = include_str!("../sql/client_heights.sql");
    pub(crate) IN_THE_BOOKS = "SELECT DISTINCT client_id FROM posting WHERE tenant_id = ?1 AND client_id IN LIST(?2)";
}

/// A client that is there.
#[derive(Clone, Debug)]
pub(crate) struct Existing {
    pub(crate) id: ClientId,
    pub(crate) version: i64,
    pub(crate) updated_at: Timestamp,
    pub(crate) fields: NewClient,
}

/// What the database has.
#[derive(Default)]
pub(super) struct Facts {
    clients: HashMap<ClientId, Existing>,
    /// By number, those that rows are and those that rows belong to.
    numbers: HashMap<String, ClientId>,
    /// By key, those that rows were before.
    known: HashMap<String, ClientId>,
    users: HashMap<String, UserId>,
    posted: HashSet<ClientId>,
    heights: HashMap<ClientId, usize>,
    /// The parent of each client that rows belong to, and of all above it, by the short keys of their numbers.
    pub(super) lines: HashMap<u128, Option<u128>>,
}

impl Facts {
    pub(super) fn load(tx: &Tx<'_>, source: &str, rows: &[Cells<'_>]) -> Result<Self, db::Error> {
        let texts = |field: &str| -> Vec<String> {
            let mut texts: Vec<String> = rows.iter().map(|cells| cells.text(field)).collect();
            texts.retain(|text| !text.is_empty());
            texts.sort_unstable();
            texts.dedup();
            texts
        };
        let keys = rows.iter().map(|cells| key_of(cells)).collect();
        let known = kept::known(tx, source, &["client", "client_update"], keys)?;
        let known: Vec<(String, ClientId)> = known
            .into_iter()
            .map(|((_, key), (object, _))| (key, ClientId::from_uuid(object)))
            .collect();
        let mut numbers = texts("number");
        numbers.extend(texts("parent_number"));
        let found = find_by_numbers(tx, &numbers)?;
        let numbers: HashMap<String, ClientId> =
            found.into_iter().map(|f| (f.number, f.id)).collect();
        let mut ids: Vec<ClientId> =
            numbers.values().copied().chain(known.iter().map(|(_, id)| *id)).collect();
        ids.sort_unstable();
        ids.dedup();
        let clients = existing(tx, &ids)?;
        let known = known.into_iter().filter(|(_, id)| clients.contains_key(id)).collect();
        let emails: Vec<String> = texts("owner_email").iter().map(|e| e.to_lowercase()).collect();
        let users = if emails.is_empty() {
            Vec::new()
        } else {
            tx.query(&USERS, params![emails], |r| Ok((r.get(0)?, r.get(1)?)))?
        };
        Ok(Self { clients, numbers, known, users: users.into_iter().collect(), ..Self::default() })
    }

    /// Reads what stands around the clients that rows change: what is above their parents and below
    /// themselves, and whether their accounts' currencies are in use.
    pub(super) fn load_around<'w>(
        &mut self,
        tx: &Tx<'_>,
        rows: impl Iterator<Item = &'w Wanted>,
    ) -> Result<(), db::Error> {
        let (mut starts, mut moved, mut recurrenced) = (Vec::new(), Vec::new(), Vec::new());
        for row in rows {
            starts.extend(row.parent_number.clone().filter(|p| !p.is_empty()));
            let Some(before) = self.existing(&row.key, &row.fields.number) else { continue };
            if before.fields.number != row.fields.number {
                starts.push(before.fields.number.clone());
            }
            if row.parent_number.is_some() {
                moved.push(before.id);
            }
            if before.fields.currency != row.fields.currency {
                recurrenced.push(before.id);
            }
        }
        let levels = LEVELS_MAX as i64;
        if !starts.is_empty() {
            let key = |number: String| short_key(&[&number]);
            let lines = tx.query(&LINES, params![starts, levels], |r| {
                Ok((key(r.get(0)?), r.get::<Option<String>>(1)?.map(key)))
            })?;
            self.lines = lines.into_iter().collect();
        }
        if !moved.is_empty() {
            let heights = tx.query(&HEIGHTS, params![moved.as_slice(), levels], |r| {
                Ok((r.get(0)?, r.get::<u32>(1)? as usize))
            })?;
            self.heights = heights.into_iter().collect();
        }
        if !recurrenced.is_empty() {
            let posted = tx.query(&IN_THE_BOOKS, params![recurrenced.as_slice()], |r| r.get(0))?;
            self.posted = posted.into_iter().collect();
        }
        Ok(())
    }

    /// The client that a row is: the one that it was before, or the one of its number.
    pub(super) fn existing(&self, key: &str, number: &str) -> Option<&Existing> {
        let id = self.known.get(key).or_else(|| self.numbers.get(number))?;
        self.clients.get(id)
    }

    pub(super) fn by_number(&self, number: &str) -> Option<&Existing> {
        self.clients.get(self.numbers.get(number)?)
    }

    pub(super) fn user(&self, email: &str) -> Option<UserId> {
        self.users.get(&email.to_lowercase()).copied()
    }

    pub(super) fn is_posted(&self, id: ClientId) -> bool {
        self.posted.contains(&id)
    }

    pub(super) fn height(&self, id: ClientId) -> usize {
        self.heights.get(&id).copied().unwrap_or(0)
    }
}

/// Clients with all that belongs to them.
pub(crate) fn existing(
    tx: &Tx<'_>,
    ids: &[ClientId],
) -> Result<HashMap<ClientId, Existing>, db::Error> {
    let mut clients: HashMap<ClientId, Existing> = HashMap::with_capacity(ids.len());
    if ids.is_empty() {
        return Ok(clients);
    }
    for client in tx.query(&CLIENTS, params![ids], client_of)? {
        clients.insert(client.id, client);
    }
    for (id, address) in tx.query(&ADDRESSES, params![ids], address_of)? {
        clients.entry(id).and_modify(|c| c.fields.addresses.push(address));
    }
    let numbers = tx.query(&TAX_NUMBERS, params![ids], |r| {
        Ok((r.get::<ClientId>(0)?, TaxNumber { kind: r.get(1)?, value: r.get(2)? }))
    })?;
    for (id, number) in numbers {
        clients.entry(id).and_modify(|c| c.fields.tax_numbers.push(number));
    }
    let tags =
        tx.query(&TAGS, params![ids], |r| Ok((r.get::<ClientId>(0)?, r.get::<String>(1)?)))?;
    for (id, tag) in tags {
        clients.entry(id).and_modify(|c| c.fields.tags.push(tag));
    }
    Ok(clients)
}

fn client_of(row: &Row<'_>) -> Result<Existing, db::Error> {
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
    Ok(Existing { id: row.get(0)?, version: row.get(16)?, updated_at: row.get(17)?, fields })
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

//! What the database has of a chunk's contacts: read with a few statements, however many rows there are.

use std::collections::HashMap;

use clients::client::find::find_by_numbers;
use clients::{ClientId, Contact, ContactId, NewContact};
use db::{Row, Tx, params};

use super::read::{Wanted, email_of, key_of};
use crate::cells::Cells;
use crate::kept;

db::statements! {
    CONTACTS = "SELECT contact_id, client_id, given_name, family_name, sort_name, roles, language, time_zone, version, created_at
                FROM contact WHERE tenant_id = ?1 AND contact_id IN LIST(?2)";
    POINTS = "SELECT contact_id, kind, value FROM contact_point
              WHERE tenant_id = ?1 AND contact_id IN LIST(?2) ORDER BY contact_id, line_no";
    BY_EMAIL = "SELECT c.client_id, p.value, c.contact_id FROM contact_point p
                JOIN contact c ON c.tenant_id = p.tenant_id AND c.contact_id = p.contact_id
                WHERE p.tenant_id = ?1 AND p.value IN LIST(?2) AND p.kind = 'email' AND c.client_id IN LIST(?3)
                ORDER BY c.contact_id";
}

/// What the database has.
pub(super) struct Facts {
    clients: HashMap<String, ClientId>,
    contacts: HashMap<ContactId, Contact>,
    /// By key, those that rows were before.
    known: HashMap<String, ContactId>,
    emails: HashMap<(ClientId, String), Vec<ContactId>>,
}

impl Facts {
    pub(super) fn load(tx: &Tx<'_>, source: &str, rows: &[Cells<'_>]) -> Result<Self, db::Error> {
        let mut numbers: Vec<String> =
            rows.iter().map(|cells| cells.text("client_number")).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let clients: HashMap<String, ClientId> =
            find_by_numbers(tx, &numbers)?.into_iter().map(|f| (f.number, f.id)).collect();
        let keys = rows.iter().map(|cells| key_of(cells)).collect();
        let known = kept::known(tx, source, &["contact", "contact_update"], keys)?;
        let known: Vec<(String, ContactId)> = known
            .into_iter()
            .map(|((_, key), (object, _))| (key, ContactId::from_uuid(object)))
            .collect();
        let mut emails: HashMap<(ClientId, String), Vec<ContactId>> = HashMap::new();
        let sought: Vec<String> = rows.iter().map(|cells| email_of(cells)).collect();
        let at: Vec<ClientId> = clients.values().copied().collect();
        for (client, email, contact) in
            tx.query(&BY_EMAIL, params![sought, at.as_slice()], |r| {
                Ok((r.get(0)?, r.get(1)?, r.get(2)?))
            })?
        {
            emails.entry((client, email)).or_default().push(contact);
        }
        let mut ids: Vec<ContactId> =
            emails.values().flatten().copied().chain(known.iter().map(|(_, id)| *id)).collect();
        ids.sort_unstable();
        ids.dedup();
        let contacts = existing(tx, &ids)?;
        let known = known.into_iter().filter(|(_, id)| contacts.contains_key(id)).collect();
        Ok(Self { clients, contacts, known, emails })
    }

    pub(super) fn client(&self, number: &str) -> Option<ClientId> {
        self.clients.get(number).copied()
    }

    /// The contact that a row is: the one that it was before, or, without a key of its own, the client's one
    /// with its e-mail address. How many there are where there are several.
    pub(super) fn existing(&self, row: &Wanted) -> Result<Option<&Contact>, usize> {
        if let Some(id) = self.known.get(&row.key) {
            return Ok(self.contacts.get(id));
        }
        if row.own_key {
            return Ok(None);
        }
        let found = self
            .client(&row.client_number)
            .and_then(|client| self.emails.get(&(client, row.email.clone())));
        match found.map_or(&[][..], Vec::as_slice) {
            [] => Ok(None),
            [one] => Ok(self.contacts.get(one)),
            several => Err(several.len()),
        }
    }
}

/// Contacts with their addresses and numbers.
pub(crate) fn existing(
    tx: &Tx<'_>,
    ids: &[ContactId],
) -> Result<HashMap<ContactId, Contact>, db::Error> {
    let mut contacts: HashMap<ContactId, Contact> = HashMap::with_capacity(ids.len());
    if ids.is_empty() {
        return Ok(contacts);
    }
    for contact in tx.query(&CONTACTS, params![ids], contact_of)? {
        contacts.insert(contact.id, contact);
    }
    let points = tx.query(&POINTS, params![ids], |r| {
        Ok((r.get::<ContactId>(0)?, r.get::<String>(1)?, r.get::<String>(2)?))
    })?;
    for (id, kind, value) in points {
        let Some(contact) = contacts.get_mut(&id) else { continue };
        let list = match kind.as_str() {
            "email" => &mut contact.fields.emails,
            _ => &mut contact.fields.phones,
        };
        list.push(value);
    }
    Ok(contacts)
}

fn contact_of(row: &Row<'_>) -> Result<Contact, db::Error> {
    let roles: serde_json::Value = row.get(5)?;
    let roles = roles.as_array().into_iter().flatten().filter_map(|r| r.as_str());
    let fields = NewContact {
        given_name: row.get(2)?,
        family_name: row.get(3)?,
        roles: roles.map(str::to_owned).collect(),
        emails: Vec::new(),
        phones: Vec::new(),
        language: row.get(6)?,
        time_zone: row.get(7)?,
    };
    Ok(Contact {
        id: row.get(0)?,
        client_id: row.get(1)?,
        fields,
        sort_name: row.get(4)?,
        version: row.get(8)?,
        created_at: row.get(9)?,
    })
}

//! Contacts on their way into the database and out of it.

use std::collections::HashMap;

use db::{Row, Tx, Value, params};

use super::{Contact, ContactId, NewContact};

db::statements! {
    POINTS = "SELECT contact_id, kind, value FROM contact_point
              WHERE tenant_id = ?1 AND contact_id IN LIST(?2) ORDER BY contact_id, line_no";
    DROP_POINTS = "DELETE FROM contact_point WHERE tenant_id = ?1 AND contact_id IN LIST(?2)";
}

db::loads! {
    LOAD_CONTACTS = contact(contact_id, client_id, given_name, family_name, sort_name, roles, language, time_zone, version, created_at);
    LOAD_POINTS = contact_point(contact_id, line_no, kind, value);
}

/// The columns of `contact c` that [`contact_of`] reads.
macro_rules! columns {
    () => {
        "c.contact_id, c.client_id, c.given_name, c.family_name, c.sort_name, c.roles, c.language, c.time_zone, c.version, c.created_at"
    };
}
pub(super) use columns;

pub(super) fn contact_of(row: &Row<'_>) -> Result<Contact, db::Error> {
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

/// Reads the e-mail addresses and telephone numbers of contacts.
pub(super) fn fill_points(tx: &Tx<'_>, contacts: &mut [Contact]) -> Result<(), db::Error> {
    if contacts.is_empty() {
        return Ok(());
    }
    let places: HashMap<ContactId, usize> =
        contacts.iter().enumerate().map(|(place, c)| (c.id, place)).collect();
    let ids: Vec<ContactId> = contacts.iter().map(|c| c.id).collect();
    tx.for_each(&POINTS, params![ids], |row| {
        let fields = &mut contacts[places[&row.get::<ContactId>(0)?]].fields;
        let list = match row.get::<String>(1)?.as_str() {
            EMAIL => &mut fields.emails,
            _ => &mut fields.phones,
        };
        list.push(row.get(2)?);
        Ok(())
    })
}

/// The word for a point that is an e-mail address.
const EMAIL: &str = "email";
/// The word for a point that is a telephone number.
const PHONE: &str = "phone";

/// Writes contacts, one load a table.
pub(super) fn insert<'c>(
    tx: &Tx<'_>,
    contacts: impl Iterator<Item = &'c Contact>,
) -> Result<(), db::Error> {
    let contacts: Vec<&Contact> = contacts.collect();
    tx.load(&LOAD_CONTACTS, &contacts, |c| {
        [
            c.id.into(),
            c.client_id.into(),
            (&c.fields.given_name).into(),
            (&c.fields.family_name).into(),
            (&c.sort_name).into(),
            roles(&c.fields),
            c.fields.language.as_deref().into(),
            c.fields.time_zone.as_deref().into(),
            c.version.into(),
            c.created_at.into(),
        ]
    })?;
    insert_points(tx, &contacts)
}

/// Writes the e-mail addresses and telephone numbers of contacts that have none yet.
pub(super) fn insert_points(tx: &Tx<'_>, contacts: &[&Contact]) -> Result<(), db::Error> {
    let points = contacts.iter().flat_map(|c| {
        let emails = c.fields.emails.iter().map(|value| (EMAIL, value));
        let both = emails.chain(c.fields.phones.iter().map(|value| (PHONE, value)));
        (1_i64..).zip(both).map(|(line, (kind, value))| (c.id, line, kind, value))
    });
    let points: Vec<(ContactId, i64, &str, &String)> = points.collect();
    tx.load(&LOAD_POINTS, &points, |(id, line, kind, value)| {
        [(*id).into(), (*line).into(), (*kind).into(), (*value).into()]
    })
}

/// Removes the e-mail addresses and telephone numbers of contacts.
pub(super) fn delete_points(tx: &Tx<'_>, ids: &[ContactId]) -> Result<(), db::Error> {
    tx.execute(&DROP_POINTS, params![ids]).map(drop)
}

pub(super) fn roles(fields: &NewContact) -> Value<'static> {
    serde_json::Value::from(fields.roles.clone()).into()
}

/// A contact's fields as the audit trail shows them.
pub(super) fn shown(f: &NewContact) -> serde_json::Value {
    serde_json::json!({"given_name": f.given_name, "family_name": f.family_name, "roles": f.roles,
        "emails": f.emails, "phones": f.phones, "language": f.language, "time_zone": f.time_zone})
}

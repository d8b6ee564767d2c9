//! Changing a contact.

use db::{Tx, params};
use people::permission::WriteClients;
use people::{Actor, audit};
use serde_json::json;

use super::add::ContactError;
use super::{Contact, ContactId, NewContact, check, list, store};
use crate::client::access::ClientAccess;

db::statements! {
    UPDATE = "UPDATE contact SET given_name = ?3, family_name = ?4, sort_name = ?5, roles = ?6, language = ?7, time_zone = ?8, version = version + 1
              WHERE tenant_id = ?1 AND contact_id = ?2";
}

/// Changes a contact of a client from the version that the caller had, and answers its version now, which
/// stays as it was where nothing is different.
pub fn change(
    tx: &Tx<'_>,
    actor: &Actor,
    access: &ClientAccess<WriteClients>,
    id: ContactId,
    had: i64,
    new: &NewContact,
) -> Result<i64, ContactError> {
    let before = list::get(tx, access, id)?;
    let now = before.version;
    if had != now {
        return Err(ContactError::Moved { had, now });
    }
    let fields = check::fields(new)?;
    if fields == before.fields {
        return Ok(now);
    }
    let sort_name = check::sort_name_of(&fields);
    let after = Contact { fields, sort_name, version: now + 1, ..before.clone() };
    let f = &after.fields;
    tx.execute(
        &UPDATE,
        params![
            id,
            &f.given_name,
            &f.family_name,
            &after.sort_name,
            store::roles(f),
            f.language.as_deref(),
            f.time_zone.as_deref()
        ],
    )?;
    store::delete_points(tx, &[id])?;
    store::insert_points(tx, &[&after])?;
    let detail = json!({"client_id": after.client_id.to_string(),
        "before": store::shown(&before.fields), "after": store::shown(f)});
    audit::record(tx, actor, "contact.changed", ("contact", &id), detail)?;
    Ok(after.version)
}

//! Removing contacts.

use db::{Tx, params};
use people::permission::WriteClients;
use people::{Actor, audit};
use serde_json::json;

use super::add::ContactError;
use super::{ContactId, list, store};
use crate::client::access::ClientAccess;

db::statements! {
    DELETE = "DELETE FROM contact WHERE tenant_id = ?1 AND contact_id IN LIST(?2)";
}

/// Removes a contact of a client. What was known of it stays in the audit trail only.
pub fn remove(
    tx: &Tx<'_>,
    actor: &Actor,
    access: &ClientAccess<WriteClients>,
    id: ContactId,
) -> Result<(), ContactError> {
    let before = list::get(tx, access, id)?;
    delete_many(tx, &[id])?;
    let detail =
        json!({"client_id": before.client_id.to_string(), "before": store::shown(&before.fields)});
    audit::record(tx, actor, "contact.removed", ("contact", &id), detail)?;
    Ok(())
}

/// Removes contacts and answers how many there were. Asks for no permission and writes no audit event: the
/// import that is undone does both, once.
pub fn delete_many(tx: &Tx<'_>, ids: &[ContactId]) -> Result<u64, db::Error> {
    if ids.is_empty() {
        return Ok(0);
    }
    store::delete_points(tx, ids)?;
    tx.execute(&DELETE, params![ids])
}

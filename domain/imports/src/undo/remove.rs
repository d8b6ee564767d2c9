//! Removing the contacts and clients that an import brought.

use std::collections::HashSet;

use clients::client::archive;
use clients::contact::remove;
use clients::{ClientId, ContactId};
use db::{Tx, params};

use super::Row;
use crate::ImportError;

db::statements! {
    /// Of these clients, those that something names or that somebody has changed since.
    NAMED = include_str!("../sql/named_clients.sql");
    /// What the tally says of groups of which there is nobody says nothing.
    CLEAR_TALLY = "DELETE FROM client_tally WHERE tenant_id = ?1 AND clients = 0";
}

/// Removes contacts, changed or not; what they were stays in the audit trail.
pub(super) fn contacts(tx: &Tx<'_>, rows: &[Row]) -> Result<(), ImportError> {
    let ids: Vec<ContactId> = rows.iter().map(|row| ContactId::from_uuid(row.object)).collect();
    remove::delete_many(tx, &ids)?;
    Ok(())
}

/// Removes clients that nothing names and nobody has changed, and archives the others.
pub(super) fn clients(tx: &Tx<'_>, rows: &[Row]) -> Result<(), ImportError> {
    let ids: Vec<ClientId> = rows.iter().map(|row| ClientId::from_uuid(row.object)).collect();
    let named: Vec<ClientId> = tx.query(&NAMED, params![ids.as_slice()], |r| r.get(0))?;
    let kept: HashSet<&ClientId> = named.iter().collect();
    let free: Vec<ClientId> = ids.iter().filter(|id| !kept.contains(id)).copied().collect();
    archive::archive_many(tx, &named)?;
    archive::delete_many(tx, &free)?;
    clear_tally(tx)?;
    Ok(())
}

/// Removes groups of the tally that have become empty, so that the tables are as they were.
pub(super) fn clear_tally(tx: &Tx<'_>) -> Result<(), db::Error> {
    tx.execute(&CLEAR_TALLY, &[])?;
    Ok(())
}

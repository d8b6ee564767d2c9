//! Undoing an import: clients put away together, brought back, or removed.
//!
//! These write no audit event and ask for no permission: the import that is undone does both, once.

use std::collections::BTreeMap;

use db::{Tx, params};
use kernel::UserId;

use super::{ClientId, ClientKind, ClientStatus, store};
use crate::tally::Deltas;

db::statements! {
    GROUPS = "SELECT client_id, owner_id, status, kind FROM client WHERE tenant_id = ?1 AND client_id IN LIST(?2) ORDER BY client_id";
    SET_STATUS = "UPDATE client SET status = ?3, version = version + 1, updated_at = ?4
                  WHERE tenant_id = ?1 AND client_id IN LIST(?2) AND status <> ?3";
    DELETE = "DELETE FROM client WHERE tenant_id = ?1 AND client_id IN LIST(?2)";
}

struct Group {
    id: ClientId,
    owner: Option<UserId>,
    status: ClientStatus,
    kind: ClientKind,
}

/// Archives clients and answers the status that each had, for [`unarchive_many`]. Those that are archived
/// already, or not there, are left out.
pub fn archive_many(
    tx: &Tx<'_>,
    ids: &[ClientId],
) -> Result<Vec<(ClientId, ClientStatus)>, db::Error> {
    let mut groups = groups(tx, ids)?;
    groups.retain(|group| group.status != ClientStatus::Archived);
    set_status(tx, &groups, ClientStatus::Archived)?;
    Ok(groups.into_iter().map(|group| (group.id, group.status)).collect())
}

/// Gives archived clients the status back that [`archive_many`] answered. Those that somebody has taken out
/// of the archive meanwhile stay as they are. Answers how many were brought back.
pub fn unarchive_many(tx: &Tx<'_>, had: &[(ClientId, ClientStatus)]) -> Result<usize, db::Error> {
    let mut by_status: BTreeMap<ClientStatus, Vec<ClientId>> = BTreeMap::new();
    for (id, status) in had.iter().filter(|(_, status)| *status != ClientStatus::Archived) {
        by_status.entry(*status).or_default().push(*id);
    }
    let mut brought = 0;
    for (status, ids) in by_status {
        let mut groups = groups(tx, &ids)?;
        groups.retain(|group| group.status == ClientStatus::Archived);
        set_status(tx, &groups, status)?;
        brought += groups.len();
    }
    Ok(brought)
}

/// Why clients are not removed.
#[derive(Debug, thiserror::Error)]
pub enum DeleteError {
    /// A contact, a client, or an entry of the books belongs to one of them. Archive them instead.
    #[error("something belongs to one of these clients, so it can only be archived")]
    InUse,
    /// The database's own.
    #[error(transparent)]
    Db(#[from] db::Error),
}

kernel::fault!(DeleteError {
    Self::InUse => Conflict, "client-in-use";
    Self::Db(e) => delegate e;
});

/// Removes clients to which nothing belongs, with their addresses, tax numbers and tags, and answers how
/// many there were. They may belong to one another.
pub fn delete_many(tx: &Tx<'_>, ids: &[ClientId]) -> Result<usize, DeleteError> {
    let groups = groups(tx, ids)?;
    if groups.is_empty() {
        return Ok(0);
    }
    store::delete_parts(tx, ids)?;
    tx.execute(&DELETE, params![ids])
        .map_err(|e| if e.is_foreign_key() { DeleteError::InUse } else { e.into() })?;
    let mut deltas = Deltas::default();
    for group in &groups {
        deltas.add(group.owner, group.status, group.kind, -1);
    }
    deltas.apply(tx)?;
    Ok(groups.len())
}

fn set_status(tx: &Tx<'_>, groups: &[Group], status: ClientStatus) -> Result<(), db::Error> {
    if groups.is_empty() {
        return Ok(());
    }
    let ids: Vec<ClientId> = groups.iter().map(|group| group.id).collect();
    tx.execute(&SET_STATUS, params![ids, status.word(), tx.now()])?;
    let mut deltas = Deltas::default();
    for group in groups {
        deltas.add(group.owner, group.status, group.kind, -1);
        deltas.add(group.owner, status, group.kind, 1);
    }
    deltas.apply(tx)
}

fn groups(tx: &Tx<'_>, ids: &[ClientId]) -> Result<Vec<Group>, db::Error> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    tx.query(&GROUPS, params![ids], |r| {
        Ok(Group { id: r.get(0)?, owner: r.get(1)?, status: r.parse(2)?, kind: r.parse(3)? })
    })
}

//! Adding and changing the contacts of a chunk.

use std::collections::HashMap;

use clients::client::access::{ClientAccess, access_many};
use clients::contact::{CheckedContact, add, change};
use clients::{ClientId, ContactId};
use db::{Tx, params};
use people::Actor;
use people::permission::WriteClients;
use sha2::{Digest, Sha256};

use super::{Decided, Image, Outcome};
use crate::clients::stamp;
use crate::kept::{self, Kept};
use crate::{ImportError, ImportId};

db::statements! {
    /// As the clients' own.
    STAMP = "UPDATE contact SET version = ?3 WHERE tenant_id = ?1 AND contact_id IN LIST(?2) AND version < ?3";
}

pub(super) fn apply(
    tx: &Tx<'_>,
    actor: &Actor,
    import: ImportId,
    source: &str,
    rows: &[Decided],
) -> Result<(), ImportError> {
    let mut kept = Vec::with_capacity(rows.len());
    let mut new = Vec::new();
    for row in rows.iter().filter(|row| matches!(row.outcome, Outcome::New)) {
        let id: ContactId = tx.new_id();
        let checked = CheckedContact::new(tx, id, row.client, &row.wanted.fields);
        new.push(checked.map_err(add::ContactError::from)?);
        kept.push(keep("contact", row, id, None));
    }
    add::insert_many(tx, &new)?;
    change_all(tx, actor, rows, &mut kept)?;
    kept::step_aside(tx, source, import, &kept)?;
    kept::save(tx, source, import, &kept)?;
    Ok(())
}

/// Changes the contacts that are there, each with its own audit event, and keeps what they were.
fn change_all(
    tx: &Tx<'_>,
    actor: &Actor,
    rows: &[Decided],
    kept: &mut Vec<Kept>,
) -> Result<(), ImportError> {
    let changes = || rows.iter().filter(|row| matches!(row.outcome, Outcome::Change(_)));
    let mut clients: Vec<ClientId> = changes().map(|row| row.client).collect();
    clients.sort_unstable();
    clients.dedup();
    if clients.is_empty() {
        return Ok(());
    }
    let proofs: HashMap<ClientId, ClientAccess<WriteClients>> = access_many(tx, actor, &clients)?;
    let stamp = stamp(tx);
    let mut changed: Vec<ContactId> = Vec::new();
    for row in rows {
        let Outcome::Change(before) = &row.outcome else { continue };
        let (id, version, fields) = (before.id, before.version, &row.wanted.fields);
        change::change(tx, actor, &proofs[&row.client], id, version, fields)?;
        let image = Image::of(before, stamp.max(version + 1));
        kept.push(keep("contact_update", row, id, Some(image.to_json())));
        changed.push(id);
    }
    tx.execute(&STAMP, params![changed.as_slice(), stamp])?;
    Ok(())
}

fn keep(
    kind: &'static str,
    row: &Decided,
    id: ContactId,
    before: Option<serde_json::Value>,
) -> Kept {
    Kept {
        kind,
        key: row.wanted.key.clone(),
        row: row.wanted.row,
        object: id.uuid(),
        hash: Sha256::digest(format!("{} {:?}", row.client, row.wanted.fields)).to_vec(),
        before,
    }
}

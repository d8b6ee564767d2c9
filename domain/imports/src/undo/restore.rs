//! Giving clients and contacts back what an import changed.
//!
//! The change goes through the same door as any other, with its rules and its audit event; then version and
//! time are set to what they were as well. That is safe, for nobody can hold a version in between: those that
//! imports leave are drawn from the clock and never come again.

use clients::client::access::{ClientAccess, access_many};
use clients::client::change::{self, Change};
use clients::client::hand_over::HandedOver;
use clients::{ClientId, ContactId, contact};
use db::{Tx, params};
use people::Actor;
use people::permission::WriteClients;

use super::{Row, remove};
use crate::{ImportError, clients as client_files, contacts as contact_files};

db::statements! {
    CLIENT_WAS = "UPDATE client SET version = ?3, updated_at = ?4 WHERE tenant_id = ?1 AND client_id = ?2";
    CONTACT_WAS = "UPDATE contact SET version = ?3 WHERE tenant_id = ?1 AND contact_id = ?2";
}

/// What a client was before the import changed it.
pub(super) fn client_image(row: &Row) -> Result<client_files::Image, ImportError> {
    let before = row.before.clone().unwrap_or_default();
    client_files::Image::from_json(before).map_err(|why| unreadable(row, why))
}

/// What a contact was before the import changed it.
pub(super) fn contact_image(row: &Row) -> Result<contact_files::Image, ImportError> {
    let before = row.before.clone().unwrap_or_default();
    contact_files::Image::from_json(before).map_err(|why| unreadable(row, why))
}

fn unreadable(row: &Row, why: String) -> ImportError {
    ImportError::Unreadable { object: row.key.clone(), why }
}

pub(super) fn clients(tx: &Tx<'_>, actor: &Actor, rows: &[Row]) -> Result<(), ImportError> {
    let ids: Vec<ClientId> = rows.iter().map(|row| ClientId::from_uuid(row.object)).collect();
    let proofs = access_many::<WriteClients>(tx, actor, &ids)?;
    let mut handed_over = HandedOver::default();
    for (row, id) in rows.iter().zip(&ids) {
        let image = client_image(row)?;
        let (version, left_at) = (image.version, image.left_at);
        let updated_at = image.updated_at().map_err(|why| unreadable(row, why))?;
        let fields = image.fields().map_err(|why| unreadable(row, why))?;
        let change = Change { version: left_at, fields, may_change_currency: true };
        change::change_one_of_many(tx, actor, &proofs[id], &change, &mut handed_over)?;
        tx.execute(&CLIENT_WAS, params![*id, version, updated_at])?;
    }
    handed_over.publish(tx, actor)?;
    remove::clear_tally(tx)?;
    Ok(())
}

pub(super) fn contacts(tx: &Tx<'_>, actor: &Actor, rows: &[Row]) -> Result<(), ImportError> {
    let ids: Vec<ContactId> = rows.iter().map(|row| ContactId::from_uuid(row.object)).collect();
    let there = contact_files::existing(tx, &ids)?;
    let at: Vec<ClientId> = there.values().map(|contact| contact.client_id).collect();
    let proofs: std::collections::HashMap<ClientId, ClientAccess<WriteClients>> =
        access_many(tx, actor, &at)?;
    for (row, id) in rows.iter().zip(&ids) {
        let image = contact_image(row)?;
        let Some(now) = there.get(id) else { continue };
        let (version, left_at) = (image.version, image.left_at);
        let access = &proofs[&now.client_id];
        contact::change::change(tx, actor, access, *id, left_at, &image.fields())?;
        tx.execute(&CONTACT_WAS, params![*id, version])?;
    }
    Ok(())
}

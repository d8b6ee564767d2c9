//! Opening and changing the clients of a chunk.

use std::collections::HashMap;

use clients::client::access::{ClientAccess, access_many};
use clients::client::change::{self, Change};
use clients::client::find::find_by_numbers;
use clients::client::hand_over::HandedOver;
use clients::client::open;
use clients::{ClientId, NewClient};
use db::{Tx, params};
use people::Actor;
use people::permission::WriteClients;
use sha2::{Digest, Sha256};

use super::read::Wanted;
use super::{Decided, Ids, Image, Outcome};
use crate::kept::{self, Kept};
use crate::{ImportError, ImportId};

db::statements! {
    /// Gives changed clients a version that no change made by hand comes to, so that whoever has looked at
    /// what the import made of a client cannot save over what comes after the import was undone.
    STAMP = "UPDATE client SET version = ?3 WHERE tenant_id = ?1 AND client_id IN LIST(?2) AND version < ?3";
}

/// The version that an import leaves: the time in milliseconds, which is above every version counted by ones
/// and above that of any import before.
pub(crate) fn stamp(tx: &Tx<'_>) -> i64 {
    tx.now().as_millisecond()
}

pub(super) fn apply(
    tx: &Tx<'_>,
    actor: &Actor,
    import: ImportId,
    source: &str,
    rows: &[Decided],
) -> Result<(), ImportError> {
    let mut ids = Ids::new();
    let mut opened: Vec<(ClientId, &Wanted)> = Vec::new();
    for Decided { wanted, outcome } in rows {
        let id = match outcome {
            Outcome::New => tx.new_id(),
            Outcome::Change { before, .. } => before.id,
            Outcome::Unchanged(id) => *id,
        };
        ids.insert(wanted.fields.number.clone(), id);
        if matches!(outcome, Outcome::New) {
            opened.push((id, wanted));
        }
    }
    let parents: Vec<String> = rows
        .iter()
        .filter_map(|row| row.wanted.parent_number.clone())
        .filter(|number| !number.is_empty() && !ids.contains_key(number))
        .collect();
    let above: Ids = find_by_numbers(tx, &parents)?.into_iter().map(|f| (f.number, f.id)).collect();
    let parent_of = |wanted: &Wanted, had: Option<ClientId>| match wanted.parent_number.as_deref() {
        None => had,
        Some(number) => ids.get(number).or_else(|| above.get(number)).copied(),
    };
    let new: Vec<(ClientId, NewClient)> = opened
        .iter()
        .map(|(id, wanted)| {
            let parent_id = parent_of(wanted, None);
            (*id, NewClient { parent_id, ..wanted.fields.clone() })
        })
        .collect();
    let allowed = actor.allow_all::<WriteClients>()?;
    let checked = open::check_many(tx, actor, &allowed, &new)?;
    let checked: Vec<_> = checked.into_iter().collect::<Result<_, _>>()?;
    open::insert_many(tx, &checked)?;
    let mut kept: Vec<Kept> =
        opened.into_iter().map(|(id, wanted)| keep("client", wanted, id, None)).collect();
    change_all(tx, actor, rows, &parent_of, &mut kept)?;
    kept::step_aside(tx, source, import, &kept)?;
    kept::save(tx, source, import, &kept)?;
    Ok(())
}

/// Changes the clients that are there, each with its own audit event, and keeps what they were.
fn change_all(
    tx: &Tx<'_>,
    actor: &Actor,
    rows: &[Decided],
    parent_of: &dyn Fn(&Wanted, Option<ClientId>) -> Option<ClientId>,
    kept: &mut Vec<Kept>,
) -> Result<(), ImportError> {
    let changed: Vec<ClientId> = rows
        .iter()
        .filter_map(|row| match &row.outcome {
            Outcome::Change { before, .. } => Some(before.id),
            _ => None,
        })
        .collect();
    if changed.is_empty() {
        return Ok(());
    }
    let proofs: HashMap<ClientId, ClientAccess<WriteClients>> = access_many(tx, actor, &changed)?;
    let stamp = stamp(tx);
    let mut handed_over = HandedOver::default();
    for Decided { wanted, outcome } in rows {
        let Outcome::Change { before, may_change_currency } = outcome else { continue };
        let mut fields = wanted.fields.clone();
        fields.parent_id = parent_of(wanted, before.fields.parent_id);
        let may_change_currency = *may_change_currency;
        let version = before.version;
        let change = Change { version, fields, may_change_currency };
        let proof = &proofs[&before.id];
        change::change_one_of_many(tx, actor, proof, &change, &mut handed_over)?;
        let image = Image::of(before, stamp.max(version + 1));
        kept.push(keep("client_update", wanted, before.id, Some(image.to_json())));
    }
    handed_over.publish(tx, actor)?;
    tx.execute(&STAMP, params![changed.as_slice(), stamp])?;
    Ok(())
}

fn keep(
    kind: &'static str,
    wanted: &Wanted,
    id: ClientId,
    before: Option<serde_json::Value>,
) -> Kept {
    Kept {
        kind,
        key: wanted.key.clone(),
        row: wanted.row,
        object: id.uuid(),
        hash: Sha256::digest(format!("{:?} {:?}", wanted.parent_number, wanted.fields)).to_vec(),
        before,
    }
}
